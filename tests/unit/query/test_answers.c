/*
 * Facets and crosstabs under random queries over random catalogues, against the plain way: the rows that a query lets
 * through, one by one, and of them those that a value's own term lets through, one by one.
 */
#include "support/random_catalogue.h"

#include "query/facet.h"
#include "query/query.h"

struct answers {
	enum answer *v; /* by row */
	size_t n;
};

static struct answers answer_slowly(const struct index *index, enum kind kind, struct str text)
{
	struct err err = ERR_INIT;
	struct answers answers = {.n = index_count(index, kind)};
	struct query *query = query_parse(text, kind, index, &err);
	if (!query)
		fail_msg("%s \"%.*s\": %s", kinds[kind].plural, STR_ARG(text), err.message);
	answers.v = calloc(answers.n + 1, sizeof *answers.v);
	for (uint32_t row = 0; row < answers.n; row++)
		answers.v[row] = query_answer(query, ref_make(kind, row));
	query_free(query);
	return answers;
}

/* A facet, and what the term of each of its values says of each row; v[i].v NULL: the value has no term. */
struct known {
	struct facet_values *values;
	struct answers *terms;
	size_t n;
};

static void known_init(struct known *known, const struct index *index, const struct facet *facet)
{
	known->values = facet_values_new(index, facet);
	known->n = facet_values_n(known->values) + 1;
	known->terms = calloc(known->n, sizeof *known->terms);
	for (size_t i = 0; i < known->n; i++) {
		struct strbuf term = {0};
		/* a yes or no that is not given is a no: no row has neither */
		bool no_row = i + 1 == known->n && fields_of[facet->kind].v[facet->field].type == FIELD_BOOL;
		if (!no_row && facet_term(known->values, i, false, &term))
			known->terms[i] = answer_slowly(index, facet->kind, strbuf_str(&term));
		strbuf_release(&term);
	}
}

static void known_release(struct known *known)
{
	for (size_t i = 0; i < known->n; i++)
		free(known->terms[i].v);
	free(known->terms);
	facet_values_free(known->values);
}

/* How many rows all of some answers let through. */
static struct tally count_slowly(const struct answers *const answers[], size_t n_answers)
{
	struct tally tally = {0};
	for (size_t row = 0; row < answers[0]->n; row++) {
		enum answer least = ANSWER_YES;
		for (size_t i = 0; i < n_answers; i++)
			least = answers[i]->v[row] < least ? answers[i]->v[row] : least;
		tally.n += least != ANSWER_NO;
		tally.n_perhaps += least == ANSWER_PERHAPS;
	}
	return tally;
}

static void same_tally(const struct tally *found, const struct tally *expected, const char *what, struct str query, const struct facet *facet, size_t value)
{
	if (found->n != expected->n || found->n_perhaps != expected->n_perhaps)
		fail_msg("%s of %s under \"%.*s\", value %zu of %.*s: found %u, perhaps %u of them, expected %u and %u", what, kinds[facet->kind].plural, STR_ARG(query),
			value, STR_ARG(facet_name(facet)), found->n, found->n_perhaps, expected->n, expected->n_perhaps);
}

/* The rows that a query lets through as facets take them. */
struct filtered {
	struct str text;
	struct query_set set;
	struct row_set rows;
	uint64_t *bits;
	struct answers slow;
};

static void filtered_init(struct filtered *f, const struct index *index, enum kind kind, struct str text)
{
	struct err err = ERR_INIT;
	struct query *query = query_parse(text, kind, index, &err);
	assert_non_null(query);
	query_select(query, &f->set);
	query_free(query);
	f->text = text;
	f->bits = calloc(f->set.n_rows / 64 + 1, sizeof *f->bits);
	for (size_t w = 0; w < f->set.n_rows / 64 + 1; w++)
		f->bits[w] = f->set.yes[w] | f->set.perhaps[w];
	f->rows = (struct row_set){f->bits, f->set.perhaps};
	f->slow = answer_slowly(index, kind, text);
}

static void filtered_release(struct filtered *f)
{
	query_set_release(&f->set);
	free(f->bits);
	free(f->slow.v);
}

static void compare_facet(const struct filtered *f, const struct known *known)
{
	const struct facet *facet = facet_values_facet(known->values);
	struct tally *found = calloc(known->n, sizeof *found);
	facet_count(known->values, &f->rows, found);
	for (size_t i = 0; i < known->n; i++)
		if (known->terms[i].v) {
			struct tally expected = count_slowly((const struct answers *const[]){&f->slow, &known->terms[i]}, 2);
			same_tally(&found[i], &expected, "the facet", f->text, facet, i);
		}
	free(found);
}

/* Every value has a place of its own. */
static struct axis axis_of(const struct known *known)
{
	uint32_t *places = calloc(known->n, sizeof *places);
	for (uint32_t i = 0; i < known->n; i++)
		places[i] = i;
	return (struct axis){known->values, places, known->n};
}

static void compare_cross(const struct filtered *f, const struct known *a, const struct known *b)
{
	struct axis x = axis_of(a), y = axis_of(b);
	struct tally *found = calloc((x.n + 1) * (y.n + 1), sizeof *found);
	facet_cross(&x, &y, &f->rows, found);
	for (size_t i = 0; i < x.n; i++)
		for (size_t j = 0; j < y.n; j++)
			if (a->terms[i].v && b->terms[j].v) {
				struct tally expected = count_slowly((const struct answers *const[]){&f->slow, &a->terms[i], &b->terms[j]}, 3);
				same_tally(&found[i * (y.n + 1) + j], &expected, "the crosstab", f->text, facet_values_facet(b->values), j);
			}
	free(found);
	free((void *)(uintptr_t)x.places);
	free((void *)(uintptr_t)y.places);
}

static void compare_kind(const struct index *index, enum kind kind, struct test_random *r, unsigned n_queries)
{
	enum { VALUES_MAX = 60 /* of a facet that is crossed */ };
	struct facet facets[FACETS_MAX];
	struct known known[FACETS_MAX];
	size_t n = facets_of(kind, facets);
	for (size_t i = 0; i < n; i++)
		known_init(&known[i], index, &facets[i]);
	for (unsigned q = 0; q < n_queries; q++) {
		struct strbuf text = {0};
		struct filtered f;
		random_query(r, kind, 2, &text);
		filtered_init(&f, index, kind, strbuf_str(&text));
		for (size_t i = 0; i < n; i++)
			compare_facet(&f, &known[i]);
		size_t a = test_random_below(r, (uint32_t)n), b = test_random_below(r, (uint32_t)n);
		if (known[a].n < VALUES_MAX && known[b].n < VALUES_MAX)
			compare_cross(&f, &known[a], &known[b]);
		filtered_release(&f);
		strbuf_release(&text);
	}
	for (size_t i = 0; i < n; i++)
		known_release(&known[i]);
}

static void test_against_each_row(void **state)
{
	(void)state;
	static const enum kind kinds_asked[] = {KIND_PROJECT, KIND_ENTERPRISE, KIND_CLAIM, KIND_MILESTONE};
	static const unsigned sizes[] = {4, 70, 300};
	struct test_random r = test_random();
	unsigned rounds = getenv("YUANLIAN_LONG") ? 30 : 1;
	for (unsigned round = 0; round < rounds; round++)
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
			struct catalogue c = {0};
			random_catalogue(&c, &r, sizes[i]);
			struct index *index = random_index(&c, &r);
			for (size_t k = 0; k < sizeof kinds_asked / sizeof *kinds_asked; k++)
				if (index_count(index, kinds_asked[k]))
					compare_kind(index, kinds_asked[k], &r, 40);
			index_free(index);
			catalogue_release(&c);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_each_row),
	};
	return cmocka_run_group_tests_name("query/answers", tests, NULL, NULL);
}

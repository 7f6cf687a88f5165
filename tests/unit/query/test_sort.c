/* Orders of many rows, however they are come by, against comparing rows two by two. */
#include "support/random_catalogue.h"

#include "query/sort.h"
#include "query/sort_internal.h"
#include "query/sort_view.h"

struct reference {
	const struct index *index;
	const struct sort_key *keys;
	size_t n_keys;
};

static int by_columns(const void *a, const void *b, void *context)
{
	const struct reference *s = context;
	const struct ref *x = a, *y = b;
	for (size_t k = 0; k < s->n_keys; k++) {
		int order = column_compare(&s->keys[k].column, *x, *y, s->index, s->keys[k].down);
		if (order)
			return order;
	}
	uint32_t p = index_name_rank(s->index, *x), q = index_name_rank(s->index, *y);
	return p < q ? -1 : p > q;
}

/* The first n projects in the order that the slow comparison gives. */
static void order_all(const struct index *index, const struct sort_key *keys, size_t n_keys, uint32_t n, struct ref *out)
{
	for (uint32_t row = 0; row < n; row++)
		out[row] = ref_make(KIND_PROJECT, row);
	qsort_r(out, n, sizeof *out, by_columns, &(struct reference){index, keys, n_keys});
}

static const char *const orders[] = {"", "name", "-name", "invest", "-invest", "capacity", "-capacity", "area", "-jobs", "other", "status", "-status,invest", "zone", "-zone,-name",
	"updated_on", "-updated_on,status", "owner", "leader", "-leader,-invest,zone", "stage,-capacity", "id", "source",
	"status,-invest", "-invest,status", "-invest,-zone,name", "zone,status,-capacity", "leader,owner,-updated_on", "-zone,invest,leader", "-id", "code", "-code", "zone,code", "owner,-invest", "-owner,status", "invest,-zone", "capacity,status"};

static void compare(const struct index *index, struct str query_text, const char *order, struct test_random *r)
{
	const size_t limits[] = {SIZE_MAX, test_random_below(r, 60), test_random_below(r, 1100)};
	struct err err = ERR_INIT;
	struct sort_key keys[4];
	struct query_set set;
	size_t n_keys = *order ? sort_parse(str_from(order), KIND_PROJECT, index, keys, 4, &err) : 0;
	struct query *query = query_parse(query_text, KIND_PROJECT, index, &err);
	if (err.code)
		fail_msg("\"%.*s\" by %s: %s", STR_ARG(query_text), order, err.message);
	query_select(query, &set);
	struct ref *expected = calloc(set.n + 1, sizeof *expected), *found = calloc(set.n + 1, sizeof *found), *sorted = calloc(set.n + 1, sizeof *sorted);
	size_t n = 0;
	for (uint32_t row = 0; row < set.n_rows; row++)
		if (query_set_has(&set, row))
			expected[n++] = ref_make(KIND_PROJECT, row);
	qsort_r(expected, n, sizeof *expected, by_columns, &(struct reference){index, keys, n_keys});
	for (size_t l = 0; l < sizeof limits / sizeof *limits; l++) {
		size_t n_found = sort_set(index, KIND_PROJECT, &set, keys, n_keys, limits[l], found);
		assert_int_equal(n_found, limits[l] < n ? limits[l] : n);
		for (size_t i = 0; i < n_found; i++)
			if (!ref_eq(found[i], expected[i]))
				fail_msg("\"%.*s\" by %s, %zu of %zu: place %zu has %.*s, expected %.*s", STR_ARG(query_text), order, limits[l], n, i,
					STR_ARG(index_id(index, found[i])), STR_ARG(index_id(index, expected[i])));
	}
	/* sorting what stands by name gives the same */
	n = 0;
	for (size_t i = 0; n_keys && i < set.n_rows; i++) {
		struct ref ref = index_by_name(index, KIND_PROJECT).v[i];
		if (query_set_has(&set, ref_row(ref)))
			sorted[n++] = ref;
	}
	if (n_keys)
		sort_rows(index, sorted, n, keys, n_keys);
	for (size_t i = 0; i < n; i++)
		if (!ref_eq(sorted[i], expected[i]))
			fail_msg("\"%.*s\" by %s: sorted place %zu has %.*s, expected %.*s", STR_ARG(query_text), order, i,
				STR_ARG(index_id(index, sorted[i])), STR_ARG(index_id(index, expected[i])));
	free(sorted);
	free(expected);
	free(found);
	query_set_release(&set);
	query_free(query);
}

/* The same rows as a list reads them: from any place, as many as chance has it, and back from a row to its place. */
static void compare_view(const struct index *index, struct str query_text, const char *order_text, struct test_random *r)
{
	struct err err = ERR_INIT;
	struct sort_key keys[4];
	struct sort_order order;
	struct query_set set;
	size_t n_keys = *order_text ? sort_parse(str_from(order_text), KIND_PROJECT, index, keys, 4, &err) : 0, place;
	struct query *query = query_parse(query_text, KIND_PROJECT, index, &err);
	query_select(query, &set);
	struct ref *expected = calloc(set.n + 1, sizeof *expected), *found = calloc(set.n + 1, sizeof *found);
	sort_set(index, KIND_PROJECT, &set, keys, n_keys, SIZE_MAX, expected);
	sort_order_make(index, KIND_PROJECT, keys, n_keys, &order);
	bool all = set.n == set.n_rows && test_random_below(r, 2);
	size_t n = set.n, n_words = (set.n_rows + 63) / 64;
	for (size_t w = 0; w < n_words; w++)
		set.yes[w] |= set.perhaps ? set.perhaps[w] : 0;
	uint64_t *bits = calloc(n_words + 1, sizeof *bits);
	memcpy(bits, set.yes, n_words * sizeof *bits);
	struct sort_view *view = sort_view_new(&order, all ? NULL : bits, set.n_rows, n);
	for (unsigned i = 0; i < 12; i++) {
		size_t last = test_random_below(r, 60), from = i % 3 == 0 ? 0 : i % 3 == 1 ? test_random_below(r, (uint32_t)n + 2) : last < n ? n - last : n;
		size_t want = test_random_below(r, i % 2 ? 60 : (uint32_t)n + 2);
		size_t rest = from < n ? n - from : 0, n_read = sort_view_read(view, from, want, found);
		assert_int_equal(n_read, want < rest ? want : rest);
		for (size_t at = 0; at < n_read; at++)
			if (!ref_eq(found[at], expected[from + at]))
				fail_msg("\"%.*s\" by %s, %zu from %zu: place %zu has %.*s, expected %.*s", STR_ARG(query_text), order_text, want, from,
					from + at, STR_ARG(index_id(index, found[at])), STR_ARG(index_id(index, expected[from + at])));
		struct ref row = ref_make(KIND_PROJECT, test_random_below(r, (uint32_t)set.n_rows));
		bool is = sort_view_find(view, index, row, &place);
		assert_int_equal(is, query_set_has(&set, ref_row(row)));
		assert_true(!is || ref_eq(expected[place], row));
	}
	assert_false(sort_view_find(view, index, REF_NONE, &place));
	sort_view_free(view);
	if (all)
		free(bits);
	sort_order_release(&order);
	free(expected);
	free(found);
	query_set_release(&set);
	query_free(query);
}

static void test_against_comparing(void **state)
{
	(void)state;
	struct test_random r = test_random();
	/* fewer rows than ranks pay for, and more */
	static const unsigned sizes[] = {1, 50, 700, 6000};
	unsigned rounds = getenv("YUANLIAN_LONG") ? 200 : 3;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct catalogue c = {0};
		random_catalogue(&c, &r, sizes[i]);
		struct index *index = random_index(&c, &r);
		for (unsigned round = 0; round < (sizes[i] > 1000 ? rounds / 3 : rounds); round++)
			for (size_t o = 0; o < sizeof orders / sizeof *orders; o++) {
				struct strbuf text = {0};
				if (test_random_below(&r, 2) && sizes[i] > 1)
					random_query(&r, KIND_PROJECT, 1, &text);
				compare(index, strbuf_str(&text), orders[o], &r);
				compare_view(index, strbuf_str(&text), orders[o], &r);
				strbuf_release(&text);
			}
		index_free(index);
		catalogue_release(&c);
	}
}

/* So many rows that several threads turn one value of an order, and count and write down what a list reads of it. */
static void test_many_rows(void **state)
{
	(void)state;
	enum { ROWS = 70000 };
	static const char *const queries[] = {"", "status:planned", "status:ended"}, *const by[] = {"-invest", "invest", "-name"};
	struct test_random r = test_random();
	struct catalogue c = {0};
	random_catalogue(&c, &r, 1);
	for (unsigned i = 1; i < ROWS; i++) {
		char id[32], name[32];
		snprintf(id, sizeof id, "project:p%u", i);
		snprintf(name, sizeof name, "n%u", test_random_below(&r, ROWS));
		catalogue_add(&c, id, "name", name, "status", i % 20 == 0 ? "ended" : i % 2 ? "planned" : "", NULL);
	}
	struct index *index = random_index(&c, &r);
	compare(index, STR(""), "-invest", &r);
	for (size_t q = 0; q < sizeof queries / sizeof *queries; q++)
		for (size_t o = 0; o < sizeof by / sizeof *by; o++)
			compare_view(index, str_from(queries[q]), by[o], &r);
	index_free(index);
	catalogue_release(&c);
}

/* A period stands where it begins, one that is open before where it ends; rows without one last both ways. */
static void test_open_periods(void **state)
{
	(void)state;
	static const char *const dates[] = {"2026", "../2025-06", "", "2025-07", "2025-01/2025-12", "2025-01"};
	static const char *const up[] = {"2025-01", "2025-01/2025-12", "../2025-06", "2025-07", "2026", ""};
	static const char *const down[] = {"2026", "2025-07", "../2025-06", "2025-01/2025-12", "2025-01", ""};
	struct catalogue c = {0};
	struct err err = ERR_INIT;
	struct ref rows[6];
	for (size_t i = 0; i < 6; i++) {
		char id[32];
		snprintf(id, sizeof id, "event:e%zu", i);
		catalogue_add(&c, id, "name", id, "date", dates[i], NULL);
	}
	struct index *index = catalogue_index(&c);
	for (int descending = 0; descending < 2; descending++) {
		struct sort_key key;
		assert_int_equal(sort_parse(descending ? STR("-date") : STR("date"), KIND_EVENT, index, &key, 1, &err), 1);
		for (uint32_t i = 0; i < 6; i++)
			rows[i] = ref_make(KIND_EVENT, i);
		sort_rows(index, rows, 6, &key, 1);
		for (size_t i = 0; i < 6; i++)
			assert_str(index_text(index, rows[i], field_get(KIND_EVENT, "date")), (descending ? down : up)[i]);
	}
	index_free(index);
	catalogue_release(&c);
}

/* Ranks of each width, few and many, for refs in any order: as often as there are threads for. */
static void test_counting(void **state)
{
	(void)state;
	enum { ROWS = 150000 };
	static const struct {
		unsigned width;
		uint32_t n_ranks;
	} cases[] = {{1, 7}, {1, 254}, {2, 3000}, {2, 65534}, {4, 3}, {4, 149999}};
	struct test_random r = test_random();
	struct ref *from = calloc(ROWS, sizeof *from), *to = calloc(ROWS, sizeof *to);
	uint32_t *place = calloc(ROWS, sizeof *place);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sort_ranks ranks = {calloc(ROWS, 4), cases[i].width, ROWS, cases[i].n_ranks};
		for (uint32_t row = 0; row < ROWS; row++) {
			uint32_t rank = test_random_below(&r, cases[i].n_ranks + 1);
			rank = rank == cases[i].n_ranks ? UINT32_MAX : rank;
			memcpy((char *)ranks.v + row * (size_t)cases[i].width, &rank, cases[i].width);
			from[row] = ref_make(KIND_PROJECT, row);
		}
		for (uint32_t row = ROWS - 1; row > 0; row--) {
			uint32_t other = test_random_below(&r, row + 1);
			struct ref swap = from[row];
			from[row] = from[other];
			from[other] = swap;
		}
		for (uint32_t at = 0; at < ROWS; at++)
			place[ref_row(from[at])] = at;
		for (int spread = 0; spread < 2; spread++) {
			(spread ? sort_spread : sort_count)(&ranks, from, ROWS, to);
			for (size_t at = 1; at < ROWS; at++) {
				uint32_t a = ref_row(to[at - 1]), b = ref_row(to[at]), x = sort_rank_of(&ranks, a), y = sort_rank_of(&ranks, b);
				if (x > y || (x == y && place[a] >= place[b]))
					fail_msg("%u ranks of %u bytes%s: place %zu is before the one before", cases[i].n_ranks, cases[i].width,
						spread ? ", spread" : "", at);
			}
		}
		free(ranks.v);
	}
	free(place);
	free(from);
	free(to);
}

/* The first projects of a query in an order, as comparing all of them finds them. */
static void first_of(const struct index *index, const char *what, const char *text, const char *by, size_t limit)
{
	struct err err = ERR_INIT;
	struct query_set set;
	struct sort_key keys[4];
	struct query *query = query_parse(str_from(text), KIND_PROJECT, index, &err);
	assert_ok(query, err);
	query_select(query, &set);
	size_t n_keys = sort_parse(str_from(by), KIND_PROJECT, index, keys, 4, &err), n = 0;
	struct ref *expected = calloc(set.n_rows, sizeof *expected), *found = calloc(limit, sizeof *found);
	order_all(index, keys, n_keys, (uint32_t)set.n_rows, expected);
	assert_int_equal(sort_set(index, KIND_PROJECT, &set, keys, n_keys, limit, found), limit);
	for (size_t i = 0; i < set.n_rows && n < limit; i++)
		if (query_set_has(&set, ref_row(expected[i])) && !ref_eq(found[n++], expected[i]))
			fail_msg("%s, \"%s\" by %s: place %zu is another", what, text, by, n - 1);
	assert_int_equal(n, limit);
	free(expected);
	free(found);
	query_set_release(&set);
	query_free(query);
}

/*
 * Rare values first, where a sample of the rows meets them all, some or none: there are fewer of them than are asked for, as
 * many, or more.
 */
static void test_rare_values(void **state)
{
	(void)state;
	enum { ROWS = 30000, LIMIT = 50 };
	static const struct {
		unsigned first, step, n;
	} rare[] = {{0, 1, 40}, {0, 1, 50}, {0, 1, 60}, {5, 700, 17}, {3, 37, 300}};
	struct test_random r = test_random();
	for (size_t i = 0; i < sizeof rare / sizeof *rare; i++) {
		struct catalogue c = {0};
		for (unsigned row = 0; row < ROWS; row++) {
			char id[32], name[32];
			unsigned place = row < rare[i].first ? 0 : row - rare[i].first;
			bool is_rare = row >= rare[i].first && place % rare[i].step == 0 && place / rare[i].step < rare[i].n;
			snprintf(id, sizeof id, "project:p%05u", row);
			snprintf(name, sizeof name, "n%u", test_random_below(&r, 60000));
			catalogue_add(&c, id, "name", name, "status", is_rare ? "planned" : row % 3 ? "producing" : "", "leader", is_rare ? "安" : "张", NULL);
		}
		struct index *index = catalogue_index(&c);
		static const char *const by[] = {"status", "-status", "leader", "-leader", "status,-leader", "leader,-name"};
		char what[32];
		snprintf(what, sizeof what, "%u rare rows", rare[i].n);
		for (size_t o = 0; o < sizeof by / sizeof *by; o++)
			first_of(index, what, "", by[o], LIMIT);
		index_free(index);
		catalogue_release(&c);
	}
}

/* Where very many rows have the first value there is, by the figure that is sorted next: also where that value is filtered out, or is written in two ways. */
static void test_common_values(void **state)
{
	(void)state;
	enum { ROWS = 20000, LIMIT = 50 };
	static const char *const statuses[] = {"planned", "signed", "building", "stalled"};
	static const char *const rows[][2] = {{"", "status,invest"}, {"", "-status,-invest"}, {"-status:planned", "status,invest"},
		{"-status:stalled", "-status,-invest"}, {"status:signed,building", "status,-invest"}, {"", "updated_on,invest"}, {"", "-updated_on,-invest"}};
	struct test_random r = test_random();
	struct catalogue c = {0};
	catalogue_add(&c, "indicator:invest", "name", "投资额", "unit", "元", NULL);
	for (unsigned i = 0; i < ROWS; i++) {
		char id[32], name[32], claim[32], value[32];
		snprintf(id, sizeof id, "project:p%u", i);
		snprintf(claim, sizeof claim, "c%u", i);
		snprintf(name, sizeof name, "n%u", test_random_below(&r, 60000));
		snprintf(value, sizeof value, "%u", test_random_below(&r, 3000));
		catalogue_add(&c, id, "name", name, "status", PICK(&r, statuses), "updated_on", test_random_below(&r, 2) ? "2025" : "2025-01/2025-12", NULL);
		catalogue_claim(&c, claim, id, "invest", value, "万元", "", "planned", "", "");
	}
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		first_of(index, "common values", rows[i][0], rows[i][1], LIMIT);
	index_free(index);
	catalogue_release(&c);
}

/* Some rows of an order that several pieces make up; an order that is wrong writes no more than there is room for. */
static void test_keeping(void **state)
{
	(void)state;
	enum { ROWS = 200000 };
	static const uint32_t one_in[] = {1, 2, 50, ROWS};
	struct test_random r = test_random();
	struct ref *order = calloc(ROWS, sizeof *order), *out = calloc(ROWS, sizeof *out);
	for (size_t i = 0; i < sizeof one_in / sizeof *one_in; i++) {
		uint64_t rows[ROWS / 64 + 1] = {0};
		size_t n_rows = 0, n = 0;
		for (uint32_t row = 0; row < ROWS; row++) {
			order[row] = ref_make(KIND_PROJECT, (row * UINT32_C(7919)) % ROWS);
			bool in = test_random_below(&r, one_in[i]) == 0;
			rows[row / 64] |= (uint64_t)in << (row % 64);
			n_rows += in;
		}
		assert_int_equal(sort_keep(order, ROWS, rows, ROWS, n_rows, out), n_rows);
		for (size_t at = 0; at < ROWS; at++)
			if (rows[ref_row(order[at]) / 64] >> (ref_row(order[at]) % 64) & 1)
				assert_int_equal(out[n++].bits, order[at].bits);
		assert_int_equal(n, n_rows);
		for (size_t at = 0; at < ROWS; at++)
			order[at] = ref_make(KIND_PROJECT, at % 2 ? ref_row(out[0]) : ROWS + (uint32_t)at);
		out[n_rows / 2] = REF_NONE;
		assert_true(sort_keep(order, ROWS, rows, ROWS, n_rows / 2, out) <= n_rows / 2);
		assert_true(ref_none(out[n_rows / 2]));
	}
	free(order);
	free(out);
}

/* Texts of every length that begin alike, end in each other or are equal, many of each: against comparing, down as well. */
static void test_texts(void **state)
{
	(void)state;
	enum { MANY = 3000 };
	struct test_random r = test_random();
	struct catalogue c = {0};
	for (unsigned i = 0; i < MANY; i++) {
		char id[32], locator[300];
		size_t n = test_random_below(&r, 9) * (7 + i % 2) + test_random_below(&r, 3);
		snprintf(id, sizeof id, "project:p%u", i);
		snprintf(locator, sizeof locator, "%.*s%.*u", (int)n, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			(int)test_random_below(&r, 12), test_random_below(&r, 3));
		catalogue_add(&c, id, "name", id, "code", test_random_below(&r, 9) ? locator : "", NULL);
	}
	struct index *index = catalogue_index(&c);
	struct ref *from = calloc(MANY, sizeof *from), *to = calloc(MANY, sizeof *to), *expected = calloc(MANY, sizeof *expected);
	for (int down = 0; down < 2; down++) {
		struct sort_key key = {{.type = COLUMN_FIELD, .field = field_get(KIND_PROJECT, "code")}, down};
		for (size_t i = 0; i < MANY; i++)
			from[i] = expected[i] = index_by_name(index, KIND_PROJECT).v[i];
		qsort_r(expected, MANY, sizeof *expected, by_columns, &(struct reference){index, &key, 1});
		assert_true(sort_texts(index, &key, from, MANY, to));
		for (size_t i = 0; i < MANY; i++)
			if (!ref_eq(to[i], expected[i]))
				fail_msg("%s, place %zu: found %.*s, expected %.*s", down ? "down" : "up", i, STR_ARG(index_id(index, to[i])),
					STR_ARG(index_id(index, expected[i])));
	}
	free(from);
	free(to);
	free(expected);
	index_free(index);
	catalogue_release(&c);
}

/* A number as it may be printed: whole, broken up to billionths, below 0, equal to others written otherwise, or none. */
static void put_number(struct test_random *r, char *out, size_t n)
{
	switch (test_random_below(r, 6)) {
	case 0: snprintf(out, n, "%u", test_random_below(r, 40)); break;
	case 1: snprintf(out, n, "%s%u.%u", test_random_below(r, 2) ? "-" : "", test_random_below(r, 3), test_random_below(r, 1000)); break;
	case 2: snprintf(out, n, "0.%09u", test_random_below(r, 1000000000)); break;
	case 3: snprintf(out, n, "%u%08u", test_random_below(r, 1000000), test_random_below(r, 100000000)); break;
	case 4: snprintf(out, n, "%u.50", test_random_below(r, 9)); break;
	default: snprintf(out, n, "一半");
	}
}

/* Numbers, periods and records of several kinds, of which nearly all differ; of rows of ledgers, too. */
static void test_numbers(void **state)
{
	(void)state;
	enum { MANY = 6000 };
	static const char *const by[] = {"value", "-value", "subject", "-subject", "period", "-period", "value_low", "-source,value", "subject,-value", "modality,-period"};
	static const char *const subjects[] = {"project:p%u", "enterprise:e%u"}, *const units[] = {"亿元", "", "吨", "%", "亩"};
	struct test_random r = test_random();
	struct err err = ERR_INIT;
	struct catalogue c = {0};
	random_catalogue(&c, &r, 3000);
	for (unsigned i = 0; i < MANY; i++) {
		char id[32], subject[32], value[32];
		snprintf(id, sizeof id, "claim:many%u", i);
		snprintf(subject, sizeof subject, subjects[i % 2], test_random_below(&r, 500));
		put_number(&r, value, sizeof value);
		catalogue_add(&c, id, "subject", subject, "indicator", "indicator:other", "value", value, "unit", PICK(&r, units), "modality", "actual", "period",
			random_period(&r), "source", "source:a", "locator", "s:1:1-2", NULL);
	}
	struct index *index = random_index(&c, &r);
	size_t n = index_count(index, KIND_CLAIM), n_plain = 0, n_broken = 0;
	struct ref *expected = calloc(n, sizeof *expected), *found = calloc(n, sizeof *found);
	for (size_t i = 0; i < n; i++) {
		struct figure f = index_figure(index, ref_make(KIND_CLAIM, (uint32_t)i));
		n_plain += f.has_base && !f.base.scale;
		n_broken += f.has_base && f.base.scale > 3;
	}
	assert_true(n_plain > 1000 && n_broken > 500 && n > c.rows[KIND_CLAIM].n);
	for (size_t o = 0; o < sizeof by / sizeof *by; o++) {
		struct sort_key keys[4];
		size_t n_keys = sort_parse(str_from(by[o]), KIND_CLAIM, index, keys, 4, &err);
		assert_true(n_keys > 0);
		memcpy(expected, index_by_name(index, KIND_CLAIM).v, n * sizeof *expected);
		qsort_r(expected, n, sizeof *expected, by_columns, &(struct reference){index, keys, n_keys});
		sort_all(index, KIND_CLAIM, keys, n_keys, found);
		for (size_t at = 0; at < n; at++)
			if (!ref_eq(found[at], expected[at]))
				fail_msg("by %s: place %zu has %.*s, expected %.*s", by[o], at, STR_ARG(index_id(index, found[at])),
					STR_ARG(index_id(index, expected[at])));
		/* a few of them, as they come */
		size_t few = n / 5;
		if (n_keys > 1)
			continue;
		memcpy(expected, index_by_name(index, KIND_CLAIM).v + n / 3, few * sizeof *expected);
		qsort_r(expected, few, sizeof *expected, by_columns, &(struct reference){index, keys, n_keys});
		if (!sort_numbers(index, keys, index_by_name(index, KIND_CLAIM).v + n / 3, few, found))
			fail_msg("by %s: no field of numbers", by[o]);
		assert_memory_equal(found, expected, few * sizeof *found);
	}
	free(expected);
	free(found);
	index_free(index);
	catalogue_release(&c);
}

/* Codes of plain letters stand ready in order; with such as differ by the case of a letter, or blanks, they do not. */
static void test_codes(void **state)
{
	(void)state;
	enum { ROWS = 6000 };
	static const char *const formats[] = {"A%05u", "%c%05u", "a%c-%u", "%c %05u", "码%05u"};
	static const char *const by[] = {"code", "-code", "status,code", "status,-code"};
	struct test_random r = test_random();
	for (size_t f = 0; f < sizeof formats / sizeof *formats; f++) {
		struct catalogue c = {0};
		for (unsigned i = 0; i < ROWS; i++) {
			char id[32], name[32], code[32];
			bool letter = strchr(formats[f], 'c') != NULL;
			snprintf(id, sizeof id, "project:p%u", i);
			snprintf(name, sizeof name, "n%u", test_random_below(&r, ROWS));
			if (letter)
				snprintf(code, sizeof code, formats[f], test_random_below(&r, 2) ? (f == 1 ? 'X' : 'x') : 'X', test_random_below(&r, 60000));
			else
				snprintf(code, sizeof code, formats[f], test_random_below(&r, 60000));
			catalogue_add(&c, id, "name", name, "code", test_random_below(&r, 9) ? code : "", "status", i % 3 ? "planned" : "", NULL);
		}
		struct index *index = catalogue_index(&c);
		struct ref *expected = calloc(ROWS, sizeof *expected), *found = calloc(ROWS, sizeof *found);
		struct err err = ERR_INIT;
		struct index_code_rows ready;
		bool is_ready = index_rows_by_code(index, KIND_PROJECT, field_get(KIND_PROJECT, "code"), &ready);
		if (is_ready != (f < 2))
			fail_msg("%s", formats[f]);
		if (is_ready)
			index_code_rows_release(&ready);
		for (size_t o = 0; o < sizeof by / sizeof *by; o++) {
			struct sort_key keys[4];
			size_t n_keys = sort_parse(str_from(by[o]), KIND_PROJECT, index, keys, 4, &err);
			order_all(index, keys, n_keys, ROWS, expected);
			sort_all(index, KIND_PROJECT, keys, n_keys, found);
			for (size_t at = 0; at < ROWS; at++)
				if (!ref_eq(found[at], expected[at]))
					fail_msg("%s by %s: place %zu is another", formats[f], by[o], at);
		}
		free(expected);
		free(found);
		index_free(index);
		catalogue_release(&c);
	}
}

/* By name up and down, of all rows and of some: every row is found at the place where it is read. */
static void test_places_by_name(void **state)
{
	(void)state;
	enum { ROWS = 5000 };
	struct test_random r = test_random();
	struct catalogue c = {0};
	for (unsigned i = 0; i < ROWS; i++) {
		char id[32], name[32];
		snprintf(id, sizeof id, "project:p%u", i);
		snprintf(name, sizeof name, "n%u", test_random_below(&r, ROWS));
		catalogue_add(&c, id, "name", name, NULL);
	}
	struct index *index = catalogue_index(&c);
	for (unsigned i = 0; i < 4; i++) {
		struct sort_key key = {{.type = COLUMN_FIELD, .field = field_get(KIND_PROJECT, "name")}, i % 2};
		struct sort_order order;
		uint64_t *bits = calloc(ROWS / 64 + 1, sizeof *bits);
		struct ref rows[ROWS];
		size_t n = 0, place;
		for (uint32_t row = 0; row < ROWS; row++)
			if (i < 2 || test_random_below(&r, 2)) {
				bits[row / 64] |= UINT64_C(1) << (row % 64);
				n++;
			}
		sort_order_make(index, KIND_PROJECT, &key, 1, &order);
		struct sort_view *view = sort_view_new(&order, i < 2 ? NULL : bits, ROWS, n);
		assert_int_equal(sort_view_read(view, 0, ROWS, rows), n);
		for (size_t at = 0; at < n; at++) {
			assert_true(!at || (index_name_rank(index, rows[at - 1]) < index_name_rank(index, rows[at])) == !key.down);
			assert_true(sort_view_find(view, index, rows[at], &place));
			assert_int_equal(place, at);
		}
		sort_view_free(view);
		sort_order_release(&order);
		if (i < 2)
			free(bits);
	}
	index_free(index);
	catalogue_release(&c);
}

/* Days that come to the same are one value, however they are written: of these the first stand by name. */
static void test_equal_days(void **state)
{
	(void)state;
	enum { ROWS = 4000, LIMIT = 30 };
	static const char *const by[] = {"updated_on", "-updated_on", "updated_on,status", "-updated_on,-status"};
	struct test_random r = test_random();
	struct catalogue c = {0};
	for (unsigned i = 0; i < ROWS; i++) {
		char id[32], name[32], day[32];
		unsigned year = 1975 + test_random_below(&r, 50);
		snprintf(id, sizeof id, "project:p%u", i);
		snprintf(name, sizeof name, "n%u", test_random_below(&r, 60000));
		if (test_random_below(&r, 2))
			snprintf(day, sizeof day, "%u", year);
		else
			snprintf(day, sizeof day, "%u-01/%u-12", year, year);
		catalogue_add(&c, id, "name", name, "updated_on", day, "status", i % 3 ? "planned" : "producing", NULL);
	}
	struct index *index = catalogue_index(&c);
	for (size_t o = 0; o < sizeof by / sizeof *by; o++)
		first_of(index, "days", "", by[o], LIMIT);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_comparing),
		cmocka_unit_test(test_many_rows),
		cmocka_unit_test(test_open_periods),
		cmocka_unit_test(test_counting),
		cmocka_unit_test(test_rare_values),
		cmocka_unit_test(test_common_values),
		cmocka_unit_test(test_keeping),
		cmocka_unit_test(test_equal_days),
		cmocka_unit_test(test_places_by_name),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_codes),
	};
	return cmocka_run_group_tests_name("query/sort", tests, NULL, NULL);
}

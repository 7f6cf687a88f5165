/* Ready answers: words that have them find what they would find without. The seed is printed. */
#include "support/random_catalogue.h"
#include "support/image_copy.h"

#include "base/parallel.h"
#include "index/answers_internal.h"
#include "index/delta.h"
#include "index/index_internal.h"
#include "index/lookup.h"
#include "index/rank_internal.h"

#include <pthread.h>

/* Every word that a sampled name has. */
static const struct answers_rule all_words = {.least_rows = 1, .share = UINT32_MAX, .rows_of_each = 1}, many_words = {1, 300, 1};

struct written {
	char *v;
	size_t n, cap;
};

static bool keep(void *context, struct str bytes)
{
	struct written *out = context;
	array_reserve(out, out->n + bytes.n);
	if (bytes.n)
		memcpy(out->v + out->n, bytes.p, bytes.n);
	out->n += bytes.n;
	return true;
}

/* The bytes that would be written. */
static struct str image_of(const struct index *index)
{
	struct written out = {0};
	assert_true(index_image_write(index, keep, &out));
	struct str bytes = image_copy((struct str){out.v, out.n});
	array_release(&out);
	return bytes;
}

static struct index *opened(struct str bytes)
{
	struct err err = ERR_INIT;
	struct index *index = index_from_image(bytes, image_release, &err);
	assert_ok(index != NULL, err);
	return index;
}

/* The image of an index with ready answers. */
static struct str with_answers(const struct index *index, const struct answers_rule *rule)
{
	struct index *other = opened(image_copy(index_image(index)));
	assert_true(index_wants_answers(other, rule));
	assert_true(index_make_answers(other, rule, NULL));
	assert_false(index_wants_answers(other, rule));
	struct str bytes = image_of(other);
	index_free(other);
	return bytes;
}

static struct str word_of(const struct index *index, size_t i)
{
	return section_text(&index->answers.ends, &index->answers.texts, i);
}

static bool same_hit(const struct lookup_hit *a, const struct lookup_hit *b)
{
	return ref_eq(a->ref, b->ref) && a->score == b->score && a->how == b->how && a->place == b->place && a->start == b->start
		&& a->end == b->end && str_eq(a->text, b->text);
}

/* Returns whether the answer stood ready. */
static bool same_answer(const struct index *ready, const struct index *plain, struct str text, uint32_t mask, size_t limit)
{
	struct lookup_hits a, b;
	struct best best = {.index = ready, .limit = limit};
	size_t counts[KIND_COUNT];
	bool is_ready = answers_find(ready, text, &best, counts);
	array_release(&best);
	lookup_run(ready, text, mask, limit, &a);
	lookup_run(plain, text, mask, limit, &b);
	if (memcmp(a.counts, b.counts, sizeof a.counts) != 0 || a.n != b.n)
		fail_msg("\"%.*s\": found %zu, expected %zu", STR_ARG(text), a.n, b.n);
	for (size_t i = 0; i < a.n; i++)
		if (!same_hit(&a.v[i], &b.v[i]))
			fail_msg("\"%.*s\": hit %zu is %.*s, expected %.*s", STR_ARG(text), i, STR_ARG(index_id(ready, a.v[i].ref)),
				STR_ARG(index_id(plain, b.v[i].ref)));
	lookup_release(&a);
	lookup_release(&b);
	return is_ready;
}

static void check_words(const struct index *ready, const struct index *plain, struct test_random *r)
{
	static const size_t limits[] = {0, 1, 7, ANSWER_HITS, ANSWER_HITS + 1, 300};
	for (size_t i = 0; i < index_answers_n(ready); i++) {
		struct str word = word_of(ready, i);
		size_t limit = limits[test_random_below(r, sizeof limits / sizeof *limits)];
		char typed[96];
		assert_true(same_answer(ready, plain, word, ALL_KINDS, ANSWER_HITS));
		assert_int_equal(same_answer(ready, plain, word, ALL_KINDS, limit), limit <= ANSWER_HITS);
		same_answer(ready, plain, word, UINT32_C(1) << KIND_PROJECT | UINT32_C(1) << KIND_CLAIM, limit);
		snprintf(typed, sizeof typed, test_random_below(r, 2) ? " %.*s " : "%.*s\xE3\x80\x80", STR_ARG(word));
		same_answer(ready, plain, str_from(typed), ALL_KINDS, limit);
		snprintf(typed, sizeof typed, test_random_below(r, 2) ? "-%.*s" : "%.*s 项", STR_ARG(word));
		same_answer(ready, plain, str_from(typed), ALL_KINDS, limit);
		for (size_t at = 0; at < word.n && at < sizeof typed; at++) /* in capitals */
			typed[at] = word.p[at] >= 'a' && word.p[at] <= 'z' ? (char)(word.p[at] - 32) : word.p[at];
		same_answer(ready, plain, (struct str){typed, word.n}, ALL_KINDS, limit);
	}
}

/* In catalogues with and without packed rows, where names lend themselves to rows of several kinds. */
static void ready_answers_are_those_that_are_found(void **state)
{
	struct test_random r = test_random();
	bool is_long = getenv("YUANLIAN_LONG") != NULL;
	(void)state;
	for (unsigned round = 0; round < (is_long ? 24u : 4u); round++) {
		struct catalogue c = {0};
		const char *reason = "";
		random_catalogue(&c, &r, round % 4 == 3 ? 6000 : 60 + test_random_below(&r, 700));
		struct index *plain = round % 2 ? random_index(&c, &r) : catalogue_index(&c);
		struct index *ready = opened(with_answers(plain, round % 2 && !is_long ? &many_words : &all_words));
		assert_true(index_answers_n(ready) > 20);
		assert_true(index_image_verify(ready, NULL));
		if (!index_validate(ready, &reason))
			fail_msg("%s", reason);
		check_words(ready, plain, &r);
		index_free(ready);
		index_free(plain);
		catalogue_release(&c);
	}
}

struct making {
	const struct index *index;
	struct str bytes;
};

static void *make_alone(void *context)
{
	struct making *m = context;
	parallel_stand_back();
	m->bytes = with_answers(m->index, &many_words);
	return NULL;
}

static void they_do_not_depend_on_the_threads(void **state)
{
	struct test_random r = test_random();
	struct catalogue c = {0};
	pthread_t thread;
	(void)state;
	random_catalogue(&c, &r, 5000);
	struct index *plain = random_index(&c, &r);
	struct making alone = {.index = plain};
	assert_int_equal(pthread_create(&thread, NULL, make_alone, &alone), 0);
	pthread_join(thread, NULL);
	struct str bytes = with_answers(plain, &many_words);
	assert_int_equal(bytes.n, alone.bytes.n);
	assert_memory_equal(bytes.p, alone.bytes.p, bytes.n);
	free((void *)(uintptr_t)bytes.p);
	free((void *)(uintptr_t)alone.bytes.p);
	index_free(plain);
	catalogue_release(&c);
}

static void few_rows_or_none_asked_for_have_none(void **state)
{
	struct test_random r = test_random();
	struct catalogue c = {0};
	const atomic_bool cancelled = true;
	(void)state;
	random_catalogue(&c, &r, 400);
	struct index *plain = catalogue_index(&c), *other = opened(image_copy(index_image(plain)));
	assert_false(index_wants_answers(other, &answers_usual));
	assert_false(index_make_answers(other, &answers_usual, NULL));
	assert_false(index_make_answers(other, &all_words, &cancelled));
	assert_int_equal(index_answers_n(other), 0);
	struct str bytes = image_of(other);
	assert_int_equal(bytes.n, index_image(plain).n);
	assert_memory_equal(bytes.p, index_image(plain).p, bytes.n);
	free((void *)(uintptr_t)bytes.p);
	index_free(other);
	index_free(plain);
	catalogue_release(&c);
}

static bool stands_ready(const struct index *index, struct str word)
{
	bool stands = false;
	for (size_t i = 0; i < index_answers_n(index); i++)
		stands |= str_eq(word_of(index, i), word);
	return stands;
}

/* How a row is near a word is not kept: a word that is short of others is looked up, whatever there is of it. */
static void what_is_only_near_does_not_stand_ready(void **state)
{
	enum { MANY = 300 }; /* rows: as many words are looked at */
	struct catalogue c = {0};
	struct lookup_hits hits;
	(void)state;
	for (unsigned i = 0; i <= MANY; i++) {
		char id[32], name[32];
		snprintf(id, sizeof id, "project:p%u", i);
		snprintf(name, sizeof name, "%s", i ? "Kelong" : "Kelang");
		catalogue_add(&c, id, "name", name, NULL);
	}
	struct index *plain = catalogue_index(&c), *ready = opened(with_answers(plain, &all_words));
	lookup_run(plain, STR("kelang"), ALL_KINDS, ANSWER_HITS, &hits);
	assert_int_equal(hits.counts[KIND_PROJECT], MANY + 1);
	lookup_release(&hits);
	assert_true(stands_ready(ready, STR("kelong")));
	assert_false(stands_ready(ready, STR("kelang")));
	assert_false(same_answer(ready, plain, STR("kelang"), ALL_KINDS, ANSWER_HITS));
	index_free(ready);
	index_free(plain);
	catalogue_release(&c);
}

/* Its rows are others: it finds. */
static void a_delta_has_none(void **state)
{
	struct test_random r = test_random();
	struct catalogue c = {0}, changed = {0};
	struct err err = ERR_INIT;
	struct lookup_hits before, after;
	(void)state;
	random_catalogue(&c, &r, 900);
	catalogue_add(&changed, "indicator:invest", "name", "电气", "unit", "元", NULL);
	struct index *plain = catalogue_index(&c), *ready = opened(with_answers(plain, &many_words));
	struct index_builder *builder = catalogue_builder(&changed);
	struct index *delta = index_builder_delta(builder, ready, NULL, &err);
	index_builder_free(builder);
	assert_ok(delta != NULL, err);
	assert_int_equal(index_answers_n(delta), 0);
	lookup_run(ready, STR("dian"), ALL_KINDS, 10, &before);
	lookup_run(delta, STR("dian"), ALL_KINDS, 10, &after);
	assert_int_equal(after.counts[KIND_INDICATOR], before.counts[KIND_INDICATOR] + 1);
	lookup_release(&before);
	lookup_release(&after);
	/* nor has what it is merged into */
	struct index *merged = opened(image_of(delta));
	assert_int_equal(index_answers_n(merged), 0);
	assert_true(index_wants_answers(merged, &many_words));
	index_free(merged);
	index_free(delta);
	index_free(ready);
	index_free(plain);
	catalogue_release(&c);
	catalogue_release(&changed);
}

/* Answers of a wrong image are noticed, and asking for them stays inside of it. */
static void wrong_answers_are_noticed(void **state)
{
	struct test_random r = test_random();
	struct catalogue c = {0};
	(void)state;
	random_catalogue(&c, &r, 300);
	struct index *plain = catalogue_index(&c);
	struct str bytes = with_answers(plain, &(struct answers_rule){1, 20, 8});
	struct index *ready = opened(image_copy(bytes));
	const struct answers *a = &ready->answers;
	const struct section *const sections[] = {&a->texts, &a->ends, &a->counts, &a->refs, &a->rows, &a->scores};
	assert_true(index_answers_n(ready) > 5 && index_answers_n(ready) < 64); /* of so few all are checked */
	for (unsigned i = 0; i < 600; i++) {
		const struct section *section = sections[i % 6];
		size_t at = (size_t)((const char *)section->v - index_image(ready).p) + test_random_below(&r, (uint32_t)(section->n * section->width));
		struct str wrong = image_copy(bytes);
		char *p = (char *)(uintptr_t)wrong.p;
		const char *reason = "";
		p[at] = (char)(p[at] ^ (1 + (int)test_random_below(&r, 255)));
		struct index *other = opened(wrong);
		assert_false(index_validate(other, &reason));
		for (size_t w = 0; w < index_answers_n(ready); w++) {
			struct lookup_hits hits;
			lookup_run(other, word_of(ready, w), ALL_KINDS, ANSWER_HITS, &hits);
			lookup_release(&hits);
		}
		index_free(other);
	}
	index_free(ready);
	free((void *)(uintptr_t)bytes.p);
	index_free(plain);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ready_answers_are_those_that_are_found),
		cmocka_unit_test(they_do_not_depend_on_the_threads),
		cmocka_unit_test(few_rows_or_none_asked_for_have_none),
		cmocka_unit_test(what_is_only_near_does_not_stand_ready),
		cmocka_unit_test(a_delta_has_none),
		cmocka_unit_test(wrong_answers_are_noticed),
	};
	return cmocka_run_group_tests_name("index/answers", tests, NULL, NULL);
}

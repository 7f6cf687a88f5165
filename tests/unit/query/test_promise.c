#include "support/catalogue.h"

#include "query/column.h"
#include "query/promise.h"
#include "query/query.h"

/* A promise of 2024-05 and one later figure: what became of it. */
struct became {
	const char *name;
	const char *due;                                        /* of the target */
	const char *value, *unit, *qualifier, *period;          /* promised */
	const char *later, *later_unit, *later_qualifier, *later_period, *modality, *item; /* found */
	enum promise_verdict expected;
	bool decided; /* the later figure is what decides */
};

static const struct became rows[] = {
	{"reached", "2025", "100", "万吨", "", "", "100", "万吨", "", "2025", "actual", "", PROMISE_KEPT, true},
	{"in another unit", "2025", "1", "百万吨", "", "", "100", "万吨", "", "2025", "actual", "", PROMISE_KEPT, true},
	{"more than that", "2025", "100", "万吨", "", "", "120", "万吨", "余", "2025", "actual", "", PROMISE_KEPT, true},
	{"before it was due", "2026", "100", "万吨", "", "", "100", "万吨", "", "2025", "actual", "", PROMISE_KEPT, true},
	{"capacity that is there", "2025", "100", "万吨", "", "", "100", "万吨", "", "2025", "capacity", "", PROMISE_KEPT, true},
	{"less when it was due", "2025", "100", "万吨", "", "", "80", "万吨", "", "2025", "actual", "", PROMISE_MISSED, true},
	{"less, but not yet due", "2026", "100", "万吨", "", "", "80", "万吨", "", "2025", "actual", "", PROMISE_UNSEEN, false},
	{"less, never due", "", "100", "万吨", "", "", "80", "万吨", "", "2025", "actual", "", PROMISE_UNSEEN, false},
	{"due by its own period", "", "100", "万吨", "", "2025", "80", "万吨", "", "2025", "actual", "", PROMISE_MISSED, true},
	{"at least so much, which is open", "2025", "100", "万吨", "", "", "80", "万吨", "超", "2025", "actual", "", PROMISE_UNSEEN, false},
	{"at most so much, which is less", "2025", "100", "万吨", "", "", "80", "万吨", "近", "2025", "actual", "", PROMISE_MISSED, true},
	{"promised more than that", "2025", "100", "万吨", "以上", "", "100", "万吨", "", "2025", "actual", "", PROMISE_KEPT, true},
	{"known when it was promised", "2025", "100", "万吨", "", "", "100", "万吨", "", "2024-01", "actual", "", PROMISE_UNSEEN, false},
	{"as of the day it was promised", "2025", "100", "万吨", "", "", "100", "万吨", "", "2024-05", "actual", "", PROMISE_UNSEEN, false},
	{"as of the day after", "2025", "100", "万吨", "", "", "100", "万吨", "", "2024-06-01", "actual", "", PROMISE_KEPT, true},
	{"only expected again", "2025", "100", "万吨", "", "", "100", "万吨", "", "2025", "expected", "", PROMISE_UNSEEN, false},
	{"another thing", "2025", "100", "万吨", "", "", "100", "万吨", "", "2025", "actual", "氢气", PROMISE_UNSEEN, false},
	{"a unit that does not convert", "2025", "100", "万吨", "", "", "100", "家", "", "2025", "actual", "", PROMISE_UNSEEN, false},
	{"words", "2025", "大幅", "", "", "", "100", "万吨", "", "2025", "actual", "", PROMISE_UNSEEN, false},
};

static void base(struct catalogue *c)
{
	catalogue_add(c, "zone:z", "name", "某开发区", "short_names", "某区", NULL);
	catalogue_add(c, "indicator:output", "name", "产量", NULL);
	catalogue_add(c, "indicator:rank", "name", "名次", NULL);
	catalogue_add(c, "source:old", "name", "旧文", "date", "2024-05", NULL);
	catalogue_add(c, "source:new", "name", "新文", "date", "2026-02", NULL);
}

static void add_row(struct catalogue *c, const struct became *row)
{
	base(c);
	catalogue_add(c, "claim:promised", "subject", "zone:z", "indicator", "indicator:output", "value", row->value, "unit", row->unit, "qualifier",
		row->qualifier, "period", row->period, "modality", "expected", "source", "source:old", "locator", "old:1:0-1", NULL);
	catalogue_add(c, "claim:later", "subject", "zone:z", "indicator", "indicator:output", "value", row->later, "unit", row->later_unit, "qualifier",
		row->later_qualifier, "period", row->later_period, "modality", row->modality, "item", row->item, "source", "source:new", "locator", "new:1:0-1", NULL);
	catalogue_add(c, "target:t", "name", "达到百万吨", "claim", "claim:promised", "due", row->due, "source", "source:old", NULL);
}

static struct str format(const struct index *index, const char *name, struct strbuf *out)
{
	struct list_column column = {.type = COLUMN_FIELD, .field = field_get(KIND_TARGET, name), .indicator = REF_NONE};
	strbuf_clear(out);
	column_format(&column, index_find_id(index, STR("target:t")), index, true, out);
	return strbuf_str(out);
}

static void test_what_became(void **state)
{
	(void)state;
	static const char *const words[] = {"兑现", "未见", "落空"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct catalogue c = {0};
		struct strbuf text = {0};
		add_row(&c, &rows[i]);
		struct index *index = catalogue_index(&c);
		struct ref target = index_find_id(index, STR("target:t")), later = index_find_id(index, STR("claim:later"));
		struct promise promise = promise_of(index, target);
		if (promise.verdict != rows[i].expected || promise.printed || ref_eq(promise.actual, later) != rows[i].decided)
			fail_msg("row \"%s\": found %s, expected %s", rows[i].name, words[promise.verdict], words[rows[i].expected]);
		assert_true(ref_eq(promise.claim, index_find_id(index, STR("claim:promised"))));
		/* the promised figure has the promise of its target */
		assert_int_equal(promise_of(index, promise.claim).verdict, promise.verdict);
		/* lists show it */
		assert_str(format(index, "verdict", &text), words[promise.verdict]);
		assert_int_equal(format(index, "actual", &text).n > 0, rows[i].decided);
		strbuf_release(&text);
		index_free(index);
		catalogue_release(&c);
	}
}

/* Of several figures that reach it the first counts, of several that do not the last. */
static void test_the_first_that_reaches_it(void **state)
{
	(void)state;
	static const struct {
		const char *name, *values[3], *expected;
		enum promise_verdict verdict;
	} several[] = {
		{"reached twice", {"90", "110", "120"}, "claim:l1", PROMISE_KEPT},
		{"reached and lost again", {"100", "80", "70"}, "claim:l0", PROMISE_KEPT},
		{"never reached", {"70", "80", "90"}, "claim:l2", PROMISE_MISSED},
	};
	static const char *const periods[] = {"2025-03", "2025-06", "2025-12"};
	for (size_t i = 0; i < sizeof several / sizeof *several; i++) {
		struct catalogue c = {0};
		base(&c);
		catalogue_add(&c, "claim:promised", "subject", "zone:z", "indicator", "indicator:output", "value", "100", "unit", "万吨", "modality", "expected",
			"source", "source:old", "locator", "old:1:0-1", NULL);
		for (size_t k = 0; k < 3; k++) {
			char id[32];
			snprintf(id, sizeof id, "claim:l%zu", k);
			catalogue_add(&c, id, "subject", "zone:z", "indicator", "indicator:output", "value", several[i].values[k], "unit", "万吨", "period", periods[k],
				"modality", "actual", "source", "source:new", "locator", "new:1:0-1", NULL);
		}
		catalogue_add(&c, "target:t", "name", "达到百万吨", "claim", "claim:promised", "due", "2025-01", "source", "source:old", NULL);
		struct index *index = catalogue_index(&c);
		struct promise promise = promise_of(index, index_find_id(index, STR("target:t")));
		assert_row(promise.verdict == several[i].verdict, several[i].name);
		assert_row(str_eq_c(index_id(index, promise.actual), several[i].expected), several[i].name);
		index_free(index);
		catalogue_release(&c);
	}
}

static void test_what_the_row_says(void **state)
{
	(void)state;
	struct catalogue c = {0};
	struct strbuf text = {0};
	base(&c);
	catalogue_add(&c, "claim:a", "subject", "zone:z", "indicator", "indicator:output", "value", "100", "unit", "万吨", "modality", "target", "source",
		"source:old", "locator", "old:1:0-1", NULL);
	catalogue_add(&c, "claim:b", "subject", "zone:z", "indicator", "indicator:output", "value", "90", "unit", "万吨", "modality", "actual", "period", "2024",
		"source", "source:new", "locator", "new:1:0-1", NULL);
	catalogue_add(&c, "claim:r", "subject", "zone:z", "indicator", "indicator:rank", "value", "一", "unit", "位", "modality", "target", "source",
		"source:old", "locator", "old:1:2-3", NULL);
	catalogue_add(&c, "claim:s", "subject", "zone:z", "indicator", "indicator:rank", "value", "五", "unit", "位", "modality", "actual", "period", "2025",
		"source", "source:new", "locator", "new:1:2-3", NULL);
	catalogue_add(&c, "target:t", "name", "给出实际", "claim", "claim:a", "actual", "claim:b", "source", "source:old", NULL);
	catalogue_add(&c, "target:u", "name", "给出判定", "claim", "claim:a", "verdict", "kept", "source", "source:old", NULL);
	catalogue_add(&c, "target:v", "name", "只有文字", "due", "2024", "source", "source:old", NULL);
	catalogue_add(&c, "target:w", "name", "名次", "claim", "claim:r", "due", "2025", "source", "source:old", NULL);
	struct index *index = catalogue_index(&c);
	struct promise given = promise_of(index, index_find_id(index, STR("target:t")));
	assert_int_equal(given.verdict, PROMISE_MISSED);
	assert_false(given.printed);
	struct promise printed = promise_of(index, index_find_id(index, STR("target:u")));
	assert_int_equal(printed.verdict, PROMISE_KEPT);
	assert_true(printed.printed);
	struct promise words = promise_of(index, index_find_id(index, STR("target:v")));
	assert_int_equal(words.verdict, PROMISE_UNSEEN);
	assert_true(ref_none(words.claim));
	assert_false(promise_overdue(&words, day_number(2024, 12, 31)));
	assert_true(promise_overdue(&words, day_number(2025, 1, 1)));
	assert_false(promise_overdue(&given, day_number(2030, 1, 1)));
	assert_int_equal(promise_of(index, index_find_id(index, STR("target:w"))).verdict, PROMISE_UNSEEN);
	assert_str(format(index, "claim", &text), "某区 100万吨");
	assert_str(format(index, "actual", &text), "某区 90万吨");
	assert_true(promise_is(index, index_find_id(index, STR("claim:a"))));
	assert_false(promise_is(index, index_find_id(index, STR("claim:b"))));
	strbuf_release(&text);
	index_free(index);
	catalogue_release(&c);
}

/* Filters and orders go by what is shown, not by the empty cell. */
static void test_queries(void **state)
{
	(void)state;
	static const struct {
		const char *query;
		size_t n;
	} queries[] = {{"verdict:kept", 1}, {"verdict:兑现", 1}, {"verdict:missed", 0}, {"has:verdict", 1}, {"has:actual", 1}, {"missing:actual", 0}};
	struct catalogue c = {0};
	add_row(&c, &rows[0]);
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		struct err err = ERR_INIT;
		struct query_rows found = {0};
		struct query *query = query_parse(str_from(queries[i].query), KIND_TARGET, index, &err);
		assert_ok(query, err);
		query_run(query, &found);
		if (found.n != queries[i].n)
			fail_msg("\"%s\": found %zu targets, expected %zu", queries[i].query, found.n, queries[i].n);
		query_rows_release(&found);
		query_free(query);
	}
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_became),
		cmocka_unit_test(test_the_first_that_reaches_it),
		cmocka_unit_test(test_what_the_row_says),
		cmocka_unit_test(test_queries),
	};
	return cmocka_run_group_tests_name("query/promise", tests, NULL, NULL);
}

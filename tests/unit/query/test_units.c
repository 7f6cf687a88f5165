/* Figures in several units: what converts is sorted, compared and added up by how much it is. */
#include "support/random_catalogue.h"
#include "support/slugs.h"

#include "query/sort.h"
#include "query/total.h"

/* -- sorting ------------------------------------------------------------------------------ */

/* A figure in a unit as so many parts that all units of its indicator are whole numbers of: thirds of a square metre, tonnes a year. */
struct part_unit {
	const char *unit;
	int64_t parts;
};

static const struct part_unit area_units[] = {{"亩", 2000}, {"平方米", 3}, {"公顷", 30000}}, capacity_units[] = {{"吨/年", 1}, {"吨/月", 12}, {"万吨/年", 10000}};

struct measured {
	struct ref ref;
	int64_t parts, most; /* the least figure, INT64_MAX: there is none; the greatest */
	uint32_t name;
};

static int by_parts(const void *a, const void *b, void *down)
{
	const struct measured *x = a, *y = b;
	if (x->parts != y->parts && (x->parts == INT64_MAX || y->parts == INT64_MAX))
		return x->parts == INT64_MAX ? 1 : -1;
	if (x->parts != y->parts)
		return (x->parts < y->parts ? -1 : 1) * (down ? -1 : 1);
	return x->name < y->name ? -1 : x->name > y->name;
}

/* Up to three figures of a project. */
static void add_figures(struct catalogue *c, struct test_random *r, unsigned project, const char *indicator, const struct part_unit units[3], struct measured *out)
{
	static unsigned n_claims;
	char id[32], subject[32], value[16];
	*out = (struct measured){.ref = ref_make(KIND_PROJECT, project), .parts = INT64_MAX};
	snprintf(subject, sizeof subject, "project:p%u", project);
	for (unsigned n = test_random_below(r, 4); n > 0; n--) {
		const struct part_unit *unit = &units[test_random_below(r, 3)];
		unsigned number = 1 + test_random_below(r, 2000);
		snprintf(id, sizeof id, "m%u", n_claims++);
		snprintf(value, sizeof value, "%u", number);
		catalogue_claim(c, id, subject, indicator, value, unit->unit, "", "actual", "", "source:a");
		int64_t parts = number * unit->parts;
		out->parts = parts < out->parts ? parts : out->parts;
		out->most = parts > out->most ? parts : out->most;
	}
}

static void expect_order(const struct index *index, const char *by, struct measured *rows, size_t n)
{
	struct err err = ERR_INIT;
	struct sort_key key;
	struct ref *found = calloc(n + 1, sizeof *found);
	assert_int_equal(sort_parse(str_from(by), KIND_PROJECT, index, &key, 1, &err), 1);
	for (size_t i = 0; i < n; i++)
		found[i] = rows[i].ref;
	qsort_r(rows, n, sizeof *rows, by_parts, key.down ? &key : NULL);
	if (n == index_count(index, KIND_PROJECT))
		sort_all(index, KIND_PROJECT, &key, 1, found);
	else
		sort_rows(index, found, n, &key, 1);
	for (size_t i = 0; i < n; i++)
		if (!ref_eq(found[i], rows[i].ref))
			fail_msg("%zu by %s: place %zu has %.*s, expected %.*s", n, by, i, STR_ARG(index_id(index, found[i])), STR_ARG(index_id(index, rows[i].ref)));
	free(found);
}

/* One record may have figures in several units, and so may its neighbours: what converts stands by how much it is. */
static void test_sorting(void **state)
{
	(void)state;
	static const unsigned sizes[] = {40, 9000};
	static const char *const by[2][2] = {{"area", "-area"}, {"capacity", "-capacity"}}; /* capacity of projects stands ready in order */
	struct test_random r = test_random();
	for (size_t s = 0; s < 2; s++) {
		unsigned n = sizes[s];
		struct catalogue c = {0};
		struct measured *rows[2] = {calloc(n, sizeof **rows), calloc(n, sizeof **rows)};
		catalogue_add(&c, "indicator:area", "name", "面积", "unit", "平方米", NULL);
		catalogue_add(&c, "indicator:capacity", "name", "产能", NULL);
		catalogue_add(&c, "source:a", "name", "甲文", NULL);
		for (unsigned i = 0; i < n; i++) {
			char id[32], name[32];
			snprintf(id, sizeof id, "project:p%u", i);
			snprintf(name, sizeof name, "n%u", test_random_below(&r, n));
			catalogue_add(&c, id, "name", name, NULL);
			add_figures(&c, &r, i, "area", area_units, &rows[0][i]);
			add_figures(&c, &r, i, "capacity", capacity_units, &rows[1][i]);
		}
		struct index *index = catalogue_index(&c);
		const char *reason = "";
		if (!index_validate(index, &reason))
			fail_msg("%s", reason);
		for (size_t k = 0; k < 2; k++)
			for (uint32_t i = 0; i < n; i++)
				rows[k][i].name = index_name_rank(index, rows[k][i].ref);
		for (size_t k = 0; k < 2; k++)
			for (size_t d = 0; d < 2; d++) {
				expect_order(index, by[k][d], rows[k], n);
				expect_order(index, by[k][d], rows[k], n / 2);
			}
		free(rows[0]);
		free(rows[1]);
		index_free(index);
		catalogue_release(&c);
	}
}

/* -- comparing ---------------------------------------------------------------------------- */

/* A project for each figure, named by a letter. */
static struct index *figures_index(struct catalogue *c, const char *const (*figures)[3], size_t n)
{
	static const char *const indicators[][3] = {
		{"capacity", "产能", ""}, {"area", "面积", "平方米"}, {"steam", "蒸汽", "吨"}, {"reserves", "储量", "吨"}, {"duration", "工期", "天"}, {"jobs", "岗位", "人"},
		{"enterprises", "企业数", "家"}, {"rank", "名次", "位"}, {"equipment", "设备", "台"}, {"lines", "产线", "条"}, {"tasks", "任务", "项"}, {"towers", "塔", "座"},
	};
	for (size_t i = 0; i < sizeof indicators / sizeof *indicators; i++) {
		char id[32];
		snprintf(id, sizeof id, "indicator:%s", indicators[i][0]);
		catalogue_add(c, id, "name", indicators[i][1], "unit", indicators[i][2], NULL);
	}
	catalogue_add(c, "source:a", "name", "甲文", NULL);
	for (size_t i = 0; i < n; i++) {
		char id[32], name[2] = {(char)('a' + i)};
		snprintf(id, sizeof id, "project:%s", name);
		catalogue_add(c, id, "name", name, NULL);
		catalogue_claim(c, name, id, figures[i][0], figures[i][1], figures[i][2], "", "capacity", "", "source:a");
	}
	return catalogue_index(c);
}

static void test_comparing(void **state)
{
	static const char *const figures[][3] = {
		{"capacity", "5", "万吨/月"}, {"capacity", "50", "万吨/年"}, {"capacity", "50", "万吨"}, {"capacity", "2000", "吨/天"}, {"capacity", "40", "万吨/年"},
		{"steam", "100", "t/h"}, {"steam", "3000", "吨"}, {"reserves", "2034", "亿方"}, {"reserves", "5", "亿吨"}, {"duration", "3", "年"}, {"duration", "90", "天"},
		{"jobs", "100", "个"}, {"enterprises", "9", "家"}, {"enterprises", "8", "户"}, {"rank", "4", "位"}, {"equipment", "8", "台"}, {"equipment", "5", "套"},
		{"lines", "2", "条"}, {"tasks", "2", "项"}, {"towers", "2", "座"},
	};
	static const char *const rows[][2] = {
		/* 50万吨 is printed for 50万吨/年; a day is no part of a year */
		{"capacity>=50万吨", "a b c"}, {"capacity>50万吨", "a"}, {"capacity>=50万吨/年", "a b c"}, {"capacity<5万吨/月", "b c e"}, {"capacity>=2000吨/天", "d"},
		{"capacity>50万吨/天", ""}, {"capacity=15万吨/季度", "a"}, {"capacity:45..55万吨", "b c"},
		/* what is counted in 吨 is printed by the hour, too, and asked for as printed */
		{"steam>=100吨/小时", "f"}, {"steam>100t/h", ""}, {"steam>=2400吨/天", "f"}, {"steam>2400吨/天", ""}, {"steam>=100吨", "g"},
		/* so is whatever else a figure of the indicator is printed in */
		{"reserves>=2000亿立方米", "h"}, {"reserves>=1000 亿m³", "h"}, {"reserves>2034亿立方米", ""}, {"储量>=1亿吨", "i"}, {"reserves:1万..3000亿立方米", "h"},
		{"duration>=3年", "j"}, {"duration>=36个月", "j"}, {"duration<13季度", "j"}, {"duration<=90天", "k"}, {"工期<=2160小时", "k"}, {"duration>=3", "j k"},
		/* which word they are counted with says nothing of how many */
		{"enterprises>=3户", "m n"}, {"enterprises>8户", "m"}, {"enterprises>=9家", "m"}, {"enterprises>=3个", "m n"}, {"rank<=5位", "o"},
		{"equipment>=5台", "p"}, {"equipment>=5套", "q"},
		{"lines>=2个", "r"}, {"tasks>=2个", "s"}, {"towers>=2个", "t"}, {"jobs>=100名", "l"}, {"jobs>100位", ""}, {"jobs>=100位", "l"},
		/* letters behind a blank are a unit where they may be, else a word */
		{"reserves>=1 t", "i"}, {"jobs:2.5-500 a", ""}, {"jobs>=50 l", "l"}, {"jobs>=50 人", "l"}, {"duration>=1 a", "j"},
	};
	static const struct {
		const char *query, *message;
		bool chinese;
	} faults[] = {
		{"steam>=1元/小时", "found \"1元/小时\", expected an amount in 吨", false}, {"enterprises>=3条", "found \"3条\", expected an amount in 家 or 户", false},
		{"rank<=5个", "found \"5个\", expected an amount in 位", false}, {"equipment>=5个", "found \"5个\", expected an amount in 台 or 套", false},
		{"reserves>=5亿元", "found \"5亿元\", expected an amount in 吨 or 立方米", false},
		{"duration>=5 亿元", "found \"5 亿元\", expected an amount in 天 or 年", false}, {"工期>=5亿元", "“5亿元”的单位不对，应能换算成天、年", true},
		{"jobs:2.5-5a", "found \"2.5-5a\", expected an amount in 人 or 个", false}, {"area>=3吨", "expected an amount in 平方米", false},
	};
	struct catalogue c = {0};
	struct index *index = figures_index(&c, figures, sizeof figures / sizeof *figures);
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf found = {0};
		find_slugs(index, KIND_PROJECT, rows[i][0], &found);
		if (!str_eq_c(strbuf_str(&found), rows[i][1]))
			fail_msg("\"%s\": found \"%.*s\", expected \"%s\"", rows[i][0], STR_ARG(strbuf_str(&found)), rows[i][1]);
		strbuf_release(&found);
	}
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		struct err err = {.chinese = faults[i].chinese};
		if (query_parse(str_from(faults[i].query), KIND_PROJECT, index, &err))
			fail_msg("\"%s\" was accepted", faults[i].query);
		if (!strstr(err.message, faults[i].message))
			fail_msg("\"%s\": found %s, expected %s", faults[i].query, err.message, faults[i].message);
	}
	index_free(index);
	catalogue_release(&c);
}

/* -- adding up ----------------------------------------------------------------------------- */

/* A ledger with areas in two units, one of them for each project behind the first `without`: of 1 to 2000 each. */
static struct index *ledger_index(struct catalogue *c, struct test_random *r, const struct part_unit units[2], struct measured *rows, unsigned without, unsigned n)
{
	struct err err = ERR_INIT;
	struct index_builder *builder = catalogue_builder(c);
	struct str source = STR("source:a"), area = STR("indicator:area"), none = STR("");
	int64_t key = catalogue_key(c, source), indicator = catalogue_key(c, area);
	const struct ledger_column columns[] = {
		{.kind = KIND_COUNT},
		{KIND_CLAIM, key, source, STR("用地"), indicator, area, MODALITY_ACTUAL, str_from(units[0].unit), str_from(units[0].unit), {1, 0}, none, none, 0},
		{KIND_CLAIM, key, source, STR("厂房"), indicator, area, MODALITY_ACTUAL, str_from(units[1].unit), str_from(units[1].unit), {1, 0}, none, none, 0},
	};
	index_builder_ledger_columns(builder, &(struct ledger_columns){columns, sizeof columns / sizeof *columns});
	struct ledger_sink sink = index_builder_ledger_range(builder);
	for (unsigned i = without; i < n; i++) {
		char value[16];
		unsigned number = 1 + test_random_below(r, 2000), column = test_random_below(r, 2);
		size_t end = (size_t)snprintf(value, sizeof value, "%u", number), one = 1;
		int64_t owner = catalogue_key(c, c->rows[KIND_PROJECT].v[i][0]);
		uint32_t line = i + 2;
		struct ledger_batch batch = {1, &owner, &line, &one, &(uint16_t){(uint16_t)(1 + column)}, {.ends = &end, .bytes = value}};
		assert_ok(sink.take(sink.self, &batch, &err), err);
		rows[i] = (struct measured){.ref = ref_make(KIND_PROJECT, i), .parts = number * units[column].parts, .most = number * units[column].parts};
	}
	return catalogue_finish(builder);
}

static void same_parts(struct decimal d, struct str unit, int64_t parts, int64_t over, const char *what)
{
	char text[32];
	struct decimal third = {0};
	int order;
	snprintf(text, sizeof text, "%lld", (long long)parts);
	/* 3 平方米 for each part, and as many times the amount */
	assert_true(decimal_parse(str_from(text), &third) && decimal_mul(d, (struct decimal){3 * over, 0}, &d));
	if (!amount_compare(d, unit, third, STR("平方米"), &order) || order)
		fail_msg("%s: found %g/%lld %.*s, expected %s/%lld 平方米", what, decimal_double(d), (long long)(3 * over), STR_ARG(unit), text, (long long)(3 * over));
}

/* The rows in a random order; of those with a figure the totals. */
static void expect_totals(const struct index *index, struct measured *rows, size_t n)
{
	struct ref *refs = calloc(n + 1, sizeof *refs);
	int64_t low = 0, high = 0;
	size_t n_with = 0;
	for (size_t i = 0; i < n; i++) {
		refs[i] = rows[i].ref;
		low += rows[i].parts == INT64_MAX ? 0 : rows[i].parts;
		high += rows[i].most;
		n_with += rows[i].parts != INT64_MAX;
	}
	struct totals totals = total_figures(index, (struct refs){refs, n}, index_indicator(index, STR("area")));
	const struct total *total = &totals.of[MODALITY_ACTUAL];
	assert_int_equal(totals.n_other_unit, 0);
	assert_int_equal(total->n_rows, n_with);
	same_parts(total->low, totals.unit, low, 1, "low");
	same_parts(total->high, totals.unit, high, 1, "high");
	qsort_r(rows, n, sizeof *rows, by_parts, NULL);
	assert_true(total->has_median);
	same_parts(total->median, totals.unit, rows[n_with / 2].parts + rows[(n_with - 1) / 2].parts, 2, "median");
	free(refs);
}

static void add_projects(struct catalogue *c, unsigned n)
{
	catalogue_add(c, "indicator:area", "name", "面积", "unit", "平方米", NULL);
	catalogue_add(c, "source:a", "name", "甲文", NULL);
	for (unsigned i = 0; i < n; i++) {
		char id[32];
		snprintf(id, sizeof id, "project:p%u", i);
		catalogue_add(c, id, "name", id, NULL);
	}
}

/* One mu is no decimal of square metres, but a square metre is one of mu: nothing is rounded, and nothing left out. */
static void test_adding_up(void **state)
{
	(void)state;
	enum { N = 20000 };
	struct test_random r = test_random();
	for (int ledger = 0; ledger < 2; ledger++) {
		struct catalogue c = {0};
		struct measured *rows = calloc(N, sizeof *rows);
		add_projects(&c, N);
		for (unsigned i = 0; i < N && !ledger; i++)
			add_figures(&c, &r, i, "area", area_units, &rows[i]);
		struct index *index = ledger ? ledger_index(&c, &r, area_units, rows, 0, N) : catalogue_index(&c);
		expect_totals(index, rows, N / 40);
		expect_totals(index, rows, N);
		free(rows);
		index_free(index);
		catalogue_release(&c);
	}
}

/* A ledger's figures in a unit that nothing converts are added up in it, however far down they begin. */
static void test_another_unit_far_down(void **state)
{
	(void)state;
	enum { N = 20000, WITHOUT = 10000 };
	static const struct part_unit units[2] = {{"座", 1}, {"座", 1}};
	struct test_random r = test_random();
	struct catalogue c = {0};
	struct measured *rows = calloc(N, sizeof *rows);
	struct ref *refs = calloc(N, sizeof *refs);
	int64_t sum = 0;
	add_projects(&c, N);
	struct index *index = ledger_index(&c, &r, units, rows, WITHOUT, N);
	for (unsigned i = 0; i < N; i++) {
		refs[i] = ref_make(KIND_PROJECT, i);
		sum += rows[i].parts;
	}
	struct totals totals = total_figures(index, (struct refs){refs, N}, index_indicator(index, STR("area")));
	assert_str(totals.unit, "座");
	assert_int_equal(totals.n_other_unit, 0);
	assert_int_equal(totals.of[MODALITY_ACTUAL].n_rows, N - WITHOUT);
	assert_int_equal(decimal_cmp(totals.of[MODALITY_ACTUAL].low, (struct decimal){sum, 0}), 0);
	free(refs);
	free(rows);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sorting),
		cmocka_unit_test(test_comparing),
		cmocka_unit_test(test_adding_up),
		cmocka_unit_test(test_another_unit_far_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

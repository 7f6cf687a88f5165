#include "support/random_catalogue.h"

#include "query/total_internal.h"

struct summing {
	const char *name;
	const char *ids;   /* rows */
	const char *indicator;
	enum modality modality;
	int64_t low, high; /* base unit, whole */
	size_t n_rows, n_doubles, n_conflicts, n_other_unit;
	bool open_high;
	const char *unit; /* NULL: the indicator's own */
};

static void base(struct catalogue *c)
{
	static const char *const projects[] = {"a", "b", "c", "d", "e", "f"};
	catalogue_add(c, "indicator:invest", "name", "投资额", "unit", "元", NULL);
	catalogue_add(c, "indicator:area", "name", "面积", "unit", "平方米", NULL);
	catalogue_add(c, "source:s", "name", "某文", NULL);
	for (size_t i = 0; i < 6; i++) {
		char id[32];
		snprintf(id, sizeof id, "project:%s", projects[i]);
		catalogue_add(c, id, "name", projects[i], NULL);
	}
	catalogue_add(c, "project:a1", "name", "a 一期", "parent", "project:a", NULL);
	catalogue_add(c, "project:a11", "name", "a 一期一", "parent", "project:a1", NULL);
	catalogue_claim(c, "a", "project:a", "invest", "10", "亿元", "", "planned", "", "source:s");
	catalogue_claim(c, "a1", "project:a1", "invest", "4", "亿元", "", "planned", "", "source:s");
	catalogue_claim(c, "a11", "project:a11", "invest", "1", "亿元", "", "planned", "", "source:s");
	catalogue_claim(c, "a1-actual", "project:a1", "invest", "3", "亿元", "", "actual", "", "source:s");
	catalogue_claim(c, "b", "project:b", "invest", "11.5", "亿元", "", "planned", "", "source:s");
	catalogue_claim(c, "c", "project:c", "invest", "11.5", "亿元", "", "planned", "", "source:s");
	catalogue_claim(c, "d-1", "project:d", "invest", "2", "亿元", "", "planned", "", "source:s");
	catalogue_claim(c, "d-2", "project:d", "invest", "3", "亿元", "", "planned", "", "source:s");
	catalogue_claim(c, "e", "project:e", "invest", "5", "亿元", "超", "planned", "", "source:s");
	catalogue_claim(c, "f", "project:f", "invest", "7", "亿元", "不超", "planned", "", "source:s");
	catalogue_claim(c, "b-area", "project:b", "area", "30", "亩", "", "planned", "", "source:s");
	catalogue_claim(c, "d-area", "project:d", "area", "7", "亩", "", "planned", "", "source:s");
	catalogue_claim(c, "g-area", "project:g", "area", "30", "亩", "", "planned", "", "source:s");
	catalogue_claim(c, "n-area", "project:n", "area", "7", "亩", "", "planned", "", "source:s");
	catalogue_claim(c, "n-area2", "project:n", "area", "2000", "平方米", "", "actual", "", "source:s");
	catalogue_claim(c, "n-area3", "project:n", "area", "5", "层", "", "planned", "", "source:s");
	catalogue_claim(c, "c-area", "project:c", "area", "2000", "平方米", "", "planned", "", "source:s");
	catalogue_add(c, "claim:d-part", "subject", "project:d", "indicator", "indicator:invest", "value", "1", "unit", "亿元", "modality", "planned",
		"part_of", "claim:d-2", "source", "source:s", "locator", "s:1:1-2", NULL);
	catalogue_add(c, "project:g", "name", "g", NULL);
	catalogue_add(c, "project:n", "name", "n", NULL);
	catalogue_add(c, "claim:g", "subject", "project:g", "indicator", "indicator:invest", "value", "6", "unit", "亿元", "modality", "planned",
		"part_of", "claim:a", "source", "source:s", "locator", "s:1:1-2", NULL);
	/* parts of wholes that are in no sum of theirs */
	static const char *const parts[][2] = {{"h", "claim:a1-actual"}, {"k", "claim:dollars"}, {"l", "claim:words"}};
	catalogue_add(c, "project:w", "name", "w", NULL);
	catalogue_add(c, "project:v", "name", "v", NULL);
	catalogue_claim(c, "dollars", "project:w", "invest", "1", "亿美元", "", "planned", "", "source:s");
	catalogue_claim(c, "words", "project:v", "invest", "若干", "亿元", "", "planned", "", "source:s");
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		char project[32], claim[32];
		snprintf(project, sizeof project, "project:%s", parts[i][0]);
		snprintf(claim, sizeof claim, "claim:%s", parts[i][0]);
		catalogue_add(c, project, "name", parts[i][0], NULL);
		catalogue_add(c, claim, "subject", project, "indicator", "indicator:invest", "value", "2", "unit", "亿元", "modality", "planned",
			"part_of", parts[i][1], "source", "source:s", "locator", "s:1:1-2", NULL);
	}
	/* two figures of one project, of other things */
	static const char *const items[][3] = {{"claim:m1", "铝", "2"}, {"claim:m2", "铜", "3"}};
	catalogue_add(c, "project:m", "name", "m", NULL);
	for (size_t i = 0; i < 2; i++)
		catalogue_add(c, items[i][0], "subject", "project:m", "indicator", "indicator:invest", "item", items[i][1], "value", items[i][2], "unit", "亿元",
			"modality", "planned", "source", "source:s", "locator", "s:1:1-2", NULL);
	/* two that may be the same, of which one is a phase of the other, or its figure a part */
	catalogue_add(c, "project:o", "name", "o", NULL);
	catalogue_add(c, "project:o1", "name", "o 一期", "parent", "project:o", NULL);
	catalogue_add(c, "project:q1", "name", "q", NULL);
	catalogue_add(c, "project:q2", "name", "q", NULL);
	catalogue_claim(c, "o", "project:o", "invest", "8", "亿元", "", "planned", "", "source:s");
	catalogue_claim(c, "o1", "project:o1", "invest", "8", "亿元", "", "planned", "", "source:s");
	catalogue_claim(c, "q1", "project:q1", "invest", "9", "亿元", "", "planned", "", "source:s");
	catalogue_add(c, "claim:q2", "subject", "project:q2", "indicator", "indicator:invest", "value", "9", "unit", "亿元", "modality", "planned",
		"part_of", "claim:q1", "source", "source:s", "locator", "s:1:1-2", NULL);
	catalogue_add(c, "identity:o", "a", "project:o", "b", "project:o1", "certainty", "maybe", NULL);
	catalogue_add(c, "identity:q", "a", "project:q2", "b", "project:q1", "certainty", "maybe", NULL);
	catalogue_add(c, "identity:bc", "a", "project:b", "b", "project:c", "certainty", "maybe", NULL);
	/* one thing under three names, of which the second is a phase of a */
	static const char *const names[] = {"x", "y", "z"};
	for (size_t i = 0; i < 3; i++) {
		char id[32];
		snprintf(id, sizeof id, "project:%s", names[i]);
		catalogue_add(c, id, "name", names[i], i == 1 ? "parent" : NULL, "project:a", NULL);
		catalogue_claim(c, names[i], id, "invest", "3", "亿元", "", "planned", "", "source:s");
	}
	catalogue_add(c, "identity:xy", "a", "project:x", "b", "project:y", "certainty", "same", NULL);
	catalogue_add(c, "identity:yz", "a", "claim:y", "b", "project:z", "certainty", "same", NULL);
}

#define YI INT64_C(100000000)

static const struct summing summings[] = {
	{"one", "project:a", "invest", MODALITY_PLANNED, 10 * YI, 10 * YI, 1, 0, 0, 0, false, NULL},
	{"nothing", "", "invest", MODALITY_PLANNED, 0, 0, 0, 0, 0, 0, false, NULL},
	{"a phase and its whole", "project:a1 project:a", "invest", MODALITY_PLANNED, 10 * YI, 10 * YI, 2, 1, 0, 0, false, NULL},
	{"a phase of a phase", "project:a project:a11", "invest", MODALITY_PLANNED, 10 * YI, 10 * YI, 2, 1, 0, 0, false, NULL},
	{"phases without the whole", "project:a11 project:b", "invest", MODALITY_PLANNED, 12 * YI + YI / 2, 12 * YI + YI / 2, 2, 0, 0, 0, false, NULL},
	{"another modality is another sum", "project:a project:a1", "invest", MODALITY_ACTUAL, 3 * YI, 3 * YI, 1, 0, 0, 0, false, NULL},
	{"maybe the same", "project:b project:c", "invest", MODALITY_PLANNED, 11 * YI + YI / 2, 11 * YI + YI / 2, 2, 1, 0, 0, false, NULL},
	{"a phase that may be the whole", "project:o1 project:o", "invest", MODALITY_PLANNED, 8 * YI, 8 * YI, 2, 1, 0, 0, false, NULL},
	{"part of what may be the same", "project:q1 project:q2", "invest", MODALITY_PLANNED, 9 * YI, 9 * YI, 2, 1, 0, 0, false, NULL},
	{"the same by way of one that is not here", "project:x project:z", "invest", MODALITY_PLANNED, 3 * YI, 3 * YI, 2, 1, 0, 0, false, NULL},
	{"the same as a phase that is not here", "project:x project:a", "invest", MODALITY_PLANNED, 10 * YI, 10 * YI, 2, 1, 0, 0, false, NULL},
	{"the same as a phase, by way of another", "project:b project:z project:a", "invest", MODALITY_PLANNED, 21 * YI + YI / 2, 21 * YI + YI / 2, 3, 1, 0, 0, false, NULL},
	{"one of two names only", "project:c", "invest", MODALITY_PLANNED, 11 * YI + YI / 2, 11 * YI + YI / 2, 1, 0, 0, 0, false, NULL},
	{"sources disagree", "project:d", "invest", MODALITY_PLANNED, 2 * YI, 3 * YI, 1, 0, 1, 0, false, NULL},
	{"open above", "project:e project:a", "invest", MODALITY_PLANNED, 15 * YI, 15 * YI, 2, 0, 0, 0, true, NULL},
	{"open below", "project:f project:a", "invest", MODALITY_PLANNED, 10 * YI, 17 * YI, 2, 0, 0, 0, false, NULL},
	{"part of another row's figure", "project:g project:a", "invest", MODALITY_PLANNED, 10 * YI, 10 * YI, 2, 1, 0, 0, false, NULL},
	{"part of a figure that is not here", "project:g", "invest", MODALITY_PLANNED, 6 * YI, 6 * YI, 1, 0, 0, 0, false, NULL},
	{"part of a figure of another modality", "project:h project:a1", "invest", MODALITY_PLANNED, 6 * YI, 6 * YI, 2, 0, 0, 0, false, NULL},
	{"part of a figure in another unit", "project:k project:w", "invest", MODALITY_PLANNED, 2 * YI, 2 * YI, 1, 0, 0, 1, false, NULL},
	{"part of words", "project:l project:v", "invest", MODALITY_PLANNED, 2 * YI, 2 * YI, 1, 0, 0, 0, false, NULL},
	{"the same row twice", "project:a project:a", "invest", MODALITY_PLANNED, 10 * YI, 10 * YI, 2, 1, 0, 0, false, NULL},
	{"another unit that converts", "project:g project:c project:a", "area", MODALITY_PLANNED, 22000, 22000, 2, 0, 0, 0, false, NULL},
	{"seven mu are no decimal of square metres", "project:d project:c", "area", MODALITY_PLANNED, 10, 10, 2, 0, 0, 0, false, "亩"},
	{"the same, beside a figure that never converts", "project:n", "area", MODALITY_PLANNED, 7, 7, 1, 0, 0, 1, false, "亩"},
	{"another unit", "project:w project:a", "invest", MODALITY_PLANNED, 10 * YI, 10 * YI, 1, 0, 0, 1, false, NULL},
	{"claims as rows", "claim:a claim:b claim:c", "invest", MODALITY_PLANNED, 21 * YI + YI / 2, 21 * YI + YI / 2, 3, 1, 0, 0, false, NULL},
	{"claims of one subject", "claim:d-2 claim:d-1", "invest", MODALITY_PLANNED, 2 * YI, 3 * YI, 2, 0, 1, 0, false, NULL},
	{"claims of one thing by way of one that is not here", "claim:x claim:z", "invest", MODALITY_PLANNED, 3 * YI, 3 * YI, 2, 1, 0, 0, false, NULL},
	{"a claim of what is the same as a phase", "claim:z claim:a", "invest", MODALITY_PLANNED, 10 * YI, 10 * YI, 2, 1, 0, 0, false, NULL},
	{"claims of one subject in another modality", "claim:a1 claim:a1-actual", "invest", MODALITY_ACTUAL, 3 * YI, 3 * YI, 1, 0, 0, 0, false, NULL},
	{"claims of two things of one subject", "claim:m1 claim:m2", "invest", MODALITY_PLANNED, 5 * YI, 5 * YI, 2, 0, 0, 0, false, NULL},
	{"claim of a phase", "claim:a1 claim:a", "invest", MODALITY_PLANNED, 10 * YI, 10 * YI, 2, 1, 0, 0, false, NULL},
	{"claim of another indicator", "claim:b-area claim:a", "invest", MODALITY_PLANNED, 10 * YI, 10 * YI, 1, 0, 0, 0, false, NULL},
};

static int64_t whole(struct decimal d)
{
	while (d.scale-- > 0)
		d.digits /= 10;
	return d.digits;
}

static void test_totals(void **state)
{
	(void)state;
	struct catalogue c = {0};
	base(&c);
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof summings / sizeof *summings; i++) {
		const struct summing *s = &summings[i];
		struct ref rows[16];
		struct str rest = str_from(s->ids), id;
		size_t n = 0;
		while (rest.n && str_split(&rest, ' ', &id))
			rows[n++] = index_find_id(index, id);
		struct totals totals = total_figures(index, (struct refs){rows, n}, index_indicator(index, str_from(s->indicator)));
		const struct total *t = &totals.of[s->modality];
		if (whole(t->low) != s->low || whole(t->high) != s->high)
			fail_msg("\"%s\": found %lld..%lld, expected %lld..%lld", s->name, (long long)whole(t->low), (long long)whole(t->high), (long long)s->low, (long long)s->high);
		if (t->n_rows != s->n_rows || t->n_doubles != s->n_doubles || t->n_conflicts != s->n_conflicts || totals.n_other_unit != s->n_other_unit)
			fail_msg("\"%s\": found %zu rows, %zu doubles, %zu conflicts, %zu in another unit", s->name, t->n_rows, t->n_doubles, t->n_conflicts, totals.n_other_unit);
		assert_row(t->open_high == s->open_high, s->name);
		assert_false(t->overflow);
		assert_str(totals.unit, s->unit ? s->unit : strcmp(s->indicator, "area") ? "元" : "平方米");
	}
	index_free(index);
	catalogue_release(&c);
}

/* Parts come in the unit of their whole, those that have no figure in it in one of their own. */
static void test_parts(void **state)
{
	(void)state;
	struct catalogue c = {0};
	catalogue_add(&c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(&c, "indicator:area", "name", "面积", "unit", "亩", NULL);
	catalogue_add(&c, "source:s", "name", "某文", NULL);
	catalogue_add(&c, "project:c", "name", "c", NULL);
	catalogue_add(&c, "project:a", "name", "a", NULL);
	catalogue_add(&c, "project:b", "name", "b", NULL);
	catalogue_claim(&c, "c", "project:c", "capacity", "1", "吨", "", "capacity", "", "source:s");
	catalogue_claim(&c, "c2", "project:c", "area", "1", "亩", "", "actual", "", "source:s");
	catalogue_claim(&c, "a", "project:a", "capacity", "5", "片", "", "capacity", "", "source:s");
	catalogue_claim(&c, "a2", "project:a", "area", "650", "平方米", "", "actual", "", "source:s");
	catalogue_claim(&c, "b", "project:b", "capacity", "3", "吨", "", "capacity", "", "source:s");
	struct index *index = catalogue_index(&c);
	const struct ref rows[] = {index_find_id(index, STR("project:c")), index_find_id(index, STR("project:a")), index_find_id(index, STR("project:b"))};
	struct ref capacity = index_indicator(index, STR("capacity"));
	struct total_whole *all = total_whole_new(index, (struct refs){rows, 3}, capacity);
	assert_str(total_whole_sum(all).unit, "吨");
	assert_int_equal(whole(total_whole_sum(all).of[MODALITY_CAPACITY].low), 4);
	struct totals totals = total_part(all, (struct refs){rows + 1, 2});
	assert_str(totals.unit, "吨");
	assert_int_equal(whole(totals.of[MODALITY_CAPACITY].low), 3);
	assert_int_equal(totals.n_other_unit, 1);
	totals = total_part(all, (struct refs){rows + 1, 1});
	assert_str(totals.unit, "片");
	assert_int_equal(whole(totals.of[MODALITY_CAPACITY].low), 5);
	total_whole_free(all);
	all = total_whole_new(index, (struct refs){rows, 3}, index_indicator(index, STR("area")));
	totals = total_part(all, (struct refs){rows + 1, 1});
	assert_str(totals.unit, "亩");
	assert_int_equal(decimal_cmp(totals.of[MODALITY_ACTUAL].median, (struct decimal){975, 3}), 0);
	total_whole_free(all);
	index_free(index);
	catalogue_release(&c);
}

/* A sum of figures that are about so much is about so much; bounds say it themselves. */
static void test_about(void **state)
{
	(void)state;
	static const struct {
		const char *qualifier;
		bool about;
	} qualifiers[] = {{"", false}, {"约", true}, {"左右", true}, {"大约", true}, {"差不多", true}, {"累计;约", true}, {"超", false}, {"余", false}, {"累计", false}};
	for (size_t i = 0; i < sizeof qualifiers / sizeof *qualifiers; i++) {
		struct catalogue c = {0};
		base(&c);
		catalogue_add(&c, "project:q", "name", "q", NULL);
		catalogue_claim(&c, "q", "project:q", "invest", "9", "亿元", qualifiers[i].qualifier, "planned", "", "source:s");
		struct index *index = catalogue_index(&c);
		const struct ref rows[] = {index_find_id(index, STR("project:a")), index_find_id(index, STR("project:q"))};
		struct totals totals = total_figures(index, (struct refs){rows, 2}, index_indicator(index, STR("invest")));
		assert_row(totals.of[MODALITY_PLANNED].about == qualifiers[i].about, qualifiers[i].qualifier);
		index_free(index);
		catalogue_release(&c);
	}
}

/* More than 18 digits is said, not given as another number. */
static void test_too_large(void **state)
{
	(void)state;
	struct catalogue c = {0};
	struct ref rows[12];
	base(&c);
	for (int i = 0; i < 12; i++) {
		char project[32], claim[32];
		snprintf(project, sizeof project, "project:l%d", i);
		snprintf(claim, sizeof claim, "l%d", i);
		catalogue_add(&c, project, "name", project, NULL);
		catalogue_claim(&c, claim, project, "invest", "90000000000000000", "元", "", "planned", "", "source:s");
	}
	struct index *index = catalogue_index(&c);
	for (int i = 0; i < 12; i++) {
		char project[32];
		snprintf(project, sizeof project, "project:l%d", i);
		rows[i] = index_find_id(index, str_from(project));
	}
	for (size_t n = 9; n <= 12; n++) {
		struct totals totals = total_figures(index, (struct refs){rows, n}, index_indicator(index, STR("invest")));
		assert_int_equal(totals.of[MODALITY_PLANNED].overflow, n > 11);
	}
	index_free(index);
	catalogue_release(&c);
}

/* An image that is wrong may lack a side of an identity: nothing is the same as a record that is not there. */
static void test_identity_without_a_side(void **state)
{
	(void)state;
	struct catalogue c = {0};
	base(&c);
	catalogue_add(&c, "identity:half", "a", "project:a", NULL);
	catalogue_add(&c, "stage:s", "name", "s", NULL); /* of a kind whose number a reference to nothing is easily taken for */
	struct index *index = catalogue_index(&c);
	const struct ref rows[] = {index_find_id(index, STR("project:a")), index_find_id(index, STR("project:a1")), index_find_id(index, STR("stage:s"))};
	struct totals totals = total_figures(index, (struct refs){rows, 3}, index_indicator(index, STR("invest")));
	assert_int_equal(whole(totals.of[MODALITY_PLANNED].low), 10 * YI);
	index_free(index);
	catalogue_release(&c);
}

/* -- medians: the middle of what each row adds alone, by sorting ------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
	return decimal_cmp(*(const struct decimal *)a, *(const struct decimal *)b);
}

/* rows: each once. */
static void same_medians(const struct index *index, const struct ref *rows, size_t n, struct ref indicator, const struct totals *totals)
{
	const struct decimal half = {5, 1};
	struct decimal *lows = calloc(n + 1, sizeof *lows), sum, expected;
	for (size_t m = 0; m < MODALITY_COUNT; m++) {
		const struct total *found = &totals->of[m];
		size_t n_lows = 0;
		for (size_t i = 0; i < n; i++) {
			struct totals alone = total_linked(index, (struct refs){&rows[i], 1}, indicator, totals->unit);
			if (alone.of[m].n_rows && !alone.of[m].overflow)
				lows[n_lows++] = alone.of[m].low.digits ? alone.of[m].low : alone.of[m].high;
		}
		assert_int_equal(found->has_median, n_lows > 0);
		if (!n_lows)
			continue;
		qsort(lows, n_lows, sizeof *lows, by_size);
		assert_true(decimal_add(lows[n_lows / 2], lows[n_lows % 2 ? n_lows / 2 : n_lows / 2 - 1], &sum) && decimal_mul(sum, half, &expected));
		if (decimal_cmp(found->median, expected))
			fail_msg("%zu rows, modality %zu: found a median of %g, expected %g", n, m, decimal_double(found->median), decimal_double(expected));
	}
	free(lows);
}

/* -- what is added up by all threads against what looks at every row for all it hangs together with -------------- */

static void same_sums(const struct index *index, const struct ref *rows, size_t n, struct ref indicator, struct totals found)
{
	struct totals expected = total_linked(index, (struct refs){rows, n}, indicator, found.unit);
	assert_int_equal(found.n_other_unit, expected.n_other_unit);
	for (size_t m = 0; m < MODALITY_COUNT; m++) {
		const struct total *a = &found.of[m], *b = &expected.of[m];
		if (a->n_rows != b->n_rows || a->n_doubles != b->n_doubles || a->n_conflicts != b->n_conflicts || a->open_high != b->open_high || a->about != b->about
			|| a->overflow != b->overflow || decimal_cmp(a->low, b->low) || decimal_cmp(a->high, b->high))
			fail_msg("%zu rows, modality %zu: found %zu rows, %zu doubles, %zu conflicts, %g..%g, expected %zu, %zu, %zu, %g..%g", n, m, a->n_rows, a->n_doubles,
				a->n_conflicts, decimal_double(a->low), decimal_double(a->high), b->n_rows, b->n_doubles, b->n_conflicts, decimal_double(b->low), decimal_double(b->high));
		assert_true(a->n_rows > 0 || !a->has_median);
	}
}

static void same_totals(const struct index *index, const struct ref *rows, size_t n, struct ref indicator)
{
	same_sums(index, rows, n, indicator, total_figures(index, (struct refs){rows, n}, indicator));
}

/* Parts of rows in their order, some rows in several of them, in the last one some twice. */
static void same_parts(const struct index *index, const struct ref *rows, size_t n, struct ref indicator, struct test_random *r)
{
	enum { PARTS = 5 };
	struct ref *lists[PARTS];
	struct refs parts[PARTS];
	struct totals sums[PARTS];
	for (size_t p = 0; p < PARTS; p++) {
		size_t most = 0;
		lists[p] = calloc(2 * n + 1, sizeof **lists);
		for (size_t i = 0; i < n; i++)
			if (test_random_below(r, PARTS) >= p)
				for (unsigned times = 1 + (p == PARTS - 1); times--;)
					lists[p][most++] = rows[i];
		parts[p] = (struct refs){lists[p], most};
	}
	struct total_whole *all = total_whole_new(index, (struct refs){rows, n}, indicator);
	total_parts(all, parts, PARTS, sums);
	for (size_t p = 0; p < PARTS; p++) {
		same_sums(index, lists[p], parts[p].n, indicator, sums[p]);
		if (p < PARTS - 1)
			same_medians(index, lists[p], parts[p].n, indicator, &sums[p]);
		same_sums(index, lists[p], parts[p].n, indicator, total_part(all, parts[p]));
		free(lists[p]);
	}
	total_whole_free(all);
}

/* Each row of a kind once, as a query gives them: nearly all, or few. */
static void same_of_all(const struct index *index, enum kind kind, struct ref indicator, struct test_random *r)
{
	size_t n = 0;
	struct ref *rows = calloc(index_count(index, kind) + 1, sizeof *rows);
	bool many = test_random_below(r, 2);
	for (uint32_t row = 0; row < index_count(index, kind); row++)
		if (test_random_below(r, 20) < (many ? 19u : 2u))
			rows[n++] = ref_make(kind, row);
	same_totals(index, rows, n, indicator);
	struct totals totals = total_figures(index, (struct refs){rows, n}, indicator);
	same_medians(index, rows, n, indicator, &totals);
	same_parts(index, rows, n, indicator, r);
	free(rows);
}

/* Each project has an investment in a ledger. */
static struct index *ledger_index(struct catalogue *c, struct test_random *r)
{
	struct index_builder *builder = catalogue_builder(c);
	struct err err = ERR_INIT;
	random_ledger_columns(c, builder);
	struct ledger_sink sink = index_builder_ledger_range(builder);
	for (size_t i = 0; i < c->rows[KIND_PROJECT].n; i++) {
		char value[16];
		size_t end = (size_t)snprintf(value, sizeof value, "%u", 1 + test_random_below(r, 9)), n = 1;
		int64_t owner = catalogue_key(c, c->rows[KIND_PROJECT].v[i][0]);
		uint32_t line = (uint32_t)i + 2;
		struct ledger_batch batch = {1, &owner, &line, &n, &(uint16_t){1}, {.ends = &end, .bytes = value}};
		assert_ok(sink.take(sink.self, &batch, &err), err);
	}
	return catalogue_finish(builder);
}

/* Figures of ledgers, too, are perhaps the same as others, doubted, or contain others; and their subjects are perhaps the same. */
static void entangle(struct catalogue *c, struct test_random *r, unsigned n_projects)
{
	for (unsigned i = 0; i < n_projects / 4; i++) {
		char id[32], one[40], other[40];
		const char *format = i % 2 ? "claim:project.p%u.1" : "project:p%u";
		snprintf(one, sizeof one, format, test_random_below(r, n_projects));
		snprintf(other, sizeof other, format, test_random_below(r, n_projects));
		snprintf(id, sizeof id, "identity:n%u", i);
		catalogue_add(c, id, "a", one, "b", other, "certainty", "maybe", NULL);
		snprintf(other, sizeof other, "claim:project.p%u.1", test_random_below(r, n_projects));
		snprintf(id, sizeof id, "doubt:n%u", i);
		catalogue_add(c, id, "name", "疑", "about", other, "rule", i % 3 ? "sum" : "unclear", NULL);
		snprintf(id, sizeof id, "claim:n%u", i);
		snprintf(other, sizeof other, "claim:project.p%u.1", test_random_below(r, n_projects));
		snprintf(one, sizeof one, "project:p%u", test_random_below(r, n_projects));
		catalogue_add(c, id, "subject", one, "indicator", "indicator:invest", "value", "2", "unit", "亿元", "modality", i % 2 ? "planned" : "actual",
			"part_of", other, "source", "source:a", "locator", "s:1:1-2", NULL);
	}
}

static void test_against_linked(void **state)
{
	(void)state;
	static const char *const indicators[] = {"invest", "capacity", "area", "jobs"};
	static const enum kind of_all[] = {KIND_PROJECT, KIND_PROJECT, KIND_ENTERPRISE, KIND_CLAIM};
	struct test_random r = test_random();
	unsigned rounds = getenv("YUANLIAN_LONG") ? 400 : 12;
	for (unsigned round = 0; round < rounds; round++) {
		struct catalogue c = {0};
		unsigned n_projects = round % 4 ? 40 : 300;
		random_catalogue(&c, &r, n_projects);
		if (round % 2)
			entangle(&c, &r, n_projects);
		struct index *index = round % 2 ? ledger_index(&c, &r) : random_index(&c, &r);
		for (unsigned i = 0; i < 20; i++) {
			enum kind kind = test_random_below(&r, 3) ? KIND_PROJECT : KIND_CLAIM;
			struct ref rows[400];
			size_t n = 0, many = test_random_below(&r, 300);
			bool mixed = test_random_below(&r, 4) == 0;
			while (n < many) {
				enum kind own = mixed && test_random_below(&r, 2) ? KIND_PROJECT : kind;
				rows[n++] = ref_make(own, test_random_below(&r, (uint32_t)index_count(index, own)));
			}
			same_totals(index, rows, n, index_indicator(index, str_from(indicators[i % 4])));
			same_of_all(index, PICK(&r, of_all), index_indicator(index, str_from(indicators[i % 4])), &r);
		}
		index_free(index);
		catalogue_release(&c);
	}
}

/* More rows than a thread takes at once. */
static void test_many_rows(void **state)
{
	(void)state;
	struct test_random r = test_random();
	struct catalogue c = {0};
	for (unsigned i = 0; i < 20000; i++) {
		char id[32];
		snprintf(id, sizeof id, "project:p%u", i);
		catalogue_add(&c, id, "name", "某", NULL);
	}
	catalogue_add(&c, "indicator:invest", "name", "投资额", "unit", "元", NULL);
	catalogue_add(&c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(&c, "indicator:area", "name", "面积", "unit", "平方米", NULL);
	catalogue_add(&c, "source:a", "name", "某文", NULL);
	catalogue_add(&c, "source:c", "name", "某表", NULL);
	struct index *index = ledger_index(&c, &r);
	same_of_all(index, KIND_PROJECT, index_indicator(index, STR("invest")), &r);
	index_free(index);
	catalogue_release(&c);
}

static void test_medians(void **state)
{
	(void)state;
	struct catalogue c = {0};
	static const struct {
		const char *ids;
		int64_t median; /* 万元 */
	} cases[] = {{"project:a", 100000}, {"project:a project:b", 107500}, {"project:a project:b project:d", 100000}, {"project:a project:b project:d project:f", 85000}, {"project:f", 70000}};
	base(&c);
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ref rows[8];
		struct str rest = str_from(cases[i].ids), id;
		size_t n = 0;
		while (str_split(&rest, ' ', &id))
			rows[n++] = index_find_id(index, id);
		struct totals totals = total_figures(index, (struct refs){rows, n}, index_indicator(index, STR("invest")));
		assert_true(totals.of[MODALITY_PLANNED].has_median);
		assert_int_equal(whole(totals.of[MODALITY_PLANNED].median), cases[i].median * 10000);
	}
	index_free(index);
	catalogue_release(&c);
}

static int by_digits(const void *a, const void *b)
{
	const struct decimal *x = a, *y = b;
	return decimal_cmp(*x, *y);
}

/* Few and many numbers, all different or hardly, in parts of any size, against the middle of all in order. */
static void test_median_of_many(void **state)
{
	(void)state;
	struct test_random r = test_random();
	static const size_t sizes[] = {0, 1, 2, 3, 1000, 32767, 32768, 50001, 200000};
	static const uint32_t ranges[] = {1, 3, 1000, 1000000000};
	const struct decimal half = {5, 1};
	for (size_t i = 0; i < 4 * sizeof sizes / sizeof *sizes; i++) {
		decimals parts[7] = {{0}}, all = {0};
		size_t n = sizes[i / 4];
		bool in_order = test_random_below(&r, 2); /* the greatest in one part */
		bool one_scale = test_random_below(&r, 2);
		for (size_t j = 0; j < n; j++) {
			struct decimal d = {(int64_t)test_random_below(&r, ranges[i % 4]), (uint8_t)(one_scale ? 2 : test_random_below(&r, 3))};
			array_push(&all, d);
		}
		if (in_order && n)
			qsort(all.v, n, sizeof *all.v, by_digits);
		for (size_t j = 0; j < n; j++) {
			decimals *part = &parts[in_order ? j * 6 / n : test_random_below(&r, 6)];
			array_push(part, all.v[j]);
		}
		struct decimal found, expected = {0}, sum;
		assert_int_equal(total_median(parts, 7, &found), n > 0);
		if (n) {
			qsort(all.v, n, sizeof *all.v, by_digits);
			assert_true(decimal_add(all.v[n / 2], all.v[n % 2 ? n / 2 : n / 2 - 1], &sum) && decimal_mul(sum, half, &expected));
			if (decimal_cmp(found, expected) != 0)
				fail_msg("%zu numbers below %u: another median", n, ranges[i % 4]);
		}
		for (size_t j = 0; j < 7; j++)
			array_release(&parts[j]);
		array_release(&all);
	}
}

/* Numbers that come at even distances are a sample that says where the middle is: where they are none like the others it is wrong. */
static void test_median_of_the_even(void **state)
{
	(void)state;
	enum { MANY = 1 << 16, EACH = 1 << 6 };
	for (int sampled = 0; sampled < 2; sampled++) {
		decimals all = {0};
		struct decimal found;
		size_t n_other = 0;
		for (size_t i = 0; i < MANY; i++) {
			/* half of them 0, half 1; of those that a sample meets all are the one or the other */
			bool other = i % EACH && n_other < MANY / 2;
			n_other += other;
			array_push(&all, ((struct decimal){2 + (other ? !sampled : sampled), 0}));
		}
		assert_true(total_median(&all, 1, &found));
		assert_int_equal(decimal_cmp(found, (struct decimal){25, 1}), 0);
		array_release(&all);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_totals),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_about),
		cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_identity_without_a_side),
		cmocka_unit_test(test_median_of_many),
		cmocka_unit_test(test_median_of_the_even),
		cmocka_unit_test(test_against_linked),
		cmocka_unit_test(test_many_rows),
		cmocka_unit_test(test_medians),
	};
	return cmocka_run_group_tests_name("query/total", tests, NULL, NULL);
}

/*
 * Catalogues of random records, in which every type of field has values, gaps and equal values, and figures are
 * points, bounds, ranges, several, in several units or none; and random queries over them.
 */
#ifndef TESTS_SUPPORT_RANDOM_CATALOGUE_H
#define TESTS_SUPPORT_RANDOM_CATALOGUE_H

#include "support/catalogue.h"

#define PICK(r, list) ((list)[test_random_below((r), (uint32_t)(sizeof(list) / sizeof *(list)))])

static inline const char *random_period(struct test_random *r)
{
	static const char *const periods[] = {
		"", "", "2023", "2024", "2024-Q3", "2024-06", "2025-01-31", "2025-06", "2025-06-30", "2022/2023"};
	return PICK(r, periods);
}

static inline void random_figure(struct catalogue *c, struct test_random *r, unsigned number, const char *subject)
{
	static const char *const indicators[] = {"invest", "invest", "capacity", "area", "jobs", "other"};
	static const char *const values[] = {"1", "2", "2.5", "3", "3.00", "10", "47—52", "1000", "一半", "若干"};
	static const char *const invest_units[] = {"亿元", "万元", "元", "万美元"}, *const other_units[] = {"亩", "平方米", "吨", "万吨/年", "吨/月", "台", ""};
	static const char *const qualifiers[] = {"", "", "", "", "余", "不超", "以上", "约"};
	static const char *const modalities[] = {"planned", "actual", "expected"};
	const char *indicator = PICK(r, indicators), *value = PICK(r, values), *qualifier = PICK(r, qualifiers);
	const char *unit = !strcmp(indicator, "invest") ? PICK(r, invest_units) : PICK(r, other_units);
	char id[32];
	snprintf(id, sizeof id, "c%u", number);
	catalogue_claim(c, id, subject, indicator, value, unit, qualifier, PICK(r, modalities), random_period(r),
		test_random_below(r, 2) ? "source:a" : "source:b");
}

/* A figure that is part of one before it, of any record. */
static inline void random_part(struct catalogue *c, struct test_random *r, unsigned number, const char *subject, unsigned n_before)
{
	char id[32], whole[32];
	snprintf(id, sizeof id, "claim:part%u", number);
	snprintf(whole, sizeof whole, "claim:c%u", test_random_below(r, n_before));
	catalogue_add(c, id, "subject", subject, "indicator", "indicator:invest", "value", "2", "unit", "亿元", "modality", "planned", "part_of", whole,
		"source", "source:a", "locator", "s:1:1-2", NULL);
}

/* So many projects, a fifth as many enterprises. */
static inline void random_catalogue(struct catalogue *c, struct test_random *r, unsigned n_projects)
{
	static const char *const zones[] = {"zone:a", "zone:b", "zone:c", ""}, *const stages[] = {"stage:x", "stage:y", "stage:z", ""};
	static const char *const statuses[] = {"planned", "signed", "building", "producing", "stalled", ""};
	static const char *const leaders[] = {"", "", "张三", "李四", "张三丰", "王一"};
	static const char *const names[] = {"铝杆项目", "光伏项目", "储能电站", "电解铝", "食品加工", "A-1 项目"};
	static const char *const indicators[] = {"invest", "capacity", "area", "jobs", "other"};
	unsigned n_figures = 0;
	for (size_t i = 0; i < sizeof indicators / sizeof *indicators; i++) {
		char id[32];
		static const char *const zh[] = {"投资额", "产能", "面积", "岗位", "其他数"}, *const units[] = {"元", "", "平方米", "人", ""};
		snprintf(id, sizeof id, "indicator:%s", indicators[i]);
		catalogue_add(c, id, "name", zh[i], "unit", units[i], NULL);
	}
	catalogue_add(c, "source:a", "name", "甲文", "date", "2025-03-01", NULL);
	catalogue_add(c, "source:b", "name", "乙文", "date", "2024-03", NULL);
	catalogue_add(c, "source:c", "name", "丙账", NULL);
	catalogue_add(c, "region:p", "name", "山西省", NULL);
	catalogue_add(c, "region:q", "name", "兴县", "parent", "region:p", NULL);
	catalogue_add(c, "zone:a", "name", "兴县开发区", "region", "region:q", NULL);
	catalogue_add(c, "zone:b", "name", "长子开发区", "region", "region:p", NULL);
	catalogue_add(c, "zone:c", "name", "新乡开发区", NULL);
	catalogue_add(c, "chain:l", "name", "铝链", "zone", "zone:a", NULL);
	catalogue_add(c, "chain:g", "name", "光伏链", NULL);
	catalogue_add(c, "stage:x", "name", "电解", "chain", "chain:l", NULL);
	catalogue_add(c, "stage:y", "name", "加工", "chain", "chain:l", NULL);
	catalogue_add(c, "stage:z", "name", "组件", "chain", "chain:g", NULL);
	for (unsigned i = 0; i < n_projects / 5 + 1; i++) {
		char id[32], place[32], name[64];
		static const char *const classes[] = {"", "chain_lead", "chain_lead;srdi", "above_scale"};
		snprintf(id, sizeof id, "enterprise:e%u", i);
		snprintf(place, sizeof place, "placement:e%u", i);
		snprintf(name, sizeof name, "%s公司%u", PICK(r, names), test_random_below(r, 9));
		catalogue_add(c, id, "name", name, "zone", PICK(r, zones), "classes", PICK(r, classes), "products", PICK(r, names), NULL);
		if (test_random_below(r, 2))
			catalogue_add(c, place, "enterprise", id, "stage", stages[test_random_below(r, 3)], NULL);
	}
	for (unsigned i = 0; i < n_projects; i++) {
		static const char *const codes[] = {"", "A%u", "A%u-甲", "长编号第一百二十三号-%u", "长编号第一百二十三号"};
		char id[32], owner[40], name[64], step[40], other[32], code[64];
		snprintf(id, sizeof id, "project:p%u", i);
		snprintf(other, sizeof other, "project:p%u", test_random_below(r, i + 1));
		snprintf(owner, sizeof owner, "enterprise:e%u", test_random_below(r, n_projects / 5 + 1));
		snprintf(name, sizeof name, "%s%u", PICK(r, names), test_random_below(r, 50));
		snprintf(code, sizeof code, PICK(r, codes), test_random_below(r, 9 * n_projects));
		catalogue_add(c, id, "name", name, "code", code, "zone", PICK(r, zones), "stage", PICK(r, stages), "status", PICK(r, statuses), "leader", PICK(r, leaders),
			"updated_on", random_period(r), "owner", test_random_below(r, 3) ? owner : "", "source", test_random_below(r, 2) ? "source:a" : "",
			"parent", strcmp(other, id) && test_random_below(r, 6) == 0 ? other : "", NULL);
		for (unsigned j = test_random_below(r, 4); j > 0; j--)
			random_figure(c, r, n_figures++, id);
		if (n_figures && test_random_below(r, 12) == 0)
			random_part(c, r, i, id, n_figures);
		if (test_random_below(r, 20) == 0) {
			char identity[40];
			snprintf(identity, sizeof identity, "identity:i%u", i);
			catalogue_add(c, identity, "a", id, "b", other, "certainty", "maybe", NULL);
		}
		snprintf(step, sizeof step, "milestone:m%u", i);
		if (test_random_below(r, 2))
			catalogue_add(c, step, "project", id, "status", "signed", "date", random_period(r), "inferred", test_random_below(r, 2) ? "true" : "", NULL);
	}
	if (n_projects > 3 && n_figures)
		catalogue_add(c, "doubt:d", "name", "疑", "about", "claim:c0", "rule", "unclear", NULL);
}

/* -- ledgers ------------------------------------------------------------------------------ */

/* Two ledgers: columns 1 to 3, 4 to 6. */
static inline void random_ledger_columns(struct catalogue *c, struct index_builder *builder)
{
	struct str a = STR("source:a"), b = STR("source:c"), none = STR("");
	int64_t key_a = catalogue_key(c, a), key_b = catalogue_key(c, b);
	struct str invest = STR("indicator:invest"), capacity = STR("indicator:capacity"), area = STR("indicator:area");
	const struct ledger_column columns[] = {
		{.kind = KIND_COUNT},
		{KIND_CLAIM, key_a, a, STR("投资"), catalogue_key(c, invest), invest, MODALITY_PLANNED, STR("亿元"), STR("元"), {100000000, 0}, none, STR("2025"), 0},
		{KIND_CLAIM, key_a, a, STR("产能"), catalogue_key(c, capacity), capacity, MODALITY_ACTUAL, STR("万吨/年"), STR("吨/年"), {10000, 0}, STR("年产"), none, 0},
		{.kind = KIND_MILESTONE, .source = key_a, .source_id = a, .name = STR("签约"), .status = 2},
		{KIND_CLAIM, key_b, b, STR("投资"), catalogue_key(c, invest), invest, MODALITY_ACTUAL, STR("万元"), STR("元"), {10000, 0}, none, none, 0},
		{KIND_CLAIM, key_b, b, STR("面积"), catalogue_key(c, area), area, MODALITY_ACTUAL, STR("公顷"), STR("平方米"), {10000, 0}, none, STR("2024"), 0},
		{.kind = KIND_MILESTONE, .source = key_b, .source_id = b, .name = STR("开工"), .status = 4},
	};
	index_builder_ledger_columns(builder, &(struct ledger_columns){columns, sizeof columns / sizeof *columns});
}

/* What some of the two ledgers say of an owner: a row of each, in which most cells are filled. */
static inline void random_ledger_rows(struct test_random *r, struct ledger_sink *sink, int64_t owner, bool dated)
{
	static const char *const values[] = {"12.5", "7", "3.50", "1200", "0.25", "2.000", "3", "123456789012345678"};
	static const char *const dates[] = {"2024-05-06", "2023", "2022/..", "2021-Q3", "2025-06", "2024-12-31"};
	struct err err = ERR_INIT;
	const int64_t owners[] = {owner, owner};
	const uint32_t lines[] = {(uint32_t)owner, (uint32_t)owner};
	uint16_t columns[6];
	size_t row_ends[2], ends[6], n_rows = 0, n = 0, at = 0;
	char bytes[192];
	for (uint16_t ledger = 0; ledger < 2; ledger++) {
		size_t before = n;
		for (uint16_t column = (uint16_t)(1 + 3 * ledger); column <= 3 * (ledger + 1); column++) {
			const char *cell = column % 3 ? PICK(r, values) : PICK(r, dates);
			if (test_random_below(r, 3) == 0 || (column % 3 == 0 && !dated))
				continue;
			memcpy(bytes + at, cell, strlen(cell));
			ends[n] = at += strlen(cell);
			columns[n++] = column;
		}
		row_ends[n_rows] = n;
		n_rows += n > before;
	}
	struct ledger_batch batch = {n_rows, owners, lines, row_ends, columns, {.ends = ends, .bytes = bytes}};
	if (n)
		assert_ok(sink->take(sink->self, &batch, &err), err);
}

/* An index of a random catalogue in which ledgers say more of some projects and enterprises. */
static inline struct index *random_index(struct catalogue *c, struct test_random *r)
{
	struct index_builder *builder = catalogue_builder(c);
	random_ledger_columns(c, builder);
	struct ledger_sink sink = index_builder_ledger_range(builder);
	for (size_t i = 0; i < c->rows[KIND_PROJECT].n; i++) /* owners come by their keys, whatever kind they are of */
		for (int k = 0; k < KIND_COUNT; k++)
			if ((k == KIND_PROJECT || k == KIND_ENTERPRISE) && i < c->rows[k].n && test_random_below(r, 3))
				random_ledger_rows(r, &sink, (int64_t)(32 * (i + 1)) + k, k == KIND_PROJECT);
	return catalogue_finish(builder);
}

/* -- queries ------------------------------------------------------------------------------ */

static inline void random_term(struct test_random *r, enum kind kind, struct strbuf *out)
{
	static const char *const project[] = {"铝", "dianjie", "xm", "兴县", "\"A-1 项目\"", "status:在建", "status>=签约", "status<投产", "status:停滞",
		"status:签约..在建", "zone:兴县", "zone=长子开发区", "zone:zz", "region:山西", "stage:电解", "chain:铝", "chain:guangfu", "leader:张", "leader=张三",
		"leader:zhangsan", "updated_on:2024", "updated_on>=2024-06", "updated_on<2025", "since:2024-06", "since:2025", "since:2025-03-01", "owner:铝", "source:甲文",
		"has:owner", "missing:zone", "missing:leader", "has:invest", "missing:capacity", "has:conflict", "has:doubt", "verdict:single", "invest>=2亿",
		"invest<3亿", "invest:1万..3亿", "invest=2.5亿", "invest>100000000", "capacity>=2吨", "capacity<10", "capacity>=3万吨/年", "area>=3亩", "area<2000",
		"area<=2000平方米", "jobs>1", "other<=3", "name:项目", "id:p1", "status:签约,在建", "same:project:p1"};
	static const char *const enterprise[] = {"铝", "classes:链主", "classes:专精特新", "products:铝", "zone:兴县", "missing:zone", "stage:电解", "chain:铝", "has:products", "name:公司"};
	static const char *const claim[] = {"subject:铝", "indicator:投资额", "modality:计划", "invest>=2亿", "invest<3亿", "value_base>2", "value_low>=1", "period:2024", "period<2025",
		"has:conflict", "has:value_base", "missing:unit", "source:甲", "inferred:no", "since:2025", "since:2025-03-01", "since:2023-12-31", "scope:规", "zone:兴县", "verdict:conflict"};
	static const char *const milestone[] = {"date:2024", "date>=2025", "inferred:true", "inferred:no", "has:inferred", "project:铝", "status:签约", "missing:date", "zone:兴县", "since:2024", "since:2024-12-31"};
	const char *term = kind == KIND_PROJECT ? PICK(r, project)
		: kind == KIND_ENTERPRISE	? PICK(r, enterprise)
		: kind == KIND_CLAIM		? PICK(r, claim)
						: PICK(r, milestone);
	strbuf_add_c(out, term);
}

static inline void random_query(struct test_random *r, enum kind kind, unsigned depth, struct strbuf *out)
{
	unsigned shape = depth ? test_random_below(r, 6) : 0;
	if (shape == 5)
		strbuf_add_c(out, "-");
	if (shape < 3) {
		random_term(r, kind, out);
		return;
	}
	strbuf_add_c(out, "(");
	for (unsigned n = 1 + test_random_below(r, 3), i = 0; i < n; i++) {
		strbuf_add_c(out, i ? shape == 3 ? " | " : " " : "");
		random_query(r, kind, depth - 1, out);
	}
	strbuf_add_c(out, ")");
}

#endif

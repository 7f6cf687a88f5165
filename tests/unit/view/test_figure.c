#include "support/catalogue.h"

#include "view/figure.h"

static struct index *make(struct catalogue *c)
{
	catalogue_add(c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(c, "enterprise:a", "name", "甲公司", NULL);
	catalogue_add(c, "source:000-1", "name", "调研 甲", "date", "2025-12", "date_basis", "inferred", NULL);
	catalogue_add(c, "source:001-1", "name", "调研 乙", "date", "2025-11-03", "date_basis", "printed", NULL);
	catalogue_add(c, "source:002-1", "name", "调研 丙", NULL);
	catalogue_add(c, "claim:a", "subject", "enterprise:a", "indicator", "indicator:capacity", "item", "电解铝", "value", "50", "unit", "万吨", "qualifier", "约",
		"scope", "规划;年产", "modality", "capacity", "period", "../2025-12", "inferred", "true", "source", "source:000-1", "locator",
		"000-1:3:188-190;000-1:16:1485-1487;001-1:2:5-9", NULL);
	catalogue_add(c, "claim:b", "subject", "enterprise:a", "indicator", "indicator:capacity", "value", "60", "unit", "万吨", "modality", "actual", "source",
		"source:001-1", "locator", "001-1:7:产能", NULL);
	catalogue_add(c, "claim:c", "subject", "enterprise:a", "indicator", "indicator:capacity", "value", "煤炭、铝土矿", "qualifier", "等", "modality", "resource",
		"source", "source:001-1", "locator", "001-1:9:1-5", NULL);
	catalogue_add(c, "claim:d", "subject", "enterprise:a", "indicator", "indicator:capacity", "value", "41300000000", "unit", "元", "modality", "actual",
		"source", "source:001-1", "locator", "001-1:9:产能", NULL);
	return catalogue_index(c);
}

/* Every printer, row by row: claim or source, and what people read in both languages. */
static void printing(void **state)
{
	struct catalogue c = {0};
	struct index *index = make(&c);
	struct ref a = index_find_id(index, STR("claim:a")), b = index_find_id(index, STR("claim:b"));
	struct strbuf out = {0};
	(void)state;
#define EXPECT(call, expected)                        \
	do {                                          \
		strbuf_clear(&out);                   \
		call;                                 \
		assert_str(strbuf_str(&out), expected); \
	} while (0)
	EXPECT(figure_print(index, a, &out), "约50万吨");
	EXPECT(figure_print(index, index_find_id(index, STR("claim:c")), &out), "煤炭、铝土矿等");
	EXPECT(figure_print_whole(index, a, &out), "约50万吨");
	/* What a ledger holds is read in 亿, and stands to the letter on the way to its source. */
	EXPECT(figure_print(index, index_find_id(index, STR("claim:d")), &out), "413亿元");
	EXPECT(figure_print_whole(index, index_find_id(index, STR("claim:d")), &out), "41300000000元 (413亿元)");
	EXPECT(figure_heading(index, a, &out), "产能 电解铝");
	EXPECT(figure_heading(index, b, &out), "产能");
	EXPECT(figure_kind(index, a, LANGUAGE_ZH, &out), "规划;年产 产能");
	EXPECT(figure_kind(index, a, LANGUAGE_EN, &out), "规划;年产 capacity");
	/* What is actual needs no word. */
	EXPECT(figure_kind(index, b, LANGUAGE_ZH, &out), "");
	EXPECT(figure_period(index, a, LANGUAGE_ZH, &out), "../2025-12 推断");
	EXPECT(figure_period(index, b, LANGUAGE_ZH, &out), "");
	EXPECT(source_date(index, index_find_id(index, STR("source:000-1")), LANGUAGE_EN, &out), "2025-12 inferred");
	EXPECT(source_date(index, index_find_id(index, STR("source:001-1")), LANGUAGE_ZH, &out), "2025-11-03");
	EXPECT(source_date(index, index_find_id(index, STR("source:002-1")), LANGUAGE_ZH, &out), "");
	EXPECT(verdict_print(VERDICT_SINGLE, LANGUAGE_ZH, &out), "单源");
	EXPECT(verdict_print(VERDICT_OTHER_PERIOD, LANGUAGE_ZH, &out), "~不同期");
#undef EXPECT
	strbuf_release(&out);
	index_free(index);
	catalogue_release(&c);
}

static void places(void **state)
{
	static const struct {
		const char *locators, *source, *zh, *en;
	} rows[] = {
		{"000-1:3:188-190", "source:000-1", "第3段 字符188-190", "paragraph 3, characters 188-190"},
		{"000-1:3:1-2;000-1:4:5-6", "source:000-1", "第3段 字符1-2; 第4段 字符5-6", "paragraph 3, characters 1-2; paragraph 4, characters 5-6"},
		/* Another article than the source is named. */
		{"001-1:3:1-2;000-1:4:5-6", "source:000-1", "001-1 第3段 字符1-2; 000-1 第4段 字符5-6", "001-1 paragraph 3, characters 1-2; 000-1 paragraph 4, characters 5-6"},
		{"000-1:7:产能", "source:000-1", "第7行 列产能", "line 7, column 产能"},
		{"000-1:3:1-2", NULL, "000-1 第3段 字符1-2", "000-1 paragraph 3, characters 1-2"},
		{"", "source:000-1", "", ""},
	};
	struct catalogue c = {0};
	struct index *index = make(&c);
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf zh = {0}, en = {0};
		struct ref source = rows[i].source ? index_find_id(index, str_from(rows[i].source)) : REF_NONE;
		locators_print(index, str_from(rows[i].locators), source, LANGUAGE_ZH, &zh);
		locators_print(index, str_from(rows[i].locators), source, LANGUAGE_EN, &en);
		assert_str(strbuf_str(&zh), rows[i].zh);
		assert_str(strbuf_str(&en), rows[i].en);
		strbuf_release(&zh);
		strbuf_release(&en);
	}
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(printing), cmocka_unit_test(places)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

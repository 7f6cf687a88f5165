#include "support/catalogue.h"

#include "index/read.h"
#include "query/input.h"

/* A zone in a county, a chain of aluminium whose reference chain knows that power goes into electrolysis. */
static void add_all(struct catalogue *c)
{
	static const char *const indicators[][2] = {{"indicator:reserves", "储量"}, {"indicator:minerals", "矿产资源种类"}, {"indicator:electricity", "电量"},
		{"indicator:steam", "蒸汽"}, {"indicator:area", "面积"}, {"indicator:floor-area", "建筑面积"}, {"indicator:treatment", "处理量"},
		{"indicator:jobs", "就业"}};
	for (size_t i = 0; i < sizeof indicators / sizeof *indicators; i++)
		catalogue_add(c, indicators[i][0], "name", indicators[i][1], NULL);
	catalogue_add(c, "source:s", "name", "甲报", NULL);
	catalogue_add(c, "region:k", "name", "兴县", NULL);
	catalogue_add(c, "zone:z", "name", "甲区", "region", "region:k", NULL);
	catalogue_add(c, "park:p", "name", "甲园", "zone", "zone:z", NULL);
	catalogue_add(c, "chain:t", "name", "铝模板", NULL);
	catalogue_add(c, "stage:t-dian", "name", "电力", "chain", "chain:t", NULL);
	catalogue_add(c, "stage:t-lv", "name", "电解铝", "chain", "chain:t", NULL);
	catalogue_add(c, "link:t", "from", "stage:t-dian", "to", "stage:t-lv", "product", "电", "role", "input", NULL);
	catalogue_add(c, "chain:c", "name", "甲区铝链", "zone", "zone:z", NULL);
	catalogue_add(c, "stage:kuang", "name", "采矿", "chain", "chain:c", "products", "铝土矿", NULL);
	catalogue_add(c, "stage:lv", "name", "电解铝", "chain", "chain:c", "template", "stage:t-lv", NULL);
	catalogue_add(c, "chain:k", "name", "县里的链", "region", "region:k", NULL);
	catalogue_add(c, "facility:cf", "name", "标准化厂房", "zone", "zone:z", "type", "标准厂房", NULL);
	catalogue_add(c, "facility:ws", "name", "弘博处理厂", "zone", "zone:z", "type", "污水处理厂", NULL);
	catalogue_add(c, "facility:dl", "name", "铝水专用道路", "zone", "zone:z", "type", "道路", NULL);
	catalogue_add(c, "facility:ss", "name", "宿舍楼", "zone", "zone:z", "type", "住房", NULL);
	catalogue_add(c, "project:ld", "name", "绿电园区", "zone", "zone:z", NULL);
}

static void claim(struct catalogue *c, const char *id, const char *subject, const char *indicator, const char *item, const char *value, const char *unit, const char *modality)
{
	catalogue_add(c, id, "subject", subject, "indicator", indicator, "item", item, "value", value, "unit", unit, "modality", modality, "source", "source:s", "locator", "s:1:0-5", NULL);
}

static void add_claims(struct catalogue *c)
{
	claim(c, "claim:1", "region:k", "indicator:reserves", "煤炭", "461.54", "亿吨", "resource");
	claim(c, "claim:2", "region:k", "indicator:reserves", "铝土矿", "2.33", "亿吨", "resource");
	claim(c, "claim:3", "region:k", "indicator:reserves", "铝土矿", "1.86", "亿吨", "resource");
	claim(c, "claim:4", "region:k", "indicator:area", "", "3168", "平方公里", "actual");
	claim(c, "claim:5", "project:ld", "indicator:electricity", "绿电", "9.38", "亿千瓦时", "planned");
	claim(c, "claim:6", "project:ld", "indicator:jobs", "", "100", "人", "planned");
	claim(c, "claim:7", "zone:z", "indicator:area", "", "19.78", "平方公里", "actual");
	claim(c, "claim:8", "park:p", "indicator:steam", "蒸汽", "100", "吨/时", "capacity");
	claim(c, "claim:9", "facility:cf", "indicator:floor-area", "标准化厂房", "10", "万平方米", "actual");
	claim(c, "claim:10", "facility:ss", "indicator:floor-area", "宿舍楼", "7300", "平方米", "actual");
	claim(c, "claim:11", "zone:z", "indicator:jobs", "", "5", "人", "actual");
	claim(c, "claim:12", "facility:ws", "indicator:treatment", "焦化废水", "1.3", "万吨", "actual");
	claim(c, "claim:15", "facility:ws", "indicator:jobs", "", "60", "人", "actual");
	claim(c, "claim:13", "zone:z", "indicator:floor-area", "宿舍", "1", "平方米", "actual");
	claim(c, "claim:14", "zone:z", "indicator:floor-area", "标准厂房", "5", "万平方米", "planned");
}

/* "type name claims: stage or >users; ", in order. */
static void print(const struct index *index, const struct inputs *inputs, struct strbuf *out)
{
	for (size_t i = 0; i < inputs->n; i++) {
		const struct input *in = &inputs->v[i];
		strbuf_printf(out, "%s %.*s", input_types[in->type].code, STR_ARG(in->name));
		for (size_t k = 0; k < in->n_claims; k++) {
			struct str value = read_text(index, in->claims[k], "value");
			strbuf_printf(out, " %.*s", STR_ARG(value));
		}
		if (!ref_none(in->stage))
			strbuf_printf(out, " =%.*s", STR_ARG(index_name(index, in->stage)));
		for (size_t k = 0; k < in->n_users; k++)
			strbuf_printf(out, " >%.*s", STR_ARG(index_name(index, in->users[k])));
		strbuf_add_c(out, "; ");
	}
}

struct input_row {
	const char *name, *zone, *region;
	const char *stages[3];
	const char *expected;
};

static const struct input_row rows[] = {
	{"what the zone has, which stage it is, which it goes into", "zone:z", NULL, {"stage:kuang", "stage:lv"},
		"resource 煤炭 461.54; resource 铝土矿 2.33 1.86 =采矿; power 绿电园区 9.38 >电解铝; steam 蒸汽 100; water 弘博处理厂 1.3; land 面积 19.78; "
		"workshop 标准厂房 5; workshop 标准化厂房 10; "},
	{"without stages nothing is linked", "zone:z", NULL, {NULL},
		"resource 煤炭 461.54; resource 铝土矿 2.33 1.86; power 绿电园区 9.38; steam 蒸汽 100; water 弘博处理厂 1.3; land 面积 19.78; workshop 标准厂房 5; "
		"workshop 标准化厂房 10; "},
	{"who has the supplier as a stage needs no other", "zone:z", NULL, {"stage:t-dian", "stage:lv"},
		"resource 煤炭 461.54; resource 铝土矿 2.33 1.86; power 绿电园区 9.38; steam 蒸汽 100; water 弘博处理厂 1.3; land 面积 19.78; workshop 标准厂房 5; "
		"workshop 标准化厂房 10; "},
	{"a chain without a zone: its region's endowment", NULL, "region:k", {"stage:kuang"}, "resource 煤炭 461.54; resource 铝土矿 2.33 1.86 =采矿; "},
	{"neither: nothing", NULL, NULL, {"stage:kuang"}, ""},
};

static void test_rows(void **state)
{
	(void)state;
	struct catalogue c = {0};
	add_all(&c);
	add_claims(&c);
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena arena = {0};
		struct strbuf found = {0};
		struct ref stages[3];
		size_t n = 0;
		for (; n < 3 && rows[i].stages[n]; n++)
			stages[n] = index_find_id(index, str_from(rows[i].stages[n]));
		struct inputs inputs = inputs_find(index, rows[i].zone ? index_find_id(index, str_from(rows[i].zone)) : REF_NONE,
			rows[i].region ? index_find_id(index, str_from(rows[i].region)) : REF_NONE, stages, n, &arena);
		print(index, &inputs, &found);
		if (!str_eq_c(strbuf_str(&found), rows[i].expected))
			fail_msg("row \"%s\": found\n%.*s\nexpected\n%s", rows[i].name, STR_ARG(strbuf_str(&found)), rows[i].expected);
		strbuf_release(&found);
		arena_release(&arena);
	}
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
	return cmocka_run_group_tests_name("query/input", tests, NULL, NULL);
}

/*
 * Small catalogues in memory for tests of index, query and view: a test writes rows as
 * texts, as they would stand in a CSV file, and gets batches or an index.
 *
 *	struct catalogue c = {0};
 *	catalogue_add(&c, "zone:xingxian", "name", "山西兴县经济技术开发区", "short_names", "兴县经开区", NULL);
 *	catalogue_add(&c, "project:a", "name", "铝杆项目", "zone", "zone:xingxian", "status", "signed", NULL);
 *	struct index *index = catalogue_index(&c);
 *	…
 *	index_free(index);
 *	catalogue_release(&c);
 *
 * Rows may refer to rows that come later. A mistake in a row fails the test.
 */
#ifndef TESTS_SUPPORT_CATALOGUE_H
#define TESTS_SUPPORT_CATALOGUE_H

#include "support/test.h"

#include "base/map.h"
#include "base/strbuf.h"
#include "index/index.h"
#include "model/claim.h"

struct catalogue {
	struct arena arena;
	struct map keys;
	struct {
		struct str (*v)[FIELDS_MAX];
		size_t n, cap;
	} rows[KIND_COUNT];
};

static inline void catalogue_release(struct catalogue *c)
{
	arena_release(&c->arena);
	map_release(&c->keys);
	for (int k = 0; k < KIND_COUNT; k++)
		free(c->rows[k].v);
	*c = (struct catalogue){0};
}

/* The stored form of a cell. */
static inline struct str catalogue_cell(struct catalogue *c, const struct field *field, struct str text, const char *id)
{
	struct strbuf out = {0};
	struct err err = ERR_INIT;
	if (text.n && !field_check(field, text, &out, &err))
		fail_msg("row %s, field %s: %s", id, field->name, err.message);
	struct str cell = arena_str(&c->arena, strbuf_str(&out));
	strbuf_release(&out);
	return cell;
}

/* Fill the derived cells of a claim as an import does. */
static inline void catalogue_fill_claim(struct catalogue *c, struct str *cells)
{
	size_t base = field_get(KIND_CLAIM, "value_base"), unit = field_get(KIND_CLAIM, "base_unit");
	size_t low = field_get(KIND_CLAIM, "value_low"), high = field_get(KIND_CLAIM, "value_high");
	struct claim_figure figure = {cells[base], cells[unit], cells[low], cells[high]};
	claim_read(cells[field_get(KIND_CLAIM, "value")], cells[field_get(KIND_CLAIM, "unit")], cells[field_get(KIND_CLAIM, "qualifier")],
		cells[field_get(KIND_CLAIM, "scope")], &figure, &c->arena);
	cells[base] = figure.value_base;
	cells[unit] = figure.base_unit;
	cells[low] = figure.value_low;
	cells[high] = figure.value_high;
}

/* A row from cells by the number of their field; cells[0] is the id. */
static inline void catalogue_add_cells(struct catalogue *c, const struct str given[FIELDS_MAX])
{
	enum kind kind;
	struct str id = arena_str(&c->arena, given[0]);
	if (!kind_of_id(id, &kind))
		fail_msg("\"%s\" is no id", id.p);
	struct str cells[FIELDS_MAX] = {{0}};
	cells[0] = id;
	for (size_t f = 1; f < fields_of[kind].n; f++)
		cells[f] = catalogue_cell(c, &fields_of[kind].v[f], given[f], id.p);
	if (kind == KIND_CLAIM)
		catalogue_fill_claim(c, cells);
	uint32_t key = (uint32_t)(32 * (c->rows[kind].n + 1)) + (uint32_t)kind;
	if (!map_add(&c->keys, id, &key))
		fail_msg("\"%s\" stands twice", id.p);
	array_reserve(&c->rows[kind], c->rows[kind].n + 1);
	memcpy(c->rows[kind].v[c->rows[kind].n++], cells, sizeof cells);
}

/* A row from pairs of field name and text, NULL at the end. */
static inline void catalogue_add(struct catalogue *c, const char *id, ...)
{
	enum kind kind;
	struct str cells[FIELDS_MAX] = {{0}};
	va_list args;
	if (!kind_of_id(str_from(id), &kind))
		fail_msg("\"%s\" is no id", id);
	cells[0] = str_from(id);
	va_start(args, id);
	for (const char *name; (name = va_arg(args, const char *));) {
		int f = field_find(kind, str_from(name));
		if (f < 0)
			fail_msg("row %s: found field \"%s\", expected one of %s", id, name, kinds[kind].plural);
		cells[f] = str_from(va_arg(args, const char *));
	}
	va_end(args);
	catalogue_add_cells(c, cells);
}

/* The key of what a ledger says of a row, as claim:project.p.2 in its second column. False: it is none such. */
static inline bool catalogue_ledger_key(struct catalogue *c, struct str id, int64_t *key)
{
	char owner[80];
	enum kind kind;
	unsigned column;
	uint32_t owner_key = 0;
	ptrdiff_t colon = str_find_byte(id, ':', 0), dot = str_find_byte(id, '.', 0), last = dot < 0 ? -1 : str_find_byte(id, '.', (size_t)dot + 1);
	if (last < 0 || !kind_of_id(id, &kind) || sscanf(id.p + last, ".%u", &column) != 1)
		return false;
	snprintf(owner, sizeof owner, "%.*s:%.*s", (int)(dot - colon - 1), id.p + colon + 1, (int)(last - dot - 1), id.p + dot + 1);
	if (!map_find(&c->keys, str_from(owner), &owner_key))
		return false;
	*key = ledger_key(kind, owner_key, column);
	return true;
}

static inline int64_t catalogue_key(struct catalogue *c, struct str id)
{
	uint32_t key = 0;
	int64_t of_ledger;
	if (catalogue_ledger_key(c, id, &of_ledger))
		return of_ledger;
	if (!map_find(&c->keys, id, &key))
		fail_msg("found a reference to \"%.*s\", expected the id of a row", STR_ARG(id));
	return (int64_t)key;
}

static inline int64_t catalogue_number(struct catalogue *c, const struct field *field, struct str cell)
{
	if (!cell.n)
		return field->type == FIELD_BOOL ? 0 : NUMBER_NONE;
	if (field->type == FIELD_REF)
		return catalogue_key(c, cell);
	if (field->type == FIELD_ENUM)
		return enum_parse(field->enumeration, cell);
	if (field->type == FIELD_BOOL)
		return str_eq_c(cell, "true");
	return strtoll(cell.p, NULL, 10);
}

static inline void catalogue_column(struct catalogue *c, enum kind kind, size_t f, struct column *out)
{
	const struct field *field = &fields_of[kind].v[f];
	size_t n = c->rows[kind].n;
	struct strbuf bytes = {0};
	ARRAY(int64_t) numbers = {0};
	enum column_shape shape = column_shape(field->type);
	out->ends = arena_calloc(&c->arena, n + 1, sizeof *out->ends);
	for (size_t i = 0; i < n; i++) {
		struct str cell = c->rows[kind].v[i][f], id;
		if (shape == COLUMN_TEXTS)
			strbuf_add(&bytes, cell);
		else if (shape == COLUMN_NUMBERS)
			array_push(&numbers, catalogue_number(c, field, cell));
		else
			while (cell.n && str_split(&cell, ';', &id))
				array_push(&numbers, catalogue_key(c, id));
		out->ends[i] = shape == COLUMN_TEXTS ? bytes.n : numbers.n;
	}
	out->bytes = (char *)(uintptr_t)arena_str(&c->arena, strbuf_str(&bytes)).p;
	out->numbers = arena_calloc(&c->arena, numbers.n + 1, sizeof *out->numbers);
	if (numbers.n)
		memcpy(out->numbers, numbers.v, numbers.n * sizeof *numbers.v);
	strbuf_release(&bytes);
	array_release(&numbers);
}

/* All rows of a kind; lives as long as the catalogue. */
static inline struct batch catalogue_batch(struct catalogue *c, enum kind kind)
{
	struct batch b = {.kind = kind, .n_rows = c->rows[kind].n};
	b.keys = arena_calloc(&c->arena, b.n_rows + 1, sizeof *b.keys);
	for (size_t i = 0; i < b.n_rows; i++)
		b.keys[i] = (int64_t)(32 * (i + 1)) + (int64_t)kind;
	for (size_t f = 0; f < fields_of[kind].n; f++)
		catalogue_column(c, kind, f, &b.columns[f]);
	return b;
}

/* Hand over rows from..to of a batch: as they come when there are many. */
static inline void catalogue_take_part(struct batch_sink sink, const struct batch *whole, size_t from, size_t to)
{
	struct err err = ERR_INIT;
	struct batch part = {.kind = whole->kind, .n_rows = to - from, .keys = whole->keys + from};
	size_t *ends[FIELDS_MAX] = {0};
	for (size_t f = 0; f < fields_of[whole->kind].n; f++) {
		const struct column *c = &whole->columns[f];
		bool numbers = column_shape(fields_of[whole->kind].v[f].type) == COLUMN_NUMBERS;
		size_t start = !numbers && from ? c->ends[from - 1] : 0;
		ends[f] = xmalloc((to - from) * sizeof *ends[f]);
		for (size_t i = from; !numbers && i < to; i++)
			ends[f][i - from] = c->ends[i] - start;
		part.columns[f] = (struct column){ends[f], c->bytes + start, numbers ? c->numbers + from : c->numbers + start};
	}
	assert_ok(sink.take(sink.self, &part, &err), err);
	for (size_t f = 0; f < FIELDS_MAX; f++)
		free(ends[f]);
}

/* All rows in a builder, to which more may be added. */
static inline struct index_builder *catalogue_builder(struct catalogue *c)
{
	struct err err = ERR_INIT;
	struct index_builder *builder = index_builder_new();
	struct batch_sink sink = index_builder_range(builder, KIND_COUNT);
	for (int k = 0; k < KIND_COUNT; k++) {
		struct batch batch = catalogue_batch(c, (enum kind)k);
		assert_ok(sink.take(sink.self, &batch, &err), err);
	}
	return builder;
}

/* A valid index of what a builder has; the caller frees it. */
static inline struct index *catalogue_finish(struct index_builder *builder)
{
	struct err err = ERR_INIT;
	const char *reason = "";
	struct index *index = index_builder_finish(builder, NULL, &err);
	index_builder_free(builder);
	if (!index)
		fail_msg("the index was not made: %s", err.message);
	if (!index_validate(index, &reason))
		fail_msg("the index is broken: %s", reason);
	return index;
}

/* The same of all projects, handed over so many at once. */
static inline struct index *catalogue_index_in_batches(struct catalogue *c, size_t batch_rows, unsigned n_threads)
{
	struct index_builder *builder = index_builder_new();
	struct batch whole = catalogue_batch(c, KIND_PROJECT);
	index_builder_threads(builder, n_threads);
	for (size_t i = 0; i < whole.n_rows; i += batch_rows)
		catalogue_take_part(index_builder_range(builder, KIND_COUNT), &whole, i, i + batch_rows < whole.n_rows ? i + batch_rows : whole.n_rows);
	return catalogue_finish(builder);
}

/* A valid index of all rows; the caller frees it. */
static inline struct index *catalogue_index(struct catalogue *c)
{
	return catalogue_finish(catalogue_builder(c));
}

/* A claim: id, subject, indicator code, value, unit, qualifier, modality, period, source, all texts. */
static inline void catalogue_claim(struct catalogue *c, const char *id, const char *subject, const char *indicator, const char *value, const char *unit,
	const char *qualifier, const char *modality, const char *period, const char *source)
{
	char ref[80], whole[80];
	snprintf(ref, sizeof ref, "indicator:%s", indicator);
	snprintf(whole, sizeof whole, "claim:%s", id);
	catalogue_add(c, whole, "subject", subject, "indicator", ref, "value", value, "unit", unit, "qualifier", qualifier, "modality", modality,
		"period", period, "source", source, "locator", "s:1:1-2", NULL);
}

/* What most tests begin with: two counties' zones, chains, enterprises, projects and figures with their sources. */
static inline void catalogue_sample(struct catalogue *c)
{
	catalogue_add(c, "region:shanxi", "name", "山西省", "code", "140000", "level", "province", NULL);
	catalogue_add(c, "region:lvliang", "name", "吕梁市", "short_names", "吕梁", "code", "141100", "level", "prefecture", "parent", "region:shanxi", NULL);
	catalogue_add(c, "region:xingxian", "name", "兴县", "code", "141123", "level", "county", "parent", "region:lvliang", NULL);
	catalogue_add(c, "region:changzhi", "name", "长治市", "short_names", "长治", "code", "140400", "level", "prefecture", "parent", "region:shanxi", NULL);
	catalogue_add(c, "region:zhangzi", "name", "长子县", "code", "140428", "level", "county", "parent", "region:changzhi", NULL);
	catalogue_add(c, "region:xinxiang", "name", "新乡市", "short_names", "新乡", "code", "410700", "level", "prefecture", NULL);
	catalogue_add(c, "sector:c3216", "name", "铝冶炼", "code", "C3216", NULL);
	catalogue_add(c, "indicator:invest", "name", "投资额", "short_names", "投资;总投资", "unit", "元", NULL);
	catalogue_add(c, "indicator:total-output", "name", "工业总产值", "short_names", "总产值", "unit", "元", NULL);
	catalogue_add(c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(c, "indicator:area", "name", "面积", "unit", "平方米", NULL);
	catalogue_add(c, "indicator:leading-industries", "name", "主导产业", NULL);
	catalogue_add(c, "source:000-1", "name", "兴县经开区调研", "document", "000.txt", "title", "从资源到产业", "date", "2025-12-04", NULL);
	catalogue_add(c, "source:004-1", "name", "长子经开区纪实", "document", "004.txt", "title", "一业一链", "date", "2026-01-15", NULL);
	catalogue_add(c, "zone:xingxian", "name", "山西兴县经济技术开发区", "short_names", "兴县经开区;兴县经济技术开发区", "code", "14101030", "class", "economic", "level", "provincial",
		"region", "region:xingxian", "approved_on", "2017", "leading_industries", "新材料;新能源", "source", "source:000-1", "locator", "000-1:1:0-5", NULL);
	catalogue_add(c, "zone:zhangzi", "name", "山西长子经济技术开发区", "short_names", "长子经开区", "class", "economic", "level", "provincial", "region", "region:zhangzi", "source", "source:004-1", NULL);
	catalogue_add(c, "zone:changzhi", "name", "长治经济技术开发区", "short_names", "长治经开区", "class", "economic", "level", "national", "region", "region:changzhi", NULL);
	catalogue_add(c, "zone:changzhi-gaoxin", "name", "长治高新技术产业开发区", "short_names", "长治高新区", "class", "hightech", "level", "national", "region", "region:changzhi", NULL);
	catalogue_add(c, "park:wating", "name", "瓦塘园区", "zone", "zone:xingxian", "focus", "铝镁新材料", NULL);
	catalogue_add(c, "chain:xingxian-lv", "name", "兴县铝产业链", "short_names", "铝链", "zone", "zone:xingxian", "lead", "enterprise:zhonglv", NULL);
	catalogue_add(c, "stage:lv-jiagong", "name", "铝深加工", "chain", "chain:xingxian-lv", "position", "3", "products", "铝板带;铝杆", NULL);
	catalogue_add(c, "stage:lv-tukuang", "name", "铝土矿", "chain", "chain:xingxian-lv", "position", "1", NULL);
	catalogue_add(c, "stage:lv-dianjie", "name", "电解铝", "chain", "chain:xingxian-lv", "position", "2", "products", "铝水", NULL);
	catalogue_add(c, "link:lv-1", "from", "stage:lv-tukuang", "to", "stage:lv-dianjie", "product", "铝土矿", "role", "input", NULL);
	catalogue_add(c, "link:lv-2", "from", "stage:lv-dianjie", "to", "stage:lv-jiagong", "product", "铝水", "role", "input", "coefficient_low", "1.5", NULL);
	catalogue_add(c, "enterprise:zhonglv", "name", "山西中铝华润有限公司", "short_names", "中铝华润", "code", "91141123MA0GT", "zone", "zone:xingxian", "classes", "chain_lead;four_above", "products", "电解铝", NULL);
	catalogue_add(c, "enterprise:jintong", "name", "山西金通铝业有限公司", "short_names", "金通铝业", "zone", "zone:xingxian", "products", "电工圆铝杆", NULL);
	catalogue_add(c, "enterprise:xingmeng", "name", "星萌食品有限公司", "short_names", "星萌", "zone", "zone:zhangzi", "products", "冻干食品", NULL);
	catalogue_add(c, "placement:zhonglv", "enterprise", "enterprise:zhonglv", "stage", "stage:lv-dianjie", NULL);
	catalogue_add(c, "flow:lvshui", "from", "enterprise:zhonglv", "to", "enterprise:jintong", "product", "铝水", NULL);
	catalogue_add(c, "project:lvgan", "name", "15万吨高精电工圆铝杆项目", "zone", "zone:xingxian", "owner", "enterprise:jintong", "stage", "stage:lv-jiagong", "status", "producing", "source", "source:000-1", NULL);
	catalogue_add(c, "project:chini", "name", "华兴新建赤泥堆场项目", "zone", "zone:xingxian", "status", "signed", "source", "source:000-1", NULL);
	catalogue_add(c, "project:donggan", "name", "星萌冻干食品项目", "zone", "zone:zhangzi", "owner", "enterprise:xingmeng", "status", "building", "leader", "张三", "source", "source:004-1", NULL);
	catalogue_add(c, "project:donggan-1", "name", "星萌冻干食品项目（一期）", "zone", "zone:zhangzi", "owner", "enterprise:xingmeng", "phase", "一期", "parent", "project:donggan", "status", "producing", NULL);
	catalogue_add(c, "project:donggan-2", "name", "星萌冻干食品项目（二期）", "zone", "zone:zhangzi", "owner", "enterprise:xingmeng", "phase", "二期", "parent", "project:donggan", "status", "stalled", NULL);
	catalogue_add(c, "project:tiqing", "name", "永兴达天然气综合利用项目", "zone", "zone:xingxian", "status", "signed", NULL);
	catalogue_add(c, "project:tiqing-b", "name", "液化储气调峰提氮项目", "zone", "zone:xingxian", NULL);
	catalogue_add(c, "milestone:donggan-1a", "project", "project:donggan-1", "status", "signed", "date", "2022-04", "inferred", "true", NULL);
	catalogue_add(c, "milestone:donggan-1b", "project", "project:donggan-1", "status", "producing", "date", "2023-05", NULL);
	catalogue_add(c, "milestone:lvgan", "project", "project:lvgan", "status", "producing", "date", "2025-09", NULL);
	catalogue_add(c, "measure:biaozhundi", "name", "承诺制+标准地+全代办", "zone", "zone:xingxian", "gist", "拿地即可开工，审批由园区代办", NULL);
	catalogue_add(c, "event:qianyue", "name", "三个一批签约", "zone", "zone:zhangzi", "date", "2025-06-30", "projects", "project:donggan;project:donggan-2", NULL);
	catalogue_claim(c, "xx-zcz", "zone:xingxian", "total-output", "275", "亿元", "", "actual", "2025-01/2025-09", "source:000-1");
	catalogue_claim(c, "xx-zcz23", "zone:xingxian", "total-output", "388.33", "亿元", "", "actual", "2023", "source:000-1");
	catalogue_claim(c, "xx-zy", "zone:xingxian", "leading-industries", "新材料、新能源", "", "", "actual", "", "source:000-1");
	catalogue_claim(c, "zz-area", "zone:zhangzi", "area", "19.78", "平方公里", "", "actual", "", "source:004-1");
	catalogue_claim(c, "dg", "project:donggan", "invest", "25.6", "亿元", "", "planned", "", "source:004-1");
	catalogue_claim(c, "dg1", "project:donggan-1", "invest", "3.2", "亿元", "", "planned", "", "source:004-1");
	catalogue_claim(c, "dg1b", "project:donggan-1", "invest", "3.5", "亿元", "", "planned", "", "source:000-1");
	catalogue_claim(c, "dg2", "project:donggan-2", "invest", "5", "亿元", "超", "planned", "", "source:004-1");
	catalogue_claim(c, "tq", "project:tiqing", "invest", "11.5", "亿元", "", "planned", "", "source:000-1");
	catalogue_claim(c, "tqb", "project:tiqing-b", "invest", "11.5", "亿元", "", "planned", "", "source:000-1");
	catalogue_claim(c, "cn", "project:chini", "invest", "57800", "万元", "约", "actual", "2025", "source:000-1");
	catalogue_claim(c, "lg-cap", "project:lvgan", "capacity", "15", "万吨/年", "", "capacity", "", "source:000-1");
	catalogue_add(c, "doubt:output", "name", "产值与增速不符", "about", "claim:xx-zcz23", "rule", "unclear", NULL);
	catalogue_add(c, "identity:tq", "a", "project:tiqing", "b", "project:tiqing-b", "certainty", "maybe", "reason", "同为11.5亿元", NULL);
}

/* The least that lists and groups are tried with: three projects, of which two have figures, two zones, a chain. */
static inline void catalogue_few(struct catalogue *c)
{
	catalogue_add(c, "indicator:invest", "name", "投资额", "unit", "元", NULL);
	catalogue_add(c, "indicator:area", "name", "面积", "unit", "平方米", NULL);
	catalogue_add(c, "source:a", "name", "甲报", NULL);
	catalogue_add(c, "source:b", "name", "乙报", NULL);
	catalogue_add(c, "zone:x", "name", "兴县经济技术开发区", "class", "economic", NULL);
	catalogue_add(c, "zone:y", "name", "长子经济技术开发区", "class", "economic", NULL);
	catalogue_add(c, "project:a", "name", "甲", "zone", "zone:x", "status", "signed", NULL);
	catalogue_add(c, "project:b", "name", "乙", "zone", "zone:x", "status", "signed", NULL);
	catalogue_add(c, "project:c", "name", "丙", "zone", "zone:y", NULL);
	catalogue_add(c, "claim:a", "subject", "project:a", "indicator", "indicator:invest", "value", "2", "unit", "亿元", "modality", "planned", "source",
		"source:a", "locator", "a:1:0-3", NULL);
	catalogue_add(c, "claim:b", "subject", "project:b", "indicator", "indicator:invest", "value", "10", "unit", "亿元", "qualifier", "余", "modality",
		"planned", "source", "source:a", "locator", "a:1:4-9", NULL);
	catalogue_add(c, "claim:b2", "subject", "project:b", "indicator", "indicator:invest", "value", "3", "unit", "亿元", "modality", "actual", "source",
		"source:b", "locator", "b:1:0-3", NULL);
	catalogue_add(c, "claim:z", "subject", "zone:x", "indicator", "indicator:area", "value", "3", "unit", "平方公里", "modality", "actual", "source",
		"source:a", "locator", "a:1:10-15", NULL);
	catalogue_add(c, "chain:l", "name", "铝链", "zone", "zone:x", NULL);
	catalogue_add(c, "stage:1", "name", "矿\"石\"", "chain", "chain:l", "position", "1", NULL);
	catalogue_add(c, "stage:2", "name", "铝", "chain", "chain:l", "position", "2", NULL);
	catalogue_add(c, "link:1", "from", "stage:1", "to", "stage:2", "product", "矿#1", "role", "input", NULL);
	catalogue_add(c, "link:2", "from", "stage:2", "to", "stage:1", "product", "渣", "role", "byproduct", NULL);
}

/* A catalogue and its index as a cmocka group's state: sample_setup or sample_setup_few, sample_teardown; a test reads sample_index(state). */
struct sample {
	struct catalogue catalogue;
	struct index *index;
};

static inline int sample_make(void **state, void (*fill)(struct catalogue *))
{
	struct sample *s = calloc(1, sizeof *s);
	fill(&s->catalogue);
	s->index = catalogue_index(&s->catalogue);
	*state = s;
	return 0;
}

static inline int sample_setup(void **state)
{
	return sample_make(state, catalogue_sample);
}

static inline int sample_setup_few(void **state)
{
	return sample_make(state, catalogue_few);
}

static inline int sample_teardown(void **state)
{
	struct sample *s = *state;
	index_free(s->index);
	catalogue_release(&s->catalogue);
	free(s);
	return 0;
}

static inline const struct index *sample_index(void **state)
{
	return ((struct sample *)*state)->index;
}

#endif

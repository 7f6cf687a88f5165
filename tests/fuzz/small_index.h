/*
 * A small index for fuzz targets: something of every type of field, made without a file.
 */
#ifndef TESTS_FUZZ_SMALL_INDEX_H
#define TESTS_FUZZ_SMALL_INDEX_H

#include "base/alloc.h"
#include "index/index.h"

#include <stdlib.h>
#include <string.h>

/* Row i (from 1) has the key 32 i + kind. A reference is "#" and the number of a row, several joined by ';'. */
struct small_row {
	enum kind kind;
	const char *cells[14]; /* id, then pairs of field and text, NULL at the end */
};

static const struct small_row small_rows[] = {
	{KIND_REGION, {"region:a", "name", "兴县", "code", "141123", NULL}},
	{KIND_INDICATOR, {"indicator:invest", "name", "投资额", "unit", "元", NULL}},
	{KIND_SOURCE, {"source:s", "name", "某文", "date", "2025-12-04", NULL}},
	{KIND_ZONE, {"zone:a", "name", "山西兴县经济技术开发区", "short_names", "兴县经开区;xxjkq", "region", "#1", "source", "#3", NULL}},
	{KIND_ZONE, {"zone:b", "name", "长子（二期） A-1·’", "approved_on", "2017", NULL}},
	{KIND_PROJECT, {"project:a", "name", "15万吨铝杆项目", "leader", "张三;李四", "zone", "#4", NULL}},
	{KIND_PROJECT, {"project:b", "name", "星萌项目", "team", "b", "parent", "#6", NULL}},
	{KIND_CHAIN, {"chain:lv", "name", "铝产业链", "zone", "#4", NULL}},
	{KIND_STAGE, {"stage:a", "name", "氧化铝", "chain", "#8", "products", "氧化铝;赤泥", NULL}},
	{KIND_STAGE, {"stage:b", "name", "电解铝", "chain", "#8", NULL}},
	{KIND_LINK, {"link:a", "from", "#9", "to", "#10", "product", "氧化铝", NULL}},
	{KIND_CLAIM, {"claim:a", "subject", "#6", "indicator", "#2", "value", "6", "unit", "亿元", "value_base", "600000000", "base_unit", "元", NULL}},
	{KIND_CLAIM, {"claim:b", "subject", "#6", "indicator", "#2", "value", "约5", "unit", "亿元", "period", "2025", "source", "#3", NULL}},
	{KIND_MILESTONE, {"milestone:a", "project", "#6", "date", "2025-06", "source", "#3", NULL}},
	{KIND_SOURCE, {"source:read", "name", "读本", "title", "读本", "sha256", "00", "date", "2025-11", NULL}},
	{KIND_CLAIM, {"claim:read", "subject", "#4", "indicator", "#2", "value", "3—5", "unit", "亿元", "source", "#15", "locator", "read:1:2-9;read:3:20-24", NULL}},
	{KIND_ENTERPRISE, {"enterprise:a", "name", "中铝\tX\033[2J", "zone", "#4", "products", "氧化铝", NULL}},
	{KIND_PLACEMENT, {"placement:a", "enterprise", "#17", "stage", "#9", NULL}},
};

static inline const char *small_cell(const struct small_row *row, size_t f)
{
	if (!f)
		return row->cells[0];
	for (size_t i = 1; row->cells[i]; i += 2)
		if (f == field_get(row->kind, row->cells[i]))
			return row->cells[i + 1];
	return "";
}

/* The keys that a cell "#4;#6" refers to. */
static inline size_t small_keys(const char *cell, int64_t out[8])
{
	size_t n = 0;
	for (const char *at = strchr(cell, '#'); at && n < 8; at = strchr(at + 1, '#')) {
		long i = strtol(at + 1, NULL, 10);
		out[n++] = 32 * i + (int64_t)small_rows[i - 1].kind;
	}
	return n;
}

static inline void small_add(const struct small_row *row, uint32_t number, struct batch_sink sink)
{
	struct batch batch = {.kind = row->kind,
		.n_rows = 1,
		.keys = &(int64_t){32 * (int64_t)number + (int64_t)row->kind}};
	size_t ends[FIELDS_MAX];
	int64_t numbers[FIELDS_MAX][8];
	struct err err = ERR_INIT;
	for (size_t f = 0; f < fields_of[row->kind].n; f++) {
		const char *text = small_cell(row, f);
		enum field_type type = fields_of[row->kind].v[f].type;
		size_t n_keys = small_keys(text, numbers[f]);
		ends[f] = column_shape(type) == COLUMN_TEXTS ? strlen(text) : n_keys;
		if (column_shape(type) == COLUMN_NUMBERS && !n_keys)
			numbers[f][0] = type == FIELD_ENUM || type == FIELD_BOOL ? number % 2 : type == FIELD_REF ? NUMBER_NONE : number;
		batch.columns[f] = (struct column){&ends[f], (char *)(uintptr_t)text, numbers[f]};
	}
	if (!sink.take(sink.self, &batch, &err))
		abort();
}

/* Two columns of a ledger: what both projects invest, and when the first of them begins. */
static inline void small_ledger(struct index_builder *builder)
{
	static const struct str source = STR_INIT("source:s"), indicator = STR_INIT("indicator:invest"), none = STR_INIT("");
	const struct ledger_column columns[] = {
		{.kind = KIND_COUNT},
		{KIND_CLAIM, 32 * 3 + KIND_SOURCE, source, STR("投资"), 32 * 2 + KIND_INDICATOR, indicator, MODALITY_PLANNED, STR("亿元"), STR("元"), {100000000, 0}, none, none, 0},
		{KIND_MILESTONE, 32 * 3 + KIND_SOURCE, source, STR("开工"), 0, none, MODALITY_PLANNED, none, none, {0}, none, none, 0},
	};
	static const struct {
		int64_t owner;
		size_t n, ends[2];
		const char *bytes;
	} rows[] = {{32 * 6 + KIND_PROJECT, 2, {1, 8}, "32025-06"}, {32 * 7 + KIND_PROJECT, 1, {3}, "4.5"}};
	struct ledger_sink sink = index_builder_ledger_range(builder);
	struct err err = ERR_INIT;
	index_builder_ledger_columns(builder, &(struct ledger_columns){columns, sizeof columns / sizeof *columns});
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t ends[2] = {rows[i].ends[0], rows[i].ends[1]}, n = rows[i].n;
		int64_t owner = rows[i].owner;
		struct ledger_batch batch = {1, &owner, &(uint32_t){(uint32_t)i + 2}, &n, (uint16_t[]){1, 2},
			{.ends = ends, .bytes = (char *)(uintptr_t)rows[i].bytes}};
		if (!sink.take(sink.self, &batch, &err))
			abort();
	}
}

static inline struct index *small_index_made(bool ledger)
{
	struct err err = ERR_INIT;
	struct index_builder *builder = index_builder_new();
	for (size_t i = 0; i < sizeof small_rows / sizeof *small_rows; i++)
		small_add(&small_rows[i], (uint32_t)i + 1, index_builder_range(builder, KIND_COUNT));
	if (ledger)
		small_ledger(builder);
	struct index *index = index_builder_finish(builder, NULL, &err);
	index_builder_free(builder);
	if (!index)
		abort();
	return index;
}

static inline struct index *small_index(void)
{
	return small_index_made(false);
}

static inline struct index *small_ledger_index(void)
{
	return small_index_made(true);
}

#endif

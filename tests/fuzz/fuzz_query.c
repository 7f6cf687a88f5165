/* floors: query index model text base */
/*
 * Queries, look-ups, references, columns and sort orders of any valid UTF-8 against a small index: none crashes,
 * every fault has a place inside the text, every answer is the same row by row.
 */
#include "base/alloc.h"
#include "index/lookup.h"
#include "query/column.h"
#include "query/complete.h"
#include "query/sort.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct source_row {
	enum kind kind;
	const char *cells[6]; /* pairs of field and text behind the id, NULL at the end */
};

/* Enough for every type of term to have something to compare with. */
static const struct source_row source_rows[] = {
	{KIND_REGION, {"region:a", "name", "兴县", "code", "141123", NULL}},
	{KIND_INDICATOR, {"indicator:invest", "name", "投资额", "unit", "元", NULL}},
	{KIND_SOURCE, {"source:s", "name", "某文", "date", "2025-12-04", NULL}},
	{KIND_ZONE, {"zone:a", "name", "山西兴县经济技术开发区", "short_names", "兴县经开区;xxjkq", NULL}},
	{KIND_ZONE, {"zone:b", "name", "长子（二期） A-1·’", "approved_on", "2017", NULL}},
	{KIND_PROJECT, {"project:a", "name", "15万吨铝杆项目", "leader", "张三;李四", NULL}},
	{KIND_PROJECT, {"project:b", "name", "星萌项目", "team", "b", NULL}},
};

static void add_row(const struct source_row *row, uint32_t number, struct batch_sink sink)
{
	struct batch batch = {.kind = row->kind,
		.n_rows = 1,
		.keys = &(int64_t){32 * (int64_t)number + (int64_t)row->kind},
		.origins = &(uint8_t){ORIGIN_SEED}};
	size_t ends[FIELDS_MAX];
	int64_t none[FIELDS_MAX];
	struct err err = ERR_INIT;
	for (size_t f = 0; f < fields_of[row->kind].n; f++) {
		const char *text = f ? "" : row->cells[0];
		for (size_t i = 1; i < 5 && row->cells[i]; i += 2)
			if (f == field_get(row->kind, row->cells[i]))
				text = row->cells[i + 1];
		bool texts = column_shape(fields_of[row->kind].v[f].type) == COLUMN_TEXTS;
		ends[f] = texts ? strlen(text) : 0;
		none[f] = fields_of[row->kind].v[f].type == FIELD_REF ? NUMBER_NONE : (int64_t)number;
		batch.columns[f] = (struct column){&ends[f], (char *)(uintptr_t)text, &none[f]};
	}
	if (!sink.take(sink.self, &batch, &err))
		abort();
}

static struct index *make_index(void)
{
	struct err err = ERR_INIT;
	struct index_builder *builder = index_builder_new();
	for (size_t i = 0; i < sizeof source_rows / sizeof *source_rows; i++)
		add_row(&source_rows[i], (uint32_t)i + 1, index_builder_sink(builder));
	struct index *index = index_builder_finish(builder, NULL, &err);
	index_builder_free(builder);
	if (!index)
		abort();
	return index;
}

static void check_query(const struct index *index, enum kind kind, struct str text)
{
	struct err err = ERR_INIT;
	struct query_rows rows;
	struct strbuf out = {0};
	struct query *query = query_parse(text, kind, index, &err);
	if (!query) {
		if (err.code != ERR_USAGE || err.column < 1 || err.column > utf8_length(text) + 1)
			abort();
		return;
	}
	struct query_set set;
	const struct query_form *form = query_form(query);
	query_run(query, &rows, NULL);
	query_select(query, &set, NULL);
	if (set.n != rows.n || set.n_perhaps != rows.n_perhaps)
		abort();
	struct ref *sorted = xmalloc((set.n + 1) * sizeof *sorted);
	struct sort_key keys[QUERY_ORDER_KEYS];
	if (sort_set(index, kind, &set, keys, query_order(form, keys), form->top ? form->top : SIZE_MAX, sorted)
		!= (form->top && form->top < set.n ? form->top : set.n))
		abort();
	free(sorted);
	query_without_order(query, &out);
	strbuf_clear(&out);
	query_set_release(&set);
	for (size_t i = 0; i < rows.n; i++)
		if (query_answer(query, rows.v[i]) != (enum answer)rows.answers[i])
			abort();
	query_explain(query, &out);
	strbuf_release(&out);
	query_rows_release(&rows);
	query_free(query);
}

/* Completion at every character: what is replaced lies in the text, and what is offered is UTF-8. */
static void check_completion(const struct index *index, enum kind kind, struct str text)
{
	for (size_t at = 0; at <= text.n && at < 40;) {
		struct completions found;
		if (!query_complete(text, at, kind, index, at % 2, 8, &found, NULL) || found.start > found.end || found.end > text.n || found.n > 8)
			abort();
		for (size_t i = 0; i < found.n; i++)
			if (!utf8_check(found.v[i].text, NULL))
				abort();
		completions_release(&found);
		if (at == text.n)
			break;
		utf8_next(text, &at);
	}
}

static void check_sort(const struct index *index, enum kind kind, struct str text)
{
	struct err err = ERR_INIT;
	struct sort_key keys[4];
	struct ref refs[2] = {ref_make(kind, 0), ref_make(kind, 1)};
	size_t n = sort_parse(text, kind, index, keys, 4, &err);
	if (n && index_count(index, kind) >= 2)
		sort_rows(index, refs, 2, keys, n);
}

static void check_lookups(const struct index *index, struct str text)
{
	struct lookup_hits hits;
	struct lookup_rows rows;
	lookup_run(index, text, UINT32_MAX, 5, &hits, NULL);
	for (size_t i = 0; i < hits.n; i++)
		if (hits.v[i].start > hits.v[i].end || hits.v[i].end > utf8_length(hits.v[i].text))
			abort();
	lookup_release(&hits);
	lookup_reference(index, text, UINT32_MAX, &hits);
	lookup_release(&hits);
	lookup_find_rows(index, text, KIND_ZONE, LOOKUP_EVERYWHERE, &rows, NULL);
	for (uint32_t i = 0; i < rows.n_rows; i++)
		if (lookup_rows_has(&rows, ref_make(KIND_ZONE, i)) != lookup_matches(index, ref_make(KIND_ZONE, i), text))
			abort();
	lookup_rows_release(&rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const enum kind asked[] = {KIND_PROJECT, KIND_ZONE, KIND_SOURCE};
	struct str text = {(const char *)bytes, n};
	if (!utf8_check(text, NULL) || n > 2000)
		return 0;
	static struct index *index; /* made once: it does not change */
	if (!index)
		index = make_index();
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		check_query(index, asked[i], text);
		check_sort(index, asked[i], text);
		check_completion(index, asked[i], text);
	}
	check_lookups(index, text);
	return 0;
}

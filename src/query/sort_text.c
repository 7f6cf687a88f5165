/*
 * Sorting many refs by texts of which nearly all differ (ids, codes, locators): their keys are made by all threads, then
 * sorted by a few bytes at a time, from behind what all have in common.
 */
#include "sort_internal.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/halt.h"
#include "base/parallel.h"
#include "base/parallel_sort.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

enum { REFS_AT_ONCE = 1 << 13, BYTES_AT_ONCE = 7 };

struct text {
	size_t at; /* in its piece, while that may move */
	struct str key;
};

struct texts {
	const struct index *index;
	const struct field *field;
	size_t number; /* of the field */
	const struct ref *from;
	size_t n, n_pieces;
	struct text *v;        /* beside from */
	struct strbuf *pieces; /* their bytes */
	size_t common;         /* so many bytes all of them begin with */
};

/* -- keys ----------------------------------------------------------------------------------- */

static void add_key(const struct texts *t, struct ref ref, struct strbuf *raw, struct strbuf *out)
{
	bool plain = t->number == 0 || t->field->type == FIELD_LOCATORS;
	strbuf_clear(raw);
	index_add_text(t->index, ref, t->number, plain ? out : raw);
	if (!plain && raw->n)
		pinyin_sort_key(strbuf_str(raw), out);
}

static void make_keys(void *context, size_t piece)
{
	struct texts *t = context;
	struct strbuf *bytes = &t->pieces[piece], raw = {0};
	size_t start = piece * REFS_AT_ONCE, end = start + REFS_AT_ONCE < t->n ? start + REFS_AT_ONCE : t->n;
	if (halt_now())
		return;
	for (size_t i = start; i < end; i++) {
		t->v[i].at = bytes->n;
		add_key(t, t->from[i], &raw, bytes);
		t->v[i].key.n = bytes->n - t->v[i].at;
	}
	for (size_t i = start; i < end; i++)
		t->v[i].key.p = bytes->n ? bytes->p + t->v[i].at : "";
	strbuf_release(&raw);
}

/* How many bytes all keys that are there begin with. */
static size_t common_prefix(const struct texts *t, const struct radix_item *items, size_t n)
{
	struct str first = n ? t->v[items[0].row].key : (struct str){0};
	size_t common = first.n;
	for (size_t i = 1; i < n && common; i++) {
		struct str key = t->v[items[i].row].key;
		common = key.n < common ? key.n : common;
		if (memcmp(key.p, first.p, common) == 0)
			continue;
		for (common = 0; key.p[common] == first.p[common];)
			common++;
	}
	return common;
}

/* -- sorting ---------------------------------------------------------------------------------- */

/* Seven bytes behind the common ones, and below them how many there are: what ends there stands before what goes on. */
static uint64_t head_of(const struct texts *t, struct str key, size_t i)
{
	uint64_t word = 0;
	size_t at = t->common + i * BYTES_AT_ONCE, n = key.n > at ? key.n - at : 0;
	if (n >= sizeof word)
		memcpy(&word, key.p + at, sizeof word); /* of a size that is known: no call */
	else if (n)
		memcpy(&word, key.p + at, n);
	return (be64toh(word) & ~(uint64_t)UINT8_MAX) | (n < BYTES_AT_ONCE ? n : BYTES_AT_ONCE);
}

static void key_heads(const void *context, struct radix_item *items, size_t n, size_t i)
{
	const struct texts *t = context;
	for (size_t k = 0; k < n; k++)
		items[k].sort_key = head_of(t, t->v[items[k].row].key, i);
}

static bool is_text(const struct field *field)
{
	return field->type == FIELD_TEXT || field->type == FIELD_LIST || field->type == FIELD_LOCATORS;
}

bool sort_texts(const struct index *index, const struct sort_key *key, const struct ref *from, size_t n, struct ref *to)
{
	if (key->column.type != COLUMN_FIELD || !n)
		return false;
	const struct field *field = &fields_of[ref_kind(from[0])].v[key->column.field];
	if (!is_text(field) || str_eq_c(str_from(field->name), "name"))
		return false;
	struct texts t = {.index = index, .field = field, .number = key->column.field, .from = from, .n = n,
		.n_pieces = (n + REFS_AT_ONCE - 1) / REFS_AT_ONCE};
	t.v = xcalloc(n, sizeof *t.v);
	t.pieces = xcalloc(t.n_pieces, sizeof *t.pieces);
	parallel_for(t.n_pieces, parallel_threads(), make_keys, &t);
	/* Downwards everything is the other way round, but for equal ones, so these come and go so. */
	struct radix_item *items = xmalloc(n * sizeof *items);
	size_t n_present = 0, at = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t place = key->down ? (uint32_t)n - 1 - i : i;
		if (t.v[place].key.n)
			items[n_present++] = (struct radix_item){0, place};
	}
	t.common = common_prefix(&t, items, n_present);
	key_heads(&t, items, n_present, 0);
	parallel_sort(items, NULL, n_present, parallel_threads(), (struct sort_keys){key_heads, &t});
	for (; at < n_present; at++)
		to[at] = from[items[key->down ? n_present - 1 - at : at].row];
	for (size_t i = 0; i < n; i++)
		if (!t.v[i].key.n)
			to[at++] = from[i];
	for (size_t i = 0; i < t.n_pieces; i++)
		strbuf_release(&t.pieces[i]);
	free(t.pieces);
	free(t.v);
	free(items);
	return true;
}

/* -- codes that stand ready ------------------------------------------------------------------------ */

/* The rows of one code by name, up or down the same. */
static void put_equal(const struct index *index, enum kind kind, const uint32_t *rows, size_t n, struct ref *out)
{
	struct radix_item *items;
	if (n == 1) {
		*out = ref_make(kind, *rows);
		return;
	}
	items = xmalloc(n * sizeof *items);
	for (size_t i = 0; i < n; i++)
		items[i] = (struct radix_item){index_name_rank(index, ref_make(kind, rows[i])), rows[i]};
	radix_sort(items, n);
	for (size_t i = 0; i < n; i++)
		out[i] = ref_make(kind, items[i].row);
	free(items);
}

static size_t code_end(const struct index_code_rows *codes, size_t start)
{
	return bits_next(codes->starts, start + 1, codes->n);
}

/* Those without a code, which stand last. False: some row is there twice, as in an image that is wrong. */
static bool add_codeless(const struct index *index, enum kind kind, const struct index_code_rows *codes, struct ref *out)
{
	struct refs names = index_by_name(index, kind);
	uint64_t *coded = bits_new(names.n);
	size_t n = 0;
	for (size_t i = 0; i < codes->n; i++) {
		n += !bits_has(coded, codes->rows[i]);
		bits_set(coded, codes->rows[i]);
	}
	for (size_t i = 0; n == codes->n && n < names.n && i < names.n; i++)
		if (!bits_has(coded, ref_row(names.v[i])))
			*out++ = names.v[i];
	free(coded);
	return n == codes->n;
}

bool sort_codes_whole(const struct index *index, enum kind kind, const struct sort_key *key, struct ref *out)
{
	struct index_code_rows codes;
	if (key->column.type != COLUMN_FIELD || !index_rows_by_code(index, kind, key->column.field, &codes))
		return false;
	bool done = add_codeless(index, kind, &codes, out + codes.n);
	for (size_t start = 0, end; done && start < codes.n; start = end) {
		end = code_end(&codes, start);
		put_equal(index, kind, codes.rows + start, end - start, out + (key->down ? codes.n - end : start));
	}
	index_code_rows_release(&codes);
	return done;
}

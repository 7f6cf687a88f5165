#include "base/map.h"
#include "builder_internal.h"

#include <stdlib.h>
#include <string.h>

/* -- keys ---------------------------------------------------------------------------- */

void key_rows_init(struct key_rows *k, const struct parts *parts)
{
	*k = (struct key_rows){.keys = xmalloc(parts->n_rows * sizeof *k->keys), .n = (uint32_t)parts->n_rows};
	size_t n = 0;
	for (size_t i = 0; i < parts->n; i++) {
		if (parts->v[i]->keys.n)
			memcpy(k->keys + n, parts->v[i]->keys.v, parts->v[i]->keys.n * sizeof *k->keys);
		n += parts->v[i]->keys.n;
	}
	uint64_t top = n ? (uint64_t)k->keys[n - 1] / 32 + 1 : 0;
	if (top > (uint64_t)n * 8 + 1024)
		return;
	k->n_direct = (size_t)top;
	k->direct = xmalloc(k->n_direct * sizeof *k->direct);
	memset(k->direct, 0xFF, k->n_direct * sizeof *k->direct);
	for (uint32_t i = 0; i < k->n; i++)
		k->direct[k->keys[i] / 32] = i;
}

void key_rows_release(struct key_rows *k)
{
	free(k->keys);
	free(k->direct);
}

static bool key_rows_find(const struct key_rows *k, int64_t key, uint32_t *row)
{
	if (k->direct) {
		uint64_t at = (uint64_t)key / 32;
		*row = at < k->n_direct ? k->direct[at] : UINT32_MAX;
		return *row != UINT32_MAX;
	}
	uint32_t low = 0, high = k->n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (k->keys[middle] < key)
			low = middle + 1;
		else
			high = middle;
	}
	*row = low;
	return low < k->n && k->keys[low] == key;
}

bool key_rows_resolve(const struct key_rows rows[KIND_COUNT], uint32_t kinds_allowed, int64_t key, struct ref *out)
{
	uint32_t row;
	if (key <= 0 || (int)key_kind(key) >= KIND_COUNT || !(kinds_allowed >> key_kind(key) & 1)
		|| !key_rows_find(&rows[key_kind(key)], key, &row))
		return false;
	*out = ref_make(key_kind(key), row);
	return true;
}

/* A key of a row of a ledger names its owner and column. */
static bool resolve_packed(const struct index *index, const struct key_rows rows[KIND_COUNT], int64_t key, struct ref *out)
{
	enum ledger_sort sort;
	struct ref owner;
	uint32_t head, row;
	if (!ledger_sort_of(key_kind(key), &sort) || !key_rows_resolve(rows, UINT32_MAX, ledger_owner(key), &owner)
		|| !ledger_find_number(&index->ledger, sort, ledger_column_number(key), &head)
		|| !ledger_find_row(&index->ledger, owner, sort, head, &row))
		return false;
	*out = index_packed_ref(index, key_kind(key), row);
	return true;
}

static bool resolve_key(
	const struct index *index, const struct key_rows rows[KIND_COUNT], const struct field *field, int64_t key, struct ref *out)
{
	if (key_rows_resolve(rows, field->kinds, key, out))
		return true;
	return ledger_is_key(key) && field->kinds >> key_kind(key) & 1 && resolve_packed(index, rows, key, out);
}

/* -- references ---------------------------------------------------------------------------- */

static bool dangling(const struct part *part, size_t row, const struct field *field, int64_t key, struct err *err)
{
	size_t start = row ? part->columns[0].ends.v[row - 1] : 0;
	struct str id = {part->columns[0].bytes.v + start, part->columns[0].ends.v[row] - start};
	return err_set(err, ERR_DATA, "%.*s: found a reference to nothing (key %lld) in \"%s\", expected a record", STR_ARG(id),
		(long long)key, field->name);
}

static int64_t *joined_numbers(const struct parts *parts, size_t f, size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < parts->n; i++)
		*n += parts->v[i]->columns[f].numbers.n;
	int64_t *all = xmalloc(*n * sizeof *all);
	size_t at = 0;
	for (size_t i = 0; i < parts->n; i++) {
		struct part_column *c = &parts->v[i]->columns[f];
		if (c->numbers.n)
			memcpy(all + at, c->numbers.v, c->numbers.n * sizeof *all);
		at += c->numbers.n;
		array_release(&c->numbers);
	}
	return all;
}

static bool make_ref_column(const struct index *index, struct index_column *c, const struct parts *parts, const struct field *field, size_t f,
	const struct key_rows *rows, struct err *err)
{
	for (size_t i = 0; i < parts->n; i++) {
		struct part *part = parts->v[i];
		for (size_t row = 0; row < part->keys.n; row++) {
			struct ref ref;
			int64_t *key = &part->columns[f].numbers.v[row];
			if (*key == NUMBER_NONE)
				continue;
			if (!resolve_key(index, rows, field, *key, &ref))
				return dangling(part, row, field, *key, err);
			*key = ref.bits;
		}
	}
	size_t n;
	int64_t *all = joined_numbers(parts, f, &n);
	c->numbers = section_pack(all, n);
	free(all);
	return true;
}

static bool make_refs_column(const struct index *index, struct index_column *c, const struct parts *parts, const struct field *field, size_t f,
	const struct key_rows *rows, struct err *err)
{
	size_t n = 0, n_rows = 0;
	int64_t *ends = xmalloc(parts->n_rows * sizeof *ends);
	for (size_t i = 0; i < parts->n; i++)
		n += parts->v[i]->columns[f].numbers.n;
	struct ref *refs = xmalloc(n * sizeof *refs);
	bool ok = true;
	n = 0;
	for (size_t i = 0; ok && i < parts->n; i++) {
		struct part *part = parts->v[i];
		struct part_column *from = &part->columns[f];
		for (size_t row = 0, at = 0; ok && row < part->keys.n; row++) {
			for (; ok && at < from->ends.v[row]; at++)
				ok = resolve_key(index, rows, field, from->numbers.v[at], &refs[n++])
					|| dangling(part, row, field, from->numbers.v[at], err);
			ends[n_rows++] = (int64_t)n;
		}
		array_release(&from->ends);
		array_release(&from->numbers);
	}
	if (ok)
		c->ends = section_pack(ends, n_rows);
	c->refs = section_plain(refs, ok ? n : 0, sizeof *refs);
	if (!ok || !n)
		section_free(&c->refs);
	free(ends);
	return ok;
}

/* -- texts ------------------------------------------------------------------------------------ */

static struct str part_text(const struct part_column *c, size_t row)
{
	size_t start = row ? c->ends.v[row - 1] : 0;
	return (struct str){c->bytes.v ? c->bytes.v + start : "", c->ends.v[row] - start};
}

/* Equal texts once, where there are few different ones; false where there are too many. */
static bool make_coded(struct index_column *c, const struct parts *parts, size_t f)
{
	enum { FREE_CODES = 256 };
	struct map seen = {0};
	ARRAY(char) bytes = {0};
	ARRAY(int64_t) ends = {0};
	int64_t *codes = xmalloc(parts->n_rows * sizeof *codes);
	size_t n = 0;
	bool few = true;
	for (size_t i = 0; few && i < parts->n; i++)
		for (size_t row = 0; few && row < parts->v[i]->keys.n; row++) {
			struct str text = part_text(&parts->v[i]->columns[f], row);
			uint32_t code = (uint32_t)ends.n;
			if (map_add(&seen, text, &code)) {
				array_reserve(&bytes, bytes.n + text.n);
				if (text.n)
					memcpy(bytes.v + bytes.n, text.p, text.n);
				bytes.n += text.n;
				array_push(&ends, (int64_t)bytes.n);
			}
			codes[n++] = code;
			few = ends.n <= FREE_CODES + n / 16;
		}
	if (few) {
		c->codes = section_pack(codes, n);
		c->ends = section_pack(ends.v, ends.n);
		c->bytes = section_plain(bytes.v, bytes.n, 1);
	} else {
		array_release(&bytes);
	}
	array_release(&ends);
	free(codes);
	map_release(&seen);
	return few;
}

static void make_plain(struct index_column *c, const struct parts *parts, size_t f)
{
	size_t n = 0, n_bytes = 0;
	for (size_t i = 0; i < parts->n; i++)
		n_bytes += parts->v[i]->columns[f].bytes.n;
	char *bytes = xmalloc(n_bytes);
	int64_t *ends = xmalloc(parts->n_rows * sizeof *ends);
	n_bytes = 0;
	for (size_t i = 0; i < parts->n; i++) {
		const struct part_column *from = &parts->v[i]->columns[f];
		for (size_t row = 0; row < from->ends.n; row++)
			ends[n++] = (int64_t)(n_bytes + from->ends.v[row]);
		if (from->bytes.n)
			memcpy(bytes + n_bytes, from->bytes.v, from->bytes.n);
		n_bytes += from->bytes.n;
	}
	c->ends = section_pack(ends, n);
	c->bytes = section_plain(bytes, n_bytes, 1);
	free(ends);
}

static void make_periods(struct index_column *c)
{
	struct period *periods = xmalloc((size_t)c->ends.n * sizeof *periods);
	for (uint64_t i = 0; i < c->ends.n; i++)
		if (!period_parse(section_text(&c->ends, &c->bytes, i), &periods[i]))
			periods[i] = (struct period){1, 0};
	c->periods = section_plain(periods, (size_t)c->ends.n, sizeof *periods);
}

bool column_make(struct index *index, const struct parts *parts, enum kind kind, size_t f, const struct key_rows rows[KIND_COUNT],
	struct err *err)
{
	const struct field *field = &fields_of[kind].v[f];
	struct index_column *c = &index->tables[kind].columns[f];
	if (!parts->n_rows)
		return true;
	if (field->type == FIELD_REF)
		return make_ref_column(index, c, parts, field, f, rows, err);
	if (field->type == FIELD_REFS)
		return make_refs_column(index, c, parts, field, f, rows, err);
	if (column_shape(field->type) == COLUMN_NUMBERS) {
		size_t n;
		int64_t *all = joined_numbers(parts, f, &n);
		c->numbers = section_pack(all, n);
		free(all);
		return true;
	}
	if (f == 0 || !make_coded(c, parts, f))
		make_plain(c, parts, f);
	for (size_t i = 0; f && i < parts->n; i++) { /* ids stay for messages */
		array_release(&parts->v[i]->columns[f].ends);
		array_release(&parts->v[i]->columns[f].bytes);
	}
	if (field->type == FIELD_PERIOD)
		make_periods(c);
	return true;
}

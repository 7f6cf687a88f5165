#include "base/bisect.h"
#include "base/map.h"
#include "builder_internal.h"
#include "measured_internal.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* -- keys ---------------------------------------------------------------------------- */

static const struct section *section_of_part(const struct part *part, size_t offset)
{
	return (const struct section *)(const void *)((const char *)part + offset);
}

/* The line through the first and the last number of all. */
static bool find_line(const struct parts *parts, size_t offset, struct section *out)
{
	const int64_t far = INT64_MAX / 4; /* as for section_pack */
	const struct section *last = section_of_part(parts->v[parts->n - 1], offset);
	int64_t from = section_number(section_of_part(parts->v[0], offset), 0), to = section_number(last, last->n - 1), run = (int64_t)parts->n_rows - 1;
	*out = (struct section){.n = parts->n_rows, .base = from};
	if (from == to)
		return true;
	if (from < -far || from > far || to < -far || to > far || (to - from) % run)
		return false;
	out->slope = (to - from) / run;
	return true;
}

bool parts_on_line(const struct parts *parts, size_t offset, struct section *out)
{
	uint64_t at = 0;
	if (!parts->n_rows || !find_line(parts, offset, out))
		return false;
	for (size_t i = 0; i < parts->n; i++) {
		const struct section *s = section_of_part(parts->v[i], offset);
		if (s->width || section_number(s, 0) != section_number(out, at) || section_number(s, s->n - 1) != section_number(out, at + s->n - 1))
			return false;
		at += s->n;
	}
	return true;
}

void key_rows_init(struct key_rows *k, const struct parts *parts)
{
	struct section line;
	if (parts_on_line(parts, offsetof(struct part, keys), &line)) {
		*k = (struct key_rows){.first = line.base, .step = line.slope ? line.slope : 1, .n = (uint32_t)parts->n_rows};
		return;
	}
	*k = (struct key_rows){.keys = xmalloc(parts->n_rows * sizeof *k->keys), .n = (uint32_t)parts->n_rows};
	size_t n = 0;
	for (size_t i = 0; i < parts->n; i++)
		for (uint64_t row = 0; row < parts->v[i]->keys.n; row++)
			k->keys[n++] = section_number(&parts->v[i]->keys, row);
	uint64_t top = n ? (uint64_t)k->keys[n - 1] / KEY_STEP + 1 : 0;
	if (top > (uint64_t)n * 8 + 1024)
		return;
	k->n_direct = (size_t)top;
	k->direct = xmalloc(k->n_direct * sizeof *k->direct);
	memset(k->direct, 0xFF, k->n_direct * sizeof *k->direct);
	for (uint32_t i = 0; i < k->n; i++)
		k->direct[k->keys[i] / KEY_STEP] = i;
}

void key_rows_trim(struct key_rows *k)
{
	if (!k->direct)
		return;
	free(k->keys);
	k->keys = NULL;
}

void key_rows_release(struct key_rows *k)
{
	free(k->keys);
	free(k->direct);
}

static bool key_rows_find(const struct key_rows *k, int64_t key, uint32_t *row)
{
	if (k->step) {
		uint64_t at = (uint64_t)key - (uint64_t)k->first, step = (uint64_t)k->step;
		*row = (uint32_t)(at / step);
		return key >= k->first && at % step == 0 && at / step < k->n;
	}
	if (k->direct) {
		uint64_t at = (uint64_t)key / KEY_STEP;
		*row = at < k->n_direct ? k->direct[at] : UINT32_MAX;
		return *row != UINT32_MAX;
	}
	size_t at = 0;
	bisect(at, k->n, i, k->keys[i] < key);
	*row = (uint32_t)at;
	return at < k->n && k->keys[at] == key;
}

bool key_rows_resolve(const struct key_rows rows[KIND_COUNT], uint32_t kinds_allowed, int64_t key, struct ref *out)
{
	uint32_t row;
	if (!key_is_of(key, kinds_allowed) || !key_rows_find(&rows[key_kind(key)], key, &row))
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

void column_room_release(struct column_room *room)
{
	array_release(&room->first);
	array_release(&room->second);
}

static int64_t *room_for(struct column_room *room, size_t n)
{
	array_reserve(&room->first, n);
	return room->first.v;
}

static void make_number_column(struct index_column *c, const struct parts *parts, size_t f, struct column_room *room)
{
	if (parts_on_line(parts, offsetof(struct part, columns) + f * sizeof(struct part_column) + offsetof(struct part_column, numbers), &c->numbers))
		return;
	int64_t *all = room_for(room, parts->n_rows);
	size_t n = 0;
	for (size_t i = 0; i < parts->n; i++)
		for (uint64_t row = 0; row < parts->v[i]->keys.n; row++)
			all[n++] = section_number(&parts->v[i]->columns[f].numbers, row);
	c->numbers = section_pack(all, n);
}

/* -- references ---------------------------------------------------------------------------- */

/* A column whose keys are looked up, as it was read. */
struct referring {
	const struct index *index;
	const struct key_rows *rows; /* of each kind */
	const struct parts *parts;
	const struct field *field;
	size_t f;
};

static bool dangling(const struct part *part, size_t row, const struct field *field, int64_t key, struct err *err)
{
	struct strbuf id = {0};
	part_add_text(part, 0, row, &id);
	err_set(err, ERR_DATA, "%.*s: found a reference to nothing (key %lld) in \"%s\", expected a record", STR_ARG(strbuf_str(&id)),
		(long long)key, field->name);
	strbuf_release(&id);
	return false;
}

/* What a key in a row of part i names. */
static bool resolve(const struct referring *r, size_t i, size_t row, int64_t key, struct ref *out, struct err *err)
{
	if (key_rows_resolve(r->rows, r->field->kinds, key, out))
		return true;
	bool packed = ledger_is_key(key) && r->field->kinds >> key_kind(key) & 1;
	return (packed && resolve_packed(r->index, r->rows, key, out)) || dangling(r->parts->v[i], row, r->field, key, err);
}

static bool make_ref_column(const struct referring *r, struct index_column *c, struct column_room *room, struct err *err)
{
	const struct parts *parts = r->parts;
	int64_t *all = room_for(room, parts->n_rows);
	size_t n = 0;
	bool ok = true;
	for (size_t i = 0; ok && i < parts->n; i++)
		for (size_t row = 0; ok && row < parts->v[i]->keys.n; row++) {
			int64_t key = section_number(&parts->v[i]->columns[r->f].numbers, row);
			struct ref ref;
			if (key != NUMBER_NONE)
				ok = resolve(r, i, row, key, &ref, err);
			if (ok)
				all[n++] = key == NUMBER_NONE ? NUMBER_NONE : ref.bits;
		}
	if (ok)
		c->numbers = section_pack(all, n);
	return ok;
}

static bool make_refs_column(const struct referring *r, struct index_column *c, struct column_room *room, struct err *err)
{
	const struct parts *parts = r->parts;
	size_t n = 0, n_rows = 0, f = r->f;
	int64_t *ends = room_for(room, parts->n_rows);
	for (size_t i = 0; i < parts->n; i++)
		n += (size_t)parts->v[i]->columns[f].numbers.n;
	struct ref *refs = xmalloc(n * sizeof *refs);
	bool ok = true;
	n = 0;
	for (size_t i = 0; ok && i < parts->n; i++) {
		const struct part_column *from = &parts->v[i]->columns[f];
		uint64_t at = 0, end = 0;
		for (size_t row = 0; ok && row < parts->v[i]->keys.n; row++) {
			end += (uint64_t)section_number(&from->lengths, row);
			for (; ok && at < end; at++) {
				int64_t key = section_number(&from->numbers, at);
				ok = resolve(r, i, row, key, &refs[n++], err);
			}
			ends[n_rows++] = (int64_t)n;
		}
	}
	if (ok)
		c->ends = section_pack(ends, n_rows);
	c->refs = section_plain(refs, ok ? n : 0, sizeof *refs);
	if (!ok || !n)
		section_free(&c->refs);
	return ok;
}

/* -- texts ------------------------------------------------------------------------------------ */

/* Equal texts once, where there are few different ones; false where there are too many. */
static bool make_coded(struct index_column *c, const struct parts *parts, size_t f, struct column_room *room)
{
	enum { FREE_CODES = 1 << 14, ALWAYS_CODES = 256 };
	struct map seen = {0};
	struct strbuf bytes = {0};
	ARRAY(int64_t) ends = {0};
	int64_t *codes = room_for(room, parts->n_rows);
	struct text_walk walk = {parts, f, 0, 0, 0};
	struct str text, before = {NULL, 0};
	size_t n = 0;
	bool few = true;
	while (few && text_next(&walk, &text)) {
		uint32_t code = (uint32_t)ends.n;
		if (n && str_eq(text, before)) { /* above all: none, as of the row before */
			codes[n] = codes[n - 1];
			n++;
			continue;
		}
		before = text;
		if (map_add(&seen, text, &code)) {
			strbuf_add(&bytes, text);
			array_push(&ends, (int64_t)bytes.n);
		}
		codes[n++] = code;
		few = ends.n <= FREE_CODES + n / 16;
	}
	few = few && ends.n <= ALWAYS_CODES + n / 4;
	if (few) {
		c->codes = section_pack(codes, n);
		c->ends = section_pack(ends.v, ends.n);
		c->bytes = section_plain(bytes.p, bytes.n, 1);
	} else {
		strbuf_release(&bytes);
	}
	array_release(&ends);
	map_release(&seen);
	return few;
}

/* Parts are left without the column; ids stay for messages. With `ends` they stand, else perhaps lengths in their place. */
static void make_plain(struct index_column *c, const struct parts *parts, size_t f, bool with_ends, struct column_room *room)
{
	size_t n = 0, n_bytes = 0;
	for (size_t i = 0; i < parts->n; i++)
		n_bytes += parts->v[i]->columns[f].n_bytes;
	char *bytes = xmalloc(n_bytes);
	int64_t *ends = room_for(room, parts->n_rows);
	n_bytes = 0;
	for (size_t i = 0; i < parts->n; i++) {
		const struct part_column *from = &parts->v[i]->columns[f];
		int64_t end = (int64_t)n_bytes;
		for (uint64_t row = 0; row < from->lengths.n; row++)
			ends[n++] = end += section_number(&from->lengths, row);
		pages_ready(bytes + n_bytes, from->n_bytes);
		if (from->n_bytes)
			memcpy(bytes + n_bytes, from->bytes, from->n_bytes);
		n_bytes += from->n_bytes;
		if (f) /* names are most of what there is: they do not stand twice */
			part_free_column(parts->v[i], f);
	}
	struct section packed = section_plain(bytes, n_bytes, 1);
	if (!with_ends && measured_make(c, ends, n, packed))
		return;
	c->ends = section_pack(ends, n);
	c->bytes = packed;
}

static void make_periods(struct index_column *c)
{
	struct period *periods = xmalloc((size_t)c->ends.n * sizeof *periods);
	for (uint64_t i = 0; i < c->ends.n; i++)
		periods[i] = index_period_of_text(section_text(&c->ends, &c->bytes, i));
	c->periods = section_plain(periods, (size_t)c->ends.n, sizeof *periods);
}

void column_make_texts(struct index_column *c, const struct parts *parts, const struct field *field, size_t f, struct column_room *room)
{
	bool numbered = (f == 0 || field->type == FIELD_LOCATORS) && numbered_make(c, parts, f, f == 0, room);
	if (!numbered)
		parts_spell(parts, f);
	if (!numbered && (f == 0 || !make_coded(c, parts, f, room)) && !(search_is_code(field) && lettered_make(c, parts, f)))
		make_plain(c, parts, f, field->type == FIELD_PERIOD, room);
	if (field->type == FIELD_PERIOD)
		make_periods(c);
}

bool column_make(struct index *index, const struct parts *parts, enum kind kind, size_t f, const struct key_rows rows[KIND_COUNT],
	struct column_room *room, struct err *err)
{
	const struct field *field = &fields_of[kind].v[f];
	struct index_column *c = &index->tables[kind].columns[f];
	bool ok = true;
	if (!parts->n_rows)
		return true;
	if (field->type == FIELD_REF)
		ok = make_ref_column(&(struct referring){index, rows, parts, field, f}, c, room, err);
	else if (field->type == FIELD_REFS)
		ok = make_refs_column(&(struct referring){index, rows, parts, field, f}, c, room, err);
	else if (column_shape(field->type) == COLUMN_NUMBERS)
		make_number_column(c, parts, f, room);
	else
		column_make_texts(c, parts, field, f, room);
	if (f) /* ids stay for messages */
		parts_free_column(parts, f);
	return ok;
}

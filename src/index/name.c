#include "index_internal.h"

#include "base/array.h"
#include "base/map.h"
#include "base/parallel.h"
#include "name_internal.h"
#include "text/utf8.h"

#include <stdlib.h>

/* -- short names ---------------------------------------------------------------- */

/*
 * Which names and short names of a table occur more than once: hashes of them in many small tables, each of which one thread
 * fills from what belongs to it, the lowest bit set for what came again. (Two that differ and have one hash would count as the
 * same: a longer name is shown then.)
 */
enum { TALLY_BITS = 8, TALLY_TABLES = 1 << TALLY_BITS };

/* ROWS_AT_ONCE rows. */
struct tally_piece {
	name_hashes hashes;         /* row after row */
	size_t places[TALLY_TABLES]; /* by table: how many belong to it; then where they go among all */
};

struct tally {
	const struct index_table *t;
	size_t short_names;
	struct tally_piece *pieces;
	size_t n_pieces;
	uint64_t *hashes; /* of all pieces, table after table */
	size_t starts[TALLY_TABLES + 1];
	uint64_t *tables[TALLY_TABLES];
	size_t sizes[TALLY_TABLES];
	int64_t *choices;
};

void names_hash(const struct index_table *t, size_t short_names, uint32_t row, name_hashes *out)
{
	struct str rest = index_column_text(&t->columns[short_names], row), element = index_column_text(&t->columns[1], row);
	do {
		array_push(out, hash_bytes(element.p, element.n, 0) | 1);
	} while (index_list_next(&rest, &element));
}

static size_t table_of_hash(uint64_t hash)
{
	return (size_t)(hash >> (64 - TALLY_BITS));
}

static void hash_names(void *context, size_t i)
{
	struct tally *tally = context;
	struct tally_piece *piece = &tally->pieces[i];
	uint32_t first = (uint32_t)(i * ROWS_AT_ONCE), end = first + rows_of_piece(tally->t->n, i);
	for (uint32_t row = first; row < end; row++)
		names_hash(tally->t, tally->short_names, row, &piece->hashes);
	for (size_t k = 0; k < piece->hashes.n; k++)
		piece->places[table_of_hash(piece->hashes.v[k])]++;
}

/* Where the hashes of each piece go; returns how many there are. */
static size_t place_hashes(struct tally *tally)
{
	size_t sum = 0;
	for (size_t table = 0; table < TALLY_TABLES; table++) {
		tally->starts[table] = sum;
		for (size_t i = 0; i < tally->n_pieces; i++) {
			size_t n = tally->pieces[i].places[table];
			tally->pieces[i].places[table] = sum;
			sum += n;
		}
	}
	return tally->starts[TALLY_TABLES] = sum;
}

static void move_hashes(void *context, size_t i)
{
	struct tally *tally = context;
	struct tally_piece *piece = &tally->pieces[i];
	for (size_t j = 0; j < piece->hashes.n; j++)
		tally->hashes[piece->places[table_of_hash(piece->hashes.v[j])]++] = piece->hashes.v[j];
}

static size_t home_of(size_t size, uint64_t hash)
{
	return (size_t)(hash >> 20) & (size - 1);
}

static uint64_t *hash_slot(uint64_t *table, size_t size, uint64_t hash)
{
	size_t i = home_of(size, hash);
	while (table[i] && (table[i] | 1) != hash)
		i = (i + 1) & (size - 1);
	return &table[i];
}

static void fill_table(void *context, size_t number)
{
	struct tally *tally = context;
	size_t n = tally->starts[number + 1] - tally->starts[number], size = 16;
	while (size < n * 2)
		size *= 2;
	uint64_t *table = tally->tables[number] = xcalloc(size, sizeof *table);
	tally->sizes[number] = size;
	for (size_t i = tally->starts[number]; i < tally->starts[number + 1]; i++) {
		uint64_t *slot = hash_slot(table, size, tally->hashes[i]);
		*slot = *slot ? tally->hashes[i] : tally->hashes[i] & ~UINT64_C(1); /* first without the bit, again with it */
	}
}

static bool occurs_once(const void *context, uint64_t hash)
{
	const struct tally *tally = context;
	size_t number = table_of_hash(hash);
	return !(*hash_slot(tally->tables[number], tally->sizes[number], hash) & 1);
}

uint16_t names_choose_short(const struct index_table *t, size_t short_names, uint32_t row, const uint64_t *hashes, size_t *n,
	name_once *once, const void *context)
{
	struct str rest = index_column_text(&t->columns[short_names], row), element;
	size_t least = rest.n ? utf8_length(index_column_text(&t->columns[1], row)) : 0;
	uint16_t choice = 0;
	for (*n = 1; index_list_next(&rest, &element); ++*n) {
		size_t length = *n < UINT16_MAX ? utf8_length(element) : 0;
		if (length >= 2 && length < least && once(context, hashes[*n])) {
			least = length;
			choice = (uint16_t)*n;
		}
	}
	return choice;
}

/* Hashes lead anywhere in their tables: those of some rows on are on their way already. */
static void choose_piece(void *context, size_t i)
{
	enum { AHEAD = 32 };
	struct tally *tally = context;
	const struct tally_piece *piece = &tally->pieces[i];
	uint32_t first = (uint32_t)(i * ROWS_AT_ONCE), end = first + rows_of_piece(tally->t->n, i);
	size_t at = 0, ahead = 0;
	for (uint32_t row = first; row < end; row++) {
		size_t n;
		for (; ahead < piece->hashes.n && ahead < at + AHEAD; ahead++) {
			size_t table = table_of_hash(piece->hashes.v[ahead]);
			__builtin_prefetch(tally->tables[table] + home_of(tally->sizes[table], piece->hashes.v[ahead]));
		}
		tally->choices[row] = names_choose_short(tally->t, tally->short_names, row, piece->hashes.v + at, &n, occurs_once, tally);
		at += n;
	}
}

bool names_have_short(const struct index_table *t, enum kind kind, size_t *field)
{
	int short_names = field_find(kind, STR("short_names"));
	/* Other words for an indicator or a sector are synonyms, not shorter names for it: 工业总产值 is not just any 总产值. */
	if (kind == KIND_INDICATOR || kind == KIND_SECTOR || !kind_has_name(kind) || short_names < 0)
		return false;
	*field = (size_t)short_names;
	return t->columns[*field].bytes.n > 0;
}

struct section names_short_choices(const struct index_table *t, enum kind kind, unsigned n_threads)
{
	struct tally tally = {.t = t, .n_pieces = (t->n + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE};
	if (!names_have_short(t, kind, &tally.short_names))
		return (struct section){0};
	tally.pieces = xcalloc(tally.n_pieces, sizeof *tally.pieces);
	tally.choices = xmalloc(t->n * sizeof *tally.choices);
	parallel_for(tally.n_pieces, n_threads, hash_names, &tally);
	tally.hashes = xmalloc(place_hashes(&tally) * sizeof *tally.hashes);
	parallel_for(tally.n_pieces, n_threads, move_hashes, &tally);
	parallel_for(TALLY_TABLES, n_threads, fill_table, &tally);
	parallel_for(tally.n_pieces, n_threads, choose_piece, &tally);
	struct section packed = section_pack(tally.choices, t->n);
	for (size_t i = 0; i < tally.n_pieces; i++)
		array_release(&tally.pieces[i].hashes);
	for (size_t i = 0; i < TALLY_TABLES; i++)
		free(tally.tables[i]);
	free(tally.hashes);
	free(tally.pieces);
	free(tally.choices);
	return packed;
}

void names_make_short(struct index *index, enum kind kind)
{
	index->tables[kind].short_choice = names_short_choices(&index->tables[kind], kind, index->n_threads);
}

/* -- composed names ---------------------------------------------------------------- */

static const struct composition compositions[] = {
	{KIND_LINK, " > ", {"from", "to", "product"}},
	{KIND_PLACEMENT, " > ", {"enterprise", "stage", NULL}},
	{KIND_FLOW, " > ", {"from", "to", "product"}},
	{KIND_MILESTONE, " ", {"project", "status", "date"}},
	{KIND_CLAIM, " ", {"subject", "indicator", "item"}},
	{KIND_IDENTITY, " = ", {"a", "b", NULL}},
};

size_t composition_fields(const struct composition *c, size_t fields[3])
{
	size_t n = 0;
	for (; n < 3 && c->parts[n]; n++)
		fields[n] = field_get(c->kind, c->parts[n]);
	return n;
}

const struct composition *composition_of(enum kind kind)
{
	for (size_t i = 0; i < sizeof compositions / sizeof *compositions; i++)
		if (compositions[i].kind == kind)
			return &compositions[i];
	return NULL;
}

/*
 * A part that is composed itself has its name only where its kind stands before this one, so that none is composed of
 * itself; else its id.
 */
static void add_part_name(const struct index *index, enum kind whole, struct ref ref, struct strbuf *out)
{
	const struct composition *c = composition_of(ref_kind(ref));
	if (!c)
		strbuf_add(out, index_short_name(index, ref));
	else if (c < composition_of(whole))
		names_add(index, ref, out);
	else
		index_add_id(index, ref, out);
}

void composition_add_part(const struct index *index, struct ref ref, size_t field, struct strbuf *out)
{
	const struct field *f = &fields_of[ref_kind(ref)].v[field];
	if (f->type == FIELD_REF) {
		struct ref target = index_ref(index, ref, field);
		if (!ref_none(target))
			add_part_name(index, ref_kind(ref), target, out);
	} else if (f->type == FIELD_ENUM) {
		int64_t code = index_number(index, ref, field);
		if (code >= 0 && (uint64_t)code < enums[f->enumeration].n)
			strbuf_add_c(out, enums[f->enumeration].v[code].zh);
	} else {
		index_add_text(index, ref, field, out);
	}
}

static void compose(const struct index *index, const struct composition *c, struct ref ref, struct strbuf *out)
{
	size_t fields[3], n = composition_fields(c, fields);
	composition_add_part(index, ref, fields[0], out);
	strbuf_add_c(out, c->middle);
	composition_add_part(index, ref, fields[1], out);
	if (n < 3)
		return;
	size_t before = out->n;
	strbuf_add_byte(out, ' ');
	composition_add_part(index, ref, fields[2], out);
	if (out->n == before + 1)
		strbuf_truncate(out, before);
}

void names_add(const struct index *index, struct ref ref, struct strbuf *out)
{
	const struct composition *c = composition_of(ref_kind(ref));
	size_t before = out->n;
	if (!c) {
		strbuf_add(out, index_name(index, ref));
		return;
	}
	compose(index, c, ref, out);
	if (str_trim(str_sub(strbuf_str(out), before, out->n)).n)
		return;
	strbuf_truncate(out, before);
	index_add_id(index, ref, out);
}

void index_make_names(struct index *index)
{
	for (int k = 0; k < KIND_COUNT; k++)
		names_make_short(index, (enum kind)k);
}

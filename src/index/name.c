#include "index_internal.h"

#include "base/map.h"
#include "base/strbuf.h"
#include "name_internal.h"
#include "parallel_internal.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* -- short names ---------------------------------------------------------------- */

/* How often each name or short name occurs in a table. */
struct tally {
	struct map seen;
	ARRAY(uint32_t) counts;
};

static void count_names(const struct index_table *t, size_t short_names, struct tally *tally)
{
	for (uint32_t row = 0; row < t->n; row++) {
		struct str rest = index_column_text(&t->columns[short_names], row),
			   element = index_column_text(&t->columns[1], row);
		do {
			uint32_t slot = (uint32_t)tally->counts.n;
			if (map_add(&tally->seen, element, &slot))
				array_push(&tally->counts, 0);
			tally->counts.v[slot]++;
		} while (index_list_next(&rest, &element));
	}
}

/*
 * Which of name and short names is the shortest of two characters or more (晋 is no name to read) that no other
 * record has; the earlier one of equals.
 */
static uint16_t choose_short(const struct index_table *t, size_t short_names, uint32_t row, const struct tally *tally)
{
	struct str name = index_column_text(&t->columns[1], row),
		   rest = index_column_text(&t->columns[short_names], row), element;
	size_t least = utf8_length(name);
	uint16_t choice = 0;
	for (uint16_t i = 1; i < UINT16_MAX && index_list_next(&rest, &element); i++) {
		uint32_t slot = 0;
		size_t length = utf8_length(element);
		if (length >= 2 && length < least && map_find(&tally->seen, element, &slot) && tally->counts.v[slot] == 1) {
			least = length;
			choice = i;
		}
	}
	return choice;
}

static void make_short_choices(void *context, size_t k)
{
	struct index *index = context;
	struct index_table *t = &index->tables[k];
	int short_names = field_find((enum kind)k, STR("short_names"));
	/* Other words for an indicator or a sector are synonyms, not shorter names for it: 工业总产值 is not just any 总产值. */
	if (k == KIND_INDICATOR || k == KIND_SECTOR)
		return;
	if (!kind_has_name((enum kind)k) || short_names < 0 || !t->columns[short_names].bytes.n)
		return;
	struct tally tally = {0};
	int64_t *choices = xmalloc(t->n * sizeof *choices);
	count_names(t, (size_t)short_names, &tally);
	for (uint32_t row = 0; row < t->n; row++)
		choices[row] = choose_short(t, (size_t)short_names, row, &tally);
	t->short_choice = section_pack(choices, t->n);
	free(choices);
	array_release(&tally.counts);
	map_release(&tally.seen);
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

/* The short name of a record that has one by now, else its id. */
static struct str part_name(const struct index *index, struct ref ref)
{
	const struct index_table *t = &index->tables[ref_kind(ref)];
	return kind_has_name(ref_kind(ref)) || t->composed.ends.n ? index_short_name(index, ref) : index_id(index, ref);
}

void composition_add_part(const struct index *index, struct ref ref, size_t field, struct strbuf *out)
{
	const struct field *f = &fields_of[ref_kind(ref)].v[field];
	if (f->type == FIELD_REF) {
		struct ref target = index_ref(index, ref, field);
		if (!ref_none(target))
			strbuf_add(out, part_name(index, target));
	} else if (f->type == FIELD_ENUM) {
		int64_t code = index_number(index, ref, field);
		if (code >= 0 && (uint64_t)code < enums[f->enumeration].n)
			strbuf_add_c(out, enums[f->enumeration].v[code].zh);
	} else {
		strbuf_add(out, index_text(index, ref, field));
	}
}

struct composing {
	const struct index *index;
	const struct composition *composition;
	size_t fields[3], n_fields;
	struct piece *pieces;
};

static void compose_one(
	const struct index *index, const struct composition *c, const size_t *fields, size_t n, struct ref ref, struct strbuf *out)
{
	composition_add_part(index, ref, fields[0], out);
	strbuf_add_c(out, c->middle);
	composition_add_part(index, ref, fields[1], out);
	if (n > 2 && index_text(index, ref, fields[2]).n) {
		strbuf_add_byte(out, ' ');
		composition_add_part(index, ref, fields[2], out);
	}
}

void names_compose(const struct index *index, struct ref ref, struct strbuf *out)
{
	const struct composition *c = composition_of(ref_kind(ref));
	size_t fields[3];
	compose_one(index, c, fields, composition_fields(c, fields), ref, out);
}

static void compose_piece(void *context, size_t i)
{
	struct composing *c = context;
	struct piece *piece = &c->pieces[i];
	uint32_t n = rows_of_piece(c->index->tables[c->composition->kind].n, i);
	piece->ends = xmalloc(n * sizeof *piece->ends);
	for (uint32_t row = 0; row < n; row++) {
		compose_one(c->index, c->composition, c->fields, c->n_fields,
			ref_make(c->composition->kind, (uint32_t)(i * ROWS_AT_ONCE) + row), &piece->bytes);
		piece->ends[row] = (uint32_t)piece->bytes.n;
	}
}

static void compose(struct index *index, const struct composition *composition)
{
	struct index_table *t = &index->tables[composition->kind];
	struct composing c = {.index = index, .composition = composition};
	size_t n_pieces = (t->n + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE, n_bytes = 0, n = 0;
	if (!t->n)
		return;
	c.n_fields = composition_fields(composition, c.fields);
	c.pieces = xcalloc(n_pieces, sizeof *c.pieces);
	parallel_for(n_pieces, index->n_threads, compose_piece, &c);
	for (size_t i = 0; i < n_pieces; i++)
		n_bytes += c.pieces[i].bytes.n;
	char *bytes = xmalloc(n_bytes);
	int64_t *ends = xmalloc(t->n * sizeof *ends);
	n_bytes = 0;
	for (size_t i = 0; i < n_pieces; i++) {
		struct piece *piece = &c.pieces[i];
		for (uint32_t row = 0; row < rows_of_piece(t->n, i); row++)
			ends[n++] = (int64_t)(n_bytes + piece->ends[row]);
		memcpy(bytes + n_bytes, piece->bytes.p, piece->bytes.n);
		n_bytes += piece->bytes.n;
		strbuf_release(&piece->bytes);
		free(piece->ends);
	}
	t->composed.bytes = section_plain(bytes, n_bytes, 1);
	t->composed.ends = section_pack(ends, t->n);
	free(ends);
	free(c.pieces);
}

void index_make_names(struct index *index)
{
	parallel_for(KIND_COUNT, index->n_threads, make_short_choices, index);
	for (size_t i = 0; i < sizeof compositions / sizeof *compositions; i++)
		compose(index, &compositions[i]);
}

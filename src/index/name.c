#include "index_internal.h"

#include "base/map.h"
#include "base/strbuf.h"
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

/* How the names of kinds without one are made: the first two parts with `middle` between them, the tail where there is one. */
static const struct composition {
	enum kind kind;
	const char *middle;
	const char *parts[3];
} compositions[] = {
	{KIND_LINK, " > ", {"from", "to", "product"}},
	{KIND_PLACEMENT, " > ", {"enterprise", "stage", NULL}},
	{KIND_FLOW, " > ", {"from", "to", "product"}},
	{KIND_MILESTONE, " ", {"project", "status", "date"}},
	{KIND_CLAIM, " ", {"subject", "indicator", "item"}},
	{KIND_IDENTITY, " = ", {"a", "b", NULL}},
};

static size_t part_fields(const struct composition *c, size_t fields[3])
{
	size_t n = 0;
	for (; n < 3 && c->parts[n]; n++)
		fields[n] = field_get(c->kind, c->parts[n]);
	return n;
}

static const struct composition *composition_of(enum kind kind)
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

static void add_part(const struct index *index, struct ref ref, size_t field, struct strbuf *out)
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

/* What several threads make of the rows of a table, so many at once. */
enum { ROWS_AT_ONCE = 1 << 14 };

struct piece {
	struct strbuf bytes;
	uint32_t *ends;
};

struct composing {
	const struct index *index;
	const struct composition *composition;
	size_t fields[3], n_fields;
	struct piece *pieces;
};

static void compose_one(
	const struct index *index, const struct composition *c, const size_t *fields, size_t n, struct ref ref, struct strbuf *out)
{
	add_part(index, ref, fields[0], out);
	strbuf_add_c(out, c->middle);
	add_part(index, ref, fields[1], out);
	if (n > 2 && index_text(index, ref, fields[2]).n) {
		strbuf_add_byte(out, ' ');
		add_part(index, ref, fields[2], out);
	}
}

void names_compose(const struct index *index, struct ref ref, struct strbuf *out)
{
	const struct composition *c = composition_of(ref_kind(ref));
	size_t fields[3];
	compose_one(index, c, fields, part_fields(c, fields), ref, out);
}

static uint32_t rows_of_piece(uint32_t n_rows, size_t piece)
{
	size_t rest = n_rows - piece * ROWS_AT_ONCE;
	return rest < ROWS_AT_ONCE ? (uint32_t)rest : ROWS_AT_ONCE;
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
	c.n_fields = part_fields(composition, c.fields);
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

/* -- order of names ----------------------------------------------------------------- */

/*
 * A sort key is a run of characters (text/pinyin.h). The first six of them, three in each
 * number, decide most comparisons; the whole keys stand in pieces.
 */
struct ranking {
	struct index *index;
	enum kind kind;
	const struct composition *composition; /* NULL: the kind has names */
	size_t fields[3], n_fields;
	struct piece *pieces;
	struct sort_item *items;
};

static uint64_t take_head(struct str key, size_t *at)
{
	uint64_t head = 0;
	for (int i = 0; i < 3; i++)
		head = head << 21 | (*at < key.n ? utf8_next(key, at) : 0);
	return head;
}

static struct str key_of(const struct ranking *r, uint32_t row)
{
	const struct piece *piece = &r->pieces[row / ROWS_AT_ONCE];
	uint32_t i = row % ROWS_AT_ONCE, start = i ? piece->ends[i - 1] : 0;
	return str_sub(strbuf_str(&piece->bytes), start, piece->ends[i] - start);
}

static int by_key(void *context, uint32_t x, uint32_t y)
{
	int order = str_cmp(key_of(context, x), key_of(context, y));
	return order ? order : x < y ? -1 : 1;
}

/* The key of a composed name from those of its parts: the name's own key but for readings that depend on the neighbour. */
static void add_composed_key(const struct ranking *r, uint32_t row, struct strbuf *text, struct strbuf *out)
{
	for (size_t i = 0; i < r->n_fields; i++) {
		if (i)
			pinyin_sort_key(str_from(i == 1 ? r->composition->middle : " "), out);
		strbuf_clear(text);
		add_part(r->index, ref_make(r->kind, row), r->fields[i], text);
		pinyin_sort_key(strbuf_str(text), out);
	}
}

static void key_piece(void *context, size_t i)
{
	struct ranking *r = context;
	struct piece *piece = &r->pieces[i];
	struct strbuf text = {0};
	uint32_t n = rows_of_piece(r->index->tables[r->kind].n, i), first = (uint32_t)(i * ROWS_AT_ONCE);
	piece->ends = xmalloc(n * sizeof *piece->ends);
	for (uint32_t row = 0; row < n; row++) {
		size_t before = piece->bytes.n, at = 0;
		if (r->composition)
			add_composed_key(r, first + row, &text, &piece->bytes);
		else
			pinyin_sort_key(index_name(r->index, ref_make(r->kind, first + row)), &piece->bytes);
		piece->ends[row] = (uint32_t)piece->bytes.n;
		struct str key = str_sub(strbuf_str(&piece->bytes), before, piece->bytes.n - before);
		struct sort_item *item = &r->items[first + row];
		item->a = take_head(key, &at);
		item->b = take_head(key, &at);
		item->row = first + row;
	}
	strbuf_release(&text);
}

static void make_ranks(struct index *index, enum kind kind)
{
	struct index_table *t = &index->tables[kind];
	struct ranking r = {.index = index, .kind = kind, .composition = composition_of(kind)};
	size_t n_pieces = (t->n + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
	r.n_fields = r.composition ? part_fields(r.composition, r.fields) : 0;
	r.pieces = xcalloc(n_pieces + 1, sizeof *r.pieces);
	r.items = xcalloc(t->n, sizeof *r.items);
	parallel_for(n_pieces, index->n_threads, key_piece, &r);
	parallel_sort(r.items, t->n, index->n_threads, by_key, &r);
	struct ref *by_name = xmalloc(t->n * sizeof *by_name);
	uint32_t *ranks = xmalloc(t->n * sizeof *ranks);
	for (uint32_t i = 0; i < t->n; i++) {
		by_name[i] = ref_make(kind, r.items[i].row);
		ranks[r.items[i].row] = i;
	}
	t->by_name = section_plain(by_name, t->n, sizeof *by_name);
	t->name_ranks = section_plain(ranks, t->n, sizeof *ranks);
	for (size_t i = 0; i < n_pieces; i++) {
		strbuf_release(&r.pieces[i].bytes);
		free(r.pieces[i].ends);
	}
	free(r.pieces);
	free(r.items);
}

void index_make_ranks(struct index *index)
{
	for (int k = 0; k < KIND_COUNT; k++)
		make_ranks(index, (enum kind)k);
}

/* The order of names: text/pinyin.h. */
#include "name_internal.h"

#include "base/array.h"
#include "base/parallel.h"
#include "base/parallel_sort.h"
#include "text/pinyin_order.h"

#include <stdlib.h>

/* Keys are lists of 16 bits (text/pinyin_order.h); they are sorted by four at a time. */
enum { UNITS_AT_ONCE = 4 };

struct key_piece {
	ARRAY(uint16_t) units;
	uint32_t *ends;
};

struct ranking {
	struct index *index;
	enum kind kind;
	const struct pinyin_order *order;
	const struct composition *composition; /* NULL: the kind has names */
	size_t fields[3], n_fields;
	struct key_piece *pieces;
	struct radix_item *items;
	uint32_t n;
	struct ref *by_name;
	uint32_t *ranks;
};

/* -- keys ------------------------------------------------------------------------------ */

/* Units i * UNITS_AT_ONCE and on as one number that sorts like them. */
static uint64_t head_of(const uint16_t *units, size_t n, size_t i)
{
	uint64_t head = 0;
	for (size_t at = i * UNITS_AT_ONCE; at < (i + 1) * UNITS_AT_ONCE; at++)
		head = head << 16 | (at < n ? units[at] : 0);
	return head;
}

/* Rows lead anywhere: for some at once, where their keys stand is fetched, then these themselves. */
static void key_heads(const void *context, struct radix_item *items, size_t n, size_t i)
{
	enum { TOGETHER = 64 };
	const struct ranking *r = context;
	struct {
		const uint16_t *units;
		size_t n;
	} keys[TOGETHER];
	for (size_t done = 0; done < n; done += TOGETHER, items += TOGETHER) {
		size_t some = n - done < TOGETHER ? n - done : TOGETHER;
		for (size_t k = 0; k < some; k++)
			__builtin_prefetch(r->pieces[items[k].row / ROWS_AT_ONCE].ends + items[k].row % ROWS_AT_ONCE);
		for (size_t k = 0; k < some; k++) {
			const struct key_piece *piece = &r->pieces[items[k].row / ROWS_AT_ONCE];
			uint32_t at = items[k].row % ROWS_AT_ONCE, start = at ? piece->ends[at - 1] : 0;
			keys[k].units = piece->units.v + start;
			keys[k].n = piece->ends[at] - start;
			__builtin_prefetch(keys[k].units + (i * UNITS_AT_ONCE < keys[k].n ? i * UNITS_AT_ONCE : 0));
		}
		for (size_t k = 0; k < some; k++)
			items[k].sort_key = head_of(keys[k].units, keys[k].n, i);
	}
}

static void add_key(const struct ranking *r, struct str text, struct key_piece *piece)
{
	array_reserve(&piece->units, piece->units.n + text.n * 2);
	piece->units.n += pinyin_order_key(r->order, text, piece->units.v + piece->units.n);
}

/* The key of a composed name from those of its parts: the name's own key but for readings that depend on the neighbour. */
static void add_composed_key(const struct ranking *r, uint32_t row, struct strbuf *text, struct key_piece *piece)
{
	for (size_t i = 0; i < r->n_fields; i++) {
		if (i)
			add_key(r, str_from(i == 1 ? r->composition->middle : " "), piece);
		strbuf_clear(text);
		composition_add_part(r->index, ref_make(r->kind, row), r->fields[i], text);
		add_key(r, strbuf_str(text), piece);
	}
}

static void make_keys(void *context, size_t i)
{
	struct ranking *r = context;
	struct key_piece *piece = &r->pieces[i];
	struct strbuf text = {0};
	uint32_t n = rows_of_piece(r->n, i), first = (uint32_t)(i * ROWS_AT_ONCE);
	piece->ends = xmalloc(n * sizeof *piece->ends);
	array_reserve(&piece->units, n * (size_t)16);
	pages_ready(piece->units.v, n * (size_t)16 * sizeof *piece->units.v);
	for (uint32_t row = 0; row < n; row++) {
		size_t before = piece->units.n;
		if (index_stopped(r->index))
			; /* all keys are equal then */
		else if (r->composition)
			add_composed_key(r, first + row, &text, piece);
		else
			add_key(r, index_name(r->index, ref_make(r->kind, first + row)), piece);
		piece->ends[row] = (uint32_t)piece->units.n;
		r->items[first + row] = (struct radix_item){head_of(piece->units.v + before, piece->units.n - before, 0), first + row};
	}
	strbuf_release(&text);
}

/* -- ranks ------------------------------------------------------------------------------------ */

static void rank_piece(void *context, size_t piece)
{
	struct ranking *r = context;
	uint32_t first = (uint32_t)(piece * ROWS_AT_ONCE), end = first + rows_of_piece(r->n, piece);
	for (uint32_t i = first; i < end; i++) {
		r->by_name[i] = ref_make(r->kind, r->items[i].row);
		r->ranks[r->items[i].row] = i;
	}
}

static void make_ranks(struct index *index, enum kind kind, const struct pinyin_order *order)
{
	struct index_table *t = &index->tables[kind];
	struct ranking r = {.index = index, .kind = kind, .order = order, .composition = composition_of(kind), .n = t->n};
	size_t n_pieces = (t->n + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
	if (!t->n)
		return;
	r.n_fields = r.composition ? composition_fields(r.composition, r.fields) : 0;
	r.pieces = xcalloc(n_pieces + 1, sizeof *r.pieces);
	r.items = parallel_room(t->n * sizeof *r.items, index->n_threads);
	parallel_for(n_pieces, index->n_threads, make_keys, &r);
	parallel_sort(r.items, NULL, r.n, index->n_threads, (struct sort_keys){key_heads, &r});
	for (size_t i = 0; i < n_pieces; i++) {
		array_release(&r.pieces[i].units);
		free(r.pieces[i].ends);
	}
	r.by_name = parallel_room(t->n * sizeof *r.by_name, index->n_threads);
	r.ranks = parallel_room(t->n * sizeof *r.ranks, index->n_threads);
	parallel_for(n_pieces, index->n_threads, rank_piece, &r);
	t->by_name = section_plain(r.by_name, t->n, sizeof *r.by_name);
	t->name_ranks = section_pack_rows(r.ranks, t->n, t->n);
	free(r.pieces);
	free(r.items);
}

void ranks_make(struct index *index, enum kind kind)
{
	struct pinyin_order *order = pinyin_order_new();
	make_ranks(index, kind, order);
	pinyin_order_free(order);
}

void index_make_ranks(struct index *index)
{
	struct pinyin_order *order = pinyin_order_new();
	for (int k = 0; k < KIND_COUNT; k++)
		make_ranks(index, (enum kind)k, order);
	pinyin_order_free(order);
}

/*
 * Making the ready orders: one after another, each by all threads, so that what is needed on the way is needed once.
 */
#include "order_internal.h"

#include "base/array.h"
#include "base/bisect.h"
#include "base/parallel.h"
#include "base/parallel_sort.h"

#include <stdlib.h>

/* -- comparing ------------------------------------------------------------------------------------ */

static int compare_values(const struct ordering *o, uint32_t x, uint32_t y)
{
	const struct order_value *a = &o->values[x], *b = &o->values[y];
	const struct unit *p = &o->units.v[a->unit], *q = &o->units.v[b->unit];
	int order = 0;
	if (p->rank != q->rank)
		return p->rank < q->rank ? -1 : 1;
	if (a->unit == b->unit)
		return decimal_cmp((struct decimal){a->digits, a->scale}, (struct decimal){b->digits, b->scale});
	amount_compare((struct decimal){a->digits, a->scale}, p->text, (struct decimal){b->digits, b->scale}, q->text,
		&order);
	return order;
}

static int by_value(const void *a, const void *b, void *context)
{
	const struct radix_item *x = a, *y = b;
	int order = compare_values(context, x->row, y->row);
	return order ? order : x->sort_key < y->sort_key ? -1 : x->sort_key > y->sort_key;
}

/* In parts of the unit of its group, with the most places that any there has: a number that sorts like it; false: too large for that. */
static bool plain_key(const struct unit *unit, const struct order_value *v, uint64_t *out)
{
	int64_t digits;
	if (!unit->factor || __builtin_mul_overflow(v->digits, unit->factor, &digits))
		return false;
	for (unsigned s = v->scale; s < unit->places; s++)
		if (__builtin_mul_overflow(digits, 10, &digits))
			return false;
	*out = (uint64_t)digits ^ UINT64_C(1) << 63;
	return true;
}

/* -- sorting -------------------------------------------------------------------------------------- */

/* Numbers of a group as one each that sorts like it. False: some cannot be said so. */
static bool plain_keys(const struct ordering *o, struct radix_item *items, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct order_value *v = &o->values[items[i].row];
		if (!plain_key(&o->units.v[v->unit], v, &items[i].sort_key))
			return false;
	}
	return true;
}

/* Units that have no part in common, or very large numbers: by comparing exactly what is printed. */
static void sort_exactly(struct ordering *o, size_t first, size_t end, uint64_t *starts)
{
	struct radix_item *items = o->items + first;
	size_t n = end - first;
	for (size_t i = 0; i < n; i++)
		items[i].sort_key = index_own_rank(o->index, o->kind, items[i].row);
	qsort_r(items, n, sizeof *items, by_value, o);
	bits_set(starts, first);
	for (size_t i = 1; i < n; i++)
		if (compare_values(o, items[i - 1].row, items[i].row))
			bits_set(starts, first + i);
}

static void sort_group(struct ordering *o, size_t first, size_t end, uint64_t *starts)
{
	struct radix_item *items = o->items + first;
	size_t n = end - first;
	if (plain_keys(o, items, n)) {
		parallel_sort(items, o->spare, n, o->index->n_threads, (struct sort_keys){0});
		bits_set(starts, first);
		for (size_t i = 1; i < n; i++)
			if (items[i].sort_key != items[i - 1].sort_key)
				bits_set(starts, first + i);
	} else {
		sort_exactly(o, first, end, starts);
	}
}

static bool is_present(const struct ordering *o, uint32_t row)
{
	return bits_has(o->present, row);
}

/* The rank of the unit's group in front of a number that is not too large. */
enum { RANK_SHIFT = 56 };

static bool ranked_key(const struct unit *unit, const struct order_value *v, uint64_t *out)
{
	const uint64_t middle = UINT64_C(1) << (RANK_SHIFT - 1);
	uint64_t key;
	if (!plain_key(unit, v, &key))
		return false;
	key = key - (UINT64_C(1) << 63) + middle; /* 0 is no key */
	*out = (uint64_t)unit->rank << RANK_SHIFT | key;
	return key && key < 2 * middle;
}

/* Of a delta the order of names may be that of an image, where it may be any. */
static uint32_t row_by_name(const struct ordering *o, size_t place)
{
	uint32_t row = ref_row(SECTION_V(struct ref, o->index->tables[o->kind].by_name)[place]);
	return row < o->n ? row : 0;
}

static void count_piece(void *context, size_t i)
{
	struct ordering *o = context;
	uint32_t n = 0;
	for (size_t place = i * ORDER_ROWS_AT_ONCE; place < order_piece_end(o, i); place++)
		n += is_present(o, row_by_name(o, place));
	o->pieces[i].n_present = n;
}

/*
 * List the rows with a value, by name, as the sort is stable and equal values are to be by name; and behind all of those
 * the rows without one. The key of a row sorts as its unit's rank and its value do; where some value is too large for such
 * a key (`plain` is false), sort_groups makes other keys.
 */
static void list_piece(void *context, size_t i)
{
	enum { AHEAD = 16 };
	struct ordering *o = context;
	size_t first = i * ORDER_ROWS_AT_ONCE, end = order_piece_end(o, i);
	struct radix_item *item = o->items + o->pieces[i].first;
	uint32_t *absent = o->rows + o->n_present + (first - o->pieces[i].first);
	o->pieces[i].plain = true;
	for (size_t place = first; place < end; place++) {
		uint32_t row = row_by_name(o, place);
		uint64_t key = 0;
		if (place + AHEAD < end)
			__builtin_prefetch(&o->values[row_by_name(o, place + AHEAD)]);
		if (!is_present(o, row)) {
			*absent++ = row;
			continue;
		}
		o->pieces[i].plain = o->pieces[i].plain && ranked_key(&o->units.v[o->values[row].unit], &o->values[row], &key);
		*item++ = (struct radix_item){key, row};
	}
}

static void list_items(struct ordering *o)
{
	uint32_t n = 0;
	parallel_for(o->n_pieces, o->index->n_threads, count_piece, o);
	for (size_t i = 0; i < o->n_pieces; i++) {
		o->pieces[i].first = n;
		n += o->pieces[i].n_present;
	}
	parallel_for(o->n_pieces, o->index->n_threads, list_piece, o);
}

static bool all_plain(const struct ordering *o)
{
	size_t i = 0;
	while (i < o->n_pieces && o->pieces[i].plain)
		i++;
	return i == o->n_pieces;
}

/* Places of sorted items: their rows, and where their numbers change. A piece has whole words of starts. */
static void take_piece(void *context, size_t i)
{
	struct ordering *o = context;
	size_t end = (i + 1) * ORDER_ROWS_AT_ONCE < o->n_present ? (i + 1) * ORDER_ROWS_AT_ONCE : o->n_present;
	for (size_t k = i * ORDER_ROWS_AT_ONCE; k < end; k++) {
		o->rows[k] = o->items[k].row;
		if (o->plain && (!k || o->items[k].sort_key != o->items[k - 1].sort_key))
			bits_set(o->starts, k);
	}
}

/* Behind the items with the rank of one, by which they are sorted. */
static size_t group_end(const struct ordering *o, size_t start)
{
	uint64_t rank = o->items[start].sort_key >> RANK_SHIFT;
	size_t at = start + 1;
	bisect(at, o->n_present, i, o->items[i].sort_key >> RANK_SHIFT == rank);
	return at;
}

/* Sort the items by the groups of their units, and each group. */
static void sort_groups(struct ordering *o, struct order_sections *out)
{
	ARRAY(uint32_t) groups = {0};
	if (!o->plain) {
		for (uint32_t i = 0; i < o->n_present; i++)
			o->items[i].sort_key = (uint64_t)o->units.v[o->values[o->items[i].row].unit].rank << RANK_SHIFT;
		parallel_sort(o->items, o->spare, o->n_present, o->index->n_threads, (struct sort_keys){0});
	}
	for (size_t start = 0, end; start < o->n_present; start = end) {
		end = group_end(o, start);
		array_push(&groups, (uint32_t)start);
		if (!o->plain)
			sort_group(o, start, end, o->starts);
		const struct order_value *first = &o->values[o->items[start].row];
		o->first_units[o->units.v[first->unit].rank] = first->unit;
	}
	array_push(&groups, o->n_present);
	out->groups = section_plain(groups.v, groups.n, sizeof *groups.v);
}

/* Rows in another unit than their group's first one: what the order says of them is only where they stand. */
static void mark_odd(void *context, size_t i)
{
	struct ordering *o = context;
	for (uint32_t row = (uint32_t)(i * ORDER_ROWS_AT_ONCE); row < order_piece_end(o, i); row++) {
		struct order_value *v = &o->values[row];
		if (v->present && v->unit != o->first_units[o->units.v[v->unit].rank])
			v->odd = o->pieces[i].odd = true;
	}
}

static void sort_rows(struct ordering *o, struct order_sections *out)
{
	unsigned n_threads = o->index->n_threads;
	o->starts = bits_new(o->n);
	o->rows = parallel_room(o->n * sizeof *o->rows, n_threads);
	list_items(o);
	o->plain = all_plain(o);
	if (o->plain)
		parallel_sort(o->items, o->spare, o->n_present, n_threads, (struct sort_keys){0});
	sort_groups(o, out);
	parallel_for(o->n_pieces, n_threads, take_piece, o);
	if (o->units.n > 1)
		parallel_for(o->n_pieces, n_threads, mark_odd, o);
	out->rows = section_plain(o->rows, o->n, sizeof *o->rows);
	out->starts = section_plain(o->starts, bits_room(o->n), sizeof *o->starts);
}

static void list_odd(const struct ordering *o, struct order_sections *out)
{
	ARRAY(uint32_t) odd = {0};
	for (size_t i = 0; i < o->n_pieces; i++)
		for (uint32_t row = (uint32_t)(i * ORDER_ROWS_AT_ONCE); o->pieces[i].odd && row < order_piece_end(o, i); row++)
			if (o->values[row].odd)
				array_push(&odd, row);
	if (odd.n)
		out->odd = section_plain(odd.v, odd.n, sizeof *odd.v);
}

/* -- all orders ------------------------------------------------------------------------------------ */

struct ref order_indicator(const struct index *index, const char *code)
{
	struct strbuf id = {0};
	strbuf_printf(&id, "indicator:%s", code);
	struct ref ref = index_find_id(index, strbuf_str(&id));
	strbuf_release(&id);
	return ref;
}

static void make_order(struct index *index, enum kind kind, const char *code, const struct order_room *room, struct order_sections *out)
{
	struct ordering *o = xcalloc(1, sizeof *o);
	*o = (struct ordering){.index = index, .kind = kind, .indicator = order_indicator(index, code), .n = index->tables[kind].n,
		.values = room->values, .items = room->items, .spare = room->spare};
	if (!ref_none(o->indicator) && o->n && order_read_values(o)) {
		sort_rows(o, out);
		list_odd(o, out);
	}
	free(o->present);
	free(o->pieces);
	free(o);
}

static struct order_room room_for(size_t n, unsigned n_threads)
{
	struct order_room room;
	room.values = parallel_room(n * sizeof *room.values, n_threads);
	room.items = parallel_room(n * sizeof *room.items, n_threads);
	room.spare = parallel_room(n * sizeof *room.spare, n_threads);
	return room;
}

static void room_free(struct order_room *room)
{
	free(room->values);
	free(room->items);
	free(room->spare);
}

void order_make(struct index *index, size_t i)
{
	enum kind kind = (enum kind)(i / INDEX_ORDERS);
	size_t slot = i % INDEX_ORDERS;
	for (size_t j = 0; j <= slot; j++)
		if (!index_order_figures[kind][j])
			return;
	struct order_room room = room_for(index->tables[kind].n, index->n_threads);
	make_order(index, kind, index_order_figures[kind][slot], &room, &index->orders[kind][slot]);
	room_free(&room);
}

void index_make_orders(struct index *index)
{
	size_t n = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		if (index_order_figures[k][0] && index->tables[k].n > n)
			n = index->tables[k].n;
	struct order_room room = room_for(n, index->n_threads);
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t i = 0; index_order_figures[k][i]; i++)
			make_order(index, (enum kind)k, index_order_figures[k][i], &room, &index->orders[k][i]);
	room_free(&room);
}

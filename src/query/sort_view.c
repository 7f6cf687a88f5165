/*
 * The rows of an order that are among some. The order is cut into pieces; how many of the rows stand before each is counted
 * by all threads, once somebody asks for a place that is not near the start. Where the rows are few they are written down.
 */
#include "query/sort_view.h"

#include "base/alloc.h"
#include "base/bisect.h"
#include "base/parallel.h"

#include <stdlib.h>
#include <string.h>

enum { PIECE = 1 << 10,
	PIECES_AT_ONCE = 1 << 6, /* of a thread */
	NEAR = 1 << 6,           /* pieces that are walked without counting */
	FEW = 16                 /* one row in so many */
};

struct sort_view {
	struct sort_order order; /* a copy; nothing of it is its own */
	uint64_t *bits; /* NULL: all rows */
	size_t n_rows, n, n_pieces;
	uint32_t *before; /* n_pieces + 1: how many stand before each piece; NULL: not counted */
	struct ref *kept; /* NULL: not written down */
};

/* -- a piece of the order -------------------------------------------------------------------- */

static size_t piece_size(const struct sort_view *v, size_t piece)
{
	return piece + 1 < v->n_pieces ? PIECE : v->order.n - piece * PIECE;
}

static const struct ref *piece_refs(const struct sort_view *v, size_t piece, struct ref *room)
{
	if (v->order.refs && !v->order.down)
		return v->order.refs + piece * PIECE;
	sort_order_read(&v->order, piece * PIECE, piece_size(v, piece), room);
	return room;
}

static inline size_t has(const struct sort_view *v, struct ref ref)
{
	return ref_row(ref) < v->n_rows ? bits_has(v->bits, ref_row(ref)) : 0;
}

/* Those of the first n of a piece that are among the rows. */
static size_t count_refs(const struct sort_view *v, const struct ref *refs, size_t n)
{
	size_t found = 0;
	for (size_t i = 0; i < n; i++)
		found += has(v, refs[i]);
	return found;
}

/* The same written down; out has room for one more. */
static size_t keep_refs(const struct sort_view *v, const struct ref *refs, size_t n, struct ref *out)
{
	size_t found = 0;
	for (size_t i = 0; i < n; i++) {
		/* Stored in any case: which rows are kept is a matter of chance, and a wrong guess costs more than a store. */
		out[found] = refs[i];
		found += has(v, refs[i]);
	}
	return found;
}

static size_t keep_piece(const struct sort_view *v, size_t piece, struct ref out[PIECE + 1])
{
	struct ref room[PIECE];
	return keep_refs(v, piece_refs(v, piece, room), piece_size(v, piece), out);
}

/* -- counting, and writing down ----------------------------------------------------------------- */

static void count_pieces(void *context, size_t number)
{
	struct sort_view *v = context;
	struct ref room[PIECE];
	for (size_t i = number * PIECES_AT_ONCE; i < v->n_pieces && i < (number + 1) * PIECES_AT_ONCE; i++)
		v->before[i + 1] = (uint32_t)count_refs(v, piece_refs(v, i, room), piece_size(v, i));
}

static void write_pieces(void *context, size_t number)
{
	struct sort_view *v = context;
	struct ref some[PIECE + 1];
	for (size_t i = number * PIECES_AT_ONCE; i < v->n_pieces && i < (number + 1) * PIECES_AT_ONCE; i++)
		if (v->before[i] < v->before[i + 1]) {
			keep_piece(v, i, some);
			memcpy(v->kept + v->before[i], some, (v->before[i + 1] - v->before[i]) * sizeof *some);
		}
}

static void in_pieces(struct sort_view *v, void (*work)(void *context, size_t number))
{
	parallel_for((v->n_pieces + PIECES_AT_ONCE - 1) / PIECES_AT_ONCE, parallel_threads(), work, v);
}

static void count(struct sort_view *v)
{
	v->before = xcalloc(v->n_pieces + 1, sizeof *v->before);
	in_pieces(v, count_pieces);
	for (size_t i = 0; i < v->n_pieces; i++) {
		size_t sum = (size_t)v->before[i] + v->before[i + 1];
		v->before[i + 1] = (uint32_t)(sum < v->n ? sum : v->n);
	}
}

static struct ref missing(const struct sort_view *v)
{
	return ref_make(v->order.kind, 0);
}

static void write_down(struct sort_view *v)
{
	count(v);
	v->kept = xmalloc((v->n + 1) * sizeof *v->kept);
	in_pieces(v, write_pieces);
	for (size_t i = v->before[v->n_pieces]; i < v->n; i++)
		v->kept[i] = missing(v);
}

/* -- reading -------------------------------------------------------------------------------------- */

struct sort_view *sort_view_new(const struct sort_order *order, uint64_t *bits, size_t n_rows, size_t n)
{
	struct sort_view *v = xcalloc(1, sizeof *v);
	*v = (struct sort_view){.order = *order, .bits = bits, .n_rows = n_rows, .n = bits ? n : order->n,
		.n_pieces = (order->n + PIECE - 1) / PIECE};
	if (bits && order->by_name && !order->refs) /* all of them will be looked at */
		v->order.refs = index_by_name(order->index, order->kind).v;
	if (bits && n < order->n / FEW)
		write_down(v);
	return v;
}

void sort_view_free(struct sort_view *view)
{
	if (!view)
		return;
	free(view->bits);
	free(view->before);
	free(view->kept);
	free(view);
}

/* The last piece with no more than `from` rows before it, of those that were counted. */
static size_t piece_with(const struct sort_view *v, size_t from)
{
	size_t at = 1;
	bisect(at, v->before ? v->n_pieces : 0, i, v->before[i] <= from);
	return at - 1;
}

/* From piece to piece; false: that is too far to walk. */
static bool walk(struct sort_view *v, size_t from, size_t n, struct ref *out)
{
	struct ref some[PIECE + 1];
	size_t piece = piece_with(v, from), skip = from - (v->before ? v->before[piece] : 0), done = 0;
	for (; done < n && piece < v->n_pieces; piece++) {
		if (!v->before && piece >= NEAR && skip)
			return false;
		size_t found = keep_piece(v, piece, some), passed = skip < found ? skip : found;
		size_t taken = found - passed < n - done ? found - passed : n - done;
		memcpy(out + done, some + passed, taken * sizeof *some);
		skip -= passed;
		done += taken;
	}
	for (; done < n; done++)
		out[done] = missing(v);
	return true;
}

size_t sort_view_read(struct sort_view *v, size_t from, size_t n, struct ref *out)
{
	if (from >= v->n)
		return 0;
	n = n < v->n - from ? n : v->n - from;
	if (!v->bits) {
		sort_order_read(&v->order, from, n, out);
	} else if (v->kept) {
		memcpy(out, v->kept + from, n * sizeof *out);
	} else if (!walk(v, from, n, out)) {
		count(v);
		walk(v, from, n, out);
	}
	return n;
}

/* -- finding ---------------------------------------------------------------------------------------- */

/* The place in the order, which has the row at `at` of that piece, among the rows. */
static size_t place_of(const struct sort_view *v, size_t n_before, const struct ref *refs, size_t piece, size_t at)
{
	return !v->bits ? piece * PIECE + at : v->before ? v->before[piece] + count_refs(v, refs, at) : n_before + count_refs(v, refs, at);
}

bool sort_view_find(struct sort_view *v, const struct index *index, struct ref row, size_t *place)
{
	struct ref room[PIECE];
	size_t n_before = 0, piece = 0, at, rank = index_name_rank(index, row);
	if (ref_none(row) || ref_kind(row) != v->order.kind || (v->bits && !has(v, row)))
		return false;
	if (v->order.by_name && (!v->bits || v->before) && rank < v->order.n)
		piece = (v->order.down ? v->order.n - 1 - rank : rank) / PIECE;
	for (; piece < v->n_pieces; piece++) {
		size_t n = piece_size(v, piece);
		const struct ref *refs = piece_refs(v, piece, room);
		for (at = 0; at < n && !ref_eq(refs[at], row); at++)
			;
		if (at < n) {
			*place = place_of(v, n_before, refs, piece, at);
			return *place < v->n;
		}
		if (v->bits && !v->before)
			n_before += count_refs(v, refs, n);
	}
	return false;
}

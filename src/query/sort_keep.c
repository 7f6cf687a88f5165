/* Some rows of an order, in that order: pieces of it are counted, then written, by all threads. */
#include "query/sort.h"

#include "base/alloc.h"
#include "base/parallel.h"

#include <stdlib.h>

enum { PIECE = 1 << 16 };

struct keeping {
	const struct ref *order;
	size_t n;
	const uint64_t *rows;
	size_t n_rows;
	size_t *starts; /* by piece: how many of the next one are kept; then where it writes */
	struct ref *out;
};

static size_t piece_end(const struct keeping *k, size_t piece)
{
	return (piece + 1) * PIECE < k->n ? (piece + 1) * PIECE : k->n;
}

static inline size_t has(const struct keeping *k, struct ref ref)
{
	return ref_row(ref) < k->n_rows ? bits_has(k->rows, ref_row(ref)) : 0;
}

static void count_piece(void *context, size_t piece)
{
	struct keeping *k = context;
	size_t n = 0;
	for (size_t i = piece * PIECE; i < piece_end(k, piece); i++)
		n += has(k, k->order[i]);
	k->starts[piece + 1] = n;
}

static void write_piece(void *context, size_t piece)
{
	const struct keeping *k = context;
	size_t at = k->starts[piece], end = k->starts[piece + 1];
	for (size_t i = piece * PIECE; at < end; i++) {
		/* Stored in any case: which rows are kept is a matter of chance, and a wrong guess costs more than a store. */
		k->out[at] = k->order[i];
		at += has(k, k->order[i]);
	}
}

size_t sort_keep(const struct ref *order, size_t n, const uint64_t *rows, size_t n_rows, size_t n_kept, struct ref *out)
{
	size_t n_pieces = (n + PIECE - 1) / PIECE;
	struct keeping k = {order, n, rows, n_rows, xcalloc(n_pieces + 1, sizeof *k.starts), out};
	parallel_for(n_pieces, parallel_threads(), count_piece, &k);
	for (size_t i = 0; i < n_pieces; i++) {
		size_t end = k.starts[i] + k.starts[i + 1];
		k.starts[i + 1] = end < n_kept ? end : n_kept;
	}
	parallel_for(n_pieces, parallel_threads(), write_piece, &k);
	n_kept = k.starts[n_pieces];
	free(k.starts);
	return n_kept;
}

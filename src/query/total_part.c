/* Parts of a whole, of which it is known which rows hang together: the others are added up one by one. */
#include "total_sum_internal.h"

#include "base/halt.h"
#include "base/parallel.h"
#include "index/ledgers.h"

/* What is marked in the whole may hang together in the part; nothing else does, but a row that stands there twice. */
static bool is_linked(const struct total_whole *whole, struct refs rows, size_t i)
{
	return total_is_marked(&whole->linked, rows.v[i]) || (i && ref_eq(rows.v[i], rows.v[i - 1])) || (i + 1 < rows.n && ref_eq(rows.v[i], rows.v[i + 1]));
}

/* A row whose figure was read before. */
static void add_kept(struct total_whole *t, struct total_piece *piece, struct ref row, struct index_place *place)
{
	const struct total_soles *kept = &t->kept[ref_kind(row)];
	uint32_t column = kept->columns[ref_row(row)];
	if (column == SOLES_ASK) {
		total_add_row(t, piece, row, place);
	} else if (column != SOLES_NONE) {
		const struct index_soles_column *c = &t->columns[column].is;
		struct decimal number = {kept->digits[ref_row(row)], c->scale};
		total_add_figure(t, piece, &(struct figure){.has_base = true, .base = number, .base_unit = c->unit}, c->modality, false);
	}
}

struct adding {
	struct total_whole *whole;
	struct refs rows;
	struct total_piece *pieces;
};

static void add_piece(void *context, size_t number)
{
	const struct adding *a = context;
	struct index_place place = {0};
	for (size_t i = number * TOTAL_ROWS_AT_ONCE; i < a->rows.n && i < (number + 1) * TOTAL_ROWS_AT_ONCE; i++) {
		struct ref row = a->rows.v[i];
		if (is_linked(a->whole, a->rows, i))
			continue;
		if (a->whole->kept[ref_kind(row)].columns)
			add_kept(a->whole, &a->pieces[number], row, &place);
		else
			total_add_row(a->whole, &a->pieces[number], row, &place);
	}
}

struct totals total_part(struct total_whole *whole, struct refs rows)
{
	size_t n_pieces = (rows.n + TOTAL_ROWS_AT_ONCE - 1) / TOTAL_ROWS_AT_ONCE, n = 0;
	struct adding a = {whole, rows, xcalloc(n_pieces + 1, sizeof *a.pieces)};
	total_list linked = {0};
	parallel_for(n_pieces, n_pieces > 1 ? parallel_threads() : 1, add_piece, &a);
	for (size_t i = 0; i < rows.n; i++)
		if (is_linked(whole, rows, i))
			array_push(&linked, rows.v[i]);
	struct totals totals = total_join(whole, a.pieces, n_pieces, (struct refs){linked.v, linked.n});
	array_release(&linked);
	total_pieces_clear(a.pieces, n_pieces);
	free(a.pieces);
	for (size_t m = 0; m < MODALITY_COUNT; m++)
		n += totals.of[m].n_rows;
	return n || !totals.n_other_unit ? totals : total_figures(whole->index, rows, whole->indicator);
}

/* -- many parts -------------------------------------------------------------------------- */

static void read_range(void *context, size_t number)
{
	struct total_whole *t = context;
	struct total_range range = t->ranges.v[number];
	const struct total_soles *kept = &t->kept[range.kind];
	size_t left = index_count(t->index, range.kind) - range.first, n = left < TOTAL_ROWS_AT_ONCE ? left : TOTAL_ROWS_AT_ONCE;
	if (kept->columns)
		index_soles_read(t->soles, range.kind, range.first, n, kept->columns + range.first, kept->digits + range.first);
}

/* All rows of a kind of which many are in the parts are read one behind the other: to go to each takes longer. */
static void keep_soles(struct total_whole *t, size_t n_rows)
{
	enum { MANY = 8 };
	for (int k = 0; k < KIND_COUNT; k++) {
		size_t n = index_count(t->index, (enum kind)k);
		if (k != KIND_CLAIM && t->seen.bits[k] && n_rows > n / MANY)
			t->kept[k] = (struct total_soles){xmalloc((n + 1) * sizeof *t->kept[k].columns), xmalloc((n + 1) * sizeof *t->kept[k].digits)};
	}
	parallel_for(t->ranges.n, parallel_threads(), read_range, t);
}

static void drop_soles(struct total_whole *t)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		free(t->kept[k].columns);
		free(t->kept[k].digits);
		t->kept[k] = (struct total_soles){0};
	}
}

struct parting {
	struct total_whole *whole;
	const struct refs *parts;
	struct totals *out;
};

static void add_part(void *context, size_t i)
{
	const struct parting *p = context;
	p->out[i] = halt_now() ? (struct totals){0} : total_part(p->whole, p->parts[i]);
}

void total_parts(struct total_whole *whole, const struct refs *parts, size_t n, struct totals *out)
{
	size_t n_rows = 0;
	for (size_t i = 0; i < n; i++)
		n_rows += parts[i].n;
	keep_soles(whole, n_rows);
	parallel_for(n, parallel_threads(), add_part, &(struct parting){whole, parts, out});
	drop_soles(whole);
}

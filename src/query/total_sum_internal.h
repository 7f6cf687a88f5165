/*
 * Totals of many rows: total.c adds up what has nothing to do with any other row, total_mark.c finds the others,
 * total_part.c adds up parts.
 */
#ifndef QUERY_TOTAL_SUM_INTERNAL_H
#define QUERY_TOTAL_SUM_INTERNAL_H

#include "total_internal.h"

#include "index/ledgers.h"

#include <stdatomic.h>

/* Rows that a thread takes at once. */
enum { TOTAL_ROWS_AT_ONCE = 1 << 13 };

/* Records as bits. */
struct total_marks {
	_Atomic uint64_t *bits[KIND_COUNT]; /* NULL: none of the kind */
};

/* What the figures of one column of a ledger add up to; none of them is beyond 10^18. */
struct column_sum {
	__int128 digits;
	size_t n;
};

/* A column as far as sums ask: its modality, whether its figures are in the unit of the sum, or in one that converts. */
struct sole_column {
	struct index_soles_column is;
	bool counts, in_unit, converts;
};

/* What some of the rows add up to. */
struct total_piece {
	struct total totals[MODALITY_COUNT];
	decimals lows[MODALITY_COUNT]; /* of each row, for the median: total_least */
	size_t n_other_unit;
	struct str apart;            /* as that of totals */
	bool has_unit, is_own;
	struct str unit;             /* of its first figure, or the indicator's own */
};

/* Fields by number: looking one up by its name costs more than reading it. */
struct total_fields {
	size_t indicator, modality, qualifier, part_of, subject, parent, about;
};

/* Rows of a kind, TOTAL_ROWS_AT_ONCE of them. */
struct total_range {
	enum kind kind;
	uint32_t first;
};

/* Of each row of a kind what index_soles_read says; NULL: it was not read. */
struct total_soles {
	uint32_t *columns;
	int64_t *digits;
};

struct total_whole {
	const struct index *index;
	struct refs rows;
	struct ref indicator;
	struct str unit, own_unit; /* of the sum; the indicator's own */
	struct total_fields fields;
	struct index_soles *soles;
	struct sole_column *columns; /* by column of the soles */
	bool own_in_ledgers;         /* some of them is in the indicator's own unit */
	struct total_marks linked, seen;
	struct total_marks same; /* sides of identities, of whatever kind; where claims are rows */
	atomic_bool again; /* some record was marked that may have been added up before */
	struct total_piece *pieces;
	size_t n_pieces;
	ARRAY(struct total_range) ranges; /* of the kinds that are among the rows */
	struct totals sum;
	struct total_soles kept[KIND_COUNT];
};

static inline size_t total_piece_end(const struct total_whole *t, size_t piece)
{
	return (piece + 1) * TOTAL_ROWS_AT_ONCE < t->rows.n ? (piece + 1) * TOTAL_ROWS_AT_ONCE : t->rows.n;
}

/* The rows of a range that are in the sum, as bits: a word of them. */
static inline uint64_t total_range_word(const struct total_whole *t, struct total_range range, size_t word)
{
	return atomic_load_explicit(&t->seen.bits[range.kind][range.first / 64 + word], memory_order_relaxed);
}

/* -- adding up -------------------------------------------------------------------------- */

/* What a row adds that hangs together with no other; one that does is marked instead. */
void total_add_row(struct total_whole *t, struct total_piece *p, struct ref row, struct index_place *place);

/* What one figure adds; a row without another one. */
void total_add_figure(struct total_whole *t, struct total_piece *p, const struct figure *f, int64_t modality, bool about);

/* What pieces of rows and the rows that hang together add up to. */
struct totals total_join(const struct total_whole *t, const struct total_piece *pieces, size_t n_pieces, struct refs linked);

void total_pieces_clear(struct total_piece *pieces, size_t n);

typedef ARRAY(struct ref) total_list;

/* -- marks ------------------------------------------------------------------------------ */

/* Room for the kinds that are among the rows: other records are in no sum. */
void total_marks_init(const struct total_whole *t, struct total_marks *marks);
void total_marks_release(struct total_marks *marks);

/* Whether the record was marked before; of a kind without room: no. */
bool total_mark(const struct index *index, struct total_marks *marks, struct ref ref);

bool total_any_marked(const struct index *index, const struct total_marks *marks);

/* The bits of a record's kind. NULL: there is no room for them, or no record: an image that is wrong refers to nothing. */
static inline _Atomic uint64_t *total_bits(const struct total_marks *marks, struct ref ref)
{
	return ref_none(ref) ? NULL : marks->bits[ref_kind(ref)];
}

static inline bool total_is_marked(const struct total_marks *marks, struct ref ref)
{
	const _Atomic uint64_t *bits = total_bits(marks, ref);
	return bits && atomic_load_explicit(&bits[ref_row(ref) / 64], memory_order_relaxed) >> (ref_row(ref) % 64) & 1;
}

/* All rows as seen; as linked those that stand twice, phases and what has phases, sides of identities. */
void total_mark_rows(struct total_whole *t);

/*
 * A figure that is part of others: those, and what they belong to, are linked. One that was not marked may have been added
 * up by now: t->again.
 */
void total_mark_wholes(struct total_whole *t, struct ref claim);

/* The same of what the subject of a claim that is a row is a phase of. */
void total_mark_above(struct total_whole *t, struct ref subject);

/* Whether a claim that is a row and the only one of its subject and indicator may still have to do with another row. */
bool total_is_entangled(const struct total_whole *t, struct ref claim, struct ref subject);

#endif

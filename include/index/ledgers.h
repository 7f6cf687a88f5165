/*
 * What ledgers brought, of many rows at once. A record has values in some columns of ledgers, its shape; there are
 * few shapes, so that what follows from the columns alone is found once for each, and of a row only numbers are read.
 */
#ifndef INDEX_LEDGERS_H
#define INDEX_LEDGERS_H

#include "index/order.h"

/* -- shapes --------------------------------------------------------------------------- */

/* Every shape is below it; shape 0 is that of records of which no ledger says anything. */
uint32_t index_shapes_n(const struct index *index);

/* The shapes of rows first … first + n of a kind. */
void index_shapes(const struct index *index, enum kind kind, uint32_t first, size_t n, uint32_t *out);

/* The sources of the claims of a shape, ascending, each once; at most `max` of them in out. Returns how many there are. */
size_t index_shape_sources(const struct index *index, uint32_t shape, struct ref *out, size_t max);

/* How many claims of a shape have an indicator; whether two have the same one. */
size_t index_shape_figures(const struct index *index, uint32_t shape, struct ref indicator);
bool index_shape_repeats(const struct index *index, uint32_t shape);

/* The claims about a record beside those of ledgers. */
struct refs index_own_claims(const struct index *index, struct ref subject);

/* The milestones of a project beside those of ledgers; of another record none. */
struct refs index_own_milestones(const struct index *index, struct ref project);

/* Set the bits, by row, of records of a kind about which there are such claims. */
void index_add_own_claims(const struct index *index, enum kind kind, uint64_t *bits);

/* -- cells ------------------------------------------------------------------------------ */

/*
 * One value that a ledger brought: what its column says stands ready, what is its own is made where it is asked
 * for, and nothing is kept. For whoever writes all of them.
 */
struct index_cell {
	struct ref record, owner;       /* the claim or milestone; whom it is about */
	uint32_t number;                /* of its column in the catalogue */
	struct ref source, indicator;   /* or REF_NONE */
	int64_t code;                   /* modality; status; or NUMBER_NONE */
	struct str column;              /* its name in the ledger */
	struct str unit, scope, period; /* of claims */

	/* where it stands */
	const struct ledger_shape *shape;
	uint32_t head, at, first;
	uint64_t start;
};

/* The cells about a record, claims first; at most `max` of them in out. Returns how many there are. */
size_t index_cells(const struct index *index, struct ref owner, struct index_cell *out, size_t max);

/* Of them the claims with an indicator. */
size_t index_cells_of(const struct index *index, struct ref owner, struct ref indicator, struct index_cell *out, size_t max);

/* The cell that a claim or milestone is; false: no ledger brought it. */
bool index_cell_of(const struct index *index, struct ref record, struct index_cell *out);

/* What index_text of its record is; appended. */
void index_cell_add(const struct index *index, const struct index_cell *cell, size_t field, struct strbuf *out);

/* index_figure of the claim that it is. */
struct figure index_cell_figure(const struct index *index, const struct index_cell *cell);

/* -- figures ---------------------------------------------------------------------------- */

/*
 * The figures of one indicator, for reading whole ranges of rows: of records that have exactly one claim with it, one
 * that a ledger brought and that is a number. Such a claim is part of no other and has no qualifier. May be read by
 * many threads at once.
 */
struct index_soles;

struct index_soles *index_soles_new(const struct index *index, struct ref indicator);
void index_soles_free(struct index_soles *soles);

/* What all figures of a column have in common. */
struct index_soles_column {
	bool asked;      /* they are of the indicator; of other columns nothing is read */
	int64_t modality;
	struct str unit; /* base unit */
	uint8_t scale;   /* digits * 10^-scale is the figure in it */
};

/* Columns are numbered from 0. */
uint32_t index_soles_columns_n(const struct index_soles *soles);
struct index_soles_column index_soles_column(const struct index_soles *soles, uint32_t column);

/* In place of a column: the row has no such claim; or one, or several, that index_figures tells. */
enum { SOLES_NONE = 0x7FFFFFFF, SOLES_ASK = 0x7FFFFFFE };

/* Rows first … first + n of a kind: columns, and beside each the figure's digits, |digits| < 10^18. */
void index_soles_read(const struct index_soles *soles, enum kind kind, uint32_t first, size_t n, uint32_t *columns,
	int64_t *digits);

#endif

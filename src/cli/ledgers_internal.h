/*
 * Which claims and milestones an export writes in the row of their record, in the columns of
 * exchange/figures.h: those that a ledger's row brought with it.
 */
#ifndef CLI_LEDGERS_INTERNAL_H
#define CLI_LEDGERS_INTERNAL_H

#include "base/array.h"
#include "exchange/figures.h"
#include "index/ledgers.h"
#include "store/store.h"

/* A column of a ledger as the index knows it. */
struct ledger_known {
	struct str name; /* "invest", "milestone_signed"; empty: written as records */
	struct ref source, indicator;
};

/* Where the parts of a claim and of a milestone stand; looked up once: a ledger has millions. */
struct figure_fields {
	size_t owner, source, status, indicator, unit, parts[FIGURE_PARTS]; /* or none */
};

struct ledgers {
	const struct index *index;
	struct arena arena;
	struct ledger_columns columns; /* by number */
	struct ledger_known *known;    /* by number */
	struct figure_fields fields[2]; /* of milestones, of claims */
};

/* Errors: those of the store */
bool ledgers_open(struct ledgers *ledgers, struct store *store, const struct index *index, struct err *err);
void ledgers_release(struct ledgers *ledgers);

/* Whether this claim or milestone stands in its record's row. */
bool ledgers_hold(const struct ledgers *ledgers, struct ref record);

/* A figure or a date that rows have, and which of its parts any of them has. */
struct ledger_figure {
	struct str name;
	enum kind kind;      /* KIND_CLAIM or KIND_MILESTONE */
	uint32_t first;      /* the least number of a column: their order */
	unsigned parts;      /* bit p: enum figure_part */
};

struct ledger_figures {
	ARRAY(struct ledger_figure) v;
};

/* Those of n records, ordered by their first column. Appended. */
void ledgers_figures(const struct ledgers *ledgers, const struct ref *refs, size_t n, struct ledger_figures *out);

/* What stands in the row of a record, ordered by number. */
struct ledger_item {
	struct ref record;
	uint32_t number;
	const struct index_cell *cell; /* NULL: a record of its own */
};

struct ledger_row {
	const struct ledger_item *v;
	size_t n;
};

/* In arena. */
struct ledger_row ledgers_row(const struct ledgers *ledgers, struct ref record, struct arena *arena);

/* Its claims or milestones under a name; in arena. */
struct ledger_row ledgers_of(const struct ledgers *ledgers, struct ledger_row row, const struct ledger_figure *figure, struct arena *arena);

/* One part of them as a cell has it, joined by ';'; empty where none has any. Appended. */
void ledgers_part(const struct ledgers *ledgers, struct ledger_row figures, enum figure_part part, struct strbuf *out);

/* A field of theirs, joined by ';'. Appended. */
void ledgers_field(const struct ledgers *ledgers, struct ledger_row figures, size_t field, struct strbuf *out);

#endif

/*
 * The list of gaps: its rows, what stands in them, and their order. gap_screen.c shows it.
 */
#ifndef VIEW_GAP_INTERNAL_H
#define VIEW_GAP_INTERNAL_H

#include "query/gap.h"
#include "view/app.h"
#include "view/table.h"

enum { COLUMN_STAGE, COLUMN_TYPES, COLUMN_WHO, COLUMN_ZONE, COLUMN_WHY, COLUMNS };

/* A candidate of a gap, or a gap without any. */
struct gap_row {
	size_t gap, candidate; /* SIZE_MAX: none */
};

struct gap_state {
	const struct index *index; /* NULL: none yet */
	char *id;
	struct ref subject;        /* REF_NONE: no such record */
	struct arena arena;
	const struct gaps *gaps;
	ARRAY(struct gap_row) rows;
	struct strbuf sort;        /* "-zone": a column's name, '-' for downwards; empty: as found, the weightiest first */
	struct table table;
	struct scroll scroll;
	struct strbuf filter, before, find; /* before: the filter when its prompt was opened */
	bool only_marked, finding;
};

static inline const struct gap *gap_list_gap(const struct gap_state *state, size_t row)
{
	return &state->gaps->v[state->rows.v[row].gap];
}

static inline const struct candidate *gap_list_candidate(const struct gap_state *state, size_t row)
{
	size_t at = state->rows.v[row].candidate;
	return at == SIZE_MAX ? NULL : &gap_list_gap(state, row)->candidates[at];
}

/* What a row leads to and is compared: the candidate, else the stage. */
static inline struct ref gap_list_record(const struct gap_state *state, size_t row)
{
	const struct candidate *candidate = row < state->rows.n ? gap_list_candidate(state, row) : NULL;
	return candidate ? candidate->who : row < state->rows.n ? gap_list_gap(state, row)->stage : REF_NONE;
}

/* Whether a gap's candidate (SIZE_MAX: none) is marked: for this stage, not for others. */
static inline bool gap_list_marked(const struct gap_state *state, const struct app *app, struct gap_row row)
{
	const struct gap *gap = &state->gaps->v[row.gap];
	return app_pair_marked(app, gap->stage, row.candidate == SIZE_MAX ? REF_NONE : gap->candidates[row.candidate].who);
}

/* The rows that are marked, also those that the filter hides, in the order of the gaps; as many as fit into out. Returns how
 * many there are. */
size_t gap_list_marks(const struct gap_state *state, const struct app *app, struct gap_row *out, size_t max);

void gap_list_cell(const struct gap_state *state, const struct app *app, size_t row, size_t column, struct strbuf *out);

/* Whether the type of a gap wears a sign: something is not there at all, or too little of it. */
static inline bool gap_list_urgent(const struct gap *gap)
{
	return gap->types & (1u << GAP_MISSING | 1u << GAP_SHORT);
}

/* Cells that the widest text of a column takes, its title and the signs of both included, whatever is filtered: columns must not
 * jump while one types. */
int gap_list_width(const struct gap_state *state, const struct app *app, size_t column, struct str title);

/* All that a row says, for filtering and copying: its cells with tabs between. Appended. */
void gap_list_row(const struct gap_state *state, const struct app *app, struct gap_row row, struct strbuf *out);

/* Whether a row says all words. */
bool gap_list_matches(const struct gap_state *state, const struct app *app, size_t row, struct str words);

/* Make the rows anew: what the filter and the marks leave, in the order asked for. */
void gap_list_make(struct gap_state *state, const struct app *app);

/* Sort by the column under the cursor. */
void gap_list_sort(struct gap_state *state, const struct app *app, bool down);

#endif

/*
 * Rows put together by one facet or two, for the groups and the crosstab: which values have a
 * place on which axis, how many rows stand in each cell, and what a figure adds up to there.
 *
 * Rows and columns are counted by place: 0 is the total, 1 … n the values in their order, and where there are more
 * values than places the last place is that of all others.
 */
#ifndef VIEW_CROSS_INTERNAL_H
#define VIEW_CROSS_INTERNAL_H

#include "query/total.h"
#include "view/counts_internal.h"

enum { CROSS_ROWS_MAX = 2000, CROSS_COLUMNS_MAX = 200 };

struct cross_axis {
	struct facet facet;
	struct facet_values *values;
	struct tally *tallies; /* by value */
	uint32_t *shown;       /* by place - 1: a value */
	uint32_t *places;      /* by value: place - 1; n for those of the last place */
	size_t n;              /* values with a place */
	size_t others;         /* values that share the last place; 0: there are no more, nor is there such a place */
};

struct cross {
	struct counts counts;
	size_t n_axes;         /* 0: nothing to show (no index, or no such facet), 1, 2 */
	struct cross_axis axes[2];
	struct tally *cells;   /* of two axes: (axes[0].n + 1) * (axes[1].n + 1) */

	struct strbuf figure;  /* "invest", "invest/planned"; empty: rows are counted */
	struct ref indicator;  /* REF_NONE */
	int modality;          /* -1: not chosen */
	struct {
		uint32_t *starts;
		struct ref *refs;
	} rows[3];             /* of the cells, of each axis alone; made when a figure is summed */
	struct refs all;       /* the rows that are counted */
	int shift;             /* amounts are shown in 10^shift of the unit: one for all, so that they can be compared */
	struct total_whole *whole; /* of what the cells are parts; NULL: no cell was asked for */
	struct totals **sums; /* by cell, totals included; NULL: not summed yet */
};

/* A cell, by its places. */
struct cross_spot {
	size_t row, column;
};

/* `least` to two names of facets in place->by; those not given are the kind's first ones. What is wrong is told. */
void cross_open(struct cross *cross, struct app *app, const struct place *place, size_t n_axes);
void cross_release(struct cross *cross);
void cross_save(const struct cross *cross, struct place *place);

/* Count again: under another filter. */
void cross_count(struct cross *cross);

/* Places of an axis, the total among them. */
size_t cross_places(const struct cross *cross, size_t axis);

/* How many rows stand in a cell; of one axis: column 0. */
struct tally cross_cell(const struct cross *cross, size_t row, size_t column);

/* The label of a place. Appended. */
void cross_label(const struct cross *cross, const struct app *app, size_t axis, size_t place, struct strbuf *out);
void cross_label_cell(const struct cross *cross, const struct app *app, size_t axis, size_t place, struct strbuf *out); /* of a table that leaves */

/* Whether the word that is looked for names the value of a place; never the total nor all others. */
bool cross_names(const struct cross *cross, const struct app *app, size_t axis, size_t place);

/* The filter term of a cell, empty for the whole. False: it cannot be said. Appended. */
bool cross_term(const struct cross *cross, const struct app *app, size_t row, size_t column, struct strbuf *out);

/* The sums of the figure in a cell, made when first asked for. NULL without a figure. */
const struct totals *cross_sums(struct cross *cross, size_t row, size_t column);
/* Have those of n cells made by all threads, no cell twice. */
void cross_sum(struct cross *cross, const struct cross_spot *cells, size_t n);
/* Of all cells of the first columns. */
void cross_sum_all(struct cross *cross, size_t columns);
/* The same where it was made before, else NULL: for drawing. */
const struct totals *cross_sums_made(const struct cross *cross, size_t row, size_t column);

/*
 * Choose what is summed: a text as `figure`. False: there is no such figure (told). cross_next_figure: the next of the
 * kind's own figures, at the end none again.
 */
bool cross_choose(struct cross *cross, struct app *app, struct str figure);
void cross_next_figure(struct cross *cross, struct app *app, bool by_modality);

/* "投资额 计划" or nothing. Appended. */
void cross_figure_title(const struct cross *cross, const struct app *app, struct strbuf *out);

/* "计划 5亿元..8亿元", 不合 where there is no sum, and '!' behind it for a contradiction; nothing where no row has one. Appended. */
void cross_print_total(const struct cross *cross, const struct total *total, struct str unit, const struct app *app,
	struct strbuf *out);
/* "1.8亿元": exact, in the multiple of the unit that all amounts here are shown in. Appended. */
void cross_print_amount(const struct cross *cross, struct decimal d, struct str unit, struct strbuf *out);
/* What was left out of a sum and why. Appended. */
void cross_print_notes(const struct total *total, size_t n_other_unit, const struct app *app, struct strbuf *out);

/* -- cross_command.c: what groups and crosstab do alike ------------------------------------- */

/* What differs: the screen's own state, where the cursor is, and its table as text. */
struct cross_view {
	struct cross *cross;
	void *state;
	size_t row, column;      /* places */
	const uint32_t *order;   /* places of the rows in the order in force; NULL: as they are */
	void (*recounted)(void *state, struct app *app);                /* the filter or the figure is another one */
	/* The row of a place (SIZE_MAX: the titles) as texts parted by tabs, numbers plain; appended without a line's end. */
	void (*row_text)(const void *state, const struct app *app, size_t row, struct strbuf *out);
	bool by_modality; /* a cell holds one sum: of one modality */
};

/* Enter, same and other value, figure, facets, crosstab, export, copy. False: none of these. */
bool cross_command(const struct cross_view *view, struct app *app, enum command_id id, struct str argument);

/* "1000000  合计 投资额  筛 …": for the first line. */
void cross_status(const struct cross *cross, const struct app *app, struct strbuf *out);

#endif

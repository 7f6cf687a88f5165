/*
 * What the facet panel, the groups and the crosstab have in common: the rows of a list that
 * they count, the filter over them, finding among them, and the way back to the list.
 */
#ifndef VIEW_COUNTS_INTERNAL_H
#define VIEW_COUNTS_INTERNAL_H

#include "view/completer_internal.h"
#include "view/pick_internal.h"
#include "view/screen.h"
#include "view/scroll.h"

enum counts_prompt { COUNTS_PROMPT_NONE, COUNTS_PROMPT_FILTER, COUNTS_PROMPT_FIND };

struct counts {
	const struct index *index; /* NULL: not ready */
	enum kind kind;
	struct strbuf query;
	struct strbuf sort, hidden; /* the list's: handed back to it */
	bool only_marked, only_conflicts;
	struct picked picked;
	enum counts_prompt prompt;
	struct completer completer; /* of the filter that is being typed */
	struct strbuf find;
	size_t find_from, find_from_column; /* where the prompt to find was opened */
};

/* A filter that cannot be read is said, and nothing is let through. */
void counts_open(struct counts *counts, struct app *app, const struct place *place);
void counts_release(struct counts *counts);
void counts_save(const struct counts *counts, struct place *place);

/* The rows under the filter and one term more; false: it cannot be read (told), all is as it was. */
bool counts_narrow(struct counts *counts, struct app *app, struct str term, bool exclude);

/* A place of the same rows: the list, or another screen that counts. `query` NULL: the filter as it is. */
void counts_place(const struct counts *counts, enum screen screen, const struct str *query, struct place *out);

/* To the list of the rows that a term leaves; `replace`: this screen does not stay in the history. */
void counts_go_list(const struct counts *counts, struct app *app, struct str term, bool replace);

/* "1000000 ?或许12  筛 status:投产": for the first line. */
void counts_status(const struct counts *counts, const struct app *app, struct strbuf *out);

/* "12", "12?3": rows, and how many of them only perhaps match. Appended. */
void counts_number(const struct tally *tally, struct strbuf *out);
int counts_digits(const struct tally *tally); /* how many cells that takes */

/* A value of a facet for people, 无 where rows have none. Appended. */
void counts_label(const struct app *app, const struct facet_values *values, size_t value, struct strbuf *out);

/*
 * The values that some row has, most rows first (enumerations and years in their own order where `natural`), those
 * without a value last. Returns how many; *out has the first of them, `most` at least where there are more, and is the
 * caller's to free.
 */
size_t counts_order(const struct facet_values *values, const struct tally *tallies, bool natural, size_t most, uint32_t **out);

/* Whether the word that is looked for names a value; never the place of rows without one. */
bool counts_names(const struct counts *counts, const struct app *app, const struct facet_values *values, size_t value);

/* -- commands that the three screens share ------------------------------------------------- */

struct counts_view {
	struct counts *counts;
	struct scroll *scroll;
	size_t *column; /* under the cursor; NULL: no columns */
	void *state;    /* the screen's, for what follows */
	void (*recount)(void *state, struct app *app);                           /* the rows are those of another filter */
	bool (*names)(const void *state, const struct app *app, size_t row);     /* whether counts->find names that row */
	bool (*find_column)(void *state, const struct app *app, int step);       /* where it names no row; NULL: no columns */
};

/* Filter, find, find on and back, go to a row; a command of lists that means nothing here is told. False: none of these. */
bool counts_command(const struct counts_view *view, struct app *app, enum command_id id, struct str argument);

/* What was typed at the prompt that counts_command opened, as screen_class.prompt has it. */
void counts_prompted(const struct counts_view *view, struct app *app, struct str text, bool done, bool cancelled);

/* Tab in that line, as screen_class.complete has it; what may follow in it, drawn over the last row of the area. */
void counts_complete(struct counts *counts, struct app *app, bool back);
void counts_draw_completions(const struct counts *counts, struct grid *grid, struct area area);

/* A count has no source of its own; as screen_class.evidence has it. */
struct evidence counts_evidence(const void *state);

#endif

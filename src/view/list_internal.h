/*
 * The list of records of one kind, shared by list.c (the screen), list_rows.c (which rows,
 * in which order), list_jump.c, list_columns.c and list_cell.c (what stands in them), list_command.c,
 * list_sort.c, list_mark.c and list_term.c (what one does with them) and list_draw.c.
 *
 * Per row there is a reference at most and nothing else, none at all in an order that stands ready: texts are made for the
 * rows that are seen. Sets of rows (what a filter leaves, perhaps, found) are bits by row number of the kind.
 */
#ifndef VIEW_LIST_INTERNAL_H
#define VIEW_LIST_INTERNAL_H

#include "query/query.h"
#include "query/sort_view.h"
#include "view/completer_internal.h"
#include "view/pick_internal.h"
#include "view/screen.h"
#include "view/table.h"

/* A column that the kind has; the table holds those that are not hidden. */
struct list_field {
	bool facts;                /* how many figures there are about the record: not a field of the query language */
	struct list_column column; /* else */
	struct str name;           /* what filters, orders and the place call it */
	struct str title;
	int width, full;           /* from the first rows */
	int least;                 /* cells of the title, without a sign of the order */
};

/*
 * The cells of the rows that are seen, kept from one drawing to the next: a key mostly moves the cursor, or the rows by
 * one. A line holds as long as its record, its mark and the places of the columns are the same.
 */
struct list_lines {
	struct grid grid; /* a row for each line, as wide as the table; no cells: nothing is kept */
	struct table_layout layout;
	struct {
		struct ref ref; /* REF_NONE: the line holds nothing */
		bool marked;
	} *lines;
	size_t top; /* the row of the first line */
};

/* A line above a row that says which group begins, or goes on at the top of the window. */
struct list_head {
	size_t row;
	size_t n; /* rows of the group */
};

/* The listed rows that are seen, read at once: each of them is asked for column by column. */
enum { LIST_WINDOW = 128 };

struct list_window {
	size_t first, n;
	struct ref v[LIST_WINDOW];
};

enum list_prompt { LIST_PROMPT_NONE, LIST_PROMPT_FILTER, LIST_PROMPT_FIND, LIST_PROMPT_JUMP, LIST_PROMPT_MARK };

struct list {
	enum kind kind;
	const struct index *index; /* NULL: not ready */
	struct strbuf query, sort; /* sort: what the user asked for; empty: the kind's own order */
	struct strbuf layout;      /* "unit,name:30,~": put away, given width, name column not frozen */
	bool only_marked, only_conflicts;

	struct list_field fields[TABLE_COLUMNS];
	size_t n_fields;
	size_t shown[TABLE_COLUMNS]; /* field of each column of the table */
	struct table table;
	struct scroll scroll;

	struct sort_order order; /* all rows of the kind in the order in force */
	bool order_made;         /* else the next asking makes it */
	struct sort_key asked[QUERY_ORDER_KEYS]; /* what the filter says of the order: it goes before any other */
	size_t n_asked;
	size_t n_by;            /* so many of them make groups (by:) */
	ARRAY(struct list_head) heads; /* the groups' headings in the window */
	struct sort_view *view; /* those of them that a filter leaves; NULL before the index */
	bool filtered;
	size_t n;
	struct strbuf meant; /* no row is left: the filter that its words may mean (query_of_words); empty: none */
	size_t n_meant;      /* rows of that */
	struct strbuf slip; /* else what may be a slip in the filter (query_slip); empty: nothing is */
	struct list_window window;
	uint64_t *perhaps; /* NULL: none */
	size_t n_perhaps;
	struct ref wanted; /* the row under the cursor, or the one it goes back to when it is listed again */

	enum list_prompt prompt;
	enum command_id mark_command; /* what LIST_PROMPT_MARK asks for: to mark or to unmark */
	struct strbuf fault;  /* what is wrong with what is being typed */
	struct completer completer; /* of what is being typed */
	struct strbuf before; /* the filter when the prompt was opened */
	struct ref before_row;
	struct strbuf find;
	uint32_t *found; /* places of the rows that `find` matches, ascending; NULL: nothing to find */
	size_t n_found;
	uint64_t *matching; /* the same by row number: the places change with order and filter */

	bool ranging; /* v: from anchor to the cursor */
	size_t anchor;
	enum command_id sort_command; /* the same key again turns the order, the third press ends it */
	size_t sort_field;
	int sort_presses;

	bool total_stale;
	size_t n_marked;     /* as of the total */
	struct strbuf total; /* text of the marked rows' total */

	struct list_lines lines;
	struct arena names_memory; /* before the index: the rows that are seen */
	struct row_name *names;
	size_t names_first, n_names;
	size_t opened_at; /* … and where the cursor stood at first */
};

/* -- list_rows.c ---------------------------------------------------------------- */

/* Ask again with the filter and order as they are; the cursor stays on its record. A bad filter leaves all as it was. */
bool list_ask(struct list *list, const struct app *app, struct err *err);
/* The order that is in force: the user's or the kind's own. */
struct str list_order(const struct list *list);
void list_order_changed(struct list *list); /* call when `sort` was changed, before asking again */
struct ref list_row(const struct list *list, size_t row); /* REF_NONE without an index or rows */
/* Listed rows from `from` on, as many as LIST_AT_ONCE at most: for whoever looks at many. Returns how many; 0 at the end. */
enum { LIST_AT_ONCE = 1 << 10 };
size_t list_read(const struct list *list, size_t from, struct ref out[LIST_AT_ONCE]);
/* Have the rows of the window at hand. */
void list_read_window(struct list *list);
void list_want_cursor(struct list *list);                 /* after the user moved */

/* Rows that match text (a filter): n_found of them among the rows listed. */
bool list_find(struct list *list, struct str text, struct err *err);
/* The next found row from `from` on (itself included), in a direction, round the end. */
bool list_find_from(const struct list *list, size_t from, bool down, size_t *row);
size_t list_found_before(const struct list *list, size_t row); /* how many found rows stand before this one */
/* Where a record stands in the list; n: it does not. */
size_t list_place_of(const struct list *list, struct ref ref);

/* -- list_jump.c -------------------------------------------------------------------- */

/* The first row whose name begins so: by characters, pinyin, initials or a mix. False: none does. */
bool list_jump(const struct list *list, struct str text, size_t *row);

/* -- list_columns.c --------------------------------------------------------------- */

void list_columns_open(struct list *list, const struct app *app);
void list_columns_measure(struct list *list, const struct app *app); /* widths from the first rows */
/* Give columns of numbers what those of a row need. False: they had it, or as much as any gets. */
bool list_columns_grow(struct list *list, const struct app *app, struct ref ref);
void list_columns_show(struct list *list);                           /* the table from fields, layout and order */
/* Whether the column is the value of a figure, shown as printed with unit and qualifier. */
bool list_is_value(const struct list *list, const struct list_field *field);
/* Whether the column is the verdict of a target: overdue ones wear a sign. */
bool list_is_promise(const struct list *list, const struct list_field *field);
/* What the query language calls a column. */
struct str list_column_name(const struct list *list, const struct list_column *column);
/* What was done to the columns. */
void list_layout_remove(struct list *list, struct str item); /* an item or "NAME:…" */
void list_layout_add(struct list *list, struct str item);

/* -- list_cell.c ------------------------------------------------------------------ */

struct list_drawing {
	const struct list *list;
	const struct app *app;
	const struct grid *grid; /* decides widths */
};

/* The value of a column in full and as printed, as yc gives it. Appended. */
void list_value(const struct list *list, const struct app *app, size_t field, struct ref ref, struct strbuf *out);
/* The same to be read, as a card shows it: with the sign of figures that differ. `out` is set. */
void list_card_value(const struct list_drawing *drawing, size_t field, struct ref ref, struct strbuf *out);
/* What a cell shows in so many cells. */
void list_cell(const struct list_drawing *drawing, size_t field, struct ref ref, int columns, struct table_cell *out);

/* -- list_term.c ------------------------------------------------------------------ */

/* A filter term that means "the value of this cell": zone:兴县经开区. Appended; false: there is none. */
bool list_term(const struct list *list, const struct app *app, size_t field, struct ref ref, struct strbuf *out);

/* -- list_command.c --------------------------------------------------------------- */

bool list_command(void *state, struct app *app, enum command_id id, struct str argument);
void list_prompt(void *state, struct app *app, struct str text, bool done, bool cancelled);

/* -- list_sort.c ------------------------------------------------------------------ */

enum { LIST_SORT_KEYS = 4 }; /* of the user's order */
bool list_sort_command(struct list *list, struct app *app, enum command_id id, struct str argument);

/* -- list_complete.c -------------------------------------------------------------- */

/* A text, in the scratch arena, with [start, end) of it replaced. */
struct str list_put(const struct app *app, struct str text, size_t start, size_t end, struct str with);

void list_complete_update(struct list *list, const struct app *app, struct str text);

/* Offer what the words of a filter may mean in their place, where nothing else may follow them. */
void list_offer_meant(struct list *list, struct str text);

/* Whether the word at the end of the line, from *start on, begins the name of a field. */
bool list_field_begun(const struct list *list, struct str text, size_t *start);
void list_complete(void *state, struct app *app, bool back); /* Tab */
/* Whether there is something to show, in the last row of an area. */
bool list_completes(const struct list *list);

/* -- list_group.c ----------------------------------------------------------------- */

/* Whether there are headings. */
bool list_grouped(const struct list *list);
/* scroll_settle for a window of so many lines, headings among them; finds out which there are. */
void list_groups_settle(struct list *list, int lines);
/* To the first row of the next group, or of this one and then of the one before. False: there are no groups. */
bool list_group_step(struct list *list, bool down);
/* The heading above a row. False: there is none. */
bool list_group_draw(const struct list *list, const struct app *app, size_t row, struct span line);

/* -- list_mark.c ------------------------------------------------------------------ */

bool list_mark_command(struct list *list, struct app *app, enum command_id id, struct str argument);
void list_mark_prompt(struct list *list, struct app *app, struct str text, bool done, bool cancelled);
void list_total(struct list *list, const struct app *app); /* bring the total of the marked rows up to date */

/* -- list_lines.c ------------------------------------------------------------------- */

/* Make the lines hold the rows that are seen in an area of so many columns and rows. Columns changed: forget all of them. */
void list_lines_fill(struct list *list, const struct app *app, int columns, int rows);
void list_lines_forget(struct list *list);
void list_lines_release(struct list *list);

/* -- list_draw.c -------------------------------------------------------------------- */

/* What stands in a cell and in the gutter of the rows, for the table; drawing lives as long as they are used. */
struct table_rows list_table_rows(const struct list_drawing *drawing);

void list_settle(void *state, const struct app *app, struct area area);
/* Its first rows as they would stand there, without a cursor. */
void list_draw_beside(const struct list *list, const struct app *app, struct grid *grid, struct area area);
void list_draw(const void *state, const struct app *app, struct grid *grid, struct area area);

#endif

/*
 * A page: sections of rows of cells, laid out for whatever width there is, with a cursor
 * that opens what a cell names and tells where its value comes from.
 *
 *	page_section(&page, title, PAGE_TABLE);
 *	page_column(&page, title, 0);
 *	page_row(&page, STR(""), record);
 *	page_cell(&page, text, ROLE_LINK)->door = door_record(ref);
 *
 * Texts are copied. A pointer to a cell or section is good until the next one is added.
 * Layout needs page_settle first; it is made again where the size or the content changed.
 */
#ifndef VIEW_PAGE_H
#define VIEW_PAGE_H

#include "base/array.h"
#include "view/screen.h"

enum page_shape {
	PAGE_FIELDS, /* label, then cells one after another, wrapped under each other */
	PAGE_TABLE,  /* columns with titles; where they have no room, or on a card, a row is a line and its cells indented below */
	PAGE_TEXT,   /* label and one long text, wrapped; its marked parts in a role of their own */
};

/* What Enter does. */
enum door_type { DOOR_NONE, DOOR_RECORD, DOOR_LIST, DOOR_READER, DOOR_COMMAND, DOOR_MAP };
struct door {
	enum door_type type;
	struct ref ref;          /* DOOR_RECORD; DOOR_READER: the source; DOOR_MAP: the stage selected there */
	struct ref figure;       /* DOOR_READER: the claim whose place is shown */
	enum kind kind;          /* DOOR_LIST */
	struct str query;        /* DOOR_LIST; DOOR_COMMAND: its argument; copied into the page by whoever makes it */
	enum command_id command; /* DOOR_COMMAND */
};

struct door door_record(struct ref ref); /* REF_NONE: no door */
struct door door_reader(struct ref source, struct ref figure);
struct door door_list(enum kind kind, struct str query);
struct door door_command(enum command_id command);
struct door door_map(struct ref stage);

/* Bytes start … end of a cell's raw text, ordered, not overlapping. */
struct page_mark {
	size_t start, end;
	enum role role; /* ROLE_MATCH: put between < and >, too */
};

struct page_cell {
	struct str text;  /* raw */
	struct str shown; /* cleaned; made by page_settle */
	int width;        /* of shown */
	enum role role;
	bool repeated;    /* says what the row above says: left blank in a table */
	struct door door;
	struct ref record;          /* whose value it is; REF_NONE: the row's record */
	const struct ref *claims;   /* the figures it shows; borrowed from the index or the page's arena */
	size_t n_claims;
	const struct page_mark *marks; /* PAGE_TEXT; in the page's arena */
	size_t n_marks;
};

enum { COLUMN_RIGHT = 1, COLUMN_CUT = 2, COLUMN_CUT_MIDDLE = 4, COLUMN_WHOLE = 8 /* never narrower than its cells */ };
enum { PAGE_COLUMNS = 12 };

struct page_column {
	struct str title;
	unsigned flags;  /* COLUMN_…; a column that is not cut is wrapped */
	int most;        /* cells at most; 0: no bound */
	int wanted;      /* widest cell */
	int number;      /* widest cell of a short number, which is broken only where there is no room at all */
	int at, width;   /* the layout */
};

struct page_section {
	struct str title;
	enum page_shape shape;
	size_t count;          /* shown behind the title; SIZE_MAX: none */
	bool titles_in_cards;  /* a card repeats the column's title before each cell */
	struct page_column columns[PAGE_COLUMNS];
	size_t n_columns;
	size_t first, n_rows;
	int line;              /* of its title */
	int label_width;
	bool as_card;
};

struct page_row {
	struct str label;      /* PAGE_FIELDS, PAGE_TEXT */
	struct ref record;     /* may be REF_NONE */
	size_t section, first, n_cells;
	int line, n_lines;
};

struct page {
	struct arena arena;
	const struct index *index; /* of its records; NULL: there was none yet */
	ARRAY(struct page_section) sections;
	ARRAY(struct page_row) rows;
	ARRAY(struct page_cell) cells;
	size_t row, cell;      /* under the cursor; cell is kept while moving over shorter rows */
	int top;               /* first line shown */
	enum ambi ambi;
	bool ascii;
	size_t n_shown;        /* cells whose shown form is there */
	int columns, height;   /* as of the last settle */
	int n_lines;
	struct strbuf find;    /* what / looked for */
	size_t find_from;      /* the row from which it looks while one types */
	bool bare;             /* no titles of sections: for panes and comparisons of one section */
};

void page_init(struct page *page, const struct settings *settings, const struct index *index);
void page_release(struct page *page);

/* -- filling ------------------------------------------------------------------- */

struct page_section *page_section(struct page *page, struct str title, enum page_shape shape);
void page_drop_empty(struct page *page);                       /* take the last section back if it has no rows */
void page_column(struct page *page, struct str title, unsigned flags, int most);
void page_row(struct page *page, struct str label, struct ref record);
struct page_cell *page_cell(struct page *page, struct str text, enum role role);
struct page_cell *page_blank(struct page *page);               /* "-": nothing is known */

/* The last section, a table, has all its rows: without any it goes, else its columns from `first` on in which every cell is "-". */
void page_end_table(struct page *page, size_t first);

/* -- showing -------------------------------------------------------------------- */

void page_settle(struct page *page, int columns, int rows);
void page_draw(const struct page *page, struct grid *grid, struct area area, bool cursor);

/* Titles of the sections with counts in one line, the one under the cursor between asterisks. */
void page_draw_bar(const struct page *page, struct span line);
/* The same as a column. */
void page_draw_tree(const struct page *page, struct grid *grid, struct area area);

/* -- moving and reading ------------------------------------------------------------ */

/* Cursor movement and opening. False: not one of its commands. */
bool page_command(struct page *page, struct app *app, enum command_id id);

size_t page_section_here(const struct page *page);

/* F8: all its tables as one go to a file. False: another command, or the app is to ask for the file. */
extern const enum command_id page_table_hints[]; /* for the last line of pages that are a table */
bool page_export_command(const struct page *page, struct app *app, enum command_id id, struct str argument);
const struct page_cell *page_cell_here(const struct page *page); /* NULL: the page is empty */
struct ref page_record_here(const struct page *page);            /* what Enter, c and yy mean; REF_NONE */
struct evidence page_evidence(const struct page *page);
/* What yc gives, appended: the cell as it is shown, but a figure as it is printed. */
void page_cell_text(const struct page *page, struct strbuf *out);

/*
 * Move to the next (step 1) or previous (-1) row that matches text by characters or pinyin, round the end.
 * here     the row under the cursor may be the answer
 */
bool page_find(struct page *page, struct str text, int step, bool here);

/* Whether a text holds what is looked for, by characters or pinyin. query_folded: text_fold's, not empty. */
bool page_text_matches(struct str text, struct str query_folded);

/* The same for a person: says where nothing matches, or nothing was asked for. */
void page_find_or_tell(struct page *page, struct app *app, struct str text, int step, bool here);

/* Finding as a screen's commands, and what it does with the line that they open. False: not one of them. */
bool page_find_command(struct page *page, struct app *app, enum command_id id, struct str argument);
void page_find_prompt(struct page *page, struct app *app, struct str text, bool done, bool cancelled);

void page_save(const struct page *page, struct place *place);
void page_restore(struct page *page, const struct place *place);

/* -- a screen that is one page --------------------------------------------------------- */

/* For its row of functions; the state begins with the page. */
void page_screen_save(const void *state, struct place *place);
bool page_screen_command(void *state, struct app *app, enum command_id id, struct str argument);
void page_screen_prompt(void *state, struct app *app, struct str text, bool done, bool cancelled);
void page_screen_settle(void *state, const struct app *app, struct area area);
struct evidence page_screen_evidence(const void *state);
struct ref page_screen_record(const void *state);
void page_screen_cell_text(const void *state, const struct app *app, struct strbuf *out);

#endif

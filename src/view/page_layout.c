/* Where everything on a page stands: shown forms, column widths, lines. */
#include "view/page_internal.h"

#include "text/wrap.h"
#include "view/paint.h"
#include "view/table.h"

#include <limits.h>

enum {
	GAP = 2,          /* between columns and between cells one after another */
	CARD_INDENT = 2,  /* cells below the first of a card */
	LABEL_MOST = 20,
	SQUEEZED = 8,     /* a column that has to give way is at least so wide, else rows become cards */
	TABLE_LEAST = 48, /* below: cards always */
	TABLE_SURE = 80,  /* from here on columns may be squeezed */
	UNSQUEEZED = INT_MAX, /* the least share where no column had to give way */
	NUMBER_MOST = 16,     /* cells of a number that stands in one line */
	AIRY = 30,        /* so many rows have room for a blank line between sections */
};

/* -- shown forms ---------------------------------------------------------------- */

/* What paint would show of raw text, appended. */
static void clean(const struct page *page, struct str raw, struct strbuf *out)
{
	struct grid measure = {.ambi = page->ambi, .ascii = page->ascii};
	paint_text(&measure, raw, out);
}

static int width_of(const struct page *page, struct str shown)
{
	return (int)width_str(shown, page->ambi);
}

/* Marked parts are cleaned one by one, so that their bounds are known in the cleaned text, too. */
static void clean_marked(struct page *page, struct page_cell *cell, struct strbuf *out)
{
	struct page_mark *marks = arena_alloc(&page->arena, cell->n_marks * sizeof *marks);
	size_t at = 0;
	for (size_t i = 0; i < cell->n_marks; i++) {
		const struct page_mark *mark = &cell->marks[i];
		bool chosen = mark->role == ROLE_MATCH;
		clean(page, str_sub(cell->text, at, mark->start - at), out);
		marks[i] = (struct page_mark){.start = out->n, .role = mark->role};
		strbuf_add_c(out, chosen ? "<" : "");
		clean(page, str_sub(cell->text, mark->start, mark->end - mark->start), out);
		strbuf_add_c(out, chosen ? ">" : "");
		marks[i].end = out->n;
		at = mark->end;
	}
	clean(page, str_sub(cell->text, at, cell->text.n), out);
	cell->marks = marks;
}

static void make_shown(struct page *page)
{
	struct strbuf out = {0};
	for (size_t i = page->n_shown; i < page->cells.n; i++) {
		struct page_cell *cell = &page->cells.v[i];
		strbuf_clear(&out);
		clean_marked(page, cell, &out);
		cell->shown = arena_str(&page->arena, strbuf_str(&out));
		cell->width = width_of(page, cell->shown);
	}
	page->n_shown = page->cells.n;
	strbuf_release(&out);
}

static int raw_width(const struct page *page, struct str raw)
{
	struct grid measure = {.ambi = page->ambi, .ascii = page->ascii};
	return paint_width(&measure, raw);
}

/* -- widths ----------------------------------------------------------------------- */

static int content_width(const struct page *page)
{
	return page->columns > PAGE_GUTTER + 2 ? page->columns - PAGE_GUTTER : 2;
}

static void measure_cell(struct page_column *column, const struct page_cell *cell)
{
	bool number = cell->role == ROLE_NUMBER && cell->width <= NUMBER_MOST && table_has_number(cell->shown);
	if (cell->width > column->wanted)
		column->wanted = cell->width;
	if (number && cell->width > column->number)
		column->number = cell->width;
}

static void measure_columns(struct page *page, struct page_section *section)
{
	for (size_t c = 0; c < section->n_columns; c++) {
		struct page_column *column = &section->columns[c];
		column->wanted = raw_width(page, column->title);
		column->number = 0;
		for (size_t r = section->first; r < section->first + section->n_rows; r++) {
			const struct page_row *row = &page->rows.v[r];
			if (c < row->n_cells)
				measure_cell(column, &page->cells.v[row->first + c]);
		}
		if (column->most && column->wanted > column->most)
			column->wanted = column->most;
		column->width = 0;
	}
}

/* Columns that must not be cut have what they want; the others none yet. What is left of the room; *open counts the others. */
static int give_whole(struct page_section *section, int room, int *open)
{
	*open = (int)section->n_columns;
	for (size_t c = 0; c < section->n_columns; c++)
		if (section->columns[c].flags & COLUMN_WHOLE) {
			section->columns[c].width = section->columns[c].wanted;
			room -= section->columns[c].wanted;
			--*open;
		}
	return room;
}

/* Columns that want no more than an even share get it. What they leave makes the share of the others larger: again, until none is content. */
static int give_narrow(struct page_section *section, int room, int *open)
{
	bool given = true;
	while (*open && room > 0 && given) {
		int share = room / *open;
		given = false;
		for (size_t c = 0; c < section->n_columns; c++) {
			struct page_column *column = &section->columns[c];
			if (column->width || column->wanted > share)
				continue;
			column->width = column->wanted ? column->wanted : 1;
			room -= column->width;
			--*open;
			given = true;
		}
	}
	return room;
}

/* Numbers get a line's width as far as the others stay columns. */
static int give_numbers(struct page_section *section, int room, int *open)
{
	for (size_t c = 0; c < section->n_columns && *open > 1; c++) {
		struct page_column *column = &section->columns[c];
		int most = room - (*open - 1) * SQUEEZED, width = column->number < most ? column->number : most;
		if (column->width || width <= room / *open)
			continue;
		column->width = width;
		room -= width;
		--*open;
	}
	return room;
}

/*
 * Narrow columns get what they want, then numbers, the others share what is left evenly.
 * Returns the least share; UNSQUEEZED where none had to give way; 0: there is no room.
 */
static int share_room(struct page_section *section, int room)
{
	int open;
	room = give_whole(section, room, &open);
	room = give_narrow(section, room, &open);
	if (!open)
		return UNSQUEEZED;
	room = give_numbers(section, room, &open);
	if (room < open)
		return 0;
	int share = room / open, spare = room - share * open;
	for (size_t c = 0; c < section->n_columns; c++)
		if (!section->columns[c].width) {
			section->columns[c].width = share + (spare > 0);
			spare--;
		}
	return share;
}

static void lay_out_table(struct page *page, struct page_section *section)
{
	measure_columns(page, section);
	int room = content_width(page) - GAP * ((int)section->n_columns - 1);
	int share = room > 0 ? share_room(section, room) : 0;
	int least = page->columns >= TABLE_SURE ? SQUEEZED : UNSQUEEZED;
	section->as_card = page->columns < TABLE_LEAST || share < least;
	int at = PAGE_GUTTER;
	for (size_t c = 0; c < section->n_columns; c++) {
		section->columns[c].at = at;
		at += section->columns[c].width + GAP;
	}
}

static void lay_out_labels(struct page *page, struct page_section *section)
{
	section->label_width = 0;
	for (size_t r = section->first; r < section->first + section->n_rows; r++) {
		int width = raw_width(page, page->rows.v[r].label);
		if (width > section->label_width)
			section->label_width = width;
	}
	int most = content_width(page) / 3;
	if (most > LABEL_MOST)
		most = LABEL_MOST;
	if (section->label_width > most)
		section->label_width = most;
}

/* -- walking over the pieces of a row ------------------------------------------------ */

struct walk {
	const struct page *page;
	piece_fn *fn; /* may be NULL: only count */
	void *context;
	struct piece piece; /* the one in work */
	int line, left, right, at; /* next free place; left and right edge */
};

static void emit(struct walk *walk, struct str text, int width)
{
	walk->piece.text = text;
	walk->piece.width = width;
	walk->piece.line = walk->line;
	walk->piece.column = walk->at;
	if (walk->fn)
		walk->fn(walk->context, &walk->piece);
}

static void emit_line(void *context, struct str line)
{
	struct walk *walk = context;
	emit(walk, line, width_of(walk->page, line));
	walk->line++;
}

/* Wrap into the columns from walk->at to walk->right; walk->line is the line behind it then. */
static void emit_wrapped(struct walk *walk, struct str shown)
{
	int room = walk->right - walk->at;
	text_wrap(shown, (size_t)(room > 2 ? room : 2), walk->page->ambi, emit_line, walk);
}

static void emit_cut(struct walk *walk, struct str shown, int columns, enum cut cut)
{
	struct strbuf out = {0};
	int width = (int)text_truncate(shown, (size_t)columns, cut, walk->page->ambi, &out);
	emit(walk, strbuf_str(&out), width);
	strbuf_release(&out);
}

/* A raw text of the page itself: a label or a column's title. */
static void emit_label(struct walk *walk, struct str raw, int columns)
{
	struct strbuf out = {0};
	clean(walk->page, raw, &out);
	walk->piece.cell = NULL;
	walk->piece.role = ROLE_DIM;
	emit_cut(walk, strbuf_str(&out), columns, CUT_END);
	strbuf_release(&out);
}

static void take_cell(struct walk *walk, const struct page_row *row, size_t number)
{
	walk->piece.cell = &walk->page->cells.v[row->first + number];
	walk->piece.number = number;
	walk->piece.role = walk->piece.cell->role;
}

/* Behind the cell before it where it fits, else on a line of its own, wrapped if it must be. */
static void flow_cell(struct walk *walk)
{
	const struct page_cell *cell = walk->piece.cell;
	if (walk->at > walk->left && walk->at + cell->width > walk->right) {
		walk->line++;
		walk->at = walk->left;
	}
	if (walk->at + cell->width <= walk->right) {
		emit(walk, cell->shown, cell->width);
		walk->at += cell->width + GAP;
		return;
	}
	emit_wrapped(walk, cell->shown);
	walk->line--;
	walk->at = walk->right + 1; /* what follows begins a new line */
}

static int walk_fields(struct walk *walk, const struct page_row *row, const struct page_section *section)
{
	walk->left = PAGE_GUTTER;
	walk->at = walk->left;
	if (section->label_width) {
		emit_label(walk, row->label, section->label_width);
		walk->left += section->label_width + GAP;
	}
	walk->at = walk->left;
	for (size_t c = 0; c < row->n_cells; c++) {
		take_cell(walk, row, c);
		flow_cell(walk);
	}
	return walk->line + 1;
}

static int walk_card(struct walk *walk, const struct page_row *row, const struct page_section *section)
{
	walk->left = walk->at = PAGE_GUTTER;
	for (size_t c = 0; c < row->n_cells; c++) {
		take_cell(walk, row, c);
		if (c && str_eq_c(walk->piece.cell->text, "-") && !section->titles_in_cards)
			continue;
		if (c == 1) {
			walk->left += CARD_INDENT;
			walk->at = walk->right + 1;
		}
		if (c && section->titles_in_cards && section->columns[c].title.n) {
			walk->line++;
			walk->at = walk->left;
			emit_label(walk, section->columns[c].title, walk->right - walk->left);
			walk->at += walk->piece.width + GAP;
			take_cell(walk, row, c);
		}
		flow_cell(walk);
	}
	return walk->line + 1;
}

static int walk_table(struct walk *walk, const struct page_row *row, const struct page_section *section)
{
	int n_lines = 1;
	for (size_t c = 0; c < row->n_cells && c < section->n_columns; c++) {
		const struct page_column *column = &section->columns[c];
		take_cell(walk, row, c);
		const struct page_cell *cell = walk->piece.cell;
		walk->line = 0;
		walk->at = column->at;
		walk->right = column->at + column->width;
		if (cell->repeated)
			continue;
		if (cell->width <= column->width) {
			walk->at += column->flags & COLUMN_RIGHT ? column->width - cell->width : 0;
			emit(walk, cell->shown, cell->width);
		} else if (column->flags & (COLUMN_CUT | COLUMN_CUT_MIDDLE)) {
			emit_cut(walk, cell->shown, column->width, column->flags & COLUMN_CUT_MIDDLE ? CUT_MIDDLE : CUT_END);
		} else {
			emit_wrapped(walk, cell->shown);
			n_lines = walk->line > n_lines ? walk->line : n_lines;
		}
	}
	return n_lines;
}

static int walk_text(struct walk *walk, const struct page_row *row, const struct page_section *section)
{
	walk->at = PAGE_GUTTER;
	if (section->label_width) {
		emit_label(walk, row->label, section->label_width);
		walk->at += section->label_width + 1;
	}
	for (size_t c = 0; c < row->n_cells; c++) {
		take_cell(walk, row, c);
		emit_wrapped(walk, walk->piece.cell->shown);
	}
	return walk->line ? walk->line : 1;
}

int page_walk_row(const struct page *page, size_t number, piece_fn *fn, void *context)
{
	const struct page_row *row = &page->rows.v[number];
	const struct page_section *section = &page->sections.v[row->section];
	struct walk walk = {.page = page, .fn = fn, .context = context, .right = PAGE_GUTTER + content_width(page)};
	switch (section->shape) {
	case PAGE_FIELDS: return walk_fields(&walk, row, section);
	case PAGE_TABLE: return section->as_card ? walk_card(&walk, row, section) : walk_table(&walk, row, section);
	case PAGE_TEXT: return walk_text(&walk, row, section);
	}
	return 1;
}

/* -- lines ------------------------------------------------------------------------ */

static bool has_titles(const struct page_section *section)
{
	for (size_t c = 0; c < section->n_columns; c++)
		if (section->columns[c].title.n)
			return !section->as_card;
	return false;
}

void page_lay_out(struct page *page)
{
	int line = 0;
	make_shown(page);
	for (size_t s = 0; s < page->sections.n; s++) {
		struct page_section *section = &page->sections.v[s];
		if (section->shape == PAGE_TABLE)
			lay_out_table(page, section);
		else
			lay_out_labels(page, section);
		line += s && !page->bare && page->height >= AIRY;
		section->line = line;
		line += (page->bare || !section->title.n ? 0 : 1) + (section->shape == PAGE_TABLE && has_titles(section));
		for (size_t r = section->first; r < section->first + section->n_rows; r++) {
			page->rows.v[r].line = line;
			page->rows.v[r].n_lines = page_walk_row(page, r, NULL, NULL);
			line += page->rows.v[r].n_lines;
		}
	}
	page->n_lines = line;
}

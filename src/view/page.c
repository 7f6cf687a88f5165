/* Content, cursor and doors of a page. */
#include "view/page_internal.h"
#include "view/figure.h"
#include "view/map_screen.h"


struct door door_record(struct ref ref)
{
	return (struct door){.type = ref_none(ref) ? DOOR_NONE : DOOR_RECORD, .ref = ref, .figure = REF_NONE};
}

struct door door_reader(struct ref source, struct ref figure)
{
	return (struct door){.type = ref_none(source) ? DOOR_NONE : DOOR_READER, .ref = source, .figure = figure};
}

struct door door_list(enum kind kind, struct str query)
{
	return (struct door){.type = DOOR_LIST, .ref = REF_NONE, .figure = REF_NONE, .kind = kind, .query = query};
}

struct door door_command(enum command_id command)
{
	return (struct door){.type = DOOR_COMMAND, .ref = REF_NONE, .figure = REF_NONE, .command = command};
}

struct door door_map(struct ref stage)
{
	return (struct door){.type = ref_none(stage) ? DOOR_NONE : DOOR_MAP, .ref = stage, .figure = REF_NONE};
}

void page_init(struct page *page, const struct settings *settings, const struct index *index)
{
	*page = (struct page){.index = index, .ambi = settings->ambi, .ascii = settings->ascii};
}

void page_release(struct page *page)
{
	array_release(&page->sections);
	array_release(&page->rows);
	array_release(&page->cells);
	strbuf_release(&page->find);
	arena_release(&page->arena);
}

/* -- filling -------------------------------------------------------------------- */

struct page_section *page_section(struct page *page, struct str title, enum page_shape shape)
{
	array_push(&page->sections, (struct page_section){
		.title = arena_str(&page->arena, title), .shape = shape, .count = SIZE_MAX, .first = page->rows.n});
	return &page->sections.v[page->sections.n - 1];
}

static struct page_section *last_section(struct page *page)
{
	return &page->sections.v[page->sections.n - 1];
}

void page_drop_empty(struct page *page)
{
	if (page->sections.n && !last_section(page)->n_rows)
		page->sections.n--;
}

void page_column(struct page *page, struct str title, unsigned flags, int most)
{
	struct page_section *section = last_section(page);
	if (section->n_columns < PAGE_COLUMNS)
		section->columns[section->n_columns++] = (struct page_column){
			.title = arena_str(&page->arena, title), .flags = flags, .most = most};
}

void page_row(struct page *page, struct str label, struct ref record)
{
	array_push(&page->rows, (struct page_row){.label = arena_str(&page->arena, label), .record = record,
		.section = page->sections.n - 1, .first = page->cells.n});
	last_section(page)->n_rows++;
}

struct page_cell *page_cell(struct page *page, struct str text, enum role role)
{
	array_push(&page->cells, (struct page_cell){.text = arena_str(&page->arena, text), .role = role,
		.door = door_record(REF_NONE), .record = REF_NONE});
	page->rows.v[page->rows.n - 1].n_cells++;
	return &page->cells.v[page->cells.n - 1];
}

struct page_cell *page_blank(struct page *page)
{
	return page_cell(page, STR("-"), ROLE_DIM);
}

static bool is_blank_column(const struct page *page, const struct page_section *section, size_t column)
{
	for (size_t r = section->first; r < section->first + section->n_rows; r++) {
		const struct page_row *row = &page->rows.v[r];
		if (column < row->n_cells && !str_eq_c(page->cells.v[row->first + column].text, "-"))
			return false;
	}
	return true;
}

static void drop_column(struct page *page, struct page_section *section, size_t column)
{
	size_t to = page->rows.v[section->first].first, from = to;
	for (size_t r = section->first; r < section->first + section->n_rows; r++) {
		struct page_row *row = &page->rows.v[r];
		size_t n = row->n_cells;
		row->first = to;
		for (size_t c = 0; c < n; c++, from++)
			if (c != column)
				page->cells.v[to++] = page->cells.v[from];
		row->n_cells = to - row->first;
	}
	page->cells.n = to;
	section->n_columns--;
	memmove(section->columns + column, section->columns + column + 1, (section->n_columns - column) * sizeof *section->columns);
}

void page_end_table(struct page *page, size_t first)
{
	struct page_section *section = last_section(page);
	for (size_t c = section->n_columns; section->n_rows && c-- > first;)
		if (is_blank_column(page, section, c))
			drop_column(page, section, c);
	page_drop_empty(page);
}

/* -- reading --------------------------------------------------------------------- */

size_t page_section_here(const struct page *page)
{
	return page->rows.n ? page->rows.v[page->row].section : 0;
}

const struct page_cell *page_cell_here(const struct page *page)
{
	if (!page->rows.n || !page->rows.v[page->row].n_cells)
		return NULL;
	const struct page_row *row = &page->rows.v[page->row];
	return &page->cells.v[row->first + (page->cell < row->n_cells ? page->cell : row->n_cells - 1)];
}

struct ref page_record_here(const struct page *page)
{
	return page->rows.n ? page->rows.v[page->row].record : REF_NONE;
}

struct evidence page_evidence(const struct page *page)
{
	const struct page_cell *cell = page_cell_here(page);
	if (!cell || !page->index)
		return EVIDENCE_NONE;
	struct ref record = ref_none(cell->record) ? page_record_here(page) : cell->record;
	if (cell->n_claims == 1)
		return evidence_claim(page->index, cell->claims[0]);
	if (!cell->n_claims && !ref_none(record) && ref_kind(record) == KIND_CLAIM)
		return evidence_claim(page->index, record); /* any cell of a figure's row stands for the figure */
	struct evidence evidence = ref_none(record) ? EVIDENCE_NONE : evidence_record(record);
	for (size_t i = 0; i < cell->n_claims && i < EVIDENCE_CLAIMS; i++)
		evidence.claims[evidence.n_claims++] = cell->claims[i];
	return evidence;
}

void page_cell_text(const struct page *page, struct strbuf *out)
{
	const struct page_cell *cell = page_cell_here(page);
	struct strbuf brief = {0};
	if (cell && cell->n_claims == 1)
		figure_print(page->index, cell->claims[0], &brief);
	if (cell && brief.n && str_eq(cell->text, strbuf_str(&brief)))
		index_printed(page->index, cell->claims[0], out);
	else if (cell)
		strbuf_add(out, cell->text);
	strbuf_release(&brief);
}

/* -- moving ---------------------------------------------------------------------- */

static bool is_taller_than_window(const struct page *page, const struct page_row *row)
{
	return row->n_lines > page->height;
}

/* One row; through a row that is taller than the window by half windows first. */
static void move_row(struct page *page, int step)
{
	const struct page_row *row = &page->rows.v[page->row];
	int half = page->height / 2 > 0 ? page->height / 2 : 1;
	int end = row->line + row->n_lines - page->height;
	if (is_taller_than_window(page, row) && (step > 0 ? page->top < end : page->top > row->line))
		page->top = page_clamp(page->top + step * half, row->line, end);
	else if (step > 0 ? page->row + 1 < page->rows.n : page->row > 0)
		page->row = step > 0 ? page->row + 1 : page->row - 1;
}

static void move_lines(struct page *page, int lines)
{
	size_t before = page->row;
	int target = page_clamp(page->rows.v[page->row].line + lines, 0, page->n_lines - 1);
	page->top = page_clamp(page->top + lines, 0, page->n_lines - page->height);
	size_t row = 0;
	while (row + 1 < page->rows.n && page->rows.v[row + 1].line <= target)
		row++;
	if (row == before && !is_taller_than_window(page, &page->rows.v[row]))
		move_row(page, lines > 0 ? 1 : -1);
	else
		page->row = row;
}

static void move_section(struct page *page, int step)
{
	size_t here = page_section_here(page);
	const struct page_section *section = &page->sections.v[here];
	if (step < 0 && page->row > section->first)
		page->row = section->first;
	else if (step < 0 && here > 0)
		page->row = page->sections.v[here - 1].first;
	else if (step > 0 && here + 1 < page->sections.n)
		page->row = page->sections.v[here + 1].first;
	else if (step > 0)
		page->row = page->rows.n - 1;
	/* The new section begins at the top of the window, as far as there is text behind it. */
	page->top = page->sections.v[page_section_here(page)].line;
}

static void move_cell(struct page *page, int step)
{
	size_t n = page->rows.v[page->row].n_cells;
	if (page->cell >= n)
		page->cell = n ? n - 1 : 0;
	if (step < 0 && page->cell > 0)
		page->cell--;
	else if (step > 0 && page->cell + 1 < n)
		page->cell++;
}

static void go_reader(struct app *app, const struct door *door)
{
	const struct index *index = app_index(app);
	struct place place;
	place_init(&place, SCREEN_RECORD, KIND_SOURCE);
	place_set(&place.ids[0], index_id(index, door->ref));
	if (!ref_none(door->figure))
		place_set(&place.ids[1], index_id(index, door->figure));
	app_go(app, &place);
	place_release(&place);
}

static void go_through(struct app *app, const struct door *door)
{
	/* The page goes away with its screen while the app goes: nothing of it may be used then. */
	struct door copy = *door;
	copy.query = arena_str(app_scratch(app), door->query);
	switch (copy.type) {
	case DOOR_RECORD: app_go_record(app, copy.ref); break;
	case DOOR_LIST: app_go_list(app, copy.kind, copy.query); break;
	case DOOR_READER: go_reader(app, &copy); break;
	case DOOR_MAP: map_go(app, copy.ref, false); break;
	case DOOR_COMMAND: app_run(app, copy.command, copy.query); break;
	case DOOR_NONE: break;
	}
}

/* The door of the cell, else of the row: in a table its record, elsewhere the first door there is. */
static bool open_here(const struct page *page, struct app *app)
{
	const struct page_cell *cell = page_cell_here(page);
	const struct page_row *row = &page->rows.v[page->row];
	struct door door = cell ? cell->door : door_record(REF_NONE);
	if (door.type == DOOR_NONE && page->sections.v[row->section].shape == PAGE_TABLE)
		door = door_record(row->record);
	for (size_t i = 0; door.type == DOOR_NONE && i < row->n_cells; i++)
		door = page->cells.v[row->first + i].door;
	bool needs_index = door.type == DOOR_RECORD || door.type == DOOR_READER || door.type == DOOR_MAP;
	if (door.type == DOOR_NONE || (needs_index && !app_index(app)))
		return false;
	go_through(app, &door);
	return true;
}

bool page_command(struct page *page, struct app *app, enum command_id id)
{
	if (!page->rows.n)
		return false;
	int height = page->height > 0 ? page->height : 1, half = height / 2 > 0 ? height / 2 : 1;
	switch (id) {
	case CMD_DOWN: move_row(page, 1); return true;
	case CMD_UP: move_row(page, -1); return true;
	case CMD_LEFT: move_cell(page, -1); return true;
	case CMD_RIGHT: move_cell(page, 1); return true;
	case CMD_PAGE_DOWN: move_lines(page, height); return true;
	case CMD_PAGE_UP: move_lines(page, -height); return true;
	case CMD_HALF_DOWN: move_lines(page, half); return true;
	case CMD_HALF_UP: move_lines(page, -half); return true;
	case CMD_TOP: page->row = 0; page->top = 0; return true;
	case CMD_BOTTOM: page->row = page->rows.n - 1; page->top = page->n_lines; return true;
	case CMD_SECTION_NEXT:
	case CMD_PANE_NEXT: move_section(page, 1); return true;
	case CMD_SECTION_PREVIOUS:
	case CMD_PANE_PREVIOUS: move_section(page, -1); return true;
	case CMD_CENTRE: page->top = page->rows.v[page->row].line - height / 2; return true;
	case CMD_OPEN: return open_here(page, app);
	default: return false;
	}
}

/* -- places ----------------------------------------------------------------------- */

void page_save(const struct page *page, struct place *place)
{
	struct ref record = page_record_here(page);
	place->row = page->row;
	place->cell = page->cell;
	place->top = (size_t)(page->top > 0 ? page->top : 0);
	free(place->selected);
	place->selected = NULL;
	if (page->index && !ref_none(record))
		place_set(&place->selected, index_id(page->index, record));
}

void page_restore(struct page *page, const struct place *place)
{
	page->cell = place->cell;
	page->top = (int)place->top;
	page->row = !page->rows.n ? 0 : place->row < page->rows.n ? place->row : page->rows.n - 1;
	struct ref wanted = place->selected && page->index ? index_find_id(page->index, str_from(place->selected)) : REF_NONE;
	if (ref_none(wanted) || !page->rows.n || ref_eq(page->rows.v[page->row].record, wanted))
		return;
	for (size_t r = 0; r < page->rows.n; r++)
		if (ref_eq(page->rows.v[r].record, wanted)) {
			page->row = r;
			return;
		}
}

/* -- a screen that is one page --------------------------------------------------------- */

void page_screen_save(const void *state, struct place *place)
{
	const struct page *page = state;
	if (page->rows.n)
		page_save(page, place);
}

bool page_screen_command(void *state, struct app *app, enum command_id id, struct str argument)
{
	return page_export_command(state, app, id, argument) || page_find_command(state, app, id, argument) || page_command(state, app, id);
}

void page_screen_prompt(void *state, struct app *app, struct str text, bool done, bool cancelled)
{
	page_find_prompt(state, app, text, done, cancelled);
}

void page_screen_settle(void *state, const struct app *app, struct area area)
{
	(void)app;
	page_settle(state, area.columns, area.rows);
}

struct evidence page_screen_evidence(const void *state)
{
	return page_evidence(state);
}

struct ref page_screen_record(const void *state)
{
	return page_record_here(state);
}

void page_screen_cell_text(const void *state, const struct app *app, struct strbuf *out)
{
	(void)app;
	page_cell_text(state, out);
}

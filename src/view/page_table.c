/* The tables of a page as one table of text, to be taken along. */
#include "view/page.h"

#include "view/cells_internal.h"

const enum command_id page_table_hints[] = {CMD_OPEN, CMD_BACK, CMD_SEARCH, CMD_FIND, CMD_EVIDENCE, CMD_EXPORT, CMD_PALETTE, CMD_NONE};

struct titles {
	struct str v[PAGE_COLUMNS];
	size_t n;
};

/* Which column of the whole a section's column is: the one of the same title, of two namesakes the same one. */
static size_t place_of(struct titles *titles, const struct page_section *section, size_t column)
{
	struct str title = section->columns[column].title;
	size_t i = 0, before = 0;
	for (size_t k = 1; k < column; k++)
		before += str_eq(section->columns[k].title, title);
	while (i < titles->n && !(str_eq(titles->v[i], title) && before-- == 0))
		i++;
	if (i == titles->n && titles->n < PAGE_COLUMNS)
		titles->v[titles->n++] = title;
	return i < PAGE_COLUMNS ? i : PAGE_COLUMNS - 1;
}

static void add_cell(struct strbuf *out, struct str text)
{
	strbuf_add_byte(out, '\t');
	if (!str_eq_c(text, "-"))
		cells_add(text, out);
}

static void add_row(const struct page *page, const struct page_row *row, struct titles *titles, struct strbuf *out)
{
	const struct page_section *section = &page->sections.v[row->section];
	struct str cells[PAGE_COLUMNS] = {0};
	for (size_t i = 1; i < row->n_cells && i < section->n_columns; i++)
		cells[place_of(titles, section, i)] = page->cells.v[row->first + i].text;
	strbuf_add(out, section->title);
	add_cell(out, row->n_cells ? page->cells.v[row->first].text : STR(""));
	for (size_t i = 0; i < titles->n; i++)
		add_cell(out, cells[i]);
	strbuf_add_byte(out, '\n');
}

static bool has_table(const struct page *page)
{
	for (size_t s = 0; s < page->sections.n; s++)
		if (page->sections.v[s].shape == PAGE_TABLE)
			return true;
	return false;
}

static struct str first_title(const struct page *page)
{
	for (size_t s = 0; s < page->sections.n; s++)
		if (page->sections.v[s].n_columns && page->sections.v[s].columns[0].title.n)
			return page->sections.v[s].columns[0].title;
	return STR("");
}

/* The titles, then the rows: the section, the first cell, and a column for each title that a section has. */
static void add_tables(const struct page *page, const struct app *app, struct strbuf *out)
{
	struct titles titles = {0};
	struct str item = first_title(page);
	for (size_t s = 0; s < page->sections.n; s++)
		for (size_t i = 1; page->sections.v[s].shape == PAGE_TABLE && i < page->sections.v[s].n_columns; i++)
			place_of(&titles, &page->sections.v[s], i);
	strbuf_add(out, app_message(app, MSG_PAGE_SECTION));
	add_cell(out, item.n ? item : app_message(app, MSG_PAGE_ITEM));
	for (size_t i = 0; i < titles.n; i++)
		add_cell(out, titles.v[i]);
	strbuf_add_byte(out, '\n');
	for (size_t r = 0; r < page->rows.n; r++)
		if (page->sections.v[page->rows.v[r].section].shape == PAGE_TABLE)
			add_row(page, &page->rows.v[r], &titles, out);
}

bool page_export_command(const struct page *page, struct app *app, enum command_id id, struct str argument)
{
	if (id != CMD_EXPORT)
		return false;
	if (!has_table(page)) {
		app_tell(app, app_message(app, MSG_NO_MATCH), false);
		return true;
	}
	if (!argument.n)
		return false; /* the app asks for a file */
	struct strbuf text = {0};
	add_tables(page, app, &text);
	app_effect_add(app, EFFECT_EXPORT_TABLE, KIND_COUNT, strbuf_str(&text), str_trim(argument));
	strbuf_release(&text);
	return true;
}

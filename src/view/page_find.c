/* What / finds on a page, by characters or pinyin. */
#include "view/page.h"

#include "text/fold.h"
#include "text/pinyin.h"
#include "text/utf8.h"

#include <stdlib.h>

bool page_text_matches(struct str text, struct str query_folded)
{
	struct strbuf folded = {0};
	struct pinyin_hit hit;
	text_fold(text, &folded);
	syllable *readings = xmalloc((utf8_length(strbuf_str(&folded)) + 1) * sizeof *readings);
	pinyin_text(strbuf_str(&folded), readings);
	bool found = pinyin_match(strbuf_str(&folded), readings, query_folded, &hit);
	free(readings);
	strbuf_release(&folded);
	return found;
}

static bool row_matches(const struct page *page, size_t number, struct str query_folded)
{
	const struct page_row *row = &page->rows.v[number];
	bool found = page_text_matches(row->label, query_folded);
	for (size_t c = row->first; c < row->first + row->n_cells && !found; c++)
		found = page_text_matches(page->cells.v[c].text, query_folded);
	return found;
}

bool page_find(struct page *page, struct str text, int step, bool here)
{
	size_t n = page->rows.n;
	struct strbuf folded = {0};
	text_fold(str_trim(text), &folded);
	bool found = false;
	for (size_t i = here ? 0 : 1; n && folded.n && i <= n && !found; i++) {
		size_t row = step > 0 ? (page->row + i) % n : (page->row + n - i % n) % n;
		found = row_matches(page, row, strbuf_str(&folded));
		if (found)
			page->row = row;
	}
	strbuf_release(&folded);
	return found;
}

void page_find_or_tell(struct page *page, struct app *app, struct str text, int step, bool here)
{
	if (!text.n)
		app_tell(app, app_message(app, MSG_LIST_NOTHING_SOUGHT), false);
	else if (!page_find(page, text, step, here))
		app_tell(app, app_message(app, MSG_PAGE_NOT_FOUND), true);
}

bool page_find_command(struct page *page, struct app *app, enum command_id id, struct str argument)
{
	switch (id) {
	case CMD_FIND:
		page->find_from = page->row;
		if (argument.n)
			page_find_prompt(page, app, argument, true, false);
		else
			app_prompt(app, STR("/"), STR(""));
		return true;
	case CMD_FIND_NEXT:
	case CMD_FIND_PREVIOUS:
		page_find_or_tell(page, app, strbuf_str(&page->find), id == CMD_FIND_NEXT ? 1 : -1, false);
		return true;
	default: return false;
	}
}

void page_find_prompt(struct page *page, struct app *app, struct str text, bool done, bool cancelled)
{
	if (page->find_from < page->rows.n)
		page->row = page->find_from;
	if (cancelled)
		return;
	strbuf_set(&page->find, text);
	if (done)
		page_find_or_tell(page, app, text, 1, true);
	else
		page_find(page, text, 1, true);
}

#include "view/scroll.h"

#include "text/fold.h"
#include "text/utf8.h"

void scroll_init(struct scroll *scroll, size_t n)
{
	*scroll = (struct scroll){.n = n, .shown = 1};
}

void scroll_resize(struct scroll *scroll, size_t n)
{
	scroll->n = n;
	scroll_to(scroll, scroll->cursor);
	if (scroll->top >= n)
		scroll->top = scroll->cursor;
}

void scroll_to(struct scroll *scroll, size_t row)
{
	scroll->cursor = row < scroll->n ? row : scroll->n ? scroll->n - 1 : 0;
}

static void move(struct scroll *scroll, bool down, size_t rows)
{
	if (down)
		scroll_to(scroll, rows < scroll->n ? scroll->cursor + rows : scroll->n);
	else
		scroll_to(scroll, scroll->cursor > rows ? scroll->cursor - rows : 0);
}

/* A page moves the window too, so that the cursor keeps its height on the screen; one row of the old page stays for the eye. */
static void page(struct scroll *scroll, bool down, size_t rows)
{
	rows = rows > 1 ? rows : 1;
	if (down)
		scroll->top = rows < scroll->n ? scroll->top + rows : scroll->n;
	else
		scroll->top = scroll->top > rows ? scroll->top - rows : 0;
	move(scroll, down, rows);
}

bool scroll_command(struct scroll *scroll, enum command_id id)
{
	switch (id) {
	case CMD_DOWN:
	case CMD_UP:
		move(scroll, id == CMD_DOWN, 1);
		return true;
	case CMD_PAGE_DOWN:
	case CMD_PAGE_UP:
		page(scroll, id == CMD_PAGE_DOWN, scroll->shown - 1);
		return true;
	case CMD_HALF_DOWN:
	case CMD_HALF_UP:
		page(scroll, id == CMD_HALF_DOWN, scroll->shown / 2);
		return true;
	case CMD_TOP:
		scroll_to(scroll, 0);
		return true;
	case CMD_BOTTOM:
		scroll_to(scroll, scroll->n);
		return true;
	case CMD_CENTRE:
		scroll->centre = true;
		return true;
	default:
		return false;
	}
}

bool scroll_parse(const struct scroll *scroll, struct str text, size_t *row)
{
	enum { MOST = 1000000000 }; /* behind the end of any list */
	size_t number = 0, digits = 0, last = scroll->n ? scroll->n - 1 : 0;
	bool percent = false;
	text = str_trim(text);
	for (size_t at = 0; at < text.n; digits++) {
		uint32_t c = fold_char(utf8_next(text, &at));
		percent = c == '%' && digits && at == text.n;
		if (percent)
			break;
		if (c < '0' || c > '9')
			return false;
		number = number < MOST / 10 ? number * 10 + (c - '0') : MOST;
	}
	if (!digits)
		return false;
	if (percent)
		number = number >= 100 ? last : last / 100 * number + last % 100 * number / 100;
	else
		number = number ? number - 1 : 0;
	*row = number < last ? number : last;
	return true;
}

void scroll_settle(struct scroll *scroll, int rows)
{
	size_t shown = rows > 1 ? (size_t)rows : 1;
	scroll->shown = shown;
	if (scroll->centre)
		scroll->top = scroll->cursor > shown / 2 ? scroll->cursor - shown / 2 : 0;
	scroll->centre = false;
	if (scroll->cursor < scroll->top)
		scroll->top = scroll->cursor;
	if (scroll->cursor >= scroll->top + shown)
		scroll->top = scroll->cursor - shown + 1;
	size_t last_top = scroll->n > shown ? scroll->n - shown : 0;
	if (scroll->top > last_top)
		scroll->top = last_top;
}

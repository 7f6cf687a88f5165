#include "tui/curses.h"

#include "base/array.h"
#include "text/utf8.h"
#include "tui/terminfo.h"
#include "tui/theme.h"
#include "tui/wcwidth.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

/* Last: some of its macros are names of ours. */
#include <curses.h>

struct curses {
	FILE *file; /* in memory: what ncurses has written */
	SCREEN *screen;
	struct grid shown; /* what the terminal shows */
	bool known;        /* shown is right; else the terminal is cleared first */
	attr_t attributes[ROLE_COUNT];
	short pairs[ROLE_COUNT];
	ARRAY(cchar_t) run;
	int settled_row, settled_column; /* where the terminal's cursor certainly is; -1: not known */
	struct strbuf move;
};

static void choose_styles(struct curses *c, const char *no_color)
{
	bool colours = start_color() == OK && use_default_colors() == OK;
	int depth = theme_depth(no_color, colours ? COLORS : 0);
	for (int role = 0; role < ROLE_COUNT; role++) {
		struct style style = theme_style((enum role)role, depth);
		c->attributes[role] = (style.bold ? A_BOLD : 0) | (style.underline ? A_UNDERLINE : 0) | (style.reverse ? A_REVERSE : 0);
		if (style.colour < 0 || role + 1 >= COLOR_PAIRS)
			continue;
		c->pairs[role] = (short)(role + 1);
		init_pair(c->pairs[role], (short)style.colour, -1);
	}
}

static bool open_screen(struct curses *c, const struct curses_options *options)
{
	int fd = memfd_create("yuanlian-screen", MFD_CLOEXEC);
	c->file = fd < 0 ? NULL : fdopen(fd, "w+");
	if (!c->file) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	wcwidth_ambiguous(options->ambi);
	/* A start only, for descriptions that name no size: curses_resize says how large it is. */
	use_env(TRUE);
	use_tioctl(FALSE);
	c->screen = newterm(options->term, c->file, c->file);
	return c->screen;
}

struct curses *curses_open(const struct curses_options *options, struct err *err)
{
	if (!terminfo_check(options->term, err))
		return NULL;
	struct curses *c = xcalloc(1, sizeof *c);
	if (!open_screen(c, options)) {
		err_set(err, ERR_NO_TERMINAL, "found no way to use a terminal of the kind %.60s" TERMINFO_HINT, options->term);
		if (c->file)
			fclose(c->file);
		free(c);
		return NULL;
	}
	set_term(c->screen);
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	leaveok(stdscr, FALSE);
	scrollok(stdscr, FALSE);
	/* Shifting a row in place would shift what the terminal counts otherwise. */
	idcok(stdscr, FALSE);
	idlok(stdscr, FALSE);
	/* Typed-ahead keys are the caller's business: half a frame helps nobody. */
	typeahead(-1);
	choose_styles(c, options->no_color);
	grid_init(&c->shown, options->columns, options->rows, options->ambi, false);
	curses_resize(c, options->columns, options->rows);
	return c;
}

void curses_close(struct curses *c)
{
	array_release(&c->run);
	strbuf_release(&c->move);
	grid_release(&c->shown);
	delscreen(c->screen);
	fclose(c->file);
	free(c);
}

void curses_resize(struct curses *c, int columns, int rows)
{
	resize_term(rows, columns);
	curses_forget(c);
}

void curses_forget(struct curses *c)
{
	c->known = false;
}

/*
 * Write ncurses' bytes as they suit every terminal that calls itself xterm: repetitions
 * (CSI n b behind the character; mosh does not know them) written out, and without the
 * request to reset a palette that was never changed (an OSC sequence).
 */
static void add_tamed(struct str bytes, struct strbuf *out)
{
	struct str palette = str_from(tigetstr("oc"));
	for (size_t at = 0; at < bytes.n;) {
		struct str rest = str_sub(bytes, at, bytes.n);
		size_t end = 2;
		if (palette.n && str_starts(rest, palette)) {
			at += palette.n;
			continue;
		}
		if (str_starts(rest, STR("\033[")))
			while (end < rest.n && rest.p[end] >= '0' && rest.p[end] <= '9')
				end++;
		if (end > 2 && end < rest.n && rest.p[end] == 'b' && out->n > 0) {
			strbuf_add_repeat(out, out->p[out->n - 1], strtoul(rest.p + 2, NULL, 10));
			at += end + 1;
			continue;
		}
		strbuf_add_byte(out, bytes.p[at++]);
	}
}

/* Move what ncurses has written so far to out. */
static void collect(struct curses *c, struct strbuf *out)
{
	int fd = fileno(c->file);
	fflush(c->file);
	struct strbuf bytes = {0};
	char part[4096];
	ssize_t n;
	for (off_t at = 0; (n = pread(fd, part, sizeof part, at)) > 0; at += n)
		strbuf_add(&bytes, (struct str){part, (size_t)n});
	lseek(fd, 0, SEEK_SET);
	if (ftruncate(fd, 0) < 0)
		curses_forget(c);
	add_tamed(strbuf_str(&bytes), out);
	strbuf_release(&bytes);
}

/* Afterwards all that ncurses has to say is in the file. */
static void flush_window(struct curses *c)
{
	wnoutrefresh(stdscr);
	doupdate();
	c->settled_row = c->settled_column = -1;
}

/* Bring the terminal's cursor to where ncurses believes it to be, whatever the terminal has counted. */
static void settle(struct curses *c, int row, int column)
{
	int last = getmaxx(stdscr) - 1;
	column = column > last ? last : column;
	if (row == c->settled_row && column == c->settled_column)
		return;
	wmove(stdscr, row, column);
	flush_window(c);
	strbuf_clear(&c->move);
	terminfo_move(row, column, &c->move);
	if (write(fileno(c->file), c->move.p, c->move.n) != (ssize_t)c->move.n)
		curses_forget(c);
	c->settled_row = row;
	c->settled_column = column;
}

static bool is_doubtful(const struct cell *cell)
{
	unsigned char lead = (unsigned char)cell->bytes[0];
	/* ASCII; and U+4000–9FFF, of which nothing is ambiguous. */
	if (cell->n < 2 || (cell->n == 3 && lead >= 0xE4 && lead <= 0xE9))
		return false;
	size_t at = 0;
	uint32_t c = utf8_next((struct str){cell->bytes, cell->n}, &at);
	return at < cell->n || width_ambiguous(c);
}

static bool row_is_doubtful(const struct grid *grid, int row)
{
	for (int column = 0; column < grid->columns; column++)
		if (is_doubtful(grid_at(grid, row, column)))
			return true;
	return false;
}

/* A cell's characters for curses; '?' for what the locale cannot write. */
static void cell_characters(const struct cell *cell, wchar_t out[CCHARW_MAX + 1])
{
	size_t at = 0, n = 0;
	while (at < cell->n && n < CCHARW_MAX) {
		char bytes[64];
		mbstate_t state = {0};
		wchar_t c = (wchar_t)utf8_next((struct str){cell->bytes, cell->n}, &at);
		if (wcrtomb(bytes, c, &state) != (size_t)-1)
			out[n++] = c;
		else if (n == 0)
			out[n++] = L'?';
	}
	out[n] = L'\0';
}

static void push_characters(struct curses *c, const wchar_t *characters, enum role role)
{
	cchar_t cell;
	setcchar(&cell, characters, c->attributes[role], c->pairs[role], NULL);
	array_push(&c->run, cell);
}

static void push_cell(struct curses *c, const struct cell *cell)
{
	wchar_t characters[CCHARW_MAX + 1];
	enum role role = (enum role)cell->role;
	if (cell->n == 1) {
		characters[0] = (wchar_t)cell->bytes[0];
		characters[1] = L'\0';
	} else {
		cell_characters(cell, characters);
	}
	push_characters(c, characters, role);
	if (cell->width == 2 && wcwidth(characters[0]) == 1)
		push_characters(c, L" ", role);
}

static bool same_cell(const struct cell *a, const struct cell *b)
{
	return a->n == b->n && a->width == b->width && a->role == b->role && memcmp(a->bytes, b->bytes, CELL_BYTES) == 0;
}

/* How many columns of a row may be written. */
static int row_limit(const struct grid *grid, int row)
{
	int limit = grid->columns < getmaxx(stdscr) ? grid->columns : getmaxx(stdscr);
	bool is_corner = row == getmaxy(stdscr) - 1 && limit == getmaxx(stdscr);
	return is_corner ? limit - 1 : limit;
}

/* Collect the run of changed cells from column on; returns where it ends. A doubtful cell ends it where they matter. */
static int take_run(struct curses *c, const struct grid *grid, int row, int column, int limit, bool *doubtful)
{
	array_clear(&c->run);
	*doubtful = false;
	while (column < limit && !*doubtful && !same_cell(grid_at(grid, row, column), grid_at(&c->shown, row, column))) {
		const struct cell *cell = grid_at(grid, row, column);
		if (cell->width == 2 && column + 1 >= limit) {
			push_characters(c, L" ", (enum role)cell->role);
			return limit;
		}
		if (cell->width > 0)
			push_cell(c, cell);
		*doubtful = is_doubtful(cell);
		column += cell->width > 0 ? cell->width : 1;
	}
	return column;
}

/* Whether anything was to be drawn. */
static bool draw_row(struct curses *c, const struct grid *grid, int row)
{
	int limit = row_limit(grid, row);
	bool careful = false, looked = false;
	for (int column = 0; column < limit;) {
		if (same_cell(grid_at(grid, row, column), grid_at(&c->shown, row, column))) {
			column++;
			continue;
		}
		if (!looked)
			careful = row_is_doubtful(grid, row) || row_is_doubtful(&c->shown, row);
		looked = true;
		bool doubtful;
		int end = take_run(c, grid, row, column, limit, &doubtful);
		if (careful)
			settle(c, row, column);
		mvwadd_wchnstr(stdscr, row, column, c->run.v, (int)c->run.n);
		if (doubtful) {
			settle(c, row, end);
		} else {
			/* Where the terminal's cursor is anyway. */
			wmove(stdscr, row, end < getmaxx(stdscr) ? end : getmaxx(stdscr) - 1);
			if (careful)
				flush_window(c);
		}
		column = end;
	}
	return looked;
}

/* The terminal is blank from here on. */
static void start_over(struct curses *c, const struct grid *grid)
{
	grid_release(&c->shown);
	grid_init(&c->shown, grid->columns, grid->rows, grid->ambi, grid->ascii);
	werase(stdscr);
	clearok(stdscr, TRUE);
	c->known = true;
}

void curses_draw(struct curses *c, const struct grid *grid, struct strbuf *out)
{
	bool drawn = !c->known || grid->columns != c->shown.columns || grid->rows != c->shown.rows;
	if (drawn)
		start_over(c, grid);
	int rows = grid->rows < getmaxy(stdscr) ? grid->rows : getmaxy(stdscr);
	int last_row = getmaxy(stdscr) - 1, last_column = getmaxx(stdscr) - 1;
	/* The last row first: as long as blank rows stand at the bottom, each doupdate looks through all of them again. */
	for (int i = 0; i < rows; i++)
		drawn = draw_row(c, grid, (i + rows - 1) % rows) || drawn;
	if (!drawn && grid->cursor_row == c->shown.cursor_row && grid->cursor_column == c->shown.cursor_column)
		return;
	size_t n_cells = (size_t)grid->columns * (size_t)grid->rows;
	memcpy(c->shown.cells, grid->cells, n_cells * sizeof *grid->cells);
	c->shown.cursor_row = grid->cursor_row;
	c->shown.cursor_column = grid->cursor_column;
	c->settled_row = -1;
	int row = grid->cursor_row < last_row ? grid->cursor_row : last_row;
	int column = grid->cursor_column < last_column ? grid->cursor_column : last_column;
	if (row < grid->rows && row_is_doubtful(grid, row))
		settle(c, row, column);
	else
		wmove(stdscr, row, column);
	flush_window(c);
	collect(c, out);
}

void curses_leave(struct curses *c, struct strbuf *out)
{
	endwin();
	collect(c, out);
	curses_forget(c);
}

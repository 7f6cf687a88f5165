#include "tui/curses.h"

#include "tui/change.h"
#include "tui/terminfo.h"

#include <langinfo.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Last: some of its macros are names of ours. */
#include <curses.h>

struct curses {
	FILE *file; /* in memory: what ncurses has written */
	SCREEN *screen;
	struct codes codes;
	struct pen pen;
	struct change change;
	struct grid shown; /* what the terminal shows */
	bool known;        /* shown is right; else the terminal is cleared first */
	int columns, rows; /* of the terminal */
};

static bool open_screen(struct curses *c, const struct curses_options *options)
{
	int fd = memfd_create("yuanlian-screen", MFD_CLOEXEC);
	c->file = fd < 0 ? NULL : fdopen(fd, "w+");
	if (!c->file) {
		if (fd >= 0)
			close(fd);
		return false;
	}
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
	codes_load(&c->codes, options->no_color);
	c->pen = (struct pen){.codes = &c->codes, .utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0};
	grid_init(&c->shown, options->columns, options->rows, options->ambi, false);
	curses_resize(c, options->columns, options->rows);
	return c;
}

void curses_close(struct curses *c)
{
	change_release(&c->change);
	grid_release(&c->shown);
	delscreen(c->screen);
	fclose(c->file);
	free(c);
}

void curses_resize(struct curses *c, int columns, int rows)
{
	resize_term(rows, columns);
	c->columns = columns;
	c->rows = rows;
	curses_forget(c);
}

void curses_forget(struct curses *c)
{
	c->known = false;
}

/* ncurses asks to reset a palette (an OSC sequence) that was never changed. */
static void add_without_palette(struct str bytes, struct strbuf *out)
{
	struct str palette = str_from(tigetstr("oc"));
	for (size_t at = 0; at < bytes.n;) {
		if (palette.n && str_starts(str_sub(bytes, at, bytes.n), palette))
			at += palette.n;
		else
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
	add_without_palette(strbuf_str(&bytes), out);
	strbuf_release(&bytes);
}

/* Enter the screen, if need be, and clear it. */
static void start_over(struct curses *c, const struct grid *grid, struct strbuf *out)
{
	grid_release(&c->shown);
	grid_init(&c->shown, grid->columns, grid->rows, grid->ambi, grid->ascii);
	werase(stdscr);
	clearok(stdscr, TRUE);
	wnoutrefresh(stdscr);
	doupdate();
	collect(c, out);
	c->pen.columns = grid->columns < c->columns ? grid->columns : c->columns;
	c->pen.rows = grid->rows < c->rows ? grid->rows : c->rows;
	c->pen.style = 0;
	c->pen.out = out;
	/* Whoever has written there since, ncurses included, may have left other rows to scroll. */
	pen_end_region(&c->pen);
	c->known = true;
}

void curses_draw(struct curses *c, const struct grid *grid, struct strbuf *out)
{
	if (!c->known || grid->columns != c->shown.columns || grid->rows != c->shown.rows)
		start_over(c, grid, out);
	c->pen.grid = grid;
	c->pen.out = out;
	change_write(&c->change, &c->pen, &c->shown);
	memcpy(c->shown.cells, grid->cells, (size_t)grid->columns * (size_t)grid->rows * sizeof *grid->cells);
}

/* Where there is no other screen to go back to, the shell's prompt comes into our last line. */
static void empty_last_line(struct strbuf *out)
{
	char sequence[TERMINFO_BYTES];
	if (!terminfo_get("rmcup", sequence) && terminfo_get("el", sequence))
		strbuf_printf(out, "\r%s", sequence);
}

void curses_leave(struct curses *c, struct strbuf *out)
{
	c->pen.out = out;
	pen_end_region(&c->pen);
	endwin();
	collect(c, out);
	empty_last_line(out);
	curses_forget(c);
}

#include "view/script.h"

#include "base/array.h"
#include "base/clock.h"
#include "text/utf8.h"
#include "view/watch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct step {
	struct event event;
	bool waits; /* until an event of this type comes */
	size_t line, column;
};

struct script {
	struct terminal terminal;
	ARRAY(struct step) steps;
	size_t at;
	int columns, rows;
	bool sized;                /* a step has set the size: the successor's does not count */
	bool seen[EVENT_QUIT + 1]; /* event types delivered so far */
	struct watches watches;
	struct grid grid;
	bool shown;
	struct strbuf copied, printed;
	struct terminal *then; /* NULL once it is closed */
	char name[160];
	struct err err;
};

static struct script *script_of(const struct terminal *terminal)
{
	return (struct script *)terminal;
}

/* -- reading ------------------------------------------------------------------ */

struct reader {
	struct str text;
	size_t at;
	size_t line, line_start;
	struct script *script;
	struct err *err;
};

static size_t column_of(const struct reader *r, size_t at)
{
	return utf8_length(str_sub(r->text, r->line_start, at - r->line_start)) + 1;
}

static void add_step(struct reader *r, struct event event, bool waits, size_t at)
{
	array_push(&r->script->steps, (struct step){event, waits, r->line, column_of(r, at)});
}

static void add_key(struct reader *r, key k, size_t at)
{
	struct event event = {.type = EVENT_KEY, .key = k};
	if (k == 'C' - '@')
		event = (struct event){.type = EVENT_INTERRUPT};
	else if (k == 'Z' - '@')
		event = (struct event){.type = EVENT_RESUMED};
	add_step(r, event, false, at);
}

static bool read_fault(struct reader *r, size_t at, size_t n, const char *expected)
{
	struct str found = str_sub(r->text, at, n);
	return err_at(r->err, ERR_DATA, r->script->name, r->line, column_of(r, at), "found \"%.*s\", expected %s",
		STR_ARG(found), expected);
}

/* From the opening quote to the closing one. */
static bool read_quoted(struct reader *r)
{
	r->at++;
	while (r->at < r->text.n && r->text.p[r->at] != '\n') {
		size_t at = r->at;
		uint32_t c = utf8_next(r->text, &r->at);
		if (c == '"')
			return true;
		if (c == '\\') {
			if (r->at == r->text.n || (r->text.p[r->at] != '"' && r->text.p[r->at] != '\\'))
				return read_fault(r, at, 2, "\\\" or \\\\");
			c = utf8_next(r->text, &r->at);
		}
		add_key(r, c < 0x20 || c == 0x7F ? key_control((unsigned char)c) : c, at);
	}
	return err_at(r->err, ERR_DATA, r->script->name, r->line, column_of(r, r->at), "found the end of the line, expected \"");
}

/* COLUMNSxROWS */
static bool parse_size(struct str text, int *columns, int *rows)
{
	int sides[2] = {0, 0}, side = 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == 'x' && side == 0 && i > 0)
			side = 1;
		else if (c >= '0' && c <= '9' && sides[side] <= GRID_SIDE_MAX)
			sides[side] = sides[side] * 10 + (c - '0');
		else
			return false;
	}
	*columns = sides[0];
	*rows = sides[1];
	return sides[0] >= 1 && sides[0] <= GRID_SIDE_MAX && sides[1] >= 1 && sides[1] <= GRID_SIDE_MAX;
}

static bool read_word(struct reader *r)
{
	size_t start = r->at;
	while (r->at < r->text.n && !strchr(" \t\r\n", r->text.p[r->at]))
		r->at++;
	struct str word = str_sub(r->text, start, r->at - start);
	struct str resize = STR("resize:");
	struct event event = {.type = EVENT_RESIZE};
	key k;
	if (str_eq_c(word, "wait")) {
		add_step(r, (struct event){.type = EVENT_INDEX}, true, start);
	} else if (str_eq_c(word, "wait:changed")) {
		add_step(r, (struct event){.type = EVENT_CHANGED}, true, start);
	} else if (str_starts(word, resize)) {
		if (!parse_size(str_sub(word, resize.n, word.n), &event.columns, &event.rows))
			return read_fault(r, start, word.n, "a size such as resize:80x24, 1 to 1000 each");
		add_step(r, event, false, start);
	} else if (key_parse(word, &k)) {
		add_key(r, k, start);
	} else {
		return read_fault(r, start, word.n, "a key such as j, Enter or ^F, \"text\", resize:80x24 or wait");
	}
	return true;
}

static bool read_steps(struct reader *r)
{
	size_t bad;
	if (!utf8_check(r->text, &bad)) {
		struct str before = str_sub(r->text, 0, bad);
		for (ptrdiff_t end = -1; (end = str_find_byte(before, '\n', (size_t)(end + 1))) >= 0; r->line++)
			r->line_start = (size_t)end + 1;
		return err_at(r->err, ERR_DATA, r->script->name, r->line, column_of(r, bad), "found the byte %02X, expected UTF-8",
			(unsigned char)r->text.p[bad]);
	}
	while (r->at < r->text.n) {
		char c = r->text.p[r->at];
		if (c == '\n') {
			r->line++;
			r->line_start = ++r->at;
		} else if (c == ' ' || c == '\t' || c == '\r') {
			r->at++;
		} else if (c == '#') {
			while (r->at < r->text.n && r->text.p[r->at] != '\n')
				r->at++;
		} else if (!(c == '"' ? read_quoted(r) : read_word(r))) {
			return false;
		}
	}
	return true;
}

/* -- being a terminal --------------------------------------------------------- */

static void script_size(struct terminal *terminal, int *columns, int *rows)
{
	struct script *s = script_of(terminal);
	if (s->then && !s->sized) {
		s->then->ops->size(s->then, columns, rows);
		return;
	}
	*columns = s->columns;
	*rows = s->rows;
}

static bool is_watched(const struct script *s, enum event_type type)
{
	for (size_t i = 0; i < s->watches.n; i++)
		if (s->watches.v[i].type == type)
			return true;
	return false;
}

static struct event script_failed(struct script *s, const struct step *step, const char *what)
{
	err_at(&s->err, ERR_DATA, s->name, step->line, step->column, "%s", what);
	s->at = s->steps.n;
	return (struct event){.type = EVENT_QUIT};
}

/* Deliver what comes until an event of the step's type has come. */
static struct event wait_for(struct script *s, const struct step *step)
{
	int64_t deadline = clock_ms() + SCRIPT_WAIT_MS;
	while (is_watched(s, step->event.type)) {
		int64_t left = deadline - clock_ms();
		struct pollfd polled[WATCH_MAX];
		size_t n = watches_poll(&s->watches, polled);
		int ready = poll(polled, (nfds_t)n, left < 0 ? 0 : (int)left);
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return script_failed(s, step, "found nothing within a minute, expected the event waited for");
		enum event_type type = watches_take(&s->watches, polled);
		if (type != EVENT_NONE) {
			s->at += type == step->event.type;
			return (struct event){.type = type};
		}
	}
	return script_failed(s, step, "found nobody who could end this wait, expected a worker");
}

/* The script has ended: its successor's size counts again, and its events. */
static struct event wait_after(struct script *s, int timeout_ms)
{
	if (!s->sized)
		return s->then->ops->wait(s->then, timeout_ms);
	s->sized = false;
	struct event event = {.type = EVENT_RESIZE};
	s->then->ops->size(s->then, &event.columns, &event.rows);
	return event;
}

static struct event script_wait(struct terminal *terminal, int timeout_ms)
{
	struct script *s = script_of(terminal);
	struct event event = {.type = EVENT_NONE};
	while (s->at < s->steps.n && event.type == EVENT_NONE) {
		const struct step *step = &s->steps.v[s->at];
		if (!step->waits) {
			event = step->event;
			s->at++;
		} else if (step->event.type == EVENT_INDEX && s->seen[EVENT_INDEX]) {
			s->at++;
		} else {
			event = wait_for(s, step);
		}
	}
	if (event.type == EVENT_NONE)
		event = s->then ? wait_after(s, timeout_ms) : (struct event){.type = EVENT_QUIT};
	else if (event.type == EVENT_RESIZE) {
		s->columns = event.columns;
		s->rows = event.rows;
		s->sized = true;
	}
	s->seen[event.type] = true;
	return event;
}

static bool script_pending(struct terminal *terminal)
{
	struct script *s = script_of(terminal);
	return s->at == s->steps.n && s->then && s->then->ops->pending(s->then);
}

static void script_watch(struct terminal *terminal, int fd, enum event_type type)
{
	struct script *s = script_of(terminal);
	watches_add(&s->watches, fd, type);
	if (s->then)
		s->then->ops->watch(s->then, fd, type);
}

static void script_show(struct terminal *terminal, const struct grid *grid)
{
	struct script *s = script_of(terminal);
	grid_release(&s->grid);
	grid_init(&s->grid, grid->columns, grid->rows, grid->ambi, grid->ascii);
	memcpy(s->grid.cells, grid->cells, (size_t)grid->columns * (size_t)grid->rows * sizeof *grid->cells);
	s->grid.cursor_column = grid->cursor_column;
	s->grid.cursor_row = grid->cursor_row;
	s->grid.cursor_shown = grid->cursor_shown;
	s->shown = true;
	if (s->then)
		s->then->ops->show(s->then, grid);
}

static void script_redraw(struct terminal *terminal)
{
	struct script *s = script_of(terminal);
	if (s->then)
		s->then->ops->redraw(s->then);
}

static void script_suspend(struct terminal *terminal)
{
	struct script *s = script_of(terminal);
	if (s->then)
		s->then->ops->suspend(s->then);
}

static bool script_copy(struct terminal *terminal, struct str text)
{
	struct script *s = script_of(terminal);
	strbuf_set(&s->copied, text);
	return s->then ? s->then->ops->copy(s->then, text) : true;
}

static void script_print(struct terminal *terminal, struct str text)
{
	struct script *s = script_of(terminal);
	strbuf_add(&s->printed, text);
	if (s->then)
		s->then->ops->print(s->then, text);
}

static void script_close(struct terminal *terminal)
{
	struct script *s = script_of(terminal);
	if (s->then)
		s->then->ops->close(s->then);
	array_release(&s->steps);
	grid_release(&s->grid);
	strbuf_release(&s->copied);
	strbuf_release(&s->printed);
	free(s);
}

static const struct terminal_ops script_ops = {
	.size = script_size,
	.wait = script_wait,
	.pending = script_pending,
	.watch = script_watch,
	.show = script_show,
	.redraw = script_redraw,
	.suspend = script_suspend,
	.copy = script_copy,
	.print = script_print,
	.close = script_close,
};

struct terminal *script_new(struct str text, const struct script_options *options, struct err *err)
{
	struct script *s = xcalloc(1, sizeof *s);
	s->terminal.ops = &script_ops;
	s->columns = options->columns ? options->columns : 80;
	s->rows = options->rows ? options->rows : 24;
	s->then = options->then;
	snprintf(s->name, sizeof s->name, "%s", options->name ? options->name : "script");
	struct reader reader = {.text = text, .line = 1, .script = s, .err = err};
	if (read_steps(&reader))
		return &s->terminal;
	script_close(&s->terminal);
	return NULL;
}

const struct grid *script_grid(const struct terminal *script)
{
	const struct script *s = script_of(script);
	return s->shown ? &s->grid : NULL;
}

struct str script_copied(const struct terminal *script)
{
	return strbuf_str(&script_of(script)->copied);
}

struct str script_printed(const struct terminal *script)
{
	return strbuf_str(&script_of(script)->printed);
}

bool script_ok(const struct terminal *script, struct err *err)
{
	const struct script *s = script_of(script);
	if (!s->err.code)
		return true;
	*err = s->err;
	return false;
}

#include "tui/terminal.h"

#include "base/clock.h"
#include "base/alloc.h"
#include "text/clean.h"
#include "text/pinyin.h"
#include "text/utf8.h"
#include "tui/clipboard.h"
#include "tui/curses.h"
#include "tui/input.h"
#include "tui/output.h"
#include "tui/signals.h"
#include "tui/terminfo.h"
#include "view/watch.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

enum {
	ESCAPE_MS = 25,
	LEAVE_MS = 500, /* how long a terminal may take to swallow the last bytes */
};

struct tui {
	struct terminal terminal;
	int in_fd, out_fd;
	struct locale locale;
	struct termios shell_settings;
	struct curses *curses;
	struct input input;
	struct output output;
	struct watches watches;
	int escape_ms;
	bool entered; /* line settings are ours, standard error is held */
	bool partial; /* input ends in the beginning of a key */
	int64_t partial_ms; /* since when */
	bool gone;    /* the terminal hung up */
	bool resumed; /* back from suspension, to be told */
	struct signals_seen seen; /* and not told yet */
	bool twice;   /* Ctrl-C came again while nobody took the first */
	size_t ahead;    /* bytes typed before anybody could know that it takes long */
	int64_t typed_ms; /* when more came */
	int quit_signal;
	int columns, rows;       /* as last told */
	struct grid wanted;      /* what is to be shown when the terminal can take it */
	bool stale;              /* wanted is not on its way yet */
};

static struct tui *tui_of(const struct terminal *terminal)
{
	return (struct tui *)terminal;
}

/* -- entering and leaving ------------------------------------------------------- */

static int clamp_side(int value, int fallback)
{
	return value < 1 ? fallback : value > GRID_SIDE_MAX ? GRID_SIDE_MAX : value;
}

static void read_size(const struct tui *t, int *columns, int *rows)
{
	struct winsize size = {0};
	ioctl(t->out_fd, TIOCGWINSZ, &size);
	*columns = clamp_side(size.ws_col, 80);
	*rows = clamp_side(size.ws_row, 24);
}

/* Characters at once, without echo; signals and Ctrl-S stay with the line. */
static struct termios keys_at_once(const struct tui *t)
{
	struct termios ours = t->shell_settings;
	ours.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
	ours.c_lflag |= ISIG;
	ours.c_cc[VMIN] = 1;
	ours.c_cc[VTIME] = 0;
	return ours;
}

/* Enter and Ctrl-J are both what they are. */
static void set_line(const struct tui *t)
{
	struct termios ours = keys_at_once(t);
	ours.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | ISTRIP);
	ours.c_oflag &= ~(tcflag_t)OPOST; /* a kernel that looks for line feeds hands the bytes on in pieces */
	tcsetattr(t->in_fd, TCSANOW, &ours);
}

static void arm_rescue(const struct tui *t)
{
	struct strbuf bytes = {0};
	terminfo_rescue(t->rows, &bytes);
	signals_rescue(strbuf_str(&bytes), t->output.fd, t->out_fd, &t->shell_settings);
	strbuf_release(&bytes);
}

/* Whether pasted text is told from keys. */
static void tell_pastes(struct tui *t, bool on)
{
	struct strbuf bytes = {0};
	terminfo_paste(on, &bytes);
	output_add(&t->output, strbuf_str(&bytes));
	strbuf_release(&bytes);
}

static void enter(struct tui *t)
{
	tcgetattr(t->in_fd, &t->shell_settings);
	arm_rescue(t);
	set_line(t);
	signals_hold_stderr();
	tell_pastes(t, true);
	t->entered = true;
	t->stale = t->wanted.cells != NULL;
}

/* A terminal that was stopped (Ctrl-S) goes on when the screen is left: else it would stay in a wrong state. */
static bool send_last(struct tui *t)
{
	if (output_drain(&t->output, LEAVE_MS))
		return true;
	signals_unstop(t->out_fd);
	return output_drain(&t->output, LEAVE_MS);
}

static void leave(struct tui *t)
{
	if (!t->entered)
		return;
	struct strbuf bytes = {0};
	tell_pastes(t, false);
	curses_leave(t->curses, &bytes);
	output_add(&t->output, strbuf_str(&bytes));
	strbuf_release(&bytes);
	send_last(t);
	signals_rescue((struct str){0}, -1, -1, NULL);
	tcsetattr(t->in_fd, TCSANOW, &t->shell_settings);
	signals_release_stderr();
	t->entered = false;
}

/* -- showing --------------------------------------------------------------------- */

/* Start the wanted grid on its way, unless the last one is still on its own. */
static void push_frame(struct tui *t)
{
	if (!output_flush(&t->output) || !t->stale)
		return;
	struct strbuf bytes = {0};
	curses_draw(t->curses, &t->wanted, &bytes);
	output_add(&t->output, strbuf_str(&bytes));
	strbuf_release(&bytes);
	t->stale = false;
	output_flush(&t->output);
}

static void tui_show(struct terminal *terminal, const struct grid *grid)
{
	struct tui *t = tui_of(terminal);
	if (t->wanted.columns != grid->columns || t->wanted.rows != grid->rows || t->wanted.ascii != grid->ascii) {
		grid_release(&t->wanted);
		grid_init(&t->wanted, grid->columns, grid->rows, grid->ambi, grid->ascii);
	}
	memcpy(t->wanted.cells, grid->cells, (size_t)grid->columns * (size_t)grid->rows * sizeof *grid->cells);
	t->wanted.cursor_column = grid->cursor_column;
	t->wanted.cursor_row = grid->cursor_row;
	t->wanted.cursor_shown = grid->cursor_shown;
	t->stale = true;
	push_frame(t);
}

static void tui_redraw(struct terminal *terminal)
{
	struct tui *t = tui_of(terminal);
	curses_forget(t->curses);
	t->stale = t->wanted.cells != NULL;
}

static void tui_size(struct terminal *terminal, int *columns, int *rows)
{
	struct tui *t = tui_of(terminal);
	*columns = t->columns;
	*rows = t->rows;
}

/* -- events ----------------------------------------------------------------------- */

static bool size_changed(struct tui *t)
{
	int columns, rows;
	read_size(t, &columns, &rows);
	if (columns == t->columns && rows == t->rows)
		return false;
	t->columns = columns;
	t->rows = rows;
	curses_resize(t->curses, columns, rows);
	arm_rescue(t);
	return true;
}

/* The line settings may be the shell's by now: whoever stopped us unseen (SIGSTOP) could not tell. */
static void come_back(struct tui *t)
{
	if (t->entered)
		set_line(t);
	curses_forget(t->curses);
	t->stale = t->wanted.cells != NULL;
	t->resumed = true;
}

static void tui_suspend(struct terminal *terminal)
{
	struct tui *t = tui_of(terminal);
	leave(t);
	signals_stop();
	enter(t);
	come_back(t);
}

static void take_signals(struct tui *t)
{
	struct signals_seen seen = signals_take();
	if (seen.quit)
		t->quit_signal = seen.quit;
	t->seen.interrupt |= seen.interrupt;
	t->seen.resize |= seen.resize;
	t->seen.suspend |= seen.suspend;
	t->seen.resumed |= seen.resumed;
}

static bool took(bool *flag)
{
	bool was = *flag;
	*flag = false;
	return was;
}

static struct event next_signal(struct tui *t)
{
	take_signals(t);
	if (t->gone && !t->quit_signal)
		t->quit_signal = SIGHUP;
	if (t->quit_signal || t->twice)
		return (struct event){.type = EVENT_QUIT};
	if (took(&t->seen.suspend)) {
		tui_suspend(&t->terminal);
		t->seen.resumed = false;
	} else if (took(&t->seen.resumed)) {
		come_back(t);
	}
	if (took(&t->seen.interrupt))
		return (struct event){.type = EVENT_INTERRUPT};
	bool resized = took(&t->seen.resize), may_differ = resized || t->resumed;
	/* Also where the size is the old one again: on the way there and back the terminal has lost what it showed. */
	if (resized)
		tui_redraw(&t->terminal);
	if (may_differ && size_changed(t))
		return (struct event){.type = EVENT_RESIZE, .columns = t->columns, .rows = t->rows};
	if (t->resumed) {
		t->resumed = false;
		return (struct event){.type = EVENT_RESUMED};
	}
	return (struct event){.type = EVENT_NONE};
}

static struct event next_key(struct tui *t, bool late)
{
	key k;
	enum input_result result = input_next(&t->input, late, &k);
	if (result == INPUT_PARTIAL && !t->partial)
		t->partial_ms = clock_ms();
	t->partial = result == INPUT_PARTIAL;
	if (result == INPUT_KEY)
		return (struct event){.type = EVENT_KEY, .key = k};
	return (struct event){.type = EVENT_NONE};
}

static void read_keys(struct tui *t)
{
	size_t room;
	unsigned char *to = input_room(&t->input, &room);
	ssize_t n = room ? read(t->in_fd, to, room) : 0;
	if (n > 0)
		input_added(&t->input, (size_t)n);
	else if (room && (n == 0 || (errno != EINTR && errno != EAGAIN)))
		t->gone = true;
}

enum { POLL_KEYS, POLL_SIGNALS, POLL_OUTPUT, POLL_WATCHES };

static size_t fill_poll(const struct tui *t, struct pollfd polled[POLL_WATCHES + WATCH_MAX])
{
	polled[POLL_KEYS] = (struct pollfd){.fd = t->in_fd, .events = POLLIN};
	polled[POLL_SIGNALS] = (struct pollfd){.fd = signals_fd(), .events = POLLIN};
	polled[POLL_OUTPUT] = (struct pollfd){.fd = output_waiting(&t->output) ? t->output.fd : -1, .events = POLLOUT};
	return POLL_WATCHES + watches_poll(&t->watches, polled + POLL_WATCHES);
}

/* Wait once. timed_out: nothing came. */
static enum event_type wait_once(struct tui *t, int timeout_ms, bool *timed_out)
{
	struct pollfd polled[POLL_WATCHES + WATCH_MAX];
	size_t n = fill_poll(t, polled);
	int ready = poll(polled, (nfds_t)n, timeout_ms);
	*timed_out = ready == 0;
	if (ready <= 0)
		return EVENT_NONE;
	if (polled[POLL_OUTPUT].revents)
		push_frame(t);
	if (polled[POLL_KEYS].revents & POLLIN)
		read_keys(t);
	else if (polled[POLL_KEYS].revents)
		t->gone = true;
	t->gone = t->gone || t->output.broken;
	return watches_take(&t->watches, polled + POLL_WATCHES);
}

static struct event tui_wait(struct terminal *terminal, int timeout_ms)
{
	struct tui *t = tui_of(terminal);
	for (bool late = false;;) {
		struct event event = next_signal(t);
		if (event.type == EVENT_NONE)
			event = next_key(t, late);
		if (event.type != EVENT_NONE)
			return event;
		push_frame(t);
		int patience = t->partial ? input_patience(&t->input, t->escape_ms) : -1;
		bool for_rest = patience >= 0 && (timeout_ms < 0 || patience < timeout_ms);
		bool timed_out;
		event.type = wait_once(t, for_rest ? patience : timeout_ms, &timed_out);
		if (event.type != EVENT_NONE)
			return event;
		/* Whoever does not wait, but asks now and then, learns of a lone Escape, too. */
		late = timed_out && (for_rest || (t->partial && clock_ms() - t->partial_ms >= patience));
		if (timed_out && !late)
			return event;
	}
}

static bool tui_pending(struct terminal *terminal)
{
	struct tui *t = tui_of(terminal);
	if ((t->input.n > 0 && !t->partial) || t->seen.resize || t->resumed)
		return true;
	struct pollfd polled[POLL_WATCHES + WATCH_MAX];
	size_t n = fill_poll(t, polled);
	polled[POLL_OUTPUT].fd = -1;
	return poll(polled, (nfds_t)n, 0) > 0;
}

static bool tui_stops(struct terminal *terminal, bool first)
{
	struct tui *t = tui_of(terminal);
	struct pollfd keys = {.fd = t->in_fd, .events = POLLIN};
	bool before = took(&t->seen.interrupt);
	take_signals(t);
	bool interrupted = took(&t->seen.interrupt);
	t->twice |= before && interrupted;
	t->seen.interrupt = before || interrupted;
	if (poll(&keys, 1, 0) > 0) {
		read_keys(t);
		t->typed_ms = clock_ms();
	}
	if (first)
		t->ahead = t->input.n;
	bool escape = t->input.n > t->ahead && input_ends_in_escape(&t->input) && clock_ms() - t->typed_ms >= t->escape_ms;
	if (escape || interrupted) {
		input_clear(&t->input);
		t->ahead = 0;
	}
	return escape || t->seen.interrupt || t->quit_signal || t->gone;
}

static void tui_watch(struct terminal *terminal, int fd, enum event_type type)
{
	watches_add(&tui_of(terminal)->watches, fd, type);
}

/* -- copying and printing ------------------------------------------------------------ */

static bool tui_copy(struct terminal *terminal, struct str text)
{
	struct tui *t = tui_of(terminal);
	struct strbuf bytes = {0};
	enum multiplexer between = clipboard_multiplexer(getenv("TMUX"), getenv("STY"), getenv("TERM"));
	bool fits = clipboard_sequence(text, between, &bytes);
	output_add(&t->output, strbuf_str(&bytes));
	output_flush(&t->output);
	strbuf_release(&bytes);
	return fits;
}

/* Valid text in the character set of the terminal. */
static void add_encoded(const struct tui *t, struct str text, struct strbuf *out)
{
	if (t->locale.utf8) {
		strbuf_add(out, text);
		return;
	}
	mbstate_t state = {0};
	for (size_t at = 0; at < text.n;) {
		char bytes[64];
		size_t n = wcrtomb(bytes, (wchar_t)utf8_next(text, &at), &state);
		if (n != (size_t)-1)
			strbuf_add(out, (struct str){bytes, n});
		else
			strbuf_add_byte(out, '?');
	}
}

static void add_printed(const struct tui *t, struct str raw, struct strbuf *out)
{
	struct str rest = raw, line;
	while (str_split(&rest, '\n', &line)) {
		struct strbuf cleaned = {0}, ascii = {0};
		text_clean(line, &cleaned);
		if (t->locale.ascii)
			pinyin_ascii(strbuf_str(&cleaned), &ascii);
		add_encoded(t, strbuf_str(t->locale.ascii ? &ascii : &cleaned), out);
		strbuf_add_byte(out, '\n');
		strbuf_release(&cleaned);
		strbuf_release(&ascii);
	}
	strbuf_add_c(out, "-- Enter --");
}

/* Until a key is pressed, the program is to end, or the terminal goes away; what is to be sent goes out meanwhile. */
static void wait_for_key(struct tui *t)
{
	struct termios line = keys_at_once(t);
	tcsetattr(t->in_fd, TCSANOW, &line);
	for (bool done = false; !done && !t->gone && !t->quit_signal;) {
		struct pollfd polled[POLL_WATCHES + WATCH_MAX];
		fill_poll(t, polled);
		if (poll(polled, POLL_WATCHES, -1) < 0 && errno != EINTR)
			return;
		output_flush(&t->output);
		take_signals(t);
		done = took(&t->seen.interrupt);
		if (polled[POLL_KEYS].revents) {
			char bytes[1024];
			ssize_t n = read(t->in_fd, bytes, sizeof bytes);
			t->gone = n < 0 && errno != EINTR && errno != EAGAIN;
			done = true;
		}
	}
}

static void tui_print(struct terminal *terminal, struct str text)
{
	struct tui *t = tui_of(terminal);
	struct strbuf bytes = {0};
	leave(t);
	add_printed(t, text, &bytes);
	output_add(&t->output, strbuf_str(&bytes));
	strbuf_release(&bytes);
	wait_for_key(t);
	enter(t);
	come_back(t);
}

/* -- opening and closing ---------------------------------------------------------------- */

static void tui_close(struct terminal *terminal)
{
	struct tui *t = tui_of(terminal);
	leave(t);
	curses_close(t->curses);
	output_close(&t->output);
	input_release(&t->input);
	grid_release(&t->wanted);
	signals_close();
	free(t);
}

static const struct terminal_ops tui_ops = {
	.size = tui_size,
	.wait = tui_wait,
	.pending = tui_pending,
	.stops = tui_stops,
	.watch = tui_watch,
	.show = tui_show,
	.redraw = tui_redraw,
	.suspend = tui_suspend,
	.copy = tui_copy,
	.print = tui_print,
	.close = tui_close,
};

static int escape_delay(void)
{
	const char *given = getenv("ESCDELAY");
	long ms = given && given[0] ? strtol(given, NULL, 10) : ESCAPE_MS;
	return ms < 1 || ms > 10000 ? ESCAPE_MS : (int)ms;
}

static bool check_terminals(const struct tui_options *options, struct err *err)
{
	if (!isatty(options->in_fd))
		return err_set(err, ERR_NO_TERMINAL, "found no terminal for input, expected one" TERMINFO_HINT);
	if (!isatty(options->out_fd))
		return err_set(err, ERR_NO_TERMINAL, "found no terminal for output, expected one" TERMINFO_HINT);
	return terminfo_check(getenv("TERM"), err);
}

struct terminal *tui_open(const struct tui_options *options, struct err *err)
{
	if (!check_terminals(options, err) || !signals_open(err))
		return NULL;
	struct tui *t = xcalloc(1, sizeof *t);
	t->terminal.ops = &tui_ops;
	t->in_fd = options->in_fd;
	t->out_fd = options->out_fd;
	t->locale = options->locale;
	t->escape_ms = escape_delay();
	read_size(t, &t->columns, &t->rows);
	struct curses_options curses = {
		.term = getenv("TERM"), .columns = t->columns, .rows = t->rows, .ambi = options->ambi, .no_color = getenv("NO_COLOR"),
	};
	t->curses = curses_open(&curses, err);
	if (!t->curses) {
		signals_close();
		free(t);
		return NULL;
	}
	/* Where the locale knows ASCII only, keys may still come as UTF-8. */
	input_init(&t->input, options->locale.utf8 || options->locale.ascii);
	terminfo_keys(&t->input);
	output_open(&t->output, t->out_fd);
	enter(t);
	return &t->terminal;
}

int tui_quit_signal(const struct terminal *terminal)
{
	return tui_of(terminal)->quit_signal;
}

/*
 * What the tests of the terminal share: a pseudo terminal of which the program has one end and the test the other.
 */
#ifndef TESTS_UNIT_TUI_PTY_STAGE_H
#define TESTS_UNIT_TUI_PTY_STAGE_H

#include "support/folder.h"
#include "support/vt.h"

#include "tui/terminal.h"
#include "view/paint.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* The program's end of a pseudo terminal, and ours. */
struct stage {
	int ours, theirs;
	struct terminal *t;
	struct grid grid;
	struct strbuf seen; /* bytes that came out */
	size_t n_open; /* files, before it */
};

static inline void open_pty(struct stage *s, unsigned short columns, unsigned short rows)
{
	*s = (struct stage){.n_open = test_open_files()};
	s->ours = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	assert_true(s->ours >= 0);
	assert_int_equal(grantpt(s->ours), 0);
	assert_int_equal(unlockpt(s->ours), 0);
	s->theirs = open(ptsname(s->ours), O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(s->theirs >= 0);
	assert_int_equal(ioctl(s->ours, TIOCSWINSZ, &(struct winsize){.ws_col = columns, .ws_row = rows}), 0);
}

static inline void open_stage(struct stage *s)
{
	open_pty(s, 40, 6);
	struct err err = ERR_INIT;
	struct tui_options options = {s->theirs, s->theirs, {.utf8 = true, .ambi = AMBI_NARROW}, AMBI_NARROW};
	s->t = tui_open(&options, &err);
	if (!s->t)
		fail_msg("%s", err.message);
	grid_init(&s->grid, 40, 6, AMBI_NARROW, false);
}

static inline void close_stage(struct stage *s)
{
	s->t->ops->close(s->t);
	grid_release(&s->grid);
	strbuf_release(&s->seen);
	close(s->theirs);
	if (s->ours >= 0)
		close(s->ours);
	assert_int_equal(test_open_files(), s->n_open);
}

/* Take what has come out so far. */
static inline void look(struct stage *s)
{
	char bytes[4096];
	struct pollfd polled = {.fd = s->ours, .events = POLLIN};
	while (poll(&polled, 1, 20) > 0) {
		ssize_t n = read(s->ours, bytes, sizeof bytes);
		if (n <= 0)
			return;
		strbuf_add(&s->seen, (struct str){bytes, (size_t)n});
	}
}

static inline void type(const struct stage *s, const char *bytes)
{
	assert_int_equal(write(s->ours, bytes, strlen(bytes)), strlen(bytes));
}

static inline struct event next(const struct stage *s)
{
	return s->t->ops->wait(s->t, 2000);
}

static inline long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Fill the screen with something else each time. */
static inline void show_frame(struct stage *s, int frame)
{
	for (int row = 0; row < s->grid.rows; row++)
		paintf((struct span){&s->grid, row, 0, 40}, ROLE_TEXT, "frame %d 兴县经开区 %d %d", frame, frame * 7 + row, frame * 13);
	s->t->ops->show(s->t, &s->grid);
}

/* What a test of the terminal begins with, whatever the shell has set. */
static inline void set_environment(void)
{
	tui_locale();
	setenv("TERM", "xterm-256color", 1);
	unsetenv("TMUX");
	unsetenv("STY");
	unsetenv("ESCDELAY");
	unsetenv("NO_COLOR");
}

#endif

/*
 * The real terminal behind view/terminal.h: keys and signals in, grids out, one poll for
 * everything, no timer: an idle program never wakes.
 */
#ifndef TUI_TERMINAL_H
#define TUI_TERMINAL_H

#include "base/err.h"
#include "tui/locale.h"
#include "view/terminal.h"

struct tui_options {
	int in_fd, out_fd;
	struct locale locale; /* tui_locale() */
	enum ambi ambi;       /* what --ambi or the locale says */
};

/*
 * Open the screen on a terminal of the kind TERM. Honours NO_COLOR, ESCDELAY (milliseconds, 25 unless set), TMUX, STY.
 * Errors: ERR_NO_TERMINAL where in_fd or out_fd is no terminal or TERM cannot show screens; ERR_INTERNAL.
 * Nothing was written then. One at a time.
 */
struct terminal *tui_open(const struct tui_options *options, struct err *err);

/* After EVENT_QUIT: the signal that ended it (SIGHUP where the terminal went away), for exit status 128 + n; else 0. */
int tui_quit_signal(const struct terminal *terminal);


#endif

/*
 * Signals, and putting the terminal back in an emergency.
 *
 * Handlers only set flags and write a byte to a pipe, which the terminal polls. Fatal
 * ones (SEGV, BUS, FPE, ILL, ABRT), a failed allocation, a sanitizer's death and exit()
 * without tui close first write a string prepared beforehand and restore the line
 * settings; then they do what they would have done. Of several threads that fault at once
 * one does this while the others wait. The state is static: handlers can reach nothing else.
 */
#ifndef TUI_SIGNALS_H
#define TUI_SIGNALS_H

#include "base/err.h"

#include <sys/types.h>
#include <termios.h>

struct signals_seen {
	int quit;       /* the signal that ends the program (TERM, HUP, QUIT); 0: none */
	bool interrupt; /* INT */
	bool resize;    /* WINCH */
	bool suspend;   /* TSTP */
	bool resumed;   /* CONT */
};

/* Install the handlers. SIGHUP, SIGINT, SIGQUIT and SIGTSTP stay ignored where they were. Errors: ERR_INTERNAL. */
bool signals_open(struct err *err);
void signals_close(void); /* the former handlers are back */

int signals_fd(void);                     /* readable when something was seen */
struct signals_seen signals_take(void);   /* what was seen since the last call */

/* Stop this process as Ctrl-Z does; returns when it goes on. */
void signals_stop(void);

/* Let a terminal's output go on that was stopped by Ctrl-S. Async-signal-safe. */
void signals_unstop(int fd);

/*
 * What to do in an emergency from now on: write `bytes` (at most SIGNALS_RESTORE_MAX; copied) to fd, then set the
 * line settings of line_fd. bytes.n = 0: nothing any more.
 */
enum { SIGNALS_RESTORE_MAX = 1024 };
void signals_rescue(struct str bytes, int fd, int line_fd, const struct termios *settings);

/*
 * write, but for whoever writes to the screen: behind the last words of a thread whose fault ends the program nothing is
 * written any more, and this does not return.
 */
ssize_t signals_write(int fd, const char *bytes, size_t n);

/*
 * While the screen is open, standard error goes into a file of its own if it is a terminal; its text comes out when
 * the screen is closed, also in an emergency (the message of an assert, a sanitizer's report).
 */
void signals_hold_stderr(void);
void signals_release_stderr(void);

#endif

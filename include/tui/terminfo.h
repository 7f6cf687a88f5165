/*
 * What the terminal's description says: whether it can be used at all, what its keys
 * send, how it is put back.
 */
#ifndef TUI_TERMINFO_H
#define TUI_TERMINFO_H

#include "base/err.h"
#include "tui/input.h"

/* The end of every message that says there is no usable terminal. */
#define TERMINFO_HINT "; \"yuanlian list\" and \"yuanlian find\" answer without one"

/*
 * Whether a terminal of this name can show screens. term may be NULL.
 * Errors: ERR_NO_TERMINAL: not set, dumb, unknown, or without cursor addressing.
 */
bool terminfo_check(const char *term, struct err *err);

/* Those below read the description that curses_open (tui/curses.h) has loaded. */

enum { TERMINFO_BYTES = 48 }; /* longer sequences count as none */

/* A sequence without its padding; false, and "", where there is none. The second fills in its one number. */
bool terminfo_get(const char *capability, char out[TERMINFO_BYTES]);
bool terminfo_get_with(const char *capability, int number, char out[TERMINFO_BYTES]);

bool terminfo_flag(const char *capability);
int terminfo_number(const char *capability, int fallback);

void terminfo_keys(struct input *input);

/* Append an absolute move of the cursor. */
void terminfo_move(int row, int column, struct strbuf *out);

/* Append what lets all rows scroll, where some may not; the cursor moves. */
void terminfo_scroll_all(int rows, struct strbuf *out);

/* Append what asks the terminal to tell pasted text from keys, or to leave that; nothing where its sequences are of another kind. */
void terminfo_paste(bool on, struct strbuf *out);

/* Append what puts the terminal back in an emergency, from the midst of whatever was being sent. rows: of the screen. */
void terminfo_rescue(int rows, struct strbuf *out);

#endif

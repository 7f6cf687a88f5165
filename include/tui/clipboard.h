/*
 * The clipboard of the user's own machine, through SSH: OSC 52.
 */
#ifndef TUI_CLIPBOARD_H
#define TUI_CLIPBOARD_H

#include "base/strbuf.h"

enum { CLIPBOARD_MAX = 74994 }; /* bytes; what fits into the 100,000 that terminals take, in base64 */

/* Who stands between: their wrapping differs. */
enum multiplexer { MULTIPLEXER_NONE, MULTIPLEXER_TMUX, MULTIPLEXER_SCREEN };

/* From the values of TMUX, STY and TERM (NULL: not set). */
enum multiplexer clipboard_multiplexer(const char *tmux, const char *sty, const char *term);

/*
 * Append the sequence that puts text there. text is raw: it is cleaned, tabs and line breaks stay.
 * tmux gets it twice, wrapped and as it is: which one it honours is a matter of its options.
 * False, and nothing appended: text is longer than CLIPBOARD_MAX, or empty.
 */
bool clipboard_sequence(struct str text, enum multiplexer multiplexer, struct strbuf *out);

#endif

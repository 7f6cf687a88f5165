/*
 * A terminal that types what a text says and keeps the grid it was shown: for
 * --script FILE, for screen tests and for unit tests. Its counterpart is view/record.h.
 *
 * Format: steps separated by blanks or line ends.
 *	j Down Enter ^F Alt-Left g p    keys, as key_format writes them
 *	Paste "兴县 铝"                  pasted: where no line is open, that of the search takes it
 *	"兴县 铝"                        typed character by character; \" and \\ inside
 *	resize:80x24                    a new size
 *	wait                            until the index is there
 *	wait:changed                    until another process has changed the catalogue
 *	# …                             a comment up to the line's end; the key # is written "#"
 * ^C is an interrupt and ^Z a suspension with its return, as on a real terminal.
 */
#ifndef VIEW_SCRIPT_H
#define VIEW_SCRIPT_H

#include "base/strbuf.h"
#include "view/terminal.h"

enum { SCRIPT_WAIT_MS = 60000 }; /* a wait that takes longer fails */

struct script_options {
	const char *name;  /* of the file, for messages */
	int columns, rows; /* 80 and 24 where 0 */
	/*
	 * Who goes on when the script has ended; owned from here on, also on failure. NULL: EVENT_QUIT is delivered.
	 * With a successor, grids are shown there from the beginning, and its size counts except between a resize step
	 * and the script's end.
	 */
	struct terminal *then;
};

/*
 * text is read whole before the first step.
 * Errors: ERR_DATA with file, line and column; NULL is returned, and `then` is closed.
 */
struct terminal *script_new(struct str text, const struct script_options *options, struct err *err);

/* What stands on the "screen": borrowed until the next show; NULL before the first. */
const struct grid *script_grid(const struct terminal *script);

/* What was last copied, and all that was printed; raw, borrowed. */
struct str script_copied(const struct terminal *script);
struct str script_printed(const struct terminal *script);

/* Whether a wait took too long or waited for what nobody watches: false and err. */
bool script_ok(const struct terminal *script, struct err *err);

#endif

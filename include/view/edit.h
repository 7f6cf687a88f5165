/*
 * A line of text being edited: search, filter and command prompt.
 *
 * Invariants: text is valid UTF-8 in which every character can be shown (what
 * cleaning would change is not taken in); caret is the byte offset of a cluster's
 * beginning, or text.n.
 */
#ifndef VIEW_EDIT_H
#define VIEW_EDIT_H

#include "base/array.h"
#include "view/grid.h"
#include "view/key.h"

enum {
	EDIT_BYTES_MAX = 4096,
	EDIT_HISTORY_MAX = 100,
};

struct edit {
	struct strbuf text;
	size_t caret;
	bool offered; /* nobody has touched the text yet: the first letter takes its place */
	ARRAY(char *) history; /* oldest first */
	size_t recalled;       /* the entry shown; history.n: none */
	struct strbuf draft;   /* what was typed before Up */
};

enum edit_result {
	EDIT_IGNORED, /* not a key for a line of text: Enter, Esc, Tab, function keys … */
	EDIT_MOVED,   /* used, the text is as it was */
	EDIT_CHANGED,
};

void edit_init(struct edit *edit); /* a zeroed struct is ready, too */
void edit_release(struct edit *edit);
void edit_set(struct edit *edit, struct str text); /* raw text; the caret goes to the end */
struct str edit_text(const struct edit *edit);     /* borrowed until the next change */

/*
 * Offer the text to be used or written over: the first character typed takes its place, a blank adds to it, and any other
 * key of the line leaves it there to be changed.
 */
void edit_offer(struct edit *edit);

/*
 * Characters are inserted; Backspace, Delete, Left, Right, Home, End, ^A ^E, ^B, ^D;
 * ^U to the start, ^K to the end, ^W and Alt-Backspace the word before; Alt-b, Alt-f,
 * Alt-Left, Alt-Right by words; Up, Down (^P, ^N) through the history.
 */
enum edit_result edit_key(struct edit *edit, key k);

/* Put raw text in place of the bytes from … to, which are beginnings of clusters or the end; the caret goes behind it. */
void edit_replace(struct edit *edit, size_t from, size_t to, struct str with);

/* Add the text to the history (empty or the same as the last entry: not). */
void edit_remember(struct edit *edit);

/*
 * Draw into one row. Where the text is wider than `columns`, the part around the caret is shown, with '<' and '>' at
 * the cut ends. Parks the grid's cursor at the caret and shows it.
 */
void edit_draw(const struct edit *edit, struct span span);

bool edit_validate(const struct edit *edit, const char **reason);

#endif

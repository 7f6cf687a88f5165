/*
 * Breaking text into lines.
 */
#ifndef TEXT_WRAP_H
#define TEXT_WRAP_H

#include "text/width.h"

/*
 * Break cleaned text ('\n' forces a break) into lines of at most `columns`, without
 * spaces where the script has none: between Han characters, never before closing
 * punctuation (，。、）》」”) or behind opening one (（《「“), Latin words and numbers with
 * their unit whole where they fit. Blanks at a break are in neither line.
 * A wide character needs two columns: fewer count as two.
 * Calls line for each line (borrowed from s; context is passed on); returns the number of lines (at least 1).
 */
size_t text_wrap(struct str s, size_t columns, enum ambi ambi, void (*line)(void *context, struct str line), void *context);

#endif

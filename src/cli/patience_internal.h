/*
 * A word in the last line where an answer takes longer than a person waits without one, and from then on a look at what
 * the person types: who does not want to wait has it given up. All this comes from a thread of its own, which sleeps until
 * then: an answer that is quick costs it nothing.
 */
#ifndef CLI_PATIENCE_INTERNAL_H
#define CLI_PATIENCE_INTERNAL_H

#include "view/terminal.h"

enum { PATIENCE_MS = 100 };

struct patience;

/* word: borrowed for its life, like the screen. NULL: there can be none; the others take that. */
struct patience *patience_new(struct terminal *screen, struct str word);
void patience_free(struct patience *patience);

/*
 * An answer is being made by this thread, until the end; the screen shows `shown`. Between the two nobody else may ask
 * anything of the screen, and `shown` stays as it is. The end says whether the answer was given up (base/halt.h).
 */
void patience_begin(struct patience *patience, const struct grid *shown);
bool patience_end(struct patience *patience);

#endif

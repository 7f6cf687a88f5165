/*
 * wcwidth and wcswidth of the program, in place of the C library's: ncursesw finds them
 * by name and so counts cells as text/width.h does. Source: terminals.md, rule 1.
 */
#ifndef TUI_WCWIDTH_H
#define TUI_WCWIDTH_H

#include "text/width.h"

/* What ambiguous characters take from now on. Set once, before the screen is opened. */
void wcwidth_ambiguous(enum ambi ambi);

#endif

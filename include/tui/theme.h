/*
 * What roles look like with no, 8, 16 or 256 colours. Colours are additions: whatever a
 * role means is also said by a sign or by its place. They are readable on light and on
 * dark backgrounds (at least 3:1 against black and white), the background is the
 * terminal's own, and blue and orange stay apart for colour-blind eyes.
 */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include "view/grid.h"

struct style {
	bool bold, underline, reverse;
	int colour; /* of the terminal's palette; -1: its default */
};

/* 0, 8, 16 or 256 for what the terminal says it has; NO_COLOR set and not empty: 0. */
int theme_depth(const char *no_color, int terminal_colours);

struct style theme_style(enum role role, int depth);

#endif

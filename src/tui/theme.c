#include "tui/theme.h"

enum { DEFAULT = -1 };

/* xterm's palette: 32 #0087d7, 166 #d75f00, 160 #d70000, 244 #808080; 12 bright blue, 5 magenta, 9 bright red, 1 red. */
static const struct {
	bool bold, underline, reverse;
	int c8, c16, c256;
} styles[] = {
	[ROLE_TEXT] = {false, false, false, DEFAULT, DEFAULT, DEFAULT},
	[ROLE_DIM] = {false, false, false, DEFAULT, DEFAULT, 244},
	[ROLE_HEADING] = {true, false, false, DEFAULT, DEFAULT, DEFAULT},
	[ROLE_BAR] = {false, false, true, DEFAULT, DEFAULT, DEFAULT},
	[ROLE_KEY] = {true, false, false, DEFAULT, DEFAULT, DEFAULT},
	[ROLE_LINK] = {false, false, false, DEFAULT, 12, 32},
	[ROLE_NUMBER] = {false, false, false, DEFAULT, DEFAULT, DEFAULT},
	[ROLE_MATCH] = {true, true, false, DEFAULT, DEFAULT, 166},
	[ROLE_WARNING] = {true, false, false, 5, 5, 166},
	[ROLE_MARK] = {true, false, false, DEFAULT, 12, 32},
	[ROLE_CURSOR] = {false, false, true, DEFAULT, DEFAULT, DEFAULT},
	[ROLE_FRAME] = {false, false, false, DEFAULT, DEFAULT, 244},
	[ROLE_ERROR] = {true, false, false, 1, 9, 160},
};

_Static_assert(sizeof styles / sizeof *styles == ROLE_COUNT, "a style for every role");

int theme_depth(const char *no_color, int terminal_colours)
{
	if ((no_color && no_color[0]) || terminal_colours < 8)
		return 0;
	return terminal_colours < 16 ? 8 : terminal_colours < 256 ? 16 : 256;
}

struct style theme_style(enum role role, int depth)
{
	struct style style = {styles[role].bold, styles[role].underline, styles[role].reverse, DEFAULT};
	if (depth == 8)
		style.colour = styles[role].c8;
	else if (depth == 16)
		style.colour = styles[role].c16;
	else if (depth == 256)
		style.colour = styles[role].c256;
	return style;
}

/*
 * The control sequences of a terminal, as far as drawing needs them: read once from its
 * description and checked against the forms of ECMA-48, so that moves can be weighed
 * without asking the description again. What a terminal does not have, or has in another
 * form, is not used; only the absolute move is needed.
 */
#ifndef TUI_CODES_H
#define TUI_CODES_H

#include "tui/terminfo.h"
#include "tui/theme.h"

enum { CODES_BYTES = TERMINFO_BYTES };

/* How text of a role looks. Number 0 is plain: the terminal's own colours, no attribute. */
struct codes_style {
	char on[CODES_BYTES]; /* from plain: parameters of CSI … m where `sgr` says so, else whole sequences */
	bool sgr;
	bool on_blanks;       /* can be seen on a blank: underline, reverse */
};

struct codes {
	char plain[CODES_BYTES];      /* ends every style */
	bool ecma_plain;              /* CSI m */
	bool ecma_cup;                /* CSI row ; column H */
	bool column, row;         /* CSI n G, CSI n d */
	bool forward, back, up, down; /* CSI n C, D, A, B */
	bool line_feed, backspace, carriage_return;
	bool erase_end, erase;    /* CSI K, CSI n X: with the background of the terminal */
	bool region;              /* CSI top ; bottom r; line feed and ESC M scroll within */
	bool scroll;              /* CSI n S, CSI n T */
	bool moves_in_styles;     /* a move does not end a style */
	bool wraps_late;          /* after the last column the cursor waits there */
	struct codes_style styles[ROLE_COUNT + 1];
	uint8_t style_of[ROLE_COUNT]; /* roles that look the same share a number */
	int n_styles;
};

/* Read the description that is loaded (tui/terminfo.h). no_color: the value of NO_COLOR. */
void codes_load(struct codes *codes, const char *no_color);

#endif

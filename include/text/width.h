/*
 * How many cells a character takes: the one width function of the program, from a
 * frozen table (EastAsianWidth 15.0.0 and Emoji_Presentation). Nobody calls wcwidth
 * or uc_width. Source: terminals.md, "Recommendation".
 */
#ifndef TEXT_WIDTH_H
#define TEXT_WIDTH_H

#include "base/str.h"

/* Cells of an East Asian Ambiguous character: what the terminal does. */
enum ambi { AMBI_NARROW = 1, AMBI_WIDE = 2 };

static inline int width_char(uint32_t c, enum ambi ambi); /* 0, 1 or 2; -1 for C0, DEL and C1 */
size_t width_str(struct str cleaned, enum ambi ambi);      /* cells of all its characters together */
bool width_ambiguous(uint32_t c);                          /* whether it is one on which `ambi` decides */

int width_char_any(uint32_t c, enum ambi ambi); /* the same, out of line: for characters that are rare */

static inline int width_char(uint32_t c, enum ambi ambi)
{
	if (c - 0x4E00 <= 0x9FFC - 0x4E00)
		return 2;
	return c - 0x20 < 0x7F - 0x20 ? 1 : width_char_any(c, ambi);
}

#endif

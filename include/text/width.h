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

int width_char(uint32_t c, enum ambi ambi);        /* 0, 1 or 2; -1 for C0, DEL and C1 */
size_t width_str(struct str cleaned, enum ambi ambi);
bool width_ambiguous(uint32_t c);

#endif

#include "text/width.h"

#include "base/bisect.h"
#include "text/utf8.h"
#include "width_table.h"

uint8_t text_traits(uint32_t c)
{
	if (c < 0xA1)
		return 1;
	if (c >= 0x4E00 && c <= 0x9FFC)
		return 2;
	size_t at = 0;
	bisect(at, text_n_trait_ranges, i, text_trait_ranges[i].last < c);
	return at < text_n_trait_ranges && text_trait_ranges[at].first <= c ? text_trait_ranges[at].traits : 1;
}

int width_char_any(uint32_t c, enum ambi ambi)
{
	if (c < 0x20 || (c >= 0x7F && c < 0xA0))
		return -1;
	int cells = text_traits(c) & TRAIT_CELLS;
	return cells == TRAIT_AMBIGUOUS ? (int)ambi : cells;
}

bool width_ambiguous(uint32_t c)
{
	return (text_traits(c) & TRAIT_CELLS) == TRAIT_AMBIGUOUS;
}

size_t width_str(struct str cleaned, enum ambi ambi)
{
	size_t cells = 0;
	for (size_t at = 0; at < cleaned.n;) {
		int width = width_char(utf8_next(cleaned, &at), ambi);
		if (width > 0)
			cells += (size_t)width;
	}
	return cells;
}

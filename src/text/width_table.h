/*
 * Traits of characters: what the width function and the cleaner know about them.
 *
 * width_table.c is made by width_table.awk from the Unicode 15.0.0 data files and
 * committed (`make tables` makes it again). Characters in no range are one cell wide
 * and have no trait.
 */
#ifndef TEXT_WIDTH_TABLE_H
#define TEXT_WIDTH_TABLE_H

#include <stddef.h>
#include <stdint.h>

enum trait {
	TRAIT_CELLS = 3,         /* mask: 0, 1, 2 cells; 3: ambiguous */
	TRAIT_AMBIGUOUS = 3,
	TRAIT_MARK = 1 << 2,     /* general category M */
	TRAIT_IGNORED = 1 << 3,  /* shows nothing: format characters, variation selectors, fillers, tags */
	TRAIT_DOUBTFUL = 1 << 4, /* terminals disagree, or older ones do not know it (private, unassigned, newer than 13) */
	TRAIT_PICTURE = 1 << 5,  /* Extended_Pictographic: joins with its like in emoji sequences */
	TRAIT_JAMO = 1 << 6,     /* conjoining: harmless once composed */
};

struct trait_range {
	uint32_t first, last;
	uint8_t traits; /* enum trait */
};

extern const struct trait_range text_trait_ranges[];
extern const size_t text_n_trait_ranges;

/* The traits of any number; 1 (one cell) where no range holds it. */
uint8_t text_traits(uint32_t c);

#endif

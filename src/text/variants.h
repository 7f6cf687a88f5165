/*
 * Traditional characters and their simplified forms, in order of the former.
 *
 * variants.c is made by variants.awk from the Unihan database and committed (`make tables`).
 */
#ifndef TEXT_VARIANTS_H
#define TEXT_VARIANTS_H

#include <stddef.h>
#include <stdint.h>

struct variant {
	uint32_t traditional, simplified;
};

extern const struct variant text_variants[];
extern const size_t text_n_variants;

/* A bit for each of U+4E00..9FFF: whether the table holds it. Nearly all text says no at once. */
extern const uint8_t text_variant_bits[];

#endif

/*
 * The form in which texts are compared when searching: index and query both fold
 * with this one function. Full and half width, case, traditional and simplified
 * characters (Unihan kSimplifiedVariant) fall together; the text is cleaned first;
 * marks that do not compose go; blanks between Han characters and at both ends go,
 * other runs of blanks become one.
 */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/strbuf.h"

/* Append the folded form of raw (any bytes). Folding folded text changes nothing. */
void text_fold(struct str raw, struct strbuf *out);

/* A quick look: true only where folding changes nothing; false says nothing. */
bool text_is_folded(struct str raw);

/* One character folded (traditional -> simplified, full width -> half, upper -> lower); itself where nothing applies. */
uint32_t fold_char(uint32_t c);

#endif

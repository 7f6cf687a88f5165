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

/*
 * Fold a text that has only printable ASCII without blanks, its full-width forms, Han characters of the basic block and
 * the comma of lists (U+3001), as nearly all texts have, into characters.
 * chars    room for raw.n; *n of them are filled
 * changed  whether folding changed any
 * False: the text has other characters, and is to be folded by text_fold.
 */
bool text_fold_plain(struct str raw, uint32_t *chars, size_t *n, bool *changed);

/* An ASCII character folded; other bytes are themselves. */
static inline unsigned char fold_ascii(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* One character folded (traditional -> simplified, full width -> half, upper -> lower); itself where nothing applies. */
uint32_t fold_char(uint32_t c);

#endif

/*
 * Making text from data safe and predictable to show: the one place where that
 * happens (terminals.md, rule 4). The raw text stays in the catalogue.
 *
 * Cleaned text holds only characters on whose width terminals agree (but for the
 * ambiguous ones, which have one switch): NFC; no controls (C0 as ^[ …, tab and line
 * break as a blank), no bidi controls, joiners, variation selectors, soft hyphens,
 * fillers, tags; emoji sequences reduced to their base; doubtful, private, unassigned
 * and newer-than-Unicode-13 characters as '?'; bytes that are no UTF-8 as '?' each.
 */
#ifndef TEXT_CLEAN_H
#define TEXT_CLEAN_H

#include "base/strbuf.h"

enum { CLEAN_CELLS_MAX = 4096 }; /* more is cut */

/* Append the cleaned form of raw (any bytes). Cleaning cleaned text changes nothing. */
void text_clean(struct str raw, struct strbuf *out);

/* The same, but line breaks stay '\n' (for gists and messages of several lines). */
void text_clean_lines(struct str raw, struct strbuf *out);

/* True of most texts that text_clean leaves as they are, and of no other. */
bool text_is_clean(struct str raw);

#endif

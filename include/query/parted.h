/* Words that run together, as they are written in Chinese: 洪洞煤化工 is 洪洞 and 煤化工. */
#ifndef QUERY_PARTED_H
#define QUERY_PARTED_H

#include "base/strbuf.h"
#include "index/index.h"

/*
 * Set *out to the text with a blank where it parts into two words that a record of the kinds in the mask has, each of two
 * characters or more. For a text that finds nothing as it stands. False: it is not of Chinese characters alone, is too long, or finds nothing
 * however it is parted; *out is then empty.
 */
bool parted_find(const struct index *index, struct str text, uint32_t mask, struct strbuf *out);

#endif

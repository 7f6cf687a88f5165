/* Words that run together, as they are written in Chinese: 洪洞煤化工 is 洪洞 and 煤化工. */
#ifndef QUERY_PARTED_H
#define QUERY_PARTED_H

#include "base/strbuf.h"
#include "index/lookup.h"

/*
 * For a text that finds nothing as it stands: look for two words of two characters or more that it parts into.
 *
 * parted   the text with a blank between the words
 * hits     initialised; what it holds is released, then it is as of lookup_run, empty where the answer is false
 * False: the text is not of Chinese characters alone, is too long, or nothing has such words; parted is then empty.
 */
bool parted_run(const struct index *index, struct str text, uint32_t mask, size_t limit, struct strbuf *parted,
	struct lookup_hits *hits);

#endif

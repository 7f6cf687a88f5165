/*
 * What a search that finds nothing may have meant: words that run together, as they are written in Chinese (洪洞煤化工 is 洪洞
 * and 煤化工), and words of the right sound in the wrong characters, as an input method offers them (太远 for 太原).
 *
 * For a text that finds nothing as it stands.
 * reworded   set to the text that finds something; emptied where the answer is false
 * hits       initialised; what it holds is released, then it is as of lookup_run of that text, empty where the answer is false
 */
#ifndef QUERY_REWORD_H
#define QUERY_REWORD_H

#include "base/strbuf.h"
#include "index/lookup.h"

/*
 * Two words of two characters or more, the second also 链 alone, a blank between them; of letters, what is spelled with one of
 * them wrong, and initials: taiyaun jkq. False for a text not of Chinese characters or letters alone, or too long.
 */
bool reword_parted(const struct index *index, struct str text, uint32_t mask, size_t limit, struct strbuf *reworded,
	struct lookup_hits *hits);

/* The words of two characters or more, some of them Chinese, that nothing has, each with PINYIN_SOUND before it; it may be in two
 * words that run together. */
bool reword_sound(const struct index *index, struct str text, uint32_t mask, size_t limit, struct strbuf *reworded,
	struct lookup_hits *hits);

#endif

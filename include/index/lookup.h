/*
 * Look-up by a few keys: characters, full pinyin, initials, and any mix of them with
 * digits and Latin letters, over every kind at once.
 */
#ifndef INDEX_LOOKUP_H
#define INDEX_LOOKUP_H

#include "index/index.h"
#include "text/pinyin.h"

enum lookup_place {
	LOOKUP_INSIDE,     /* inside a name, short name or code, or at its end */
	LOOKUP_SHORT,      /* the beginning of a short name */
	LOOKUP_PREFIX,     /* the beginning of the name */
	LOOKUP_WHOLE_SHORT,/* a whole short name or code */
	LOOKUP_WHOLE,      /* the whole name */
};

struct lookup_hit {
	struct ref ref;
	uint32_t score;          /* higher is better; equal scores: shorter name, then pinyin order */
	enum pinyin_how how;
	enum lookup_place place;
	uint16_t start, end;     /* characters of `text` that matched, for highlighting the first word */
	struct str text;         /* the name, short name or code that matched */
};

struct lookup_hits {
	struct lookup_hit *v;    /* best first */
	size_t n, cap;
	size_t counts[KIND_COUNT]; /* all matches by kind, also those over the limit */
};

/*
 * Records whose name, short names or code match all blank-separated words of text, in any order.
 * kinds    mask of kinds, bit k for kind k
 * limit    at most so many hits, the best; counts say how many there are
 * cancel   checked now and then; true: returns false with what there is; may be NULL
 * A word with a leading '-' excludes. An empty text finds nothing.
 */
bool lookup_run(const struct index *index, struct str text, uint32_t kinds, size_t limit, struct lookup_hits *out, const volatile bool *cancel);
void lookup_release(struct lookup_hits *hits);

/*
 * One word against one record, as `lookup_run` decides it, also over the FIELD_SEARCHED
 * fields (those by characters only): what a filter's bare word means.
 */
bool lookup_matches(const struct index *index, struct ref ref, struct str word);

/*
 * The record meant by a command line's REF: an id, a code, a whole name or short name (characters, or pinyin where unambiguous).
 * found gets every candidate (at most 20): one is the answer, more is ambiguous, none unknown.
 */
void lookup_reference(const struct index *index, struct str text, uint32_t kinds, struct lookup_hits *found);

#endif

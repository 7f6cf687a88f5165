/*
 * Look-up by a few keys: characters, full pinyin, initials, and any mix of them with
 * digits and Latin letters, over every kind at once.
 *
 * A word (folded: text/fold.h) matches a record
 *	in a name or short name, anywhere, as pinyin_match reads it
 *	at the beginning of a code; as the whole id or the whole part behind its colon
 *	in a searched field (FIELD_SEARCHED), by characters only
 *	of a claim, as its number (text/amount.h, sought_read): 206.65 the one that is printed, 206.65亿元 whatever is as much
 * and a record belongs to others that lend it their names: its zone, region, park, chain,
 * stage, owner, project, enterprise, subject, indicator …, and the zone and chain of those.
 * Such a name counts where it is matched by characters or full pinyin, or from its
 * beginning by initials; never by rare readings.
 *
 * A word that begins with PINYIN_SOUND and has a Han character goes by sound in names (text/pinyin.h), elsewhere it is itself.
 *
 * Where a word of five to 32 letters has few hits (at most three), lookup_run forgives one letter too many, too
 * few, a wrong one, or two in the wrong order: what is then pinyin in full, or written so, in a name is found as
 * well (PINYIN_NEAR), behind all others. The other functions forgive nothing.
 */
#ifndef INDEX_LOOKUP_H
#define INDEX_LOOKUP_H

#include "base/bits.h"
#include "index/index.h"
#include "text/pinyin.h"

enum lookup_place {
	LOOKUP_FIELD,      /* in a searched field, or in the name of a record that this one belongs to */
	LOOKUP_INSIDE,     /* inside a name or short name, or at its end */
	LOOKUP_SHORT,      /* the beginning of a short name or code */
	LOOKUP_PREFIX,     /* the beginning of the name */
	LOOKUP_WHOLE_SHORT,/* a whole short name, code or id */
	LOOKUP_WHOLE,      /* the whole name */
};

struct lookup_hit {
	struct ref ref;
	uint32_t score;          /* higher is better; equal scores: shorter name (blanks not counted), then pinyin order */
	enum pinyin_how how;     /* of the first word */
	enum lookup_place place;
	uint16_t start, end;     /* characters of `text` that the first word matched, for highlighting */
	struct str text;         /* the name, short name, code or field that matched; raw */
};

struct lookup_hits {
	struct lookup_hit *v;    /* best first */
	size_t n, cap;
	size_t counts[KIND_COUNT]; /* all matches by kind, also those over the limit */
};

/*
 * Records that match all blank-separated words of text, in any order: at least one word by
 * their own names, codes or fields, the others also by the names of what they belong to.
 * Kinds without names of their own (claims, milestones, links …) go by what they refer to
 * and come last, unless one names by itself all that several words say ("xx zcz").
 * kinds    mask of kinds, bit k for kind k
 * limit    at most so many hits, the best; counts say how many there are
 * A word with a leading '-' excludes. An empty text finds nothing, nor does one that only excludes.
 */
void lookup_run(const struct index *index, struct str text, uint32_t kinds, size_t limit, struct lookup_hits *out);
void lookup_release(struct lookup_hits *hits);

/* How many match of all kinds, also those over the limit. */
size_t lookup_count(const struct lookup_hits *hits);

/* Whether one word matches one record, by its own texts or those of what it belongs to: what a filter's bare word means. */
bool lookup_matches(const struct index *index, struct ref ref, struct str word);

/* Rows of one kind as bits: row r is bits_has(bits, r). */
struct lookup_rows {
	uint64_t *bits; /* owned */
	size_t n_rows;  /* of the kind */
	size_t n;       /* bits that are set */
};

/* Where lookup_rows looks. */
enum {
	LOOKUP_IN_NAMES = 1 << 0,  /* names and short names */
	LOOKUP_IN_CODES = 1 << 1,  /* codes and ids */
	LOOKUP_IN_FIELDS = 1 << 2, /* searched fields, and the numbers of claims */
	LOOKUP_IN_OTHERS = 1 << 3, /* the names of what a record belongs to */
	LOOKUP_EVERYWHERE = (1 << 4) - 1, /* what lookup_matches says, for all rows at once */
	LOOKUP_SURE = 1 << 4,      /* leave out inner initials, and rare readings where others match */
};

/* Rows of `kind` that a word (blanks allowed: a phrase) matches. */
void lookup_find_rows(const struct index *index, struct str word, enum kind kind, unsigned where,
	struct lookup_rows *out);
void lookup_rows_release(struct lookup_rows *rows);

static inline bool lookup_rows_has(const struct lookup_rows *rows, struct ref ref)
{
	return bits_has(rows->bits, ref_row(ref));
}

/*
 * The records meant by a command line's REF: an id, a code, a whole name or short name (characters, or else
 * pinyin, or else initials). A region, sector or indicator steps back behind a record of another kind.
 * found gets every candidate (at most 20): one is the answer, more is ambiguous, none unknown.
 */
void lookup_reference(const struct index *index, struct str text, uint32_t kinds, struct lookup_hits *found);

/*
 * How a word names a text as a whole, or with `prefix` its beginning: by characters, pinyin or
 * initials. For labels, titles and fields of which the index keeps no readings.
 */
enum pinyin_how lookup_names(struct str text, struct str word, bool prefix);

/* Whether a word stands in a text: by characters or full pinyin, or by initials from its beginning. */
bool lookup_contains(struct str text, struct str word);

#endif

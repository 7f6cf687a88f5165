/*
 * Pinyin: readings, sorting, transliteration, matching. Toneless, lower case, ü as v.
 *
 * Readings come from tables made while building from src/text/pinyin_*.tsv (src/text/NOTICE
 * names their sources): places (长子 zhang zi, 洪洞 hong tong) before words before the
 * character's default. The searching functions take valid UTF-8.
 */
#ifndef TEXT_PINYIN_H
#define TEXT_PINYIN_H

#include "base/strbuf.h"

typedef uint16_t syllable; /* 0: none; else index of a toneless syllable, in alphabetical order: comparing compares */

struct str syllable_str(syllable s);              /* "zhang"; lives for ever */
char syllable_initial(syllable s);                /* its first letter */

/* All readings of a character, the default first: pinyin_text gives no others. Returns how many (0 for what is no Han character). */
size_t pinyin_char(uint32_t c, const syllable **readings);

/*
 * The reading of every character of valid UTF-8 text, in context. out has room for
 * utf8_length(text) entries; 0 for characters without one. Returns the characters.
 */
size_t pinyin_text(struct str text, syllable *out);

/* The same of the first characters, n at most. */
size_t pinyin_text_start(struct str text, syllable *out, size_t n);

/*
 * Visit the phrases in which some character has another reading than its default one; each is of two characters or more.
 * In a folded text without any of them every character has its default reading.
 */
void pinyin_each_odd_phrase(void (*visit)(void *context, const uint16_t *chars, size_t n), void *context);

/* Those of them that begin with a character. */
void pinyin_each_odd_phrase_from(uint32_t c, void (*visit)(void *context, const uint16_t *chars, size_t n), void *context);

/*
 * Append a transliteration for terminals that show ASCII only: "Xing Xian Jing Kai Qu (Er Qi)"; other characters
 * reduced to ASCII (é e, ㎡ m2, 、 ,) or '?'. Only bytes 1 to 127 where text is cleaned.
 */
void pinyin_ascii(struct str text, struct strbuf *out);

/* Append a slug part: "xingxian-jing-kai-qu" style is the caller's; this gives letters and digits only: "xingxianjingkaiqu". */
void pinyin_slug(struct str text, struct strbuf *out);

/*
 * Append a key whose byte order is the order of a Chinese telephone book: character for character, each by its
 * syllable, then itself; ASCII before Han, Han without a reading last. The key is valid UTF-8.
 */
void pinyin_sort_key(struct str text, struct strbuf *out);

/*
 * Matching what somebody typed against a name.
 *
 * A query is read as a run of pieces, each for one character of a contiguous run of
 * the name: the character itself (folded), its full pinyin, or its initial (first
 * letter; zh ch sh also as two). Letters and digits stand for themselves. The last
 * piece may be the beginning of a syllable. No hit begins or ends inside a character,
 * and full pinyin does not match across a syllable's end. A blank or an apostrophe in the
 * query ends a piece (xi'an); blanks inside the name are passed over. ü may be typed as v or u.
 *
 * A query that begins with PINYIN_SOUND and has a Han character goes by sound: each Han character of it is a piece for any
 * character that can be read as it can (~太远 is 太原). The text itself, its sign included, is still a hit.
 */
enum { PINYIN_SOUND = '~' };

enum pinyin_how {
	PINYIN_NONE,
	PINYIN_NEAR,     /* with one letter wrong; pinyin_match never says so */
	PINYIN_RARE,     /* some character by another of its readings */
	PINYIN_INITIALS, /* at least one piece is an initial or a beginning */
	PINYIN_FULL,     /* characters, also by their sound, digits, letters and whole syllables only */
	PINYIN_LITERAL,  /* the folded text itself */
};

struct pinyin_hit {
	enum pinyin_how how;
	size_t start, end; /* characters of the name */
};

/*
 * The best hit of query in name: higher `how` first, then nearer to the start.
 * name_folded and query_folded come from text_fold; readings is pinyin_text of name_folded.
 * A query of more than 63 characters is looked for literally only. Allocates nothing.
 * Returns false and how PINYIN_NONE where there is none (or query is empty).
 */
bool pinyin_match(struct str name_folded, const syllable *readings, struct str query_folded, struct pinyin_hit *hit);

/*
 * Matching one query against many names, and against what names are made of. A set of places in the query, from 0
 * (nothing is matched yet) to n (all of it is), is a bit mask; each character of a name that is not a blank leads
 * from some places to others, by all its readings or by the first one. A name has a hit where n is reached from 0.
 */
enum { PINYIN_QUERY_MAX = 63 };

struct pinyin_query {
	uint32_t chars[PINYIN_QUERY_MAX];
	size_t n;
	uint64_t edges; /* a piece must end here: a blank or an apostrophe was typed */
	bool by_sound;  /* its Han characters stand for all that are read alike */
};

/* Whether a folded query goes by sound. */
bool pinyin_asks_sound(struct str query_folded);

/* False where the query is empty or has more than PINYIN_QUERY_MAX characters. */
bool pinyin_query_read(struct str query_folded, struct pinyin_query *query);

/* Places that one character leads to, by each of its readings. */
struct pinyin_places {
	uint64_t any;   /* by itself, a reading in full, an initial or a beginning */
	uint64_t full;  /* … by itself or a reading in full */
	uint64_t plain; /* … by itself or its first reading, which it has where no phrase changes it */
	uint64_t sure;  /* full and plain */
};

/* Whether a folded text that begins with two characters reads them as one phrase does, whatever follows them. */
bool pinyin_start_settled(uint32_t first, uint32_t second);

/*
 * The same as pinyin_match of a name in which the query does not stand as it is typed. readings: NULL: those that
 * pinyin_char says first, as pinyin_text does of a folded text without any phrase of pinyin_each_odd_phrase.
 */
bool pinyin_match_read(struct str name_folded, const syllable *readings, const struct pinyin_query *query, struct pinyin_hit *hit);

/* How a folded name matches from its beginning, as pinyin_match would say of a hit there: but few characters of it are read. */
enum pinyin_how pinyin_match_start(struct str name_folded, const struct pinyin_query *query);

/* Returns the places from which character c leads on; for each of them, i, to[i] gets those that it leads to. The rest of `to` is as it was. */
uint64_t pinyin_moves(const struct pinyin_query *query, uint32_t c, struct pinyin_places to[PINYIN_QUERY_MAX]);

#endif

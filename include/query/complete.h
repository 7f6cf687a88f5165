/*
 * Completion of a query while it is typed: fields and words of the language, then values with the number of rows
 * that each would give beside the other terms.
 */
#ifndef QUERY_COMPLETE_H
#define QUERY_COMPLETE_H

#include "base/arena.h"
#include "base/array.h"
#include "query/query.h"

struct completion {
	struct str text;  /* what stands in place of [start, end) of the query */
	struct str label; /* for people: the value in the language asked for, or the name of the field in the other script */
	size_t n;         /* rows of the whole query with it */
	bool counted;     /* values of a field; names of fields are not counted */
};

struct completions {
	struct arena arena;      /* of the texts */
	struct completion *v;    /* best first: values that many rows have, names as they are */
	size_t n, cap;
	size_t start, end;       /* bytes of the query that a completion replaces */
	bool of_value;           /* what stands behind an operator, no name */
};

/* What the query is about. */
struct completion_scope {
	const struct index *index;
	enum kind kind;
	const uint64_t *rows; /* only these count, as bits by row number; NULL: all */
	bool chinese;
};

/*
 * What may stand where the cursor (a byte of text) is, at most so many. A name is completed by its beginning in English or Chinese or
 * by its pinyin; a value of a field with codes, records or few different texts by characters or pinyin anywhere, a
 * value of an amount or a free text not at all. The other terms must be a whole query: where they are not, values
 * are counted among all rows. A word that is a value of a field with codes is offered with its field where rows have it.
 * At a million rows a value of a code or record takes a few milliseconds.
 */
void query_complete(struct str text, size_t cursor, const struct completion_scope *scope, size_t most, struct completions *out);
void completions_release(struct completions *completions);

/*
 * Whether a `same:` in a query names no record, or only a dot: bytes [*start, *end) of the first such are where an id
 * may stand. typing: one at the end of the text with nothing behind its colon does not count, as the id may still come.
 */
bool query_same_unnamed(struct str text, bool typing, size_t *start, size_t *end);

/*
 * The words of a search as a query: a status or another code, an amount (5亿以上), a time (2025), a number behind the name of
 * its field (投资5亿以上) and a code that runs together with a word (兴县在建), which no text of a record says, become terms
 * beside the other words. Where no row has these, words that nothing has as they stand go by their sound (太远 在建: ~太远).
 * Appended to out. Returns how many rows it lets through; 0: no word is such a value,
 * or no row has all of them; out is as it was. scope: its rows are not asked.
 */
size_t query_of_words(struct str words, const struct completion_scope *scope, struct strbuf *out);

/* Whether some term of the text has an operator, so that it is a query and no words to look up. */
bool query_has_operator(struct str text);

/*
 * The words that queries about a kind are made of and that no catalogue is needed for: "status:", "status:signed",
 * "has:", "sort:" …, joined by blanks, appended. For shells.
 */
void query_words(enum kind kind, struct strbuf *out);

#endif

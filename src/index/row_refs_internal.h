/* Rows of a set whose texts are read one after another: who they are, and where the first text of each stands. */
#ifndef INDEX_ROW_REFS_INTERNAL_H
#define INDEX_ROW_REFS_INTERNAL_H

#include "index_internal.h"

/* How many rows are read at once, at most; and how many texts ahead of them memory is asked for. */
enum { ROW_REFS_MOST = 1 << 11, ROW_REFS_AHEAD = 12 };

struct row_refs {
	uint32_t rows[ROW_REFS_MOST];
	struct ref refs[ROW_REFS_MOST];
	struct str firsts[ROW_REFS_MOST]; /* what row_texts gives first; without bytes: it is not known */
	size_t n;
};

/* Ask memory for a text. */
static inline void row_refs_ask(struct str text)
{
	__builtin_prefetch(text.p);
	__builtin_prefetch(text.p + text.n);
}

/*
 * Those in the words of a set from one to before another, up to where there is no room for more: the word behind them, which
 * is not the first. Memory is asked for the first of their texts.
 */
size_t row_refs_read(const struct index *index, const uint64_t *set, size_t first, size_t end, struct row_refs *out);

/* How many words of a set of n_words a thread reads at a time: where its rows are few memory is asked for many of them at once. */
static inline size_t row_refs_part(size_t n_words)
{
	enum { PARTS = 1 << 6, LEAST = 1 << 5, MOST = 1 << 9 };
	return n_words / PARTS < LEAST ? LEAST : n_words / PARTS < MOST ? n_words / PARTS : MOST;
}

/* Begin with the texts of number i, and ask memory for what is read soon after it. */
static inline void row_refs_start(const struct row_refs *rows, size_t i, struct row_texts *texts)
{
	if (i + ROW_REFS_AHEAD < rows->n)
		row_refs_ask(rows->firsts[i + ROW_REFS_AHEAD]);
	row_texts_start_at(texts, rows->rows[i], rows->refs[i]);
	texts->first = rows->firsts[i];
}

#endif

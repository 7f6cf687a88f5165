/* Rows of a set whose texts are read one after another: who they are, and where the first text of each stands. */
#ifndef INDEX_ROW_REFS_INTERNAL_H
#define INDEX_ROW_REFS_INTERNAL_H

#include "index_internal.h"

/* How many words of a set are read at once, at most; and how many texts ahead of them memory is asked for. */
enum { ROW_REFS_WORDS = 1 << 5, ROW_REFS_AHEAD = 12 };

struct row_refs {
	uint32_t rows[ROW_REFS_WORDS * 64];
	struct ref refs[ROW_REFS_WORDS * 64];
	struct str firsts[ROW_REFS_WORDS * 64]; /* what row_texts gives first; without bytes: it is not known */
	size_t n;
};

/* Those in the words of a set from one to before another. */
void row_refs_read(const struct index *index, const uint64_t *set, size_t first, size_t end, struct row_refs *out);

/* Begin with the texts of number i, and ask memory for what is read soon after it. */
static inline void row_refs_start(const struct row_refs *rows, size_t i, struct row_texts *texts)
{
	if (i + ROW_REFS_AHEAD < rows->n) {
		struct str text = rows->firsts[i + ROW_REFS_AHEAD];
		__builtin_prefetch(text.p);
		__builtin_prefetch(text.p + text.n);
	}
	row_texts_start_at(texts, rows->rows[i], rows->refs[i]);
	texts->first = rows->firsts[i];
}

#endif

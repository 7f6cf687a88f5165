/* The best of many records, in the order in which a look-up hands them out. */
#ifndef INDEX_RANK_INTERNAL_H
#define INDEX_RANK_INTERNAL_H

#include "word_internal.h"

/* How a word matches a record. */
struct matched {
	unsigned points;
	bool lent, direct; /* by the name of what it belongs to; that it names itself */
	bool near;
	struct word_hit hit;
};

struct found {
	struct ref ref;
	uint32_t score;
	uint32_t length; /* rank_length */
	struct matched matched; /* by the first word; of a record that is weighed */
};

/* The best `limit` so far as a heap whose top is the worst of them. */
struct best {
	const struct index *index;
	struct found *v;
	size_t n, cap, limit;
};

/* Characters of a record's folded name, blanks not counted. */
uint32_t rank_length(const struct index *index, uint32_t row);

/* Whether a record is, or would be, among the best. */
bool best_takes(const struct best *best, const struct found *found);

void best_offer(struct best *best, struct found found);
void best_sort(struct best *best);

/* Whether a record of this score could still be among the best. */
static inline bool best_has_room(const struct best *best, uint32_t score)
{
	return best->limit && (best->n < best->limit || score >= best->v[0].score);
}

/*
 * Of 64 rows from `row` (a multiple of 64) on, those that could be among the best if each had `score` and,
 * for its renown, a step more each; as bits, none for rows of other kinds.
 */
uint64_t best_filter(const struct best *best, enum kind kind, uint32_t row, uint32_t score, uint32_t step);

#endif

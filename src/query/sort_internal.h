/* What sort.c compares, and the ranks of sort_rank.c that say the same. */
#ifndef QUERY_SORT_INTERNAL_H
#define QUERY_SORT_INTERNAL_H

#include "query_internal.h"

#include "index/order.h"

/* What a value is sorted by: `present`, then number, then text. */
struct sort_value {
	bool present, is_decimal;
	int64_t number, second;
	struct decimal decimal;
	struct str text;  /* a pinyin key, an id or a unit */
	struct str group; /* of a decimal: the unit that stands for all those that convert to it */
};

struct sort_value sort_text_value(const struct field *field, struct str text, struct arena *arena);
struct sort_value sort_period_value(struct period period);
struct sort_value sort_decimal_value(const struct field *field, struct str text);
struct sort_value sort_ref_value(struct ref target, const struct index *index);

/* Absent values are last, up and down. */
int sort_values_compare(const struct sort_value *a, const struct sort_value *b, bool down);

/* From so many rows on ranks pay. */
enum { SORT_RANKS_FROM = 1 << 12 };

/*
 * The rank of each row of a kind by one key, a number that sorts like its value: equal values have equal ranks, all
 * below n_ranks; rows without a value have n_ranks or more. In as few bytes as they need: looked up in the order of
 * another key they are read from all over, and should stay in a near cache.
 */
struct sort_ranks {
	void *v; /* owned: n_rows numbers */
	unsigned width; /* bytes of each: 1, 2 or 4 */
	uint32_t n_rows, n_ranks;
};

static inline uint32_t sort_rank_of(const struct sort_ranks *ranks, uint32_t row)
{
	if (row >= ranks->n_rows)
		return ranks->n_ranks;
	uint32_t rank = ranks->width == 1 ? ((const uint8_t *)ranks->v)[row]
		: ranks->width == 2 ? ((const uint16_t *)ranks->v)[row] : ((const uint32_t *)ranks->v)[row];
	return rank < ranks->n_ranks ? rank : ranks->n_ranks;
}

/* False: the values of nearly all rows differ; they must be compared. */
bool sort_ranks_make(const struct index *index, enum kind kind, const struct sort_key *key, struct sort_ranks *out);

/*
 * The ranks of the codes of a field (index/codes.h), one more at the end for rows without a value; the caller frees
 * them. NULL: its values have no codes.
 */
uint32_t *sort_code_ranks(const struct index *index, enum kind kind, const struct sort_key *key, uint32_t *n_codes);

/* Refs of one kind by their ranks, equal ones in the order they come in; `to` is other memory. n below 2^32. */
void sort_count(const struct sort_ranks *ranks, const struct ref *from, size_t n, struct ref *to);

/* -- ready orders (sort_ready.c) -------------------------------------------------------------- */

/* The order that a key goes by, where it stands ready. */
bool sort_ready(const struct index *index, enum kind kind, const struct sort_key *key, struct index_order *out);

/* All rows of a kind by one figure that stands ready in order; out has room for all. False: it does not. */
bool sort_whole(const struct index *index, enum kind kind, const struct sort_key *key, struct ref *out);

/* Rows of a kind as bits, n of them. */
struct sort_bits {
	enum kind kind;
	const uint64_t *v;
	size_t n_rows, n;
};

static inline bool sort_bits_has(const struct sort_bits *bits, uint32_t row)
{
	return row < bits->n_rows && bits->v[row / 64] >> (row % 64) & 1;
}

/*
 * The first `limit` of some rows in a ready order; rows of equal value by the keys that follow. Returns how many.
 */
size_t sort_along(const struct index *index, const struct sort_bits *rows, const struct index_order *order,
	const struct sort_key *keys, size_t n_keys, size_t limit, struct ref *out);

/*
 * The first `limit`, at most SORT_PICKED_MAX, of some rows by ranks of codes of a field, equal ones by name. Returns
 * how many. *last gets the rank of the last of them, as sort_code_ranks has it.
 */
enum { SORT_PICKED_MAX = 1 << 10 };
size_t sort_pick(const struct index *index, const struct sort_bits *rows, size_t field, const uint32_t *by_code,
	uint32_t n_codes, size_t limit, struct ref *out, uint32_t *last);

#endif

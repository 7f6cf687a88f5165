/* What sort.c compares, and the ranks of sort_rank.c that say the same. */
#ifndef QUERY_SORT_INTERNAL_H
#define QUERY_SORT_INTERNAL_H

#include "query_internal.h"

#include "index/codes.h"
#include "index/order.h"

/* What a value is sorted by: `present`, then number, then text. */
struct sort_value {
	bool present, is_decimal;
	int64_t number;   /* of a period and a record one that sorts like it */
	struct decimal decimal;
	struct str text;  /* a pinyin key, an id or a unit */
	struct unit_group group; /* of a decimal */
};

/* arena: for keys of texts; may be NULL where the field has none */
struct sort_value sort_field_value(size_t f, struct ref ref, const struct index *index, struct arena *arena);
struct sort_value sort_text_value(const struct field *field, struct str text, struct arena *arena);
struct sort_value sort_decimal_value(const struct field *field, struct str text);
struct sort_value sort_figure_value(const struct list_column *column, struct ref ref, const struct index *index);

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
 * The codes of a field (index/codes.h) in the order of a key; UINT32_MAX is the rank of codes that are no value, and of the
 * one behind the last, for rows without one.
 */
struct sort_codes {
	size_t field;
	uint32_t n_codes;
	uint32_t *ranks;       /* by code, one more at the end; NULL: records, which stand in order already */
	const struct index *index;
	enum kind target;      /* of the records */
	bool down;
};

/* Whether its values have codes, which alone say where a row stands. */
bool sort_has_codes(const struct index *index, enum kind kind, const struct sort_key *key);

/* False: its values have no codes. */
bool sort_codes_make(const struct index *index, enum kind kind, const struct sort_key *key, struct sort_codes *out);
void sort_codes_release(struct sort_codes *codes);
uint32_t sort_codes_rank(const struct sort_codes *codes, uint32_t code);

/* Mark codes of ranks before `last`, and those of that rank; by_code has one more for rows without a value. */
void sort_codes_mark(const struct sort_codes *codes, uint32_t last, uint8_t before, uint8_t is_last, uint8_t *by_code);

/* Whether a key is the name. */
bool sort_is_name(enum kind kind, const struct sort_key *key);

/* Refs of one kind by their ranks, equal ones in the order they come in; `to` is other memory. n below 2^32. */
void sort_count(const struct sort_ranks *ranks, const struct ref *from, size_t n, struct ref *to);

/* The same for ranks of any number: in about twice the time where they are few. */
void sort_spread(const struct sort_ranks *ranks, const struct ref *from, size_t n, struct ref *to);

/* Refs of one kind by the texts of a field; `to` is other memory. n below 2^32. False: it is no field of texts. */
bool sort_texts(const struct index *index, const struct sort_key *key, const struct ref *from, size_t n, struct ref *to);

/* The same by a field of numbers, periods or records. False: it is none. */
bool sort_numbers(const struct index *index, const struct sort_key *key, const struct ref *from, size_t n, struct ref *to);

/* The same by a figure. False: it is none, or a ref comes twice. */
bool sort_figures(const struct index *index, const struct sort_key *key, const struct ref *from, size_t n, struct ref *to);

/* All rows of a kind by a field of codes that stands ready in order; out has room for all. False: it does not. */
bool sort_codes_whole(const struct index *index, enum kind kind, const struct sort_key *key, struct ref *out);

/*
 * Refs of one kind by keys, equal ones in the order they come in; `to` is other memory. whole: they are all rows of the
 * kind by name.
 */
void sort_refs(const struct index *index, const struct ref *from, size_t n, bool whole, const struct sort_key *keys,
	size_t n_keys, struct ref *to);

/* -- ready orders (sort_ready.c) -------------------------------------------------------------- */

/* The order that a key goes by, where it stands ready. */
bool sort_ready(const struct index *index, enum kind kind, const struct sort_key *key, struct index_order *out);

/* Where a group of units that do not convert ends. */
size_t sort_group_end(const struct index_order *order, size_t group);

/* The next place from `from` on at which a value starts; `to` where there is none before it. */
size_t sort_next_start(const struct index_order *order, size_t from, size_t to);

/* The place at which the value at `at` starts, not before `from`. */
size_t sort_value_start(const struct index_order *order, size_t from, size_t at);

/* All rows of a kind by one figure that stands ready in order; out has room for all. False: it does not. */
bool sort_whole(const struct index *index, enum kind kind, const struct sort_key *key, struct ref *out);

/* Rows with one code of a field. */
struct sort_code {
	const struct index *index;
	size_t field;
	uint32_t n_codes, code;
};

/* Rows of a kind as bits, n of them. */
struct sort_bits {
	enum kind kind;
	const uint64_t *v;
	size_t n_rows, n;
	const struct sort_code *only; /* NULL: all of them; else for sort_along alone, and n is more than there are */
};

static inline bool sort_bits_has(const struct sort_bits *bits, uint32_t row)
{
	uint32_t code;
	if (row >= bits->n_rows || !bits_has(bits->v, row))
		return false;
	if (!bits->only)
		return true;
	index_codes(bits->only->index, bits->kind, bits->only->field, row, 1, bits->only->n_codes, &code);
	return code == bits->only->code;
}

/* A question for the first rows of a set: the keys that are left, and where the rows go. */
struct sort_firsts {
	const struct index *index;
	const struct sort_key *keys;
	size_t n_keys, limit;
	struct ref *out;
};

/* The first of some rows in a ready order, which is that of the first key; rows of equal value by the others. Returns how many. */
size_t sort_along(const struct sort_firsts *f, const struct sort_bits *rows, const struct index_order *order);

/*
 * The first of some rows along the first of all rows, which stand ready by the codes of the first key. False: they do not, or
 * there are too few of them; f->out may hold anything then. f->limit is not above rows->n.
 */
bool sort_front(const struct sort_firsts *f, const struct sort_bits *rows);

/* Some rows, parted at the rank with which the limit is reached. */
struct sort_parted {
	size_t n_before; /* of lower ranks: fewer than the limit */
	uint64_t *last;  /* of that rank, as bits; owned */
	size_t n_last;
};

/*
 * Part rows at the rank, by the codes of the first key, with which there are as many as are asked for. Those before it go to
 * f->out, in no order. f->limit is not 0 and not above rows->n.
 */
struct sort_parted sort_split(const struct sort_firsts *f, const struct sort_bits *rows, const struct sort_codes *codes);

#endif

/*
 * The values of a field as small numbers, for whoever counts many rows at once: reading
 * a million codes takes as long as looking at a few hundred texts.
 */
#ifndef INDEX_CODES_H
#define INDEX_CODES_H

#include "index/index.h"

/* The kind that all references of a field are to; KIND_COUNT: several, or the field is no reference. */
static inline enum kind index_only_kind(const struct field *field)
{
	uint32_t mask = field->kinds;
	return mask && !(mask & (mask - 1)) ? (enum kind)__builtin_ctz(mask) : KIND_COUNT;
}

/*
 * How many codes there are for the values of a field: every code is below it. 0: the values have no codes (ids,
 * numbers of any size, several records, texts of which nearly each is different); then only the row itself tells.
 *	ENUM BOOL             the number itself
 *	REF to one kind       the row of the record
 *	texts and lists       which of the column's different texts it is; index_code_text gives it. Of rows that ledgers
 *	                      brought: which of the ledgers' columns, two of which may have the same text
 */
uint32_t index_codes_n(const struct index *index, enum kind kind, size_t field);

/* The codes of rows first … first + n, `none` for rows without a value. The field must have codes and the kind that many rows. */
void index_codes(const struct index *index, enum kind kind, size_t field, uint32_t first, size_t n, uint32_t none, uint32_t *out);

/*
 * For each of many rows the two lowest bits of by_code[code of the row], in a fraction of the time that index_codes takes.
 * by_code: index_codes_n of them, and one more for rows without a value; it must outlive this.
 */
enum { INDEX_RANGES = 4, INDEX_LOW = 1 << 12 };
struct index_code_bits {
	const struct index *index;
	enum kind kind;
	size_t field;
	const uint8_t *by_code;
	uint32_t n_codes, base;
	const void *v;         /* of rows below n: numbers of `width` bytes; a code is base + number. Codes of other rows are read one by one */
	unsigned width;
	uint32_t n;
	uint8_t by_low[INDEX_LOW];      /* the bits for a number of one byte; of wider ones those for any number with such low bits, together */
	bool filters;                   /* by_low is 0 for nearly all */
	bool compares;                  /* the numbers that have a bit are few ranges, from … from + span, for each of the two bits */
	struct index_code_ranges {
		size_t n;
		uint32_t from[INDEX_RANGES], span[INDEX_RANGES];
	} ranges[2];
};
struct index_code_bits index_code_bits_make(const struct index *index, enum kind kind, size_t field, const uint8_t *by_code);

/* Rows first … first + n: bit i of the first word for row first + i; bits behind the last row are 0. */
void index_code_bits(const struct index_code_bits *bits, uint32_t first, size_t n, uint64_t *low, uint64_t *high);

/* The text of a code of a text field. */
struct str index_code_text(const struct index *index, enum kind kind, size_t field, uint32_t code);

/* The period of a code of a field of type PERIOD; false: it is none. */
bool index_code_period(const struct index *index, enum kind kind, size_t field, uint32_t code, struct period *out);

/* A number that sorts like a period: by the day on which it begins, where that is open the one on which it ends. */
static inline uint64_t index_period_order(struct period period)
{
	int32_t day = period.first == INT32_MIN ? period.last : period.first;
	return ((uint64_t)day - (uint64_t)INT32_MIN) << 32 | (uint32_t)((uint64_t)period.last - (uint64_t)INT32_MIN);
}

/*
 * The first rows of a kind by a field whose codes stand in an order: records by name, days, enumerations; equal ones by name,
 * up and down. In an image that is wrong rows may be any number.
 */
struct index_front {
	const uint32_t *rows; /* borrowed from the index */
	size_t n;             /* by far not all rows, and none without a value */
};

/* False: none stand ready. */
bool index_front(const struct index *index, enum kind kind, size_t field, bool down, struct index_front *out);

/* The periods of rows first … first + n by a field of type PERIOD, as index_period has them; first > last: none. */
void index_periods(const struct index *index, enum kind kind, size_t field, uint32_t first, size_t n, struct period *out);

#endif

/*
 * Figures of a row as one number, and ready orders by such numbers: a list in the order of
 * investment is walked, not sorted, and a comparison is a range of it.
 */
#ifndef INDEX_ORDER_H
#define INDEX_ORDER_H

#include "base/bits.h"
#include "index/index.h"

/* The least and greatest of a figure over a row's claims. */
struct index_bounds {
	bool has_low, has_high;   /* false: unbounded, in several units, or no number at all */
	struct decimal low, high; /* in unit */
	bool has_least;           /* what sorting goes by: the least bound of any claim, */
	struct decimal least;     /* an upper one if there is no other */
	struct str unit;          /* base unit of least; empty: a bare number */
};

struct ledger_shape;

/* Where the ledger figures of a record were found. Zeroed: nowhere yet. */
struct index_place {
	struct ref record;
	const struct ledger_shape *shape;
	uint32_t first[2];
	uint64_t at;
};

/* Over some claims, whatever unit they are in; those whose unit does not convert to the first one's are left out. */
struct index_bounds index_bounds_of(const struct index *index, struct refs claims);

/*
 * The figure of a record that has exactly one claim with this indicator, one that a ledger brought: as index_figures
 * and index_figure have it, in less time. Such a claim is part of no other and has no qualifier. False: it has
 * none, several, or one of another origin. Each is found from the place of the one before: rows in their order cost
 * the least.
 */
bool index_sole_figure(const struct index *index, struct ref subject, struct ref indicator, struct figure *out,
	int64_t *modality, struct index_place *place);

enum { INDEX_ORDERS = 4 };

/* The codes of the indicators by which rows of a kind stand ready in order; NULL ends. */
extern const char *const index_order_figures[KIND_COUNT][INDEX_ORDERS + 1];

/*
 * All rows of a kind by the least bound of a figure, ascending; equal ones by name. Groups of units that do not
 * convert stand one behind the other. Borrowed from the index; in an image that is wrong rows may be any number.
 */
struct index_order {
	const uint32_t *rows;
	size_t n;               /* all rows of the kind */
	const uint64_t *starts; /* bit i: rows[i] has another value than rows[i - 1] */
	const uint32_t *groups; /* where each group starts; n_groups of them, ascending */
	size_t n_groups;
	size_t n_present;       /* where the rows without a number begin, which stand by name */
	const uint32_t *odd;    /* rows, ascending, of which the least bound does not say all: several claims, bounds, */
	size_t n_odd;           /* another unit than that of their group, or no number at all */
};

/*
 * The rows of a kind that have a code, in the order of what the codes are folded; a field whose codes are all of plain letters.
 * In an image that is wrong a row may stand there several times, or not at all.
 */
struct index_code_rows {
	uint32_t *rows;   /* owned, like starts */
	size_t n;
	uint64_t *starts; /* bit i: rows[i] has another code than rows[i - 1] */
};

/* False: the field is none of codes, or they do not stand ready. Release it if true. */
bool index_rows_by_code(const struct index *index, enum kind kind, size_t field, struct index_code_rows *out);
void index_code_rows_release(struct index_code_rows *rows);

/* The order of a kind by an indicator; false: none stands ready. */
bool index_order(const struct index *index, enum kind kind, struct ref indicator, struct index_order *out);

static inline bool index_order_starts(const struct index_order *order, size_t i)
{
	return bits_has(order->starts, i);
}

#endif

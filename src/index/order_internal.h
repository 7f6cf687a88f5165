/*
 * Making the ready orders (index/order.h): order_values.c what each row's figure is, order_build.c the orders of them.
 */
#ifndef INDEX_ORDER_INTERNAL_H
#define INDEX_ORDER_INTERNAL_H

#include "index/order.h"

#include "index_internal.h"

enum { UNITS_MAX = 256, ORDER_ROWS_AT_ONCE = 1 << 14 };

struct unit {
	struct str text;
	struct unit_group group;
	uint32_t rank;     /* of the group among all */
	uint8_t scale_max; /* of the numbers in it */
	uint8_t places;    /* the greatest scale_max of its group */
	int64_t factor;    /* how many it is of a part that all units of its group have in common; 0: that cannot be said */
};

struct units {
	struct unit v[UNITS_MAX];
	size_t n;
	bool too_many;
};

/* The least bound of a figure; its digits may end in zeros behind the point. */
struct order_value {
	int64_t digits;
	uint8_t scale, unit;
	bool present, odd;
};

/* What all orders use one after another: room for as many rows as the largest kind has. */
struct order_room {
	struct order_value *values;
	struct radix_item *items, *spare;
};

struct ordering {
	const struct index *index;
	enum kind kind;
	struct ref indicator;
	struct index_soles *soles; /* while values are read */
	uint32_t n;
	struct order_value *values; /* by row; of the room, like the items */
	uint64_t *present;          /* bits by row */
	struct units units;
	size_t n_pieces;            /* of ORDER_ROWS_AT_ONCE rows */
	struct order_piece {
		struct units *units;        /* while values are read: of these rows */
		uint8_t unit_of[UNITS_MAX]; /* by unit of these rows: of all */
		uint32_t n_present, first;  /* rows with a number: of these; then of those at these places by name, and how many before */
		bool any, odd;              /* odd: some of these may be */
		bool plain;                 /* items have numbers that sort as their values do */
	} *pieces;
	struct radix_item *items, *spare; /* items: rows with a number */
	uint8_t first_units[UNITS_MAX];   /* by rank of a group: the unit of its first row */
	uint32_t *rows, n_present;
	uint64_t *starts;
	bool plain;                     /* all pieces are */
};

static inline uint32_t order_piece_end(const struct ordering *o, size_t piece)
{
	size_t end = (piece + 1) * ORDER_ROWS_AT_ONCE;
	return end < o->n ? (uint32_t)end : o->n;
}

/* Fill values, present, units and pieces. False: no row has a figure, or there are too many units. */
bool order_read_values(struct ordering *ordering);

#endif

/*
 * Packing the rows of ledgers (ledger_internal.h) from what was read of them: ledger_heads.c what a column's cells have in
 * common, ledger_build.c owners and shapes, ledger_records.c codes, blocks and the records themselves. Each part is worked
 * on by one thread; between the steps their results are joined.
 */
#ifndef INDEX_LEDGER_BUILD_INTERNAL_H
#define INDEX_LEDGER_BUILD_INTERNAL_H

#include "builder_internal.h"

#include "base/array.h"
#include "base/map.h"

/* How the numbers under a head spread. */
struct ledger_spread {
	int64_t one, least, most; /* one: any of them */
	uint64_t gcd;             /* of all differences; 0: there is none */
	bool any, odd;
	uint8_t scale;
};

struct ledger_owner {
	struct ref ref;
	uint32_t first_row; /* of the part; the next owner's ends them */
	uint32_t shape;
};

/* A text that stands for a cell. */
struct ledger_odd {
	uint64_t at; /* in the cells */
	struct str text;
};

/* What a thread makes of one part. */
struct ledger_work {
	struct ledger_part *part;
	ARRAY(struct ledger_owner) owners;
	struct ledger_spread *spreads;  /* by head */
	struct map shapes;              /* lists of heads, as bytes in the arena, to numbers of this part */
	ARRAY(struct str) lists;        /* by number */
	ARRAY(uint32_t) counts;         /* owners by number */
	ARRAY(uint32_t) global;         /* by number: of all parts */
	ARRAY(struct ledger_odd) odd;
	struct arena arena;
	struct err err;
};

/* What all threads work on. */
struct ledger_making {
	struct index *index;
	struct index_ledger *ledger;
	const struct ledger_columns *columns;
	const struct key_rows *rows;
	struct ledger_head *heads;
	uint32_t n_heads;
	uint32_t *head_of; /* by column number */
	struct ledger_work *work;
	size_t n_parts;
	void *codes[KIND_COUNT];
	struct ledger_block *blocks;
	uint8_t *cells;
};

/* What an owner has under one head. */
struct ledger_item {
	uint32_t head;
	bool odd;
	int64_t number; /* odd: place and length of the text */
};

typedef ARRAY(struct ledger_item) ledger_items;

/* Less than, equal to, greater than zero. */
static inline int ledger_compare(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/*
 * The heads in their order, with the number of each column's; width, base and step are not known yet.
 * Errors: ERR_DATA (a column that refers to nothing)
 */
bool ledger_make_heads(struct ledger_making *m, struct err *err);
void ledger_make_head_texts(struct ledger_making *m);

/* All items of owner number `o` in the order of heads; false: the same head twice. */
bool ledger_gather(const struct ledger_making *m, const struct ledger_work *w, size_t o, ledger_items *items);

/*
 * With shapes numbered and widths known: the code of each row, where each block starts, the records, odd texts.
 * Errors: ERR_DATA (more rows than can be named)
 */
bool ledger_make_records(struct ledger_making *m, struct err *err);

#endif

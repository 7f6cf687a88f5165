/*
 * Writing the row of a ledger: ledger_write.c its plain figures and its dates, packed; ledger_apart.c its other figures;
 * gone.c what referred to those that it has no longer.
 */
#ifndef STORE_LEDGER_WRITE_INTERNAL_H
#define STORE_LEDGER_WRITE_INTERNAL_H

#include "store/ledger_internal.h"
#include "store/writer_internal.h"

#include <stdlib.h>

/* Have no new column take this number. */
void ledger_take_number(struct ledger_writer *ledger, uint32_t number);

/* -- figures that are no plain decimals ------------------------------------------------------------ */

struct ledger_apart;

/* All that the catalogue has. NULL: *err */
struct ledger_apart *apart_load(struct store_writer *writer, struct err *err);
void apart_free(struct ledger_apart *apart); /* NULL is fine */

/* A figure of an owner's row in a ledger, whose words name a number. */
struct apart_cell {
	const struct row_cell *cell;
	struct ledger_owner owner;
	int64_t source; /* key */
	struct str source_id;
	uint32_t number, line;
};

/* Errors: ERR_DATA where another claim has its id, without a place. */
bool apart_put(struct store_writer *writer, struct ledger_apart *apart, const struct row *row, const struct apart_cell *cell, bool *changed, struct err *err);

/* Remove those of an owner and a ledger that have none of these numbers. */
struct apart_numbers {
	const uint32_t *v;
	size_t n;
};
bool apart_keep(struct store_writer *writer, struct ledger_apart *apart, int64_t owner, int64_t source, struct apart_numbers kept, bool *changed,
	struct err *err);

#endif

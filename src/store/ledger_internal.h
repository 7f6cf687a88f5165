/*
 * The packed rows of ledgers (ledger.sql, model/ledger.h) as records, and written.
 */
#ifndef STORE_LEDGER_INTERNAL_H
#define STORE_LEDGER_INTERNAL_H

#include "model/ledger.h"
#include "store/record_internal.h"

struct store_writer;

static inline bool ledger_has(enum kind kind)
{
	return kind == KIND_CLAIM || kind == KIND_MILESTONE;
}

/* The unit in which a column's values are counted and what one of them is in it; false: the unit has no number. */
bool ledger_unit(struct str unit, struct str scope, struct str *base_unit, struct decimal *factor, struct arena *arena);

/* What a cell says, as the claim or milestone that it stands for; texts in arena or of the column. */
struct ledger_item {
	int64_t owner;
	struct str owner_id;
	uint32_t number, line;
	struct str value;
};
void ledger_record(const struct ledger_column *column, const struct ledger_item *item, struct record *out, struct arena *arena);

/* Take one NUMBER=VALUE from the front of *cells; false at the end or where there is none. */
bool ledger_next(struct str *cells, uint32_t *number, struct str *value);

struct ledger_range {
	enum kind kind;
	int64_t first_key, last_key;
	size_t skip, limit; /* of what is in the range; limit SIZE_MAX: all */
};

struct record_sink {
	bool (*take)(void *self, const struct record *record, struct err *err);
	void *self;
};

/* Hand over the records in a range, ordered by key; borrowed for the call. */
bool ledger_read(struct store *store, const struct ledger_range *range, struct record_sink sink, struct err *err);

bool ledger_count(struct store *store, enum kind kind, size_t *n, struct err *err);

/* The greatest key of a kind; 0: none. */
bool ledger_last(struct store *store, enum kind kind, int64_t *last, struct err *err);

/* The key of the record that an id of this form names; 0: none. */
bool ledger_find(struct records *records, enum kind kind, struct str id, int64_t *key, struct err *err);

/* The record with a key; *found false where there is none. */
bool ledger_get(struct store *store, int64_t key, struct record *out, bool *found, struct arena *arena, struct err *err);

/* -- writing ------------------------------------------------------------------------ */

struct ledger_writer;

struct ledger_owner {
	int64_t key;
	struct str id;
};

/*
 * Put what a ledger of the row says for the record `owner`; *changed says whether that was anything new. The error has
 * its place. A cell's column gets the number it asks for where that is free, else the least that is.
 */
bool ledger_put(struct store_writer *writer, const struct row *row, const struct row_ledger *ledger, struct ledger_owner owner, bool *changed,
	struct err *err);
void ledger_writer_free(struct ledger_writer *ledger);

#endif

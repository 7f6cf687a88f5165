/*
 * Figures and dates that a ledger's row holds in its own columns (contract.md, "Figures").
 * Each is one claim or one milestone whose source is the ledger. They are kept packed, one
 * string a row, and shown like any other record: `store_read` hands them over as claims and
 * milestones behind the others; a reader that wants them packed takes ledger batches.
 *
 * Such a record's key is made from its owner's and the number of its column, so that it is
 * as stable as they are, and stands above all other keys, ordered by owner, then column. Its
 * id is "claim:KIND.SLUG.COLUMN" from the owner's id and the number: claim:project.p1.3.
 */
#ifndef MODEL_LEDGER_H
#define MODEL_LEDGER_H

#include "base/strbuf.h"
#include "model/value.h"
#include "text/decimal.h"

enum { LEDGER_COLUMNS_MAX = 0xFFFF };

#define LEDGER_KEY_FIRST (INT64_C(1) << 51)

static inline int64_t ledger_key(enum kind kind, int64_t owner, uint32_t column)
{
	return LEDGER_KEY_FIRST + ((owner << 16 | (int64_t)column) << 5) + (int64_t)kind;
}

static inline bool ledger_is_key(int64_t record_key)
{
	return record_key >= LEDGER_KEY_FIRST;
}

static inline int64_t ledger_owner(int64_t record_key)
{
	return (record_key - LEDGER_KEY_FIRST) >> 21;
}

static inline uint32_t ledger_column_number(int64_t record_key)
{
	return (uint32_t)((record_key - LEDGER_KEY_FIRST) >> 5 & 0xFFFF);
}

/* "claim:KIND.SLUG.NUMBER" of the owner KIND:SLUG; appended. */
void ledger_id_add(enum kind kind, struct str owner, uint32_t number, struct strbuf *out);

/* The parts of such an id: the owner's, appended, and the number. False, nothing appended: it has another form. */
bool ledger_id_split(struct str id, struct strbuf *owner, uint32_t *number);

/* The number in such an id of that owner; 0: it is another id. */
uint32_t ledger_id_number(struct str id, struct str owner);

/* What all values of one column of one ledger have in common. */
struct ledger_column {
	enum kind kind;         /* KIND_CLAIM or KIND_MILESTONE; KIND_COUNT: no such number */
	int64_t source;         /* key */
	struct str source_id;   /* "source:ledger-2025" */
	struct str name;        /* of the column in the file, for the locator */
	int64_t indicator;      /* claims: key */
	struct str indicator_id;
	int modality;           /* claims: enum modality */
	struct str unit;        /* claims: as printed; may be empty */
	struct str base_unit;   /* claims */
	struct decimal factor;  /* claims: value in base unit = value * factor, exactly */
	struct str scope, period; /* claims; may be empty */
	int status;             /* milestones: enum status */
};

/* By number: v[0] is none. */
struct ledger_columns {
	const struct ledger_column *v;
	size_t n;
};

/*
 * Rows of ledgers, ordered by owner (a record may stand in several ledgers), everything
 * borrowed for the call. Row i has the cells ends[i - 1] .. ends[i].
 */
struct ledger_batch {
	size_t n_rows;
	const int64_t *owners;    /* keys */
	const uint32_t *lines;    /* of the file, from 1 */
	const size_t *ends;
	const uint16_t *columns;  /* by cell: number of the column, ascending in a row */
	struct column values;     /* by cell: texts, a plain decimal or a period */
};

struct ledger_sink {
	bool (*take)(void *self, const struct ledger_batch *batch, struct err *err);
	void *self;
};

#endif

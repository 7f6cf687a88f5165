/*
 * One value of one field, and rows of values on their way.
 *
 * Two shapes, for two directions:
 *   struct row    texts as they stand in a CSV or JSON file: import -> store
 *   struct batch  typed columns of many rows: store -> index
 */
#ifndef MODEL_VALUE_H
#define MODEL_VALUE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/field.h"
#include "text/decimal.h"

/* A figure or a date that a ledger's row holds in a column of its own (model/ledger.h). */
struct row_cell {
	struct str column;     /* its name in the file */
	struct str value;      /* a plain decimal, or words that name a number (5—6, 十); a period for a milestone; never empty */
	struct str qualifier;  /* of a figure: words around its number (约), joined by ';' */
	bool unread;           /* value is what stands there, which is no figure: refused with the row's other faults */
	struct str indicator;  /* id; empty: a milestone */
	struct str modality, unit, scope, period; /* of a figure */
	struct str status;     /* of a milestone */
	uint32_t number;       /* that its column is to have where that is free (model/ledger.h); 0: any */
	uint32_t line, at;     /* where it stands: at counts characters from 1 */
};

/* All of them that one row of one ledger holds: what it held before under this source goes. */
struct row_ledger {
	struct str source; /* id */
	uint32_t line;
	const struct row_cell *cells;
	size_t n;
	const struct row_ledger *next; /* another ledger that has the record, too; NULL: no more */
};

/*
 * A row as read from a file: one text per field of fields_of[kind]. A cell with
 * p == NULL is absent: the file has no such column and says nothing about it; an
 * empty cell with p set says that there is no value. Borrowed for the call that
 * takes it.
 */
struct row {
	enum kind kind;
	struct str cells[FIELDS_MAX];
	const char *where;              /* file name for messages */
	size_t line;                    /* where the row starts, from 1; 0: not known */
	uint32_t lines[FIELDS_MAX];     /* where each cell starts; 0: not known, the row's line then */
	uint32_t columns[FIELDS_MAX];   /* in characters from 1; 0: not known */
	uint32_t named;                 /* bit f: cell f is the name of the record referred to, not its id */
	bool repeats;                   /* a record without figures may come again in its file, with nothing else said of it */
	const struct row_ledger *ledger; /* NULL: the file says nothing of that kind */
};

static inline size_t row_line(const struct row *row, size_t field)
{
	return row->lines[field] ? row->lines[field] : row->line;
}

/* Whoever takes rows: an import. False stops with *err set. */
struct row_sink {
	bool (*take)(void *self, const struct row *row, struct err *err);
	void *self;
};

enum { FIELD_BYTES_MAX = 1 << 20 }; /* a longer cell is refused */

/*
 * Check one cell against its field: syntax of enumerations, periods, numbers, ids,
 * locators, required values. References are checked for form and kind only.
 * out      the canonical text, appended: labels become codes, numbers lose needless
 *          zeros, "true" or nothing for a yes or no, lists lose empty items;
 *          checking it again gives the same
 * Errors   ERR_DATA "found X, expected Y", without a place; out is as before
 */
bool field_check(const struct field *field, struct str cell, struct strbuf *out, struct err *err);

/*
 * The number of a FIELD_QUANTITY cell and its base unit, empty where it has none: "1.5", "430立方米", "0.2万立方米/吨".
 * *unit is a literal or borrowed from the text. False: the text is no such number, outputs untouched.
 */
bool quantity_read(struct str text, struct decimal *out, struct str *unit);

/* A place in a source (contract.md, "Locators"). */
struct locator {
	struct str article;  /* slug of the source; borrowed from the text, like column */
	uint32_t line;       /* paragraph of the file, or line of a table; from 1 */
	bool in_text;        /* start and end; else column */
	uint32_t start, end; /* characters of the raw file, end exclusive */
	struct str column;   /* name of a table's column */
};

/* Parse one locator, the whole text; false: it is none, *out untouched. */
bool locator_parse(struct str text, struct locator *out);

/* Whether a table's column of this name can stand in a locator: it is not empty, has no ';', and is nothing like START-END. */
bool locator_column(struct str name);

/*
 * How a field's values stand in a column:
 *   texts    TEXT LIST PERIOD DECIMAL LOCATORS ENUMS(codes joined by ';')
 *   numbers  REF (key of the record), ENUM (code), INTEGER, BOOL (0 or 1); NUMBER_NONE: no value
 *   spans    REFS: keys, `ends` counts keys
 */
#define NUMBER_NONE INT64_MIN

struct column {
	size_t *ends;     /* texts, spans: end offset of row i; row i starts where i - 1 ends */
	char *bytes;      /* texts */
	int64_t *numbers; /* numbers; spans: the keys */
};

/*
 * A record's key is what the store calls it: stable inside one catalogue file,
 * KEY_STEP * n + kind. 0 is never a key.
 */
enum { KEY_STEP = 32 };

static inline enum kind key_kind(int64_t record_key)
{
	return (enum kind)(record_key % KEY_STEP);
}

/* Whether a number may be the key of a record of one of the kinds in a mask: in a file that is damaged it may be any. */
static inline bool key_is_of(int64_t number, uint32_t kinds_allowed)
{
	return number > 0 && number % KEY_STEP < KIND_COUNT && kinds_allowed >> (number % KEY_STEP) & 1;
}

/* Where a row comes from: contract.md, "Seeds". */
enum origin { ORIGIN_SEED, ORIGIN_IMPORT, ORIGIN_EDIT };

/* A run of rows of one kind, ordered by key, everything in the arena of who made it. */
struct batch {
	enum kind kind;
	size_t n_rows;
	int64_t *keys;
	struct column columns[FIELDS_MAX]; /* as fields_of[kind] */
};

/* The text of row `row` of a text column; borrowed from it. */
struct str column_text(const struct column *column, size_t row);

/* Whoever takes batches: the index, an export. Called from one thread for one kind at a time; false stops with *err set. */
struct batch_sink {
	bool (*take)(void *self, const struct batch *batch, struct err *err);
	void *self;
};

/* Which of the three shapes above a field type has. */
enum column_shape { COLUMN_TEXTS, COLUMN_NUMBERS, COLUMN_SPANS };
enum column_shape column_shape(enum field_type type);

#endif

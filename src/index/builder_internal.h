/*
 * From batches to columns. Each batch is kept as a part of its own, packed, in memory of just
 * its size; parts may come from different threads, and stand in the order of their keys in the
 * end.
 */
#ifndef INDEX_BUILDER_INTERNAL_H
#define INDEX_BUILDER_INTERNAL_H

#include "index_internal.h"

#include "base/array.h"
#include "base/strbuf.h"

/* Texts that are all one prefix, a number and one suffix are kept as these: bytes has the two, numbers the numbers. */
struct part_column {
	struct section lengths; /* packed: of texts in bytes; of REFS in numbers */
	struct section numbers; /* packed */
	char *bytes;
	size_t n_bytes;
	size_t n_prefix;        /* of bytes */
	bool numbered;
};

struct part {
	enum kind kind;
	struct section keys; /* packed */
	struct part_column columns[FIELDS_MAX];
};

/* The parts of a kind, by key. */
struct parts {
	struct part **v;
	size_t n;
	size_t n_rows;
};

/* Going through the texts of a column whose parts are spelled out (parts_spell). */
struct text_walk {
	const struct parts *parts;
	size_t field, part, row, at;
};

static inline bool text_next(struct text_walk *walk, struct str *text)
{
	while (walk->part < walk->parts->n && walk->row == walk->parts->v[walk->part]->keys.n) {
		walk->part++;
		walk->row = walk->at = 0;
	}
	if (walk->part == walk->parts->n)
		return false;
	const struct part_column *c = &walk->parts->v[walk->part]->columns[walk->field];
	*text = (struct str){c->bytes + walk->at, (size_t)section_number(&c->lengths, walk->row++)};
	walk->at += text->n;
	return true;
}

/* Rows by key: from a line where all keys stand on one, a direct table where they are dense, else a binary search. */
struct key_rows {
	int64_t *keys; /* NULL where they stand on a line, and after key_rows_trim where there is a direct table */
	int64_t first, step; /* the line; step 0: there is none */
	uint32_t n;
	uint32_t *direct; /* by key / 32; UINT32_MAX: none */
	size_t n_direct;
};

/* Numbers of all rows on their way into a column; what was got for one column stays for the next. */
struct column_room {
	ARRAY(int64_t) first, second;
};

void column_room_release(struct column_room *room);

/*
 * Packed numbers that all parts have, `offset` being that of their section in struct part, where all stand on one line: what
 * section_pack would make of them. False: they do not.
 */
bool parts_on_line(const struct parts *parts, size_t offset, struct section *out);

/* Free what parts hold of a column. */
void part_free_column(struct part *part, size_t f);
void parts_free_column(const struct parts *parts, size_t f);

/* The record with a key if its kind is among `kinds_allowed` (bit k: kind k). */
bool key_rows_resolve(const struct key_rows rows[KIND_COUNT], uint32_t kinds_allowed, int64_t key, struct ref *out);

/* Make column f of a kind from its parts and free what they hold of it. False with *err: a reference to nothing. */
bool column_make(struct index *index, const struct parts *parts, enum kind kind, size_t f, const struct key_rows rows[KIND_COUNT],
	struct column_room *room, struct err *err);

/* Make a column of texts. */
void column_make_texts(struct index_column *c, const struct parts *parts, const struct field *field, size_t f, struct column_room *room);

/* What a builder holds, its parts by kind; False with *err: keys that come twice. They stay the builder's. */
bool builder_parts(struct index_builder *builder, struct parts parts[KIND_COUNT], struct err *err);
bool builder_has_ledger(const struct index_builder *builder);
struct index_stamp builder_stamp(const struct index_builder *builder);
unsigned builder_threads(const struct index_builder *builder);
void builder_empty(struct index_builder *builder);

/*
 * Put other texts into some rows, ascending, of a numbered column; they may go on behind its end, n_rows then. Arrays of
 * *out that stay empty are those of the column. False where it would have too many odd texts.
 */
struct changed_texts {
	uint32_t *rows;
	struct str *v;
	size_t n;
};
bool numbered_patch(const struct index_column *column, const struct changed_texts *texts, uint64_t n_rows, bool ascending,
	unsigned n_threads, struct index_column *out);

/*
 * Make a column of codes (lettered_internal.h); false where they do not take less so. Then put other texts into some rows
 * of one, as numbered_patch; false where they are no such codes.
 */
bool lettered_make(struct index_column *column, const struct parts *parts, size_t f);
bool lettered_patch(const struct index_column *column, const struct changed_texts *texts, uint64_t n_rows, unsigned n_threads,
	struct index_column *out);

/*
 * Make a column of texts that mostly differ by a number in them (numbered_internal.h); false where they do not.
 * ascending: only if the numbers of all that have one never go back and the rest of their texts is the same.
 */
bool numbered_make(struct index_column *column, const struct parts *parts, size_t f, bool ascending, struct column_room *room);

/*
 * Keep ids, or the places of records (`last` false), as numbers; false: they are none of one pattern, *to is untouched.
 * numbers: room for n_rows. Then the text of a row, and all of them as texts again.
 */
bool part_number(struct part_column *to, const struct column *from, size_t n_rows, bool last, int64_t *numbers);
void part_add_text(const struct part *part, size_t f, size_t row, struct strbuf *out);
void parts_spell(const struct parts *parts, size_t f);

void key_rows_init(struct key_rows *rows, const struct parts *parts);
void key_rows_trim(struct key_rows *rows); /* free the keys where they are found without */
void key_rows_release(struct key_rows *rows);

/* -- rows of ledgers ------------------------------------------------------------------- */

/* Rows of a range of owners, their cells one after another: a number of digits and scale each (or an odd text). */
struct ledger_part {
	struct ledger_reading *reading;
	ARRAY(int64_t) owners;
	ARRAY(uint32_t) lines;
	ARRAY(size_t) ends;       /* of its cells */
	ARRAY(uint16_t) columns;  /* by cell */
	ARRAY(int64_t) digits;
	ARRAY(uint8_t) scales;
	struct strbuf odd;
};

struct ledger_reading {
	struct arena arena;
	struct ledger_columns columns; /* in the arena */
	ARRAY(struct ledger_part *) parts;
};

/* Scale and digits of a cell that is no number as it would be printed: the place of its text in `odd` (from bit 24 on) and length. */
enum { SCALE_ODD = 0xFF, ODD_LENGTH_BITS = 24 };
void ledger_keep_odd(struct ledger_part *part, struct str text, int64_t *digits, uint8_t *scale);

void ledger_reading_columns(struct ledger_reading *reading, const struct ledger_columns *columns);
bool ledger_part_take(void *part, const struct ledger_batch *batch, struct err *err);
void ledger_part_empty(struct ledger_part *part); /* all but odd texts */
void ledger_reading_release(struct ledger_reading *reading);

/* Pack what was read into index->ledger, and leave nothing of it. False with *err: what refers to nothing, or stands twice. */
bool ledger_make(struct index *index, struct ledger_reading *reading, const struct key_rows rows[KIND_COUNT], struct err *err);

#endif

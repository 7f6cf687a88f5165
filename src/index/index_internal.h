/*
 * What the index is made of. Everything is columns and offsets: no record has a pointer
 * of its own, so each array could stand in one image as it is.
 *
 * Rows of all kinds also have one global number, kind after kind:
 *
 *	global = tables[kind].base + row
 *
 * which the structures over all kinds (ids, back references, search) count in. Behind the
 * rows that have columns a kind may have packed ones (ledger_internal.h); their global
 * numbers stand behind those of all others.
 */
#ifndef INDEX_INTERNAL_H
#define INDEX_INTERNAL_H

#include "index/index.h"
#include "index/lookup.h"
#include "index/order.h"
#include "answers_internal.h"
#include "image_internal.h"
#include "ledger_internal.h"
#include "memo_internal.h"
#include "search_internal.h"
#include "section_internal.h"
#include "text/pinyin.h"

#include "base/strbuf.h"

#include <endian.h>
#include <stdatomic.h>
#include <string.h>

/*
 * A column of the rows of one kind. Texts stand one after another in bytes, text i from
 * ends[i - 1] to ends[i]; row r has text codes[r], where there are codes, else text r.
 * What is not there is an array of no elements.
 */
struct index_column {
	struct section codes;   /* packed */
	struct section ends;    /* packed; of REFS by row, in refs */
	struct section bytes;
	struct section numbers; /* packed: ENUM INTEGER BOOL; REF: struct ref's bits, NUMBER_NONE for none */
	struct section refs;    /* struct ref, of REFS: all rows' one after another */
	struct section periods; /* struct period beside each text of a PERIOD; first > last: none */
	struct section letters; /* struct place_letters: bytes have texts by letter then (lettered_internal.h) */
	struct section lengths; /* uint8_t of each text, whole blocks of them; there are no ends then (measured_internal.h) */
	struct section starts;  /* packed: of each block of lengths, in bytes */
};

struct index_table {
	uint32_t n, base;            /* rows with columns */
	uint32_t packed, packed_base; /* rows without, behind them */
	struct section keys;         /* packed: the store's, ascending */
	struct index_column columns[FIELDS_MAX];
	struct section short_choice; /* packed; 0: the name; i: the i-th short name */
	struct section name_ranks;   /* packed: places in by_name */
	struct section by_name;      /* struct ref */
	struct section foremost;     /* uint32_t: foremost_internal.h */
	struct section since;       /* packed: index_since of each row, NUMBER_NONE without one; none where the kind has a date of its own */
};

/*
 * Who refers to whom by one field: sources of target t (global - starts.base) stand in
 * refs[starts[t]..starts[t + 1]).
 */
struct index_back {
	struct section starts; /* uint32_t */
	struct section refs;   /* struct ref */
};

/* A ready order (index/order.h). None stands ready: sections of no elements. */
struct order_sections {
	struct section rows;   /* uint32_t */
	struct section starts; /* uint64_t: bits by place in rows */
	struct section groups; /* uint32_t: one more at the end */
	struct section odd;    /* uint32_t: rows */
};

/* The fields of claims, which comparisons ask for again and again. */
struct claim_fields {
	size_t subject, indicator, item, value, unit, qualifier, modality, scope, period, value_base, base_unit,
		value_low, value_high, source, locator;
};

struct milestone_fields {
	size_t project, status, date, source, locator;
};

/* The chain of a stage; who a chain is of. */
struct chain_fields {
	size_t of_stage, owners[3];
};

enum { CONTEXT_FIELDS_MAX = 8, TABLES = 32 };

/* A view of an image: all arrays stand in it (while it is built: each in memory of its own). */
struct index {
	struct index_table tables[TABLES]; /* behind KIND_COUNT without rows: what a ref can name */
	uint32_t n_rows;           /* of all kinds: with columns */
	uint32_t n_all;            /* and packed */
	struct section id_starts;  /* uint32_t: of each bucket of ids, one more at the end */
	struct section id_refs;    /* struct ref, bucket after bucket */
	struct index_back back[KIND_COUNT][FIELDS_MAX];
	struct order_sections orders[KIND_COUNT][INDEX_ORDERS];
	struct section fronts[KIND_COUNT][FIELDS_MAX]; /* uint32_t: the rows of index_front, then those downwards, as many */
	struct section renown;     /* uint8_t by global row: how much refers to it, 0 to RENOWN_MAX */
	struct section claims;     /* struct ref: as back[CLAIM][subject], ordered within a subject */
	struct search search;
	struct answers answers;

	struct index_ledger ledger;

	struct claim_fields claim;
	struct milestone_fields milestone;
	struct chain_fields chain;
	size_t source_date;         /* field of sources */
	int8_t source_of[KIND_COUNT]; /* the field `source`; -1: none */
	uint8_t context[KIND_COUNT][CONTEXT_FIELDS_MAX]; /* fields whose records lend a row their names */
	uint8_t n_context[KIND_COUNT];
	struct searched_fields searched[KIND_COUNT];
	struct search_plan plan;

	struct memo *memo;  /* what is made on demand: it changes while the rest is const */
	struct image image;
	unsigned n_threads; /* while it is built, like cancel */
	const atomic_bool *cancel; /* NULL: nobody cancels */
};

/* -- rows ------------------------------------------------------------------- */

static inline uint32_t index_global(const struct index *index, struct ref ref)
{
	const struct index_table *t = &index->tables[ref_kind(ref)];
	return ref_row(ref) < t->n ? t->base + ref_row(ref) : t->packed_base + (ref_row(ref) - t->n);
}

/* Whether a record is a packed one: it has no columns. */
static inline bool index_is_packed(const struct index *index, struct ref ref)
{
	return ref_row(ref) >= index->tables[ref_kind(ref)].n;
}

/* Packed row `row` of a kind. */
static inline struct ref index_packed_ref(const struct index *index, enum kind kind, uint32_t row)
{
	return ref_make(kind, index->tables[kind].n + row);
}

/* Keys in the memo: a text of a field (MEMO_NAME: the name), orders of names, a list of who refers to a record by a field. */
enum { MEMO_NAME = FIELDS_MAX, MEMO_RANKS, MEMO_BY_NAME = MEMO_RANKS + 2, MEMO_CLAIMS, MEMO_WHOLE,
	MEMO_LISTS = MEMO_WHOLE + FIELDS_MAX, MEMO_BACK = MEMO_LISTS + KIND_COUNT * FIELDS_MAX,
	MEMO_ROWS = MEMO_BACK + KIND_COUNT * FIELDS_MAX };

static inline uint64_t memo_key(struct ref ref, size_t what)
{
	return (uint64_t)what << 32 | ref.bits;
}

/* The place of a row with columns in the order of names. */
static inline uint32_t index_own_rank(const struct index *index, enum kind kind, uint32_t row)
{
	return (uint32_t)section_number(&index->tables[kind].name_ranks, row);
}

/* Whether a ref names a row of one of some kinds: one that stands in an image that is wrong may be any number. */
static inline bool index_stands(const struct index *index, struct ref ref, uint32_t kinds_allowed)
{
	const struct index_table *t = &index->tables[ref_kind(ref)];
	return kinds_allowed >> ref_kind(ref) & 1 && ref_row(ref) < t->n + t->packed;
}

/* A day of a year that can be written, or an open end: whoever gets it counts from it without asking. */
static inline bool index_is_day(int32_t day)
{
	enum { FAR = 4000000 };
	return (day > -FAR && day < FAR) || day == INT32_MIN || day == INT32_MAX;
}

static inline bool index_period_stands(struct period period)
{
	return period.first <= period.last && index_is_day(period.first) && index_is_day(period.last);
}

/* The order of index_claims, for qsort_r over refs with the index as context: by indicator, item, scope, period. */
int claims_compare(const void *a, const void *b, void *index);

/* Whether claims that have columns stand in it. */
bool index_claims_ascend(const struct index *index, struct refs own);

/* That of a text; 1, 0 of one that is none. */
struct period index_period_of_text(struct str text);

struct ref index_ref_of_global(const struct index *index, uint32_t global);

/* The part of bytes from start to end; nothing where an image that is wrong says what cannot be. */
static inline struct str section_str(const struct section *bytes, int64_t start, int64_t end)
{
	if (start < 0 || start >= end || (uint64_t)end > bytes->n)
		return (struct str){"", 0};
	return (struct str){SECTION_V(char, *bytes) + start, (size_t)(end - start)};
}

/* Text i of those whose ends are given. */
static inline struct str section_text(const struct section *ends, const struct section *bytes, uint64_t i)
{
	return section_str(bytes, i ? section_number(ends, i - 1) : 0, section_number(ends, i));
}

/* Which of a column's texts a row has. */
static inline uint64_t index_column_code(const struct index_column *column, uint32_t row)
{
	return column->codes.n ? (uint64_t)section_number(&column->codes, row) : row;
}

enum { MEASURED_BLOCK = 16 };

/* The sum of the first n < MEASURED_BLOCK of a block of bytes, all of which are read. */
static inline uint32_t measured_before(const uint8_t *block, unsigned n)
{
	const uint64_t pairs = UINT64_C(0x00FF00FF00FF00FF), ones = UINT64_C(0x0001000100010001);
	uint64_t low, high;
	memcpy(&low, block, sizeof low);
	memcpy(&high, block + sizeof low, sizeof high);
	low = le64toh(low) & (n < 8 ? ~(UINT64_MAX << n * 8) : UINT64_MAX);
	high = le64toh(high) & (n > 8 ? ~(UINT64_MAX << (n - 8) * 8) : 0);
	uint64_t sums = (low & pairs) + (low >> 8 & pairs) + (high & pairs) + (high >> 8 & pairs);
	return (uint32_t)(sums * ones >> 48);
}

/* Where text i < lengths.n starts. */
static inline uint64_t measured_start(const struct index_column *column, uint64_t i)
{
	uint64_t block = i / MEASURED_BLOCK;
	const uint8_t *lengths = SECTION_V(uint8_t, column->lengths) + block * MEASURED_BLOCK;
	return (uint64_t)section_number(&column->starts, block) + measured_before(lengths, (unsigned)(i % MEASURED_BLOCK));
}

static inline struct str measured_text(const struct index_column *column, uint64_t i)
{
	if (i >= column->lengths.n)
		return (struct str){"", 0};
	uint64_t start = measured_start(column, i);
	return section_str(&column->bytes, (int64_t)start, (int64_t)(start + SECTION_V(uint8_t, column->lengths)[i]));
}

static inline struct str index_column_text(const struct index_column *column, uint32_t row)
{
	if (column->lengths.n)
		return measured_text(column, row);
	uint64_t code = index_column_code(column, row);
	return code < column->ends.n ? section_text(&column->ends, &column->bytes, code) : (struct str){"", 0};
}

static inline struct ref index_column_ref(const struct index_column *column, uint32_t row)
{
	int64_t bits = column->numbers.n ? section_number(&column->numbers, row) : NUMBER_NONE;
	return bits == NUMBER_NONE ? REF_NONE : (struct ref){(uint32_t)bits};
}

/* The refs of row `row` in a REFS column. */
static inline struct refs index_column_refs(const struct index_column *column, uint32_t row)
{
	int64_t start = row ? section_number(&column->ends, row - 1) : 0, end = section_number(&column->ends, row);
	if (start < 0 || start >= end || (uint64_t)end > column->refs.n)
		return (struct refs){0};
	return (struct refs){SECTION_V(struct ref, column->refs) + start, (size_t)(end - start)};
}

/* The refs of row `row` in a REF (*one gets it) or REFS column. */
struct refs index_refs_of(const struct index_column *column, enum field_type type, uint32_t row, struct ref *one);

/* Part i of an array of refs that starts divide; the refs may be any in an image that is wrong. */
struct refs index_part(const struct section *starts, const struct section *refs, uint64_t i);

/* The same where all refs are rows of one kind, else nothing. */
struct refs index_part_of_kind(
	const struct index *index, const struct section *starts, const struct section *refs, uint64_t i, enum kind kind);

/* index_back of the rows with columns alone. */
struct refs back_own(const struct index *index, struct ref target, enum kind kind, size_t field);

/* Whether no row with columns of a kind names a record by a field. */
bool back_is_empty(const struct index *index, enum kind kind, size_t field);

/* What the catalogue says more about is meant more often: the bits of the number of references to a record, at most so much. */
enum { RENOWN_MAX = 8 };

static inline uint32_t index_renown(const struct index *index, uint32_t global)
{
	return global < index->renown.n ? SECTION_V(uint8_t, index->renown)[global] : 0;
}

/* The rows of a kind as the search counts them are two ranges: those with columns (part 0), and packed ones. */
static inline void search_range(const struct index *index, int kind, int part, uint64_t *start, uint64_t *end)
{
	const struct index_table *t = &index->tables[kind];
	*start = part ? t->packed_base : index->plan.bases[kind];
	*end = *start + (part ? t->packed : t->n);
}

/* What a step makes of an index that nobody waits for any more may be anything of the right shape. */
static inline bool index_stopped(const struct index *index)
{
	return index->cancel && atomic_load_explicit(index->cancel, memory_order_relaxed);
}

/* -- steps of building, in this order ------------------------------------------ */

void index_make_ids(struct index *index);
void index_make_back(struct index *index);
void index_make_names(struct index *index);
void index_make_ranks(struct index *index);
void index_make_claims(struct index *index);
void index_make_search(struct index *index);
void index_make_orders(struct index *index);
void index_make_since(struct index *index);

/* Parts of these steps, into arrays that are empty: of one field, one kind, order i % INDEX_ORDERS of kind i / INDEX_ORDERS. */
void back_make_field(struct index *index, enum kind kind, size_t field);
void back_make_renown(struct index *index);
void names_make_short(struct index *index, enum kind kind);
struct section names_short_choices(const struct index_table *t, enum kind kind, unsigned n_threads); /* what that makes */
void ranks_make(struct index *index, enum kind kind);
void order_make(struct index *index, size_t i);
void since_make(struct index *index, enum kind kind);

/* index_since; rows one after another are found from the one before, whose place it keeps. */
bool since_find(const struct index *index, struct ref ref, struct index_place *place, int32_t *day);

/* The day of index_since as it is kept; NUMBER_NONE: none. */
int64_t since_day(const struct index *index, struct ref ref);

/*
 * What a row is ordered by: bounds whose least there may be none of, and whether there is more to say than that. False:
 * it has no claim with this indicator. place as in index_sole_figure.
 */
bool order_bounds(const struct index *index, struct ref row, struct ref indicator, struct index_place *place,
	struct index_bounds *out, bool *odd);
struct ref order_indicator(const struct index *index, const char *code); /* REF_NONE: there is none */

/* What follows from the model and the number of rows alone: bases, fields that are asked for often. */
void index_make_plan(struct index *index);
void index_plan_fields(struct index *index); /* the latter part of it */

/* index_name, appended: of kinds without names they are composed of what the record refers to, and none is kept. */
void names_add(const struct index *index, struct ref ref, struct strbuf *out);

/* Whether the arrays have as many elements of the width as the number of rows asks for; the elements are not read. */
bool index_shape(const struct index *index, const char **reason);

/* The same of the ready orders; and that each is what its rows say. */
bool index_order_shape(const struct index *index, const char **reason);
bool index_order_validate(const struct index *index, const char **reason);

/* The field with the date that records of a kind have themselves; 0: none. */
size_t index_since_field(enum kind kind);

/* The same of the days of index_since. */
bool index_since_shape(const struct index *index, const char **reason);
bool index_since_validate(const struct index *index, const char **reason);

/* One element of a list joined by ';', blanks around it left out; false at the end. */
bool index_list_next(struct str *rest, struct str *element);

/* The records that lend ref their names; the first *n_direct are named by ref itself, the others are the zone or chain of those. */
enum { CONTEXT_MAX = 24 };
size_t index_context_of(const struct index *index, struct ref ref, struct ref out[CONTEXT_MAX], size_t *n_direct);

#endif

/*
 * What the index is made of. Everything is columns and offsets: no record has a pointer
 * of its own, so each array could stand in one image as it is.
 *
 * Rows of all kinds also have one global number, kind after kind:
 *
 *	global = tables[kind].base + row
 *
 * which the structures over all kinds (ids, back references, search) count in.
 */
#ifndef INDEX_INTERNAL_H
#define INDEX_INTERNAL_H

#include "index/index.h"
#include "index/lookup.h"
#include "text/pinyin.h"

struct index_column {
	uint32_t *ends;         /* texts: end offset of row i in bytes; REFS: in refs */
	char *bytes;            /* texts */
	int64_t *numbers;       /* ENUM INTEGER BOOL */
	struct ref *refs;       /* REF: one a row; REFS: all rows' one after another */
	struct period *periods; /* PERIOD beside its text; first > last: none */
};

struct index_table {
	uint32_t n, base;
	int64_t *keys;
	uint8_t *origins;
	struct index_column columns[FIELDS_MAX];
	uint32_t *composed_ends; /* names of kinds without a column for it */
	char *composed;
	uint16_t *short_choice;  /* 0: the name; i: the i-th short name */
	uint32_t *name_ranks;
	struct ref *by_name;
};

/* Who refers to whom by one field: sources of target t (global - first) stand in refs[starts[t]..starts[t + 1]). */
struct index_back {
	uint32_t first, n_targets;
	uint32_t *starts;
	struct ref *refs;
};

enum entry_type { ENTRY_NAME, ENTRY_SHORT, ENTRY_CODE, ENTRY_FIELD };

struct postings {
	uint32_t n_keys;
	uint32_t *starts;  /* n_keys + 1 */
	uint32_t *entries; /* ascending within a key */
};

/*
 * The texts that look-ups run on, one entry each: names, short names, codes and searched
 * fields, in the order of global rows. Names and short names have readings; codes stand
 * in no posting but in `codes`, ordered by text.
 */
struct search {
	uint32_t n;
	uint32_t *row_starts;  /* by global row, one more at the end */
	uint32_t *owners;      /* global row of an entry */
	uint8_t *types;        /* enum entry_type */
	uint8_t *fields;       /* field of the owner's kind */
	uint32_t *raw_starts;  /* where the raw text starts in the field's column */
	uint32_t *raw_bytes;   /* and how long it is */
	uint32_t *text_ends;   /* folded text */
	char *text;
	uint32_t *reading_ends; /* a reading per character of the folded text */
	syllable *readings;
	char *initials; /* beside each reading its first letter; for a blank or a Latin letter 1, for what else has no reading 2 */
	uint32_t *codes, n_codes;
	uint32_t n_syllables; /* the syllables are 1 .. n_syllables - 1 */
	struct postings chars, syllables, pairs;
};

/* The fields of claims, which comparisons ask for again and again. */
struct claim_fields {
	size_t subject, indicator, item, value, unit, qualifier, modality, scope, period, value_base, base_unit,
		value_low, value_high, source;
};

enum { CONTEXT_FIELDS_MAX = 8 };

struct index {
	struct index_table tables[KIND_COUNT];
	uint32_t n_rows;         /* of all kinds */
	struct ref *id_slots;    /* open addressing, a power of two */
	uint32_t n_id_slots;
	struct index_back back[KIND_COUNT][FIELDS_MAX];
	uint8_t *renown;         /* by global row: how much refers to it, 0 to RENOWN_MAX */
	struct claim_fields claim;
	struct ref *claims;      /* as back[CLAIM][subject], ordered within a subject */
	struct search search;
	uint8_t context[KIND_COUNT][CONTEXT_FIELDS_MAX]; /* fields whose records lend a row their names */
	uint8_t n_context[KIND_COUNT];
};

/* -- rows ------------------------------------------------------------------- */

static inline uint32_t index_global(const struct index *index, struct ref ref)
{
	return index->tables[ref_kind(ref)].base + ref_row(ref);
}

struct ref index_ref_of_global(const struct index *index, uint32_t global);

static inline struct str index_column_text(const struct index_column *column, uint32_t row)
{
	uint32_t start = row ? column->ends[row - 1] : 0;
	return (struct str){column->bytes + start, column->ends[row] - start};
}

static inline bool index_cancelled(const volatile bool *cancel)
{
	return cancel && *cancel;
}

/* What the catalogue says more about is meant more often: the bits of the number of references to a record, at most so much. */
enum { RENOWN_MAX = 8 };

/* -- steps of building, in this order ------------------------------------------ */

void index_make_ids(struct index *index);
void index_make_back(struct index *index);
void index_make_names(struct index *index);
void index_make_ranks(struct index *index);
void index_make_claims(struct index *index);
void index_make_search(struct index *index);
void search_release(struct search *search);

/* -- search ------------------------------------------------------------------- */

enum { CHAR_KEYS = 0x10000 + 0x400, INITIAL_CLASSES = 37 };

/* The posting key of a character: itself in the basic plane, a bucket beyond. */
static inline uint32_t search_char_key(uint32_t c)
{
	return c < 0x10000 ? c : 0x10000 + (c & 0x3FF);
}

/* The class of an initial: a-z 0..25, 0-9 26..35, all else 36. */
static inline uint32_t search_initial_class(uint32_t c)
{
	return c >= 'a' && c <= 'z' ? c - 'a' : c >= '0' && c <= '9' ? c - '0' + 26 : 36;
}

static inline struct str search_text(const struct search *search, uint32_t entry)
{
	uint32_t start = entry ? search->text_ends[entry - 1] : 0;
	return (struct str){search->text + start, search->text_ends[entry] - start};
}

static inline const syllable *search_readings(const struct search *search, uint32_t entry, size_t *n)
{
	uint32_t start = entry ? search->reading_ends[entry - 1] : 0;
	*n = search->reading_ends[entry] - start;
	return search->readings + start;
}

/* One element of a list joined by ';', blanks around it left out; false at the end. */
bool index_list_next(struct str *rest, struct str *element);

/* -- words ---------------------------------------------------------------------- */

struct word_hit {
	uint32_t global, entry; /* entry UINT32_MAX: the id */
	uint16_t start, end;    /* characters of the folded text */
	uint8_t how, place;
};

/* What one word matches: the best hit of each record. */
struct word_hits {
	uint32_t *best; /* by global row: 1 + place in v; 0: no hit */
	struct word_hit *v;
	size_t n, cap;
};

/* Search one folded word. False when cancelled; release in any case. */
bool word_search(const struct index *index, struct str folded, struct word_hits *out, const volatile bool *cancel);
void word_release(struct word_hits *hits);

/* Check one entry, and all entries of one record. */
bool word_check_entry(const struct index *index, uint32_t entry, struct str folded, struct word_hit *hit);
bool word_check_record(const struct index *index, struct ref ref, struct str folded, struct word_hit *hit);

/* What a hit is worth by how and where: at most 76. */
unsigned word_points(const struct word_hit *hit);

/* Whether hit a is better than b. */
bool word_better(const struct word_hit *a, const struct word_hit *b);

/* Whether a hit on a record says enough to find the records that belong to it: no inner initials, no rare readings. */
bool word_lends(const struct index *index, const struct word_hit *hit);

/* The records that lend ref their names; the first *n_direct are named by ref itself, the others are the zone or chain of those. */
enum { CONTEXT_MAX = 24 };
size_t index_context_of(const struct index *index, struct ref ref, struct ref out[CONTEXT_MAX], size_t *n_direct);

#endif

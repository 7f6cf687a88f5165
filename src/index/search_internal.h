/*
 * What look-ups run on: postings over the texts of all rows (gram_internal.h), and beside each row
 * what ranking asks for. The texts themselves stand in their columns; folding and readings
 * are made again for the few that are looked at.
 *
 *	names   names and short names, folded; matching by pinyin passes over blanks, so do these
 *	fields  searched fields, folded, blanks included
 *
 * A code stands in no posting but in `codes`, ordered by text.
 */
#ifndef INDEX_SEARCH_INTERNAL_H
#define INDEX_SEARCH_INTERNAL_H

#include "gram_internal.h"
#include "triples_internal.h"

#include "base/strbuf.h"
#include "model/field.h"
#include "model/value.h"

struct index;

enum text_type { TEXT_NAME, TEXT_SHORT, TEXT_CODE, TEXT_FIELD };

enum { LENGTH_MAX = UINT8_MAX, BRIEF = 2 /* characters of a match that postings of pairs answer for by themselves */ };

struct search {
	struct section lengths;       /* uint8_t by search row: search_length, at most LENGTH_MAX */
	struct section changed;       /* uint64_t: bits by search row, set where folding may change one of its texts */
	struct section codes;         /* packed: search rows that have a code, ordered by it */
	struct postings names;        /* of the rows of kinds that have names */
	struct postings fields;       /* of all rows */
	struct section brief;         /* uint64_t: bits by search row, set where a name or short name has at most BRIEF characters */
	struct section single;        /* the same where one has a single character */
	struct section triples;       /* uint64_t: what three characters the names have in a row (triples_internal.h) */
	struct section odd;           /* uint64_t: bits by search row, set where a phrase may read a character of a name in its own way */
};

/* The searched fields of a kind. */
struct searched_fields {
	uint8_t n, code; /* code: 1 + place in v of the one that holds codes; 0: none */
	struct {
		uint8_t field, type; /* enum text_type */
		bool list;
	} v[FIELDS_MAX];
};

/*
 * Rows are counted here with the kinds that have names first, so that those without them (of which a ledger may
 * have millions) make no set of names larger: row of the search = bases[kind] + row of the kind.
 */
struct search_plan {
	uint32_t bases[KIND_COUNT];
	uint8_t order[KIND_COUNT]; /* kinds by base */
	uint32_t n_named;          /* rows of kinds with names: the first ones */
	uint32_t named;            /* mask of these kinds */
};

/* What follows from the model and the number of rows alone. */
void search_make_plan(struct index *index);

uint32_t search_row(const struct index *index, struct ref ref);
struct ref search_ref(const struct index *index, uint32_t row);

/* Whether folding may change a text of a row. */
bool search_is_changed(const struct index *index, uint32_t row);

/* -- the texts of a row --------------------------------------------------------------- */

struct row_text {
	enum text_type type;
	struct str raw, folded; /* until the next text, as a code and what is folded are made */
};

/*
 * Going through them, names before short names before other fields:
 *
 *	struct row_texts texts = {.index = index};
 *	for (row_texts_start(&texts, row); row_texts_next(&texts, &text);) …
 *	row_texts_release(&texts);
 */
struct row_texts {
	const struct index *index;
	struct ref ref;
	uint32_t at;     /* the next field */
	bool names_only; /* nothing but names and short names: set by the caller */
	uint32_t kinds_without_code; /* bit k: the codes of kind k are passed over; set by the caller */
	bool in_list, changed;
	struct str first; /* the text of the first field, where that is known already: set by the caller behind row_texts_start_at */
	struct str rest; /* of a list */
	struct strbuf folded;
	char code[64]; /* where such a text is made (lettered_internal.h) */
	ARRAY(uint32_t) chars; /* of a text that search_read_row folds */
};

void row_texts_start(struct row_texts *texts, uint32_t row);
void row_texts_start_at(struct row_texts *texts, uint32_t row, struct ref ref); /* whose row it is, where that is known */
bool row_texts_next(struct row_texts *texts, struct row_text *text);

/* The same, also of texts that folding leaves nothing of; and the folded text, where it is wanted. */
bool row_texts_next_raw(struct row_texts *texts, struct row_text *text);
void row_texts_fold(struct row_texts *texts, struct row_text *text);

void row_texts_release(struct row_texts *texts);

/* Whether a field is one of codes. */
bool search_is_code(const struct field *field);

/* The code of a row; made or folded into the buffer where it does not stand so. */
struct str search_code(const struct index *index, uint32_t row, struct strbuf *buffer);

/* Parts of index_make_search: the rows of odd readings, from postings; rows by their codes. */
void search_make_odd(struct index *index);
void index_make_codes(struct index *index);

/* Characters of a row's folded name, blanks not counted. */
size_t search_length(const struct index *index, struct ref ref);

/* What the arrays hold of a row, and the keys of its pairs (gram_internal.h), appended; some may come more than once. */
struct search_row {
	uint8_t length;
	bool changed, brief, single;
};

struct gram_keys {
	uint64_t *v;
	size_t n, cap;
};

/*
 * texts: of the index of which the row is. It reads columns alone, and the composed name where there is no other.
 * triples: those of the row are added to as many words of bits as the index has; NULL: they are not asked for.
 */
struct search_row search_read_row(struct row_texts *texts, uint32_t row, struct gram_keys *names, struct gram_keys *fields,
	uint64_t *triples);

/* In ascending order, each once. */
void gram_keys_once(struct gram_keys *keys);

/* Whether the arrays fit the number of rows; and whether all their contents do. */
bool search_shape(const struct index *index, const char **reason);
bool search_validate(const struct index *index, const char **reason);

#endif

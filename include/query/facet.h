/*
 * Facets: by what the rows of a kind can be told apart (status, zone, province, chain, year …), which values there
 * are, and how many rows have which of them under any filter.
 *
 * A row may have several values of a facet (classes of an enterprise) and then counts in each of them; so do a period
 * over several years and its years, of which each is only perhaps the one. Rows without a value count as a value of
 * their own, the last one.
 */
#ifndef QUERY_FACET_H
#define QUERY_FACET_H

#include "base/strbuf.h"
#include "index/index.h"

enum facet_type {
	FACET_FIELD,    /* the field's values: codes, records, items of a list, whole texts */
	FACET_WHOLE,    /* the same, but a list or several records are one value, and a text is itself */
	FACET_PROVINCE, /* of a field that names a region: what is above all others */
	FACET_CHAIN,    /* of a field that names a stage */
	FACET_YEAR,     /* of a date or period */
};

struct facet {
	enum facet_type type;
	enum kind kind;
	size_t field; /* of fields_of[kind] */
};

enum { FACETS_MAX = FIELDS_MAX + 2 };

/* What lists of this kind are told apart by, in the order of how much they tell. Returns how many. */
size_t facets_of(enum kind kind, struct facet out[FACETS_MAX]);

/*
 * A facet by its name: "province", "chain", or a field by any of its names or pinyin.
 * Errors: ERR_USAGE "found X, expected …", place "argument"
 */
bool facet_parse(struct str name, enum kind kind, const struct index *index, struct facet *out, struct err *err);

/* "status", "province": what facet_parse reads back. */
struct str facet_name(const struct facet *facet);
struct str facet_title(const struct facet *facet, bool chinese);

bool facet_same(const struct facet *a, const struct facet *b);

/* -- values -------------------------------------------------------------------------- */

/*
 * A facet over all rows of its kind. Values are numbered from 0; value n is that of the rows which have none. Borrows
 * the index. Making it takes about as long as counting where the field has codes (index/codes.h), else a look at every row.
 */
struct facet_values;

struct facet_values *facet_values_new(const struct index *index, const struct facet *facet);
void facet_values_free(struct facet_values *values);

const struct facet *facet_values_facet(const struct facet_values *values);
size_t facet_values_n(const struct facet_values *values);
bool facet_values_several(const struct facet_values *values); /* whether some row has more than one */

/* The value for people, raw, appended; nothing for value n. */
void facet_label(const struct facet_values *values, size_t value, bool chinese, struct strbuf *out);

/* What it is in files: the code of an enumeration, the id of a record, else the text. Appended; nothing for value n. */
void facet_code(const struct facet_values *values, size_t value, struct strbuf *out);

/* The record that a value is; REF_NONE. */
struct ref facet_record(const struct facet_values *values, size_t value);

/*
 * The term of the query language that lets through the rows with this value and no others, appended:
 * status:投产  zone=兴县经开区  missing:zone. False: it cannot be said (a text with quotes in it).
 */
bool facet_term(const struct facet_values *values, size_t value, bool chinese, struct strbuf *out);

/* Order of values for people: enumerations by code, records and texts by pinyin, years by time; value n last. */
int facet_compare(const struct facet_values *values, size_t a, size_t b);

/* Whether a word names the value: by characters or pinyin anywhere, or by initials from its beginning. */
bool facet_matches(const struct facet_values *values, size_t value, bool chinese, struct str word);

/* -- counting ----------------------------------------------------------------------------- */

/* Rows of the kind as bits by row number. */
struct row_set {
	const uint64_t *bits;    /* NULL: all rows; bits behind the last row say nothing */
	const uint64_t *perhaps; /* of those, the ones that only perhaps match; NULL: none */
};

struct tally {
	uint32_t n, n_perhaps; /* n_perhaps of the n */
};

/* out: facet_values_n + 1 tallies. Threaded where there are many rows. */
void facet_count(const struct facet_values *values, const struct row_set *rows, struct tally *out);

/*
 * An axis of a crosstab: a place for each value that is shown. Values without a place stand together in the last one
 * (`n`), which a caller leaves empty by giving every value that occurs a place.
 */
struct axis {
	const struct facet_values *values;
	const uint32_t *places; /* by value, facet_values_n + 1 of them, each < n, or n */
	size_t n;
};

/* out: (a->n + 1) * (b->n + 1) tallies, row by row of a. b NULL: one column. */
void facet_cross(const struct axis *a, const struct axis *b, const struct row_set *rows, struct tally *out);

/*
 * The rows of each cell, cell after cell in the order of facet_cross, rows in the order of their numbers:
 * those of cell i are refs[starts[i]] … refs[starts[i + 1]]. Both arrays are the caller's to free.
 */
void facet_cross_rows(const struct axis *a, const struct axis *b, const struct row_set *rows, uint32_t **starts,
	struct ref **refs);

#endif

/*
 * A facet over the rows of a kind: facet.c makes it, of sources and years facet_rows.c, facet_count.c counts,
 * facet_term.c has its words.
 *
 *	row -> code      from the index where the field has codes, else numbered here
 *	code -> values   itself where `direct`, else values[starts[code]] … values[starts[code + 1]]
 *
 * Behind the codes stands one more, that of the rows without any; behind the values that of the rows without one.
 */
#ifndef QUERY_FACET_INTERNAL_H
#define QUERY_FACET_INTERNAL_H

#include "base/arena.h"
#include "base/array.h"
#include "base/bits.h"
#include "index/codes.h"
#include "query/facet.h"

struct facet_value {
	int64_t number;  /* code, integer, year */
	struct ref ref;  /* else REF_NONE */
	struct str text; /* as it stands where it was seen first; borrowed from the index */
};

struct facet_values {
	const struct index *index;
	struct facet facet;
	uint32_t n_rows, n_codes;
	uint32_t *codes;        /* by row; NULL: those of the index */
	bool direct;            /* code i is value i; the last code none */
	uint32_t n;
	bool several;
	ARRAY(uint32_t) starts; /* n_codes + 2 unless direct */
	ARRAY(uint32_t) lists;
	uint8_t *perhaps;       /* by code: the value is only perhaps the row's; NULL: none */
	ARRAY(struct facet_value) values; /* n unless direct */
	struct arena arena;
};

static inline const struct field *facet_field(const struct facet *facet)
{
	return &fields_of[facet->kind].v[facet->field];
}

/* Codes of rows first … first + n; rows without a value have n_codes. */
void facet_codes(const struct facet_values *values, uint32_t first, size_t n, uint32_t *out);

/* The values of a code. */
static inline const uint32_t *facet_list(const struct facet_values *values, const uint32_t *code, size_t *n)
{
	if (values->direct) {
		*n = 1;
		return code; /* the last code is n_codes == n: the value of those without one */
	}
	*n = values->starts.v[*code + 1] - values->starts.v[*code];
	return values->lists.v + values->starts.v[*code];
}

static inline bool facet_code_perhaps(const struct facet_values *values, uint32_t code)
{
	return values->perhaps && values->perhaps[code];
}

/* The number of a value in the list of the code that is being made; each once. */
void facet_list_value(struct facet_values *values, uint32_t value);

/* Values that are not the field's own alone: the sources also of figures; the years of periods. */
void facet_make_sources(struct facet_values *values);
void facet_make_years(struct facet_values *values);

struct facet_value facet_value_at(const struct facet_values *values, size_t value);

/*
 * "chain=铝链": a record by the name that people read where that names it and no other of the kinds allowed (bits), else by
 * its id. Appended; false: it cannot be said.
 */
bool facet_record_term(const struct index *index, struct str name, struct ref ref, uint32_t allowed, struct strbuf *out);

#endif

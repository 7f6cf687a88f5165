/*
 * Fields by name, for code that knows what it asks for. Of REF_NONE, which has none, nothing is there.
 */
#ifndef INDEX_READ_H
#define INDEX_READ_H

#include "index/index.h"

static inline size_t read_field(struct ref ref, const char *field)
{
	return ref_none(ref) ? 0 : field_get(ref_kind(ref), field);
}

static inline struct str read_text(const struct index *index, struct ref ref, const char *field)
{
	return index_text(index, ref, read_field(ref, field));
}

static inline struct ref read_ref(const struct index *index, struct ref ref, const char *field)
{
	return index_ref(index, ref, read_field(ref, field));
}

static inline int64_t read_number(const struct index *index, struct ref ref, const char *field)
{
	return index_number(index, ref, read_field(ref, field));
}

static inline bool read_period(const struct index *index, struct ref ref, const char *field, struct period *out)
{
	return index_period(index, ref, read_field(ref, field), out);
}

/* The date of the source that a record has. */
static inline bool read_source_date(const struct index *index, struct ref ref, struct period *out)
{
	return read_period(index, read_ref(index, ref, "source"), "date", out);
}

/* What an ENUM field says; of no words where the record has none. */
static inline const struct enum_code *read_code(const struct index *index, struct ref ref, const char *field)
{
	static const struct enum_code none = {"", "", ""};
	int64_t code = read_number(index, ref, field);
	return code == NUMBER_NONE ? &none : &enums[fields_of[ref_kind(ref)].v[read_field(ref, field)].enumeration].v[code];
}

static inline bool read_flag(const struct index *index, struct ref ref, const char *field)
{
	return read_number(index, ref, field) == 1;
}

/* Whether a link carries a by-product, not an input. */
static inline bool read_byproduct(const struct index *index, struct ref link)
{
	return read_number(index, link, "role") == enum_parse(ENUM_LINK_ROLE, STR("byproduct"));
}

/* The part of an id behind its kind: as short as a footnote's number. */
static inline struct str read_slug(const struct index *index, struct ref ref)
{
	return id_slug(index_id(index, ref));
}

static inline struct refs read_back(const struct index *index, struct ref target, enum kind kind, const char *field)
{
	return index_back(index, target, kind, field_get(kind, field));
}

#endif

/*
 * Fields by name, for code that knows what it asks for.
 */
#ifndef INDEX_READ_H
#define INDEX_READ_H

#include "index/index.h"

static inline struct str read_text(const struct index *index, struct ref ref, const char *field)
{
	return index_text(index, ref, field_get(ref_kind(ref), field));
}

static inline struct ref read_ref(const struct index *index, struct ref ref, const char *field)
{
	return index_ref(index, ref, field_get(ref_kind(ref), field));
}

static inline int64_t read_number(const struct index *index, struct ref ref, const char *field)
{
	return index_number(index, ref, field_get(ref_kind(ref), field));
}

static inline bool read_flag(const struct index *index, struct ref ref, const char *field)
{
	return read_number(index, ref, field) == 1;
}

static inline struct refs read_back(const struct index *index, struct ref target, enum kind kind, const char *field)
{
	return index_back(index, target, kind, field_get(kind, field));
}

#endif

#include "index/codes.h"

#include "index_internal.h"

static const struct index_column *column_of_kind(const struct index *index, enum kind kind, size_t field)
{
	return &index->tables[kind].columns[field];
}

/* The kind that a reference is to where it can only be one; KIND_COUNT: several. */
static enum kind only_kind(uint32_t mask)
{
	return mask && !(mask & (mask - 1)) ? (enum kind)__builtin_ctz(mask) : KIND_COUNT;
}

uint32_t index_codes_n(const struct index *index, enum kind kind, size_t field)
{
	const struct field *f = &fields_of[kind].v[field];
	const struct index_column *c = column_of_kind(index, kind, field);
	uint64_t n = index->tables[kind].n;
	if (field == 0) /* ids may be numbers in place of texts (numbered.c), as places are */
		return 0;
	switch (f->type) {
	case FIELD_ENUM: return c->numbers.n == n ? (uint32_t)enums[f->enumeration].n : 0;
	case FIELD_BOOL: return c->numbers.n == n ? 2 : 0;
	case FIELD_REF:
		if (only_kind(f->kinds) == KIND_COUNT || c->numbers.n != n)
			return 0;
		return index->tables[only_kind(f->kinds)].n;
	case FIELD_INTEGER:
	case FIELD_REFS: return 0;
	default: return c->codes.n == n && !c->numbers.n && !index->tables[kind].packed ? (uint32_t)c->ends.n : 0;
	}
}

/* Codes of packed numbers; what an image that is wrong says beyond `limit` is nothing. `mask`: the row in a reference. */
static void read_packed(const struct section *s, uint32_t first, size_t n, uint32_t mask, uint32_t limit, uint32_t none,
	uint32_t *out)
{
	const uint8_t *bytes = SECTION_V(uint8_t, *s);
	const uint16_t *pairs = SECTION_V(uint16_t, *s);
	const uint32_t base = (uint32_t)s->base, slope = (uint32_t)s->slope;
	switch (s->width) {
	case 1:
		for (size_t i = 0; i < n; i++) {
			uint32_t code = (base + slope * (uint32_t)(first + i) + bytes[first + i]) & mask;
			out[i] = bytes[first + i] != UINT8_MAX && code < limit ? code : none;
		}
		return;
	case 2:
		for (size_t i = 0; i < n; i++) {
			uint32_t code = (base + slope * (uint32_t)(first + i) + pairs[first + i]) & mask;
			out[i] = pairs[first + i] != UINT16_MAX && code < limit ? code : none;
		}
		return;
	default:
		for (size_t i = 0; i < n; i++) {
			int64_t number = section_number(s, first + i);
			uint32_t code = (uint32_t)number & mask;
			out[i] = number != NUMBER_NONE && number >= 0 && code < limit ? code : none;
		}
	}
}

/* The code of a packed row, which has no column: its number, or the row that it refers to. */
static uint32_t packed_code(const struct index *index, struct ref ref, size_t field, uint32_t limit, uint32_t none)
{
	bool refers = fields_of[ref_kind(ref)].v[field].type == FIELD_REF;
	struct ref target = refers ? index_ref(index, ref, field) : REF_NONE;
	int64_t number = refers ? ref_none(target) ? NUMBER_NONE : ref_row(target) : index_number(index, ref, field);
	return number >= 0 && number < limit ? (uint32_t)number : none;
}

void index_codes(const struct index *index, enum kind kind, size_t field, uint32_t first, size_t n, uint32_t none, uint32_t *out)
{
	const struct index_table *t = &index->tables[kind];
	const struct index_column *c = column_of_kind(index, kind, field);
	bool numbers = column_shape(fields_of[kind].v[field].type) == COLUMN_NUMBERS;
	bool ref = fields_of[kind].v[field].type == FIELD_REF;
	uint32_t mask = ref ? (UINT32_C(1) << REF_ROW_BITS) - 1 : UINT32_MAX, limit = index_codes_n(index, kind, field);
	size_t own = first >= t->n ? 0 : n < t->n - first ? n : t->n - first;
	read_packed(numbers ? &c->numbers : &c->codes, first, own, mask, limit, none, out);
	for (size_t i = own; i < n; i++)
		out[i] = packed_code(index, ref_make(kind, first + (uint32_t)i), field, limit, none);
}

struct str index_code_text(const struct index *index, enum kind kind, size_t field, uint32_t code)
{
	const struct index_column *c = column_of_kind(index, kind, field);
	return code < c->ends.n ? section_text(&c->ends, &c->bytes, code) : (struct str){"", 0};
}

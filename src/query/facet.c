#include "facet_internal.h"
#include "index/read.h"

#include "base/halt.h"
#include "base/map.h"
#include "query/promise.h"
#include "text/fold.h"

#include <stdlib.h>

/* -- what stands in a field -------------------------------------------------------------- */

struct raw {
	int64_t number; /* NUMBER_NONE */
	struct ref ref; /* REF_NONE */
	struct refs refs;
	struct str text;
};

static struct raw raw_of_row(const struct facet_values *v, uint32_t row)
{
	struct ref ref = ref_make(v->facet.kind, row);
	struct raw raw = {.number = NUMBER_NONE, .ref = REF_NONE};
	switch (facet_field(&v->facet)->type) {
	case FIELD_ENUM:
	case FIELD_INTEGER: raw.number = promise_number(v->index, ref, v->facet.field); break;
	case FIELD_BOOL: raw.number = index_number(v->index, ref, v->facet.field) == 1; break;
	case FIELD_REF: raw.ref = promise_ref(v->index, ref, v->facet.field); break;
	case FIELD_REFS: raw.refs = index_refs(v->index, ref, v->facet.field); break;
	default: raw.text = v->facet.field ? index_text(v->index, ref, v->facet.field) : index_id(v->index, ref);
	}
	return raw;
}

static struct raw raw_of_code(const struct facet_values *v, uint32_t code)
{
	const struct field *field = facet_field(&v->facet);
	struct raw raw = {.number = NUMBER_NONE, .ref = REF_NONE};
	switch (field->type) {
	case FIELD_ENUM:
	case FIELD_BOOL: raw.number = code; break;
	case FIELD_REF: raw.ref = ref_make((enum kind)__builtin_ctz(field->kinds), code); break;
	default: raw.text = index_code_text(v->index, v->facet.kind, v->facet.field, code);
	}
	return raw;
}

/* Bytes that are equal where two raw values are; none where there is no value. */
static struct str raw_key(const struct facet_values *v, const struct raw *raw)
{
	switch (column_shape(facet_field(&v->facet)->type)) {
	case COLUMN_TEXTS: return raw->text;
	case COLUMN_SPANS: return (struct str){(const char *)raw->refs.v, raw->refs.n * sizeof *raw->refs.v};
	case COLUMN_NUMBERS: break;
	}
	if (facet_field(&v->facet)->type == FIELD_REF)
		return ref_none(raw->ref) ? STR("") : (struct str){(const char *)&raw->ref, sizeof raw->ref};
	return raw->number == NUMBER_NONE ? STR("") : (struct str){(const char *)&raw->number, sizeof raw->number};
}

/* -- the values of a code ------------------------------------------------------------------ */

struct making {
	struct facet_values *v;
	struct map known;   /* key of a value -> its number */
	struct map numbers; /* key of a raw value -> its code, where codes are numbered here */
	struct strbuf key;
};

void facet_list_value(struct facet_values *v, uint32_t value)
{
	uint32_t start = v->starts.v[v->starts.n - 1];
	for (size_t i = start; i < v->lists.n; i++)
		if (v->lists.v[i] == value)
			return;
	array_push(&v->lists, value);
}

static void add_value(struct making *m, struct str key, struct facet_value value)
{
	struct facet_values *v = m->v;
	uint32_t number = (uint32_t)v->values.n;
	if (!map_find(&m->known, key, &number)) {
		map_add(&m->known, arena_str(&v->arena, key), &number);
		array_push(&v->values, value);
	}
	facet_list_value(v, number);
}

static void add_number(struct making *m, int64_t number)
{
	add_value(m, (struct str){(const char *)&number, sizeof number},
		(struct facet_value){.number = number, .ref = REF_NONE});
}

static void add_ref(struct making *m, struct ref ref)
{
	if (!ref_none(ref))
		add_value(m, (struct str){(const char *)&ref, sizeof ref}, (struct facet_value){.ref = ref});
}

/* What a filter with `=` takes for the same: texts that fold to the same. */
static void add_folded(struct making *m, struct str text)
{
	strbuf_clear(&m->key);
	text_fold(text, &m->key);
	if (m->key.n)
		add_value(m, strbuf_str(&m->key), (struct facet_value){.ref = REF_NONE, .text = text});
}

static void add_items(struct making *m, struct str items)
{
	const struct field *field = facet_field(&m->v->facet);
	struct str rest = items, item;
	while (items.n && str_split(&rest, ';', &item)) {
		int code = field->type == FIELD_ENUMS ? enum_parse(field->enumeration, item) : -1;
		if (code >= 0)
			add_number(m, code);
		else if (field->type == FIELD_LIST && item.n)
			add_folded(m, item);
	}
}

/* The province that a region is part of; itself where none stands above it (a country, a catalogue without provinces: its top). */
static struct ref province_of(const struct index *index, struct ref ref)
{
	enum { LEVELS_MAX = 8 };
	size_t parent = field_get(KIND_REGION, "parent"), level = field_get(KIND_REGION, "level");
	int province = enum_parse(ENUM_REGION_LEVEL, STR("province"));
	struct ref at = ref;
	for (int i = 0; i < LEVELS_MAX && !ref_none(at); i++) {
		int64_t own = index_number(index, at, level);
		if (own == province)
			return at;
		if (own > province)
			return ref;
		struct ref above = index_ref(index, at, parent);
		if (ref_none(above))
			return at;
		at = above;
	}
	return ref;
}

static void add_raw(struct making *m, const struct raw *raw)
{
	const struct index *index = m->v->index;
	if (!raw_key(m->v, raw).n)
		return;
	switch (m->v->facet.type) {
	case FACET_PROVINCE: add_ref(m, province_of(index, raw->ref)); return;
	case FACET_CHAIN: add_ref(m, read_ref(index, raw->ref, "chain")); return;
	case FACET_WHOLE:
		add_value(m, raw_key(m->v, raw),
			(struct facet_value){.number = raw->number, .ref = raw->ref, .text = raw->text});
		return;
	case FACET_YEAR:
	case FACET_FIELD: break;
	}
	switch (facet_field(&m->v->facet)->type) {
	case FIELD_ENUM:
	case FIELD_INTEGER:
	case FIELD_BOOL: add_number(m, raw->number); break;
	case FIELD_REF: add_ref(m, raw->ref); break;
	case FIELD_REFS:
		for (size_t i = 0; i < raw->refs.n; i++)
			add_ref(m, raw->refs.v[i]);
		break;
	case FIELD_LIST:
	case FIELD_ENUMS: add_items(m, raw->text); break;
	default: add_folded(m, raw->text);
	}
}

/* -- codes --------------------------------------------------------------------------------- */

enum { ROWS_AT_ONCE = 1 << 12 };

/* Number the raw values of all rows; returns a row for each code, which the caller frees. */
static uint32_t *number_rows(struct making *m)
{
	struct facet_values *v = m->v;
	ARRAY(uint32_t) samples = {0};
	v->codes = xmalloc((v->n_rows + 1) * sizeof *v->codes);
	memset(v->codes, UINT8_MAX, v->n_rows * sizeof *v->codes);
	for (uint32_t row = 0; row < v->n_rows; row++) {
		if (row % ROWS_AT_ONCE == 0 && halt_now())
			break;
		struct raw raw = raw_of_row(v, row);
		struct str key = raw_key(v, &raw);
		uint32_t code = (uint32_t)samples.n;
		if (!key.n)
			continue;
		if (!map_find(&m->numbers, key, &code)) {
			map_add(&m->numbers, arena_str(&v->arena, key), &code);
			array_push(&samples, row);
		}
		v->codes[row] = code;
	}
	v->n_codes = (uint32_t)samples.n;
	for (uint32_t row = 0; row < v->n_rows; row++)
		if (v->codes[row] == UINT32_MAX)
			v->codes[row] = v->n_codes;
	return samples.v;
}

static void make_lists(struct making *m, const uint32_t *samples)
{
	struct facet_values *v = m->v;
	array_push(&v->starts, 0);
	bool given_up = false;
	for (uint32_t code = 0; code < v->n_codes; code++) {
		given_up = given_up || (code % ROWS_AT_ONCE == 0 && halt_now());
		struct raw raw = samples ? raw_of_row(v, samples[code]) : raw_of_code(v, code);
		uint32_t before = (uint32_t)v->lists.n;
		if (!given_up)
			add_raw(m, &raw);
		if (v->lists.n == before)
			array_push(&v->lists, UINT32_MAX); /* has none: put right when the number of values is known */
		v->several |= v->lists.n > before + 1;
		array_push(&v->starts, (uint32_t)v->lists.n);
	}
	v->n = (uint32_t)v->values.n;
	array_push(&v->lists, v->n);
	array_push(&v->starts, (uint32_t)v->lists.n);
	for (size_t i = 0; i < v->lists.n; i++)
		if (v->lists.v[i] == UINT32_MAX)
			v->lists.v[i] = v->n;
}

/* -- together -------------------------------------------------------------------------------- */

static bool is_sources(const struct facet *facet)
{
	return facet->type == FACET_FIELD && facet_field(facet)->type == FIELD_REF &&
	       str_eq_c(str_from(facet_field(facet)->name), "source");
}

/* Whether a code of the index is the value itself. */
static bool is_direct(const struct facet *facet)
{
	enum field_type type = facet_field(facet)->type;
	return (facet->type == FACET_FIELD || facet->type == FACET_WHOLE) &&
	       (type == FIELD_ENUM || type == FIELD_BOOL || type == FIELD_REF);
}

struct facet_values *facet_values_new(const struct index *index, const struct facet *facet)
{
	struct facet_values *v = xcalloc(1, sizeof *v);
	struct making m = {.v = v};
	*v = (struct facet_values){.index = index, .facet = *facet, .n_rows = (uint32_t)index_count(index, facet->kind)};
	/* What follows from other records is not in the columns. */
	v->n_codes = facet->kind == KIND_TARGET ? 0 : index_codes_n(index, facet->kind, facet->field);
	if (is_sources(facet)) {
		facet_make_sources(v);
	} else if (facet->type == FACET_YEAR) {
		facet_make_years(v);
	} else if (v->n_codes && is_direct(facet)) {
		v->direct = true;
		v->n = v->n_codes;
	} else if (v->n_codes) {
		make_lists(&m, NULL);
	} else {
		uint32_t *samples = number_rows(&m);
		make_lists(&m, samples);
		free(samples);
	}
	map_release(&m.known);
	map_release(&m.numbers);
	strbuf_release(&m.key);
	return v;
}

void facet_values_free(struct facet_values *v)
{
	if (!v)
		return;
	free(v->codes);
	free(v->perhaps);
	array_release(&v->starts);
	array_release(&v->lists);
	array_release(&v->values);
	arena_release(&v->arena);
	free(v);
}

const struct facet *facet_values_facet(const struct facet_values *v)
{
	return &v->facet;
}

size_t facet_values_n(const struct facet_values *v)
{
	return v->n;
}

bool facet_values_several(const struct facet_values *v)
{
	return v->several;
}

struct facet_value facet_value_at(const struct facet_values *v, size_t value)
{
	const struct field *field = facet_field(&v->facet);
	if (!v->direct)
		return v->values.v[value];
	if (field->type == FIELD_REF)
		return (struct facet_value){.ref = ref_make((enum kind)__builtin_ctz(field->kinds), (uint32_t)value)};
	return (struct facet_value){.number = (int64_t)value, .ref = REF_NONE};
}

struct ref facet_record(const struct facet_values *v, size_t value)
{
	return value < v->n ? facet_value_at(v, value).ref : REF_NONE;
}

void facet_codes(const struct facet_values *v, uint32_t first, size_t n, uint32_t *out)
{
	if (v->codes) {
		memcpy(out, v->codes + first, n * sizeof *out);
		return;
	}
	/* A yes or no that is not given is a no. */
	uint32_t none = facet_field(&v->facet)->type == FIELD_BOOL ? 0 : v->n_codes;
	index_codes(v->index, v->facet.kind, v->facet.field, first, n, none, out);
}

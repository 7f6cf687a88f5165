/* The words of facets: their names, the labels of their values, and the filter terms that mean them. */
#include "facet_internal.h"

#include "index/lookup.h"
#include "index/read.h"
#include "query_internal.h"
#include "text/fold.h"
#include "text/nearest.h"
#include "text/utf8.h"

/* -- which there are ------------------------------------------------------------------------- */

/* Texts that are words of a short list in all but name; other texts tell nothing apart. */
static const struct {
	enum kind kind;
	const char *field;
} word_fields[] = {
	{KIND_INDICATOR, "unit"},
	{KIND_SOURCE, "publication"},
	{KIND_FACILITY, "type"},
	{KIND_FACILITY, "status"},
	{KIND_REQUEST, "status"},
	{KIND_PERSON, "organisation"},
	{KIND_CLAIM, "base_unit"},
	{KIND_PROJECT, "team"},
	{KIND_ASSESSMENT, "class"},
};

static bool is_word_field(enum kind kind, const struct field *field)
{
	for (size_t i = 0; i < sizeof word_fields / sizeof *word_fields; i++)
		if (word_fields[i].kind == kind && str_eq_c(str_from(field->name), word_fields[i].field))
			return true;
	return false;
}

static bool names_kind(const struct field *field, enum kind kind)
{
	return field->type == FIELD_REF && field->kinds == UINT32_C(1) << kind;
}

/* What tells most stands first; -1: tells nothing. */
static int rank_of(enum kind kind, const struct field *field)
{
	enum { CODES, ZONES, PLACES, RECORDS, WORDS, DATES, ORIGINS, NONE = -1 };
	if (field->flags & FIELD_HIDDEN)
		return NONE;
	switch (field->type) {
	case FIELD_ENUM:
	case FIELD_ENUMS: return CODES;
	case FIELD_REF:
		if (names_kind(field, KIND_SOURCE))
			return ORIGINS;
		if (names_kind(field, kind)) /* as many parents as records */
			return NONE;
		if (names_kind(field, KIND_ZONE))
			return ZONES;
		if (names_kind(field, KIND_REGION) || names_kind(field, KIND_STAGE))
			return PLACES;
		return index_only_kind(field) < KIND_COUNT && !names_kind(field, KIND_CLAIM) ? RECORDS : NONE;
	case FIELD_REFS: return RECORDS;
	case FIELD_LIST: return str_eq_c(str_from(field->name), "short_names") ? NONE : WORDS;
	case FIELD_TEXT: return is_word_field(kind, field) ? WORDS : NONE;
	case FIELD_PERIOD: return DATES;
	case FIELD_BOOL: return ORIGINS;
	default: return NONE;
	}
}

size_t facets_of(enum kind kind, struct facet out[FACETS_MAX])
{
	enum { RANKS = 7 };
	const struct fields *fields = &fields_of[kind];
	size_t n = 0;
	for (int rank = 0; rank < RANKS; rank++)
		for (size_t f = 0; f < fields->n; f++) {
			const struct field *field = &fields->v[f];
			if (rank_of(kind, field) != rank)
				continue;
			enum facet_type type = field->type == FIELD_PERIOD ? FACET_YEAR : FACET_FIELD;
			if (names_kind(field, KIND_REGION) && kind != KIND_REGION)
				out[n++] = (struct facet){FACET_PROVINCE, kind, f};
			if (names_kind(field, KIND_STAGE) && kind == KIND_PROJECT)
				out[n++] = (struct facet){FACET_CHAIN, kind, f};
			out[n++] = (struct facet){type, kind, f};
		}
	return n;
}

static const struct {
	const char *name, *zh, *en, *short_zh;
} derived[] = {
	[FACET_PROVINCE] = {"province", "省份", "province", "省"},
	[FACET_CHAIN] = {"chain", "产业链", "chain", "链"},
};

static bool is_derived(const struct facet *facet)
{
	return facet->type == FACET_PROVINCE || facet->type == FACET_CHAIN;
}

/* What is no field of the records goes by as many words as a field does. */
static bool is_called(const struct facet *facet, struct str name)
{
	enum { LEAST_LETTERS = 3 };
	if (str_eq(name, facet_name(facet)) || str_eq(name, facet_title(facet, true)))
		return true;
	return is_derived(facet)
		&& (str_eq_c(name, derived[facet->type].short_zh) || (name.n >= LEAST_LETTERS && str_starts(facet_name(facet), name))
			|| lookup_names(facet_title(facet, true), name, false) >= PINYIN_INITIALS);
}

static bool find_facet(struct str name, enum kind kind, struct facet *out)
{
	struct facet all[FACETS_MAX];
	size_t n = facets_of(kind, all);
	for (size_t i = 0; i < n; i++)
		if (is_called(&all[i], name)) {
			*out = all[i];
			return true;
		}
	return false;
}

/* One that is no field, where a name is nearly its. */
static void refuse_derived(struct str name, enum kind kind, struct err *err)
{
	struct facet all[FACETS_MAX];
	struct text_nearest nearest;
	text_nearest_init(&nearest, name);
	for (size_t i = 0, n = facets_of(kind, all); i < n; i++)
		if (is_derived(&all[i]))
			text_nearest_try(&nearest, facet_name(&all[i]));
	if (!nearest.name.n)
		return;
	*err = (struct err){.chinese = err->chinese};
	FAULT_AT(err, "argument", 1, FAULT_FIELD_NEAR, name, str_from(kinds[kind].plural), nearest.name);
}

bool facet_parse(struct str name, enum kind kind, const struct index *index, struct facet *out, struct err *err)
{
	struct name found;
	if (find_facet(name, kind, out))
		return true;
	if (!name_find(name, &(struct name_place){kind, index, "argument", 1}, &found, err)) {
		refuse_derived(name, kind, err);
		return false;
	}
	bool dates = found.type == NAME_FIELD && fields_of[kind].v[found.field].type == FIELD_PERIOD;
	*out = (struct facet){dates ? FACET_YEAR : FACET_FIELD, kind, found.field};
	return found.type == NAME_FIELD || FAULT_AT(err, "argument", 1, FAULT_FIGURE_BY, name);
}

struct str facet_name(const struct facet *facet)
{
	return str_from(is_derived(facet) ? derived[facet->type].name : facet_field(facet)->name);
}

struct str facet_title(const struct facet *facet, bool chinese)
{
	if (is_derived(facet))
		return str_from(chinese ? derived[facet->type].zh : derived[facet->type].en);
	return str_from(chinese ? facet_field(facet)->zh : facet_field(facet)->en);
}

bool facet_same(const struct facet *a, const struct facet *b)
{
	return a->type == b->type && a->kind == b->kind && a->field == b->field;
}

/* -- labels --------------------------------------------------------------------------------------- */

static const struct enum_code *code_of(const struct facet_values *v, int64_t number)
{
	const struct enum_info *info = &enums[facet_field(&v->facet)->enumeration];
	return number >= 0 && (uint64_t)number < info->n ? &info->v[number] : NULL;
}

static bool is_code(const struct facet_values *v)
{
	enum field_type type = facet_field(&v->facet)->type;
	return type == FIELD_ENUM || (type == FIELD_ENUMS && v->facet.type == FACET_FIELD);
}

void facet_label(const struct facet_values *v, size_t value, bool chinese, struct strbuf *out)
{
	if (value >= v->n)
		return;
	struct facet_value x = facet_value_at(v, value);
	const struct enum_code *code = is_code(v) ? code_of(v, x.number) : NULL;
	if (!ref_none(x.ref))
		strbuf_add(out, index_short_name(v->index, x.ref));
	else if (code)
		strbuf_add_c(out, chinese ? code->zh : code->en);
	else if (facet_field(&v->facet)->type == FIELD_BOOL)
		strbuf_add_c(out, chinese ? (x.number ? "是" : "否") : (x.number ? "yes" : "no"));
	else if (x.text.n)
		strbuf_add(out, x.text);
	else
		strbuf_printf(out, "%lld", (long long)x.number);
}

void facet_code(const struct facet_values *v, size_t value, struct strbuf *out)
{
	if (value >= v->n)
		return;
	struct facet_value x = facet_value_at(v, value);
	if (!ref_none(x.ref))
		strbuf_add(out, index_id(v->index, x.ref));
	else if (is_code(v))
		strbuf_add_c(out, code_of(v, x.number)->code);
	else if (x.text.n)
		strbuf_add(out, x.text);
	else
		strbuf_printf(out, "%lld", (long long)x.number);
}

int facet_compare(const struct facet_values *v, size_t a, size_t b)
{
	if (a >= v->n || b >= v->n)
		return (int)(a >= v->n) - (int)(b >= v->n);
	struct facet_value x = facet_value_at(v, a), y = facet_value_at(v, b);
	if (!ref_none(x.ref) && !ref_none(y.ref)) {
		uint32_t i = index_name_rank(v->index, x.ref), j = index_name_rank(v->index, y.ref);
		return i < j ? -1 : i > j;
	}
	if (x.number != y.number)
		return x.number < y.number ? -1 : 1;
	struct strbuf keys[2] = {0};
	pinyin_sort_key(x.text, &keys[0]);
	pinyin_sort_key(y.text, &keys[1]);
	int order = str_cmp(strbuf_str(&keys[0]), strbuf_str(&keys[1]));
	strbuf_release(&keys[0]);
	strbuf_release(&keys[1]);
	return order;
}

bool facet_matches(const struct facet_values *v, size_t value, bool chinese, struct str word)
{
	struct strbuf label = {0}, folded = {0};
	struct ref ref = facet_record(v, value);
	facet_label(v, value, chinese, &label);
	text_fold(word, &folded);
	bool matches = folded.n && (lookup_contains(strbuf_str(&label), strbuf_str(&folded)) ||
		(!ref_none(ref) && lookup_contains(index_name(v->index, ref), strbuf_str(&folded))));
	strbuf_release(&label);
	strbuf_release(&folded);
	return matches;
}

/* -- terms ------------------------------------------------------------------------------------------- */

/* Characters that stand for themselves in a value; the language reads full-width signs like ASCII ones. */
static bool is_plain(struct str text)
{
	for (size_t at = 0; at < text.n;) {
		uint32_t c = utf8_next(text, &at);
		bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
		bool inner = (c == '-' || c == '.' || c == ':') && at > 1;
		if (c < 0x80 ? !word && !inner : c < 0x2E80 || c == 0x3000 || (c >= 0xFF01 && c <= 0xFF5E))
			return false;
	}
	return text.n > 0;
}

static bool add_term(struct str name, char op, struct str value, struct strbuf *out)
{
	/* nothing between quotes can say one of them */
	if (str_find_byte(value, '"', 0) >= 0 || !str_trim(value).n)
		return false;
	strbuf_printf(out, is_plain(value) ? "%.*s%c%.*s" : "%.*s%c\"%.*s\"", STR_ARG(name), op, STR_ARG(value));
	return true;
}

bool facet_record_term(const struct index *index, struct str name, struct ref ref, uint32_t allowed, struct strbuf *out)
{
	struct str label = index_short_name(index, ref);
	struct lookup_hits found;
	if (is_plain(label)) {
		lookup_reference(index, label, allowed, &found);
		bool alone = found.n == 1 && ref_eq(found.v[0].ref, ref);
		lookup_release(&found);
		if (alone)
			return add_term(name, '=', label, out);
	}
	return add_term(name, '=', index_id(index, ref), out);
}

static bool add_value_term(const struct facet_values *v, size_t value, bool chinese, struct strbuf *out)
{
	const struct field *field = facet_field(&v->facet);
	struct str name = str_from(field->name);
	if (value >= v->n) {
		strbuf_printf(out, "missing:%s", field->name);
		return true;
	}
	struct facet_value x = facet_value_at(v, value);
	const struct enum_code *code = is_code(v) ? code_of(v, x.number) : NULL;
	if (v->facet.type == FACET_PROVINCE) {
		/* Above the provinces only the record itself is meant, not all that is part of it. */
		bool above = read_number(v->index, x.ref, "level") >
			     enum_parse(ENUM_REGION_LEVEL, STR("province"));
		strbuf_printf(out, "%s%c%.*s", field->name, above ? '=' : ':', STR_ARG(index_id(v->index, x.ref)));
		return true;
	}
	if (v->facet.type == FACET_CHAIN)
		return facet_record_term(v->index, STR("chain"), x.ref, UINT32_C(1) << KIND_CHAIN, out);
	if (!ref_none(x.ref))
		return facet_record_term(v->index, name, x.ref, field->kinds, out);
	if (code)
		return add_term(name, ':', str_from(chinese ? code->zh : code->code), out);
	if (field->type == FIELD_BOOL)
		return add_term(name, ':', x.number ? STR("true") : STR("false"), out);
	if (x.text.n)
		return add_term(name, '=', x.text, out);
	strbuf_printf(out, "%s%c%lld", field->name, v->facet.type == FACET_YEAR ? ':' : '=', (long long)x.number);
	return true;
}

bool facet_term(const struct facet_values *v, size_t value, bool chinese, struct strbuf *out)
{
	size_t before = out->n;
	if (add_value_term(v, value, chinese, out))
		return true;
	strbuf_truncate(out, before);
	return false;
}

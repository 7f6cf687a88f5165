/*
 * Building what look-ups run on: the folded texts with their readings, and three kinds of
 * postings over them that give the candidates for a word. Candidates are always checked
 * against the text itself, so a posting may list too many entries, never too few.
 *
 *	chars      the character itself, of names, short names and searched fields
 *	syllables  every reading of every character, of names and short names
 *	pairs      of neighbours: the class of the first letter (any reading) of one
 *	           character and of the next, of names and short names
 */
#include "index_internal.h"

#include "base/strbuf.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* -- entries ------------------------------------------------------------------------- */

struct gathering {
	struct index *index;
	ARRAY(uint32_t) owners;
	ARRAY(uint8_t) types;
	ARRAY(uint8_t) fields;
	ARRAY(int64_t) raw_starts;
	ARRAY(int64_t) raw_bytes;
	ARRAY(int64_t) text_ends;
	ARRAY(int64_t) reading_ends;
	ARRAY(syllable) readings;
	ARRAY(char) initials;
	struct strbuf text;
};

/* The first letters of a name's readings: struct search, initials. */
static void make_initials(struct str text, const syllable *readings, char *out)
{
	for (size_t at = 0, i = 0; at < text.n; i++) {
		uint32_t c = utf8_next(text, &at);
		bool latin = c == ' ' || (c >= 'a' && c <= 'z');
		out[i] = readings[i] ? syllable_str(readings[i]).p[0] : latin ? 1 : 2;
	}
}

static void add_entry(
	struct gathering *g, uint32_t owner, enum entry_type type, size_t field, const char *column, struct str raw)
{
	size_t before = g->text.n;
	text_fold(raw, &g->text);
	struct str folded = str_sub(strbuf_str(&g->text), before, g->text.n - before);
	if (!folded.n)
		return;
	array_push(&g->owners, owner);
	array_push(&g->types, (uint8_t)type);
	array_push(&g->fields, (uint8_t)field);
	array_push(&g->raw_starts, raw.p - column);
	array_push(&g->raw_bytes, (int64_t)raw.n);
	array_push(&g->text_ends, (int64_t)g->text.n);
	if (type == ENTRY_NAME || type == ENTRY_SHORT) {
		array_reserve(&g->readings, g->readings.n + folded.n);
		size_t n = pinyin_text(folded, g->readings.v + g->readings.n);
		array_reserve(&g->initials, g->initials.n + n);
		make_initials(folded, g->readings.v + g->readings.n, g->initials.v + g->initials.n);
		g->readings.n += n;
		g->initials.n += n;
	}
	array_push(&g->reading_ends, (int64_t)g->readings.n);
}

struct searched_field {
	size_t field;
	enum entry_type type;
	bool list;
};

static size_t searched_fields(enum kind kind, struct searched_field out[FIELDS_MAX])
{
	size_t n = 0;
	for (size_t f = 1; f < fields_of[kind].n; f++) {
		const struct field *field = &fields_of[kind].v[f];
		if (!(field->flags & FIELD_SEARCHED))
			continue;
		struct str name = str_from(field->name);
		enum entry_type type = str_eq_c(name, "name") ? ENTRY_NAME : str_eq_c(name, "short_names") ? ENTRY_SHORT :
			str_eq_c(name, "code") ? ENTRY_CODE : ENTRY_FIELD;
		out[n++] = (struct searched_field){f, type, field->type == FIELD_LIST};
	}
	return n;
}

static void gather_row(
	struct gathering *g, const struct index_table *t, uint32_t row, const struct searched_field *fields, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct index_column *c = &t->columns[fields[i].field];
		struct str rest = index_column_text(c, row), element;
		if (!rest.n)
			continue;
		if (!fields[i].list)
			add_entry(g, t->base + row, fields[i].type, fields[i].field, SECTION_V(char, c->bytes), rest);
		else
			while (index_list_next(&rest, &element))
				add_entry(g, t->base + row, fields[i].type, fields[i].field, SECTION_V(char, c->bytes), element);
	}
}

static void gather(struct gathering *g, int64_t *row_starts)
{
	struct searched_field fields[FIELDS_MAX];
	for (int k = 0; k < KIND_COUNT; k++) {
		const struct index_table *t = &g->index->tables[k];
		size_t n = searched_fields((enum kind)k, fields);
		for (uint32_t row = 0; row < t->n; row++) {
			row_starts[t->base + row] = (int64_t)g->owners.n;
			gather_row(g, t, row, fields, n);
		}
	}
	row_starts[g->index->n_rows] = (int64_t)g->owners.n;
}

/* -- postings --------------------------------------------------------------------------- */

/* Fills postings in two passes over the same calls of post(): counting, then writing. */
struct poster {
	uint64_t *starts;  /* n_keys + 1 */
	uint32_t *entries;
	uint32_t *last;    /* by key: 1 + the entry posted last, so that an entry stands once */
	uint64_t *at;      /* by key, when writing: where the next entry goes */
	uint32_t n_keys;
};

static void poster_init(struct poster *p, uint32_t n_keys)
{
	*p = (struct poster){.starts = xcalloc((size_t)n_keys + 1, sizeof *p->starts), .last = xcalloc(n_keys, sizeof *p->last),
		.n_keys = n_keys};
}

static void poster_turn(struct poster *p)
{
	for (uint32_t i = 0; i < p->n_keys; i++)
		p->starts[i + 1] += p->starts[i];
	p->entries = xmalloc((size_t)p->starts[p->n_keys] * sizeof *p->entries);
	p->at = xmalloc(p->n_keys * sizeof *p->at);
	memcpy(p->at, p->starts, p->n_keys * sizeof *p->at);
	memset(p->last, 0, p->n_keys * sizeof *p->last);
}

static void poster_finish(struct poster *p, struct postings *out)
{
	out->entries = section_plain(p->entries, (size_t)p->starts[p->n_keys], sizeof *p->entries);
	out->starts = section_plain(p->starts, (size_t)p->n_keys + 1, sizeof *p->starts);
	free(p->last);
	free(p->at);
}

static inline void post(struct poster *p, uint32_t key, uint32_t entry)
{
	if (p->last[key] == entry + 1)
		return;
	p->last[key] = entry + 1;
	if (p->at)
		p->entries[p->at[key]++] = entry;
	else
		p->starts[key + 1]++;
}

struct posters {
	struct poster chars, syllables, pairs;
};

/* The distinct initial classes of a character read as `reading` here: at most 8. */
struct classes {
	uint8_t v[8];
	size_t n;
};

static void add_class(struct classes *classes, uint32_t class)
{
	for (size_t i = 0; i < classes->n; i++)
		if (classes->v[i] == class)
			return;
	if (classes->n < sizeof classes->v)
		classes->v[classes->n++] = (uint8_t)class;
}

static void post_reading(struct posters *p, syllable s, uint32_t entry, struct classes *classes)
{
	if (!s)
		return;
	add_class(classes, search_initial_class((unsigned char)syllable_str(s).p[0]));
	post(&p->syllables, s, entry);
}

static void post_name(struct posters *p, struct str text, const syllable *readings, uint32_t entry)
{
	struct classes before = {0};
	for (size_t at = 0, i = 0; at < text.n; i++) {
		const syllable *all;
		struct classes classes = {0};
		uint32_t c = utf8_next(text, &at);
		size_t n_all = pinyin_char(c, &all);
		post(&p->chars, search_char_key(c), entry);
		if (c == ' ')
			continue; /* matching by pinyin passes over blanks */
		post_reading(p, readings[i], entry, &classes);
		for (size_t j = 0; j < n_all; j++)
			post_reading(p, all[j], entry, &classes);
		if (!classes.n)
			add_class(&classes, search_initial_class(c));
		for (size_t a = 0; a < before.n; a++)
			for (size_t b = 0; b < classes.n; b++)
				post(&p->pairs, before.v[a] * (uint32_t)INITIAL_CLASSES + classes.v[b], entry);
		before = classes;
	}
}

static void post_all(const struct search *s, struct posters *p)
{
	const uint8_t *types = SECTION_V(uint8_t, s->types);
	for (uint32_t e = 0; e < s->types.n; e++) {
		struct str text = search_text(s, e);
		size_t n;
		if (types[e] == ENTRY_FIELD)
			for (size_t at = 0; at < text.n;)
				post(&p->chars, search_char_key(utf8_next(text, &at)), e);
		else if (types[e] != ENTRY_CODE)
			post_name(p, text, search_readings(s, e, &n), e);
	}
}

static void make_postings(struct search *s, uint32_t n_syllables)
{
	struct posters p;
	poster_init(&p.chars, CHAR_KEYS);
	poster_init(&p.syllables, n_syllables);
	poster_init(&p.pairs, INITIAL_CLASSES * INITIAL_CLASSES);
	post_all(s, &p);
	poster_turn(&p.chars);
	poster_turn(&p.syllables);
	poster_turn(&p.pairs);
	post_all(s, &p);
	poster_finish(&p.chars, &s->chars);
	poster_finish(&p.syllables, &s->syllables);
	poster_finish(&p.pairs, &s->pairs);
}

/* -- codes ---------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b, void *context)
{
	const struct search *s = context;
	const uint32_t *x = a, *y = b;
	int order = str_cmp(search_text(s, *x), search_text(s, *y));
	return order ? order : *x < *y ? -1 : *x > *y;
}

static void make_codes(struct search *s)
{
	const uint8_t *types = SECTION_V(uint8_t, s->types);
	ARRAY(uint32_t) codes = {0};
	for (uint32_t e = 0; e < s->types.n; e++)
		if (types[e] == ENTRY_CODE)
			array_push(&codes, e);
	if (codes.n)
		qsort_r(codes.v, codes.n, sizeof *codes.v, by_text, s);
	s->codes = section_plain(codes.v, codes.n, sizeof *codes.v);
}

/* -- context ----------------------------------------------------------------------------------- */

size_t index_context_of(const struct index *index, struct ref ref, struct ref out[CONTEXT_MAX], size_t *n_direct)
{
	enum kind kind = ref_kind(ref);
	size_t n = 0;
	for (size_t i = 0; i < index->n_context[kind]; i++) {
		struct ref r = index_column_ref(&index->tables[kind].columns[index->context[kind][i]], ref_row(ref));
		if (!ref_none(r))
			out[n++] = r;
	}
	*n_direct = n;
	bool has_zone = false;
	for (size_t i = 0; i < *n_direct; i++)
		has_zone |= ref_kind(out[i]) == KIND_ZONE;
	for (size_t i = 0; i < *n_direct; i++) {
		enum kind k = ref_kind(out[i]);
		if (k == KIND_ZONE || k == KIND_REGION)
			continue;
		for (size_t j = 0; j < index->n_context[k] && n < CONTEXT_MAX; j++) {
			struct ref r = index_column_ref(&index->tables[k].columns[index->context[k][j]], ref_row(out[i]));
			if (!ref_none(r) && (ref_kind(r) == KIND_CHAIN || (ref_kind(r) == KIND_ZONE && !has_zone)))
				out[n++] = r;
		}
	}
	return n;
}

/* -- all of it ------------------------------------------------------------------------------------ */

static struct section pack_and_free(int64_t *numbers, size_t n)
{
	struct section s = section_pack(numbers, n);
	free(numbers);
	return s;
}

void index_make_search(struct index *index)
{
	struct gathering g = {.index = index};
	struct search *s = &index->search;
	int64_t *row_starts = xmalloc(((size_t)index->n_rows + 1) * sizeof *row_starts);
	gather(&g, row_starts);
	s->row_starts = pack_and_free(row_starts, (size_t)index->n_rows + 1);
	s->owners = section_plain(g.owners.v, g.owners.n, sizeof *g.owners.v);
	s->types = section_plain(g.types.v, g.types.n, 1);
	s->fields = section_plain(g.fields.v, g.fields.n, 1);
	s->raw_starts = pack_and_free(g.raw_starts.v, g.raw_starts.n);
	s->raw_bytes = pack_and_free(g.raw_bytes.v, g.raw_bytes.n);
	s->text_ends = pack_and_free(g.text_ends.v, g.text_ends.n);
	s->reading_ends = pack_and_free(g.reading_ends.v, g.reading_ends.n);
	s->text = section_plain(g.text.p, g.text.n, 1);
	s->readings = section_plain(g.readings.v, g.readings.n, sizeof *g.readings.v);
	s->initials = section_plain(g.initials.v, g.initials.n, 1);
	make_codes(s);
	make_postings(s, index->n_syllables);
}

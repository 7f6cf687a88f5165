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
	ARRAY(uint32_t) raw_starts;
	ARRAY(uint32_t) raw_bytes;
	ARRAY(uint32_t) text_ends;
	ARRAY(uint32_t) reading_ends;
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
	array_push(&g->raw_starts, (uint32_t)(raw.p - column));
	array_push(&g->raw_bytes, (uint32_t)raw.n);
	array_push(&g->text_ends, (uint32_t)g->text.n);
	if (type == ENTRY_NAME || type == ENTRY_SHORT) {
		array_reserve(&g->readings, g->readings.n + folded.n);
		size_t n = pinyin_text(folded, g->readings.v + g->readings.n);
		array_reserve(&g->initials, g->initials.n + n);
		make_initials(folded, g->readings.v + g->readings.n, g->initials.v + g->initials.n);
		g->readings.n += n;
		g->initials.n += n;
	}
	array_push(&g->reading_ends, (uint32_t)g->readings.n);
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
			add_entry(g, t->base + row, fields[i].type, fields[i].field, c->bytes, rest);
		else
			while (index_list_next(&rest, &element))
				add_entry(g, t->base + row, fields[i].type, fields[i].field, c->bytes, element);
	}
}

static void gather(struct gathering *g, uint32_t *row_starts)
{
	struct searched_field fields[FIELDS_MAX];
	for (int k = 0; k < KIND_COUNT; k++) {
		const struct index_table *t = &g->index->tables[k];
		size_t n = searched_fields((enum kind)k, fields);
		for (uint32_t row = 0; row < t->n; row++) {
			row_starts[t->base + row] = (uint32_t)g->owners.n;
			gather_row(g, t, row, fields, n);
		}
	}
	row_starts[g->index->n_rows] = (uint32_t)g->owners.n;
}

/* -- postings --------------------------------------------------------------------------- */

/* Fills postings in two passes over the same calls of post(): counting, then writing. */
struct poster {
	struct postings *postings;
	uint32_t *last; /* by key: 1 + the entry posted last, so that an entry stands once */
	uint32_t *at;   /* by key, when writing: where the next entry goes */
};

static void poster_init(struct poster *p, struct postings *postings, uint32_t n_keys)
{
	*postings = (struct postings){.n_keys = n_keys, .starts = xcalloc((size_t)n_keys + 1, sizeof(uint32_t))};
	*p = (struct poster){postings, xcalloc(n_keys, sizeof(uint32_t)), NULL};
}

static void poster_turn(struct poster *p)
{
	struct postings *o = p->postings;
	for (uint32_t i = 0; i < o->n_keys; i++)
		o->starts[i + 1] += o->starts[i];
	o->entries = xmalloc(o->starts[o->n_keys] * sizeof *o->entries);
	p->at = xmalloc(o->n_keys * sizeof *p->at);
	memcpy(p->at, o->starts, o->n_keys * sizeof *p->at);
	memset(p->last, 0, o->n_keys * sizeof *p->last);
}

static void poster_release(struct poster *p)
{
	free(p->last);
	free(p->at);
}

static inline void post(struct poster *p, uint32_t key, uint32_t entry)
{
	if (p->last[key] == entry + 1)
		return;
	p->last[key] = entry + 1;
	if (p->at)
		p->postings->entries[p->at[key]++] = entry;
	else
		p->postings->starts[key + 1]++;
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
	for (uint32_t e = 0; e < s->n; e++) {
		struct str text = search_text(s, e);
		size_t n;
		if (s->types[e] == ENTRY_FIELD)
			for (size_t at = 0; at < text.n;)
				post(&p->chars, search_char_key(utf8_next(text, &at)), e);
		else if (s->types[e] != ENTRY_CODE)
			post_name(p, text, search_readings(s, e, &n), e);
	}
}

static void make_postings(struct search *s)
{
	struct posters p;
	for (s->n_syllables = 1; syllable_str((syllable)s->n_syllables).n;)
		s->n_syllables++;
	poster_init(&p.chars, &s->chars, CHAR_KEYS);
	poster_init(&p.syllables, &s->syllables, s->n_syllables);
	poster_init(&p.pairs, &s->pairs, INITIAL_CLASSES * INITIAL_CLASSES);
	post_all(s, &p);
	poster_turn(&p.chars);
	poster_turn(&p.syllables);
	poster_turn(&p.pairs);
	post_all(s, &p);
	poster_release(&p.chars);
	poster_release(&p.syllables);
	poster_release(&p.pairs);
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
	for (uint32_t e = 0; e < s->n; e++)
		s->n_codes += s->types[e] == ENTRY_CODE;
	s->codes = xmalloc(s->n_codes * sizeof *s->codes);
	for (uint32_t e = 0, n = 0; e < s->n; e++)
		if (s->types[e] == ENTRY_CODE)
			s->codes[n++] = e;
	qsort_r(s->codes, s->n_codes, sizeof *s->codes, by_text, s);
}

/* -- context ----------------------------------------------------------------------------------- */

static void make_context(struct index *index)
{
	static const char *const lending[] = {
		"zone",
		"park",
		"chain",
		"stage",
		"owner",
		"project",
		"enterprise",
		"subject",
		"indicator",
		"from",
		"to",
		"a",
		"b",
		"region",
		"lead",
		"claim",
		"about",
	};
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t i = 0; i < sizeof lending / sizeof *lending; i++) {
			int f = field_find((enum kind)k, str_from(lending[i]));
			if (f >= 0 && fields_of[k].v[f].type == FIELD_REF && index->n_context[k] < CONTEXT_FIELDS_MAX)
				index->context[k][index->n_context[k]++] = (uint8_t)f;
		}
}

size_t index_context_of(const struct index *index, struct ref ref, struct ref out[CONTEXT_MAX], size_t *n_direct)
{
	enum kind kind = ref_kind(ref);
	size_t n = 0;
	for (size_t i = 0; i < index->n_context[kind]; i++) {
		struct ref r = index->tables[kind].columns[index->context[kind][i]].refs[ref_row(ref)];
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
			struct ref r = index->tables[k].columns[index->context[k][j]].refs[ref_row(out[i])];
			if (!ref_none(r) && (ref_kind(r) == KIND_CHAIN || (ref_kind(r) == KIND_ZONE && !has_zone)))
				out[n++] = r;
		}
	}
	return n;
}

/* -- all of it ------------------------------------------------------------------------------------ */

void index_make_search(struct index *index)
{
	struct gathering g = {.index = index};
	struct search *s = &index->search;
	array_reserve(&g.readings, 1);
	array_reserve(&g.initials, 1);
	s->row_starts = xmalloc(((size_t)index->n_rows + 1) * sizeof *s->row_starts);
	gather(&g, s->row_starts);
	s->n = (uint32_t)g.owners.n;
	s->owners = g.owners.v;
	s->types = g.types.v;
	s->fields = g.fields.v;
	s->raw_starts = g.raw_starts.v;
	s->raw_bytes = g.raw_bytes.v;
	s->text_ends = g.text_ends.v;
	s->text = strbuf_detach(&g.text);
	s->reading_ends = g.reading_ends.v;
	s->readings = g.readings.v;
	s->initials = g.initials.v;
	make_context(index);
	make_codes(s);
	make_postings(s);
}

static void postings_release(struct postings *postings)
{
	free(postings->starts);
	free(postings->entries);
}

void search_release(struct search *s)
{
	free(s->row_starts);
	free(s->owners);
	free(s->types);
	free(s->fields);
	free(s->raw_starts);
	free(s->raw_bytes);
	free(s->text_ends);
	free(s->text);
	free(s->reading_ends);
	free(s->readings);
	free(s->initials);
	free(s->codes);
	postings_release(&s->chars);
	postings_release(&s->syllables);
	postings_release(&s->pairs);
}

#include "query/complete.h"

#include "index/codes.h"
#include "index/lookup.h"
#include "index/read.h"
#include "query/facet.h"
#include "complete_internal.h"
#include "facet_internal.h"
#include "query_internal.h"
#include "step_internal.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

struct completing {
	const struct index *index;
	enum kind kind;
	const uint64_t *rows;  /* those that are counted at all; NULL: all */
	bool chinese;
	size_t most;
	struct completions *out;
	struct str text, rest; /* the query; what stands behind the cursor */
	struct typed_term at;  /* the term at the cursor */
	struct str word;       /* what is typed of its name or value, folded */
};

/* -- offers --------------------------------------------------------------------------------------- */

static void offer(struct completing *c, struct completion completion)
{
	completion.text = arena_str(&c->out->arena, completion.text);
	completion.label = arena_str(&c->out->arena, completion.label);
	for (size_t i = 0; i < c->out->n; i++)
		if (str_eq(c->out->v[i].text, completion.text))
			return;
	if (c->out->n < c->most)
		array_push(c->out, completion);
}

/* A name that the word begins, in the script in which it is typed. */
static void offer_name(struct completing *c, struct str en, struct str zh, const char *behind)
{
	struct str script = str_starts(en, c->word) ? en : zh;
	if (c->word.n && !str_starts(en, c->word) && lookup_names(zh, c->word, true) < PINYIN_INITIALS)
		return;
	if (!c->word.n && c->chinese)
		script = zh;
	struct str other = script.p == en.p ? zh : en;
	struct str text = arena_printf(&c->out->arena, "%.*s%s", STR_ARG(script), behind);
	offer(c, (struct completion){.text = text, .label = other});
}

static void offer_fields(struct completing *c, const char *behind)
{
	const struct fields *fields = &fields_of[c->kind];
	for (size_t f = 1; f < fields->n; f++)
		if (!(fields->v[f].flags & FIELD_HIDDEN))
			offer_name(c, str_from(fields->v[f].name), str_from(fields->v[f].zh), behind);
}

/* Those that lists of the kind show. */
static void offer_main_indicators(struct completing *c, const char *behind)
{
	for (const char *const *code = kind_figures[c->kind]; *code; code++) {
		struct ref indicator = index_indicator(c->index, str_from(*code));
		if (!ref_none(indicator))
			offer_name(c, str_from(*code), index_name(c->index, indicator), behind);
	}
}

/* All of them, once a letter says which. */
static void offer_indicators(struct completing *c, const char *behind)
{
	for (uint32_t row = 0; c->word.n && row < index_count(c->index, KIND_INDICATOR); row++) {
		struct ref indicator = ref_make(KIND_INDICATOR, row);
		offer_name(c, read_slug(c->index, indicator), index_name(c->index, indicator), behind);
	}
}

/* What the language knows about a kind; match is a column of the answer only. */
static bool name_applies(enum kind kind, enum name_type type)
{
	return type != NAME_MATCH && (type != NAME_IS || kind == KIND_CHAIN || kind == KIND_STAGE);
}

/* -- values ---------------------------------------------------------------------------------------- */

/* The other terms as a query; NULL: they are none. */
static struct query *other_terms(const struct completing *c)
{
	struct strbuf text = {0};
	struct err err = ERR_INIT;
	size_t end = c->at.term;
	while (c->at.excluded && end && !typed_gap((unsigned char)c->text.p[end - 1]))
		end--;
	strbuf_add(&text, str_sub(c->text, 0, end));
	strbuf_add_byte(&text, ' ');
	strbuf_add(&text, c->rest);
	struct query *query = query_parse(strbuf_str(&text), c->kind, c->index, &err);
	strbuf_release(&text);
	return query;
}

/* The rows of the other terms, perhaps included; yes NULL: all. */
static void select_others(const struct completing *c, struct query_set *set, size_t *n_rows)
{
	struct query *others = other_terms(c);
	size_t n = index_count(c->index, c->kind), words = bits_room(n);
	*set = (struct query_set){0};
	if (others)
		query_select(others, set);
	query_free(others);
	for (size_t w = 0; set->yes && w < words; w++)
		set->yes[w] = (set->yes[w] | set->perhaps[w]) & (c->rows ? c->rows[w] : UINT64_MAX);
	if (!set->yes && c->rows) {
		set->yes = xmalloc(words * sizeof *set->yes);
		memcpy(set->yes, c->rows, words * sizeof *set->yes);
	}
	*n_rows = set->yes ? 0 : n;
	for (size_t w = 0; set->yes && w < words; w++)
		*n_rows += bits_count(set->yes[w]);
}

/* What takes the place of a term for a value: the name as typed, then operator and value of the term; of a list only the value. */
static struct str term_text(struct completing *c, struct str term)
{
	size_t at = 0;
	while (at < term.n && term.p[at] != ':' && term.p[at] != '=')
		at++;
	struct str tail = str_sub(term, at + c->at.listed, term.n);
	struct str name = c->at.listed ? (struct str){0} : str_sub(c->text, c->at.term, c->at.op - c->at.term);
	return arena_printf(&c->out->arena, "%.*s%.*s", STR_ARG(name), STR_ARG(tail));
}

struct candidate {
	uint32_t value, n;
};

/* Keep the candidate among the `most` with the most rows; equal ones as they come. */
static void keep_candidate(struct candidate *v, size_t *n, size_t most, struct candidate one)
{
	size_t at = *n < most ? (*n)++ : most;
	if (!most || (at == most && v[most - 1].n >= one.n))
		return;
	at = at == most ? most - 1 : at;
	for (; at && v[at - 1].n < one.n; at--)
		v[at] = v[at - 1];
	v[at] = one;
}

static void offer_counted(struct completing *c, struct str term, struct str label, size_t n, size_t n_rows)
{
	offer(c, (struct completion){term_text(c, term), label, c->at.excluded ? n_rows - n : n, true});
}

/* The records of a kind that the word names; bits NULL: nothing was typed yet, all are meant. */
static void find_named(const struct completing *c, enum kind kind, struct lookup_rows *rows)
{
	*rows = (struct lookup_rows){0};
	if (c->word.n)
		lookup_find_rows(c->index, c->word, kind, LOOKUP_IN_NAMES | LOOKUP_IN_CODES, rows);
}

static void offer_values(struct completing *c, const struct facet_values *values, const struct tally *tallies,
	size_t n_rows)
{
	struct lookup_rows named = {0};
	size_t n = 0, n_values = facet_values_n(values), most = c->most < n_values ? c->most : n_values;
	struct candidate *best = xmalloc((most + 1) * sizeof *best);
	struct ref first = n_values ? facet_record(values, 0) : REF_NONE;
	if (!ref_none(first))
		find_named(c, ref_kind(first), &named);
	for (size_t value = 0; value < n_values; value++) {
		if (!tallies[value].n)
			continue;
		struct ref record = named.bits ? facet_record(values, value) : REF_NONE;
		if (named.bits ? ref_none(record) || !lookup_rows_has(&named, record)
			      : c->word.n && !facet_matches(values, value, c->chinese, c->word))
			continue;
		keep_candidate(best, &n, most, (struct candidate){(uint32_t)value, tallies[value].n});
	}
	for (size_t i = 0; i < n; i++) {
		struct strbuf label = {0}, term = {0};
		facet_label(values, best[i].value, c->chinese, &label);
		if (facet_term(values, best[i].value, c->chinese, &term))
			offer_counted(c, strbuf_str(&term), strbuf_str(&label), best[i].n, n_rows);
		strbuf_release(&label);
		strbuf_release(&term);
	}
	lookup_rows_release(&named);
	free(best);
}

/* Values of a facet with the rows that they have beside the other terms. */
static void complete_facet(struct completing *c, const struct facet *facet)
{
	struct query_set set;
	size_t n_rows;
	select_others(c, &set, &n_rows);
	struct facet_values *values = facet_values_new(c->index, facet);
	struct tally *tallies = xcalloc(facet_values_n(values) + 1, sizeof *tallies);
	facet_count(values, &(struct row_set){.bits = set.yes}, tallies);
	offer_values(c, values, tallies, n_rows);
	free(tallies);
	facet_values_free(values);
	query_set_release(&set);
}

/* Free texts and numbers have too many values to be offered. */
static bool has_values(const struct completing *c, size_t f)
{
	const struct field *field = &fields_of[c->kind].v[f];
	if (!strcmp(field->name, "name") || !strcmp(field->name, "short_names"))
		return false;
	switch (field->type) {
	case FIELD_ENUM: case FIELD_ENUMS: case FIELD_BOOL: case FIELD_REF: case FIELD_REFS: case FIELD_LIST: case FIELD_PERIOD: return true;
	case FIELD_TEXT: return f > 0 && index_codes_n(c->index, c->kind, f) > 0;
	default: return false;
	}
}

/* Records one step away, those that most rows of the other terms are at. */
static void complete_step(struct completing *c, enum kind to)
{
	struct query_set set;
	size_t n_rows, n = 0, n_to = index_count(c->index, to), most = c->most < n_to ? c->most : n_to;
	select_others(c, &set, &n_rows);
	struct candidate *best = xmalloc((most + 1) * sizeof *best);
	uint32_t *counts = xcalloc(n_to + 1, sizeof *counts);
	struct lookup_rows named;
	step_count(c->index, c->kind, to, set.yes, counts);
	find_named(c, to, &named);
	for (uint32_t row = 0; row < n_to; row++)
		if (counts[row] && (!c->word.n || (named.bits && lookup_rows_has(&named, ref_make(to, row)))))
			keep_candidate(best, &n, most, (struct candidate){row, counts[row]});
	for (size_t i = 0; i < n; i++) {
		struct ref ref = ref_make(to, best[i].value);
		struct strbuf term = {0};
		if (facet_record_term(c->index, str_from(kinds[to].singular), ref, UINT32_C(1) << to, &term))
			offer_counted(c, strbuf_str(&term), index_short_name(c->index, ref), best[i].n, n_rows);
		strbuf_release(&term);
	}
	lookup_rows_release(&named);
	free(counts);
	free(best);
	query_set_release(&set);
}

/* -- amounts --------------------------------------------------------------------------------------------- */

/* What people say amounts of a base unit in; a bare number means the base unit itself, which is rarely meant. */
static const struct {
	const char *base, *units[3];
} said_in[] = {
	{"元", {"亿", "万"}}, {"平方米", {"亩", "平方公里", "万平方米"}}, {"吨", {"万吨", "亿吨"}}, {"千瓦", {"万千瓦"}}, {"千瓦时", {"亿千瓦时", "万千瓦时"}},
};

static bool is_number(struct str text)
{
	bool point = false;
	for (size_t i = 0; i < text.n; i++) {
		if ((text.p[i] < '0' || text.p[i] > '9') && (text.p[i] != '.' || point || !i))
			return false;
		point |= text.p[i] == '.';
	}
	return text.n > 0;
}

/* The rows of the whole query with a text in place of the term at the cursor. False: no query. */
static bool count_with(const struct completing *c, struct str term, size_t *n)
{
	struct strbuf text = {0};
	struct err err = ERR_INIT;
	struct query_set set = {0};
	strbuf_add(&text, str_sub(c->text, 0, c->at.term));
	strbuf_add(&text, term);
	strbuf_add(&text, c->rest);
	struct query *query = query_parse(strbuf_str(&text), c->kind, c->index, &err);
	if (query)
		query_select(query, &set);
	*n = 0;
	for (size_t w = 0; query && w < bits_room(set.n_rows); w++)
		*n += bits_count((set.yes[w] | set.perhaps[w]) & (c->rows ? c->rows[w] : UINT64_MAX));
	query_set_release(&set);
	query_free(query);
	strbuf_release(&text);
	return query != NULL;
}

/* Units behind a number that has none, of a range behind its second one, with what the amount then lets through. */
static void complete_amount(struct completing *c, struct ref indicator)
{
	struct str base = read_text(c->index, indicator, "unit");
	struct str term = str_sub(c->text, c->at.term, c->text.n), number = str_sub(c->text, c->at.value, c->text.n);
	struct str low, high;
	if (range_split(number, &low, &high))
		number = high;
	c->out->start = c->at.term;
	if (!is_number(number))
		return;
	for (size_t i = 0; i < sizeof said_in / sizeof *said_in; i++)
		for (size_t u = 0; str_eq_c(base, said_in[i].base) && u < 3 && said_in[i].units[u] && c->out->n < c->most; u++) {
			struct str text = arena_printf(&c->out->arena, "%.*s%s", STR_ARG(term), said_in[i].units[u]);
			struct str label = arena_printf(&c->out->arena, "%.*s%s", STR_ARG(number), said_in[i].units[u]);
			size_t n;
			if (count_with(c, text, &n))
				offer(c, (struct completion){text, label, n, true});
		}
}

/* -- words ------------------------------------------------------------------------------------------------ */

/*
 * The rows that each word would leave. All rows are looked at for each: of very many only where few words are left, so that
 * nobody waits between two keys.
 */
static void count_words(struct completing *c)
{
	enum { LOOKS_MAX = 1 << 23 };
	struct str head = str_sub(c->text, c->at.term, c->at.value - c->at.term);
	bool few = c->out->n * index_count(c->index, c->kind) <= LOOKS_MAX;
	for (size_t i = 0; few && i < c->out->n; i++) {
		struct completion *one = &c->out->v[i];
		struct str term = arena_printf(&c->out->arena, "%.*s%.*s", STR_ARG(head), STR_ARG(one->text));
		one->counted = count_with(c, term, &one->n);
		if (one->counted)
			one->label = one->text;
	}
}

static void complete_words(struct completing *c, enum name_type type)
{
	if (type == NAME_HAS || type == NAME_MISSING) {
		offer_name(c, STR("conflict"), STR("矛盾"), "");
		offer_name(c, STR("doubt"), STR("存疑"), "");
	}
	if (type == NAME_IS && name_applies(c->kind, type))
		offer_name(c, STR("reference"), STR("参照"), "");
	for (unsigned v = 0; type == NAME_VERDICT && v < VERDICT_COUNT; v++)
		offer_name(c, str_from(verdicts[v].code), str_from(verdicts[v].zh), "");
	if (type == NAME_HAS || type == NAME_MISSING || type == NAME_SORT || type == NAME_BY)
		offer_fields(c, "");
	if (type == NAME_HAS || type == NAME_MISSING || type == NAME_SORT) {
		offer_main_indicators(c, "");
		offer_indicators(c, "");
	}
	if (type != NAME_SORT && type != NAME_BY)
		count_words(c);
}

static void complete_value(struct completing *c)
{
	struct err err = ERR_INIT;
	struct name name;
	struct facet facet = {FACET_FIELD, c->kind, 0};
	struct name_place place = {c->kind, c->index, "query", 1};
	if (!name_find(str_sub(c->text, c->at.term, c->at.op - c->at.term), &place, &name, &err))
		return;
	c->out->start = c->at.value;
	bool values = name.type == NAME_FIELD && has_values(c, name.field);
	if (name.type == NAME_FIGURE) {
		complete_amount(c, name.indicator);
		return;
	}
	if (!values && name.type != NAME_STEP) {
		complete_words(c, name.type);
		return;
	}
	/* in a list of values only the last is replaced, else the whole term: its operator may become another */
	if (!c->at.listed)
		c->out->start = c->at.term;
	if (!values) {
		complete_step(c, name.kind);
		return;
	}
	facet.field = name.field;
	facet.type = fields_of[c->kind].v[name.field].type == FIELD_PERIOD ? FACET_YEAR : FACET_FIELD;
	complete_facet(c, &facet);
}

/* -- names, and values without one ------------------------------------------------------------------------- */

static bool names_code(const struct enum_code *code, struct str word)
{
	return str_starts(str_from(code->code), word) || str_starts(str_from(code->en), word)
		|| lookup_names(str_from(code->zh), word, true) >= PINYIN_INITIALS;
}

/* 投产 is a state, which no text of a row says: what is typed without a field names its value, too. */
static void offer_codes(struct completing *c)
{
	const struct fields *fields = &fields_of[c->kind];
	for (size_t f = 1; f < fields->n; f++) {
		const struct field *field = &fields->v[f];
		for (size_t i = 0; i < enums[field->enumeration].n; i++) {
			const struct enum_code *code = &enums[field->enumeration].v[i];
			size_t n;
			if (!names_code(code, c->word))
				continue;
			struct str term = arena_printf(&c->out->arena, "%s:%s", field->name, c->chinese ? code->zh : code->code);
			if (count_with(c, term, &n) && n)
				offer(c, (struct completion){term, term, n, true});
		}
	}
}

/* 5亿以上 says how much, but not of what: of the figures that lists show, those that some row has so. */
static void offer_amounts(struct completing *c)
{
	struct str low, high;
	bool range = range_split_amounts(c->word, &low, &high);
	for (const char *const *code = kind_figures[c->kind]; range && *code; code++) {
		struct ref indicator = index_indicator(c->index, str_from(*code));
		struct str name = c->chinese && !ref_none(indicator) ? index_name(c->index, indicator) : str_from(*code);
		struct str term = arena_printf(&c->out->arena, "%.*s:%.*s", STR_ARG(name), STR_ARG(c->word));
		size_t n;
		if (count_with(c, term, &n) && n)
			offer(c, (struct completion){term, term, n, true});
	}
}

static void complete_name(struct completing *c)
{
	enum { LETTERS = 2 }; /* from so many on a value is meant */
	enum name_type type;
	struct str en, zh;
	offer_fields(c, ":");
	for (size_t i = 0; name_special(i, &type, &en, &zh); i++)
		if (name_applies(c->kind, type))
			offer_name(c, en, zh, ":");
	for (int k = 0; k < KIND_COUNT; k++)
		if (field_find(c->kind, str_from(kinds[k].singular)) < 0 && step_reaches(c->kind, (enum kind)k))
			offer_name(c, str_from(kinds[k].singular), str_from(kinds[k].zh), ":");
	offer_main_indicators(c, ":");
	/* Values that some row has come before the other figures, of which there are more than a hundred, most of no row of this kind. */
	if (utf8_length(c->word) >= LETTERS)
		offer_codes(c);
	offer_amounts(c);
	offer_indicators(c, ":");
}

/* -- all --------------------------------------------------------------------------------------------- */

void query_complete(struct str text, size_t cursor, const struct completion_scope *scope, size_t most, struct completions *out)
{
	struct completing c = {.index = scope->index, .kind = scope->kind, .rows = scope->rows, .chinese = scope->chinese, .most = most,
		.out = out, .text = str_sub(text, 0, cursor), .rest = str_sub(text, cursor, text.n)};
	struct strbuf folded = {0};
	*out = (struct completions){0};
	typed_term_find(c.text, &c.at);
	out->start = c.at.op == SIZE_MAX ? c.at.term : c.at.value;
	out->end = c.text.n;
	out->of_value = c.at.op != SIZE_MAX;
	struct str typed = str_sub(c.text, out->start, out->end);
	/* the minus before a field of sort: is none of its name */
	if (c.at.op != SIZE_MAX && str_starts(typed, STR("-"))) {
		typed = str_sub(typed, 1, typed.n);
		c.at.value++;
	}
	text_fold(typed, &folded);
	c.word = strbuf_str(&folded);
	if (c.at.op == SIZE_MAX)
		complete_name(&c);
	else
		complete_value(&c);
	strbuf_release(&folded);
}

void completions_release(struct completions *completions)
{
	arena_release(&completions->arena);
	array_release(completions);
	*completions = (struct completions){0};
}

/* -- words without a catalogue ------------------------------------------------------------------------- */

static void add_word(const char *name, const char *value, struct strbuf *out)
{
	strbuf_printf(out, "%s%s:%s", out->n ? " " : "", name, value);
}

void query_words(enum kind kind, struct strbuf *out)
{
	const struct fields *fields = &fields_of[kind];
	enum name_type type;
	struct str en, zh;
	for (size_t f = 1; f < fields->n; f++) {
		const struct field *field = &fields->v[f];
		if (field->flags & FIELD_HIDDEN)
			continue;
		add_word(field->name, "", out);
		for (size_t i = 0; i < enums[field->enumeration].n; i++)
			add_word(field->name, enums[field->enumeration].v[i].code, out);
	}
	for (const char *const *code = kind_figures[kind]; *code; code++)
		add_word(*code, "", out);
	for (int k = 0; k < KIND_COUNT; k++)
		if (field_find(kind, str_from(kinds[k].singular)) < 0 && step_reaches(kind, (enum kind)k))
			add_word(kinds[k].singular, "", out);
	for (size_t i = 0; name_special(i, &type, &en, &zh); i++)
		if (name_applies(kind, type))
			add_word(en.p, "", out);
}

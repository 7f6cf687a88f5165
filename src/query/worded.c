/* Words of a search that are values of fields. */
#include "query/complete.h"

#include "query_internal.h"
#include "text/fold.h"
#include "text/utf8.h"

static bool is_query(const struct completion_scope *scope, struct str text)
{
	struct err err = ERR_INIT;
	struct query *query = query_parse(text, scope->kind, scope->index, &err);
	query_free(query);
	return query != NULL;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void add_term(const struct completion_scope *scope, const char *en, struct str zh, struct str value, struct strbuf *out)
{
	struct str name = scope->chinese ? zh : str_from(en);
	strbuf_printf(out, "%.*s:%.*s", STR_ARG(name), STR_ARG(value));
}

/* 在建 is a code of a field. */
static bool add_code(const struct completion_scope *scope, struct str word, struct strbuf *out)
{
	const struct fields *fields = &fields_of[scope->kind];
	for (size_t f = 1; f < fields->n; f++) {
		const struct field *field = &fields->v[f];
		bool codes = (field->type == FIELD_ENUM || field->type == FIELD_ENUMS) && !(field->flags & FIELD_HIDDEN);
		int code = codes ? enum_parse(field->enumeration, word) : -1;
		if (code < 0)
			continue;
		const struct enum_code *v = &enums[field->enumeration].v[code];
		strbuf_printf(out, "%s:%s", field->name, scope->chinese ? v->zh : v->code);
		return true;
	}
	return false;
}

/* 2025 is when a record was: its date, else what is known of it since. */
static bool add_time(const struct completion_scope *scope, struct str word, struct strbuf *out)
{
	static const char *const dates[] = {"date", "period", "opened", "due"};
	struct strbuf since = {0};
	bool year = word.n >= 4 && (str_starts(word, STR("19")) || str_starts(word, STR("20")));
	strbuf_printf(&since, "since:%.*s", STR_ARG(word));
	bool is = year && is_query(scope, strbuf_str(&since));
	strbuf_release(&since);
	if (!is)
		return false;
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		int field = field_find(scope->kind, str_from(dates[i]));
		if (field >= 0 && fields_of[scope->kind].v[field].type == FIELD_PERIOD) {
			add_term(scope, dates[i], str_from(fields_of[scope->kind].v[field].zh), word, out);
			return true;
		}
	}
	add_term(scope, "since", STR("自"), word, out);
	return true;
}

/* 5亿以上 is how much of the first figure that lists show and that is measured so. */
static bool add_amount(const struct completion_scope *scope, struct str word, struct strbuf *out)
{
	struct str low, high;
	bool range = is_digit(word.p[0]) && range_split_amounts(word, &low, &high), added = false;
	for (const char *const *code = kind_figures[scope->kind]; range && !added && *code; code++) {
		struct ref indicator = index_indicator(scope->index, str_from(*code));
		size_t before = out->n;
		add_term(scope, *code, ref_none(indicator) ? str_from(*code) : index_name(scope->index, indicator), word, out);
		added = is_query(scope, str_sub(strbuf_str(out), before, out->n));
		if (!added)
			strbuf_truncate(out, before);
	}
	return added;
}

/* 投资5亿以上 is a figure, or another field, with the number behind its name. */
static bool add_named(const struct completion_scope *scope, struct str word, struct strbuf *out)
{
	size_t name = 0, before = out->n;
	while (name < word.n && !is_digit(word.p[name]))
		name++;
	if (!name || name == word.n)
		return false;
	strbuf_printf(out, "%.*s:%.*s", (int)name, word.p, STR_ARG(str_sub(word, name, word.n)));
	bool added = is_query(scope, str_sub(strbuf_str(out), before, out->n));
	if (!added)
		strbuf_truncate(out, before);
	return added;
}

static bool nothing_has(const struct completion_scope *scope, struct str word)
{
	struct lookup_hits hits;
	lookup_run(scope->index, word, ALL_KINDS, 1, &hits);
	bool nothing = !hits.n;
	lookup_release(&hits);
	return nothing;
}

/* Letters, digits and characters: 兴县|在建 has signs of the language in it. */
static bool is_plain(struct str word)
{
	for (size_t at = 0; at < word.n;) {
		uint32_t c = utf8_next(word, &at);
		if (c < 0x80 && !is_digit((char)c) && !(c >= 'a' && c <= 'z'))
			return false;
	}
	return true;
}

/* 兴县在建, 在建铝杆: a code that runs together with a word, as people write them who put no blanks. */
static bool add_run_together(const struct completion_scope *scope, struct str word, struct strbuf *out)
{
	enum { PART_LEAST = 2, WORD_MOST = 12 };
	size_t n = is_plain(word) ? utf8_length(word) : 0, before = out->n;
	for (size_t first = PART_LEAST; n <= WORD_MOST && first + PART_LEAST <= n; first++) {
		size_t at = utf8_offset(word, first);
		struct str one = str_sub(word, 0, at), other = str_sub(word, at, word.n);
		bool begins = add_code(scope, one, out);
		strbuf_add(out, begins ? STR(" ") : one);
		strbuf_add(out, begins ? other : STR(" "));
		if ((begins || add_code(scope, other, out)) && nothing_has(scope, word))
			return true;
		strbuf_truncate(out, before);
	}
	return false;
}

static bool add_value(const struct completion_scope *scope, struct str word, struct strbuf *out)
{
	struct strbuf folded = {0};
	text_fold(word, &folded);
	struct str value = strbuf_str(&folded);
	bool added = value.n && (add_code(scope, value, out) || add_time(scope, value, out) || add_amount(scope, value, out)
		|| add_named(scope, value, out) || add_run_together(scope, value, out));
	strbuf_release(&folded);
	return added;
}

/* 投资 5亿以上: the same with a blank between. *rest: the words behind the name; those behind the number where it is such. */
static bool add_name_and_value(const struct completion_scope *scope, struct str name, struct str *rest, struct strbuf *out)
{
	struct str behind = *rest, blank, value;
	struct strbuf joined = {0};
	if (!name.n || is_digit(name.p[name.n - 1]) || !word_next(&behind, &blank, &value))
		return false;
	strbuf_add(&joined, name);
	strbuf_add(&joined, value);
	struct strbuf folded = {0};
	text_fold(strbuf_str(&joined), &folded);
	bool added = is_digit(value.p[0]) && add_named(scope, strbuf_str(&folded), out);
	if (added)
		*rest = behind;
	strbuf_release(&joined);
	strbuf_release(&folded);
	return added;
}

/* The words as a query; those that nothing has as they stand, or go by their sound. Whether some are values, and some such words. */
struct worded {
	bool values, sounds;
};

static struct worded add_words(struct str words, const struct completion_scope *scope, bool by_sound, struct strbuf *out)
{
	struct str rest = words, blank, word;
	struct worded worded = {false, false};
	size_t before = out->n;
	while (word_next(&rest, &blank, &word)) {
		if (out->n > before)
			strbuf_add_byte(out, ' ');
		if (add_name_and_value(scope, word, &rest, out) || add_value(scope, word, out)) {
			worded.values = true;
			continue;
		}
		if (by_sound && word_sounds(scope->index, word)) {
			strbuf_add_byte(out, PINYIN_SOUND);
			worded.sounds = true;
		}
		strbuf_add(out, word);
	}
	return worded;
}

size_t query_of_words(struct str words, const struct completion_scope *scope, struct strbuf *out)
{
	size_t before = out->n, n = 0;
	if (query_has_operator(words))
		return 0;
	bool values = add_words(words, scope, false, out).values;
	if (values)
		n = query_count(str_sub(strbuf_str(out), before, out->n), scope->kind, scope->index);
	if (values && !n) {
		strbuf_truncate(out, before);
		if (add_words(words, scope, true, out).sounds)
			n = query_count(str_sub(strbuf_str(out), before, out->n), scope->kind, scope->index);
	}
	if (!n)
		strbuf_truncate(out, before);
	return n;
}

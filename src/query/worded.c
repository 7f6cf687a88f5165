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

/* Words before a number, and the sign that a query has for them. */
static const struct {
	struct str words;
	const char *sign;
} comparisons[] = {
	{STR_INIT("不超过"), "<="}, {STR_INIT("不高于"), "<="}, {STR_INIT("不大于"), "<="}, {STR_INIT("不多于"), "<="}, {STR_INIT("至多"), "<="},
	{STR_INIT("不低于"), ">="}, {STR_INIT("不小于"), ">="}, {STR_INIT("不少于"), ">="}, {STR_INIT("至少"), ">="},
	{STR_INIT("超过"), ">"}, {STR_INIT("大于"), ">"}, {STR_INIT("高于"), ">"}, {STR_INIT("多于"), ">"}, {STR_INIT("超"), ">"},
	{STR_INIT("低于"), "<"}, {STR_INIT("小于"), "<"}, {STR_INIT("少于"), "<"}, {STR_INIT("不足"), "<"}, {STR_INIT("不到"), "<"},
};

/* The sign for what a text ends in, which it then loses; a colon where that is no comparison. */
static const char *take_comparison(struct str *text)
{
	for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++)
		if (str_ends(*text, comparisons[i].words)) {
			text->n -= comparisons[i].words.n;
			return comparisons[i].sign;
		}
	return ":";
}

/* Where the digits of a word begin; its end where it has none. */
static size_t first_digit(struct str word)
{
	size_t at = 0;
	while (at < word.n && !is_digit(word.p[at]))
		at++;
	return at;
}

/* 5亿, 超过5亿: a number is all of it. */
static bool is_number(struct str word)
{
	struct str before = str_sub(word, 0, first_digit(word));
	size_t digits = word.n - before.n;
	take_comparison(&before);
	return digits && !before.n;
}

/* A term of a field or figure. False, and it is left out: the language has no such term. */
static bool add_term(const struct completion_scope *scope, struct str name, const char *sign, struct str value, struct strbuf *out)
{
	size_t before = out->n;
	strbuf_printf(out, "%.*s%s%.*s", STR_ARG(name), sign, STR_ARG(value));
	bool is = is_query(scope, str_sub(strbuf_str(out), before, out->n));
	if (!is)
		strbuf_truncate(out, before);
	return is;
}

/* 在建 is a code of a field. */
static bool add_code(const struct completion_scope *scope, struct str word, struct strbuf *out)
{
	const struct fields *fields = &fields_of[scope->kind];
	for (size_t f = 1; f < fields->n; f++) {
		const struct field *field = &fields->v[f];
		int code = enum_parse(field->enumeration, word);
		if (code < 0)
			continue;
		const struct enum_code *v = &enums[field->enumeration].v[code];
		strbuf_printf(out, "%s:%s", field->name, scope->chinese ? v->zh : v->code);
		return true;
	}
	return false;
}

/* Other words for statuses; where one may be either of two, for both. */
static const struct {
	struct str words;
	enum status first, last;
} said[] = {
	{STR_INIT("在谈"), STATUS_NEGOTIATING, STATUS_NEGOTIATING}, {STR_INIT("试生产"), STATUS_TRIAL, STATUS_TRIAL},
	{STR_INIT("停工"), STATUS_STALLED, STATUS_STALLED}, {STR_INIT("停建"), STATUS_STALLED, STATUS_ENDED},
	{STR_INIT("烂尾"), STATUS_STALLED, STATUS_ENDED}, {STR_INIT("下马"), STATUS_ENDED, STATUS_ENDED},
};

static bool find_status(struct str word, enum status *first, enum status *last)
{
	int code = enum_parse(ENUM_STATUS, word);
	if (code >= 0)
		*first = *last = (enum status)code;
	for (size_t i = 0; code < 0 && i < sizeof said / sizeof *said; i++)
		if (str_eq(word, said[i].words)) {
			*first = said[i].first;
			*last = said[i].last;
			return true;
		}
	return code >= 0;
}

/* A status and how far beside it: what stands outside the order has nothing before it or behind it. */
static bool add_status(const struct completion_scope *scope, struct str word, const char *sign, struct strbuf *out)
{
	enum status first, last;
	struct strbuf value = {0};
	int field = field_find(scope->kind, STR("status"));
	if (field < 0 || fields_of[scope->kind].v[field].enumeration != ENUM_STATUS || !find_status(word, &first, &last))
		return false;
	for (enum status s = first; s <= last; s++) {
		const struct enum_code *v = &enums[ENUM_STATUS].v[s];
		strbuf_printf(&value, "%s%s", s > first ? "," : "", scope->chinese ? v->zh : v->code);
	}
	bool outside = first >= STATUS_STALLED;
	bool added = !(outside && *sign == '<') && add_term(scope, STR("status"), outside ? ":" : sign, strbuf_str(&value), out);
	strbuf_release(&value);
	return added;
}

/* 未开工 is what did not come so far, 已开工 what came so far or further; 停工 alone is another word for a status. */
static bool add_progress(const struct completion_scope *scope, struct str word, struct strbuf *out)
{
	static const struct {
		struct str words;
		const char *sign;
	} progress[] = {{STR_INIT("尚未"), "<"}, {STR_INIT("还没有"), "<"}, {STR_INIT("还没"), "<"}, {STR_INIT("没有"), "<"}, {STR_INIT("未"), "<"},
		{STR_INIT("没"), "<"}, {STR_INIT("已经"), ">="}, {STR_INIT("已"), ">="}, {STR_INIT(""), ":"}};
	for (size_t i = 0; i < sizeof progress / sizeof *progress; i++) {
		struct str words = progress[i].words;
		if (str_starts(word, words) && add_status(scope, str_sub(word, words.n, word.n), progress[i].sign, out))
			return true;
	}
	return false;
}

static bool add_state(const struct completion_scope *scope, struct str word, struct strbuf *out)
{
	return add_code(scope, word, out) || add_progress(scope, word, out);
}

/* 2025 is when a record was: its date, else what is known of it since. */
static bool add_time(const struct completion_scope *scope, struct str word, struct strbuf *out)
{
	static const char *const dates[] = {"date", "period", "opened", "due"};
	bool year = word.n >= 4 && (str_starts(word, STR("19")) || str_starts(word, STR("20")));
	for (size_t i = 0; year && i < sizeof dates / sizeof *dates; i++) {
		int field = field_find(scope->kind, str_from(dates[i]));
		if (field >= 0 && fields_of[scope->kind].v[field].type == FIELD_PERIOD)
			return add_term(scope, scope->chinese ? str_from(fields_of[scope->kind].v[field].zh) : str_from(dates[i]), ":", word, out);
	}
	return year && add_term(scope, scope->chinese ? STR("自") : STR("since"), ":", word, out);
}

/* 5亿以上, 超过5亿 is how much of the first figure that lists show and that is measured so. */
static bool add_amount(const struct completion_scope *scope, struct str word, struct strbuf *out)
{
	struct str low, high, before = str_sub(word, 0, first_digit(word)), number = str_sub(word, before.n, word.n);
	const char *sign = take_comparison(&before);
	bool says_how_much = is_number(word) && (*sign != ':' || range_split_amounts(number, &low, &high)), added = false;
	for (const char *const *code = kind_figures[scope->kind]; says_how_much && !added && *code; code++) {
		struct ref indicator = index_indicator(scope->index, str_from(*code));
		bool named = scope->chinese && !ref_none(indicator);
		added = add_term(scope, named ? index_name(scope->index, indicator) : str_from(*code), sign, number, out);
	}
	return added;
}

/* 投资5亿以上, 投资大于5亿 is a figure, or another field, with the number behind its name. */
static bool add_named(const struct completion_scope *scope, struct str word, struct strbuf *out)
{
	struct str name = str_sub(word, 0, first_digit(word)), number = str_sub(word, name.n, word.n);
	const char *sign = take_comparison(&name);
	return name.n && number.n && add_term(scope, name, sign, number, out);
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

/* 兴县在建, 在建铝杆, 签约未开工: a code that runs together with a word, as people write them who put no blanks. */
static bool add_run_together(const struct completion_scope *scope, struct str word, struct strbuf *out)
{
	enum { PART_LEAST = 2, WORD_MOST = 12 };
	size_t n = is_plain(word) ? utf8_length(word) : 0, before = out->n;
	for (size_t first = PART_LEAST; n <= WORD_MOST && first + PART_LEAST <= n; first++) {
		size_t at = utf8_offset(word, first);
		struct str one = str_sub(word, 0, at), other = str_sub(word, at, word.n);
		bool begins = add_state(scope, one, out);
		strbuf_add(out, begins ? STR("") : one);
		strbuf_add_byte(out, ' ');
		bool ends = add_state(scope, other, out);
		strbuf_add(out, ends ? STR("") : other);
		if ((begins || ends) && nothing_has(scope, word))
			return true;
		strbuf_truncate(out, before);
	}
	return false;
}

/* 项目 among projects says nothing. */
static bool is_kind(const struct completion_scope *scope, struct str word)
{
	return str_eq_c(word, kinds[scope->kind].zh) || str_eq_c(word, kinds[scope->kind].plural);
}

/* 在建项目, 在建的项目: without what is asked for anyway. */
static struct str without_kind(const struct completion_scope *scope, struct str word)
{
	struct str kind = str_from(kinds[scope->kind].zh), of = STR("的");
	if (word.n > kind.n && str_ends(word, kind))
		word.n -= kind.n;
	if (word.n > of.n && str_ends(word, of))
		word.n -= of.n;
	return word;
}

static bool add_value(const struct completion_scope *scope, struct str word, struct strbuf *out)
{
	struct strbuf folded = {0};
	text_fold(word, &folded);
	struct str value = without_kind(scope, strbuf_str(&folded));
	bool added = value.n && (add_state(scope, value, out) || add_time(scope, value, out) || add_amount(scope, value, out)
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
	bool added = is_number(value) && add_named(scope, strbuf_str(&folded), out);
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
		if (is_kind(scope, word))
			continue;
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

#include "rows_internal.h"

#include "base/alloc.h"
#include "query/complete.h"
#include "text/clean.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>

enum format rows_format(const struct session *session)
{
	enum format format = FORMAT_TABLE;
	if (option_given(session->invocation, OPTION_FORMAT))
		format_parse(str_from(session->invocation->values[OPTION_FORMAT]), &format);
	return format;
}

struct writer *rows_writer(const struct session *session)
{
	return writer_new(
		rows_format(session), (struct writer_options){.ambi = session->ambi}, (struct output){.file = stdout});
}

static void explain(const struct session *session, const struct query *query)
{
	struct strbuf plan = {0};
	if (!option_given(session->invocation, OPTION_EXPLAIN))
		return;
	query_explain(query, &plan);
	fwrite(plan.p ? plan.p : "", 1, plan.n, stderr);
	strbuf_release(&plan);
}

/* A slip in a name finds nothing, without a fault. */
static void note_slip(const struct session *session, const struct query *query)
{
	struct strbuf text = {0};
	if (query_slip(query, session->chinese, &text))
		fprintf(stderr, "yuanlian: %.*s\n", STR_ARG(strbuf_str(&text)));
	strbuf_release(&text);
}

/*
 * What of the offers a word may have meant: the field that it names, else the first value that rows have, else, where it is
 * all that was asked, a field that it begins.
 */
static const struct completion *find_meant(const struct completions *found, struct str word, bool alone)
{
	const struct completion *value = NULL, *begun = NULL;
	for (size_t i = 0; !found->of_value && i < found->n; i++) {
		const struct completion *one = &found->v[i];
		bool field = !one->counted && str_ends(one->text, STR(":"));
		if (field && str_eq(str_sub(one->text, 0, one->text.n - 1), word))
			return one;
		if (field && alone && !begun)
			begun = one;
		else if (one->counted && one->n && !value)
			value = one;
	}
	return value ? value : begun;
}

/* Whether the word is what nothing has, and not another one beside it. */
static bool finds_nothing(const struct session *session, enum kind kind, struct str word)
{
	struct err err = ERR_INIT;
	struct query_set set = {0};
	struct query *query = query_parse(word, kind, session->index, &err);
	if (query)
		query_select(query, &set);
	bool nothing = query && !set.n;
	query_set_release(&set);
	query_free(query);
	return nothing;
}

/* counted: only a value, with how many rows have it; else only a field. */
static bool note_meant(const struct session *session, enum kind kind, struct str text, size_t word_end, bool counted)
{
	enum { AMONG = 1000 }; /* more than there are fields and codes */
	struct completions found;
	struct strbuf clean = {0};
	query_complete(text, word_end, &(struct completion_scope){session->index, kind, NULL, session->chinese}, AMONG, &found);
	struct str word = str_sub(text, found.start, found.end - found.start);
	const struct completion *one = word.n ? find_meant(&found, word, word.n == text.n) : NULL;
	one = one && one->counted == counted && (counted || finds_nothing(session, kind, word)) ? one : NULL;
	if (one) {
		const char *term = arena_printf(&found.arena, "%.*s", STR_ARG(one->text)).p;
		text_clean(word, &clean);
		if (counted)
			session_note(session, MSG_SAY_VALUE_MEANT, clean.p, term, one->n);
		else
			session_note(session, MSG_SAY_FIELD_MEANT, clean.p, term);
	}
	completions_release(&found);
	strbuf_release(&clean);
	return one != NULL;
}

/* Whether blanks alone part the word's end from an operator: invest >= 5亿 has no word to look for. */
static bool operator_follows(struct str text, size_t start, size_t end)
{
	while (end < text.n && text.p[end] == ' ')
		end++;
	return end < text.n && query_has_operator(str_sub(text, start, end + utf8_offset(str_sub(text, end, text.n), 1) - start));
}

/* 兴县在建, 投资5亿以上: values that run together with other words, as the browser offers them. */
static bool note_values(const struct session *session, enum kind kind, struct str text)
{
	struct completion_scope scope = {session->index, kind, NULL, session->chinese};
	struct strbuf query = {0}, clean = {0}, meant = {0};
	size_t n = query_of_words(text, &scope, &query);
	if (n) {
		text_clean(text, &clean);
		text_clean(strbuf_str(&query), &meant);
		session_note(session, MSG_SAY_VALUE_MEANT, clean.p, meant.p, n);
	}
	strbuf_release(&query);
	strbuf_release(&clean);
	strbuf_release(&meant);
	return n > 0;
}

static bool note_one_word(const struct session *session, enum kind kind, struct str text, bool counted)
{
	for (size_t start = 0, end = 1; end <= text.n; end++) {
		if (text.p[end - 1] == ' ')
			start = end;
		else if ((end == text.n || text.p[end] == ' ') && !operator_follows(text, start, end) && note_meant(session, kind, text, end, counted))
			return true;
	}
	return false;
}

/* Nothing was found: 投产 is a state, which no text of a row says, and 状态 a field: the browser offers them while they are typed. */
static void note_words(const struct session *session, enum kind kind, struct str text)
{
	if (!note_one_word(session, kind, text, true) && !note_values(session, kind, text))
		note_one_word(session, kind, text, false);
}

static struct query *parse(struct session *session, enum kind kind, struct str text, struct err *err)
{
	struct query *query = query_parse(text, kind, session->index, err);
	if (query)
		note_slip(session, query);
	if (query)
		trace_line(&session->trace, "query", "%s: %.*s", kinds[kind].plural, STR_ARG(text));
	return query;
}

bool rows_query(struct session *session, enum kind kind, struct str text, struct query_rows *rows,
	struct query_form *form,
	struct err *err)
{
	struct query *query = parse(session, kind, text, err);
	if (!query)
		return false;
	*form = *query_form(query);
	query_run(query, rows);
	if (!rows->n)
		note_words(session, kind, text);
	explain(session, query);
	query_free(query);
	return true;
}

/* -- lists ------------------------------------------------------------------------------- */

/* Kinds without names, and the stages of a chain, are listed as they come unless asked otherwise. */
static bool as_they_come(enum kind kind)
{
	return !kind_has_name(kind) || kind == KIND_STAGE;
}

/* By --sort, else as the query says: groups first. 0 with *err: --sort names no columns. */
static bool choose_order(const struct session *session, enum kind kind, const struct query_form *form,
	struct sort_key keys[QUERY_ORDER_KEYS], size_t *n, struct err *err)
{
	const struct invocation *invocation = session->invocation;
	*n = query_order(form, keys);
	if (!option_given(invocation, OPTION_SORT))
		return true;
	*n = sort_parse(str_from(invocation->values[OPTION_SORT]), kind, session->index, keys, QUERY_KEYS, err);
	if (*n)
		return true;
	return err->code ? option_place(err, invocation, OPTION_SORT)
			 : option_error(err, invocation, OPTION_SORT, "columns such as -invest,name");
}

static size_t take_as_they_come(enum kind kind, const struct query_set *set, size_t most, struct ref *out)
{
	size_t n = 0;
	for (uint32_t row = 0; row < set->n_rows && n < most; row++)
		if (query_set_has(set, row))
			out[n++] = ref_make(kind, row);
	return n;
}

bool rows_list(struct session *session, enum kind kind, struct str text, struct rows_listed *out, struct err *err)
{
	struct query *query = parse(session, kind, text, err);
	struct sort_key keys[QUERY_ORDER_KEYS];
	struct query_set set;
	size_t n_keys;
	*out = (struct rows_listed){0};
	if (!query)
		return false;
	const struct query_form *form = query_form(query);
	if (!choose_order(session, kind, form, keys, &n_keys, err)) {
		query_free(query);
		return false;
	}
	query_select(query, &set);
	if (!set.n)
		note_words(session, kind, text);
	size_t most = option_count(session->invocation, OPTION_LIMIT, form->top ? form->top : set.n);
	most = form->top && form->top < most ? form->top : most;
	most = set.n < most ? set.n : most;
	out->refs = xmalloc((most + 1) * sizeof *out->refs);
	out->answers = xmalloc(most + 1);
	if (!n_keys && as_they_come(kind))
		out->n = take_as_they_come(kind, &set, most, out->refs);
	else
		out->n = sort_set(session->index, kind, &set, keys, n_keys, most, out->refs);
	for (size_t i = 0; i < out->n; i++)
		out->answers[i] = (uint8_t)query_set_answer(&set, ref_row(out->refs[i]));
	out->n_all = set.n;
	out->n_perhaps = set.n_perhaps;
	explain(session, query);
	query_set_release(&set);
	query_free(query);
	return true;
}

void rows_listed_release(struct rows_listed *rows)
{
	free(rows->refs);
	free(rows->answers);
	*rows = (struct rows_listed){0};
}

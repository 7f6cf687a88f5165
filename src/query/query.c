#include "query_internal.h"

#include "base/strbuf.h"
#include "text/utf8.h"

#include <assert.h>
#include <stdlib.h>

static enum answer node_answer(const struct query *query, const struct node *node, struct ref ref)
{
	enum answer answer;
	switch (node->type) {
	case NODE_ALL: return ANSWER_YES;
	case NODE_TERM: return term_answer(query, node->term, ref);
	case NODE_NOT: return (enum answer)(ANSWER_YES - node_answer(query, node->first, ref));
	case NODE_AND:
		answer = ANSWER_YES;
		for (const struct node *n = node->first; n && answer != ANSWER_NO; n = n->next) {
			enum answer own = node_answer(query, n, ref);
			answer = own < answer ? own : answer;
		}
		return answer;
	case NODE_OR:
		answer = ANSWER_NO;
		for (const struct node *n = node->first; n && answer != ANSWER_YES; n = n->next) {
			enum answer own = node_answer(query, n, ref);
			answer = own > answer ? own : answer;
		}
		return answer;
	}
	return ANSWER_NO;
}

const struct query_form *query_form(const struct query *query)
{
	return &query->form;
}

/* Also of the blank of full width, which the parser takes for one. */
static struct str without_blanks(struct str part)
{
	const struct str wide = STR("\u3000");
	for (size_t n = SIZE_MAX; part.n < n;) {
		n = part.n;
		part = str_trim(part);
		if (str_starts(part, wide))
			part = str_sub(part, wide.n, part.n);
		if (str_ends(part, wide))
			part.n -= wide.n;
	}
	return part;
}

static void add_part(struct strbuf *out, struct str part)
{
	part = without_blanks(part);
	strbuf_add_c(out, out->n && part.n ? " " : "");
	strbuf_add(out, part);
}

void query_without_order(const struct query *query, struct strbuf *out)
{
	struct str text = query->text;
	size_t at = 0;
	for (size_t i = 0; i < query->form_texts.n; i++) {
		const struct form_text *form = &query->form_texts.v[i];
		size_t start = (size_t)(form->text.p - text.p);
		if (form->top)
			continue;
		add_part(out, str_sub(text, at, start - at));
		at = start + form->text.n;
	}
	add_part(out, str_sub(text, at, text.n));
}

void query_parts(const struct query *query, struct strbuf *terms, struct strbuf *order, struct strbuf *top)
{
	struct str text = query->text;
	size_t at = 0;
	for (size_t i = 0; i < query->form_texts.n; i++) {
		const struct form_text *form = &query->form_texts.v[i];
		size_t start = (size_t)(form->text.p - text.p);
		add_part(terms, str_sub(text, at, start - at));
		add_part(form->top ? top : order, form->text);
		at = start + form->text.n;
	}
	add_part(terms, str_sub(text, at, text.n));
}

void query_group(struct str terms, struct strbuf *out)
{
	size_t at = 0, opened = 0, closed = 0;
	while (at < terms.n) {
		uint32_t c = char_plain(utf8_next(terms, &at));
		opened += c == '(';
		closed += c == ')';
	}
	bool may_be_open = opened != closed || (opened && str_find_byte(terms, '"', 0) >= 0);
	strbuf_add_byte(out, '(');
	strbuf_add(out, terms);
	strbuf_add_c(out, may_be_open ? " )" : ")");
}

size_t query_order(const struct query_form *form, struct sort_key out[QUERY_ORDER_KEYS])
{
	size_t n = 0;
	for (size_t i = 0; i < form->n_by; i++)
		out[n++] = (struct sort_key){form->by[i], false};
	for (size_t i = 0; i < form->n_keys; i++)
		out[n++] = form->keys[i];
	return n;
}

enum answer query_answer(const struct query *query, struct ref ref)
{
	assert(ref_kind(ref) == query->kind);
	return node_answer(query, query->root, ref);
}

void query_select(const struct query *query, struct query_set *out)
{
	node_select(query, query->root, out);
}

size_t query_count(struct str text, enum kind kind, const struct index *index)
{
	struct err err = ERR_INIT;
	struct query_set set = {0};
	struct query *query = query_parse(text, kind, index, &err);
	if (query)
		query_select(query, &set);
	size_t n = set.n;
	query_set_release(&set);
	query_free(query);
	return n;
}

void query_run(const struct query *query, struct query_rows *out)
{
	struct query_set set;
	query_select(query, &set);
	*out = (struct query_rows){
		.v = xmalloc(set.n * sizeof *out->v), .answers = xmalloc(set.n), .n_perhaps = set.n_perhaps};
	for (size_t w = 0; w < bits_room(set.n_rows); w++)
		for (uint64_t rest = set.yes[w] | set.perhaps[w]; rest; rest &= rest - 1) {
			uint32_t row = (uint32_t)(w * 64 + bits_lowest(rest));
			out->answers[out->n] = (uint8_t)query_set_answer(&set, row);
			out->v[out->n++] = ref_make(query->kind, row);
		}
	query_set_release(&set);
}

void query_rows_release(struct query_rows *rows)
{
	free(rows->v);
	free(rows->answers);
	*rows = (struct query_rows){0};
}

/* -- explaining -------------------------------------------------------------------------------- */

static const char *way(enum term_type type)
{
	switch (type) {
	case TERM_ROWS: return "postings";
	case TERM_TEXT: return "text of each row";
	case TERM_TARGET: return "set of records";
	case TERM_CODES: return "set of codes";
	case TERM_PERIOD: return "period";
	case TERM_NUMBER: return "number";
	case TERM_FIGURE: return "figures";
	case TERM_SINCE: return "newest date";
	case TERM_PRESENT: case TERM_FIGURES: return "presence";
	case TERM_VERDICT: return "verdict among figures";
	case TERM_DOUBT: return "doubts";
	case TERM_REFERENCE: return "reference chains";
	}
	return "";
}

static void explain(const struct query *query, const struct node *node, unsigned depth, struct strbuf *out)
{
	static const char *const words[]
		= {[NODE_ALL] = "all rows", [NODE_AND] = "and", [NODE_OR] = "or", [NODE_NOT] = "not"};
	struct query_set set;
	node_select(query, node, &set);
	strbuf_add_repeat(out, ' ', depth * (size_t)2);
	if (node->type == NODE_TERM)
		strbuf_printf(out, "%.*s (%s", STR_ARG(node->term->text), way(node->term->type));
	else
		strbuf_printf(out, "%s (", words[node->type]);
	strbuf_printf(out, "%s%zu of %zu yes, %zu perhaps)\n", node->type == NODE_TERM ? ": " : "", set.n - set.n_perhaps,
		set.n_rows, set.n_perhaps);
	query_set_release(&set);
	for (const struct node *child = node->first; child; child = child->next)
		explain(query, child, depth + 1, out);
}

void query_explain(const struct query *query, struct strbuf *out)
{
	explain(query, query->root, 0, out);
}

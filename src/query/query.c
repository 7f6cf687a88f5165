#include "query_internal.h"

#include "base/strbuf.h"

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

enum answer query_answer(const struct query *query, struct ref ref)
{
	assert(ref_kind(ref) == query->kind);
	return node_answer(query, query->root, ref);
}

bool query_run(const struct query *query, struct query_rows *out, const volatile bool *cancel)
{
	size_t n = index_count(query->index, query->kind);
	*out = (struct query_rows){.v = xmalloc(n * sizeof *out->v), .answers = xmalloc(n)};
	for (uint32_t row = 0; row < n; row++) {
		struct ref ref = ref_make(query->kind, row);
		if (row % 512 == 0 && cancel && *cancel) {
			query_rows_release(out);
			return false;
		}
		enum answer answer = node_answer(query, query->root, ref);
		if (answer == ANSWER_NO)
			continue;
		out->n_perhaps += answer == ANSWER_PERHAPS;
		out->answers[out->n] = (uint8_t)answer;
		out->v[out->n++] = ref;
	}
	return true;
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
	size_t n = index_count(query->index, query->kind), yes = 0, perhaps = 0;
	for (uint32_t row = 0; row < n; row++) {
		enum answer answer = node_answer(query, node, ref_make(query->kind, row));
		yes += answer == ANSWER_YES;
		perhaps += answer == ANSWER_PERHAPS;
	}
	strbuf_add_repeat(out, ' ', depth * (size_t)2);
	if (node->type == NODE_TERM)
		strbuf_printf(out, "%.*s (%s", STR_ARG(node->term->text), way(node->term->type));
	else
		strbuf_printf(out, "%s (", words[node->type]);
	strbuf_printf(out, "%s%zu of %zu yes, %zu perhaps)\n", node->type == NODE_TERM ? ": " : "", yes, n, perhaps);
	for (const struct node *child = node->first; child; child = child->next)
		explain(query, child, depth + 1, out);
}

void query_explain(const struct query *query, struct strbuf *out)
{
	explain(query, query->root, 0, out);
}

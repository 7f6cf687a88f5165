#include "rows_internal.h"

#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

bool rows_query(struct session *session, enum kind kind, struct str text, struct query_rows *rows, struct err *err)
{
	struct query *query = query_parse(text, kind, session->index, err);
	if (!query)
		return false;
	trace_line(&session->trace, "query", "%s: %.*s", kinds[kind].plural, STR_ARG(text));
	query_run(query, rows, NULL);
	if (option_given(session->invocation, OPTION_EXPLAIN)) {
		struct strbuf plan = {0};
		query_explain(query, &plan);
		fwrite(plan.p ? plan.p : "", 1, plan.n, stderr);
		strbuf_release(&plan);
	}
	query_free(query);
	return true;
}

/* -- order ------------------------------------------------------------------------------- */

/* Sorting moves references only; each answer is found again by its reference. */
struct answered {
	uint32_t bits;
	uint8_t answer;
};

static int by_bits(const void *a, const void *b)
{
	const struct answered *x = a, *y = b;
	return x->bits < y->bits ? -1 : x->bits > y->bits;
}

static void sort_with_answers(
	const struct index *index, struct query_rows *rows, const struct sort_key *keys, size_t n_keys)
{
	struct answered *answered = xreallocarray(NULL, rows->n + 1, sizeof *answered);
	for (size_t i = 0; i < rows->n; i++)
		answered[i] = (struct answered){rows->v[i].bits, rows->answers[i]};
	qsort(answered, rows->n, sizeof *answered, by_bits);
	sort_rows(index, rows->v, rows->n, keys, n_keys);
	for (size_t i = 0; i < rows->n; i++) {
		struct answered wanted = {rows->v[i].bits, 0};
		rows->answers[i] =
			((const struct answered *)bsearch(&wanted, answered, rows->n, sizeof *answered, by_bits))
				->answer;
	}
	free(answered);
}

void rows_order(const struct index *index, enum kind kind, struct query_rows *rows)
{
	if (!kind_has_name(kind) || kind == KIND_STAGE)
		return;
	struct sort_key by_name = {.column = {.type = COLUMN_FIELD, .field = field_get(kind, "name")}};
	sort_with_answers(index, rows, &by_name, 1);
}

bool rows_sort(struct session *session, enum kind kind, struct query_rows *rows, struct err *err)
{
	enum { KEYS_MAX = 8 };
	struct sort_key keys[KEYS_MAX];
	const struct invocation *invocation = session->invocation;
	size_t n = sort_parse(str_from(invocation->values[OPTION_SORT]), kind, session->index, keys, KEYS_MAX, err);
	if (!n)
		return err->code ? option_place(err, invocation, OPTION_SORT)
				 : option_error(err, invocation, OPTION_SORT, "columns such as -invest,name");
	sort_with_answers(session->index, rows, keys, n);
	return true;
}

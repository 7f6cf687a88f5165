/*
 * What a query finds, as one line. A row's answer by itself and the number of those that perhaps match are held against it.
 */
#ifndef SUPPORT_SLUGS_H
#define SUPPORT_SLUGS_H

#include "support/test.h"

#include "index/index.h"
#include "query/query.h"

/* Slugs of the rows that match, in the order of their names, "?" behind those that perhaps do; appended. */
static inline void find_slugs(const struct index *index, enum kind kind, const char *text, struct strbuf *out)
{
	struct err err = ERR_INIT;
	struct query_rows rows;
	struct query *query = query_parse(str_from(text), kind, index, &err);
	if (!query)
		fail_msg("\"%s\": %s", text, err.message);
	query_run(query, &rows);
	size_t n_perhaps = 0;
	for (size_t i = 0; i < rows.n; i++) {
		struct str id = index_id(index, rows.v[i]);
		strbuf_add_c(out, i ? " " : "");
		strbuf_add(out, str_sub(id, (size_t)str_find_byte(id, ':', 0) + 1, id.n));
		strbuf_add_c(out, rows.answers[i] == ANSWER_PERHAPS ? "?" : "");
		n_perhaps += rows.answers[i] == ANSWER_PERHAPS;
		assert_int_equal(query_answer(query, rows.v[i]), rows.answers[i]);
	}
	assert_int_equal(n_perhaps, rows.n_perhaps);
	query_rows_release(&rows);
	query_free(query);
}

#endif

#include "view/pick_internal.h"

#include "query/query.h"

#include <stdlib.h>

uint64_t *bits_new(const struct index *index, enum kind kind)
{
	return xcalloc(index_count(index, kind) / 64 + 1, sizeof(uint64_t));
}

static void pick(struct picked *picked, const struct index *index, struct ref ref, bool perhaps)
{
	bits_set(picked->rows, ref_row(ref));
	picked->n++;
	if (!perhaps)
		return;
	if (!picked->perhaps)
		picked->perhaps = bits_new(index, ref_kind(ref));
	bits_set(picked->perhaps, ref_row(ref));
	picked->n_perhaps++;
}

bool pick_rows(struct picked *out, const struct app *app, const struct picking *picking, struct err *err)
{
	const struct index *index = app_index(app);
	struct query_rows rows = {0};
	if (!str_trim(picking->query).n && !picking->only_marked && !picking->only_conflicts) {
		*out = (struct picked){.n = index_count(index, picking->kind)};
		return true;
	}
	struct query *query = query_parse(picking->query, picking->kind, index, err);
	if (!query)
		return false;
	struct query *conflicts = picking->only_conflicts ? query_parse(STR("has:conflict"), picking->kind, index, err) : NULL;
	if (picking->only_conflicts && !conflicts) {
		query_free(query);
		return false;
	}
	query_run(query, &rows, NULL);
	*out = (struct picked){.rows = bits_new(index, picking->kind)};
	for (size_t i = 0; i < rows.n; i++)
		if ((!picking->only_marked || app_marked(app, rows.v[i])) &&
			(!conflicts || query_answer(conflicts, rows.v[i]) != ANSWER_NO))
			pick(out, index, rows.v[i], rows.answers[i] == ANSWER_PERHAPS);
	query_rows_release(&rows);
	query_free(conflicts);
	query_free(query);
	return true;
}

void pick_release(struct picked *picked)
{
	free(picked->rows);
	free(picked->perhaps);
	*picked = (struct picked){0};
}

/* Where the value of a term begins: behind the first ':' or '='; the term's end where there is none. */
static size_t value_start(struct str term)
{
	size_t i = 0;
	while (i < term.n && term.p[i] != ':' && term.p[i] != '=')
		i++;
	return i < term.n ? i + 1 : i;
}

void pick_print_filter(const struct index *index, struct str query, struct strbuf *out)
{
	struct str rest = query, term;
	while (query.n && str_split(&rest, ' ', &term)) {
		size_t start = value_start(term), end = term.n;
		while (end > start && term.p[end - 1] == ')')
			end--;
		struct str id = str_sub(term, start, end);
		struct ref ref = index && id_valid(id) ? index_find_id(index, id) : REF_NONE;
		strbuf_add_byte(out, ' ');
		if (ref_none(ref)) {
			strbuf_add(out, term);
			continue;
		}
		strbuf_add(out, str_sub(term, 0, start));
		strbuf_add(out, index_short_name(index, ref));
		strbuf_add(out, str_sub(term, end, term.n));
	}
}

void pick_add_term(struct str query, struct str term, bool exclude, struct strbuf *out)
{
	query = str_trim(query);
	bool alternative = str_find_byte(query, '|', 0) >= 0 || str_find(query, STR("｜"), 0) >= 0;
	strbuf_printf(out, alternative ? "(%.*s)" : "%.*s", STR_ARG(query));
	strbuf_add_c(out, query.n ? " " : "");
	strbuf_add_c(out, exclude ? "-" : "");
	strbuf_add(out, term);
}

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

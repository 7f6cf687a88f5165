/* What must hold of all rows of a transaction together, before it ends. */
#include "store/graph_internal.h"
#include "store/writer_internal.h"

#include <stdlib.h>

static bool check_awaited(struct store_writer *w, struct err *err)
{
	for (size_t i = 0; w->n_awaited && i < w->entries.n; i++) {
		const struct entry *e = &w->entries.v[i];
		enum kind kind;
		if (!e->present && !e->put)
			return err_at(err, ERR_DATA, writer_file(w, e->where), e->line, e->column,
				"found \"%.*s\", expected the id of a record (yuanlian list %s)", STR_ARG(e->id),
				kind_of_id(e->id, &kind) ? kinds[kind].plural : "KIND");
	}
	return true;
}

/* A circle is at fault where a row of this transaction closes it: name that one. */
static bool refuse_cycle(struct store_writer *w, const int64_t *rows, size_t n, struct err *err)
{
	for (size_t i = w->entries.n; i-- > 0;) {
		const struct entry *e = &w->entries.v[i];
		for (size_t j = 0; e->put && j < n; j++)
			if (rows[j] == e->key)
				return err_at(err, ERR_DATA, writer_file(w, e->where), e->self_line, e->self_column,
					"found a circle of %zu record%s through %.*s, expected none", n,
					n == 1 ? "" : "s", STR_ARG(e->id));
	}
	return err_at(err, ERR_DATA, w->store->path, 0, 0, "found a circle of %zu records in %s, expected none", n,
		kinds[key_kind(rows[0])].plural);
}

static bool check_cycles(struct store_writer *w, struct err *err)
{
	bool ok = true;
	for (int k = 0; ok && k < KIND_COUNT; k++) {
		size_t field = 0;
		for (; ok && w->touched >> k & 1 && graph_next((enum kind)k, &field); field++) {
			struct graph graph = {0};
			int64_t *rows = NULL;
			ok = graph_load(&graph, w->store, (enum kind)k, field, err);
			size_t n = ok ? graph_cycle(&graph, &rows) : 0;
			ok = ok && (!n || refuse_cycle(w, rows, n, err));
			free(rows);
			graph_release(&graph);
		}
	}
	return ok;
}

bool writer_check(struct store_writer *w, struct err *err)
{
	return check_awaited(w, err) && gone_settle(w, err) && (!w->seeds || seeds_finish(w, err)) && check_cycles(w, err);
}

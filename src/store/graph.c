#include "store/graph_internal.h"

#include "base/alloc.h"
#include "base/bisect.h"

#include <stdlib.h>

void graph_release(struct graph *graph)
{
	array_release(&graph->edges);
}

static int compare_edges(const void *a, const void *b)
{
	const struct graph_edge *x = a, *y = b;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

/* The first edge that starts at node; n where there is none. */
static size_t first_edge(const struct graph *graph, int64_t node)
{
	size_t at = 0;
	bisect(at, graph->edges.n, i, graph->edges.v[i].from < node);
	return at < graph->edges.n && graph->edges.v[at].from == node ? at : graph->edges.n;
}

enum colour { NEW, OPEN, DONE };

/* The colour of a node stands at its first edge; a node without edges is done from the start. */
struct search {
	const struct graph *graph;
	unsigned char *colours;
	ARRAY(size_t) path; /* the edge taken at each open node */
};

/* Follow edges from the node whose first edge is start. On a circle: true, and *closing is the position in path where
 * it begins. */
static bool follow(struct search *s, size_t start, size_t *closing)
{
	const struct graph_edge *edges = s->graph->edges.v;
	size_t n = s->graph->edges.n;
	array_clear(&s->path);
	array_push(&s->path, start);
	s->colours[start] = OPEN;
	while (s->path.n) {
		size_t edge = s->path.v[s->path.n - 1];
		size_t next = first_edge(s->graph, edges[edge].to);
		if (next < n && s->colours[next] == OPEN) {
			*closing = s->path.n - 1;
			while (edges[s->path.v[*closing]].from != edges[edge].to)
				--*closing;
			return true;
		}
		if (next < n && s->colours[next] == NEW) {
			s->colours[next] = OPEN;
			array_push(&s->path, next);
			continue;
		}
		while (s->path.n) {
			size_t *top = &s->path.v[s->path.n - 1];
			if (*top + 1 < n && edges[*top + 1].from == edges[*top].from) {
				++*top;
				break;
			}
			s->colours[first_edge(s->graph, edges[*top].from)] = DONE;
			s->path.n--;
		}
	}
	return false;
}

size_t graph_cycle(struct graph *graph, int64_t **rows)
{
	size_t n = graph->edges.n, length = 0, closing = 0;
	if (!n)
		return 0;
	qsort(graph->edges.v, n, sizeof *graph->edges.v, compare_edges);
	struct search search = {.graph = graph, .colours = xcalloc(n, 1)};
	for (size_t i = 0; i < n && !length; i++) {
		bool first = i == 0 || graph->edges.v[i - 1].from != graph->edges.v[i].from;
		if (first && search.colours[i] == NEW && follow(&search, i, &closing)) {
			length = search.path.n - closing;
			*rows = xreallocarray(NULL, length, sizeof **rows);
			for (size_t j = 0; j < length; j++)
				(*rows)[j] = graph->edges.v[search.path.v[closing + j]].row;
		}
	}
	array_release(&search.path);
	free(search.colours);
	return length;
}

bool graph_next(enum kind kind, size_t *field)
{
	const struct fields *fields = &fields_of[kind];
	for (; *field < fields->n; ++*field)
		if (fields->v[*field].type == FIELD_REF && fields->v[*field].kinds == UINT32_C(1) << kind)
			return true;
	if (kind != KIND_LINK || *field > GRAPH_LINKS)
		return false;
	*field = GRAPH_LINKS;
	return true;
}

bool graph_load(struct graph *graph, struct store *store, enum kind kind, size_t field, struct err *err)
{
	struct strbuf text = {0};
	if (field == GRAPH_LINKS)
		strbuf_add_c(&text, "SELECT key, \"from\", \"to\" FROM links WHERE role = 'input'");
	else
		strbuf_printf(&text, "SELECT key, key, \"%s\" FROM %s WHERE \"%s\" IS NOT NULL", fields_of[kind].v[field].name,
			kinds[kind].plural, fields_of[kind].v[field].name);
	sqlite3_stmt *statement = sql_prepare_made(store, &text, err);
	bool row = true, ok = statement != NULL;
	while (ok && (ok = sql_step(store, statement, &row, err)) && row)
		array_push(&graph->edges, (struct graph_edge){.row = sqlite3_column_int64(statement, 0),
			.from = sqlite3_column_int64(statement, 1), .to = sqlite3_column_int64(statement, 2)});
	sqlite3_finalize(statement);
	return ok;
}

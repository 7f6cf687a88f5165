#include "graph_internal.h"

#include "base/array.h"
#include "text/clean.h"

struct edge {
	struct ref from, to, record;
	bool byproduct;
};

struct graph {
	const struct index *index;
	ARRAY(struct ref) nodes;
	ARRAY(struct edge) edges;
};

bool graph_has(struct ref ref)
{
	return ref_kind(ref) == KIND_CHAIN || ref_kind(ref) == KIND_ENTERPRISE || ref_kind(ref) == KIND_FLOW;
}

/* -- gathering ------------------------------------------------------------------------------ */

static void add_node(struct graph *graph, struct ref ref)
{
	for (size_t i = 0; i < graph->nodes.n; i++)
		if (ref_eq(graph->nodes.v[i], ref))
			return;
	array_push(&graph->nodes, ref);
}

/* A link or a flow: both have `from` and `to`. */
static void add_edge(struct graph *graph, struct ref record)
{
	enum kind kind = ref_kind(record);
	for (size_t i = 0; i < graph->edges.n; i++)
		if (ref_eq(graph->edges.v[i].record, record))
			return;
	struct edge edge = {
		.from = index_ref(graph->index, record, field_get(kind, "from")),
		.to = index_ref(graph->index, record, field_get(kind, "to")),
		.record = record,
	};
	if (kind == KIND_LINK)
		edge.byproduct = index_number(graph->index, record, field_get(kind, "role")) ==
				 enum_parse(ENUM_LINK_ROLE, STR("byproduct"));
	add_node(graph, edge.from);
	add_node(graph, edge.to);
	array_push(&graph->edges, edge);
}

static void add_edges_at(struct graph *graph, struct ref node, enum kind kind)
{
	static const char *const ends[] = {"from", "to"};
	for (size_t end = 0; end < 2; end++) {
		struct refs records = index_back(graph->index, node, kind, field_get(kind, ends[end]));
		for (size_t i = 0; i < records.n; i++)
			add_edge(graph, records.v[i]);
	}
}

static void gather(struct graph *graph, struct ref ref)
{
	if (ref_kind(ref) == KIND_FLOW) {
		add_edge(graph, ref);
	} else if (ref_kind(ref) == KIND_ENTERPRISE) {
		add_node(graph, ref);
		add_edges_at(graph, ref, KIND_FLOW);
	} else {
		struct refs stages = index_back(graph->index, ref, KIND_STAGE, field_get(KIND_STAGE, "chain"));
		for (size_t i = 0; i < stages.n; i++)
			add_node(graph, stages.v[i]);
		for (size_t i = 0; i < stages.n; i++)
			add_edges_at(graph, stages.v[i], KIND_LINK);
	}
}

/* -- drawing -------------------------------------------------------------------------------- */

/* A label between quotes: cleaned, and nothing in it ends the quotes. */
static void add_label(struct str raw, enum graph_language language, struct strbuf *out)
{
	struct strbuf clean = {0};
	text_clean(raw, &clean);
	strbuf_add_byte(out, '"');
	for (size_t i = 0; i < clean.n; i++) {
		char c = clean.p[i];
		if (language == GRAPH_DOT && (c == '"' || c == '\\'))
			strbuf_printf(out, "\\%c", c);
		else if (language == GRAPH_MERMAID && (c == '"' || c == '#' || c == '<' || c == '>'))
			strbuf_printf(out, "#%d;", c);
		else
			strbuf_add_byte(out, c);
	}
	strbuf_add_byte(out, '"');
	strbuf_release(&clean);
}

/* DOT takes ids as they are; mermaid takes no colon, and a number is as good as any name. */
static void add_id(const struct graph *graph, struct ref node, enum graph_language language, struct strbuf *out)
{
	if (language == GRAPH_DOT)
		add_label(index_id(graph->index, node), language, out);
	else
		strbuf_printf(out, "n%u", node.bits);
}

static void draw_node(const struct graph *graph, struct ref node, enum graph_language language, struct strbuf *out)
{
	strbuf_add_byte(out, '\t');
	add_id(graph, node, language, out);
	strbuf_add_c(out, language == GRAPH_DOT ? " [label=" : "[");
	add_label(index_short_name(graph->index, node), language, out);
	strbuf_add_c(out, "]");
	strbuf_add_c(out, language == GRAPH_DOT ? ";\n" : "\n");
}

static void draw_edge(
	const struct graph *graph, const struct edge *edge, enum graph_language language, struct strbuf *out)
{
	struct str product = index_text(graph->index, edge->record, field_get(ref_kind(edge->record), "product"));
	strbuf_add_byte(out, '\t');
	add_id(graph, edge->from, language, out);
	if (language == GRAPH_DOT) {
		strbuf_add_c(out, " -> ");
		add_id(graph, edge->to, language, out);
		strbuf_add_c(out, " [label=");
		add_label(product, language, out);
		strbuf_add_c(out, edge->byproduct ? ", style=dashed];\n" : "];\n");
		return;
	}
	strbuf_add_c(out, edge->byproduct ? " -.->" : " -->");
	if (product.n) {
		strbuf_add_byte(out, '|');
		add_label(product, language, out);
		strbuf_add_byte(out, '|');
	}
	strbuf_add_byte(out, ' ');
	add_id(graph, edge->to, language, out);
	strbuf_add_byte(out, '\n');
}

void graph_draw(
	const struct index *index, const struct ref *refs, size_t n, enum graph_language language, struct strbuf *out)
{
	struct graph graph = {.index = index};
	for (size_t i = 0; i < n; i++)
		gather(&graph, refs[i]);
	strbuf_add_c(out,
		language == GRAPH_DOT ? "digraph yuanlian {\n\trankdir=LR;\n\tnode [shape=box];\n" : "flowchart LR\n");
	for (size_t i = 0; i < graph.nodes.n; i++)
		draw_node(&graph, graph.nodes.v[i], language, out);
	for (size_t i = 0; i < graph.edges.n; i++)
		draw_edge(&graph, &graph.edges.v[i], language, out);
	if (language == GRAPH_DOT)
		strbuf_add_c(out, "}\n");
	array_release(&graph.nodes);
	array_release(&graph.edges);
}

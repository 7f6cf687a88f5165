#include "graph_internal.h"

#include "base/array.h"
#include "index/read.h"
#include "query/balance.h"
#include "query/input.h"
#include "text/clean.h"
#include "view/message.h"

struct edge {
	struct ref from, to, record;
	bool byproduct;
};

struct graph {
	const struct index *index;
	bool chinese;
	ARRAY(const struct balance *) balances; /* one a chain */
	ARRAY(struct ref) nodes;
	ARRAY(struct edge) edges;
	struct arena arena;
	ARRAY(struct inputs) inputs; /* one a chain */
	ARRAY(struct ref) zones;     /* whose they are; may be REF_NONE */
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
		edge.byproduct = read_byproduct(graph->index, record);
	if (ref_none(edge.from) || ref_none(edge.to))
		return;
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
		struct refs stages = read_back(graph->index, ref, KIND_STAGE, "chain");
		for (size_t i = 0; i < stages.n; i++)
			add_node(graph, stages.v[i]);
		for (size_t i = 0; i < stages.n; i++)
			add_edges_at(graph, stages.v[i], KIND_LINK);
		struct ref zone = zone_of(graph->index, ref), region = read_ref(graph->index, ref, "region");
		array_push(&graph->inputs, inputs_find(graph->index, zone, region, stages.v, stages.n, &graph->arena));
		array_push(&graph->zones, ref_none(zone) ? region : zone);
		array_push(&graph->balances, balance_make(graph->index, ref, &graph->arena));
	}
}

/* -- drawing -------------------------------------------------------------------------------- */

/* A label between quotes: cleaned, and nothing in it ends the quotes. Mermaid makes HTML of it, with Markdown and \n. */
static void add_label(struct str raw, enum graph_language language, struct strbuf *out)
{
	struct strbuf clean = {0};
	text_clean(raw, &clean);
	strbuf_add_byte(out, '"');
	for (size_t i = 0; i < clean.n; i++) {
		char c = clean.p[i];
		if (language == GRAPH_DOT && (c == '"' || c == '\\'))
			strbuf_printf(out, "\\%c", c);
		else if (language == GRAPH_MERMAID && c && strchr("\"#<>&`\\", c))
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

static void add_message(const struct graph *graph, enum message id, struct strbuf *out)
{
	struct str text = str_trim(message(id, message_language(graph->chinese)));
	strbuf_printf(out, " %.*s", STR_ARG(text));
}

/* A figure as printed, and what tells it from a present one. */
static void add_figure(const struct graph *graph, struct ref claim, struct strbuf *out)
{
	int64_t modality = read_number(graph->index, claim, "modality");
	struct str scope = read_text(graph->index, claim, "scope");
	index_printed(graph->index, claim, out);
	if (modality > MODALITY_ACTUAL && modality != MODALITY_RESOURCE)
		strbuf_printf(out, " (%s)", graph->chinese ? enums[ENUM_MODALITY].v[modality].zh : enums[ENUM_MODALITY].v[modality].en);
	else if (scope.n)
		strbuf_printf(out, " (%.*s)", STR_ARG(scope));
}

static void add_figures(const struct graph *graph, const struct input *input, struct strbuf *out)
{
	for (size_t i = 0; i < input->n_claims; i++) {
		strbuf_add_c(out, i ? " / " : " ");
		add_figure(graph, input->claims[i], out);
	}
}

/* The chain's lead, what is made there in a year, how strong that is. */
static void add_standing(const struct graph *graph, struct ref node, struct strbuf *out)
{
	for (size_t c = 0; c < graph->balances.n; c++) {
		const struct balance_stage *stage = balance_stage(graph->balances.v[c], node);
		if (!stage)
			continue;
		strbuf_add_c(out, ref_none(stage->standing.lead) ? "" : " <>");
		if (stage->capacity) {
			strbuf_add_byte(out, ' ');
			formula_value(stage->capacity, graph->chinese, out);
		} else if (stage->n_unread) {
			add_message(graph, MSG_MAP_UNREAD, out);
		}
		const struct strength_info *info = &strengths[stage->standing.strength];
		strbuf_printf(out, " %s", graph->chinese ? info->zh : info->en);
		return;
	}
}

/* A stage that is something the zone has says how much of it there is. */
static void draw_node(const struct graph *graph, struct ref node, enum graph_language language, struct strbuf *out)
{
	struct strbuf label = {0};
	strbuf_add(&label, index_short_name(graph->index, node));
	add_standing(graph, node, &label);
	for (size_t c = 0; c < graph->inputs.n; c++)
		for (size_t i = 0; i < graph->inputs.v[c].n; i++)
			if (ref_eq(graph->inputs.v[c].v[i].stage, node)) {
				add_message(graph, MSG_MAP_RESERVES, &label);
				add_figures(graph, &graph->inputs.v[c].v[i], &label);
			}
	strbuf_add_byte(out, '\t');
	add_id(graph, node, language, out);
	strbuf_add_c(out, language == GRAPH_DOT ? " [label=" : "[");
	add_label(strbuf_str(&label), language, out);
	strbuf_release(&label);
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

/* The same input of two chains of a zone is two nodes: each stands with its chain. */
static void add_input_id(size_t chain, size_t input, enum graph_language language, struct strbuf *out)
{
	strbuf_printf(out, language == GRAPH_DOT ? "\"input:%zu-%zu\"" : "i%zux%zu", chain, input);
}

static void draw_input(const struct graph *graph, size_t chain, size_t at, enum graph_language language, struct strbuf *out)
{
	const struct input *input = &graph->inputs.v[chain].v[at];
	struct strbuf label = {0};
	strbuf_add(&label, input->name);
	add_figures(graph, input, &label);
	strbuf_add_c(out, "\t\t");
	add_input_id(chain, at, language, out);
	strbuf_add_c(out, language == GRAPH_DOT ? " [shape=ellipse, label=" : "([");
	add_label(strbuf_str(&label), language, out);
	strbuf_add_c(out, language == GRAPH_DOT ? "];\n" : "])\n");
	strbuf_release(&label);
}

static void draw_supplies(const struct graph *graph, size_t chain, enum graph_language language, struct strbuf *out)
{
	for (size_t i = 0; i < graph->inputs.v[chain].n; i++)
		for (size_t k = 0; k < graph->inputs.v[chain].v[i].n_users; k++) {
			strbuf_add_byte(out, '\t');
			add_input_id(chain, i, language, out);
			strbuf_add_c(out, language == GRAPH_DOT ? " -> " : " --> ");
			add_id(graph, graph->inputs.v[chain].v[i].users[k], language, out);
			strbuf_add_c(out, language == GRAPH_DOT ? ";\n" : "\n");
		}
}

/* What the zone has, in a frame of its own with the zone's name. */
static void draw_inputs(const struct graph *graph, size_t chain, enum graph_language language, struct strbuf *out)
{
	size_t n = 0;
	for (size_t i = 0; i < graph->inputs.v[chain].n; i++)
		n += ref_none(graph->inputs.v[chain].v[i].stage);
	if (!n)
		return;
	strbuf_printf(out, language == GRAPH_DOT ? "\tsubgraph cluster_inputs%zu {\n\t\tlabel=" : "\tsubgraph inputs%zu [", chain);
	add_label(index_short_name(graph->index, graph->zones.v[chain]), language, out);
	strbuf_add_c(out, language == GRAPH_DOT ? ";\n" : "]\n");
	for (size_t i = 0; i < graph->inputs.v[chain].n; i++)
		if (ref_none(graph->inputs.v[chain].v[i].stage))
			draw_input(graph, chain, i, language, out);
	strbuf_add_c(out, language == GRAPH_DOT ? "\t}\n" : "\tend\n");
	draw_supplies(graph, chain, language, out);
}

void graph_draw(
	const struct index *index, const struct ref *refs, size_t n, enum graph_language language, bool chinese, struct strbuf *out)
{
	struct graph graph = {.index = index, .chinese = chinese};
	for (size_t i = 0; i < n; i++) {
		bool again = false; /* asked for twice, drawn once */
		for (size_t j = 0; j < i && !again; j++)
			again = ref_eq(refs[j], refs[i]);
		if (!again)
			gather(&graph, refs[i]);
	}
	strbuf_add_c(out,
		language == GRAPH_DOT ? "digraph yuanlian {\n\trankdir=LR;\n\tnode [shape=box];\n" : "flowchart LR\n");
	for (size_t i = 0; i < graph.nodes.n; i++)
		draw_node(&graph, graph.nodes.v[i], language, out);
	for (size_t i = 0; i < graph.edges.n; i++)
		draw_edge(&graph, &graph.edges.v[i], language, out);
	for (size_t i = 0; i < graph.inputs.n; i++)
		draw_inputs(&graph, i, language, out);
	if (language == GRAPH_DOT)
		strbuf_add_c(out, "}\n");
	array_release(&graph.nodes);
	array_release(&graph.edges);
	array_release(&graph.inputs);
	array_release(&graph.zones);
	array_release(&graph.balances);
	arena_release(&graph.arena);
}

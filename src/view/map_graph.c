#include "view/map_internal.h"

#include "index/read.h"
#include "query/delivery.h"

uint32_t map_graph_find(const struct map_graph *graph, struct ref ref)
{
	for (size_t i = 0; i < graph->boxes.n; i++)
		if (ref_eq(graph->boxes.v[i].ref, ref))
			return (uint32_t)i;
	return LAYOUT_NONE;
}

void map_graph_release(struct map_graph *graph)
{
	array_release(&graph->chains);
	array_release(&graph->balances);
	array_release(&graph->boxes);
	array_release(&graph->edges);
	array_release(&graph->flows);
	arena_release(&graph->arena);
	*graph = (struct map_graph){0};
}

/* -- chains and stages ------------------------------------------------------------------- */

static void add_chain(struct map_graph *graph, struct ref chain)
{
	array_push(&graph->chains, chain);
	array_push(&graph->balances, balance_make(graph->index, chain, &graph->arena));
}

static void find_chains(struct map_graph *graph)
{
	struct ref subject = graph->subject;
	if (ref_kind(subject) == KIND_CHAIN) {
		add_chain(graph, subject);
	} else if (ref_kind(subject) == KIND_ZONE) {
		struct refs chains = read_back(graph->index, subject, KIND_CHAIN, "zone");
		for (size_t i = 0; i < chains.n; i++)
			add_chain(graph, chains.v[i]);
	}
}

static struct refs stages_of(const struct map_graph *graph, size_t chain)
{
	return read_back(graph->index, graph->chains.v[chain], KIND_STAGE, "chain");
}

static void add_stages(struct map_graph *graph)
{
	for (size_t c = 0; c < graph->chains.n; c++) {
		struct refs stages = stages_of(graph, c);
		for (size_t i = 0; i < stages.n; i++) {
			struct map_box box = {.ref = stages.v[i], .balance = balance_stage(graph->balances.v[c], stages.v[i])};
			if (graph->view == MAP_EVERYWHERE)
				standing_everywhere(graph->index, box.ref, &graph->arena, &box.standing);
			else if (box.balance)
				box.standing = box.balance->standing;
			else
				standing_make(graph->index, box.ref, &graph->arena, &box.standing);
			array_push(&graph->boxes, box);
		}
	}
}

/* -- edges ------------------------------------------------------------------------------------ */

/* Several products are joined by this. */
static const struct str between = STR_INIT("、");

/* Whether the joined products hold this one whole: 煤 is not said by 煤焦油. */
static bool says(struct str joined, struct str product)
{
	for (ptrdiff_t at = 0; (at = str_find(joined, product, (size_t)at)) >= 0; at++) {
		struct str before = str_sub(joined, 0, (size_t)at), behind = str_sub(joined, (size_t)at + product.n, joined.n);
		if ((!before.n || str_ends(before, between)) && (!behind.n || str_starts(behind, between)))
			return true;
	}
	return false;
}

static void join(struct map_graph *graph, struct str *joined, struct str product)
{
	if (!joined->n)
		*joined = product;
	else if (product.n && !says(*joined, product))
		*joined = arena_printf(&graph->arena, "%.*s%.*s%.*s", STR_ARG(*joined), STR_ARG(between), STR_ARG(product));
}

static void add_edge(struct map_graph *graph, uint32_t from, uint32_t to, bool byproduct, struct str product)
{
	for (size_t i = 0; i < graph->edges.n; i++) {
		struct map_edge *e = &graph->edges.v[i];
		if (e->from != from || e->to != to || e->byproduct != byproduct)
			continue;
		join(graph, &e->label, product);
		return;
	}
	array_push(&graph->edges, ((struct map_edge){.from = from, .to = to, .byproduct = byproduct, .label = product}));
}

static void add_links(struct map_graph *graph)
{
	for (uint32_t i = 0; i < graph->boxes.n; i++) {
		struct refs links = read_back(graph->index, graph->boxes.v[i].ref, KIND_LINK, "from");
		for (size_t j = 0; j < links.n; j++) {
			uint32_t to = map_graph_find(graph, read_ref(graph->index, links.v[j], "to"));
			if (to != LAYOUT_NONE)
				add_edge(graph, i, to, read_byproduct(graph->index, links.v[j]), read_text(graph->index, links.v[j], "product"));
		}
	}
}

/* -- flows between enterprises -------------------------------------------------------------------- */

static void add_flow(struct map_graph *graph, struct ref flow)
{
	for (size_t i = 0; i < graph->flows.n; i++)
		if (ref_eq(graph->flows.v[i], flow))
			return;
	array_push(&graph->flows, flow);
}

static void add_flows_of(struct map_graph *graph, struct ref enterprise)
{
	static const char *const ends[] = {"from", "to"};
	for (int end = 0; end < 2; end++) {
		struct refs flows = read_back(graph->index, enterprise, KIND_FLOW, ends[end]);
		for (size_t i = 0; i < flows.n; i++)
			add_flow(graph, flows.v[i]);
	}
}

static void find_flows(struct map_graph *graph)
{
	if (ref_kind(graph->subject) == KIND_ENTERPRISE)
		add_flows_of(graph, graph->subject);
	for (size_t c = 0; c < graph->chains.n; c++) {
		struct refs stages = stages_of(graph, c);
		for (size_t i = 0; i < stages.n; i++) {
			const struct balance_stage *balance = balance_stage(graph->balances.v[c], stages.v[i]);
			struct standing standing;
			if (balance)
				standing = balance->standing;
			else
				standing_make(graph->index, stages.v[i], &graph->arena, &standing);
			for (size_t j = 0; j < standing.n_enterprises; j++)
				add_flows_of(graph, standing.enterprises[j]);
		}
	}
	if (ref_kind(graph->subject) != KIND_ZONE)
		return;
	struct refs enterprises = read_back(graph->index, graph->subject, KIND_ENTERPRISE, "zone");
	for (size_t i = 0; i < enterprises.n; i++)
		add_flows_of(graph, enterprises.v[i]);
}

static uint32_t enterprise_box(struct map_graph *graph, struct ref enterprise)
{
	uint32_t at = map_graph_find(graph, enterprise);
	if (at != LAYOUT_NONE)
		return at;
	array_push(&graph->boxes, (struct map_box){.ref = enterprise});
	return (uint32_t)graph->boxes.n - 1;
}

/* What an enterprise delivers to itself is no line of the picture: its box says so. */
static void draw_flows(struct map_graph *graph)
{
	if (ref_kind(graph->subject) == KIND_ENTERPRISE)
		enterprise_box(graph, graph->subject);
	for (size_t i = 0; i < graph->flows.n; i++) {
		struct ref flow = graph->flows.v[i];
		struct str product = read_text(graph->index, flow, "product");
		struct ref ends[2] = {read_ref(graph->index, flow, "from"), read_ref(graph->index, flow, "to")};
		if (ref_none(ends[0]) || ref_none(ends[1]))
			continue;
		uint32_t from = enterprise_box(graph, ends[0]), to = enterprise_box(graph, ends[1]);
		if (from == to)
			join(graph, &graph->boxes.v[from].own_use, product);
		else
			add_edge(graph, from, to, delivery_of(graph->index, flow, &graph->arena).byproduct, product);
	}
}

/* -- inputs --------------------------------------------------------------------------------------- */

static struct inputs find_inputs(struct map_graph *graph)
{
	struct ref zone = zone_of(graph->index, graph->subject), region = REF_NONE;
	if (ref_none(zone) && graph->chains.n)
		region = read_ref(graph->index, graph->chains.v[0], "region");
	struct ref *stages = arena_alloc(&graph->arena, (graph->boxes.n + 1) * sizeof *stages);
	for (size_t i = 0; i < graph->boxes.n; i++)
		stages[i] = graph->boxes.v[i].ref;
	return inputs_find(graph->index, zone, region, stages, graph->boxes.n, &graph->arena);
}

static void add_input(struct map_graph *graph, const struct input *input)
{
	array_push(&graph->boxes, ((struct map_box){.ref = input->n_claims ? input->claims[0] : input->record, .input = input}));
	for (size_t j = 0; j < input->n_users; j++)
		array_push(&graph->edges,
			((struct map_edge){.from = (uint32_t)graph->boxes.n - 1, .to = map_graph_find(graph, input->users[j]), .supply = true}));
}

/* Those that go into a stage before those of which nothing says where they go. */
static void add_inputs(struct map_graph *graph)
{
	if (graph->chains.n)
		graph->inputs = find_inputs(graph);
	for (int loose = 0; loose < 2; loose++)
		for (size_t i = 0; i < graph->inputs.n; i++)
			if (ref_none(graph->inputs.v[i].stage) && loose == !graph->inputs.v[i].n_users)
				add_input(graph, &graph->inputs.v[i]);
}

static void count_all(struct map_graph *graph)
{
	graph->n_boxes = graph->boxes.n;
	graph->n_edges = graph->edges.n;
}

static bool is_linked(const struct map_graph *graph, size_t box)
{
	for (size_t i = graph->edges.n; i-- > 0;)
		if (graph->edges.v[i].from == box)
			return true;
	return false;
}

/* Inputs come last, in boxes as in edges. */
void map_graph_inputs(struct map_graph *graph, bool shown)
{
	graph->endowed = shown;
	graph->n_strip = 0;
	graph->boxes.n = graph->n_boxes;
	graph->edges.n = graph->n_edges;
	while (!shown && graph->boxes.n && graph->boxes.v[graph->boxes.n - 1].input)
		graph->boxes.n--;
	while (!shown && graph->edges.n && graph->edges.v[graph->edges.n - 1].from >= graph->boxes.n)
		graph->edges.n--;
	while (graph->n_strip < graph->boxes.n && graph->boxes.v[graph->boxes.n - 1 - graph->n_strip].input
		&& !is_linked(graph, graph->boxes.n - 1 - graph->n_strip))
		graph->n_strip++;
}

size_t map_graph_count_inputs(const struct map_graph *graph)
{
	size_t n = 0;
	while (n < graph->n_boxes && graph->boxes.v[graph->n_boxes - 1 - n].input)
		n++;
	return n;
}

void map_graph_make(struct map_graph *graph, const struct index *index, struct ref subject, enum map_view view)
{
	*graph = (struct map_graph){.index = index, .subject = subject, .view = view};
	find_chains(graph);
	find_flows(graph);
	if (view == MAP_FLOWS) {
		draw_flows(graph);
	} else {
		add_stages(graph);
		add_links(graph);
		if (view == MAP_CHAIN)
			add_inputs(graph);
	}
	count_all(graph);
}

/* -- degrees -------------------------------------------------------------------------------------- */

/* How many edges lie between the centre and each box, whichever way they lead. */
static size_t *distances(const struct map_graph *graph, uint32_t centre)
{
	size_t n = graph->boxes.n;
	size_t *far = xmalloc((n + 1) * sizeof *far);
	for (size_t i = 0; i < n; i++)
		far[i] = i == centre ? 0 : SIZE_MAX;
	for (bool changed = true; changed;) {
		changed = false;
		for (size_t i = 0; i < graph->edges.n; i++) {
			const struct map_edge *e = &graph->edges.v[i];
			const uint32_t ends[2][2] = {{e->from, e->to}, {e->to, e->from}};
			for (int d = 0; d < 2; d++)
				if (far[ends[d][0]] != SIZE_MAX && far[ends[d][0]] + 1 < far[ends[d][1]]) {
					far[ends[d][1]] = far[ends[d][0]] + 1;
					changed = true;
				}
		}
	}
	return far;
}

static void keep_near(struct map_graph *graph, const size_t *far, size_t degrees)
{
	uint32_t *numbers = xmalloc((graph->boxes.n + 1) * sizeof *numbers);
	size_t n = 0, n_edges = 0;
	for (size_t i = 0; i < graph->edges.n; i++) {
		const struct map_edge *e = &graph->edges.v[i];
		graph->boxes.v[e->from].n_hidden += far[e->to] > degrees;
		graph->boxes.v[e->to].n_hidden += far[e->from] > degrees;
	}
	for (size_t i = 0; i < graph->boxes.n; i++) {
		numbers[i] = far[i] <= degrees ? (uint32_t)n : LAYOUT_NONE;
		if (far[i] <= degrees)
			graph->boxes.v[n++] = graph->boxes.v[i];
	}
	for (size_t i = 0; i < graph->edges.n; i++) {
		struct map_edge e = graph->edges.v[i];
		e.from = numbers[e.from];
		e.to = numbers[e.to];
		if (e.from != LAYOUT_NONE && e.to != LAYOUT_NONE)
			graph->edges.v[n_edges++] = e;
	}
	graph->boxes.n = n;
	graph->edges.n = n_edges;
	free(numbers);
}

size_t map_graph_narrow(struct map_graph *graph, struct ref centre, size_t degrees)
{
	map_graph_inputs(graph, true);
	uint32_t at = map_graph_find(graph, centre);
	size_t greatest = 0;
	if (at == LAYOUT_NONE)
		return 0;
	size_t *far = distances(graph, at);
	for (size_t i = 0; i < graph->boxes.n; i++)
		greatest = far[i] != SIZE_MAX && far[i] > greatest ? far[i] : greatest;
	if (degrees)
		keep_near(graph, far, degrees);
	count_all(graph);
	free(far);
	return greatest;
}

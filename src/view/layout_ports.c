/*
 * Which hops share a vertical run, and the rows of a box where lines leave and enter.
 *
 * Hops of one source may share a run, or hops into one target; never both, or a reader could take a way that is no link.
 * So the hops between two layers are covered by hubs, the greatest first: each hub has one line end, and so has each hop
 * at its other node.
 */
#include "view/layout_internal.h"

#include <limits.h>
#include <stdlib.h>

/* -- nets --------------------------------------------------------------------------------- */

struct covering {
	struct graph *g;
	const uint32_t *hops; /* between two layers, of one role */
	uint32_t n, *degree;  /* degree: hops not yet covered, 2 * node and on the left side 2 * node + 1 */
	bool *covered;        /* by hop */
};

/* Make a net of the hops of the greatest hub; false where all are covered. */
static bool cover_next(struct covering *c)
{
	struct graph *g = c->g;
	uint32_t best = 0, hub = 0;
	bool join = false;
	for (uint32_t i = 0; i < c->n; i++) {
		const struct hop *hop = &g->hops[c->hops[i]];
		if (c->covered[c->hops[i]])
			continue;
		uint32_t out = c->degree[2 * hop->from], in = c->degree[2 * hop->to + 1];
		if (out > best || in > best) {
			join = in > out;
			best = join ? in : out;
			hub = join ? hop->to : hop->from;
		}
	}
	if (!best)
		return false;
	for (uint32_t i = 0; i < c->n; i++) {
		struct hop *hop = &g->hops[c->hops[i]];
		if (c->covered[c->hops[i]] || (join ? hop->to : hop->from) != hub)
			continue;
		c->covered[c->hops[i]] = true;
		c->degree[2 * hop->from]--;
		c->degree[2 * hop->to + 1]--;
		hop->net = g->n_nets;
	}
	g->nets[g->n_nets++] = (struct net){hub, join};
	return true;
}

static void make_nets(struct graph *g)
{
	uint32_t *keys = arena_calloc(g->scratch, g->n_hops, sizeof *keys);
	for (uint32_t i = 0; i < g->n_hops; i++) {
		uint32_t role = g->tracks[g->hops[i].track].role;
		keys[i] = LAYOUT_ROLES * (uint32_t)g->nodes[g->hops[i].from].layer + role;
	}
	uint32_t n_keys = LAYOUT_ROLES * (uint32_t)g->n_layers;
	struct groups groups = layout_group(g->scratch, keys, g->n_hops, n_keys);
	struct covering c = {.g = g};
	c.degree = arena_calloc(g->scratch, 2 * (size_t)g->n_nodes, sizeof *c.degree);
	c.covered = arena_calloc(g->scratch, g->n_hops, sizeof *c.covered);
	g->nets = arena_calloc(g->scratch, g->n_hops, sizeof *g->nets);
	for (uint32_t key = 0; key < n_keys; key++) {
		c.hops = &groups.v[groups.first[key]];
		c.n = groups.first[key + 1] - groups.first[key];
		for (uint32_t i = 0; i < c.n; i++) {
			c.degree[2 * g->hops[c.hops[i]].from]++;
			c.degree[2 * g->hops[c.hops[i]].to + 1]++;
		}
		while (cover_next(&c))
			continue;
	}
}

/* -- line ends ------------------------------------------------------------------------------ */

/* A place on one side of a node where a line ends; hops of one net at their hub share it. */
struct port {
	uint32_t node;
	bool right;
	double wish;   /* ends stand in the order of what they lead to */
	uint32_t id;   /* a net, or a track that leads back */
	uint32_t hop;  /* the hop; LAYOUT_NONE: all hops of the net, or a track that leads back */
	bool back;
};

static int compare_ports(const void *x, const void *y)
{
	const struct port *a = x, *b = y;
	if (a->node != b->node)
		return a->node < b->node ? -1 : 1;
	if (a->right != b->right)
		return a->right ? 1 : -1;
	if (a->wish < b->wish || a->wish > b->wish)
		return a->wish < b->wish ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

/* Whether a link that leads back has less to go round above the boxes than below: by the order of its ends. */
static bool goes_above(const struct graph *g, const struct track *track)
{
	double height = 0;
	const uint32_t ends[] = {track->from, track->to};
	for (int i = 0; i < 2; i++) {
		const struct node *node = &g->nodes[ends[i]];
		uint32_t n = g->parts[node->part].layers[node->layer].n;
		height += (node->order + 0.5) / n;
	}
	return height < 0.9;
}

static uint32_t hop_ports(struct graph *g, struct port *ports)
{
	uint32_t n = 0;
	double *sum = arena_calloc(g->scratch, g->n_nets, sizeof *sum);
	uint32_t *count = arena_calloc(g->scratch, g->n_nets, sizeof *count);
	for (uint32_t i = 0; i < g->n_hops; i++) {
		const struct hop *hop = &g->hops[i];
		const struct net *net = &g->nets[hop->net];
		uint32_t rim = net->join ? hop->from : hop->to;
		sum[hop->net] += g->nodes[rim].order;
		count[hop->net]++;
		ports[n++] = (struct port){.node = rim, .right = net->join, .wish = g->nodes[net->hub].order, .id = hop->net, .hop = i};
	}
	for (uint32_t i = 0; i < g->n_nets; i++)
		ports[n++] = (struct port){.node = g->nets[i].hub, .right = !g->nets[i].join, .wish = sum[i] / count[i], .id = i,
			.hop = LAYOUT_NONE};
	return n;
}

/* Lines that lead back end outside of all others, so that they cross none of them beside the box. */
static uint32_t back_ports(struct graph *g, struct port *ports)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < g->n_tracks; i++) {
		struct track *track = &g->tracks[i];
		if (!track->back)
			continue;
		track->above = goes_above(g, track);
		double wish = track->above ? INT_MIN : INT_MAX;
		ports[n++] = (struct port){.node = track->from, .right = true, .wish = wish, .id = i, .hop = LAYOUT_NONE, .back = true};
		ports[n++] = (struct port){.node = track->to, .wish = wish, .id = i, .hop = LAYOUT_NONE, .back = true};
	}
	return n;
}

static void set_port(struct graph *g, const struct port *port, int *hub_ports, int row)
{
	if (port->back)
		*(port->right ? &g->tracks[port->id].from_port : &g->tracks[port->id].to_port) = row;
	else if (port->hop == LAYOUT_NONE)
		hub_ports[port->id] = row;
	else if (port->right)
		g->hops[port->hop].from_port = row;
	else
		g->hops[port->hop].to_port = row;
}

void layout_place_ports(struct graph *g)
{
	make_nets(g);
	struct port *ports = arena_calloc(g->scratch, 2 * ((size_t)g->n_hops + g->n_tracks), sizeof *ports);
	int *hub_ports = arena_calloc(g->scratch, g->n_nets, sizeof *hub_ports);
	uint32_t n = hop_ports(g, ports);
	n += back_ports(g, ports + n);
	if (n)
		qsort(ports, n, sizeof *ports, compare_ports);
	/* Rows grow for the fuller side of a box first: the other side spreads over all of them. */
	for (int pass = 0; pass < 2; pass++)
		for (uint32_t i = 0, end; i < n; i = end) {
			struct node *node = &g->nodes[ports[i].node];
			int margin = node->box != LAYOUT_NONE && g->in->framed ? 1 : 0;
			for (end = i + 1; end < n && ports[end].node == ports[i].node && ports[end].right == ports[i].right;)
				end++;
			int count = (int)(end - i);
			node->rows = layout_max(node->rows, count + 2 * margin);
			for (int k = 0; k < count && pass; k++)
				set_port(g, &ports[i + (uint32_t)k], hub_ports, margin + (2 * k + 1) * (node->rows - 2 * margin) / (2 * count));
		}
	for (uint32_t i = 0; i < g->n_hops; i++) {
		const struct net *net = &g->nets[g->hops[i].net];
		*(net->join ? &g->hops[i].to_port : &g->hops[i].from_port) = hub_ports[g->hops[i].net];
	}
}

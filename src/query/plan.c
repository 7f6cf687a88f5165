#include "query_internal.h"

/* What one answer of a term costs, roughly: a bit or a number 0, a few claims 1, folding a text 2, comparing claims with each other 3. */
static int term_cost(const struct term *term)
{
	switch (term->type) {
	case TERM_ROWS: case TERM_CODES: case TERM_PERIOD: case TERM_NUMBER: case TERM_PRESENT: return 0;
	case TERM_TARGET: case TERM_FIGURE: case TERM_FIGURES: case TERM_SINCE: case TERM_DOUBT: case TERM_REFERENCE: return 1;
	case TERM_TEXT: return 2;
	case TERM_VERDICT: return 3;
	}
	return 0;
}

static int node_cost(const struct node *node)
{
	int cost = node->type == NODE_TERM ? term_cost(node->term) : 0;
	for (const struct node *child = node->first; child; child = child->next) {
		int own = node_cost(child);
		cost = own > cost ? own : cost;
	}
	return cost;
}

void plan_make(struct node *node)
{
	struct node *sorted = NULL;
	for (struct node *child = node->first, *next; child; child = next) {
		struct node **at = &sorted;
		next = child->next;
		plan_make(child);
		while (*at && node_cost(*at) <= node_cost(child))
			at = &(*at)->next;
		child->next = *at;
		*at = child;
	}
	node->first = sorted;
}

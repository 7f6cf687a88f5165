/* Orders of a delta: those of its base with the changed rows in their places. */
#include "delta_internal.h"

void delta_ranks(struct delta *d)
{
	index_make_ranks(d->index);
}

void delta_orders(struct delta *d)
{
	index_make_orders(d->index);
}

void delta_since(struct delta *d)
{
	index_make_since(d->index);
}

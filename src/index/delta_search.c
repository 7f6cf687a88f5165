/* What look-ups of a delta run on. */
#include "delta_internal.h"

void delta_search(struct delta *d)
{
	index_make_search(d->index);
}

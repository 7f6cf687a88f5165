/* What a look-up found. */
#ifndef SUPPORT_HITS_H
#define SUPPORT_HITS_H

#include "index/lookup.h"

static inline bool has_hit(const struct lookup_hits *hits, struct ref ref)
{
	for (size_t i = 0; i < hits->n; i++)
		if (ref_eq(hits->v[i].ref, ref))
			return true;
	return false;
}

#endif

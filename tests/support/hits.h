/* What a look-up found. */
#ifndef SUPPORT_HITS_H
#define SUPPORT_HITS_H

#include "support/test.h"

#include "index/lookup.h"
#include "index/read.h"

static inline bool has_hit(const struct lookup_hits *hits, struct ref ref)
{
	for (size_t i = 0; i < hits->n; i++)
		if (ref_eq(hits->v[i].ref, ref))
			return true;
	return false;
}

/* Whatever bounds spare looking at: the best of few are the first of all, and as many are counted. How many all are. */
static inline size_t best_are_first(const struct index *index, const char *text, const size_t *limits, size_t n_limits)
{
	struct lookup_hits all, few;
	lookup_run(index, str_from(text), UINT32_MAX, SIZE_MAX, &all);
	size_t counted = lookup_count(&all);
	assert_int_equal(all.n, counted);
	for (size_t l = 0; l < n_limits; l++) {
		lookup_run(index, str_from(text), UINT32_MAX, limits[l], &few);
		assert_int_equal(few.n, all.n < limits[l] ? all.n : limits[l]);
		assert_memory_equal(few.counts, all.counts, sizeof all.counts);
		for (size_t i = 0; i < few.n; i++)
			if (!ref_eq(few.v[i].ref, all.v[i].ref) || few.v[i].score != all.v[i].score)
				fail_msg("\"%s\": of %zu hit %zu is %.*s, of all %.*s", text, limits[l], i, STR_ARG(index_id(index, few.v[i].ref)),
					STR_ARG(index_id(index, all.v[i].ref)));
		lookup_release(&few);
	}
	size_t n = all.n;
	lookup_release(&all);
	return n;
}

#endif

/* Which records lend a row their names. */
#include "index_internal.h"

size_t index_context_of(const struct index *index, struct ref ref, struct ref out[CONTEXT_MAX], size_t *n_direct)
{
	enum kind kind = ref_kind(ref);
	size_t n = 0;
	for (size_t i = 0; i < index->n_context[kind]; i++) {
		struct ref r = index_ref(index, ref, index->context[kind][i]);
		if (index_stands(index, r, ALL_KINDS))
			out[n++] = r;
	}
	*n_direct = n;
	bool has_zone = false;
	for (size_t i = 0; i < *n_direct; i++)
		has_zone |= ref_kind(out[i]) == KIND_ZONE;
	for (size_t i = 0; i < *n_direct; i++) {
		enum kind k = ref_kind(out[i]);
		if (k == KIND_ZONE || k == KIND_REGION)
			continue;
		for (size_t j = 0; j < index->n_context[k] && n < CONTEXT_MAX; j++) {
			struct ref r = index_ref(index, out[i], index->context[k][j]);
			if (index_stands(index, r, ALL_KINDS) && (ref_kind(r) == KIND_CHAIN || (ref_kind(r) == KIND_ZONE && !has_zone)))
				out[n++] = r;
		}
	}
	return n;
}

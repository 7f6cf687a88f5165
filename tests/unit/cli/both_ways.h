/* Records of a packed index against those of the other one in a world of ledgers. */
#ifndef UNIT_CLI_BOTH_WAYS_H
#define UNIT_CLI_BOTH_WAYS_H

#include "support/ledger_world.h"

/* The record of the packed index that is `ref` in the other one. */
static inline struct ref twin(const struct world *w, struct ref ref)
{
	struct ref other = ref_none(ref) ? ref : index_find_id(w->packed, index_id(w->records, ref));
	if (!ref_none(ref) && ref_none(other))
		fail_msg("%.*s is not found", STR_ARG(index_id(w->records, ref)));
	return other;
}

static inline void check_refs(const struct world *w, struct ref about, const char *what, struct refs a, struct refs b, bool in_order)
{
	if (a.n != b.n)
		fail_msg("%.*s: %s: found %zu, expected %zu", STR_ARG(index_id(w->records, about)), what, b.n, a.n);
	for (size_t i = 0; i < a.n; i++) {
		struct ref other = twin(w, a.v[i]);
		bool found = in_order && ref_eq(other, b.v[i]);
		for (size_t j = 0; !in_order && j < b.n && !found; j++)
			found = ref_eq(other, b.v[j]);
		if (!found)
			fail_msg("%.*s: %s: %.*s is not in its place", STR_ARG(index_id(w->records, about)), what, STR_ARG(index_id(w->records, a.v[i])));
	}
}

static inline void check_text(const struct world *w, struct ref ref, const char *what, struct str a, struct str b)
{
	if (!str_eq(a, b))
		fail_msg("%.*s: %s: found \"%.*s\", expected \"%.*s\"", STR_ARG(index_id(w->records, ref)), what, STR_ARG(b), STR_ARG(a));
}

#endif

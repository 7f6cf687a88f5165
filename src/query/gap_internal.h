/*
 * What gap.c (which stages) and candidate.c (who could fill them) share.
 */
#ifndef QUERY_GAP_INTERNAL_H
#define QUERY_GAP_INTERNAL_H

#include "base/radix.h"
#include "query/gap.h"
#include "ref_list_internal.h"

/* A stage that the subject's zone has, with what stands there. */
struct own_stage {
	struct ref stage;
	struct standing standing;
};

struct searching {
	const struct index *index;
	struct arena *arena;
	struct ref zone;
	const struct ref *references; /* stage_reference of every stage, by row: asked for each pair of stages */
	ARRAY(struct own_stage) own; /* of the zone's chains; of the chain alone where it has no zone */
	ARRAY(const struct balance *) balances; /* of the chains whose gaps are looked for */
	ARRAY(struct gap) gaps;
};

static inline struct ref reference_of(const struct searching *s, struct ref stage)
{
	return ref_none(stage) ? REF_NONE : s->references[ref_row(stage)];
}

static inline bool same_stage(const struct searching *s, struct ref a, struct ref b)
{
	return stage_same_by(s->index, a, reference_of(s, a), b, reference_of(s, b));
}

/* Somebody or something stands at an own stage that is the same as this one. */
const struct own_stage *own_find(const struct searching *s, struct ref stage);
static inline bool own_stands(const struct own_stage *own)
{
	return own && own->standing.strength != STRENGTH_MISSING;
}

/* Fill the candidates of a gap. */
void candidates_find(const struct searching *s, struct gap *gap);

#endif

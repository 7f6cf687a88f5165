/*
 * What a zone has for its chains to live on: endowment, power, steam, water, land, workshops. Seen in figures about the
 * zone, its parks and its region, in its facilities and in those of its projects that supply power or steam.
 *
 * Everything lives in the arena.
 */
#ifndef QUERY_INPUT_H
#define QUERY_INPUT_H

#include "base/arena.h"
#include "index/index.h"

enum input_type { INPUT_RESOURCE, INPUT_POWER, INPUT_STEAM, INPUT_WATER, INPUT_LAND, INPUT_WORKSHOP, INPUT_TYPES };

struct input_type_info {
	const char *code;
	const char *zh, *en;
};
extern const struct input_type_info input_types[INPUT_TYPES];

struct input {
	enum input_type type;
	struct str name;          /* the facility or project, else what the figures name (铝土矿), else the indicator; raw */
	struct ref record;        /* facility, or what the figures are about: zone, park, region, project */
	const struct ref *claims; /* every figure as printed: they may differ in modality, scope and period. Never to be summed */
	size_t n_claims;          /* 0: that it is there is all that is known */
	struct ref stage;         /* of the stages looked at, the one whose name or product this is; REF_NONE */
	const struct ref *users;  /* stages that it goes into by a link of theirs or of their reference stage; none where `stage` is given */
	size_t n_users;
};

struct inputs {
	const struct input *v; /* by type, then as in the index */
	size_t n;
};

/*
 * The inputs of a zone, and which of these stages they are or go into.
 *
 * zone      REF_NONE: then the region's
 * region    of a chain without a zone; REF_NONE
 */
struct inputs inputs_find(const struct index *index, struct ref zone, struct ref region, const struct ref *stages, size_t n_stages,
	struct arena *arena);

#endif

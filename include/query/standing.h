/*
 * Who and what stands at a stage of a chain: enterprises, projects, figures of capacity, and how strong that makes it.
 *
 * A reference chain (模板) is one that nobody has: without zone, region and lead, and without enterprises or projects at
 * its own stages. What stands there stands at the stages of real chains that name it as their reference.
 */
#ifndef QUERY_STANDING_H
#define QUERY_STANDING_H

#include "query/formula.h"

enum strength { STRENGTH_MISSING, STRENGTH_WEAK, STRENGTH_MEDIUM, STRENGTH_STRONG, STRENGTH_COUNT };

struct strength_info {
	const char *code;             /* "missing" */
	const char *zh, *en;          /* 缺 弱 中 强 */
	const char *rule_zh, *rule_en;
};

/* The rules are tried from the strongest down; the first that holds counts. */
extern const struct strength_info strengths[STRENGTH_COUNT];

/* Whose figure of capacity it is; a wider one contains the narrower ones. */
enum holder { HOLDER_STAGE, HOLDER_AREA /* zone or region */, HOLDER_PARK, HOLDER_ENTERPRISE, HOLDER_COUNT };

/* What a word says about a stage. */
enum stage_word { STAGE_OTHER, STAGE_PRODUCT /* one of its products */, STAGE_NAME /* its name or a short one */ };

struct stage_figure {
	struct ref claim;
	struct ref owner;         /* stage, area, park or enterprise; the project where it has no owner */
	enum holder holder;
	enum stage_word word;     /* what the figure's item says */
	bool intake;              /* what is taken in (消纳, 处理), not what is made */
	bool capacity;            /* of modality capacity */
	const struct formula *number; /* of one of modality capacity; NULL: its words name none */

	/* of the claim */
	struct ref subject, part_of;
	struct str item;
};

struct standing {
	const struct ref *stages;       /* whose standing it is: the stage itself, or several put together */
	const struct ref *enterprises;  /* that stand there, or own a project there that produces; each once */
	const struct ref *projects;     /* at the stage, whatever their status */
	const struct ref *under_way;    /* those from 谋划 to 试产 */
	const struct ref *zones;        /* of enterprises, projects and chains; each once */
	const struct stage_figure *figures; /* of indicator capacity or output, of every modality but actual */
	size_t n_stages, n_enterprises, n_projects, n_under_way, n_zones, n_figures;
	struct ref lead;                /* the chain's lead enterprise, if it stands there; else REF_NONE */
	bool has_capacity;              /* a figure of modality capacity of what is made */
	enum strength strength;
};

/* What stands at one stage; of a stage of a reference chain what stands at those that follow it. */
void standing_make(const struct index *index, struct ref stage, struct arena *arena, struct standing *out);

/* What stands at all stages of real chains that are the same as this one, itself included. */
void standing_everywhere(const struct index *index, struct ref stage, struct arena *arena, struct standing *out);

/* REF_NONE, what a stage of no chain has, is none. */
bool chain_is_reference(const struct index *index, struct ref chain);

/* A reference chain, or a stage of one: our own taxonomy, nobody's chain. */
bool standing_is_reference(const struct index *index, struct ref ref);

/* How many of the chains, or of the stages, are that; 0 for other kinds. */
size_t standing_references(const struct index *index, enum kind kind);

/* The stage of a reference chain that a stage follows; itself where it is one; REF_NONE. */
struct ref stage_reference(const struct index *index, struct ref stage);

/* Whether two stages are the same link in the chain of things: one reference, or a name in common. */
bool stage_same(const struct index *index, struct ref a, struct ref b);

/* The same for whoever compares many and knows their references (stage_reference) already. */
bool stage_same_by(const struct index *index, struct ref a, struct ref reference_a, struct ref b, struct ref reference_b);

enum stage_word stage_word(const struct index *index, struct ref stage, struct str word);

/* The zone of a chain, stage, enterprise, project, park, facility or zone; REF_NONE. */
struct ref zone_of(const struct index *index, struct ref ref);

#endif

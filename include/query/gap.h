/*
 * What a chain, or all chains of a zone, lack, and who could fill it: the 招商图谱. Every gap
 * names its ground and every candidate its reasons, each a record that has a source.
 *
 * Everything lives in the arena.
 */
#ifndef QUERY_GAP_H
#define QUERY_GAP_H

#include "query/balance.h"

/* Why a stage is a gap; several may hold. */
enum gap_type {
	GAP_MISSING,   /* nobody stands there: a stage of the chain, or one that only the reference chain has */
	GAP_SHORT,     /* makes less than what is needed of it, by the balance */
	GAP_DEPENDENT, /* missing or short, and a stage that the zone has takes its product: supplied from outside */
	GAP_THIN,      /* one enterprise, or only projects or planned capacity */
	GAP_ADJACENT,  /* one step from a stage that the zone has, in chains that other zones run */
	GAP_TYPES
};

struct gap_type_info {
	const char *code;
	const char *zh, *en;
	const char *rule_zh, *rule_en;
};
extern const struct gap_type_info gap_types[GAP_TYPES];

enum reason_type {
	REASON_PROJECT,  /* record: a project from 谋划 to 试产 at that stage */
	REASON_SUPPLIER, /* record: a flow to an enterprise of the stage behind */
	REASON_CUSTOMER, /* record: a flow from an enterprise of the stage before */
	REASON_AT_STAGE, /* record: the same stage of another chain, at which it stands */
	REASON_PRODUCT,  /* record: the enterprise; word: a product that it makes */
	REASON_RESOURCE, /* record: a figure of reserves */
	REASON_TYPES
};

struct reason {
	enum reason_type type;
	struct ref record;
	struct str word;
};

enum { REASONS_MAX = 8 };

struct candidate {
	struct ref who;  /* enterprise, project without an owner, or zone */
	struct ref zone; /* where it is; REF_NONE */
	struct reason reasons[REASONS_MAX]; /* weightiest first */
	size_t n_reasons;
	int weight;      /* of all reasons; the order of candidates, then by name */
};

struct gap {
	unsigned types;            /* bits: 1 << GAP_… */
	struct ref stage;          /* of the chain; else of the reference chain; of an adjacent one a stage of another zone */
	struct ref chain;          /* whose gap it is; REF_NONE where adjacent */
	const struct formula *rest; /* GAP_SHORT */
	bool bottleneck;            /* of its chain, by the balance */
	size_t n_unread;            /* figures of what it makes whose number cannot be read */
	struct ref alone;           /* GAP_THIN: the one enterprise; REF_NONE: only projects or planned capacity */
	const struct ref *users;   /* GAP_DEPENDENT: stages of the zone that take its product; GAP_ADJACENT: stages next to it */
	size_t n_users;
	size_t n_zones;            /* GAP_ADJACENT: other zones in which somebody stands there */
	const struct candidate *candidates;
	size_t n_candidates;
};

struct gaps {
	struct ref subject, zone;  /* zone may be REF_NONE */
	const struct gap *v;       /* short and missing ones first, adjacent ones last */
	size_t n;
};

/* subject: a chain or a zone. A reference chain has no gaps of its own. */
const struct gaps *gaps_find(const struct index *index, struct ref subject, struct arena *arena);

/* "缺环 外购". Appended. */
void gap_types_text(const struct gap *gap, bool chinese, struct strbuf *out);

/* Why it is one, in words: "参照链有此环节,本区无人在此; 供应 电解铝". Appended, raw. */
void gap_ground(const struct gap *gap, const struct index *index, bool chinese, struct strbuf *out);

/* "同环节: 乙区铝链 电解铝". Appended, raw. */
void reason_text(const struct reason *reason, const struct index *index, bool chinese, struct strbuf *out);

/* Where the reason was printed; REF_NONE. */
struct ref reason_source(const struct reason *reason, const struct index *index);

#endif

/*
 * Enumerations of the model: English codes in files, labels in both languages for people.
 */
#ifndef MODEL_ENUMS_H
#define MODEL_ENUMS_H

#include "base/str.h"

enum enumeration {
	ENUM_NONE,
	ENUM_STATUS,      /* enum status */
	ENUM_MODALITY,    /* enum modality */
	ENUM_ZONE_CLASS,  /* economic hightech agriculture ecotourism reform bonded … */
	ENUM_ZONE_LEVEL,
	ENUM_REGION_LEVEL,
	ENUM_ENTERPRISE_CLASS,
	ENUM_LINK_ROLE,
	ENUM_DATE_BASIS,
	ENUM_CERTAINTY,
	ENUM_VERDICT, /* of a target: kept unseen missed */
	ENUM_RULE,    /* of a doubt */
	ENUM_COUNT
};

/* In the order of a project's life; STALLED and ENDED stand outside of it. */
enum status {
	STATUS_PLANNED,
	STATUS_NEGOTIATING,
	STATUS_SIGNED,
	STATUS_FILED,
	STATUS_STARTED,
	STATUS_BUILDING,
	STATUS_TRIAL,
	STATUS_PRODUCING,
	STATUS_FULL,
	STATUS_STALLED,
	STATUS_ENDED,
};

enum modality {
	MODALITY_ACTUAL,
	MODALITY_CAPACITY,
	MODALITY_EXPECTED,
	MODALITY_PLANNED,
	MODALITY_TARGET,
	MODALITY_RESOURCE,
	MODALITY_COUNT
};

struct enum_code {
	const char *code;
	const char *zh, *en;
};

struct enum_info {
	const struct enum_code *v;
	size_t n;
	bool ordered; /* codes can be compared: status>=signed */
};

extern const struct enum_info enums[ENUM_COUNT];

/* The number of a code or a label in either language; -1 where there is none. Pinyin of labels is the query's business. */
int enum_parse(enum enumeration enumeration, struct str word);

#endif

/*
 * The kinds of record (design.md, "Nouns") and references to records.
 */
#ifndef MODEL_KIND_H
#define MODEL_KIND_H

#include "base/str.h"

/* The order is that of exports and of loading: a kind refers mostly to kinds before it. New kinds go to the end: the store's keys contain the number. */
enum kind {
	KIND_REGION,
	KIND_SECTOR,
	KIND_INDICATOR,
	KIND_SOURCE,
	KIND_ZONE,
	KIND_PARK,
	KIND_CHAIN,
	KIND_STAGE,
	KIND_LINK,
	KIND_ENTERPRISE,
	KIND_PLACEMENT,
	KIND_FLOW,
	KIND_PROJECT,
	KIND_MILESTONE,
	KIND_FACILITY,
	KIND_MEASURE,
	KIND_REQUEST,
	KIND_PERSON,
	KIND_EVENT,
	KIND_CLAIM,
	KIND_TARGET,
	KIND_DOUBT,
	KIND_IDENTITY,
	KIND_ASSESSMENT,
	KIND_COUNT
};

/* In masks of kinds, bit k stands for kind k. */
#define ALL_KINDS ((UINT32_C(1) << KIND_COUNT) - 1)

struct kind_info {
	const char *plural;   /* "zones": command line, file name, JSON key, SQL table */
	const char *singular; /* "zone": id prefix, value of `kind` */
	const char *zh, *en;  /* labels for people: 开发区, "development zones" */
	const char *sign;     /* one Han character that stands for the kind in mixed lists: 区 */
};

extern const struct kind_info kinds[KIND_COUNT];

/* The kind named by its plural, singular, Chinese label or sign. False, *kind untouched: none is; also below. */
bool kind_parse(struct str word, enum kind *kind);

/* The kind of an id such as "zone:xingxian" by its prefix. */
bool kind_of_id(struct str id, enum kind *kind);

/* Whether text is "kind:slug" with a known kind and a slug of a-z 0-9 . - (not first). */
bool id_valid(struct str id);

/* "invest" of "indicator:invest": what stands behind the kind; all of what has none. */
struct str id_slug(struct str id);

/*
 * A record inside one index or row source: kind and row number in 32 bits.
 * A row number means nothing outside the object that gave it; ids are what is kept.
 */
struct ref {
	uint32_t bits;
};

#define REF_NONE ((struct ref){UINT32_MAX})

enum { REF_ROW_BITS = 27 };

static inline struct ref ref_make(enum kind kind, uint32_t row)
{
	return (struct ref){(uint32_t)kind << REF_ROW_BITS | row};
}

static inline enum kind ref_kind(struct ref ref)
{
	return (enum kind)(ref.bits >> REF_ROW_BITS);
}

static inline uint32_t ref_row(struct ref ref)
{
	return ref.bits & ((UINT32_C(1) << REF_ROW_BITS) - 1);
}

static inline bool ref_none(struct ref ref)
{
	return ref.bits == UINT32_MAX;
}

static inline bool ref_eq(struct ref a, struct ref b)
{
	return a.bits == b.bits;
}

/* By kind, then by row. */
static inline int ref_cmp(struct ref a, struct ref b)
{
	return (a.bits > b.bits) - (a.bits < b.bits);
}

/* The same for qsort, and qsort_r. */
int ref_order(const void *a, const void *b);

#endif

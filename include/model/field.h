/*
 * The fields of each noun: one table per noun, from which CSV headers, JSON keys,
 * SQL columns, list columns and the fields of the query language follow.
 */
#ifndef MODEL_FIELD_H
#define MODEL_FIELD_H

#include "model/enums.h"
#include "model/kind.h"

enum field_type {
	FIELD_TEXT,    /* text as printed */
	FIELD_LIST,    /* texts; joined by ';' in CSV and in memory, an array in JSON */
	FIELD_REF,     /* one record of one of `kinds` */
	FIELD_REFS,    /* records; ids joined by ';' */
	FIELD_ENUM,    /* one code of `enumeration` */
	FIELD_ENUMS,   /* codes joined by ';' */
	FIELD_PERIOD,  /* a period or date with its precision: text/period.h */
	FIELD_INTEGER, /* 64-bit */
	FIELD_DECIMAL, /* an exact decimal kept as canonical text: -?digits[.digits], no trailing zeros */
	FIELD_BOOL,    /* true, or empty for false */
	FIELD_LOCATORS /* contract.md, "Locators"; several joined by ';' */
};

enum {
	FIELD_REQUIRED = 1 << 0, /* an empty value is refused */
	FIELD_SEARCHED = 1 << 1, /* words of a query look into it */
	FIELD_SHOWN = 1 << 2,    /* a column of `list` and of the browser's list unless others are asked for */
	FIELD_HIDDEN = 1 << 3,   /* not on pages: technical (sha256, start, end) */
	FIELD_QUANTITY = 1 << 4, /* FIELD_DECIMAL that may carry a unit: 1.5, 430立方米 */
};

struct field {
	const char *name; /* English: CSV header, JSON key, query; "coefficient_low" is coefficient.low in JSON */
	const char *zh;   /* Chinese name: query, column title */
	const char *en;   /* English column title */
	enum field_type type;
	unsigned flags;
	uint32_t kinds;             /* FIELD_REF(S): bit k set: kind k is allowed */
	enum enumeration enumeration; /* FIELD_ENUM(S) */
};

enum { FIELDS_MAX = 24 };

struct fields {
	const struct field *v;
	size_t n; /* <= FIELDS_MAX */
};

/* v[0] is always id. */
extern const struct fields fields_of[KIND_COUNT];

/* Index of the field in fields_of[kind], by its English or Chinese name or English title; -1 where there is none: also of REF_NONE's kind. */
int field_find(enum kind kind, struct str name);

/* The same by the English name only, for code: asserts that it exists. */
size_t field_get(enum kind kind, const char *name);

/* Indicator codes whose figures are columns of this kind's lists unless others are asked for; NULL ends. */
extern const char *const kind_figures[KIND_COUNT][4];

/*
 * The object that holds this field in JSON: "coefficient" for coefficient_low, which is
 * coefficient.low there; empty for a field that stands alone.
 */
struct str field_group(const struct field *field);

/* Whether this kind has a column `name` of its own; else its name is composed from what it refers to (index_name). */
bool kind_has_name(enum kind kind);

#endif

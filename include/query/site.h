/*
 * Where could it stand? Zones by what they offer: workshops, steam, power, railways, land, resources
 * (厂房>=1万m2 蒸汽 铁路). Seen in their facilities and in figures about them, their facilities, parks and region.
 *
 * What is not recorded is unknown, never "no": only a figure says that there is too little.
 */
#ifndef QUERY_SITE_H
#define QUERY_SITE_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "index/index.h"

enum { SITE_NEEDS_MAX = 8, SITE_CLAIMS_MAX = 4 };

enum site_op { SITE_PRESENT, SITE_AT_LEAST, SITE_MORE, SITE_AT_MOST, SITE_LESS };

struct site_need {
	struct str text;       /* as written */
	struct str word;       /* 厂房: characters or pinyin of an item, of a facility's name or type */
	enum site_op op;
	struct decimal amount; /* op other than SITE_PRESENT */
	struct str unit;       /* base unit; empty: of whatever unit */
};

struct site_needs {
	struct site_need v[SITE_NEEDS_MAX];
	size_t n;
};

/*
 * Needs separated by blanks or &: a word, or word>=amount (also > <= < and the full-width signs). Texts live in the arena.
 * Errors: ERR_USAGE, place "query", line 1 and the column of the fault; also for no need, and for more than SITE_NEEDS_MAX
 */
bool site_parse(struct str text, struct site_needs *out, struct arena *arena, struct err *err);

enum site_answer {
	SITE_UNKNOWN, /* nothing is recorded */
	SITE_NO,      /* figures say too little or too much of all there is */
	SITE_THERE,   /* it is there, how much is not known */
	SITE_PERHAPS, /* a figure with bounds leaves it open, or it is planned or being built */
	SITE_YES,
	SITE_ANSWERS
};

struct site_answer_info {
	const char *code;   /* "not_met" */
	const char *zh, *en;
};
extern const struct site_answer_info site_answers[SITE_ANSWERS];

struct site_find;

/* The answer for people: "或许", "有,多少不知(单位不同)". Appended. */
void site_answer_text(const struct site_find *find, bool chinese, struct strbuf *out);

/* What one zone has for one need. */
struct site_find {
	enum site_answer answer;
	struct ref record;                  /* facility, or what the figure is about; REF_NONE: nothing */
	bool pending;                       /* that is not there yet */
	bool other_unit;                    /* SITE_THERE: there are numbers, in units that do not convert to the need's */
	struct ref claims[SITE_CLAIMS_MAX]; /* the figures, the telling one first */
	size_t n_claims;
};

struct site_zone {
	struct ref zone;
	const struct site_find *finds; /* one a need */
	size_t n_known;                /* needs that are met for certain or perhaps */
	size_t n_unknown;              /* needs of which nothing is recorded */
};

struct site_zones {
	const struct site_zone *v;        /* those that meet the most needs first, then by name */
	const struct site_zone *left_out; /* those of which a figure says no to some need, in the same order */
	size_t n, n_left_out;
};

/* Zones that something is known of for some need. */
struct site_zones site_find(const struct index *index, const struct site_needs *needs, struct arena *arena);

#endif

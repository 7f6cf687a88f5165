/*
 * What figures of the same subject and indicator say about each other (issue "facts one
 * can trust"; contract.md, "The check's findings").
 */
#ifndef INDEX_VERDICT_H
#define INDEX_VERDICT_H

#include "index/index.h"

enum verdict {
	VERDICT_SINGLE,          /* nothing to compare with */
	VERDICT_AGREE,
	VERDICT_ROUNDED,         /* agree after rounding: 7.1381 and 7.14 */
	VERDICT_OTHER_PERIOD,
	VERDICT_OTHER_SCOPE,     /* another item, scope or modality: 口径 */
	VERDICT_CONFLICT,
	VERDICT_AGAINST_FIGURES, /* a claim in words against figures */
};

struct verdict_info {
	const char *code;   /* "other_period": contract.md */
	const char *zh, *en;
	const char *sign;   /* ASCII, for lists: "", "=", "~", "!" */
};

extern const struct verdict_info verdicts[];

/* Two claims of the same subject and indicator. */
enum verdict verdict_of(const struct index *index, struct ref a, struct ref b);

/* The weightiest verdict among claims (conflict > … > agree > single). */
enum verdict verdict_among(const struct index *index, struct refs claims);

#endif

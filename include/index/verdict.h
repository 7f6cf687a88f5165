/*
 * What figures of the same subject and indicator say about each other (contract.md, "The
 * check's findings").
 *
 * In this order: claims about different items are not compared; words are compared as sets;
 * different modalities or scopes, then different periods, excuse any difference; one that a
 * doubt of rule sum or order_of_magnitude is about stands against figures, also alone; else
 * numbers agree when they are equal, agree after rounding when the more precise one rounds
 * to the other or lies where a qualifier (余 近 超 约 …) says, and contradict otherwise.
 * (A figure of one digit is no rounding of another.)
 * Where only one claim prints an item, scope or period, equal numbers agree. Counts "as of" two
 * days agree when they are equal.
 */
#ifndef INDEX_VERDICT_H
#define INDEX_VERDICT_H

#include "index/index.h"

enum verdict {
	VERDICT_SINGLE,          /* nothing to compare with */
	VERDICT_AGREE,
	VERDICT_ROUNDED,         /* agree after rounding: 7.1381 and 7.14 */
	VERDICT_OTHER_PERIOD,
	VERDICT_OTHER_SCOPE,     /* another scope or modality: 口径 */
	VERDICT_CONFLICT,
	VERDICT_AGAINST_FIGURES, /* a claim in words against figures */
	VERDICT_COUNT
};

struct verdict_info {
	const char *code;   /* "other_period": contract.md */
	const char *zh, *en;
	const char *sign;   /* ASCII, for lists: "", "=", "~", "!" */
};

extern const struct verdict_info verdicts[VERDICT_COUNT];

/* Two claims of the same subject and indicator; of others: single. */
enum verdict verdict_of(const struct index *index, struct ref a, struct ref b);

/* The weightiest verdict among claims: conflict > against figures > other scope > … > agree > single. */
enum verdict verdict_among(const struct index *index, struct refs claims);

/* The weightiest verdict between a claim and the others of its subject and indicator. */
enum verdict verdict_of_claim(const struct index *index, struct ref claim);

/*
 * Why two claims have the verdict they have, in a line: "口径不同：未注明，探明"; for a claim and
 * itself the doubt that sets it against figures. Appended, raw; nothing where the verdict is single.
 */
void verdict_reason(const struct index *index, struct ref a, struct ref b, bool chinese, struct strbuf *out);

/* Whether one of the two that `has:conflict` means (contract.md). */
static inline bool verdict_contradicts(enum verdict verdict)
{
	return verdict == VERDICT_CONFLICT || verdict == VERDICT_AGAINST_FIGURES;
}

/* The heavier of two verdicts. */
enum verdict verdict_weightier(enum verdict a, enum verdict b);

#endif

/*
 * What `check` finds: contract.md, "The check's findings".
 */
#ifndef CLI_FINDINGS_INTERNAL_H
#define CLI_FINDINGS_INTERNAL_H

#include "base/array.h"
#include "cli/session.h"
#include "store/check.h"

struct found {
	enum finding_severity severity;
	struct str rule, ref, message, source, locator, verdict; /* in the arena */
};

struct findings {
	ARRAY(struct found) v;
	struct arena arena;
	bool chinese; /* of messages; those of the store and of the data are as they are */
};

void findings_release(struct findings *findings);

/* Add one; its texts are copied. */
void findings_add(struct findings *findings, struct found found);

/*
 * What the index tells, beside what store_check does:
 *   contradiction  info     two figures that contradict each other, or one that stands against figures
 *   comparison     info     two figures that may be compared and do not; verdict says what they do
 *   (a doubt's)    info     a doubt, under its own rule, or a suspicion of that rule (index/suspicion.h)
 *   double         error    one figure entered twice
 */
void findings_of_index(struct findings *findings, const struct index *index);

/*
 * What the user's own copies of the articles tell:
 *   passage        error    the figure does not stand at its place, or the paragraph is another one
 *   impossible_place info   the text names a city with a province that it is not in
 */
void findings_of_articles(struct findings *findings, const struct index *index, struct article_folder *articles);

#endif

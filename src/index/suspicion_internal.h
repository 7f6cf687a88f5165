/*
 * What the rules share: src/index/suspicion.c asks them, suspicion_figure.c and
 * suspicion_record.c hold them.
 */
#ifndef SUSPICION_INTERNAL_H
#define SUSPICION_INTERNAL_H

#include "index/read.h"
#include "index/suspicion.h"
#include "text/figure.h"

/* The search for suspicions. message is a buffer for whoever composes one. */
struct suspecting {
	const struct index *index;
	struct suspicions *out;
	bool chinese;
	struct ref only; /* take none but those about this record or against it; REF_NONE: take all */
	struct strbuf message;
};

/* Take s->message as a suspicion, and clear it. */
void suspect(struct suspecting *s, const char *rule, struct ref about, struct ref other);

static inline const char *suspicion_words(const struct suspecting *s, const char *zh, const char *en)
{
	return s->chinese ? zh : en;
}

/* -- about one claim ------------------------------------------------------------ */

/* below: also against what belongs to its subject */
void suspect_magnitude(struct suspecting *s, struct ref claim, bool below);
void suspect_percentage(struct suspecting *s, struct ref claim);
void suspect_parts(struct suspecting *s, struct ref claim);                /* of a whole */
void suspect_list(struct suspecting *s, struct ref claim);                 /* of a list in words */
void suspect_unit(struct suspecting *s, struct ref claim);
void suspect_claim_date(struct suspecting *s, struct ref claim);

/* -- about other records ----------------------------------------------------------- */

void suspect_milestones(struct suspecting *s, struct ref project);
void suspect_date(struct suspecting *s, struct ref ref); /* of a milestone, event, target or request */
void suspect_amounts(struct suspecting *s, struct ref zone);
void suspect_places(struct suspecting *s, struct ref ref);

#endif

/*
 * What looks odd by rule, beside the doubts that a person wrote down. A suspicion flags; it
 * changes no value.
 *
 *	order_of_magnitude  figures of one thing (or of a thing and what it belongs to) that differ more than
 *	                    300 times, rates brought to a year
 *	tiny_percent        a percentage that no whole number out of the few just named makes: 80 % of 4
 *	sum                 parts that do not make their whole where the text lists them all; a part above its
 *	                    whole; a list of words against the number printed right behind it
 *	date_order          milestones against the order of statuses; what is told as done, but dated after its
 *	                    source; a promise due before it was made; a request closed before it was opened
 *	same_amount         three or more projects of a zone with one amount of three digits or more that are
 *	                    not known to be the same (in zones of up to 200 projects: in more it may be chance)
 *	missing_unit        money without 元, a unit without a number
 *	impossible_place    the name of a province before that of a city elsewhere: 浙江苏州
 */
#ifndef INDEX_SUSPICION_H
#define INDEX_SUSPICION_H

#include "index/index.h"

struct gazetteer;

struct suspicion {
	int rule;           /* number of a code of ENUM_RULE */
	struct ref about;   /* the record that looks odd */
	struct ref other;   /* what it does not fit; REF_NONE where there is no such record */
	struct str message; /* a sentence with the figures as printed; raw */
};

/* Of one index as long as it lives. Whoever asks about many records one after another clears v and keeps the rest. */
struct suspicions {
	ARRAY(struct suspicion) v;
	struct arena arena; /* of the messages */
	struct gazetteer *gazetteer; /* made where a text is first looked at */
};

void suspicions_release(struct suspicions *suspicions);

/* Every rule over every record, in the order of the rules; added. */
void suspicions_find(const struct index *index, bool chinese, struct suspicions *out);

/* Those about one record, or whose other side it is; added. As quick as the record's neighbourhood is small. */
void suspicions_about(const struct index *index, struct ref ref, bool chinese, struct suspicions *out);

/* -- places ---------------------------------------------------------------- */

/* Names of provinces and of the cities below them, for texts that are no record. */
struct gazetteer *gazetteer_new(const struct index *index);
void gazetteer_free(struct gazetteer *gazetteer);

/*
 * The first place from byte `from` on that cannot be: a province's name and behind it that of a city of
 * another province (and of none of this one).
 * start, end  bytes of text
 */
bool gazetteer_find(const struct gazetteer *gazetteer, struct str text, size_t from, size_t *start, size_t *end);

#endif

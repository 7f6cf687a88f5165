/*
 * The query language: one language for lists in the browser and on the command line.
 *
 *	words and phrases      兴县  xxjkq  "铝 深加工"   what lookup_matches says (index/lookup.h)
 *	field:value            status:投产  zone:兴县  class:经济技术   (values by code, label, pinyin; references by name)
 *	field=value            the same, but the whole value
 *	comparisons            invest>=5亿  invest:>=5亿  area>500亩  date<2025-06  position=2  status>=签约
 *	ranges                 invest:5亿..20亿  invest:5亿..  area:500..1000亩  date:2025-01..2025-06
 *	since:2025-06          not before that day (contract.md)
 *	has:F  missing:F       a field or figure with a value, without one
 *	has:conflict has:doubt figures that contradict each other; a doubt about the record or its figures
 *	is:reference           a reference chain (模板), or a stage of one
 *	verdict:V              the weightiest verdict among a record's figures, of a claim its own
 *	-term                  not;   a blank: and;   |: or;   ( … )
 *
 * Fields are those of fields_of[kind] and every indicator code (derived figures), by English
 * or Chinese name or pinyin; full-width punctuation is accepted.
 *
 * A text field matches where the value stands in it, by characters or full pinyin, or by
 * initials from its beginning; a list in any element; a reference where its target's
 * names do, or those of what the target is part of (region:吕梁 finds 兴县); a period where
 * it lies within the value's, perhaps where it only overlaps. `source` also looks at the
 * sources of a record's figures. 停滞 and 终止 are outside the order of statuses.
 *
 * Answers are yes, no or perhaps (interval numbers: contract.md, "Figures"); `not` swaps yes and no.
 * A claim without a number, or in a unit that does not convert, says no.
 */
#ifndef QUERY_QUERY_H
#define QUERY_QUERY_H

#include "base/strbuf.h"
#include "index/index.h"

enum answer { ANSWER_NO, ANSWER_PERHAPS, ANSWER_YES };

struct query;

/*
 * text     whole text used; an empty text matches everything
 * kind     the kind asked for: decides the fields
 * Errors   ERR_USAGE with place "query", line 1 and the column of the first bad character:
 *          found "亿", expected a number after ">="; an unknown field names the nearest one
 * The query borrows the index.
 */
struct query *query_parse(struct str text, enum kind kind, const struct index *index, struct err *err);
void query_free(struct query *query);

enum answer query_answer(const struct query *query, struct ref ref);

struct query_rows {
	struct ref *v;        /* owned */
	uint8_t *answers;     /* yes or perhaps */
	size_t n, n_perhaps;
};

/* All rows of the kind that match, in the order of rows. False when cancelled (out released). */
bool query_run(const struct query *query, struct query_rows *out, const volatile bool *cancel);
void query_rows_release(struct query_rows *rows);

/* The plan with counts, one line a step, for --explain. Appended. */
void query_explain(const struct query *query, struct strbuf *out);

#endif

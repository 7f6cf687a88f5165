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
 *	status:签约,投产         one of several (codes and references); status:签约..投产
 *	zone: chain: stage: …  also where a record is one step away: chain:铝 of projects goes by their stage
 *	same:REF               what shares with a record what tells its class (query.h, query_same_fields);
 *	                       where REF is of another kind, what refers to it
 *	sort:F,-G  by:F,G  top:N   how the answer stands, see query_form; beside the other terms only
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

#include "base/bits.h"
#include "base/strbuf.h"
#include "query/column.h"

enum answer { ANSWER_NO, ANSWER_PERHAPS, ANSWER_YES };

struct query;

/* Whether a character is one of the quotation marks that the language reads. */
static inline bool query_is_quote(uint32_t c)
{
	return c == '"' || c == 0x201C || c == 0x201D || c == 0xFF02;
}

/*
 * text     whole text used; an empty text matches everything
 * kind     the kind asked for: decides the fields
 * Errors   ERR_USAGE with place "query", line 1 and the column of the first bad character:
 *          found "亿", expected a number after ">="; an unknown field names the nearest one
 * The query borrows the index.
 */
struct query *query_parse(struct str text, enum kind kind, const struct index *index, struct err *err);
void query_free(struct query *query);

/*
 * Append, in one of the two languages, what is to be said of the first value that should name a record and names none
 * (zone:xingxain), with the record that it nearly names, or of a word that means a sign of this language (or: |) or is two
 * that run together. False: there is nothing to say. It is no fault: such a term is answered as it stands.
 */
bool query_slip(const struct query *query, bool chinese, struct strbuf *out);

/* What a query says of how its answer is to stand; what it does not say is 0. */
enum { QUERY_KEYS = 8 };

struct query_form {
	struct sort_key keys[QUERY_KEYS];
	struct list_column by[QUERY_KEYS]; /* COLUMN_FIELD: groups */
	size_t n_keys, n_by, top;
};

const struct query_form *query_form(const struct query *query);

/* The text of the query without its sort: and by:, appended. */
void query_without_order(const struct query *query, struct strbuf *out);

/* The text in its parts: what says which rows are meant, then its sort: and by:, and its top:. Each appended. */
void query_parts(const struct query *query, struct strbuf *terms, struct strbuf *order, struct strbuf *top);

/* Terms in parentheses, appended. A value may leave one open, as in owner:晋能( : a blank keeps it from what closes these. */
void query_group(struct str terms, struct strbuf *out);

/* The order that a form asks for: its groups, then its keys. Returns how many. */
enum { QUERY_ORDER_KEYS = 2 * QUERY_KEYS };
size_t query_order(const struct query_form *form, struct sort_key out[QUERY_ORDER_KEYS]);

/* The fields by which `same:` compares records of a kind; NULL ends. */
extern const char *const query_same_fields[KIND_COUNT][4];

enum answer query_answer(const struct query *query, struct ref ref);

/*
 * The rows of the kind that match, as bits by row number: row r is bits_has(yes, r). A row is in one of
 * the two at most.
 */
struct query_set {
	uint64_t *yes, *perhaps; /* owned */
	size_t n_rows;           /* of the kind */
	size_t n, n_perhaps;     /* that match; of those, that only perhaps do */
};

/* All rows that match, by all threads: what query_answer says of each. */
void query_select(const struct query *query, struct query_set *out);
void query_set_release(struct query_set *set);

/* How many rows a text lets through, perhaps ones among them; 0 where it cannot be read. */
size_t query_count(struct str text, enum kind kind, const struct index *index);

static inline bool query_set_has(const struct query_set *set, uint32_t row)
{
	return bits_has(set->yes, row) || bits_has(set->perhaps, row);
}

static inline enum answer query_set_answer(const struct query_set *set, uint32_t row)
{
	if (bits_has(set->yes, row))
		return ANSWER_YES;
	return bits_has(set->perhaps, row) ? ANSWER_PERHAPS : ANSWER_NO;
}

struct query_rows {
	struct ref *v;        /* owned */
	uint8_t *answers;     /* yes or perhaps */
	size_t n, n_perhaps;
};

/* The same as a list in the order of rows. */
void query_run(const struct query *query, struct query_rows *out);
void query_rows_release(struct query_rows *rows);

/* The plan with counts, one line a step, for --explain. Appended. */
void query_explain(const struct query *query, struct strbuf *out);

#endif

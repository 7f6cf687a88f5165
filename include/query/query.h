/*
 * The query language: one language for lists in the browser and on the command line.
 *
 *	words and phrases      兴县  xxjkq  "铝 深加工"   match names, short names, codes, searched fields
 *	field:value            status:投产  zone:兴县  class:经济技术   (values by code, label, pinyin; references by name)
 *	comparisons            invest>=5亿  area>500亩  date<2025-06  position=2  status>=签约
 *	ranges                 invest:5亿..20亿  invest:5亿..  area:500..1000亩  date:2025-01..2025-06
 *	since:2025-06          contract.md
 *	-term                  not;   a blank: and;   |: or;   ( … )
 *
 * Fields are those of fields_of[kind] and every indicator code (derived figures), by English
 * or Chinese name or pinyin; full-width punctuation is accepted.
 * Answers are yes, no or perhaps (interval numbers: contract.md, "Figures"); `not` swaps yes and no.
 */
#ifndef QUERY_QUERY_H
#define QUERY_QUERY_H

#include "index/index.h"
#include "index/lookup.h"

enum answer { ANSWER_NO, ANSWER_PERHAPS, ANSWER_YES };

struct query;

/*
 * text     whole text used; an empty text matches everything
 * kind     the kind asked for: decides the fields
 * Errors   ERR_USAGE with place "query", line 1 and the column of the first bad character:
 *          found "亿", expected a number after ">="; an unknown field names the nearest one
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

/* -- columns: what lists show, sort by and export ----------------------------- */

enum column_type { COLUMN_FIELD, COLUMN_FIGURE, COLUMN_MATCH };

struct list_column {
	enum column_type type;
	size_t field;          /* COLUMN_FIELD: number in fields_of[kind] */
	struct ref indicator;  /* COLUMN_FIGURE */
};

/* A field or indicator by English or Chinese name or pinyin. Errors: ERR_USAGE with the nearest name. */
bool column_parse(struct str name, enum kind kind, const struct index *index, struct list_column *out, struct err *err);

/* Title for people. */
struct str column_title(const struct list_column *column, enum kind kind, const struct index *index, bool chinese);

/* The value as people read it (labels of enumerations, names of references, figures as printed joined by "; "). Raw text, appended. */
void column_format(const struct list_column *column, struct ref ref, const struct index *index, bool chinese, struct strbuf *out);

/*
 * Compare two rows for sorting; absent values sort last in both directions (the caller passes `down`).
 * Text by pinyin, figures by least bound, references by name, enumerations by code.
 */
int column_compare(const struct list_column *column, struct ref a, struct ref b, const struct index *index, bool down);

struct sort_key {
	struct list_column column;
	bool down;
};

/* "invest,-name": Errors as column_parse. Returns the number of keys, 0 on error. */
size_t sort_parse(struct str text, enum kind kind, const struct index *index, struct sort_key *keys, size_t max, struct err *err);

/* Stable sort of refs. */
void sort_rows(const struct index *index, struct ref *refs, size_t n, const struct sort_key *keys, size_t n_keys);

/* -- totals ----------------------------------------------------------------- */

/*
 * The sum of a figure over rows: never mixes modalities, never adds a phase to the total that contains it
 * (parent project, part_of), never adds the same thing twice (identities same or maybe: only the first counts and n_doubles grows).
 */
struct total {
	size_t n_rows;       /* rows that had a figure of this modality */
	size_t n_doubles;    /* left out as contained or possibly the same */
	size_t n_conflicts;  /* rows whose sources disagree */
	bool open_high;      /* some row has no upper bound */
	struct decimal low, high; /* base unit */
	bool overflow;
};

/* One total for each modality; unit gets the base unit (rows in another base unit are counted in *n_other_unit). */
void total_figures(const struct index *index, const struct ref *rows, size_t n, struct ref indicator, struct total totals[6], struct str *unit, size_t *n_other_unit);

#endif

/*
 * A parsed query: a tree whose leaves are terms. Words, references and other things that
 * cost a look-up are turned into sets of rows or codes when the query is parsed, so that
 * answering for one row is a few comparisons.
 */
#ifndef QUERY_INTERNAL_H
#define QUERY_INTERNAL_H

#include "base/arena.h"
#include "index/codes.h"
#include "index/lookup.h"
#include "index/verdict.h"
#include "query/query.h"
#include "text/nearest.h"

/* -- faults ----------------------------------------------------------------------- */

enum fault {
	FAULT_END, FAULT_FOUND, FAULT_QUOTE, FAULT_OPEN, FAULT_DEPTH, FAULT_FIELD_NEAR, FAULT_FIELD, FAULT_BOTH,
		FAULT_NO_NAME,
	FAULT_AFTER, FAULT_NEAR, FAULT_NOT_ORDERED, FAULT_VALUE, FAULT_UNIT, FAULT_NUMBER, FAULT_RANGE, FAULT_OPERATOR, FAULT_INSIDE,
	FAULT_ONLY_FORM, FAULT_TOO_MANY, FAULT_WORD_OF_QUERIES, FAULT_NO_FIELDS, FAULT_FIGURE_BY, FAULT_NO_RECORD,
		FAULT_RECORDS,
	FAULT_NOT_REACHED, FAULT_IS, FAULT_UNNAMED, FAULT_UNNAMED_NEAR, FAULT_NEEDS, FAULT_NEED, FAULT_NO_NEED,
	FAULT_CONJUNCTION, FAULT_PARTED, FAULT_SOUND,
	EXPECT_WORD, EXPECT_VALUE, EXPECT_OPENED, EXPECT_A_VALUE, EXPECT_A_DATE, EXPECT_A_NUMBER, EXPECT_PERIOD,
		EXPECT_ONE_OF,
	EXPECT_IN_ORDER, EXPECT_BOOL, EXPECT_OTHER_FIELD, EXPECT_PRESENCE, EXPECT_REFERENCE, EXPECT_COUNT,
	EXPECT_BAR, EXPECT_BLANK, EXPECT_MINUS,
	FAULT_COUNT
};

/* What is expected, in the language that err asks for; the latter with its place filled, appended. */
struct str fault_text(const struct err *err, enum fault fault);
void fault_format(const struct err *err, enum fault fault, struct str arg, struct strbuf *out);

/* Append a message; args: three. */
void fault_add(bool chinese, enum fault fault, const struct str *args, struct strbuf *out);

/* ERR_USAGE at a column. args: three, or as many as the message has places for. Always false. */
bool fault_at(struct err *err, const char *where, size_t column, enum fault fault, const struct str *args);
#define FAULT_AT(err, where, column, fault, ...) \
	fault_at((err), (where), (column), (fault), (const struct str[3]){__VA_ARGS__})

/* -- characters ------------------------------------------------------------------- */

/* A character that means something for its full-width form or another spelling, ' ' for any blank; else itself. */
uint32_t char_plain(uint32_t c);
bool char_is_operator(uint32_t plain);

/* The next word of a search and the blanks before it, taken off *rest; false at the end. */
bool word_next(struct str *rest, struct str *blank, struct str *word);

/* Whether nothing has a word, but something may have one that sounds like it (PINYIN_SOUND). */
bool word_sounds(const struct index *index, struct str word);

/* -- names of fields -------------------------------------------------------------- */

enum name_type {
	NAME_FIELD, NAME_FIGURE, NAME_SINCE, NAME_HAS, NAME_MISSING, NAME_VERDICT, NAME_IS, NAME_MATCH,
	NAME_SAME,
	NAME_SORT, NAME_BY, NAME_TOP, /* how the answer stands: query_form */
	NAME_STEP,                    /* a kind of record one step away (step.c) */
};

struct name {
	enum name_type type;
	size_t field;         /* NAME_FIELD */
	struct ref indicator; /* NAME_FIGURE */
	enum kind kind;       /* NAME_STEP */
};

/* Of which records a name speaks, and where it stands. */
struct name_place {
	enum kind kind;
	const struct index *index;
	const char *where; /* "query", "argument" */
	size_t column;     /* of that text, in characters from 1 */
};

/* What a name means for rows of a kind. */
bool name_find(struct str text, const struct name_place *place, struct name *out, struct err *err);

/* Words of the language that are no fields, for completion; false behind the last. */
bool name_special(size_t i, enum name_type *type, struct str *en, struct str *zh);

/* column_parse and sort_parse of a text anywhere. */
bool column_parse_at(struct str name, const struct name_place *place, struct list_column *out, struct err *err);
size_t sort_parse_at(struct str text, const struct name_place *place, struct sort_key *keys, size_t max, struct err *err);

/* The same of any fields, as they are named. */
size_t keys_parse_at(struct str text, const struct name_place *place, struct sort_key *keys, size_t max, struct err *err);

/* The part of a list before the next comma, also a full-width one, of codes also 、 which names may have in them. */
bool list_part(struct str *rest, bool of_codes, struct str *part);

/* -- terms -------------------------------------------------------------------------- */

enum op { OP_HAS, OP_EQUAL, OP_LESS, OP_AT_MOST, OP_GREATER, OP_AT_LEAST };

/* One end of what a comparison allows. */
struct limit {
	bool set, strict;
	struct decimal number;
	struct str unit;
	int32_t day;
};

enum term_type {
	TERM_ROWS,      /* a word: rows that it matches */
	TERM_TEXT,      /* a text or list field contains the value, or is it */
	TERM_TARGET,    /* a reference points into a set of records */
	TERM_CODES,     /* an enumeration or boolean is one of the codes */
	TERM_PERIOD,
	TERM_NUMBER,    /* an integer or decimal field */
	TERM_FIGURE,
	TERM_SINCE,
	TERM_PRESENT,   /* a field has a value */
	TERM_FIGURES,   /* a figure has a claim */
	TERM_VERDICT,   /* the weightiest verdict is one of the codes */
	TERM_DOUBT,
	TERM_REFERENCE, /* a reference chain, or a stage of one */
};

struct term {
	enum term_type type;
	size_t number;        /* among the query's terms */
	struct str text;      /* as written, for explanations */
	size_t field;
	struct ref indicator;
	struct str value;     /* folded */
	bool whole;           /* '=': the whole value */
	bool with_figures;    /* the field `source`: also those of the record's figures */
	struct limit least, greatest;
	uint64_t codes;
	struct lookup_rows *rows; /* TERM_ROWS: one; TERM_TARGET: one for each kind, n_rows 0 where it cannot be */
};

enum node_type { NODE_ALL, NODE_AND, NODE_OR, NODE_NOT, NODE_TERM };

struct node {
	enum node_type type;
	struct node *first, *next; /* children; the next child of the parent */
	struct term *term;
};

struct form_text {
	struct str text; /* of the query's own */
	bool top;
};

struct query {
	struct arena arena;
	struct str text;                /* as written, in the arena */
	ARRAY(struct form_text) form_texts; /* its sort: by: top:, as they come */
	struct query_form form;
	const struct index *index;
	enum kind kind;
	struct node *root;
	ARRAY(struct term *) terms;
	struct str unnamed;             /* the first value that names no record of these kinds; empty: each does */
	uint32_t unnamed_kinds;
	struct str conjunction;         /* the first word that means a sign in other languages; empty: none does */
	enum fault conjunction_sign;
};

/* A name in the text of a query. */
static inline struct name_place query_name_place(const struct query *query, size_t column)
{
	return (struct name_place){query->kind, query->index, "query", column};
}

/* Where a value stands, for messages. */
struct value_place {
	struct str raw;      /* the value as written */
	bool quoted;         /* in quotes: one value, whatever stands in it */
	const char *op_text; /* "\">=\"", for "expected a number after …" */
	size_t column;
};

/* Nodes and terms live as long as the query; a term's text is what is written. */
struct node *node_new(struct query *query, enum node_type type);
struct node *node_of_term(struct query *query, const struct term *term, struct str text);

/* `same:` and names of kinds one step away become nodes of several terms. NULL with *err. */
struct node *same_node(struct query *query, const struct value_place *place, struct str text, struct err *err);
struct node *step_node(struct query *query, enum kind to, enum op op, const struct value_place *place, struct str text,
	struct err *err);

/* Whether records of `to` can be asked for of rows of a kind, by the name of the kind. */
bool step_reaches(enum kind from, enum kind to);

/*
 * Whether amounts in a unit are compared with figures of an indicator (unit.c): it converts into the indicator's own or one that
 * some figure is printed in, or is a rate of such; or there is no unit.
 */
bool unit_fits(const struct query *query, struct ref indicator, struct str unit);
bool unit_word_fits(struct query *query, struct ref indicator, struct str word); /* the same of a unit as it is written, 亿元 */

/* Such units, those that everybody knows, for a message. Appended. */
void unit_add_fitting(const struct query *query, struct ref indicator, bool chinese, struct strbuf *out);

/*
 * Whether a unit is only the word to count with: 100人 and 100个 of 就业岗位 are as many, 3家 and 3户 of 企业数, whichever word is
 * printed. What is counted the indicator says.
 */
bool unit_is_count_word(const struct query *query, struct ref indicator, struct str unit);

/* Fill a term from the name, the operator and the value. */
bool term_make(struct query *query, const struct name *name, enum op op, const struct value_place *place,
	struct term *out, struct err *err);
void term_release(struct term *term);

/*
 * The next of the values that a place has between commas (list_part); all that stands in quotes is one. rest: place->raw at
 * first. False behind the last.
 */
bool value_part(const struct value_place *place, struct str *rest, bool of_codes, struct str *part);

/* Rows of a kind, none yet; add one, if the kind has that many. */
void rows_init(const struct index *index, enum kind kind, struct lookup_rows *rows);
void rows_add(struct lookup_rows *rows, uint32_t row);

/*
 * The two sides of A..B, of amounts also in the other forms (5-10亿, 5亿以上), one of them perhaps empty; the dots of ../2025-12
 * and 2022/.. belong to a period. False: the text is no range, and the sides are untouched.
 */
bool range_split(struct str text, struct str *low, struct str *high);
bool range_split_amounts(struct str text, struct str *low, struct str *high);

/* The records of a kind that a value names, for a reference; rows of no kind but the mask's. */
void term_targets(struct query *query, const struct value_place *place, enum op op, uint32_t mask,
	struct lookup_rows rows[KIND_COUNT]);
void only_record(const struct index *index, struct ref ref, struct lookup_rows *rows);

/* What a term says of one row: the slow reference of what evaluate.c says of all. */
enum answer term_answer(const struct query *query, const struct term *term, struct ref ref);

/* What it says of a value, whatever row has it. */
enum answer term_period_answer(const struct term *term, struct period period);
enum answer term_number_answer(const struct term *term, struct decimal number, struct str unit);
bool term_text_matches(const struct term *term, const struct field *field, struct str text); /* of a text or list */
bool term_codes_match(const struct term *term, const struct field *field, struct str codes);  /* of codes joined by ';' */
bool term_in_targets(const struct term *term, struct ref target);

/* Order of x against a limit; false where the units do not convert. A limit without a unit is in the base unit. */
bool limit_order(struct decimal x, struct str unit, const struct limit *limit, int *order);

/* -- all rows at once -------------------------------------------------------------- */

/*
 * What is known of a term before any row is asked: answers by row as bits, answers by code of the field
 * (index/codes.h), and the rows that must be asked one by one.
 */
struct known {
	const uint64_t *yes; /* by row; NULL: not by row */
	uint8_t *by_code;    /* YES_BIT, PERHAPS_BIT; the last for rows without a value; NULL: not by code */
	struct index_code_bits bits;
	uint64_t *ask;       /* rows to ask where they are not yes; NULL: none */
	bool by_since;       /* index_since_rows */
	bool ask_all;        /* every row that is not yes by then */
	uint64_t *own;       /* where yes is not the term's */
};

enum { YES_BIT = 1, PERHAPS_BIT = 2 };

void known_init(struct known *known, const struct query *query, const struct term *term);
void known_release(struct known *known);

/* The same of doubts, of verdicts, of figures and of their sources (known_claims.c). */
void known_doubt(struct known *known, const struct query *query);
void known_verdict(struct known *known, const struct query *query, const struct term *term);
void known_figures(struct known *known, const struct query *query, const struct term *term);
void known_sources(struct known *known, const struct query *query, const struct term *term);

/* Rows that say yes or perhaps to a node. */
void node_select(const struct query *query, const struct node *node, struct query_set *out);

/* Put the children of each node into the order in which they are cheapest to ask. */
void plan_make(struct node *node);

#endif

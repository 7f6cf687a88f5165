/*
 * A parsed query: a tree whose leaves are terms. Words, references and other things that
 * cost a look-up are turned into sets of rows or codes when the query is parsed, so that
 * answering for one row is a few comparisons.
 */
#ifndef QUERY_INTERNAL_H
#define QUERY_INTERNAL_H

#include "base/arena.h"
#include "index/lookup.h"
#include "index/verdict.h"
#include "query/query.h"

/* -- names of fields -------------------------------------------------------------- */

enum name_type { NAME_FIELD, NAME_FIGURE, NAME_SINCE, NAME_HAS, NAME_MISSING, NAME_VERDICT, NAME_MATCH };

struct name {
	enum name_type type;
	size_t field;         /* NAME_FIELD */
	struct ref indicator; /* NAME_FIGURE */
};

/* What a name means for rows of a kind. column: in characters of the text that `where` names. */
bool name_find(struct str text, enum kind kind, const struct index *index, struct name *out, const char *where,
	size_t column, struct err *err);

/* column_parse with the place of the name in an argument, in characters from 1. */
struct list_column;
bool column_parse_at(struct str name, enum kind kind, const struct index *index, size_t column, struct list_column *out,
	struct err *err);

/* -- terms -------------------------------------------------------------------------- */

enum op { OP_HAS, OP_EQUAL, OP_LESS, OP_AT_MOST, OP_GREATER, OP_AT_LEAST, OP_RANGE };

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

struct query {
	struct arena arena;
	const struct index *index;
	enum kind kind;
	struct node *root;
	ARRAY(struct term *) terms;
};

/* Where a value stands, for messages. */
struct value_place {
	struct str raw;      /* the value as written */
	const char *op_text; /* "\">=\"", for "expected a number after …" */
	size_t column;
};

/* Fill a term from the name, the operator and the value. */
bool term_make(struct query *query, const struct name *name, enum op op, const struct value_place *place,
	struct term *out, struct err *err);
void term_release(struct term *term);

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
	uint32_t n_codes;
	uint64_t *ask;       /* rows to ask where they are not yes; NULL: none */
	bool ask_all;        /* every row that is not yes by then */
	uint64_t *own;       /* where yes is not the term's */
};

enum { YES_BIT = 1, PERHAPS_BIT = 2 };

void known_init(struct known *known, const struct query *query, const struct term *term);
void known_release(struct known *known);

/* Rows that say yes or perhaps to a node; false when cancelled, *out released. */
bool node_select(const struct query *query, const struct node *node, struct query_set *out, const volatile bool *cancel);

/* Put the children of each node into the order in which they are cheapest to ask. */
void plan_make(struct node *node);

#endif

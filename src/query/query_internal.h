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

enum name_type { NAME_FIELD, NAME_FIGURE, NAME_SINCE, NAME_HAS, NAME_MISSING, NAME_VERDICT, NAME_IS, NAME_MATCH };

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
	TERM_REFERENCE, /* a reference chain, or a stage of one */
};

struct term {
	enum term_type type;
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

enum answer term_answer(const struct query *query, const struct term *term, struct ref ref);

/* Put the children of each node into the order in which they are cheapest to ask. */
void plan_make(struct node *node);

#endif

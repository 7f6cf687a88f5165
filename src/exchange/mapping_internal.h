/*
 * A parsed map file, shared by mapping.c (parsing) and mapping_read.c (reading by it).
 */
#ifndef EXCHANGE_MAPPING_INTERNAL_H
#define EXCHANGE_MAPPING_INTERNAL_H

#include "base/array.h"
#include "base/map.h"
#include "exchange/mapping.h"

/* A piece of a template: words as they stand, or what a column holds. */
struct map_part {
	struct str literal;   /* where column.n == 0 */
	struct str column;    /* name */
	struct str separator; /* what parts the elements of a list in that column; empty: a semicolon */
	size_t line, at;
};

struct map_template {
	struct map_part *v; /* in the mapping's arena */
	size_t n;
};

/* What a field becomes. */
struct map_field {
	size_t field;
	struct map_template template;
	bool id;            /* a column's text becomes part of an id */
	bool named;         /* a reference by name */
	struct map words;   /* translations: from -> index in the mapping's words */
	bool has_words, has_other;
	uint32_t other;     /* translation of everything else */
};

struct map_figure {
	struct str indicator;                /* id; empty: a milestone */
	struct str modality, period, scope;
	struct str status;
	struct map_template value, unit;
};

struct map_section {
	struct str file;
	enum kind kind;
	size_t line;
	struct row source;  /* cells in the mapping's text or arena */
	bool tells;         /* the source, of which its file's later sections have no row of their own */
	struct map_template merged; /* columns of which an empty cell says what the one above it does */
	struct map_template only; /* a line for which this is empty gives no row */
	ARRAY(struct map_field) fields;
	ARRAY(struct map_figure) figures;
};

struct mapping {
	struct str text;
	const char *where;
	struct arena arena;
	ARRAY(struct map_section) sections;
	ARRAY(struct str) words;
};

#endif

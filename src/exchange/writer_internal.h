/*
 * One format behind the door of writer.h: functions that append to the writer's buffer.
 */
#ifndef EXCHANGE_WRITER_INTERNAL_H
#define EXCHANGE_WRITER_INTERNAL_H

#include "base/arena.h"
#include "base/array.h"
#include "exchange/writer.h"

struct writer_class {
	void (*row)(struct writer *writer, const struct field_cell *cells);
	/* NULL: nothing is to be done */
	void (*table)(struct writer *writer, struct str name); /* columns are set */
	void (*table_end)(struct writer *writer);              /* before the next table and at the end */
	void (*finish)(struct writer *writer);
	void (*drop)(struct writer *writer);                   /* release what is its own */
};

struct writer {
	const struct writer_class *class;
	struct writer_options options;
	struct output output;
	struct strbuf out;      /* not handed over yet */
	bool in_table;
	struct err fault;       /* why it can write no more */
	struct arena arena;     /* columns of the table; rows that `table` holds back */
	struct writer_column *columns;
	size_t n_columns, n_tables, n_rows; /* n_rows of this table */
	size_t n_rows_before;   /* of the tables before it */
	ARRAY(struct str) held; /* table: cells of the rows looked at */
	bool measured;          /* table: widths are known */
	size_t *widths;
	struct xlsx *xlsx;      /* NULL until it begins */
};

/* Give what is in `out` to the output: where it is enough, or all of it. Errors: ERR_WRITE */
bool writer_hand_over(struct writer *writer, bool all, struct err *err);

extern const struct writer_class writer_csv, writer_tsv;        /* writer_csv.c */
extern const struct writer_class writer_json, writer_jsonl;     /* writer_json.c */
extern const struct writer_class writer_table_class, writer_md; /* writer_people.c */
extern const struct writer_class writer_xlsx;                   /* xlsx.c */

#endif

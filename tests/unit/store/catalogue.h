/*
 * What the tests of the store share: rows from short texts.
 */
#ifndef TESTS_UNIT_STORE_CATALOGUE_H
#define TESTS_UNIT_STORE_CATALOGUE_H

#include "support/folder.h"
#include "support/store_rows.h"

#include "model/value.h"
#include "store/store.h"
#include "store/writer.h"

/* A row from "id=zone:x|name=兴县"; fields not named are absent. Text must live as long as the row. '~' stands for an empty cell. */
static inline struct row row_of(enum kind kind, const char *text, size_t line)
{
	struct row row = {.kind = kind, .where = "test.csv", .line = line};
	struct str rest = str_from(text), part;
	uint32_t column = 1;
	while (text[0] && str_split(&rest, '|', &part)) {
		ptrdiff_t at = str_find_byte(part, '=', 0);
		int field = field_find(kind, str_sub(part, 0, (size_t)at));
		if (field < 0)
			fail_msg("no field in \"%.*s\"", STR_ARG(part));
		row.cells[field] = str_sub(part, (size_t)at + 1, part.n);
		if (str_eq_c(row.cells[field], "~"))
			row.cells[field] = STR("");
		row.columns[field] = column;
		column += 10;
	}
	return row;
}

struct test_row {
	enum kind kind;
	const char *text;
};

/* Put rows with a writer that may be NULL, and commit; lines count from 2. */
static inline bool put_rows(struct store_writer *w, const struct test_row *rows, size_t n, struct store_changes *changes, struct err *err)
{
	for (size_t i = 0; w && i < n; i++) {
		struct row row = row_of(rows[i].kind, rows[i].text, i + 2);
		if (!store_put(w, &row, err)) {
			store_rollback(w);
			return false;
		}
	}
	return w && store_commit(w, changes, err);
}

static inline bool put_all(struct store *store, enum origin origin, const struct test_row *rows, size_t n, struct store_changes *changes, struct err *err)
{
	return put_rows(store_begin(store, origin, err), rows, n, changes, err);
}

#define PUT(store, origin, changes, err, ...) \
	put_all((store), (origin), (const struct test_row[]){__VA_ARGS__}, sizeof((const struct test_row[]){__VA_ARGS__}) / sizeof(struct test_row), (changes), (err))

static inline bool dump_row(void *self, const struct row *row, struct err *err)
{
	(void)err;
	strbuf_add_c(self, kinds[row->kind].singular);
	for (size_t f = 0; f < fields_of[row->kind].n; f++)
		if (row->cells[f].n)
			strbuf_printf(self, "|%s=%.*s", fields_of[row->kind].v[f].name, STR_ARG(row->cells[f]));
	strbuf_add_byte(self, '\n');
	return true;
}

/* All rows of a kind as text, a line each, ordered by id. */
static inline void dump_kind(struct store *store, enum kind kind, struct strbuf *out)
{
	struct err err = ERR_INIT;
	assert_ok(store_rows(store, kind, (struct row_sink){dump_row, out}, &err), err);
}

static inline void assert_dump(struct store *store, enum kind kind, const char *expected)
{
	struct strbuf found = {0};
	dump_kind(store, kind, &found);
	if (!str_eq_c(strbuf_str(&found), expected))
		fail_msg("found\n%.*sexpected\n%s", STR_ARG(strbuf_str(&found)), expected);
	strbuf_release(&found);
}

static inline struct store *fresh(void)
{
	struct err err = ERR_INIT;
	struct store *store = store_open(":memory:", STORE_CREATE, &err);
	assert_ok(store, err);
	return store;
}

static inline void assert_changes(struct store_changes c, size_t added, size_t replaced, size_t unchanged)
{
	assert_int_equal(c.added, added);
	assert_int_equal(c.replaced, replaced);
	assert_int_equal(c.unchanged, unchanged);
}

#endif

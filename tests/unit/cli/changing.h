/* A random catalogue in a store of its own that transactions change, and its index: built anew, or brought up to date. */
#ifndef TESTS_UNIT_CLI_CHANGING_H
#define TESTS_UNIT_CLI_CHANGING_H

#include "support/folder.h"
#include "support/random_catalogue.h"

#include "cli/load_internal.h"
#include "store/stamp.h"
#include "store/writer.h"

enum { NEW_MAX = 1000 };

struct fixture {
	struct test_folder *folder;
	struct test_random random;
	char db[600];
	unsigned n_projects, n_new;
	char new_ids[NEW_MAX][32]; /* of projects */
	bool ledgers;  /* every other project has a row of a ledger */
	bool few_days; /* of many projects too */
	size_t n_edits;
};

static inline int setup(void **state)
{
	void *folder = NULL;
	struct fixture *f = calloc(1, sizeof *f);
	int status = test_folder_make(&folder);
	f->folder = folder;
	in_folder(f->folder, "c.db", f->db);
	*state = f;
	return status;
}

static inline int teardown(void **state)
{
	struct fixture *f = *state;
	void *folder = f->folder;
	free(f);
	return test_folder_remove(&folder);
}

/* -- the catalogue ----------------------------------------------------------------------- */

static inline struct store *open_store(const struct fixture *f, enum store_mode mode)
{
	struct err err = ERR_INIT;
	struct store *store = store_open(f->db, mode, &err);
	assert_ok(store, err);
	return store;
}

/* Two figures and a date in columns of a ledger, of which a few are no plain numbers. */
static inline void put_ledger(struct fixture *f, struct store_writer *writer, struct row *row, unsigned number)
{
	static const char *const values[] = {"120", "7.5", "007", "3000", "5—6", "10余"}, *const dates[] = {"2024-03", "2025-01-31", "2023/2024"};
	struct err err = ERR_INIT;
	const struct row_cell cells[] = {
		{.column = STR("投资"), .value = str_from(PICK(&f->random, values)), .indicator = STR("indicator:invest"), .modality = STR("planned"), .unit = STR("万元")},
		{.column = STR("面积"), .value = str_from(PICK(&f->random, values)), .indicator = STR("indicator:area"), .modality = STR("actual"), .unit = STR("亩")},
		{.column = STR("开工"), .value = str_from(PICK(&f->random, dates)), .status = STR("building")},
	};
	const struct row_ledger ledger = {.source = STR("source:a"), .line = number + 2, .cells = cells, .n = 1 + test_random_below(&f->random, 3)};
	row->ledger = &ledger;
	assert_ok(store_put(writer, row, &err), err);
	row->ledger = NULL;
}

/* Many days of which no two are the same. */
static inline struct str day_of(unsigned number, char text[16])
{
	snprintf(text, 16, "%04u-%02u-%02u", 1950 + number / 336, 1 + number / 28 % 12, 1 + number % 28);
	return str_from(text);
}

static inline void fill(struct fixture *f, unsigned n_projects)
{
	struct err err = ERR_INIT;
	struct catalogue c = {0};
	random_catalogue(&c, &f->random, n_projects);
	struct store *store = open_store(f, STORE_CREATE);
	struct store_writer *writer = store_begin(store, ORIGIN_IMPORT, &err);
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t i = 0; i < c.rows[k].n; i++) {
			struct row row = {.kind = (enum kind)k, .where = "test"};
			memcpy(row.cells, c.rows[k].v[i], sizeof row.cells);
			if (k == KIND_IDENTITY && str_eq(row.cells[field_get(KIND_IDENTITY, "a")], row.cells[field_get(KIND_IDENTITY, "b")]))
				continue; /* a record is no other one than itself */
			char day[16];
			if (k == KIND_PROJECT && n_projects >= 1000 && !f->few_days)
				row.cells[field_get(KIND_PROJECT, "updated_on")] = day_of((unsigned)i, day);
			if (k == KIND_PROJECT && f->ledgers && i % 2 == 0)
				put_ledger(f, writer, &row, (unsigned)i);
			else
				assert_ok(store_put(writer, &row, &err), err);
		}
	assert_ok(store_commit(writer, NULL, &err), err);
	store_close(store);
	catalogue_release(&c);
	f->n_projects = n_projects;
}

static inline struct index_stamp stamp_of(struct store *store)
{
	struct err err = ERR_INIT;
	struct index_stamp stamp;
	assert_ok(store_hold(store, &stamp.generation, &err), err);
	assert_ok(store_change_counter(store, &stamp.changes, &err), err);
	return stamp;
}

static const struct build_watch nobody;

static inline struct index *build(const struct fixture *f)
{
	struct err err = ERR_INIT;
	struct store *store = open_store(f, STORE_READ);
	struct index *index = load_index(store, stamp_of(store), &nobody, &err);
	assert_ok(index, err);
	store_close(store);
	return index;
}

/* NULL: no delta is possible. */
static inline struct index *bring_up(const struct fixture *f, const struct index *base, size_t *n_rows)
{
	struct err err = ERR_INIT;
	struct store *store = open_store(f, STORE_READ);
	struct index *index = load_delta(store, base, stamp_of(store), &nobody, n_rows, &err);
	assert_int_equal(err.code, ERR_NONE);
	store_close(store);
	return index;
}

/* -- changes --------------------------------------------------------------------------------- */

/* Each row comes from a file of its own, so that one may come twice in a transaction. */
static inline void put(struct store_writer *writer, const char *id, ...)
{
	static unsigned n;
	struct err err = ERR_INIT;
	struct row row = {.where = n++ % 2 ? "one" : "other"};
	va_list args;
	assert_true(kind_of_id(str_from(id), &row.kind));
	row.cells[0] = str_from(id);
	va_start(args, id);
	for (const char *name; (name = va_arg(args, const char *));)
		row.cells[field_get(row.kind, name)] = str_from(va_arg(args, const char *));
	va_end(args);
	assert_ok(store_put(writer, &row, &err), err);
}

static inline const char *project(struct fixture *f, char id[32])
{
	unsigned at = test_random_below(&f->random, f->n_projects + f->n_new);
	if (at < f->n_projects)
		snprintf(id, 32, "project:p%u", at);
	else
		memcpy(id, f->new_ids[at - f->n_projects], 32);
	return id;
}

/* With numbers that go on, that go back, or none of the form that the others have. */
static inline const char *new_project(struct fixture *f)
{
	char *id = f->new_ids[f->n_new];
	switch (test_random_below(&f->random, 3)) {
	case 0: snprintf(id, 32, "project:p%u", 50000 + f->n_new); break;
	case 1: snprintf(id, 32, "project:p%u", 40000 - f->n_new); break;
	default: snprintf(id, 32, "project:new%u", f->n_new);
	}
	assert_true(++f->n_new < NEW_MAX);
	return id;
}

/* Twenty catalogues instead of one with YUANLIAN_LONG. */
static inline unsigned n_catalogues(void)
{
	return getenv("YUANLIAN_LONG") ? 20 : 1;
}

#endif

/* Rows of ledgers, and a catalogue with what they refer to. */
#ifndef TESTS_UNIT_STORE_LEDGER_ROWS_H
#define TESTS_UNIT_STORE_LEDGER_ROWS_H

#include "catalogue.h"

#include "model/ledger.h"

/* A ledger's row: cells from "COLUMN=VALUE UNIT" or "COLUMN=VALUE UNIT QUALIFIER" (invest, planned) or "COLUMN>DATE" (signed). */
struct ledger_text {
	struct row_cell cells[8];
	struct row_ledger ledger;
};

static inline void fill(struct ledger_text *t, const char *source, uint32_t line, const char *text)
{
	struct str rest = str_from(text), part;
	*t = (struct ledger_text){.ledger = {.source = str_from(source), .line = line, .cells = t->cells}};
	while (text[0] && str_split(&rest, '|', &part)) {
		struct row_cell *c = &t->cells[t->ledger.n];
		ptrdiff_t figure = str_find_byte(part, '=', 0), date = str_find_byte(part, '>', 0);
		size_t at = (size_t)(figure >= 0 ? figure : date);
		ptrdiff_t blank = str_find_byte(part, ' ', 0);
		*c = (struct row_cell){.column = str_sub(part, 0, at), .line = line, .at = (uint32_t)t->ledger.n * 10 + 1};
		c->value = str_sub(part, at + 1, (blank < 0 ? part.n : (size_t)blank) - at - 1);
		if (figure >= 0) {
			c->indicator = STR("indicator:invest");
			c->modality = STR("planned");
			c->unit = blank < 0 ? STR("") : str_sub(part, (size_t)blank + 1, part.n);
			ptrdiff_t second = str_find_byte(c->unit, ' ', 0);
			c->qualifier = second < 0 ? STR("") : str_sub(c->unit, (size_t)second + 1, c->unit.n);
			c->unit = second < 0 ? c->unit : str_sub(c->unit, 0, (size_t)second);
		} else {
			c->status = STR("signed");
		}
		t->ledger.n++;
	}
}

struct ledger_row {
	const char *id, *source;
	uint32_t line;
	const char *cells;
};

static inline bool put(struct store *store, const struct ledger_row *rows, size_t n, struct store_changes *changes, struct err *err)
{
	struct store_writer *w = store_begin(store, ORIGIN_IMPORT, err);
	for (size_t i = 0; i < n; i++) {
		char text[80];
		struct ledger_text ledger;
		snprintf(text, sizeof text, "id=%s|name=%s", rows[i].id, rows[i].id);
		struct row row = row_of(KIND_PROJECT, text, rows[i].line);
		fill(&ledger, rows[i].source, rows[i].line, rows[i].cells);
		row.ledger = &ledger.ledger;
		if (!store_put(w, &row, err)) {
			store_rollback(w);
			return false;
		}
	}
	return store_commit(w, changes, err);
}

#define PUT_LEDGER(store, changes, err, ...) \
	put((store), (const struct ledger_row[]){__VA_ARGS__}, sizeof((const struct ledger_row[]){__VA_ARGS__}) / sizeof(struct ledger_row), (changes), (err))

static inline struct store *open_store(void)
{
	struct err err = ERR_INIT;
	struct store *store = store_open(":memory:", STORE_CREATE, &err);
	assert_ok(store != NULL, err);
	assert_ok(PUT(store, ORIGIN_SEED, NULL, &err, {KIND_INDICATOR, "id=indicator:invest|name=投资额|unit=元"},
			  {KIND_SOURCE, "id=source:book|name=台账"}, {KIND_SOURCE, "id=source:other|name=另册"},
			  {KIND_PROJECT, "id=project:z|name=旧"},
			  {KIND_CLAIM, "id=claim:a|subject=project:z|indicator=indicator:invest|value=3|unit=亿元|modality=planned|source=source:book|locator=book:1:x"}),
		err);
	return store;
}

#endif

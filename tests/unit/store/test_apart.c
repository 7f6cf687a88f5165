/* Figures of ledgers that are no plain decimals, and what refers to a figure that comes and goes. */
#include "ledger_rows.h"

/* ID VALUE QUALIFIER BASE LOW..HIGH of the claims of project:a, joined by '|'; '-': nothing. */
static bool see_words(void *self, const struct row *row, struct err *err)
{
	static const char *const fields[] = {"id", "value", "qualifier", "value_base", "value_low", "value_high"};
	struct strbuf *seen = self;
	(void)err;
	if (!str_eq_c(row->cells[field_get(KIND_CLAIM, "subject")], "project:a"))
		return true;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		struct str cell = row->cells[field_get(KIND_CLAIM, fields[i])];
		strbuf_add_c(seen, i == 5 ? ".." : i ? " " : seen->n ? "|" : "");
		strbuf_add(seen, cell.n ? cell : STR("-"));
	}
	return true;
}

/* Figures that are no plain decimals come and go as those that are, under the ids that these would have. */
static void test_words(void **state)
{
	static const struct {
		const char *name, *cells;
		bool unchanged;
		const char *claims;
	} rows[] = {
		{"the first", "投资=5 亿元 约|签约>2025-06", false, "claim:project.a.1 5 约 500000000 -..-"},
		{"the same", "签约>2025-06|投资=5 亿元 约", true, "claim:project.a.1 5 约 500000000 -..-"},
		{"another word", "投资=5 亿元 超", false, "claim:project.a.1 5 超 500000000 500000000..-"},
		{"a plain one", "投资=5.2 亿元", false, "claim:project.a.1 5.2 - 520000000 -..-"},
		{"the plain one again", "投资=5.2 亿元", true, "claim:project.a.1 5.2 - 520000000 -..-"},
		{"a range", "投资=5—6 亿元", false, "claim:project.a.1 5—6 - - 500000000..600000000"},
		{"another unit", "投资=50000 万元 约", false, "claim:project.a.3 50000 约 500000000 -..-"},
		{"two words", "投资=5 亿元 约;余|投入=7 亿元 近", false,
			"claim:project.a.1 5 约;余 500000000 500000000..-|claim:project.a.4 7 近 700000000 -..700000000"},
		{"one of them less", "投入=7 亿元 近", false, "claim:project.a.4 7 近 700000000 -..700000000"},
		{"none", "", false, ""},
		{"still none", "", true, ""},
	};
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = open_store();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct store_changes changes;
		struct strbuf found = {0};
		uint64_t before, after;
		assert_ok(store_generation(store, &before, &err), err);
		assert_ok(PUT_LEDGER(store, &changes, &err, {"project:a", "source:book", 2, rows[i].cells}), err);
		assert_ok(store_generation(store, &after, &err), err);
		assert_row((before == after) == rows[i].unchanged && changes.unchanged == rows[i].unchanged, rows[i].name);
		assert_ok(store_rows(store, KIND_CLAIM, (struct row_sink){see_words, &found}, &err), err);
		if (!str_eq_c(strbuf_str(&found), rows[i].claims))
			fail_msg("row \"%s\": found %s", rows[i].name, found.n ? found.p : "");
		strbuf_release(&found);
	}
	store_close(store);
}

static bool take_about(void *self, const struct batch *batch, struct err *err)
{
	int64_t *about = self;
	(void)err;
	for (size_t i = 0; i < 2; i++)
		about[i] = batch->columns[field_get(KIND_DOUBT, "about")].numbers[i];
	return batch->n_rows == 2;
}

/* What refers to a figure goes with it into another form or unit; where there is none any more the row is at fault. */
static void test_referred(void **state)
{
	static const struct {
		const char *name, *cells, *claim, *date;
	} rows[] = {
		{"words", "投资=5 亿元 约|签约>2025", "claim:project.a.1", "milestone:project.a.2"},
		{"a plain figure, another date", "投资=5.2 亿元|签约>2026", "claim:project.a.1", "milestone:project.a.2"},
		{"another unit", "投资=52000 万元|签约>2025", "claim:project.a.3", "milestone:project.a.2"},
		{"words again", "签约>2025|投资=52000 万元 余", "claim:project.a.3", "milestone:project.a.2"},
		{"both changed", "签约>2025|投资=5—6 亿元", "claim:project.a.1", "milestone:project.a.2"},
	};
	static const char *const faults[] = {"签约>2025", "投资=5 亿元", "投入=5 亿元|签约>2025", ""};
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = open_store();
	assert_ok(PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 2, "投资=5 亿元|签约>2025"}), err);
	assert_ok(PUT(store, ORIGIN_EDIT, NULL, &err, {KIND_DOUBT, "id=doubt:d|name=疑|about=claim:project.a.1|rule=unclear"},
			  {KIND_DOUBT, "id=doubt:e|name=疑|about=milestone:project.a.2|rule=unclear"}),
		err);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t about[2] = {0}, claim = 0, date = 0;
		assert_ok(PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 2, rows[i].cells}), err);
		assert_ok(store_key(store, str_from(rows[i].claim), &claim, &err) && store_key(store, str_from(rows[i].date), &date, &err), err);
		assert_ok(store_read(store, KIND_DOUBT, 1, INT64_MAX, (struct batch_sink){take_about, about}, &err), err);
		assert_row(claim && date && about[0] == claim && about[1] == date, rows[i].name);
	}
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		assert_row(!PUT_LEDGER(store, NULL, &err, {"project:b", "source:book", 1, ""}, {"project:a", "source:book", 7, faults[i]}), faults[i]);
		assert_row(err.code == ERR_DATA && err.line == 7 && strstr(err.message, "which doubt:"), faults[i]);
		err_clear(&err);
	}
	store_close(store);
}

/* An id that another record has already is no ledger's to take. */
static void test_taken_id(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = open_store();
	assert_ok(PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 2, "投资=5 亿元"}), err);
	assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err,
			  {KIND_CLAIM, "id=claim:project.b.1|subject=project:z|indicator=indicator:invest|value=3|unit=亿元|modality=planned|source=source:book|locator=book:1:x"}),
		err);
	assert_false(PUT_LEDGER(store, NULL, &err, {"project:b", "source:book", 3, "投资=5 亿元 约"}));
	assert_non_null(strstr(err.message, "\"claim:project.b.1\" for another claim"));
	store_close(store);
}

/* Put a project with a ledger of two cells of one name, of which the second differs by a word; without the first where asked. */
static bool put_two(struct store *store, bool without_first, const char *scope, const char *modality, struct err *err)
{
	struct ledger_text ledger;
	struct row row = row_of(KIND_PROJECT, "id=project:a|name=甲", 2);
	struct store_writer *w = store_begin(store, ORIGIN_IMPORT, err);
	fill(&ledger, "source:book", 2, "投资=5 亿元|投资=7 亿元");
	ledger.cells[1].scope = str_from(scope);
	ledger.cells[1].modality = str_from(modality);
	if (without_first)
		ledger.cells[0] = ledger.cells[--ledger.ledger.n];
	row.ledger = &ledger.ledger;
	if (store_put(w, &row, err))
		return store_commit(w, NULL, err);
	store_rollback(w);
	return false;
}

/* A figure of another scope or modality, or of another ledger, is no successor of the one that is gone. */
static void test_no_successor(void **state)
{
	static const char *const others[][2] = {{"累计", "planned"}, {"", "actual"}};
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct err err = ERR_INIT;
		struct store *store = open_store();
		if (i < 2)
			assert_ok(put_two(store, false, others[i][0], others[i][1], &err), err);
		else
			assert_ok(PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 2, "投资=5 亿元"})
					&& PUT_LEDGER(store, NULL, &err, {"project:a", "source:other", 2, "投资=7 亿元"}),
				err);
		assert_ok(PUT(store, ORIGIN_EDIT, NULL, &err, {KIND_DOUBT, "id=doubt:d|name=疑|about=claim:project.a.1|rule=unclear"}), err);
		assert_false(i < 2 ? put_two(store, true, others[i][0], others[i][1], &err) : PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 2, ""}));
		assert_non_null(strstr(err.message, "which doubt:d refers to"));
		store_close(store);
	}
}

/* Claims of somebody's own under ids that only look like those of a ledger are none of it. */
static void test_other_ids(void **state)
{
	static const char *const ids[] = {"claim:project.a.99999", "claim:project.a.1x", "claim:project.ab.1", "claim:project.a.12345678"};
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = open_store();
	assert_ok(PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 2, ""}), err);
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		char text[200];
		snprintf(text, sizeof text, "id=%s|subject=project:a|indicator=indicator:invest|value=3|unit=亿元|modality=planned|source=source:book|locator=book:1:x", ids[i]);
		assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_CLAIM, text}), err);
	}
	assert_ok(PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 2, "投资=5 亿元 约"}), err);
	assert_ok(PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 2, ""}), err);
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		int64_t key = 0;
		assert_ok(store_key(store, str_from(ids[i]), &key, &err), err);
		assert_row(key, ids[i]);
	}
	store_close(store);
}

/* What somebody added to such a figure stays when the ledger says another number. */
static void test_additions_stay(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = open_store();
	struct strbuf found = {0};
	assert_ok(PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 2, "投资=5 亿元 约"}), err);
	assert_ok(PUT(store, ORIGIN_EDIT, NULL, &err, {KIND_CLAIM, "id=claim:project.a.1|item=一期"}), err);
	assert_ok(PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 2, "投资=6 亿元 约"}), err);
	dump_kind(store, KIND_CLAIM, &found);
	const char *claim = strstr(found.p, "id=claim:project.a.1|");
	assert_non_null(claim);
	assert_non_null(strstr(claim, "|item=一期|"));
	assert_non_null(strstr(claim, "|value=6|"));
	strbuf_release(&found);
	store_close(store);
}

/* What refers to such a figure may stand before the row that brings it. */
static void test_referred_before(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = open_store();
	struct ledger_text ledger;
	struct row doubt = row_of(KIND_DOUBT, "id=doubt:d|name=疑|about=claim:project.a.1|rule=unclear", 2), row = row_of(KIND_PROJECT, "id=project:a|name=甲", 3);
	struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
	fill(&ledger, "source:book", 3, "投资=5 亿元 约");
	row.ledger = &ledger.ledger;
	assert_ok(store_put(w, &doubt, &err) && store_put(w, &row, &err) && store_commit(w, NULL, &err), err);
	assert_dump(store, KIND_DOUBT, "doubt|id=doubt:d|name=疑|about=claim:project.a.1|rule=unclear\n");
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_referred),
		cmocka_unit_test(test_no_successor),
		cmocka_unit_test(test_taken_id),
		cmocka_unit_test(test_other_ids),
		cmocka_unit_test(test_additions_stay),
		cmocka_unit_test(test_referred_before),
	};
	return cmocka_run_group_tests_name("store/apart", tests, NULL, NULL);
}

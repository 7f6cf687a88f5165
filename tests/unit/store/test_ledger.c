#include "ledger_rows.h"

#include "base/array.h"
#include "model/ledger.h"
#include "text/decimal.h"

static const char claim_a[] =
	"claim|id=claim:a|subject=project:z|indicator=indicator:invest|value=3|unit=亿元|modality=planned|value_base=300000000|base_unit=元|source=source:book|locator=book:1:x\n";

static void test_as_records(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = open_store();
	struct store_changes changes;
	struct strbuf expected = {0};
	assert_ok(PUT_LEDGER(store, &changes, &err, {"project:a", "source:book", 2, "投资=1.50 亿元|签约>2025-06"},
			  {"project:b.c", "source:book", 3, "投资=2500 万元"}),
		err);
	assert_int_equal(changes.added, 2);
	strbuf_printf(&expected,
		"%sclaim|id=claim:project.a.1|subject=project:a|indicator=indicator:invest|value=1.50|unit=亿元|modality=planned|value_base=150000000|base_unit=元|source=source:book|locator=book:2:投资\n"
		"claim|id=claim:project.b.c.3|subject=project:b.c|indicator=indicator:invest|value=2500|unit=万元|modality=planned|value_base=25000000|base_unit=元|source=source:book|locator=book:3:投资\n",
		claim_a);
	assert_dump(store, KIND_CLAIM, expected.p);
	assert_dump(store, KIND_MILESTONE, "milestone|id=milestone:project.a.2|project=project:a|status=signed|date=2025-06|source=source:book|locator=book:2:签约\n");
	size_t n;
	assert_ok(store_count(store, KIND_CLAIM, &n, &err), err);
	assert_int_equal(n, 3);
	strbuf_release(&expected);
	store_close(store);
}

/* What a column says of its figures each of them says, be it a plain one or not. */
static void test_scope_and_period(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = open_store();
	struct ledger_text ledger;
	struct strbuf expected = {0};
	struct row row = row_of(KIND_PROJECT, "id=project:a|name=甲", 2);
	fill(&ledger, "source:book", 2, "投资=1.5 亿元|投入=7 亿元 近");
	for (size_t i = 0; i < 2; i++) {
		ledger.cells[i].scope = STR("累计");
		ledger.cells[i].period = STR("2025");
	}
	row.ledger = &ledger.ledger;
	struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
	assert_ok(w && store_put(w, &row, &err) && store_commit(w, NULL, &err), err);
	strbuf_printf(&expected,
		"%sclaim|id=claim:project.a.2|subject=project:a|indicator=indicator:invest|value=7|unit=亿元|qualifier=近|modality=planned|scope=累计|period=2025|value_base=700000000|base_unit=元|value_high=700000000|source=source:book|locator=book:2:投入\n"
		"claim|id=claim:project.a.1|subject=project:a|indicator=indicator:invest|value=1.5|unit=亿元|modality=planned|scope=累计|period=2025|value_base=150000000|base_unit=元|source=source:book|locator=book:2:投资\n",
		claim_a);
	assert_dump(store, KIND_CLAIM, expected.p);
	strbuf_release(&expected);
	store_close(store);
}

/* Importing again changes nothing; another value, another line, one less and one more do. */
static void test_again(void **state)
{
	static const struct {
		const char *name, *cells;
		uint32_t line;
		size_t unchanged, replaced;
		const char *claims;
	} rows[] = {
		{"the same", "投资=1.5 亿元|签约>2025-06", 2, 1, 0, "claim:project.a.1=1.5"},
		{"columns in another order", "签约>2025-06|投资=1.5 亿元", 2, 1, 0, "claim:project.a.1=1.5"},
		{"another value", "投资=1.6 亿元|签约>2025-06", 2, 0, 1, "claim:project.a.1=1.6"},
		{"another line", "投资=1.6 亿元|签约>2025-06", 9, 0, 1, "claim:project.a.1=1.6"},
		{"another unit", "投资=16000 万元|签约>2025-06", 9, 0, 1, "claim:project.a.3=16000"},
		{"no figures", "", 9, 0, 1, ""},
		{"still none", "", 9, 1, 0, ""},
	};
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = open_store();
	assert_ok(PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 2, "投资=1.5 亿元|签约>2025-06"}), err);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct store_changes changes;
		struct strbuf found = {0};
		uint64_t before, after;
		assert_ok(store_generation(store, &before, &err), err);
		assert_ok(PUT_LEDGER(store, &changes, &err, {"project:a", "source:book", rows[i].line, rows[i].cells}), err);
		assert_ok(store_generation(store, &after, &err), err);
		assert_row(changes.unchanged == rows[i].unchanged && changes.replaced == rows[i].replaced && !changes.added, rows[i].name);
		assert_row((before == after) == (rows[i].unchanged == 1), rows[i].name);
		dump_kind(store, KIND_CLAIM, &found);
		const char *behind = found.p + strlen(claim_a);
		char expected[120] = "";
		const char *equals = strchr(rows[i].claims, '=');
		if (equals)
			snprintf(expected, sizeof expected, "claim|id=%.*s|subject=project:a|indicator=indicator:invest|value=%s|", (int)(equals - rows[i].claims),
				rows[i].claims, equals + 1);
		assert_row(strncmp(behind, expected, strlen(expected)) == 0 && (equals || !*behind), rows[i].name);
		strbuf_release(&found);
	}
	store_close(store);
}

/* Only the id that a figure or a date goes by leads to it. */
static void test_ids_beside(void **state)
{
	static const struct {
		const char *id;
		bool found;
	} rows[] = {
		{"claim:project.a.1", true}, {"milestone:project.a.2", true}, {"milestone:project.a.1", false}, {"claim:project.a.2", false},
		{"claim:project.a.01", false}, {"claim:project.a.3", false}, {"claim:project.a.65537", false}, {"claim:project.b.1", false},
		{"claim:projects.a.1", false}, {"claim:project.a.", false}, {"claim:project.1", false}, {"zone:project.a.1", false},
		{"claim:claim.project.a.1.1", false},
	};
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = open_store();
	assert_ok(PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 2, "投资=5 亿元|签约>2025"}, {"project:b", "source:book", 3, "签约>2025"}), err);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t key = -1;
		assert_ok(store_key(store, str_from(rows[i].id), &key, &err), err);
		assert_row((key > 0) == rows[i].found && key >= 0, rows[i].id);
	}
	store_close(store);
}

/* Two ledgers say something of one project: both stand, and each is replaced by itself. */
static void test_two_ledgers(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = open_store();
	size_t n;
	assert_ok(PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 2, "投资=1.5 亿元"}), err);
	assert_ok(PUT_LEDGER(store, NULL, &err, {"project:a", "source:other", 7, "总投资=1.6 亿元"}), err);
	assert_ok(store_count(store, KIND_CLAIM, &n, &err), err);
	assert_int_equal(n, 3);
	assert_ok(PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 2, ""}), err);
	struct strbuf found = {0};
	dump_kind(store, KIND_CLAIM, &found);
	assert_non_null(strstr(found.p, "|value=1.6|"));
	assert_null(strstr(found.p, "|value=1.5|"));
	strbuf_release(&found);
	store_close(store);
}

/* A row that says two ledgers at once, with the numbers that their columns had elsewhere. */
static void test_numbers(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = open_store();
	struct ledger_text book, other;
	struct strbuf found = {0};
	fill(&book, "source:book", 2, "投资=1.5 亿元|签约>2025-06");
	fill(&other, "source:other", 7, "总投资=1.6 亿元|另=2 元");
	book.cells[0].number = 3;
	book.cells[1].number = 1;
	other.cells[0].number = 3;      /* taken */
	other.cells[1].number = 0xFFFF;
	book.ledger.next = &other.ledger;
	struct row row = row_of(KIND_PROJECT, "id=project:a|name=甲", 2);
	row.ledger = &book.ledger;
	struct store_changes changes;
	for (int round = 0; round < 2; round++) {
		struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
		assert_ok(w && store_put(w, &row, &err) && store_commit(w, &changes, &err), err);
		assert_int_equal(round ? changes.unchanged : changes.added, 1);
	}
	dump_kind(store, KIND_CLAIM, &found);
	assert_non_null(strstr(found.p, "|id=claim:project.a.3|subject=project:a|indicator=indicator:invest|value=1.5|"));
	assert_non_null(strstr(found.p, "|id=claim:project.a.2|subject=project:a|indicator=indicator:invest|value=1.6|"));
	assert_non_null(strstr(found.p, "|id=claim:project.a.65535|subject=project:a|indicator=indicator:invest|value=2|"));
	strbuf_clear(&found);
	dump_kind(store, KIND_MILESTONE, &found);
	assert_non_null(strstr(found.p, "|id=milestone:project.a.1|"));
	strbuf_release(&found);
	/* The greatest number is no end. */
	assert_ok(PUT_LEDGER(store, NULL, &err, {"project:b", "source:book", 3, "新=1 亿元"}), err);
	store_close(store);
}

/* A claim of its own beside those of ledgers, and one that is referred to in the transaction that brings its ledger. */
static void test_beside_records(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = store_open(":memory:", STORE_CREATE, &err);
	struct ledger_text ledger;
	assert_ok(store != NULL, err);
	struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
	struct row rows[] = {
		row_of(KIND_INDICATOR, "id=indicator:invest|name=投资额|unit=元", 2),
		row_of(KIND_SOURCE, "id=source:book|name=台账", 2),
		row_of(KIND_PROJECT, "id=project:a|name=甲", 2),
		row_of(KIND_CLAIM, "id=claim:own|subject=project:a|indicator=indicator:invest|value=3|unit=亿元|modality=planned|source=source:book|locator=book:1:x", 2),
		row_of(KIND_DOUBT, "id=doubt:d|name=疑|about=claim:project.a.1|rule=unclear", 2),
	};
	fill(&ledger, "source:book", 2, "投资=1.5 亿元");
	rows[2].ledger = &ledger.ledger;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_ok(store_put(w, &rows[i], &err), err);
	assert_ok(store_commit(w, NULL, &err), err);
	struct store_changes changes;
	assert_ok(PUT(store, ORIGIN_IMPORT, &changes, &err,
			  {KIND_CLAIM, "id=claim:more|subject=project:a|indicator=indicator:invest|value=4|unit=亿元|modality=planned|source=source:book|locator=book:1:x"}),
		err);
	assert_int_equal(changes.added, 1);
	size_t n;
	assert_ok(store_count(store, KIND_CLAIM, &n, &err), err);
	assert_int_equal(n, 3);
	store_close(store);
}

static void test_faults(void **state)
{
	static const struct {
		const char *name, *cells;
		uint32_t at;
		const char *message;
	} rows[] = {
		{"no number", "投资=若干 亿元", 1, "\"若干\", expected a number such as"},
		{"a range that goes down", "投资=2-1 亿元", 1, "expected a number such as"},
		{"no date", "签约>昨天", 1, "\"昨天\", expected a date"},
		{"a figure twice", "投资=1 元|投资=2 元", 11, "twice"},
		{"a column with a semicolon", "投;资=1 元", 1, "semicolon"},
		{"an area below 0", "地=-5 亩", 1, "\"-5\" in 亩, expected an area not below 0"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err err = ERR_INIT;
		struct store *store = open_store();
		assert_row(!PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 5, rows[i].cells}), rows[i].name);
		if (strcmp(err.where, "test.csv") != 0 || err.line != 5 || err.column != rows[i].at || !strstr(err.message, rows[i].message))
			fail_msg("row \"%s\": %s:%zu:%zu: %s", rows[i].name, err.where, err.line, err.column, err.message);
		store_close(store);
	}
}

/* The fault stands where the row is read, which need not be where its source has it. */
static void test_place_of_fault(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct ledger_text ledger;
	struct row row = row_of(KIND_PROJECT, "id=project:a|name=a", 12);
	struct store *store = open_store();
	struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
	fill(&ledger, "source:none", 5, "投资=1 元");
	row.ledger = &ledger.ledger;
	assert_false(store_put(w, &row, &err) && store_commit(w, NULL, &err));
	assert_int_equal(err.line, 12);
	store_close(store);
}

/* A source that never comes, and a claim of a ledger that someone wants otherwise. */
static void test_references(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = open_store();
	assert_false(PUT_LEDGER(store, NULL, &err, {"project:a", "source:none", 5, "投资=1 元"}));
	assert_non_null(strstr(err.message, "source:none"));
	err_clear(&err);
	assert_ok(PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 5, "投资=1 元"}), err);
	struct store_changes changes;
	assert_ok(PUT(store, ORIGIN_EDIT, &changes, &err, {KIND_DOUBT, "id=doubt:d|name=疑|about=claim:project.a.1|rule=unclear"},
			  {KIND_CLAIM, "id=claim:project.a.1|subject=project:a|indicator=indicator:invest|value=1|unit=元|modality=planned|source=source:book|locator=book:5:投资"}),
		err);
	assert_int_equal(changes.unchanged, 1);
	assert_false(PUT(store, ORIGIN_EDIT, NULL, &err, {KIND_CLAIM, "id=claim:project.a.1|value=2"}));
	assert_non_null(strstr(err.message, "its ledger"));
	err_clear(&err);
	assert_false(PUT(store, ORIGIN_EDIT, NULL, &err, {KIND_DOUBT, "id=doubt:e|name=疑|about=claim:project.a.2|rule=unclear"}));
	store_close(store);
}

/* A seed row that a ledger has figures of, and what the ledger's columns name, outlive their seeds. */
static void test_gone_seeds(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = store_open(":memory:", STORE_CREATE, &err);
	static const char *const indicators[] = {"id=indicator:invest|name=投资额", "id=indicator:other|name=别的"};
	static const char *const projects[] = {"id=project:a|name=project:a", "id=project:b|name=project:b"};
	for (int round = 0; round < 2; round++) {
		bool needed;
		struct store_writer *w = store_begin_seeds(store, round ? STR("two") : STR("one"), &needed, &err);
		assert_ok(w != NULL, err);
		for (int i = 0; i < 2 && !round; i++) {
			struct row indicator = row_of(KIND_INDICATOR, indicators[i], 2), project = row_of(KIND_PROJECT, projects[i], 2);
			assert_ok(store_put(w, &indicator, &err) && store_put(w, &project, &err), err);
		}
		assert_ok(store_commit(w, NULL, &err), err);
		assert_ok(round || PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_SOURCE, "id=source:book|name=台账"}), err);
		assert_ok(round || PUT_LEDGER(store, NULL, &err, {"project:a", "source:book", 2, "投资=1.5 亿元"}), err);
	}
	assert_dump(store, KIND_INDICATOR, "indicator|id=indicator:invest|name=投资额\n");
	assert_dump(store, KIND_PROJECT, "project|id=project:a|name=project:a\n");
	struct strbuf claims = {0};
	dump_kind(store, KIND_CLAIM, &claims);
	assert_non_null(strstr(claims.p, "|value=1.5|"));
	strbuf_release(&claims);
	store_close(store);
}

/* -- reading: pages, ranges, batches and packed rows say the same -------------------------- */

struct keys {
	ARRAY(int64_t) v;
};

static bool take_keys(void *self, const struct batch *batch, struct err *err)
{
	struct keys *keys = self;
	(void)err;
	for (size_t i = 0; i < batch->n_rows; i++)
		array_push(&keys->v, batch->keys[i]);
	return true;
}

struct packed {
	struct ledger_columns columns;
	struct keys claims, milestones;
	struct strbuf values;
};

static bool take_packed(void *self, const struct ledger_batch *batch, struct err *err)
{
	struct packed *p = self;
	(void)err;
	for (size_t i = 0, cell = 0; i < batch->n_rows; i++)
		for (; cell < batch->ends[i]; cell++) {
			const struct ledger_column *c = &p->columns.v[batch->columns[cell]];
			struct keys *to = c->kind == KIND_CLAIM ? &p->claims : &p->milestones;
			array_push(&to->v, ledger_key(c->kind, batch->owners[i], batch->columns[cell]));
			struct decimal d, base;
			if (c->kind == KIND_CLAIM && decimal_parse(column_text(&batch->values, cell), &d) && decimal_mul(d, c->factor, &base))
				strbuf_add_byte(&p->values, '.');
		}
	return true;
}

static void assert_keys(const struct keys *found, const struct keys *expected, size_t from, const char *what)
{
	if (found->v.n + from != expected->v.n || memcmp(found->v.v, expected->v.v + from, found->v.n * sizeof *found->v.v) != 0)
		fail_msg("%s: found %zu keys, expected %zu, the same", what, found->v.n, expected->v.n - from);
}

static void test_reading(void **state)
{
	enum { PROJECTS = 300 };
	(void)state;
	struct test_random random = test_random();
	struct err err = ERR_INIT;
	struct store *store = open_store();
	static struct ledger_row rows[PROJECTS];
	static char ids[PROJECTS][24], cells[PROJECTS][80];
	for (size_t i = 0; i < PROJECTS; i++) {
		snprintf(ids[i], sizeof ids[i], "project:p%zu", i);
		snprintf(cells[i], sizeof cells[i], "%s%s%s", test_random_below(&random, 2) ? "a=5 元" : "b=1.25 万元",
			test_random_below(&random, 2) ? "|c>2025" : "", test_random_below(&random, 3) ? "" : "|d=7 亿元");
		rows[i] = (struct ledger_row){ids[i], "source:book", (uint32_t)i + 2, cells[i]};
	}
	assert_ok(put(store, rows, PROJECTS, NULL, &err), err);
	struct packed packed = {0};
	struct arena arena = {0};
	assert_ok(store_ledger_columns(store, &arena, &packed.columns, &err), err);
	assert_ok(store_read_ledger(store, 1, INT64_MAX >> 22, (struct ledger_sink){take_packed, &packed}, &err), err);
	assert_int_equal(packed.values.n, packed.claims.v.n);
	static const enum kind both[] = {KIND_CLAIM, KIND_MILESTONE};
	for (size_t k = 0; k < 2; k++) {
		struct keys all = {0}, paged = {0}, split = {0};
		int64_t first, last;
		size_t n, own = k == 0;
		assert_ok(store_read(store, both[k], 1, INT64_MAX, (struct batch_sink){take_keys, &all}, &err), err);
		assert_ok(store_count(store, both[k], &n, &err), err);
		assert_int_equal(all.v.n, n);
		assert_keys(k ? &packed.milestones : &packed.claims, &all, own, "packed");
		for (size_t at = 0; at < n; at += 7)
			assert_ok(store_page(store, both[k], at, 7, (struct batch_sink){take_keys, &paged}, &err), err);
		assert_keys(&paged, &all, 0, "pages");
		assert_ok(store_key_range(store, both[k], &first, &last, &err), err);
		int64_t middle = all.v.v[n / 2];
		assert_ok(store_read(store, both[k], first, middle, (struct batch_sink){take_keys, &split}, &err), err);
		assert_int_equal(split.v.n, n / 2 + 1);
		assert_ok(store_read(store, both[k], middle + 1, last, (struct batch_sink){take_keys, &split}, &err), err);
		assert_keys(&split, &all, 0, "two ranges");
		for (size_t i = 0; i < n; i += 29) {
			struct strbuf id = {0};
			int64_t key;
			assert_ok(store_label(store, all.v.v[i], &id, NULL, &err), err);
			assert_ok(store_key(store, strbuf_str(&id), &key, &err), err);
			assert_true(key == all.v.v[i]);
			strbuf_release(&id);
		}
		array_release(&all.v);
		array_release(&paged.v);
		array_release(&split.v);
	}
	array_release(&packed.claims.v);
	array_release(&packed.milestones.v);
	strbuf_release(&packed.values);
	arena_release(&arena);
	store_close(store);
}

/* -- many columns ------------------------------------------------------------------------- */

/* Columns of figures that nothing named before: the writer's table of ids grows while a row is being put. */
static void test_new_indicators(void **state)
{
	enum { ROWS = 600 };
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = open_store();
	struct store_changes changes;
	struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
	char text[80], indicator[80];
	for (int i = 0; i < ROWS; i++) {
		struct ledger_text ledger;
		snprintf(text, sizeof text, "id=project:n%d|name=%d", i, i);
		snprintf(indicator, sizeof indicator, "indicator:n%d", i);
		struct row row = row_of(KIND_PROJECT, text, (uint32_t)i + 2);
		fill(&ledger, "source:book", (uint32_t)i + 2, "甲=1 元");
		ledger.cells[0].indicator = str_from(indicator);
		row.ledger = i % 7 ? &ledger.ledger : NULL; /* so that it grows there whatever its size was */
		assert_ok(store_put(w, &row, &err), err);
	}
	for (int i = 0; i < ROWS; i++) {
		snprintf(text, sizeof text, "id=indicator:n%d|name=%d|unit=元", i, i);
		struct row row = row_of(KIND_INDICATOR, text, (uint32_t)i + 2);
		assert_ok(store_put(w, &row, &err), err);
	}
	assert_ok(store_commit(w, &changes, &err), err);
	assert_int_equal(changes.added, 2 * ROWS);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_records), cmocka_unit_test(test_scope_and_period),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_ids_beside),
		cmocka_unit_test(test_two_ledgers), cmocka_unit_test(test_numbers), cmocka_unit_test(test_beside_records),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_place_of_fault),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_gone_seeds),
		cmocka_unit_test(test_reading),
		cmocka_unit_test(test_new_indicators),
	};
	return cmocka_run_group_tests_name("store/ledger", tests, NULL, NULL);
}

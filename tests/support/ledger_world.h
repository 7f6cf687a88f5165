/*
 * A random catalogue with ledgers, and two indexes over it: one that keeps their figures packed, and one that has them as
 * records. The seed is printed.
 */
#ifndef TESTS_SUPPORT_LEDGER_WORLD_H
#define TESTS_SUPPORT_LEDGER_WORLD_H

#include "support/test.h"

#include "base/array.h"
#include "cli/load_internal.h"
#include "index/index.h"
#include "store/writer.h"

#include <unistd.h>

struct world {
	char folder[256], path[300];
	struct store *store;
	struct index *packed, *records;
};

/* -- a random catalogue ------------------------------------------------------------------------ */

static struct row row_of(enum kind kind, const char *text)
{
	struct row row = {.kind = kind, .where = "test.csv", .line = 1};
	struct str rest = str_from(text), part;
	while (str_split(&rest, '|', &part)) {
		ptrdiff_t at = str_find_byte(part, '=', 0);
		int field = field_find(kind, str_sub(part, 0, (size_t)at));
		if (field < 0)
			fail_msg("no field in \"%.*s\"", STR_ARG(part));
		row.cells[field] = str_sub(part, (size_t)at + 1, part.n);
	}
	return row;
}

static void put(struct store_writer *w, enum kind kind, const struct row_ledger *ledger, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static void put(struct store_writer *w, enum kind kind, const struct row_ledger *ledger, const char *format, ...)
{
	char text[512];
	struct err err = ERR_INIT;
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	struct row row = row_of(kind, text);
	row.ledger = ledger;
	row.where = ledger ? ledger->source.p : "test.csv"; /* a file names a record once */
	assert_ok(store_put(w, &row, &err), err);
}

static const char *pick(struct test_random *r, const char *const *from)
{
	uint32_t n = 0;
	while (from[n])
		n++;
	return from[test_random_below(r, n)];
}

static const struct test_column {
	const char *name, *indicator, *modality, *unit, *scope, *period, *status;
} columns[] = {
	{"投资", "indicator:invest", "planned", "亿元", "", "", NULL},
	{"到位", "indicator:invest", "actual", "万元", "", "2025", NULL},
	{"到位数", "indicator:invest", "actual", "元", "累计;规上", "2024-H1", NULL},
	{"产值", "indicator:output", "expected", "元", "年产", "", NULL},
	{"产能", "indicator:capacity", "capacity", "万吨", "年产", "../2025-06", NULL},
	{"用工", "indicator:jobs", "expected", "人", "", "", NULL},
	{"产能片", "indicator:capacity", "capacity", "万片/月", "", "", NULL},
	{"用料", "indicator:capacity", "capacity", "公斤", "", "", NULL}, /* thousandths of the base unit */
	{"签约", NULL, NULL, NULL, NULL, NULL, "signed"},
	{"开工", NULL, NULL, NULL, NULL, NULL, "started"},
	{"投产", NULL, NULL, NULL, NULL, NULL, "producing"},
};
enum { COLUMNS = sizeof columns / sizeof *columns, CELL_TEXT = 48 };

static void random_value(struct test_random *r, size_t column, char text[CELL_TEXT])
{
	static const char *const odd[] = {"1.50", "007", "-0", "0", "-12.5", "999999999999999999", "0.000000001", "3.0", "123456789.987654321", NULL};
	static const char *const dates[] = {"2025", "2024-Q3", "2024-H2", "2023-12", "2024-02-29", "2025-01/2025-09", "../2025-12-04", "2022/..", "0001-01-01",
		"9999-12-31", NULL};
	if (columns[column].status && test_random_below(r, 4))
		snprintf(text, CELL_TEXT, "20%02u-%02u-%02u", 15 + test_random_below(r, 10), 1 + test_random_below(r, 12), 1 + test_random_below(r, 28));
	else if (columns[column].status)
		snprintf(text, CELL_TEXT, "%s", pick(r, dates));
	else if (!test_random_below(r, column < 4 ? 12 : 200))
		snprintf(text, CELL_TEXT, "%s", pick(r, odd));
	else if (column % 2)
		snprintf(text, CELL_TEXT, "%u.%u", test_random_below(r, 5000), 1 + test_random_below(r, 9));
	else
		snprintf(text, CELL_TEXT, "%u0000", test_random_below(r, 90000));
}

struct texts {
	struct row_cell cells[COLUMNS];
	char values[COLUMNS][CELL_TEXT];
	struct row_ledger ledger;
};

static const struct row_ledger *random_ledger(struct test_random *r, const char *source, uint32_t line, bool dates, struct texts *t)
{
	*t = (struct texts){.ledger = {.source = str_from(source), .line = line, .cells = t->cells}};
	for (size_t c = 0; c < COLUMNS; c++) {
		if (test_random_below(r, 3) == 0 || (columns[c].status && !dates))
			continue;
		random_value(r, c, t->values[c]);
		t->cells[t->ledger.n++] = (struct row_cell){.column = str_from(columns[c].name), .value = str_from(t->values[c]),
			.indicator = str_from(columns[c].indicator), .modality = str_from(columns[c].modality), .unit = str_from(columns[c].unit),
			.scope = str_from(columns[c].scope), .period = str_from(columns[c].period), .status = str_from(columns[c].status),
			.line = line, .at = 1};
	}
	return &t->ledger;
}

static void put_records(struct store_writer *w)
{
	static const char *const indicators[] = {"invest|name=投资额|unit=元", "output|name=产值|unit=元", "capacity|name=产能|unit=吨", "jobs|name=用工|unit=人", NULL};
	for (size_t i = 0; indicators[i]; i++)
		put(w, KIND_INDICATOR, NULL, "id=indicator:%s", indicators[i]);
	put(w, KIND_SOURCE, NULL, "id=source:book|name=台账|date=2025-06-30");
	put(w, KIND_SOURCE, NULL, "id=source:other.book|name=另册|date=2025-11");
	put(w, KIND_SOURCE, NULL, "id=source:article|name=文章");
	put(w, KIND_REGION, NULL, "id=region:sx|name=山西省|level=province");
	for (int i = 0; i < 5; i++)
		put(w, KIND_ZONE, NULL, "id=zone:z%d|name=%s经济开发区|region=region:sx", i, (const char *[]){"兴县", "清徐", "长子", "洪洞", "大同"}[i]);
}

/* Projects stand at these stages, four in five of them. */
enum { STAGES = 5 };

static void put_chain(struct store_writer *w)
{
	put(w, KIND_CHAIN, NULL, "id=chain:c|name=铝链|zone=zone:z0");
	for (int i = 0; i + 1 < STAGES; i++)
		put(w, KIND_STAGE, NULL, "id=stage:t%d|name=%s|chain=chain:c", i, (const char *[]){"矿石", "铝锭", "铝杆", "铝线"}[i]);
	for (int i = 0; i + 2 < STAGES; i++)
		put(w, KIND_LINK, NULL, "id=link:l%d|from=stage:t%d|to=stage:t%d|product=料|role=input", i, i, i + 1);
	for (unsigned i = 0; i < 20; i++)
		put(w, KIND_PLACEMENT, NULL, "id=placement:p%u|enterprise=enterprise:e%u|stage=stage:t%u", i, i * 3, i % 3);
}

/* Its stage, owner and, of some, the project that it is a part of. */
static const char *project_place(struct test_random *r, uint32_t i, uint32_t n, char text[128])
{
	uint32_t stage = i % STAGES, owner = test_random_below(r, n / 4), parent = test_random_below(r, i + 1);
	size_t at = 0;
	text[0] = '\0';
	if (stage + 1 < STAGES)
		at += (size_t)snprintf(text + at, 128 - at, "|stage=stage:t%u", stage);
	if (test_random_below(r, 3))
		at += (size_t)snprintf(text + at, 128 - at, "|owner=enterprise:e%u", owner);
	if (parent < i && !test_random_below(r, 9))
		snprintf(text + at, 128 - at, "|parent=project:p%u%s", parent, parent % 7 ? "" : ".b");
	return text;
}

static void put_ledgers(struct store_writer *w, struct test_random *r, uint32_t n)
{
	struct texts t;
	for (uint32_t i = 0; i < n; i++) {
		bool ledger = test_random_below(r, 10) != 0, other = test_random_below(r, 12) == 0;
		char place[128];
		put(w, KIND_PROJECT, ledger ? random_ledger(r, "source:book", i + 2, true, &t) : NULL,
			"id=project:p%u%s|name=%s第%u期项目|zone=zone:z%u|source=source:article|locator=article:1:0-3%s", i, i % 7 ? "" : ".b",
			(const char *[]){"铝杆", "储能", "焦化"}[i % 3], i, i % 5, project_place(r, i, n, place));
		if (other)
			put(w, KIND_PROJECT, random_ledger(r, "source:other.book", 5 * i + 9, true, &t), "id=project:p%u%s", i, i % 7 ? "" : ".b");
	}
	for (uint32_t i = 0; i < n / 4; i++) {
		put(w, KIND_ENTERPRISE, random_ledger(r, "source:other.book", i + 2, false, &t), "id=enterprise:e%u|name=公司%u", i, i);
		if (i % 5 == 0)
			put(w, KIND_ENTERPRISE, random_ledger(r, "source:book", i + 2, false, &t), "id=enterprise:e%u", i);
	}
	put(w, KIND_ZONE, random_ledger(r, "source:book", 1, false, &t), "id=zone:z1");
}

static void put_ordinary(struct store_writer *w, struct test_random *r, uint32_t n)
{
	static const char *const values[] = {"3", "约5", "十余", "1.5", "8—10", NULL}, *const indicators[] = {"invest", "output", "jobs", NULL},
		*const periods[] = {"2020", "2023", "2024", "2025-01", "2025-H1", "2025", NULL};
	for (uint32_t i = 0; i < n / 20; i++) {
		uint32_t p = test_random_below(r, n);
		put(w, KIND_CLAIM, NULL, "id=claim:k%u|subject=project:p%u%s|indicator=indicator:capacity|item=%s|value=%s|unit=万吨|modality=capacity|scope=%s|source=source:article|locator=article:1:0-3",
			i, p, p % 7 ? "" : ".b", i % 3 ? "" : "料", pick(r, values), i % 4 ? "年产" : "消纳");
	}
	for (uint32_t i = 0; i < n / 8; i++) {
		uint32_t p = test_random_below(r, n);
		put(w, KIND_CLAIM, NULL, "id=claim:c%u|subject=project:p%u%s|indicator=indicator:%s|value=%s|unit=亿元|modality=planned|period=%s|source=source:article|locator=article:1:0-3",
			i, p, p % 7 ? "" : ".b", pick(r, indicators), pick(r, values), pick(r, periods));
		put(w, KIND_MILESTONE, NULL, "id=milestone:m%u|project=project:p%u%s|status=filed|date=2025-0%u|source=source:article|locator=article:1:0-3",
			i, p, p % 7 ? "" : ".b", 1 + i % 9);
	}
}

/* Projects that are perhaps the same as others: their figures count once. */
static void put_identities(struct store_writer *w, struct test_random *r, uint32_t n)
{
	for (uint32_t i = 0; i < n / 10; i++) {
		uint32_t p = 10 * i + test_random_below(r, 5), q = p + 1 + test_random_below(r, 4);
		put(w, KIND_IDENTITY, NULL, "id=identity:i%u|a=project:p%u%s|b=project:p%u%s|certainty=maybe|reason=同额", i, p, p % 7 ? "" : ".b", q, q % 7 ? "" : ".b");
	}
}

/* A doubt about a row of a ledger: a reference to what has no record of its own. */
static void put_doubt(struct world *world)
{
	struct err err = ERR_INIT;
	struct str id = index_id(world->records, ref_make(KIND_CLAIM, (uint32_t)index_count(world->records, KIND_CLAIM) - 1));
	struct store_writer *w = store_begin(world->store, ORIGIN_EDIT, &err);
	put(w, KIND_DOUBT, NULL, "id=doubt:d|name=疑|about=%.*s|rule=sum|note=不对|source=source:article|locator=article:1:0-3", STR_ARG(id));
	assert_ok(store_commit(w, NULL, &err), err);
}

static struct index *as_records(struct store *store)
{
	struct err err = ERR_INIT;
	struct index_builder *builder = index_builder_new();
	for (int k = 0; k < KIND_COUNT; k++)
		assert_ok(store_read(store, (enum kind)k, 1, INT64_MAX, index_builder_range(builder, KIND_COUNT), &err), err);
	struct index *index = index_builder_finish(builder, NULL, &err);
	assert_ok(index != NULL, err);
	index_builder_free(builder);
	return index;
}

static struct index *as_packed(struct store *store)
{
	struct err err = ERR_INIT;
	struct index_stamp stamp = {0};
	assert_ok(store_hold(store, &stamp.generation, &err), err);
	struct index *index = load_index(store, stamp, &(struct build_watch){0}, &err);
	assert_ok(index != NULL, err);
	store_let_go(store);
	return index;
}

static int setup(void **state)
{
	struct world *world = calloc(1, sizeof *world);
	struct test_random r = test_random();
	struct err err = ERR_INIT;
	uint32_t n = getenv("YUANLIAN_LONG") ? 10000 : 1500;
	snprintf(world->folder, sizeof world->folder, "%s/load.XXXXXX", getenv("HOME"));
	assert_non_null(mkdtemp(world->folder));
	snprintf(world->path, sizeof world->path, "%s/c.db", world->folder);
	world->store = store_open(world->path, STORE_CREATE, &err);
	assert_ok(world->store != NULL, err);
	struct store_writer *w = store_begin(world->store, ORIGIN_IMPORT, &err);
	put_records(w);
	put_chain(w);
	put_ledgers(w, &r, n);
	put_ordinary(w, &r, n);
	put_identities(w, &r, n);
	assert_ok(store_commit(w, NULL, &err), err);
	world->records = as_records(world->store);
	put_doubt(world);
	index_free(world->records);
	world->records = as_records(world->store);
	world->packed = as_packed(world->store);
	*state = world;
	return 0;
}

static int teardown(void **state)
{
	struct world *world = *state;
	index_free(world->packed);
	index_free(world->records);
	store_close(world->store);
	unlink(world->path);
	rmdir(world->folder);
	free(world);
	return 0;
}

#endif

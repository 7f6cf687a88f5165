#include "catalogue.h"

#include "store/sql_internal.h"

static void test_any_order(void **state)
{
	(void)state;
	struct store *store = fresh();
	struct err err = ERR_INIT;
	struct store_changes changes;
	assert_ok(PUT(store, ORIGIN_IMPORT, &changes, &err,
		{KIND_DOUBT, "id=doubt:d|name=x|about=claim:c|rule=typo"},
		{KIND_CLAIM, "id=claim:c|subject=zone:x|indicator=indicator:i|value=275|unit=亿元|modality=实际|source=source:s|locator=s:1:2-3|part_of=claim:t"},
		{KIND_CLAIM, "id=claim:t|subject=zone:x|indicator=indicator:i|value=300|unit=亿元|modality=actual|source=source:s|locator=s:1:5-8"},
		{KIND_EVENT, "id=event:e|name=签约|projects=project:b;project:a|inferred=true"},
		{KIND_PROJECT, "id=project:b|name=乙|parent=project:a"},
		{KIND_PROJECT, "id=project:a|name=甲|zone=zone:x"},
		{KIND_ZONE, "id=zone:x|name=兴县|region=region:r"},
		{KIND_REGION, "id=region:r|name=吕梁"},
		{KIND_INDICATOR, "id=indicator:i|name=产值"},
		{KIND_SOURCE, "id=source:s|name=报|start=0|end=100"}), err);
	assert_changes(changes, 10, 0, 0);
	assert_dump(store, KIND_CLAIM,
		"claim|id=claim:c|subject=zone:x|indicator=indicator:i|value=275|unit=亿元|modality=actual|value_base=27500000000|base_unit=元|part_of=claim:t|source=source:s|locator=s:1:2-3\n"
		"claim|id=claim:t|subject=zone:x|indicator=indicator:i|value=300|unit=亿元|modality=actual|value_base=30000000000|base_unit=元|source=source:s|locator=s:1:5-8\n");
	assert_dump(store, KIND_EVENT, "event|id=event:e|name=签约|inferred=true|projects=project:b;project:a\n");
	assert_dump(store, KIND_DOUBT, "doubt|id=doubt:d|name=x|about=claim:c|rule=typo\n");
	assert_dump(store, KIND_SOURCE, "source|id=source:s|name=报|start=0|end=100\n");
	store_close(store);
}

/* What stands behind a list of records leaves all of them as they are. */
static void test_many_references(void **state)
{
	(void)state;
	struct store *store = fresh();
	struct err err = ERR_INIT;
	assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err,
		{KIND_PROJECT, "id=project:a|name=甲"},
		{KIND_PROJECT, "id=project:b|name=乙"},
		{KIND_EVENT, "id=event:e|name=签约|projects=project:a;project:b;project:b;project:a;project:b|gist=五个项目集中签约，总投资二十七亿元"}), err);
	assert_dump(store, KIND_EVENT,
		"event|id=event:e|name=签约|projects=project:a;project:b;project:b;project:a;project:b|gist=五个项目集中签约，总投资二十七亿元\n");
	store_close(store);
}

struct refused_row {
	const char *name;
	struct test_row rows[4];
	size_t line, column;
	const char *message;
};

#define STAGES {KIND_STAGE, "id=stage:a|name=a|chain=chain:c"}, {KIND_STAGE, "id=stage:b|name=b|chain=chain:c"}

static const struct refused_row refused[] = {
	{"reference to nothing", {{KIND_ZONE, "id=zone:x|name=x|region=region:none"}}, 2, 21, "found \"region:none\", expected the id of a record"},
	{"first reference to nothing is named", {{KIND_ZONE, "id=zone:x|name=x|region=region:none"}, {KIND_ZONE, "id=zone:y|name=y|region=region:none"}}, 2, 21, "region:none"},
	{"reference to a wrong kind", {{KIND_ZONE, "id=zone:x|name=x|region=zone:x"}}, 2, 21, "expected the id of a region"},
	{"id of another kind", {{KIND_ZONE, "id=park:x|name=x"}}, 2, 1, "expected an id that begins with zone:"},
	{"required", {{KIND_ZONE, "id=zone:x"}}, 2, 0, "expected a value for name"},
	{"required in a new row of few columns", {{KIND_STAGE, "id=stage:a|name=x"}}, 2, 0, "expected a value for chain"},
	{"code", {{KIND_ZONE, "id=zone:x|name=x|class=castle"}}, 2, 21, "found \"castle\""},
	{"twice in a file", {{KIND_ZONE, "id=zone:x|name=x"}, {KIND_ZONE, "id=zone:x|name=y"}}, 3, 1, "found \"zone:x\" again, expected it once (it stands in line 2 already)"},
	{"twice without id", {{KIND_ZONE, "name=x"}, {KIND_ZONE, "name=x"}}, 3, 0, "again"},
	{"its own parent", {{KIND_ZONE, "id=zone:x|name=x|parent=zone:x"}}, 2, 21, "found a circle of 1 record through zone:x"},
	{"parents in a circle", {{KIND_PROJECT, "id=project:a|name=a|parent=project:b"}, {KIND_PROJECT, "id=project:b|name=b|parent=project:a"}}, 3, 21, "found a circle of 2 records"},
	{"coefficient without source", {STAGES, {KIND_LINK, "id=link:1|from=stage:a|to=stage:b|role=input|coefficient_low=1.9"}}, 4, 41, "found a coefficient without a source"},
	{"coefficient of nought", {STAGES, {KIND_LINK, "id=link:1|from=stage:a|to=stage:b|role=input|coefficient_low=0"}}, 4, 41, "expected a number above 0"},
	{"input links in a circle", {STAGES, {KIND_LINK, "id=link:1|from=stage:a|to=stage:b|role=input"}, {KIND_LINK, "id=link:2|from=stage:b|to=stage:a|role=input"}}, 5, 11, "found a circle of 2 records through link:2"},
	{"the same twice in an identity", {{KIND_IDENTITY, "id=identity:i|a=zone:x|b=zone:x|certainty=same"}}, 2, 21, "twice"},
};

static void test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct store *store = fresh();
		const struct refused_row *r = &refused[i];
		struct err err = ERR_INIT;
		assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_CHAIN, "id=chain:c|name=链"}), err);
		size_t n = 0, count = 0;
		while (n < 4 && r->rows[n].text)
			n++;
		if (put_all(store, ORIGIN_IMPORT, r->rows, n, NULL, &err))
			fail_msg("row \"%s\": accepted", r->name);
		if (err.code != ERR_DATA || err.line != r->line || err.column != r->column || !strstr(err.message, r->message) || strcmp(err.where, "test.csv") != 0)
			fail_msg("row \"%s\": %s:%zu:%zu: %s", r->name, err.where, err.line, err.column, err.message);
		/* All or nothing. */
		for (int k = 0; k < KIND_COUNT; k++) {
			struct err none = ERR_INIT;
			assert_ok(store_count(store, (enum kind)k, &count, &none), none);
			assert_row(count == (k == KIND_CHAIN), r->name);
		}
		store_close(store);
	}
}

static void test_circles_that_are_none(void **state)
{
	(void)state;
	struct store *store = fresh();
	struct err err = ERR_INIT;
	assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_CHAIN, "id=chain:c|name=链"}, {KIND_CHAIN, "id=chain:d|name=链二"}, STAGES,
		{KIND_STAGE, "id=stage:o|name=o|chain=chain:d"},
		{KIND_LINK, "id=link:1|from=stage:a|to=stage:b|role=input"}, {KIND_LINK, "id=link:2|from=stage:b|to=stage:a|role=byproduct"},
		{KIND_LINK, "id=link:3|from=stage:b|to=stage:o|role=input"}, {KIND_LINK, "id=link:4|from=stage:o|to=stage:a|role=byproduct"}), err);
	/* Links lead from chain to chain, and a circle is one there, too. */
	assert_false(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_LINK, "id=link:4|role=input"}));
	assert_non_null(strstr(err.message, "circle of 3 records through link:4"));
	assert_int_equal(err.line, 2);
	store_close(store);
}

static void test_again_changes_nothing(void **state)
{
	(void)state;
	struct store *store = fresh();
	struct err err = ERR_INIT;
	struct store_changes changes;
	uint64_t before = 0, after = 0;
	for (int pass = 0; pass < 2; pass++) {
		assert_ok(PUT(store, ORIGIN_IMPORT, &changes, &err, {KIND_ZONE, "id=zone:x|name=兴县"}, {KIND_ZONE, "name=长子经开区"},
			{KIND_PROJECT, "name=光伏|zone=zone:x|phase=一期"}, {KIND_PROJECT, "name=光伏|zone=zone:x|phase=二期"},
			{KIND_ENTERPRISE, "name=甲"}, {KIND_CHAIN, "id=chain:c|name=c"}, {KIND_STAGE, "id=stage:s|name=s|chain=chain:c"},
			{KIND_PLACEMENT, "enterprise=enterprise:jia|stage=stage:s"}), err);
		if (pass)
			assert_changes(changes, 0, 0, 8);
		else
			assert_changes(changes, 8, 0, 0);
		assert_ok(store_generation(store, pass ? &after : &before, &err), err);
	}
	assert_int_equal(before, after);
	assert_dump(store, KIND_ZONE, "zone|id=zone:x|name=兴县\nzone|id=zone:zhangzijingkaiqu|name=长子经开区\n");
	assert_dump(store, KIND_PROJECT, "project|id=project:guangfu|name=光伏|zone=zone:x|phase=一期\nproject|id=project:guangfu-2|name=光伏|zone=zone:x|phase=二期\n");
	assert_dump(store, KIND_PLACEMENT, "placement|id=placement:jia-s|enterprise=enterprise:jia|stage=stage:s\n");
	/* A row that agrees in its identity is the same row with another status. */
	assert_ok(PUT(store, ORIGIN_IMPORT, &changes, &err, {KIND_PROJECT, "name=光伏|zone=zone:x|phase=二期|status=签约"}), err);
	assert_changes(changes, 0, 1, 0);
	/* What it says nothing of stays. */
	assert_ok(PUT(store, ORIGIN_IMPORT, &changes, &err, {KIND_PROJECT, "name=光伏|zone=zone:x|phase=二期|leader=王"}), err);
	assert_changes(changes, 0, 1, 0);
	assert_dump(store, KIND_PROJECT, "project|id=project:guangfu|name=光伏|zone=zone:x|phase=一期\nproject|id=project:guangfu-2|name=光伏|zone=zone:x|phase=二期|status=signed|leader=王\n");
	store_close(store);
}

static void test_slugs(void **state)
{
	(void)state;
	struct store *store = fresh();
	struct err err = ERR_INIT;
	assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_ENTERPRISE, "id=enterprise:jia-2|name=乙"}, {KIND_ENTERPRISE, "name=甲"}, {KIND_ENTERPRISE, "name=贾"},
		{KIND_ENTERPRISE, "name=（）！"}, {KIND_PROJECT, "id=project:p|name=p|owner=enterprise:x-2"}, {KIND_ENTERPRISE, "name=。"}, {KIND_ENTERPRISE, "id=enterprise:x-2|name=丙"}), err);
	assert_dump(store, KIND_ENTERPRISE, "enterprise|id=enterprise:jia|name=甲\nenterprise|id=enterprise:jia-2|name=乙\nenterprise|id=enterprise:jia-3|name=贾\n"
		"enterprise|id=enterprise:x|name=（）！\nenterprise|id=enterprise:x-2|name=丙\nenterprise|id=enterprise:x-3|name=。\n");
	/* One more of that sound comes another day: it takes nobody's place. */
	struct store_changes changes;
	assert_ok(PUT(store, ORIGIN_IMPORT, &changes, &err, {KIND_ENTERPRISE, "name=假"}), err);
	assert_changes(changes, 1, 0, 0);
	assert_dump(store, KIND_ENTERPRISE, "enterprise|id=enterprise:jia|name=甲\nenterprise|id=enterprise:jia-2|name=乙\nenterprise|id=enterprise:jia-3|name=贾\n"
		"enterprise|id=enterprise:jia-4|name=假\n"
		"enterprise|id=enterprise:x|name=（）！\nenterprise|id=enterprise:x-2|name=丙\nenterprise|id=enterprise:x-3|name=。\n");
	store_close(store);
}

/* A catalogue of somebody else whose keys leave no room for more. */
static void test_keys_run_out(void **state)
{
	(void)state;
	struct store *store = fresh();
	struct err err = ERR_INIT;
	assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:x|name=兴县"}), err);
	assert_ok(sql_run(store, "UPDATE zones SET key = key + (1 << 61)", &err), err);
	assert_false(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:y|name=长子"}));
	assert_int_equal(err.code, ERR_DATA);
	assert_non_null(strstr(err.message, "expected a smaller one"));
	store_close(store);
}

/* Names that begin alike for longer than an id is. */
static void test_long_slugs(void **state)
{
	(void)state;
#define FIVE "鑫鑫鑫鑫鑫"
#define XIN_FIVE "xinxinxinxinxin"
	struct store *store = fresh();
	struct err err = ERR_INIT;
	assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_ENTERPRISE, "name=" FIVE FIVE FIVE FIVE FIVE FIVE "甲"}, {KIND_ENTERPRISE, "name=" FIVE FIVE FIVE FIVE FIVE FIVE "乙"}), err);
	assert_dump(store, KIND_ENTERPRISE,
		"enterprise|id=enterprise:" XIN_FIVE XIN_FIVE XIN_FIVE XIN_FIVE XIN_FIVE "xinxi|name=" FIVE FIVE FIVE FIVE FIVE FIVE "甲\n"
		"enterprise|id=enterprise:" XIN_FIVE XIN_FIVE XIN_FIVE XIN_FIVE XIN_FIVE "xinxi-2|name=" FIVE FIVE FIVE FIVE FIVE FIVE "乙\n");
	store_close(store);
}

/* A row that has just been given another name is no longer the one of the old name. */
static void test_renamed(void **state)
{
	(void)state;
	struct store *store = fresh();
	struct err err = ERR_INIT;
	struct store_changes changes;
	assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_ENTERPRISE, "id=enterprise:e|name=乙"}), err);
	assert_ok(PUT(store, ORIGIN_IMPORT, &changes, &err, {KIND_ENTERPRISE, "name=甲"}, {KIND_ENTERPRISE, "id=enterprise:e|name=丙"}, {KIND_ENTERPRISE, "name=乙"}), err);
	assert_changes(changes, 2, 1, 0);
	assert_dump(store, KIND_ENTERPRISE, "enterprise|id=enterprise:e|name=丙\nenterprise|id=enterprise:jia|name=甲\nenterprise|id=enterprise:yi|name=乙\n");
	store_close(store);
}

static void test_replacing(void **state)
{
	(void)state;
	struct store *store = fresh();
	struct err err = ERR_INIT;
	struct store_changes changes;
	int64_t before, after;
	assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_EVENT, "id=event:e|name=会|projects=project:p|gist=短"}, {KIND_PROJECT, "id=project:p|name=p|status=signed|leader=王"}), err);
	assert_ok(store_key(store, STR("project:p"), &before, &err), err);
	/* Absent cells keep what is there, empty ones do not. */
	assert_ok(PUT(store, ORIGIN_EDIT, &changes, &err, {KIND_PROJECT, "id=project:p|status=started|leader=~"}, {KIND_EVENT, "id=event:e|projects=~"}), err);
	assert_changes(changes, 0, 2, 0);
	assert_dump(store, KIND_PROJECT, "project|id=project:p|name=p|status=started\n");
	assert_dump(store, KIND_EVENT, "event|id=event:e|name=会|gist=短\n");
	assert_ok(store_key(store, STR("project:p"), &after, &err), err);
	assert_int_equal(before, after);
	assert_int_equal(key_kind(after), KIND_PROJECT);
	/* Not empty where a value is required. */
	assert_false(PUT(store, ORIGIN_EDIT, &changes, &err, {KIND_PROJECT, "id=project:p|name=~"}));
	store_close(store);
}

static void test_rehearsal(void **state)
{
	(void)state;
	struct store *store = fresh();
	struct err err = ERR_INIT;
	struct store_changes changes = {0};
	for (int pass = 0; pass < 2; pass++) {
		struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
		assert_ok(w, err);
		struct row row = row_of(KIND_ZONE, pass ? "id=zone:x|name=a|region=region:none" : "id=zone:x|name=a", 2);
		assert_ok(store_put(w, &row, &err), err);
		assert_int_equal(store_rehearse(w, &changes, &err), !pass);
	}
	assert_int_equal(changes.added, 1);
	assert_int_equal(err.code, ERR_DATA);
	assert_dump(store, KIND_ZONE, "");
	store_close(store);
}

static void test_unfinished_writer_is_rolled_back(void **state)
{
	(void)state;
	char path[600];
	struct err err = ERR_INIT;
	struct store *store = store_open(in_folder(*state, "c.db", path), STORE_CREATE, &err);
	assert_ok(store, err);
	struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
	struct row row = row_of(KIND_ZONE, "id=zone:x|name=a", 2);
	assert_ok(w && store_put(w, &row, &err), err);
	store_close(store);
	store = store_open(path, STORE_READ, &err);
	assert_ok(store, err);
	assert_dump(store, KIND_ZONE, "");
	store_close(store);
}

/* -- seeds ------------------------------------------------------------------------- */

static bool load(struct store *store, const char *signature, const struct test_row *rows, size_t n, struct store_changes *changes, struct err *err)
{
	bool needed;
	return put_rows(store_begin_seeds(store, str_from(signature), &needed, err), rows, n, changes, err);
}

#define LOAD(store, signature, changes, err, ...) \
	load((store), (signature), (const struct test_row[]){__VA_ARGS__}, sizeof((const struct test_row[]){__VA_ARGS__}) / sizeof(struct test_row), (changes), (err))

static void test_seeds(void **state)
{
	(void)state;
	struct store *store = fresh();
	struct err err = ERR_INIT;
	struct store_changes c;
	assert_ok(LOAD(store, "one", &c, &err, {KIND_REGION, "id=region:r|name=r"}, {KIND_REGION, "id=region:gone|name=g"}, {KIND_ZONE, "id=zone:a|name=甲|region=region:r|honours=旧"},
		{KIND_ZONE, "id=zone:b|name=乙|region=region:r"}, {KIND_ZONE, "id=zone:c|name=丙"}, {KIND_ZONE, "id=zone:d|name=丁|region=region:r"}, {KIND_PROJECT, "id=project:p|name=p"},
		{KIND_EVENT, "id=event:e|name=e|projects=project:p"}), err);
	assert_int_equal(c.added, 8);
	/* The same seeds are not loaded again. */
	bool needed = true;
	assert_null(store_begin_seeds(store, STR("one"), &needed, &err));
	assert_false(needed);
	assert_int_equal(err.code, ERR_NONE);
	/* One row is edited, one imported row refers to a seed row; an import that says the same leaves its row a seed. */
	assert_ok(PUT(store, ORIGIN_EDIT, &c, &err, {KIND_ZONE, "id=zone:b|honours=自改"}), err);
	assert_ok(PUT(store, ORIGIN_IMPORT, &c, &err, {KIND_PARK, "id=park:p|name=园|zone=zone:c"}, {KIND_ZONE, "id=zone:a|name=甲"}), err);
	assert_changes(c, 1, 0, 1);
	assert_ok(LOAD(store, "two", &c, &err, {KIND_REGION, "id=region:r|name=r"}, {KIND_ZONE, "id=zone:a|name=甲"}, {KIND_ZONE, "id=zone:b|name=乙|honours=新"}, {KIND_ZONE, "id=zone:e|name=戊"}), err);
	assert_int_equal(c.added, 1);
	assert_int_equal(c.replaced, 1);
	assert_int_equal(c.removed, 4); /* region:gone zone:d project:p event:e */
	assert_int_equal(c.kept, 2);    /* zone:b was edited, zone:c is referred to */
	assert_dump(store, KIND_ZONE, "zone|id=zone:a|name=甲\nzone|id=zone:b|name=乙|region=region:r|honours=自改\nzone|id=zone:c|name=丙\nzone|id=zone:e|name=戊\n");
	assert_dump(store, KIND_EVENT, "");
	int64_t n = 0;
	assert_ok(sql_number(store, "SELECT count(*) FROM events_projects", &n, &err), err);
	assert_int_equal(n, 0);
	struct strbuf signature = {0};
	assert_ok(store_seeds(store, &signature, &err), err);
	assert_string_equal(signature.p, "two");
	strbuf_release(&signature);
	store_close(store);
}

/* Seeds that refer to a row that they no longer have keep it, and say so; seeds that are not told apart are always loaded. */
static void test_seeds_refer_to_what_they_lack(void **state)
{
	(void)state;
	struct store *store = fresh();
	struct err err = ERR_INIT;
	struct store_changes c;
	assert_ok(LOAD(store, "one", &c, &err, {KIND_REGION, "id=region:r|name=r"}, {KIND_ZONE, "id=zone:z|name=z|region=region:r"}), err);
	assert_ok(LOAD(store, "two", &c, &err, {KIND_ZONE, "id=zone:z|name=z|region=region:r"}), err);
	assert_int_equal(c.removed, 0);
	assert_int_equal(c.kept, 1);
	assert_dump(store, KIND_REGION, "region|id=region:r|name=r\n");
	for (int i = 0; i < 2; i++) {
		bool needed = false;
		struct store_writer *w = store_begin_seeds(store, STR(""), &needed, &err);
		struct row row = row_of(KIND_ZONE, "id=zone:z|name=z|region=region:r", 2);
		assert_true(needed);
		assert_ok(w && store_put(w, &row, &err) && store_commit(w, &c, &err), err);
	}
	store_close(store);
}

/* A row without an id is the first made of those that agree; a cell that is empty is no value, not the first code. */
static void test_who_a_row_without_id_is(void **state)
{
	(void)state;
	struct store *store = fresh();
	struct err err = ERR_INIT;
	struct store_changes c;
	assert_ok(PUT(store, ORIGIN_IMPORT, &c, &err, {KIND_PROJECT, "id=project:a|name=同名"}, {KIND_PROJECT, "id=project:b|name=同名"}), err);
	assert_ok(PUT(store, ORIGIN_IMPORT, &c, &err, {KIND_PROJECT, "name=同名|leader=张三"}), err);
	assert_changes(c, 0, 1, 0);
	assert_dump(store, KIND_PROJECT, "project|id=project:a|name=同名|leader=张三\nproject|id=project:b|name=同名\n");
	assert_ok(PUT(store, ORIGIN_IMPORT, &c, &err, {KIND_LINK, "from=stage:a|to=stage:b|product=水|role=input"}, {KIND_LINK, "from=stage:a|to=stage:b|role=input"},
		{KIND_CHAIN, "id=chain:c|name=c"}, {KIND_STAGE, "id=stage:a|name=a|chain=chain:c"}, {KIND_STAGE, "id=stage:b|name=b|chain=chain:c"}), err);
	assert_int_equal(c.added, 5);
	/* claims that differ in their period alone are two */
	assert_ok(PUT(store, ORIGIN_IMPORT, &c, &err, {KIND_INDICATOR, "id=indicator:i|name=i"}, {KIND_SOURCE, "id=source:s|name=s"},
		{KIND_CLAIM, "subject=project:a|indicator=indicator:i|value=1|modality=actual|period=2024|source=source:s|locator=s:1:2-3"},
		{KIND_CLAIM, "subject=project:a|indicator=indicator:i|value=1|modality=actual|period=2025|source=source:s|locator=s:1:2-3"}), err);
	assert_int_equal(c.added, 4);
	store_close(store);
}

/* What stays keeps what it refers to, over several steps; a circle of nothing but gone rows goes. */
static void test_seeds_keep_what_is_needed(void **state)
{
	(void)state;
	struct store *store = fresh();
	struct err err = ERR_INIT;
	struct store_changes c;
	assert_ok(LOAD(store, "one", &c, &err, {KIND_REGION, "id=region:a|name=a"}, {KIND_REGION, "id=region:b|name=b|parent=region:a"}, {KIND_ZONE, "id=zone:z|name=z|region=region:b"},
		{KIND_IDENTITY, "id=identity:i|a=region:x|b=region:y|certainty=maybe"}, {KIND_REGION, "id=region:x|name=x"}, {KIND_REGION, "id=region:y|name=y|parent=region:x"}), err);
	assert_ok(PUT(store, ORIGIN_IMPORT, &c, &err, {KIND_DOUBT, "id=doubt:d|name=d|about=zone:z|rule=typo"}), err);
	assert_ok(LOAD(store, "two", &c, &err, {KIND_SOURCE, "id=source:s|name=s"}), err);
	assert_int_equal(c.removed, 3);
	assert_int_equal(c.kept, 3);
	assert_dump(store, KIND_REGION, "region|id=region:a|name=a\nregion|id=region:b|name=b|parent=region:a\n");
	assert_dump(store, KIND_IDENTITY, "");
	store_close(store);
}

/* A chain of rows, each the parent of the next, the last one needed: all stay. */
static void test_seeds_keep_a_long_chain(void **state)
{
	(void)state;
	enum { LENGTH = 3000 };
	static char texts[LENGTH][64];
	static struct test_row rows[LENGTH];
	struct store *store = fresh();
	struct err err = ERR_INIT;
	struct store_changes c;
	for (size_t i = 0; i < LENGTH; i++) {
		snprintf(texts[i], sizeof texts[i], i ? "id=region:r%zu|name=r|parent=region:r%zu" : "id=region:r%zu|name=r", i, i - 1);
		rows[i] = (struct test_row){KIND_REGION, texts[i]};
	}
	assert_ok(load(store, "one", rows, LENGTH, &c, &err), err);
	assert_ok(PUT(store, ORIGIN_EDIT, &c, &err, {KIND_ZONE, "id=zone:z|name=z|region=region:r2998"}), err);
	assert_ok(LOAD(store, "two", &c, &err, {KIND_SOURCE, "id=source:s|name=s"}), err);
	assert_int_equal(c.kept, LENGTH - 1);
	assert_int_equal(c.removed, 1);
	store_close(store);
}

static void test_seeds_want_ids(void **state)
{
	(void)state;
	struct store *store = fresh();
	struct err err = ERR_INIT;
	assert_false(LOAD(store, "one", NULL, &err, {KIND_ZONE, "name=x"}));
	assert_non_null(strstr(err.message, "found no id"));
	store_close(store);
}

/* -- random ------------------------------------------------------------------------ */

static struct str random_cell(struct test_random *random, const struct field *field, enum kind kind, uint32_t own, struct arena *arena)
{
	static const char *const texts[] = {"a", "长子", " x ", "\"", "\n", ",", "=1", "😀", "\t"};
	static const char *const periods[] = {"2025", "2025-Q3", "../2025-12-04", "2025-01/2025-09"};
	static const char *const decimals[] = {"0", "-0.5", "46154000000", "999999999999999999"};
	bool needed = field->flags & FIELD_REQUIRED;
	if (str_eq_c(str_from(field->name), "id"))
		return arena_printf(arena, "%s:r%u", kinds[kind].singular, own);
	if (!needed && test_random_below(random, 3) == 0)
		return STR("");
	enum kind target = (enum kind)test_random_below(random, KIND_COUNT);
	while (field->kinds && !(field->kinds >> target & 1))
		target = (enum kind)((target + 1) % KIND_COUNT);
	if (target == kind && !own && field->kinds >> KIND_ZONE & 1)
		target = KIND_ZONE;
	/* References to the own kind lead to rows before, so that there is no circle. */
	uint32_t row = target == kind ? own ? test_random_below(random, own) : 0 : test_random_below(random, 6);
	switch (field->type) {
	case FIELD_REF:
		if (target == kind && !own)
			return STR("");
		return arena_printf(arena, "%s:r%u", kinds[target].singular, row);
	case FIELD_REFS:
		return arena_printf(arena, "%s:r%u;%s:r0", kinds[target].singular, row, kinds[target].singular);
	case FIELD_ENUM:
		return str_from(enums[field->enumeration].v[test_random_below(random, (uint32_t)enums[field->enumeration].n)].code);
	case FIELD_ENUMS:
		return STR("srdi;top500");
	case FIELD_PERIOD:
		return str_from(periods[test_random_below(random, 4)]);
	case FIELD_INTEGER:
		return arena_printf(arena, "%u", test_random_below(random, 1000));
	case FIELD_DECIMAL:
		return str_from(decimals[test_random_below(random, 4)]);
	case FIELD_BOOL:
		return STR("true");
	case FIELD_LOCATORS:
		return STR("r0:1:2-3;r1:4:x");
	default:
		return arena_printf(arena, "%s%s", texts[test_random_below(random, 9)], texts[test_random_below(random, 9)]);
	}
}

static bool put_row(void *self, const struct row *row, struct err *err)
{
	return store_put(self, row, err);
}

/* All links are by-products with a sound coefficient or none: those rules have tests of their own. */
static void mend_link(struct row *row, uint32_t n)
{
	static const char *const sound[][4] = {{"", "", "", ""}, {"1.5", "1", "1.5", "2"}, {"1", "3", "", ""}, {"", "", "0.1", ""}};
	static const char *const fields[] = {"coefficient_numerator", "coefficient_denominator", "coefficient_low", "coefficient_high"};
	for (size_t i = 0; i < 4; i++)
		row->cells[field_get(KIND_LINK, fields[i])] = str_from(sound[n % 4][i]);
	row->cells[field_get(KIND_LINK, "coefficient_source")] = STR("source:r0");
	row->cells[field_get(KIND_LINK, "role")] = STR("byproduct");
}

/* Random rows of all kinds, in random order, are afterwards what was put; so they are through batches. */
static void test_random_round_trip(void **state)
{
	(void)state;
	struct test_random random = test_random();
	for (int round = 0; round < 20; round++) {
		struct arena arena = {0};
		struct store *store = fresh(), *copy = fresh();
		struct err err = ERR_INIT;
		struct row rows[KIND_COUNT * 6];
		size_t n = 0;
		for (int k = 0; k < KIND_COUNT; k++)
			for (uint32_t i = 0; i < 6; i++) {
				struct row *row = &rows[n++];
				*row = (struct row){.kind = (enum kind)k, .where = "random", .line = n};
				for (size_t f = 0; f < fields_of[k].n; f++)
					row->cells[f] = random_cell(&random, &fields_of[k].v[f], (enum kind)k, i, &arena);
				if (k == KIND_LINK)
					mend_link(row, i);
				/* No identity names one record twice: that rule has a test of its own. */
				if (k == KIND_IDENTITY) {
					row->cells[field_get(KIND_IDENTITY, "a")] = STR("zone:r0");
					row->cells[field_get(KIND_IDENTITY, "b")] = STR("zone:r1");
				}
			}
		for (size_t i = n - 1; i > 0; i--) {
			size_t j = test_random_below(&random, (uint32_t)i + 1);
			struct row swap = rows[i];
			rows[i] = rows[j];
			rows[j] = swap;
		}
		struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
		for (size_t i = 0; i < n; i++)
			assert_ok(store_put(w, &rows[i], &err), err);
		assert_ok(store_commit(w, NULL, &err), err);
		/* What comes out goes into another catalogue and comes out the same. */
		struct strbuf first = {0}, second = {0}, put = {0};
		for (int k = 0; k < KIND_COUNT; k++)
			dump_kind(store, (enum kind)k, &first);
		for (size_t i = 0; i < n; i++) {
			strbuf_clear(&put);
			if (rows[i].kind == KIND_CLAIM)
				continue;
			dump_row(&put, &rows[i], &err);
			if (str_find(strbuf_str(&first), strbuf_str(&put), 0) < 0)
				fail_msg("put\n%sbut found\n%s", put.p, first.p);
		}
		w = store_begin(copy, ORIGIN_IMPORT, &err);
		struct row_sink sink = {put_row, w};
		for (int k = KIND_COUNT - 1; k >= 0; k--)
			assert_ok(store_rows(store, (enum kind)k, sink, &err), err);
		assert_ok(store_commit(w, NULL, &err), err);
		for (int k = 0; k < KIND_COUNT; k++)
			dump_kind(copy, (enum kind)k, &second);
		assert_string_equal(first.p, second.p);
		strbuf_release(&first);
		strbuf_release(&second);
		strbuf_release(&put);
		store_close(store);
		store_close(copy);
		arena_release(&arena);
	}
}

static void test_identity_fields_exist(void **state)
{
	(void)state;
	for (int k = 0; k < KIND_COUNT; k++) {
		assert_true(store_identity((enum kind)k) != 0);
		assert_false(store_identity((enum kind)k) & 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_order), cmocka_unit_test(test_many_references), cmocka_unit_test(test_refused), cmocka_unit_test(test_circles_that_are_none),
		cmocka_unit_test(test_again_changes_nothing), cmocka_unit_test(test_slugs), cmocka_unit_test(test_long_slugs), cmocka_unit_test(test_keys_run_out), cmocka_unit_test(test_renamed), cmocka_unit_test(test_replacing),
		cmocka_unit_test(test_rehearsal),
		cmocka_unit_test_setup_teardown(test_unfinished_writer_is_rolled_back, test_folder_make, test_folder_remove),
		cmocka_unit_test(test_seeds), cmocka_unit_test(test_seeds_keep_what_is_needed), cmocka_unit_test(test_seeds_refer_to_what_they_lack),
		cmocka_unit_test(test_who_a_row_without_id_is), cmocka_unit_test(test_seeds_keep_a_long_chain), cmocka_unit_test(test_seeds_want_ids),
		cmocka_unit_test(test_random_round_trip), cmocka_unit_test(test_identity_fields_exist),
	};
	return cmocka_run_group_tests_name("store/writer", tests, NULL, NULL);
}

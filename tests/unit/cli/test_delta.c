/* What a delta answers is what an index that was built anew would: through the store's own writer. */
#include "changing.h"
#include "support/same_index.h"
#include "support/image_copy.h"

#include "index/delta.h"
#include "query/facet.h"
#include "query/query.h"

/* -- edits --------------------------------------------------------------------------------- */

static void edit_figure(struct fixture *f, struct store_writer *writer)
{
	static const char *const indicators[] = {"indicator:invest", "indicator:capacity", "indicator:area", "indicator:jobs"};
	static const char *const values[] = {"1", "2.5", "47—52", "9000", "一半"}, *const units[] = {"亿元", "万元", "吨", "亩", "平方米", "吨/年", "吨/月", "台", ""};
	static const char *const places[] = {"s:7:1-2", "s:12:3-9", "s:4:投资", "s:1:1-2;s:2:3-4"};
	char id[32], subject[32], source[16];
	snprintf(id, sizeof id, "claim:%s%u", test_random_below(&f->random, 3) ? "c" : "new", test_random_below(&f->random, f->n_projects + 20));
	snprintf(source, sizeof source, "source:%c", 'a' + (char)test_random_below(&f->random, 2));
	put(writer, id, "subject", project(f, subject), "indicator", PICK(&f->random, indicators), "value", PICK(&f->random, values), "unit",
		PICK(&f->random, units), "modality", "actual", "period", random_period(&f->random), "source", source, "locator", PICK(&f->random, places), NULL);
}

/* What everything else goes by: rarely, since much is made anew then. */
static void edit_above(struct fixture *f, struct store_writer *writer)
{
	static const char *const names[] = {"兴县开发区", "蒲县开发区", "Aa 园", "长子经开区"}, *const dates[] = {"2025-03-01", "2026-01", "2019"};
	static const char *const zones[] = {"zone:a", "zone:b", "zone:c", "zone:d"};
	switch (test_random_below(&f->random, 5)) {
	case 0: put(writer, PICK(&f->random, zones), "name", PICK(&f->random, names), NULL); break;
	case 1: put(writer, "source:a", "name", "甲文", "date", PICK(&f->random, dates), NULL); break;
	case 2: put(writer, "stage:y", "name", PICK(&f->random, names), "chain", "chain:g", "position", "2", NULL); break;
	case 3: put(writer, "indicator:jobs", "name", PICK(&f->random, names), "short_names", "人;岗", NULL); break;
	default: put(writer, "region:q", "name", PICK(&f->random, names), "code", "14", NULL); break;
	}
}

static void edit_project(struct fixture *f, struct store_writer *writer)
{
	static const char *const names[] = {"铝杆项目", "新 项目", "ABC 项目7", "𠮷电站", "光伏储能"}, *const zones[] = {"zone:a", "zone:b", "zone:c", ""};
	static const char *const statuses[] = {"planned", "signed", "building", "ended", ""}, *const leaders[] = {"", "张三", "王五", "赵六;钱七"};
	char id[32], owner[32];
	snprintf(owner, sizeof owner, "enterprise:e%u", test_random_below(&f->random, f->n_projects / 5 + 1));
	switch (test_random_below(&f->random, 5)) {
	case 0: put(writer, project(f, id), "status", PICK(&f->random, statuses), NULL); break;
	case 1: put(writer, project(f, id), "name", PICK(&f->random, names), "owner", owner, NULL); break;
	case 2: put(writer, project(f, id), "zone", PICK(&f->random, zones), "leader", PICK(&f->random, leaders), "short_names", PICK(&f->random, leaders), NULL); break;
	case 3: put(writer, project(f, id), "updated_on", random_period(&f->random), "code", PICK(&f->random, names), NULL); break;
	default:
		for (unsigned n = 1 + test_random_below(&f->random, 9); n > 0; n--)
			put(writer, new_project(f), "name", PICK(&f->random, names), "zone", PICK(&f->random, zones), "status", PICK(&f->random, statuses), NULL);
	}
}

static void edit_other(struct fixture *f, struct store_writer *writer)
{
	static const char *const stages[] = {"stage:x", "stage:y", "stage:z"}, *const names[] = {"疑", "存疑 2", "Doubt"};
	char id[40], other[32], one[32];
	unsigned number = test_random_below(&f->random, 30);
	project(f, one);
	switch (test_random_below(&f->random, 6)) {
	case 0:
		snprintf(id, sizeof id, "milestone:n%u", number);
		put(writer, id, "project", one, "status", "building", "date", random_period(&f->random), NULL);
		break;
	case 1:
		snprintf(id, sizeof id, "doubt:n%u", number);
		if (f->ledgers && number % 2)
			snprintf(one, sizeof one, "claim:project.p%u.1", test_random_below(&f->random, f->n_projects / 2) * 2);
		put(writer, id, "name", PICK(&f->random, names), "about", one, "rule", "unclear", NULL);
		break;
	case 2:
		snprintf(id, sizeof id, "identity:n%u", number);
		if (strcmp(one, project(f, other)) != 0)
			put(writer, id, "a", one, "b", other, "certainty", "maybe", NULL);
		break;
	case 3:
		snprintf(id, sizeof id, "placement:n%u", number);
		snprintf(other, sizeof other, "enterprise:e%u", test_random_below(&f->random, f->n_projects / 5 + 1));
		put(writer, id, "enterprise", other, "stage", PICK(&f->random, stages), NULL);
		break;
	case 4:
		snprintf(id, sizeof id, "link:n%u", number);
		put(writer, id, "from", "stage:x", "to", number % 2 ? "stage:y" : "stage:z", "role", "byproduct", "product", PICK(&f->random, names), NULL);
		break;
	default:
		snprintf(id, sizeof id, "event:n%u", number);
		put(writer, id, "name", PICK(&f->random, names), "zone", "zone:b", "date", random_period(&f->random), "projects", one, NULL);
	}
}

/* One transaction. */
static void edit(struct fixture *f)
{
	struct err err = ERR_INIT;
	struct store *store = open_store(f, STORE_WRITE);
	struct store_writer *writer = store_begin(store, test_random_below(&f->random, 2) ? ORIGIN_EDIT : ORIGIN_IMPORT, &err);
	for (unsigned n = 1 + test_random_below(&f->random, 3); n > 0; n--) {
		unsigned which = test_random_below(&f->random, 16);
		(which < 7 ? edit_project : which < 11 ? edit_figure : which < 15 ? edit_other : edit_above)(f, writer);
		f->n_edits++;
	}
	assert_ok(store_commit(writer, NULL, &err), err);
	store_close(store);
}

/* -- comparing ------------------------------------------------------------------------------- */

static void same_query(const struct index *a, const struct index *b, enum kind kind, struct str text)
{
	struct err err = ERR_INIT, other = ERR_INIT;
	struct query *p = query_parse(text, kind, a, &err), *q = query_parse(text, kind, b, &other);
	assert_int_equal(p == NULL, q == NULL);
	if (p) {
		struct query_set x, y;
		query_select(p, &x);
		query_select(q, &y);
		if (x.n != y.n || x.n_perhaps != y.n_perhaps || memcmp(x.yes, y.yes, x.n_rows / 64 * 8) != 0)
			fail_msg("%s %.*s: found %zu, expected %zu", kinds[kind].plural, STR_ARG(text), x.n, y.n);
		query_set_release(&x);
		query_set_release(&y);
	}
	query_free(p);
	query_free(q);
}

static void same_queries(struct fixture *f, const struct index *a, const struct index *b, unsigned n)
{
	static const enum kind of[] = {KIND_PROJECT, KIND_ENTERPRISE, KIND_CLAIM, KIND_MILESTONE};
	static const char *const words[] = {"铝", "~兴现", "~占 ~项木", "lv", "dianzhan", "xm", "兴县", "新", "abc", "p1", "张三", "gf", "项目 兴县", "-铝 项目", "zhangzi", "new1", "14",
		"𠮷", "疑", "chuneng", "guangfuu", "AB", "xxkfq", "人", "铝杆"};
	struct strbuf text = {0};
	for (unsigned i = 0; i < n; i++) {
		enum kind kind = PICK(&f->random, of);
		strbuf_clear(&text);
		random_query(&f->random, kind, 2, &text);
		same_query(a, b, kind, strbuf_str(&text));
		same_lookup(a, b, str_from(PICK(&f->random, words)));
	}
	strbuf_release(&text);
}

/* Values by label, since their numbers may differ. */
static void same_facet(const struct index *a, const struct index *b, enum kind kind, size_t field)
{
	const struct facet facet = {FACET_FIELD, kind, field};
	struct facet_values *p = facet_values_new(a, &facet), *q = facet_values_new(b, &facet);
	size_t n = facet_values_n(p), m = facet_values_n(q);
	struct tally *x = calloc(n + 1, sizeof *x), *y = calloc(m + 1, sizeof *y);
	struct map seen = {0};
	struct arena arena = {0};
	facet_count(p, &(struct row_set){0}, x);
	facet_count(q, &(struct row_set){0}, y);
	assert_int_equal(x[n].n, y[m].n);
	for (size_t i = 0; i < m; i++) {
		struct strbuf label = {0};
		uint32_t at = (uint32_t)i;
		facet_label(q, i, true, &label);
		map_add(&seen, arena_str(&arena, strbuf_str(&label)), &at);
		strbuf_release(&label);
	}
	for (size_t i = 0; i < n; i++) {
		struct strbuf label = {0};
		uint32_t at = 0;
		facet_label(p, i, true, &label);
		if (!ref_none(facet_record(p, i)))
			at = (uint32_t)i;
		else if (x[i].n)
			assert_true(map_find(&seen, strbuf_str(&label), &at));
		if (x[i].n || !ref_none(facet_record(p, i)))
			assert_true(x[i].n == y[at].n && x[i].n_perhaps == y[at].n_perhaps);
		strbuf_release(&label);
	}
	map_release(&seen);
	arena_release(&arena);
	free(x);
	free(y);
	facet_values_free(p);
	facet_values_free(q);
}

static void same_facets(const struct index *a, const struct index *b)
{
	static const char *const fields[] = {"status", "zone", "stage", "leader", "owner", "updated_on"};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		same_facet(a, b, KIND_PROJECT, field_get(KIND_PROJECT, fields[i]));
}

static unsigned char *merged;
static size_t n_merged;

static bool take_bytes(void *context, struct str bytes)
{
	(void)context;
	memcpy(merged + n_merged, bytes.p, bytes.n);
	n_merged += bytes.n;
	return true;
}

/* Merged, a delta is an image like any other. */
static struct index *merge(const struct index *delta)
{
	struct err err = ERR_INIT;
	struct index_delta_size size = index_delta_size(delta);
	merged = calloc(1, (size_t)(size.own + size.below) * 2 + 65536);
	n_merged = 0;
	assert_true(index_image_write(delta, take_bytes, NULL));
	struct index *index = index_from_image((struct str){(const char *)merged, n_merged}, image_release, &err);
	assert_ok(index, err);
	assert_true(index_image_verify(index, NULL));
	assert_int_equal(index_stamp_of(index).generation, index_stamp_of(delta).generation);
	return index;
}

/* -- tests ------------------------------------------------------------------------------------ */

static void run_series(struct fixture *f, unsigned n_projects, unsigned n_rounds, unsigned n_queries)
{
	size_t n_rows;
	f->n_new = 0;
	remove(f->db);
	fill(f, n_projects);
	struct index *index = build(f);
	for (unsigned i = 0; i < n_rounds; i++) {
		edit(f);
		struct index *delta = bring_up(f, index, &n_rows), *anew = build(f);
		assert_non_null(delta);
		same_index(delta, anew);
		same_facets(delta, anew);
		same_queries(f, delta, anew, n_queries);
		index_free(index);
		index = delta;
		if (i % 8 == 7) {
			index = merge(delta);
			same_index(index, anew);
			index_free(delta);
		}
		index_free(anew);
	}
	index_free(index);
}

static void test_small(void **state)
{
	struct fixture *f = *state;
	f->random = test_random();
	for (unsigned i = 0; i < 6 * n_catalogues(); i++)
		run_series(f, 1 + i % 6 * (i % 6) * 7, 26, 4);
	print_message("%zu edits\n", f->n_edits);
	assert_true(f->n_edits >= 200);
}

/* Enough rows for the forms that only larger columns have. */
static void test_larger(void **state)
{
	struct fixture *f = *state;
	f->random = test_random();
	for (unsigned i = 0; i < n_catalogues(); i++)
		run_series(f, 3000, 10, 3);
}

/* No text changes, and yet some record is more renowned: that decides what comes first. */
static void test_references(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	size_t n_rows;
	f->random = test_random();
	fill(f, 4200);
	struct index *index = build(f);
	struct store *store = open_store(f, STORE_WRITE);
	struct store_writer *writer = store_begin(store, ORIGIN_EDIT, &err);
	for (unsigned i = 0; i < 9; i++) {
		char id[32], other[32];
		snprintf(id, sizeof id, "project:p%u", 4000 + i);
		snprintf(other, sizeof other, "project:p%u", 3900 + i / 8);
		put(writer, id, "parent", other, NULL);
	}
	assert_ok(store_commit(writer, NULL, &err), err);
	store_close(store);
	struct index *delta = bring_up(f, index, &n_rows), *anew = build(f);
	assert_int_equal(n_rows, 9);
	same_index(delta, anew);
	same_queries(f, delta, anew, 6);
	index_free(index);
	index_free(delta);
	index_free(anew);
}

/* Names and short names of few words, so that many are of two rows now, of one then: as names, short names, or of one row twice. */
static void rename_some(struct fixture *f, unsigned n_rows, unsigned *n_new, bool *touched)
{
	static const char *const names[] = {"兴县铝业", "长子铝业", "兴铝", "长铝", "铝", "山西兴县铝业有限公司", "A", "AB"};
	static const char *const shorts[] = {"", "兴铝", "长铝;兴铝", "铝", "兴铝;兴铝", "AB;铝业;长铝", "长子", "铝业", "兴县铝业"};
	struct err err = ERR_INIT;
	struct store *store = open_store(f, STORE_WRITE);
	struct store_writer *writer = store_begin(store, ORIGIN_EDIT, &err);
	for (unsigned n = 1 + test_random_below(&f->random, 3); n > 0; n--) {
		char id[32];
		unsigned row = test_random_below(&f->random, n_rows + *n_new + 1);
		*n_new += row == n_rows + *n_new;
		snprintf(id, sizeof id, "enterprise:%c%u", row < n_rows ? 'e' : 'z', row);
		put(writer, id, "name", test_random_below(&f->random, 3) ? PICK(&f->random, names) : id, "short_names", PICK(&f->random, shorts), NULL);
		touched[row] = true;
		f->n_edits++;
	}
	assert_ok(store_commit(writer, NULL, &err), err);
	store_close(store);
}

/* Which name is shown of a row depends on what others are called. */
static void test_short_names(void **state)
{
	enum { ROUNDS = 40 };
	struct fixture *f = *state;
	unsigned n_others = 0;
	f->random = test_random();
	for (unsigned i = 0; i < 3 * n_catalogues(); i++) {
		size_t n_rows;
		unsigned n_new = 0;
		remove(f->db);
		fill(f, 1 + i % 3 * 60);
		struct index *index = build(f);
		unsigned n = (unsigned)index_count(index, KIND_ENTERPRISE);
		for (unsigned round = 0; round < ROUNDS; round++) {
			bool touched[500] = {false};
			rename_some(f, n, &n_new, touched);
			struct index *delta = bring_up(f, index, &n_rows), *anew = build(f);
			assert_non_null(delta);
			same_index(delta, anew);
			for (uint32_t row = 0; row < index_count(index, KIND_ENTERPRISE); row++) {
				struct ref ref = ref_make(KIND_ENTERPRISE, row);
				n_others += !touched[row] && !str_eq(index_short_name(index, ref), index_short_name(delta, ref));
			}
			index_free(index);
			index_free(anew);
			index = delta;
		}
		index_free(index);
	}
	assert_true(n_others >= 5);
}

/* So many at once that the reader keeps their ids as numbers. */
static void test_many(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	size_t n_rows;
	f->random = test_random();
	fill(f, 3000);
	struct index *index = build(f);
	struct store *store = open_store(f, STORE_WRITE);
	struct store_writer *writer = store_begin(store, ORIGIN_IMPORT, &err);
	for (unsigned i = 0; i < 1800; i++) {
		char id[32], name[32];
		snprintf(id, sizeof id, "project:p%u", 1500 + i);
		snprintf(name, sizeof name, "第%u号储能电站", i);
		put(writer, id, "name", name, NULL);
	}
	assert_ok(store_commit(writer, NULL, &err), err);
	store_close(store);
	struct index *delta = bring_up(f, index, &n_rows), *anew = build(f);
	assert_non_null(delta);
	assert_int_equal(n_rows, 1800);
	same_index(delta, anew);
	same_queries(f, delta, anew, 6);
	index_free(index);
	index_free(delta);
	index_free(anew);
}

/* So many codes and names that several threads put them in order: some change, of which some move far. */
static void test_many_codes(void **state)
{
	enum { ROWS = 70000, CHANGED = 60 };
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	char id[32], code[32];
	size_t n_rows;
	f->random = test_random();
	for (int round = 0; round < 2; round++) {
		struct index *base = round ? build(f) : NULL;
		struct store *store = open_store(f, round ? STORE_WRITE : STORE_CREATE);
		struct store_writer *writer = store_begin(store, ORIGIN_IMPORT, &err);
		for (unsigned i = 0; i < (round ? CHANGED : ROWS); i++) {
			snprintf(id, sizeof id, "project:p%u", round ? test_random_below(&f->random, ROWS + 9) : i);
			snprintf(code, sizeof code, "A%u-甲", test_random_below(&f->random, 9 * ROWS));
			put(writer, id, "name", code + 1, "code", i % 9 || !round ? code : "", NULL);
		}
		assert_ok(store_commit(writer, NULL, &err), err);
		store_close(store);
		if (!base)
			continue;
		struct index *delta = bring_up(f, base, &n_rows), *anew = build(f);
		assert_non_null(delta);
		assert_true(same_refs(index_by_name(delta, KIND_PROJECT), index_by_name(anew, KIND_PROJECT)));
		for (uint32_t row = 0; row < index_count(anew, KIND_PROJECT); row++)
			assert_int_equal(index_name_rank(delta, ref_make(KIND_PROJECT, row)), index_name_rank(anew, ref_make(KIND_PROJECT, row)));
		for (unsigned i = 0; i < 200; i++) {
			snprintf(code, sizeof code, "A%u", 100 + test_random_below(&f->random, 900));
			same_lookup(delta, anew, str_from(code));
		}
		index_free(base);
		index_free(delta);
		index_free(anew);
	}
}

/* Figures and dates of ledgers stand behind claims and milestones, and move where one more of these comes. */
static void test_ledgers(void **state)
{
	struct fixture *f = *state;
	f->random = test_random();
	f->ledgers = true;
	for (unsigned i = 0; i < 3 * n_catalogues(); i++)
		run_series(f, 20 + i % 3 * 50, 20, 3);
	for (unsigned i = 0; i < n_catalogues(); i++)
		run_series(f, 2000, 8, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_small, setup, teardown),
		cmocka_unit_test_setup_teardown(test_larger, setup, teardown),
		cmocka_unit_test_setup_teardown(test_references, setup, teardown),
		cmocka_unit_test_setup_teardown(test_short_names, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many_codes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_ledgers, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

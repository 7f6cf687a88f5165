/* Columns and cells of listings and graphs, on a small catalogue. */
#include "support/catalogue.h"

#include "cli/graph_internal.h"
#include "cli/listing.h"

/* The names of a listing's columns, joined by blanks. */
static void assert_columns(const struct listing *listing, const char *expected)
{
	struct strbuf names = {0};
	for (size_t i = 0; i < listing->titles.n; i++)
		strbuf_printf(&names, "%s%.*s", i ? " " : "", STR_ARG(listing->titles.v[i].name));
	assert_str(strbuf_str(&names), expected);
	strbuf_release(&names);
}

static const struct {
	enum kind kind;
	enum format format;
	const char *asked, *columns;
} columns[] = {
	{KIND_PROJECT, FORMAT_TABLE, "name,zone,invest", "name zone invest"},
	{KIND_PROJECT, FORMAT_MD, "名称,开发区,投资额", "name zone invest"},
	{KIND_PROJECT, FORMAT_CSV, "name,zone,invest", "name zone zone_name invest invest_low invest_high"},
	{KIND_PROJECT, FORMAT_JSON, "name,zone,invest", "name zone invest invest_low invest_high"},
	{KIND_PROJECT, FORMAT_CSV, "id,match", "id match"},
	{KIND_LINK, FORMAT_CSV, "id,kind,name", "id kind name"},
};

static void test_columns(void **state)
{
	const struct index *index = sample_index(state);
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		struct listing listing;
		struct err err = ERR_INIT;
		listing_init(&listing, index, columns[i].kind, columns[i].format, false);
		assert_ok(listing_parse(&listing, str_from(columns[i].asked), &err), err);
		assert_columns(&listing, columns[i].columns);
		listing_release(&listing);
	}
	struct listing listing;
	struct err err = ERR_INIT;
	listing_init(&listing, index, KIND_PROJECT, FORMAT_CSV, false);
	assert_false(listing_parse(&listing, STR("名称, nope"), &err));
	assert_int_equal(err.code, ERR_USAGE);
	assert_int_equal(err.column, 4);
	listing_release(&listing);
}

/* What reads back as CSV has the fields and nothing else, in their order. */
static void test_fields(void **state)
{
	const struct index *index = sample_index(state);
	for (int k = 0; k < KIND_COUNT; k++) {
		struct listing listing;
		listing_init(&listing, index, (enum kind)k, FORMAT_CSV, false);
		listing_fields(&listing, false);
		assert_int_equal(listing.titles.n, fields_of[k].n);
		for (size_t f = 0; f < fields_of[k].n; f++)
			assert_str(listing.titles.v[f].name, fields_of[k].v[f].name);
		listing_release(&listing);
	}
}

static void test_cells(void **state)
{
	const struct index *index = sample_index(state);
	struct listing listing;
	struct err err = ERR_INIT;
	struct arena arena = {0};
	struct field_cell cells[16];
	listing_init(&listing, index, KIND_PROJECT, FORMAT_CSV, true);
	assert_ok(listing_parse(&listing, STR("zone,status,invest,match"), &err), err);
	listing_cells(&listing, index_find_id(index, STR("project:b")), ANSWER_PERHAPS, &arena, cells);
	assert_str(cells[0].text, "zone:x");
	assert_str(cells[1].text, "兴县经济技术开发区");
	assert_str(cells[2].text, "signed");
	assert_str(cells[2].label, "签约");
	assert_true(str_find(cells[3].text, STR("10余亿元"), 0) >= 0);
	assert_true(str_find(cells[3].text, STR(";"), 0) >= 0);
	assert_str(cells[4].text, "300000000"); /* the least of both */
	assert_int_equal(cells[5].type, CELL_EMPTY); /* 余: no upper bound */
	assert_str(cells[6].text, "perhaps");
	assert_str(cells[6].label, "可能");
	listing_cells(&listing, index_find_id(index, STR("project:c")), ANSWER_YES, &arena, cells);
	assert_int_equal(cells[2].type, CELL_EMPTY);
	assert_int_equal(cells[3].type, CELL_EMPTY);
	arena_release(&arena);
	listing_release(&listing);
}

/* The least and greatest of figures in several units would be those of the first. */
static void test_bounds_of_several_units(void **state)
{
	static const struct {
		const char *values[2][2], *low;
	} rows[] = {{{{"72", "万吨"}, {"24", "万吨"}}, "240000"}, {{{"72", "万吨"}, {"56.8", "万立方米"}}, NULL}, {{{"72", "万吨"}, {"若干", "立方米"}}, "720000"}};
	(void)state;
	struct catalogue c = {0};
	struct listing listing;
	struct err err = ERR_INIT;
	struct arena arena = {0};
	struct field_cell cells[8];
	catalogue_add(&c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(&c, "source:s", "name", "某文", NULL);
	for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
		char id[32], claim[32];
		snprintf(id, sizeof id, "zone:z%u", i);
		catalogue_add(&c, id, "name", "某区", NULL);
		for (unsigned j = 0; j < 2; j++) {
			snprintf(claim, sizeof claim, "c%u-%u", i, j);
			catalogue_claim(&c, claim, id, "capacity", rows[i].values[j][0], rows[i].values[j][1], "", "actual", "", "source:s");
		}
	}
	struct index *index = catalogue_index(&c);
	listing_init(&listing, index, KIND_ZONE, FORMAT_CSV, true);
	assert_ok(listing_parse(&listing, STR("capacity"), &err), err);
	for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
		char id[32];
		snprintf(id, sizeof id, "zone:z%u", i);
		listing_cells(&listing, index_find_id(index, str_from(id)), ANSWER_YES, &arena, cells);
		if (rows[i].low)
			assert_str(cells[1].text, rows[i].low);
		assert_int_equal(cells[1].type == CELL_EMPTY, !rows[i].low);
		assert_int_equal(cells[2].type == CELL_EMPTY, !rows[i].low);
	}
	arena_release(&arena);
	listing_release(&listing);
	index_free(index);
	catalogue_release(&c);
}

static void test_graph(void **state)
{
	const struct index *index = sample_index(state);
	struct strbuf dot = {0}, mermaid = {0};
	struct ref chain = index_find_id(index, STR("chain:l"));
	struct ref twice[] = {chain, chain};
	assert_true(graph_has(chain));
	assert_false(graph_has(index_find_id(index, STR("zone:x"))));
	graph_draw(index, twice, 2, GRAPH_DOT, true, &dot);
	assert_true(str_find(strbuf_str(&dot), STR("[label=\"矿\\\"石\\\" 缺\"]"), 0) > 0);
	assert_true(str_find(strbuf_str(&dot), STR("style=dashed"), 0) > 0);
	ptrdiff_t first = str_find(strbuf_str(&dot), STR("label=\"铝 缺\""), 0);
	assert_true(first > 0 && str_find(strbuf_str(&dot), STR("label=\"铝 缺\""), (size_t)first + 1) < 0);
	graph_draw(index, &chain, 1, GRAPH_MERMAID, true, &mermaid);
	assert_true(str_find(strbuf_str(&mermaid), STR("[\"矿#34;石#34; 缺\"]"), 0) > 0);
	assert_true(str_find(strbuf_str(&mermaid), STR("|\"矿#35;1\"|"), 0) > 0);
	assert_true(str_find(strbuf_str(&mermaid), STR("-.->|\"渣\"|"), 0) > 0);
	strbuf_release(&dot);
	strbuf_release(&mermaid);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_bounds_of_several_units),
		cmocka_unit_test(test_graph),
	};
	return cmocka_run_group_tests_name("cli/listing", tests, sample_setup_few, sample_teardown);
}

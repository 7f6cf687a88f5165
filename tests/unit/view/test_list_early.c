/* A list that is open before the index is there. */
#include "support/stage.h"

static size_t count_rows(void *self, enum kind kind)
{
	(void)self;
	return kind == KIND_ZONE ? 500 : 0;
}

static size_t name_rows(void *self, enum kind kind, size_t first, size_t n, struct row_name *out, struct arena *arena)
{
	size_t i = 0;
	(void)kind;
	*(size_t *)self += n;
	for (; i < n && first + i < 500; i++)
		out[i] = (struct row_name){arena_printf(arena, "zone:%zu", first + i + 1), arena_printf(arena, "开发区第%zu号", first + i + 1)};
	return i;
}

static void open_early(struct stage *s, struct row_source *source)
{
	struct settings settings = {.ambi = AMBI_NARROW, .rows = source};
	struct place place;
	*s = (struct stage){.app = app_new(&settings)};
	grid_init(&s->grid, 80, 24, AMBI_NARROW, false);
	assert_true(place_parse(STR("zones"), &place));
	app_go(s->app, &place);
	place_release(&place);
	stage_draw(s, 80, 24);
}

static void index_comes(struct stage *s)
{
	stage_rows(s);
	s->index = catalogue_index(&s->catalogue);
	app_set_index(s->app, s->index);
	stage_draw(s, 80, 24);
}

static void names_before_the_index(void **state)
{
	size_t asked = 0;
	struct row_source source = {&asked, count_rows, name_rows};
	struct stage s;
	(void)state;
	open_early(&s, &source);
	stage_expect_cursor(&s, "开发区第1号");
	stage_expect(&s, "读取中");
	stage_keys(&s, "G");
	stage_expect_cursor(&s, "开发区第500号");
	stage_keys(&s, "Enter Space"); /* not yet: nothing happens but a word about it */
	stage_expect(&s, "读取中");
	/* Only names that are seen are read. */
	assert_true(asked < 200);
	/* The index comes: the list is there in full. */
	index_comes(&s);
	stage_expect(&s, "兴县经济技术开发区");
	stage_close(&s);
}

static size_t two_rows(void *self, enum kind kind, size_t first, size_t n, struct row_name *out, struct arena *arena)
{
	static const struct row_name rows[] = {{STR_INIT("zone:zhangzi"), STR_INIT("长子")}, {STR_INIT("zone:xingxian"), STR_INIT("兴县")}};
	size_t i = 0;
	(void)self, (void)kind, (void)arena;
	for (; i < n && first + i < 2; i++)
		out[i] = rows[first + i];
	return i;
}

/* The record that the cursor was moved to is the one under it when the index is there, wherever it stands then; else the first. */
static void the_cursor_before_the_index(void **state)
{
	(void)state;
	for (int moved = 0; moved < 2; moved++) {
		size_t n = 2;
		struct row_source source = {&n, count_rows, two_rows};
		struct stage s;
		open_early(&s, &source);
		stage_keys(&s, moved ? "j" : "j k");
		stage_expect_cursor(&s, moved ? "兴县" : "长子");
		app_set_index(s.app, NULL); /* more rows were counted */
		stage_draw(&s, 80, 24);
		index_comes(&s);
		stage_expect_cursor(&s, "兴县"); /* which stands first then */
		stage_close(&s);
	}
}

/* Letters of a filter are those of a filter, also before there is anything to filter with: half of it or all of it. */
static void a_filter_before_the_index(void **state)
{
	(void)state;
	for (int whole = 0; whole < 2; whole++) {
		size_t asked = 0;
		struct row_source source = {&asked, count_rows, name_rows};
		struct stage s;
		open_early(&s, &source);
		stage_keys(&s, "&");
		stage_type(&s, whole ? "xx" : "x");
		stage_expect(&s, "读取中");
		stage_expect(&s, "筛选在等索引");
		if (whole) {
			app_set_work(s.app, APP_STOPPED, 0);
			stage_keys(&s, "Enter");
			stage_expect(&s, "筛 xx");
			stage_expect(&s, "按 F5 重建");
		}
		index_comes(&s);
		if (!whole) {
			stage_expect(&s, "筛> x");
			stage_type(&s, "x");
			stage_keys(&s, "Enter");
		}
		stage_expect(&s, "兴县经济技术开发区");
		stage_expect(&s, "筛 xx");
		stage_expect_not(&s, "按 F5");
		stage_expect_not(&s, "长治");
		stage_close(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_before_the_index),
		cmocka_unit_test(the_cursor_before_the_index),
		cmocka_unit_test(a_filter_before_the_index),
	};
	return cmocka_run_group_tests_name("view/list_early", tests, NULL, NULL);
}

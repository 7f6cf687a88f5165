/* An answer that was given up: nothing of it is shown, nothing of it stays, and it can be asked again. */
#include "support/stage.h"

#include "base/halt.h"

static void go(struct stage *s, enum screen screen, const char *query, const char *by)
{
	struct place place;
	place_init(&place, screen, KIND_PROJECT);
	place_set(&place.query, str_from(query));
	place_set(&place.by, str_from(by));
	place_set(&place.figure, STR("invest"));
	app_go(s->app, &place);
	place_release(&place);
}

static const struct {
	enum screen screen;
	const char *query, *by;
} places[] = {
	{SCREEN_LIST, "has:conflict", ""},
	{SCREEN_GROUPS, "", "zone"},
	{SCREEN_CROSSTAB, "", "status,zone"},
	{SCREEN_CROSSTAB, "", "name,zone"},
	{SCREEN_GROUPS, "-has:conflict", "name"},
};

static void asked_again_it_is_as_ever(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct stage s;
		struct strbuf whole = {0}, before = {0};
		stage_open(&s, "projects");
		stage_keys(&s, "j j");
		strbuf_add(&before, strbuf_str(&s.text));
		go(&s, places[i].screen, places[i].query, places[i].by);
		stage_draw(&s, 80, 24);
		strbuf_add(&whole, strbuf_str(&s.text));
		stage_keys(&s, "q");
		struct halt halt = {true, false};
		halt_by(&halt);
		go(&s, places[i].screen, places[i].query, places[i].by);
		halt_by(NULL);
		if (!halt.heeded)
			fail_msg("place %zu: nothing was given up", i);
		app_stop(s.app);
		stage_draw(&s, 80, 24);
		stage_expect(&s, "已停止");
		stage_expect_not(&s, "亿");
		stage_expect_not(&s, "条");
		stage_every_size(&s);
		stage_draw(&s, 80, 24);
		stage_keys(&s, "Enter");
		assert_str(strbuf_str(&s.text), strbuf_str(&whole).p);
		stage_keys(&s, "q");
		assert_str(strbuf_str(&s.text), strbuf_str(&before).p);
		strbuf_release(&whole);
		strbuf_release(&before);
		stage_close(&s);
	}
}

/* Keys, a text, and a key whose answer is given up. */
static void give_up(struct stage *s, const char *keys, const char *text, const char *last)
{
	struct halt halt = {true, false};
	stage_keys(s, keys);
	stage_type(s, text);
	halt_by(&halt);
	stage_keys(s, last);
	halt_by(NULL);
	assert_true(halt.heeded);
	app_stop(s->app);
	stage_draw(s, 80, 24);
	stage_expect(s, "已停止");
}

static void a_place_is_as_before_the_change(void **state)
{
	struct stage s;
	struct strbuf before = {0};
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "j j");
	strbuf_add(&before, strbuf_str(&s.text));
	give_up(&s, ":", "filter has:conflict", "Enter");
	stage_keys(&s, "j Space ] , y y");
	stage_expect(&s, "已停止");
	stage_keys(&s, "Enter");
	assert_str(strbuf_str(&s.text), strbuf_str(&before).p);
	/* another order, by a key */
	stage_keys(&s, "l");
	strbuf_clear(&before);
	strbuf_add(&before, strbuf_str(&s.text));
	give_up(&s, "h l", "", "]");
	stage_keys(&s, "Enter");
	assert_str(strbuf_str(&s.text), strbuf_str(&before).p);
	strbuf_release(&before);
	stage_close(&s);
}

/* Marks stay when the screen goes: what was found until then is no answer either. */
static void nothing_is_marked(void **state)
{
	struct stage s;
	struct ref marked[5];
	(void)state;
	stage_open(&s, "projects");
	give_up(&s, "|", "-has:conflict", "Enter");
	assert_int_equal(app_marks(s.app, KIND_PROJECT, marked, 5), 0);
	stage_keys(&s, "Enter |");
	stage_type(&s, "-has:conflict");
	stage_keys(&s, "Enter");
	assert_int_equal(app_marks(s.app, KIND_PROJECT, marked, 5), 4);
	give_up(&s, "\\", "has:conflict", "Enter");
	assert_int_equal(app_marks(s.app, KIND_PROJECT, marked, 5), 4);
	stage_close(&s);
}

/* What was to be done outside with rows that are none is not done. */
static void nothing_is_done_outside(void **state)
{
	struct stage s;
	struct effect effect;
	(void)state;
	stage_open(&s, "projects");
	app_effect_add(s.app, EFFECT_COPY, KIND_COUNT, STR("x"), STR(""));
	app_stop(s.app);
	assert_false(app_effect(s.app, &effect));
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_place_is_as_before_the_change),
		cmocka_unit_test(nothing_is_marked),
		cmocka_unit_test(nothing_is_done_outside),
		cmocka_unit_test(asked_again_it_is_as_ever),
	};
	return cmocka_run_group_tests_name("view/stopped", tests, NULL, NULL);
}

#include "support/stage.h"

#include "index/lookup.h"
#include "text/pinyin.h"

static void jump_by_pinyin(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "zones");
	stage_keys(&s, "[ g a");
	/* By the name as it stands: 长治高新, 晋中, 山西兴县, 山西长子. */
	stage_type(&s, "s");
	stage_expect_cursor(&s, "兴县");
	stage_type(&s, "xz");
	stage_expect_cursor(&s, "长子");
	stage_keys(&s, "Esc");
	stage_expect_cursor(&s, "长治高新"); /* where it was: at the top */
	stage_keys(&s, "g a");
	stage_type(&s, "jinzhong");
	stage_keys(&s, "Enter");
	stage_expect_cursor(&s, "晋中");
	stage_keys(&s, "g a");
	stage_type(&s, "晋q");
	stage_keys(&s, "Enter");
	stage_expect(&s, "没有符合的记录");
	stage_expect_cursor(&s, "晋中");
	stage_close(&s);
	/* In another order than that of names: the first such row of the list. */
	stage_open(&s, "projects");
	stage_keys(&s, "g a");
	stage_type(&s, "hx");
	stage_keys(&s, "Enter");
	stage_expect_cursor(&s, "赤泥");
	stage_close(&s);
}

/* Many names of a letter: what the beginning of their pinyin leads to is the first of them in the list that a look at each finds. */
static void jump_among_many(void **state)
{
	static const char *const characters[] = {"东", "西", "北", "金", "木", "水", "火", "土", "山", "河", "海", "天", "江", "湖", "林"};
	enum { NAMES = 1500, WORDS = 150, N = sizeof characters / sizeof *characters };
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct test_random r = test_random();
	struct stage s = {0};
	(void)state;
	stage_rows(&s);
	for (unsigned i = 0; i < NAMES; i++) {
		char id[32], name[64];
		snprintf(id, sizeof id, "enterprise:many%u", i);
		snprintf(name, sizeof name, "%s%s%s%u", characters[test_random_below(&r, N)], characters[test_random_below(&r, N)],
			characters[test_random_below(&r, N)], i);
		catalogue_add(&s.catalogue, id, "name", name, NULL);
	}
	stage_begin(&s, "enterprises", &settings);
	stage_draw(&s, 120, 20);
	stage_keys(&s, "[");
	struct refs names = index_by_name(s.index, KIND_ENTERPRISE);
	for (unsigned w = 0; w < 2 * WORDS; w++) {
		static const char letters[] = "dxbjmshtlz", *const syllables[] = {"he", "hai", "hu", "huo", "shan", "jiang", "jin", "tian"};
		char word[16], expected[64];
		size_t i = 0;
		bool down = w >= WORDS;
		if (w == WORDS)
			stage_keys(&s, "[");
		snprintf(word, sizeof word, "%s%c%c", w % 3 ? "h" : syllables[test_random_below(&r, 8)], letters[test_random_below(&r, 10)],
			letters[test_random_below(&r, 10)]);
#define NTH(i) names.v[down ? names.n - 1 - (i) : (i)]
		while (i < names.n && lookup_names(index_name(s.index, NTH(i)), str_from(word), true) < PINYIN_INITIALS)
			i++;
		stage_keys(&s, "g a");
		stage_type(&s, word);
		stage_keys(&s, "Enter");
		if (i < names.n)
			snprintf(expected, sizeof expected, "%.*s", STR_ARG(index_name(s.index, NTH(i))));
		if (i < names.n)
			stage_expect_cursor(&s, expected);
		else
			stage_expect(&s, "没有符合的记录");
	}
	stage_close(&s);
}

/* A name that begins with a character without a reading stands behind all others, and is found by it. */
static void jump_to_what_has_no_pinyin(void **state)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	char name[32] = "", typed[8] = "";
	const syllable *readings;
	uint32_t unread = 0x4E00;
	(void)state;
	while (unread < 0x9FFF && pinyin_char(unread, &readings))
		unread++;
	assert_true(unread < 0x9FFF);
	typed[utf8_put(unread, typed)] = '\0';
	snprintf(name, sizeof name, "%s开发区", typed);
	stage_rows(&s);
	catalogue_add(&s.catalogue, "zone:unread", "name", name, NULL);
	stage_begin(&s, "zones", &settings);
	stage_draw(&s, 80, 24);
	stage_keys(&s, "[ g a");
	stage_type(&s, typed);
	stage_expect_cursor(&s, typed);
	stage_keys(&s, "Enter g a");
	stage_type(&s, "c");
	stage_keys(&s, "Enter");
	stage_expect_cursor(&s, "长治");
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jump_by_pinyin),
		cmocka_unit_test(jump_among_many),
		cmocka_unit_test(jump_to_what_has_no_pinyin),
	};
	return cmocka_run_group_tests_name("view/list_jump", tests, NULL, NULL);
}

#include "support/test.h"
#include "base/file.h"
#include "text/pinyin.h"
#include "text/utf8.h"

static void spell(struct str text, struct strbuf *out)
{
	syllable readings[256];
	assert_true(utf8_length(text) <= 256);
	size_t n = pinyin_text(text, readings);
	assert_int_equal(n, utf8_length(text));
	strbuf_clear(out);
	for (size_t i = 0; i < n; i++) {
		if (i)
			strbuf_add_byte(out, ' ');
		if (readings[i])
			strbuf_add(out, syllable_str(readings[i]));
		else
			strbuf_add_byte(out, '-');
	}
}

static const char *const readings_in_context[][2] = {
	{"", ""}, {"兴县经开区", "xing xian jing kai qu"}, {"长子", "zhang zi"}, {"长子经开区", "zhang zi jing kai qu"},
	{"长治", "chang zhi"}, {"长治市长", "chang zhi shi zhang"}, {"兴县长治", "xing xian chang zhi"}, {"长子县长", "zhang zi xian zhang"},
	{"宁县长庆桥", "ning xian chang qing qiao"}, {"兴县长城", "xing xian chang cheng"}, {"园区长宁园", "yuan qu chang ning yuan"},
	{"梧州长洲", "wu zhou chang zhou"}, {"大连长兴岛", "da lian chang xing dao"}, {"烟台长岛", "yan tai chang dao"}, {"郑州长城", "zheng zhou chang cheng"},
	{"河南省长垣市", "he nan sheng chang yuan shi"}, {"山西省长", "shan xi sheng zhang"},
	{"洪洞", "hong tong"}, {"山西洪洞经开区", "shan xi hong tong jing kai qu"}, {"空洞", "kong dong"}, {"垣曲", "yuan qu"},
	{"解州", "xie zhou"}, {"吕梁", "lv liang"}, {"屯留", "tun liu"}, {"隰县", "xi xian"}, {"沁源", "qin yuan"}, {"繁峙", "fan shi"},
	{"太行山", "tai hang shan"}, {"重庆银行", "chong qing yin hang"}, {"行长", "hang zhang"}, {"音乐", "yin yue"},
	{"5G铝板", "- - lv ban"}, {"“铝”", "- lv -"}, {"長子", "zhang zi"}, {"興縣", "xing xian"}, {"二〇二五", "er ling er wu"},
	{"大城市", "da cheng shi"}, {"大城县", "dai cheng xian"}, {"\xF0\xA0\x80\x80", "-"}, {"abc", "- - -"},
	{"海西蒙古族藏族自治州", "hai xi meng gu zu zang zu zi zhi zhou"},
};

static void test_context(void **state)
{
	(void)state;
	struct strbuf out = {0};
	for (size_t i = 0; i < sizeof readings_in_context / sizeof readings_in_context[0]; i++) {
		spell(str_from(readings_in_context[i][0]), &out);
		if (!str_eq_c(strbuf_str(&out), readings_in_context[i][1]))
			fail_msg("\"%s\" is read \"%.*s\", expected \"%s\"", readings_in_context[i][0], STR_ARG(strbuf_str(&out)),
				readings_in_context[i][1]);
	}
	strbuf_release(&out);
}

/* Every division of Shanxi and every odd place elsewhere, also in the midst of other text. */
static void test_places(void **state)
{
	(void)state;
	struct strbuf file = {0}, text = {0}, out = {0}, wanted = {0};
	struct err err = ERR_INIT;
	assert_ok(file_read("src/text/pinyin_places.tsv", &file, &err), err);
	struct str rest = strbuf_str(&file), line;
	size_t n = 0;
	assert_true(str_split(&rest, '\n', &line));
	while (str_split(&rest, '\n', &line)) {
		ptrdiff_t tab = str_find_byte(line, '\t', 0);
		if (tab < 0)
			continue;
		strbuf_clear(&text);
		strbuf_clear(&wanted);
		strbuf_add_c(&text, "（");
		strbuf_add(&text, str_sub(line, 0, (size_t)tab));
		strbuf_add_c(&text, "）");
		strbuf_add_c(&wanted, "- ");
		strbuf_add(&wanted, str_sub(line, (size_t)tab + 1, line.n));
		strbuf_add_c(&wanted, " -");
		spell(strbuf_str(&text), &out);
		if (!str_eq(strbuf_str(&out), strbuf_str(&wanted)))
			fail_msg("\"%.*s\" is read \"%.*s\"", STR_ARG(line), STR_ARG(strbuf_str(&out)));
		n++;
	}
	assert_true(n > 250);
	strbuf_release(&file);
	strbuf_release(&text);
	strbuf_release(&out);
	strbuf_release(&wanted);
}

static void test_syllables(void **state)
{
	(void)state;
	size_t n = 0;
	for (syllable s = 1; syllable_str(s).n > 0; s++, n++)
		if (s > 1)
			assert_true(str_cmp(syllable_str((syllable)(s - 1)), syllable_str(s)) < 0);
	assert_int_equal(n, 419);
	assert_int_equal(syllable_str(0).n, 0);
	assert_int_equal(syllable_str(60000).n, 0);
}

static void test_characters(void **state)
{
	(void)state;
	const syllable *readings;
	assert_int_equal(pinyin_char(0x957F, &readings), 2);
	assert_str(syllable_str(readings[0]), "chang");
	assert_str(syllable_str(readings[1]), "zhang");
	assert_int_equal(pinyin_char(0x5174, &readings), 1);
	assert_str(syllable_str(readings[0]), "xing");
	assert_int_equal(pinyin_char(0x3447, &readings), 1);
	assert_str(syllable_str(readings[0]), "zhou");
	assert_int_equal(pinyin_char('a', &readings), 0);
	assert_int_equal(pinyin_char(0x3042, &readings), 0);
	assert_int_equal(pinyin_char(0x10FFFF, &readings), 0);
	for (uint32_t c = 0; c <= 0x30000; c++)
		for (size_t i = pinyin_char(c, &readings); i > 0; i--)
			assert_true(syllable_str(readings[i - 1]).n > 0);
}

static void test_ascii(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
		{"兴县经开区", "Xing Xian Jing Kai Qu"}, {"星萌（二期）", "Xing Meng (Er Qi)"}, {"5G基地", "5G Ji Di"}, {"年产50万吨", "Nian Chan 50 Wan Dun"},
		{"兴“铝”、镁", "Xing \"Lv\", Mei"}, {"café ㎡", "cafe m2"}, {"①Ⅱ", "1II"}, {"\xF0\xA0\x80\x80", "?"}, {"", ""}, {"あ", "?"}, {"한", "?"}, {"㈱", "(?)"},
		{"标准地+承诺制", "Biao Zhun Di+Cheng Nuo Zhi"}, {"90℃", "90C"}, {"2—3", "2-3"},
	};
	struct strbuf out = {0};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		strbuf_clear(&out);
		pinyin_ascii(str_from(rows[i][0]), &out);
		if (!str_eq_c(strbuf_str(&out), rows[i][1]))
			fail_msg("\"%s\": found \"%.*s\", expected \"%s\"", rows[i][0], STR_ARG(strbuf_str(&out)), rows[i][1]);
	}
	strbuf_release(&out);
}

static void test_slug(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
		{"兴县经开区", "xingxianjingkaiqu"}, {"星萌（二期）", "xingmengerqi"}, {"5G 基地", "5gjidi"}, {"Café-Ｂ", "cafeb"}, {"“”", ""},
		{"吕梁", "lvliang"},
	};
	struct strbuf out = {0};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		strbuf_clear(&out);
		pinyin_slug(str_from(rows[i][0]), &out);
		if (!str_eq_c(strbuf_str(&out), rows[i][1]))
			fail_msg("\"%s\": found \"%.*s\", expected \"%s\"", rows[i][0], STR_ARG(strbuf_str(&out)), rows[i][1]);
	}
	strbuf_release(&out);
}

static void test_sort_key(void **state)
{
	(void)state;
	static const char *const rising[] = {"", "5G基地", "abc", "Abd", "“铝”", "あ", "阿城", "长治", "长治市", "洪洞", "吕梁", "兴县", "长子",
		"\xF0\xA0\x80\x80"};
	struct strbuf before = {0}, after = {0};
	for (size_t i = 1; i < sizeof rising / sizeof rising[0]; i++) {
		strbuf_clear(&before);
		strbuf_clear(&after);
		pinyin_sort_key(str_from(rising[i - 1]), &before);
		pinyin_sort_key(str_from(rising[i]), &after);
		assert_true(utf8_check(strbuf_str(&after), NULL));
		if (str_cmp(strbuf_str(&before), strbuf_str(&after)) >= 0)
			fail_msg("\"%s\" does not sort before \"%s\"", rising[i - 1], rising[i]);
	}
	strbuf_release(&before);
	strbuf_release(&after);
}

/* Text longer than any window reads like its parts. */
static void test_long_text(void **state)
{
	(void)state;
	struct strbuf text = {0}, slug = {0}, wanted = {0};
	for (int i = 0; i < 500; i++) {
		strbuf_add_c(&text, "长子县长治市长");
		strbuf_add_c(&wanted, "zhangzixianchangzhishizhang");
	}
	pinyin_slug(strbuf_str(&text), &slug);
	assert_true(str_eq(strbuf_str(&slug), strbuf_str(&wanted)));
	strbuf_release(&text);
	strbuf_release(&slug);
	strbuf_release(&wanted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_context), cmocka_unit_test(test_places),   cmocka_unit_test(test_syllables),
		cmocka_unit_test(test_characters), cmocka_unit_test(test_ascii), cmocka_unit_test(test_slug),
		cmocka_unit_test(test_sort_key), cmocka_unit_test(test_long_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "support/test.h"
#include "text/fold.h"
#include "text/utf8.h"

static const char *const rows[][2] = {
	{"長治潞城", "长治潞城"}, {"興縣經開區", "兴县经开区"}, {"ＡＢＣ１２３", "abc123"}, {"（二期）", "(二期)"}, {"兴县 经开区", "兴县经开区"},
	{"兴县\xE3\x80\x80经开区", "兴县经开区"}, {"兴县  5G   基地", "兴县 5g 基地"}, {" 兴县 ", "兴县"}, {"\t\n", ""}, {"", ""},
	{"ÀÉ", "àé"}, {"ΑΒΓ", "αβγ"}, {"5 亿元", "5 亿元"}, {"乾著藉", "乾著藉"}, {"鐘鍾", "钟钟"}, {"ｱｲ", "アイ"},
	{"兴\xE2\x80\x8B县", "兴县"}, {"x\xCC\x81", "x"}, {"e\xCC\x81", "é"}, {"\xEF\xBC\xA1\xCC\x8A", "a"}, {"\xFF" "兴", "?兴"},
	{"瀋陽", "沈阳"}, {"畝", "亩"}, {"一 〇", "一〇"}, {"a\xC2\xA0" "b", "a b"},
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct strbuf out = {0};
		text_fold(str_from(rows[i][0]), &out);
		if (!str_eq_c(strbuf_str(&out), rows[i][1]))
			fail_msg("row \"%s\": found \"%.*s\", expected \"%s\"", rows[i][0], STR_ARG(strbuf_str(&out)), rows[i][1]);
		strbuf_release(&out);
	}
}

static void test_every_character_folds_once(void **state)
{
	(void)state;
	for (uint32_t c = 1; c <= 0x10FFFF; c++) {
		if (c == 0xD800)
			c = 0xE000;
		uint32_t folded = fold_char(c);
		if (fold_char(folded) != folded)
			fail_msg("U+%04X folds to U+%04X and that to U+%04X", c, folded, fold_char(folded));
	}
}

static void test_folded_text_stays(void **state)
{
	(void)state;
	static const uint32_t kinds[][2] = {{1, 0x7F}, {0xA0, 0x24F}, {0x300, 0x36F}, {0x370, 0x3FF}, {0x1E00, 0x1FFF},
		{0x2000, 0x206F}, {0x3000, 0x30FF}, {0x4E00, 0x9FFF}, {0xFE00, 0xFFFF}, {0x20, 0x20}};
	struct test_random r = test_random();
	struct strbuf raw = {0}, once = {0}, twice = {0};
	for (int round = 0; round < 30000; round++) {
		strbuf_clear(&raw);
		strbuf_clear(&once);
		strbuf_clear(&twice);
		for (uint32_t n = test_random_below(&r, 10); n > 0; n--) {
			const uint32_t *kind = kinds[test_random_below(&r, sizeof kinds / sizeof kinds[0])];
			char bytes[4];
			strbuf_add(&raw, (struct str){bytes, utf8_put(kind[0] + test_random_below(&r, kind[1] - kind[0] + 1), bytes)});
		}
		text_fold(strbuf_str(&raw), &once);
		text_fold(strbuf_str(&once), &twice);
		if (!str_eq(strbuf_str(&once), strbuf_str(&twice)))
			fail_msg("folding \"%.*s\" again gives \"%.*s\"", STR_ARG(strbuf_str(&once)), STR_ARG(strbuf_str(&twice)));
	}
	strbuf_release(&raw);
	strbuf_release(&once);
	strbuf_release(&twice);
}

/* Beside a character that the quick way does not know, the same comes the other way. */
static void assert_folds_beside(struct strbuf *raw, struct strbuf *folded)
{
	struct strbuf slowly = {0};
	strbuf_add_c(raw, "é");
	strbuf_add_c(folded, "é");
	text_fold(strbuf_str(raw), &slowly);
	assert_row(str_eq(strbuf_str(&slowly), strbuf_str(folded)), raw->p);
	strbuf_release(&slowly);
}

/* The quick way gives the characters of the folded text, or says that it does not. */
static void test_plain_texts(void **state)
{
	(void)state;
	static const char *const pieces[] = {"铝", "興", "（", "a", "B", " ", "7", "é", "Ａ", "·", "𠮷", "\xFF", "\xE4\xB8", "ｱ", "　", "、", "。",
		"\xE3\x80"};
	struct test_random random = test_random();
	size_t n_plain = 0, n_changed = 0;
	for (int round = 0; round < 20000; round++) {
		struct strbuf raw = {0}, folded = {0};
		uint32_t chars[64];
		size_t n_chars, at = 0;
		bool changed;
		for (uint32_t n = test_random_below(&random, 4); n > 0; n--)
			strbuf_add_c(&raw, pieces[test_random_below(&random, sizeof pieces / sizeof *pieces)]);
		text_fold(strbuf_str(&raw), &folded);
		if (text_fold_plain(strbuf_str(&raw), chars, &n_chars, &changed)) {
			n_plain++;
			n_changed += changed;
			assert_row(changed == !str_eq(strbuf_str(&raw), strbuf_str(&folded)), raw.p ? raw.p : "");
			for (size_t i = 0; i < n_chars; i++)
				assert_row(at < folded.n && utf8_next(strbuf_str(&folded), &at) == chars[i], raw.p);
			assert_row(at == folded.n, raw.p ? raw.p : "");
			assert_folds_beside(&raw, &folded);
		}
		strbuf_release(&raw);
		strbuf_release(&folded);
	}
	assert_true(n_plain > 300 && n_changed > 100 && n_plain - n_changed > 100);
	assert_true(n_plain < 20000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_every_character_folds_once),
		cmocka_unit_test(test_folded_text_stays),
		cmocka_unit_test(test_plain_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

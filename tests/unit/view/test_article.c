#include "support/test.h"

#include "text/utf8.h"
#include "view/article_internal.h"

/* Paragraphs as contract.md counts them, by a slow reading of the whole text. */
struct reference {
	uint32_t paragraph; /* 0: in none */
};

static bool reference_blank(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] != ' ' && line.p[i] != '\t' && line.p[i] != '\r')
			return false;
	return true;
}

/* The paragraph in which character number n stands. */
static uint32_t reference_paragraph(struct str file, uint32_t n)
{
	struct str rest = file, line;
	uint32_t at = 0, paragraph = 0;
	bool inside = false;
	while (str_split(&rest, '\n', &line)) {
		bool blank = reference_blank(line);
		if (!blank && !inside)
			paragraph++;
		inside = !blank;
		uint32_t end = at + (uint32_t)utf8_length(line) + 1;
		if (n < end)
			return blank ? 0 : paragraph;
		at = end;
	}
	return 0;
}

static void paragraphs_agree_with_the_reference(void **state)
{
	static const char *const pieces[] = {"铝", "5", "亿", " ", "\n", "\n\n", "\r\n", "，", "a", " \n", "\t"};
	struct test_random random = test_random();
	(void)state;
	for (int round = 0; round < 500; round++) {
		struct strbuf file = {0};
		struct article_walk walk;
		uint32_t n = test_random_below(&random, 40), seen = 0;
		for (uint32_t i = 0; i < n; i++)
			strbuf_add_c(&file, pieces[test_random_below(&random, sizeof pieces / sizeof *pieces)]);
		article_walk_init(&walk, strbuf_str(&file));
		while (article_next(&walk)) {
			size_t at = 0;
			assert_int_equal(walk.here.number, ++seen);
			assert_int_equal(utf8_length(strbuf_str(&walk.here.text)), walk.here.characters.n);
			for (size_t i = 0; i < walk.here.characters.n; i++) {
				uint32_t character = walk.here.characters.v[i];
				size_t offset = utf8_offset(strbuf_str(&file), character);
				uint32_t shown = utf8_next(strbuf_str(&walk.here.text), &at);
				uint32_t there = utf8_next(strbuf_str(&file), &offset);
				/* A blank may stand for a line break between Latin words. */
				assert_true(shown == there || (shown == ' ' && (there == '\n' || reference_paragraph(strbuf_str(&file), character) == seen)));
				assert_int_equal(reference_paragraph(strbuf_str(&file), character), seen);
			}
		}
		article_walk_release(&walk);
		strbuf_release(&file);
	}
}

static void passages(void **state)
{
	static const struct {
		const char *name, *file;
		uint32_t start, end;
		const char *expected; /* NULL: none */
	} rows[] = {
		{"a sentence", "前一句。产值275亿元，第一。后一句。", 6, 11, "...产值<275亿元>，第一。..."},
		{"the first", "产值275亿元。", 2, 7, "产值<275亿元>。"},
		{"a number that the layout breaks", "甲产值27\n5亿元。", 3, 9, "甲产值<275亿元>。"},
		{"another paragraph", "甲。\n\n乙有9家。\n", 6, 8, "乙有<9家>。"},
		{"windows line ends", "甲。\r\n\r\n乙有9家。\r\n", 8, 10, "乙有<9家>。"},
		{"behind the end", "甲。", 10, 12, NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf out = {0};
		bool found = article_passage(str_from(rows[i].file), rows[i].start, rows[i].end, &out);
		assert_row(found == (rows[i].expected != NULL), rows[i].name);
		if (found)
			assert_str(strbuf_str(&out), rows[i].expected);
		strbuf_release(&out);
	}
}

/* What is far away is left out on both sides, at whole characters. */
static void long_sentences_are_cut(void **state)
{
	struct strbuf file = {0}, out = {0};
	(void)state;
	for (int i = 0; i < 200; i++)
		strbuf_add_c(&file, i == 100 ? "铝" : "字");
	assert_true(article_passage(strbuf_str(&file), 100, 101, &out));
	assert_true(utf8_check(strbuf_str(&out), NULL));
	assert_true(str_starts(strbuf_str(&out), STR("...字")) && str_ends(strbuf_str(&out), STR("字...")));
	assert_int_equal(utf8_length(strbuf_str(&out)), 3 + 60 + 3 + 60 + 3);
	strbuf_release(&out);
	strbuf_release(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paragraphs_agree_with_the_reference), cmocka_unit_test(passages), cmocka_unit_test(long_sentences_are_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Rows by their names alone, of short names that have few pairs of characters each: where one is missed so is the row. */
#include "support/catalogue.h"
#include "support/hits.h"

#include "text/pinyin.h"

/* What pinyin_match says of a name that folds to itself. */
static bool slow_matches(struct str name, struct str word)
{
	syllable readings[64];
	struct pinyin_hit hit;
	pinyin_text(name, readings);
	return pinyin_match(name, readings, word, &hit);
}

static size_t names_against_matches(const struct index *index, struct str word)
{
	struct lookup_rows rows;
	lookup_find_rows(index, word, KIND_PROJECT, LOOKUP_IN_NAMES, &rows);
	for (uint32_t row = 0; row < index_count(index, KIND_PROJECT); row++) {
		struct ref ref = ref_make(KIND_PROJECT, row);
		struct str name = index_name(index, ref);
		if (slow_matches(name, word) != lookup_rows_has(&rows, ref))
			fail_msg("\"%.*s\" and %.*s: found %d", STR_ARG(word), STR_ARG(name), lookup_rows_has(&rows, ref));
	}
	size_t n = rows.n;
	lookup_rows_release(&rows);
	return n;
}

/* Of so many names, each of two to five pieces. */
static void words_against_matches(const char *const *pieces, uint32_t n_pieces, unsigned n_names, const char *const *words, size_t n_words)
{
	struct test_random r = test_random();
	struct catalogue c = {0};
	size_t n_rows = 0;
	for (unsigned i = 0; i < n_names; i++) {
		struct strbuf name = {0};
		char id[32];
		snprintf(id, sizeof id, "project:p%u", i);
		for (unsigned k = 2 + test_random_below(&r, 4); k > 0; k--)
			strbuf_add_c(&name, pieces[test_random_below(&r, n_pieces)]);
		catalogue_add(&c, id, "name", name.p, NULL);
		strbuf_release(&name);
	}
	struct index *index = catalogue_index(&c);
	for (size_t w = 0; w < n_words; w++)
		n_rows += names_against_matches(index, str_from(words[w]));
	assert_true(n_rows > 1000);
	index_free(index);
	catalogue_release(&c);
}

/*
 * A word that is one character, two, or more: what pairs match by themselves need not lead on, but those beside them, as 西奥
 * and 西敖 beside 西安, may.
 */
static void test_matches_of_several_lengths(void **state)
{
	static const char *const characters[] = {"西", "安", "阿", "奥", "南", "先", "现", "长", "昌", "啊", "哈", "敖"};
	static const char *const words[] = {"xian", "xiann", "xia", "xan", "xiana", "xanan", "chang", "chan", "changa", "cha", "chao", "xao",
		"nanan", "annan", "hanan", "xianan", "西an", "x安n", "ana", "anan", "changan", "xianchang"};
	(void)state;
	words_against_matches(characters, sizeof characters / sizeof *characters, 1000, words, sizeof words / sizeof *words);
}

/*
 * Pieces that most names have, in a row or apart, between others that go on as they do: of many names pairs tell. Of 年安项
 * each pair is one of some match of nananx, and yet it is none.
 */
static void test_chains(void **state)
{
	static const char *const pieces[] = {"单晶拉", "电解铝", "光伏组件", "单晶", "晶拉", "电解", "降解铝", "解铝", "光伏", "伏组", "玻组件", "组", "项目", "单", "光", "拉", "甲乙丙",
		"丁", "年安项", "年安项", "男安项", "年安岸项"};
	static const char *const words[] = {"djl", "djlx", "dianjl", "电jl", "gfzj", "光fzj", "gfz", "fzj", "jlx", "danjl", "jpl", "bzj", "fzu", "gfzx", "nananx", "nanax",
		"anx"};
	(void)state;
	words_against_matches(pieces, sizeof pieces / sizeof *pieces, 6000, words, sizeof words / sizeof *words);
}

/* The same characters can stand at several places of a match. */
static void test_characters_at_several_places(void **state)
{
	static const char *const characters[] = {"制", "造", "智", "项", "能", "造项", "制造", "智造"};
	static const char *const words[] = {"zzx", "zzzx", "zzzzx", "znzx", "zzz", "zzzz", "nzzx", "zxz", "xzzx", "zzxz", "制zzx", "zzzhix"};
	(void)state;
	words_against_matches(characters, sizeof characters / sizeof *characters, 3000, words, sizeof words / sizeof *words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_matches_of_several_lengths),
		cmocka_unit_test(test_chains),
		cmocka_unit_test(test_characters_at_several_places),
	};
	return cmocka_run_group_tests_name("index/lookup_names", tests, NULL, NULL);
}

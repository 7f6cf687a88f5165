/* Look-ups in catalogues of so many rows, or of such names, that they are looked through in other ways; the seed is printed. */
#include "unit/index/named_rows.h"

#include "text/utf8.h"

/* Kinds with so many rows that those that come first of all stand ready. */
static void many_rows(struct test_random *r, struct catalogue *c)
{
	for (unsigned i = 0; i < 9000; i++) {
		char id[32], owner[32], code[32];
		struct strbuf name = {0};
		random_name(r, 5, &name);
		strbuf_add_c(&name, i % 5 ? "治长" : "");
		for (unsigned k = 0; i % 500 == 7 && k < 150; k++) /* longer than the index says how long they are */
			strbuf_add_c(&name, "子安");
		snprintf(id, sizeof id, i < 4500 ? "enterprise:e%u" : "project:p%u", i);
		snprintf(owner, sizeof owner, "enterprise:e%u", test_random_below(r, 4500) / (1 + test_random_below(r, 40)));
		snprintf(code, sizeof code, "A%04u", test_random_below(r, 4500));
		if (i < 4500)
			catalogue_add(c, id, "name", name.p, "short_names", i % 3 ? "" : "长治;zz", "code", i % 4 ? "" : code, "products", i % 11 ? "" : "陶瓷", NULL);
		else
			catalogue_add(c, id, "name", name.p, "owner", owner, NULL);
		strbuf_release(&name);
	}
	/* without a name of their own: what they belong to may say all words */
	for (unsigned i = 0; i < 2000; i++) {
		char id[32], project[32];
		snprintf(id, sizeof id, "milestone:m%u", i);
		snprintf(project, sizeof project, "project:p%u", 4500 + test_random_below(r, 4500));
		catalogue_add(c, id, "project", project, "status", "签约", "date", "2025", NULL);
	}
}

/* The first of all are the first of few, however the best are looked for. */
static void test_best_of_many(void **state)
{
	static const char *const words[] = {"长", "c", "治", "z", "子 长", "z l", "长 z", "c 长 z", "治 长", "长治", "xing", "a", "zhang", "重 -庆", "cz", "~常", "~紫 ~值",
		"a0 长", "a0 z", "陶瓷 长", "陶瓷 治 -庆", "陶 z", "zhicahng 长", "zhicahng z", "zhicahng a0", "zhicahng 陶瓷", "zhicahng", "陶瓷", "a0"};
	struct test_random r = test_random();
	struct catalogue c = {0};
	const char *reason = NULL;
	(void)state;
	many_rows(&r, &c);
	struct index *index = catalogue_index(&c);
	if (!index_validate(index, &reason))
		fail_msg("%s", reason);
	for (size_t w = 0; w < sizeof words / sizeof *words; w++)
		assert_row(best_are_first(index, words[w], (size_t[]){1, 50, 300, 1000, 2500}, 5) > 100, words[w]);
	index_free(index);
	catalogue_release(&c);
}

static void add_pieces(struct test_random *r, size_t n, struct strbuf *out)
{
	static const char *const pieces[] = {"年产", "生产线", "生产", "产线", "建设", "项目", "设备", "智能", "装备", "产 业", "n", "4"};
	for (size_t i = 0; i < n; i++)
		strbuf_add_c(out, pieces[test_random_below(r, sizeof pieces / sizeof *pieces)]);
}

/* Names in which the same characters come again and again, before others: pairs alone do not tell what follows what. */
static void test_characters_that_come_again(void **state)
{
	struct test_random r = test_random();
	struct catalogue c = {0};
	size_t n_rows = 0;
	(void)state;
	for (unsigned i = 0; i < 500; i++) {
		struct strbuf name = {0}, short_names = {0};
		char id[32];
		snprintf(id, sizeof id, "enterprise:e%u", i);
		add_pieces(&r, 1 + test_random_below(&r, 5), &name);
		if (i % 4 == 0)
			add_pieces(&r, 1 + test_random_below(&r, 2), &short_names);
		catalogue_add(&c, id, "name", name.p, "short_names", short_names.n ? short_names.p : "", NULL);
		strbuf_release(&name);
		strbuf_release(&short_names);
	}
	struct index *index = catalogue_index(&c);
	for (unsigned i = 0; i < 400; i++) {
		struct strbuf text = {0}, word = {0};
		syllable readings[64];
		add_pieces(&r, 3, &text);
		size_t n = pinyin_text(strbuf_str(&text), readings), at = test_random_below(&r, 3), end = at + 2 + test_random_below(&r, 4);
		bool letters = i % 2;
		for (; at < end && at < n; at++) {
			struct str s = str_sub(strbuf_str(&text), utf8_offset(strbuf_str(&text), at), utf8_offset(strbuf_str(&text), at + 1));
			strbuf_add(&word, letters && readings[at] ? str_sub(syllable_str(readings[at]), 0, 1) : s);
		}
		n_rows += rows_against_records(index, KIND_ENTERPRISE, strbuf_str(&word));
		strbuf_release(&text);
		strbuf_release(&word);
	}
	assert_true(n_rows > 1000);
	index_free(index);
	catalogue_release(&c);
}

/* So many names that they are looked through for the characters that most have; others have these apart, or not at all. */
static void test_many_of_the_same_characters(void **state)
{
	static const char *const pieces[] = {"智能制造", "智能", "制造", "高性能", "项目", "与", "重新", " ", "能", "制"};
	static const char *const words[] = {"znzzx", "nzzx", "zhinzzx", "智nzzx", "znzaox", "znyx", "zhongxin", "xzngx"};
	struct test_random r = test_random();
	struct catalogue c = {0};
	size_t n_rows = 0;
	(void)state;
	for (unsigned i = 0; i < 4000; i++) {
		struct strbuf name = {0};
		char id[32];
		snprintf(id, sizeof id, "project:p%u", i);
		for (unsigned k = 0; k < 5; k++)
			strbuf_add_c(&name, k == 4 && i % 4 ? "智能制造项目" : pieces[test_random_below(&r, sizeof pieces / sizeof *pieces)]);
		catalogue_add(&c, id, "name", name.p, NULL);
		strbuf_release(&name);
	}
	struct index *index = catalogue_index(&c);
	for (size_t w = 0; w < sizeof words / sizeof *words; w++)
		n_rows += rows_against_records(index, KIND_PROJECT, str_from(words[w]));
	assert_true(n_rows > 1000);
	index_free(index);
	catalogue_release(&c);
}

/* Some reading of a character, or the beginning of one. */
static void add_reading(struct test_random *r, uint32_t c, struct strbuf *out)
{
	const syllable *all;
	size_t n = pinyin_char(c, &all);
	struct str spelling = n ? syllable_str(all[test_random_below(r, (uint32_t)n)]) : STR("");
	strbuf_add(out, str_sub(spelling, 0, test_random_below(r, 2) ? 1 : 1 + test_random_below(r, 5)));
}

/* Names with what a phrase reads in its own way, or does not, most at their beginning: initials of these lend the names of zones. */
static void test_phrases(void **state)
{
	static const char *const starts[] = {"重庆", "重要", "长治", "长江", "厦门", "大厦", "六安", "六合", "蚌埠", "蚌", "台州", "银行", "行业", "行动",
		"长子", "乐亭", "乐清", "音乐", "朝阳", "大夫", "大同", "地", "地产", "洪洞", "番禺", "浚县", "东阿", "阿城", "解放", "解州"};
	enum { STARTS = sizeof starts / sizeof *starts };
	struct test_random r = test_random();
	struct catalogue c = {0};
	size_t n_rows = 0;
	(void)state;
	for (unsigned i = 0; i < 4 * STARTS; i++) {
		struct strbuf name = {0};
		char zone[32], project[32];
		if (i % 3 == 0)
			strbuf_add_c(&name, alphabet[test_random_below(&r, 22)]);
		strbuf_add_c(&name, starts[i % STARTS]);
		strbuf_add_c(&name, i / STARTS % 2 ? alphabet[test_random_below(&r, 22)] : "");
		snprintf(zone, sizeof zone, "zone:z%u", i);
		snprintf(project, sizeof project, "project:p%u", i);
		catalogue_add(&c, zone, "name", name.p, "short_names", i % 7 ? "" : starts[test_random_below(&r, STARTS)], NULL);
		catalogue_add(&c, project, "name", "甲", "zone", zone, NULL);
		strbuf_release(&name);
	}
	struct index *index = catalogue_index(&c);
	for (unsigned i = 0; i < 600; i++) {
		struct str start = str_from(starts[test_random_below(&r, STARTS)]);
		struct strbuf word = {0};
		size_t at = 0;
		add_reading(&r, utf8_next(start, &at), &word);
		if (at < start.n && i % 2)
			add_reading(&r, utf8_next(start, &at), &word);
		n_rows += rows_against_records(index, KIND_PROJECT, strbuf_str(&word));
		strbuf_release(&word);
	}
	assert_true(n_rows > 1000);
	index_free(index);
	catalogue_release(&c);
}

/* So many that columns of references are gone through 64 rows at once: few and many of what they name, near and far apart. */
static struct index *many_that_belong(struct test_random *r, struct catalogue *c)
{
	static const char *const marks[] = {"甲乙", "乙", "丙", "丙", "丁", "丁", "丁", "戊", "戊", "戊", "戊", "甲", "甲", "甲", "甲"};
	char id[32], zone[32], owner[32], name[32];
	for (unsigned i = 0; i < 70000; i++) {
		snprintf(id, sizeof id, "enterprise:e%u", i);
		catalogue_add(c, id, "name", i % 997 ? "子" : marks[1 + i / 997 % 2 * 10], NULL);
	}
	for (unsigned i = 0; i < 300; i++) {
		snprintf(id, sizeof id, "zone:z%u", i);
		catalogue_add(c, id, "name", i % 20 ? "寅" : marks[i / 20], NULL);
	}
	for (unsigned i = 0; i < 1500; i++) {
		snprintf(id, sizeof id, "project:p%u", i);
		snprintf(zone, sizeof zone, "zone:z%u", i % 3 ? test_random_below(r, 15) * 20 : test_random_below(r, 300));
		snprintf(owner, sizeof owner, "enterprise:e%u", i % 4 ? test_random_below(r, 70000) : test_random_below(r, 70) * 997);
		snprintf(name, sizeof name, "卯%s", i % 40 ? "" : "丁");
		catalogue_add(c, id, "name", name, "zone", i % 5 ? zone : "", "owner", i % 7 ? owner : "", NULL);
		snprintf(name, sizeof name, "milestone:m%u", i);
		catalogue_add(c, name, "project", id, "status", "签约", "date", "2025", NULL);
	}
	return catalogue_index(c);
}

static void test_many_that_belong(void **state)
{
	static const char *const words[] = {"甲", "乙", "丙", "丁", "甲乙", "jia", "y", "戊", "z1", "e7", "e69999"};
	struct catalogue c = {0};
	struct test_random r = test_random();
	struct index *index = many_that_belong(&r, &c);
	size_t n_rows = 0;
	(void)state;
	for (size_t w = 0; w < sizeof words / sizeof *words; w++)
		n_rows += rows_against_records(index, KIND_PROJECT, str_from(words[w])) + rows_against_records(index, KIND_MILESTONE, str_from(words[w]));
	assert_true(n_rows > 1000);
	index_free(index);
	catalogue_release(&c);
}

/* Whether a record matches two words, one of them itself where it has a name. */
static bool slow_both(const struct index *index, struct ref ref, const struct lookup_rows own[2], const char *const words[2])
{
	bool named = kind_has_name(ref_kind(ref));
	return (!named || lookup_rows_has(&own[0], ref) || lookup_rows_has(&own[1], ref)) && lookup_matches(index, ref, str_from(words[0]))
		&& lookup_matches(index, ref, str_from(words[1]));
}

/* The records of a kind that two words find together, one by one; how many. */
static size_t both_against_records(const struct index *index, enum kind kind, const char *const words[2])
{
	struct strbuf text = {0};
	struct lookup_hits hits;
	struct lookup_rows own[2];
	size_t n = 0;
	strbuf_printf(&text, "%s %s", words[0], words[1]);
	for (size_t i = 0; i < 2; i++)
		lookup_find_rows(index, str_from(words[i]), kind, LOOKUP_EVERYWHERE & ~(unsigned)LOOKUP_IN_OTHERS, &own[i]);
	lookup_run(index, strbuf_str(&text), UINT32_C(1) << kind, SIZE_MAX, &hits);
	for (uint32_t row = 0; row < index_count(index, kind); row++) {
		struct ref ref = ref_make(kind, row);
		bool matches = slow_both(index, ref, own, words);
		n += matches;
		if (matches && !has_hit(&hits, ref))
			fail_msg("\"%s\" does not find %.*s", text.p, STR_ARG(index_id(index, ref)));
	}
	if (hits.n != n || hits.counts[kind] != n)
		fail_msg("\"%s\": found %zu, counted %zu, expected %zu %s", text.p, hits.n, hits.counts[kind], n, kinds[kind].plural);
	best_are_first(index, text.p, (size_t[]){1, 50}, 2);
	lookup_rows_release(&own[0]);
	lookup_rows_release(&own[1]);
	lookup_release(&hits);
	strbuf_release(&text);
	return n;
}

/* One word lets many or few rows through, of which another one's lenders are asked for. */
static void test_words_that_belong(void **state)
{
	static const char *const words[] = {"卯", "丁", "甲", "乙", "丙", "子", "寅", "jia", "y", "mao"};
	enum { WORDS = sizeof words / sizeof *words };
	struct catalogue c = {0};
	struct test_random r = test_random();
	struct index *index = many_that_belong(&r, &c);
	size_t n_rows = 0;
	(void)state;
	for (size_t i = 0; i < WORDS; i++)
		for (size_t k = 0; k < WORDS; k++)
			for (size_t kind = 0; i != k && kind < 2; kind++)
				n_rows += both_against_records(index, kind ? KIND_PROJECT : KIND_MILESTONE, (const char *const[]){words[i], words[k]});
	assert_true(n_rows > 1000);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_best_of_many),
		cmocka_unit_test(test_characters_that_come_again),
		cmocka_unit_test(test_many_of_the_same_characters),
		cmocka_unit_test(test_phrases),
		cmocka_unit_test(test_many_that_belong),
		cmocka_unit_test(test_words_that_belong),
	};
	return cmocka_run_group_tests_name("index/lookup_many", tests, NULL, NULL);
}

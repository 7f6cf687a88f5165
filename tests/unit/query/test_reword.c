/* What a search that finds nothing may have meant. */
#include "support/catalogue.h"

#include "query/reword.h"

static struct index *places(struct catalogue *c)
{
	catalogue_add(c, "zone:ty", "name", "太原经济技术园", NULL);
	catalogue_add(c, "zone:xx", "name", "兴县园", NULL);
	catalogue_add(c, "sector:z", "name", "制造", NULL);
	catalogue_add(c, "chain:q", "name", "氢能全产业链", NULL);
	catalogue_add(c, "project:gan", "name", "铝杆", "zone", "zone:xx", NULL);
	catalogue_add(c, "project:zhi", "name", "智造铝杆", "zone", "zone:ty", NULL);
	catalogue_add(c, "project:long", "name", "甲乙丙丁戊己庚辛壬癸", "zone", "zone:xx", NULL);
	catalogue_add(c, "project:longer", "name", "甲乙丙丁戊己庚辛壬癸子", "zone", "zone:ty", NULL);
	return catalogue_index(c);
}

static const uint32_t PROJECTS = UINT32_C(1) << KIND_PROJECT, ZONES = UINT32_C(1) << KIND_ZONE;

struct meant {
	const char *text;
	uint32_t mask;
	const char *reworded; /* "": nothing */
	size_t n;             /* hits of the kinds asked for */
};

static void check(const struct meant *rows, size_t n_rows,
	bool (*reword)(const struct index *index, struct str text, uint32_t mask, size_t limit, struct strbuf *reworded, struct lookup_hits *hits))
{
	struct catalogue c = {0};
	struct index *index = places(&c);
	struct strbuf found = {0};
	struct lookup_hits hits;
	lookup_run(index, STR("铝杆"), ALL_KINDS, 5, &hits);
	for (size_t i = 0; i < n_rows; i++) {
		bool any = reword(index, str_from(rows[i].text), rows[i].mask, 5, &found, &hits);
		if (!str_eq_c(strbuf_str(&found), rows[i].reworded) || any != (rows[i].reworded[0] != 0) || hits.n != rows[i].n)
			fail_msg("\"%s\": found \"%.*s\" with %zu hits, expected \"%s\" with %zu", rows[i].text, STR_ARG(strbuf_str(&found)), hits.n, rows[i].reworded,
				rows[i].n);
	}
	lookup_release(&hits);
	strbuf_release(&found);
	index_free(index);
	catalogue_release(&c);
}

static void words_that_run_together_are_parted(void **state)
{
	static const struct meant rows[] = {
		{"兴县铝杆", ALL_KINDS, "兴县 铝杆", 1},
		{" 兴县铝杆 ", ALL_KINDS, "兴县 铝杆", 1},
		{"兴县园铝杆", ALL_KINDS, "兴县园 铝杆", 1},
		{"经济技术铝杆", ALL_KINDS, "经济技术 铝杆", 1},
		{"经济技术园铝杆", ALL_KINDS, "", 0},
		{"氢能链", ALL_KINDS, "氢能 链", 1},
		{"全产业链链", ALL_KINDS, "全产业链 链", 1},
		{"氢能园", ALL_KINDS, "", 0},
		{"兴县铝杆", ZONES, "", 0},
		{"兴县", ALL_KINDS, "", 0},
		{"兴县 铝杆", ALL_KINDS, "", 0},
		{"兴县lg铝杆", ALL_KINDS, "", 0},
		{"兴县甲乙丙丁戊己庚辛壬癸", ALL_KINDS, "兴县 甲乙丙丁戊己庚辛壬癸", 1},
		{"太原甲乙丙丁戊己庚辛壬癸子", ALL_KINDS, "", 0},
		/* one letter wrong in what is spelled, with initials behind it */
		{"taiyaunjj", ALL_KINDS, "taiyaun jj", 1},
		{"TaiyaunJJJS", ALL_KINDS, "Taiyaun JJJS", 1},
		{"taiyaunjjjsy", ALL_KINDS, "", 0},
		{"taiyaunxx", ALL_KINDS, "", 0},
		{"taiyaun", ALL_KINDS, "", 0},
		{"taiyaun1jj", ALL_KINDS, "", 0},
		{"xingxainy", ALL_KINDS, "", 0},
	};
	(void)state;
	check(rows, sizeof rows / sizeof *rows, reword_parted);
}

static void words_of_another_sound_are_asked_by_it(void **state)
{
	static const struct meant rows[] = {
		{"太远", ALL_KINDS, "~太远", 1},
		{"太远 铝杆", PROJECTS, "~太远 铝杆", 1},
		{"太远 铝杆", ALL_KINDS, "~太远 铝杆", 1},
		{"太远铝杆", ALL_KINDS, "~太远 铝杆", 1},
		{"清能链", ALL_KINDS, "~清能 链", 1},
		{"太远 -吕干", ALL_KINDS, "~太远 -吕干", 1},
		{"~形县 吕干", ALL_KINDS, "~形县 ~吕干", 1},
		{"~太远", ALL_KINDS, "", 0},
		{"远", ALL_KINDS, "", 0},
		{"天外", ALL_KINDS, "", 0},
		{"志造 太远", PROJECTS, "~志造 ~太远", 1},
		{"制造 太远", PROJECTS, "", 0}, /* what something has is not meant otherwise, wherever it stands */
	};
	(void)state;
	check(rows, sizeof rows / sizeof *rows, reword_sound);
}

/* Nothing has 亿元, but the number before it does. */
static void a_unit_is_no_word(void **state)
{
	struct catalogue c = {0};
	struct strbuf found = {0};
	struct lookup_hits hits = {0};
	(void)state;
	catalogue_add(&c, "indicator:invest", "name", "总投资", "unit", "元", NULL);
	catalogue_add(&c, "source:s", "name", "某文", NULL);
	catalogue_claim(&c, "gan", "project:gan", "invest", "5", "亿元", "", "planned", "", "source:s");
	struct index *index = places(&c);
	assert_true(reword_sound(index, STR("吕干 5 亿元"), ALL_KINDS, 5, &found, &hits));
	assert_str(strbuf_str(&found), "~吕干 5 亿元");
	assert_int_equal(hits.n, 1);
	lookup_release(&hits);
	strbuf_release(&found);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_run_together_are_parted),
		cmocka_unit_test(words_of_another_sound_are_asked_by_it),
		cmocka_unit_test(a_unit_is_no_word),
	};
	return cmocka_run_group_tests_name("query/reword", tests, NULL, NULL);
}

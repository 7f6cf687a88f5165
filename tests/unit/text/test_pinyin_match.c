#include "support/sounds.h"
#include "support/test.h"
#include "text/fold.h"
#include "text/pinyin.h"
#include "text/utf8.h"

struct match_row {
	const char *name, *query;
	enum pinyin_how how;
	size_t start, end;
};

static const struct match_row rows[] = {
	{"长子", "长子", PINYIN_LITERAL, 0, 2},
	{"山西长子经开区", "子经", PINYIN_LITERAL, 3, 5},
	{"长子", "zhangzi", PINYIN_FULL, 0, 2},
	{"长子", "zz", PINYIN_INITIALS, 0, 2},
	{"长子", "zhz", PINYIN_INITIALS, 0, 2},
	{"长子", "zhangz", PINYIN_INITIALS, 0, 2},
	{"长子", "zha", PINYIN_INITIALS, 0, 1},
	{"长子", "changzi", PINYIN_RARE, 0, 2},
	{"长子", "cz", PINYIN_RARE, 0, 2},
	{"长治", "changzhi", PINYIN_FULL, 0, 2},
	{"长治", "cz", PINYIN_INITIALS, 0, 2},
	{"长治", "chzh", PINYIN_INITIALS, 0, 2},
	{"长治", "czh", PINYIN_INITIALS, 0, 2},
	{"长治", "zhangzhi", PINYIN_RARE, 0, 2},
	{"洪洞", "hongtong", PINYIN_FULL, 0, 2},
	{"洪洞", "ht", PINYIN_INITIALS, 0, 2},
	{"洪洞", "hongdong", PINYIN_RARE, 0, 2},
	{"兴县经开区", "兴xjkq", PINYIN_INITIALS, 0, 5},
	{"兴县经开区", "xxjkq", PINYIN_INITIALS, 0, 5},
	{"兴县经开区", "xing县", PINYIN_FULL, 0, 2},
	{"兴县经开区", "兴县", PINYIN_LITERAL, 0, 2},
	{"兴县经开区", "XINGXIAN", PINYIN_FULL, 0, 2},
	{"兴县经开区", "kq", PINYIN_INITIALS, 3, 5},
	{"兴县经开区", "xingx", PINYIN_INITIALS, 0, 2},
	{"兴县经开区", "xingxiang", PINYIN_NONE, 0, 0},
	{"兴县经开区", "xinxian", PINYIN_NONE, 0, 0},
	{"兴县经开区", "inxian", PINYIN_NONE, 0, 0},
	{"兴县经开区", "gx", PINYIN_NONE, 0, 0},
	{"兴县经开区", "xq", PINYIN_NONE, 0, 0},
	{"金通铝业2期", "yt2q", PINYIN_NONE, 0, 0},
	{"金通铝业2期", "ly2q", PINYIN_INITIALS, 2, 6},
	{"金通铝业2期", "lvye2qi", PINYIN_FULL, 2, 6},
	{"金通铝业2期", "luye", PINYIN_FULL, 2, 4},
	{"金通铝业2期", "lüye", PINYIN_FULL, 2, 4},
	{"金通铝业2期", "２ｑ", PINYIN_INITIALS, 4, 6},
	{"西安", "xian", PINYIN_FULL, 0, 2},
	{"西安", "xi'an", PINYIN_FULL, 0, 2},
	{"西安", "xi an", PINYIN_FULL, 0, 2},
	{"西安", "x'a", PINYIN_INITIALS, 0, 2},
	{"兴县", "xi'an", PINYIN_NONE, 0, 0},
	{"兴县", "xi", PINYIN_INITIALS, 0, 1},
	{"县西", "xi", PINYIN_FULL, 1, 2},
	{"兴县 5G 基地", "xian5gjidi", PINYIN_FULL, 1, 8},
	{"5G基地", "5g", PINYIN_LITERAL, 0, 2},
	{"ABB公司", "bgs", PINYIN_INITIALS, 2, 5},
	{"兴县", "", PINYIN_NONE, 0, 0},
	{"", "x", PINYIN_NONE, 0, 0},
	{"兴县", "'", PINYIN_NONE, 0, 0},
	{"興縣", "兴县", PINYIN_LITERAL, 0, 2},
	{"兴县兴县", "xingxian", PINYIN_FULL, 0, 2},
	{"小县兴县", "xingxian", PINYIN_FULL, 2, 4},
	{"太原经开区", "太远", PINYIN_NONE, 0, 0},
	{"太原经开区", "~太远", PINYIN_FULL, 0, 2},
	{"山西太原经开区", "~太远", PINYIN_FULL, 2, 4},
	{"太原经开区", "～太远", PINYIN_FULL, 0, 2},
	{"太原经开区", "~太原", PINYIN_FULL, 0, 2},
	{"太原经开区", "~太远jkq", PINYIN_INITIALS, 0, 5},
	{"郑州航空港", "~行空", PINYIN_FULL, 2, 4},
	{"长子", "~掌子", PINYIN_FULL, 0, 2},
	{"长子", "~常子", PINYIN_RARE, 0, 2},
	{"西安", "~县", PINYIN_NONE, 0, 0},
	{"铝业 2期", "~绿夜2", PINYIN_FULL, 0, 4},
	{"a~太远", "~太远", PINYIN_LITERAL, 1, 4},
	{"兴县", "~xx", PINYIN_NONE, 0, 0},
	{"1~5号", "~5", PINYIN_LITERAL, 1, 3},
	{"兴县", "~", PINYIN_NONE, 0, 0},
};

static bool match(const char *name, const char *query, struct pinyin_hit *hit)
{
	struct strbuf name_folded = {0}, query_folded = {0};
	text_fold(str_from(name), &name_folded);
	text_fold(str_from(query), &query_folded);
	syllable readings[128];
	pinyin_text(strbuf_str(&name_folded), readings);
	bool found = pinyin_match(strbuf_str(&name_folded), readings, strbuf_str(&query_folded), hit);
	strbuf_release(&name_folded);
	strbuf_release(&query_folded);
	return found;
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct match_row *row = &rows[i];
		struct pinyin_hit hit = {PINYIN_LITERAL, 9, 9};
		bool found = match(row->name, row->query, &hit);
		if (hit.how != row->how || hit.start != row->start || hit.end != row->end)
			fail_msg("\"%s\" in \"%s\": found %d at %zu..%zu, expected %d at %zu..%zu", row->query, row->name, (int)hit.how,
				hit.start, hit.end, (int)row->how, row->start, row->end);
		assert_row(found == (row->how != PINYIN_NONE), row->query);
	}
}

static void test_long_queries(void **state)
{
	(void)state;
	struct strbuf name = {0}, pinyin = {0};
	struct pinyin_hit hit;
	for (int i = 0; i < 20; i++) {
		strbuf_add_c(&name, "兴");
		strbuf_add_c(&pinyin, "xing");
	}
	assert_false(match(strbuf_str(&name).p, strbuf_str(&pinyin).p, &hit));
	strbuf_truncate(&pinyin, 63);
	assert_true(match(strbuf_str(&name).p, strbuf_str(&pinyin).p, &hit));
	assert_int_equal(hit.how, PINYIN_INITIALS);
	assert_int_equal(hit.end, 16);
	strbuf_add_c(&name, "经开区");
	assert_true(match(strbuf_str(&name).p, strbuf_str(&name).p, &hit));
	assert_int_equal(hit.how, PINYIN_LITERAL);
	strbuf_release(&name);
	strbuf_release(&pinyin);
}

/* The slow obvious reference: try every piece for every character, one after the other. */
struct reference {
	uint32_t name[32];
	syllable readings[32];
	size_t n_name;
	char query[32];
	size_t n_query;
};

static int try_rest(const struct reference *r, size_t i, size_t q, int grade, size_t *end);

static int better(int best, int found, size_t found_end, size_t *end)
{
	if (found < best || found == PINYIN_NONE)
		return best;
	if (found > best || found_end < *end)
		*end = found_end;
	return found;
}

static int try_reading(const struct reference *r, size_t i, size_t q, int grade, syllable s, bool usual, size_t *end, int best)
{
	struct str name = syllable_str(s);
	size_t rest = r->n_query - q;
	for (size_t n = 1; n <= name.n && n <= rest; n++) {
		bool same = true;
		for (size_t k = 0; k < n; k++)
			same = same && (r->query[q + k] == name.p[k] || (name.p[k] == 'v' && r->query[q + k] == 'u'));
		bool initial = n == 1 || (n == 2 && name.p[1] == 'h' && strchr("zcs", name.p[0]));
		if (!same || !(n == name.n || initial || n == rest))
			continue;
		int piece = !usual ? PINYIN_RARE : n == name.n ? PINYIN_FULL : PINYIN_INITIALS;
		size_t found_end = 0;
		int found = try_rest(r, i + 1, q + n, piece < grade ? piece : grade, &found_end);
		best = better(best, found, found_end, end);
	}
	return best;
}

static int try_rest(const struct reference *r, size_t i, size_t q, int grade, size_t *end)
{
	int best = PINYIN_NONE;
	*end = i;
	if (q == r->n_query)
		return grade;
	if (i == r->n_name)
		return best;
	*end = SIZE_MAX;
	if ((unsigned char)r->query[q] == r->name[i]) {
		size_t found_end = 0;
		int found = try_rest(r, i + 1, q + 1, grade, &found_end);
		best = better(best, found, found_end, end);
	}
	const syllable *all;
	size_t n = pinyin_char(r->name[i], &all);
	if (r->readings[i])
		best = try_reading(r, i, q, grade, r->readings[i], true, end, best);
	for (size_t k = 0; k < n; k++)
		if (all[k] != r->readings[i])
			best = try_reading(r, i, q, grade, all[k], false, end, best);
	return best;
}

static void fill_reference(struct reference *r, struct str name, struct str query)
{
	r->n_name = 0;
	for (size_t at = 0; at < name.n;)
		r->name[r->n_name++] = utf8_next(name, &at);
	pinyin_text(name, r->readings);
	memcpy(r->query, query.p, query.n);
	r->n_query = query.n;
}

/* Queries made from the name's own readings, and some letters at random. */
static void make_query(struct test_random *random, const struct reference *r, struct strbuf *query)
{
	for (size_t i = test_random_below(random, (uint32_t)r->n_name); i < r->n_name && query->n < 12; i++) {
		const syllable *all;
		size_t n = pinyin_char(r->name[i], &all);
		struct str s = n ? syllable_str(all[test_random_below(random, (uint32_t)n)]) : STR("2");
		if (!n && r->name[i] < 0x80)
			strbuf_add_byte(query, (char)r->name[i]);
		else
			strbuf_add(query, str_sub(s, 0, 1 + test_random_below(random, (uint32_t)s.n)));
		if (test_random_below(random, 4) == 0)
			break;
	}
	if (test_random_below(random, 4) == 0)
		strbuf_add_byte(query, "zhanguxi2"[test_random_below(random, 9)]);
}

/* What pinyin_moves says of a name from one character on: which places of the end are reached. */
static struct pinyin_places walk(const struct pinyin_query *q, struct str name, size_t at)
{
	struct pinyin_places here = {1, 1, 1, 1}, ends = {0};
	uint64_t end = (uint64_t)1 << q->n;
	while (at < name.n && here.any) {
		struct pinyin_places to[PINYIN_QUERY_MAX], next = {0};
		for (uint64_t from = pinyin_moves(q, utf8_next(name, &at), to); from; from &= from - 1) {
			uint64_t bit = from & -from;
			const struct pinyin_places *p = &to[__builtin_ctzll(from)];
			next.any |= here.any & bit ? p->any : 0;
			next.full |= here.full & bit ? p->full : 0;
			next.plain |= here.plain & bit ? p->plain : 0;
			next.sure |= here.sure & bit ? p->sure : 0;
		}
		ends.any |= next.any & end;
		ends.full |= next.full & end;
		ends.plain |= next.plain & end;
		ends.sure |= next.sure & end;
		here = next;
	}
	return ends;
}

/* Of the phrases that read a character in their own way those that a name made of these pieces can hold, a line each. */
struct odd_phrases {
	struct str alphabet;
	struct strbuf lines;
};

static void add_phrase(void *context, const uint16_t *chars, size_t n)
{
	struct odd_phrases *odd = context;
	size_t before = odd->lines.n;
	char bytes[4];
	assert_true(n >= 2);
	for (size_t i = 0; i < n; i++) {
		struct str c = {bytes, utf8_put(chars[i], bytes)};
		if (str_find(odd->alphabet, c, 0) < 0) {
			strbuf_truncate(&odd->lines, before);
			return;
		}
		strbuf_add(&odd->lines, c);
	}
	strbuf_add_byte(&odd->lines, '\n');
}

static void odd_phrases_of(const char *const *pieces, size_t n, struct strbuf *lines)
{
	struct strbuf alphabet = {0};
	for (size_t i = 0; i < n; i++)
		strbuf_add_c(&alphabet, pieces[i]);
	struct odd_phrases odd = {.alphabet = strbuf_str(&alphabet)};
	pinyin_each_odd_phrase(add_phrase, &odd);
	assert_true(odd.lines.n > 0);
	*lines = odd.lines;
	strbuf_release(&alphabet);
}

/* Whether a phrase reads a character of a name in its own way. */
static bool has_odd_phrase(struct str name, const struct strbuf *odd)
{
	struct str rest = strbuf_str(odd), phrase;
	while (str_split(&rest, '\n', &phrase))
		if (phrase.n && str_find(name, phrase, 0) >= 0)
			return true;
	return false;
}

/* Without context a name matches where it does in context, and by first readings it does just so where no phrase is odd. */
static void check_moves(struct str name, struct str query, const struct pinyin_hit *hit, const struct strbuf *odd)
{
	struct pinyin_query q;
	bool any = false, full = false, sure = false, plain_start = false;
	if (!pinyin_query_read(query, &q))
		return;
	for (size_t at = 0; at < name.n;) {
		struct pinyin_places ends = walk(&q, name, at);
		plain_start |= at == 0 && ends.plain;
		any |= ends.any != 0;
		full |= ends.full != 0;
		sure |= ends.sure != 0;
		utf8_next(name, &at);
	}
	bool named = hit->how >= PINYIN_FULL || (hit->how == PINYIN_INITIALS && hit->start == 0);
	bool fits = any == (hit->how != PINYIN_NONE) && (full || hit->how < PINYIN_FULL)
		&& (has_odd_phrase(name, odd) || (sure == (hit->how >= PINYIN_FULL) && (sure || plain_start) == named));
	if (!fits)
		fail_msg("\"%.*s\" in \"%.*s\": the moves say any %d full %d sure %d from the start %d, the match %d", STR_ARG(query),
			STR_ARG(name), any, full, sure, plain_start, (int)hit->how);
}

/* Queries by sound against one character after the other, whichever of its readings a character has. */
static void test_sounds_against_reference(void **state)
{
	static const char *const pieces[] = {"长", "常", "掌", "子", "紫", "治", "智", "安", "铝", "绿", "率", "乐", "月", "行", "航", "兴", "型", "2", "a", "单"};
	struct test_random random = test_random();
	struct strbuf name = {0}, query = {0}, odd;
	size_t n_found[PINYIN_LITERAL + 1] = {0};
	(void)state;
	odd_phrases_of(pieces, sizeof pieces / sizeof *pieces, &odd);
	for (int round = 0; round < 20000; round++) {
		uint32_t chars[16], asked[4];
		syllable readings[16];
		struct pinyin_hit hit;
		strbuf_set(&name, STR(""));
		strbuf_set(&query, STR("~"));
		for (uint32_t n = 1 + test_random_below(&random, 7); n > 0; n--)
			strbuf_add_c(&name, pieces[test_random_below(&random, sizeof pieces / sizeof *pieces)]);
		strbuf_add_c(&query, pieces[test_random_below(&random, 17)]);
		for (uint32_t n = test_random_below(&random, 3); n > 0; n--)
			strbuf_add_c(&query, pieces[test_random_below(&random, 18)]);
		size_t n = 0, m = 0;
		for (size_t at = 0; at < name.n;)
			chars[n++] = utf8_next(strbuf_str(&name), &at);
		for (size_t at = 1; at < query.n;)
			asked[m++] = utf8_next(strbuf_str(&query), &at);
		bool expected = false;
		for (size_t start = 0; start + m <= n; start++) {
			bool here = true;
			for (size_t i = 0; i < m; i++)
				here &= sound_alike(chars[start + i], asked[i]);
			expected |= here;
		}
		pinyin_text(strbuf_str(&name), readings);
		pinyin_match(strbuf_str(&name), readings, strbuf_str(&query), &hit);
		n_found[hit.how]++;
		if ((hit.how != PINYIN_NONE) != expected)
			fail_msg("\"%.*s\" in \"%.*s\": found %d, expected %d", STR_ARG(strbuf_str(&query)), STR_ARG(strbuf_str(&name)), (int)hit.how, expected);
		for (size_t i = 0; expected && i < m; i++)
			assert_true(sound_alike(chars[hit.start + i], asked[i]));
		assert_int_equal(hit.end - hit.start, expected ? m : 0);
		check_moves(strbuf_str(&name), strbuf_str(&query), &hit, &odd);
	}
	assert_true(n_found[PINYIN_NONE] > 1000 && n_found[PINYIN_RARE] > 100 && n_found[PINYIN_FULL] > 1000);
	strbuf_release(&name);
	strbuf_release(&query);
	strbuf_release(&odd);
}

static void test_against_reference(void **state)
{
	(void)state;
	static const char *const pieces[] = {"长", "子", "治", "安", "西", "先", "吕", "乐", "重", "行", "2", "a", "g", "期", "阿", "昂", "饿", "单"};
	struct test_random random = test_random();
	struct strbuf name = {0}, query = {0}, odd;
	size_t n_found[PINYIN_LITERAL + 1] = {0}, n_settled = 0, n_plain = 0;
	odd_phrases_of(pieces, sizeof pieces / sizeof *pieces, &odd);
	for (int round = 0; round < 40000; round++) {
		strbuf_clear(&name);
		strbuf_clear(&query);
		for (uint32_t n = 1 + test_random_below(&random, 6); n > 0; n--)
			strbuf_add_c(&name, pieces[test_random_below(&random, sizeof pieces / sizeof pieces[0])]);
		struct reference r;
		fill_reference(&r, strbuf_str(&name), STR(""));
		make_query(&random, &r, &query);
		fill_reference(&r, strbuf_str(&name), strbuf_str(&query));
		int best = PINYIN_NONE, best_start = PINYIN_NONE;
		size_t start = 0, end = 0;
		for (size_t i = 0; i < r.n_name && query.n > 0; i++) {
			size_t found_end = 0;
			int found = try_rest(&r, i, 0, PINYIN_FULL, &found_end);
			best_start = i ? best_start : found;
			if (found > best) {
				best = found;
				start = i;
				end = found_end;
			}
		}
		struct pinyin_hit hit;
		pinyin_match(strbuf_str(&name), r.readings, strbuf_str(&query), &hit);
		n_found[hit.how]++;
		struct pinyin_query q;
		if (pinyin_query_read(strbuf_str(&query), &q))
			assert_int_equal(pinyin_match_start(strbuf_str(&name), &q), best_start);
		syllable two[2], part[sizeof r.readings / sizeof *r.readings];
		size_t n_part = test_random_below(&random, (uint32_t)r.n_name + 1);
		assert_int_equal(pinyin_text_start(strbuf_str(&name), part, n_part), n_part);
		assert_memory_equal(part, r.readings, n_part * sizeof *part);
		if (r.n_name > 1 && pinyin_start_settled(r.name[0], r.name[1])) {
			n_settled++;
			pinyin_text(str_sub(strbuf_str(&name), 0, utf8_offset(strbuf_str(&name), 2)), two);
			assert_memory_equal(two, r.readings, sizeof two);
		}
		check_moves(strbuf_str(&name), strbuf_str(&query), &hit, &odd);
		if (pinyin_query_read(strbuf_str(&query), &q) && hit.how != PINYIN_LITERAL && !has_odd_phrase(strbuf_str(&name), &odd)) {
			struct pinyin_hit plain;
			n_plain++;
			assert_int_equal(pinyin_match_read(strbuf_str(&name), NULL, &q, &plain), hit.how != PINYIN_NONE);
			assert_true(plain.how == hit.how && plain.start == hit.start && plain.end == hit.end);
		}
		if (hit.how == PINYIN_LITERAL) {
			assert_int_equal(best, PINYIN_FULL);
			continue;
		}
		if ((int)hit.how != best || hit.start != start || hit.end != end)
			fail_msg("\"%.*s\" in \"%.*s\": found %d at %zu..%zu, expected %d at %zu..%zu", STR_ARG(strbuf_str(&query)),
				STR_ARG(strbuf_str(&name)), (int)hit.how, hit.start, hit.end, best, start, end);
	}
	for (int how = PINYIN_NONE; how <= PINYIN_LITERAL; how++)
		assert_true(how == PINYIN_NEAR ? !n_found[how] : n_found[how] > 300);
	assert_true(n_settled > 100 && n_plain > 1000);
	strbuf_release(&name);
	strbuf_release(&query);
	strbuf_release(&odd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_long_queries),
		cmocka_unit_test(test_against_reference),
		cmocka_unit_test(test_sounds_against_reference),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

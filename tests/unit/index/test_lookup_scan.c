/* Look-ups of random words in random catalogues against a scan of everything; the seed is printed. */
#include "support/sounds.h"
#include "unit/index/named_rows.h"

#include "text/utf8.h"

static void random_catalogue(struct test_random *r, struct catalogue *c)
{
	static const char *const kinds_made[] = {"region", "zone", "enterprise", "project"};
	for (unsigned k = 0; k < 4; k++)
		for (unsigned i = 0; i < 60; i++) {
			char id[32], zone[32], owner[32], code[16];
			struct strbuf name = {0}, short_names = {0}, products = {0};
			random_name(r, 10, &name);
			random_name(r, 4, &short_names);
			strbuf_add_c(&short_names, ";");
			random_name(r, 4, &short_names);
			random_name(r, 8, &products);
			snprintf(id, sizeof id, "%s:%c%u", kinds_made[k], 'a' + (char)test_random_below(r, 3), i);
			snprintf(zone, sizeof zone, "zone:z");
			snprintf(owner, sizeof owner, "enterprise:e");
			snprintf(code, sizeof code, "%u", 14000 + test_random_below(r, 40) * 7);
			if (k == 0)
				catalogue_add(c, id, "name", name.p, "short_names", short_names.p, "code", code, NULL);
			else if (k == 1)
				catalogue_add(c, i ? id : zone, "name", name.p, "short_names", short_names.p, "code", code, "honours", products.p, NULL);
			else if (k == 2)
				catalogue_add(c, i ? id : owner, "name", name.p, "short_names", short_names.p, "products", products.p, NULL);
			else
				catalogue_add(c, id, "name", name.p, "short_names", short_names.p, "leader", products.p, "zone", i % 2 ? zone : "", "owner", i % 3 ? owner : "", NULL);
			strbuf_release(&name);
			strbuf_release(&short_names);
			strbuf_release(&products);
		}
}

/* A piece of a random name, its characters as they are, as pinyin, as initials or as another reading. */
static void random_word(struct test_random *r, const struct index *index, struct strbuf *out)
{
	if (test_random_below(r, 6) == 0)
		strbuf_add_c(out, "~");
	enum kind kind = (enum kind[]){KIND_REGION, KIND_ZONE, KIND_ENTERPRISE, KIND_PROJECT}[test_random_below(r, 4)];
	struct str name = index_name(index, ref_make(kind, test_random_below(r, (uint32_t)index_count(index, kind))));
	syllable readings[64];
	size_t n = pinyin_text(name, readings), start = test_random_below(r, (uint32_t)n), length = 1 + test_random_below(r, 5);
	for (size_t at = utf8_offset(name, start), i = start; at < name.n && i < start + length; i++) {
		size_t before = at;
		const syllable *all;
		uint32_t c = utf8_next(name, &at);
		size_t n_all = pinyin_char(c, &all);
		unsigned way = test_random_below(r, 5);
		struct str spelling = readings[i] ? syllable_str(way == 3 && n_all ? all[test_random_below(r, (uint32_t)n_all)] : readings[i]) : STR("");
		if (!spelling.n || way == 0)
			strbuf_add(out, str_sub(name, before, at - before));
		else
			strbuf_add(out, str_sub(spelling, 0, way == 1 ? 1 : way == 2 ? 1 + test_random_below(r, 3) : spelling.n));
		if (test_random_below(r, 12) == 0)
			strbuf_add_c(out, "'");
	}
}

/* A piece of a random name in other characters that can be read alike, and some that cannot. */
static void random_sound(struct test_random *r, const struct index *index, struct strbuf *out)
{
	static const char *const others[][2] = {
		{"常", "长"}, {"紫", "子"}, {"值", "治"}, {"形", "行"}, {"线", "县"}, {"绿", "铝"}, {"率", "铝"}, {"月", "乐"}, {"虫", "重"}, {"庆", "行"},
		{"暗", "安"}, {"洗", "西"}, {"陕", "山"}, {"夜", "业"},
	};
	struct str name = index_name(index, ref_make(KIND_PROJECT, test_random_below(r, (uint32_t)index_count(index, KIND_PROJECT))));
	struct strbuf folded = {0};
	text_fold(name, &folded);
	name = strbuf_str(&folded);
	size_t n = utf8_length(name), start = n ? test_random_below(r, (uint32_t)n) : 0;
	strbuf_add_c(out, "~");
	for (size_t at = utf8_offset(name, start), k = 0; at < name.n && k < 4; k++) {
		size_t before = at;
		utf8_next(name, &at);
		struct str c = str_sub(name, before, at - before);
		for (size_t i = test_random_below(r, 14); i < sizeof others / sizeof *others; i++)
			if (str_eq_c(c, others[i][1])) {
				c = str_from(others[i][0]);
				break;
			}
		if (!str_eq_c(c, " ") && !str_eq_c(c, "'"))
			strbuf_add(out, c);
		if (test_random_below(r, 3) == 0)
			break;
	}
	strbuf_release(&folded);
}

/* Whether a text has characters in a row, blanks not counted, of which each can be read as that of the word behind its sign. */
static bool slow_sounds(struct str raw, struct str word)
{
	struct strbuf folded = {0};
	uint32_t chars[64], asked[16];
	size_t n = 0, m = 0;
	bool sounds = false;
	text_fold(raw, &folded);
	for (size_t at = 0; at < folded.n;) {
		uint32_t c = utf8_next(strbuf_str(&folded), &at);
		chars[n] = c;
		n += c != ' ';
	}
	for (size_t at = 1; at < word.n;)
		asked[m++] = utf8_next(word, &at);
	for (size_t start = 0; start + m <= n; start++) {
		bool here = true;
		for (size_t i = 0; i < m; i++)
			here &= sound_alike(chars[start + i], asked[i]);
		sounds |= here;
	}
	strbuf_release(&folded);
	return sounds;
}

/* What lookup.h says a word matches in a record's own texts. */
static bool slow_matches(const struct index *index, struct ref ref, struct str word)
{
	struct str id = index_id(index, ref);
	if (str_eq(id, word) || str_eq(str_sub(id, (size_t)str_find_byte(id, ':', 0) + 1, id.n), word))
		return true;
	for (size_t f = 1; f < fields_of[ref_kind(ref)].n; f++) {
		const struct field *field = &fields_of[ref_kind(ref)].v[f];
		if (!(field->flags & FIELD_SEARCHED))
			continue;
		struct str rest = index_text(index, ref, f), element;
		while (rest.n && str_split(&rest, field->type == FIELD_LIST ? ';' : '\0', &element)) {
			struct strbuf folded = {0};
			bool matches;
			text_fold(element, &folded);
			if (!strcmp(field->name, "name") || !strcmp(field->name, "short_names"))
				matches = how_of(element, word) != PINYIN_NONE;
			else if (!strcmp(field->name, "code"))
				matches = str_starts(strbuf_str(&folded), word);
			else
				matches = str_find(strbuf_str(&folded), word, 0) >= 0;
			strbuf_release(&folded);
			if (matches)
				return true;
		}
	}
	return false;
}

static bool is_syllable(struct str letters)
{
	syllable s = 1;
	while (syllable_str(s).n && !str_eq(syllable_str(s), letters))
		s++;
	return syllable_str(s).n > 0;
}

/* Whether letters are syllables one after another. */
static bool is_spelled(struct str letters)
{
	if (!letters.n)
		return true;
	for (size_t n = 1; n <= 6 && n <= letters.n; n++)
		if (is_syllable(str_sub(letters, 0, n)) && is_spelled(str_sub(letters, n, letters.n)))
			return true;
	return false;
}

/* What lookup.h says of a letter too many, too few, another one, or two in the wrong order; `spelled`: only what is pinyin then. */
static bool slow_nearly(const struct index *index, struct ref ref, struct str word, bool spelled)
{
	char other[80];
	for (size_t i = 0; i <= word.n; i++)
		for (int c = 'a'; c <= 'z' + 2; c++)
			for (int put = 0; put < 2; put++) {
				if (c > 'z' && put)
					continue;
				/* with c one letter is put in or changed, behind z one left out, two turned round */
				size_t skip = c == 'z' + 2 ? 2 : c == 'z' + 1 ? 1 : put ? 0 : 1;
				if (i + skip > word.n)
					continue;
				size_t n = (size_t)snprintf(other, sizeof other, "%.*s%c%c", (int)i, word.p, c == 'z' + 2 ? word.p[i + 1] : c == 'z' + 1 ? '.' : c,
					c == 'z' + 2 ? word.p[i] : '.');
				n = c == 'z' + 2 ? i + 2 : c == 'z' + 1 ? i : i + 1;
				n += (size_t)snprintf(other + n, sizeof other - n, "%.*s", (int)(word.n - i - skip), word.p + i + skip);
				struct str changed = {other, n};
				if ((!spelled || is_spelled(changed)) && slow_named(index, ref, changed, PINYIN_FULL))
					return true;
			}
	return false;
}

static bool only_letters(struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] < 'a' || word.p[i] > 'z')
			return false;
	return word.n >= 5;
}

/* Behind the exact hits come those with one letter wrong, where the former are few. */
static size_t check_nearly(const struct index *index, struct str word, const struct lookup_hits *hits, size_t n_exact, bool all)
{
	size_t n_near = 0;
	for (size_t i = 0; i < hits->n; i++) {
		bool near = hits->v[i].how == PINYIN_NEAR;
		n_near += near;
		assert_row(near == (i >= n_exact), word.p);
		assert_row(!near || (n_exact <= 3 && only_letters(word)), word.p);
		assert_row(!near || slow_nearly(index, hits->v[i].ref, word, false), word.p);
	}
	for (uint32_t i = 0; all && n_exact <= 3 && i < index_count(index, KIND_ZONE); i++) {
		struct ref ref = ref_make(KIND_ZONE, i);
		if (only_letters(word) && !has_hit(hits, ref) && slow_nearly(index, ref, word, true))
			fail_msg("\"%.*s\" does not nearly match \"%.*s\"", STR_ARG(word), STR_ARG(index_name(index, ref)));
	}
	return n_near;
}

/* YUANLIAN_LONG=1: a hundred catalogues instead of one. */
static unsigned n_catalogues(void)
{
	return getenv("YUANLIAN_LONG") ? 100 : 1;
}

static void against_scan(struct test_random *r)
{
	struct catalogue c = {0};
	size_t n_hits = 0, n_near = 0;
	random_catalogue(r, &c);
	struct index *index = catalogue_index(&c);
	for (unsigned i = 0; i < 1000; i++) {
		struct strbuf word = {0}, folded = {0};
		struct lookup_hits hits;
		random_word(r, index, &word);
		text_fold(strbuf_str(&word), &folded);
		bool one = folded.n && str_find_byte(strbuf_str(&word), ' ', 0) < 0 && word.p[0] != '-';
		if (one) {
			lookup_run(index, strbuf_str(&word), UINT32_MAX, SIZE_MAX, &hits);
			n_hits += hits.n;
			size_t expected = 0;
			for (int k = 0; k < KIND_COUNT; k++)
				for (uint32_t row = 0; row < index_count(index, (enum kind)k); row++) {
					struct ref ref = ref_make((enum kind)k, row);
					bool slow = slow_matches(index, ref, strbuf_str(&folded));
					expected += slow;
					if (slow && !has_hit(&hits, ref))
						fail_msg("\"%s\" and %.*s \"%.*s\": the scan says %d", word.p, STR_ARG(index_id(index, ref)), STR_ARG(index_name(index, ref)), slow);
				}
			size_t near = check_nearly(index, strbuf_str(&folded), &hits, expected, i % 16 == 0);
			n_near += near;
			assert_int_equal(hits.n, expected + near);
			for (size_t j = 0; j < expected; j++)
				if (hits.v[j].place != LOOKUP_FIELD && hits.v[j].how < PINYIN_LITERAL)
					assert_int_equal(hits.v[j].how, how_of(hits.v[j].text, strbuf_str(&folded)));
			lookup_release(&hits);
		}
		strbuf_release(&word);
		strbuf_release(&folded);
	}
	assert_true(n_hits > 1000);
	assert_true(n_near > 0);
	index_free(index);
	catalogue_release(&c);
}

static void test_against_scan(void **state)
{
	(void)state;
	struct test_random r = test_random();
	for (unsigned i = 0; i < n_catalogues(); i++)
		against_scan(&r);
}

/* Whether a record is hit by one word itself: what a look-up for that word alone says of records with names. */
static bool slow_own(const struct index *index, struct ref ref, struct str word)
{
	struct strbuf folded = {0};
	text_fold(word, &folded);
	bool own = slow_matches(index, ref, strbuf_str(&folded));
	strbuf_release(&folded);
	return own;
}

/* Several words, the last one excluded, against each of them record by record. */
static void against_words(const struct index *index, struct test_random *r, size_t *n_hits)
{
	struct strbuf words[3] = {0}, all = {0};
	struct lookup_hits hits;
	size_t n_words = 2 + test_random_below(r, 2), expected = 0;
	for (size_t i = 0; i < n_words; i++) {
		random_word(r, index, &words[i]);
		strbuf_printf(&all, "%s%s", i == 2 ? " -" : i ? " " : "", words[i].p);
	}
	lookup_run(index, strbuf_str(&all), UINT32_MAX, SIZE_MAX, &hits);
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint32_t row = 0; row < index_count(index, (enum kind)k); row++) {
			struct ref ref = ref_make((enum kind)k, row);
			bool matches = true, own = !kind_has_name((enum kind)k);
			for (size_t i = 0; i < 2; i++) {
				matches &= lookup_matches(index, ref, strbuf_str(&words[i]));
				own |= slow_own(index, ref, strbuf_str(&words[i]));
			}
			matches &= own && !(n_words > 2 && lookup_matches(index, ref, strbuf_str(&words[2])));
			expected += matches;
			if (matches && !has_hit(&hits, ref))
				fail_msg("\"%s\" does not find %.*s", all.p, STR_ARG(index_name(index, ref)));
		}
	best_are_first(index, all.p, (size_t[]){1, 3, 10}, 3);
	size_t counted = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		counted += hits.counts[k];
	assert_int_equal(counted, hits.n);
	/* words of letters may be nearly matched: then there are more */
	bool letters = false;
	for (size_t i = 0; i < 2; i++)
		letters |= only_letters(strbuf_str(&words[i]));
	if (letters ? hits.n < expected : hits.n != expected)
		fail_msg("\"%s\": found %zu, expected %zu", all.p, hits.n, expected);
	*n_hits += expected;
	lookup_release(&hits);
	for (size_t i = 0; i < 3; i++)
		strbuf_release(&words[i]);
	strbuf_release(&all);
}

static void test_several_words(void **state)
{
	const struct index *index = sample_index(state);
	struct test_random r = test_random();
	size_t n_hits = 0;
	for (unsigned i = 0; i < 400; i++)
		against_words(index, &r, &n_hits);
	assert_true(n_hits > 200);
}

/* Every project with a name that sounds like the word, and no other. */
static size_t sounds_against_scan(const struct index *index, struct str word)
{
	struct lookup_hits hits;
	size_t expected = 0;
	lookup_run(index, word, UINT32_C(1) << KIND_PROJECT, SIZE_MAX, &hits);
	for (uint32_t row = 0; row < index_count(index, KIND_PROJECT); row++) {
		struct ref ref = ref_make(KIND_PROJECT, row);
		struct str rest = index_text(index, ref, field_get(KIND_PROJECT, "short_names")), element;
		bool sounds = slow_sounds(index_name(index, ref), word);
		while (rest.n && str_split(&rest, ';', &element))
			sounds |= slow_sounds(element, word);
		expected += sounds;
		if (sounds != has_hit(&hits, ref))
			fail_msg("\"%.*s\" and \"%.*s\": the scan says %d", STR_ARG(word), STR_ARG(index_name(index, ref)), sounds);
	}
	assert_int_equal(hits.n, expected);
	assert_int_equal(hits.counts[KIND_PROJECT], expected);
	lookup_release(&hits);
	return expected;
}

static void test_sounds(void **state)
{
	(void)state;
	struct test_random r = test_random();
	struct catalogue c = {0};
	size_t n = 0, n_words = 0;
	random_catalogue(&r, &c);
	struct index *index = catalogue_index(&c);
	for (unsigned i = 0; i < 1000; i++) {
		struct strbuf word = {0}, folded = {0};
		random_sound(&r, index, &word);
		text_fold(strbuf_str(&word), &folded);
		if (pinyin_asks_sound(strbuf_str(&folded)) && str_find_byte(strbuf_str(&folded), ' ', 0) < 0
			&& !strpbrk(folded.p, "abc'-")) {
			n_words++;
			n += sounds_against_scan(index, strbuf_str(&folded));
			rows_against_records(index, KIND_PROJECT, strbuf_str(&folded));
		}
		strbuf_release(&word);
		strbuf_release(&folded);
	}
	assert_true(n_words > 300 && n > 1000);
	index_free(index);
	catalogue_release(&c);
}

/* Rows of a word, with what they belong to, are those that match one by one. */
static void test_rows_against_records(void **state)
{
	(void)state;
	struct test_random r = test_random();
	struct catalogue c = {0};
	size_t n_rows = 0;
	random_catalogue(&r, &c);
	struct index *index = catalogue_index(&c);
	for (unsigned i = 0; i < 1000; i++) {
		struct strbuf word = {0};
		random_word(&r, index, &word);
		n_rows += rows_against_records(index, KIND_PROJECT, strbuf_str(&word));
		strbuf_release(&word);
	}
	assert_true(n_rows > 1000);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_scan),
		cmocka_unit_test(test_sounds),
		cmocka_unit_test_setup_teardown(test_several_words, sample_setup, sample_teardown),
		cmocka_unit_test(test_rows_against_records),
	};
	return cmocka_run_group_tests_name("index/lookup_scan", tests, NULL, NULL);
}

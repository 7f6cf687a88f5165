#include "support/test.h"

#include "base/strbuf.h"
#include "text/pinyin.h"
#include "text/pinyin_order.h"
#include "text/utf8.h"

enum { KEY_MAX = 256 };

struct keyed {
	struct strbuf text, key;
	uint16_t units[KEY_MAX];
	size_t n;
};

static void make_keys(const struct pinyin_order *order, struct keyed *k)
{
	strbuf_clear(&k->key);
	pinyin_sort_key(strbuf_str(&k->text), &k->key);
	k->n = pinyin_order_key(order, strbuf_str(&k->text), k->units);
	for (size_t i = 0; i < k->n; i++)
		assert_int_not_equal(k->units[i], 0);
}

static int compare_units(const struct keyed *x, const struct keyed *y)
{
	for (size_t i = 0; i < x->n && i < y->n; i++)
		if (x->units[i] != y->units[i])
			return x->units[i] < y->units[i] ? -1 : 1;
	return x->n < y->n ? -1 : x->n > y->n;
}

static int sign(int x)
{
	return x < 0 ? -1 : x > 0;
}

static void assert_same_order(const struct keyed *x, const struct keyed *y)
{
	if (compare_units(x, y) != sign(str_cmp(strbuf_str(&x->key), strbuf_str(&y->key))))
		fail_msg("\"%.*s\" and \"%.*s\" stand in another order", STR_ARG(strbuf_str(&x->text)), STR_ARG(strbuf_str(&y->text)));
}

static void add_char(struct keyed *k, uint32_t c)
{
	char bytes[4];
	strbuf_add(&k->text, (struct str){bytes, utf8_put(c, bytes)});
}

/* Characters that sort each in a way of its own: plain, full forms, read by a phrase, traditional, without a reading … */
static uint32_t random_char(struct test_random *r)
{
	static const uint32_t odd[] = {0, ' ', 'z', 'Z', 0xA5, 0xE9, 0x3000, 0x3001, 0x3002, 0x3007, 0x3042, 0x30FB, 0xFF08, 0xFF09, 0xFF21, 0xFF71, 0x3400, 0x4DB5, 0x4DBF,
		0x9FFF, 0x9FA6, 0xF900, 0xFA0E, 0x20000, 0x2A6D6, 0x30000, 0x3FFFF, 0xF0001, 0xFFFFD, 0x10FFFD, 0xE000, 0xFFFD};
	static const char phrases[] = "长治长子县洪洞乐平银行重庆行业都江堰兴縣長治市长阿城吕梁呂梁西藏宝藏调度参数還原还有";
	uint32_t which = test_random_below(r, 10);
	if (which < 5) {
		size_t at = test_random_below(r, (sizeof phrases - 1) / 3) * 3;
		return utf8_next((struct str){phrases, sizeof phrases - 1}, &at);
	}
	if (which < 6)
		return odd[test_random_below(r, sizeof odd / sizeof *odd)];
	return which < 7 ? test_random_below(r, 0x80) : which < 9 ? 0x4E00 + test_random_below(r, 0x5200) : 0x20000 + test_random_below(r, 0xC000);
}

static void test_random_texts(void **state)
{
	(void)state;
	struct test_random r = test_random();
	struct pinyin_order *order = pinyin_order_new();
	struct keyed a = {0}, b = {0};
	for (int i = 0; i < 200000; i++) {
		strbuf_clear(&a.text);
		strbuf_clear(&b.text);
		for (uint32_t n = test_random_below(&r, 6); n; n--)
			add_char(&a, random_char(&r));
		strbuf_add(&b.text, strbuf_str(&a.text));
		if (test_random_below(&r, 2))
			strbuf_truncate(&b.text, utf8_offset(strbuf_str(&b.text), test_random_below(&r, 4)));
		for (uint32_t n = test_random_below(&r, 4); n; n--) {
			add_char(&a, random_char(&r));
			add_char(&b, random_char(&r));
		}
		make_keys(order, &a);
		make_keys(order, &b);
		assert_same_order(&a, &b);
	}
	strbuf_release(&a.text);
	strbuf_release(&b.text);
	strbuf_release(&a.key);
	strbuf_release(&b.key);
	pinyin_order_free(order);
}

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	return str_cmp(strbuf_str(&x->key), strbuf_str(&y->key));
}

/* Every character of the basic plane, and those of the next two by samples. */
static void test_every_character(void **state)
{
	(void)state;
	struct pinyin_order *order = pinyin_order_new();
	enum { STEP = 7 };
	struct keyed *all = calloc(0x40000, sizeof *all);
	size_t n = 0;
	for (uint32_t c = 0; c < 0x40000; c += c < 0x10000 ? 1 : STEP)
		if (c < 0xD800 || c > 0xDFFF) {
			add_char(&all[n], c);
			make_keys(order, &all[n++]);
		}
	qsort(all, n, sizeof *all, by_key);
	for (size_t i = 1; i < n; i++)
		assert_same_order(&all[i - 1], &all[i]);
	for (size_t i = 0; i < n; i++) {
		strbuf_release(&all[i].text);
		strbuf_release(&all[i].key);
	}
	free(all);
	pinyin_order_free(order);
}

static void compare_phrase(void *self, const uint16_t *chars, size_t n)
{
	const struct pinyin_order *order = self;
	struct keyed phrase = {0}, alone = {0};
	for (size_t i = 0; i < n; i++)
		add_char(&phrase, chars[i]);
	make_keys(order, &phrase);
	for (size_t i = 0; i < n; i++) {
		strbuf_clear(&alone.text);
		add_char(&alone, chars[i]);
		make_keys(order, &alone);
		assert_same_order(&phrase, &alone);
	}
	strbuf_release(&phrase.text);
	strbuf_release(&phrase.key);
	strbuf_release(&alone.text);
	strbuf_release(&alone.key);
}

static void test_phrases(void **state)
{
	(void)state;
	struct pinyin_order *order = pinyin_order_new();
	pinyin_each_odd_phrase(compare_phrase, order);
	pinyin_order_free(order);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_texts),
		cmocka_unit_test(test_every_character),
		cmocka_unit_test(test_phrases),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

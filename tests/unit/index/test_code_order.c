/* Rows stand in the order of their codes, whatever bytes these are of and however long they agree. */
#include "support/catalogue.h"

#include "index/index_internal.h"
#include "index/lettered_internal.h"

enum { PROJECTS = 9000, ZONES = 300 };

/* Codes of a few makes: digits, letters and digits, others; some agree for longer than any number of them is. */
static void make_code(struct test_random *r, char out[96])
{
	static const char *const begins[] = {"", "1607-410222-70-04-", "91", "9", "铝", "zz", "0123456789012345678901234567890123456789",
		"01234567890123456789012345678901234567890123456789"};
	static const char *const bytes[] = {"0123456789", "01-", "0123456789abcdefghijklmnopqrstuvwxyz", "~"};
	const char *letters = bytes[test_random_below(r, 4)];
	size_t n = (size_t)snprintf(out, 48, "%s", begins[test_random_below(r, sizeof begins / sizeof *begins)]);
	for (uint32_t more = test_random_below(r, 40); more; more--)
		out[n++] = letters[test_random_below(r, (uint32_t)strlen(letters))];
	out[n] = '\0';
}

/* Codes of letters that are few at each place (lettered_internal.h); in some makes folding changes them. */
static void make_lettered(struct test_random *r, const char *letters, char out[96])
{
	size_t n = test_random_below(r, 4) ? 36 : 20 + test_random_below(r, 20);
	for (size_t i = 0; i < n; i++)
		out[i] = i % 5 == 4 ? '-' : i < 30 && n % 2 ? '7' : letters[test_random_below(r, (uint32_t)strlen(letters))];
	out[n] = '\0';
}

static const struct index *compared;

static int by_code(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	struct strbuf p = {0}, q = {0};
	int order = str_cmp(search_code(compared, x, &p), search_code(compared, y, &q));
	strbuf_release(&p);
	strbuf_release(&q);
	return order ? order : x < y ? -1 : x > y;
}

static void check_order(struct test_random *r, const char *letters_of_projects, const char *letters_of_zones)
{
	struct catalogue c = {0};
	char id[32], code[96];
	for (unsigned i = 0; i < PROJECTS + ZONES; i++) {
		const char *letters = i < PROJECTS ? letters_of_projects : letters_of_zones;
		snprintf(id, sizeof id, i < PROJECTS ? "project:p%u" : "zone:z%u", i);
		if (letters)
			make_lettered(r, letters, code);
		else
			make_code(r, code);
		catalogue_add(&c, id, "name", "名", "code", test_random_below(r, 20) ? code : "", NULL);
	}
	struct index *index = catalogue_index(&c);
	size_t n = (size_t)index->search.codes.n;
	compared = index;
	assert_int_equal(lettered_is(&index->tables[KIND_PROJECT].columns[field_get(KIND_PROJECT, "code")]), letters_of_projects != NULL);
	assert_in_range(n, PROJECTS / 2, PROJECTS + ZONES);
	for (size_t i = 1; i < n; i++)
		assert_true(by_code(&(uint32_t){(uint32_t)section_number(&index->search.codes, i - 1)},
				    &(uint32_t){(uint32_t)section_number(&index->search.codes, i)}) < 0);
	index_free(index);
	catalogue_release(&c);
}

static void test_any_codes(void **state)
{
	(void)state;
	struct test_random r = test_random();
	check_order(&r, NULL, NULL);
}

static void test_lettered_codes(void **state)
{
	(void)state;
	struct test_random r = test_random();
	check_order(&r, "0123456789", "0123456789");
	check_order(&r, "0123456789", NULL);
	check_order(&r, "012345ABCDEFGHJKLM", "089abcdef");
	check_order(&r, "0189abcdefABCDEF", "0189aBcDeF");
	check_order(&r, "01 ab", "01ab");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_any_codes), cmocka_unit_test(test_lettered_codes)};
	return cmocka_run_group_tests_name("index/code_order", tests, NULL, NULL);
}

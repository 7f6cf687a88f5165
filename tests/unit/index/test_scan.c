/* What is looked for in short texts, 16 bytes at once and at their ends. */

#include "support/test.h"

#include "base/alloc.h"
#include "base/strbuf.h"
#include "index/scan_internal.h"

#include <stdlib.h>
#include <string.h>

static void add_pieces(struct test_random *r, uint32_t n, struct strbuf *out)
{
	static const char *const pieces[] = {"生", "产", "线", "年", "缐", "1", "a", "é"};
	strbuf_clear(out);
	while (n-- > 0)
		strbuf_add_c(out, pieces[test_random_below(r, sizeof pieces / sizeof *pieces)]);
}

static void test_find(void **state)
{
	struct test_random r = test_random();
	struct strbuf text = {0}, needle = {0};
	size_t n_found = 0;
	(void)state;
	for (int round = 0; round < 100000; round++) {
		add_pieces(&r, test_random_below(&r, 40), &text);
		add_pieces(&r, test_random_below(&r, 5), &needle);
		struct str s = strbuf_str(&text), wanted = strbuf_str(&needle);
		/* in memory of its own, so that a sanitizer sees what is read behind it */
		char *copy = xmalloc(s.n + 1);
		memcpy(copy, s.p, s.n);
		copy = xrealloc(copy, s.n ? s.n : 1);
		ptrdiff_t found = scan_find((struct str){copy, s.n}, wanted), expected = str_find(s, wanted, 0);
		free(copy);
		if (found != expected)
			fail_msg("\"%s\" in \"%s\": at %td, expected %td", needle.p, text.p, found, expected);
		n_found += found >= 0;
	}
	assert_true(n_found > 1000);
	strbuf_release(&text);
	strbuf_release(&needle);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

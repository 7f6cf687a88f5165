#include "support/test.h"

#include "tui/clipboard.h"

static void who_stands_between(void **state)
{
	(void)state;
	assert_int_equal(clipboard_multiplexer(NULL, NULL, "xterm"), MULTIPLEXER_NONE);
	assert_int_equal(clipboard_multiplexer("/tmp/tmux,1,0", NULL, "screen-256color"), MULTIPLEXER_TMUX);
	assert_int_equal(clipboard_multiplexer("", "123.pts", "xterm"), MULTIPLEXER_SCREEN);
	assert_int_equal(clipboard_multiplexer(NULL, NULL, "screen.xterm"), MULTIPLEXER_SCREEN);
	assert_int_equal(clipboard_multiplexer(NULL, NULL, NULL), MULTIPLEXER_NONE);
}

static void sequences(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum multiplexer between;
		const char *sequence; /* NULL: refused */
	} rows[] = {
		{"f", MULTIPLEXER_NONE, "\033]52;c;Zg==\a"},
		{"fo", MULTIPLEXER_NONE, "\033]52;c;Zm8=\a"},
		{"foo", MULTIPLEXER_NONE, "\033]52;c;Zm9v\a"},
		{"foob", MULTIPLEXER_NONE, "\033]52;c;Zm9vYg==\a"},
		{"兴县", MULTIPLEXER_NONE, "\033]52;c;5YW05Y6/\a"},
		{"a\tb\nc", MULTIPLEXER_NONE, "\033]52;c;YQliCmM=\a"},
		{"a\033b", MULTIPLEXER_NONE, "\033]52;c;YV5bYg==\a"}, /* a^[b */
		{"f", MULTIPLEXER_TMUX, "\033]52;c;Zg==\a\033Ptmux;\033\033]52;c;Zg==\a\033\\"},
		{"f", MULTIPLEXER_SCREEN, "\033P\033]52;c;Zg==\a\033\\"},
		{"", MULTIPLEXER_NONE, NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf out = {0};
		bool done = clipboard_sequence(str_from(rows[i].text), rows[i].between, &out);
		assert_row(done == (rows[i].sequence != NULL), rows[i].text);
		assert_str(strbuf_str(&out), rows[i].sequence ? rows[i].sequence : "");
		strbuf_release(&out);
	}
}

static void long_texts(void **state)
{
	(void)state;
	struct strbuf text = {0}, out = {0};
	for (int i = 0; i < CLIPBOARD_MAX / 3; i++)
		strbuf_add_c(&text, i % 2 ? "ab\n" : "abc");
	strbuf_truncate(&text, CLIPBOARD_MAX - CLIPBOARD_MAX % 3);
	assert_true(clipboard_sequence(strbuf_str(&text), MULTIPLEXER_NONE, &out));
	assert_true(out.n < 100000 + 10);
	size_t plain = out.n;
	strbuf_clear(&out);
	/* screen: nothing is lost between the pieces, and none is longer than it takes. */
	assert_true(clipboard_sequence(strbuf_str(&text), MULTIPLEXER_SCREEN, &out));
	struct str rest = strbuf_str(&out);
	size_t total = 0;
	while (rest.n) {
		assert_true(str_starts(rest, STR("\033P")));
		ptrdiff_t end = str_find(rest, STR("\033\\"), 0);
		assert_true(end > 0 && end < 768);
		total += (size_t)end - 2;
		rest = str_sub(rest, (size_t)end + 2, rest.n);
	}
	assert_int_equal(total, plain);
	strbuf_clear(&out);
	strbuf_add_c(&text, "abcd");
	assert_false(clipboard_sequence(strbuf_str(&text), MULTIPLEXER_NONE, &out));
	assert_int_equal(out.n, 0);
	strbuf_release(&text);
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_stands_between),
		cmocka_unit_test(sequences),
		cmocka_unit_test(long_texts),
	};
	return cmocka_run_group_tests_name("tui/clipboard", tests, NULL, NULL);
}

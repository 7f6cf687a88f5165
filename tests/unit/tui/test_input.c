#include "support/test.h"

#include "tui/input.h"

#include <locale.h>

static void add(struct input *input, const char *bytes, size_t n)
{
	size_t room;
	unsigned char *to = input_room(input, &room);
	assert_true(n <= room);
	memcpy(to, bytes, n);
	input_added(input, n);
}

/* The keys that come, written; "..." where a beginning is left. */
static void keys_of(struct input *input, bool late, struct strbuf *out)
{
	key k;
	enum input_result result;
	strbuf_clear(out);
	while ((result = input_next(input, late, &k)) == INPUT_KEY) {
		if (out->n)
			strbuf_add_byte(out, ' ');
		key_format(k, out);
	}
	if (result == INPUT_PARTIAL)
		strbuf_add_c(out, "...");
}

static void begin(struct input *input)
{
	input_init(input, true);
	input_define(input, STR("\033OA"), KEY_UP);
	input_define(input, STR("\033[11~"), KEY_F1);
	input_define(input, STR("\001@\r"), KEY_F1 + 1);
}

static void sequences(void **state)
{
	(void)state;
	static const struct {
		const char *name, *bytes, *now, *late; /* late: what is still to come when nothing follows */
	} rows[] = {
		{"letters", "jk", "j k", ""},
		{"controls", "\r\n\t\b\x7F\x06", "Enter Enter Tab Backspace Backspace ^F", ""},
		{"an input method sends several", "兴县，", "兴 县 ，", ""},
		{"beyond the BMP", "𠀀", "𠀀", ""},
		{"Esc alone", "\033", "...", "Esc"},
		{"Esc Esc", "\033\033", "...", "Esc Esc"},
		{"Alt", "\033x\033兴", "Alt-x Alt-兴", ""},
		{"Alt-Enter, Alt-Backspace", "\033\r\033\x7F", "Alt-Enter Alt-Backspace", ""},
		{"cursor keys, both modes", "\033[A\033OB\033[C\033OD", "Up Down Right Left", ""},
		{"modified", "\033[1;3D\033[1;5C\033[1;2A\033[3;3~", "Alt-Left Right Up Alt-Delete", ""},
		{"PuTTY's Alt", "\033\033[D\033\033OC", "Alt-Left Alt-Right", ""},
		{"Home End", "\033[H\033[F\033[1~\033[4~\033[7~\033[8~\033OH", "Home End Home End Home End Home", ""},
		{"pages", "\033[5~\033[6~\033[2~\033[3~", "PgUp PgDn Insert Delete", ""},
		{"function keys", "\033OP\033[11~\033[[A\033[15~\033[24~\033[1;2P", "F1 F1 F1 F5 F12 F1", ""},
		{"F3 and a cursor report", "\033OR\033[1;2R\033[24;80R\033[3R", "F3 F3", ""},
		{"Shift-Tab", "\033[Z", "S-Tab", ""},
		{"number pad", "\033Op\033Oy\033Oj\033OM", "0 9 * Enter", ""},
		{"answers and reports are no keys", "\033[?62;1c\033[I\033[O\033[>1;95;0cj", "j", ""},
		{"a paste", "\033[200~ab\033[201~j", "Paste a b j", ""},
		{"a paste of lines", "\033[200~\r\n a\rb\tc\n\n\033[201~\r", "Paste Space a Space b Space c Enter", ""},
		{"controls in a paste", "\033[200~a\x08\x03\x7F" "b\033[201~", "Paste a b", ""},
		{"a paste without an end", "\033[200~a\r\033[A\r", "Paste a Up Enter", ""},
		{"the end of no paste", "\033[201~\rj", "Enter j", ""},
		{"Esc and at once a paste", "\033\033[200~a\nb\033[201~j", "Esc Paste a Space b j", ""},
		{"Esc and the end of no paste", "\033\033[201~j", "Esc j", ""},
		{"no paste with Alt", "\033[200;3~\033[201;3~j", "j", ""},
		{"unknown sequence", "\033[99;99~x\033Ozy", "x y", ""},
		{"sequence broken off by a character", "\033[1;兴j", "兴 j", ""},
		{"sequence broken off by Esc", "\033[1\033[A", "Up", ""},
		{"sequence not finished", "\033[1;", "...", ""},
		{"Alt-[", "\033[", "...", "Alt-["},
		{"Alt-O", "\033O", "...", "Alt-O"},
		{"terminfo's key that begins with a control", "\001@\r\001x", "F2 ^A x", ""},
		{"and only its beginning", "\001", "...", "^A"},
		{"bytes that are no UTF-8", "a\xFF\xFE\x80" "b\xC0\xAF" "c\xED\xA0\x80" "d", "a b c d", ""},
		{"C1 is no key", "a\xC2\x9B" "b", "a b", ""},
		{"half a character", "\xE5\x85", "...", ""},
		{"half a character and a letter", "\xE5\x85j", "j", ""},
	};
	struct strbuf out = {0};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct input input;
		begin(&input);
		add(&input, rows[i].bytes, strlen(rows[i].bytes));
		keys_of(&input, false, &out);
		if (!str_eq_c(strbuf_str(&out), rows[i].now))
			fail_msg("row \"%s\": found \"%s\", expected \"%s\"", rows[i].name, out.p, rows[i].now);
		keys_of(&input, true, &out);
		if (!str_eq_c(strbuf_str(&out), rows[i].late))
			fail_msg("row \"%s\", later: found \"%s\", expected \"%s\"", rows[i].name, out.p, rows[i].late);
		input_release(&input);
	}
	strbuf_release(&out);
}

/* However a slow line cuts the bytes, the keys are the same; also where only the locale knows how long a character is. */
static void pieces(void **state)
{
	(void)state;
	static const char bytes[] = "j\033[1;3D兴\033OA\033x\033[24;80R𠀀\033[6~\001@\r\033[200~兴\n铝\r\033[201~\rq";
	static const char keys[] = "j Alt-Left 兴 Up Alt-x 𠀀 PgDn F2 Paste 兴 Space 铝 Enter q";
	struct test_random r = test_random();
	struct strbuf all = {0};
	setlocale(LC_CTYPE, "C.UTF-8");
	for (int round = 0; round < 500; round++) {
		struct input input;
		begin(&input);
		input.utf8 = round % 2;
		strbuf_clear(&all);
		for (size_t at = 0; at < sizeof bytes - 1;) {
			size_t n = 1 + test_random_below(&r, 4);
			n = n > sizeof bytes - 1 - at ? sizeof bytes - 1 - at : n;
			add(&input, bytes + at, n);
			at += n;
			for (key k; input_next(&input, false, &k) == INPUT_KEY;) {
				if (all.n)
					strbuf_add_byte(&all, ' ');
				key_format(k, &all);
			}
		}
		assert_str(strbuf_str(&all), keys);
		input_release(&input);
	}
	strbuf_release(&all);
}

/* Any bytes end, and give no key that has no name. */
static void noise(void **state)
{
	(void)state;
	struct test_random r = test_random();
	struct input input;
	begin(&input);
	for (int round = 0; round < 3000; round++) {
		char bytes[200];
		size_t n = 1 + test_random_below(&r, sizeof bytes);
		for (size_t i = 0; i < n; i++)
			bytes[i] = (char)(test_random_below(&r, 4) ? "\033[O;1~A\xE5"[test_random_below(&r, 8)] : (int)test_random_below(&r, 256));
		add(&input, bytes, n);
		for (key k; input_next(&input, round % 2, &k) == INPUT_KEY;) {
			struct strbuf name = {0};
			key back;
			key_format(k, &name);
			if (!key_parse(strbuf_str(&name), &back) || back != k)
				fail_msg("key %x has no name", k);
			strbuf_release(&name);
		}
		key k;
		while (input_next(&input, true, &k) == INPUT_KEY)
			;
		assert_int_equal(input.n, 0);
	}
	input_release(&input);
}

static void a_full_buffer_of_one_sequence_ends(void **state)
{
	(void)state;
	struct input input;
	begin(&input);
	size_t room;
	unsigned char *to = input_room(&input, &room);
	memset(to, '1', room);
	memcpy(to, "\033[", 2);
	input_added(&input, room);
	key k;
	assert_int_equal(input_next(&input, false, &k), INPUT_NONE);
	input_room(&input, &room);
	assert_int_equal(room, INPUT_BYTES);
	input_release(&input);
}

static void patience(void **state)
{
	(void)state;
	struct input input;
	begin(&input);
	add(&input, "\033", 1);
	assert_int_equal(input_patience(&input, 25), 25);
	add(&input, "[1", 2);
	assert_int_equal(input_patience(&input, 25), INPUT_PATIENCE_MS);
	assert_int_equal(input_patience(&input, 1000), 1000);
	input_release(&input);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sequences),
		cmocka_unit_test(pieces),
		cmocka_unit_test(noise),
		cmocka_unit_test(a_full_buffer_of_one_sequence_ends),
		cmocka_unit_test(patience),
	};
	return cmocka_run_group_tests_name("tui/input", tests, NULL, NULL);
}

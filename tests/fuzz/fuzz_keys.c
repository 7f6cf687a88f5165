/* floors: tui view text base */
/*
 * Bytes from a terminal: whatever comes, every key that comes out has a written form that
 * reads back, and the end is reached. The same bytes as a script: read or refused with a
 * place, never more.
 */
#include "tui/input.h"
#include "view/script.h"

#include <string.h>

static void type(const uint8_t *data, size_t n)
{
	struct input input;
	input_init(&input, true);
	input_define(&input, STR("\033[11~"), KEY_F1);
	input_define(&input, STR("\001@\r"), KEY_F12);
	for (size_t at = 0; at < n;) {
		size_t room, piece = data[at] % 7 + 1;
		unsigned char *to = input_room(&input, &room);
		piece = piece > n - at ? n - at : piece;
		if (piece > room)
			__builtin_trap();
		memcpy(to, data + at, piece);
		input_added(&input, piece);
		at += piece;
		for (key k, back; input_next(&input, at == n || piece == 3, &k) == INPUT_KEY;) {
			struct strbuf name = {0};
			key_format(k, &name);
			if (!key_parse(strbuf_str(&name), &back) || back != k)
				__builtin_trap();
			strbuf_release(&name);
		}
	}
	input_release(&input);
}

static void play(const uint8_t *data, size_t n)
{
	struct err err = ERR_INIT;
	struct terminal *t = script_new((struct str){(const char *)data, n}, &(struct script_options){.name = "fuzz"}, &err);
	if (!t) {
		if (!err.line || !err.column || !err.message[0])
			__builtin_trap();
		return;
	}
	while (t->ops->wait(t, -1).type != EVENT_QUIT)
		;
	t->ops->close(t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	type(data, n);
	play(data, n);
	return 0;
}

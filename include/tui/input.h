/*
 * From the bytes a terminal sends to keys: characters of the locale, named keys by the
 * sequences of terminfo and by those that every terminal sends, Alt as Esc before a
 * key. Answers and sequences that nobody knows are swallowed, never taken for keys;
 * so are bytes that are no character. A pasted text (bracketed paste) is KEY_PASTE and its characters: its line breaks and tabs
 * are blanks, none at its ends, and no part of it is another key.
 *
 * No terminal is needed: bytes go in, keys come out.
 */
#ifndef TUI_INPUT_H
#define TUI_INPUT_H

#include "base/array.h"
#include "view/key.h"

#include <wchar.h>

enum {
	INPUT_BYTES = 4096,
	INPUT_SEQUENCE = 32, /* a longer sequence of terminfo is ignored */
	INPUT_PATIENCE_MS = 250,
};

struct input_sequence {
	char bytes[INPUT_SEQUENCE];
	uint8_t n;
	key key;
};

struct input {
	unsigned char bytes[INPUT_BYTES];
	size_t start, n; /* the bytes not yet read are bytes[start … start + n) */
	bool utf8;       /* else multibyte characters of the locale */
	bool pasting, pasted, gap; /* inside a paste; it has given a character; a blank is to come before the next */
	ARRAY(struct input_sequence) sequences;
};

void input_init(struct input *input, bool utf8);
void input_release(struct input *input);

/* A sequence of terminfo (beginning with a control character, shorter than INPUT_SEQUENCE); others are ignored. */
void input_define(struct input *input, struct str sequence, key k);

/* Where to read more bytes to, and how many there is room for; input_added says how many came. */
unsigned char *input_room(struct input *input, size_t *n);
void input_added(struct input *input, size_t n);

enum input_result {
	INPUT_NONE,    /* no bytes left */
	INPUT_KEY,
	INPUT_PARTIAL, /* the beginning of something: wait a moment for the rest */
};

/* The next key. late: nothing has followed for long enough, a beginning is all there is (Esc alone). */
enum input_result input_next(struct input *input, bool late, key *out);

/* Whether the last byte not yet read is an Esc, with nothing behind it yet. And throw all of them away. */
bool input_ends_in_escape(const struct input *input);
void input_clear(struct input *input);

/*
 * How long to wait after INPUT_PARTIAL: escape_ms for Esc alone, which must answer at once; longer for a sequence or
 * a character that has begun, which a slow line may bring in pieces.
 */
int input_patience(const struct input *input, int escape_ms);

#endif

/*
 * Keys: code points and named keys, their written names, and the keys that an input
 * method delivers in place of the ASCII ones.
 */
#ifndef VIEW_KEY_H
#define VIEW_KEY_H

#include "base/strbuf.h"

enum {
	KEY_NAMED = 0x110000, /* above every code point */
	KEY_UP = KEY_NAMED,
	KEY_DOWN,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_HOME,
	KEY_END,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_INSERT,
	KEY_DELETE,
	KEY_BACKSPACE,
	KEY_ENTER,
	KEY_TAB,
	KEY_BACK_TAB,
	KEY_ESCAPE,
	KEY_PASTE, /* what follows comes from a clipboard: characters, on one line */
	KEY_F1, /* … KEY_F1 + 11 is F12 */
	KEY_F12 = KEY_F1 + 11,
	KEY_NAMED_END,
	KEY_ALT = 0x1000000, /* or-ed to any of the above */
};

typedef uint32_t key; /* a code point (^A is 1 … ^Z is 26, Space is ' '), a named key, either with KEY_ALT */

/*
 * Written forms of one key: "j" "?" "Space" "Enter" "^F" "Alt-Left" "F10" "S-Tab" "PgDn". Sequences are separated
 * by blanks: "g p" is two keys. key_parse uses the whole text, takes Esc or Escape, PgUp or PageUp and the like, and
 * gives ^I ^M ^J ^H ^[ as the named keys they are; it leaves *out untouched where the text is no key.
 * key_format appends the form that key_parse reads back.
 */
bool key_parse(struct str text, key *out);
void key_format(key k, struct strbuf *out);

/* The key for a control byte (0–31, 127): Tab, Enter, Esc, Backspace as named keys, the others as themselves. */
key key_control(unsigned char byte);

/*
 * The ASCII key for one that an input method or a full-width layout delivers:
 * ！…～ U+FF01–FF5E, U+3000, ￥=$ 、=/ 。=. 【】=[ ] 「」={ } 《》=< > ·=` “”=" ‘’='; others stay, also — and … which
 * input methods deliver twice for one key press.
 */
key key_plain(key k);

/*
 * Whether k is a Han character (or another letter beyond ASCII, not a full-width one) that opens the search when
 * typed where commands are expected.
 */
bool key_is_text(key k);

/* Whether a line of text takes k in as a character. */
bool key_is_character(key k);

#endif

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
	KEY_F1, /* … KEY_F1 + 11 is F12 */
	KEY_F12 = KEY_F1 + 11,
	KEY_NAMED_END,
	KEY_ALT = 0x1000000, /* or-ed to any of the above */
};

typedef uint32_t key; /* a code point (^A is 1 … ^Z is 26, Space is ' '), a named key, either with KEY_ALT */

/*
 * Written forms: "j" "?" "Space" "Enter" "^F" "Alt-Left" "F10" "S-Tab" "PgDn" … one key.
 * Sequences are separated by blanks: "g p". Whole text used.
 */
bool key_parse(struct str text, key *out);
void key_format(key k, struct strbuf *out);

/*
 * The ASCII key for one that an input method or a full-width layout delivers:
 * ！…～ U+FF01–FF5E, U+3000, 、=/ 。=. 【】=[ ] 《》=< > ·=` “”=" ‘’=' ……; others stay.
 */
key key_plain(key k);

/* Whether k is a Han character (or another letter beyond ASCII) that opens the search when typed where commands are expected. */
bool key_is_text(key k);

#endif

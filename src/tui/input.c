#include "tui/input.h"

#include "text/utf8.h"

#include <string.h>

enum { ESC = 0x1B, PASTE_END = KEY_NAMED_END /* stays in here */ };

void input_init(struct input *input, bool utf8)
{
	*input = (struct input){.utf8 = utf8};
}

void input_release(struct input *input)
{
	array_release(&input->sequences);
}

void input_define(struct input *input, struct str sequence, key k)
{
	if (sequence.n < 2 || sequence.n >= INPUT_SEQUENCE || (unsigned char)sequence.p[0] >= 0x20)
		return;
	struct input_sequence entry = {.n = (uint8_t)sequence.n, .key = k};
	memcpy(entry.bytes, sequence.p, sequence.n);
	array_push(&input->sequences, entry);
}

unsigned char *input_room(struct input *input, size_t *n)
{
	if (input->start > 0) {
		memmove(input->bytes, input->bytes + input->start, input->n);
		input->start = 0;
	}
	*n = INPUT_BYTES - input->n;
	return input->bytes + input->n;
}

void input_added(struct input *input, size_t n)
{
	input->n += n;
}

/* What the bytes at the front are. */
struct match {
	enum { MATCH_NO, MATCH_KEY, MATCH_PARTIAL, MATCH_SWALLOW } what;
	size_t n; /* bytes used */
	key key;
};

static struct match match_defined(const struct input *input, const unsigned char *p, size_t n)
{
	struct match best = {MATCH_NO, 0, 0};
	for (size_t i = 0; i < input->sequences.n; i++) {
		const struct input_sequence *s = &input->sequences.v[i];
		size_t common = s->n < n ? s->n : n;
		if (memcmp(s->bytes, p, common) != 0)
			continue;
		if (s->n > n && best.what == MATCH_NO)
			best.what = MATCH_PARTIAL;
		else if (s->n <= n && (best.what != MATCH_KEY || s->n > best.n))
			best = (struct match){MATCH_KEY, s->n, s->key};
	}
	return best;
}

/* The key of CSI … final or SS3 final; 0: none. */
static key final_key(unsigned char final)
{
	switch (final) {
	case 'A': return KEY_UP;
	case 'B': return KEY_DOWN;
	case 'C': return KEY_RIGHT;
	case 'D': return KEY_LEFT;
	case 'H': return KEY_HOME;
	case 'F': return KEY_END;
	case 'P': return KEY_F1;
	case 'Q': return KEY_F1 + 1;
	case 'R': return KEY_F1 + 2;
	case 'S': return KEY_F1 + 3;
	case 'Z': return KEY_BACK_TAB;
	case 'M': return KEY_ENTER; /* SS3 M: Enter of the number pad */
	default: return 0;
	}
}

/* The key of CSI number ~; 0: none. */
static key number_key(int number)
{
	static const key keys[] = {
		[1] = KEY_HOME, [2] = KEY_INSERT, [3] = KEY_DELETE, [4] = KEY_END, [5] = KEY_PAGE_UP, [6] = KEY_PAGE_DOWN,
		[7] = KEY_HOME, [8] = KEY_END,
		[11] = KEY_F1, [12] = KEY_F1 + 1, [13] = KEY_F1 + 2, [14] = KEY_F1 + 3, [15] = KEY_F1 + 4,
		[17] = KEY_F1 + 5, [18] = KEY_F1 + 6, [19] = KEY_F1 + 7, [20] = KEY_F1 + 8, [21] = KEY_F1 + 9,
		[23] = KEY_F1 + 10, [24] = KEY_F1 + 11,
	};
	return number >= 0 && number < (int)(sizeof keys / sizeof *keys) ? keys[number] : 0;
}

/*
 * The parameters of a control sequence: up to two numbers, the second the modifiers
 * (1 + Shift 1, Alt 2, Ctrl 4). Anything else is not a key.
 */
static bool read_parameters(struct str text, int out[2])
{
	int at = 0;
	out[0] = out[1] = 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == ';' && at == 0)
			at = 1;
		else if (c >= '0' && c <= '9' && out[at] < 10000)
			out[at] = out[at] * 10 + (c - '0');
		else
			return false;
	}
	return true;
}

static key control_sequence_key(struct str parameters, unsigned char final)
{
	int n[2];
	if (!read_parameters(parameters, n))
		return 0;
	if (final == '~' && !n[1] && (n[0] == 200 || n[0] == 201))
		return n[0] == 200 ? KEY_PASTE : PASTE_END;
	key k = final == '~' ? number_key(n[0]) : final == 'M' ? 0 : final_key(final);
	/* CSI row;column R answers a question about the cursor: only 1;modifiers is F3. */
	if (final != '~' && n[0] > 1)
		return 0;
	if (final == 'R' && n[1] > 8)
		return 0;
	if (k && n[1] > 1 && ((n[1] - 1) & 2))
		k |= KEY_ALT;
	return k;
}

/* ESC [ …: parameters 0x30–0x3F, intermediates 0x20–0x2F, a final 0x40–0x7E. */
static struct match match_control_sequence(const unsigned char *p, size_t n)
{
	if (n >= 3 && p[2] == '[') { /* function keys of the Linux console */
		if (n < 4)
			return (struct match){MATCH_PARTIAL, n, 0};
		bool known = p[3] >= 'A' && p[3] <= 'E';
		return (struct match){known ? MATCH_KEY : MATCH_SWALLOW, 4, known ? (key)(KEY_F1 + p[3] - 'A') : 0};
	}
	size_t i = 2;
	while (i < n && p[i] >= 0x20 && p[i] <= 0x3F)
		i++;
	if (i == n)
		return (struct match){n < INPUT_BYTES / 2 ? MATCH_PARTIAL : MATCH_SWALLOW, n, 0};
	if (p[i] < 0x40 || p[i] > 0x7E)
		return (struct match){MATCH_SWALLOW, i, 0}; /* broken off by another control or by a character */
	key k = control_sequence_key((struct str){(const char *)p + 2, i - 2}, p[i]);
	return (struct match){k ? MATCH_KEY : MATCH_SWALLOW, i + 1, k};
}

static struct match match_escape(const unsigned char *p, size_t n)
{
	/* The number pad in application mode: what is sent, what is meant. */
	static const char pad[] = "j*k+l,m-n.o/p0q1r2s3t4u5v6w7x8y9X=";
	if (n < 2)
		return (struct match){MATCH_PARTIAL, n, 0};
	if (p[1] == '[')
		return match_control_sequence(p, n);
	if (p[1] == 'O') {
		if (n < 3)
			return (struct match){MATCH_PARTIAL, n, 0};
		key k = final_key(p[2]);
		/* SS3 2 A and the like: modifiers of old terminals. */
		if (p[2] >= '1' && p[2] <= '9')
			return (struct match){n < 4 ? MATCH_PARTIAL : MATCH_SWALLOW, n < 4 ? n : 4, 0};
		const char *sent = k || p[2] < 'A' ? NULL : strchr(pad, p[2]);
		if (sent)
			k = (key)(unsigned char)sent[1];
		bool letter = p[2] >= 'A' && p[2] <= 'z';
		return (struct match){k ? MATCH_KEY : letter ? MATCH_SWALLOW : MATCH_NO, 3, k};
	}
	return (struct match){MATCH_NO, 0, 0};
}

/* One multibyte character of the locale; n = 0: more bytes are needed; c = 0 for what is none. */
static size_t decode_locale(const unsigned char *p, size_t n, uint32_t *c)
{
	mbstate_t state = {0};
	wchar_t wide;
	size_t used = mbrtowc(&wide, (const char *)p, n, &state);
	*c = 0;
	if (used == (size_t)-2)
		return n < 8 ? 0 : 1;
	if (used == (size_t)-1 || used == 0)
		return 1;
	*c = (uint32_t)wide;
	return used;
}

static size_t decode_utf8(const unsigned char *p, size_t n, uint32_t *c)
{
	size_t length = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : p[0] >= 0xC2 ? 2 : 1;
	size_t valid;
	*c = 0;
	struct str bytes = {(const char *)p, length < n ? length : n};
	if (utf8_check(bytes, &valid)) {
		size_t at = 0;
		*c = utf8_next(bytes, &at);
		return at;
	}
	/* A sequence that is only short so far has nothing but continuation bytes behind its first. */
	bool short_so_far = n < length && p[0] >= 0xC2 && p[0] <= 0xF4;
	for (size_t i = 1; i < n && i < length; i++)
		short_so_far = short_so_far && (p[i] & 0xC0) == 0x80;
	return short_so_far ? 0 : 1;
}

/* A character or a control byte at the front. */
static struct match match_character(const struct input *input, const unsigned char *p, size_t n)
{
	if (p[0] < 0x20 || p[0] == 0x7F)
		return (struct match){MATCH_KEY, 1, key_control(p[0])};
	if (p[0] < 0x80)
		return (struct match){MATCH_KEY, 1, p[0]};
	uint32_t c;
	size_t used = input->utf8 ? decode_utf8(p, n, &c) : decode_locale(p, n, &c);
	if (used == 0)
		return (struct match){MATCH_PARTIAL, n, 0};
	bool character = c >= 0xA0 && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
	return (struct match){character ? MATCH_KEY : MATCH_SWALLOW, used, c};
}

/* A sequence of terminfo or of every terminal. */
static struct match match_sequence(const struct input *input, const unsigned char *p, size_t n, bool late)
{
	struct match match = match_defined(input, p, n);
	if (match.what == MATCH_PARTIAL && late)
		match.what = MATCH_NO;
	return match.what == MATCH_NO && p[0] == ESC ? match_escape(p, n) : match;
}

/* Esc and what follows it: a sequence, Alt and a key, or Esc alone. */
static struct match match_front(const struct input *input, bool late)
{
	const unsigned char *p = input->bytes + input->start;
	size_t n = input->n;
	struct match match = p[0] < 0x20 ? match_sequence(input, p, n, late) : (struct match){MATCH_NO, 0, 0};
	if (match.what == MATCH_KEY || match.what == MATCH_SWALLOW || (match.what == MATCH_PARTIAL && !late))
		return match;
	if (p[0] != ESC)
		return match_character(input, p, n);
	if (n > 2 && match.what == MATCH_PARTIAL)
		return (struct match){MATCH_SWALLOW, n, 0};
	if (n == 1)
		return (struct match){MATCH_KEY, 1, KEY_ESCAPE};
	if (p[1] != ESC) {
		match = match_character(input, p + 1, n - 1);
	} else {
		/* Esc before a sequence is Alt to PuTTY and rxvt; Esc Esc is two keys, and so are Esc and a paste. */
		if (n == 2 && !late)
			return (struct match){MATCH_PARTIAL, n, 0};
		match = n == 2 ? (struct match){MATCH_NO, 0, 0} : match_sequence(input, p + 1, n - 1, late);
		bool of_paste = match.what == MATCH_KEY && (match.key == KEY_PASTE || match.key == PASTE_END);
		if (match.what == MATCH_NO || of_paste || (match.what == MATCH_PARTIAL && late))
			return (struct match){MATCH_KEY, 1, KEY_ESCAPE};
	}
	match.n++;
	match.key |= KEY_ALT;
	return match;
}

bool input_ends_in_escape(const struct input *input)
{
	return input->n > 0 && input->bytes[input->start + input->n - 1] == ESC;
}

void input_clear(struct input *input)
{
	input->start = input->n = 0;
}

int input_patience(const struct input *input, int escape_ms)
{
	bool lone_escape = input->n <= 2 && input->bytes[input->start + input->n - 1] == ESC;
	return lone_escape || escape_ms > INPUT_PATIENCE_MS ? escape_ms : INPUT_PATIENCE_MS;
}

/* Whether a key is for whoever asks. A terminal that never told of a paste's end would leave Enter dead: any named key tells it. */
static bool is_given(struct input *input, key k)
{
	if (k == KEY_PASTE || k == PASTE_END) {
		input->pasting = k == KEY_PASTE;
		input->pasted = input->gap = false;
		return k == KEY_PASTE;
	}
	if (!input->pasting)
		return true;
	if (key_is_character(k))
		return input->pasted = true;
	if (k == KEY_ENTER || k == KEY_TAB)
		input->gap = input->pasted;
	bool is_control = k < ' ' || k == KEY_ENTER || k == KEY_TAB || k == KEY_BACKSPACE;
	input->pasting = is_control;
	return !is_control;
}

enum input_result input_next(struct input *input, bool late, key *out)
{
	while (input->n > 0) {
		struct match match = match_front(input, late);
		if (match.what == MATCH_PARTIAL && !late)
			return INPUT_PARTIAL;
		if (input->gap && match.what == MATCH_KEY && key_is_character(match.key)) {
			input->gap = false;
			*out = ' ';
			return INPUT_KEY;
		}
		/* What never became whole goes byte by byte, so that a key behind it is not lost. */
		size_t used = match.what == MATCH_PARTIAL || match.n == 0 ? 1 : match.n;
		input->start += used;
		input->n -= used;
		if (match.what == MATCH_KEY && is_given(input, match.key)) {
			*out = match.key;
			return INPUT_KEY;
		}
	}
	return INPUT_NONE;
}

/*
 * Numbers of a key, ascending:
 *
 *	1 to 0x80   ASCII
 *	OTHER       another character that is none of those below, then its code point
 *	READ and on for each syllable in turn: a character before the block of Han, then its code point; each character of
 *	            the block that is read so; a character behind the block, then its code point
 *	LAST        what sorts behind all that is read (pinyin_sorts_last), then its code point
 *
 * A code point is two numbers from 1 on.
 */
#include "text/pinyin_order.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/bisect.h"
#include "base/radix.h"
#include "text/fold.h"
#include "text/pinyin.h"
#include "text/pinyin_internal.h"
#include "text/utf8.h"

#include <assert.h>
#include <stdlib.h>

enum { OTHER = 0x81, READ = 0x100, LAST = 0xFFFF, SYLLABLES_MAX = 1 << 9, PAIR_BITS = 13,
	BEGINS = 0x8000 /* an odd phrase begins with the character */ };

struct pinyin_order {
	uint16_t units[HAN_COUNT];  /* of a character that folds to itself, as it is read by itself, and BEGINS; 0: another one */
	uint16_t *chars;            /* of the block: the same for each syllable in turn, ascending */
	uint32_t starts[SYLLABLES_MAX + 1];
	struct pair {
		uint32_t chars; /* the first two of odd phrases; 0: none in this place of the hash table */
		uint32_t tail;  /* 1 + where the last of these phrases stands in tails; 0: none */
	} pairs[1 << PAIR_BITS];
	size_t n_pairs;
	ARRAY(uint16_t) tails; /* of odd phrases: 1 + where the one before with this pair stands, how many characters, these */
};

/* -- making ------------------------------------------------------------------------------ */

/* Where two characters stand in the table, or would. */
static uint32_t pair_place(const struct pinyin_order *order, uint32_t chars)
{
	uint32_t i = (chars * UINT32_C(0x9E3779B1)) >> (32 - PAIR_BITS);
	while (order->pairs[i].chars && order->pairs[i].chars != chars)
		i = (i + 1) & ((1 << PAIR_BITS) - 1);
	return i;
}

static void note_phrase(void *self, const uint16_t *chars, size_t n)
{
	struct pinyin_order *order = self;
	assert(n >= 2 && chars[0] >= HAN_FIRST && chars[0] <= HAN_LAST);
	struct pair *pair = &order->pairs[pair_place(order, (uint32_t)chars[0] << 16 | chars[1])];
	order->n_pairs += !pair->chars;
	assert(order->n_pairs < (1 << PAIR_BITS) / 2 && order->tails.n < UINT16_MAX);
	pair->chars = (uint32_t)chars[0] << 16 | chars[1];
	array_push(&order->tails, (uint16_t)pair->tail);
	pair->tail = (uint32_t)order->tails.n;
	array_push(&order->tails, (uint16_t)(n - 2));
	for (size_t i = 2; i < n; i++)
		array_push(&order->tails, chars[i]);
	if (order->units[chars[0] - HAN_FIRST])
		order->units[chars[0] - HAN_FIRST] |= BEGINS;
}

static bool text_begins(struct str text, const uint16_t *chars, size_t n)
{
	size_t at = 0, i = 0;
	while (i < n && at < text.n && utf8_next(text, &at) == chars[i])
		i++;
	return i == n;
}

/* Whether an odd phrase begins with two characters and goes on in what follows them. */
static bool is_odd(const struct pinyin_order *order, uint32_t first, uint32_t second, struct str rest)
{
	uint32_t tail = order->pairs[pair_place(order, first << 16 | second)].tail;
	for (; tail; tail = order->tails.v[tail - 1])
		if (text_begins(rest, &order->tails.v[tail + 1], order->tails.v[tail]))
			return true;
	return false;
}

typedef ARRAY(struct radix_item) pair_array;

/* All readings of the characters of the block, each with what the character folds to. */
static void list_pairs(pair_array *pairs)
{
	array_reserve(pairs, HAN_COUNT + HAN_COUNT / 4);
	for (uint32_t c = HAN_FIRST; c <= HAN_LAST; c++) {
		const syllable *readings;
		size_t n = pinyin_char(c, &readings);
		uint32_t folded = n ? fold_char(c) : c;
		for (size_t i = 0; i < n && folded >= HAN_FIRST && folded <= HAN_LAST; i++)
			array_push(pairs, (struct radix_item){(uint64_t)readings[i] << 16 | folded, 0});
	}
	radix_sort(pairs->v, pairs->n);
}

static uint16_t unit_at(uint32_t s, uint32_t place)
{
	return (uint16_t)(READ + s * 2 + 1 + place);
}

/* The place of a character among those that are read so; *found whether it is one. */
static uint32_t find_char(const struct pinyin_order *order, syllable s, uint32_t c, bool *found)
{
	size_t at = order->starts[s], end = order->starts[s + 1];
	bisect(at, end, i, order->chars[i] < c);
	*found = at < end && order->chars[at] == c;
	return (uint32_t)at;
}

struct pinyin_order *pinyin_order_new(void)
{
	struct pinyin_order *order = xcalloc(1, sizeof *order);
	pair_array pairs = {0};
	uint32_t n = 0, s = 0;
	bool found;
	list_pairs(&pairs);
	order->chars = xmalloc(pairs.n * sizeof *order->chars);
	for (size_t i = 0; i < pairs.n; i++) {
		if (i && pairs.v[i].sort_key == pairs.v[i - 1].sort_key)
			continue;
		while (s <= pairs.v[i].sort_key >> 16)
			order->starts[s++] = n;
		order->chars[n++] = (uint16_t)pairs.v[i].sort_key;
	}
	assert(s < SYLLABLES_MAX && unit_at(SYLLABLES_MAX, n) < BEGINS);
	while (s <= SYLLABLES_MAX)
		order->starts[s++] = n;
	array_release(&pairs);
	for (uint32_t c = HAN_FIRST; c <= HAN_LAST; c++) {
		const syllable *readings;
		if (pinyin_char(c, &readings) && fold_char(c) == c)
			order->units[c - HAN_FIRST] = unit_at(readings[0], find_char(order, readings[0], c, &found));
	}
	pinyin_each_odd_phrase(note_phrase, order);
	return order;
}

void pinyin_order_free(struct pinyin_order *order)
{
	if (!order)
		return;
	free(order->chars);
	array_release(&order->tails);
	free(order);
}

/* -- keys ------------------------------------------------------------------------------------ */

static size_t add_code_point(uint16_t unit, uint32_t c, uint16_t *out)
{
	out[0] = unit;
	out[1] = (uint16_t)((c >> 12) + 1);
	out[2] = (uint16_t)((c & 0xFFF) + 1);
	return 3;
}

static size_t add_read(const struct pinyin_order *order, syllable s, uint32_t c, uint16_t *out)
{
	bool found;
	const syllable *readings;
	if (c >= HAN_FIRST && c <= HAN_LAST && order->units[c - HAN_FIRST] && pinyin_char(c, &readings) && readings[0] == s) {
		*out = order->units[c - HAN_FIRST] & (BEGINS - 1);
		return 1;
	}
	uint32_t place = find_char(order, s, c, &found);
	if (found) {
		*out = unit_at(s, place);
		return 1;
	}
	assert(c < HAN_FIRST || c > HAN_LAST);
	return add_code_point((uint16_t)(unit_at(s, place) - (c < HAN_FIRST)), c, out);
}

/* Any text: readings in context. */
static size_t any_key(const struct pinyin_order *order, struct str text, uint16_t *out)
{
	syllable *readings = xmalloc((text.n + 1) * sizeof *readings);
	size_t n = 0;
	pinyin_text(text, readings);
	for (size_t at = 0, i = 0; at < text.n; i++) {
		uint32_t c = utf8_next(text, &at), folded = fold_char(c);
		if (readings[i])
			n += add_read(order, readings[i], folded, out + n);
		else if (pinyin_sorts_last(c))
			n += add_code_point(LAST, folded, out + n);
		else if (folded >= 0x80)
			n += add_code_point(OTHER, folded, out + n);
		else
			out[n++] = (uint16_t)(folded + 1);
	}
	free(readings);
	return n;
}

/* Text of ASCII, its full forms, commas of lists, and such of the block as folds to itself, without an odd phrase: as nearly all are. */
size_t pinyin_order_key(const struct pinyin_order *order, struct str text, uint16_t *out)
{
	const unsigned char *p = (const unsigned char *)text.p, *end = p + text.n;
	uint32_t before = 0; /* the character before where an odd phrase may begin with it */
	size_t n = 0;
	while (p < end) {
		uint32_t c = *p, place = end - p >= 3 ? han_place(p) : HAN_COUNT;
		uint16_t unit = place < HAN_COUNT ? order->units[place] : 0;
		if (unit) { /* as nearly all are */
			c = HAN_FIRST + place;
			if (before && is_odd(order, before, c, (struct str){(const char *)p + 3, (size_t)(end - p) - 3}))
				return any_key(order, text, out);
			before = unit & BEGINS ? c : 0;
			out[n++] = unit & (BEGINS - 1);
			p += 3;
		} else if (c < 0x80) {
			out[n++] = (uint16_t)(fold_ascii((char)c) + 1);
			before = 0;
			p++;
		} else if (c == 0xE3 && end - p >= 3 && p[1] == 0x80 && p[2] == 0x81) {
			n += add_code_point(OTHER, LIST_COMMA, out + n);
			before = 0;
			p += 3;
		} else {
			c = c == 0xEF && end - p >= 3 ? (c & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu) : 0;
			if (c < 0xFF01 || c > 0xFF5E)
				return any_key(order, text, out);
			out[n++] = (uint16_t)(fold_char(c) + 1);
			before = 0;
			p += 3;
		}
	}
	return n;
}

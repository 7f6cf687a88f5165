/* Which of many rows have which codes, as bits. */
#include "index/codes.h"

#include "base/bits.h"
#include "index_internal.h"

#include <endian.h>
#include <string.h>

enum { AT_ONCE = 64 }; /* rows: a word of bits */

/* -- one look-up a row ------------------------------------------------------------------------ */

static inline uint64_t of_byte(const struct index_code_bits *b, uint8_t number)
{
	return b->by_low[number];
}

static inline uint64_t of_pair(const struct index_code_bits *b, uint16_t number)
{
	uint32_t code = b->base + number;
	return b->by_code[number != UINT16_MAX && code < b->n_codes ? code : b->n_codes];
}

static inline uint64_t of_word(const struct index_code_bits *b, uint32_t number)
{
	uint32_t code = b->base + number;
	return b->by_code[number != UINT32_MAX && code < b->n_codes ? code : b->n_codes];
}

/* A word of rows; what is known of eight of them stands in the bytes of one number. */
#define LOOK_UP(name, type, of)                                                                                 \
	static void name(const struct index_code_bits *b, const type *v, uint64_t *low, uint64_t *high)         \
	{                                                                                                       \
		uint64_t l = 0, h = 0;                                                                          \
		for (unsigned i = 0; i < AT_ONCE; i += 8, v += 8) {                                             \
			uint64_t x = of(b, v[0]) | of(b, v[1]) << 8 | of(b, v[2]) << 16 | of(b, v[3]) << 24     \
				| of(b, v[4]) << 32 | of(b, v[5]) << 40 | of(b, v[6]) << 48 | of(b, v[7]) << 56; \
			l |= bits_pack_eight(x, 0) << i;                                                        \
			h |= bits_pack_eight(x, 1) << i;                                                        \
		}                                                                                               \
		*low = l;                                                                                       \
		*high = h;                                                                                      \
	}

LOOK_UP(look_up_bytes, uint8_t, of_byte)
LOOK_UP(look_up_pairs, uint16_t, of_pair)
LOOK_UP(look_up_words, uint32_t, of_word)

/* A word of rows nearly all of which are not known: one test of eight rows, by the low bits of their values, passes over them. */
#define LOOK_UP_FILTERED(name, type, of)                                                                        \
	static void name(const struct index_code_bits *b, const type *v, uint64_t *low, uint64_t *high)         \
	{                                                                                                       \
		const uint8_t *by = b->by_low;                                                                  \
		uint64_t l = 0, h = 0;                                                                          \
		for (unsigned i = 0; i < AT_ONCE; i += 8, v += 8) {                                             \
			unsigned any = by[v[0] % INDEX_LOW] | by[v[1] % INDEX_LOW] | by[v[2] % INDEX_LOW]       \
				| by[v[3] % INDEX_LOW] | by[v[4] % INDEX_LOW] | by[v[5] % INDEX_LOW]            \
				| by[v[6] % INDEX_LOW] | by[v[7] % INDEX_LOW];                                  \
			for (unsigned k = 0; k < 8 && any; k++) {                                               \
				uint64_t known = by[v[k] % INDEX_LOW] ? of(b, v[k]) : 0;                        \
				l |= (known & 1) << (i + k);                                                    \
				h |= (known >> 1 & 1) << (i + k);                                               \
			}                                                                                       \
		}                                                                                               \
		*low = l;                                                                                       \
		*high = h;                                                                                      \
	}

LOOK_UP_FILTERED(look_up_filtered_pairs, uint16_t, of_pair)
LOOK_UP_FILTERED(look_up_filtered_words, uint32_t, of_word)

/* -- comparisons of many rows at once -------------------------------------------------------------- */

/* Rows of a word whose number lies in a range; loops without a branch, which compilers vectorise. */
#define COMPARE(name, type)                                                                                     \
	static uint64_t name(const struct index_code_ranges *ranges, const type *v)                             \
	{                                                                                                       \
		uint8_t in[AT_ONCE] = {0};                                                                      \
		uint64_t bits = 0, any = 0, bytes[AT_ONCE / 8];                                                 \
		if (!ranges->n)                                                                                 \
			return 0;                                                                               \
		for (size_t r = 0; r < ranges->n; r++) {                                                        \
			type from = (type)ranges->from[r], span = (type)ranges->span[r];                        \
			for (size_t i = 0; i < AT_ONCE; i++)                                                    \
				in[i] |= (type)(v[i] - from) <= span;                                           \
		}                                                                                               \
		memcpy(bytes, in, sizeof bytes);                                                                \
		for (unsigned i = 0; i < AT_ONCE / 8; i++)                                                      \
			any |= bytes[i];                                                                        \
		for (unsigned i = 0; i < AT_ONCE / 8 && any; i++)                                               \
			bits |= bits_pack_eight(le64toh(bytes[i]), 0) << 8 * i;                                 \
		return bits;                                                                                    \
	}

COMPARE(compare_bytes, uint8_t)
COMPARE(compare_pairs, uint16_t)

/* -- preparing ---------------------------------------------------------------------------------- */

/* A number more, not below those before, whose codes have the bit or not. False: there are too many ranges. */
static bool add_numbers(struct index_code_ranges *ranges, uint32_t first, uint32_t last)
{
	size_t n = ranges->n;
	if (n && ranges->from[n - 1] + ranges->span[n - 1] + 1 == first) {
		ranges->span[n - 1] += last - first + 1;
		return true;
	}
	if (n == INDEX_RANGES)
		return false;
	ranges->from[n] = first;
	ranges->span[n] = last - first;
	ranges->n++;
	return true;
}

/* The numbers, 0 … last, whose codes have a bit, as ranges. */
static bool make_ranges(const struct index_code_bits *b, uint32_t last, unsigned bit, struct index_code_ranges *out)
{
	uint32_t n = b->n_codes > b->base ? b->n_codes - b->base : 0;
	n = n < last ? n : last;
	out->n = 0;
	for (uint32_t number = 0; number < n; number++)
		if (b->by_code[b->base + number] >> bit & 1 && !add_numbers(out, number, number))
			return false;
	return !(b->by_code[b->n_codes] >> bit & 1) || add_numbers(out, n, last);
}

static void make_table(struct index_code_bits *b)
{
	for (uint32_t number = 0; number <= UINT8_MAX; number++)
		b->by_low[number] = b->by_code[number < UINT8_MAX && b->base + number < b->n_codes ? b->base + number : b->n_codes];
}

/* What is known of any number with the same low bits; of use where it is nothing for nearly all. */
static void make_filter(struct index_code_bits *b)
{
	enum { ONE_IN = 64 };
	size_t n_known = 0;
	for (uint32_t code = b->base; code < b->n_codes; code++) {
		uint64_t eight = 0;
		if (code + sizeof eight <= b->n_codes)
			memcpy(&eight, b->by_code + code, sizeof eight);
		if (code + sizeof eight <= b->n_codes && !eight)
			code += (uint32_t)sizeof eight - 1;
		else
			b->by_low[(code - b->base) % INDEX_LOW] |= b->by_code[code];
	}
	b->by_low[INDEX_LOW - 1] |= b->by_code[b->n_codes]; /* all ones, of whatever width */
	for (size_t i = 0; i < INDEX_LOW; i++)
		n_known += b->by_low[i] != 0;
	b->filters = n_known < INDEX_LOW / ONE_IN;
}

struct index_code_bits index_code_bits_make(const struct index *index, enum kind kind, size_t field, const uint8_t *by_code)
{
	const struct index_table *t = &index->tables[kind];
	const struct index_column *c = &t->columns[field];
	const struct section *s = column_shape(fields_of[kind].v[field].type) == COLUMN_NUMBERS ? &c->numbers : &c->codes;
	bool ref = fields_of[kind].v[field].type == FIELD_REF;
	struct index_code_bits b = {.index = index, .kind = kind, .field = field, .by_code = by_code, .n_codes = index_codes_n(index, kind, field)};
	b.base = (uint32_t)s->base & (ref ? (UINT32_C(1) << REF_ROW_BITS) - 1 : UINT32_MAX);
	if (s->slope || s->n != t->n || (s->width != 1 && s->width != 2 && s->width != 4) || b.base > INT32_MAX)
		return b;
	b.v = s->v;
	b.n = t->n;
	b.width = s->width;
	if (b.width == 1)
		make_table(&b);
	else
		make_filter(&b);
	uint32_t last = b.width == 1 ? UINT8_MAX : UINT16_MAX;
	b.compares = b.width < 4 && make_ranges(&b, last, 0, &b.ranges[0]) && make_ranges(&b, last, 1, &b.ranges[1]);
	return b;
}

/* -- reading ---------------------------------------------------------------------------------------- */

static void read_word(const struct index_code_bits *b, size_t first, uint64_t *low, uint64_t *high)
{
	const uint8_t *bytes = (const uint8_t *)b->v + first;
	const uint16_t *pairs = (const uint16_t *)b->v + first;
	if (b->compares && b->width == 1) {
		*low = compare_bytes(&b->ranges[0], bytes);
		*high = compare_bytes(&b->ranges[1], bytes);
	} else if (b->compares) {
		*low = compare_pairs(&b->ranges[0], pairs);
		*high = compare_pairs(&b->ranges[1], pairs);
	} else if (b->width == 1) {
		look_up_bytes(b, bytes, low, high);
	} else if (b->width == 2 && b->filters) {
		look_up_filtered_pairs(b, pairs, low, high);
	} else if (b->width == 2) {
		look_up_pairs(b, pairs, low, high);
	} else if (b->filters) {
		look_up_filtered_words(b, (const uint32_t *)b->v + first, low, high);
	} else {
		look_up_words(b, (const uint32_t *)b->v + first, low, high);
	}
}

/* Any rows, no more than a word of them. */
static void read_rows(const struct index_code_bits *b, uint32_t first, size_t n, uint64_t *low, uint64_t *high)
{
	uint32_t codes[AT_ONCE];
	uint64_t l = 0, h = 0;
	index_codes(b->index, b->kind, b->field, first, n, b->n_codes, codes);
	for (size_t i = 0; i < n; i++) {
		uint64_t known = b->by_code[codes[i]];
		l |= (known & 1) << i;
		h |= (known >> 1 & 1) << i;
	}
	*low = l;
	*high = h;
}

void index_code_bits(const struct index_code_bits *b, uint32_t first, size_t n, uint64_t *low, uint64_t *high)
{
	for (size_t i = 0; i < n; i += AT_ONCE, low++, high++) {
		size_t n_word = n - i < AT_ONCE ? n - i : AT_ONCE;
		if (n_word == AT_ONCE && first + i + AT_ONCE <= b->n)
			read_word(b, first + i, low, high);
		else
			read_rows(b, first + (uint32_t)i, n_word, low, high);
	}
}

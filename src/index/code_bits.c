/* Which of many rows have which codes, as bits: eight rows of a column make a byte. */
#include "index/codes.h"

#include "index_internal.h"

/* A column of codes as it stands. */
struct packed_codes {
	const void *v;
	const uint8_t *by_code;
	uint32_t base, mask, limit; /* code: (base + number) & mask, below the limit; else there is none */
};

/* The lowest bits of eight bytes, as one byte. */
static inline uint64_t gather(uint64_t bytes)
{
	return (bytes & UINT64_C(0x0101010101010101)) * UINT64_C(0x0102040810204080) >> 56;
}

/* Rows first … first + 64 * n_words; what is known of eight rows stands in the bytes of one number. */
#define BITS_OF(name, type, look_up)                                                                              \
	static void name(const struct packed_codes *p, size_t first, size_t n_words, uint64_t *low, uint64_t *high) \
	{                                                                                                         \
		const type *v = (const type *)p->v + first;                                                       \
		for (size_t w = 0; w < n_words; w++) {                                                            \
			uint64_t l = 0, h = 0;                                                                    \
			for (unsigned byte = 0; byte < 64; byte += 8, v += 8) {                                   \
				uint64_t x = look_up(p, v[0]) | look_up(p, v[1]) << 8 | look_up(p, v[2]) << 16    \
					| look_up(p, v[3]) << 24 | look_up(p, v[4]) << 32 | look_up(p, v[5]) << 40 \
					| look_up(p, v[6]) << 48 | look_up(p, v[7]) << 56;                        \
				l |= gather(x) << byte;                                                           \
				h |= gather(x >> 1) << byte;                                                      \
			}                                                                                         \
			low[w] = l;                                                                               \
			high[w] = h;                                                                              \
		}                                                                                                 \
	}

static inline uint64_t of_byte(const struct packed_codes *p, uint8_t number)
{
	return p->by_code[number];
}

static inline uint64_t of_pair(const struct packed_codes *p, uint16_t number)
{
	uint32_t code = (p->base + number) & p->mask;
	return p->by_code[number != UINT16_MAX && code < p->limit ? code : p->limit];
}

static inline uint64_t of_word(const struct packed_codes *p, uint32_t number)
{
	uint32_t code = (p->base + number) & p->mask;
	return p->by_code[number != UINT32_MAX && code < p->limit ? code : p->limit];
}

BITS_OF(bits_of_bytes, uint8_t, of_byte)
BITS_OF(bits_of_pairs, uint16_t, of_pair)
BITS_OF(bits_of_words, uint32_t, of_word)

/* The same by numbers of one byte in place of codes. */
static void table_of_bytes(const struct packed_codes *p, uint8_t table[UINT8_MAX + 1])
{
	for (uint32_t number = 0; number <= UINT8_MAX; number++) {
		uint32_t code = (p->base + number) & p->mask;
		table[number] = p->by_code[number < UINT8_MAX && code < p->limit ? code : p->limit];
	}
}

/* Any rows, one by one. */
static void bits_of_rows(const struct index *index, enum kind kind, size_t field, uint32_t first, size_t n,
	const struct packed_codes *p, uint64_t *low, uint64_t *high)
{
	uint32_t codes[64];
	for (size_t start = 0; start < n; start += 64) {
		size_t n_word = n - start < 64 ? n - start : 64;
		uint64_t l = 0, h = 0;
		index_codes(index, kind, field, first + (uint32_t)start, n_word, p->limit, codes);
		for (size_t i = 0; i < n_word; i++) {
			uint64_t known = p->by_code[codes[i]];
			l |= (known & 1) << i;
			h |= (known >> 1 & 1) << i;
		}
		low[start / 64] = l;
		high[start / 64] = h;
	}
}

void index_code_bits(const struct index *index, enum kind kind, size_t field, uint32_t first, size_t n, const uint8_t *by_code,
	uint64_t *low, uint64_t *high)
{
	const struct index_table *t = &index->tables[kind];
	const struct index_column *c = &t->columns[field];
	const struct section *s = column_shape(fields_of[kind].v[field].type) == COLUMN_NUMBERS ? &c->numbers : &c->codes;
	bool ref = fields_of[kind].v[field].type == FIELD_REF;
	struct packed_codes p = {s->v, by_code, (uint32_t)s->base, ref ? (UINT32_C(1) << REF_ROW_BITS) - 1 : UINT32_MAX,
		index_codes_n(index, kind, field)};
	size_t n_words = 0;
	if (!s->slope && s->n == t->n && first < t->n && (s->width == 1 || s->width == 2 || s->width == 4))
		n_words = (n < t->n - first ? n : t->n - first) / 64;
	if (n_words && s->width == 1) {
		uint8_t table[UINT8_MAX + 1];
		table_of_bytes(&p, table);
		bits_of_bytes(&(struct packed_codes){.v = s->v, .by_code = table}, first, n_words, low, high);
	} else if (n_words && s->width == 2) {
		bits_of_pairs(&p, first, n_words, low, high);
	} else if (n_words) {
		bits_of_words(&p, first, n_words, low, high);
	}
	bits_of_rows(index, kind, field, first + (uint32_t)(n_words * 64), n - n_words * 64, &p, low + n_words, high + n_words);
}

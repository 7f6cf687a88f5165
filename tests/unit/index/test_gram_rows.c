#include "base/bits.h"
#include "index/gram_rows_internal.h"
#include "postings.h"
#include "support/test.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { N_ROWS = 3000, TEXTS = 2, TEXT_MOST = 9, LETTERS = 12, MIDDLES = 6 };

/* A row has up to two texts of few different characters, so that these come again and again, mostly in one order. */
struct texts {
	uint32_t n[N_ROWS][TEXTS], v[N_ROWS][TEXTS][TEXT_MOST];
};

/* Some three characters never come in a row. */
static void make_run(struct test_random *r, uint32_t *v, uint32_t n)
{
	for (uint32_t at = 0; at < n; at++) {
		v[at] = at && test_random_below(r, 8) ? 'a' + (v[at - 1] - 'a' + 1) % LETTERS : 'a' + test_random_below(r, LETTERS);
		while (at > 1 && (v[at - 2] * 5 + v[at - 1] * 3 + v[at]) % 4 == 0)
			v[at] = 'a' + test_random_below(r, LETTERS);
	}
}

static void make_texts(struct test_random *r, struct texts *t)
{
	for (size_t row = 0; row < N_ROWS; row++)
		for (size_t i = 0; i < TEXTS; i++) {
			t->n[row][i] = test_random_below(r, i ? 4 : TEXT_MOST + 1);
			make_run(r, t->v[row][i], t->n[row][i]);
		}
}

static void build(const struct texts *t, struct postings *out)
{
	struct gram_filling *filling = gram_filling_new();
	for (uint32_t row = 0; row < N_ROWS; row++)
		for (size_t i = 0; i < TEXTS; i++)
			for (uint32_t at = 0, n = t->n[row][i]; at < n; at++) {
				uint32_t first = t->v[row][i][at], second = at + 1 < n ? t->v[row][i][at + 1] : GRAM_END;
				gram_filling_add(filling, (uint32_t[]){first, second}, 2, row);
				if (!at)
					gram_filling_add(filling, (uint32_t[]){first, second | GRAM_START}, 2, row);
			}
	struct gram_piece *piece = gram_filling_finish(filling);
	gram_filling_free(filling);
	gram_join(&piece, 1, N_ROWS, 1, out);
}

/* Whether a text of the row has the word; *head: one begins with it; *whole: one is all of it. */
static bool has(const struct texts *t, size_t row, const uint32_t *word, uint32_t n, bool *head, bool *whole)
{
	bool any = *head = *whole = false;
	for (size_t i = 0; i < TEXTS; i++)
		for (uint32_t at = 0; at + n <= t->n[row][i]; at++)
			if (memcmp(&t->v[row][i][at], word, n * sizeof *word) == 0) {
				any = true;
				*head |= at == 0;
				*whole |= at == 0 && n == t->n[row][i];
			}
	return any;
}

static bool bit(const uint64_t *bits, size_t row)
{
	return bits[row / 64] >> row % 64 & 1;
}

static uint64_t *rows_of(const struct postings *p, const uint32_t *word)
{
	uint64_t *bits = xcalloc(N_ROWS / 64 + 1, sizeof *bits);
	int64_t gram = gram_find(p, word[0], word[1]);
	if (gram >= 0)
		gram_rows_add(p, &(uint32_t){(uint32_t)gram}, 1, N_ROWS, bits);
	return bits;
}

/* Those that the texts have in a row; in so few words that some seem to be there which are not. */
static struct section make_triples(const struct texts *t, size_t n_words)
{
	uint64_t *bits = xcalloc(n_words, sizeof *bits);
	for (size_t row = 0; row < N_ROWS; row++)
		for (size_t i = 0; i < TEXTS; i++)
			triples_add(bits, n_words, t->v[row][i], t->n[row][i]);
	return section_plain(bits, n_words, sizeof *bits);
}

/* Rows that have each pair of neighbours. */
static uint64_t *all_pairs(const struct postings *p, const uint32_t *word, uint32_t n)
{
	uint64_t *all = rows_of(p, word);
	for (uint32_t i = 1; i + 1 < n; i++) {
		uint64_t *next = rows_of(p, word + i);
		for (size_t w = 0; w <= N_ROWS / 64; w++)
			all[w] &= next[w];
		free(next);
	}
	return all;
}

/* Where it is not asked what begins with the word. */
static void check_alone(const struct texts *t, const struct postings *p, const struct section *triples, const uint32_t *word, uint32_t n)
{
	uint64_t *perhaps = all_pairs(p, word, n), *sure = xcalloc(N_ROWS / 64 + 1, sizeof *sure);
	gram_rows_sure(&(struct gram_word){p, triples, word, n, N_ROWS}, perhaps, sure, NULL);
	for (size_t row = 0; row < N_ROWS; row++) {
		bool head, whole, is = has(t, row, word, n, &head, &whole);
		assert_false(bit(perhaps, row) && bit(sure, row));
		assert_true(is ? bit(perhaps, row) || bit(sure, row) : !bit(sure, row));
	}
	free(perhaps);
	free(sure);
}

/* Of rows that need not have the pairs. */
static size_t check_chain(const struct texts *t, const struct postings *p, const struct section *triples, const uint32_t *word, uint32_t n)
{
	uint64_t *perhaps = xcalloc(N_ROWS / 64 + 1, sizeof *perhaps), *sure = xcalloc(N_ROWS / 64 + 1, sizeof *sure);
	size_t n_sure = 0;
	for (size_t row = 0; row < N_ROWS; row++)
		perhaps[row / 64] |= (uint64_t)(row % 7 > 0) << row % 64;
	gram_rows_chain(&(struct gram_word){p, triples, word, n, N_ROWS}, N_ROWS, perhaps, sure);
	for (size_t row = 0; row < N_ROWS; row++) {
		bool head, whole;
		assert_true(bit(perhaps, row) == (row % 7 > 0 && !bit(sure, row)));
		assert_true(!bit(sure, row) || (row % 7 > 0 && has(t, row, word, n, &head, &whole)));
		n_sure += bit(sure, row);
	}
	free(perhaps);
	free(sure);
	return n_sure;
}

/* What is sure is so, with its beginning, and is left out of the rest; no match is lost; one that may be a whole text stays. */
static size_t check_sure(const struct texts *t, const struct postings *p, const struct section *triples, const uint32_t *word, uint32_t n)
{
	uint64_t *perhaps = all_pairs(p, word, n), *sure = xcalloc(N_ROWS / 64 + 1, sizeof *sure), *heads = xcalloc(N_ROWS / 64 + 1, sizeof *heads);
	size_t n_sure = 0;
	gram_rows_sure(&(struct gram_word){p, triples, word, n, N_ROWS}, perhaps, sure, heads);
	for (size_t row = 0; row < N_ROWS; row++) {
		bool head, whole, is = has(t, row, word, n, &head, &whole);
		assert_false(bit(perhaps, row) && bit(sure, row));
		assert_true(!is || bit(perhaps, row) || bit(sure, row));
		assert_true(!bit(sure, row) || (is && !whole && head == bit(heads, row)));
		assert_true(bit(sure, row) || !bit(heads, row));
		n_sure += bit(sure, row);
	}
	free(perhaps);
	free(sure);
	free(heads);
	check_alone(t, p, triples, word, n);
	return n_sure;
}

static void test_sure(void **state)
{
	static const size_t n_words[] = {0, 1, 40, 1000};
	struct test_random r = test_random();
	struct texts *t = xcalloc(1, sizeof *t);
	struct postings p = {0};
	struct section triples[4] = {{0}};
	size_t n_sure[4] = {0}, n_chained[4] = {0};
	(void)state;
	make_texts(&r, t);
	build(t, &p);
	for (size_t k = 1; k < 4; k++)
		triples[k] = make_triples(t, n_words[k]);
	for (int i = 0; i < 400; i++) {
		uint32_t word[5], n = 3 + test_random_below(&r, 3);
		make_run(&r, word, n);
		for (size_t k = 0; k < 4; k++) {
			n_sure[k] += check_sure(t, &p, &triples[k], word, n);
			n_chained[k] += check_chain(t, &p, &triples[k], word, n);
		}
	}
	assert_true(n_sure[0] > 1000 && n_sure[1] >= n_sure[0] && n_sure[2] > n_sure[1] && n_sure[3] > n_sure[2]);
	assert_true(n_chained[0] > 1000 && n_chained[1] >= n_chained[0] && n_chained[2] > n_chained[1] && n_chained[3] > n_chained[2]);
	for (size_t k = 1; k < 4; k++)
		section_free(&triples[k]);
	postings_release(&p);
	free(t);
}

/* What is in a row is known, blanks left out; of what is not little seems to be. */
static void test_triples(void **state)
{
	enum { N_WORDS = 1000, N_TEXTS = 50 };
	struct test_random r = test_random();
	uint64_t *bits = xcalloc(N_WORDS, sizeof *bits);
	const struct section triples = section_plain(bits, N_WORDS, sizeof *bits);
	size_t n_false = 0;
	(void)state;
	for (uint32_t i = 0; i < N_TEXTS; i++) {
		uint32_t a = 0x4E00 + test_random_below(&r, 5000), text[] = {a, ' ', 0x100 + i, a, 0x20000 + i};
		triples_add(bits, N_WORDS, text, 1 + test_random_below(&r, 2));
		assert_true(i || !bits_any(bits, N_WORDS));
		triples_add(bits, N_WORDS, text, 5);
		triples_add(bits, N_WORDS, text + 3, 2);
		assert_true(triples_has(&triples, a, 0x100 + i, a) && triples_has(&triples, 0x100 + i, a, 0x20000 + i));
		assert_true(triples_has(&triples, a, 0x20000 + i, GRAM_END));
	}
	for (uint32_t i = 0; i < 10000; i++)
		n_false += triples_has(&triples, 0x9000 + i, test_random_below(&r, 99), 0x20000);
	assert_true(n_false < 100);
	free(bits);
}

/* Those of many names are the same, be the bits few or many. */
static void test_triples_of_many(void **state)
{
	enum { N_TEXTS = 1 << 16, LONGEST = 12 };
	static const size_t sizes[] = {1000, 1 << 15, (1 << 15) + 77, 300000};
	struct test_random r = test_random();
	(void)state;
	for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
		uint64_t *one = xcalloc(sizes[k], sizeof *one), *other = xcalloc(sizes[k], sizeof *other);
		struct triples_filling *filling = triples_filling_new(other, sizes[k]);
		for (size_t i = 0; i < N_TEXTS; i++) {
			uint32_t text[LONGEST], n = test_random_below(&r, LONGEST + 1);
			for (uint32_t at = 0; at < n; at++)
				text[at] = test_random_below(&r, 9) ? 0x4E00 + test_random_below(&r, 5000) : ' ';
			triples_add(one, sizes[k], text, n);
			triples_filling_add(filling, text, n);
		}
		triples_filling_free(filling);
		assert_true(bits_any(one, sizes[k]));
		assert_memory_equal(one, other, sizes[k] * sizeof *one);
		free(one);
		free(other);
	}
}

/* Some pairs lead to a middle, some on from it. */
static void test_join(void **state)
{
	struct test_random r = test_random();
	struct texts *t = xcalloc(1, sizeof *t);
	struct postings p = {0};
	(void)state;
	make_texts(&r, t);
	build(t, &p);
	for (int times = 0; times < 50; times++) {
		struct gram_joint to[MIDDLES * LETTERS], from[MIDDLES * LETTERS];
		size_t n_to = 0, n_from = 0, n_left_out = 0;
		uint64_t bits[N_ROWS / 64 + 1], *to_rows[MIDDLES], *from_rows[MIDDLES];
		memset(bits, 0xFF, sizeof bits);
		for (uint32_t m = 0; m < MIDDLES; m++) {
			to_rows[m] = xcalloc(N_ROWS / 64 + 1, sizeof *to_rows[m]);
			from_rows[m] = xcalloc(N_ROWS / 64 + 1, sizeof *from_rows[m]);
			for (uint32_t c = 0; c < LETTERS; c++) {
				int64_t a = gram_find(&p, 'a' + c, 'a' + m), b = gram_find(&p, 'a' + m, 'a' + c);
				if (a >= 0 && test_random_below(&r, 5) == 0) {
					to[n_to++] = (struct gram_joint){(uint32_t)a, m};
					gram_rows_add(&p, &to[n_to - 1].gram, 1, N_ROWS, to_rows[m]);
				}
				if (b >= 0 && test_random_below(&r, 5) == 0) {
					from[n_from++] = (struct gram_joint){(uint32_t)b, m};
					gram_rows_add(&p, &from[n_from - 1].gram, 1, N_ROWS, from_rows[m]);
				}
			}
		}
		gram_rows_join(&p, (struct gram_joints){to, n_to}, (struct gram_joints){from, n_from}, MIDDLES, N_ROWS, bits);
		/* fewer middles than groups: each is told for itself */
		for (size_t row = 0; row < N_ROWS; row++) {
			bool joined = false;
			for (uint32_t m = 0; m < MIDDLES; m++)
				joined |= bit(to_rows[m], row) && bit(from_rows[m], row);
			assert_int_equal(bit(bits, row), joined);
			n_left_out += !joined;
		}
		assert_true(n_left_out > 0);
		for (uint32_t m = 0; m < MIDDLES; m++) {
			free(to_rows[m]);
			free(from_rows[m]);
		}
	}
	postings_release(&p);
	free(t);
}

/* So many rows that lists are shared out and words passed over by several threads. */
enum { MANY = 600000, PAIRS = 40, UNIONS = 5 };

/* Pair i is that of every i * i-th row or so; some are bitmaps. Its rows are taken down as well. */
static void build_many(struct test_random *r, struct postings *out, uint64_t *rows[PAIRS])
{
	size_t n_pieces = (MANY + GRAM_PIECE_ROWS - 1) / GRAM_PIECE_ROWS;
	struct gram_piece **pieces = xcalloc(n_pieces, sizeof *pieces);
	struct gram_filling *filling = gram_filling_new();
	for (uint32_t i = 0; i < PAIRS; i++)
		rows[i] = xcalloc(MANY / 64 + 1, sizeof *rows[i]);
	for (uint32_t row = 0; row < MANY; row++) {
		for (uint32_t i = 0; i < PAIRS; i++)
			if (test_random_below(r, (i + 1) * (i + 1)) == 0) {
				gram_filling_add(filling, (uint32_t[]){'a', 'a' + i}, 2, row % GRAM_PIECE_ROWS);
				rows[i][row / 64] |= UINT64_C(1) << row % 64;
			}
		if (row % GRAM_PIECE_ROWS == GRAM_PIECE_ROWS - 1 || row == MANY - 1)
			pieces[row / GRAM_PIECE_ROWS] = gram_filling_finish(filling);
	}
	gram_filling_free(filling);
	gram_join(pieces, n_pieces, MANY, 1, out);
	free(pieces);
}

/* A few unions of pairs by chance, some part of others, added to sets that have a row, or all from one on, already. */
static void check_unions(struct test_random *r, const struct postings *p, uint64_t *const rows[PAIRS], size_t n)
{
	struct gram_union unions[UNIONS];
	uint32_t grams[UNIONS][PAIRS];
	uint64_t *wanted[UNIONS];
	for (size_t u = 0; u < n; u++) {
		uint32_t one_in = 1 + test_random_below(r, 4), there = test_random_below(r, MANY);
		unions[u] = (struct gram_union){grams[u], 0, u ? test_random_below(r, 1u << u) : 0, xcalloc(MANY / 64 + 1, sizeof(uint64_t))};
		wanted[u] = xcalloc(MANY / 64 + 1, sizeof *wanted[u]);
		uint32_t end = test_random_below(r, 2) ? MANY : there + 1;
		for (uint32_t row = there; row < end; row++)
			unions[u].bits[row / 64] = wanted[u][row / 64] |= UINT64_C(1) << row % 64;
		for (uint32_t i = 0; i < PAIRS; i++) {
			if (test_random_below(r, one_in) || (i == 0 && test_random_below(r, 4)))
				continue;
			grams[u][unions[u].n++] = (uint32_t)gram_find(p, 'a', 'a' + i);
			for (size_t w = 0; w <= MANY / 64; w++)
				wanted[u][w] |= rows[i][w];
		}
		for (size_t part = 0; part < u; part++)
			for (size_t w = 0; unions[u].parts >> part & 1 && w <= MANY / 64; w++)
				wanted[u][w] |= wanted[part][w];
	}
	gram_rows_unite(p, unions, n, MANY);
	for (size_t u = 0; u < n; u++) {
		assert_memory_equal(unions[u].bits, wanted[u], (MANY / 64 + 1) * sizeof *wanted[u]);
		free(unions[u].bits);
		free(wanted[u]);
	}
}

static void test_unite(void **state)
{
	struct test_random r = test_random();
	struct postings p = {0};
	uint64_t *rows[PAIRS];
	(void)state;
	build_many(&r, &p, rows);
	for (int i = 0; i < 40; i++)
		check_unions(&r, &p, rows, test_random_below(&r, UNIONS + 1));
	for (size_t i = 0; i < PAIRS; i++)
		free(rows[i]);
	postings_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sure),
		cmocka_unit_test(test_triples),
		cmocka_unit_test(test_triples_of_many),
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_unite),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

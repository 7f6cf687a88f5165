#include "postings.h"
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

enum { FIRSTS = 5, SECONDS = 6, N_ROWS = 2 * GRAM_PIECE_ROWS + 3000 };

static const uint32_t firsts[FIRSTS] = {'a', 0x94DD, 0x5174, 0x20BB7, '7'};
static const uint32_t seconds[SECONDS] = {GRAM_END, 0x53BF, 'a', 'a' | GRAM_START, 0x20BB7, GRAM_END | GRAM_START};

struct truth {
	uint8_t *has[FIRSTS][SECONDS]; /* by row */
};

/* Every pair has a density of its own, from nearly none to nearly all. */
static void make_truth(struct test_random *r, uint32_t n_rows, struct truth *truth)
{
	for (size_t f = 0; f < FIRSTS; f++)
		for (size_t s = 0; s < SECONDS; s++) {
			uint32_t one_in = (uint32_t[]){1, 2, 7, 9, 100, 5000}[(f + s) % 6];
			truth->has[f][s] = calloc(n_rows + 1, 1);
			for (uint32_t row = 0; row < n_rows; row++)
				truth->has[f][s][row] = test_random_below(r, one_in) == 0;
		}
}

static void free_truth(struct truth *truth)
{
	for (size_t f = 0; f < FIRSTS; f++)
		for (size_t s = 0; s < SECONDS; s++)
			free(truth->has[f][s]);
}

static void build(const struct truth *truth, uint32_t n_rows, unsigned n_threads, struct postings *out)
{
	size_t n_pieces = n_rows / GRAM_PIECE_ROWS + 1;
	struct gram_piece *pieces[8];
	struct gram_filling *filling = gram_filling_new(); /* one for all: nothing of a piece may stay in it */
	for (uint32_t row = 0; row < n_rows; row++) {
		if (row && row % GRAM_PIECE_ROWS == 0)
			pieces[row / GRAM_PIECE_ROWS - 1] = gram_filling_finish(filling);
		for (size_t f = 0; f < FIRSTS; f++)
			for (size_t s = 0; s < SECONDS; s++)
				if (truth->has[f][s][row]) {
					const uint32_t letters[] = {firsts[f], seconds[s]};
					for (int twice = 0; twice < 2; twice++)
						gram_filling_add(filling, letters, 2, row % GRAM_PIECE_ROWS);
				}
	}
	for (size_t i = n_rows ? (n_rows - 1) / GRAM_PIECE_ROWS : 0; i < n_pieces; i++) /* the last one may have no rows */
		pieces[i] = gram_filling_finish(filling);
	gram_filling_free(filling);
	gram_join(pieces, n_pieces, n_rows, n_threads, out);
}

static void check_pair(const struct postings *p, uint32_t n_rows, uint32_t first, uint32_t second, const uint8_t *has)
{
	uint64_t *bits = calloc(n_rows / 64 + 1, sizeof *bits);
	int64_t gram = gram_find(p, first, second);
	uint32_t n = 0;
	if (gram >= 0)
		gram_add_rows(p, (uint32_t)gram, n_rows, bits);
	for (uint32_t row = 0; row < n_rows; row++) {
		n += has[row];
		if ((bits[row / 64] >> (row % 64) & 1) != has[row])
			fail_msg("pair %x %x, row %u of %u: expected %d", first, second, row, n_rows, has[row]);
	}
	assert_true(gram < 0 ? n == 0 : gram_count(p, (uint32_t)gram) == n);
	free(bits);
}

static void test_against_bytes(void **state)
{
	(void)state;
	static const uint32_t sizes[] = {0, 1, 63, 64, 65, 1000, GRAM_PIECE_ROWS, N_ROWS};
	struct test_random r = test_random();
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct truth truth;
		struct postings p = {0};
		const char *reason = "";
		make_truth(&r, sizes[i], &truth);
		build(&truth, sizes[i], 2, &p);
		if (!gram_shape(&p) || !gram_validate(&p, sizes[i], &reason))
			fail_msg("%u rows: %s", sizes[i], reason);
		for (size_t f = 0; f < FIRSTS; f++)
			for (size_t s = 0; s < SECONDS; s++)
				check_pair(&p, sizes[i], firsts[f], seconds[s], truth.has[f][s]);
		assert_int_equal(gram_find(&p, 'b', 'a'), -1);
		assert_int_equal(gram_find(&p, 'a', 'b'), -1);
		free_truth(&truth);
		postings_release(&p);
	}
}

/* What follows one character does not follow the one before it in the order of characters. */
static void test_neighbours(void **state)
{
	(void)state;
	struct gram_filling *filling = gram_filling_new();
	struct postings p = {0};
	gram_filling_add(filling, (uint32_t[]){'a', 'b'}, 2, 0);
	gram_filling_add(filling, (uint32_t[]){'c', 'd'}, 2, 1);
	struct gram_piece *piece = gram_filling_finish(filling);
	gram_filling_free(filling);
	gram_join(&piece, 1, 2, 1, &p);
	assert_true(gram_find(&p, 'a', 'b') >= 0 && gram_find(&p, 'c', 'd') >= 0);
	assert_int_equal(gram_find(&p, 'a', 'd'), -1);
	assert_int_equal(gram_find(&p, 'c', 'b'), -1);
	postings_release(&p);
}

/* More characters than a filling numbers at once, in one row and in all: its grams come in several parts. */
static void test_very_many_characters(void **state)
{
	(void)state;
	enum { ROWS = 6, FIRST = 0x10000, END = FIRST + 200000 };
	struct gram_filling *filling = gram_filling_new();
	struct postings p = {0};
	const char *reason = "";
	for (uint32_t row = 0; row < ROWS; row++)
		for (uint32_t c = FIRST; c < END; c++)
			if (c % (row + 1) == 0) {
				gram_filling_add(filling, (uint32_t[]){c, c + 1}, 2, row);
				gram_filling_add(filling, (uint32_t[]){'a', 'b' | GRAM_START}, 2, row);
			}
	struct gram_piece *piece = gram_filling_finish(filling);
	gram_filling_free(filling);
	gram_join(&piece, 1, ROWS, 1, &p);
	if (!gram_shape(&p) || !gram_validate(&p, ROWS, &reason))
		fail_msg("%s", reason);
	assert_int_equal(p.seconds.n, END - FIRST + 1);
	check_pair(&p, ROWS, 'a', 'b' | GRAM_START, (const uint8_t[ROWS]){1, 1, 1, 1, 1, 1});
	for (uint32_t c = FIRST; c < END; c += 997) {
		uint8_t has[ROWS];
		for (uint32_t row = 0; row < ROWS; row++)
			has[row] = c % (row + 1) == 0;
		check_pair(&p, ROWS, c, c + 1, has);
	}
	postings_release(&p);
}

static bool same(const struct section *a, const struct section *b)
{
	return a->n == b->n && a->width == b->width && (!a->n || memcmp(a->v, b->v, (size_t)a->n * a->width) == 0);
}

static void test_threads_change_nothing(void **state)
{
	(void)state;
	struct test_random r = test_random();
	struct truth truth;
	struct postings one = {0}, four = {0};
	make_truth(&r, N_ROWS, &truth);
	build(&truth, N_ROWS, 1, &one);
	build(&truth, N_ROWS, 4, &four);
	assert_true(same(&one.firsts, &four.firsts) && same(&one.spans, &four.spans) && same(&one.seconds, &four.seconds));
	assert_true(same(&one.counts, &four.counts) && same(&one.starts, &four.starts) && same(&one.bytes, &four.bytes));
	free_truth(&truth);
	postings_release(&one);
	postings_release(&four);
}

static int by_key_and_row(const void *a, const void *b)
{
	const struct gram_change *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

enum { MOVES = 3, CHANGES = 6 };

/* Rows from some places on stand further behind; of what has which pair a little is another now. */
static uint32_t change_truth(struct test_random *r, const struct truth *before, uint32_t n_rows, struct truth *after, struct gram_move *moves,
	struct gram_change *changes, size_t *n_changes)
{
	uint32_t n_now = n_rows;
	moves[0] = (struct gram_move){0, 0};
	for (size_t i = 1; i < MOVES; i++) {
		moves[i].row = moves[i - 1].row + 1 + test_random_below(r, n_rows / MOVES - 1);
		moves[i].by = moves[i - 1].by + 1 + test_random_below(r, 140);
		n_now = n_rows + moves[i].by;
	}
	*n_changes = 0;
	for (size_t f = 0; f < FIRSTS; f++)
		for (size_t s = 0; s < SECONDS; s++) {
			uint8_t *has = after->has[f][s] = calloc(n_now + 1, 1);
			for (uint32_t row = 0; row < n_rows; row++)
				has[row + moves[row >= moves[2].row ? 2 : row >= moves[1].row].by] = before->has[f][s][row];
			uint32_t row = test_random_below(r, 3) ? test_random_below(r, n_now) : n_now; /* none: its rows move alone */
			for (size_t i = 0; i < CHANGES && row < n_now; i++, row += 1 + test_random_below(r, n_now)) {
				changes[(*n_changes)++] = (struct gram_change){gram_key(firsts[f], seconds[s]), row, has[row]};
				has[row] = !has[row];
			}
		}
	qsort(changes, *n_changes, sizeof *changes, by_key_and_row);
	return n_now;
}

static void merged_postings_have_what_changed(void **state)
{
	(void)state;
	struct test_random r = test_random();
	for (unsigned i = 0; i < 60; i++) {
		struct truth before, after;
		struct postings p = {0}, merged = {0};
		struct gram_move moves[MOVES] = {{0, 0}};
		struct gram_change changes[FIRSTS * SECONDS * CHANGES];
		uint32_t n_rows = 20 + test_random_below(&r, i % 10 ? 3000 : N_ROWS - 20);
		size_t n_changes;
		const char *reason = "";
		make_truth(&r, n_rows, &before);
		build(&before, n_rows, 1, &p);
		uint32_t n_now = change_truth(&r, &before, n_rows, &after, moves, changes, &n_changes);
		const struct gram_changes c = {changes, n_changes, moves, MOVES, NULL, 0, n_rows, n_now};
		gram_merge(&p, &c, 1 + i % 3, &merged);
		if (!gram_shape(&merged) || !gram_validate(&merged, n_now, &reason))
			fail_msg("%u rows: %s", n_now, reason);
		for (size_t f = 0; f < FIRSTS; f++)
			for (size_t s = 0; s < SECONDS; s++)
				check_pair(&merged, n_now, firsts[f], seconds[s], after.has[f][s]);
		free_truth(&before);
		free_truth(&after);
		postings_release(&p);
		postings_release(&merged);
	}
}

static void test_spans(void **state)
{
	(void)state;
	struct test_random r = test_random();
	struct truth truth;
	struct postings p = {0};
	make_truth(&r, 1000, &truth);
	build(&truth, 1000, 1, &p);
	struct gram_span span = gram_span(&p, (uint32_t)gram_first(&p, 'a'));
	struct gram_span starting = gram_span_starting(&p, span), anywhere = gram_span_anywhere(&p, span);
	assert_int_equal(anywhere.first, span.first);
	assert_int_equal(anywhere.end, starting.first);
	assert_int_equal(starting.end, span.end);
	for (uint32_t g = span.first; g < span.end; g++)
		assert_int_equal(gram_second(&p, g) >= GRAM_START, g >= starting.first);
	free_truth(&truth);
	postings_release(&p);
}

/* One changed number is noticed, or changes nothing that is read. */
static void test_damage_is_noticed(void **state)
{
	(void)state;
	struct test_random r = test_random();
	struct truth truth;
	struct postings p = {0};
	size_t n_noticed = 0;
	make_truth(&r, 1000, &truth);
	build(&truth, 1000, 1, &p);
	uint64_t *bits = calloc(1000 / 64 + 1, sizeof *bits);
	struct section *const all[] = {&p.firsts, &p.spans, &p.seconds, &p.counts, &p.starts, &p.bytes};
	for (int i = 0; i < 3000; i++) {
		struct section *s = all[test_random_below(&r, 6)];
		const char *reason = "";
		char *byte = (char *)(uintptr_t)s->v + test_random_below(&r, (uint32_t)(s->n * s->width));
		char before = *byte;
		*byte ^= (char)(1u << test_random_below(&r, 8));
		n_noticed += !gram_validate(&p, 1000, &reason);
		for (uint32_t g = 0; g < p.seconds.n; g++)
			gram_add_rows(&p, g, 1000, bits);
		for (uint32_t f = 0; f < p.firsts.n; f++)
			assert_true(gram_span(&p, f).end <= p.seconds.n);
		*byte = before;
	}
	assert_true(n_noticed > 2000);
	free(bits);
	free_truth(&truth);
	postings_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_bytes),
		cmocka_unit_test(test_neighbours),
		cmocka_unit_test(test_very_many_characters),
		cmocka_unit_test(test_threads_change_nothing),
		cmocka_unit_test(merged_postings_have_what_changed), cmocka_unit_test(test_spans),
		cmocka_unit_test(test_damage_is_noticed),
	};
	return cmocka_run_group_tests_name("index/gram", tests, NULL, NULL);
}

#include "gram_rows_internal.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/parallel.h"
#include "base/bits.h"

#include <stdlib.h>
#include <string.h>

/* -- adding ---------------------------------------------------------------------------------- */

/*
 * A thread is worth starting for so many rows of lists. Lists are shared out to slices, at most so many beside the last one
 * of each union where there are PARALLEL_THREADS_MAX threads, and fewer in proportion: most take a set of their own.
 */
enum { ROWS_AT_ONCE = 1 << 15, SLICES_MOST = 24 };

/* Some lists of a union. Those of its first slice are added to the union itself, others to a set of their own. */
struct slice {
	const struct gram_union *of;
	size_t first, end;
	uint64_t *bits;
};

struct adding {
	const struct postings *postings;
	const struct gram_union *unions;
	size_t n, n_slices, n_words;
	uint32_t n_rows;
	uint32_t end_rows[GRAM_UNIONS_MAX]; /* from there on all rows of a union are set */
	struct slice slices[SLICES_MOST + GRAM_UNIONS_MAX];
};

static uint64_t gram_cost(const struct postings *p, uint32_t gram, uint32_t n_rows)
{
	uint32_t count = gram_count(p, gram);
	return gram_is_dense(count, n_rows) ? n_rows / 256 : count;
}

uint64_t gram_list_cost(const struct postings *p, const gram_list *list, uint32_t n_rows)
{
	uint64_t cost = 0;
	for (size_t i = 0; i < list->n; i++)
		cost += gram_cost(p, list->v[i], n_rows);
	return cost;
}

/* Whether all rows of word w are set in a union or in those that are part of it. */
static bool is_full(const struct adding *a, const struct gram_union *u, size_t w)
{
	uint64_t bits = u->bits[w] | ~bits_range(w, 0, a->n_rows);
	for (unsigned parts = u->parts; parts; parts &= parts - 1)
		bits |= a->unions[__builtin_ctz(parts)].bits[w];
	return bits == UINT64_MAX;
}

static bool is_dense(const struct adding *a, const struct gram_union *u, size_t i)
{
	return gram_is_dense(gram_count(a->postings, u->grams[i]), a->n_rows);
}

static void add_dense(void *context, size_t first, size_t end)
{
	const struct adding *a = context;
	for (const struct gram_union *u = a->unions; u < a->unions + a->n; u++)
		for (size_t g = 0; g < u->n; g++)
			if (is_dense(a, u, g))
				gram_add_dense(a->postings, u->grams[g], a->n_rows, first, end, u->bits);
}

/*
 * Behind the bitmaps: where all the last rows are set by now, as by what all records of a kind have in their names, the lists
 * need not be read to their ends. Returns about how many rows of lists are left.
 */
static uint64_t find_end(struct adding *a, size_t i)
{
	const struct gram_union *u = &a->unions[i];
	size_t w = a->n_rows / 64;
	uint64_t sum = 0;
	for (size_t g = 0; g < u->n; g++)
		sum += is_dense(a, u, g) ? 0 : gram_count(a->postings, u->grams[g]);
	a->end_rows[i] = a->n_rows;
	if (!sum || !is_full(a, u, w))
		return sum;
	while (w && is_full(a, u, w - 1))
		w--;
	a->end_rows[i] = (uint32_t)w * 64;
	return sum * a->end_rows[i] / a->n_rows;
}

/* Share out the lists of a union, about `rows` of the rows that are left to each slice. The last slice that there is room for gets the rest. */
static void add_slices(struct adding *a, size_t i, uint64_t rows)
{
	const struct gram_union *u = &a->unions[i];
	bool first = true;
	for (size_t g = 0, end; a->end_rows[i] && g < u->n; g = end) {
		bool last = a->n_slices >= SLICES_MOST + i;
		uint64_t sum = 0;
		for (end = g; end < u->n && (last || sum * a->end_rows[i] / a->n_rows < rows); end++)
			sum += is_dense(a, u, end) ? 0 : gram_count(a->postings, u->grams[end]);
		if (sum)
			a->slices[a->n_slices++] = (struct slice){u, g, end, first ? u->bits : xmalloc(a->n_words * sizeof *u->bits)};
		first &= !sum;
	}
}

static void add_slice(void *context, size_t i)
{
	struct adding *a = context;
	struct slice *s = &a->slices[i];
	uint32_t end_row = a->end_rows[s->of - a->unions];
	if (s->bits != s->of->bits)
		memset(s->bits, 0, a->n_words * sizeof *s->bits);
	gram_add_lists(a->postings, s->of->grams + s->first, s->end - s->first, a->n_rows, end_row, s->bits);
}

/* Some words of all unions: add what slices have, then the unions before that are part of them. */
static void join_words(void *context, size_t w, size_t end)
{
	struct adding *a = context;
	size_t n = end - w;
	for (size_t k = 0; k < a->n_slices; k++)
		if (a->slices[k].bits != a->slices[k].of->bits)
			bits_add(a->slices[k].of->bits + w, a->slices[k].bits + w, n);
	for (size_t u = 0; u < a->n; u++)
		for (unsigned parts = a->unions[u].parts; parts; parts &= parts - 1)
			bits_add(a->unions[u].bits + w, a->unions[__builtin_ctz(parts)].bits + w, n);
}

void gram_rows_unite(const struct postings *p, const struct gram_union *unions, size_t n, uint32_t n_rows)
{
	struct adding a = {.postings = p, .unions = unions, .n = n, .n_words = bits_room(n_rows), .n_rows = n_rows};
	uint64_t sum = 0;
	size_t n_dense = 0;
	bool parts = false;
	for (size_t i = 0; i < n; i++)
		for (size_t g = 0; g < unions[i].n; g++)
			n_dense += is_dense(&a, &unions[i], g);
	if (n_dense)
		bits_pass(a.n_words, n_dense, add_dense, &a);
	for (size_t i = 0; i < n; i++) {
		sum += find_end(&a, i);
		parts |= unions[i].parts != 0;
	}
	unsigned n_threads = sum < 2 * ROWS_AT_ONCE ? 1 : parallel_threads();
	uint64_t at_once = n_threads == 1 ? UINT64_MAX : sum / (SLICES_MOST * n_threads / PARALLEL_THREADS_MAX) + 1;
	for (size_t i = 0; i < n; i++)
		add_slices(&a, i, at_once < ROWS_AT_ONCE ? ROWS_AT_ONCE : at_once);
	parallel_for(a.n_slices, n_threads, add_slice, &a);
	if (n_threads > 1 || parts)
		bits_pass(a.n_words, a.n_slices + n, join_words, &a);
	for (size_t k = 0; k < a.n_slices; k++)
		if (a.slices[k].bits != a.slices[k].of->bits)
			free(a.slices[k].bits);
}

void gram_rows_add(const struct postings *p, const uint32_t *grams, size_t n, uint32_t n_rows, uint64_t *bits)
{
	gram_rows_unite(p, &(struct gram_union){grams, n, 0, bits}, 1, n_rows);
}

/* -- joining --------------------------------------------------------------------------------- */

enum { GROUPS = 8 };

struct joining {
	const struct postings *postings;
	struct gram_joints to, from;
	const uint8_t *group_of; /* by middle */
	uint32_t n_rows;
	uint64_t *groups[GROUPS]; /* out */
	uint64_t *bits;
};

static void add_group(const struct joining *j, struct gram_joints joints, size_t group, uint64_t *bits)
{
	gram_list lists = {0};
	for (size_t i = 0; i < joints.n; i++) {
		uint32_t gram = joints.v[i].gram;
		if (j->group_of[joints.v[i].middle] == group && gram_is_dense(gram_count(j->postings, gram), j->n_rows))
			gram_add_rows(j->postings, gram, j->n_rows, bits);
		else if (j->group_of[joints.v[i].middle] == group)
			array_push(&lists, gram);
	}
	gram_add_lists(j->postings, lists.v, lists.n, j->n_rows, j->n_rows, bits);
	array_release(&lists);
}

static void join_group(void *context, size_t group)
{
	struct joining *j = context;
	size_t n_words = bits_room(j->n_rows);
	uint64_t *to = xcalloc(n_words, sizeof *to), *from = xcalloc(n_words, sizeof *from);
	add_group(j, j->to, group, to);
	add_group(j, j->from, group, from);
	bits_keep(to, from, n_words);
	free(from);
	j->groups[group] = to;
}

struct weighed {
	uint64_t cost;
	uint32_t middle;
};

static int dearer_first(const void *a, const void *b)
{
	const struct weighed *x = a, *y = b;
	return x->cost != y->cost ? (x->cost < y->cost) - (x->cost > y->cost) : (x->middle > y->middle) - (x->middle < y->middle);
}

/* Share out middles so that all groups take about as long: the dearest first, each to the group that has least so far. */
static uint8_t *share_out(const struct joining *j, uint32_t n_middles)
{
	struct weighed *all = xcalloc(n_middles + 1, sizeof *all);
	uint8_t *group_of = xcalloc(n_middles + 1, 1);
	uint64_t sums[GROUPS] = {0};
	for (uint32_t m = 0; m < n_middles; m++)
		all[m].middle = m;
	for (size_t i = 0; i < j->to.n; i++)
		all[j->to.v[i].middle].cost += gram_cost(j->postings, j->to.v[i].gram, j->n_rows);
	for (size_t i = 0; i < j->from.n; i++)
		all[j->from.v[i].middle].cost += gram_cost(j->postings, j->from.v[i].gram, j->n_rows);
	qsort(all, n_middles, sizeof *all, dearer_first);
	for (uint32_t m = 0; m < n_middles && all[m].cost; m++) {
		size_t least = 0;
		for (size_t g = 1; g < GROUPS; g++)
			least = sums[g] < sums[least] ? g : least;
		group_of[all[m].middle] = (uint8_t)least;
		sums[least] += all[m].cost;
	}
	free(all);
	return group_of;
}

static void keep_joined(void *context, size_t first, size_t end)
{
	struct joining *j = context;
	for (size_t w = first; w < end; w++) {
		uint64_t any = 0;
		for (size_t g = 0; g < GROUPS; g++)
			any |= j->groups[g][w];
		j->bits[w] &= any;
	}
}

void gram_rows_join(const struct postings *p, struct gram_joints to, struct gram_joints from, uint32_t n_middles,
	uint32_t n_rows, uint64_t *bits)
{
	struct joining j = {.postings = p, .to = to, .from = from, .n_rows = n_rows, .bits = bits};
	uint8_t *group_of = share_out(&j, n_middles);
	j.group_of = group_of;
	parallel_for(GROUPS, parallel_threads(), join_group, &j);
	bits_pass(bits_room(n_rows), GROUPS, keep_joined, &j);
	for (size_t g = 0; g < GROUPS; g++)
		free(j.groups[g]);
	free(group_of);
}

/* -- being sure ------------------------------------------------------------------------------ */

/* Three characters of a word in a row, and the pairs by which a name has others than these. */
struct middle {
	gram_list behind; /* the middle one with another character behind it than the last */
	gram_list before; /* the middle one with another character before it than the first, or at the beginning of a name */
	uint64_t cost_behind, cost_before;
};

/* Pairs c[1] x that some name has behind c[0], where x is not c[2]. */
static void add_behind(const struct gram_word *word, const uint32_t *c, struct middle *m)
{
	const struct postings *p = word->postings;
	int64_t first = gram_first(p, c[1]);
	if (first < 0)
		return;
	struct gram_span span = gram_span_anywhere(p, gram_span(p, (uint32_t)first));
	for (uint32_t g = span.first; g < span.end; g++) {
		uint32_t second = gram_second(p, g);
		if (second != c[2] && triples_has(word->triples, c[0], c[1], second))
			array_push(&m->behind, g);
	}
}

/* Pairs x c[1] that some name has before c[2], where x is not c[0]; and c[1] c[2] at the beginning of a name. */
static void add_before(const struct gram_word *word, const uint32_t *c, struct middle *m)
{
	const struct postings *p = word->postings;
	const uint32_t *firsts = SECTION_V(uint32_t, p->firsts);
	for (uint64_t i = 0; i < p->firsts.n; i++) {
		bool other = firsts[i] != c[0] && triples_has(word->triples, firsts[i], c[1], c[2]);
		int64_t gram = other ? gram_find(p, firsts[i], c[1]) : -1;
		if (gram >= 0)
			array_push(&m->before, (uint32_t)gram);
	}
	int64_t head = gram_find(p, c[1], c[2] | GRAM_START);
	if (head >= 0)
		array_push(&m->before, (uint32_t)head);
}

/* Rows with a name that begins with the first two characters of a word. */
static uint64_t *find_heads(const struct gram_word *word)
{
	uint64_t *heads = bits_new(word->n_rows);
	int64_t head = gram_find(word->postings, word->characters[0], word->characters[1] | GRAM_START);
	if (head >= 0)
		gram_add_rows(word->postings, (uint32_t)head, word->n_rows, heads);
	return heads;
}

/* Add the rows of `beginning` with a name that ends with the last character of a word. */
static void add_wholes(const struct gram_word *word, const uint64_t *beginning, uint64_t *bits)
{
	size_t n_words = bits_room(word->n_rows);
	int64_t end = gram_find(word->postings, word->characters[word->n - 1], GRAM_END);
	if (end < 0)
		return;
	uint64_t *ending = bits_new_words(n_words);
	gram_add_rows(word->postings, (uint32_t)end, word->n_rows, ending);
	for (size_t w = 0; w < n_words; w++)
		bits[w] |= ending[w] & beginning[w];
	free(ending);
}

struct telling {
	uint64_t *perhaps, *sure, *heads;
	const uint64_t *unsure;
	const uint64_t *beginning; /* rows that begin with the first pair; NULL: it is not asked which names begin with the word */
	bool forwards; /* from the first pair on */
};

/* A name that begins with the first pair begins with the word where that pair is the one to start from; else that is not known. */
static void tell_words(void *context, size_t first, size_t end)
{
	const struct telling *t = context;
	for (size_t w = first; w < end; w++) {
		uint64_t beginning = t->beginning ? t->beginning[w] : 0;
		uint64_t moved = t->perhaps[w] & ~t->unsure[w] & ~(t->forwards ? 0 : beginning);
		t->perhaps[w] &= ~moved;
		t->sure[w] |= moved;
		if (t->heads)
			t->heads[w] |= moved & beginning;
	}
}

/*
 * A name that has one pair of a word has all of it where each character to the right of that pair has nothing but the next
 * one behind it, and each to the left nothing but the one before it: where it has none of the pairs of the middles there.
 */
struct along {
	const struct gram_word *word;
	struct middle *middles; /* n - 2 of them; number i is that of character i + 1 */
	bool has_before;        /* their pairs before were looked for, too */
};

static void along_make(struct along *a)
{
	const struct gram_word *word = a->word;
	a->middles = xcalloc(word->n - 2, sizeof *a->middles);
	for (size_t i = 0; i + 2 < word->n; i++) {
		struct middle *m = &a->middles[i];
		add_behind(word, word->characters + i, m);
		m->cost_behind = gram_list_cost(word->postings, &m->behind, word->n_rows);
	}
}

static void along_release(struct along *a)
{
	for (size_t i = 0; i + 2 < a->word->n; i++) {
		array_release(&a->middles[i].behind);
		array_release(&a->middles[i].before);
	}
	free(a->middles);
}

/* What it takes to start from a pair. */
static uint64_t cost_from(const struct along *a, size_t pair)
{
	uint64_t cost = a->word->n_rows / 32;
	for (size_t i = 0; i + 2 < a->word->n; i++)
		cost += i < pair ? a->middles[i].cost_before : a->middles[i].cost_behind;
	return cost;
}

/* The pair that takes least, but for one (-1: none). */
static size_t cheapest(struct along *a, int64_t but)
{
	const struct gram_word *word = a->word;
	size_t best = but == 0 ? 1 : 0;
	for (size_t i = 0; !a->has_before && i + 2 < word->n; i++) {
		add_before(word, word->characters + i, &a->middles[i]);
		a->middles[i].cost_before = gram_list_cost(word->postings, &a->middles[i].before, word->n_rows);
	}
	a->has_before = true;
	for (size_t pair = best + 1; pair + 1 < word->n; pair++)
		if ((int64_t)pair != but && cost_from(a, pair) < cost_from(a, best))
			best = pair;
	return best;
}

/* The same, where not even the first takes so little that it is not worth to look. */
static size_t cheap(struct along *a)
{
	return cost_from(a, 0) < a->word->n_rows / 16 ? 0 : cheapest(a, -1);
}

/* Make of an empty set that of the rows without a pair. */
static void add_lacking(const struct along *a, size_t pair, uint64_t *bits)
{
	const struct gram_word *word = a->word;
	int64_t gram = gram_find(word->postings, word->characters[pair], word->characters[pair + 1]);
	if (gram >= 0)
		gram_rows_add(word->postings, &(uint32_t){(uint32_t)gram}, 1, word->n_rows, bits);
	for (size_t w = 0; w < bits_room(word->n_rows); w++)
		bits[w] = ~bits[w];
}

/* all: the rows have each pair of the word. */
static void move_sure(const struct along *a, size_t pair, bool all, uint64_t *perhaps, uint64_t *sure, uint64_t *heads)
{
	const struct gram_word *word = a->word;
	size_t n_words = bits_room(word->n_rows);
	uint64_t *unsure = bits_new_words(n_words), *beginning = heads ? find_heads(word) : NULL;
	gram_list others = {0};
	if (!all)
		add_lacking(a, pair, unsure);
	for (size_t i = 0; i + 2 < word->n; i++) {
		const gram_list *some = i < pair ? &a->middles[i].before : &a->middles[i].behind;
		for (size_t g = 0; g < some->n; g++)
			array_push(&others, some->v[g]);
	}
	gram_rows_add(word->postings, others.v, others.n, word->n_rows, unsure);
	if (beginning && !pair)
		add_wholes(word, beginning, unsure);
	bits_pass(n_words, 5, tell_words, &(struct telling){perhaps, sure, heads, unsure, beginning, !pair});
	array_release(&others);
	free(unsure);
	free(beginning);
}

void gram_rows_sure(const struct gram_word *word, uint64_t *perhaps, uint64_t *sure, uint64_t *heads)
{
	/* a row takes as long to read as so many of a list to add; the second time fewer of those that are left are found */
	enum { READING = 48, AGAIN = 12 };
	size_t n_words = bits_room(word->n_rows);
	uint64_t n_perhaps = bits_total(perhaps, n_words);
	struct along a = {.word = word};
	if (word->n_rows / 32 >= n_perhaps * READING)
		return;
	along_make(&a);
	size_t pair = heads ? 0 : cheap(&a);
	if (cost_from(&a, pair) < n_perhaps * READING) {
		move_sure(&a, pair, true, perhaps, sure, heads);
		n_perhaps = bits_total(perhaps, n_words);
	}
	if (word->n_rows / 32 < n_perhaps * AGAIN) {
		pair = cheapest(&a, (int64_t)pair);
		if (cost_from(&a, pair) < n_perhaps * AGAIN)
			move_sure(&a, pair, true, perhaps, sure, heads);
	}
	along_release(&a);
}

void gram_rows_chain(const struct gram_word *word, uint64_t n_most, uint64_t *perhaps, uint64_t *sure)
{
	enum { READING = 64 }; /* as above */
	struct along a = {.word = word};
	if (word->n_rows / 32 >= n_most * READING)
		return;
	along_make(&a);
	size_t pair = cheap(&a);
	if (cost_from(&a, pair) < n_most * READING)
		move_sure(&a, pair, false, perhaps, sure, NULL);
	along_release(&a);
}

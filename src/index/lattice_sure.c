/*
 * Names that match a query with letters for sure, told by pairs alone. Where a match is so many characters and each of
 * them takes the same letters of the query whatever it is, the query is a row of classes of characters. A name that has
 * a pair of the first two classes, and in which all that can come second, third … is followed by nothing but what goes
 * on, has all of them in a row.
 */
#include "lattice_internal.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "gram_rows_internal.h"

#include <stdlib.h>
#include <string.h>

/* Two characters, by their moves, that a match has side by side. */
struct link {
	uint16_t from, to;
};

typedef ARRAY(struct link) links;

struct sure {
	const struct lattice *l;
	enum lattice_how how;
	unsigned places[LATTICE_LAYERS_MAX + 2]; /* character i leads from places[i] to places[i + 1] */
	size_t n; /* characters */
	bool *used; /* by move: it comes at an earlier place, so what goes on there need not do so later */
	links links;        /* those that lead to the characters that come at the place that is looked at */
	gram_list first, others; /* pairs of the first two; pairs of those between that do not go on, and beginnings of names */
};

/* Characters that few names have there are left to reading: below one in so many. */
enum { RARE = 32, READING = 64 /* a name takes as long to read as so many rows of a list to add */ };

static bool leads(const struct sure *s, const struct lattice_move *move, unsigned from, unsigned to)
{
	for (uint32_t i = 0; i < move->n_jumps; i++) {
		const struct lattice_jump *jump = &s->l->jumps.v[move->jumps + i];
		if (jump->letters == to - from && jump->from.by[s->how] >> from & 1)
			return true;
	}
	return false;
}

static bool is_of_class(const struct sure *s, size_t i, size_t move)
{
	return leads(s, &s->l->moves.v[move], s->places[i], s->places[i + 1]);
}

/* The places between n characters, of which each takes as many letters as it can. */
static bool find_places(struct sure *s)
{
	uint64_t by[LATTICE_JUMP_MOST + 1] = {0};     /* places that some character leads on from, by letters */
	uint64_t ends[LATTICE_LAYERS_MAX + 2] = {0}; /* places before character i from which the rest leads to the end */
	for (size_t i = 0; i < s->l->jumps.n; i++)
		by[s->l->jumps.v[i].letters] |= s->l->jumps.v[i].from.by[s->how];
	ends[s->n] = UINT64_C(1) << s->l->query->n;
	for (size_t i = s->n; i-- > 0;)
		for (unsigned letters = 1; letters <= LATTICE_JUMP_MOST; letters++)
			ends[i] |= by[letters] & ends[i + 1] >> letters;
	if (!(ends[0] & 1))
		return false;
	for (size_t i = 0; i < s->n; i++) {
		unsigned at = s->places[i], letters = LATTICE_JUMP_MOST;
		while (letters && !(by[letters] >> at & 1 && ends[i + 1] >> (at + letters) & 1))
			letters--;
		s->places[i + 1] = at + letters;
	}
	return true;
}

/* The pairs of the first two characters that count, and by move how many rows have the second there. */
static void find_first(struct sure *s, const struct lattice_edge *edges, size_t n, uint64_t *rows)
{
	uint64_t sum = 0;
	for (size_t e = 0; e < n; e++)
		if (is_of_class(s, 0, edges[e].from) && is_of_class(s, 1, edges[e].to)) {
			rows[edges[e].to] += gram_count(s->l->postings, edges[e].gram);
			sum += gram_count(s->l->postings, edges[e].gram);
		}
	for (size_t m = 0; m < s->l->moves.n; m++)
		rows[m] = rows[m] * RARE < sum ? 0 : rows[m];
	for (size_t e = 0; e < n; e++)
		if (rows[edges[e].to] && is_of_class(s, 0, edges[e].from) && is_of_class(s, 1, edges[e].to)) {
			array_push(&s->first, edges[e].gram);
			array_push(&s->links, ((struct link){edges[e].from, edges[e].to}));
			s->used[edges[e].from] |= (uint64_t)gram_count(s->l->postings, edges[e].gram) * RARE >= sum;
		}
}

/* The characters that lead to one. */
static void find_before(const struct sure *s, size_t move, gram_list *out)
{
	array_clear(out);
	for (size_t i = 0; i < s->links.n; i++)
		if (s->links.v[i].to == move)
			array_push(out, s->l->moves.v[s->links.v[i].from].c);
}

/* Whether some name may go on with a character behind one and some that lead to it. */
static bool may_follow(const struct sure *s, const gram_list *before, uint32_t c, uint32_t next)
{
	for (size_t i = 0; i < before->n; i++)
		if (triples_has(s->l->triples, before->v[i], c, next))
			return true;
	return false;
}

/* What follows the characters that come at number i: pairs that do not go on, and how many rows have which next. */
static void find_next(struct sure *s, size_t i, const uint64_t *rows, uint64_t *next)
{
	const struct postings *p = s->l->postings;
	gram_list before = {0};
	links on = {0};
	for (size_t m = 0; m < s->l->moves.n; m++) {
		if (!rows[m])
			continue;
		struct gram_span span = gram_span_anywhere(p, gram_span(p, s->l->moves.v[m].first));
		find_before(s, m, &before);
		for (uint32_t g = span.first; g < span.end; g++) {
			size_t to = lattice_move_of(s->l, gram_second(p, g));
			bool last = i + 2 == s->n, many = (uint64_t)gram_count(p, g) * RARE >= rows[m];
			if (to && (last || (many && !s->used[to - 1])) && is_of_class(s, i + 1, to - 1)) {
				next[to - 1] += gram_count(p, g);
				array_push(&on, ((struct link){(uint16_t)m, (uint16_t)(to - 1)}));
			} else if (may_follow(s, &before, s->l->moves.v[m].c, gram_second(p, g))) {
				array_push(&s->others, g);
			}
		}
	}
	array_release(&before);
	array_release(&s->links);
	s->links = on;
}

/* Beginnings of names that a match may begin with: these names are read. */
static void find_heads(struct sure *s, const struct lattice_edge *edges, size_t n)
{
	const struct postings *p = s->l->postings;
	bool *first = xcalloc(s->l->moves.n + 1, sizeof *first), *second = xcalloc(s->l->moves.n + 1, sizeof *second);
	for (size_t e = 0; e < n; e++)
		first[edges[e].from] = second[edges[e].to] = true;
	for (size_t m = 0; m < s->l->moves.n; m++) {
		struct gram_span span = first[m] ? gram_span_starting(p, gram_span(p, s->l->moves.v[m].first)) : (struct gram_span){0, 0};
		for (uint32_t g = span.first; g < span.end; g++) {
			size_t to = lattice_move_of(s->l, gram_second(p, g) & ~(uint32_t)GRAM_START);
			if (to && second[to - 1])
				array_push(&s->others, g);
		}
	}
	free(first);
	free(second);
}

struct moving {
	uint64_t *have, *unsure, *perhaps;
	unsigned hows;
	const struct lattice_rows *rows;
};

static void move_words(void *context, size_t first, size_t end)
{
	struct moving *m = context;
	for (size_t w = first; w < end; w++) {
		m->have[w] &= m->perhaps[w] & ~m->unsure[w];
		m->perhaps[w] &= ~m->have[w];
	}
	for (int how = 0; how < LATTICE_HOWS; how++)
		if (m->hows >> how & 1 && m->rows->all[how])
			bits_add(m->rows->all[how] + first, m->have + first, end - first);
}

/* Move rows from `perhaps` to all ways in which they match. */
static void move_rows(const struct sure *s, unsigned hows, uint32_t n_rows, uint64_t *perhaps, const struct lattice_rows *rows)
{
	size_t n_words = bits_room(n_rows);
	uint64_t *have = bits_new_words(n_words), *unsure = bits_new_words(n_words);
	struct moving m = {have, unsure, perhaps, hows, rows};
	const struct gram_union unions[] = {{s->first.v, s->first.n, 0, have}, {s->others.v, s->others.n, 0, unsure}};
	gram_rows_unite(s->l->postings, unions, 2, n_rows);
	bits_pass(n_words, 3 + LATTICE_HOWS, move_words, &m);
	free(have);
	free(unsure);
}

void lattice_find_sure(const struct lattice *l, size_t n_characters, const struct lattice_edge *edges, size_t n_edges, uint32_t n_rows,
	uint64_t *perhaps, const struct lattice_rows *rows)
{
	const unsigned without_syllables = 1u << LATTICE_ANY | 1u << LATTICE_PLAIN;
	struct sure s = {.l = l, .n = n_characters, .how = l->alone ? LATTICE_ANY : l->ends >> LATTICE_FULL & 1 ? LATTICE_FULL : LATTICE_PLAIN};
	if (n_characters < 3 || n_characters > LATTICE_LAYERS_MAX + 1 || (s.how == LATTICE_PLAIN && l->ends != without_syllables)
		|| !find_places(&s))
		return;
	s.used = xcalloc(l->moves.n + 1, sizeof *s.used);
	uint64_t *at = xcalloc(l->moves.n + 1, sizeof *at), *next = xcalloc(l->moves.n + 1, sizeof *next);
	find_first(&s, edges, n_edges, at);
	for (size_t i = 1; i + 1 < s.n; i++) {
		memset(next, 0, l->moves.n * sizeof *next);
		for (size_t m = 0; m < l->moves.n; m++)
			s.used[m] |= at[m] > 0;
		find_next(&s, i, at, next);
		uint64_t *swap = at;
		at = next;
		next = swap;
	}
	if (!l->alone)
		find_heads(&s, edges, n_edges);
	uint64_t cost = gram_list_cost(l->postings, &s.first, n_rows) + gram_list_cost(l->postings, &s.others, n_rows) + n_rows / 16;
	if (cost < bits_total(perhaps, bits_room(n_rows)) * (uint64_t)READING)
		move_rows(&s, l->ends, n_rows, perhaps, rows);
	array_release(&s.links);
	array_release(&s.first);
	array_release(&s.others);
	free(s.used);
	free(at);
	free(next);
}

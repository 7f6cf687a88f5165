#include "lattice_internal.h"

#include "base/bits.h"
#include "gram_rows_internal.h"

#include <stdlib.h>
#include <string.h>

enum { LAYERS_MAX = LATTICE_LAYERS_MAX, JUMP_MOST = LATTICE_JUMP_MOST };

/* -- moves ------------------------------------------------------------------------------ */

static struct lattice_leap leap_of(const struct lattice *l, const struct lattice_move *move)
{
	const struct lattice_jump *jump = &l->jumps.v[move->jumps];
	return (struct lattice_leap){lattice_ways(jump), move->jumps + 1, (uint8_t)jump->letters, (uint8_t)(move->n_jumps - 1), move->single};
}

static void add_move(struct lattice *l, uint32_t c, uint32_t first)
{
	struct pinyin_places to[PINYIN_QUERY_MAX];
	uint64_t from = pinyin_moves(l->query, c, to);
	if (!from || l->moves.n == UINT16_MAX)
		return;
	const syllable *readings;
	struct lattice_move move = {.c = c, .first = first, .from = from, .single = pinyin_char(c, &readings) <= 1, .jumps = (uint32_t)l->jumps.n};
	struct lattice_jump jumps[JUMP_MOST + 1] = {0};
	for (uint64_t rest = from; rest; rest &= rest - 1) {
		unsigned at = bits_lowest(rest);
		struct pinyin_places p = to[at];
		const uint64_t places[] = {l->whole ? p.full : p.any, p.full, l->whole ? p.sure : p.plain, p.sure};
		for (int how = 0; how < LATTICE_HOWS; how++)
			for (uint64_t ends = places[how]; ends; ends &= ends - 1)
				jumps[(bits_lowest(ends) - at) % (JUMP_MOST + 1)].from.by[how] |= rest & -rest;
	}
	for (unsigned letters = 1; letters <= JUMP_MOST; letters++)
		if (jumps[letters].from.by[LATTICE_ANY]) {
			jumps[letters].letters = letters;
			array_push(&l->jumps, jumps[letters]);
			move.n_jumps++;
		}
	if (!move.n_jumps) /* it leads on by initials only, where these do not count */
		return;
	array_push(&l->moves, move);
	if (l->query->n < LEAP_PLACES)
		array_push(&l->leaps, leap_of(l, &move));
	if (c < LATTICE_BASIC) {
		l->ids[c] = (uint16_t)l->moves.n;
		bits_set(l->known, c);
	}
}

/* Each character that occurs comes first in some pair, be it the one with GRAM_END. */
void lattice_init(struct lattice *l, const struct postings *postings, const struct section *triples, const struct pinyin_query *query,
	bool whole)
{
	const uint32_t *firsts = SECTION_V(uint32_t, postings->firsts);
	*l = (struct lattice){.postings = postings, .triples = triples, .query = query, .whole = whole, .ends = EVERY_HOW};
	l->ids = xcalloc(LATTICE_BASIC, sizeof *l->ids);
	if (query->n < LEAP_PLACES)
		array_push(&l->leaps, ((struct lattice_leap){0}));
	l->known = xcalloc(LATTICE_BASIC / 64, sizeof *l->known);
	l->letters = query->by_sound;
	for (size_t i = 0; i < query->n; i++)
		l->letters |= query->chars[i] >= 'a' && query->chars[i] <= 'z';
	if (l->letters) {
		for (uint32_t i = 0; i < postings->firsts.n; i++)
			add_move(l, firsts[i], i);
		return;
	}
	for (size_t i = 0; i < query->n; i++) {
		bool again = false;
		for (size_t m = 0; m < l->moves.n; m++)
			again |= l->moves.v[m].c == query->chars[i];
		int64_t first = again ? -1 : gram_first(postings, query->chars[i]);
		if (first >= 0)
			add_move(l, query->chars[i], (uint32_t)first);
	}
}

void lattice_release(struct lattice *l)
{
	free(l->ids);
	free(l->known);
	array_release(&l->moves);
	array_release(&l->jumps);
	array_release(&l->leaps);
	array_release(&l->odd);
}

/* -- along the pairs -------------------------------------------------------------------------- */

struct walk {
	struct lattice *l;
	lattice_edges layers[LAYERS_MAX]; /* the pairs that can be number i of a match */
	size_t n_layers;
	size_t ends; /* the first layer, not the first of all, in which the query may end; LAYERS_MAX: none */
	unsigned hows; /* bits: ways in which the query ends somewhere */
	gram_list doubtful; /* beginnings of names that match by first readings, which a phrase may change */
	gram_list all[LATTICE_HOWS], heads[LATTICE_HOWS]; /* of matches of one or two characters: not in those that others are part of */
};

static void add_span(gram_list *to, struct gram_span span)
{
	for (uint32_t g = span.first; g < span.end; g++)
		array_push(to, g);
}

/* The ways in which the query ends here, as it does: those that are no part of each other. */
static unsigned ends_by(const struct walk *w, struct lattice_places at)
{
	uint64_t end = lattice_end(w->l);
	if (at.by[LATTICE_FULL] & end)
		return 1u << LATTICE_FULL;
	unsigned some = (at.by[LATTICE_WHOLE] & end ? 1u << LATTICE_WHOLE : 0) | (at.by[LATTICE_PLAIN] & end ? 1u << LATTICE_PLAIN : 0);
	return some ? some : 1u << LATTICE_ANY;
}

static void note_end(struct walk *w, struct lattice_places at)
{
	for (int how = 0; how < LATTICE_HOWS; how++)
		w->hows |= (unsigned)(at.by[how] >> w->l->query->n & 1) << how;
}

static void note_odd(void *context, const uint16_t *chars, size_t n)
{
	struct lattice *l = context;
	if (n > 1)
		array_push(&l->odd, chars[1]);
}

/* The characters behind one in phrases that it begins and that are read in their own way. */
static void find_odd(struct lattice *l, struct lattice_move *move)
{
	if (move->has_odd)
		return;
	move->has_odd = true;
	move->odd = (uint32_t)l->odd.n;
	pinyin_each_odd_phrase_from(move->c, note_odd, l);
	move->n_odd = (uint32_t)l->odd.n - move->odd;
}

static bool is_odd(const struct lattice *l, const struct lattice_move *move, uint32_t second)
{
	for (uint32_t i = 0; i < move->n_odd; i++)
		if (l->odd.v[move->odd + i] == second)
			return true;
	return false;
}

/* Names that begin with a character that a phrase which begins there may read otherwise than first. */
static void add_doubtful(struct walk *w, struct lattice_move *move, struct gram_span heads)
{
	find_odd(w->l, move);
	for (uint32_t g = heads.first; move->n_odd && g < heads.end; g++)
		if (is_odd(w->l, move, gram_second(w->l->postings, g) & ~(uint32_t)GRAM_START))
			array_push(&w->doubtful, g);
}

/* Whether no phrase reads one of two characters that a name begins with in its own way. */
static bool begins_certain(struct walk *w, struct lattice_move *first, struct lattice_move *second)
{
	find_odd(w->l, first);
	find_odd(w->l, second);
	return (first->single || !is_odd(w->l, first, second->c))
		&& (second->single || (!is_odd(w->l, first, second->c) && !second->n_odd));
}

/* The query is one character, or its beginning leads on from there. */
static struct lattice_places begin(struct walk *w, struct lattice_move *move)
{
	struct lattice_places at = lattice_step(w->l, lattice_start, move);
	note_end(w, at);
	if (at.by[LATTICE_ANY] & lattice_end(w->l)) {
		const struct postings *p = w->l->postings;
		struct gram_span span = gram_span(p, move->first);
		if (w->l->alone)
			add_span(&w->all[LATTICE_ANY], gram_span_anywhere(p, span));
		for (unsigned hows = w->l->alone ? 0 : ends_by(w, at); hows; hows &= hows - 1) {
			add_span(&w->all[__builtin_ctz(hows)], gram_span_anywhere(p, span));
			add_span(&w->heads[__builtin_ctz(hows)], gram_span_starting(p, span));
		}
		if (w->l->letters && !w->l->alone && !move->single && at.by[LATTICE_PLAIN] & lattice_end(w->l))
			add_doubtful(w, move, gram_span_starting(p, span));
		lattice_leave(&at, lattice_end(w->l));
	}
	return at;
}

/* A match of two characters. */
static void end_pair(struct walk *w, struct lattice_move *first, struct lattice_move *second, uint32_t gram,
	struct lattice_places at)
{
	const struct postings *p = w->l->postings;
	if (w->l->alone) {
		array_push(&w->all[LATTICE_ANY], gram);
		return;
	}
	int64_t head = gram_find(p, first->c, gram_second(p, gram) | GRAM_START);
	for (unsigned hows = ends_by(w, at); hows; hows &= hows - 1) {
		array_push(&w->all[__builtin_ctz(hows)], gram);
		if (head >= 0)
			array_push(&w->heads[__builtin_ctz(hows)], (uint32_t)head);
	}
	if (w->l->letters && head >= 0 && at.by[LATTICE_PLAIN] & lattice_end(w->l) && !begins_certain(w, first, second))
		array_push(&w->doubtful, (uint32_t)head);
}

/* Go along all pairs of a character. */
static void follow(struct walk *w, size_t layer, size_t from, struct lattice_places at, struct lattice_places *next)
{
	struct lattice_move *move = &w->l->moves.v[from];
	const struct postings *p = w->l->postings;
	struct gram_span span = gram_span_anywhere(p, gram_span(p, move->first));
	for (uint32_t g = span.first; g < span.end; g++) {
		uint32_t c = gram_second(p, g);
		size_t m = c == GRAM_END ? 0 : lattice_move_of(w->l, c);
		if (!m || !(w->l->moves.v[m - 1].from & at.by[LATTICE_ANY]))
			continue;
		struct lattice_places to = lattice_step(w->l, at, &w->l->moves.v[m - 1]);
		bool ends = to.by[LATTICE_ANY] & lattice_end(w->l);
		note_end(w, to);
		if (ends && layer == 0)
			end_pair(w, move, &w->l->moves.v[m - 1], g, to);
		if (ends && layer > 0 && layer < w->ends)
			w->ends = layer;
		lattice_leave(&to, lattice_end(w->l));
		lattice_join(&next[m - 1], to);
		if (!lattice_is_nowhere(to) || (ends && layer > 0))
			array_push(&w->layers[layer], (struct lattice_edge){g, (uint16_t)from, (uint16_t)(m - 1), ends && layer > 0, !lattice_is_nowhere(to)});
	}
}

/* Pairs that are matches themselves, as bits: where it is not asked how names match, all rows that have one are found. */
static uint64_t *find_matches(const struct walk *w)
{
	uint64_t *matches = bits_new(w->l->postings->seconds.n);
	for (size_t i = 0; w->l->alone && i < w->all[LATTICE_ANY].n; i++)
		bits_set(matches, w->all[LATTICE_ANY].v[i]);
	return matches;
}

/* Leave out pairs from which no match is reached, and those that are matches already. Those of the last layer were not followed and stay. */
static void prune(struct walk *w)
{
	bool *alive = xcalloc(w->l->moves.n + 1, sizeof *alive), *before = xcalloc(w->l->moves.n + 1, sizeof *before);
	uint64_t *matches = find_matches(w);
	for (size_t i = w->n_layers; i-- > 0;) {
		lattice_edges *layer = &w->layers[i];
		size_t n = 0;
		memset(before, 0, w->l->moves.n * sizeof *before);
		for (size_t e = 0; e < layer->n; e++) {
			struct lattice_edge edge = layer->v[e];
			bool goes = edge.goes && (i + 1 == w->n_layers || alive[edge.to]);
			if ((!edge.ends && !goes) || bits_has(matches, edge.gram))
				continue;
			before[edge.from] = true;
			layer->v[n++] = edge;
		}
		layer->n = n;
		bool *swap = alive;
		alive = before;
		before = swap;
	}
	free(matches);
	free(alive);
	free(before);
}

static void walk_on(struct walk *w)
{
	size_t n = w->l->moves.n;
	struct lattice_places *at = xcalloc(n + 1, sizeof *at), *next = xcalloc(n + 1, sizeof *next);
	bool goes = false;
	w->ends = LAYERS_MAX;
	for (size_t m = 0; m < n; m++)
		if (w->l->moves.v[m].from & 1) {
			at[m] = begin(w, &w->l->moves.v[m]);
			goes |= !lattice_is_nowhere(at[m]);
		}
	for (; goes && w->n_layers < LAYERS_MAX && w->n_layers <= w->ends + 1; w->n_layers++) {
		memset(next, 0, n * sizeof *next);
		goes = false;
		for (size_t m = 0; m < n; m++)
			if (!lattice_is_nowhere(at[m]))
				follow(w, w->n_layers, m, at[m], next);
		for (size_t m = 0; m < n; m++)
			goes |= !lattice_is_nowhere(next[m]);
		struct lattice_places *swap = at;
		at = next;
		next = swap;
	}
	if (goes) /* not all ways were gone along */
		w->hows = EVERY_HOW;
	free(at);
	free(next);
	prune(w);
}

/* -- pairs that no name has behind each other ----------------------------------------------------- */

/* Pairs by the move at one of their ends: 1 + the last one of each move, and behind each pair the next one of its move. */
struct by_move {
	uint32_t *last, *next;
};

static struct by_move group(const lattice_edges *layer, bool by_to, size_t n_moves)
{
	struct by_move by = {xcalloc(n_moves + 1, sizeof *by.last), xcalloc(layer->n + 1, sizeof *by.next)};
	for (size_t e = 0; e < layer->n; e++) {
		uint32_t *last = &by.last[by_to ? layer->v[e].to : layer->v[e].from];
		by.next[e] = *last;
		*last = (uint32_t)e + 1;
	}
	return by;
}

/* Whether a name may have a pair and then one of the layer behind it; `back`: one of the layer before it, and then the pair. */
static bool is_joined(const struct lattice *l, const struct lattice_edge *edge, const lattice_edges *others, const struct by_move *by, bool back)
{
	const struct lattice_move *moves = l->moves.v;
	for (uint32_t e = by->last[back ? edge->from : edge->to]; e; e = by->next[e - 1]) {
		const struct lattice_edge *other = &others->v[e - 1];
		uint32_t first = back ? other->from : edge->from, last = back ? edge->to : other->to;
		if (triples_has(l->triples, moves[first].c, moves[back ? edge->from : edge->to].c, moves[last].c))
			return true;
	}
	return false;
}

static void keep_joined_to(const struct walk *w, lattice_edges *layer, const lattice_edges *others, bool back)
{
	struct by_move by = group(others, back, w->l->moves.n);
	size_t n = 0;
	for (size_t e = 0; e < layer->n; e++)
		if (is_joined(w->l, &layer->v[e], others, &by, back))
			layer->v[n++] = layer->v[e];
	layer->n = n;
	free(by.last);
	free(by.next);
}

/* Leave of the pairs of layers that every match goes through those that some name may have behind each other. */
static void leave_absent(struct walk *w, size_t n_layers)
{
	for (size_t i = 1; i < n_layers; i++)
		keep_joined_to(w, &w->layers[i], &w->layers[i - 1], true);
	for (size_t i = n_layers; i-- > 1;)
		keep_joined_to(w, &w->layers[i - 1], &w->layers[i], false);
}

/* -- rows --------------------------------------------------------------------------------------- */

struct layers {
	uint64_t *bits[LAYERS_MAX];
	size_t n;
};

/* Leave of the first layer what is in all. */
static void meet(void *context, size_t first, size_t end)
{
	const struct layers *l = context;
	for (size_t i = 1; i < l->n; i++)
		bits_keep(l->bits[0] + first, l->bits[i] + first, end - first);
}

/* Rows that have a pair of each layer. */
static uint64_t *find_layers(const struct walk *w, size_t n_layers, uint32_t n_rows)
{
	struct layers layers = {.n = n_layers};
	struct gram_union unions[LAYERS_MAX];
	gram_list all[LAYERS_MAX] = {0};
	for (size_t i = 0; i < n_layers; i++) {
		for (size_t e = 0; e < w->layers[i].n; e++)
			array_push(&all[i], w->layers[i].v[e].gram);
		layers.bits[i] = bits_new(n_rows);
		unions[i] = (struct gram_union){all[i].v, all[i].n, 0, layers.bits[i]};
	}
	gram_rows_unite(w->l->postings, unions, n_layers, n_rows);
	if (n_layers > 1)
		bits_pass(bits_room(n_rows), n_layers, meet, &layers);
	for (size_t i = 0; i < n_layers; i++) {
		array_release(&all[i]);
		if (i)
			free(layers.bits[i]);
	}
	return layers.bits[0];
}

/* Leave of them those in which a pair of each layer leads on to one of the next. */
static void keep_joined(const struct walk *w, size_t n_layers, uint32_t n_rows, uint64_t *perhaps)
{
	ARRAY(struct gram_joint) to = {0}, from = {0};
	for (size_t i = 0; i + 1 < n_layers; i++) {
		array_clear(&to);
		array_clear(&from);
		for (size_t e = 0; e < w->layers[i].n; e++)
			array_push(&to, ((struct gram_joint){w->layers[i].v[e].gram, w->layers[i].v[e].to}));
		for (size_t e = 0; e < w->layers[i + 1].n; e++)
			array_push(&from, ((struct gram_joint){w->layers[i + 1].v[e].gram, w->layers[i + 1].v[e].from}));
		gram_rows_join(w->l->postings, (struct gram_joints){to.v, to.n}, (struct gram_joints){from.v, from.n},
			(uint32_t)w->l->moves.n, n_rows, perhaps);
	}
	array_release(&to);
	array_release(&from);
}

/* About how many rows would have a pair of each layer if the layers did not depend on each other. */
static double chance_rows(const struct walk *w, size_t n_layers, uint32_t n_rows)
{
	double rows = n_rows;
	for (size_t i = 0; i < n_layers; i++) {
		uint64_t sum = 0;
		for (size_t e = 0; e < w->layers[i].n; e++)
			sum += gram_count(w->l->postings, w->layers[i].v[e].gram);
		rows *= (double)sum / n_rows;
	}
	return rows;
}

/* Rows in which pairs lead on up to the layer where the query first may end. */
static uint64_t *find_perhaps(struct walk *w, uint32_t n_rows)
{
	static const double few = 256; /* of fewer than one row in so many for each step reading the names is quicker than joining the layers */
	size_t n_words = bits_room(n_rows), n_layers = w->ends < w->n_layers ? w->ends + 1 : w->n_layers;
	leave_absent(w, n_layers);
	for (size_t i = 0; i < n_layers; i++)
		if (!w->layers[i].n)
			return NULL;
	if (!n_layers)
		return NULL;
	if (n_layers < 2 || !w->l->letters || chance_rows(w, n_layers, n_rows) < (double)n_rows / few * (double)(n_layers - 1))
		return find_layers(w, n_layers, n_rows);
	uint64_t *perhaps = xmalloc(n_words * sizeof *perhaps);
	memset(perhaps, 0xFF, n_words * sizeof *perhaps);
	keep_joined(w, n_layers, n_rows, perhaps);
	return perhaps;
}

/* Some rows match for sure: their names need not be read. */
static void find_sure(const struct walk *w, uint32_t n_rows, uint64_t *perhaps, const struct lattice_rows *rows)
{
	const struct lattice *l = w->l;
	if (w->ends >= w->n_layers)
		return;
	if (l->letters) {
		size_t n = bits_total(perhaps, bits_room(n_rows)), n_left = n;
		if (l->alone)
			n_left = lattice_find_chained(w->l, w->layers, w->ends + 1, n_rows, perhaps, rows->all[LATTICE_ANY]);
		if (n_left * 2 >= n)
			lattice_find_sure(l, w->ends + 2, w->layers[0].v, w->layers[0].n, n_rows, perhaps, rows);
		return;
	}
	if (l->query->n < 3 || w->ends + 2 != l->query->n)
		return;
	const struct gram_word word = {l->postings, l->triples, l->query->chars, l->query->n, n_rows};
	gram_rows_sure(&word, perhaps, rows->all[LATTICE_ANY], rows->heads[LATTICE_ANY]);
}

struct unions {
	struct gram_union v[GRAM_UNIONS_MAX];
	size_t n;
};

/* Add a union for each way to match, behind those of the ways that are part of it; where all ways have one set, one for that. */
static void ask_by_how(gram_list by[LATTICE_HOWS], uint64_t *const rows[LATTICE_HOWS], struct unions *to)
{
	unsigned parts = 0, full = 0;
	bool one = !rows[LATTICE_FULL];
	for (int how = LATTICE_HOWS; how-- > 0;) {
		if (one && how != LATTICE_ANY)
			for (size_t i = 0; i < by[how].n; i++)
				array_push(&by[LATTICE_ANY], by[how].v[i]);
		else if (by[how].n || parts)
			to->v[to->n++] = (struct gram_union){by[how].v, by[how].n, how == LATTICE_ANY ? parts : full, rows[how]};
		if (!one && by[how].n)
			parts |= 1u << (to->n - 1);
		if (how == LATTICE_FULL)
			full = parts;
	}
}

/* The rows of all pairs of matches of one or two characters. */
static void add_short(struct walk *w, uint32_t n_rows, const struct lattice_rows *rows)
{
	const struct lattice *l = w->l;
	struct unions unions = {.n = 0};
	ask_by_how(w->all, rows->all, &unions);
	if (!l->alone)
		ask_by_how(w->heads, rows->heads, &unions);
	gram_rows_unite(l->postings, unions.v, unions.n, n_rows);
	for (int how = 0; how < LATTICE_HOWS; how++) {
		array_release(&w->all[how]);
		array_release(&w->heads[how]);
	}
}

uint64_t *lattice_find(struct lattice *l, uint32_t n_rows, struct lattice_rows *rows)
{
	struct walk w = {.l = l};
	l->alone = !rows->heads[LATTICE_ANY];
	walk_on(&w);
	l->ends = l->alone ? 1u << LATTICE_ANY : w.hows;
	rows->any = false;
	for (int how = 0; how < LATTICE_HOWS; how++)
		rows->any |= w.all[how].n > 0;
	add_short(&w, n_rows, rows);
	if (rows->certain && rows->any)
		lattice_add_certain(l, w.doubtful.v, w.doubtful.n, n_rows, rows);
	array_release(&w.doubtful);
	uint64_t *perhaps = find_perhaps(&w, n_rows);
	if (perhaps)
		find_sure(&w, n_rows, perhaps, rows);
	for (size_t i = 0; i < LAYERS_MAX; i++)
		array_release(&w.layers[i]);
	return perhaps;
}

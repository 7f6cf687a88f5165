/* What look-ups of a delta run on: the base's with the pairs of changed rows put in and taken out. */
#include "delta_internal.h"

#include "base/bisect.h"
#include "base/parallel.h"
#include "foremost_internal.h"
#include "name_internal.h"

#include <stdlib.h>
#include <string.h>

/* A row that is looked at anew. */
struct fresh {
	uint32_t row, old; /* of the search, now and before; old UINT32_MAX: a new row */
	struct search_row made;
};

typedef ARRAY(struct gram_change) gram_changes;

struct searching {
	struct delta *d;
	ARRAY(struct fresh) rows; /* in the order of rows of the search */
	ARRAY(struct gram_move) moves;
	gram_changes names, fields;
};

/* -- which rows ------------------------------------------------------------------------- */

static bool texts_changed(const struct delta *d, enum kind kind)
{
	const struct delta_kind *k = &d->kinds[kind];
	const struct searched_fields *s = &d->index->searched[kind];
	bool changed = delta_grows(k) || (composition_of(kind) && k->n_changed);
	for (size_t i = 0; i < s->n; i++)
		changed |= k->fields[s->v[i].field];
	return changed;
}

static void find_rows(struct searching *s)
{
	const struct delta *d = s->d;
	for (size_t i = 0; i < KIND_COUNT; i++) {
		enum kind kind = (enum kind)d->index->plan.order[i];
		const struct delta_kind *k = &d->kinds[kind];
		uint32_t base = d->index->plan.bases[kind], old = d->base->plan.bases[kind];
		if (!s->moves.n || s->moves.v[s->moves.n - 1].by != base - old)
			array_push(&s->moves, (struct gram_move){s->moves.n ? old : 0, base - old});
		for (uint32_t j = 0; texts_changed(d, kind) && j < k->n_changed; j++)
			array_push(&s->rows, (struct fresh){.row = base + k->rows[j], .old = k->rows[j] < k->n_old ? old + k->rows[j] : UINT32_MAX});
	}
}

/* -- their pairs --------------------------------------------------------------------------- */

/* What one of two lists has and the other has not. */
static void add_changes(struct gram_keys *old, struct gram_keys *new, uint32_t row, gram_changes *out)
{
	gram_keys_once(old);
	gram_keys_once(new);
	for (size_t i = 0, j = 0; i < old->n || j < new->n;) {
		bool gone = j == new->n || (i < old->n && old->v[i] < new->v[j]);
		bool came = !gone && (i == old->n || new->v[j] < old->v[i]);
		if (gone || came)
			array_push(out, (struct gram_change){gone ? old->v[i] : new->v[j], row, gone});
		i += !came;
		j += !gone;
	}
	array_clear(old);
	array_clear(new);
}

static int by_gram(const void *a, const void *b)
{
	const struct gram_change *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static void read_rows(struct searching *s)
{
	struct row_texts before = {.index = s->d->base}, now = {.index = s->d->index};
	const struct section *set = &s->d->index->search.triples;
	uint64_t *triples = set->n ? (uint64_t *)(uintptr_t)set->v : NULL;
	struct gram_keys keys[4] = {{0}};
	for (size_t i = 0; i < s->rows.n; i++) {
		struct fresh *f = &s->rows.v[i];
		if (f->old != UINT32_MAX)
			search_read_row(&before, f->old, &keys[0], &keys[1], NULL);
		f->made = search_read_row(&now, f->row, &keys[2], &keys[3], triples);
		add_changes(&keys[0], &keys[2], f->row, &s->names);
		add_changes(&keys[1], &keys[3], f->row, &s->fields);
	}
	for (size_t i = 0; i < 4; i++)
		array_release(&keys[i]);
	row_texts_release(&before);
	row_texts_release(&now);
	if (s->names.n)
		qsort(s->names.v, s->names.n, sizeof *s->names.v, by_gram);
	if (s->fields.n)
		qsort(s->fields.v, s->fields.n, sizeof *s->fields.v, by_gram);
}

static void share_postings(const struct delta *d, const struct postings *from, struct postings *to)
{
	delta_share(d, &from->firsts, &to->firsts);
	delta_share(d, &from->spans, &to->spans);
	delta_share(d, &from->seconds, &to->seconds);
	delta_share(d, &from->counts, &to->counts);
	delta_share(d, &from->starts, &to->starts);
	delta_share(d, &from->bytes, &to->bytes);
}

/* The grams of the rows that stand elsewhere, of the names of rows or all; false: these are many. */
static bool read_moved(const struct searching *s, bool names, uint32_t n_before, struct gram_keys *out)
{
	enum { FEW = 1 << 10 };
	struct row_texts texts = {.index = s->d->base};
	struct gram_keys other = {0};
	uint32_t first = s->moves.n > 1 ? s->moves.v[1].row : n_before;
	if (first < n_before && n_before - first > FEW)
		return false;
	array_reserve(out, 1);
	for (uint32_t row = first; row < n_before; row++)
		search_read_row(&texts, row, names ? out : &other, names ? &other : out, NULL);
	gram_keys_once(out);
	array_release(&other);
	row_texts_release(&texts);
	return true;
}

static void make_postings(const struct searching *s, bool names, uint32_t n_before, uint32_t n_rows)
{
	const struct search *base = &s->d->base->search;
	struct search *search = &s->d->index->search;
	const struct postings *from = names ? &base->names : &base->fields;
	struct postings *to = names ? &search->names : &search->fields;
	const gram_changes *v = names ? &s->names : &s->fields;
	struct gram_keys moved = {0};
	if (!v->n && n_before == n_rows) {
		share_postings(s->d, from, to);
		return;
	}
	bool few = read_moved(s, names, n_before, &moved);
	const struct gram_changes changes = {v->v, v->n, s->moves.v, s->moves.n, few ? moved.v : NULL, moved.n, n_before, n_rows};
	gram_merge(from, &changes, s->d->index->n_threads, to);
	array_release(&moved);
}

/* -- beside the rows ---------------------------------------------------------------------------- */

/* Names that are composed of others' are as long as these make them. */
static void measure_composed(const struct delta *d, uint8_t *lengths)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint32_t row = 0; d->kinds[k].composed && row < d->kinds[k].n; row++) {
			size_t n = search_length(d->index, ref_make((enum kind)k, row));
			lengths[d->index->plan.bases[k] + row] = n < LENGTH_MAX ? (uint8_t)n : LENGTH_MAX;
		}
}

/* A set of rows of the kinds in a mask, where these stand now. */
static void copy_set(const struct delta *d, const struct section *from, uint32_t kinds_of, uint32_t n_rows, struct section *to)
{
	uint64_t *bits = bits_new(n_rows);
	for (int k = 0; k < KIND_COUNT; k++)
		if (kinds_of >> k & 1)
			bits_copy_range(SECTION_V(uint64_t, *from), from->n, d->base->plan.bases[k], d->kinds[k].n_old, bits, d->index->plan.bases[k]);
	*to = section_plain(bits, bits_room(n_rows), sizeof *bits);
}

static void put_bit(const struct section *set, uint32_t row, bool is)
{
	bits_put((uint64_t *)(uintptr_t)set->v, row, is);
}

/* Reading a row asks whether its texts change by folding: these bits stand first, those of fresh rows follow. */
static void copy_lengths(const struct delta *d)
{
	const struct search *from = &d->base->search;
	const struct search_plan *plan = &d->index->plan;
	struct search *to = &d->index->search;
	size_t n = d->index->n_rows;
	uint8_t *lengths = xcalloc(n + 1, 1);
	for (int k = 0; k < KIND_COUNT; k++)
		parallel_copy(lengths + plan->bases[k], SECTION_V(uint8_t, from->lengths) + d->base->plan.bases[k], d->kinds[k].n_old, d->index->n_threads);
	to->lengths = section_plain(lengths, n + 1, 1);
	copy_set(d, &from->changed, UINT32_MAX, d->index->n_rows, &to->changed);
	copy_set(d, &from->brief, plan->named, plan->n_named, &to->brief);
	copy_set(d, &from->single, plan->named, plan->n_named, &to->single);
	uint64_t *triples = xmalloc((size_t)from->triples.n * sizeof *triples);
	if (from->triples.n)
		memcpy(triples, from->triples.v, (size_t)from->triples.n * sizeof *triples);
	to->triples = section_plain(triples, (size_t)from->triples.n, sizeof *triples);
}

static void fill_lengths(const struct searching *s)
{
	const struct search *search = &s->d->index->search;
	uint8_t *lengths = (void *)(uintptr_t)search->lengths.v;
	for (size_t i = 0; i < s->rows.n; i++) {
		const struct fresh *f = &s->rows.v[i];
		lengths[f->row] = f->made.length;
		put_bit(&search->changed, f->row, f->made.changed);
		if (f->row >= s->d->index->plan.n_named)
			continue;
		put_bit(&search->brief, f->row, f->made.brief);
		put_bit(&search->single, f->row, f->made.single);
	}
	measure_composed(s->d, lengths);
}

/* -- codes --------------------------------------------------------------------------------------- */

static int by_code(const void *a, const void *b, void *context)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	struct strbuf p = {0}, q = {0};
	int order = str_cmp(search_code(context, x, &p), search_code(context, y, &q));
	strbuf_release(&p);
	strbuf_release(&q);
	return order ? order : x < y ? -1 : x > y;
}

static uint32_t moved(const struct searching *s, uint32_t row)
{
	size_t i = s->moves.n - 1;
	while (i && s->moves.v[i].row > row)
		i--;
	return row + s->moves.v[i].by;
}

/* An order by codes with the fresh rows taken out and put in again. */
struct coding {
	const struct searching *s;
	const struct section *from; /* the base's */
	struct merge merge;
	ARRAY(uint32_t) fresh; /* those that have a code, in their order */
	struct section *to;
};

/* A row of the base's order; one of an image that is wrong is any row. */
static uint32_t coded_row(const struct coding *c, uint64_t place)
{
	uint32_t row = (uint32_t)section_number(c->from, place);
	return row < c->s->d->base->n_rows ? row : 0;
}

static bool stands_before(const struct index *index, uint32_t a, uint32_t b)
{
	return by_code(&a, &b, (void *)(uintptr_t)index) < 0;
}

/* Where a row of the base stands in its order. */
static bool find_code(const struct coding *c, uint32_t row, uint32_t *place)
{
	size_t at = 0;
	bisect(at, (size_t)c->from->n, i, stands_before(c->s->d->base, coded_row(c, i), row));
	*place = (uint32_t)at;
	return at < c->from->n && coded_row(c, at) == row;
}

/* False: one does not stand where its code says. */
static bool find_codes_gone(struct coding *c)
{
	struct strbuf buffer = {0};
	bool ok = true;
	for (size_t i = 0; ok && i < c->s->rows.n; i++) {
		uint32_t old = c->s->rows.v[i].old, place;
		if (old == UINT32_MAX || !search_code(c->s->d->base, old, &buffer).n)
			continue;
		ok = find_code(c, old, &place);
		array_push(&c->merge.gone, place);
	}
	strbuf_release(&buffer);
	merge_gone(&c->merge, (size_t)c->from->n);
	return ok;
}

static bool stays_before(void *context, size_t place, size_t fresh)
{
	const struct coding *c = context;
	return stands_before(c->s->d->index, moved(c->s, coded_row(c, place)), c->fresh.v[fresh]);
}

static void place_codes(struct coding *c)
{
	struct index *index = c->s->d->index;
	struct strbuf buffer = {0};
	for (size_t i = 0; i < c->s->rows.n; i++)
		if (search_code(index, c->s->rows.v[i].row, &buffer).n)
			array_push(&c->fresh, c->s->rows.v[i].row);
	if (c->fresh.n)
		qsort_r(c->fresh.v, c->fresh.n, sizeof *c->fresh.v, by_code, index);
	merge_came(&c->merge, c->fresh.n, stays_before, c);
	strbuf_release(&buffer);
}

enum { CODES_AT_ONCE = 1 << 16 };

static void put_codes(void *context, size_t piece)
{
	const struct coding *c = context;
	size_t first = piece * CODES_AT_ONCE, n = c->merge.n_stay;
	struct merge_walk w = merge_walk(&c->merge, first, n - first < CODES_AT_ONCE ? n : first + CODES_AT_ONCE);
	while (merge_next(&w)) {
		if (!w.n)
			section_put_row(c->to, w.to, c->fresh.v[w.from]);
		for (size_t i = 0; i < w.n; i++)
			section_put_row(c->to, w.to + i, moved(c->s, coded_row(c, w.from + i)));
	}
}

static void make_codes(const struct searching *s)
{
	struct index *index = s->d->index;
	struct coding c = {.s = s, .from = &s->d->base->search.codes, .to = &index->search.codes};
	if (find_codes_gone(&c)) {
		place_codes(&c);
		*c.to = section_rows(c.merge.n_stay + c.fresh.n, index->n_rows);
		parallel_for(c.merge.n_stay ? (c.merge.n_stay - 1) / CODES_AT_ONCE + 1 : 1, index->n_threads, put_codes, &c);
	} else {
		index_make_codes(index);
	}
	merge_release(&c.merge);
	array_release(&c.fresh);
}

/* -- foremost rows --------------------------------------------------------------------------- */

/* Older rows of a kind of which more or less is said than was. */
static void add_renowned(const struct delta *d, enum kind kind, place_array *out)
{
	enum { AT_ONCE = 1 << 12 };
	const uint8_t *before = SECTION_V(uint8_t, d->base->renown) + d->base->tables[kind].base;
	const uint8_t *now = SECTION_V(uint8_t, d->index->renown) + d->index->tables[kind].base;
	uint32_t n = d->kinds[kind].n_old;
	for (uint32_t first = 0; before != now && first < n; first += AT_ONCE) {
		uint32_t end = n - first < AT_ONCE ? n : first + AT_ONCE;
		if (memcmp(before + first, now + first, end - first) == 0)
			continue;
		for (uint32_t row = first; row < end; row++)
			if (before[row] != now[row])
				array_push(out, row);
	}
}

/* They follow from renown, lengths and the order of names: of many that changed little is left of the base's. */
static void make_foremost(void *context, size_t kind)
{
	enum { FEW = 1 << 12 };
	struct delta *d = context;
	const struct delta_kind *k = &d->kinds[kind];
	place_array rows = {0};
	for (uint32_t i = 0; i < k->n_changed; i++)
		array_push(&rows, k->rows[i]);
	add_renowned(d, (enum kind)kind, &rows);
	place_array_sort(&rows);
	if (!rows.n)
		delta_share(d, &d->base->tables[kind].foremost, &d->index->tables[kind].foremost);
	else if (rows.n > FEW || !foremost_patch(d->base, d->index, (enum kind)kind, rows.v, rows.n))
		foremost_make(d->index, (enum kind)kind);
	array_release(&rows);
}

void delta_search(struct delta *d)
{
	struct searching s = {.d = d};
	const struct search *from = &d->base->search;
	struct search *to = &d->index->search;
	bool composed = false;
	for (int k = 0; k < KIND_COUNT; k++)
		composed |= d->kinds[k].composed;
	find_rows(&s);
	if (s.rows.n || composed) {
		copy_lengths(d);
		read_rows(&s);
		fill_lengths(&s);
	} else {
		delta_share(d, &from->lengths, &to->lengths);
		delta_share(d, &from->changed, &to->changed);
		delta_share(d, &from->brief, &to->brief);
		delta_share(d, &from->single, &to->single);
		delta_share(d, &from->triples, &to->triples);
	}
	make_postings(&s, true, d->base->plan.n_named, d->index->plan.n_named);
	make_postings(&s, false, d->base->n_rows, d->index->n_rows);
	if (s.rows.n) {
		make_codes(&s);
		search_make_odd(d->index);
	} else {
		delta_share(d, &from->codes, &to->codes);
		delta_share(d, &from->odd, &to->odd);
	}
	parallel_for(KIND_COUNT, d->index->n_threads, make_foremost, d);
	array_release(&s.rows);
	array_release(&s.moves);
	array_release(&s.names);
	array_release(&s.fields);
}

/* Orders by figures of a delta: those of its base with the rows whose figures or names changed in their places. */
#include "delta_internal.h"

#include "base/alloc.h"
#include "base/bisect.h"
#include "base/parallel.h"

#include <stdlib.h>

/* What a row is ordered by. */
struct figured {
	uint32_t row, place; /* place: where it comes to stand */
	bool present, odd;
	struct decimal least;
	struct str unit;
};

struct patching {
	const struct delta *d;
	enum kind kind;
	struct ref indicator;
	const struct order_sections *from;
	ARRAY(struct figured) fresh; /* in their order */
	uint64_t *moves;             /* bits by row: rows that do not stay where they are */
	struct merge merge;
};

/* A row of an image that is wrong is any row. */
static struct figured figured_of(const struct patching *p, const struct index *index, uint32_t row)
{
	row = row < index->tables[p->kind].n ? row : 0;
	struct figured f = {.row = row};
	struct index_place place = {0};
	struct index_bounds b;
	if (!order_bounds(index, ref_make(p->kind, row), p->indicator, &place, &b, &f.odd))
		f.odd = false;
	else if (b.has_least)
		f = (struct figured){row, 0, true, f.odd, b.least, b.unit};
	return f;
}

/* The figures alone: 0 for equal ones, also of two rows without. *group: they are of different groups of units. */
static int compare_figures(const struct figured *a, const struct figured *b, bool *group)
{
	*group = false;
	if (!a->present || !b->present)
		return a->present ? -1 : b->present;
	if (str_eq(a->unit, b->unit))
		return decimal_cmp(a->least, b->least);
	int order = amount_group_cmp(amount_group(a->unit), amount_group(b->unit));
	*group = order != 0;
	if (!order)
		amount_compare(a->least, a->unit, b->least, b->unit, &order);
	return order;
}

static int compare_in(const struct patching *p, const struct index *index, const struct figured *a, const struct figured *b)
{
	bool group;
	int order = compare_figures(a, b, &group);
	uint32_t m = index_own_rank(index, p->kind, a->row), n = index_own_rank(index, p->kind, b->row);
	return order ? order : m < n ? -1 : m > n;
}

static int by_figure(const void *a, const void *b, void *context)
{
	const struct patching *p = context;
	return compare_in(p, p->d->index, a, b);
}

/* -- what stays and what moves ----------------------------------------------------------------- */

static void read_fresh(struct patching *p, const ref_array *refs)
{
	p->moves = bits_new(p->d->kinds[p->kind].n);
	for (size_t i = 0; i < refs->n; i++) {
		uint32_t row = ref_row(refs->v[i]);
		array_push(&p->fresh, figured_of(p, p->d->index, row));
		bits_set(p->moves, row);
	}
	if (p->fresh.n)
		qsort_r(p->fresh.v, p->fresh.n, sizeof *p->fresh.v, by_figure, p);
}

static uint32_t present_before(const struct patching *p)
{
	return SECTION_V(uint32_t, p->from->groups)[p->from->groups.n - 1];
}

/* Whether what stands at a place of the base's order comes before a row in an index. One of a wrong image is any row. */
static bool stands_before(const struct patching *p, const struct index *index, size_t place, const struct figured *other)
{
	uint32_t row = SECTION_V(uint32_t, p->from->rows)[place];
	struct figured f = {.row = row < index->tables[p->kind].n ? row : 0};
	if (place < present_before(p))
		f = figured_of(p, index, f.row);
	return compare_in(p, index, &f, other) < 0;
}

static bool stays_before(void *context, size_t place, size_t fresh)
{
	const struct patching *p = context;
	return stands_before(p, p->d->index, place, &p->fresh.v[fresh]);
}

/* Where a row stands in the base's order. */
static bool find_place(const struct patching *p, uint32_t row, uint32_t *place)
{
	const struct section *rows = &p->from->rows;
	struct figured sought = figured_of(p, p->d->base, row);
	size_t at = 0;
	bisect(at, (size_t)rows->n, i, stands_before(p, p->d->base, i, &sought));
	*place = (uint32_t)at;
	return at < rows->n && SECTION_V(uint32_t, *rows)[at] == row;
}

static bool find_gone(struct patching *p)
{
	uint32_t n_old = p->d->kinds[p->kind].n_old, place;
	for (size_t i = 0; i < p->fresh.n; i++) {
		if (p->fresh.v[i].row >= n_old)
			continue;
		if (!find_place(p, p->fresh.v[i].row, &place))
			return false;
		array_push(&p->merge.gone, place);
	}
	merge_gone(&p->merge, n_old);
	return p->from->rows.n == n_old && p->merge.n_stay + p->fresh.n == p->d->kinds[p->kind].n;
}

/* -- the new order ------------------------------------------------------------------------------- */

struct made_order {
	uint32_t *rows;
	uint64_t *starts;
	size_t n, n_present;
	size_t n_passed;     /* groups of the base */
	ARRAY(uint32_t) groups;
};

/* Whether a value and a group start at a place: of one where other rows stand side by side than did. */
static void look_at(const struct patching *p, struct made_order *m, size_t i)
{
	bool start = i < m->n_present, group = start;
	if (i && start) {
		struct figured a = figured_of(p, p->d->index, m->rows[i - 1]), b = figured_of(p, p->d->index, m->rows[i]);
		start = compare_figures(&a, &b, &group) != 0;
	}
	bits_put(m->starts, i, start);
	if (group)
		array_push(&m->groups, (uint32_t)i);
}

/* What stands side by side in the base's order. */
static void add_run(const struct patching *p, struct made_order *m, const struct merge_walk *run)
{
	const uint32_t *groups = SECTION_V(uint32_t, p->from->groups);
	parallel_copy(m->rows + run->to, SECTION_V(uint32_t, p->from->rows) + run->from, run->n * sizeof *m->rows, p->d->index->n_threads);
	bits_copy_range(SECTION_V(uint64_t, p->from->starts), p->from->starts.n, run->from, run->n, m->starts, run->to);
	look_at(p, m, run->to);
	for (; m->n_passed + 1 < p->from->groups.n && groups[m->n_passed] < run->from + run->n; m->n_passed++)
		if (groups[m->n_passed] > run->from)
			array_push(&m->groups, (uint32_t)(run->to + (groups[m->n_passed] - run->from)));
}

static void merge_rows(struct patching *p, struct made_order *m)
{
	merge_came(&p->merge, p->fresh.n, stays_before, p);
	m->n = p->merge.n_stay + p->fresh.n;
	m->rows = xmalloc((m->n + 1) * sizeof *m->rows);
	m->starts = bits_new(m->n);
	m->n_present = present_before(p);
	for (size_t i = 0; i < p->merge.gone.n; i++)
		m->n_present -= p->merge.gone.v[i] < present_before(p);
	for (size_t i = 0; i < p->fresh.n; i++)
		m->n_present += p->fresh.v[i].present;
	for (struct merge_walk w = merge_walk(&p->merge, 0, p->merge.n_stay); merge_next(&w);) {
		if (w.n) {
			add_run(p, m, &w);
			continue;
		}
		p->fresh.v[w.from].place = (uint32_t)w.to;
		m->rows[w.to] = p->fresh.v[w.from].row;
		look_at(p, m, w.to);
	}
	array_push(&m->groups, (uint32_t)m->n_present);
}

/* Rows of other units than the first of their group are odd: where that one has another unit now, more would change. */
static bool same_heads(const struct patching *p, const struct made_order *m)
{
	const uint32_t *old = SECTION_V(uint32_t, p->from->groups), *rows = SECTION_V(uint32_t, p->from->rows);
	if (m->groups.n != p->from->groups.n)
		return false;
	for (size_t i = 0; i + 1 < m->groups.n; i++) {
		uint32_t was = rows[old[i]], is = m->rows[m->groups.v[i]];
		if (was >= p->d->kinds[p->kind].n_old)
			return false;
		bool moved = bits_has(p->moves, was);
		if (was == is && !moved)
			continue;
		struct figured head = figured_of(p, p->d->index, is);
		struct index_place place = {0};
		struct index_bounds b;
		bool odd;
		/* what it was in the base, whose units are texts of its own */
		if (!order_bounds(p->d->base, ref_make(p->kind, was), p->indicator, &place, &b, &odd))
			return false;
		if (!str_eq(b.unit, head.unit))
			return false;
	}
	return true;
}

static struct str head_unit(const struct patching *p, const struct made_order *m, uint32_t place)
{
	size_t group = 0;
	while (group + 2 < m->groups.n && m->groups.v[group + 1] <= place)
		group++;
	return figured_of(p, p->d->index, m->rows[m->groups.v[group]]).unit;
}

static void list_odd(const struct patching *p, const struct made_order *m, struct order_sections *to)
{
	const uint32_t *old = SECTION_V(uint32_t, p->from->odd);
	uint32_t n_old = p->d->kinds[p->kind].n_old;
	ARRAY(uint32_t) odd = {0};
	uint64_t *bits = bits_new(p->d->kinds[p->kind].n);
	for (uint64_t i = 0; i < p->from->odd.n; i++)
		if (old[i] < n_old && !bits_has(p->moves, old[i]))
			bits_set(bits, old[i]);
	for (size_t i = 0; i < p->fresh.n; i++) {
		const struct figured *f = &p->fresh.v[i];
		if (f->odd || (f->present && !str_eq(f->unit, head_unit(p, m, f->place))))
			bits_set(bits, f->row);
	}
	for (size_t row = 0, n = p->d->kinds[p->kind].n; (row = bits_next(bits, row, n)) < n; row++)
		array_push(&odd, (uint32_t)row);
	if (odd.n)
		to->odd = section_plain(odd.v, odd.n, sizeof *odd.v);
	free(bits);
}

static void patching_release(struct patching *p)
{
	array_release(&p->fresh);
	merge_release(&p->merge);
	free(p->moves);
}

/* Whether the base's groups divide its rows, whatever image it stands in. */
static bool groups_fit(const struct order_sections *from)
{
	const uint32_t *groups = SECTION_V(uint32_t, from->groups);
	if (!from->groups.n || groups[from->groups.n - 1] > from->rows.n)
		return false;
	for (size_t i = 1; i < from->groups.n; i++)
		if (groups[i - 1] >= groups[i])
			return false;
	return true;
}

/* False: it is to be made of all rows. */
static bool patch_order(struct patching *p, const ref_array *refs, struct order_sections *to)
{
	struct made_order m = {0};
	read_fresh(p, refs);
	bool ok = find_gone(p);
	if (ok) {
		merge_rows(p, &m);
		ok = same_heads(p, &m);
	}
	if (ok) {
		list_odd(p, &m, to);
		to->rows = section_plain(m.rows, m.n, sizeof *m.rows);
		to->starts = section_plain(m.starts, bits_room(m.n), sizeof *m.starts);
		to->groups = section_plain(m.groups.v, m.groups.n, sizeof *m.groups.v);
	} else {
		free(m.rows);
		free(m.starts);
		array_release(&m.groups);
	}
	patching_release(p);
	return ok;
}

static void share_order(const struct delta *d, const struct order_sections *from, struct order_sections *to)
{
	delta_share(d, &from->rows, &to->rows);
	delta_share(d, &from->starts, &to->starts);
	delta_share(d, &from->groups, &to->groups);
	delta_share(d, &from->odd, &to->odd);
}

struct ordering {
	struct delta *d;
	bool remake[KIND_COUNT * INDEX_ORDERS];
};

static void make_one(void *context, size_t i)
{
	enum { FEW = 64 }; /* one in so many rows */
	struct ordering *o = context;
	struct delta *d = o->d;
	enum kind kind = (enum kind)(i / INDEX_ORDERS);
	size_t slot = i % INDEX_ORDERS;
	const struct order_sections *from = &d->base->orders[kind][slot];
	struct order_sections *to = &d->index->orders[kind][slot];
	ref_array refs = {0};
	for (size_t j = 0; j <= slot; j++)
		if (!index_order_figures[kind][j])
			return;
	delta_rows(d, kind, delta_names_move(d, kind), false, &refs);
	struct patching p = {.d = d, .kind = kind, .indicator = order_indicator(d->index, index_order_figures[kind][slot]), .from = from};
	if (!refs.n)
		share_order(d, from, to);
	else
		o->remake[i] = !from->rows.n || !groups_fit(from) || refs.n > d->kinds[kind].n / FEW || !patch_order(&p, &refs, to);
	array_release(&refs);
}

void delta_orders(struct delta *d)
{
	struct ordering o = {.d = d};
	parallel_for((size_t)KIND_COUNT * INDEX_ORDERS, d->index->n_threads, make_one, &o);
	/* each by all threads */
	for (size_t i = 0; i < (size_t)KIND_COUNT * INDEX_ORDERS; i++)
		if (o.remake[i])
			order_make(d->index, i);
}

/* Orders by figures of a delta: those of its base with the rows whose figures or names changed in their places. */
#include "delta_internal.h"

#include "parallel_internal.h"

#include <stdlib.h>
#include <string.h>

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
	ARRAY(struct figured) fresh;  /* in their order */
	uint64_t *moves;              /* bits by row: rows of the base that do not stay where they are */
	ARRAY(uint32_t) stay, places; /* rows that do, in their order, and where they were */
	uint32_t n_present;           /* of those */
};

static struct figured figured_of(const struct patching *p, uint32_t row)
{
	struct figured f = {.row = row};
	struct index_place place = {0};
	struct index_bounds b;
	if (!order_bounds(p->d->index, ref_make(p->kind, row), p->indicator, &place, &b, &f.odd))
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
	int order = str_cmp(index_unit_group(a->unit), index_unit_group(b->unit));
	*group = order != 0;
	if (!order)
		amount_compare(a->least, a->unit, b->least, b->unit, &order);
	return order;
}

static int by_figure(const void *a, const void *b, void *context)
{
	const struct patching *p = context;
	const struct figured *x = a, *y = b;
	bool group;
	int order = compare_figures(x, y, &group);
	uint32_t m = index_name_rank(p->d->index, ref_make(p->kind, x->row)), n = index_name_rank(p->d->index, ref_make(p->kind, y->row));
	return order ? order : m < n ? -1 : m > n;
}

/* -- what stays and what moves ----------------------------------------------------------------- */

static void read_fresh(struct patching *p, const ref_array *refs)
{
	p->moves = xcalloc(p->d->kinds[p->kind].n / 64 + 1, sizeof *p->moves);
	for (size_t i = 0; i < refs->n; i++) {
		uint32_t row = ref_row(refs->v[i]);
		array_push(&p->fresh, figured_of(p, row));
		p->moves[row / 64] |= UINT64_C(1) << (row % 64);
	}
	if (p->fresh.n)
		qsort_r(p->fresh.v, p->fresh.n, sizeof *p->fresh.v, by_figure, p);
}

static bool keep_others(struct patching *p)
{
	const uint32_t *rows = SECTION_V(uint32_t, p->from->rows), *groups = SECTION_V(uint32_t, p->from->groups);
	uint32_t n_old = p->d->kinds[p->kind].n_old, n_present = groups[p->from->groups.n - 1];
	array_reserve(&p->stay, p->from->rows.n);
	array_reserve(&p->places, p->from->rows.n);
	for (uint32_t i = 0; i < p->from->rows.n; i++) {
		if (rows[i] >= n_old)
			return false;
		if (p->moves[rows[i] / 64] >> (rows[i] % 64) & 1)
			continue;
		p->stay.v[p->stay.n++] = rows[i];
		p->places.v[p->places.n++] = i;
		p->n_present += i < n_present;
	}
	return p->stay.n + p->fresh.n == p->d->kinds[p->kind].n;
}

static size_t figure_place(struct patching *p, size_t n, const struct figured *fresh)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct figured f = {.row = p->stay.v[middle]};
		if (middle < p->n_present)
			f = figured_of(p, f.row);
		if (by_figure(&f, fresh, p) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* -- the new order ------------------------------------------------------------------------------- */

struct made_order {
	uint32_t *rows, *places; /* places: in the base's order; UINT32_MAX: a fresh row */
	uint64_t *starts;
	size_t n, n_present;
	ARRAY(uint32_t) groups;
};

static void merge_rows(struct patching *p, struct made_order *m)
{
	m->n = p->stay.n + p->fresh.n;
	m->rows = xmalloc((m->n + 1) * sizeof *m->rows);
	m->places = xmalloc((m->n + 1) * sizeof *m->places);
	m->n_present = p->n_present;
	size_t at = m->n;
	for (size_t i = p->fresh.n, end = p->stay.n;; i--) {
		size_t place = i ? figure_place(p, end, &p->fresh.v[i - 1]) : 0;
		at -= end - place;
		memcpy(m->rows + at, p->stay.v + place, (end - place) * sizeof *m->rows);
		memcpy(m->places + at, p->places.v + place, (end - place) * sizeof *m->places);
		if (!i)
			return;
		m->rows[--at] = p->fresh.v[i - 1].row;
		m->places[at] = UINT32_MAX;
		p->fresh.v[i - 1].place = (uint32_t)at;
		m->n_present += p->fresh.v[i - 1].present;
		end = place;
	}
}

/* Where values and groups start: as it was between rows that stood side by side, else by looking at them. */
static void find_starts(const struct patching *p, struct made_order *m)
{
	const uint64_t *old = SECTION_V(uint64_t, p->from->starts);
	const uint32_t *groups = SECTION_V(uint32_t, p->from->groups);
	size_t at = 0;
	m->starts = xcalloc(m->n / 64 + 1, sizeof *m->starts);
	for (size_t i = 0; i < m->n_present; i++) {
		uint32_t place = m->places[i];
		bool group = i == 0, start = i == 0;
		if (i && place != UINT32_MAX && place && m->places[i - 1] == place - 1) {
			start = old[place / 64] >> (place % 64) & 1;
			while (at < p->from->groups.n && groups[at] < place)
				at++;
			group = start && at < p->from->groups.n && groups[at] == place;
		} else if (i) {
			struct figured a = figured_of(p, m->rows[i - 1]), b = figured_of(p, m->rows[i]);
			start = compare_figures(&a, &b, &group) != 0;
		}
		m->starts[i / 64] |= (uint64_t)start << (i % 64);
		if (group)
			array_push(&m->groups, (uint32_t)i);
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
		bool moved = p->moves[was / 64] >> (was % 64) & 1;
		if (was == is && !moved)
			continue;
		struct figured head = figured_of(p, is);
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
	return figured_of(p, m->rows[m->groups.v[group]]).unit;
}

static void list_odd(const struct patching *p, const struct made_order *m, struct order_sections *to)
{
	const uint32_t *old = SECTION_V(uint32_t, p->from->odd);
	uint32_t n_old = p->d->kinds[p->kind].n_old;
	ARRAY(uint32_t) odd = {0};
	uint64_t *bits = xcalloc(p->d->kinds[p->kind].n / 64 + 1, sizeof *bits);
	for (uint64_t i = 0; i < p->from->odd.n; i++)
		if (old[i] < n_old && !(p->moves[old[i] / 64] >> (old[i] % 64) & 1))
			bits[old[i] / 64] |= UINT64_C(1) << (old[i] % 64);
	for (size_t i = 0; i < p->fresh.n; i++) {
		const struct figured *f = &p->fresh.v[i];
		bool is = f->odd || (f->present && !str_eq(f->unit, head_unit(p, m, f->place)));
		bits[f->row / 64] |= (uint64_t)is << (f->row % 64);
	}
	for (uint32_t w = 0; w <= p->d->kinds[p->kind].n / 64; w++)
		for (uint64_t rest = bits[w]; rest; rest &= rest - 1)
			array_push(&odd, w * 64 + (uint32_t)__builtin_ctzll(rest));
	if (odd.n)
		to->odd = section_plain(odd.v, odd.n, sizeof *odd.v);
	free(bits);
}

static void patching_release(struct patching *p)
{
	array_release(&p->fresh);
	array_release(&p->stay);
	array_release(&p->places);
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
	bool ok = keep_others(p);
	if (ok) {
		merge_rows(p, &m);
		find_starts(p, &m);
		ok = same_heads(p, &m);
	}
	if (ok) {
		list_odd(p, &m, to);
		to->rows = section_plain(m.rows, m.n, sizeof *m.rows);
		to->starts = section_plain(m.starts, m.n / 64 + 1, sizeof *m.starts);
		to->groups = section_plain(m.groups.v, m.groups.n, sizeof *m.groups.v);
	} else {
		free(m.rows);
		free(m.starts);
		array_release(&m.groups);
	}
	free(m.places);
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

#include "ledger_build_internal.h"

#include "base/gcd.h"
#include "base/parallel.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* -- owners --------------------------------------------------------------------------------------- */

/* Owners of a part, and how many digits behind the point its numbers have. */
static void make_owners(void *context, size_t i)
{
	struct ledger_making *m = context;
	struct ledger_work *w = &m->work[i];
	const struct ledger_part *p = w->part;
	w->spreads = xcalloc(m->n_heads, sizeof *w->spreads);
	for (size_t row = 0; row < p->owners.n; row++) {
		struct ref ref;
		if (row && p->owners.v[row] == p->owners.v[row - 1])
			continue;
		if (!key_rows_resolve(m->rows, ALL_KINDS, p->owners.v[row], &ref)) {
			err_set(&w->err, ERR_DATA, "found a row of a ledger about nothing (key %" PRId64 "), expected a record", p->owners.v[row]);
			return;
		}
		array_push(&w->owners, (struct ledger_owner){ref, (uint32_t)row, 0});
	}
	for (size_t c = 0; c < p->columns.n; c++) {
		struct ledger_spread *s = &w->spreads[m->head_of[p->columns.v[c]]];
		if (p->scales.v[c] != SCALE_ODD && p->scales.v[c] > s->scale)
			s->scale = p->scales.v[c];
	}
}

static void join_scales(struct ledger_making *m)
{
	for (uint32_t h = 0; h < m->n_heads; h++)
		for (size_t i = 0; i < m->n_parts; i++)
			if (m->work[i].spreads[h].scale > m->heads[h].scale)
				m->heads[h].scale = m->work[i].spreads[h].scale;
}

static void widen(struct ledger_spread *s, int64_t number)
{
	if (!s->any) {
		s->any = true;
		s->one = s->least = s->most = number;
		return;
	}
	s->least = number < s->least ? number : s->least;
	s->most = number > s->most ? number : s->most;
	if (s->gcd != 1)
		s->gcd = gcd((uint64_t)(number > s->one ? number - s->one : s->one - number), s->gcd);
}

static bool shift_digits(int64_t *digits, unsigned places)
{
	for (; places; places--) {
		if (*digits <= -LEDGER_DIGITS_END / 10 || *digits >= LEDGER_DIGITS_END / 10)
			return false;
		*digits *= 10;
	}
	return true;
}

/* Bring a cell to its head's scale; what does not fit then becomes a text. */
static void scale_cell(struct ledger_part *p, size_t c, uint8_t scale)
{
	int64_t digits = p->digits.v[c];
	if (shift_digits(&digits, scale - p->scales.v[c])) {
		p->digits.v[c] = digits;
		return;
	}
	struct strbuf text = {0};
	decimal_format((struct decimal){p->digits.v[c], p->scales.v[c]}, &text);
	ledger_keep_odd(p, strbuf_str(&text), &p->digits.v[c], &p->scales.v[c]);
	strbuf_release(&text);
}

static int by_head(const void *a, const void *b)
{
	return ledger_compare(((const struct ledger_item *)a)->head, ((const struct ledger_item *)b)->head);
}

static void sort_items(struct ledger_item *items, size_t n)
{
	if (n > 64) {
		qsort(items, n, sizeof *items, by_head);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		struct ledger_item item = items[i];
		size_t j = i;
		for (; j && items[j - 1].head > item.head; j--)
			items[j] = items[j - 1];
		items[j] = item;
	}
}

bool ledger_gather(const struct ledger_making *m, const struct ledger_work *w, size_t o, ledger_items *items)
{
	const struct ledger_part *p = w->part;
	size_t end = o + 1 < w->owners.n ? w->owners.v[o + 1].first_row : p->owners.n;
	size_t c = w->owners.v[o].first_row ? p->ends.v[w->owners.v[o].first_row - 1] : 0;
	array_reserve(items, (p->ends.v[end - 1] - c) * 2); /* each cell has its line at most */
	size_t n = 0;
	for (size_t row = w->owners.v[o].first_row; row < end; row++) {
		uint32_t line = UINT32_MAX;
		for (; c < p->ends.v[row]; c++) {
			uint32_t head = m->head_of[p->columns.v[c]];
			items->v[n++] = (struct ledger_item){head, p->scales.v[c] == SCALE_ODD, p->digits.v[c]};
			if (m->heads[head].line == line)
				continue;
			line = m->heads[head].line;
			items->v[n++] = (struct ledger_item){line, false, (int64_t)p->lines.v[row] - ref_row(w->owners.v[o].ref)};
		}
	}
	items->n = n;
	sort_items(items->v, n);
	for (size_t i = 1; i < items->n; i++)
		if (items->v[i].head == items->v[i - 1].head)
			return false;
	return true;
}

/* -- shapes ----------------------------------------------------------------------------------------- */

static uint32_t shape_number(struct ledger_work *w, const uint32_t *heads, size_t n)
{
	struct str list = {(const char *)heads, n * sizeof *heads};
	uint32_t number = (uint32_t)w->lists.n;
	if (!map_find(&w->shapes, list, &number)) {
		char *kept = arena_alloc(&w->arena, list.n + 1);
		memcpy(kept, list.p, list.n);
		list.p = kept;
		map_add(&w->shapes, list, &number);
		array_push(&w->lists, list);
		array_push(&w->counts, 0);
	}
	w->counts.v[number]++;
	return number;
}

static bool owner_allowed(const struct ledger_making *m, struct ref owner, uint32_t head, struct ledger_work *w)
{
	bool claim = m->heads[head].sort == LEDGER_CLAIM;
	uint32_t kinds_allowed = fields_of[claim ? KIND_CLAIM : KIND_MILESTONE].v[claim ? m->index->claim.subject : m->index->milestone.project].kinds;
	return kinds_allowed >> ref_kind(owner) & 1
		|| err_set(&w->err, ERR_DATA, "found a milestone of a ledger at one of %s, expected at a project", kinds[ref_kind(owner)].plural);
}

static void make_shapes(void *context, size_t i)
{
	struct ledger_making *m = context;
	struct ledger_work *w = &m->work[i];
	ledger_items items = {0};
	ARRAY(uint32_t) heads = {0};
	for (size_t c = 0; c < w->part->columns.n; c++)
		if (w->part->scales.v[c] != SCALE_ODD)
			scale_cell(w->part, c, m->heads[m->head_of[w->part->columns.v[c]]].scale);
	for (size_t o = 0; !w->err.code && o < w->owners.n; o++) {
		if (!ledger_gather(m, w, o, &items))
			err_set(&w->err, ERR_DATA, "found two cells of one column of a ledger at key %" PRId64 ", expected one",
				w->part->owners.v[w->owners.v[o].first_row]);
		array_clear(&heads);
		for (size_t j = 0; !w->err.code && j < items.n; j++) {
			const struct ledger_item *item = &items.v[j];
			struct ledger_spread *s = &w->spreads[item->head];
			array_push(&heads, item->head);
			if (m->heads[item->head].sort != LEDGER_LINE && !owner_allowed(m, w->owners.v[o].ref, item->head, w))
				break;
			if (item->odd)
				s->odd = true;
			else
				widen(s, item->number);
		}
		w->owners.v[o].shape = shape_number(w, heads.v, heads.n);
	}
	array_release(&items);
	array_release(&heads);
}

static void join_spreads(struct ledger_making *m)
{
	for (uint32_t h = 0; h < m->n_heads; h++) {
		struct ledger_spread all = {0};
		for (size_t i = 0; i < m->n_parts; i++) {
			const struct ledger_spread *s = &m->work[i].spreads[h];
			all.odd |= s->odd;
			if (!s->any)
				continue;
			widen(&all, s->one);
			widen(&all, s->least);
			widen(&all, s->most);
			all.gcd = gcd(all.gcd, s->gcd);
		}
		struct ledger_head *head = &m->heads[h];
		head->odd = all.odd;
		head->base = all.any ? all.least : 0;
		head->step = all.gcd ? (int64_t)all.gcd : 1;
		uint64_t most = all.any ? ((uint64_t)all.most - (uint64_t)all.least) / (uint64_t)head->step + head->odd : head->odd;
		while (head->width < 8 && most >> head->width * 8)
			head->width++;
	}
}

/* Number the shapes of all parts in the order in which owners have them. */
static void join_shapes(struct ledger_making *m)
{
	struct map seen = {0};
	ARRAY(struct ledger_shape) shapes = {0};
	ARRAY(struct ledger_slot) slots = {0};
	array_push(&shapes, (struct ledger_shape){0});
	for (size_t i = 0; i < m->n_parts; i++) {
		struct ledger_work *w = &m->work[i];
		for (size_t s = 0; s < w->lists.n; s++) {
			uint32_t number = (uint32_t)shapes.n;
			const uint32_t *heads = (const void *)w->lists.v[s].p;
			if (map_add(&seen, w->lists.v[s], &number)) {
				struct ledger_shape shape = {.first = (uint32_t)slots.n};
				for (size_t h = 0; h < w->lists.v[s].n / sizeof *heads; h++) {
					array_push(&slots, (struct ledger_slot){heads[h], shape.n_bytes});
					shape.n_bytes += m->heads[heads[h]].width;
					shape.n[m->heads[heads[h]].sort]++;
				}
				array_push(&shapes, shape);
			}
			shapes.v[number].n_owners += w->counts.v[s];
			array_push(&w->global, number);
		}
	}
	map_release(&seen);
	m->ledger->shapes = section_plain(shapes.v, shapes.n, sizeof *shapes.v);
	m->ledger->slots = section_plain(slots.v, slots.n, sizeof *slots.v);
}

/* -- all of it ------------------------------------------------------------------------------------------ */

static int by_first_owner(const void *a, const void *b)
{
	const struct ledger_part *x = *(struct ledger_part *const *)a, *y = *(struct ledger_part *const *)b;
	return ledger_compare(x->owners.n ? x->owners.v[0] : 0, y->owners.n ? y->owners.v[0] : 0);
}

static bool order_parts(struct ledger_reading *reading, struct err *err)
{
	if (reading->parts.n)
		qsort(reading->parts.v, reading->parts.n, sizeof *reading->parts.v, by_first_owner);
	for (size_t i = 1; i < reading->parts.n; i++) {
		const struct ledger_part *before = reading->parts.v[i - 1], *part = reading->parts.v[i];
		if (before->owners.n && part->owners.n && part->owners.v[0] <= before->owners.v[before->owners.n - 1])
			return err_set(err, ERR_INTERNAL, "found owner %" PRId64 " of rows of ledgers twice, expected ranges that do not overlap",
				part->owners.v[0]);
	}
	return true;
}

/* False, too, where nobody waits any more. */
static bool all_is_well(const struct ledger_making *m, struct err *err)
{
	for (size_t i = 0; i < m->n_parts; i++)
		if (m->work[i].err.code) {
			*err = m->work[i].err;
			return false;
		}
	return !index_stopped(m->index);
}

static void making_release(struct ledger_making *m)
{
	for (size_t i = 0; m->work && i < m->n_parts; i++) {
		struct ledger_work *w = &m->work[i];
		array_release(&w->owners);
		free(w->spreads);
		map_release(&w->shapes);
		array_release(&w->lists);
		array_release(&w->counts);
		array_release(&w->global);
		array_release(&w->odd);
		arena_release(&w->arena);
	}
	free(m->work);
	free(m->head_of);
}

bool ledger_make(struct index *index, struct ledger_reading *reading, const struct key_rows rows[KIND_COUNT], struct err *err)
{
	struct ledger_making m = {.index = index, .ledger = &index->ledger, .columns = &reading->columns, .rows = rows, .n_parts = reading->parts.n};
	if (!reading->columns.n)
		return true;
	bool ok = order_parts(reading, err) && ledger_make_heads(&m, err);
	m.work = xcalloc(m.n_parts + 1, sizeof *m.work);
	for (size_t i = 0; i < m.n_parts; i++)
		m.work[i].part = reading->parts.v[i];
	if (ok) {
		parallel_for(m.n_parts, index->n_threads, make_owners, &m);
		ok = all_is_well(&m, err);
	}
	if (ok) {
		join_scales(&m);
		parallel_for(m.n_parts, index->n_threads, make_shapes, &m);
		ok = all_is_well(&m, err);
	}
	if (ok) {
		join_spreads(&m);
		join_shapes(&m);
		ledger_make_head_texts(&m);
		ok = ledger_make_records(&m, err);
	}
	index->ledger.heads = section_plain(m.heads, m.n_heads, sizeof *m.heads);
	making_release(&m);
	ledger_reading_release(reading);
	return ok;
}

/* Orders that stand ready (index/order.h): all of one, or its first few rows of a set. */
#include "sort_internal.h"

#include "base/array.h"
#include "base/parallel.h"

#include <stdatomic.h>

bool sort_ready(const struct index *index, enum kind kind, const struct sort_key *key, struct index_order *out)
{
	return key->column.type == COLUMN_FIGURE && index_order(index, kind, key->column.indicator, out)
		&& out->n == index_count(index, kind);
}

size_t sort_group_end(const struct index_order *order, size_t group)
{
	return group + 1 < order->n_groups ? order->groups[group + 1] : order->n_present;
}

size_t sort_next_start(const struct index_order *order, size_t from, size_t to)
{
	return bits_next(order->starts, from, to);
}

size_t sort_value_start(const struct index_order *order, size_t from, size_t at)
{
	for (size_t word = at / 64;; at = word-- * 64 - 1) {
		uint64_t rest = order->starts[word] << (63 - at % 64) >> (63 - at % 64);
		if (rest) {
			size_t start = word * 64 + 63 - (size_t)__builtin_clzll(rest);
			return start > from ? start : from;
		}
		if (word * 64 <= from)
			return from;
	}
}

/* -- all of it ------------------------------------------------------------------------------- */

enum { PLACES_AT_ONCE = 1 << 15 };

struct turning {
	const struct index_order *order;
	enum kind kind;
	size_t from, to; /* a group downwards, or what stays as it stands */
	bool down;
	struct ref *out;
	atomic_bool wrong;
};

static void copy_run(struct turning *t, size_t start, size_t end, struct ref *out)
{
	uint32_t first = ref_make(t->kind, 0).bits;
	bool wrong = false;
	for (size_t i = start; i < end; i++) {
		out[i - start] = (struct ref){first + t->order->rows[i]};
		wrong |= t->order->rows[i] >= t->order->n;
	}
	if (wrong)
		atomic_store(&t->wrong, true);
}

/*
 * Put the values that start in a piece of the places: downwards each stands as far from the end as it did from the start, while
 * its rows keep their order.
 */
static void turn_piece(void *context, size_t piece)
{
	struct turning *t = context;
	size_t at = t->from + piece * PLACES_AT_ONCE, end = t->to - at < PLACES_AT_ONCE ? t->to : at + PLACES_AT_ONCE;
	if (!t->down) {
		copy_run(t, at, end, t->out + at);
		return;
	}
	for (size_t start = piece ? sort_next_start(t->order, at, end) : at, next; start < end; start = next) {
		next = sort_next_start(t->order, start + 1, t->to);
		copy_run(t, start, next, t->out + t->from + (t->to - next));
	}
}

static void turn(struct turning *t, size_t from, size_t to, bool down)
{
	t->from = from;
	t->to = to;
	t->down = down;
	parallel_for((to - from + PLACES_AT_ONCE - 1) / PLACES_AT_ONCE, parallel_threads(), turn_piece, t);
}

bool sort_whole(const struct index *index, enum kind kind, const struct sort_key *key, struct ref *out)
{
	struct index_order order;
	if (!sort_ready(index, kind, key, &order))
		return false;
	struct turning t = {.order = &order, .kind = kind, .out = out};
	if (!order.n_groups || order.groups[0])
		return false;
	for (size_t g = 0; key->down && g < order.n_groups; g++)
		turn(&t, order.groups[g], sort_group_end(&order, g), true);
	turn(&t, key->down ? order.n_present : 0, order.n, false);
	return !atomic_load(&t.wrong);
}

/* -- the first few of a set -------------------------------------------------------------------- */

struct along {
	const struct sort_firsts *asked;
	const struct sort_bits *rows;
	const struct index_order *order;
	const struct sort_key *then; /* what rows of equal value go by; none: as they stand */
	size_t n_then, n;
	ARRAY(struct ref) equal;
};

/* Take the rows of one value, which stand at places start … end. False: there are as many as are asked for. */
static bool take_run(struct along *a, size_t start, size_t end)
{
	size_t limit = a->asked->limit;
	struct ref *out = a->asked->out;
	a->equal.n = 0;
	for (size_t i = start; i < end && a->n < limit; i++) {
		if (!sort_bits_has(a->rows, a->order->rows[i]))
			continue;
		struct ref ref = ref_make(a->rows->kind, a->order->rows[i]);
		if (a->n_then)
			array_push(&a->equal, ref);
		else
			out[a->n++] = ref;
	}
	if (a->equal.n > 1)
		sort_rows(a->asked->index, a->equal.v, a->equal.n, a->then, a->n_then);
	for (size_t i = 0; i < a->equal.n && a->n < limit; i++)
		out[a->n++] = a->equal.v[i];
	return a->n < limit;
}

static bool walk_up(struct along *a, size_t from, size_t to)
{
	if (!a->n_then)
		return take_run(a, from, to);
	for (size_t start = from, end; start < to; start = end) {
		end = sort_next_start(a->order, start + 1, to);
		if (!take_run(a, start, end))
			return false;
	}
	return true;
}

/* From the last value of a group to the first; equal ones as they stand. */
static bool walk_down(struct along *a, size_t from, size_t to)
{
	for (size_t end = to, start; end > from; end = start) {
		start = sort_value_start(a->order, from, end - 1);
		if (!take_run(a, start, end))
			return false;
	}
	return true;
}

size_t sort_along(const struct sort_firsts *f, const struct sort_bits *rows, const struct index_order *order)
{
	struct along a = {.asked = f, .rows = rows, .order = order, .then = f->keys + 1, .n_then = f->n_keys - 1};
	bool more = f->limit > 0;
	for (size_t g = 0; more && g < order->n_groups; g++) {
		size_t from = order->groups[g], to = sort_group_end(order, g);
		more = f->keys->down ? walk_down(&a, from, to) : walk_up(&a, from, to);
	}
	if (more)
		take_run(&a, order->n_present, order->n);
	array_release(&a.equal);
	return a.n;
}

/* All rows of a kind in an order; where it stands ready they are read from there. */
#include "query/sort.h"
#include "query/sort_view.h"

#include "base/alloc.h"
#include "sort_internal.h"

#include <stdlib.h>
#include <string.h>

void sort_order_make(const struct index *index, enum kind kind, const struct sort_key *keys, size_t n_keys,
	struct sort_order *out)
{
	size_t n = index_count(index, kind);
	*out = (struct sort_order){.kind = kind, .n = n, .index = index, .by_name = true};
	out->down = n_keys && keys->down;
	if (!n_keys || sort_is_name(kind, keys) || !n) {
		out->refs = index_names_ready(index, kind) ? index_by_name(index, kind).v : NULL;
		return;
	}
	out->by_name = false;
	if (n_keys == 1 && sort_ready(index, kind, keys, &out->ready) && out->ready.n == n && out->ready.n_groups && !out->ready.groups[0])
		return;
	struct ref *rows = xmalloc(n * sizeof *rows);
	sort_all(index, kind, keys, n_keys, rows);
	sort_order_take(kind, rows, n, out);
}

void sort_order_take(enum kind kind, struct ref *rows, size_t n, struct sort_order *out)
{
	*out = (struct sort_order){.kind = kind, .n = n, .refs = rows, .made = rows};
}

void sort_order_release(struct sort_order *order)
{
	free(order->made);
	*order = (struct sort_order){0};
}

/* -- from a ready order --------------------------------------------------------------------- */

/* Rows of places start … end as refs; in an image that is wrong a row may be any number. */
static void copy_places(const struct sort_order *o, size_t start, size_t end, struct ref *out)
{
	for (size_t i = start; i < end; i++) {
		uint32_t row = o->ready.rows[i];
		out[i - start] = ref_make(o->kind, row < o->n ? row : 0);
	}
}

/* The group of units with a place, which is before n_present. */
static size_t group_with(const struct index_order *order, size_t at)
{
	size_t g = 0;
	while (g + 1 < order->n_groups && order->groups[g + 1] <= at)
		g++;
	return g;
}

/* Downwards the values come in reverse, but the rows of each stay in the order of their names. */
static size_t read_down(const struct sort_order *o, size_t from, size_t n, struct ref *out)
{
	size_t g = group_with(&o->ready, from), start = o->ready.groups[g], end = sort_group_end(&o->ready, g), done = 0;
	while (done < n && from + done < end) {
		size_t mirrored = start + (end - 1 - (from + done));
		size_t first = sort_value_start(&o->ready, start, mirrored), behind = sort_next_start(&o->ready, mirrored + 1, end);
		size_t at = first + (from + done - (start + (end - behind))), some = behind - at < n - done ? behind - at : n - done;
		copy_places(o, at, at + some, out + done);
		done += some;
	}
	return done;
}

void sort_order_read(const struct sort_order *order, size_t from, size_t n, struct ref *out)
{
	if (order->by_name && !order->refs) { /* names that are composed: no key turns them round */
		index_names_read(order->index, order->kind, from, n, out);
		return;
	}
	if (order->refs && !order->down)
		memcpy(out, order->refs + from, n * sizeof *out);
	for (size_t i = 0; order->refs && order->down && i < n; i++)
		out[i] = order->refs[order->n - 1 - from - i];
	if (order->refs)
		return;
	while (n && order->down && from < order->ready.n_present) {
		size_t done = read_down(order, from, n, out);
		from += done;
		out += done;
		n -= done;
	}
	copy_places(order, from, from + n, out);
}

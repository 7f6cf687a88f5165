#include "merge_internal.h"

#include "base/bisect.h"

static int by_place(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

void place_array_sort(place_array *places)
{
	size_t n = 0;
	if (places->n)
		qsort(places->v, places->n, sizeof *places->v, by_place);
	for (size_t i = 0; i < places->n; i++)
		if (!n || places->v[n - 1] != places->v[i])
			places->v[n++] = places->v[i];
	places->n = n;
}

void merge_gone(struct merge *m, size_t n)
{
	place_array_sort(&m->gone);
	m->n_stay = n - m->gone.n;
}

/* How many go that are before the k-th that stays. */
static size_t gone_before(const struct merge *m, size_t k)
{
	size_t n = 0;
	bisect(n, m->gone.n, i, m->gone.v[i] - i <= k);
	return n;
}

void merge_came(struct merge *m, size_t n, bool (*stands_before)(void *context, size_t old_place, size_t new), void *context)
{
	size_t at = 0;
	for (size_t i = 0; i < n; i++) {
		bisect(at, m->n_stay, k, stands_before(context, k + gone_before(m, k), i));
		array_push(&m->came, (uint32_t)at);
	}
}

struct merge_walk merge_walk(const struct merge *m, size_t first, size_t end)
{
	struct merge_walk walk = {.merge = m, .stay = first, .end = end, .gone = gone_before(m, first)};
	bisect(walk.came, m->came.n, i, m->came.v[i] < first);
	return walk;
}

bool merge_next(struct merge_walk *w)
{
	const place_array *gone = &w->merge->gone, *came = &w->merge->came;
	size_t end = w->end, next = w->came < came->n ? came->v[w->came] : SIZE_MAX;
	w->to = w->stay + w->came;
	if (next == w->stay && (w->stay < end || end == w->merge->n_stay)) {
		w->from = w->came++;
		w->n = 0;
		return true;
	}
	while (w->gone < gone->n && gone->v[w->gone] - w->gone <= w->stay)
		w->gone++;
	end = next < end ? next : end;
	if (w->gone < gone->n && gone->v[w->gone] - w->gone < end)
		end = gone->v[w->gone] - w->gone;
	w->from = w->stay + w->gone;
	w->n = end - w->stay;
	w->stay = end;
	return w->n > 0;
}

void merge_release(struct merge *m)
{
	array_release(&m->gone);
	array_release(&m->came);
}

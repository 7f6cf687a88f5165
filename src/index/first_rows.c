#include "first_rows_internal.h"

#include "base/bisect.h"
#include "merge_internal.h"

static int by_key(const void *a, const void *b)
{
	const struct row_key *x = a, *y = b;
	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return x->name < y->name ? -1 : x->name > y->name;
}

static bool is_changed(const struct first_rows *f, uint32_t row)
{
	size_t at = 0;
	bisect(at, f->n_changed, i, f->changed[i] < row);
	return at < f->n_changed && f->changed[at] == row;
}

struct placing {
	const struct first_rows *f;
	struct row_key *changed; /* those that have a place, in order */
	size_t n;
	struct merge merge;
};

static bool find_gone(struct placing *p)
{
	for (size_t i = 0; i < p->f->n; i++) {
		if (p->f->old[i] >= p->f->n_rows)
			return false;
		if (is_changed(p->f, p->f->old[i]))
			array_push(&p->merge.gone, (uint32_t)i);
	}
	merge_gone(&p->merge, p->f->n);
	return true;
}

static bool stands_before(void *context, size_t place, size_t changed)
{
	const struct placing *p = context;
	struct row_key key;
	return p->f->key_of(p->f->context, p->f->old[place], &key) && by_key(&key, &p->changed[changed]) < 0;
}

static void place_changed(struct placing *p)
{
	place_array *came = &p->merge.came;
	for (size_t i = 0; i < p->f->n_changed; i++)
		p->n += p->f->key_of(p->f->context, p->f->changed[i], &p->changed[p->n]);
	if (p->n)
		qsort(p->changed, p->n, sizeof *p->changed, by_key);
	merge_came(&p->merge, p->n, stands_before, p);
	while (!p->f->all && came->n && came->v[came->n - 1] == p->merge.n_stay)
		came->n--;
}

bool first_rows_patch(const struct first_rows *f, uint32_t *out, size_t *n)
{
	struct placing p = {.f = f, .changed = xmalloc((f->n_changed + 1) * sizeof *p.changed)};
	bool ok = find_gone(&p);
	if (ok)
		place_changed(&p);
	for (struct merge_walk w = merge_walk(&p.merge, 0, p.merge.n_stay); merge_next(&w);)
		if (w.n)
			memcpy(out + w.to, f->old + w.from, w.n * sizeof *out);
		else
			out[w.to] = p.changed[w.from].row;
	*n = p.merge.n_stay + p.merge.came.n;
	merge_release(&p.merge);
	free(p.changed);
	return ok;
}

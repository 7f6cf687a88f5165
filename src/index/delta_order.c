/* Orders of names, and days, of a delta: those of its base with the changed rows in their places. */
#include "delta_internal.h"

#include "base/alloc.h"
#include "base/bisect.h"
#include "base/parallel.h"
#include "name_internal.h"
#include "text/pinyin.h"

#include <stdlib.h>

/* -- whose figures and days changed ------------------------------------------------------------ */

/* What changed rows of a kind name by a field, now and before. */
static void add_named(const struct delta *d, enum kind kind, size_t f, ref_array *out)
{
	const struct delta_kind *k = &d->kinds[kind];
	for (uint32_t i = 0; i < k->n_changed; i++) {
		struct ref ref = ref_make(kind, k->rows[i]);
		array_push(out, index_ref(d->index, ref, f));
		if (k->rows[i] < k->n_old)
			array_push(out, index_ref(d->base, ref, f));
	}
}

void delta_sort_refs(ref_array *refs)
{
	size_t n = 0;
	if (refs->n)
		qsort(refs->v, refs->n, sizeof *refs->v, ref_order);
	for (size_t i = 0; i < refs->n; i++)
		if (!ref_none(refs->v[i]) && (!n || refs->v[n - 1].bits != refs->v[i].bits))
			refs->v[n++] = refs->v[i];
	refs->n = n;
}

void delta_rows(const struct delta *d, enum kind kind, bool changed, bool dates, ref_array *out)
{
	const struct delta_kind *k = &d->kinds[kind];
	size_t n = 0;
	add_named(d, KIND_CLAIM, d->index->claim.subject, out);
	if (dates)
		add_named(d, KIND_MILESTONE, d->index->milestone.project, out);
	for (uint32_t i = 0; i < k->n_changed; i++)
		if (changed || k->rows[i] >= k->n_old)
			array_push(out, ref_make(kind, k->rows[i]));
	delta_sort_refs(out);
	for (size_t i = 0; i < out->n; i++)
		if (ref_kind(out->v[i]) == kind && ref_row(out->v[i]) < k->n)
			out->v[n++] = out->v[i];
	out->n = n;
}

static int by_place(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

void delta_sort_places(place_array *places)
{
	size_t n = 0;
	if (places->n)
		qsort(places->v, places->n, sizeof *places->v, by_place);
	for (size_t i = 0; i < places->n; i++)
		if (!n || places->v[n - 1] != places->v[i])
			places->v[n++] = places->v[i];
	places->n = n;
}

size_t delta_gone_before(const place_array *gone, size_t k)
{
	size_t n = 0;
	bisect(n, gone->n, i, gone->v[i] - i <= k);
	return n;
}

/* -- names ------------------------------------------------------------------------------------- */

/* What name_order.c sorts a row by. */
static void add_key(const struct index *index, struct ref ref, struct strbuf *text, struct strbuf *out)
{
	const struct composition *c = composition_of(ref_kind(ref));
	size_t fields[3], n = c ? composition_fields(c, fields) : 0;
	strbuf_clear(out);
	if (!c)
		pinyin_sort_key(index_name(index, ref), out);
	for (size_t i = 0; i < n; i++) {
		if (i)
			pinyin_sort_key(str_from(i == 1 ? c->middle : " "), out);
		strbuf_clear(text);
		composition_add_part(index, ref, fields[i], text);
		pinyin_sort_key(strbuf_str(text), out);
	}
}

struct keyed {
	struct str key;
	struct ref ref;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = str_cmp(x->key, y->key);
	return order ? order : ref_cmp(x->ref, y->ref);
}

/* An order of names with the changed rows taken out and put in again. */
struct naming {
	const struct delta *d;
	enum kind kind;
	const struct ref *old; /* the base's order */
	place_array gone;      /* places in it that changed rows leave */
	size_t n_stay;
	struct ref *refs;      /* the new order */
	size_t n;              /* of it so far */
	struct strbuf text, key;
	struct arena arena;
};

/* The first row that stays, from k on, that does not stand before a changed one. One of a wrong image has any name. */
static size_t name_place(struct naming *naming, size_t k, const struct keyed *keyed)
{
	size_t end = naming->n_stay;
	while (k < end) {
		size_t middle = k + (end - k) / 2;
		struct ref ref = naming->old[middle + delta_gone_before(&naming->gone, middle)];
		if (!index_stands(naming->d->base, ref, UINT32_C(1) << naming->kind))
			ref = ref_make(naming->kind, 0);
		add_key(naming->d->index, ref, &naming->text, &naming->key);
		if (by_key(&(struct keyed){strbuf_str(&naming->key), ref}, keyed) < 0)
			k = middle + 1;
		else
			end = middle;
	}
	return k;
}

static struct keyed *sort_changed(struct naming *naming, const struct delta_kind *k)
{
	struct keyed *keyed = xmalloc(k->n_changed * sizeof *keyed);
	for (uint32_t i = 0; i < k->n_changed; i++) {
		struct ref ref = ref_make(naming->kind, k->rows[i]);
		add_key(naming->d->index, ref, &naming->text, &naming->key);
		keyed[i] = (struct keyed){arena_str(&naming->arena, strbuf_str(&naming->key)), ref};
	}
	qsort(keyed, k->n_changed, sizeof *keyed, by_key);
	return keyed;
}

/* False: a changed row does not stand where its rank says. */
static bool find_gone(struct naming *naming, const struct delta_kind *k)
{
	for (uint32_t i = 0; i < k->n_changed && k->rows[i] < k->n_old; i++) {
		uint32_t place = index_own_rank(naming->d->base, naming->kind, k->rows[i]);
		if (place >= k->n_old || !ref_eq(naming->old[place], ref_make(naming->kind, k->rows[i])))
			return false;
		array_push(&naming->gone, place);
	}
	delta_sort_places(&naming->gone);
	naming->n_stay = k->n_old - naming->gone.n;
	return true;
}

/* Rows that stay, from the k-th to before another one. */
static void add_stay(struct naming *naming, size_t k, size_t end)
{
	while (k < end) {
		size_t n_gone = delta_gone_before(&naming->gone, k), stop = n_gone < naming->gone.n ? naming->gone.v[n_gone] - n_gone : end;
		stop = stop < end ? stop : end;
		parallel_copy(naming->refs + naming->n, naming->old + k + n_gone, (stop - k) * sizeof *naming->refs, naming->d->index->n_threads);
		naming->n += stop - k;
		k = stop;
	}
}

static void merge_names(struct naming *naming, const struct delta_kind *k)
{
	struct keyed *keyed = sort_changed(naming, k);
	size_t at = 0;
	naming->refs = xmalloc((k->n + 1) * sizeof *naming->refs);
	for (uint32_t i = 0; i < k->n_changed; i++) {
		size_t place = name_place(naming, at, &keyed[i]);
		add_stay(naming, at, place);
		naming->refs[naming->n++] = keyed[i].ref;
		at = place;
	}
	add_stay(naming, at, naming->n_stay);
	free(keyed);
}

struct ranking {
	const struct ref *by_name;
	struct section *ranks;
	uint32_t n;
};

static void rank_piece(void *context, size_t piece)
{
	const struct ranking *r = context;
	for (size_t i = piece * ROWS_AT_ONCE; i < (piece + 1) * ROWS_AT_ONCE && i < r->n; i++)
		if (ref_row(r->by_name[i]) < r->n)
			section_put_row(r->ranks, ref_row(r->by_name[i]), (uint32_t)i);
}

static bool patch_ranks(struct delta *d, enum kind kind)
{
	const struct delta_kind *k = &d->kinds[kind];
	struct index_table *t = &d->index->tables[kind];
	struct naming naming = {.d = d, .kind = kind, .old = SECTION_V(struct ref, d->base->tables[kind].by_name)};
	bool ok = find_gone(&naming, k);
	if (ok) {
		merge_names(&naming, k);
		t->name_ranks = section_rows(k->n, k->n);
		struct ranking r = {naming.refs, &t->name_ranks, k->n};
		parallel_for(k->n / ROWS_AT_ONCE + 1, d->index->n_threads, rank_piece, &r);
		t->by_name = section_plain(naming.refs, k->n, sizeof *naming.refs);
	}
	array_release(&naming.gone);
	strbuf_release(&naming.text);
	strbuf_release(&naming.key);
	arena_release(&naming.arena);
	return ok;
}

bool delta_names_move(const struct delta *d, enum kind kind)
{
	const struct delta_kind *k = &d->kinds[kind];
	return delta_grows(k) || (composition_of(kind) ? k->composed || k->n_changed : k->fields[1]);
}

void delta_ranks(struct delta *d)
{
	enum { FEW = 256 }; /* one in so many rows */
	for (int k = 0; k < KIND_COUNT; k++) {
		const struct delta_kind *changed = &d->kinds[k];
		bool few = !changed->composed && changed->n_changed < changed->n / FEW;
		if (!delta_names_move(d, (enum kind)k)) {
			delta_share(d, &d->base->tables[k].by_name, &d->index->tables[k].by_name);
			delta_share(d, &d->base->tables[k].name_ranks, &d->index->tables[k].name_ranks);
		} else if (!few || !patch_ranks(d, (enum kind)k)) {
			ranks_make(d->index, (enum kind)k);
		}
	}
}

/* -- days ---------------------------------------------------------------------------------------- */

static void make_since(struct delta *d, enum kind kind)
{
	const struct section *from = &d->base->tables[kind].since;
	struct section *to = &d->index->tables[kind].since;
	ref_array refs = {0};
	if (d->kinds[KIND_SOURCE].fields[d->index->source_date] || !from->n) {
		since_make(d->index, kind);
		return;
	}
	delta_rows(d, kind, true, kind == KIND_PROJECT, &refs);
	uint32_t *rows = xmalloc((refs.n + 1) * sizeof *rows);
	int64_t *days = xmalloc((refs.n + 1) * sizeof *days);
	for (size_t i = 0; i < refs.n; i++) {
		rows[i] = ref_row(refs.v[i]);
		days[i] = since_day(d->index, refs.v[i]);
	}
	delta_patch(d, from, &(struct section_changes){rows, days, refs.n, d->kinds[kind].n}, to);
	array_release(&refs);
	free(rows);
	free(days);
}

void delta_since(struct delta *d)
{
	for (int k = 0; k < KIND_COUNT; k++)
		make_since(d, (enum kind)k);
}

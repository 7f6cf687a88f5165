/* Orders of names, and days, of a delta: those of its base with the changed rows in their places. */
#include "delta_internal.h"

#include "base/alloc.h"
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
	struct keyed *changed; /* in theirs */
	struct merge merge;
	struct strbuf text, key;
	struct arena arena;
};

/* One of a wrong image has any name. */
static bool stands_before(void *context, size_t place, size_t changed)
{
	struct naming *naming = context;
	struct ref ref = naming->old[place];
	if (!index_stands(naming->d->base, ref, UINT32_C(1) << naming->kind))
		ref = ref_make(naming->kind, 0);
	add_key(naming->d->index, ref, &naming->text, &naming->key);
	return by_key(&(struct keyed){strbuf_str(&naming->key), ref}, &naming->changed[changed]) < 0;
}

static void sort_changed(struct naming *naming, const struct delta_kind *k)
{
	naming->changed = xmalloc(k->n_changed * sizeof *naming->changed);
	for (uint32_t i = 0; i < k->n_changed; i++) {
		struct ref ref = ref_make(naming->kind, k->rows[i]);
		add_key(naming->d->index, ref, &naming->text, &naming->key);
		naming->changed[i] = (struct keyed){arena_str(&naming->arena, strbuf_str(&naming->key)), ref};
	}
	qsort(naming->changed, k->n_changed, sizeof *naming->changed, by_key);
}

/* False: a changed row does not stand where its rank says. */
static bool find_gone(struct naming *naming, const struct delta_kind *k)
{
	for (uint32_t i = 0; i < k->n_changed && k->rows[i] < k->n_old; i++) {
		uint32_t place = index_own_rank(naming->d->base, naming->kind, k->rows[i]);
		if (place >= k->n_old || !ref_eq(naming->old[place], ref_make(naming->kind, k->rows[i])))
			return false;
		array_push(&naming->merge.gone, place);
	}
	merge_gone(&naming->merge, k->n_old);
	return true;
}

static struct ref *merge_names(struct naming *naming, const struct delta_kind *k)
{
	struct ref *refs = xmalloc((k->n + 1) * sizeof *refs);
	sort_changed(naming, k);
	merge_came(&naming->merge, k->n_changed, stands_before, naming);
	for (struct merge_walk w = merge_walk(&naming->merge, 0, naming->merge.n_stay); merge_next(&w);)
		if (w.n)
			parallel_copy(refs + w.to, naming->old + w.from, w.n * sizeof *refs, naming->d->index->n_threads);
		else
			refs[w.to] = naming->changed[w.from].ref;
	return refs;
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
		struct ref *refs = merge_names(&naming, k);
		t->name_ranks = section_rows(k->n, k->n);
		struct ranking r = {refs, &t->name_ranks, k->n};
		parallel_for(k->n / ROWS_AT_ONCE + 1, d->index->n_threads, rank_piece, &r);
		t->by_name = section_plain(refs, k->n, sizeof *refs);
	}
	free(naming.changed);
	merge_release(&naming.merge);
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

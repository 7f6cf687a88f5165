/* Orders of names, and days, of a delta: those of its base with the changed rows in their places. */
#include "delta_internal.h"

#include "base/alloc.h"
#include "name_internal.h"
#include "parallel_internal.h"
#include "text/pinyin.h"

#include <stdlib.h>
#include <string.h>

/* -- whose figures and days changed ------------------------------------------------------------ */

static int by_bits(const void *a, const void *b)
{
	uint32_t x = ((const struct ref *)a)->bits, y = ((const struct ref *)b)->bits;
	return x < y ? -1 : x > y;
}

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
		qsort(refs->v, refs->n, sizeof *refs->v, by_bits);
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
	return order ? order : by_bits(&x->ref, &y->ref);
}

struct naming {
	const struct index *index;
	struct strbuf text, key;
	struct arena arena;
};

static size_t name_place(struct naming *naming, const struct ref *refs, size_t n, const struct keyed *keyed)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		add_key(naming->index, refs[middle], &naming->text, &naming->key);
		if (by_key(&(struct keyed){strbuf_str(&naming->key), refs[middle]}, keyed) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct keyed *sort_changed(struct naming *naming, enum kind kind, const struct delta_kind *k)
{
	struct keyed *keyed = xmalloc(k->n_changed * sizeof *keyed);
	for (uint32_t i = 0; i < k->n_changed; i++) {
		struct ref ref = ref_make(kind, k->rows[i]);
		add_key(naming->index, ref, &naming->text, &naming->key);
		keyed[i] = (struct keyed){arena_str(&naming->arena, strbuf_str(&naming->key)), ref};
	}
	qsort(keyed, k->n_changed, sizeof *keyed, by_key);
	return keyed;
}

/* The rows of the base's order that did not change; less than there are where the order is none. */
static size_t keep_unchanged(const struct delta *d, enum kind kind, struct ref *refs)
{
	const struct delta_kind *k = &d->kinds[kind];
	const struct ref *old = SECTION_V(struct ref, d->base->tables[kind].by_name);
	uint64_t *changed = xcalloc(k->n / 64 + 1, sizeof *changed);
	size_t n = 0;
	for (uint32_t i = 0; i < k->n_changed; i++)
		changed[k->rows[i] / 64] |= UINT64_C(1) << (k->rows[i] % 64);
	for (uint32_t i = 0; i < k->n_old; i++) {
		uint32_t row = ref_row(old[i]);
		bool stays = ref_kind(old[i]) == kind && row < k->n_old && !(changed[row / 64] >> (row % 64) & 1);
		refs[n] = old[i];
		n += stays;
	}
	free(changed);
	return n;
}

struct ranking {
	const struct ref *by_name;
	uint32_t *ranks;
	uint32_t n;
};

static void rank_piece(void *context, size_t piece)
{
	const struct ranking *r = context;
	for (size_t i = piece * ROWS_AT_ONCE; i < (piece + 1) * ROWS_AT_ONCE && i < r->n; i++)
		if (ref_row(r->by_name[i]) < r->n)
			r->ranks[ref_row(r->by_name[i])] = (uint32_t)i;
}

static bool patch_ranks(struct delta *d, enum kind kind)
{
	const struct delta_kind *k = &d->kinds[kind];
	struct index_table *t = &d->index->tables[kind];
	struct ref *refs = xmalloc((k->n + 1) * sizeof *refs);
	pages_ready(refs, (k->n + 1) * sizeof *refs);
	size_t n = keep_unchanged(d, kind, refs);
	if (n + k->n_changed != k->n) {
		free(refs);
		return false;
	}
	struct naming naming = {.index = d->index};
	struct keyed *keyed = sort_changed(&naming, kind, k);
	/* From behind: each is moved once. */
	for (size_t i = k->n_changed, end = n; i > 0; i--) {
		size_t place = name_place(&naming, refs, end, &keyed[i - 1]);
		memmove(refs + place + i, refs + place, (end - place) * sizeof *refs);
		refs[place + i - 1] = keyed[i - 1].ref;
		end = place;
	}
	struct ranking r = {refs, xcalloc(k->n, sizeof *r.ranks), k->n};
	parallel_for(k->n / ROWS_AT_ONCE + 1, d->index->n_threads, rank_piece, &r);
	t->by_name = section_plain(refs, k->n, sizeof *refs);
	t->name_ranks = section_pack_rows(r.ranks, k->n, k->n);
	strbuf_release(&naming.text);
	strbuf_release(&naming.key);
	arena_release(&naming.arena);
	free(keyed);
	return true;
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
	if (!section_patch(from, rows, days, refs.n, d->kinds[kind].n, to))
		delta_share(d, from, to);
	array_release(&refs);
	free(rows);
	free(days);
}

void delta_since(struct delta *d)
{
	for (int k = 0; k < KIND_COUNT; k++)
		make_since(d, (enum kind)k);
}

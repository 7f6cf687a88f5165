/* Who refers to whom in a delta. */
#include "delta_internal.h"

#include "base/parallel.h"

#include <stdlib.h>

static bool refers(enum kind kind, size_t f)
{
	return f < fields_of[kind].n && (fields_of[kind].v[f].type == FIELD_REF || fields_of[kind].v[f].type == FIELD_REFS);
}

/* How far the global rows of some kinds moved; false: not all of them by as much. */
static bool global_shift(const struct delta *d, uint32_t of_kinds, int64_t *shift)
{
	bool any = false;
	*shift = 0;
	for (int k = 0; k < KIND_COUNT; k++) {
		const struct index_table *from = &d->base->tables[k], *to = &d->index->tables[k];
		const int64_t shifts[2] = {(int64_t)to->base - from->base, (int64_t)to->packed_base - from->packed_base};
		for (int part = 0; part < 2; part++) {
			if (!(of_kinds >> k & 1) || !(part ? from->packed : from->n))
				continue;
			if (any && shifts[part] != *shift)
				return false;
			*shift = shifts[part];
			any = true;
		}
	}
	return true;
}

static void make_back(struct delta *d, enum kind kind, size_t f)
{
	const struct delta_kind *k = &d->kinds[kind];
	const struct index_back *from = &d->base->back[kind][f];
	struct index_back *to = &d->index->back[kind][f];
	const struct field *field = &fields_of[kind].v[f];
	bool by_position = kind == KIND_STAGE && k->fields[field_get(KIND_STAGE, "position")];
	int64_t shift;
	if (k->fields[f] || delta_grows(k) || by_position || !global_shift(d, field->kinds, &shift)) {
		back_make_field(d->index, kind, f);
		return;
	}
	delta_share(d, &from->starts, &to->starts);
	delta_share(d, &from->refs, &to->refs);
	if (to->starts.n)
		to->starts.base += shift;
}

static void make_one_back(void *context, size_t i)
{
	size_t k = i / FIELDS_MAX, f = i % FIELDS_MAX;
	if (refers((enum kind)k, f))
		make_back(context, (enum kind)k, f);
}

/* -- renown ------------------------------------------------------------------------------ */

static void add_refs(const struct index *index, struct ref ref, size_t f, ref_array *out)
{
	if (fields_of[ref_kind(ref)].v[f].type == FIELD_REF) {
		array_push(out, index_ref(index, ref, f));
		return;
	}
	struct refs refs = index_refs(index, ref, f);
	for (size_t i = 0; i < refs.n; i++)
		array_push(out, refs.v[i]);
}

static bool is_new(const struct delta *d, struct ref ref)
{
	return ref_row(ref) >= d->kinds[ref_kind(ref)].n_old && !index_is_packed(d->index, ref);
}

/* What changed rows refer to, as often as they do, and what they referred to before: other old records have the renown that they had. */
static void list_touched(const struct delta *d, ref_array *now, ref_array *before)
{
	for (int kind = 0; kind < KIND_COUNT; kind++) {
		const struct delta_kind *k = &d->kinds[kind];
		for (uint32_t i = 0; i < k->n_changed; i++) {
			struct ref ref = ref_make((enum kind)kind, k->rows[i]);
			bool new = k->rows[i] >= k->n_old;
			for (size_t f = 0; f < fields_of[kind].n; f++) {
				if (!refers((enum kind)kind, f) || !(new || k->fields[f]))
					continue;
				add_refs(d->index, ref, f, now);
				if (!new)
					add_refs(d->base, ref, f, before);
			}
		}
	}
}

/* What had the most renown and is referred to by some more has it still: such are the many sources of all. */
static bool stays(const struct delta *d, struct ref ref)
{
	return index_renown(d->base, index_global(d->base, ref)) == RENOWN_MAX;
}

static uint8_t renown_of_count(size_t n)
{
	uint8_t renown = 0;
	for (; n && renown < RENOWN_MAX; n /= 2)
		renown++;
	return renown;
}

static uint8_t renown_of(const struct index *index, struct ref ref)
{
	size_t n = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++)
			if (refers((enum kind)k, f) && fields_of[k].v[f].kinds >> ref_kind(ref) & 1)
				n += index_back_n(index, ref, (enum kind)k, f);
	return renown_of_count(n);
}

/* Of few old records it is counted who refers to them; to new ones only changed rows can. */
static void patch_renown(struct delta *d, const ref_array *touched, const ref_array *to_new)
{
	uint8_t *renown = xcalloc((size_t)d->index->n_rows + 1, 1);
	for (int k = 0; k < KIND_COUNT; k++)
		parallel_copy(renown + d->index->tables[k].base, SECTION_V(uint8_t, d->base->renown) + d->base->tables[k].base, d->kinds[k].n_old,
			d->index->n_threads);
	for (size_t i = 0; i < touched->n; i++)
		if (!index_is_packed(d->index, touched->v[i]))
			renown[index_global(d->index, touched->v[i])] = renown_of(d->index, touched->v[i]);
	for (size_t i = 0, end; i < to_new->n; i = end) {
		for (end = i; end < to_new->n && ref_eq(to_new->v[end], to_new->v[i]);)
			end++;
		renown[index_global(d->index, to_new->v[i])] = renown_of_count(end - i);
	}
	d->index->renown = section_plain(renown, (size_t)d->index->n_rows + 1, 1);
}

static void make_renown(struct delta *d)
{
	/* Where lists do not stand ready each count is a pass over a column; so few of them do not have them made. */
	enum { FEW = 12 };
	ref_array now = {0}, touched = {0}, to_new = {0};
	list_touched(d, &now, &touched);
	for (size_t i = 0; i < now.n; i++)
		if (!ref_none(now.v[i]) && is_new(d, now.v[i]))
			array_push(&to_new, now.v[i]);
		else if (!ref_none(now.v[i]) && !stays(d, now.v[i]))
			array_push(&touched, now.v[i]);
	array_release(&now);
	delta_sort_refs(&touched);
	if (to_new.n)
		qsort(to_new.v, to_new.n, sizeof *to_new.v, ref_order);
	if (!touched.n && !d->grows)
		delta_share(d, &d->base->renown, &d->index->renown);
	else if (touched.n <= FEW)
		patch_renown(d, &touched, &to_new);
	else
		back_make_renown(d->index);
	array_release(&touched);
	array_release(&to_new);
}

void delta_references(struct delta *d)
{
	parallel_for((size_t)KIND_COUNT * FIELDS_MAX, d->index->n_threads, make_one_back, d);
	make_renown(d);
}

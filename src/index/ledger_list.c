/* Who refers to a record, where some of them are packed rows. */
#include "index_internal.h"

#include "base/alloc.h"
#include "base/array.h"
#include "text/fold.h"

/* Packed rows one after another as refs: no more than n_few in `few`, more in what the index keeps. */
static struct refs run_of(const struct index *index, enum ledger_sort sort, uint32_t first, uint32_t n, struct ref *few, size_t n_few)
{
	enum kind kind = ledger_kind(sort);
	if (n > n_few)
		return (struct refs){memo_run(index->memo, kind, index->tables[kind].n + first, n), n};
	for (uint32_t i = 0; i < n; i++)
		few[i] = index_packed_ref(index, kind, first + i);
	return (struct refs){few, n};
}

/* The rows of a sort that an owner has. */
static struct refs owned(const struct index *index, struct ref owner, enum ledger_sort sort, struct ref *few, size_t n_few)
{
	struct index_place place = {0};
	uint32_t n = ledger_seek(&index->ledger, owner, &place)->n[sort], first = place.first[sort];
	if (!n || first >= index->ledger.n[sort] || n > index->ledger.n[sort] - first)
		return (struct refs){0};
	return run_of(index, sort, first, n, few, n_few);
}

/* -- by what a head names ----------------------------------------------------------------------- */

static bool under(const struct index *index, const struct ledger_head *head, size_t field, struct ref target)
{
	bool indicator = head->sort == LEDGER_CLAIM && field == index->claim.indicator;
	return (indicator ? head->indicator : head->source) == target.bits;
}

static size_t count_in_shape(const struct index *index, const struct ledger_shape *shape, enum ledger_sort sort, size_t field, struct ref target)
{
	const struct ledger_slot *slots = ledger_slots(&index->ledger, shape, sort);
	size_t n = 0;
	for (uint32_t i = 0; i < shape->n[sort]; i++)
		n += under(index, ledger_head_at(&index->ledger, slots[i].head), field, target);
	return n;
}

/* Whether heads have such a field: the others that refer to something are empty in packed rows. */
static bool in_heads(const struct index *index, enum ledger_sort sort, size_t field)
{
	return sort == LEDGER_CLAIM ? field == index->claim.indicator || field == index->claim.source : field == index->milestone.source;
}

static size_t count_named(const struct index *index, enum ledger_sort sort, size_t field, struct ref target)
{
	const struct section *shapes = &index->ledger.shapes;
	size_t n = 0;
	for (uint64_t i = 0; i < shapes->n && in_heads(index, sort, field); i++) {
		const struct ledger_shape *shape = SECTION_V(struct ledger_shape, *shapes) + i;
		n += shape->n_owners * count_in_shape(index, shape, sort, field, target);
	}
	return n;
}

typedef ARRAY(struct ref) ref_array;

/* All packed rows whose field, which their heads name, is target; added in the order of rows. */
static void add_named(const struct index *index, enum ledger_sort sort, size_t field, struct ref target, ref_array *out)
{
	const struct index_ledger *l = &index->ledger;
	struct ledger_cell owner;
	for (bool more = ledger_cell_at(l, sort, 0, &owner); more; more = ledger_next_owner(l, sort, &owner)) {
		const struct ledger_slot *slots = ledger_slots(l, owner.shape, sort);
		for (uint32_t i = 0, n = ledger_owned(l, sort, &owner); i < n; i++)
			if (under(index, ledger_head_at(l, slots[i].head), field, target))
				array_push(out, index_packed_ref(index, ledger_kind(sort), owner.first + i));
	}
}

static bool by_owner(const struct index *index, enum ledger_sort sort, size_t field)
{
	return field == (sort == LEDGER_CLAIM ? index->claim.subject : index->milestone.project);
}

static void add_refs(ref_array *all, struct refs refs)
{
	array_reserve(all, all->n + refs.n);
	for (size_t i = 0; i < refs.n; i++)
		array_push(all, refs.v[i]);
}

static bool kept(const struct index *index, uint64_t key, struct refs *out)
{
	const void *v;
	size_t n_bytes;
	if (!memo_find(index->memo, key, &v, &n_bytes))
		return false;
	*out = (struct refs){v, n_bytes / sizeof *out->v};
	return true;
}

static struct refs keep(const struct index *index, uint64_t key, const ref_array *refs)
{
	size_t n_bytes;
	const struct ref *v = memo_keep(index->memo, key, refs->v, refs->n * sizeof *refs->v, &n_bytes);
	return (struct refs){v, n_bytes / sizeof *v};
}

struct refs ledger_back(const struct index *index, struct ref target, enum ledger_sort sort, size_t field, struct refs own)
{
	bool owner = by_owner(index, sort, field);
	struct refs packed = owner ? owned(index, target, sort, NULL, 0) : (struct refs){0};
	if (owner ? !packed.n : !count_named(index, sort, field, target))
		return own;
	if (owner && !own.n)
		return packed;
	uint64_t key = memo_key(target, MEMO_LISTS + (size_t)ledger_kind(sort) * FIELDS_MAX + field);
	struct refs refs;
	if (kept(index, key, &refs))
		return refs;
	ref_array all = {0};
	add_refs(&all, own);
	add_refs(&all, packed);
	if (!owner)
		add_named(index, sort, field, target, &all);
	refs = keep(index, key, &all);
	array_release(&all);
	return refs;
}

size_t ledger_back_n(const struct index *index, struct ref target, enum ledger_sort sort, size_t field)
{
	struct index_place place = {0};
	return by_owner(index, sort, field) ? ledger_seek(&index->ledger, target, &place)->n[sort] : count_named(index, sort, field, target);
}

/* -- claims of a subject ------------------------------------------------------------------------- */

struct refs ledger_claims(const struct index *index, struct ref subject, struct refs own, struct ref *few, size_t n_few)
{
	struct refs packed = owned(index, subject, LEDGER_CLAIM, own.n ? NULL : few, own.n ? 0 : n_few);
	if (!packed.n || !own.n)
		return packed.n ? packed : own;
	uint64_t key = memo_key(subject, MEMO_CLAIMS);
	struct refs refs;
	if (kept(index, key, &refs))
		return refs;
	ref_array all = {0};
	add_refs(&all, own);
	add_refs(&all, packed);
	qsort_r(all.v, all.n, sizeof *all.v, claims_compare, (void *)(uintptr_t)index);
	refs = keep(index, key, &all);
	array_release(&all);
	return refs;
}

struct refs ledger_figures(const struct index *index, struct ref subject, struct ref indicator, struct ref *few, size_t n_few)
{
	struct index_place place = {0};
	uint32_t from = 0;
	const struct index_ledger *l = &index->ledger;
	const struct ledger_shape *shape = ledger_seek(l, subject, &place);
	const struct ledger_slot *slots = ledger_slots(l, shape, LEDGER_CLAIM);
	while (from < shape->n[LEDGER_CLAIM] && ledger_head_at(l, slots[from].head)->indicator != indicator.bits)
		from++;
	uint32_t to = from;
	while (to < shape->n[LEDGER_CLAIM] && ledger_head_at(l, slots[to].head)->indicator == indicator.bits)
		to++;
	uint64_t row = (uint64_t)place.first[LEDGER_CLAIM] + from;
	if (from == to || row + (to - from) > l->n[LEDGER_CLAIM])
		return (struct refs){0};
	return run_of(index, LEDGER_CLAIM, (uint32_t)row, to - from, few, n_few);
}

bool ledger_sole_claim(const struct index *index, struct ref subject, struct ref indicator, struct index_place *place,
	struct ledger_cell *out)
{
	const struct index_ledger *l = &index->ledger;
	uint32_t n = 0;
	*out = (struct ledger_cell){.owner = subject};
	out->shape = ledger_seek(l, subject, place);
	out->record = place->at;
	const struct ledger_slot *slots = ledger_slots(l, out->shape, LEDGER_CLAIM);
	for (uint32_t i = 0; i < out->shape->n[LEDGER_CLAIM]; i++) {
		const struct ledger_head *head = ledger_head_at(l, slots[i].head);
		if (head->indicator != indicator.bits)
			continue;
		out->head = head;
		out->at = slots[i].at;
		n++;
	}
	out->first = place->first[LEDGER_CLAIM];
	return n == 1 && (uint64_t)out->first + out->shape->n[LEDGER_CLAIM] <= l->n[LEDGER_CLAIM];
}

/* -- dates ------------------------------------------------------------------------------------------ */

bool ledger_latest(const struct index *index, struct ref project, struct index_place *place, int32_t *day)
{
	struct ledger_cell cell = {.owner = project};
	const struct index_ledger *l = &index->ledger;
	bool has = false;
	cell.shape = ledger_seek(l, project, place);
	cell.record = place->at;
	const struct ledger_slot *slots = ledger_slots(l, cell.shape, LEDGER_MILESTONE);
	for (uint32_t i = 0; i < cell.shape->n[LEDGER_MILESTONE]; i++) {
		struct period period;
		cell.head = ledger_head_at(l, slots[i].head);
		cell.at = slots[i].at;
		if (!ledger_cell_period(l, &cell, &period))
			continue;
		*day = !has || period.last > *day ? period.last : *day;
		has = true;
	}
	return has;
}

void ledger_each_source(const struct index *index, struct ref subject, struct index_place *place,
	void (*visit)(void *context, struct ref source), void *context)
{
	const struct index_ledger *l = &index->ledger;
	uint32_t last = UINT32_MAX;
	const struct ledger_shape *shape = ledger_seek(l, subject, place);
	const struct ledger_slot *slots = ledger_slots(l, shape, LEDGER_CLAIM);
	for (uint32_t i = 0; i < shape->n[LEDGER_CLAIM]; i++) {
		uint32_t source = ledger_head_at(l, slots[i].head)->source;
		if (source != last)
			visit(context, (struct ref){source});
		last = source;
	}
}

/* -- renown ---------------------------------------------------------------------------------------------- */

void ledger_count_degrees(const struct index *index, atomic_uint *degrees)
{
	const struct index_ledger *l = &index->ledger;
	for (uint64_t i = 0; i < l->shapes.n; i++) {
		const struct ledger_shape *shape = SECTION_V(struct ledger_shape, l->shapes) + i;
		for (uint32_t j = 0; j < shape->n[0] + shape->n[1]; j++) {
			const struct ledger_head *head = ledger_head_at(l, SECTION_V(struct ledger_slot, l->slots)[shape->first + j].head);
			degrees[index_global(index, (struct ref){head->source})] += shape->n_owners;
			if (head->sort == LEDGER_CLAIM)
				degrees[index_global(index, (struct ref){head->indicator})] += shape->n_owners;
		}
	}
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint32_t row = 0; row < l->codes[k].n; row++) {
			const struct ledger_shape *shape = ledger_shape_at(l, (enum kind)k, row);
			degrees[index->tables[k].base + row] += shape->n[0] + shape->n[1];
		}
}

/* -- search ------------------------------------------------------------------------------------------------ */

static bool scope_has(struct str scope, struct str word)
{
	struct strbuf folded = {0};
	struct str element;
	bool has = false;
	while (!has && index_list_next(&scope, &element)) {
		strbuf_clear(&folded);
		text_fold(element, &folded);
		has = str_find(strbuf_str(&folded), word, 0) >= 0;
	}
	strbuf_release(&folded);
	return has;
}

bool *ledger_scopes(const struct index *index, struct str word)
{
	const struct index_ledger *l = &index->ledger;
	bool *has = xcalloc((size_t)l->heads.n + 1, sizeof *has), any = false;
	for (uint64_t i = 0; i < l->heads.n; i++) {
		const struct ledger_head *head = ledger_head_at(l, i);
		has[i] = head->sort == LEDGER_CLAIM && scope_has(ledger_head_text(l, head, LEDGER_SCOPE), word);
		any |= has[i];
	}
	if (any)
		return has;
	free(has);
	return NULL;
}

void ledger_add_scopes(const struct index *index, const bool *has, uint64_t *bits)
{
	const struct index_ledger *l = &index->ledger;
	struct ledger_cell owner;
	for (bool more = ledger_cell_at(l, LEDGER_CLAIM, 0, &owner); more; more = ledger_next_owner(l, LEDGER_CLAIM, &owner)) {
		const struct ledger_slot *slots = ledger_slots(l, owner.shape, LEDGER_CLAIM);
		uint32_t row = index->tables[KIND_CLAIM].packed_base + owner.first;
		for (uint32_t i = 0, n = ledger_owned(l, LEDGER_CLAIM, &owner); i < n; i++)
			bits_set_if(bits, row + i, has[slots[i].head]);
	}
}

#include "delta_internal.h"

#include "base/bisect.h"
#include "base/parallel.h"
#include "name_internal.h"

#include <stdlib.h>

void delta_share(const struct delta *d, const struct section *from, struct section *to)
{
	*to = *from;
	to->held = from->n ? held_share(from->held ? from->held : d->base->image.held) : NULL;
	if (!from->n)
		to->v = NULL;
}

bool delta_patch(const struct delta *d, const struct section *from, const struct section_changes *changes, struct section *to)
{
	bool changed = section_patch(from, changes, d->index->n_threads, to);
	if (!changed)
		delta_share(d, from, to);
	return changed;
}

/* -- which rows ---------------------------------------------------------------------------- */

/* Rows of a kind by key, from *at on. False: a new row that does not stand behind all others. */
static bool find_rows(const struct section *keys, struct delta_kind *k)
{
	size_t at = 0;
	for (uint32_t i = 0; i < k->n_changed; i++) {
		bisect(at, (size_t)keys->n, place, section_number(keys, place) < k->keys[i]);
		if (at < keys->n && section_number(keys, at) != k->keys[i])
			return false;
		k->rows[i] = at < keys->n ? (uint32_t)at : k->n++;
	}
	return k->n < (UINT32_C(1) << REF_ROW_BITS) - 1;
}

static bool find_kind(struct delta *d, enum kind kind)
{
	struct delta_kind *k = &d->kinds[kind];
	k->n_changed = (uint32_t)k->parts.n_rows;
	k->n = k->n_old = d->base->tables[kind].n;
	k->rows = xmalloc(k->n_changed * sizeof *k->rows);
	k->keys = xmalloc(k->n_changed * sizeof *k->keys);
	size_t n = 0;
	for (size_t i = 0; i < k->parts.n; i++)
		for (uint64_t row = 0; row < k->parts.v[i]->keys.n; row++)
			k->keys[n++] = section_number(&k->parts.v[i]->keys, row);
	d->n_changed += k->n_changed;
	bool ok = find_rows(&d->base->tables[kind].keys, k);
	d->grows |= delta_grows(k);
	return ok;
}

/* Whether a delta can say these changes: index/delta.h. */
static bool find_changes(struct delta *d)
{
	for (int k = 0; k < KIND_COUNT; k++)
		if (!find_kind(d, (enum kind)k))
			return false;
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++)
			if (fields_of[k].v[f].type == FIELD_REFS && delta_moves_packed(d, &fields_of[k].v[f]))
				return false;
	return d->n_changed <= DELTA_ROWS_MAX;
}

/* -- tables ------------------------------------------------------------------------------------ */

static void make_keys(struct delta *d, enum kind kind)
{
	const struct delta_kind *k = &d->kinds[kind];
	const struct section_changes changes = {k->rows, k->keys, k->n_changed, k->n};
	delta_patch(d, &d->base->tables[kind].keys, &changes, &d->index->tables[kind].keys);
}

/* Blocks count what stands before so many rows: those of new rows, what stands before the kind that follows. */
static void make_blocks(struct delta *d)
{
	const struct index_ledger *from = &d->base->ledger;
	const struct ledger_block *old = SECTION_V(struct ledger_block, from->blocks);
	ARRAY(struct ledger_block) blocks = {0};
	for (int k = 0; k < KIND_COUNT; k++) {
		size_t n = from->codes[k].n ? d->kinds[k].n / BLOCK_OWNERS + 1 : 0;
		for (size_t i = 0; i < n; i++) {
			uint32_t at = from->first_block[k] + (uint32_t)i;
			array_push(&blocks, old[at < from->first_block[k + 1] ? at : from->first_block[k + 1]]);
		}
	}
	array_push(&blocks, old[from->first_block[KIND_COUNT]]);
	d->index->ledger.blocks = section_plain(blocks.v, blocks.n, sizeof *blocks.v);
}

static void make_ledger(struct delta *d)
{
	const struct index_ledger *from = &d->base->ledger;
	struct index_ledger *to = &d->index->ledger;
	const struct section *const old[] = {&from->heads, &from->text_ends, &from->text_bytes, &from->shapes, &from->slots, &from->cells,
		&from->odd_at, &from->odd_ends, &from->odd_bytes};
	struct section *const new[] = {&to->heads, &to->text_ends, &to->text_bytes, &to->shapes, &to->slots, &to->cells,
		&to->odd_at, &to->odd_ends, &to->odd_bytes};
	for (size_t i = 0; i < sizeof old / sizeof *old; i++)
		delta_share(d, old[i], new[i]);
	bool more = false;
	for (int k = 0; k < KIND_COUNT; k++) {
		const struct delta_kind *changed = &d->kinds[k];
		uint32_t n_new = changed->n - changed->n_old;
		int64_t *none = xcalloc(n_new + 1, sizeof *none); /* shape 0: no cells */
		struct section_changes new_rows = {changed->rows + changed->n_changed - n_new, none, n_new, changed->n};
		if (from->codes[k].n && delta_patch(d, &from->codes[k], &new_rows, &to->codes[k]))
			more |= changed->n / BLOCK_OWNERS > changed->n_old / BLOCK_OWNERS;
		free(none);
	}
	if (more)
		make_blocks(d);
	else
		delta_share(d, &from->blocks, &to->blocks);
}

void delta_share_column(const struct delta *d, const struct index_column *from, struct index_column *to)
{
	delta_share(d, &from->codes, &to->codes);
	delta_share(d, &from->ends, &to->ends);
	delta_share(d, &from->bytes, &to->bytes);
	delta_share(d, &from->numbers, &to->numbers);
	delta_share(d, &from->refs, &to->refs);
	delta_share(d, &from->periods, &to->periods);
	delta_share(d, &from->letters, &to->letters);
	delta_share(d, &from->lengths, &to->lengths);
	delta_share(d, &from->starts, &to->starts);
}

struct making {
	struct delta *d;
	atomic_bool failed;
};

static void make_column(void *context, size_t i)
{
	struct making *m = context;
	struct delta *d = m->d;
	size_t k = i / FIELDS_MAX, f = i % FIELDS_MAX;
	if (f >= fields_of[k].n || index_stopped(d->index))
		return;
	if (!d->kinds[k].n_changed && !(fields_of[k].v[f].type == FIELD_REF && delta_moves_packed(d, &fields_of[k].v[f])))
		delta_share_column(d, &d->base->tables[k].columns[f], &d->index->tables[k].columns[f]);
	else if (!delta_column(d, (enum kind)k, f))
		atomic_store(&m->failed, true);
}

static bool make_tables(struct delta *d)
{
	struct making m = {.d = d};
	atomic_init(&m.failed, false);
	for (int k = 0; k < KIND_COUNT; k++)
		make_keys(d, (enum kind)k);
	make_ledger(d);
	index_make_plan(d->index);
	parallel_for((size_t)KIND_COUNT * FIELDS_MAX, d->index->n_threads, make_column, &m);
	return !atomic_load(&m.failed) && !index_stopped(d->index);
}

/* -- ids ------------------------------------------------------------------ */

static void make_ids(struct delta *d)
{
	if (d->grows) {
		index_make_ids(d->index);
		return;
	}
	delta_share(d, &d->base->id_starts, &d->index->id_starts);
	delta_share(d, &d->base->id_refs, &d->index->id_refs);
}

/* -- names -------------------------------------------------------------------------------------------- */

static void make_short(struct delta *d, enum kind kind)
{
	struct delta_kind *k = &d->kinds[kind];
	const struct section *from = &d->base->tables[kind].short_choice;
	struct section *to = &d->index->tables[kind].short_choice;
	int short_names = field_find(kind, STR("short_names"));
	bool other = kind_has_name(kind) && (k->fields[1] || (short_names >= 0 && k->fields[short_names]));
	k->renamed = other;
	if (!other && !delta_grows(k)) {
		delta_share(d, from, to);
		return;
	}
	if (delta_short_names(d, kind))
		return;
	names_make_short(d->index, kind);
	k->renamed |= from->n || to->n;
}

/* Whether what names of a kind are composed of has other names now. */
static bool parts_renamed(const struct delta *d, enum kind kind)
{
	const struct composition *c = composition_of(kind);
	size_t fields[3], n = composition_fields(c, fields);
	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < KIND_COUNT; k++)
			if (fields_of[kind].v[fields[i]].type == FIELD_REF && fields_of[kind].v[fields[i]].kinds >> k & 1 && d->kinds[k].renamed)
				return true;
	return false;
}

/* In the order in which they are composed of each other. */
static void make_names(struct delta *d)
{
	static const enum kind order[] = {KIND_LINK, KIND_PLACEMENT, KIND_FLOW, KIND_MILESTONE, KIND_CLAIM, KIND_IDENTITY};
	for (int k = 0; k < KIND_COUNT; k++)
		make_short(d, (enum kind)k);
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		struct delta_kind *k = &d->kinds[order[i]];
		k->composed = parts_renamed(d, order[i]);
		k->renamed = k->composed || k->n_changed > k->n - k->n_old;
	}
}

static void make_claims(struct delta *d)
{
	const struct section *from = &d->base->back[KIND_CLAIM][d->index->claim.subject].refs;
	const struct section *to = &d->index->back[KIND_CLAIM][d->index->claim.subject].refs;
	if (d->kinds[KIND_CLAIM].n_changed || from->v != to->v)
		index_make_claims(d->index);
	else
		delta_share(d, &d->base->claims, &d->index->claims);
}

/* -- all of it ---------------------------------------------------------------------------------------- */

/* What was made for the delta alone can be shared from now on as well. */
static void adopt(void *context, uint32_t id, struct section *section)
{
	(void)context;
	(void)id;
	if (!section->held && section->n && section->v)
		section->held = held_elements(section->v, (size_t)section->n * section->width);
	else if (!section->n)
		section_free(section);
}

struct counting {
	const struct held *below;
	uint64_t n_bytes;
};

static void count_own(void *context, uint32_t id, struct section *section)
{
	struct counting *c = context;
	(void)id;
	if (section->held != c->below)
		c->n_bytes += section->n * section->width;
}

struct index_delta_size index_delta_size(const struct index *index)
{
	struct counting c = {index->image.held, 0};
	if (index->image.delta)
		image_each_section((struct index *)(uintptr_t)index, count_own, &c);
	return (struct index_delta_size){c.n_bytes, index->image.n};
}

static bool make_all(struct delta *d)
{
	static void (*const steps[])(struct delta *d) = {make_ids, delta_references, make_names, make_claims, delta_ranks, delta_fronts, delta_orders,
		delta_since, delta_search};
	if (!find_changes(d) || !make_tables(d))
		return false;
	for (size_t i = 0; i < sizeof steps / sizeof *steps && !index_stopped(d->index); i++)
		steps[i](d);
	return !index_stopped(d->index);
}

struct index *index_builder_delta(struct index_builder *builder, const struct index *base, const atomic_bool *cancel, struct err *err)
{
	struct delta *d = xcalloc(1, sizeof *d);
	struct parts parts[KIND_COUNT] = {0};
	struct index *index = d->index = xcalloc(1, sizeof *index);
	d->base = base;
	index->n_threads = builder_threads(builder);
	index->cancel = cancel;
	bool ok = builder_parts(builder, parts, err) && !builder_has_ledger(builder);
	for (int k = 0; k < KIND_COUNT; k++)
		d->kinds[k].parts = parts[k];
	ok = ok && make_all(d);
	index->cancel = NULL;
	if (ok) {
		image_each_section(index, adopt, NULL);
		index->image = (struct image){base->image.bytes, base->image.n, held_share(base->image.held), builder_stamp(builder), true};
	} else {
		index_free(index);
		index = NULL;
	}
	for (int k = 0; k < KIND_COUNT; k++) {
		free(d->kinds[k].rows);
		free(d->kinds[k].keys);
	}
	free(d);
	builder_empty(builder);
	return index;
}

/* Marks, the comparison list and the siblings of a record: sets of records that outlive a screen and a change of the index. */
#include "view/app_internal.h"

#include "base/bits.h"
#include "base/parallel.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_AT_ONCE = 1 << 7 };

static bool bit_get(const struct marks *m, uint32_t row)
{
	return row < m->n_rows && bits_has(m->bits, row);
}

bool app_marked(const struct app *app, struct ref ref)
{
	return !ref_none(ref) && bit_get(&app->marks[ref_kind(ref)], ref_row(ref));
}

void app_mark(struct app *app, struct ref ref, bool on)
{
	if (ref_none(ref) || !app->index || app_marked(app, ref) == on)
		return;
	struct marks *m = &app->marks[ref_kind(ref)];
	if (!m->bits) {
		m->n_rows = index_count(app->index, ref_kind(ref));
		m->bits = bits_new(m->n_rows);
	}
	if (on)
		bits_set(m->bits, ref_row(ref));
	else
		bits_clear(m->bits, ref_row(ref));
	m->n_marked = on ? m->n_marked + 1 : m->n_marked - 1;
	if (app->aside == ASIDE_SEEN)
		app->aside = ASIDE_OVER;
}

size_t app_marks(const struct app *app, enum kind kind, struct ref *out, size_t max)
{
	const struct marks *m = &app->marks[kind];
	for (size_t n = 0, row = 0; m->bits && n < max && (row = bits_next(m->bits, row, m->n_rows)) < m->n_rows; row++)
		out[n++] = ref_make(kind, (uint32_t)row);
	return m->n_marked;
}

/* -- pairs ---------------------------------------------------------------------- */

/* Where a pair stands, or would stand. */
static size_t pair_place(const struct app *app, struct ref stage, struct ref candidate, bool *there)
{
	size_t low = 0, high = app->pairs.n;
	*there = false;
	while (low < high && !*there) {
		size_t middle = low + (high - low) / 2;
		const struct marked_pair *pair = &app->pairs.v[middle];
		int order = ref_cmp(pair->stage, stage);
		order = order ? order : ref_cmp(pair->candidate, candidate);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
		*there = order == 0;
		if (*there)
			low = middle;
	}
	return low;
}

bool app_pair_marked(const struct app *app, struct ref stage, struct ref candidate)
{
	bool there;
	pair_place(app, stage, candidate, &there);
	return there;
}

void app_pair_mark(struct app *app, struct ref stage, struct ref candidate, bool on)
{
	bool there;
	size_t at = pair_place(app, stage, candidate, &there);
	if (there == on || ref_none(stage))
		return;
	if (on) {
		struct marked_pair pair = {stage, candidate};
		array_push(&app->pairs, pair); /* room for one more; those behind its place make way */
		memmove(&app->pairs.v[at + 1], &app->pairs.v[at], (app->pairs.n - 1 - at) * sizeof pair);
		app->pairs.v[at] = pair;
	} else {
		app->pairs.n--;
		memmove(&app->pairs.v[at], &app->pairs.v[at + 1], (app->pairs.n - at) * sizeof *app->pairs.v);
	}
}

void app_marks_release(struct app *app)
{
	array_release(&app->pairs);
	for (int k = 0; k < KIND_COUNT; k++) {
		free(app->marks[k].bits);
		app->marks[k] = (struct marks){0};
	}
}

/* The same record in another index, by its id. */
static struct ref rebound(const struct index *old, const struct index *new_index, struct ref ref)
{
	return index_find_id(new_index, index_id(old, ref));
}

/* Marked rows of a kind in two indexes. Where rows were changed or added since, nearly all stand where they stood. */
struct remarking {
	const struct index *old, *new_index;
	enum kind kind;
	const struct marks *from;
	struct marks *to;
	ARRAY(struct ref) *strays; /* by piece: those that do not, of the old index */
};

static bool stays(const struct remarking *r, uint32_t row, struct strbuf buffers[2])
{
	struct ref ref = ref_make(r->kind, row);
	strbuf_clear(&buffers[0]);
	strbuf_clear(&buffers[1]);
	return row < r->to->n_rows
		&& str_eq(index_read_text(r->old, ref, 0, &buffers[0]), index_read_text(r->new_index, ref, 0, &buffers[1]));
}

static void remark_piece(void *context, size_t piece)
{
	const struct remarking *r = context;
	struct strbuf buffers[2] = {{0}};
	for (size_t w = piece * WORDS_AT_ONCE; w < (piece + 1) * WORDS_AT_ONCE && w < bits_room(r->from->n_rows); w++)
		for (uint64_t left = r->from->bits[w]; left; left &= left - 1) {
			uint32_t row = (uint32_t)(w * 64) + bits_lowest(left);
			if (stays(r, row, buffers))
				r->to->bits[w] |= left & -left;
			else
				array_push(&r->strays[piece], ref_make(r->kind, row));
		}
	strbuf_release(&buffers[0]);
	strbuf_release(&buffers[1]);
}

static void rebind_kind(struct app *app, const struct index *old, enum kind kind, const struct marks *from)
{
	struct marks *to = &app->marks[kind];
	size_t n_pieces = from->n_rows / 64 / WORDS_AT_ONCE + 1, n_rows = index_count(app->index, kind);
	struct remarking r = {old, app->index, kind, from, to, xcalloc(n_pieces, sizeof *r.strays)};
	*to = (struct marks){bits_new(n_rows), n_rows, 0};
	parallel_for(n_pieces, parallel_threads(), remark_piece, &r);
	to->n_marked = bits_total(to->bits, bits_room(n_rows));
	for (size_t i = 0; i < n_pieces; i++) {
		for (size_t k = 0; k < r.strays[i].n; k++)
			app_mark(app, rebound(old, app->index, r.strays[i].v[k]), true);
		array_release(&r.strays[i]);
	}
	free(r.strays);
}

/* A pair whose stage or candidate is gone is gone. */
static void rebind_pairs(struct app *app, const struct marked_pair *pairs, size_t n, const struct index *old)
{
	for (size_t i = 0; i < n; i++) {
		struct ref candidate = ref_none(pairs[i].candidate) ? REF_NONE : rebound(old, app->index, pairs[i].candidate);
		if (ref_none(candidate) == ref_none(pairs[i].candidate))
			app_pair_mark(app, rebound(old, app->index, pairs[i].stage), candidate, true);
	}
}

/* The number of those that are there still. */
static size_t rebind_refs(const struct app *app, const struct index *old, struct ref *refs, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; old && app->index && i < n; i++) {
		refs[kept] = rebound(old, app->index, refs[i]);
		kept += !ref_none(refs[kept]);
	}
	return kept;
}

void app_marks_rebind(struct app *app, const struct index *old, const struct index *new_index)
{
	struct marks marks[KIND_COUNT];
	pair_list pairs = app->pairs;
	enum aside aside = app->aside; /* these are no new marks */
	memcpy(marks, app->marks, sizeof marks);
	memset(app->marks, 0, sizeof app->marks);
	app->pairs = (pair_list){0};
	app->index = new_index;
	for (int k = 0; old && new_index && k < KIND_COUNT; k++)
		if (marks[k].n_marked)
			rebind_kind(app, old, (enum kind)k, &marks[k]);
	if (old && new_index)
		rebind_pairs(app, pairs.v, pairs.n, old);
	app->siblings.n = rebind_refs(app, old, app->siblings.v, app->siblings.n);
	app->n_compared = rebind_refs(app, old, app->compared, app->n_compared);
	app->aside = aside;
	for (int k = 0; k < KIND_COUNT; k++)
		free(marks[k].bits);
	array_release(&pairs);
}

bool app_compare_add(struct app *app, struct ref ref)
{
	for (size_t i = 0; i < app->n_compared; i++)
		if (ref_eq(app->compared[i], ref))
			return false;
	if (app->n_compared == PLACE_REFS)
		return false;
	app->compared[app->n_compared++] = ref;
	app->aside = ASIDE_NEW;
	return true;
}

bool app_compare_drop(struct app *app, struct ref ref)
{
	size_t kept = 0, before = app->n_compared;
	for (size_t i = 0; i < before; i++)
		if (!ref_eq(app->compared[i], ref))
			app->compared[kept++] = app->compared[i];
	app->n_compared = kept;
	if (kept < before)
		app->aside = ASIDE_NEW;
	return kept < before;
}

size_t app_compare_list(const struct app *app, struct ref out[PLACE_REFS])
{
	for (size_t i = 0; i < app->n_compared; i++)
		out[i] = app->compared[i];
	return app->n_compared;
}

void app_set_siblings(struct app *app, const struct ref *refs, size_t n)
{
	array_clear(&app->siblings);
	array_reserve(&app->siblings, n);
	for (size_t i = 0; i < n; i++)
		app->siblings.v[i] = refs[i];
	app->siblings.n = n;
}

bool app_sibling(const struct app *app, struct ref from, int step, struct ref *out)
{
	for (size_t i = 0; i < app->siblings.n; i++) {
		if (!ref_eq(app->siblings.v[i], from))
			continue;
		if ((step < 0 && i == 0) || (step > 0 && i + 1 == app->siblings.n))
			return false;
		*out = app->siblings.v[step < 0 ? i - 1 : i + 1];
		return true;
	}
	return false;
}

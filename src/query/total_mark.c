/* Which rows hang together with others, so that they cannot be added up as they come. */
#include "total_sum_internal.h"

#include "base/parallel.h"
#include "index/codes.h"

bool total_mark(const struct index *index, struct total_marks *marks, struct ref ref)
{
	_Atomic uint64_t *bits = total_bits(marks, ref);
	uint64_t bit = bits_at(ref_row(ref));
	return bits && ref_row(ref) < index_count(index, ref_kind(ref))
		&& atomic_fetch_or_explicit(&bits[ref_row(ref) / 64], bit, memory_order_relaxed) & bit;
}

void total_marks_init(const struct total_whole *t, struct total_marks *marks)
{
	uint32_t found = 0;
	*marks = (struct total_marks){0};
	for (size_t i = 0; i < t->rows.n; i++)
		found |= UINT32_C(1) << ref_kind(t->rows.v[i]);
	for (int k = 0; k < KIND_COUNT; k++)
		if (found >> k & 1)
			marks->bits[k] = xcalloc(bits_room(index_count(t->index, (enum kind)k)), sizeof(uint64_t));
}

bool total_any_marked(const struct index *index, const struct total_marks *marks)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t w = 0; marks->bits[k] && w <= index_count(index, (enum kind)k) / 64; w++)
			if (atomic_load_explicit(&marks->bits[k][w], memory_order_relaxed))
				return true;
	return false;
}

void total_marks_release(struct total_marks *marks)
{
	for (int k = 0; k < KIND_COUNT; k++)
		free(marks->bits[k]);
}

/* Bits of one word are marked at once; those that were marked before stand twice. */
static void mark_seen(struct total_whole *t, enum kind kind, uint32_t word, uint64_t bits)
{
	if (!bits)
		return;
	uint64_t twice = atomic_fetch_or_explicit(&t->seen.bits[kind][word], bits, memory_order_relaxed) & bits;
	for (; twice; twice &= twice - 1)
		total_mark(t->index, &t->linked, ref_make(kind, word * 64 + bits_lowest(twice)));
}

/* Rows, of which neighbours mostly stand in one word; and those that stand twice. */
static void mark_piece(void *context, size_t piece)
{
	struct total_whole *t = context;
	enum kind kind = KIND_COUNT;
	uint32_t word = 0;
	uint64_t bits = 0;
	for (size_t i = piece * TOTAL_ROWS_AT_ONCE; i < total_piece_end(t, piece); i++) {
		struct ref row = t->rows.v[i];
		uint64_t bit = bits_at(ref_row(row));
		if (ref_kind(row) != kind || ref_row(row) / 64 != word || bits & bit) {
			mark_seen(t, kind, word, bits);
			kind = ref_kind(row);
			word = ref_row(row) / 64;
			bits = 0;
		}
		bits |= bit;
	}
	mark_seen(t, kind, word, bits);
}

/* Phases, and what they are phases of. */
static void mark_phases(void *context, size_t number)
{
	struct total_whole *t = context;
	struct total_range range = t->ranges.v[number];
	uint32_t parents[64];
	size_t n = index_count(t->index, range.kind) - range.first;
	for (size_t w = 0; range.kind == KIND_PROJECT && w < TOTAL_ROWS_AT_ONCE / 64 && w * 64 < n; w++) {
		uint64_t in = total_range_word(t, range, w);
		uint32_t first = range.first + (uint32_t)(w * 64);
		if (!in)
			continue;
		index_codes(t->index, KIND_PROJECT, t->fields.parent, first, n - w * 64 < 64 ? n - w * 64 : 64, UINT32_MAX, parents);
		for (; in; in &= in - 1) {
			struct ref up = ref_make(KIND_PROJECT, first + bits_lowest(in));
			if (parents[bits_lowest(in)] == UINT32_MAX)
				continue;
			total_mark(t->index, &t->linked, up);
			for (int level = 0; level < TOTAL_LEVELS_MAX && !ref_none(up); level++) {
				up = index_ref(t->index, up, t->fields.parent);
				if (!ref_none(up))
					total_mark(t->index, &t->linked, up);
			}
		}
	}
}

static void mark_same(struct total_whole *t, struct ref side)
{
	if (ref_none(side))
		return;
	enum kind kind = ref_kind(side);
	total_mark(t->index, &t->linked, side);
	if (!t->seen.bits[KIND_CLAIM])
		return;
	if (!t->same.bits[kind])
		t->same.bits[kind] = xcalloc(bits_room(index_count(t->index, kind)), sizeof(uint64_t));
	total_mark(t->index, &t->same, side);
}

static void mark_side(struct total_whole *t, struct ref side)
{
	if (ref_none(side))
		return;
	struct ref subject = ref_kind(side) == KIND_CLAIM ? index_ref(t->index, side, t->fields.subject) : side;
	mark_same(t, side);
	mark_same(t, subject);
	total_mark_above(t, subject);
}

static void mark_identities(struct total_whole *t)
{
	size_t a = field_get(KIND_IDENTITY, "a"), b = field_get(KIND_IDENTITY, "b");
	for (uint32_t i = 0; i < index_count(t->index, KIND_IDENTITY); i++) {
		mark_side(t, index_ref(t->index, ref_make(KIND_IDENTITY, i), a));
		mark_side(t, index_ref(t->index, ref_make(KIND_IDENTITY, i), b));
	}
}

void total_mark_wholes(struct total_whole *t, struct ref claim)
{
	struct ref whole = claim;
	for (int level = 0; level < TOTAL_LEVELS_MAX; level++) {
		whole = index_ref(t->index, whole, t->fields.part_of);
		if (ref_none(whole) || ref_eq(whole, claim))
			return;
		struct ref subject = index_ref(t->index, whole, t->fields.subject);
		if (total_bits(&t->linked, subject) && !total_mark(t->index, &t->linked, subject))
			atomic_store(&t->again, true);
		if (t->linked.bits[KIND_CLAIM] && !total_mark(t->index, &t->linked, whole))
			atomic_store(&t->again, true);
	}
}

void total_mark_above(struct total_whole *t, struct ref subject)
{
	struct ref up = subject;
	for (int level = 0; level < TOTAL_LEVELS_MAX && ref_kind(up) == KIND_PROJECT; level++) {
		up = index_ref(t->index, up, t->fields.parent);
		if (ref_none(up))
			return;
		if (total_is_marked(&t->seen, up) && !total_mark(t->index, &t->linked, up))
			atomic_store(&t->again, true);
	}
}

void total_mark_rows(struct total_whole *t)
{
	unsigned n_threads = t->n_pieces > 1 ? parallel_threads() : 1;
	parallel_for(t->n_pieces, n_threads, mark_piece, t);
	parallel_for(t->ranges.n, n_threads, mark_phases, t);
	mark_identities(t);
}

bool total_is_entangled(const struct total_whole *t, struct ref claim, struct ref subject)
{
	if (total_is_marked(&t->seen, subject) || total_is_marked(&t->same, claim) || total_is_marked(&t->same, subject))
		return true;
	if (index_count(t->index, KIND_DOUBT) && index_back_n(t->index, claim, KIND_DOUBT, t->fields.about))
		return true;
	return ref_kind(subject) == KIND_PROJECT
		&& (!ref_none(index_ref(t->index, subject, t->fields.parent))
			|| index_back_n(t->index, subject, KIND_PROJECT, t->fields.parent));
}

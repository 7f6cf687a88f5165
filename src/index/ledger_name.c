/*
 * The order of names of packed rows. They stand behind those with names of their own making, by kind of owner, by its name, then
 * as the owner has them: nobody waits for millions of composed names to be sorted.
 */
#include "index_internal.h"

#include "base/bisect.h"
#include "base/parallel.h"

#include <stdlib.h>
#include <string.h>

/* One kind of owners. */
struct naming {
	const struct index *index;
	enum ledger_sort sort;
	enum kind kind;
	size_t n;
	uint32_t *starts;    /* by rank of the owner: how many rows come before its own */
	uint32_t *sums;      /* by piece, one more at the end: of its rows; then of all rows before it */
	struct ref *out;     /* room for all packed rows */
	atomic_bool is_wrong; /* the image is */
};

enum { OWNERS_AT_ONCE = 1 << 14 };

static size_t piece_end(const struct naming *naming, size_t piece)
{
	size_t end = (piece + 1) * OWNERS_AT_ONCE;
	return end < naming->n ? end : naming->n;
}

static void for_pieces(struct naming *naming, void (*work)(void *context, size_t piece))
{
	parallel_for((naming->n + OWNERS_AT_ONCE - 1) / OWNERS_AT_ONCE, parallel_threads(), work, naming);
}

static void count_piece(void *context, size_t piece)
{
	struct naming *naming = context;
	const struct index_ledger *l = &naming->index->ledger;
	const struct ref *by_name = SECTION_V(struct ref, naming->index->tables[naming->kind].by_name);
	uint32_t at = 0;
	for (size_t rank = piece * OWNERS_AT_ONCE; rank < piece_end(naming, piece); rank++) {
		uint32_t row = ref_row(by_name[rank]);
		naming->starts[rank] = at;
		at += row < naming->n ? ledger_shape_at(l, naming->kind, row)->n[naming->sort] : 0;
	}
	naming->sums[piece + 1] = at;
}

static void move_piece(void *context, size_t piece)
{
	struct naming *naming = context;
	for (size_t rank = piece * OWNERS_AT_ONCE; rank < piece_end(naming, piece); rank++)
		naming->starts[rank] += naming->sums[piece];
}

static uint32_t first_row(const struct naming *naming)
{
	const struct index_ledger *l = &naming->index->ledger;
	return SECTION_V(struct ledger_block, l->blocks)[l->first_block[naming->kind]].n[naming->sort];
}

static const uint32_t *starts_by_name(struct naming *naming)
{
	uint64_t key = memo_key(ref_make(naming->kind, 0), MEMO_RANKS + (size_t)naming->sort);
	struct arena arena = {0};
	const void *made;
	size_t n_bytes, n_pieces = (naming->n + OWNERS_AT_ONCE - 1) / OWNERS_AT_ONCE;
	if (memo_find(naming->index->memo, key, &made, &n_bytes))
		return made;
	naming->starts = arena_alloc(&arena, (naming->n + 1) * sizeof *naming->starts);
	naming->sums = xcalloc(n_pieces + 1, sizeof *naming->sums);
	for_pieces(naming, count_piece);
	naming->sums[0] = first_row(naming);
	for (size_t i = 0; i < n_pieces; i++)
		naming->sums[i + 1] += naming->sums[i];
	for_pieces(naming, move_piece);
	naming->starts[naming->n] = naming->sums[n_pieces];
	free(naming->sums);
	return memo_take(naming->index->memo, key, &arena, naming->starts, (naming->n + 1) * sizeof *naming->starts, &n_bytes);
}

static struct naming naming_of(const struct index *index, enum ledger_sort sort, enum kind kind)
{
	struct naming naming = {.index = index, .sort = sort, .kind = kind, .n = (size_t)index->ledger.codes[kind].n};
	atomic_init(&naming.is_wrong, false);
	return naming;
}

uint32_t ledger_name_rank(const struct index *index, struct ref ref)
{
	enum ledger_sort sort;
	struct ledger_cell cell;
	const struct index_table *t = &index->tables[ref_kind(ref)];
	uint32_t row = ref_row(ref) - t->n;
	if (!ledger_sort_of(ref_kind(ref), &sort) || !ledger_cell_at(&index->ledger, sort, row, &cell))
		return t->n;
	struct naming naming = naming_of(index, sort, ref_kind(cell.owner));
	uint32_t rank = index_own_rank(index, naming.kind, ref_row(cell.owner));
	return t->n + (rank < index->tables[naming.kind].n ? starts_by_name(&naming)[rank] : 0) + (row - cell.first);
}

bool ledger_name_before(const struct index *index, struct ref a, struct ref b)
{
	enum ledger_sort sort;
	struct ledger_cell x, y;
	uint32_t n = index->tables[ref_kind(a)].n;
	if (!ledger_sort_of(ref_kind(a), &sort) || !ledger_cell_at(&index->ledger, sort, ref_row(a) - n, &x)
		|| !ledger_cell_at(&index->ledger, sort, ref_row(b) - n, &y) || ref_eq(x.owner, y.owner))
		return ref_row(a) < ref_row(b);
	if (ref_kind(x.owner) != ref_kind(y.owner))
		return ref_kind(x.owner) < ref_kind(y.owner);
	return index_name_rank(index, x.owner) < index_name_rank(index, y.owner);
}

/* -- all of them ------------------------------------------------------------------------------ */

/* In the order of rows, as records stand; where each of them has a rank of its own, all places are written. */
static void write_piece(void *context, size_t piece)
{
	struct naming *naming = context;
	const struct index *index = naming->index;
	const struct index_ledger *l = &index->ledger;
	const struct ref *by_name = SECTION_V(struct ref, index->tables[naming->kind].by_name);
	struct index_place place = {0};
	bool fits = true;
	for (size_t row = piece * OWNERS_AT_ONCE; fits && row < piece_end(naming, piece); row++) {
		struct ref owner = ref_make(naming->kind, (uint32_t)row);
		uint32_t rank = index_own_rank(index, naming->kind, (uint32_t)row), n = ledger_seek(l, owner, &place)->n[naming->sort];
		uint32_t first = place.first[naming->sort];
		fits = rank < naming->n && ref_eq(by_name[rank], owner);
		uint64_t to = fits ? naming->starts[rank] : 0;
		fits = fits && to + n <= l->n[naming->sort] && (uint64_t)first + n <= l->n[naming->sort];
		for (uint32_t i = 0; fits && i < n; i++)
			naming->out[to + i] = index_packed_ref(index, ledger_kind(naming->sort), first + i);
	}
	if (!fits)
		atomic_store(&naming->is_wrong, true);
}

/* Of each kind of owners those behind the kind's before; false: an image that is wrong has another number of them. */
static bool write_all(const struct index *index, enum ledger_sort sort, struct ref *out)
{
	uint32_t at = 0;
	for (int k = 0; k < KIND_COUNT; k++) {
		struct naming naming = naming_of(index, sort, (enum kind)k);
		if (!naming.n)
			continue;
		const uint32_t *starts = starts_by_name(&naming);
		naming.starts = (uint32_t *)(uintptr_t)starts;
		naming.out = out;
		if (first_row(&naming) != at || starts[naming.n] < at)
			return false;
		at = starts[naming.n];
		for_pieces(&naming, write_piece);
		if (atomic_load(&naming.is_wrong))
			return false;
	}
	return at == index->ledger.n[sort];
}

struct refs ledger_by_name(const struct index *index, enum ledger_sort sort, struct refs own)
{
	uint64_t key = memo_key(ref_make(ledger_kind(sort), 0), MEMO_BY_NAME);
	size_t n = own.n + index->ledger.n[sort], n_bytes;
	struct arena arena = {0};
	const void *kept;
	if (!memo_find(index->memo, key, &kept, &n_bytes)) {
		struct ref *all = arena_alloc(&arena, (n + 1) * sizeof *all);
		if (own.n)
			memcpy(all, own.v, own.n * sizeof *all);
		n_bytes = write_all(index, sort, all + own.n) ? n * sizeof *all : 0;
		kept = memo_take(index->memo, key, &arena, all, n_bytes, &n_bytes);
	}
	return (struct refs){kept, n_bytes / sizeof(struct ref)};
}

/* -- some of them ------------------------------------------------------------------------------ */

/* The last owner that no more rows stand before than `from`. */
static size_t rank_with(const struct naming *naming, const uint32_t *starts, uint32_t from)
{
	size_t at = 1;
	bisect(at, naming->n, i, starts[i] <= from);
	return at - 1;
}

/* The rows of one kind of owners from a place on. Returns how many. */
static size_t read_kind(struct naming *naming, uint32_t from, size_t n, struct ref *out)
{
	const struct index_ledger *l = &naming->index->ledger;
	const uint32_t *starts = naming->n ? starts_by_name(naming) : NULL;
	size_t done = 0;
	if (!naming->n || from < starts[0])
		return 0;
	const struct ref *by_name = SECTION_V(struct ref, naming->index->tables[naming->kind].by_name);
	for (size_t rank = rank_with(naming, starts, from); rank < naming->n && done < n; rank++) {
		struct index_place place = {0};
		ledger_seek(l, by_name[rank], &place);
		for (; done < n && from + done < starts[rank + 1]; done++) {
			uint64_t row = (uint64_t)place.first[naming->sort] + (from + done - starts[rank]);
			out[done] = index_packed_ref(naming->index, ledger_kind(naming->sort), row < l->n[naming->sort] ? (uint32_t)row : 0);
		}
	}
	return done;
}

void ledger_names_read(const struct index *index, enum ledger_sort sort, uint32_t from, size_t n, struct ref *out)
{
	size_t done = 0;
	for (int k = 0; k < KIND_COUNT && done < n; k++) {
		struct naming naming = naming_of(index, sort, (enum kind)k);
		done += read_kind(&naming, from + (uint32_t)done, n - done, out + done);
	}
	for (; done < n; done++) /* an image that is wrong */
		out[done] = index_packed_ref(index, ledger_kind(sort), 0);
}

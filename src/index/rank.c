#include "rank_internal.h"

#include "index_internal.h"

uint32_t rank_length(const struct index *index, uint32_t row)
{
	if (row >= index->n_rows)
		return ledger_length(index, search_ref(index, row));
	uint8_t length = SECTION_V(uint8_t, index->search.lengths)[row];
	return length < LENGTH_MAX ? length : (uint32_t)search_length(index, search_ref(index, row));
}

static bool ranks_before(const struct index *index, const struct found *a, const struct found *b)
{
	if (a->score != b->score)
		return a->score > b->score;
	if (a->length != b->length)
		return a->length < b->length;
	if (ref_kind(a->ref) != ref_kind(b->ref))
		return ref_kind(a->ref) < ref_kind(b->ref);
	bool packed = index_is_packed(index, a->ref);
	if (packed != index_is_packed(index, b->ref))
		return !packed;
	return packed ? ledger_name_before(index, a->ref, b->ref) : index_name_rank(index, a->ref) < index_name_rank(index, b->ref);
}

bool best_takes(const struct best *b, const struct found *found)
{
	return b->n < b->limit || (b->limit && ranks_before(b->index, found, &b->v[0]));
}

static void swap(struct best *b, size_t i, size_t j)
{
	struct found found = b->v[i];
	b->v[i] = b->v[j];
	b->v[j] = found;
}

static void sift_down(struct best *b, size_t n)
{
	for (size_t i = 0;;) {
		size_t worst = i, left = 2 * i + 1;
		for (size_t child = left; child < left + 2 && child < n; child++)
			if (ranks_before(b->index, &b->v[worst], &b->v[child]))
				worst = child;
		if (worst == i)
			return;
		swap(b, i, worst);
		i = worst;
	}
}

void best_offer(struct best *b, struct found found)
{
	if (b->n < b->limit) {
		size_t i = b->n;
		array_push(b, found);
		for (; i && ranks_before(b->index, &b->v[(i - 1) / 2], &b->v[i]); i = (i - 1) / 2)
			swap(b, i, (i - 1) / 2);
	} else if (best_takes(b, &found)) {
		b->v[0] = found;
		sift_down(b, b->n);
	}
}

void best_sort(struct best *b)
{
	for (size_t n = b->n; n > 1; n--) {
		swap(b, 0, n - 1);
		sift_down(b, n - 1);
	}
}

uint64_t best_filter(const struct best *b, enum kind kind, uint32_t row, uint32_t score, uint32_t step)
{
	const struct index *index = b->index;
	uint32_t base = index->plan.bases[kind], n_rows = index->tables[kind].n;
	uint32_t first = row < base ? base - row : 0, end = base + n_rows - row < 64 ? base + n_rows - row : 64;
	enum { NEVER = UINT8_MAX };
	if (!b->limit)
		return 0;
	if (b->n < b->limit || score > b->v[0].score)
		return UINT64_MAX;
	uint32_t lacks = b->v[0].score - score;
	if (lacks > RENOWN_MAX * step)
		return 0;
	/* more renown than this, or just as much and a name that is not longer */
	uint8_t renown = (uint8_t)(lacks / step), equal = lacks % step ? NEVER : renown;
	uint8_t longest = b->v[0].length < LENGTH_MAX ? (uint8_t)b->v[0].length : LENGTH_MAX;
	const uint8_t *renowns = SECTION_V(uint8_t, index->renown) + index->tables[kind].base + (row + first - base),
		      *lengths = SECTION_V(uint8_t, index->search.lengths) + row + first;
	uint64_t bits = 0;
	if (end - first == 64) { /* a fixed number of steps, which compilers vectorise */
		uint8_t good[64];
		for (unsigned i = 0; i < 64; i++)
			good[i] = (uint8_t)((renowns[i] > renown) | ((renowns[i] == equal) & (lengths[i] <= longest)));
		return bits_pack(good);
	}
	for (uint32_t i = 0; i < end - first; i++)
		bits |= (uint64_t)((renowns[i] > renown) | ((renowns[i] == equal) & (lengths[i] <= longest))) << i;
	return bits << first;
}

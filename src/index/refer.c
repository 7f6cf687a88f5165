#include "refer_internal.h"

#include "bits_internal.h"
#include "index_internal.h"
#include "parallel_internal.h"

#include <stdlib.h>
#include <string.h>

/* A column of references; of narrow ones a table says what each number means. */
struct asked_column {
	const struct section *numbers;
	uint8_t *table; /* by number; NULL: it is too wide for one */
};

struct finding {
	const struct refer *refer;
	uint64_t start, end; /* search rows of the kind */
	struct asked_column columns[CONTEXT_FIELDS_MAX];
	size_t n_columns;
	void (*take)(void *context, uint32_t row, const uint8_t *flags, size_t n);
	void *context;
};

enum { WORDS_AT_ONCE = 1 << 8, FEW_WORDS = 1 << 9 };

static inline uint8_t flags_of(const struct refer *r, uint64_t bits)
{
	const struct index *index = r->index;
	uint64_t kind = bits >> REF_ROW_BITS;
	if (kind >= KIND_COUNT)
		return 0;
	const struct index_table *t = &index->tables[kind];
	uint32_t row = ref_row((struct ref){(uint32_t)bits});
	if (row >= t->n)
		return row < t->n + t->packed ? r->packed : 0;
	uint32_t of = index->plan.bases[kind] + row;
	uint8_t flags = r->of_kind[kind];
	for (size_t i = 0; i < REFER_SETS && of / 64 < r->n_words; i++)
		flags |= bits_has(r->sets[i].rows, of) ? r->sets[i].flag : 0;
	return flags;
}

/* -- columns ----------------------------------------------------------------------------- */

static bool has_targets(const struct refer *r, enum kind kind)
{
	uint64_t start, end;
	search_range(r->index, (int)kind, 0, &start, &end);
	if (start == end)
		return false;
	if (r->of_kind[kind] || (r->packed && r->index->tables[kind].packed))
		return true;
	for (size_t i = 0; i < REFER_SETS; i++)
		for (size_t w = start / 64; r->sets[i].rows && w < r->n_words && w <= (end - 1) / 64; w++)
			if (r->sets[i].rows[w] & bits_range(w, start, end))
				return true;
	return false;
}

/* What each number that can stand in a narrow column means; NULL: nothing. */
static uint8_t *make_table(const struct refer *r, const struct section *numbers, uint32_t kinds_allowed)
{
	uint64_t none = numbers->width == 1 ? UINT8_MAX : UINT16_MAX, base = (uint64_t)numbers->base;
	uint8_t *table = xcalloc(none + 1, 1), any = 0;
	for (int k = 0; k < KIND_COUNT; k++) {
		const struct index_table *t = &r->index->tables[k];
		uint64_t first = ref_make((enum kind)k, 0).bits, end = first + t->n + t->packed;
		first = first > base ? first : base;
		for (uint64_t bits = first; kinds_allowed >> k & 1 && bits < end && bits - base < none; bits++)
			any |= table[bits - base] = flags_of(r, bits);
	}
	if (any)
		return table;
	free(table);
	return NULL;
}

static void add_column(struct finding *f, enum kind kind, size_t field, uint32_t targets)
{
	const struct section *numbers = &f->refer->index->tables[kind].columns[field].numbers;
	struct asked_column *c = &f->columns[f->n_columns];
	if (numbers->n < f->refer->index->tables[kind].n || !(fields_of[kind].v[field].kinds & targets) || back_is_empty(f->refer->index, kind, field))
		return;
	*c = (struct asked_column){.numbers = numbers};
	bool narrow = (numbers->width == 1 || numbers->width == 2) && !numbers->slope;
	if (narrow)
		c->table = make_table(f->refer, numbers, fields_of[kind].v[field].kinds);
	if (!narrow || c->table)
		f->n_columns++;
}

static void add_flags(const struct finding *f, const struct asked_column *c, uint32_t row, size_t n, uint8_t flags[64])
{
	if (c->table && c->numbers->width == 1) {
		const uint8_t *v = SECTION_V(uint8_t, *c->numbers) + row;
		for (size_t i = 0; i < n; i++)
			flags[i] |= c->table[v[i]];
	} else if (c->table) {
		const uint16_t *v = SECTION_V(uint16_t, *c->numbers) + row;
		for (size_t i = 0; i < n; i++)
			flags[i] |= c->table[v[i]];
	} else {
		for (size_t i = 0; i < n; i++) {
			int64_t bits = section_number(c->numbers, row + i);
			flags[i] |= bits == NUMBER_NONE ? 0 : flags_of(f->refer, (uint64_t)bits);
		}
	}
}

/* -- rows ------------------------------------------------------------------------------------ */

static void find_piece(void *context, size_t piece)
{
	const struct finding *f = context;
	size_t end = (piece + 1) * WORDS_AT_ONCE, last = (size_t)((f->end - 1) / 64 - f->start / 64);
	for (size_t i = piece * WORDS_AT_ONCE; i < end && i <= last; i++) {
		uint64_t word = f->start / 64 + i, first = word * 64 > f->start ? word * 64 : f->start,
			 behind = word * 64 + 64 < f->end ? word * 64 + 64 : f->end, any = 0, eight;
		uint8_t flags[64] = {0};
		for (size_t c = 0; c < f->n_columns; c++)
			add_flags(f, &f->columns[c], (uint32_t)(first - f->start), (size_t)(behind - first), flags);
		for (size_t k = 0; k < sizeof flags; k += 8) {
			memcpy(&eight, flags + k, 8);
			any |= eight;
		}
		if (any)
			f->take(f->context, (uint32_t)first, flags, (size_t)(behind - first));
	}
}

void refer_find(const struct refer *refer, enum kind kind,
	void (*take)(void *context, uint32_t row, const uint8_t *flags, size_t n), void *context)
{
	const struct index *index = refer->index;
	struct finding f = {.refer = refer, .take = take, .context = context};
	uint32_t targets = 0;
	search_range(index, (int)kind, 0, &f.start, &f.end);
	if (f.start == f.end)
		return;
	for (int k = 0; k < KIND_COUNT; k++)
		targets |= (uint32_t)has_targets(refer, (enum kind)k) << k;
	for (size_t i = 0; i < index->n_context[kind]; i++)
		add_column(&f, kind, index->context[kind][i], targets);
	size_t n_words = (size_t)((f.end - 1) / 64 - f.start / 64) + 1;
	if (f.n_columns)
		parallel_for((n_words + WORDS_AT_ONCE - 1) / WORDS_AT_ONCE, n_words * f.n_columns < FEW_WORDS ? 1 : parallel_threads(), find_piece, &f);
	for (size_t i = 0; i < f.n_columns; i++)
		free(f.columns[i].table);
}

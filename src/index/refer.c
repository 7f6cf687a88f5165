#include "refer_internal.h"

#include "bits_internal.h"
#include "index_internal.h"
#include "parallel_internal.h"

#include <stdlib.h>
#include <string.h>

enum { FEW_TARGETS = 4 };

/* A column of references; of narrow ones a table says what each number means. */
struct asked_column {
	const struct section *numbers;
	uint8_t *table; /* by number; NULL: it is too wide for one */
	uint16_t targets[FEW_TARGETS]; /* the first numbers that mean something */
	size_t n_targets;              /* all of them */
};

/* The rows of a kind. */
struct asked_rows {
	uint64_t start, end; /* search rows */
	size_t first_piece;
	struct asked_column columns[CONTEXT_FIELDS_MAX];
	size_t n_columns;
};

struct finding {
	const struct refer *refer;
	struct asked_rows kinds[KIND_COUNT];
	size_t n_kinds;
	void (*take)(void *context, uint32_t row, const uint8_t *flags, size_t n);
	void *context;
};

/* Below so many words of 64 rows, each counted for each of its columns, one thread is as quick as several. */
enum { WORDS_AT_ONCE = 1 << 9, FEW_WORDS = 1 << 12 };

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

/* What each number that can stand in a narrow column means. */
static void make_table(const struct refer *r, struct asked_column *c, uint32_t kinds_allowed)
{
	uint64_t none = c->numbers->width == 1 ? UINT8_MAX : UINT16_MAX, base = (uint64_t)c->numbers->base;
	c->table = xcalloc(none + 1, 1);
	for (int k = 0; k < KIND_COUNT; k++) {
		const struct index_table *t = &r->index->tables[k];
		uint64_t first = ref_make((enum kind)k, 0).bits, end = first + t->n + t->packed;
		first = first > base ? first : base;
		for (uint64_t bits = first; kinds_allowed >> k & 1 && bits < end && bits - base < none; bits++)
			if ((c->table[bits - base] = flags_of(r, bits)) != 0 && c->n_targets++ < FEW_TARGETS)
				c->targets[c->n_targets - 1] = (uint16_t)(bits - base);
	}
	for (size_t i = c->n_targets; c->n_targets && i < FEW_TARGETS; i++)
		c->targets[i] = c->targets[0];
}

static void add_column(const struct refer *r, struct asked_rows *rows, enum kind kind, size_t field, uint32_t targets)
{
	const struct section *numbers = &r->index->tables[kind].columns[field].numbers;
	struct asked_column *c = &rows->columns[rows->n_columns];
	if (numbers->n < r->index->tables[kind].n || !(fields_of[kind].v[field].kinds & targets) || back_is_empty(r->index, kind, field))
		return;
	*c = (struct asked_column){.numbers = numbers};
	bool narrow = (numbers->width == 1 || numbers->width == 2) && !numbers->slope;
	if (narrow)
		make_table(r, c, fields_of[kind].v[field].kinds & targets);
	if (narrow && !c->n_targets)
		free(c->table);
	else
		rows->n_columns++;
}

/* Whether none of 64 numbers is one of the few that mean something: without a branch, for compilers to do many at once. */
static bool has_none(const struct asked_column *c, const uint16_t v[64])
{
	const uint16_t *t = c->targets;
	uint16_t any = 0;
	for (unsigned i = 0; i < 64; i++)
		any |= (uint16_t)((v[i] == t[0]) | (v[i] == t[1]) | (v[i] == t[2]) | (v[i] == t[3]));
	return !any;
}

/* 64 rows of a set from `of` on. */
static uint64_t set_word(const struct refer *r, const uint64_t *rows, uint64_t of)
{
	uint64_t word = of / 64 < r->n_words ? rows[of / 64] >> of % 64 : 0;
	return of % 64 && of / 64 + 1 < r->n_words ? word | rows[of / 64 + 1] << (64 - of % 64) : word;
}

/* Whether a column refers to row after row of a kind, from row `row` on n times; then their flags are added. */
static bool add_straight(const struct refer *r, const struct asked_column *c, uint32_t row, size_t n, uint8_t flags[64])
{
	struct ref first = {(uint32_t)(c->numbers->base + row)};
	enum kind kind = ref_kind(first);
	if (c->numbers->width || c->numbers->slope != 1 || kind >= KIND_COUNT || ref_row(first) + n > r->index->tables[kind].n)
		return false;
	for (size_t s = 0; s < REFER_SETS; s++) {
		uint64_t word = r->sets[s].rows ? set_word(r, r->sets[s].rows, r->index->plan.bases[kind] + ref_row(first)) : 0;
		for (size_t i = 0; word && i < n; i++)
			flags[i] |= word >> i & 1 ? r->sets[s].flag : 0;
	}
	for (size_t i = 0; r->of_kind[kind] && i < n; i++)
		flags[i] |= r->of_kind[kind];
	return true;
}

static void add_flags(const struct refer *r, const struct asked_column *c, uint32_t row, size_t n, uint8_t flags[64])
{
	if (c->table && c->numbers->width == 1) {
		const uint8_t *v = SECTION_V(uint8_t, *c->numbers) + row;
		for (size_t i = 0; i < n; i++)
			flags[i] |= c->table[v[i]];
	} else if (c->table) {
		const uint16_t *v = SECTION_V(uint16_t, *c->numbers) + row;
		if (c->n_targets <= FEW_TARGETS && n == 64 && has_none(c, v))
			return;
		for (size_t i = 0; i < n; i++)
			flags[i] |= c->table[v[i]];
	} else if (!add_straight(r, c, row, n, flags)) {
		for (size_t i = 0; i < n; i++) {
			int64_t bits = section_number(c->numbers, row + i);
			flags[i] |= bits == NUMBER_NONE ? 0 : flags_of(r, (uint64_t)bits);
		}
	}
}

/* -- rows ------------------------------------------------------------------------------------ */

static size_t words_of(const struct asked_rows *rows)
{
	return (size_t)((rows->end - 1) / 64 - rows->start / 64) + 1;
}

static void find_word(const struct finding *f, const struct asked_rows *rows, uint64_t word)
{
	uint64_t first = word * 64 > rows->start ? word * 64 : rows->start, end = word * 64 + 64 < rows->end ? word * 64 + 64 : rows->end,
		 any = 0, eight;
	uint8_t flags[64] = {0};
	for (size_t c = 0; c < rows->n_columns; c++)
		add_flags(f->refer, &rows->columns[c], (uint32_t)(first - rows->start), (size_t)(end - first), flags);
	for (size_t i = 0; i < sizeof flags; i += 8) {
		memcpy(&eight, flags + i, 8);
		any |= eight;
	}
	if (any)
		f->take(f->context, (uint32_t)first, flags, (size_t)(end - first));
}

static void find_piece(void *context, size_t piece)
{
	const struct finding *f = context;
	const struct asked_rows *rows = f->kinds;
	while (rows + 1 < f->kinds + f->n_kinds && piece >= rows[1].first_piece)
		rows++;
	size_t first = (piece - rows->first_piece) * WORDS_AT_ONCE, n = words_of(rows);
	for (size_t i = first; i < first + WORDS_AT_ONCE && i < n; i++)
		find_word(f, rows, rows->start / 64 + i);
}

void refer_find(const struct refer *refer, uint32_t kinds_asked,
	void (*take)(void *context, uint32_t row, const uint8_t *flags, size_t n), void *context)
{
	const struct index *index = refer->index;
	struct finding *f = xcalloc(1, sizeof *f);
	uint32_t targets = 0;
	size_t n_pieces = 0, n_words = 0;
	*f = (struct finding){.refer = refer, .take = take, .context = context};
	for (int k = 0; k < KIND_COUNT; k++)
		targets |= (uint32_t)has_targets(refer, (enum kind)k) << k;
	for (int k = 0; k < KIND_COUNT; k++) {
		struct asked_rows *rows = &f->kinds[f->n_kinds];
		search_range(index, k, 0, &rows->start, &rows->end);
		for (size_t i = 0; kinds_asked >> k & 1 && rows->start < rows->end && i < index->n_context[k]; i++)
			add_column(refer, rows, (enum kind)k, index->context[k][i], targets);
		if (!rows->n_columns)
			continue;
		rows->first_piece = n_pieces;
		n_pieces += (words_of(rows) + WORDS_AT_ONCE - 1) / WORDS_AT_ONCE;
		n_words += words_of(rows) * rows->n_columns;
		f->n_kinds++;
	}
	parallel_for(n_pieces, n_words < FEW_WORDS ? 1 : parallel_threads(), find_piece, f);
	for (size_t k = 0; k < f->n_kinds; k++)
		for (size_t i = 0; i < f->kinds[k].n_columns; i++)
			free(f->kinds[k].columns[i].table);
	free(f);
}

#include "refer_internal.h"

#include "base/parallel.h"
#include "base/bits.h"
#include "index_internal.h"

#include <stdlib.h>
#include <string.h>

enum { FEW_RANGES = 6 };

/* How flags are found from the numbers of a column: by a table; of rows one after another; by sets of rows of one kind; one by one. */
enum reading { BY_TABLE, STRAIGHT, OF_ONE_KIND, ONE_BY_ONE };

/* Numbers one after another that have a flag. */
struct range {
	uint16_t low, span;
	uint8_t flag; /* its number */
};

/* A column of references. */
struct asked_column {
	const struct section *numbers;
	enum reading reading;
	enum kind kind;   /* of the rows of STRAIGHT */
	uint8_t *table;   /* flags by number: of narrow ones */
	uint8_t flags;    /* all that stand in the table */
	uint32_t noted;   /* numbers from there on have none */
	struct range ranges[FEW_RANGES]; /* what the table says, flag after flag */
	size_t n_ranges;  /* more than FEW_RANGES: these are not all */
	bool late;        /* nothing but flags of kinds stands in the table */
	uint64_t *by_number[REFER_SETS]; /* OF_ONE_KIND: the numbers that lead into a set, as bits; NULL: none */
	uint32_t end;     /* numbers from there on lead nowhere; this one has a bit, too */
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
	void (*take)(void *context, uint32_t row, const struct refer_rows *rows);
	void *context;
};

/* Of 64 rows so few are asked about one by one. */
enum { FEW_ROWS = 8 };

/* Below so many words of 64 rows, each counted for each of its columns, one thread is as quick as several. */
enum { WORDS_AT_ONCE = 1 << 8, FEW_WORDS = 1 << 12 };

/* Some words of the rows of a kind, told column after column. */
struct piece {
	const struct refer *refer;
	const struct asked_rows *of;
	uint64_t first; /* the first word */
	size_t n;
	uint64_t asked[WORDS_AT_ONCE];
	struct refer_rows found[WORDS_AT_ONCE];
	/* those that are asked about one by one, as the column numbers them, and the flags of each */
	uint32_t few[WORDS_AT_ONCE * FEW_ROWS + BITS_ROWS_SPARE];
	uint8_t flags[WORDS_AT_ONCE * FEW_ROWS];
	size_t n_few;
};

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

static inline void add_flags(struct refer_rows *out, uint8_t flags, uint64_t rows)
{
	for (int f = 0; f < REFER_FLAGS; f++)
		out->by[f] |= flags >> f & 1 ? rows : 0;
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
	end = end < r->n_words * 64 ? end : r->n_words * 64;
	for (size_t i = 0; i < REFER_SETS; i++)
		if (r->sets[i].rows && bits_any_range(r->sets[i].rows, start, end))
			return true;
	return false;
}

/* Kinds that the columns of a kind can name. */
static uint32_t kinds_named(const struct index *index, enum kind kind)
{
	uint32_t kinds_of = 0;
	for (size_t i = 0; i < index->n_context[kind]; i++)
		kinds_of |= fields_of[kind].v[index->context[kind][i]].kinds;
	return kinds_of & ALL_KINDS;
}

/* Whether the caller knows already which rows of kind `by` refer to those of kind `of` in a set. */
static bool is_known(const struct refer *r, size_t set, enum kind by, enum kind of)
{
	return r->sets[set].known_by >> by & 1 && r->sets[set].known_of >> of & 1;
}

static void note_target(struct asked_column *c, uint64_t number, uint8_t flags)
{
	c->table[number] |= flags;
	c->flags |= flags;
	c->noted = number < c->noted ? c->noted : (uint32_t)number + 1;
}

/* Note the flags of rows of `kind` at the numbers by which a narrow column of kind `by` refers to them; `none` refers to nothing. */
static void note_kind(const struct refer *r, struct asked_column *c, enum kind by, enum kind kind, uint64_t none)
{
	const struct index_table *t = &r->index->tables[kind];
	uint64_t low = ref_make(kind, 0).bits, base = (uint64_t)c->numbers->base, first = low < base ? base - low : 0;
	uint64_t end = base + none < low ? 0 : base + none - low, with_columns = end < t->n ? end : t->n;
	for (uint64_t row = first; r->of_kind[kind] && row < with_columns; row++)
		note_target(c, low + row - base, r->of_kind[kind]);
	for (size_t s = 0; s < REFER_SETS; s++)
		for (uint64_t row = first; r->sets[s].rows && !is_known(r, s, by, kind) && row < with_columns; row += 64) {
			uint64_t left = with_columns - row, bits = bits_from(r->sets[s].rows, r->n_words, r->index->plan.bases[kind] + row);
			for (bits &= bits_below(left); bits; bits &= bits - 1)
				note_target(c, low + row + bits_lowest(bits) - base, r->sets[s].flag);
		}
	for (uint64_t row = first > t->n ? first : t->n; r->packed && row < end && row < (uint64_t)t->n + t->packed; row++)
		note_target(c, low + row - base, r->packed);
}

/* The ranges of a flag, as far as there is room. */
static void find_ranges(struct asked_column *c, uint8_t flag)
{
	for (uint32_t i = 0; i < c->noted && c->n_ranges <= FEW_RANGES; i++) {
		uint32_t low = i;
		if (!(c->table[i] >> flag & 1))
			continue;
		while (i + 1 < c->noted && c->table[i + 1] >> flag & 1)
			i++;
		if (c->n_ranges++ < FEW_RANGES)
			c->ranges[c->n_ranges - 1] = (struct range){(uint16_t)low, (uint16_t)(i - low), flag};
	}
}

static void make_table(const struct refer *r, struct asked_column *c, enum kind by, uint32_t kinds_allowed)
{
	uint8_t of_kinds = 0;
	uint64_t none = c->numbers->width == 1 ? UINT8_MAX : UINT16_MAX;
	c->reading = BY_TABLE;
	c->table = xcalloc(none + 1, 1);
	for (int k = 0; k < KIND_COUNT; k++)
		if (kinds_allowed >> k & 1)
			note_kind(r, c, by, (enum kind)k, none);
	for (int k = 0; k < KIND_COUNT; k++)
		of_kinds |= r->of_kind[k];
	c->late = r->matters_to && !(c->flags & ~of_kinds);
	for (uint8_t flag = 0; flag < REFER_FLAGS; flag++)
		if (c->flags >> flag & 1)
			find_ranges(c, flag);
}

/* Sets by number for a column in which only references to rows of one kind, all of them with columns, have flags. False: it is another. */
static bool make_of_one_kind(const struct refer *r, struct asked_column *c, enum kind by, uint32_t kinds_allowed)
{
	enum kind kind = (enum kind)__builtin_ctz(kinds_allowed);
	const struct index_table *t = &r->index->tables[kind];
	uint64_t beyond = (uint64_t)c->numbers->base - ref_make(kind, 0).bits, base = r->index->plan.bases[kind];
	uint64_t start = base + beyond, end = base + t->n;
	if (kinds_allowed & (kinds_allowed - 1) || r->of_kind[kind] || (r->packed && t->packed) || beyond > t->n || end / 64 >= r->n_words)
		return false;
	c->reading = OF_ONE_KIND;
	c->end = (uint32_t)(end - start);
	for (size_t s = 0; s < REFER_SETS; s++)
		if (r->sets[s].rows && !is_known(r, s, by, kind) && bits_any_range(r->sets[s].rows, start, end)) {
			c->by_number[s] = xcalloc(c->end / 64 + 1, sizeof *c->by_number[s]);
			bits_copy_range(r->sets[s].rows, r->n_words, start, end - start, c->by_number[s], 0);
		}
	return true;
}

static void add_column(const struct refer *r, struct asked_rows *rows, enum kind kind, size_t field, uint32_t targets)
{
	const struct section *numbers = &r->index->tables[kind].columns[field].numbers;
	struct asked_column *c = &rows->columns[rows->n_columns];
	uint32_t allowed = fields_of[kind].v[field].kinds & targets;
	if (numbers->n < r->index->tables[kind].n || !allowed || back_is_empty(r->index, kind, field))
		return;
	*c = (struct asked_column){.numbers = numbers, .reading = ONE_BY_ONE};
	if ((numbers->width == 1 || numbers->width == 2) && !numbers->slope) {
		make_table(r, c, kind, allowed);
	} else if (!numbers->width && numbers->slope == 1 && numbers->base >= 0) {
		c->kind = ref_kind((struct ref){(uint32_t)numbers->base});
		c->reading = c->kind < KIND_COUNT ? STRAIGHT : ONE_BY_ONE;
	}
	bool any = numbers->width == 4 && !numbers->slope && make_of_one_kind(r, c, kind, allowed)
		? c->by_number[0] || c->by_number[1] || c->by_number[2] : !c->table || c->flags;
	if (any)
		rows->n_columns++;
	else
		free(c->table);
}

static void release_column(struct asked_column *c)
{
	free(c->table);
	for (size_t s = 0; s < REFER_SETS; s++)
		free(c->by_number[s]);
}

/* -- 64 rows of a column ------------------------------------------------------------------- */

/* Which of 64 numbers are in a range, without a branch, so that compilers vectorise it. */
static void find_narrow(const uint8_t *restrict v, uint8_t low, uint8_t span, uint8_t *restrict is)
{
	for (unsigned i = 0; i < 64; i++)
		is[i] |= (uint8_t)((uint8_t)(v[i] - low) <= span);
}

static void find_wide(const uint16_t *restrict v, uint16_t low, uint16_t span, uint8_t *restrict is)
{
	for (unsigned i = 0; i < 64; i++)
		is[i] |= (uint8_t)((uint16_t)(v[i] - low) <= span);
}

static bool any_of(const uint8_t bytes[64])
{
	uint64_t eight, any = 0;
	for (unsigned i = 0; i < 64; i += 8) {
		memcpy(&eight, bytes + i, 8);
		any |= eight;
	}
	return any;
}

/* 64 rows whose numbers are in few ranges. */
static void add_by_ranges(const struct asked_column *c, uint32_t row, struct refer_rows *out)
{
	for (size_t i = 0; i < c->n_ranges;) {
		uint8_t is[64] = {0}, flag = c->ranges[i].flag;
		for (; i < c->n_ranges && c->ranges[i].flag == flag; i++) {
			const struct range *range = &c->ranges[i];
			if (c->numbers->width == 1)
				find_narrow(SECTION_V(uint8_t, *c->numbers) + row, (uint8_t)range->low, (uint8_t)range->span, is);
			else
				find_wide(SECTION_V(uint16_t, *c->numbers) + row, range->low, range->span, is);
		}
		if (any_of(is))
			out->by[flag] |= bits_pack(is);
	}
}

static inline uint8_t flags_at(const struct asked_column *c, uint32_t row)
{
	return c->table[c->numbers->width == 1 ? SECTION_V(uint8_t, *c->numbers)[row] : SECTION_V(uint16_t, *c->numbers)[row]];
}

/* The flags of eight rows from some row on, a byte each: in one word, as bytes that are stored are not soon read as one. */
static inline uint64_t flags_of_narrow(const uint8_t *table, const uint8_t *v)
{
	return (uint64_t)table[v[0]] | (uint64_t)table[v[1]] << 8 | (uint64_t)table[v[2]] << 16 | (uint64_t)table[v[3]] << 24
		| (uint64_t)table[v[4]] << 32 | (uint64_t)table[v[5]] << 40 | (uint64_t)table[v[6]] << 48 | (uint64_t)table[v[7]] << 56;
}

static inline uint64_t flags_of_wide(const uint8_t *table, const uint16_t *v)
{
	return (uint64_t)table[v[0]] | (uint64_t)table[v[1]] << 8 | (uint64_t)table[v[2]] << 16 | (uint64_t)table[v[3]] << 24
		| (uint64_t)table[v[4]] << 32 | (uint64_t)table[v[5]] << 40 | (uint64_t)table[v[6]] << 48 | (uint64_t)table[v[7]] << 56;
}

static void add_by_table(const struct asked_column *c, uint32_t row, size_t n, struct refer_rows *out)
{
	if (n == 64 && c->n_ranges <= FEW_RANGES) {
		add_by_ranges(c, row, out);
		return;
	}
	for (size_t i = 0; n < 64 && i < n; i++)
		add_flags(out, flags_at(c, row + (uint32_t)i), bits_at(i));
	for (size_t i = 0; n == 64 && i < 64; i += 8) {
		uint64_t flags = c->numbers->width == 1 ? flags_of_narrow(c->table, SECTION_V(uint8_t, *c->numbers) + row + i)
			: flags_of_wide(c->table, SECTION_V(uint16_t, *c->numbers) + row + i);
		for (unsigned f = 0; flags && f < REFER_FLAGS; f++)
			out->by[f] |= c->flags >> f & 1 ? bits_pack_eight(flags, f) << i : 0;
	}
}

/* Rows of a kind that the column goes along one after another. False: it leads out of them. */
static bool add_straight(const struct refer *r, const struct asked_column *c, uint32_t row, size_t n, struct refer_rows *out)
{
	struct ref first = {(uint32_t)(c->numbers->base + row)};
	uint64_t there = bits_below(n);
	if (ref_kind(first) != c->kind || ref_row(first) + n > r->index->tables[c->kind].n)
		return false;
	for (size_t s = 0; s < REFER_SETS; s++)
		add_flags(out, r->sets[s].flag, there & bits_from(r->sets[s].rows, r->n_words, r->index->plan.bases[c->kind] + ref_row(first)));
	add_flags(out, r->of_kind[c->kind], there);
	return true;
}

static void add_of_one_kind(const struct refer *r, const struct asked_column *c, uint32_t row, size_t n, struct refer_rows *out)
{
	const uint32_t *v = SECTION_V(uint32_t, *c->numbers) + row;
	for (size_t s = 0; s < REFER_SETS; s++) {
		uint8_t is[64] = {0};
		if (!c->by_number[s])
			continue;
		for (size_t i = 0; i < n; i++) {
			uint32_t number = v[i] < c->end ? v[i] : c->end;
			is[i] = bits_has(c->by_number[s], number);
		}
		add_flags(out, r->sets[s].flag, bits_pack(is));
	}
}

/* -- few rows of 64, one by one ---------------------------------------------------------------- */

/* Rows are far apart, and memory takes its time: no row's flags wait for those of another one. */
static void read_table(const struct asked_column *c, const uint32_t *rows, size_t n, uint8_t *flags)
{
	const uint8_t *narrow = SECTION_V(uint8_t, *c->numbers);
	const uint16_t *wide = SECTION_V(uint16_t, *c->numbers);
	for (size_t i = 0; c->numbers->width == 1 && i < n; i++)
		flags[i] = c->table[narrow[rows[i]]];
	for (size_t i = 0; c->numbers->width == 2 && i < n; i++)
		flags[i] = c->table[wide[rows[i]]];
}

static void read_of_one_kind(const struct refer *r, const struct asked_column *c, const uint32_t *rows, size_t n, uint8_t *flags)
{
	const uint32_t *v = SECTION_V(uint32_t, *c->numbers);
	memset(flags, 0, n);
	for (size_t s = 0; s < REFER_SETS; s++)
		for (size_t i = 0; c->by_number[s] && i < n; i++) {
			uint32_t number = v[rows[i]] < c->end ? v[rows[i]] : c->end;
			flags[i] |= (uint8_t)(r->sets[s].flag * bits_has(c->by_number[s], number));
		}
}

static void read_each(const struct refer *r, const struct asked_column *c, const uint32_t *rows, size_t n, uint8_t *flags)
{
	for (size_t i = 0; i < n; i++) {
		int64_t bits = section_number(c->numbers, rows[i]);
		flags[i] = bits == NUMBER_NONE ? 0 : flags_of(r, (uint64_t)bits);
	}
}

static void add_few(struct piece *p, const struct asked_column *c)
{
	if (c->reading == BY_TABLE)
		read_table(c, p->few, p->n_few, p->flags);
	else if (c->reading == OF_ONE_KIND)
		read_of_one_kind(p->refer, c, p->few, p->n_few, p->flags);
	else
		read_each(p->refer, c, p->few, p->n_few, p->flags);
	for (size_t i = 0; i < p->n_few; i++)
		if (p->flags[i]) {
			uint64_t row = p->of->start + p->few[i];
			add_flags(&p->found[row / 64 - p->first], p->flags[i], bits_at(row));
		}
	p->n_few = 0;
}

/* -- rows ------------------------------------------------------------------------------------ */

static size_t words_of(const struct asked_rows *rows)
{
	return (size_t)((rows->end - 1) / 64 - rows->start / 64) + 1;
}

/* Of a word the rows that a column is asked about. */
static inline uint64_t asked_of(const struct piece *p, const struct asked_column *c, size_t i)
{
	const struct refer *r = p->refer;
	const uint64_t *found = p->found[i].by;
	uint64_t asked = c->late ? p->asked[i] & found[__builtin_ctz(r->matters_to)] : p->asked[i];
	return r->settled ? asked & ~found[__builtin_ctz(r->settled)] : asked;
}

/* Some rows of a word of which some are asked about: of others flags may be added, too. */
static void add_many(const struct piece *p, const struct asked_column *c, uint64_t asked, uint64_t first, uint64_t end, struct refer_rows *to)
{
	struct refer_rows out = {{0}};
	uint32_t row = (uint32_t)(first - p->of->start);
	if (c->reading == BY_TABLE)
		add_by_table(c, row, (size_t)(end - first), &out);
	else if (c->reading == OF_ONE_KIND)
		add_of_one_kind(p->refer, c, row, (size_t)(end - first), &out);
	else if (c->reading != STRAIGHT || !add_straight(p->refer, c, row, (size_t)(end - first), &out))
		for (asked >>= first % 64; asked; asked &= asked - 1) {
			uint8_t flags;
			read_each(p->refer, c, &(uint32_t){row + bits_lowest(asked)}, 1, &flags);
			add_flags(&out, flags, asked & -asked);
		}
	for (int f = 0; f < REFER_FLAGS; f++)
		to->by[f] |= out.by[f] << first % 64;
}

static void add_rows(struct piece *p, const struct asked_column *c)
{
	for (size_t i = 0; i < p->n; i++) {
		uint64_t word = p->first + i, asked = asked_of(p, c, i);
		uint64_t first = word * 64 > p->of->start ? word * 64 : p->of->start, end = word * 64 + 64 < p->of->end ? word * 64 + 64 : p->of->end;
		size_t n = bits_count(asked);
		if (n >= FEW_ROWS) {
			add_many(p, c, asked, first, end, &p->found[i]);
		} else if (n) {
			bits_rows(asked >> first % 64, n, (uint32_t)(first - p->of->start), p->few + p->n_few);
			p->n_few += n;
		}
	}
	if (p->n_few)
		add_few(p, c);
}

static void find_piece(void *context, size_t number)
{
	const struct finding *f = context;
	const struct asked_rows *rows = f->kinds;
	const uint64_t *among = f->refer->among;
	uint64_t any = 0;
	while (rows + 1 < f->kinds + f->n_kinds && number >= rows[1].first_piece)
		rows++;
	size_t first = (number - rows->first_piece) * WORDS_AT_ONCE, left = words_of(rows) - first;
	struct piece p;
	p.refer = f->refer;
	p.of = rows;
	p.first = rows->start / 64 + first;
	p.n = left < WORDS_AT_ONCE ? left : WORDS_AT_ONCE;
	p.n_few = 0;
	memset(p.found, 0, p.n * sizeof *p.found);
	for (size_t i = 0; i < p.n; i++)
		any |= p.asked[i] = bits_range(p.first + i, rows->start, rows->end) & (among ? among[p.first + i] : UINT64_MAX);
	for (int late = 0; any && late < 2; late++)
		for (size_t c = 0; c < rows->n_columns; c++)
			if (rows->columns[c].late == late)
				add_rows(&p, &rows->columns[c]);
	for (size_t i = 0; any && i < p.n; i++) {
		uint64_t found = 0;
		for (int flag = 0; flag < REFER_FLAGS; flag++)
			found |= p.found[i].by[flag] &= p.asked[i];
		if (found)
			f->take(f->context, (uint32_t)(p.first + i) * 64, &p.found[i]);
	}
}

void refer_find(const struct refer *refer, uint32_t kinds_asked,
	void (*take)(void *context, uint32_t row, const struct refer_rows *rows), void *context)
{
	const struct index *index = refer->index;
	struct finding *f = xcalloc(1, sizeof *f);
	uint32_t targets = 0;
	size_t n_pieces = 0, n_words = 0;
	*f = (struct finding){.refer = refer, .take = take, .context = context};
	for (int k = 0; k < KIND_COUNT; k++)
		targets |= kinds_asked >> k & 1 && index->tables[k].n ? kinds_named(index, (enum kind)k) : 0;
	for (int k = 0; k < KIND_COUNT; k++)
		if (targets >> k & 1 && !has_targets(refer, (enum kind)k))
			targets &= ~(UINT32_C(1) << k);
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
			release_column(&f->kinds[k].columns[i]);
	free(f);
}

/* Ranks of all rows of a kind by one key, from codes, numbers and ready orders: no row's value is made. */
#include "sort_internal.h"

#include "base/halt.h"
#include "base/parallel.h"
#include "base/radix.h"
#include "index/codes.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_AT_ONCE = 1 << 13 };

struct ranking {
	const struct index *index;
	enum kind kind;
	size_t field;
	uint32_t n, n_codes;
	struct sort_ranks ranks;
	const uint32_t *by_code; /* n_codes + 1 of them */
	int64_t least;           /* of numbers */
	bool down;
};

static size_t piece_end(const struct ranking *r, size_t piece)
{
	return (piece + 1) * ROWS_AT_ONCE < r->n ? (piece + 1) * ROWS_AT_ONCE : r->n;
}

static void in_pieces(struct ranking *r, void (*work)(void *context, size_t piece))
{
	parallel_for((r->n + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE, parallel_threads(), work, r);
}

/* -- by code ------------------------------------------------------------------------------ */

struct coded {
	struct sort_value *values; /* by code */
	bool down;
};

static int by_coded_value(const void *a, const void *b, void *context)
{
	const struct coded *c = context;
	return sort_values_compare(&c->values[*(const uint32_t *)a], &c->values[*(const uint32_t *)b], c->down);
}

static struct sort_value value_of_code(const struct ranking *r, uint32_t code, struct arena *arena)
{
	const struct field *field = &fields_of[r->kind].v[r->field];
	struct str text = index_code_text(r->index, r->kind, r->field, code);
	return field->type == FIELD_DECIMAL ? sort_decimal_value(field, text) : sort_text_value(field, text, arena);
}

/* Records stand in order already: by name. */
static void rank_records(const struct ranking *r, uint32_t *ranks)
{
	enum kind kind = (enum kind)__builtin_ctz(fields_of[r->kind].v[r->field].kinds);
	for (uint32_t code = 0; code < r->n_codes; code++) {
		if (code % ROWS_AT_ONCE == 0 && halt_now()) {
			memset(ranks + code, 0, (r->n_codes - code) * sizeof *ranks);
			return;
		}
		uint32_t rank = index_name_rank(r->index, ref_make(kind, code));
		ranks[code] = r->down ? r->n_codes - 1 - rank : rank;
	}
}

/* A number that sorts like the value of a code; false: it is none, or not one of numbers. */
static bool number_of_code(const struct ranking *r, uint32_t code, uint64_t *out)
{
	struct period period;
	*out = code;
	if (fields_of[r->kind].v[r->field].type != FIELD_PERIOD)
		return true;
	if (!index_code_period(r->index, r->kind, r->field, code, &period))
		return false;
	*out = index_period_order(period);
	return true;
}

static void rank_numbers(const struct ranking *r, uint32_t *ranks)
{
	struct radix_item *items = xmalloc(((size_t)r->n_codes + 1) * sizeof *items);
	size_t n = 0;
	uint64_t number;
	for (uint32_t code = 0; code < r->n_codes; code++) {
		ranks[code] = UINT32_MAX;
		if (number_of_code(r, code, &number))
			items[n++] = (struct radix_item){r->down ? ~number : number, code};
	}
	radix_sort(items, n);
	for (uint32_t i = 0, rank = 0; i < n; i++) {
		rank += i && items[i].sort_key != items[i - 1].sort_key;
		ranks[items[i].row] = rank;
	}
	free(items);
}

static void rank_texts(const struct ranking *r, uint32_t *ranks)
{
	struct arena arena = {0};
	struct coded c = {xmalloc(r->n_codes * sizeof *c.values), r->down};
	uint32_t *order = xmalloc(r->n_codes * sizeof *order);
	for (uint32_t code = 0; code < r->n_codes; code++) {
		order[code] = code;
		c.values[code] = value_of_code(r, code, &arena);
	}
	qsort_r(order, r->n_codes, sizeof *order, by_coded_value, &c);
	for (uint32_t i = 0, rank = 0; i < r->n_codes; i++) {
		rank += i && by_coded_value(&order[i - 1], &order[i], &c);
		ranks[order[i]] = c.values[order[i]].present ? rank : UINT32_MAX;
	}
	free(order);
	free(c.values);
	arena_release(&arena);
}

/* Codes in the order of their values; equal values have one rank. */
static uint32_t *ranks_of_codes(const struct ranking *r)
{
	uint32_t *ranks = xmalloc(((size_t)r->n_codes + 1) * sizeof *ranks);
	ranks[r->n_codes] = UINT32_MAX;
	switch (fields_of[r->kind].v[r->field].type) {
	case FIELD_REF: rank_records(r, ranks); break;
	case FIELD_ENUM: case FIELD_BOOL: case FIELD_PERIOD: rank_numbers(r, ranks); break;
	default: rank_texts(r, ranks);
	}
	return ranks;
}

static void rank_codes(void *context, size_t piece)
{
	struct ranking *r = context;
	uint32_t codes[ROWS_AT_ONCE];
	uint32_t first = (uint32_t)(piece * ROWS_AT_ONCE), n = (uint32_t)piece_end(r, piece) - first;
	index_codes(r->index, r->kind, r->field, first, n, r->n_codes, codes);
	/* rows without a value: all ones, of whatever width */
	for (uint32_t i = 0; i < n && r->ranks.width == 1; i++)
		((uint8_t *)r->ranks.v)[first + i] = (uint8_t)r->by_code[codes[i]];
	for (uint32_t i = 0; i < n && r->ranks.width == 2; i++)
		((uint16_t *)r->ranks.v)[first + i] = (uint16_t)r->by_code[codes[i]];
	for (uint32_t i = 0; i < n && r->ranks.width == 4; i++)
		((uint32_t *)r->ranks.v)[first + i] = r->by_code[codes[i]];
}

/* Room for the ranks when it is known how many there are. */
static uint32_t *ranks_alloc(struct ranking *r, uint32_t n_ranks, unsigned width)
{
	r->ranks = (struct sort_ranks){xmalloc(((size_t)r->n + 1) * width), width, r->n, n_ranks};
	return r->ranks.v;
}

/* A promise is kept or not by what follows from other records. */
bool sort_has_codes(const struct index *index, enum kind kind, const struct sort_key *key)
{
	size_t field = key->column.field;
	if (key->column.type != COLUMN_FIELD || sort_is_name(kind, key))
		return false;
	enum field_type type = fields_of[kind].v[field].type;
	if (kind == KIND_TARGET && (type == FIELD_ENUM || type == FIELD_REF))
		return false;
	return index_codes_n(index, kind, field) > 0;
}

/* -- by number ------------------------------------------------------------------------------- */

/* Whole numbers within 32 bits of each other. */
static bool rank_integers(struct ranking *r)
{
	int64_t least = INT64_MAX, greatest = INT64_MIN;
	for (uint32_t row = 0; row < r->n; row++) {
		int64_t x = index_number(r->index, ref_make(r->kind, row), r->field);
		if (x == NUMBER_NONE)
			continue;
		least = x < least ? x : least;
		greatest = x > greatest ? x : greatest;
	}
	if (least <= greatest && (uint64_t)greatest - (uint64_t)least >= UINT32_MAX - 1)
		return false;
	uint32_t *ranks = ranks_alloc(r, least <= greatest ? (uint32_t)(greatest - least) + 1 : 0, 4);
	for (uint32_t row = 0; row < r->n; row++) {
		int64_t x = index_number(r->index, ref_make(r->kind, row), r->field);
		ranks[row] = x == NUMBER_NONE ? UINT32_MAX : (uint32_t)(r->down ? greatest - x : x - least);
	}
	return true;
}

static void rank_names(void *context, size_t piece)
{
	struct ranking *r = context;
	for (uint32_t row = (uint32_t)(piece * ROWS_AT_ONCE); row < piece_end(r, piece); row++) {
		uint32_t rank = index_name_rank(r->index, ref_make(r->kind, row));
		((uint32_t *)r->ranks.v)[row] = r->down ? r->n - 1 - rank : rank;
	}
}

/* A part of a ready order: its places, and the ranks of the values that start in it. */
struct figures {
	struct ranking *r;
	const struct index_order *order;
	size_t from, to;     /* a group */
	uint32_t base;       /* the ranks of the groups before it */
	uint32_t *n_starts;  /* by piece: values that start in it; then: in those before it, too */
};

static size_t figures_end(const struct figures *f, size_t piece)
{
	size_t end = f->from + (piece + 1) * ROWS_AT_ONCE;
	return end < f->to ? end : f->to;
}

static void count_starts(void *context, size_t piece)
{
	const struct figures *f = context;
	uint32_t n = 0;
	for (size_t i = f->from + piece * ROWS_AT_ONCE; i < figures_end(f, piece); i++)
		n += i == f->from || index_order_starts(f->order, i);
	f->n_starts[piece + 1] = n;
}

static void rank_piece(void *context, size_t piece)
{
	const struct figures *f = context;
	struct ranking *r = f->r;
	uint32_t *ranks = r->ranks.v, n_values = r->ranks.n_ranks - f->base, value = f->n_starts[piece];
	for (size_t i = f->from + piece * ROWS_AT_ONCE; i < figures_end(f, piece); i++) {
		value += i == f->from || index_order_starts(f->order, i);
		if (f->order->rows[i] < r->n)
			ranks[f->order->rows[i]] = f->base + (r->down ? n_values - value : value - 1);
	}
}

/* Downwards the values of each group come in reverse; the groups, whose units do not convert, keep their order. */
static bool rank_figures(struct ranking *r, const struct sort_key *key)
{
	struct index_order order;
	if (!sort_ready(r->index, r->kind, key, &order))
		return false;
	memset(ranks_alloc(r, 0, 4), 0xFF, r->n * sizeof(uint32_t));
	uint32_t *n_starts = xcalloc(order.n / ROWS_AT_ONCE + 2, sizeof *n_starts);
	for (size_t g = 0; g < order.n_groups; g++) {
		struct figures f = {r, &order, order.groups[g], sort_group_end(&order, g),
			r->ranks.n_ranks, n_starts};
		size_t n_pieces = (f.to - f.from + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
		parallel_for(n_pieces, parallel_threads(), count_starts, &f);
		n_starts[0] = 0;
		for (size_t i = 0; i < n_pieces; i++)
			n_starts[i + 1] += n_starts[i];
		r->ranks.n_ranks += n_starts[n_pieces];
		parallel_for(n_pieces, parallel_threads(), rank_piece, &f);
	}
	free(n_starts);
	return true;
}

/* -- any key ------------------------------------------------------------------------------------ */

static bool rank_field(struct ranking *r, const struct sort_key *key)
{
	const struct field *field = &fields_of[r->kind].v[r->field];
	if (r->field == 0)
		return false;
	if (str_eq_c(str_from(field->name), "name")) {
		ranks_alloc(r, r->n, 4);
		in_pieces(r, rank_names);
		return true;
	}
	if (field->type == FIELD_INTEGER)
		return rank_integers(r);
	if (!sort_has_codes(r->index, r->kind, key))
		return false;
	r->n_codes = index_codes_n(r->index, r->kind, r->field);
	uint32_t *by_code = ranks_of_codes(r);
	r->by_code = by_code;
	ranks_alloc(r, r->n_codes, r->n_codes < UINT8_MAX ? 1 : r->n_codes < UINT16_MAX ? 2 : 4);
	in_pieces(r, rank_codes);
	free(by_code);
	return true;
}

/* -- codes alone ---------------------------------------------------------------------------------- */

bool sort_codes_make(const struct index *index, enum kind kind, const struct sort_key *key, struct sort_codes *out)
{
	struct ranking r = {.index = index, .kind = kind, .field = key->column.field, .down = key->down};
	if (!sort_has_codes(index, kind, key))
		return false;
	r.n_codes = index_codes_n(index, kind, r.field);
	*out = (struct sort_codes){.field = r.field, .n_codes = r.n_codes, .index = index, .down = key->down};
	if (fields_of[kind].v[r.field].type == FIELD_REF)
		out->target = (enum kind)__builtin_ctz(fields_of[kind].v[r.field].kinds);
	else
		out->ranks = ranks_of_codes(&r);
	return true;
}

void sort_codes_release(struct sort_codes *codes)
{
	free(codes->ranks);
}

uint32_t sort_codes_rank(const struct sort_codes *codes, uint32_t code)
{
	if (code >= codes->n_codes)
		return UINT32_MAX;
	if (codes->ranks)
		return codes->ranks[code];
	uint32_t rank = index_name_rank(codes->index, ref_make(codes->target, code));
	return codes->down ? codes->n_codes - 1 - rank : rank;
}

static void mark_records(const struct sort_codes *codes, uint32_t last, uint8_t before, uint8_t is_last, uint8_t *by_code)
{
	struct refs names = index_by_name(codes->index, codes->target);
	if (last == UINT32_MAX)
		memset(by_code, before, codes->n_codes);
	for (size_t i = 0; last < UINT32_MAX && i < names.n && i <= last; i++) {
		uint32_t row = ref_row(names.v[codes->down ? names.n - 1 - i : i]);
		if (row < codes->n_codes)
			by_code[row] = i < last ? before : is_last;
	}
}

void sort_codes_mark(const struct sort_codes *codes, uint32_t last, uint8_t before, uint8_t is_last, uint8_t *by_code)
{
	if (!codes->ranks) {
		mark_records(codes, last, before, is_last, by_code);
		by_code[codes->n_codes] = last == UINT32_MAX ? is_last : 0;
		return;
	}
	for (uint32_t code = 0; code <= codes->n_codes; code++)
		by_code[code] = codes->ranks[code] < last ? before : codes->ranks[code] == last ? is_last : 0;
}

bool sort_ranks_make(const struct index *index, enum kind kind, const struct sort_key *key, struct sort_ranks *out)
{
	struct ranking r = {.index = index,
		.kind = kind,
		.field = key->column.field,
		.n = (uint32_t)index_count(index, kind),
		.down = key->down};
	bool done = false;
	if (key->column.type == COLUMN_FIELD)
		done = rank_field(&r, key);
	else if (key->column.type == COLUMN_FIGURE)
		done = rank_figures(&r, key);
	*out = r.ranks;
	return done;
}

/* What belongs to records that a word names. */
#include "index_internal.h"
#include "word_internal.h"

#include "parallel_internal.h"

#include <stdlib.h>
#include <string.h>

/* -- lenders --------------------------------------------------------------------------- */

bool word_lends(const struct index *index, uint32_t row, struct str folded)
{
	struct word_hit hit;
	return word_names(index, row, folded, NAMING_SURE)
		|| (word_check(index, row, folded, &hit) && hit.type == TEXT_ID);
}

/* Kinds whose names records of the kinds asked for go by. */
static uint32_t lending_kinds(const struct index *index, uint32_t kinds_asked)
{
	uint32_t direct = 0, on = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t i = 0; kinds_asked >> k & 1 && index_count(index, (enum kind)k) && i < index->n_context[k]; i++)
			direct |= fields_of[k].v[index->context[k][i]].kinds;
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t i = 0; direct >> k & 1 && i < index->n_context[k]; i++)
			on |= fields_of[k].v[index->context[k][i]].kinds;
	return direct | (on & (1u << KIND_ZONE | 1u << KIND_CHAIN));
}

static bool has_columns(const struct index *index, struct ref ref)
{
	return ref_kind(ref) < KIND_COUNT && ref_row(ref) < index->tables[ref_kind(ref)].n;
}

/* What names zones and chains, found from these. */
struct leading {
	const struct index *index;
	ARRAY(struct ref) on;
	struct lenders *lenders;
};

static void add_led(void *context, size_t number)
{
	const struct leading *l = context;
	struct ref on = l->on.v[number];
	uint64_t *to = ref_kind(on) == KIND_ZONE ? l->lenders->by_zone : l->lenders->by_chain;
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t i = 0; k != KIND_ZONE && k != KIND_REGION && i < l->index->n_context[k]; i++) {
			size_t field = l->index->context[k][i];
			if (!(fields_of[k].v[field].kinds >> ref_kind(on) & 1))
				continue;
			struct refs refs = back_own(l->index, on, (enum kind)k, field);
			for (size_t r = 0; r < refs.n; r++)
				if (has_columns(l->index, refs.v[r]))
					bits_set_shared(to, search_row(l->index, refs.v[r]));
		}
}

static void find_led(const struct index *index, struct lenders *lenders)
{
	enum { FEW_ON = 16 };
	static const enum kind on[] = {KIND_ZONE, KIND_CHAIN};
	struct leading l = {.index = index, .lenders = lenders};
	lenders->by_zone = xcalloc(lenders->n_words, sizeof *lenders->by_zone);
	lenders->by_chain = xcalloc(lenders->n_words, sizeof *lenders->by_chain);
	for (size_t i = 0; i < 2; i++)
		for (uint32_t row = 0; row < index->tables[on[i]].n; row++)
			if (lenders_has(lenders, index->plan.bases[on[i]] + row))
				array_push(&l.on, ref_make(on[i], row));
	parallel_for(l.on.n, l.on.n < FEW_ON ? 1 : parallel_threads(), add_led, &l);
	array_release(&l.on);
}

struct lenders word_lenders(const struct index *index, struct str folded, const struct word_rows *rows, uint32_t kinds_asked)
{
	struct lenders lenders = {.n_words = rows->n_all};
	uint32_t lending = lending_kinds(index, kinds_asked);
	for (int k = 0; k < KIND_COUNT; k++) {
		uint64_t start = index->plan.bases[k], end = start + index->tables[k].n;
		if (!(lending >> k & 1) || end > index->plan.n_named || start == end)
			continue;
		for (size_t i = start / 64; i <= (end - 1) / 64; i++) {
			uint64_t bits = (rows->plain_heads[i] | rows->fulls[i]) & bits_range(i, start, end);
			if (bits && !lenders.bits)
				lenders.bits = xcalloc(rows->n_all, sizeof *lenders.bits);
			if (bits)
				lenders.bits[i] |= bits;
		}
	}
	if (lenders.bits)
		word_keep_named(index, folded, NAMING_SURE, rows, lenders.bits);
	for (size_t i = 0; i < rows->others.n; i++)
		if (word_lends(index, rows->others.v[i], folded)) {
			if (!lenders.bits)
				lenders.bits = xcalloc(rows->n_all, sizeof *lenders.bits);
			bits_set(lenders.bits, rows->others.v[i]);
		}
	if (lenders.bits && lenders_lend_on(index, &lenders))
		find_led(index, &lenders);
	return lenders;
}

void lenders_release(struct lenders *lenders)
{
	free(lenders->bits);
	free(lenders->by_zone);
	free(lenders->by_chain);
	*lenders = (struct lenders){0};
}

/* -- who belongs to them ----------------------------------------------------------------- */

static bool belongs(const struct index *index, const struct lenders *lenders, struct ref ref)
{
	struct ref context[CONTEXT_MAX];
	size_t n_direct, n = index_context_of(index, ref, context, &n_direct);
	for (size_t i = 0; i < n; i++)
		if (lenders_has(lenders, search_row(index, context[i])))
			return true;
	return false;
}

struct lending {
	const struct index *index;
	const struct lenders *lenders;
	uint32_t kinds_asked;
	uint64_t *bits;
};

bool lenders_lend_on(const struct index *index, const struct lenders *lenders)
{
	static const enum kind on[] = {KIND_ZONE, KIND_CHAIN};
	for (size_t i = 0; i < 2; i++) {
		uint64_t start, end;
		search_range(index, (int)on[i], 0, &start, &end);
		for (size_t w = start / 64; start < end && w <= (end - 1) / 64; w++)
			if (lenders->bits[w] & bits_range(w, start, end))
				return true;
	}
	return false;
}

static bool has_zone(const struct index *index, struct ref ref)
{
	enum kind kind = ref_kind(ref);
	for (size_t i = 0; i < index->n_context[kind]; i++) {
		struct ref r = index_ref(index, ref, index->context[kind][i]);
		if (!ref_none(r) && ref_kind(r) == KIND_ZONE)
			return true;
	}
	return false;
}

static bool allows(enum kind kind, size_t field, enum kind target)
{
	return fields_of[kind].v[field].kinds >> target & 1;
}

/* The kinds that rows asked for name: lenders of others have nothing to lend to. */
static uint32_t named_kinds(const struct lending *l)
{
	uint32_t named = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t i = 0; l->kinds_asked >> k & 1 && i < l->index->n_context[k]; i++)
			if (!back_is_empty(l->index, (enum kind)k, l->index->context[k][i]))
				named |= fields_of[k].v[l->index->context[k][i]].kinds;
	return named;
}

/* The rows asked for that name `of` themselves; with without_zone those that name no zone. */
static void lend_to(const struct lending *l, struct ref of, bool without_zone)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t i = 0; l->kinds_asked >> k & 1 && i < l->index->n_context[k]; i++) {
			size_t field = l->index->context[k][i];
			if (!allows((enum kind)k, field, ref_kind(of)) || back_is_empty(l->index, (enum kind)k, field))
				continue;
			struct refs refs = back_own(l->index, of, (enum kind)k, field);
			for (size_t r = 0; r < refs.n; r++)
				if (has_columns(l->index, refs.v[r]) && (!without_zone || !has_zone(l->index, refs.v[r])))
					bits_set(l->bits, search_row(l->index, refs.v[r]));
		}
}

/* What the rows of some kinds in a set lend; l NULL: count them only. */
static size_t lend_all(const struct lending *l, const struct index *index, const uint64_t *set, size_t n_words, uint32_t of, bool without_zone)
{
	size_t n = 0;
	for (int k = 0, part = 0; k < KIND_COUNT; k += part, part = !part) {
		uint64_t start, end;
		search_range(index, k, part, &start, &end);
		for (size_t w = start / 64; set && of >> k & 1 && start < end && w < n_words && w <= (end - 1) / 64; w++) {
			uint64_t bits = set[w] & bits_range(w, start, end);
			n += bits_count(bits);
			for (; l && bits; bits &= bits - 1)
				lend_to(l, search_ref(index, (uint32_t)(w * 64 + (size_t)__builtin_ctzll(bits))), without_zone);
		}
	}
	return n;
}

/* -- or, where there are many of them, the other way round ---------------------------------- */

enum { LENT_AT_ONCE = 1 << 13, MANY_LENDERS = 2048, ROWS_A_LENDER = 64 };

/* As belongs, by the row of a kind; `belongs` asks for a packed one among its context. */
static bool is_lent(const struct lending *l, enum kind kind, uint32_t row)
{
	const struct index *index = l->index;
	bool has_zone = false, by_zone = false, packed = false;
	for (size_t i = 0; i < index->n_context[kind]; i++) {
		struct ref r = index_column_ref(&index->tables[kind].columns[index->context[kind][i]], row);
		if (ref_none(r))
			continue;
		if (!has_columns(index, r)) {
			packed = true;
			continue;
		}
		uint32_t of = index->plan.bases[ref_kind(r)] + ref_row(r);
		if (lenders_has(l->lenders, of) || bits_has(l->lenders->by_chain, of))
			return true;
		has_zone |= ref_kind(r) == KIND_ZONE;
		by_zone |= bits_has(l->lenders->by_zone, of);
	}
	return (by_zone && !has_zone) || (packed && belongs(index, l->lenders, ref_make(kind, row)));
}

struct asking {
	const struct lending *l;
	enum kind kind;
};

static void ask_piece(void *context, size_t piece)
{
	const struct asking *a = context;
	uint32_t n = a->l->index->tables[a->kind].n, row = (uint32_t)(piece * LENT_AT_ONCE);
	uint32_t end = n - row < LENT_AT_ONCE ? n : row + LENT_AT_ONCE;
	for (; row < end; row++)
		if (is_lent(a->l, a->kind, row))
			bits_set_shared(a->l->bits, search_row(a->l->index, ref_make(a->kind, row)));
}

/* Rows of the kinds asked for that have columns. */
static size_t rows_asked(const struct lending *l)
{
	size_t n = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		n += l->kinds_asked >> k & 1 ? l->index->tables[k].n : 0;
	return n;
}

static void ask_all(const struct lending *l)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		uint32_t n = l->kinds_asked >> k & 1 ? l->index->tables[k].n : 0;
		parallel_for((n + LENT_AT_ONCE - 1) / LENT_AT_ONCE, parallel_threads(), ask_piece, &(struct asking){l, (enum kind)k});
	}
}

void lend_find_own(const struct index *index, const struct lenders *lenders, uint32_t kinds_asked, uint64_t *bits)
{
	const struct lending l = {index, lenders, kinds_asked, bits};
	const uint64_t *const sets[] = {lenders->bits, lenders->by_chain, lenders->by_zone};
	uint32_t of = named_kinds(&l);
	size_t n = 0;
	for (size_t i = 0; i < 3; i++)
		n += lend_all(NULL, index, sets[i], lenders->n_words, of, false);
	if (n * ROWS_A_LENDER > rows_asked(&l))
		ask_all(&l);
	else
		for (size_t i = 0; i < 3; i++)
			lend_all(&l, index, sets[i], lenders->n_words, of, sets[i] == lenders->by_zone);
}

static size_t count_lenders(const struct lenders *lenders)
{
	size_t n = 0;
	for (size_t i = 0; lenders->bits && i < lenders->n_words; i++)
		n += bits_count(lenders->bits[i]);
	return n;
}

void lend_find_packed(const struct index *index, const struct lenders *lenders, uint32_t kinds_asked, uint64_t *bits)
{
	size_t n = count_lenders(lenders);
	if (n)
		ledger_lend(index, lenders, n <= MANY_LENDERS, kinds_asked, bits);
}

void lend_find(const struct index *index, const struct lenders *lenders, uint32_t kinds_asked, uint64_t *bits)
{
	lend_find_packed(index, lenders, kinds_asked, bits);
	lend_find_own(index, lenders, kinds_asked, bits);
}

/* -- row by row ---------------------------------------------------------------------------- */

enum { WORDS_AT_ONCE = 1 << 6 };

struct among {
	const struct index *index;
	const struct lenders *lenders;
	const uint64_t *among;
	uint32_t kinds_asked;
	size_t first, end; /* words */
	uint64_t *bits;
};

static void find_part(void *context, size_t part)
{
	const struct among *a = context;
	size_t start = a->first + part * WORDS_AT_ONCE, end = start + WORDS_AT_ONCE < a->end ? start + WORDS_AT_ONCE : a->end;
	for (size_t i = start; i < end; i++)
		for (uint64_t rest = a->among[i]; rest; rest &= rest - 1) {
			struct ref ref = search_ref(a->index, (uint32_t)(i * 64 + (size_t)__builtin_ctzll(rest)));
			if (a->kinds_asked >> ref_kind(ref) & 1 && belongs(a->index, a->lenders, ref))
				a->bits[i] |= rest & -rest;
		}
}

void lend_find_among(const struct index *index, const struct lenders *lenders, uint32_t kinds_asked, const uint64_t *among,
	size_t first, size_t end, uint64_t *bits)
{
	struct among a = {index, lenders, among, kinds_asked, first, end, bits};
	if (lenders->bits && kinds_asked)
		parallel_for((end - first + WORDS_AT_ONCE - 1) / WORDS_AT_ONCE, parallel_threads(), find_part, &a);
}

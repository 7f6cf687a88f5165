/* What belongs to records that a word names. */
#include "index_internal.h"
#include "word_internal.h"

#include "base/parallel.h"
#include "refer_internal.h"

#include <stdlib.h>

/* -- lenders --------------------------------------------------------------------------- */

bool word_lends(const struct index *index, uint32_t row, struct str folded)
{
	struct word_hit hit;
	return word_names(index, row, folded, NAMING_SURE)
		|| (word_check(index, row, folded, &hit) && hit.type == TEXT_ID);
}

/* The kinds that records of the kinds asked for refer to. */
static uint32_t direct_kinds(const struct index *index, uint32_t kinds_asked)
{
	uint32_t direct = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t i = 0; kinds_asked >> k & 1 && index_count(index, (enum kind)k) && i < index->n_context[k]; i++)
			direct |= fields_of[k].v[index->context[k][i]].kinds;
	return direct;
}

/* The kinds that lend to records that refer to these: themselves, and the zones and chains that they refer to. */
static uint32_t lending_kinds(const struct index *index, uint32_t direct)
{
	uint32_t on = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t i = 0; direct >> k & 1 && i < index->n_context[k]; i++)
			on |= fields_of[k].v[index->context[k][i]].kinds;
	return direct | (on & (1u << KIND_ZONE | 1u << KIND_CHAIN));
}

static void take_led(void *context, uint32_t row, const struct refer_rows *rows)
{
	bits_add_shared(context, row, rows->by[0]);
}

/*
 * Rows that refer to a lender of a kind; NULL: no lender is of it. Zones and chains also lend to what belongs to these rows.
 */
static uint64_t *find_led(const struct index *index, const struct lenders *lenders, enum kind kind)
{
	uint64_t start, end;
	search_range(index, (int)kind, 0, &start, &end);
	if (!bits_any_range(lenders->bits, start, end))
		return NULL;
	uint64_t *of_kind = bits_new_words(lenders->n_words), *led = bits_new_words(lenders->n_words);
	bits_add_range(of_kind, lenders->bits, start, end);
	struct refer refer = {.index = index, .n_words = lenders->n_words, .sets = {{.rows = of_kind, .flag = 1}}};
	refer_find(&refer, lenders->led, take_led, led);
	free(of_kind);
	return led;
}

struct lenders word_lenders(const struct index *index, struct str folded, const struct word_rows *rows, uint32_t kinds_asked)
{
	uint32_t direct = direct_kinds(index, kinds_asked), lending = lending_kinds(index, direct);
	struct lenders lenders = {.n_words = rows->n_all, .led = direct & ~(1u << KIND_ZONE | 1u << KIND_REGION)};
	for (int k = 0; k < KIND_COUNT; k++) {
		uint64_t start = index->plan.bases[k], end = start + index->tables[k].n;
		if (!(lending >> k & 1) || end > index->plan.n_named || start == end)
			continue;
		if (!bits_any_range(rows->plain_heads, start, end) && !bits_any_range(rows->fulls, start, end))
			continue;
		if (!lenders.bits)
			lenders.bits = bits_new_words(rows->n_all);
		bits_add_range(lenders.bits, rows->plain_heads, start, end);
		if (rows->fulls != rows->plain_heads)
			bits_add_range(lenders.bits, rows->fulls, start, end);
	}
	if (lenders.bits)
		word_keep_named(index, folded, NAMING_SURE, rows, lenders.bits);
	for (size_t i = 0; i < rows->others.n; i++)
		if (word_lends(index, rows->others.v[i], folded)) {
			if (!lenders.bits)
				lenders.bits = bits_new_words(rows->n_all);
			bits_set(lenders.bits, rows->others.v[i]);
		}
	if (lenders.bits) {
		lenders.by_zone = find_led(index, &lenders, KIND_ZONE);
		lenders.by_chain = find_led(index, &lenders, KIND_CHAIN);
	}
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
	uint64_t *bits;
};

/* What a row with columns refers to. */
enum { TO_LENDER = 1, TO_LED_BY_ZONE = 2, TO_ZONE = 4, TO_PACKED = 8 };

static void take_lent(void *context, uint32_t row, const struct refer_rows *rows)
{
	const struct lending *l = context;
	const uint64_t *by = rows->by; /* by the number of the flag */
	uint64_t lent = by[0] | (by[1] & ~by[2]);
	for (uint64_t packed = by[3] & ~lent; packed; packed &= packed - 1)
		if (belongs(l->index, l->lenders, search_ref(l->index, row + bits_lowest(packed))))
			lent |= packed & -packed;
	bits_add_shared(l->bits, row, lent);
}

/* Rows that name a zone or chain that lends are known: add those of some kinds. */
struct adding_led {
	const struct lending *lending;
	const uint64_t *among;
	uint64_t start, end; /* search rows of a kind */
};

static inline void add_led_some(const struct adding_led *a, size_t w, size_t n)
{
	const struct lenders *from = a->lending->lenders;
	const uint64_t *x = (from->by_zone ? from->by_zone : from->by_chain) + w, *y = (from->by_chain ? from->by_chain : from->by_zone) + w;
	uint64_t led[8];
	for (size_t k = 0; k < n; k++)
		led[k] = (x[k] | y[k]) & (a->among ? a->among[w + k] : UINT64_MAX);
	for (size_t k = 0; (w * 64 < a->start || (w + n) * 64 > a->end) && k < n; k++)
		led[k] &= bits_range(w + k, a->start, a->end);
	for (size_t k = 0; k < n; k++)
		a->lending->bits[w + k] |= led[k];
}

static void add_led_words(void *context, size_t first, size_t end)
{
	const struct adding_led *a = context;
	size_t w = a->start / 64 + first, behind = a->start / 64 + end;
	for (; w + 8 <= behind; w += 8)
		add_led_some(a, w, 8);
	for (; w < behind; w++)
		add_led_some(a, w, 1);
}

static void add_led(const struct lending *l, uint32_t kinds_asked, const uint64_t *among)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		struct adding_led a = {l, among, 0, 0};
		search_range(l->index, k, 0, &a.start, &a.end);
		if (kinds_asked >> k & 1 && a.start < a.end)
			bits_pass((a.end + 63) / 64 - a.start / 64, 4, add_led_words, &a);
	}
}

void lend_find_own(const struct index *index, const struct lenders *lenders, uint32_t kinds_asked, const uint64_t *among, uint64_t *bits)
{
	struct lending l = {index, lenders, bits};
	uint32_t known = (lenders->by_zone ? 1u << KIND_ZONE : 0) | (lenders->by_chain ? 1u << KIND_CHAIN : 0);
	struct refer refer = {index, lenders->n_words,
		{{lenders->bits, TO_LENDER, lenders->led, known}, {lenders->by_chain, TO_LENDER, 0, 0}, {lenders->by_zone, TO_LED_BY_ZONE, 0, 0}},
		{0}, TO_PACKED, TO_LENDER, TO_LED_BY_ZONE, among};
	refer.of_kind[KIND_ZONE] = lenders->by_zone ? TO_ZONE : 0;
	if (!lenders->bits)
		return;
	if (known)
		add_led(&l, kinds_asked & lenders->led, among);
	refer_find(&refer, kinds_asked, take_lent, &l);
}

void lend_find(const struct index *index, const struct lenders *lenders, uint32_t kinds_asked, uint64_t *bits)
{
	ledger_lend(index, lenders, kinds_asked, bits);
	lend_find_own(index, lenders, kinds_asked, NULL, bits);
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
			struct ref ref = search_ref(a->index, (uint32_t)(i * 64 + bits_lowest(rest)));
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

/* Many packed rows at once: one behind the other, or by the shapes of their owners. */
#include "index/ledgers.h"

#include "base/alloc.h"
#include "index_internal.h"

#include <stdlib.h>

/* -- rows one behind the other ---------------------------------------------------------- */

void ledger_each_cell(const struct index *index, enum ledger_sort sort, uint32_t first, size_t n,
	void (*visit)(void *context, size_t i, const struct ledger_cell *cell), void *context)
{
	const struct index_ledger *l = &index->ledger;
	struct ledger_cell cell;
	if (!n || !ledger_cell_at(l, sort, first, &cell))
		return;
	uint32_t slot = first - cell.first;
	size_t i = 0;
	do {
		const struct ledger_slot *slots = ledger_slots(l, cell.shape, sort);
		for (uint32_t end = ledger_owned(l, sort, &cell); slot < end && i < n; slot++, i++) {
			cell.head = ledger_head_at(l, slots[slot].head);
			cell.at = slots[slot].at;
			visit(context, i, &cell);
		}
		slot = 0;
	} while (i < n && ledger_next_owner(l, sort, &cell));
}

/* -- shapes ------------------------------------------------------------------------------- */

uint32_t index_shapes_n(const struct index *index)
{
	return index->ledger.shapes.n ? (uint32_t)index->ledger.shapes.n : 1;
}

void index_shapes(const struct index *index, enum kind kind, uint32_t first, size_t n, uint32_t *out)
{
	const struct section *codes = &index->ledger.codes[kind];
	for (size_t i = 0; i < n; i++) {
		uint64_t code = first + i < codes->n ? (uint64_t)section_number(codes, first + i) : 0;
		out[i] = code < index->ledger.shapes.n ? (uint32_t)code : 0;
	}
}

/* The claims of a shape, *n of them; of none that there is: none. */
static const struct ledger_slot *claims_of_shape(const struct index_ledger *l, uint32_t shape, uint32_t *n)
{
	*n = 0;
	if (shape >= l->shapes.n)
		return NULL;
	const struct ledger_shape *s = SECTION_V(struct ledger_shape, l->shapes) + shape;
	*n = s->n[LEDGER_CLAIM];
	return ledger_slots(l, s, LEDGER_CLAIM);
}

size_t index_shape_sources(const struct index *index, uint32_t shape, struct ref *out, size_t max)
{
	const struct index_ledger *l = &index->ledger;
	uint32_t n_claims;
	const struct ledger_slot *slots = claims_of_shape(l, shape, &n_claims);
	struct ref *all = xmalloc(n_claims * sizeof *all);
	size_t n = 0;
	for (uint32_t i = 0; i < n_claims; i++)
		all[i] = (struct ref){ledger_head_at(l, slots[i].head)->source};
	qsort(all, n_claims, sizeof *all, ref_order);
	for (uint32_t i = 0; i < n_claims; i++) {
		if (i && ref_eq(all[i], all[i - 1]))
			continue;
		if (n < max)
			out[n] = all[i];
		n++;
	}
	free(all);
	return n;
}

size_t index_shape_figures(const struct index *index, uint32_t shape, struct ref indicator)
{
	const struct index_ledger *l = &index->ledger;
	uint32_t n_claims;
	const struct ledger_slot *slots = claims_of_shape(l, shape, &n_claims);
	size_t n = 0;
	for (uint32_t i = 0; i < n_claims; i++)
		n += ledger_head_at(l, slots[i].head)->indicator == indicator.bits;
	return n;
}

bool index_shape_repeats(const struct index *index, uint32_t shape)
{
	const struct index_ledger *l = &index->ledger;
	const struct ledger_head *heads = SECTION_V(struct ledger_head, l->heads);
	uint32_t n;
	const struct ledger_slot *slots = claims_of_shape(l, shape, &n);
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < i; j++)
			if (heads[slots[i].head].indicator == heads[slots[j].head].indicator)
				return true;
	return false;
}

void index_add_own_claims(const struct index *index, enum kind kind, uint64_t *bits)
{
	if (!index->claims.n)
		return;
	for (uint32_t row = 0; row < index_count(index, kind); row++)
		if (index_own_claims(index, ref_make(kind, row)).n)
			bits_set(bits, row);
}

/* -- figures of one indicator ----------------------------------------------------------------- */

/* What a shape says of the indicator, and how far the next record is. */
struct sole_slot {
	uint32_t head; /* SOLES_NONE, SOLES_ASK */
	uint32_t at, n_bytes;
};

struct index_soles {
	const struct index *index;
	struct ref indicator;
	struct sole_slot *by_shape;
};

/* A head whose figures are digits of one scale: its numbers times a factor, which is a power of ten or a small number. */
static bool head_is_plain(const struct ledger_head *head)
{
	enum { SCALE_MAX = 9 };
	return head->scale + head->factor_scale <= SCALE_MAX;
}

struct index_soles *index_soles_new(const struct index *index, struct ref indicator)
{
	const struct index_ledger *l = &index->ledger;
	const struct ledger_head *heads = SECTION_V(struct ledger_head, l->heads);
	struct index_soles *soles = xcalloc(1, sizeof *soles);
	soles->index = index;
	soles->indicator = indicator;
	soles->by_shape = xcalloc((size_t)l->shapes.n + 1, sizeof *soles->by_shape);
	for (uint64_t i = 0; i < l->shapes.n; i++) {
		const struct ledger_shape *shape = SECTION_V(struct ledger_shape, l->shapes) + i;
		const struct ledger_slot *slots = ledger_slots(l, shape, LEDGER_CLAIM);
		struct sole_slot *sole = &soles->by_shape[i];
		*sole = (struct sole_slot){SOLES_NONE, 0, shape->n_bytes};
		for (uint32_t j = 0; j < shape->n[LEDGER_CLAIM]; j++) {
			const struct ledger_head *head = &heads[slots[j].head];
			if (head->indicator != indicator.bits)
				continue;
			sole->head = sole->head != SOLES_NONE || !head_is_plain(head) ? SOLES_ASK : slots[j].head;
			sole->at = slots[j].at;
		}
	}
	return soles;
}

void index_soles_free(struct index_soles *soles)
{
	if (!soles)
		return;
	free(soles->by_shape);
	free(soles);
}

uint32_t index_soles_columns_n(const struct index_soles *soles)
{
	return (uint32_t)soles->index->ledger.heads.n;
}

struct index_soles_column index_soles_column(const struct index_soles *soles, uint32_t column)
{
	const struct index_ledger *l = &soles->index->ledger;
	const struct ledger_head *head = ledger_head_at(l, column);
	return (struct index_soles_column){head->sort == LEDGER_CLAIM && head->indicator == soles->indicator.bits, head->code, ledger_head_text(l, head, LEDGER_BASE_UNIT),
		(uint8_t)(head->scale + head->factor_scale)};
}

/* The digits of a cell; false: it is odd, or too large for them. */
static bool sole_digits(const struct index_ledger *l, const struct ledger_head *head, uint64_t at, int64_t *out)
{
	const struct ledger_cell cell = {.head = head, .record = at};
	int64_t number;
	return ledger_number(l, &cell, &number) && !__builtin_mul_overflow(number, head->factor, out)
		&& *out > -LEDGER_DIGITS_END && *out < LEDGER_DIGITS_END;
}

static bool has_own(const struct index *index, struct ref ref)
{
	return index_own_claims(index, ref).n > 0;
}

/* Rows of which no ledger says anything: what is known of them is asked of each. */
static void read_without(const struct index_soles *s, enum kind kind, uint32_t first, size_t n, uint32_t *columns)
{
	for (size_t i = 0; i < n; i++)
		columns[i] = has_own(s->index, ref_make(kind, first + (uint32_t)i)) ? SOLES_ASK : SOLES_NONE;
}

void index_soles_read(const struct index_soles *s, enum kind kind, uint32_t first, size_t n, uint32_t *columns,
	int64_t *digits)
{
	const struct index_ledger *l = &s->index->ledger;
	const struct section *codes = &l->codes[kind];
	struct index_place place = {0};
	size_t with = first >= codes->n ? 0 : codes->n - first < n ? (size_t)(codes->n - first) : n;
	read_without(s, kind, first + (uint32_t)with, n - with, columns + with);
	if (!with)
		return;
	ledger_seek(l, ref_make(kind, first), &place);
	uint64_t record = place.at;
	bool own = s->index->claims.n > 0;
	for (size_t i = 0; i < with; i++) {
		uint64_t code = (uint64_t)section_number(codes, first + i);
		struct sole_slot sole = code < l->shapes.n ? s->by_shape[code] : (struct sole_slot){SOLES_NONE, 0, 0};
		columns[i] = sole.head;
		if (own && has_own(s->index, ref_make(kind, first + (uint32_t)i)))
			columns[i] = SOLES_ASK;
		else if (sole.head < SOLES_ASK && !sole_digits(l, ledger_head_at(l, sole.head), record + sole.at, &digits[i]))
			columns[i] = SOLES_ASK;
		record += sole.n_bytes;
	}
}

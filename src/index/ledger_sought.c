/*
 * Packed claims that are a number somebody looks for. All cells of a column are of one form: what one that is this number
 * holds is found once for each column, so that of millions of cells nothing is read but whether they hold just that.
 */
#include "ledger_internal.h"

#include "base/bits.h"
#include "base/gcd.h"
#include "base/parallel.h"
#include "index_internal.h"

#include <endian.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { OWNERS_AT_ONCE = 1 << 14, FEW_OWNERS = 1 << 13 };

/* What the cells of a column hold that are the number. */
struct wanted {
	bool any;      /* they may be, or are texts of their own */
	bool number;   /* some number is, this one */
	uint64_t bits;
};

/* The same of a slot of a shape: what holds neither of the two is not the number. */
struct wanted_slot {
	uint64_t mask, bits, odd; /* odd: that of texts of their own, where the column has some */
	uint32_t i, at;           /* of the claims of the owner; in its record */
	uint32_t head;
};

struct seeking {
	const struct index *index;
	const struct sought *sought;
	struct wanted *heads;
	struct wanted_slot *slots;
	uint32_t *first; /* by shape, one more at the end: its slots */
	enum kind kind;  /* of owners */
	uint64_t *bits;
	atomic_size_t n;
};

/* -- what a column's cells hold -------------------------------------------------------------------- */

/* Numbers that are multiplied, and those that this is divided by. */
struct ratio {
	uint64_t over[3], under[3];
};

static uint64_t power_of_ten(unsigned n)
{
	uint64_t power = 1;
	while (n-- > 0)
		power *= 10;
	return power;
}

/* False: it is no whole number, or none of 63 bits. */
static bool whole(struct ratio *ratio, int64_t *out)
{
	uint64_t n = 1;
	for (unsigned i = 0; i < 3; i++)
		for (unsigned k = 0; k < 3; k++) {
			uint64_t divisor = gcd(ratio->over[i], ratio->under[k]);
			ratio->over[i] /= divisor;
			ratio->under[k] /= divisor;
		}
	for (unsigned i = 0; i < 3; i++)
		if (ratio->under[i] != 1 || __builtin_mul_overflow(n, ratio->over[i], &n))
			return false;
	*out = (int64_t)n;
	return n <= INT64_MAX;
}

/* The digits, of the column's scale, of a figure that is as much; perhaps. */
static bool digits_of(const struct seeking *s, const struct ledger_head *head, int64_t *digits)
{
	const struct decimal d = s->sought->number;
	int64_t over = 1, under = 1;
	unsigned scale = head->scale + (s->sought->bare ? 0u : head->factor_scale);
	struct str unit = sought_unit(s->sought, ledger_head_text(&s->index->ledger, head, LEDGER_BASE_UNIT));
	if (head->scale > 9 || head->factor_scale > 9 || d.digits < 0 || (!s->sought->bare && head->factor <= 0)
		|| (s->sought->unit.n && !amount_ratio(s->sought->unit, unit, &over, &under)))
		return false;
	struct ratio ratio = {{(uint64_t)d.digits, power_of_ten(scale > d.scale ? scale - d.scale : 0), (uint64_t)over},
		{s->sought->bare ? 1 : (uint64_t)head->factor, power_of_ten(d.scale > scale ? d.scale - scale : 0), (uint64_t)under}};
	return d.digits ? whole(&ratio, digits) : (*digits = 0, true);
}

/* Whether a figure of so many digits is the number: by what every other claim is asked by. */
static bool is_sought(const struct seeking *s, const struct ledger_head *head, int64_t digits)
{
	struct decimal d = {digits, head->scale};
	struct figure figure = {.has_base = true, .base_unit = ledger_head_text(&s->index->ledger, head, LEDGER_BASE_UNIT)};
	if (digits >= LEDGER_DIGITS_END)
		return false;
	if (s->sought->bare)
		return decimal_cmp(d, s->sought->number) == 0;
	return decimal_mul(d, (struct decimal){head->factor, head->factor_scale}, &figure.base) && sought_is_figure(s->sought, &figure);
}

static uint64_t mask_of(const struct ledger_head *head)
{
	return bits_below(head->width * 8u);
}

static struct wanted wanted_of(const struct seeking *s, const struct ledger_head *head)
{
	struct wanted wanted = {.any = head->odd};
	int64_t digits, behind;
	if (head->sort != LEDGER_CLAIM || !digits_of(s, head, &digits) || !is_sought(s, head, digits)
		|| __builtin_sub_overflow(digits, head->base, &behind))
		return wanted;
	if (behind < 0 || (head->step > 0 ? behind % head->step : behind))
		return wanted;
	wanted.bits = head->step > 0 ? (uint64_t)(behind / head->step) : 0;
	wanted.number = wanted.bits <= mask_of(head);
	wanted.any |= wanted.number;
	return wanted;
}

/* Of all columns; false: no cell of any can be the number. */
static bool want_heads(struct seeking *s)
{
	const struct section *heads = &s->index->ledger.heads;
	bool any = false;
	s->heads = xcalloc((size_t)heads->n + 1, sizeof *s->heads);
	for (uint64_t i = 0; i < heads->n; i++) {
		const struct ledger_head *head = SECTION_V(struct ledger_head, *heads) + i;
		s->heads[i] = wanted_of(s, head);
		s->heads[i].any &= head->sort == LEDGER_CLAIM;
		any |= s->heads[i].any;
	}
	return any;
}

static void want_slots(struct seeking *s)
{
	const struct index_ledger *l = &s->index->ledger;
	uint32_t n = 0;
	s->first = xcalloc((size_t)l->shapes.n + 1, sizeof *s->first);
	s->slots = xcalloc((size_t)l->slots.n + 1, sizeof *s->slots);
	for (uint64_t k = 0; k < l->shapes.n; k++) {
		const struct ledger_shape *shape = SECTION_V(struct ledger_shape, l->shapes) + k;
		const struct ledger_slot *slots = ledger_slots(l, shape, LEDGER_CLAIM);
		for (uint32_t i = 0; i < shape->n[LEDGER_CLAIM]; i++) {
			const struct ledger_head *head = ledger_head_at(l, slots[i].head);
			const struct wanted *wanted = &s->heads[slots[i].head];
			if (wanted->any && n < l->slots.n)
				s->slots[n++] = (struct wanted_slot){.mask = mask_of(head), .bits = wanted->number ? wanted->bits : mask_of(head),
					.odd = head->odd ? mask_of(head) : wanted->bits, .i = i, .at = slots[i].at, .head = slots[i].head};
		}
		s->first[k + 1] = n;
	}
}

/* -- cells -------------------------------------------------------------------------------------------- */

/* A text that is no number as it would be printed. */
static bool odd_is_sought(const struct seeking *s, const struct ledger_cell *cell)
{
	struct strbuf text = {0};
	bool is;
	if (s->sought->bare) {
		ledger_cell_add_text(s->index, cell, s->index->claim.value, &text);
		is = sought_in_value(s->sought, strbuf_str(&text));
	} else {
		struct figure figure = ledger_cell_figure(&s->index->ledger, cell);
		is = sought_is_figure(s->sought, &figure);
	}
	strbuf_release(&text);
	return is;
}

/* A cell that holds one of what a slot wants. */
static bool cell_is_sought(const struct seeking *s, const struct wanted_slot *slot, const struct ledger_cell *cell)
{
	int64_t number;
	if (!ledger_number(&s->index->ledger, cell, &number))
		return odd_is_sought(s, cell);
	return s->heads[slot->head].number; /* which it is then */
}

/* How many of an owner's claims are the number. */
static size_t seek_owner(const struct seeking *s, uint64_t code, struct ref owner, uint32_t first, uint64_t record)
{
	const struct index_ledger *l = &s->index->ledger;
	const struct ledger_shape *shape = SECTION_V(struct ledger_shape, l->shapes) + code;
	const struct index_table *t = &s->index->tables[KIND_CLAIM];
	const char *cells = SECTION_V(char, l->cells) + record;
	size_t n = 0;
	/* what an image that is wrong counts beyond the cells and rows there are is left out */
	if (record > l->cells.n || l->cells.n - record < shape->n_bytes + (uint64_t)8)
		return 0;
	for (const struct wanted_slot *slot = s->slots + s->first[code], *end = s->slots + s->first[code + 1]; slot < end; slot++) {
		uint64_t bits;
		memcpy(&bits, cells + slot->at, sizeof bits);
		bits = le64toh(bits) & slot->mask;
		if (bits != slot->bits && bits != slot->odd)
			continue;
		const struct ledger_head *head = ledger_head_at(l, slot->head);
		const struct ledger_cell cell = {owner, shape, head, record, slot->at, first};
		if (first < t->packed && slot->i < t->packed - first && cell_is_sought(s, slot, &cell)) {
			bits_add_shared(s->bits, t->packed_base + first + slot->i, 1);
			n++;
		}
	}
	return n;
}

static void seek_piece(void *context, size_t piece)
{
	struct seeking *s = context;
	const struct index_ledger *l = &s->index->ledger;
	const struct section *codes = &l->codes[s->kind];
	uint64_t row = (uint64_t)piece * OWNERS_AT_ONCE, end = row + OWNERS_AT_ONCE < codes->n ? row + OWNERS_AT_ONCE : codes->n;
	const struct ledger_block *block = SECTION_V(struct ledger_block, l->blocks) + l->first_block[s->kind] + row / BLOCK_OWNERS;
	uint32_t first = block->n[LEDGER_CLAIM];
	size_t n = 0;
	for (uint64_t record = block->n_bytes; row < end; row++) {
		uint64_t code = (uint64_t)section_number(codes, row);
		if (!code || code >= l->shapes.n)
			continue;
		const struct ledger_shape *shape = SECTION_V(struct ledger_shape, l->shapes) + code;
		n += seek_owner(s, code, ref_make(s->kind, (uint32_t)row), first, record);
		first += shape->n[LEDGER_CLAIM];
		record += shape->n_bytes;
	}
	atomic_fetch_add(&s->n, n);
}

uint64_t *ledger_sought(const struct index *index, const struct sought *sought)
{
	struct seeking s = {.index = index, .sought = sought};
	const struct index_ledger *l = &index->ledger;
	atomic_init(&s.n, 0);
	if (l->n[LEDGER_CLAIM] && want_heads(&s)) {
		want_slots(&s);
		s.bits = bits_new(index->n_all);
		for (int k = 0; k < KIND_COUNT; k++) {
			size_t n = (size_t)l->codes[k].n;
			s.kind = (enum kind)k;
			parallel_for((n + OWNERS_AT_ONCE - 1) / OWNERS_AT_ONCE, n < FEW_OWNERS ? 1 : parallel_threads(), seek_piece, &s);
		}
	}
	free(s.heads);
	free(s.slots);
	free(s.first);
	if (atomic_load(&s.n))
		return s.bits;
	free(s.bits);
	return NULL;
}

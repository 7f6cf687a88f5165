#include "index/codes.h"

#include "index_internal.h"

static const struct index_column *column_of_kind(const struct index *index, enum kind kind, size_t field)
{
	return &index->tables[kind].columns[field];
}

/* Texts of rows with columns, then, where there are packed rows, those of their heads. */
static uint32_t text_codes_n(const struct index *index, enum kind kind, size_t field)
{
	const struct index_table *t = &index->tables[kind];
	const struct index_column *c = column_of_kind(index, kind, field);
	enum ledger_text text;
	if (c->codes.n != t->n || c->numbers.n)
		return 0;
	if (!t->packed)
		return (uint32_t)c->ends.n;
	return ledger_field_text(index, kind, field, &text) ? (uint32_t)(c->ends.n + index->ledger.heads.n) : 0;
}

uint32_t index_codes_n(const struct index *index, enum kind kind, size_t field)
{
	const struct field *f = &fields_of[kind].v[field];
	const struct index_column *c = column_of_kind(index, kind, field);
	uint64_t n = index->tables[kind].n;
	if (field == 0) /* ids may be numbers in place of texts (numbered.c), as places are */
		return 0;
	switch (f->type) {
	case FIELD_ENUM: return c->numbers.n == n ? (uint32_t)enums[f->enumeration].n : 0;
	case FIELD_BOOL: return c->numbers.n == n ? 2 : 0;
	case FIELD_REF:
		if (index_only_kind(f) == KIND_COUNT || c->numbers.n != n)
			return 0;
		return (uint32_t)index_count(index, index_only_kind(f));
	case FIELD_INTEGER:
	case FIELD_REFS: return 0;
	default: return text_codes_n(index, kind, field);
	}
}

/* Codes of packed numbers; what an image that is wrong says beyond `limit` is nothing. `mask`: the row in a reference. */
static void read_packed(const struct section *s, uint32_t first, size_t n, uint32_t mask, uint32_t limit, uint32_t none,
	uint32_t *out)
{
	const uint8_t *bytes = SECTION_V(uint8_t, *s);
	const uint16_t *pairs = SECTION_V(uint16_t, *s);
	const uint32_t *words = SECTION_V(uint32_t, *s);
	const uint32_t base = (uint32_t)s->base, slope = (uint32_t)s->slope;
	switch (s->width) {
	case 1:
		for (size_t i = 0; i < n; i++) {
			uint32_t code = (base + slope * (uint32_t)(first + i) + bytes[first + i]) & mask;
			out[i] = bytes[first + i] != UINT8_MAX && code < limit ? code : none;
		}
		return;
	case 2:
		for (size_t i = 0; i < n; i++) {
			uint32_t code = (base + slope * (uint32_t)(first + i) + pairs[first + i]) & mask;
			out[i] = pairs[first + i] != UINT16_MAX && code < limit ? code : none;
		}
		return;
	case 4:
		for (size_t i = 0; i < n; i++) {
			uint32_t code = (base + slope * (uint32_t)(first + i) + words[first + i]) & mask;
			out[i] = words[first + i] != UINT32_MAX && code < limit ? code : none;
		}
		return;
	default:
		for (size_t i = 0; i < n; i++) {
			int64_t number = section_number(s, first + i);
			uint32_t code = (uint32_t)number & mask;
			out[i] = number != NUMBER_NONE && number >= 0 && code < limit ? code : none;
		}
	}
}

/* -- packed rows -------------------------------------------------------------------------- */

struct packed_codes {
	const struct index_ledger *l;
	uint32_t *out, limit, none, base; /* base: the code of the first head's text */
	enum ledger_text text;
};

static void put_code(const struct packed_codes *p, size_t i, uint32_t code)
{
	p->out[i] = code < p->limit ? code : p->none;
}

static void code_of_owner(void *context, size_t i, const struct ledger_cell *cell)
{
	put_code(context, i, ref_row(cell->owner));
}

static void code_of_source(void *context, size_t i, const struct ledger_cell *cell)
{
	put_code(context, i, ref_row((struct ref){cell->head->source}));
}

static void code_of_indicator(void *context, size_t i, const struct ledger_cell *cell)
{
	put_code(context, i, ref_row((struct ref){cell->head->indicator}));
}

static void code_of_number(void *context, size_t i, const struct ledger_cell *cell)
{
	put_code(context, i, cell->head->code);
}

static void code_of_text(void *context, size_t i, const struct ledger_cell *cell)
{
	const struct packed_codes *p = context;
	if (ledger_head_text(p->l, cell->head, p->text).n)
		put_code(p, i, p->base + (uint32_t)(cell->head - SECTION_V(struct ledger_head, p->l->heads)));
}

typedef void visit_code(void *context, size_t i, const struct ledger_cell *cell);

/* NULL: packed rows have no such field. */
static visit_code *code_of_field(const struct index *index, enum kind kind, size_t field, struct packed_codes *p)
{
	const struct claim_fields *c = &index->claim;
	const struct milestone_fields *m = &index->milestone;
	bool claim = kind == KIND_CLAIM;
	if (column_shape(fields_of[kind].v[field].type) == COLUMN_TEXTS)
		return ledger_field_text(index, kind, field, &p->text) && p->text < LEDGER_TEXTS ? code_of_text : NULL;
	if (field == (claim ? c->subject : m->project))
		return code_of_owner;
	if (field == (claim ? c->source : m->source))
		return code_of_source;
	if (claim && field == c->indicator)
		return code_of_indicator;
	return field == (claim ? c->modality : m->status) ? code_of_number : NULL;
}

static void read_packed_rows(const struct index *index, enum kind kind, size_t field, uint32_t first, size_t n,
	struct packed_codes p)
{
	enum ledger_sort sort;
	p.l = &index->ledger;
	p.base = (uint32_t)column_of_kind(index, kind, field)->ends.n;
	for (size_t i = 0; i < n; i++)
		p.out[i] = p.none;
	visit_code *visit = code_of_field(index, kind, field, &p);
	if (visit && ledger_sort_of(kind, &sort))
		ledger_each_cell(index, sort, first, n, visit, &p);
}

/* -- any row -------------------------------------------------------------------------------- */

void index_codes(const struct index *index, enum kind kind, size_t field, uint32_t first, size_t n, uint32_t none, uint32_t *out)
{
	const struct index_table *t = &index->tables[kind];
	const struct index_column *c = column_of_kind(index, kind, field);
	bool numbers = column_shape(fields_of[kind].v[field].type) == COLUMN_NUMBERS;
	bool ref = fields_of[kind].v[field].type == FIELD_REF;
	uint32_t mask = ref ? (UINT32_C(1) << REF_ROW_BITS) - 1 : UINT32_MAX, limit = index_codes_n(index, kind, field);
	size_t own = first >= t->n ? 0 : n < t->n - first ? n : t->n - first;
	read_packed(numbers ? &c->numbers : &c->codes, first, own, mask, limit, none, out);
	if (own < n)
		read_packed_rows(index, kind, field, first + (uint32_t)own - t->n, n - own,
			(struct packed_codes){.out = out + own, .limit = limit, .none = none});
}

struct str index_code_text(const struct index *index, enum kind kind, size_t field, uint32_t code)
{
	const struct index_column *c = column_of_kind(index, kind, field);
	enum ledger_text text;
	if (code < c->ends.n)
		return section_text(&c->ends, &c->bytes, code);
	if (code - c->ends.n >= index->ledger.heads.n || !index->tables[kind].packed || !ledger_field_text(index, kind, field, &text)
		|| text == LEDGER_TEXTS)
		return (struct str){"", 0};
	return ledger_head_text(&index->ledger, SECTION_V(struct ledger_head, index->ledger.heads) + (code - c->ends.n), text);
}

/* -- periods -------------------------------------------------------------------------------- */

static const struct period no_period = {1, 0};

struct period index_period_of_text(struct str text)
{
	struct period period;
	return period_parse(text, &period) ? period : no_period;
}

struct periods {
	const struct index_ledger *l;
	struct period *out;
};

static void period_of_cell(void *context, size_t i, const struct ledger_cell *cell)
{
	const struct periods *p = context;
	if (cell->head->sort == LEDGER_CLAIM)
		p->out[i] = cell->head->period;
	else if (!ledger_cell_period(p->l, cell, &p->out[i]))
		p->out[i] = no_period;
}

bool index_code_period(const struct index *index, enum kind kind, size_t field, uint32_t code, struct period *out)
{
	const struct index_column *c = column_of_kind(index, kind, field);
	if (code >= c->periods.n)
		return period_parse(index_code_text(index, kind, field, code), out);
	*out = SECTION_V(struct period, c->periods)[code];
	return index_period_stands(*out);
}

static bool packed_has_period(const struct index *index, enum kind kind, size_t field)
{
	return field == (kind == KIND_CLAIM ? index->claim.period : index->milestone.date);
}

void index_periods(const struct index *index, enum kind kind, size_t field, uint32_t first, size_t n, struct period *out)
{
	const struct index_table *t = &index->tables[kind];
	const struct index_column *c = column_of_kind(index, kind, field);
	size_t own = first >= t->n ? 0 : n < t->n - first ? n : t->n - first;
	enum ledger_sort sort;
	for (size_t i = 0; i < own; i++) {
		uint64_t code = index_column_code(c, first + (uint32_t)i);
		out[i] = code < c->periods.n ? SECTION_V(struct period, c->periods)[code] : no_period;
	}
	for (size_t i = own; i < n; i++)
		out[i] = no_period;
	if (own < n && ledger_sort_of(kind, &sort) && packed_has_period(index, kind, field))
		ledger_each_cell(index, sort, first + (uint32_t)own - t->n, n - own, period_of_cell,
			&(struct periods){&index->ledger, out + own});
	for (size_t i = 0; i < n; i++)
		if (!index_period_stands(out[i]))
			out[i] = no_period;
}

#include "index_internal.h"

#include "base/bisect.h"

#include <endian.h>
#include <string.h>

/* -- where things stand -------------------------------------------------------------------- */

const struct ledger_shape ledger_no_cells;

void ledger_plan(struct index_ledger *l)
{
	uint64_t at = 0;
	for (int k = 0; k < KIND_COUNT; k++) {
		l->first_block[k] = (uint32_t)at;
		at += l->codes[k].n ? l->codes[k].n / BLOCK_OWNERS + 1 : 0;
	}
	l->first_block[KIND_COUNT] = (uint32_t)at;
	l->n[0] = l->n[1] = 0;
	if (at && at < UINT32_MAX && l->blocks.n == at + 1 && l->blocks.width == sizeof(struct ledger_block))
		memcpy(l->n, SECTION_V(struct ledger_block, l->blocks)[at].n, sizeof l->n);
}

const struct ledger_slot *ledger_slots(const struct index_ledger *l, const struct ledger_shape *shape, enum ledger_sort sort)
{
	uint32_t before = sort == LEDGER_CLAIM ? 0 : shape->n[LEDGER_CLAIM] + (sort == LEDGER_LINE ? shape->n[LEDGER_MILESTONE] : 0);
	return shape->n[sort] ? SECTION_V(struct ledger_slot, l->slots) + shape->first + before : NULL;
}

const struct ledger_shape *ledger_seek(const struct index_ledger *l, struct ref owner, struct index_place *place)
{
	enum kind kind = ref_kind(owner);
	uint32_t row = ref_row(owner), start = row / BLOCK_OWNERS * BLOCK_OWNERS;
	if (kind >= KIND_COUNT || row >= l->codes[kind].n)
		return &ledger_no_cells;
	if (!place->shape || ref_kind(place->record) != kind || ref_row(place->record) < start || ref_row(place->record) > row) {
		const struct ledger_block *block = SECTION_V(struct ledger_block, l->blocks) + l->first_block[kind] + row / BLOCK_OWNERS;
		*place = (struct index_place){ref_make(kind, start), ledger_shape_at(l, kind, start), {block->n[0], block->n[1]}, block->n_bytes};
	}
	for (uint32_t r = ref_row(place->record); r < row; r++) {
		place->first[0] += place->shape->n[0];
		place->first[1] += place->shape->n[1];
		place->at += place->shape->n_bytes;
		place->shape = ledger_shape_at(l, kind, r + 1);
	}
	place->record = owner;
	return place->shape;
}

/*
 * The last block that does not start behind a row. Most owners have about as many cells as
 * others: it is looked for from where it would be if all had.
 */
static uint32_t block_of(const struct index_ledger *l, enum ledger_sort sort, uint32_t row)
{
	const struct ledger_block *blocks = SECTION_V(struct ledger_block, l->blocks);
	uint32_t n = l->first_block[KIND_COUNT], low = (uint32_t)((uint64_t)row * n / l->n[sort]), high = low, step = 4;
	while (low && blocks[low].n[sort] > row) {
		high = low;
		low = low > step ? low - step : 0;
		step *= 2;
	}
	while (high < n && blocks[high].n[sort] <= row) {
		low = high;
		high = n - high > step ? high + step : n;
		step *= 2;
	}
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (blocks[middle].n[sort] <= row)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static enum kind kind_of_block(const struct index_ledger *l, uint32_t block)
{
	int kind = 0;
	while (l->first_block[kind + 1] <= block)
		kind++;
	return (enum kind)kind;
}

bool ledger_cell_at(const struct index_ledger *l, enum ledger_sort sort, uint32_t row, struct ledger_cell *out)
{
	if (row >= l->n[sort])
		return false;
	uint32_t number = block_of(l, sort, row);
	enum kind kind = kind_of_block(l, number);
	const struct ledger_block *block = SECTION_V(struct ledger_block, l->blocks) + number;
	uint32_t owner = (number - l->first_block[kind]) * BLOCK_OWNERS, first = block->n[sort];
	uint64_t record = block->n_bytes, end = owner + BLOCK_OWNERS < l->codes[kind].n ? owner + BLOCK_OWNERS : l->codes[kind].n;
	for (; owner < end; owner++) {
		const struct ledger_shape *shape = ledger_shape_at(l, kind, owner);
		if (row - first < shape->n[sort]) {
			const struct ledger_slot *slot = ledger_slots(l, shape, sort) + (row - first);
			*out = (struct ledger_cell){ref_make(kind, owner), shape, ledger_head_at(l, slot->head), record, slot->at, first};
			return true;
		}
		first += shape->n[sort];
		record += shape->n_bytes;
	}
	return false;
}

/* -- dates -------------------------------------------------------------------------------------- */

static const struct {
	int months;
	const char *letter;
} forms[DATE_FORMS] = {[DATE_MONTH] = {1, ""}, [DATE_QUARTER] = {3, "Q"}, [DATE_HALF] = {6, "H"}, [DATE_YEAR] = {12, ""}};

bool ledger_date_number(struct str text, int64_t *number)
{
	struct period period;
	enum date_form form = text.n == 10 ? DATE_DAY : text.n == 4 ? DATE_YEAR : DATE_MONTH;
	if ((text.n != 10 && text.n != 7 && text.n != 4) || str_find_byte(text, '/', 0) >= 0 || !period_parse(text, &period))
		return false;
	if (text.n == 7 && text.p[5] == 'Q')
		form = DATE_QUARTER;
	else if (text.n == 7 && text.p[5] == 'H')
		form = DATE_HALF;
	*number = (int64_t)period.first * 8 + form;
	return true;
}

/* Years 1 to 9999 and some more; what an image that is wrong says beyond them is no day. */
static int32_t first_day(int64_t number)
{
	int64_t day = number >> 3;
	return day < -3000000 || day > 3000000 ? 0 : (int32_t)day;
}

static enum date_form form_of(int64_t number)
{
	return (enum date_form)((uint64_t)number & 7);
}

static void format_date(int64_t number, struct strbuf *out)
{
	int year, month, day;
	enum date_form form = form_of(number);
	day_date(first_day(number), &year, &month, &day);
	strbuf_printf(out, "%04d", year);
	if (form == DATE_DAY || form == DATE_MONTH)
		strbuf_printf(out, "-%02d", month);
	if (form == DATE_DAY)
		strbuf_printf(out, "-%02d", day);
	if (form == DATE_QUARTER || form == DATE_HALF)
		strbuf_printf(out, "-%s%d", forms[form].letter, (month - 1) / forms[form].months + 1);
}

static struct period date_period(int64_t number)
{
	int year, month, day;
	int32_t first = first_day(number);
	enum date_form form = form_of(number);
	if (form == DATE_DAY || form >= DATE_FORMS)
		return (struct period){first, first};
	day_date(first, &year, &month, &day);
	month += forms[form].months;
	return (struct period){first, day_number(month > 12 ? year + 1 : year, month > 12 ? month - 12 : month, 1) - 1};
}

/* -- numbers and texts of cells --------------------------------------------------------------- */

static bool number_at(const struct index_ledger *l, const struct ledger_head *head, uint64_t at, int64_t *x)
{
	uint64_t bits = 0, mask = bits_below(head->width * 8u);
	if (head->width && l->cells.n >= 8 && at <= l->cells.n - 8) {
		memcpy(&bits, SECTION_V(char, l->cells) + at, 8);
		bits = le64toh(bits) & mask;
	}
	*x = (int64_t)((uint64_t)head->base + (uint64_t)head->step * bits);
	return !(head->odd && bits == mask);
}

bool ledger_number(const struct index_ledger *l, const struct ledger_cell *cell, int64_t *x)
{
	return number_at(l, cell->head, cell->record + cell->at, x);
}

static struct str odd_text(const struct index_ledger *l, uint64_t at)
{
	const uint64_t *v = SECTION_V(uint64_t, l->odd_at);
	size_t place = 0;
	bisect(place, (size_t)l->odd_at.n, i, v[i] < at);
	return place < l->odd_at.n && v[place] == at ? section_text(&l->odd_ends, &l->odd_bytes, place) : STR("");
}

struct str ledger_head_text(const struct index_ledger *l, const struct ledger_head *head, enum ledger_text text)
{
	uint64_t i = (uint64_t)(head - SECTION_V(struct ledger_head, l->heads));
	return section_text(&l->text_ends, &l->text_bytes, i * LEDGER_TEXTS + text);
}

/* As a decimal is read from text: without zeros at its end. */
static struct decimal decimal_of(const struct ledger_head *head, int64_t number)
{
	struct decimal d = {number, head->scale};
	for (; d.scale && d.digits % 10 == 0; d.scale--)
		d.digits /= 10;
	return d;
}

static bool cell_decimal(const struct index_ledger *l, const struct ledger_cell *cell, struct decimal *out)
{
	int64_t number;
	if (!ledger_number(l, cell, &number))
		return decimal_parse(odd_text(l, cell->record + cell->at), out);
	*out = decimal_of(cell->head, number);
	return out->digits > -LEDGER_DIGITS_END && out->digits < LEDGER_DIGITS_END;
}

static bool cell_base(const struct index_ledger *l, const struct ledger_cell *cell, struct decimal *out)
{
	struct decimal d;
	return cell_decimal(l, cell, &d) && decimal_mul(d, (struct decimal){cell->head->factor, cell->head->factor_scale}, out);
}

static void add_value(const struct index_ledger *l, const struct ledger_cell *cell, struct strbuf *out)
{
	int64_t number;
	if (!ledger_number(l, cell, &number))
		strbuf_add(out, odd_text(l, cell->record + cell->at));
	else if (cell->head->sort == LEDGER_MILESTONE)
		format_date(number, out);
	else
		decimal_format(decimal_of(cell->head, number), out);
}

static void add_id(const struct index *index, const struct ledger_cell *cell, struct strbuf *out)
{
	strbuf_add_c(out, kinds[ledger_kind(cell->head->sort)].singular);
	strbuf_add_byte(out, ':');
	size_t start = out->n;
	index_add_id(index, cell->owner, out);
	ptrdiff_t colon = str_find_byte(strbuf_str(out), ':', start);
	if (colon >= 0)
		out->p[colon] = '.';
	strbuf_add_byte(out, '.');
	strbuf_add_number(out, cell->head->number);
}

static void add_locator(const struct index *index, const struct ledger_cell *cell, struct strbuf *out)
{
	const struct index_ledger *l = &index->ledger;
	const struct ledger_slot *slots = ledger_slots(l, cell->shape, LEDGER_LINE);
	uint32_t i = 0; /* the number may be any in an image that is wrong */
	while (i < cell->shape->n[LEDGER_LINE] && slots[i].head != cell->head->line)
		i++;
	int64_t line = 0;
	if (i < cell->shape->n[LEDGER_LINE])
		number_at(l, ledger_head_at(l, cell->head->line), cell->record + slots[i].at, &line);
	strbuf_add(out, id_slug(index_id(index, (struct ref){cell->head->source})));
	strbuf_add_byte(out, ':');
	strbuf_add_number(out, (uint32_t)line + ref_row(cell->owner));
	strbuf_add_byte(out, ':');
	strbuf_add(out, ledger_head_text(l, cell->head, LEDGER_NAME));
}

/* -- finding ------------------------------------------------------------------------------------ */

bool ledger_find_number(const struct index_ledger *l, enum ledger_sort sort, uint32_t number, uint32_t *head)
{
	for (uint64_t i = 0; i < l->heads.n; i++) {
		const struct ledger_head *h = ledger_head_at(l, i);
		if (h->sort == sort && h->number == number) {
			*head = (uint32_t)i;
			return true;
		}
	}
	return false;
}

bool ledger_find_row(const struct index_ledger *l, struct ref owner, enum ledger_sort sort, uint32_t head, uint32_t *row)
{
	struct index_place place = {0};
	const struct ledger_shape *shape = ledger_seek(l, owner, &place);
	const struct ledger_slot *slots = ledger_slots(l, shape, sort);
	for (uint32_t i = 0; i < shape->n[sort]; i++)
		if (slots[i].head == head) {
			*row = place.first[sort] + i;
			return true;
		}
	return false;
}

/* claim:project.p1.3 is what column 3 of a ledger says of project:p1. */
struct ref ledger_find_id(const struct index *index, struct str id)
{
	enum kind kind;
	enum ledger_sort sort;
	struct strbuf owner_id = {0};
	uint32_t number = 0, head, row;
	if (!kind_of_id(id, &kind) || !ledger_sort_of(kind, &sort) || !index->ledger.n[sort] || !ledger_id_split(id, &owner_id, &number))
		return REF_NONE;
	struct ref owner = index_find_id(index, strbuf_str(&owner_id));
	strbuf_release(&owner_id);
	if (ref_none(owner) || !ledger_find_number(&index->ledger, sort, number, &head)
		|| !ledger_find_row(&index->ledger, owner, sort, head, &row))
		return REF_NONE;
	return index_packed_ref(index, kind, row);
}

/* -- as records --------------------------------------------------------------------------------- */

static bool cell_of(const struct index *index, struct ref ref, struct ledger_cell *cell)
{
	enum ledger_sort sort;
	return ledger_sort_of(ref_kind(ref), &sort)
		&& ledger_cell_at(&index->ledger, sort, ref_row(ref) - index->tables[ref_kind(ref)].n, cell);
}

static void add_printed_value(const struct index *index, const struct ledger_cell *cell, struct strbuf *out)
{
	add_value(&index->ledger, cell, out);
}

static void add_base_value(const struct index *index, const struct ledger_cell *cell, struct strbuf *out)
{
	struct decimal base;
	if (cell_base(&index->ledger, cell, &base))
		decimal_format(base, out);
}

void ledger_add_value(const struct index *index, struct ref ref, struct strbuf *out)
{
	struct ledger_cell cell;
	if (cell_of(index, ref, &cell))
		add_value(&index->ledger, &cell, out);
}

void ledger_add_id(const struct index *index, struct ref ref, struct strbuf *out)
{
	struct ledger_cell cell;
	if (cell_of(index, ref, &cell))
		add_id(index, &cell, out);
}

bool ledger_field_text(const struct index *index, enum kind kind, size_t field, enum ledger_text *text)
{
	const struct claim_fields *f = &index->claim;
	*text = LEDGER_TEXTS;
	if (kind == KIND_MILESTONE)
		return field != index->milestone.date && field != index->milestone.locator;
	if (field == f->value || field == f->value_base || field == f->locator)
		return false;
	*text = field == f->unit ? LEDGER_UNIT : field == f->base_unit ? LEDGER_BASE_UNIT : field == f->scope ? LEDGER_SCOPE :
		field == f->period ? LEDGER_PERIOD : LEDGER_TEXTS;
	return true;
}

/* What all cells of a column have in common. */
static struct str head_text(const struct index *index, const struct ledger_head *head, size_t field)
{
	enum ledger_text text;
	bool shown = ledger_field_text(index, ledger_kind(head->sort), field, &text) && text < LEDGER_TEXTS;
	return shown ? ledger_head_text(&index->ledger, head, text) : STR("");
}

typedef void add_text(const struct index *index, const struct ledger_cell *cell, struct strbuf *out);

/* How a cell's own text of a field is made; NULL: it has none. */
static add_text *own_text(const struct index *index, const struct ledger_head *head, size_t field)
{
	bool claim = head->sort == LEDGER_CLAIM;
	if (field == 0)
		return add_id;
	if (field == (claim ? index->claim.value : index->milestone.date))
		return add_printed_value;
	if (field == (claim ? index->claim.locator : index->milestone.locator))
		return add_locator;
	return claim && field == index->claim.value_base ? add_base_value : NULL;
}

bool ledger_column_text(const struct index *index, struct ref ref, size_t field, struct str *out)
{
	struct ledger_cell cell;
	*out = STR("");
	if (!cell_of(index, ref, &cell))
		return true;
	*out = head_text(index, cell.head, field);
	return !own_text(index, cell.head, field);
}

void ledger_cell_add_text(const struct index *index, const struct ledger_cell *cell, size_t field, struct strbuf *out)
{
	add_text *add = own_text(index, cell->head, field);
	if (add)
		add(index, cell, out);
	else
		strbuf_add(out, head_text(index, cell->head, field));
}

void ledger_add_text(const struct index *index, struct ref ref, size_t field, struct strbuf *out)
{
	struct ledger_cell cell;
	if (cell_of(index, ref, &cell))
		ledger_cell_add_text(index, &cell, field, out);
}

int64_t ledger_number_of(const struct index *index, struct ref ref, size_t field)
{
	struct ledger_cell cell;
	bool has = field == (ref_kind(ref) == KIND_CLAIM ? index->claim.modality : index->milestone.status);
	return has && cell_of(index, ref, &cell) ? cell.head->code : NUMBER_NONE;
}

struct ref ledger_ref_of(const struct index *index, struct ref ref, size_t field)
{
	struct ledger_cell cell;
	bool claim = ref_kind(ref) == KIND_CLAIM;
	if (!cell_of(index, ref, &cell))
		return REF_NONE;
	if (field == (claim ? index->claim.subject : index->milestone.project))
		return cell.owner;
	if (field == (claim ? index->claim.source : index->milestone.source))
		return (struct ref){cell.head->source};
	return claim && field == index->claim.indicator ? (struct ref){cell.head->indicator} : REF_NONE;
}

bool ledger_cell_period(const struct index_ledger *l, const struct ledger_cell *cell, struct period *out)
{
	int64_t number;
	if (!ledger_number(l, cell, &number))
		return period_parse(odd_text(l, cell->record + cell->at), out);
	*out = date_period(number);
	return true;
}

bool ledger_period_of(const struct index *index, struct ref ref, size_t field, struct period *out)
{
	struct ledger_cell cell;
	if (!cell_of(index, ref, &cell))
		return false;
	if (cell.head->sort == LEDGER_MILESTONE)
		return field == index->milestone.date && ledger_cell_period(&index->ledger, &cell, out);
	if (field != index->claim.period || cell.head->period.first > cell.head->period.last)
		return false;
	*out = cell.head->period;
	return true;
}

struct figure ledger_cell_figure(const struct index_ledger *ledger, const struct ledger_cell *cell)
{
	struct figure f = {.base_unit = ledger_head_text(ledger, cell->head, LEDGER_BASE_UNIT)};
	f.has_base = cell_base(ledger, cell, &f.base);
	return f;
}

struct figure ledger_figure(const struct index *index, struct ref claim)
{
	struct ledger_cell cell;
	return cell_of(index, claim, &cell) ? ledger_cell_figure(&index->ledger, &cell) : (struct figure){.base_unit = STR("")};
}

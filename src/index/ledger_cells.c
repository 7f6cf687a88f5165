/* The cells of a record, one after another. */
#include "index/ledgers.h"

#include "index_internal.h"

/* An image that is wrong may say anything. */
static struct ref standing(const struct index *index, struct ref ref, enum kind kind, size_t field)
{
	return index_stands(index, ref, fields_of[kind].v[field].kinds) ? ref : REF_NONE;
}

/* All but where it stands. */
static void describe(const struct index *index, struct index_cell *cell)
{
	const struct ledger_head *head = ledger_head_at(&index->ledger, cell->head);
	const struct index_ledger *l = &index->ledger;
	bool claim = head->sort == LEDGER_CLAIM;
	const struct enum_info *codes = &enums[claim ? ENUM_MODALITY : ENUM_STATUS];
	cell->number = head->number;
	cell->code = head->code < codes->n ? head->code : NUMBER_NONE;
	cell->column = ledger_head_text(l, head, LEDGER_NAME);
	cell->source = standing(index, (struct ref){head->source}, ref_kind(cell->record), claim ? index->claim.source : index->milestone.source);
	cell->indicator = REF_NONE;
	cell->unit = cell->scope = cell->period = STR("");
	if (!claim)
		return;
	cell->indicator = standing(index, (struct ref){head->indicator}, KIND_CLAIM, index->claim.indicator);
	cell->unit = ledger_head_text(l, head, LEDGER_UNIT);
	cell->scope = ledger_head_text(l, head, LEDGER_SCOPE);
	cell->period = ledger_head_text(l, head, LEDGER_PERIOD);
}

/* Those of one sort that an owner has; indicator: none, or that of the claims that are asked for. Returns how many there are. */
static size_t cells_of(const struct index *index, struct ref owner, enum ledger_sort sort, struct ref indicator, struct index_cell *out, size_t max)
{
	struct index_place place = {0};
	const struct index_ledger *l = &index->ledger;
	const struct ledger_shape *shape = ledger_seek(l, owner, &place);
	const struct ledger_slot *slots = ledger_slots(l, shape, sort);
	uint32_t first = place.first[sort];
	size_t n = 0;
	if (first >= l->n[sort] || shape->n[sort] > l->n[sort] - first)
		return 0;
	for (uint32_t i = 0; i < shape->n[sort]; i++) {
		if (!ref_none(indicator) && ledger_head_at(l, slots[i].head)->indicator != indicator.bits)
			continue;
		if (n++ >= max)
			continue;
		out[n - 1] = (struct index_cell){.record = index_packed_ref(index, ledger_kind(sort), first + i), .owner = owner,
			.shape = shape, .head = slots[i].head, .at = slots[i].at, .first = first, .start = place.at};
		describe(index, &out[n - 1]);
	}
	return n;
}

size_t index_cells(const struct index *index, struct ref owner, struct index_cell *out, size_t max)
{
	size_t n = cells_of(index, owner, LEDGER_CLAIM, REF_NONE, out, max), some = n < max ? n : max;
	return n + cells_of(index, owner, LEDGER_MILESTONE, REF_NONE, some ? out + some : out, max - some);
}

size_t index_cells_of(const struct index *index, struct ref owner, struct ref indicator, struct index_cell *out, size_t max)
{
	return cells_of(index, owner, LEDGER_CLAIM, indicator, out, max);
}

bool index_cell_of(const struct index *index, struct ref record, struct index_cell *out)
{
	enum ledger_sort sort;
	struct ledger_cell cell;
	if (!ledger_sort_of(ref_kind(record), &sort) || !index_is_packed(index, record)
		|| !ledger_cell_at(&index->ledger, sort, ref_row(record) - index->tables[ref_kind(record)].n, &cell))
		return false;
	*out = (struct index_cell){.record = record, .owner = cell.owner, .shape = cell.shape,
		.head = (uint32_t)(cell.head - ledger_head_at(&index->ledger, 0)), .at = cell.at, .first = cell.first, .start = cell.record};
	describe(index, out);
	return true;
}

static struct ledger_cell place_of(const struct index *index, const struct index_cell *cell)
{
	return (struct ledger_cell){cell->owner, cell->shape, ledger_head_at(&index->ledger, cell->head), cell->start, cell->at, cell->first};
}

void index_cell_add(const struct index *index, const struct index_cell *cell, size_t field, struct strbuf *out)
{
	const struct ledger_cell at = place_of(index, cell);
	ledger_cell_add_text(index, &at, field, out);
}

struct figure index_cell_figure(const struct index *index, const struct index_cell *cell)
{
	const struct ledger_cell at = place_of(index, cell);
	return ledger_cell_figure(&index->ledger, &at);
}

struct refs index_own_milestones(const struct index *index, struct ref project)
{
	return ref_kind(project) == KIND_PROJECT ? back_own(index, project, KIND_MILESTONE, index->milestone.project) : (struct refs){0};
}

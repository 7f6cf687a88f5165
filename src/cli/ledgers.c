#include "ledgers_internal.h"

#include "index/read.h"

#include <string.h>

static const size_t none = SIZE_MAX;

static struct figure_fields fields_for(enum kind kind)
{
	bool claim = kind == KIND_CLAIM;
	return (struct figure_fields){
		.owner = field_get(kind, claim ? "subject" : "project"),
		.source = field_get(kind, "source"),
		.status = claim ? none : field_get(kind, "status"),
		.indicator = claim ? field_get(kind, "indicator") : none,
		.unit = claim ? field_get(kind, "unit") : none,
		.parts = {
			[FIGURE_VALUE] = field_get(kind, claim ? "value" : "date"),
			[FIGURE_MODALITY] = claim ? field_get(kind, "modality") : none,
			[FIGURE_SCOPE] = claim ? field_get(kind, "scope") : none,
			[FIGURE_PERIOD] = claim ? field_get(kind, "period") : none,
			[FIGURE_LOCATOR] = field_get(kind, "locator"),
			[FIGURE_ID] = 0,
		},
	};
}

static bool parts_again(struct str value)
{
	return str_find_byte(value, ';', 0) < 0;
}

/* The name of a column's figures; empty where its cells could not be read back: a ';' in them, a name that a field has. */
static struct str name_of(struct ledgers *ledgers, const struct ledger_column *c)
{
	struct str colon = STR(":"), name = STR("");
	if (c->kind == KIND_CLAIM)
		name = str_sub(c->indicator_id, (size_t)str_find(c->indicator_id, colon, 0) + 1, c->indicator_id.n);
	else if (c->kind == KIND_MILESTONE)
		name = arena_printf(&ledgers->arena, "%s%s", figure_milestone, enums[ENUM_STATUS].v[c->status].code);
	struct str place = arena_printf(&ledgers->arena, "a:1:%.*s", STR_ARG(c->name));
	struct locator locator;
	bool fits = name.n && parts_again(c->unit) && parts_again(c->scope) && parts_again(c->period) && parts_again(c->name)
		&& locator_parse(place, &locator) && !locator.in_text && str_eq(locator.column, c->name);
	for (int k = 0; fits && k < KIND_COUNT; k++)
		fits = field_find((enum kind)k, name) < 0;
	return fits ? name : STR("");
}

bool ledgers_open(struct ledgers *ledgers, struct store *store, const struct index *index, struct err *err)
{
	*ledgers = (struct ledgers){.index = index, .fields = {fields_for(KIND_MILESTONE), fields_for(KIND_CLAIM)}};
	if (!store_ledger_columns(store, &ledgers->arena, &ledgers->columns, err))
		return false;
	const struct ledger_columns *columns = &ledgers->columns;
	ledgers->known = arena_calloc(&ledgers->arena, columns->n, sizeof *ledgers->known);
	for (size_t i = 1; i < columns->n; i++)
		ledgers->known[i] = (struct ledger_known){name_of(ledgers, &columns->v[i]), index_find_id(index, columns->v[i].source_id),
			index_find_id(index, columns->v[i].indicator_id)};
	/* An import takes all that a row has of one ledger at once: a ledger goes into the rows as a whole or not at all. */
	for (size_t i = 1; i < columns->n; i++)
		for (size_t j = 1; !ledgers->known[i].name.n && j < columns->n; j++)
			if (columns->v[j].source == columns->v[i].source)
				ledgers->known[j].name = STR("");
	return true;
}

void ledgers_release(struct ledgers *ledgers)
{
	arena_release(&ledgers->arena);
}

/* -- claims and milestones ------------------------------------------------------------------ */

static const struct figure_fields *fields_at(const struct ledgers *ledgers, struct ref record)
{
	return &ledgers->fields[ref_kind(record) == KIND_CLAIM];
}

/* The number in "claim:KIND.SLUG.NUMBER" of the owner KIND:SLUG; 0: another id. */
static uint32_t number_of(const struct ledgers *ledgers, struct ref record)
{
	struct str id = index_id(ledgers->index, record), owner;
	size_t start = (size_t)str_find_byte(id, ':', 0) + 1, at = id.n, end = id.n;
	uint32_t number = 0;
	while (at > start && id.n - at < 6 && id.p[at - 1] >= '0' && id.p[at - 1] <= '9')
		at--;
	if (at == end || end - at > 5 || at <= start || id.p[at - 1] != '.')
		return 0;
	owner = index_id(ledgers->index, index_ref(ledgers->index, record, fields_at(ledgers, record)->owner));
	if (owner.n != at - 1 - start)
		return 0;
	for (size_t i = 0; i < owner.n; i++)
		if (id.p[start + i] != (owner.p[i] == ':' ? '.' : owner.p[i]))
			return 0;
	for (; at < end; at++)
		number = number * 10 + (uint32_t)(id.p[at] - '0');
	return number;
}

static struct str part_of(const struct ledgers *ledgers, struct ref record, enum figure_part part)
{
	size_t field = fields_at(ledgers, record)->parts[part];
	if (part == FIGURE_ID)
		return index_id(ledgers->index, record);
	if (field == none)
		return STR("");
	if (part != FIGURE_MODALITY)
		return index_text(ledgers->index, record, field);
	int64_t modality = index_number(ledgers->index, record, field);
	return modality == NUMBER_NONE ? STR("") : str_from(enums[ENUM_MODALITY].v[modality].code);
}

static bool is_of_column(const struct ledgers *ledgers, struct ref record, uint32_t number)
{
	const struct index *index = ledgers->index;
	const struct ledger_column *c = &ledgers->columns.v[number];
	const struct figure_fields *f = fields_at(ledgers, record);
	if (c->kind != ref_kind(record) || !ref_eq(index_ref(index, record, f->source), ledgers->known[number].source)
		|| !str_ends(part_of(ledgers, record, FIGURE_LOCATOR), c->name))
		return false;
	if (c->kind == KIND_MILESTONE)
		return index_number(index, record, f->status) == c->status;
	return ref_eq(index_ref(index, record, f->indicator), ledgers->known[number].indicator)
		&& index_number(index, record, f->parts[FIGURE_MODALITY]) == c->modality && str_eq(index_text(index, record, f->unit), c->unit)
		&& str_eq(part_of(ledgers, record, FIGURE_SCOPE), c->scope) && str_eq(part_of(ledgers, record, FIGURE_PERIOD), c->period);
}

/* The number of the column that a claim or milestone is a cell of; 0: it is a record of its own. */
static uint32_t cell_of(const struct ledgers *ledgers, struct ref record)
{
	uint32_t number = ledgers->columns.n > 1 ? number_of(ledgers, record) : 0;
	/* A record of its own may have such an id: an export of before, read into an empty catalogue. */
	bool is = number && number < ledgers->columns.n && ledgers->known[number].name.n && is_of_column(ledgers, record, number);
	return is ? number : 0;
}

bool ledgers_hold(const struct ledgers *ledgers, struct ref record)
{
	return cell_of(ledgers, record) > 0;
}

/* -- of records ---------------------------------------------------------------------------------- */

/* What may be in the row of a record: all of either kind about it. */
static struct refs about(const struct index *index, struct ref record, enum kind kind)
{
	if (kind == KIND_CLAIM)
		return index_claims(index, record);
	return ref_kind(record) == KIND_PROJECT ? read_back(index, record, KIND_MILESTONE, "project") : (struct refs){0};
}

static struct ledger_figure *find_figure(struct ledger_figures *figures, struct str name)
{
	for (size_t i = 0; i < figures->v.n; i++)
		if (str_eq(figures->v.v[i].name, name))
			return &figures->v.v[i];
	return NULL;
}

static void note(const struct ledgers *ledgers, struct ref record, struct ledger_figures *out)
{
	uint32_t number = cell_of(ledgers, record);
	if (!number)
		return;
	struct str name = ledgers->known[number].name;
	struct ledger_figure *figure = find_figure(out, name);
	if (!figure) {
		array_push(&out->v, (struct ledger_figure){name, ref_kind(record), number, 0});
		figure = &out->v.v[out->v.n - 1];
	}
	figure->first = number < figure->first ? number : figure->first;
	for (int p = 0; p < FIGURE_PARTS; p++)
		figure->parts |= part_of(ledgers, record, (enum figure_part)p).n ? 1u << p : 0;
}

static int by_first(const void *a, const void *b)
{
	const struct ledger_figure *x = a, *y = b;
	return x->first < y->first ? -1 : x->first > y->first;
}

void ledgers_figures(const struct ledgers *ledgers, const struct ref *refs, size_t n, struct ledger_figures *out)
{
	static const enum kind both[] = {KIND_CLAIM, KIND_MILESTONE};
	for (size_t i = 0; ledgers->columns.n > 1 && i < n; i++)
		for (size_t k = 0; k < 2; k++) {
			struct refs records = about(ledgers->index, refs[i], both[k]);
			for (size_t r = 0; r < records.n; r++)
				note(ledgers, records.v[r], out);
		}
	if (out->v.n)
		qsort(out->v.v, out->v.n, sizeof *out->v.v, by_first);
}

struct ledger_row ledgers_row(const struct ledgers *ledgers, struct ref record, struct arena *arena)
{
	static const enum kind both[] = {KIND_CLAIM, KIND_MILESTONE};
	struct ledger_item *items = NULL;
	size_t n = 0;
	for (size_t k = 0; ledgers->columns.n > 1 && k < 2; k++) {
		struct refs all = about(ledgers->index, record, both[k]);
		struct ledger_item *more = arena_calloc(arena, n + all.n, sizeof *more);
		if (n)
			memcpy(more, items, n * sizeof *more);
		items = more;
		for (size_t i = 0; i < all.n; i++) {
			uint32_t number = cell_of(ledgers, all.v[i]);
			size_t at = n;
			if (!number)
				continue;
			for (; at && items[at - 1].number > number; at--)
				items[at] = items[at - 1];
			items[at] = (struct ledger_item){all.v[i], number};
			n++;
		}
	}
	return (struct ledger_row){items, n};
}

struct refs ledgers_of(const struct ledgers *ledgers, struct ledger_row row, const struct ledger_figure *figure, struct arena *arena)
{
	struct ref *kept = NULL;
	size_t n = 0;
	for (size_t i = 0; i < row.n; i++) {
		if (!str_eq(ledgers->known[row.v[i].number].name, figure->name))
			continue;
		kept = kept ? kept : arena_calloc(arena, row.n, sizeof *kept);
		kept[n++] = row.v[i].record;
	}
	return (struct refs){kept, n};
}

void ledgers_part(const struct ledgers *ledgers, struct refs figures, enum figure_part part, struct strbuf *out)
{
	bool any = false;
	for (size_t i = 0; i < figures.n; i++)
		any = any || part_of(ledgers, figures.v[i], part).n;
	for (size_t i = 0; any && i < figures.n; i++) {
		struct ref record = figures.v[i];
		if (i)
			strbuf_add_byte(out, ';');
		if (part == FIGURE_VALUE && ref_kind(record) == KIND_CLAIM)
			figure_join(part_of(ledgers, record, part), index_text(ledgers->index, record, fields_at(ledgers, record)->unit), out);
		else
			strbuf_add(out, part_of(ledgers, record, part));
	}
}

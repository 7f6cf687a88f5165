#include "ledgers_internal.h"

#include "index/read.h"

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

/* A unit such as 余亩 would be read as a word of the number's. */
static bool unit_reads_back(struct str unit)
{
	struct strbuf text = {0};
	struct arena arena = {0};
	struct figure_text split;
	figure_join(STR("1"), unit, &text);
	figure_split(strbuf_str(&text), &split, &arena);
	bool same = str_eq_c(split.value, "1") && str_eq(split.unit, unit);
	strbuf_release(&text);
	arena_release(&arena);
	return same;
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
	bool fits = name.n && unit_reads_back(c->unit) && parts_again(c->unit) && parts_again(c->scope) && parts_again(c->period) && parts_again(c->name)
		&& locator_parse(place, &locator) && !locator.in_text && str_eq(locator.column, c->name);
	for (int k = 0; fits && k < KIND_COUNT; k++)
		fits = field_find((enum kind)k, name) < 0;
	return fits ? name : STR("");
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

static uint32_t number_of(const struct ledgers *ledgers, struct ref record)
{
	const struct index *index = ledgers->index;
	struct strbuf id = {0}, owner = {0};
	uint32_t number = ledger_id_number(index_read_text(index, record, 0, &id),
		index_read_text(index, index_ref(index, record, fields_at(ledgers, record)->owner), 0, &owner));
	strbuf_release(&id);
	strbuf_release(&owner);
	return number;
}

static bool is_column(const struct ledgers *ledgers, uint32_t number)
{
	return number && number < ledgers->columns.n && ledgers->known[number].name.n;
}

static bool is_of_column(const struct ledgers *ledgers, struct ref record, uint32_t number)
{
	const struct index *index = ledgers->index;
	const struct ledger_column *c = &ledgers->columns.v[number];
	const struct figure_fields *f = fields_at(ledgers, record);
	if (c->kind != ref_kind(record) || !ref_eq(index_ref(index, record, f->source), ledgers->known[number].source)
		|| !str_ends(index_text(index, record, f->parts[FIGURE_LOCATOR]), c->name))
		return false;
	if (c->kind == KIND_MILESTONE)
		return index_number(index, record, f->status) == c->status;
	return ref_eq(index_ref(index, record, f->indicator), ledgers->known[number].indicator)
		&& index_number(index, record, f->parts[FIGURE_MODALITY]) == c->modality && str_eq(index_text(index, record, f->unit), c->unit)
		&& str_eq(index_text(index, record, f->parts[FIGURE_SCOPE]), c->scope)
		&& str_eq(index_text(index, record, f->parts[FIGURE_PERIOD]), c->period);
}

/* The same of what the index has packed: its column is known, and may be another one in the catalogue of now. */
static bool is_cell_of_column(const struct ledgers *ledgers, const struct index_cell *cell)
{
	const struct ledger_column *c = &ledgers->columns.v[cell->number];
	const struct ledger_known *known = &ledgers->known[cell->number];
	if (c->kind != ref_kind(cell->record) || !ref_eq(cell->source, known->source) || !str_ends(cell->column, c->name))
		return false;
	if (c->kind == KIND_MILESTONE)
		return cell->code == c->status;
	return ref_eq(cell->indicator, known->indicator) && cell->code == c->modality && str_eq(cell->unit, c->unit)
		&& str_eq(cell->scope, c->scope) && str_eq(cell->period, c->period);
}

/* The number of the column that a record is a cell of; 0: it is one of its own. */
static uint32_t number_as_cell(const struct ledgers *ledgers, struct ref record)
{
	uint32_t number = number_of(ledgers, record);
	/* A record of its own may have such an id: an export of before, read into an empty catalogue. */
	return is_column(ledgers, number) && is_of_column(ledgers, record, number) ? number : 0;
}

/* Figures such as 约5亿元 and 5—6亿元 stand as they were printed. */
static bool is_in_words(const struct index *index, struct ref record)
{
	struct decimal plain;
	return ref_kind(record) == KIND_CLAIM
		&& (read_text(index, record, "qualifier").n
			|| !decimal_parse(read_text(index, record, "value"), &plain));
}

static bool reads_back(const struct index *index, struct ref claim)
{
	struct strbuf text = {0};
	struct arena arena = {0};
	struct figure_text split;
	index_printed(index, claim, &text);
	figure_split(strbuf_str(&text), &split, &arena);
	bool same = parts_again(strbuf_str(&text)) && str_eq(split.value, read_text(index, claim, "value"))
		&& str_eq(split.unit, read_text(index, claim, "unit"))
		&& str_eq(split.qualifier, read_text(index, claim, "qualifier"));
	strbuf_release(&text);
	arena_release(&arena);
	return same;
}

/* Have columns in which a figure could not be read back written as records. */
static void check_words(struct ledgers *ledgers)
{
	struct index_cell cell;
	for (size_t i = 0; ledgers->columns.n > 1 && i < index_count(ledgers->index, KIND_CLAIM); i++) {
		struct ref claim = ref_make(KIND_CLAIM, (uint32_t)i);
		if (index_cell_of(ledgers->index, claim, &cell)) /* so are all behind it */
			break;
		uint32_t number = is_in_words(ledgers->index, claim) ? number_as_cell(ledgers, claim) : 0;
		if (number && !reads_back(ledgers->index, claim))
			ledgers->known[number].name = STR("");
	}
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
	check_words(ledgers);
	/* An import takes all that a row has of one ledger at once: a ledger goes into the rows as a whole or not at all. */
	for (size_t i = 1; i < columns->n; i++)
		for (size_t j = 1; !ledgers->known[i].name.n && j < columns->n; j++)
			if (columns->v[j].source == columns->v[i].source)
				ledgers->known[j].name = STR("");
	return true;
}

static uint32_t number_of_cell(const struct ledgers *ledgers, const struct index_cell *cell)
{
	return is_column(ledgers, cell->number) && is_cell_of_column(ledgers, cell) ? cell->number : 0;
}

bool ledgers_hold(const struct ledgers *ledgers, struct ref record)
{
	struct index_cell cell;
	if (ledgers->columns.n <= 1)
		return false;
	return (index_cell_of(ledgers->index, record, &cell) ? number_of_cell(ledgers, &cell) : number_as_cell(ledgers, record)) > 0;
}

/* -- of records ---------------------------------------------------------------------------------- */

/* In the order of numbers. */
static size_t insert(struct ledger_item *items, size_t n, struct ledger_item item)
{
	size_t at = n;
	if (!item.number)
		return n;
	for (; at && items[at - 1].number > item.number; at--)
		items[at] = items[at - 1];
	items[at] = item;
	return n + 1;
}

static struct ledger_figure *find_figure(struct ledger_figures *figures, struct str name)
{
	for (size_t i = 0; i < figures->v.n; i++)
		if (str_eq(figures->v.v[i].name, name))
			return &figures->v.v[i];
	return NULL;
}

static void add_part(const struct ledgers *ledgers, const struct ledger_item *item, enum figure_part part, struct strbuf *out)
{
	const struct index *index = ledgers->index;
	size_t field = fields_at(ledgers, item->record)->parts[part];
	if (field == none)
		return;
	if (part == FIGURE_MODALITY) {
		int64_t modality = item->cell ? item->cell->code : index_number(index, item->record, field);
		strbuf_add_c(out, modality == NUMBER_NONE ? "" : enums[ENUM_MODALITY].v[modality].code);
	} else if (item->cell) {
		index_cell_add(index, item->cell, field, out);
	} else {
		index_add_text(index, item->record, field, out);
	}
}

static void note(const struct ledgers *ledgers, const struct ledger_item *item, struct strbuf *text, struct ledger_figures *out)
{
	struct str name = ledgers->known[item->number].name;
	struct ledger_figure *figure = find_figure(out, name);
	if (!figure) {
		array_push(&out->v, (struct ledger_figure){name, ref_kind(item->record), item->number, 0});
		figure = &out->v.v[out->v.n - 1];
	}
	figure->first = item->number < figure->first ? item->number : figure->first;
	for (int p = 0; p < FIGURE_PARTS; p++) {
		if (figure->parts >> p & 1)
			continue;
		strbuf_clear(text);
		add_part(ledgers, item, (enum figure_part)p, text);
		figure->parts |= text->n ? 1u << p : 0;
	}
}

static int by_first(const void *a, const void *b)
{
	const struct ledger_figure *x = a, *y = b;
	return x->first < y->first ? -1 : x->first > y->first;
}

void ledgers_figures(const struct ledgers *ledgers, const struct ref *refs, size_t n, struct ledger_figures *out)
{
	struct arena arena = {0};
	struct strbuf text = {0};
	for (size_t i = 0; i < n; i++) {
		arena_clear(&arena);
		struct ledger_row row = ledgers_row(ledgers, refs[i], &arena);
		for (size_t r = 0; r < row.n; r++)
			note(ledgers, &row.v[r], &text, out);
	}
	if (out->v.n)
		qsort(out->v.v, out->v.n, sizeof *out->v.v, by_first);
	strbuf_release(&text);
	arena_release(&arena);
}

struct ledger_row ledgers_row(const struct ledgers *ledgers, struct ref record, struct arena *arena)
{
	const struct index *index = ledgers->index;
	if (ledgers->columns.n <= 1)
		return (struct ledger_row){NULL, 0};
	struct refs own[2] = {index_own_claims(index, record), index_own_milestones(index, record)};
	size_t n_cells = index_cells(index, record, NULL, 0), n = 0;
	struct index_cell *cells = arena_alloc(arena, (n_cells + 1) * sizeof *cells);
	struct ledger_item *items = arena_alloc(arena, (n_cells + own[0].n + own[1].n + 1) * sizeof *items);
	index_cells(index, record, cells, n_cells);
	for (size_t i = 0; i < n_cells; i++)
		n = insert(items, n, (struct ledger_item){cells[i].record, number_of_cell(ledgers, &cells[i]), &cells[i]});
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < own[k].n; i++)
			n = insert(items, n, (struct ledger_item){own[k].v[i], number_as_cell(ledgers, own[k].v[i]), NULL});
	return (struct ledger_row){items, n};
}

struct ledger_row ledgers_of(const struct ledgers *ledgers, struct ledger_row row, const struct ledger_figure *figure, struct arena *arena)
{
	struct ledger_item *kept = NULL;
	size_t n = 0;
	for (size_t i = 0; i < row.n; i++) {
		if (!str_eq(ledgers->known[row.v[i].number].name, figure->name))
			continue;
		kept = kept ? kept : arena_alloc(arena, row.n * sizeof *kept);
		kept[n++] = row.v[i];
	}
	return (struct ledger_row){kept, n};
}

static struct str unit_of(const struct ledgers *ledgers, const struct ledger_item *item)
{
	return item->cell ? item->cell->unit : index_text(ledgers->index, item->record, fields_at(ledgers, item->record)->unit);
}

void ledgers_part(const struct ledgers *ledgers, struct ledger_row figures, enum figure_part part, struct strbuf *out)
{
	size_t start = out->n;
	bool any = false;
	for (size_t i = 0; i < figures.n; i++) {
		const struct ledger_item *item = &figures.v[i];
		if (i)
			strbuf_add_byte(out, ';');
		size_t at = out->n;
		if (part == FIGURE_VALUE && !item->cell && is_in_words(ledgers->index, item->record)) {
			index_printed(ledgers->index, item->record, out);
		} else {
			add_part(ledgers, item, part, out);
			if (part == FIGURE_VALUE && ref_kind(item->record) == KIND_CLAIM)
				figure_join(STR(""), unit_of(ledgers, item), out);
		}
		any = any || out->n > at;
	}
	if (!any)
		strbuf_truncate(out, start);
}

void ledgers_field(const struct ledgers *ledgers, struct ledger_row figures, size_t field, struct strbuf *out)
{
	for (size_t i = 0; i < figures.n; i++) {
		const struct ledger_item *item = &figures.v[i];
		if (i)
			strbuf_add_byte(out, ';');
		if (item->cell)
			index_cell_add(ledgers->index, item->cell, field, out);
		else
			index_add_text(ledgers->index, item->record, field, out);
	}
}

/* A chain's stages, who stands there with which capacity, and what flows between them. */
#include "view/record_internal.h"

#include "index/read.h"

/* Whether a figure's item names the stage: its name, a short name or a product. */
static bool names_stage(const struct dossier *dossier, struct ref claim, struct ref stage)
{
	static const char *const lists[] = {"short_names", "products"};
	struct str item = read_text(dossier->index, claim, "item"), one;
	if (!item.n)
		return false;
	if (str_eq(item, index_name(dossier->index, stage)))
		return true;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		struct str rest = read_text(dossier->index, stage, lists[i]);
		while (str_split(&rest, ';', &one))
			if (str_eq(item, one))
				return true;
	}
	return false;
}

typedef ARRAY(struct ref) claim_list;

/* Capacities of a subject; stage: only those that name it, REF_NONE: all. */
static void add_capacities(const struct dossier *dossier, claim_list *list, struct ref subject, struct ref stage)
{
	struct ref capacity = index_indicator(dossier->index, STR("capacity"));
	if (ref_none(capacity) || ref_none(subject))
		return;
	struct refs figures = index_figures(dossier->index, subject, capacity);
	for (size_t i = 0; i < figures.n; i++)
		if (ref_none(stage) || names_stage(dossier, figures.v[i], stage))
			array_push(list, figures.v[i]);
}

/* "电解铝 50万吨; 铝液 300吨": the list is emptied. */
static void capacity_cell(struct dossier *dossier, claim_list *list)
{
	struct ref *kept = arena_alloc(&dossier->page->arena, list->n * sizeof *kept);
	for (size_t i = 0; i < list->n; i++)
		kept[i] = list->v[i];
	dossier_claims(dossier, kept, list->n, true);
	array_clear(list);
}

static void begin_row(struct dossier *dossier, struct ref stage, struct ref record, bool first)
{
	page_row(dossier->page, STR(""), record);
	strbuf_printf(&dossier->text, "%.*s", STR_ARG(index_name(dossier->index, stage)));
	struct page_cell *cell = dossier_cell(dossier, ROLE_LINK);
	cell->door = door_record(stage);
	cell->repeated = !first;
}

static void products_cell(struct dossier *dossier, struct ref stage, bool first)
{
	struct page_cell *cell = dossier_field(dossier, stage, field_get(KIND_STAGE, "products"));
	cell->repeated = !first;
}

static void enterprise_cell(struct dossier *dossier, struct ref enterprise, struct ref lead)
{
	strbuf_add(&dossier->text, index_short_name(dossier->index, enterprise));
	strbuf_add_c(&dossier->text, !ref_none(lead) && ref_eq(enterprise, lead) ? " <>" : "");
	dossier_cell(dossier, ROLE_LINK)->door = door_record(enterprise);
}

static size_t stages_of_enterprise(const struct dossier *dossier, struct ref enterprise)
{
	return read_back(dossier->index, enterprise, KIND_PLACEMENT, "enterprise").n;
}

/* First what the zone as a whole can make, then enterprise by enterprise; one row where nobody is known. */
static void stage_rows(struct dossier *dossier, struct ref stage)
{
	const struct index *index = dossier->index;
	struct ref chain = read_ref(index, stage, "chain"), lead = read_ref(index, chain, "lead"), zone = read_ref(index, chain, "zone");
	struct refs placements = read_back(index, stage, KIND_PLACEMENT, "stage");
	claim_list capacities = {0};
	add_capacities(dossier, &capacities, stage, REF_NONE);
	add_capacities(dossier, &capacities, zone, stage);
	add_capacities(dossier, &capacities, read_ref(index, chain, "region"), stage);
	bool first = true;
	if (capacities.n || !placements.n) {
		begin_row(dossier, stage, stage, first);
		if (capacities.n)
			page_cell(dossier->page, dossier_message(dossier, MSG_PAGE_ZONE_WIDE), ROLE_DIM)->door = door_record(zone);
		else
			page_blank(dossier->page);
		capacity_cell(dossier, &capacities);
		products_cell(dossier, stage, first);
		first = false;
	}
	for (size_t i = 0; i < placements.n && i < SECTION_ROWS; i++) {
		struct ref enterprise = read_ref(index, placements.v[i], "enterprise");
		begin_row(dossier, stage, placements.v[i], first);
		enterprise_cell(dossier, enterprise, lead);
		add_capacities(dossier, &capacities, placements.v[i], REF_NONE);
		/* An enterprise at several stages: only what names this one can be said to stand here. */
		add_capacities(dossier, &capacities, enterprise, stages_of_enterprise(dossier, enterprise) > 1 ? stage : REF_NONE);
		capacity_cell(dossier, &capacities);
		products_cell(dossier, stage, first);
		first = false;
	}
	if (placements.n > SECTION_ROWS)
		dossier_all(dossier, KIND_PLACEMENT, dossier_query(dossier, "stage", stage), placements.n);
	array_release(&capacities);
}

static void stage_columns(struct dossier *dossier)
{
	page_column(dossier->page, dossier_kind_label(dossier, KIND_STAGE), 0, 0);
	page_column(dossier->page, dossier_kind_label(dossier, KIND_ENTERPRISE), 0, 0);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_CAPACITY), 0, 0);
	page_column(dossier->page, dossier_label(dossier, KIND_STAGE, "products"), 0, 0);
}

void record_stage_capacities(struct dossier *dossier)
{
	page_section(dossier->page, dossier_message(dossier, MSG_PAGE_STAGES), PAGE_TABLE);
	stage_columns(dossier);
	stage_rows(dossier, dossier->ref);
	page_end_table(dossier->page, 1);
}

/* -- links --------------------------------------------------------------------------- */

/* Whether a stage hangs on the chain by by-products only. */
static bool is_aside(const struct dossier *dossier, struct ref stage)
{
	struct refs in = read_back(dossier->index, stage, KIND_LINK, "to");
	for (size_t i = 0; i < in.n; i++)
		if (!read_byproduct(dossier->index, in.v[i]))
			return false;
	return in.n > 0;
}

/* A stage from which an input link leads here, `liked` if it is one of them; REF_NONE: none. */
static struct ref stage_before(const struct dossier *dossier, struct ref stage, struct ref liked)
{
	struct refs in = read_back(dossier->index, stage, KIND_LINK, "to");
	struct ref found = REF_NONE;
	for (size_t i = 0; i < in.n; i++) {
		struct ref from = read_ref(dossier->index, in.v[i], "from");
		if (read_byproduct(dossier->index, in.v[i]))
			continue;
		if (ref_none(found) || ref_eq(from, liked))
			found = from;
	}
	return found;
}

static void line_cell(struct dossier *dossier, struct ref stage, bool follows)
{
	strbuf_printf(&dossier->text, "%s[%.*s]", follows ? "-> " : "", STR_ARG(index_name(dossier->index, stage)));
	dossier_cell(dossier, ROLE_LINK)->door = door_map(stage);
}

/* The map in small: each stage leads to its place on the map. Stage after stage as the inputs lead; a stage that does not follow the one before it begins a line, with what it follows. */
static void main_line(struct dossier *dossier, struct refs stages)
{
	struct ref last = REF_NONE;
	page_section(dossier->page, dossier_message(dossier, MSG_PAGE_MAIN_LINE), PAGE_FIELDS)->count = stages.n;
	for (size_t i = 0; i < stages.n; i++) {
		if (is_aside(dossier, stages.v[i]))
			continue;
		struct ref before = stage_before(dossier, stages.v[i], last);
		bool follows = !ref_none(before);
		if (ref_none(last) || !follows || !ref_eq(before, last)) {
			page_row(dossier->page, STR(""), REF_NONE);
			if (follows)
				line_cell(dossier, before, false);
		}
		line_cell(dossier, stages.v[i], follows);
		last = stages.v[i];
	}
	page_row(dossier->page, STR(""), REF_NONE);
	strbuf_printf(&dossier->text, "%.*s (%s, %.*s %s)", STR_ARG(dossier_message(dossier, MSG_MAP)), commands[CMD_MAP].keys[0],
		STR_ARG(dossier_message(dossier, MSG_MAP_ON_STAGE)), commands[CMD_OPEN].keys[0]);
	dossier_cell(dossier, ROLE_LINK)->door = door_command(CMD_MAP);
	if (!ref_none(read_ref(dossier->index, dossier->ref, "template"))) {
		strbuf_printf(&dossier->text, "%.*s (%s)", STR_ARG(dossier_message(dossier, MSG_COMPARE_REFERENCE)), commands[CMD_COMPARE].keys[0]);
		dossier_cell(dossier, ROLE_LINK)->door = door_command(CMD_COMPARE);
	}
	page_drop_empty(dossier->page);
}

static void coefficient_cell(struct dossier *dossier, struct ref link)
{
	struct str low = read_text(dossier->index, link, "coefficient_low"), high = read_text(dossier->index, link, "coefficient_high");
	strbuf_add(&dossier->text, low);
	if (high.n && !str_eq(low, high))
		strbuf_printf(&dossier->text, "..%.*s", STR_ARG(high));
	dossier_cell(dossier, ROLE_NUMBER);
}

static void link_row(struct dossier *dossier, struct ref link)
{
	page_row(dossier->page, STR(""), link);
	dossier_ref(dossier, read_ref(dossier->index, link, "from"), true);
	dossier_ref(dossier, read_ref(dossier->index, link, "to"), true);
	dossier_field(dossier, link, field_get(KIND_LINK, "product"));
	dossier_field(dossier, link, field_get(KIND_LINK, "role"));
	coefficient_cell(dossier, link);
}

static bool is_of_chain(const struct dossier *dossier, struct ref stage)
{
	return ref_eq(read_ref(dossier->index, stage, "chain"), dossier->ref);
}

static void links(struct dossier *dossier, struct refs stages)
{
	page_section(dossier->page, dossier_message(dossier, MSG_PAGE_LINKS), PAGE_TABLE);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_FROM), 0, 0);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_TO), 0, 0);
	page_column(dossier->page, dossier_label(dossier, KIND_LINK, "product"), 0, 0);
	page_column(dossier->page, dossier_label(dossier, KIND_LINK, "role"), 0, 0);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_COEFFICIENT), COLUMN_RIGHT, 0);
	for (size_t i = 0; i < stages.n; i++) {
		struct refs out = read_back(dossier->index, stages.v[i], KIND_LINK, "from");
		struct refs in = read_back(dossier->index, stages.v[i], KIND_LINK, "to");
		for (size_t j = 0; j < in.n; j++)
			if (!is_of_chain(dossier, read_ref(dossier->index, in.v[j], "from")))
				link_row(dossier, in.v[j]);
		for (size_t j = 0; j < out.n; j++)
			link_row(dossier, out.v[j]);
	}
	page_end_table(dossier->page, 1);
}

static void projects(struct dossier *dossier, struct refs stages)
{
	ARRAY(struct ref) found = {0};
	for (size_t i = 0; i < stages.n; i++) {
		struct refs at = read_back(dossier->index, stages.v[i], KIND_PROJECT, "stage");
		for (size_t j = 0; j < at.n; j++)
			array_push(&found, at.v[j]);
	}
	record_table(dossier, dossier_kind_label(dossier, KIND_PROJECT), KIND_PROJECT, (struct refs){found.v, found.n},
		SIZE_MAX, SECTION_ROWS);
	if (found.n > SECTION_ROWS)
		dossier_all(dossier, KIND_PROJECT, dossier_query(dossier, "chain", dossier->ref), found.n);
	array_release(&found);
}

void record_chain(struct dossier *dossier)
{
	struct refs stages = read_back(dossier->index, dossier->ref, KIND_STAGE, "chain");
	if (!stages.n)
		return;
	main_line(dossier, stages);
	page_section(dossier->page, dossier_message(dossier, MSG_PAGE_STAGES), PAGE_TABLE);
	stage_columns(dossier);
	for (size_t i = 0; i < stages.n; i++)
		stage_rows(dossier, stages.v[i]);
	page_end_table(dossier->page, 1);
	links(dossier, stages);
	projects(dossier, stages);
}

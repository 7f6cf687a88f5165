/* The map as tables, and the arithmetic behind it line by line. */
#include "view/map_internal.h"
#include "view/record_internal.h"

#include "index/read.h"
#include "query/delivery.h"
#include "view/figure.h"

static void columns(struct dossier *d, const enum message *titles, size_t n)
{
	for (size_t i = 0; i < n; i++)
		page_column(d->page, dossier_message(d, titles[i]), 0, 0);
}

/* A range may go on in the next line behind its dots; half a number would be another one. */
static void loosen_ranges(struct strbuf *text)
{
	struct strbuf loose = {0};
	for (size_t i = 0; i < text->n; i++) {
		strbuf_add_byte(&loose, text->p[i]);
		if (i && text->p[i] == '.' && text->p[i - 1] == '.')
			strbuf_add_byte(&loose, ' ');
	}
	strbuf_set(text, strbuf_str(&loose));
	strbuf_release(&loose);
}

static void add_formula(struct dossier *d, const struct formula *formula, bool rest)
{
	if (formula && rest)
		formula_rest(formula, d->language == LANGUAGE_ZH, &d->text);
	else if (formula)
		formula_value(formula, d->language == LANGUAGE_ZH, &d->text);
}

/* The figures behind it are its evidence. */
static void finish_formula(struct dossier *d, const struct formula *formula, enum role role)
{
	struct ref leaves[EVIDENCE_CLAIMS];
	size_t n = formula ? formula_claims(formula, leaves, EVIDENCE_CLAIMS) : 0;
	struct page_cell *cell = dossier_cell(d, role);
	cell->claims = arena_copy(&d->page->arena, leaves, n, sizeof *leaves);
	cell->n_claims = n;
}

static void formula_cell(struct dossier *d, const struct formula *formula, bool rest)
{
	bool lacks = formula && rest && formula_sign(formula) == SIGN_SHORT;
	strbuf_add_c(&d->text, lacks ? "!" : "");
	add_formula(d, formula, rest);
	finish_formula(d, formula, lacks ? ROLE_WARNING : ROLE_NUMBER);
}

/* In a column that may be narrow. */
static void narrow_formula_cell(struct dossier *d, const struct formula *formula)
{
	add_formula(d, formula, false);
	loosen_ranges(&d->text);
	finish_formula(d, formula, ROLE_NUMBER);
}

/* -- tables ------------------------------------------------------------------------------- */

static void fault_cell(struct dossier *d, const struct balance_flow *flow)
{
	const struct balance_fault_info *info = &balance_faults[flow->fault];
	strbuf_add_c(&d->text, d->language == LANGUAGE_ZH ? info->zh : info->en);
	dossier_cell(d, ROLE_DIM);
}

static void flow_row(struct dossier *d, const struct balance_flow *flow)
{
	page_row(d->page, STR(""), flow->link);
	dossier_ref(d, flow->from, true);
	dossier_ref(d, flow->to, true);
	dossier_field(d, flow->link, field_get(KIND_LINK, "product"));
	dossier_field(d, flow->link, field_get(KIND_LINK, "role"));
	const struct formula *coefficient = formula_coefficient(d->index, flow->link, &d->page->arena);
	formula_cell(d, coefficient, false);
	narrow_formula_cell(d, flow->have);
	narrow_formula_cell(d, flow->need);
	if (flow->rest)
		formula_cell(d, flow->rest, true);
	else
		fault_cell(d, flow);
}

static void links(struct dossier *d, const struct map_graph *graph)
{
	static const enum message titles[] = {MSG_PAGE_FROM, MSG_PAGE_TO, MSG_MAP_MATERIAL, MSG_MAP_ROLE, MSG_PAGE_COEFFICIENT,
		MSG_MAP_HAVE, MSG_MAP_NEED, MSG_MAP_REST};
	page_section(d->page, dossier_message(d, MSG_MAP_LINKS), PAGE_TABLE);
	columns(d, titles, sizeof titles / sizeof *titles);
	for (size_t c = 0; c < graph->balances.n; c++)
		for (size_t i = 0; i < graph->balances.v[c]->n_flows; i++)
			flow_row(d, &graph->balances.v[c]->flows[i]);
	/* A reference chain has links and no balance. */
	for (size_t c = 0; c < graph->chains.n; c++) {
		struct refs stages = read_back(d->index, graph->chains.v[c], KIND_STAGE, "chain");
		for (size_t i = 0; i < stages.n && !graph->balances.v[c]->n_stages; i++) {
			struct refs out = read_back(d->index, stages.v[i], KIND_LINK, "from");
			for (size_t j = 0; j < out.n; j++)
				flow_row(d, &(struct balance_flow){.link = out.v[j], .from = stages.v[i], .to = read_ref(d->index, out.v[j], "to")});
		}
	}
	page_end_table(d->page, 2);
}

static void nature_cell(struct dossier *d, const struct delivery *delivery)
{
	static const enum message names[] = {MSG_MAP_LEGEND_BYPRODUCT, MSG_MAP_ENERGY};
	const bool is[] = {delivery->byproduct, delivery->energy};
	for (size_t i = 0; i < 2; i++)
		if (is[i])
			strbuf_printf(&d->text, "%s%.*s", d->text.n ? "; " : "", STR_ARG(dossier_message(d, names[i])));
	dossier_cell(d, ROLE_TEXT);
}

/* Whose figure it is, for what the supplier makes is not what the customer takes. */
static void quantity_cell(struct dossier *d, struct ref flow, const struct delivery *delivery)
{
	for (size_t i = 0; i < delivery->n_claims; i++) {
		struct ref claim = delivery->claims[i], subject = read_ref(d->index, claim, "subject");
		strbuf_add_c(&d->text, i ? "; " : "");
		if (!ref_eq(subject, flow))
			strbuf_printf(&d->text, "%.*s %.*s ", STR_ARG(index_short_name(d->index, subject)),
				STR_ARG(index_name(d->index, read_ref(d->index, claim, "indicator"))));
		figure_print_signed(d->index, claim, &d->text);
		strbuf_printf(&d->text, " %.*s", STR_ARG(read_text(d->index, claim, "scope")));
	}
	struct page_cell *cell = dossier_cell(d, ROLE_NUMBER);
	cell->claims = delivery->claims;
	cell->n_claims = delivery->n_claims < EVIDENCE_CLAIMS ? delivery->n_claims : EVIDENCE_CLAIMS;
}

static void flows(struct dossier *d, const struct map_graph *graph)
{
	static const enum message titles[] = {MSG_MAP_SUPPLIER, MSG_MAP_CUSTOMER, MSG_MAP_MATERIAL, MSG_MAP_ROLE, MSG_MAP_QUANTITY, MSG_PAGE_SOURCE};
	page_section(d->page, dossier_message(d, MSG_MAP_FLOWS), PAGE_TABLE);
	columns(d, titles, sizeof titles / sizeof *titles);
	for (size_t i = 0; i < graph->flows.n; i++) {
		page_row(d->page, STR(""), graph->flows.v[i]);
		dossier_ref(d, read_ref(d->index, graph->flows.v[i], "from"), false);
		dossier_ref(d, read_ref(d->index, graph->flows.v[i], "to"), false);
		dossier_field(d, graph->flows.v[i], field_get(KIND_FLOW, "product"));
		struct delivery delivery = delivery_of(d->index, graph->flows.v[i], &d->page->arena);
		nature_cell(d, &delivery);
		quantity_cell(d, graph->flows.v[i], &delivery);
		dossier_field(d, graph->flows.v[i], field_get(KIND_FLOW, "source"));
	}
	page_end_table(d->page, 3);
}

static void say_nothing(struct dossier *d, enum message what)
{
	if (d->page->sections.n)
		return;
	page_section(d->page, STR(""), PAGE_FIELDS)->count = SIZE_MAX;
	page_row(d->page, STR(""), REF_NONE);
	page_cell(d->page, dossier_message(d, what), ROLE_DIM);
}

void map_page_table(const struct map_graph *graph, const struct app *app, struct page *page)
{
	struct dossier d;
	dossier_init(&d, app, page, graph->subject);
	links(&d, graph);
	flows(&d, graph);
	say_nothing(&d, MSG_MAP_NO_FLOWS);
	dossier_release(&d);
}

/* -- the arithmetic ------------------------------------------------------------------------ */

/* What is known of a stage's balance, or why nothing is: notes with the numbers that they are about, parted by semicolons. */
static void stage_notes(struct dossier *d, const struct balance_stage *s)
{
	const struct {
		bool is;
		enum message what;
		size_t n, of; /* 0: no number */
	} notes[] = {
		{s->bottleneck, MSG_MAP_BOTTLENECK, 0, 0},
		{s->n_unread > 0, MSG_MAP_UNREAD, s->n_unread, 0},
		{!s->n_unread && !s->capacity, MSG_MAP_NO_CAPACITY, 0, 0},
		{s->n_unknown > 0, MSG_MAP_UNKNOWN_USERS, s->n_unknown, s->n_users},
		{s->other_units > 0, MSG_MAP_OTHER_UNITS, s->other_units, 0},
	};
	strbuf_add_c(&d->text, s->bottleneck ? "!" : "");
	for (size_t i = 0, n = 0; i < sizeof notes / sizeof *notes; i++) {
		if (!notes[i].is)
			continue;
		strbuf_printf(&d->text, "%s%.*s", n++ ? "; " : "", STR_ARG(dossier_message(d, notes[i].what)));
		if (notes[i].n)
			strbuf_printf(&d->text, " %zu", notes[i].n);
		if (notes[i].of)
			strbuf_printf(&d->text, "/%zu", notes[i].of);
	}
}

static void stage_rows(struct dossier *d, const struct balance *balance)
{
	for (size_t i = 0; i < balance->n_stages; i++) {
		const struct balance_stage *s = &balance->stages[i];
		page_row(d->page, STR(""), s->stage);
		dossier_ref(d, s->stage, true);
		formula_cell(d, s->capacity, false);
		formula_cell(d, s->demand, false);
		formula_cell(d, s->rest, true);
		stage_notes(d, s);
		dossier_cell(d, s->bottleneck ? ROLE_WARNING : ROLE_DIM);
	}
}

static void stages(struct dossier *d, const struct map_graph *graph)
{
	static const enum message titles[] = {MSG_MAP_STAGE, MSG_PAGE_CAPACITY, MSG_MAP_NEED, MSG_MAP_REST, MSG_COMPARE_NOTE};
	page_section(d->page, dossier_message(d, MSG_MAP_BALANCE), PAGE_TABLE);
	columns(d, titles, sizeof titles / sizeof *titles);
	for (size_t c = 0; c < graph->balances.n; c++)
		stage_rows(d, graph->balances.v[c]);
	page_drop_empty(d->page);
}

static void claim_row(struct dossier *d, const struct balance_claim *claim)
{
	page_row(d->page, STR(""), claim->claim);
	dossier_ref(d, claim->stage, true);
	formula_cell(d, claim->claimed, false);
	formula_cell(d, claim->printed, false);
	formula_cell(d, claim->rest, true);
}

static void claims(struct dossier *d, const struct map_graph *graph)
{
	static const enum message titles[] = {MSG_MAP_MATERIAL, MSG_MAP_CLAIMED, MSG_MAP_PRINTED, MSG_MAP_REST};
	page_section(d->page, dossier_message(d, MSG_MAP_CLAIMS), PAGE_TABLE);
	columns(d, titles, sizeof titles / sizeof *titles);
	for (size_t c = 0; c < graph->balances.n; c++)
		for (size_t i = 0; i < graph->balances.v[c]->n_claims; i++)
			claim_row(d, &graph->balances.v[c]->claims[i]);
	page_drop_empty(d->page);
}

static void formula_row(void *self, const struct formula_line *line)
{
	struct dossier *d = self;
	for (int i = 0; i < line->depth; i++)
		strbuf_add_c(&d->text, i + 1 == line->depth ? "|- " : "|  ");
	strbuf_add(&d->text, line->text);
	page_row(d->page, STR(""), line->record);
	dossier_cell(d, ref_none(line->record) ? ROLE_TEXT : ROLE_NUMBER)->door = door_record(line->record);
}

static void show(struct dossier *d, const struct formula *formula)
{
	if (formula)
		formula_lines(formula, d->index, d->language == LANGUAGE_ZH, formula_row, d);
}

/* What the stages' balances do not show already. */
static void formulas(struct dossier *d, const struct map_graph *graph)
{
	page_section(d->page, dossier_message(d, MSG_MAP_FORMULAS), PAGE_FIELDS)->count = SIZE_MAX;
	for (size_t c = 0; c < graph->balances.n; c++) {
		const struct balance *b = graph->balances.v[c];
		for (size_t i = 0; i < b->n_stages; i++)
			show(d,
				b->stages[i].rest ? b->stages[i].rest
						  : formula_named(b->stages[i].capacity, MEANING_CAPACITY, b->stages[i].stage,
							  &d->page->arena));
		for (size_t i = 0; i < b->n_flows; i++)
			if (b->flows[i].byproduct)
				show(d, b->flows[i].rest ? b->flows[i].rest : b->flows[i].have);
		for (size_t i = 0; i < b->n_claims; i++)
			show(d, b->claims[i].rest ? b->claims[i].rest : b->claims[i].claimed);
	}
	page_drop_empty(d->page);
}

static void rules(struct dossier *d)
{
	static const enum message notes[] = {MSG_MAP_RULE_ITEMS, MSG_MAP_RULE_YEAR, MSG_MAP_RULE_WIDEST, MSG_MAP_RULE_COEFFICIENT};
	bool chinese = d->language == LANGUAGE_ZH;
	page_section(d->page, dossier_message(d, MSG_MAP_RULES), PAGE_FIELDS)->count = SIZE_MAX;
	for (int s = STRENGTH_COUNT - 1; s >= 0; s--) {
		page_row(d->page, str_from(chinese ? strengths[s].zh : strengths[s].en), REF_NONE);
		page_cell(d->page, str_from(chinese ? strengths[s].rule_zh : strengths[s].rule_en), ROLE_TEXT);
	}
	for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
		page_row(d->page, STR("*"), REF_NONE);
		page_cell(d->page, dossier_message(d, notes[i]), ROLE_DIM);
	}
}

void map_page_balance(const struct map_graph *graph, const struct app *app, struct page *page)
{
	struct dossier d;
	dossier_init(&d, app, page, graph->subject);
	stages(&d, graph);
	claims(&d, graph);
	say_nothing(&d, MSG_MAP_NO_BALANCE);
	formulas(&d, graph);
	rules(&d);
	dossier_release(&d);
}

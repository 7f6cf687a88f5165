/* Chains stage by stage: two to four of them, a reference chain among them or not. */
#include "view/record_internal.h"

#include "index/read.h"
#include "query/capacity.h"

struct comparing {
	struct dossier *d;
	const struct ref *chains;
	size_t n;
	ref_list rows; /* the stage whose name the row has: the reference chain's, else that of the first chain that has it */
	ref_list found;
};

static struct refs stages_of(const struct comparing *c, struct ref chain)
{
	return read_back(c->d->index, chain, KIND_STAGE, "chain");
}

/* Stages that are the same thing are one row. */
static void add_row(struct comparing *c, struct ref stage)
{
	for (size_t i = 0; i < c->rows.n; i++)
		if (stage_same(c->d->index, c->rows.v[i], stage))
			return;
	array_push(&c->rows, stage);
}

/* Reference chains first: theirs is the order that was thought of. */
static void add_rows(struct comparing *c)
{
	for (int reference = 1; reference >= 0; reference--)
		for (size_t i = 0; i < c->n; i++) {
			struct refs stages = stages_of(c, c->chains[i]);
			if (chain_is_reference(c->d->index, c->chains[i]) == reference)
				for (size_t j = 0; j < stages.n; j++)
					add_row(c, stages.v[j]);
		}
}

/* Stages of a chain that are the same as this one, into c->found. */
static void find_in(struct comparing *c, struct ref chain, struct ref stage)
{
	struct refs stages = stages_of(c, chain);
	for (size_t i = 0; i < stages.n; i++)
		if (stage_same(c->d->index, stages.v[i], stage))
			array_push(&c->found, stages.v[i]);
}

/* Other chains of the same zone may have what this one lacks. */
static void find_beside(struct comparing *c, struct ref chain, struct ref stage)
{
	struct ref zone = read_ref(c->d->index, chain, "zone");
	struct refs chains = ref_none(zone) ? (struct refs){NULL, 0} : read_back(c->d->index, zone, KIND_CHAIN, "zone");
	for (size_t i = 0; i < chains.n; i++)
		if (!ref_eq(chains.v[i], chain))
			find_in(c, chains.v[i], stage);
}

/* "铝基新材料 强 3企 15万吨..30万吨" */
static void add_stage(struct comparing *c, struct ref stage, struct ref row, size_t *n_claims, struct ref claims[])
{
	struct dossier *d = c->d;
	bool chinese = d->language == LANGUAGE_ZH;
	struct standing standing;
	size_t other_units, n;
	struct ref leaves[EVIDENCE_CLAIMS];
	standing_make(d->index, stage, &d->page->arena, &standing);
	if (!str_eq(index_name(d->index, stage), index_name(d->index, row)))
		strbuf_printf(&d->text, "%.*s ", STR_ARG(index_name(d->index, stage)));
	strbuf_printf(&d->text, "%s%s", standing.strength == STRENGTH_MISSING ? "!" : "",
		chinese ? strengths[standing.strength].zh : strengths[standing.strength].en);
	if (standing.n_enterprises)
		strbuf_printf(&d->text, " %zu%.*s", standing.n_enterprises, STR_ARG(dossier_message(d, MSG_MAP_ENTERPRISES)));
	if (standing.n_under_way)
		strbuf_printf(&d->text, " %.*s%zu", STR_ARG(dossier_message(d, MSG_MAP_UNDER_WAY)), standing.n_under_way);
	const struct formula *capacity = capacity_make(d->index, &standing, STR(""), STR(""), &d->page->arena, &other_units);
	if (!capacity && capacity_unread(&standing))
		strbuf_printf(&d->text, " %.*s", STR_ARG(dossier_message(d, MSG_MAP_UNREAD)));
	if (!capacity)
		return;
	strbuf_add_c(&d->text, " ");
	formula_value(capacity, chinese, &d->text);
	n = formula_claims(capacity, leaves, EVIDENCE_CLAIMS);
	for (size_t i = 0; i < n && *n_claims < EVIDENCE_CLAIMS; i++)
		claims[(*n_claims)++] = leaves[i];
}

static void stages_cell(struct comparing *c, struct ref chain, struct ref row, bool beside)
{
	struct dossier *d = c->d;
	struct ref *claims = arena_alloc(&d->page->arena, EVIDENCE_CLAIMS * sizeof *claims);
	size_t n_claims = 0;
	for (size_t i = 0; i < c->found.n; i++) {
		strbuf_add_c(&d->text, i ? "; " : "");
		if (beside)
			strbuf_printf(&d->text, "(%.*s) ", STR_ARG(index_short_name(d->index, read_ref(d->index, c->found.v[i], "chain"))));
		add_stage(c, c->found.v[i], row, &n_claims, claims);
	}
	bool lacks = str_find_byte(strbuf_str(&d->text), '!', 0) >= 0;
	struct page_cell *cell = dossier_cell(d, lacks ? ROLE_WARNING : beside ? ROLE_DIM : ROLE_NUMBER);
	cell->record = chain;
	cell->claims = claims;
	cell->n_claims = n_claims;
	cell->door = door_record(c->found.v[0]);
}

/* A reference chain has stages and no figures: its cell is the industry's code. */
static void reference_cell(struct dossier *d, struct ref stage)
{
	struct ref sector = read_ref(d->index, stage, "sector");
	if (!ref_none(sector))
		strbuf_printf(&d->text, "%.*s %.*s", STR_ARG(read_text(d->index, sector, "code")), STR_ARG(index_name(d->index, sector)));
	dossier_cell(d, ROLE_DIM)->door = door_record(stage);
}

static void chain_cell(struct comparing *c, struct ref chain, struct ref row)
{
	struct dossier *d = c->d;
	array_clear(&c->found);
	find_in(c, chain, row);
	bool own = c->found.n > 0, reference = chain_is_reference(d->index, chain);
	if (!own && !reference)
		find_beside(c, chain, row);
	if (c->found.n && reference) {
		reference_cell(d, c->found.v[0]);
	} else if (c->found.n) {
		stages_cell(c, chain, row, !own);
	} else {
		strbuf_add(&d->text, dossier_message(d, reference ? MSG_COMPARE_NOT_IN_REFERENCE : MSG_COMPARE_NO_STAGE));
		dossier_cell(d, reference ? ROLE_DIM : ROLE_WARNING)->record = chain;
	}
}

bool compare_stages(struct dossier *d, const struct ref *chains, size_t n)
{
	struct comparing c = {.d = d, .chains = chains, .n = n};
	for (size_t i = 0; i < n; i++)
		if (ref_kind(chains[i]) != KIND_CHAIN)
			return false;
	add_rows(&c);
	struct page_section *section = page_section(d->page, dossier_message(d, MSG_COMPARE_STAGES), PAGE_TABLE);
	section->titles_in_cards = true;
	section->count = c.rows.n;
	page_column(d->page, dossier_kind_label(d, KIND_STAGE), 0, 24);
	for (size_t i = 0; i < n; i++)
		page_column(d->page, index_short_name(d->index, chains[i]), 0, 0);
	for (size_t r = 0; r < c.rows.n; r++) {
		page_row(d->page, STR(""), c.rows.v[r]);
		strbuf_add(&d->text, index_name(d->index, c.rows.v[r]));
		dossier_cell(d, ROLE_LINK)->door = door_record(c.rows.v[r]);
		for (size_t i = 0; i < n; i++)
			chain_cell(&c, chains[i], c.rows.v[r]);
	}
	page_drop_empty(d->page);
	array_release(&c.rows);
	array_release(&c.found);
	return true;
}

#include "query/standing.h"

#include "index/read.h"
#include "ref_list_internal.h"

const struct strength_info strengths[STRENGTH_COUNT] = {
	[STRENGTH_MISSING] = {"missing", "缺", "missing", "没有企业、产能数据和项目", "no enterprise, no figure of capacity, no project"},
	[STRENGTH_WEAK] = {"weak", "弱", "weak", "一家企业,或只有项目或规划、预期的产能", "one enterprise, or only projects or planned capacity"},
	[STRENGTH_MEDIUM] = {"medium", "中", "medium", "两家企业,或有现有产能数据", "two enterprises, or a figure of present capacity"},
	[STRENGTH_STRONG] = {"strong", "强", "strong", "三家以上企业,或链主在此且有现有产能数据", "three enterprises or more, or the lead with a figure of present capacity"},
};

/* -- stages ------------------------------------------------------------------------------ */

bool chain_is_reference(const struct index *index, struct ref chain)
{
	static const char *const owners[] = {"zone", "region", "lead"};
	if (ref_none(chain))
		return false;
	for (size_t i = 0; i < sizeof owners / sizeof *owners; i++)
		if (!ref_none(read_ref(index, chain, owners[i])))
			return false;
	struct refs stages = read_back(index, chain, KIND_STAGE, "chain");
	for (size_t i = 0; i < stages.n; i++)
		if (read_back(index, stages.v[i], KIND_PLACEMENT, "stage").n || read_back(index, stages.v[i], KIND_PROJECT, "stage").n)
			return false;
	return true;
}

bool standing_is_reference(const struct index *index, struct ref ref)
{
	enum kind kind = ref_kind(ref);
	return (kind == KIND_CHAIN && chain_is_reference(index, ref)) || (kind == KIND_STAGE && chain_is_reference(index, read_ref(index, ref, "chain")));
}

size_t standing_references(const struct index *index, enum kind kind)
{
	size_t n = 0, rows = kind == KIND_CHAIN || kind == KIND_STAGE ? index_count(index, kind) : 0;
	for (uint32_t row = 0; row < rows; row++)
		n += standing_is_reference(index, ref_make(kind, row));
	return n;
}

struct ref stage_reference(const struct index *index, struct ref stage)
{
	struct ref reference = read_ref(index, stage, "template");
	return ref_none(reference) && chain_is_reference(index, read_ref(index, stage, "chain")) ? stage : reference;
}

static bool list_has(struct str list, struct str word)
{
	struct str one;
	while (list.n && str_split(&list, ';', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

enum stage_word stage_word(const struct index *index, struct ref stage, struct str word)
{
	if (!word.n)
		return STAGE_OTHER;
	if (str_eq(word, index_name(index, stage)) || list_has(read_text(index, stage, "short_names"), word))
		return STAGE_NAME;
	return list_has(read_text(index, stage, "products"), word) ? STAGE_PRODUCT : STAGE_OTHER;
}

static bool names_meet(const struct index *index, struct ref a, struct ref b)
{
	struct str rest = read_text(index, a, "short_names"), one;
	if (stage_word(index, b, index_name(index, a)) == STAGE_NAME)
		return true;
	while (rest.n && str_split(&rest, ';', &one))
		if (stage_word(index, b, one) == STAGE_NAME)
			return true;
	return false;
}

bool stage_same_by(const struct index *index, struct ref a, struct ref reference_a, struct ref b, struct ref reference_b)
{
	/* Where both follow a taxonomy it decides; a shared word may be two things there. */
	if (!ref_none(reference_a) && !ref_none(reference_b))
		return ref_eq(reference_a, reference_b);
	return names_meet(index, a, b);
}

bool stage_same(const struct index *index, struct ref a, struct ref b)
{
	return stage_same_by(index, a, stage_reference(index, a), b, stage_reference(index, b));
}

struct ref zone_of(const struct index *index, struct ref ref)
{
	switch (ref_kind(ref)) {
	case KIND_ZONE: return ref;
	case KIND_STAGE: return zone_of(index, read_ref(index, ref, "chain"));
	case KIND_CHAIN:
	case KIND_ENTERPRISE:
	case KIND_PROJECT:
	case KIND_PARK:
	case KIND_FACILITY: return read_ref(index, ref, "zone");
	default: return REF_NONE;
	}
}

/* -- gathering --------------------------------------------------------------------------- */

/* What makes a figure one of taking in, or of something else than this stage's making. */
struct scope_says {
	struct str scope;
	bool intake, haulage;
};

struct gathering {
	const struct index *index;
	struct arena *arena;
	struct ref indicators[2]; /* or REF_NONE */
	struct ref_list stages, enterprises, projects, under_way, zones;
	struct ref_set claims;
	ARRAY(struct stage_figure) figures; /* of the claims */
	struct scope_says last_scope;       /* a ledger's column says the same of thousands */
	struct ref lead;
};

/* Whose figures are gathered, for which stage; all: also those whose item does not name the stage. */
struct holding {
	struct ref stage, subject, owner;
	enum holder holder;
	bool all;
};

static const struct scope_says *scope_says(struct gathering *g, struct str scope)
{
	static const char *const intakes[] = {"消纳", "处理", "转化"}, *const haulages[] = {"运输", "吞吐", "储"};
	if (!str_eq(scope, g->last_scope.scope))
		g->last_scope = (struct scope_says){scope, str_has_any(scope, intakes, sizeof intakes / sizeof *intakes),
			str_has_any(scope, haulages, sizeof haulages / sizeof *haulages)};
	return &g->last_scope;
}

/* Whether a figure counts here, not having been there; then all of it but its number stands in *out. */
static bool begin_figure(struct gathering *g, const struct holding *h, struct ref claim, int64_t modality, struct str item, struct str scope,
	struct stage_figure *out)
{
	const struct scope_says *says = scope_says(g, scope);
	*out = (struct stage_figure){.claim = claim, .owner = h->owner, .holder = h->holder, .word = stage_word(g->index, h->stage, item),
		.intake = says->intake, .capacity = modality == MODALITY_CAPACITY, .subject = h->subject, .part_of = REF_NONE, .item = item};
	return modality != MODALITY_ACTUAL && !says->haulage && (h->all || out->word != STAGE_OTHER) && ref_set_add(&g->claims, claim);
}

static void add_claim(struct gathering *g, const struct holding *h, struct ref claim)
{
	struct stage_figure figure;
	if (!begin_figure(g, h, claim, read_number(g->index, claim, "modality"), read_text(g->index, claim, "item"),
			read_text(g->index, claim, "scope"), &figure))
		return;
	figure.part_of = read_ref(g->index, claim, "part_of");
	figure.number = figure.capacity ? formula_figure(g->index, claim, g->arena) : NULL;
	array_push(&g->figures, figure);
}

/* What a ledger brought is of no item, and part of nothing. */
static void add_cell(struct gathering *g, const struct holding *h, const struct index_cell *cell)
{
	struct stage_figure figure;
	if (!begin_figure(g, h, cell->record, cell->code, STR(""), cell->scope, &figure))
		return;
	figure.number = figure.capacity ? formula_of_cell(g->index, cell, g->arena) : NULL;
	array_push(&g->figures, figure);
}

static void add_figures_of(struct gathering *g, const struct holding *h, struct ref indicator)
{
	struct index_cell cells[INDEX_FEW];
	struct ref few[INDEX_FEW];
	if (ref_none(h->subject) || ref_none(indicator))
		return;
	size_t n = index_own_claims(g->index, h->subject).n ? SIZE_MAX : index_cells_of(g->index, h->subject, indicator, cells, INDEX_FEW);
	for (size_t i = 0; i < n && n <= INDEX_FEW; i++)
		add_cell(g, h, &cells[i]);
	if (n <= INDEX_FEW)
		return;
	struct refs figures = index_figures_of(g->index, h->subject, indicator, few, INDEX_FEW);
	for (size_t i = 0; i < figures.n; i++)
		add_claim(g, h, figures.v[i]);
}

static void add_figures(struct gathering *g, struct ref stage, struct ref subject, struct ref owner, enum holder holder, bool all)
{
	const struct holding h = {stage, subject, owner, holder, all};
	for (size_t i = 0; i < sizeof g->indicators / sizeof *g->indicators; i++)
		add_figures_of(g, &h, g->indicators[i]);
}

static void add_area_figures(struct gathering *g, struct ref stage)
{
	struct ref chain = read_ref(g->index, stage, "chain"), zone = read_ref(g->index, chain, "zone");
	add_figures(g, stage, stage, stage, HOLDER_STAGE, true);
	if (ref_none(zone)) {
		struct ref region = read_ref(g->index, chain, "region");
		add_figures(g, stage, region, region, HOLDER_AREA, false);
		return;
	}
	struct refs parks = read_back(g->index, zone, KIND_PARK, "zone");
	add_figures(g, stage, zone, zone, HOLDER_AREA, false);
	for (size_t i = 0; i < parks.n; i++)
		add_figures(g, stage, parks.v[i], parks.v[i], HOLDER_PARK, false);
}

static void add_placements(struct gathering *g, struct ref stage)
{
	struct refs placements = read_back(g->index, stage, KIND_PLACEMENT, "stage");
	struct ref lead = read_ref(g->index, read_ref(g->index, stage, "chain"), "lead");
	for (size_t i = 0; i < placements.n; i++) {
		struct ref enterprise = read_ref(g->index, placements.v[i], "enterprise");
		/* An enterprise at several stages: only what names this one can be said to stand here. */
		bool alone = read_back(g->index, enterprise, KIND_PLACEMENT, "enterprise").n == 1;
		ref_list_add(&g->enterprises, enterprise);
		ref_list_add(&g->zones, zone_of(g->index, enterprise));
		add_figures(g, stage, placements.v[i], enterprise, HOLDER_ENTERPRISE, true);
		add_figures(g, stage, enterprise, enterprise, HOLDER_ENTERPRISE, alone);
		if (!ref_none(lead) && ref_eq(lead, enterprise))
			g->lead = lead;
	}
}

static void add_projects(struct gathering *g, struct ref stage)
{
	struct refs projects = read_back(g->index, stage, KIND_PROJECT, "stage");
	size_t owner_field = field_get(KIND_PROJECT, "owner"), status_field = field_get(KIND_PROJECT, "status"), zone_field = field_get(KIND_PROJECT, "zone");
	for (size_t i = 0; i < projects.n; i++) {
		struct ref project = projects.v[i], owner = index_ref(g->index, project, owner_field);
		int64_t status = index_number(g->index, project, status_field);
		ref_list_add(&g->projects, project);
		ref_list_add(&g->zones, index_ref(g->index, project, zone_field));
		if (status >= STATUS_PLANNED && status <= STATUS_TRIAL)
			ref_list_add(&g->under_way, project);
		if (status == STATUS_PRODUCING || status == STATUS_FULL)
			ref_list_add(&g->enterprises, owner);
		add_figures(g, stage, project, ref_none(owner) ? project : owner, HOLDER_ENTERPRISE, true);
	}
}

static void add_stage(struct gathering *g, struct ref stage)
{
	ref_list_add(&g->stages, stage);
	add_area_figures(g, stage);
	add_placements(g, stage);
	add_projects(g, stage);
	ref_list_add(&g->zones, zone_of(g->index, stage));
}

static bool is_made_there(const struct standing *s)
{
	for (size_t i = 0; i < s->n_figures; i++)
		if (!s->figures[i].intake)
			return true;
	return false;
}

static enum strength strength_of(const struct standing *s)
{
	if (s->n_enterprises >= 3 || (!ref_none(s->lead) && s->has_capacity))
		return STRENGTH_STRONG;
	if (s->n_enterprises == 2 || s->has_capacity)
		return STRENGTH_MEDIUM;
	return s->n_enterprises || s->n_projects || is_made_there(s) ? STRENGTH_WEAK : STRENGTH_MISSING;
}

static void keep_figures(struct gathering *g, struct standing *out)
{
	for (size_t i = 0; i < g->figures.n; i++)
		out->has_capacity = out->has_capacity || (!g->figures.v[i].intake && g->figures.v[i].capacity);
	out->figures = arena_copy(g->arena, g->figures.v, g->figures.n, sizeof *g->figures.v);
	out->n_figures = g->figures.n;
	array_release(&g->figures);
	ref_set_release(&g->claims);
}

static void finish(struct gathering *g, struct standing *out)
{
	*out = (struct standing){.lead = g->lead};
	out->stages = ref_list_keep(&g->stages, &out->n_stages);
	out->enterprises = ref_list_keep(&g->enterprises, &out->n_enterprises);
	out->projects = ref_list_keep(&g->projects, &out->n_projects);
	out->under_way = ref_list_keep(&g->under_way, &out->n_under_way);
	out->zones = ref_list_keep(&g->zones, &out->n_zones);
	keep_figures(g, out);
	out->strength = strength_of(out);
}

static struct gathering gathering_of(const struct index *index, struct arena *arena)
{
	const struct ref_list none = {.arena = arena};
	return (struct gathering){.index = index, .arena = arena, .indicators = {index_indicator(index, STR("capacity")), index_indicator(index, STR("output"))},
		.lead = REF_NONE, .stages = none, .enterprises = none, .projects = none, .under_way = none, .zones = none};
}

void standing_make(const struct index *index, struct ref stage, struct arena *arena, struct standing *out)
{
	struct gathering g = gathering_of(index, arena);
	if (chain_is_reference(index, read_ref(index, stage, "chain"))) {
		struct refs followers = read_back(index, stage, KIND_STAGE, "template");
		for (size_t i = 0; i < followers.n; i++)
			add_stage(&g, followers.v[i]);
	} else {
		add_stage(&g, stage);
	}
	finish(&g, out);
}

void standing_everywhere(const struct index *index, struct ref stage, struct arena *arena, struct standing *out)
{
	struct gathering g = gathering_of(index, arena);
	size_t n = index_count(index, KIND_STAGE);
	for (uint32_t row = 0; row < n; row++) {
		struct ref other = ref_make(KIND_STAGE, row);
		if (!chain_is_reference(index, read_ref(index, other, "chain")) && stage_same(index, stage, other))
			add_stage(&g, other);
	}
	finish(&g, out);
}

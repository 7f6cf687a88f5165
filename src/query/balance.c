#include "query/balance.h"

#include "base/parallel.h"
#include "index/read.h"
#include "query/capacity.h"

const struct balance_fault_info balance_faults[BALANCE_FAULTS] = {
	[BALANCE_DONE] = {"", ""},
	[BALANCE_NO_COEFFICIENT] = {"系数缺", "coefficient missing"},
	[BALANCE_NO_SUPPLY] = {"上游产能缺", "no figure upstream"},
	[BALANCE_NO_DEMAND] = {"下游产能缺", "no figure downstream"},
	[BALANCE_SUPPLY_UNREAD] = {"上游产能数字读不出", "the number upstream cannot be read"},
	[BALANCE_DEMAND_UNREAD] = {"下游产能数字读不出", "the number downstream cannot be read"},
	[BALANCE_OTHER_UNIT] = {"单位不能换算", "units do not convert"},
	[BALANCE_TOO_LARGE] = {"数过大", "number too large"},
};

struct balancing {
	const struct index *index;
	struct arena *arena;
	struct balance_stage *stages;
	size_t n_stages;
	ARRAY(struct balance_flow) flows;
	ARRAY(struct balance_claim) claims;
};

static const struct balance_stage *find(const struct balancing *b, struct ref stage)
{
	return balance_stage(&(struct balance){.stages = b->stages, .n_stages = b->n_stages}, stage);
}

static const struct formula *pair(struct balancing *b, enum formula_type type, const struct formula *x, const struct formula *y)
{
	const struct formula *const parts[] = {x, y};
	return formula_make(type, parts, 2, b->arena);
}

/* -- flows ------------------------------------------------------------------------------ */

enum { WORDS_MAX = 32 };

/* The names under which what flows along a link may be printed. */
static size_t words_of(const struct balancing *b, struct ref link, struct ref from, struct str words[WORDS_MAX])
{
	static const struct str comma = STR_INIT("、");
	struct str product = read_text(b->index, link, "product"), rest = read_text(b->index, from, "products"), one;
	size_t n = 0;
	while (product.n && n < WORDS_MAX) {
		ptrdiff_t at = str_find(product, comma, 0);
		words[n++] = at < 0 ? product : str_sub(product, 0, (size_t)at);
		product = at < 0 ? STR("") : str_sub(product, (size_t)at + comma.n, product.n);
	}
	if (read_byproduct(b->index, link))
		return n;
	if (n < WORDS_MAX)
		words[n++] = index_name(b->index, from);
	while (rest.n && n < WORDS_MAX && str_split(&rest, ';', &one))
		words[n++] = one;
	return n;
}

static const struct formula *intake_of(struct balancing *b, const struct balance_flow *flow)
{
	struct str words[WORDS_MAX];
	const struct balance_stage *to = find(b, flow->to);
	size_t n = words_of(b, flow->link, flow->from, words);
	return to ? capacity_intake(b->index, &to->standing, words, n, b->arena) : NULL;
}

/* unit: the wanted one, where the stage is printed to make something in it. */
static const struct formula *made_of(struct balancing *b, struct ref stage, struct str product, struct str unit)
{
	const struct balance_stage *s = find(b, stage);
	size_t other_units;
	if (!s || capacity_is(s->capacity, &s->standing, product, unit, b->arena))
		return s ? s->capacity : NULL;
	return capacity_make(b->index, &s->standing, product, unit, b->arena, &other_units);
}

/* Both in one unit, in whichever direction the conversion is exact. */
static bool bring_together(struct balancing *b, const struct formula **x, const struct formula **y)
{
	const struct formula *there = formula_convert(*x, (*y)->unit, b->arena), *back = formula_convert(*y, (*x)->unit, b->arena);
	*x = there ? there : *x;
	*y = there || !back ? *y : back;
	return there || back;
}

/* Nothing known because nothing can be read is not the same as nothing said. */
static enum balance_fault unread_fault(struct balancing *b, const struct balance_flow *flow, enum balance_fault fault)
{
	const struct balance_stage *from = find(b, flow->from), *to = find(b, flow->to);
	if (fault == BALANCE_NO_SUPPLY && from && !from->capacity && from->n_unread)
		return BALANCE_SUPPLY_UNREAD;
	return fault == BALANCE_NO_DEMAND && to && !to->capacity && to->n_unread ? BALANCE_DEMAND_UNREAD : fault;
}

static void finish_flow(struct balancing *b, struct balance_flow *flow, enum balance_fault no_have, enum balance_fault no_need)
{
	const struct formula *have = flow->have, *need = flow->need;
	flow->fault = !need ? no_need : !have ? no_have : BALANCE_DONE;
	if (flow->fault)
		return;
	if (!bring_together(b, &have, &need)) {
		flow->fault = BALANCE_OTHER_UNIT;
		return;
	}
	flow->rest = formula_named(pair(b, FORMULA_DIFFERENCE, have, need), MEANING_REST, flow->link, b->arena);
	flow->fault = flow->rest ? BALANCE_DONE : BALANCE_TOO_LARGE;
}

/* What a stage makes times the coefficient. *fault: why not. Without units of its own the coefficient counts in those of the stage. */
static const struct formula *apply(struct balancing *b, const struct formula *makes, const struct formula *coefficient, enum formula_meaning meaning,
	struct ref record, enum balance_fault *fault)
{
	bool units;
	const struct formula *product = formula_times(makes, coefficient, &units, b->arena);
	*fault = units ? BALANCE_TOO_LARGE : BALANCE_OTHER_UNIT;
	return formula_named(product, meaning, record, b->arena);
}

static struct str unit_below(const struct formula *coefficient)
{
	return coefficient ? formula_under(coefficient) : STR("");
}

static void make_input(struct balancing *b, struct balance_flow *flow, const struct formula *coefficient)
{
	const struct formula *makes = made_of(b, flow->to, STR(""), unit_below(coefficient));
	enum balance_fault no_need = coefficient ? BALANCE_NO_DEMAND : BALANCE_NO_COEFFICIENT;
	if (coefficient && makes)
		flow->need = apply(b, makes, coefficient, MEANING_NEED, flow->to, &no_need);
	if (!flow->need)
		flow->need = intake_of(b, flow);
	flow->have = made_of(b, flow->from, read_text(b->index, flow->link, "product"), flow->need ? flow->need->unit : STR(""));
	finish_flow(b, flow, BALANCE_NO_SUPPLY, no_need);
}

static void make_byproduct(struct balancing *b, struct balance_flow *flow, const struct formula *coefficient)
{
	const struct formula *makes = made_of(b, flow->from, STR(""), unit_below(coefficient));
	enum balance_fault no_have = coefficient ? BALANCE_NO_SUPPLY : BALANCE_NO_COEFFICIENT;
	if (coefficient && makes)
		flow->have = apply(b, makes, coefficient, MEANING_BYPRODUCT, flow->link, &no_have);
	flow->need = intake_of(b, flow);
	finish_flow(b, flow, no_have, BALANCE_NO_DEMAND);
	if (!flow->have)
		flow->fault = no_have;
}

static void make_flows(struct balancing *b)
{
	for (size_t i = 0; i < b->n_stages; i++) {
		struct refs links = read_back(b->index, b->stages[i].stage, KIND_LINK, "from");
		for (size_t j = 0; j < links.n; j++) {
			struct balance_flow flow = {.link = links.v[j], .from = b->stages[i].stage, .to = read_ref(b->index, links.v[j], "to")};
			const struct formula *coefficient = formula_coefficient(b->index, flow.link, b->arena);
			flow.byproduct = read_byproduct(b->index, flow.link);
			if (flow.byproduct)
				make_byproduct(b, &flow, coefficient);
			else
				make_input(b, &flow, coefficient);
			flow.fault = unread_fault(b, &flow, flow.fault);
			array_push(&b->flows, flow);
		}
	}
}

/* -- stages ------------------------------------------------------------------------------ */

static const struct formula *without_low_end(struct balancing *b, const struct formula *rest)
{
	struct formula *open = arena_alloc(b->arena, sizeof *open);
	*open = *rest;
	open->value.has_low = false;
	return open;
}

static void balance_users(struct balancing *b, struct balance_stage *s)
{
	const struct formula **needs = arena_alloc(b->arena, (b->flows.n + 1) * sizeof *needs);
	size_t n = 0;
	for (size_t i = 0; i < b->flows.n; i++) {
		const struct balance_flow *flow = &b->flows.v[i];
		if (!ref_eq(flow->from, s->stage) || flow->byproduct)
			continue;
		s->n_users++;
		const struct formula *need = flow->rest && s->capacity ? formula_convert(flow->need, s->capacity->unit, b->arena) : NULL;
		if (need)
			needs[n++] = need;
		else
			s->n_unknown++;
	}
	if (!n)
		return;
	s->demand = formula_make(FORMULA_SUM, needs, n, b->arena);
	s->rest = s->demand ? pair(b, FORMULA_DIFFERENCE, s->capacity, s->demand) : NULL;
	s->rest = formula_named(s->rest, MEANING_REST, s->stage, b->arena);
	if (s->rest && s->n_unknown)
		s->rest = without_low_end(b, s->rest);
}

/* The most that a stage covers of what is needed of it; only where it is too little for certain. */
static bool covered(const struct balance_stage *s, double *share)
{
	if (!s->rest || formula_sign(s->rest) != SIGN_SHORT)
		return false;
	*share = decimal_double(s->capacity->value.high) / decimal_double(s->demand->value.low);
	return true;
}

static void mark_bottleneck(struct balancing *b)
{
	struct balance_stage *worst = NULL;
	double least = 0, share;
	for (size_t i = 0; i < b->n_stages; i++)
		if (covered(&b->stages[i], &share) && (!worst || share < least)) {
			worst = &b->stages[i];
			least = share;
		}
	if (worst)
		worst->bottleneck = true;
}

/* -- claims --------------------------------------------------------------------------------- */

/* What the stages that take the product in are printed to make, one beside the other. */
static const struct formula *worked_up(struct balancing *b, struct ref stage, struct str unit)
{
	struct refs links = read_back(b->index, stage, KIND_LINK, "from");
	const struct formula **parts = arena_alloc(b->arena, (links.n + 1) * sizeof *parts);
	size_t n = 0;
	for (size_t i = 0; i < links.n; i++) {
		const struct balance_stage *to = find(b, read_ref(b->index, links.v[i], "to"));
		bool usable = to && !read_byproduct(b->index, links.v[i]) && to->capacity;
		const struct formula *makes = usable ? formula_convert(to->capacity, unit, b->arena) : NULL;
		const struct formula *named = formula_named(makes, MEANING_CAPACITY, read_ref(b->index, links.v[i], "to"), b->arena);
		bool again = false;
		for (size_t j = 0; named && j < n; j++)
			again = again || ref_eq(parts[j]->record, named->record);
		if (named && !again)
			parts[n++] = named;
	}
	return n ? formula_make(FORMULA_ITEMS, parts, n, b->arena) : NULL;
}

static void check_claim(struct balancing *b, const struct balance_stage *s, struct ref claim)
{
	const struct formula *leaf = formula_figure(b->index, claim, b->arena);
	if (!leaf)
		return;
	for (size_t i = 0; i < b->claims.n; i++)
		if (ref_eq(b->claims.v[i].claim, claim))
			return;
	struct balance_claim made = {.claim = claim, .stage = s->stage};
	made.claimed = formula_named(leaf, MEANING_CLAIMED, s->stage, b->arena);
	made.printed = worked_up(b, s->stage, leaf->unit);
	if (made.printed)
		made.rest = formula_named(pair(b, FORMULA_DIFFERENCE, made.printed, made.claimed), MEANING_REST, s->stage, b->arena);
	array_push(&b->claims, made);
}

/* A capacity of taking in what this stage makes: the item names the stage, the scope says 消纳. */
static void check_claims(struct balancing *b)
{
	for (size_t i = 0; i < b->n_stages; i++)
		for (size_t j = 0; j < b->stages[i].standing.n_figures; j++) {
			const struct stage_figure *f = &b->stages[i].standing.figures[j];
			if (f->intake && f->word != STAGE_OTHER)
				check_claim(b, &b->stages[i], f->claim);
		}
}

/* -- the whole -------------------------------------------------------------------------------- */

/* One stage, in an arena of its own: a stage of the whole country has hundreds of thousands of figures. */
struct stage_making {
	const struct balancing *b;
	struct refs stages;
	struct arena *arenas;
};

static void make_stage(void *context, size_t i)
{
	const struct stage_making *making = context;
	struct balance_stage *s = &making->b->stages[i];
	struct arena *arena = &making->arenas[i];
	s->stage = making->stages.v[i];
	standing_make(making->b->index, s->stage, arena, &s->standing);
	s->capacity = capacity_make(making->b->index, &s->standing, STR(""), STR(""), arena, &s->other_units);
	s->n_unread = capacity_unread(&s->standing);
}

static void make_stages(struct balancing *b, struct refs stages)
{
	struct stage_making making = {b, stages, arena_calloc(b->arena, stages.n + 1, sizeof *making.arenas)};
	b->n_stages = stages.n;
	b->stages = arena_calloc(b->arena, stages.n + 1, sizeof *b->stages);
	parallel_for(stages.n, parallel_threads(), make_stage, &making);
	for (size_t i = 0; i < stages.n; i++)
		arena_join(b->arena, &making.arenas[i]);
}

const struct balance *balance_make(const struct index *index, struct ref chain, struct arena *arena)
{
	struct balancing b = {.index = index, .arena = arena};
	struct balance *made = arena_calloc(arena, 1, sizeof *made);
	made->chain = chain;
	if (!chain_is_reference(index, chain)) {
		make_stages(&b, read_back(index, chain, KIND_STAGE, "chain"));
		make_flows(&b);
		for (size_t i = 0; i < b.n_stages; i++)
			balance_users(&b, &b.stages[i]);
		mark_bottleneck(&b);
		check_claims(&b);
	}
	made->stages = b.stages;
	made->n_stages = b.n_stages;
	made->n_flows = b.flows.n;
	made->flows = arena_copy(arena, b.flows.v, b.flows.n, sizeof *b.flows.v);
	made->n_claims = b.claims.n;
	made->claims = arena_copy(arena, b.claims.v, b.claims.n, sizeof *b.claims.v);
	array_release(&b.flows);
	array_release(&b.claims);
	return made;
}

const struct balance_stage *balance_stage(const struct balance *balance, struct ref stage)
{
	for (size_t i = 0; i < balance->n_stages; i++)
		if (ref_eq(balance->stages[i].stage, stage))
			return &balance->stages[i];
	return NULL;
}

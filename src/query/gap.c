#include "query/gap_internal.h"

#include "index/read.h"

#include <string.h>

const struct gap_type_info gap_types[GAP_TYPES] = {
	[GAP_MISSING] = {"missing", "缺环", "missing", "没有企业、产能数据和项目,或参照链有而本区未见记载", "no enterprise, figure or project; or only the reference chain has it"},
	[GAP_SHORT] = {"short", "短缺", "short", "按平衡,产能少于下游所需", "by the balance it makes less than is needed of it"},
	[GAP_DEPENDENT] = {"dependent", "外购", "dependent", "缺环或短缺,而本区有下游用它的产品", "missing or short, and a stage of the zone takes its product"},
	[GAP_THIN] = {"thin", "薄弱", "thin", "只有一家企业,或只有项目、规划", "one enterprise, or only projects or plans"},
	[GAP_ADJACENT] = {"adjacent", "相邻", "adjacent", "离本区已有环节一步,别区的链上有", "one step from a stage of the zone, in chains that others run"},
};

const struct own_stage *own_find(const struct searching *s, struct ref stage)
{
	const struct own_stage *found = NULL;
	for (size_t i = 0; i < s->own.n && !own_stands(found); i++)
		if (same_stage(s, s->own.v[i].stage, stage) && (!found || own_stands(&s->own.v[i])))
			found = &s->own.v[i];
	return found;
}

/* -- gathering --------------------------------------------------------------------------- */

static void add_own(struct searching *s, struct ref chain)
{
	struct refs stages = read_back(s->index, chain, KIND_STAGE, "chain");
	for (size_t i = 0; i < stages.n; i++) {
		struct own_stage own = {.stage = stages.v[i]};
		standing_make(s->index, own.stage, s->arena, &own.standing);
		array_push(&s->own, own);
	}
}

/* The same of a chain whose gaps are looked for. */
static void add_balanced(struct searching *s, struct ref chain)
{
	const struct balance *balance = balance_make(s->index, chain, s->arena);
	array_push(&s->balances, balance);
	if (!balance->n_stages)
		add_own(s, chain);
	for (size_t i = 0; i < balance->n_stages; i++)
		array_push(&s->own, ((struct own_stage){balance->stages[i].stage, balance->stages[i].standing}));
}

static struct gap *add_gap(struct searching *s, struct ref stage, struct ref chain, unsigned types)
{
	for (size_t i = 0; i < s->gaps.n; i++)
		if (same_stage(s, s->gaps.v[i].stage, stage)) {
			s->gaps.v[i].types |= types;
			return &s->gaps.v[i];
		}
	array_push(&s->gaps, (struct gap){.types = types, .stage = stage, .chain = chain, .alone = REF_NONE});
	return &s->gaps.v[s->gaps.n - 1];
}

/* -- the chain's own stages, and those of its reference chain -------------------------------- */

static void look_at_own(struct searching *s, const struct balance *balance)
{
	for (size_t i = 0; i < balance->n_stages; i++) {
		const struct balance_stage *stage = &balance->stages[i];
		bool missing = stage->standing.strength == STRENGTH_MISSING && !own_stands(own_find(s, stage->stage));
		bool thin = stage->standing.strength == STRENGTH_WEAK || stage->standing.n_enterprises == 1;
		bool lacks = stage->rest && formula_sign(stage->rest) == SIGN_SHORT;
		unsigned types = (missing ? 1u << GAP_MISSING : 0) | (thin ? 1u << GAP_THIN : 0) | (lacks ? 1u << GAP_SHORT : 0);
		if (types) {
			struct gap *gap = add_gap(s, stage->stage, balance->chain, types);
			gap->rest = lacks ? stage->rest : gap->rest;
			gap->bottleneck = gap->bottleneck || stage->bottleneck;
			gap->n_unread += stage->n_unread;
			if (thin && stage->standing.n_enterprises)
				gap->alone = stage->standing.enterprises[0];
		}
	}
}

static void look_at_reference(struct searching *s, struct ref chain)
{
	struct refs stages = read_back(s->index, read_ref(s->index, chain, "template"), KIND_STAGE, "chain");
	for (size_t i = 0; i < stages.n; i++)
		if (!own_find(s, stages.v[i]))
			add_gap(s, stages.v[i], chain, 1u << GAP_MISSING);
}

/* Own stages at one end of links from (or to) a stage, and from the reference stage that it follows. */
static void add_neighbours(const struct searching *s, struct ref stage, const char *near, const char *far, struct ref_list *out)
{
	struct ref ends[2] = {stage, reference_of(s, stage)};
	for (int e = 0; e < 2; e++) {
		if (e && ref_eq(ends[0], ends[1]))
			continue;
		struct refs links = read_back(s->index, ends[e], KIND_LINK, near);
		for (size_t i = 0; i < links.n; i++) {
			const struct own_stage *own = own_find(s, read_ref(s->index, links.v[i], far));
			if (own_stands(own))
				ref_list_add(out, own->stage);
		}
	}
}

static void find_users(const struct searching *s, struct gap *gap)
{
	struct ref_list users = {.arena = s->arena};
	if (gap->types & (1u << GAP_MISSING | 1u << GAP_SHORT))
		add_neighbours(s, gap->stage, "from", "to", &users);
	if (users.v.n)
		gap->types |= 1u << GAP_DEPENDENT;
	gap->users = ref_list_keep(&users, &gap->n_users);
}

/* -- one step further ------------------------------------------------------------------------ */

/* Zones in which an enterprise or a project stands at these stages. */
static size_t count_zones(const struct searching *s, const struct standing *standing)
{
	struct ref_list zones = {.arena = s->arena};
	for (size_t i = 0; i < standing->n_enterprises + standing->n_projects; i++) {
		struct ref who = i < standing->n_enterprises ? standing->enterprises[i] : standing->projects[i - standing->n_enterprises];
		struct ref zone = zone_of(s->index, who);
		if (!ref_eq(zone, s->zone))
			ref_list_add(&zones, zone);
	}
	size_t n = zones.v.n;
	ref_list_release(&zones);
	return n;
}

/* A stage that this zone does not have, next to one that it has, where somebody stands elsewhere. */
static void look_beside(struct searching *s, struct ref stage, struct ref own)
{
	struct standing standing;
	if (ref_none(stage) || own_find(s, stage))
		return;
	standing_everywhere(s->index, stage, s->arena, &standing);
	if (standing.strength == STRENGTH_MISSING)
		return;
	struct gap *gap = add_gap(s, stage, REF_NONE, 1u << GAP_ADJACENT);
	gap->n_zones = count_zones(s, &standing);
	bool known = gap->types >> GAP_DEPENDENT & 1;
	for (size_t i = 0; i < gap->n_users; i++)
		known = known || ref_eq(gap->users[i], own);
	if (known)
		return;
	struct ref *users = arena_alloc(s->arena, (gap->n_users + 1) * sizeof *users);
	if (gap->n_users)
		memcpy(users, gap->users, gap->n_users * sizeof *users);
	users[gap->n_users++] = own;
	gap->users = users;
}

static void look_around(struct searching *s)
{
	static const char *const ends[] = {"from", "to"};
	size_t n = index_count(s->index, KIND_LINK);
	for (uint32_t row = 0; row < n; row++) {
		struct ref link = ref_make(KIND_LINK, row);
		for (int e = 0; e < 2; e++) {
			const struct own_stage *own = own_find(s, read_ref(s->index, link, ends[e]));
			if (own_stands(own))
				look_beside(s, read_ref(s->index, link, ends[!e]), own->stage);
		}
	}
}

/* -- the whole --------------------------------------------------------------------------------- */

static int rank(const struct gap *gap)
{
	static const int weights[GAP_TYPES] = {[GAP_SHORT] = 8, [GAP_MISSING] = 4, [GAP_DEPENDENT] = 6, [GAP_THIN] = 2};
	int sum = 0;
	for (int t = 0; t < GAP_TYPES; t++)
		sum += gap->types >> t & 1 ? weights[t] : 0;
	return sum;
}

/* Gravest first, then what most zones have, else as they were found. */
static const struct gap *sorted(const struct searching *s)
{
	struct radix_item *items = xmalloc((s->gaps.n + 1) * sizeof *items);
	struct gap *gaps = arena_alloc(s->arena, (s->gaps.n + 1) * sizeof *gaps);
	for (uint32_t i = 0; i < s->gaps.n; i++)
		items[i] = (struct radix_item){~((uint64_t)rank(&s->gaps.v[i]) << 32 | s->gaps.v[i].n_zones), i};
	radix_sort(items, s->gaps.n);
	for (size_t i = 0; i < s->gaps.n; i++)
		gaps[i] = s->gaps.v[items[i].row];
	free(items);
	return gaps;
}

static bool lies_in(const struct index *index, struct ref region, struct ref outer)
{
	enum { LEVELS_MAX = 8 };
	for (int level = 0; level < LEVELS_MAX && !ref_none(region); level++) {
		if (ref_eq(region, outer))
			return true;
		region = read_ref(index, region, "parent");
	}
	return false;
}

/* The chains whose stages the subject can call its own: of its zone; of a chain without a zone those of its region. */
static void find_own(struct searching *s, struct ref subject)
{
	if (!ref_none(s->zone)) {
		struct refs chains = read_back(s->index, s->zone, KIND_CHAIN, "zone");
		for (size_t i = 0; i < chains.n; i++)
			if (ref_eq(subject, s->zone) || ref_eq(subject, chains.v[i]))
				add_balanced(s, chains.v[i]);
			else
				add_own(s, chains.v[i]);
		return;
	}
	struct ref region = ref_kind(subject) == KIND_CHAIN ? read_ref(s->index, subject, "region") : REF_NONE;
	size_t n = ref_none(region) ? 0 : index_count(s->index, KIND_CHAIN);
	add_balanced(s, subject);
	for (uint32_t row = 0; row < n; row++) {
		struct ref chain = ref_make(KIND_CHAIN, row);
		if (!ref_eq(chain, subject) && lies_in(s->index, read_ref(s->index, chain, "region"), region))
			add_own(s, chain);
	}
}

static void look(struct searching *s, struct ref subject)
{
	find_own(s, subject);
	for (size_t i = 0; i < s->balances.n; i++) {
		look_at_own(s, s->balances.v[i]);
		look_at_reference(s, s->balances.v[i]->chain);
	}
	for (size_t i = 0; i < s->gaps.n; i++)
		find_users(s, &s->gaps.v[i]);
	if (!ref_none(s->zone))
		look_around(s);
}

static const struct ref *find_references(const struct index *index, struct arena *arena)
{
	size_t n = index_count(index, KIND_STAGE);
	struct ref *references = arena_alloc(arena, (n + 1) * sizeof *references);
	for (uint32_t row = 0; row < n; row++)
		references[row] = stage_reference(index, ref_make(KIND_STAGE, row));
	return references;
}

/* What the ground itself holds is not bought in. */
static void consider_own_ground(const struct searching *s, struct gap *gap)
{
	for (size_t i = 0; i < gap->n_candidates && !ref_none(s->zone); i++)
		if (ref_eq(gap->candidates[i].who, s->zone))
			gap->types &= ~(1u << GAP_DEPENDENT);
}

const struct gaps *gaps_find(const struct index *index, struct ref subject, struct arena *arena)
{
	struct searching s = {.index = index, .arena = arena, .zone = zone_of(index, subject), .references = find_references(index, arena)};
	struct gaps *made = arena_calloc(arena, 1, sizeof *made);
	made->subject = subject;
	made->zone = s.zone;
	if (ref_kind(subject) == KIND_ZONE || !chain_is_reference(index, subject))
		look(&s, subject);
	for (size_t i = 0; i < s.gaps.n; i++) {
		candidates_find(&s, &s.gaps.v[i]);
		consider_own_ground(&s, &s.gaps.v[i]);
	}
	made->v = sorted(&s);
	made->n = s.gaps.n;
	array_release(&s.gaps);
	array_release(&s.own);
	array_release(&s.balances);
	return made;
}

/* -- words --------------------------------------------------------------------------------------- */

void gap_types_text(const struct gap *gap, bool chinese, struct strbuf *out)
{
	bool first = true;
	for (int t = 0; t < GAP_TYPES; t++)
		if (gap->types >> t & 1) {
			strbuf_printf(out, "%s%s", first ? "" : " ", chinese ? gap_types[t].zh : gap_types[t].en);
			first = false;
		}
}

static void add_part(struct strbuf *out, size_t start, const char *text)
{
	strbuf_add_c(out, out->n > start ? "; " : "");
	strbuf_add_c(out, text);
}

static void add_users(const struct gap *gap, const struct index *index, bool chinese, struct strbuf *out)
{
	for (size_t i = 0; i < gap->n_users; i++)
		strbuf_printf(out, "%s%.*s", !i ? " " : chinese ? "、" : ", ", STR_ARG(index_name(index, gap->users[i])));
}

void gap_ground(const struct gap *gap, const struct index *index, bool chinese, struct strbuf *out)
{
	size_t start = out->n;
	bool of_reference = chain_is_reference(index, read_ref(index, gap->stage, "chain"));
	if (gap->types >> GAP_MISSING & 1)
		add_part(out, start, of_reference ? chinese ? "参照链有此环节,本区未见记载" : "the reference chain has it, nothing is recorded of the zone"
			: chinese ? "没有企业、产能数据和项目" : "no enterprise, figure or project");
	if (gap->rest) {
		add_part(out, start, "");
		formula_rest(gap->rest, chinese, out);
		strbuf_add_c(out, !gap->bottleneck ? "" : chinese ? " (全链瓶颈)" : " (bottleneck of the chain)");
	}
	if (gap->types >> GAP_THIN & 1) {
		add_part(out, start, !ref_none(gap->alone) ? chinese ? "只有一家企业 " : "one enterprise only, "
			: chinese ? "只有项目或规划、预期的产能" : "only projects or planned capacity");
		if (!ref_none(gap->alone))
			strbuf_add(out, index_short_name(index, gap->alone));
	}
	if (gap->n_unread)
		add_part(out, start, chinese ? "产能数字读不出" : "its figure of capacity cannot be read");
	bool dependent = gap->types >> GAP_DEPENDENT & 1, adjacent = gap->types >> GAP_ADJACENT & 1;
	if (dependent || (gap->n_users && !adjacent)) {
		add_part(out, start, chinese ? "本区用它的有" : "taken by");
		add_users(gap, index, chinese, out);
	}
	if (adjacent) {
		if (!dependent) {
			add_part(out, start, chinese ? "与它相邻的本区有" : "next to");
			add_users(gap, index, chinese, out);
		}
		if (gap->n_zones)
			strbuf_printf(out, chinese ? "; 别处%zu区有" : "; %zu other zones have it", gap->n_zones);
	}
}

/* Who could fill a gap, and why. */
#include "query/gap_internal.h"

#include "index/read.h"

static const int weights[REASON_TYPES] = {
	[REASON_PROJECT] = 5, [REASON_SUPPLIER] = 4, [REASON_CUSTOMER] = 2, [REASON_AT_STAGE] = 3, [REASON_PRODUCT] = 2, [REASON_RESOURCE] = 1,
};

struct collecting {
	const struct searching *s;
	const struct gap *gap;
	ARRAY(struct candidate) found;
};

/* Who stands there already is no candidate. */
static bool is_there(const struct collecting *c, struct ref who)
{
	for (size_t i = 0; i < c->s->own.n; i++) {
		const struct own_stage *own = &c->s->own.v[i];
		for (size_t j = 0; j < own->standing.n_enterprises; j++)
			if (ref_eq(own->standing.enterprises[j], who) && same_stage(c->s, own->stage, c->gap->stage))
				return true;
	}
	return false;
}

static void add(struct collecting *c, struct ref who, enum reason_type type, struct ref record, struct str word)
{
	size_t at = 0;
	if (ref_none(who) || is_there(c, who))
		return;
	while (at < c->found.n && !ref_eq(c->found.v[at].who, who))
		at++;
	if (at == c->found.n) {
		struct ref zone = zone_of(c->s->index, who);
		array_push(&c->found, (struct candidate){.who = who, .zone = ref_kind(who) == KIND_ZONE ? REF_NONE : zone});
	}
	struct candidate *one = &c->found.v[at];
	for (size_t i = 0; i < one->n_reasons; i++)
		if (one->reasons[i].type == type && ref_eq(one->reasons[i].record, record))
			return;
	if (one->n_reasons == REASONS_MAX)
		return;
	size_t place = one->n_reasons++;
	for (; place > 0 && weights[one->reasons[place - 1].type] < weights[type]; place--)
		one->reasons[place] = one->reasons[place - 1];
	one->reasons[place] = (struct reason){type, record, word};
	one->weight += weights[type];
}

/* -- the same stage elsewhere, projects -------------------------------------------------------- */

static void look_at_stage(struct collecting *c, struct ref stage)
{
	struct standing standing;
	const struct index *index = c->s->index;
	bool own = !ref_none(c->s->zone) && ref_eq(zone_of(index, stage), c->s->zone);
	if (!same_stage(c->s, stage, c->gap->stage) || chain_is_reference(index, read_ref(index, stage, "chain")))
		return;
	standing_make(index, stage, c->s->arena, &standing);
	for (size_t i = 0; i < standing.n_enterprises && !own; i++)
		add(c, standing.enterprises[i], REASON_AT_STAGE, stage, STR(""));
	for (size_t i = 0; i < standing.n_under_way; i++) {
		struct ref owner = read_ref(index, standing.under_way[i], "owner");
		add(c, ref_none(owner) ? standing.under_way[i] : owner, REASON_PROJECT, standing.under_way[i], STR(""));
	}
}

static void look_at_stages(struct collecting *c)
{
	size_t n = index_count(c->s->index, KIND_STAGE);
	for (uint32_t row = 0; row < n; row++)
		look_at_stage(c, ref_make(KIND_STAGE, row));
}

/* -- suppliers and customers of neighbours -------------------------------------------------------- */

/* Which ends of links and flows are looked at: the gap's stage stands at `near` of a link, its neighbour's enterprise at `ours` of a flow. */
struct side {
	const char *near, *far, *ours, *theirs;
	enum reason_type type;
};

/* Whether a flow carries what flows along the link, or what the stage makes. */
static bool carries(const struct collecting *c, struct ref flow, struct ref link)
{
	static const char *const lists[] = {"short_names", "products"};
	struct str product = read_text(c->s->index, flow, "product"), one;
	if (str_meet(product, read_text(c->s->index, link, "product")) || str_meet(product, index_name(c->s->index, c->gap->stage)))
		return true;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		struct str rest = read_text(c->s->index, c->gap->stage, lists[i]);
		while (rest.n && str_split(&rest, ';', &one))
			if (str_meet(product, one))
				return true;
	}
	return false;
}

/* Whoever takes what the stage before makes may work it up as well; other flows must be about the very thing. */
static bool is_about(const struct collecting *c, const struct side *side, struct ref flow, struct ref link)
{
	return (side->type == REASON_CUSTOMER && !read_byproduct(c->s->index, link)) || carries(c, flow, link);
}

static void look_at_flows(struct collecting *c, const struct side *side, struct ref enterprise, struct ref link)
{
	struct refs flows = read_back(c->s->index, enterprise, KIND_FLOW, side->ours);
	for (size_t i = 0; i < flows.n; i++) {
		struct ref other = read_ref(c->s->index, flows.v[i], side->theirs);
		if (!ref_none(other) && !ref_eq(other, enterprise) && is_about(c, side, flows.v[i], link))
			add(c, other, side->type, flows.v[i], STR(""));
	}
}

static void look_at_neighbours(struct collecting *c, const struct side *side)
{
	const struct index *index = c->s->index;
	struct ref ends[2] = {c->gap->stage, reference_of(c->s, c->gap->stage)};
	for (int e = 0; e < 2; e++) {
		struct refs links = read_back(index, ends[e], KIND_LINK, side->near);
		for (size_t i = 0; i < links.n; i++) {
			const struct own_stage *own = own_find(c->s, read_ref(index, links.v[i], side->far));
			for (size_t j = 0; own && j < own->standing.n_enterprises; j++)
				look_at_flows(c, side, own->standing.enterprises[j], links.v[i]);
		}
	}
}

/* -- products and resources ---------------------------------------------------------------------------- */

/* What the stage makes: its own words and those of the reference stage. */
static enum stage_word word_of(const struct collecting *c, struct str word)
{
	struct ref reference = reference_of(c->s, c->gap->stage);
	enum stage_word own = stage_word(c->s->index, c->gap->stage, word);
	return own != STAGE_OTHER ? own : stage_word(c->s->index, reference, word);
}

static void look_at_products(struct collecting *c)
{
	size_t n = index_count(c->s->index, KIND_ENTERPRISE);
	for (uint32_t row = 0; row < n; row++) {
		struct ref enterprise = ref_make(KIND_ENTERPRISE, row);
		struct str rest = read_text(c->s->index, enterprise, "products"), one;
		while (rest.n && str_split(&rest, ';', &one))
			if (word_of(c, one) != STAGE_OTHER)
				add(c, enterprise, REASON_PRODUCT, enterprise, one);
	}
}

static bool is_first(const struct collecting *c)
{
	struct ref ends[2] = {c->gap->stage, reference_of(c->s, c->gap->stage)};
	for (int e = 0; e < 2; e++) {
		struct refs links = read_back(c->s->index, ends[e], KIND_LINK, "to");
		for (size_t i = 0; i < links.n; i++)
			if (!read_byproduct(c->s->index, links.v[i]))
				return false;
	}
	return true;
}

static void add_resource(struct collecting *c, struct ref claim)
{
	struct ref subject = read_ref(c->s->index, claim, "subject");
	if (ref_kind(subject) == KIND_ZONE) {
		add(c, subject, REASON_RESOURCE, claim, STR(""));
	} else if (ref_kind(subject) == KIND_REGION) {
		struct refs zones = read_back(c->s->index, subject, KIND_ZONE, "region");
		for (size_t i = 0; i < zones.n; i++)
			add(c, zones.v[i], REASON_RESOURCE, claim, STR(""));
	}
}

/* Zones whose land holds what the chain begins with. */
static void look_at_resources(struct collecting *c)
{
	struct ref reserves = index_indicator(c->s->index, STR("reserves"));
	if (ref_none(reserves) || !is_first(c))
		return;
	struct refs claims = read_back(c->s->index, reserves, KIND_CLAIM, "indicator");
	for (size_t i = 0; i < claims.n; i++)
		if (word_of(c, read_text(c->s->index, claims.v[i], "item")) != STAGE_OTHER)
			add_resource(c, claims.v[i]);
}

/* -- order --------------------------------------------------------------------------------------- */

/* Weightiest first, then by kind and name. */
static uint64_t sort_key(const struct collecting *c, const struct candidate *one)
{
	return (uint64_t)(UINT16_MAX - one->weight) << 48 | (uint64_t)ref_kind(one->who) << 32 | index_name_rank(c->s->index, one->who);
}

static const struct candidate *sorted(const struct collecting *c)
{
	struct radix_item *items = xmalloc((c->found.n + 1) * sizeof *items);
	struct candidate *candidates = arena_alloc(c->s->arena, (c->found.n + 1) * sizeof *candidates);
	for (uint32_t i = 0; i < c->found.n; i++)
		items[i] = (struct radix_item){sort_key(c, &c->found.v[i]), i};
	radix_sort(items, c->found.n);
	for (size_t i = 0; i < c->found.n; i++)
		candidates[i] = c->found.v[items[i].row];
	free(items);
	return candidates;
}

void candidates_find(const struct searching *s, struct gap *gap)
{
	struct collecting c = {.s = s, .gap = gap};
	look_at_stages(&c);
	look_at_neighbours(&c, &(struct side){"from", "to", "to", "from", REASON_SUPPLIER});
	look_at_neighbours(&c, &(struct side){"to", "from", "from", "to", REASON_CUSTOMER});
	look_at_products(&c);
	look_at_resources(&c);
	gap->candidates = sorted(&c);
	gap->n_candidates = c.found.n;
	array_release(&c.found);
}

/* -- words ------------------------------------------------------------------------------------------- */

static struct str name_of(const struct index *index, struct ref record, const char *field)
{
	return index_short_name(index, read_ref(index, record, field));
}

static void project_text(const struct index *index, struct ref project, bool chinese, struct strbuf *out)
{
	int64_t status = read_number(index, project, "status");
	const struct enum_code *code = status >= 0 ? &enums[ENUM_STATUS].v[status] : NULL;
	struct ref zone = zone_of(index, project);
	strbuf_printf(out, chinese ? "在谈在建项目: %.*s" : "project under way: %.*s", STR_ARG(index_name(index, project)));
	if (code)
		strbuf_printf(out, " (%s)", chinese ? code->zh : code->en);
	if (!ref_none(zone))
		strbuf_printf(out, " %.*s", STR_ARG(index_short_name(index, zone)));
}

void reason_text(const struct reason *reason, const struct index *index, bool chinese, struct strbuf *out)
{
	struct ref record = reason->record;
	switch (reason->type) {
	case REASON_PROJECT: project_text(index, record, chinese, out); break;
	case REASON_SUPPLIER:
		strbuf_printf(out, chinese ? "已供给%.*s: %.*s" : "supplies %.*s with %.*s", STR_ARG(name_of(index, record, "to")), STR_ARG(read_text(index, record, "product")));
		break;
	case REASON_CUSTOMER:
		strbuf_printf(out, chinese ? "已购自%.*s: %.*s" : "buys from %.*s: %.*s", STR_ARG(name_of(index, record, "from")), STR_ARG(read_text(index, record, "product")));
		break;
	case REASON_AT_STAGE:
		strbuf_printf(out, chinese ? "同环节: %.*s %.*s" : "same stage: %.*s %.*s", STR_ARG(name_of(index, record, "chain")), STR_ARG(index_name(index, record)));
		break;
	case REASON_PRODUCT: strbuf_printf(out, chinese ? "产品: %.*s" : "makes %.*s", STR_ARG(reason->word)); break;
	case REASON_RESOURCE:
		strbuf_printf(out, chinese ? "资源: %.*s %.*s " : "resource: %.*s %.*s ", STR_ARG(name_of(index, record, "subject")), STR_ARG(read_text(index, record, "item")));
		index_printed(index, record, out);
		break;
	case REASON_TYPES: break;
	}
}

struct ref reason_source(const struct reason *reason, const struct index *index)
{
	return read_ref(index, reason->record, "source");
}

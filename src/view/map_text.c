/* The words of the map: in its boxes and below it. */
#include "view/map_internal.h"

#include "index/read.h"
#include "query/capacity.h"
#include "view/figure.h"

/* -- pieces -------------------------------------------------------------------------------- */

static struct str take(struct strbuf *text, struct arena *arena)
{
	struct str kept = arena_str(arena, strbuf_str(text));
	strbuf_release(text);
	return kept;
}

static const char *say(const struct app *app, const char *zh, const char *en)
{
	return app_chinese(app) ? zh : en;
}

static bool is_made(const struct map_graph *graph, const struct stage_figure *f, bool present)
{
	return !f->intake && (read_number(graph->index, f->claim, "modality") == MODALITY_CAPACITY) == present;
}

/* What is not there yet: the first planned, expected or aimed-at capacity, with its modality. */
static void add_planned(const struct map_graph *graph, const struct standing *s, const struct app *app, struct strbuf *out)
{
	for (size_t i = 0; i < s->n_figures; i++)
		if (is_made(graph, &s->figures[i], false)) {
			const struct enum_code *code = &enums[ENUM_MODALITY].v[read_number(graph->index, s->figures[i].claim, "modality")];
			strbuf_printf(out, "%s ", app_chinese(app) ? code->zh : code->en);
			figure_print(graph->index, s->figures[i].claim, out);
			return;
		}
}

/* As printed where there is one figure; else the range that the figures give. */
static void add_capacity(const struct map_graph *graph, const struct map_box *box, const struct app *app, struct strbuf *out)
{
	const struct formula *capacity = box->balance ? box->balance->capacity : NULL;
	if (capacity && capacity->type == FORMULA_FIGURE)
		figure_print(graph->index, capacity->record, out);
	else if (capacity)
		formula_value(capacity, app_chinese(app), out);
	else
		add_planned(graph, &box->standing, app, out);
}

static void add_counts(const struct map_box *box, const struct app *app, bool zones, struct strbuf *out)
{
	const struct standing *s = &box->standing;
	if (zones && s->n_zones)
		strbuf_printf(out, " %zu%.*s", s->n_zones, STR_ARG(app_message(app, MSG_MAP_ZONES)));
	if (s->n_enterprises)
		strbuf_printf(out, " %zu%.*s", s->n_enterprises, STR_ARG(app_message(app, MSG_MAP_ENTERPRISES)));
	if (s->n_under_way)
		strbuf_printf(out, " %.*s%zu", STR_ARG(app_message(app, MSG_MAP_UNDER_WAY)), s->n_under_way);
}

/* Between zones nobody is told apart as this chain's own. */
static bool is_shared(const struct map_graph *graph, const struct map_box *box)
{
	return graph->view == MAP_EVERYWHERE || chain_is_template(graph->index, read_ref(graph->index, box->ref, "chain"));
}

/* -- boxes --------------------------------------------------------------------------------- */

enum { LINES_MAX = 16, NAMES_MAX = 4 };

struct lines {
	struct map_line v[LINES_MAX];
	size_t n;
	struct arena *arena;
};

static void add_line(struct lines *lines, struct strbuf *text, enum role role)
{
	struct str kept = take(text, lines->arena);
	if (kept.n && lines->n < LINES_MAX)
		lines->v[lines->n++] = (struct map_line){kept, role};
}

static void add_name(struct lines *lines, const struct map_graph *graph, const struct map_box *box)
{
	struct strbuf text = {0};
	bool stage = ref_kind(box->ref) == KIND_STAGE;
	strbuf_add(&text, stage ? index_name(graph->index, box->ref) : index_short_name(graph->index, box->ref));
	if (stage && !ref_none(box->standing.lead))
		strbuf_add_c(&text, " <>");
	if (box->n_hidden)
		strbuf_printf(&text, " +%zu", box->n_hidden);
	add_line(lines, &text, ROLE_LINK);
}

static void add_strength(struct lines *lines, const struct map_graph *graph, const struct map_box *box, const struct app *app)
{
	struct strbuf text = {0};
	bool missing = box->standing.strength == STRENGTH_MISSING;
	const struct strength_info *info = &strengths[box->standing.strength];
	strbuf_printf(&text, "%s%s", missing ? "!" : "", say(app, info->zh, info->en));
	add_counts(box, app, is_shared(graph, box), &text);
	add_line(lines, &text, missing ? ROLE_WARNING : ROLE_TEXT);
}

static void add_rest(struct lines *lines, const struct map_box *box, const struct app *app)
{
	struct strbuf text = {0};
	if (!box->balance || !box->balance->rest)
		return;
	bool lacks = formula_sign(box->balance->rest) == SIGN_SHORT;
	strbuf_add_c(&text, lacks ? "!" : "");
	formula_rest(box->balance->rest, app_chinese(app), &text);
	if (box->balance->bottleneck)
		strbuf_printf(&text, " %.*s", STR_ARG(app_message(app, MSG_MAP_BOTTLENECK)));
	add_line(lines, &text, lacks ? ROLE_WARNING : ROLE_NUMBER);
}

static void add_names(struct lines *lines, const struct map_graph *graph, const struct ref *refs, size_t n, const char *sign)
{
	for (size_t i = 0; i < n && i < NAMES_MAX; i++) {
		struct strbuf text = {0};
		strbuf_printf(&text, "%s%.*s", sign, STR_ARG(index_short_name(graph->index, refs[i])));
		if (i + 1 == NAMES_MAX && n > NAMES_MAX)
			strbuf_printf(&text, " .. %zu", n);
		add_line(lines, &text, ROLE_DIM);
	}
}

struct map_text map_box_text(const struct map_graph *graph, const struct map_box *box, enum map_detail detail,
	const struct app *app, struct arena *arena)
{
	struct lines lines = {.arena = arena};
	struct strbuf text = {0};
	bool stage = ref_kind(box->ref) == KIND_STAGE, shared = stage && is_shared(graph, box);
	add_name(&lines, graph, box);
	if (stage && detail >= DETAIL_SHORT) {
		if (!shared)
			add_capacity(graph, box, app, &text);
		add_line(&lines, &text, ROLE_NUMBER);
		add_strength(&lines, graph, box, app);
		if (!shared)
			add_rest(&lines, box, app);
	} else if (!stage && box->own_use.n) {
		strbuf_printf(&text, "%.*s %.*s", STR_ARG(app_message(app, MSG_MAP_OWN_USE)), STR_ARG(box->own_use));
		add_line(&lines, &text, ROLE_DIM);
	}
	if (stage && detail == DETAIL_LONG) {
		add_names(&lines, graph, shared ? box->standing.zones : box->standing.enterprises,
			shared ? box->standing.n_zones : box->standing.n_enterprises, "- ");
		add_names(&lines, graph, box->standing.under_way, box->standing.n_under_way, "+ ");
	}
	struct map_line *kept = arena_alloc(arena, lines.n * sizeof *kept);
	memcpy(kept, lines.v, lines.n * sizeof *kept);
	return (struct map_text){kept, lines.n};
}

/* -- below the map --------------------------------------------------------------------------- */

struct about {
	struct map_about *out;
	size_t n;
	struct arena *arena;
};

static void tell(struct about *about, struct str label, struct strbuf *text, enum role role)
{
	struct str kept = take(text, about->arena);
	if (kept.n && about->n < MAP_ABOUT)
		about->out[about->n++] = (struct map_about){label, kept, role};
}

static struct str label_of(const struct app *app, enum kind kind, const char *field)
{
	const struct field *f = &fields_of[kind].v[field_get(kind, field)];
	return str_from(app_chinese(app) ? f->zh : f->en);
}

static void tell_enterprises(struct about *about, const struct map_graph *graph, const struct map_box *box, const struct app *app)
{
	struct strbuf text = {0};
	for (size_t i = 0; i < box->standing.n_enterprises; i++) {
		struct ref one = box->standing.enterprises[i], zone = zone_of(graph->index, one);
		bool lead = !ref_none(box->standing.lead) && ref_eq(one, box->standing.lead);
		strbuf_printf(&text, "%s%.*s%s", i ? "; " : "", STR_ARG(index_short_name(graph->index, one)), lead ? " <>" : "");
		if (is_shared(graph, box) && !ref_none(zone))
			strbuf_printf(&text, "(%.*s)", STR_ARG(index_short_name(graph->index, zone)));
	}
	tell(about, str_from(say(app, kinds[KIND_ENTERPRISE].zh, kinds[KIND_ENTERPRISE].en)), &text, ROLE_TEXT);
}

static void tell_projects(struct about *about, const struct map_graph *graph, const struct map_box *box, const struct app *app)
{
	struct strbuf text = {0};
	for (size_t i = 0; i < box->standing.n_projects; i++) {
		struct ref one = box->standing.projects[i];
		int64_t status = read_number(graph->index, one, "status");
		strbuf_printf(&text, "%s%.*s", i ? "; " : "", STR_ARG(index_short_name(graph->index, one)));
		if (status >= 0)
			strbuf_printf(&text, "(%s)", say(app, enums[ENUM_STATUS].v[status].zh, enums[ENUM_STATUS].v[status].en));
	}
	tell(about, str_from(say(app, kinds[KIND_PROJECT].zh, kinds[KIND_PROJECT].en)), &text, ROLE_TEXT);
}

static void tell_capacities(struct about *about, const struct map_graph *graph, const struct map_box *box, const struct app *app)
{
	struct strbuf text = {0};
	for (size_t i = 0; i < box->standing.n_figures; i++) {
		const struct stage_figure *f = &box->standing.figures[i];
		int64_t modality = read_number(graph->index, f->claim, "modality");
		struct str item = read_text(graph->index, f->claim, "item");
		struct ref source = read_ref(graph->index, f->claim, "source"), subject = read_ref(graph->index, f->claim, "subject");
		strbuf_printf(&text, "%s%.*s", text.n ? "; " : "", STR_ARG(index_short_name(graph->index, subject)));
		strbuf_printf(&text, " %.*s%s", STR_ARG(item), item.n ? " " : "");
		figure_print(graph->index, f->claim, &text);
		if (modality != MODALITY_CAPACITY)
			strbuf_printf(&text, "(%s)", say(app, enums[ENUM_MODALITY].v[modality].zh, enums[ENUM_MODALITY].v[modality].en));
		if (f->intake)
			strbuf_printf(&text, "(%.*s)", STR_ARG(read_text(graph->index, f->claim, "scope")));
		if (!ref_none(source))
			strbuf_printf(&text, " %.*s", STR_ARG(str_sub(index_id(graph->index, source), strlen("source:"), SIZE_MAX)));
	}
	tell(about, app_message(app, MSG_PAGE_CAPACITY), &text, ROLE_NUMBER);
}

static void tell_balance(struct about *about, const struct map_graph *graph, const struct map_box *box, const struct app *app)
{
	struct strbuf text = {0};
	const struct balance_stage *s = box->balance;
	if (!s || is_shared(graph, box))
		return;
	if (s->rest) {
		strbuf_add_c(&text, formula_sign(s->rest) == SIGN_SHORT ? "!" : "");
		formula_rest(s->rest, app_chinese(app), &text);
	}
	if (s->n_unknown)
		strbuf_printf(&text, "%s%.*s %zu/%zu", text.n ? "; " : "", STR_ARG(app_message(app, MSG_MAP_UNKNOWN_USERS)),
			s->n_unknown, s->n_users);
	if (s->other_units)
		strbuf_printf(&text, "%s%.*s %zu", text.n ? "; " : "", STR_ARG(app_message(app, MSG_MAP_OTHER_UNITS)), s->other_units);
	tell(about, app_message(app, MSG_MAP_REST), &text, ROLE_NUMBER);
}

size_t map_about(const struct map_graph *graph, const struct map_box *box, const struct app *app,
	struct map_about out[MAP_ABOUT], struct arena *arena)
{
	struct about about = {.out = out, .arena = arena};
	struct strbuf text = {0};
	bool stage = ref_kind(box->ref) == KIND_STAGE;
	const struct strength_info *info = &strengths[box->standing.strength];
	strbuf_add(&text, index_name(graph->index, box->ref));
	if (stage)
		strbuf_printf(&text, "  %s: %s", say(app, info->zh, info->en), say(app, info->rule_zh, info->rule_en));
	tell(&about, str_from(say(app, kinds[ref_kind(box->ref)].zh, kinds[ref_kind(box->ref)].en)), &text, ROLE_HEADING);
	if (stage) {
		tell_capacities(&about, graph, box, app);
		tell_balance(&about, graph, box, app);
		tell_enterprises(&about, graph, box, app);
		tell_projects(&about, graph, box, app);
	}
	strbuf_add(&text, read_text(graph->index, box->ref, "products"));
	tell(&about, label_of(app, ref_kind(box->ref), "products"), &text, ROLE_TEXT);
	return about.n;
}

struct evidence map_evidence(const struct map_graph *graph, const struct map_box *box)
{
	struct evidence evidence = evidence_record(box->ref);
	for (int present = 1; present >= 0; present--)
		for (size_t i = 0; i < box->standing.n_figures && evidence.n_claims < EVIDENCE_CLAIMS; i++)
			if (is_made(graph, &box->standing.figures[i], present))
				evidence.claims[evidence.n_claims++] = box->standing.figures[i].claim;
	return evidence;
}

/* What is said below the map, of the selected box and of the chain. */
#include "view/map_internal.h"

#include "index/read.h"
#include "query/delivery.h"
#include "query/promise.h"
#include "view/figure.h"

struct about {
	struct map_about *out;
	size_t n;
	struct arena *arena;
};

static void tell(struct about *about, struct str label, struct strbuf *text, enum role role)
{
	struct str kept = arena_take(about->arena, text);
	if (kept.n && about->n < MAP_ABOUT)
		about->out[about->n++] = (struct map_about){label, kept, role};
}

/*
 * A stage of the whole country has thousands of enterprises, projects and figures, and this is drawn at every key: where
 * more is said than any window shows, only how many there are besides.
 */
static bool is_told_enough(struct strbuf *text, size_t rest)
{
	enum { BYTES_SHOWN = 2048 };
	if (text->n < BYTES_SHOWN)
		return false;
	strbuf_printf(text, "; +%zu", rest);
	return true;
}

static struct str label_of(const struct app *app, enum kind kind, const char *field)
{
	const struct field *f = &fields_of[kind].v[field_get(kind, field)];
	return str_from(app_chinese(app) ? f->zh : f->en);
}

static void tell_enterprises(struct about *about, const struct map_graph *graph, const struct map_box *box, const struct app *app)
{
	struct strbuf text = {0};
	for (size_t i = 0; i < box->standing.n_enterprises && !is_told_enough(&text, box->standing.n_enterprises - i); i++) {
		struct ref one = box->standing.enterprises[i], zone = zone_of(graph->index, one);
		bool lead = !ref_none(box->standing.lead) && ref_eq(one, box->standing.lead);
		strbuf_printf(&text, "%s%.*s%s", i ? "; " : "", STR_ARG(index_short_name(graph->index, one)), lead ? " <>" : "");
		if (map_is_shared(graph, box) && !ref_none(zone))
			strbuf_printf(&text, "(%.*s)", STR_ARG(index_short_name(graph->index, zone)));
	}
	tell(about, str_from(map_say(app, kinds[KIND_ENTERPRISE].zh, kinds[KIND_ENTERPRISE].en)), &text, ROLE_TEXT);
}

static void tell_projects(struct about *about, const struct map_graph *graph, const struct map_box *box, const struct app *app)
{
	struct strbuf text = {0};
	for (size_t i = 0; i < box->standing.n_projects && !is_told_enough(&text, box->standing.n_projects - i); i++) {
		struct ref one = box->standing.projects[i];
		int64_t status = read_number(graph->index, one, "status");
		strbuf_printf(&text, "%s%.*s", i ? "; " : "", STR_ARG(index_short_name(graph->index, one)));
		if (status >= 0)
			strbuf_printf(&text, "(%s)", map_say(app, enums[ENUM_STATUS].v[status].zh, enums[ENUM_STATUS].v[status].en));
	}
	tell(about, str_from(map_say(app, kinds[KIND_PROJECT].zh, kinds[KIND_PROJECT].en)), &text, ROLE_TEXT);
}

static void tell_capacities(struct about *about, const struct map_graph *graph, const struct map_box *box, const struct app *app)
{
	struct strbuf text = {0};
	for (size_t i = 0; i < box->standing.n_figures && !is_told_enough(&text, box->standing.n_figures - i); i++) {
		const struct stage_figure *f = &box->standing.figures[i];
		int64_t modality = read_number(graph->index, f->claim, "modality");
		struct str item = read_text(graph->index, f->claim, "item");
		struct ref source = read_ref(graph->index, f->claim, "source"), subject = read_ref(graph->index, f->claim, "subject");
		strbuf_printf(&text, "%s%.*s", text.n ? "; " : "", STR_ARG(index_short_name(graph->index, subject)));
		strbuf_printf(&text, " %.*s%s", STR_ARG(item), item.n ? " " : "");
		figure_print_signed(graph->index, f->claim, &text);
		if (modality >= 0 && modality != MODALITY_CAPACITY)
			strbuf_printf(&text, "(%s)", map_say(app, enums[ENUM_MODALITY].v[modality].zh, enums[ENUM_MODALITY].v[modality].en));
		if (modality == MODALITY_CAPACITY && !formula_figure(graph->index, f->claim, about->arena))
			strbuf_printf(&text, "(%.*s)", STR_ARG(app_message(app, MSG_MAP_UNREAD)));
		if (f->intake)
			strbuf_printf(&text, "(%.*s)", STR_ARG(read_text(graph->index, f->claim, "scope")));
		if (!ref_none(source))
			strbuf_printf(&text, " %.*s", STR_ARG(map_slug(graph->index, source)));
	}
	tell(about, app_message(app, MSG_PAGE_CAPACITY), &text, ROLE_NUMBER);
}

static void tell_balance(struct about *about, const struct map_graph *graph, const struct map_box *box, const struct app *app)
{
	struct strbuf text = {0};
	const struct balance_stage *s = box->balance;
	if (!s || map_is_shared(graph, box))
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
	if (s->n_unread)
		strbuf_printf(&text, "%s%.*s %zu", text.n ? "; " : "", STR_ARG(app_message(app, MSG_MAP_UNREAD)), s->n_unread);
	tell(about, app_message(app, MSG_MAP_REST), &text, ROLE_NUMBER);
}

/* Figures of an input, each with where it was printed; appended behind others. */
static void add_input(const struct map_graph *graph, const struct input *input, const struct app *app, struct strbuf *text)
{
	for (size_t i = 0; i < input->n_claims; i++) {
		struct ref source = read_ref(graph->index, input->claims[i], "source");
		strbuf_add_c(text, text->n ? "; " : "");
		map_input_figure(graph, input->claims[i], app, text);
		if (!ref_none(source))
			strbuf_printf(text, " %.*s", STR_ARG(map_slug(graph->index, source)));
	}
}

/* What of the zone's endowment a stage is. */
static void tell_endowment(struct about *about, const struct map_graph *graph, const struct map_box *box, const struct app *app)
{
	struct strbuf text = {0};
	for (size_t i = 0; i < graph->inputs.n; i++)
		if (ref_eq(graph->inputs.v[i].stage, box->ref))
			add_input(graph, &graph->inputs.v[i], app, &text);
	tell(about, str_trim(app_message(app, MSG_MAP_RESERVES)), &text, ROLE_NUMBER);
}

static void tell_input(struct about *about, const struct map_graph *graph, const struct input *input, const struct app *app)
{
	struct strbuf text = {0};
	const struct input_type_info *info = &input_types[input->type];
	strbuf_printf(&text, "%.*s  %s", STR_ARG(input->name), map_say(app, info->zh, info->en));
	if (!ref_eq(input->record, graph->subject) && !str_eq(index_name(graph->index, input->record), input->name))
		strbuf_printf(&text, "  %.*s", STR_ARG(index_short_name(graph->index, input->record)));
	tell(about, app_message(app, MSG_MAP_INPUT), &text, ROLE_HEADING);
	add_input(graph, input, app, &text);
	tell(about, app_message(app, MSG_PAGE_FIGURES), &text, ROLE_NUMBER);
	for (size_t i = 0; i < input->n_users; i++)
		strbuf_printf(&text, "%s%.*s", i ? "; " : "", STR_ARG(index_name(graph->index, input->users[i])));
	tell(about, app_message(app, MSG_MAP_INPUT_USERS), &text, ROLE_TEXT);
}

/* Deliveries out of an enterprise, or into it: what, to or from whom, how much, and where it was printed. */
static void tell_flows(struct about *about, const struct map_graph *graph, const struct map_box *box, bool out, const struct app *app)
{
	struct strbuf text = {0};
	for (size_t i = 0; i < graph->flows.n; i++) {
		struct ref flow = graph->flows.v[i], other = read_ref(graph->index, flow, out ? "to" : "from"), source = read_ref(graph->index, flow, "source");
		if (!ref_eq(read_ref(graph->index, flow, out ? "from" : "to"), box->ref) || ref_eq(other, box->ref))
			continue;
		struct delivery delivery = delivery_of(graph->index, flow, about->arena);
		strbuf_printf(&text, "%s%.*s %s %.*s", text.n ? "; " : "", STR_ARG(read_text(graph->index, flow, "product")), out ? "->" : "<-",
			STR_ARG(index_short_name(graph->index, other)));
		if (delivery.byproduct)
			strbuf_printf(&text, " %.*s", STR_ARG(app_message(app, MSG_MAP_LEGEND_BYPRODUCT)));
		if (delivery.energy)
			strbuf_printf(&text, " %.*s", STR_ARG(app_message(app, MSG_MAP_ENERGY)));
		for (size_t j = 0; j < delivery.n_claims; j++) {
			strbuf_add_c(&text, j ? ", " : " (");
			figure_heading(graph->index, delivery.claims[j], &text);
			strbuf_add_byte(&text, ' ');
			figure_print_signed(graph->index, delivery.claims[j], &text);
			strbuf_add_c(&text, j + 1 == delivery.n_claims ? ")" : "");
		}
		if (!ref_none(source))
			strbuf_printf(&text, " %.*s", STR_ARG(map_slug(graph->index, source)));
	}
	tell(about, app_message(app, out ? MSG_MAP_DELIVERS : MSG_MAP_TAKES), &text, ROLE_TEXT);
}

size_t map_about(const struct map_graph *graph, const struct map_box *box, const struct app *app,
	struct map_about out[MAP_ABOUT], struct arena *arena)
{
	struct about about = {.out = out, .arena = arena};
	struct strbuf text = {0};
	bool stage = ref_kind(box->ref) == KIND_STAGE;
	const struct strength_info *info = &strengths[box->standing.strength];
	if (box->input) {
		tell_input(&about, graph, box->input, app);
		return about.n;
	}
	strbuf_add(&text, index_name(graph->index, box->ref));
	/* Of several chains on one map: which one is it of? */
	if (stage && graph->chains.n > 1)
		strbuf_printf(&text, " (%.*s)", STR_ARG(index_short_name(graph->index, read_ref(graph->index, box->ref, "chain"))));
	if (stage)
		strbuf_printf(&text, "  %s: %s", map_say(app, info->zh, info->en), map_say(app, info->rule_zh, info->rule_en));
	tell(&about, str_from(map_say(app, kinds[ref_kind(box->ref)].zh, kinds[ref_kind(box->ref)].en)), &text, ROLE_HEADING);
	if (stage) {
		tell_capacities(&about, graph, box, app);
		tell_endowment(&about, graph, box, app);
		tell_balance(&about, graph, box, app);
		tell_enterprises(&about, graph, box, app);
		tell_projects(&about, graph, box, app);
	} else {
		tell_flows(&about, graph, box, true, app);
		tell_flows(&about, graph, box, false, app);
	}
	strbuf_add(&text, read_text(graph->index, box->ref, "products"));
	tell(&about, label_of(app, ref_kind(box->ref), "products"), &text, ROLE_TEXT);
	return about.n;
}

static void add_evidence(struct evidence *evidence, const struct input *input)
{
	for (size_t i = 0; i < input->n_claims && evidence->n_claims < EVIDENCE_CLAIMS; i++)
		evidence->claims[evidence->n_claims++] = input->claims[i];
}

struct evidence map_evidence(const struct map_graph *graph, const struct map_box *box)
{
	struct evidence evidence = evidence_record(box->input ? box->input->record : box->ref);
	if (box->input)
		add_evidence(&evidence, box->input);
	for (int present = 1; present >= 0; present--)
		for (size_t i = 0; i < box->standing.n_figures && evidence.n_claims < EVIDENCE_CLAIMS; i++)
			if (map_is_made(&box->standing.figures[i], present))
				evidence.claims[evidence.n_claims++] = box->standing.figures[i].claim;
	for (size_t i = 0; i < graph->inputs.n; i++)
		if (ref_eq(graph->inputs.v[i].stage, box->ref))
			add_evidence(&evidence, &graph->inputs.v[i]);
	return evidence;
}

/* -- targets --------------------------------------------------------------------------------- */

static bool is_of_cluster(struct str text)
{
	return str_find(text, STR("集群"), 0) >= 0 || str_find(text, STR("专业镇"), 0) >= 0;
}

/* A target with its figure where its name does not say it, when it is due and what became of it. */
static void add_target(const struct map_graph *graph, struct ref claim, struct ref target, const struct app *app, struct strbuf *out)
{
	struct promise promise = promise_of(graph->index, ref_none(target) ? claim : target);
	struct str due = ref_none(target) ? STR("") : read_text(graph->index, target, "due");
	const struct enum_code *code = &enums[ENUM_VERDICT].v[promise.verdict];
	bool overdue = promise_overdue(&promise, app_settings(app)->today);
	due = due.n || !promise.has_due ? due : read_text(graph->index, claim, "period");
	strbuf_add_c(out, out->n ? "; " : "");
	if (ref_none(target)) {
		figure_heading(graph->index, claim, out);
		strbuf_printf(out, " %.*s", STR_ARG(read_text(graph->index, claim, "scope")));
	} else {
		strbuf_add(out, index_name(graph->index, target));
	}
	strbuf_add_byte(out, ' ');
	figure_print_signed(graph->index, claim, out);
	strbuf_printf(out, " (%.*s %.*s, %s%s)", STR_ARG(app_message(app, MSG_PROMISE_DUE)),
		STR_ARG(due.n ? due : app_message(app, MSG_MAP_NO_DUE)), overdue ? "!" : "", map_say(app, code->zh, code->en));
}

static void add_targets(const struct map_graph *graph, struct ref subject, const struct app *app, struct strbuf *out)
{
	struct refs claims = ref_none(subject) ? (struct refs){NULL, 0} : index_claims(graph->index, subject);
	for (size_t i = 0; i < claims.n; i++) {
		struct refs targets = read_back(graph->index, claims.v[i], KIND_TARGET, "claim");
		bool cluster = is_of_cluster(read_text(graph->index, claims.v[i], "scope")) || is_of_cluster(read_text(graph->index, claims.v[i], "item"));
		for (size_t j = 0; j < targets.n; j++)
			if (cluster || is_of_cluster(index_name(graph->index, targets.v[j])))
				add_target(graph, claims.v[i], targets.v[j], app, out);
		if (!targets.n && cluster && promise_is(graph->index, claims.v[i]))
			add_target(graph, claims.v[i], REF_NONE, app, out);
	}
}

struct str map_targets(const struct map_graph *graph, const struct app *app, struct arena *arena)
{
	struct strbuf text = {0};
	struct ref zone = zone_of(graph->index, graph->subject);
	for (size_t i = 0; i < graph->chains.n; i++)
		add_targets(graph, graph->chains.v[i], app, &text);
	if (graph->chains.n)
		add_targets(graph, zone, app, &text);
	return arena_take(arena, &text);
}

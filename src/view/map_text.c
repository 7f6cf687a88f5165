/* The words in the boxes of the map. */
#include "view/map_internal.h"

#include "index/read.h"
#include "query/facility.h"
#include "view/figure.h"

/* -- pieces -------------------------------------------------------------------------------- */

const char *map_say(const struct app *app, const char *zh, const char *en)
{
	return app_chinese(app) ? zh : en;
}

bool map_is_made(const struct stage_figure *f, bool present)
{
	return !f->intake && f->capacity == present;
}

/* What is not there yet: the first planned, expected or aimed-at capacity, with its modality. */
static bool add_planned(const struct map_graph *graph, const struct standing *s, const struct app *app, struct strbuf *out)
{
	for (size_t i = 0; i < s->n_figures; i++)
		if (map_is_made(&s->figures[i], false)) {
			const struct enum_code *code = read_code(graph->index, s->figures[i].claim, "modality");
			strbuf_printf(out, "%s ", app_chinese(app) ? code->zh : code->en);
			return figure_print_signed(graph->index, s->figures[i].claim, out);
		}
	return false;
}

enum { LEAVES_MAX = 64 };

/* A number put together of several figures: with the signs that any of them has. */
static bool add_number(const struct map_graph *graph, const struct formula *number, const struct app *app, struct strbuf *out)
{
	struct ref claims[LEAVES_MAX];
	size_t n = formula_claims(number, claims, LEAVES_MAX);
	bool contradicted = false, doubted = figures_doubted(graph->index, claims, n);
	for (size_t i = 0; i < n && !contradicted; i++)
		contradicted = verdict_contradicts(verdict_of_claim(graph->index, claims[i]));
	strbuf_add_c(out, contradicted ? "!" : "");
	formula_value(number, app_chinese(app), out);
	strbuf_add_c(out, doubted ? "?" : "");
	return contradicted || doubted;
}

/* As printed where there is one figure; else the range that the figures give. Returns whether something speaks against it. */
static bool add_capacity(const struct map_graph *graph, const struct map_box *box, const struct app *app, struct strbuf *out)
{
	const struct formula *capacity = box->balance ? box->balance->capacity : NULL;
	if (capacity && capacity->type == FORMULA_FIGURE)
		return figure_print_signed(graph->index, capacity->record, out);
	if (!capacity && box->balance && box->balance->n_unread) {
		strbuf_add(out, app_message(app, MSG_MAP_UNREAD));
		return true;
	}
	return capacity ? add_number(graph, capacity, app, out) : add_planned(graph, &box->standing, app, out);
}

static void add_counts(const struct map_box *box, const struct app *app, bool zones, struct strbuf *out)
{
	const struct standing *s = &box->standing;
	const char *between = map_say(app, " ", MAP_BETWEEN);
	if (zones && s->n_zones)
		strbuf_printf(out, "%s%zu%.*s", between, s->n_zones, STR_ARG(app_message(app, MSG_MAP_ZONES)));
	if (s->n_enterprises)
		strbuf_printf(out, "%s%zu%.*s", between, s->n_enterprises, STR_ARG(app_message(app, MSG_MAP_ENTERPRISES)));
	if (s->n_under_way)
		strbuf_printf(out, "%s%.*s%zu", between, STR_ARG(app_message(app, MSG_MAP_UNDER_WAY)), s->n_under_way);
}

bool map_is_shared(const struct map_graph *graph, const struct map_box *box)
{
	return graph->view == MAP_EVERYWHERE || chain_is_reference(graph->index, read_ref(graph->index, box->ref, "chain"));
}

/* -- inputs -------------------------------------------------------------------------------- */

bool map_input_figure(const struct map_graph *graph, struct ref claim, const struct app *app, struct strbuf *out)
{
	int64_t modality = read_number(graph->index, claim, "modality");
	struct str scope = read_text(graph->index, claim, "scope");
	bool odd = figure_print_signed(graph->index, claim, out);
	if (modality > MODALITY_ACTUAL && modality != MODALITY_RESOURCE)
		strbuf_printf(out, " %s", map_say(app, enums[ENUM_MODALITY].v[modality].zh, enums[ENUM_MODALITY].v[modality].en));
	else if (scope.n)
		strbuf_printf(out, " %.*s", STR_ARG(scope));
	return odd;
}

struct str map_slug(const struct index *index, struct ref source)
{
	return str_sub(index_id(index, source), strlen("source:"), SIZE_MAX);
}

static struct str slug_of_claim(const struct index *index, struct ref claim)
{
	struct ref source = read_ref(index, claim, "source");
	return ref_none(source) ? STR("") : map_slug(index, source);
}

/* -- boxes --------------------------------------------------------------------------------- */

enum { LINES_MAX = 48, NAMES_MAX = 16, FIGURES_MAX = 4 };

struct lines {
	struct map_line v[LINES_MAX];
	size_t n;
	struct arena *arena;
};

static void add_line(struct lines *lines, struct strbuf *text, enum role role)
{
	struct str kept = arena_take(lines->arena, text);
	if (kept.n && lines->n < LINES_MAX)
		lines->v[lines->n++] = (struct map_line){kept, role};
}

static void add_name(struct lines *lines, const struct map_graph *graph, const struct map_box *box, const char *strength)
{
	struct strbuf text = {0};
	bool stage = ref_kind(box->ref) == KIND_STAGE;
	strbuf_add(&text, stage ? index_name(graph->index, box->ref) : index_short_name(graph->index, box->ref));
	if (stage && !ref_none(box->standing.lead))
		strbuf_add_c(&text, " <>");
	if (strength)
		strbuf_printf(&text, " %s%s", box->standing.strength == STRENGTH_MISSING ? "!" : "", strength);
	if (box->n_hidden)
		strbuf_printf(&text, " +%zu", box->n_hidden);
	add_line(lines, &text, ROLE_LINK);
}

static void add_strength(struct lines *lines, const struct map_graph *graph, const struct map_box *box, bool counts, const struct app *app)
{
	struct strbuf text = {0};
	bool missing = box->standing.strength == STRENGTH_MISSING;
	const struct strength_info *info = &strengths[box->standing.strength];
	strbuf_printf(&text, "%s%s", missing ? "!" : "", map_say(app, info->zh, info->en));
	if (counts)
		add_counts(box, app, map_is_shared(graph, box), &text);
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

/* Several figures of one thing are never one: each has its line. */
static void add_input_figures(struct lines *lines, const struct map_graph *graph, const struct input *input, enum map_detail detail,
	const struct app *app)
{
	struct strbuf text = {0};
	for (size_t i = 0; i < input->n_claims && i < FIGURES_MAX; i++) {
		bool odd = map_input_figure(graph, input->claims[i], app, &text);
		if (detail == DETAIL_LONG)
			strbuf_printf(&text, " %.*s", STR_ARG(slug_of_claim(graph->index, input->claims[i])));
		if (i + 1 == FIGURES_MAX && input->n_claims > FIGURES_MAX)
			strbuf_printf(&text, " .. %zu", input->n_claims);
		add_line(lines, &text, odd ? ROLE_WARNING : ROLE_NUMBER);
	}
}

static struct map_text keep_lines(const struct lines *lines, bool source)
{
	return (struct map_text){arena_copy(lines->arena, lines->v, lines->n, sizeof *lines->v), lines->n, source};
}

static struct map_text input_text(const struct map_graph *graph, const struct input *input, enum map_detail detail, const struct app *app,
	struct arena *arena)
{
	struct lines lines = {.arena = arena};
	struct strbuf text = {0};
	strbuf_add(&text, input->name);
	add_line(&lines, &text, ROLE_LINK);
	if (detail >= DETAIL_BRIEF) {
		add_input_figures(&lines, graph, input, detail, app);
		/* What is being built or planned is said; what is in use needs no word. */
		if (ref_kind(input->record) == KIND_FACILITY && facility_state(graph->index, input->record) != FACILITY_THERE)
			strbuf_add(&text, read_text(graph->index, input->record, "status"));
		add_line(&lines, &text, ROLE_DIM);
	}
	return keep_lines(&lines, true);
}

/* What of the zone's endowment a stage is. */
static void add_endowment(struct lines *lines, const struct map_graph *graph, const struct map_box *box, const struct app *app)
{
	for (size_t i = 0; i < graph->inputs.n && graph->endowed; i++) {
		const struct input *input = &graph->inputs.v[i];
		for (size_t j = 0; ref_eq(input->stage, box->ref) && j < input->n_claims; j++) {
			struct strbuf text = {0};
			strbuf_add(&text, app_message(app, MSG_MAP_RESERVES));
			bool odd = map_input_figure(graph, input->claims[j], app, &text);
			add_line(lines, &text, odd ? ROLE_WARNING : ROLE_NUMBER);
		}
	}
}

struct map_text map_box_text(const struct map_graph *graph, const struct map_box *box, enum map_detail detail,
	const struct app *app, struct arena *arena)
{
	struct lines lines = {.arena = arena};
	struct strbuf text = {0};
	bool stage = ref_kind(box->ref) == KIND_STAGE, shared = stage && map_is_shared(graph, box);
	if (box->input)
		return input_text(graph, box->input, detail, app, arena);
	const struct strength_info *info = &strengths[box->standing.strength];
	add_name(&lines, graph, box, stage && detail == DETAIL_NAME ? map_say(app, info->zh, info->en) : NULL);
	if (stage && detail >= DETAIL_BRIEF) {
		bool odd = !shared && add_capacity(graph, box, app, &text);
		add_line(&lines, &text, odd ? ROLE_WARNING : ROLE_NUMBER);
		add_strength(&lines, graph, box, detail > DETAIL_BRIEF, app);
		if (!shared && detail > DETAIL_BRIEF)
			add_rest(&lines, box, app);
		add_endowment(&lines, graph, box, app);
	} else if (!stage && box->own_use.n) {
		strbuf_printf(&text, "%.*s %.*s", STR_ARG(app_message(app, MSG_MAP_OWN_USE)), STR_ARG(box->own_use));
		add_line(&lines, &text, ROLE_DIM);
	}
	if (stage && detail == DETAIL_LONG) {
		add_names(&lines, graph, shared ? box->standing.zones : box->standing.enterprises,
			shared ? box->standing.n_zones : box->standing.n_enterprises, "- ");
		add_names(&lines, graph, box->standing.under_way, box->standing.n_under_way, "+ ");
	}
	return keep_lines(&lines, false);
}

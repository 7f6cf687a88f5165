/* The first screen: what is there, what wants checking, where one was. */
#include "view/app_internal.h"
#include "index/read.h"
#include "view/home_internal.h"

#include "index/verdict.h"
#include "query/facet.h"
#include "query/standing.h"
#include "view/record_page.h"

enum {
	RECENT_SOURCES = 5,
	DOCUMENTED_ZONES = 8,
	CHECKED_MOST = 50000, /* more figures are not compared just to show their number */
};

struct home_state {
	struct page page;
	ref_list conflicts; /* the contradicted figures, those that others contradict before those that a doubt does */
};

/* -- counts as doors ------------------------------------------------------------------ */

static size_t count_of(const struct app *app, enum kind kind)
{
	const struct row_source *rows = app_settings(app)->rows;
	if (app_index(app))
		return index_count(app_index(app), kind);
	return rows ? rows->count(rows->self, kind) : 0;
}

static void kind_cell(struct dossier *d, const struct app *app, enum kind kind, const char *shortcut)
{
	if (shortcut)
		strbuf_printf(&d->text, "%s ", shortcut);
	strbuf_add(&d->text, dossier_kind_label(d, kind));
	size_t references = d->index ? standing_references(d->index, kind) : 0, n = count_of(app, kind) - references;
	if (n && (d->index || (kind != KIND_CHAIN && kind != KIND_STAGE)))
		strbuf_printf(&d->text, " %zu", n);
	dossier_cell(d, ROLE_LINK)->door = door_list(kind, references ? STR("-is:reference") : STR(""));
}

/* Reference chains are records of that kind and nobody's chains: counted by themselves. */
static void reference_cell(struct dossier *d)
{
	size_t n = d->index ? standing_references(d->index, KIND_CHAIN) : 0;
	if (!n)
		return;
	strbuf_printf(&d->text, "%.*s %zu", STR_ARG(dossier_message(d, MSG_HOME_REFERENCES)), n);
	dossier_cell(d, ROLE_LINK)->door = door_list(KIND_CHAIN, STR("is:reference"));
}

static void kind_rows(struct dossier *d, const struct app *app)
{
	static const struct {
		enum command_id command;
		enum kind kind;
	} main_kinds[] = {{CMD_ZONES, KIND_ZONE}, {CMD_CHAINS, KIND_CHAIN}, {CMD_ENTERPRISES, KIND_ENTERPRISE},
		{CMD_PROJECTS, KIND_PROJECT}, {CMD_TARGETS, KIND_TARGET}, {CMD_SOURCES, KIND_SOURCE}};
	static const enum kind others[] = {KIND_PARK, KIND_STAGE, KIND_FACILITY, KIND_MEASURE, KIND_EVENT, KIND_PERSON, KIND_REQUEST,
		KIND_INDICATOR, KIND_CLAIM, KIND_REGION, KIND_SECTOR};
	page_section(d->page, dossier_message(d, MSG_HOME_KINDS), PAGE_FIELDS);
	page_row(d->page, STR(""), REF_NONE);
	for (size_t i = 0; i < sizeof main_kinds / sizeof *main_kinds; i++)
		kind_cell(d, app, main_kinds[i].kind, commands[main_kinds[i].command].keys[0]);
	bool begun = false;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (!count_of(app, others[i]))
			continue;
		if (!begun)
			page_row(d->page, STR(""), REF_NONE);
		begun = true;
		kind_cell(d, app, others[i], NULL);
	}
	reference_cell(d);
}

static bool is_empty(const struct index *index)
{
	size_t n = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		n += index_count(index, (enum kind)k);
	return n == 0;
}

/* Nothing can be opened, searched or filtered: how to begin. */
static void empty_rows(struct dossier *d)
{
	static const struct {
		enum message label;
		const char *commands[2]; /* a line of two where it is too long for one */
	} ways[] = {
		{MSG_HOME_FILL_IMPORT, {"yuanlian import FILE|DIR"}},
		{MSG_HOME_FILL_LEDGER, {"yuanlian import FILE.csv", "--map MAPFILE"}},
		{MSG_HOME_FILL_SEEDS, {"yuanlian --seeds DIR"}},
		{MSG_HOME_FILL_MORE, {"yuanlian help import", "man yuanlian-data"}},
	};
	page_section(d->page, dossier_message(d, MSG_HOME_EMPTY), PAGE_FIELDS);
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		page_row(d->page, dossier_message(d, ways[i].label), REF_NONE);
		for (size_t k = 0; k < 2 && ways[i].commands[k]; k++)
			page_cell(d->page, str_from(ways[i].commands[k]), ROLE_KEY);
	}
}

/* -- where one was ---------------------------------------------------------------------- */

static void last_row(struct dossier *d, const struct app *app)
{
	if (app->before >= app->history.n || app->before == app->here || !app->history.v[app->before].title)
		return;
	struct strbuf keys = {0};
	command_keys(&commands[CMD_LAST_VIEW], &keys);
	page_row(d->page, dossier_message(d, MSG_HOME_LAST), REF_NONE);
	page_cell(d->page, str_from(app->history.v[app->before].title), ROLE_LINK)->door = door_command(CMD_LAST_VIEW);
	page_cell(d->page, strbuf_str(&keys), ROLE_KEY);
	strbuf_release(&keys);
}

static void marked_row(struct dossier *d, const struct app *app)
{
	bool begun = false;
	for (int k = 0; k < KIND_COUNT; k++) {
		struct ref first;
		size_t n = app_marks(app, (enum kind)k, &first, 1);
		if (!n)
			continue;
		if (!begun)
			page_row(d->page, dossier_message(d, MSG_HOME_MARKED), REF_NONE);
		begun = true;
		strbuf_printf(&d->text, "*%.*s %zu", STR_ARG(dossier_kind_label(d, (enum kind)k)), n);
		dossier_cell(d, ROLE_MARK)->door = door_list((enum kind)k, STR(""));
	}
}

static void bookmark_row(struct dossier *d, const struct app *app)
{
	if (app->bookmarks.n)
		page_row(d->page, dossier_message(d, MSG_HOME_BOOKMARKS), REF_NONE);
	for (size_t i = 0; i < app->bookmarks.n; i++) {
		struct strbuf letter = {0};
		key_format(app->bookmarks.v[i].letter, &letter);
		strbuf_printf(&d->text, "%s%s ", commands[CMD_BOOKMARK_OPEN].keys[0], letter.p);
		app_bookmark_name(app, &app->bookmarks.v[i], &d->text);
		struct door *door = &dossier_cell(d, ROLE_LINK)->door;
		*door = door_command(CMD_BOOKMARK_OPEN);
		door->query = arena_take(&d->page->arena, &letter);
	}
}

static void at_hand(struct dossier *d, const struct app *app)
{
	struct ref compared[PLACE_REFS];
	size_t n = app_compare_list(app, compared);
	page_section(d->page, dossier_message(d, MSG_HOME_HERE), PAGE_FIELDS);
	last_row(d, app);
	bookmark_row(d, app);
	if (d->index)
		marked_row(d, app);
	if (n && d->index) {
		page_row(d->page, dossier_message(d, MSG_HOME_COMPARED), REF_NONE);
		for (size_t i = 0; i < n; i++)
			dossier_ref(d, compared[i], false);
	}
	page_drop_empty(d->page);
}

/* -- what wants checking --------------------------------------------------------------------- */

/* The contradicted figures: by other figures first, then by words. */
static void find_conflicts(const struct index *index, ref_list *out)
{
	ref_list by_words = {0};
	size_t claims = index_count(index, KIND_CLAIM);
	for (size_t i = 0; i < claims && claims <= CHECKED_MOST; i++) {
		struct ref claim = ref_make(KIND_CLAIM, (uint32_t)i);
		enum verdict verdict = verdict_of_claim(index, claim);
		if (verdict == VERDICT_CONFLICT)
			array_push(out, claim);
		else if (verdict_contradicts(verdict))
			array_push(&by_words, claim);
	}
	for (size_t i = 0; i < by_words.n; i++)
		array_push(out, by_words.v[i]);
	array_release(&by_words);
}

static void check_row(struct dossier *d, size_t n_conflicts)
{
	page_section(d->page, dossier_message(d, MSG_HOME_CHECK), PAGE_FIELDS);
	page_row(d->page, STR(""), REF_NONE);
	strbuf_add(&d->text, dossier_message(d, MSG_PAGE_CONFLICTS));
	if (index_count(d->index, KIND_CLAIM) <= CHECKED_MOST)
		strbuf_printf(&d->text, " %zu", n_conflicts);
	dossier_cell(d, ROLE_LINK)->door = door_list(KIND_CLAIM, STR("has:conflict"));
	strbuf_printf(&d->text, "%.*s %zu", STR_ARG(dossier_kind_label(d, KIND_DOUBT)), index_count(d->index, KIND_DOUBT));
	dossier_cell(d, ROLE_LINK)->door = door_list(KIND_DOUBT, STR(""));
	strbuf_printf(&d->text, "%.*s %zu", STR_ARG(dossier_kind_label(d, KIND_IDENTITY)), index_count(d->index, KIND_IDENTITY));
	dossier_cell(d, ROLE_LINK)->door = door_list(KIND_IDENTITY, STR(""));
	command_keys(&commands[CMD_IGNORANCE], &d->text);
	strbuf_printf(&d->text, " %.*s", STR_ARG(dossier_message(d, MSG_IGNORANCE)));
	dossier_cell(d, ROLE_LINK)->door = door_command(CMD_IGNORANCE);
}

/* -- the province ------------------------------------------------------------------------------ */

/* The region about which most numbers of zones are printed. */
static struct ref find_province(const struct index *index, struct ref indicator)
{
	struct refs claims = read_back(index, indicator, KIND_CLAIM, "indicator");
	struct ref best = REF_NONE;
	size_t most = 0;
	for (size_t i = 0; i < claims.n; i++) {
		struct ref subject = read_ref(index, claims.v[i], "subject");
		size_t n = index_figures(index, subject, indicator).n;
		if (ref_kind(subject) == KIND_REGION && n > most) {
			best = subject;
			most = n;
		}
	}
	return best;
}

static void province_cell(struct dossier *d, struct ref province, struct ref claim, const char *before)
{
	struct ref *kept = arena_alloc(&d->page->arena, sizeof *kept);
	enum verdict verdict = verdict_of_claim(d->index, claim);
	*kept = claim;
	strbuf_printf(&d->text, "%s%.*s ", before, STR_ARG(read_text(d->index, claim, "item")));
	figure_print(d->index, claim, &d->text);
	strbuf_add_c(&d->text, verdicts[verdict].sign);
	struct page_cell *cell = dossier_cell(d, verdict_contradicts(verdict) ? ROLE_WARNING : ROLE_NUMBER);
	cell->claims = kept;
	cell->n_claims = 1;
	cell->record = province;
	cell->door = door_record(claim);
}

/* How many of them the catalogue knows by name, and how many are missing. */
static void known_cell(struct dossier *d, struct ref province, struct ref whole)
{
	ref_list regions = {0};
	regions_below(d->index, province, &regions);
	size_t known = zones_known(d->index, &regions, NUMBER_NONE);
	array_release(&regions);
	strbuf_printf(&d->text, "%.*s %zu", STR_ARG(dossier_message(d, MSG_HOME_KNOWN)), known);
	int64_t missing = zones_missing(d->index, whole, known);
	if (missing > 0)
		strbuf_printf(&d->text, " %.*s %lld", STR_ARG(dossier_message(d, MSG_HOME_MISSING)), (long long)missing);
	dossier_cell(d, ROLE_LINK)->door = door_list(KIND_ZONE, dossier_query(d, "region", province));
}

static void province_rows(struct dossier *d)
{
	struct ref indicator = index_indicator(d->index, STR("zones"));
	struct ref province = ref_none(indicator) ? REF_NONE : find_province(d->index, indicator);
	if (ref_none(province))
		return;
	struct ref whole = zones_whole(d->index, index_figures(d->index, province, indicator));
	ref_list parts = {0};
	zones_parts(d->index, whole, &parts);
	page_section(d->page, dossier_message(d, MSG_HOME_PROVINCE), PAGE_FIELDS);
	page_row(d->page, STR(""), province);
	dossier_ref(d, province, true);
	province_cell(d, province, whole, "");
	for (size_t i = 0; i < parts.n; i++)
		province_cell(d, province, parts.v[i], i ? "+ " : "= ");
	known_cell(d, province, whole);
	array_release(&parts);
}

/* -- sources and zones ---------------------------------------------------------------------------- */

struct ranked {
	struct ref ref;
	int64_t rank; /* higher comes first */
	size_t n;     /* of one rank the one with more */
};

static int by_rank(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	if (x->rank != y->rank)
		return x->rank > y->rank ? -1 : 1;
	return x->n != y->n ? (x->n > y->n ? -1 : 1) : ref_cmp(x->ref, y->ref);
}

typedef ARRAY(struct ranked) ranking;

static void sort_ranking(ranking *r)
{
	if (r->n)
		qsort(r->v, r->n, sizeof *r->v, by_rank);
}

static void number_cell(struct dossier *d, size_t n)
{
	if (n)
		strbuf_printf(&d->text, "%zu", n);
	dossier_cell(d, ROLE_NUMBER);
}

static void source_rows(struct dossier *d)
{
	ranking sources = {0};
	for (uint32_t i = 0; i < index_count(d->index, KIND_SOURCE); i++) {
		struct ref source = ref_make(KIND_SOURCE, i);
		struct period date;
		size_t figures = index_back_n(d->index, source, KIND_CLAIM, field_get(KIND_CLAIM, "source"));
		if (figures && read_period(d->index, source, "date", &date))
			array_push(&sources, (struct ranked){source, date.last, figures});
	}
	sort_ranking(&sources);
	page_section(d->page, dossier_message(d, MSG_HOME_RECENT), PAGE_TABLE);
	page_column(d->page, dossier_kind_label(d, KIND_SOURCE), COLUMN_CUT, 0);
	page_column(d->page, dossier_label(d, KIND_SOURCE, "publication"), 0, 0);
	page_column(d->page, dossier_message(d, MSG_PAGE_DATE), 0, 0);
	page_column(d->page, dossier_message(d, MSG_PAGE_FIGURES), COLUMN_RIGHT, 0);
	for (size_t i = 0; i < sources.n && i < RECENT_SOURCES; i++) {
		page_row(d->page, STR(""), sources.v[i].ref);
		dossier_ref(d, sources.v[i].ref, true);
		dossier_field(d, sources.v[i].ref, field_get(KIND_SOURCE, "publication"));
		dossier_field(d, sources.v[i].ref, field_get(KIND_SOURCE, "date"));
		number_cell(d, sources.v[i].n);
	}
	page_drop_empty(d->page);
	array_release(&sources);
}

static void zone_row(struct dossier *d, struct ref zone, size_t figures)
{
	struct refs claims = index_claims(d->index, zone);
	enum verdict worst = VERDICT_SINGLE;
	for (size_t i = 0; i < claims.n; i++)
		worst = verdict_weightier(worst, verdict_of_claim(d->index, claims.v[i]));
	page_row(d->page, STR(""), zone);
	dossier_ref(d, zone, false);
	number_cell(d, figures);
	number_cell(d, read_back(d->index, zone, KIND_CHAIN, "zone").n);
	number_cell(d, read_back(d->index, zone, KIND_ENTERPRISE, "zone").n);
	number_cell(d, read_back(d->index, zone, KIND_PROJECT, "zone").n);
	if (verdict_contradicts(worst))
		verdict_print(worst, d->language, &d->text);
	dossier_cell(d, ROLE_WARNING);
	dossier_field(d, zone, field_get(KIND_ZONE, "leading_industries"));
}

/* By row of a zone, all in one pass. The caller frees it. */
static uint32_t *count_projects(const struct index *index)
{
	uint32_t *out = xcalloc(index_count(index, KIND_ZONE) + 1, sizeof *out);
	struct facet_values *zones = facet_values_new(index, &(struct facet){.kind = KIND_PROJECT, .field = field_get(KIND_PROJECT, "zone")});
	size_t n = facet_values_n(zones);
	struct tally *tallies = xcalloc(n + 1, sizeof *tallies);
	facet_count(zones, &(struct row_set){0}, tallies);
	for (size_t i = 0; i < n; i++) {
		struct ref zone = facet_record(zones, i);
		if (ref_kind(zone) == KIND_ZONE && ref_row(zone) < index_count(index, KIND_ZONE))
			out[ref_row(zone)] = tallies[i].n;
	}
	free(tallies);
	facet_values_free(zones);
	return out;
}

static void zone_rows(struct dossier *d)
{
	ranking zones = {0};
	uint32_t *n_projects = count_projects(d->index);
	for (uint32_t i = 0; i < index_count(d->index, KIND_ZONE); i++) {
		struct ref zone = ref_make(KIND_ZONE, i);
		size_t figures = index_claims_n(d->index, zone);
		if (figures)
			array_push(&zones, (struct ranked){zone, (int64_t)figures, n_projects[i]});
	}
	free(n_projects);
	sort_ranking(&zones);
	page_section(d->page, dossier_message(d, MSG_HOME_ZONES), PAGE_TABLE);
	page_column(d->page, dossier_kind_label(d, KIND_ZONE), COLUMN_CUT_MIDDLE, 0);
	page_column(d->page, dossier_message(d, MSG_PAGE_FIGURES), COLUMN_RIGHT, 0);
	page_column(d->page, dossier_kind_label(d, KIND_CHAIN), COLUMN_RIGHT, 0);
	page_column(d->page, dossier_kind_label(d, KIND_ENTERPRISE), COLUMN_RIGHT, 0);
	page_column(d->page, dossier_kind_label(d, KIND_PROJECT), COLUMN_RIGHT, 0);
	page_column(d->page, dossier_message(d, MSG_EVIDENCE_VERDICT), 0, 0);
	page_column(d->page, dossier_label(d, KIND_ZONE, "leading_industries"), COLUMN_CUT, 0);
	for (size_t i = 0; i < zones.n && i < DOCUMENTED_ZONES; i++)
		zone_row(d, zones.v[i].ref, (size_t)zones.v[i].rank);
	page_end_table(d->page, 1);
	array_release(&zones);
}

static void catalogue_row(struct dossier *d)
{
	page_section(d->page, dossier_message(d, MSG_HOME_CATALOGUE), PAGE_FIELDS);
	page_row(d->page, STR(""), REF_NONE);
	page_cell(d->page, d->settings->catalogue, ROLE_DIM);
	if (d->settings->read_only)
		page_cell(d->page, dossier_message(d, MSG_HOME_STATUS_READ_ONLY), ROLE_DIM);
}

/* -- the screen ------------------------------------------------------------------------------------- */

static void *home_open(struct app *app, const struct place *place)
{
	struct home_state *state = xcalloc(1, sizeof *state);
	struct dossier d;
	page_init(&state->page, app_settings(app), app_index(app));
	dossier_init(&d, app, &state->page, REF_NONE);
	kind_rows(&d, app);
	at_hand(&d, app);
	if (d.index && is_empty(d.index)) {
		empty_rows(&d);
	} else if (d.index) {
		find_conflicts(d.index, &state->conflicts);
		check_row(&d, state->conflicts.n);
		province_rows(&d);
		zone_rows(&d);
		source_rows(&d);
		home_news(&d);
	}
	if (d.settings->catalogue.n)
		catalogue_row(&d);
	dossier_release(&d);
	page_restore(&state->page, place);
	return state;
}

static void home_close(void *data)
{
	struct home_state *state = data;
	page_release(&state->page);
	array_release(&state->conflicts);
	free(state);
}

static void home_title(const void *data, const struct app *app, struct strbuf *out)
{
	(void)data;
	strbuf_add(out, app_message(app, MSG_HOME));
}

static void home_status(const void *data, const struct app *app, struct strbuf *out)
{
	const struct home_state *state = data;
	if (!state->page.index)
		strbuf_add(out, app_message(app, MSG_READING));
}

static bool home_command(void *data, struct app *app, enum command_id id, struct str argument)
{
	struct home_state *state = data;
	return page_find_command(&state->page, app, id, argument) || page_command(&state->page, app, id);
}

/* On a wide screen the record under the cursor stands beside, else what wants checking. */
static struct area side_of(const struct home_state *state, const struct app *app, struct area area)
{
	struct area side = {area.row, area.column + area.columns, area.rows, 0};
	if (tier_of(area.columns, area.rows + 2) == TIER_WIDE && app_preview(app) && state->page.index) {
		side.columns = area.columns * 2 / 5;
		side.column -= side.columns;
	}
	return side;
}

static void home_settle(void *data, const struct app *app, struct area area)
{
	struct home_state *state = data;
	struct area side = side_of(state, app, area);
	page_settle(&state->page, side.columns ? area.columns - side.columns - 2 : area.columns, area.rows);
}

static void draw_side(const struct home_state *state, const struct app *app, struct grid *grid, struct area side)
{
	struct ref ref = page_record_here(&state->page);
	grid_vertical(grid, side.row, side.column - 2, side.rows);
	if (!ref_none(ref))
		record_preview(app, grid, side, ref);
	else
		home_side_draw(app, grid, side, state->page.index, &state->conflicts);
}

static void home_draw(const void *data, const struct app *app, struct grid *grid, struct area area)
{
	const struct home_state *state = data;
	struct area side = side_of(state, app, area);
	if (side.columns) {
		draw_side(state, app, grid, side);
		area.columns -= side.columns + 2;
	}
	page_draw(&state->page, grid, area, true);
}

static const enum command_id home_hints[] = {CMD_OPEN, CMD_SEARCH, CMD_PALETTE, CMD_QUIT, CMD_FIND, CMD_EVIDENCE, CMD_BACK, CMD_NONE};

const struct screen_class screen_home = {
	.where = IN_PAGE,
	.hints = home_hints,
	.open = home_open,
	.close = home_close,
	.save = page_screen_save,
	.title = home_title,
	.status = home_status,
	.command = home_command,
	.prompt = page_screen_prompt,
	.settle = home_settle,
	.draw = home_draw,
	.evidence = page_screen_evidence,
	.record = page_screen_record,
	.cell_text = page_screen_cell_text,
};

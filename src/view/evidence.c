#include "view/evidence.h"

#include "view/article_internal.h"
#include "index/read.h"

#include "index/suspicion.h"
#include "query/promise.h"
#include "text/wrap.h"
#include "view/app.h"
#include "view/paint.h"
#include "view/screen.h"

struct evidence evidence_record(struct ref record)
{
	return (struct evidence){.record = record};
}

struct evidence evidence_claim(const struct index *index, struct ref claim)
{
	struct evidence evidence = {.record = read_ref(index, claim, "subject"), .claims = {claim}, .n_claims = 1};
	struct ref few[INDEX_FEW];
	struct refs group = index_figures_of(index, evidence.record, read_ref(index, claim, "indicator"), few, INDEX_FEW);
	for (size_t i = 0; i < group.n && evidence.n_claims < EVIDENCE_CLAIMS; i++)
		if (!ref_eq(group.v[i], claim) && verdict_of(index, claim, group.v[i]) != VERDICT_SINGLE)
			evidence.claims[evidence.n_claims++] = group.v[i];
	return evidence;
}

struct evidence evidence_figures(const struct index *index, struct ref record, struct ref indicator)
{
	struct evidence evidence = evidence_record(record);
	struct ref few[INDEX_FEW];
	struct refs group = ref_none(indicator) ? (struct refs){NULL, 0} : index_figures_of(index, record, indicator, few, INDEX_FEW);
	for (size_t i = 0; i < group.n && i < EVIDENCE_CLAIMS; i++)
		evidence.claims[evidence.n_claims++] = group.v[i];
	return evidence;
}

/* -- lines -------------------------------------------------------------------------- */

struct lines {
	const struct index *index;
	const struct settings *settings;
	enum language language;
	struct arena *arena;
	struct strbuf text; /* of the line in work */
	ARRAY(struct evidence_line) v;
};

/* Take lines->text as a line, unless it is empty. */
static void add_line(struct lines *lines, enum message label, enum role role)
{
	if (lines->text.n)
		array_push(&lines->v, (struct evidence_line){message(label, lines->language),
			arena_str(lines->arena, strbuf_str(&lines->text)), role});
	strbuf_clear(&lines->text);
}

static void add_source(struct lines *lines, struct ref source)
{
	if (ref_none(source))
		return;
	struct str title = read_text(lines->index, source, "title"), publication = read_text(lines->index, source, "publication");
	strbuf_printf(&lines->text, "《%.*s》", STR_ARG(title.n ? title : index_name(lines->index, source)));
	if (publication.n)
		strbuf_printf(&lines->text, " %.*s", STR_ARG(publication));
	size_t before = lines->text.n;
	strbuf_add_byte(&lines->text, ' ');
	source_date(lines->index, source, lines->language, &lines->text);
	if (lines->text.n == before + 1)
		strbuf_truncate(&lines->text, before);
	add_line(lines, MSG_EVIDENCE_SOURCE, ROLE_LINK);
}

/* The sentence in the user's copy, for the first place that lies in one. */
static void add_passage(struct lines *lines, struct str locators)
{
	struct str rest = locators, one;
	struct locator l;
	while (!lines->text.n && str_split(&rest, ';', &one)) {
		if (!locator_parse(one, &l) || !l.in_text)
			continue;
		struct str id = arena_printf(lines->arena, "%s:%.*s", kinds[KIND_SOURCE].singular, STR_ARG(l.article));
		struct str file = article_file(lines->settings, lines->index, index_find_id(lines->index, id));
		article_passage(file, l.start, l.end, &lines->text);
	}
	add_line(lines, MSG_EVIDENCE_PASSAGE, ROLE_TEXT);
}

static void add_places(struct lines *lines, struct ref record)
{
	if (field_find(ref_kind(record), STR("locator")) < 0)
		return;
	struct str locators = read_text(lines->index, record, "locator");
	locators_print(lines->index, locators, read_ref(lines->index, record, "source"), lines->language, &lines->text);
	add_line(lines, MSG_EVIDENCE_PLACE, ROLE_TEXT);
	add_passage(lines, locators);
}

static void add_bound(struct lines *lines, bool has, struct decimal d, struct str unit, enum message word)
{
	if (!has)
		return;
	if (lines->text.n)
		strbuf_add_c(&lines->text, ", ");
	if (word != MSG_COUNT) {
		strbuf_add(&lines->text, message(word, lines->language));
		strbuf_add_byte(&lines->text, ' ');
	}
	decimal_format(d, &lines->text);
	strbuf_printf(&lines->text, " %.*s", STR_ARG(unit));
}

static void add_base(struct lines *lines, struct ref claim)
{
	struct figure f = index_figure(lines->index, claim);
	add_bound(lines, f.has_base, f.base, f.base_unit, MSG_COUNT);
	add_bound(lines, f.has_low, f.low, f.base_unit, MSG_RANGE_LOW);
	add_bound(lines, f.has_high, f.high, f.base_unit, MSG_RANGE_HIGH);
	add_line(lines, MSG_EVIDENCE_BASE, ROLE_DIM);
}

static void add_words(struct strbuf *out, void (*print)(const struct index *, struct ref, enum language, struct strbuf *),
	const struct index *index, struct ref claim, enum language language)
{
	size_t before = out->n;
	strbuf_add_byte(out, ' ');
	print(index, claim, language, out);
	if (out->n == before + 1)
		strbuf_truncate(out, before);
}

/* "!矛盾 1.86亿吨 探明 ../2024-07 太行日报": what one other figure says against this one. */
static void add_other(struct lines *lines, struct ref claim, struct ref other)
{
	enum verdict verdict = verdict_of(lines->index, claim, other);
	if (verdict == VERDICT_SINGLE)
		return;
	struct ref source = read_ref(lines->index, other, "source");
	verdict_print(verdict, lines->language, &lines->text);
	strbuf_add_byte(&lines->text, ' ');
	figure_print(lines->index, other, &lines->text);
	add_words(&lines->text, figure_kind, lines->index, other, lines->language);
	add_words(&lines->text, figure_period, lines->index, other, lines->language);
	strbuf_printf(&lines->text, " 《%.*s》", STR_ARG(index_short_name(lines->index, source)));
	if (verdict >= VERDICT_OTHER_SCOPE) { /* what makes the others what they are stands in the line already */
		strbuf_add_c(&lines->text, "  ");
		verdict_reason(lines->index, claim, other, lines->language == LANGUAGE_ZH, &lines->text);
	}
	add_line(lines, MSG_EVIDENCE_VERDICT, verdict_contradicts(verdict) ? ROLE_WARNING : ROLE_TEXT);
}

static void add_doubts(struct lines *lines, struct ref about)
{
	struct refs doubts = read_back(lines->index, about, KIND_DOUBT, "about");
	for (size_t i = 0; i < doubts.n; i++) {
		struct str note = read_text(lines->index, doubts.v[i], "note");
		strbuf_printf(&lines->text, "? %.*s", STR_ARG(index_name(lines->index, doubts.v[i])));
		if (note.n)
			strbuf_printf(&lines->text, ": %.*s", STR_ARG(note));
		add_line(lines, MSG_EVIDENCE_DOUBT, ROLE_WARNING);
	}
}

/* What the rules say beside the doubts that somebody wrote down. */
static void add_suspicions(struct lines *lines, struct ref about)
{
	struct suspicions found = {0};
	suspicions_about(lines->index, about, lines->language == LANGUAGE_ZH, &found);
	for (size_t i = 0; i < found.v.n; i++) {
		const struct enum_code *rule = &enums[ENUM_RULE].v[found.v.v[i].rule];
		strbuf_printf(&lines->text, "? %s: %.*s", lines->language == LANGUAGE_ZH ? rule->zh : rule->en, STR_ARG(found.v.v[i].message));
		add_line(lines, MSG_EVIDENCE_RULE, ROLE_WARNING);
	}
	suspicions_release(&found);
}

/* What became of a promise, for one of its figure or its record. */
static void add_promise(struct lines *lines, struct ref ref)
{
	const struct index *index = lines->index;
	if (ref_kind(ref) == KIND_CLAIM && !promise_is(index, ref) && !read_back(index, ref, KIND_TARGET, "claim").n)
		return;
	struct promise promise = promise_of(index, ref);
	const struct enum_code *code = &enums[ENUM_VERDICT].v[promise.verdict];
	strbuf_add_c(&lines->text, lines->language == LANGUAGE_ZH ? code->zh : code->en);
	if (promise.has_due) {
		strbuf_printf(&lines->text, " %.*s ", STR_ARG(message(MSG_PROMISE_DUE, lines->language)));
		day_format(promise.due.last, &lines->text);
	}
	bool overdue = promise_overdue(&promise, lines->settings->today);
	if (overdue)
		strbuf_printf(&lines->text, " !%.*s", STR_ARG(message(MSG_PROMISE_OVERDUE, lines->language)));
	if (!ref_none(promise.actual) && !ref_eq(promise.actual, ref)) {
		strbuf_printf(&lines->text, " %.*s ", STR_ARG(message(MSG_PROMISE_ACTUAL, lines->language)));
		figure_print(index, promise.actual, &lines->text);
		add_words(&lines->text, figure_period, index, promise.actual, lines->language);
	}
	add_line(lines, MSG_EVIDENCE_PROMISE, overdue || promise.verdict == PROMISE_MISSED ? ROLE_WARNING : ROLE_TEXT);
}

static void add_identities(struct lines *lines, struct ref record)
{
	for (int side = 0; side < 2; side++) {
		struct refs found = read_back(lines->index, record, KIND_IDENTITY, side ? "b" : "a");
		for (size_t i = 0; i < found.n; i++) {
			int64_t certainty = read_number(lines->index, found.v[i], "certainty");
			struct ref other = read_ref(lines->index, found.v[i], side ? "a" : "b");
			const struct enum_code *code = &enums[ENUM_CERTAINTY].v[certainty < 0 ? 0 : certainty];
			strbuf_add_c(&lines->text, lines->language == LANGUAGE_ZH ? code->zh : code->en);
			strbuf_printf(&lines->text, " %.*s", STR_ARG(index_name(lines->index, other)));
			struct str reason = read_text(lines->index, found.v[i], "reason");
			if (reason.n)
				strbuf_printf(&lines->text, ": %.*s", STR_ARG(reason));
			add_line(lines, MSG_EVIDENCE_IDENTITY, ROLE_WARNING);
		}
	}
}

/* The lines about one figure; what a narrow drawer must show comes first. */
static void add_claim(struct lines *lines, const struct evidence *evidence, struct ref claim, bool others)
{
	const struct index *index = lines->index;
	figure_heading(index, claim, &lines->text);
	strbuf_add_byte(&lines->text, ' ');
	figure_print_whole(index, claim, &lines->text);
	add_line(lines, MSG_EVIDENCE_FIGURE, ROLE_NUMBER);
	strbuf_add(&lines->text, index_name(index, read_ref(index, claim, "subject")));
	add_line(lines, MSG_EVIDENCE_SUBJECT, ROLE_TEXT);
	figure_period(index, claim, lines->language, &lines->text);
	if (!lines->text.n)
		strbuf_add(&lines->text, message(MSG_NO_PERIOD, lines->language));
	add_line(lines, MSG_EVIDENCE_PERIOD, ROLE_TEXT);
	figure_kind(index, claim, lines->language, &lines->text);
	add_line(lines, MSG_EVIDENCE_KIND, ROLE_TEXT);
	add_source(lines, read_ref(index, claim, "source"));
	add_places(lines, claim);
	for (size_t i = 0; others && i < evidence->n_claims; i++)
		if (!ref_eq(evidence->claims[i], claim))
			add_other(lines, claim, evidence->claims[i]);
	add_promise(lines, claim);
	add_doubts(lines, claim);
	add_suspicions(lines, claim);
	strbuf_add(&lines->text, read_text(index, claim, "qualifier"));
	add_line(lines, MSG_EVIDENCE_QUALIFIER, ROLE_TEXT);
	add_base(lines, claim);
	struct ref whole = read_ref(index, claim, "part_of");
	if (!ref_none(whole)) {
		strbuf_printf(&lines->text, "%.*s ", STR_ARG(index_name(index, whole)));
		figure_print(index, whole, &lines->text);
		add_line(lines, MSG_EVIDENCE_PART_OF, ROLE_TEXT);
	}
}

static void add_record(struct lines *lines, struct ref record)
{
	const struct index *index = lines->index;
	strbuf_add(&lines->text, index_name(index, record));
	add_line(lines, MSG_EVIDENCE_RECORD, ROLE_TEXT);
	if (ref_kind(record) == KIND_SOURCE)
		add_source(lines, record);
	else if (field_find(ref_kind(record), STR("source")) >= 0)
		add_source(lines, read_ref(index, record, "source"));
	add_places(lines, record);
	if (ref_kind(record) == KIND_TARGET)
		add_promise(lines, record);
	add_doubts(lines, record);
	add_suspicions(lines, record);
	add_identities(lines, record);
}

size_t evidence_lines(const struct evidence *evidence, const struct index *index, const struct settings *settings, bool all,
	struct evidence_line **out, struct arena *arena)
{
	struct lines lines = {.index = index, .settings = settings, .language = settings->language, .arena = arena};
	if (ref_none(evidence->record) && !evidence->n_claims) {
		strbuf_add(&lines.text, message(MSG_EVIDENCE_NONE, lines.language));
		add_line(&lines, MSG_EVIDENCE_PLACE, ROLE_DIM);
	} else if (!evidence->n_claims) {
		add_record(&lines, evidence->record);
	}
	size_t shown = all ? evidence->n_claims : evidence->n_claims > 0;
	for (size_t i = 0; i < shown; i++)
		add_claim(&lines, evidence, evidence->claims[i], i == 0);
	if (shown && !ref_none(evidence->record)) {
		add_doubts(&lines, evidence->record);
		add_suspicions(&lines, evidence->record);
		add_identities(&lines, evidence->record);
	}
	if (shown < evidence->n_claims) {
		strbuf_printf(&lines.text, "%zu", evidence->n_claims - shown);
		strbuf_add(&lines.text, message(MSG_EVIDENCE_FIGURES, lines.language));
		add_line(&lines, MSG_EVIDENCE_MORE, ROLE_DIM);
	}
	*out = arena_alloc(arena, (lines.v.n + 1) * sizeof **out);
	if (lines.v.n)
		memcpy(*out, lines.v.v, lines.v.n * sizeof **out);
	size_t n = lines.v.n;
	array_release(&lines.v);
	strbuf_release(&lines.text);
	return n;
}

/* -- citations ---------------------------------------------------------------------- */

static void cite_source(const struct index *index, struct ref record, enum language language, struct strbuf *out)
{
	if (ref_kind(record) == KIND_SOURCE) {
		strbuf_add(out, read_text(index, record, "publication"));
		add_words(out, source_date, index, record, language);
		return;
	}
	if (field_find(ref_kind(record), STR("source")) < 0)
		return;
	struct ref source = read_ref(index, record, "source");
	if (ref_none(source))
		return;
	struct str title = read_text(index, source, "title");
	strbuf_printf(out, "《%.*s》", STR_ARG(title.n ? title : index_name(index, source)));
	strbuf_add(out, read_text(index, source, "publication"));
	add_words(out, source_date, index, source, language);
	size_t before = out->n;
	strbuf_add_c(out, "，");
	locators_print(index, read_text(index, record, "locator"), source, language, out);
	if (out->n == before + str_from("，").n)
		strbuf_truncate(out, before);
}

void evidence_cite(const struct evidence *evidence, const struct index *index, enum language language, struct strbuf *out)
{
	if (!evidence->n_claims && ref_none(evidence->record))
		return;
	if (!evidence->n_claims) {
		strbuf_add(out, index_name(index, evidence->record));
		size_t name = out->n;
		strbuf_add_c(out, "（");
		size_t begin = out->n;
		cite_source(index, evidence->record, language, out);
		if (out->n > begin)
			strbuf_add_c(out, "）");
		else
			strbuf_truncate(out, name); /* nothing says where it is from: a region, an indicator */
		return;
	}
	struct ref claim = evidence->claims[0];
	strbuf_printf(out, "%.*s ", STR_ARG(index_name(index, read_ref(index, claim, "subject"))));
	figure_heading(index, claim, out);
	strbuf_add_byte(out, ' ');
	index_printed(index, claim, out);
	strbuf_add_c(out, "（");
	size_t before = out->n;
	figure_period(index, claim, language, out);
	strbuf_add_c(out, out->n > before ? "；" : "");
	cite_source(index, claim, language, out);
	strbuf_add_c(out, "）");
}

/* -- drawing ------------------------------------------------------------------------- */

enum { LABEL_GAP = 1, ITEM_GAP = 2, NUMBER_CELLS = 28, LOW = 8 }; /* an area below LOW rows is filled line behind line where they have no room below each other */

static int widest_label(const struct grid *grid, const struct evidence_line *lines, size_t n)
{
	int widest = 0;
	for (size_t i = 0; i < n; i++) {
		int width = paint_width(grid, lines[i].label);
		widest = width > widest ? width : widest;
	}
	return widest;
}

/* Figures stand apart: each begins with the label of the first line. */
static bool begins_figure(const struct evidence_line *lines, size_t i)
{
	return i && str_eq(lines[i].label, lines[0].label) && lines[i].role == lines[0].role;
}

/* Cells before the texts that stand below each other. */
static int text_column(const struct grid *grid, int columns, const struct evidence_line *lines, size_t n)
{
	int at = widest_label(grid, lines, n) + LABEL_GAP;
	return at > columns / 2 ? columns / 2 : at;
}

static bool fits_below(const struct grid *grid, struct area area, const struct evidence_line *lines, size_t n)
{
	int at = text_column(grid, area.columns, lines, n), rows = 0;
	for (size_t i = 0; i < n && rows <= area.rows; i++)
		rows += begins_figure(lines, i) + paint_rows(grid, area.columns - at, lines[i].text);
	return rows <= area.rows;
}

static void draw_below(struct grid *grid, struct area left, const struct evidence_line *lines, size_t n)
{
	int at = text_column(grid, left.columns, lines, n);
	for (size_t i = 0; i < n; i++) {
		left = area_from(left, begins_figure(lines, i), 0);
		if (left.rows <= 0) {
			grid_sign(area_row(grid, left, left.rows - 1), left.columns - 1, '~', ROLE_DIM);
			return;
		}
		struct span label = area_row(grid, left, 0);
		paint(span_take(&label, at - LABEL_GAP), lines[i].label, ROLE_DIM);
		left = area_from(left, paint_wrapped(grid, area_from(left, 0, at), lines[i].text, lines[i].role), 0);
	}
}

struct flow {
	struct grid *grid;
	struct area area;
	int row;
	struct span left; /* of that row */
	enum role role;
	bool full;
};

static void flow_put(struct flow *flow, struct str shown)
{
	if (flow->row < flow->area.rows)
		span_skip(&flow->left, grid_put(flow->left, shown, flow->role));
	else
		flow->full = true;
}

static void flow_new_row(struct flow *flow)
{
	flow->left = area_row(flow->grid, flow->area, ++flow->row);
}

static void flow_line(void *context, struct str line)
{
	struct flow *flow = context;
	flow_new_row(flow);
	flow_put(flow, line);
}

static void keep_first(void *context, struct str line)
{
	struct str *first = context;
	if (!first->p)
		*first = line;
}

/* Text behind what stands on the row already, the rest on the rows below. */
static void flow_text(struct flow *flow, struct str raw, enum role role)
{
	struct strbuf shown = {0};
	struct str first = {NULL, 0};
	int room = flow->left.columns;
	paint_text(flow->grid, raw, &shown);
	struct str text = strbuf_str(&shown);
	flow->role = role;
	text_wrap(text, (size_t)(room > 2 ? room : 2), flow->grid->ambi, keep_first, &first);
	flow_put(flow, first);
	struct str rest = str_trim(str_sub(text, (size_t)(first.p - text.p) + first.n, text.n));
	if (rest.n)
		text_wrap(rest, (size_t)(flow->area.columns > 2 ? flow->area.columns : 2), flow->grid->ambi, flow_line, flow);
	strbuf_release(&shown);
}

static void draw_behind(struct grid *grid, struct area area, const struct evidence_line *lines, size_t n)
{
	struct flow flow = {.grid = grid, .area = area, .left = area_row(grid, area, 0)};
	for (size_t i = 0; i < n && !flow.full; i++) {
		/* What fits into one row is not broken; longer text begins behind the others where there is room enough for a number. */
		int needed = paint_width(grid, lines[i].label) + LABEL_GAP + paint_width(grid, lines[i].text);
		if (needed > area.columns)
			needed = NUMBER_CELLS;
		bool behind = flow.left.columns < area.columns;
		if (behind)
			span_skip(&flow.left, ITEM_GAP);
		if (behind && needed > flow.left.columns)
			flow_new_row(&flow);
		if (flow.row >= area.rows) {
			flow.full = true;
			break;
		}
		paint_on(&flow.left, lines[i].label, ROLE_DIM);
		span_skip(&flow.left, LABEL_GAP);
		flow_text(&flow, lines[i].text, lines[i].role);
	}
	if (flow.full && area.rows > 0 && area.columns > 0)
		grid_sign(area_row(grid, area, area.rows - 1), area.columns - 1, '~', ROLE_DIM);
}

void evidence_draw(const struct app *app, struct grid *grid, struct area area, const struct evidence *evidence, bool all)
{
	const struct index *index = app_index(app);
	struct evidence_line *lines;
	if (area.rows <= 0 || area.columns <= 0)
		return;
	if (!index) {
		paint(area_row(grid, area, 0), app_message(app, MSG_READING), ROLE_DIM);
		return;
	}
	size_t n = evidence_lines(evidence, index, app_settings(app), all, &lines, app_scratch(app));
	if (area.rows < LOW && !fits_below(grid, area, lines, n))
		draw_behind(grid, area, lines, n);
	else
		draw_below(grid, area, lines, n);
}

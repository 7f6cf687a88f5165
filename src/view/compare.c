/* Two to four records side by side: fields first, then figures by indicator and item. */
#include "index/read.h"
#include "view/record_internal.h"

#include "index/verdict.h"
#include "view/paint.h"

struct compare_state {
	struct page page;
	struct ref refs[PLACE_REFS];
	size_t n;
	struct strbuf unknown; /* ids that are no record */
};

/* -- fields --------------------------------------------------------------------------- */

static struct page_cell *value_cell(struct dossier *d, struct ref ref, int field)
{
	if (field < 0)
		return page_blank(d->page);
	struct page_cell *cell = dossier_field(d, ref, (size_t)field);
	cell->record = ref;
	return cell;
}

static bool is_compared(const struct field *field)
{
	static const char *const left_out[] = {"id", "name", "source", "locator", "inferred", "date_basis"};
	for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
		if (str_eq_c(str_from(field->name), left_out[i]))
			return false;
	return !(field->flags & FIELD_HIDDEN);
}

/* A row stays only where some record has the field. */
static void field_row(struct dossier *d, const struct compare_state *state, const struct field *field)
{
	bool some = false;
	size_t first = d->page->cells.n;
	page_row(d->page, STR(""), REF_NONE);
	page_cell(d->page, dossier_field_label(d, field), ROLE_DIM);
	for (size_t i = 0; i < state->n; i++) {
		int number = field_find(ref_kind(state->refs[i]), str_from(field->name));
		some = !str_eq_c(value_cell(d, state->refs[i], number)->text, "-") || some;
	}
	page_cell(d->page, STR("-"), ROLE_DIM);
	if (some)
		return;
	d->page->cells.n = first;
	d->page->rows.n--;
	d->page->sections.v[d->page->sections.n - 1].n_rows--;
}

/* The fields of the first record's kind, then those that only the other kinds have. */
static void field_rows(struct dossier *d, const struct compare_state *state)
{
	for (size_t i = 0; i < state->n; i++) {
		const struct fields *fields = &fields_of[ref_kind(state->refs[i])];
		for (size_t f = 0; f < fields->n; f++) {
			bool seen = false;
			for (size_t j = 0; j < i; j++)
				seen = seen || field_find(ref_kind(state->refs[j]), str_from(fields->v[f].name)) >= 0;
			if (!seen && is_compared(&fields->v[f]))
				field_row(d, state, &fields->v[f]);
		}
	}
}

static void name_row(struct dossier *d, const struct compare_state *state)
{
	page_row(d->page, STR(""), REF_NONE);
	page_cell(d->page, dossier_label(d, KIND_ZONE, "name"), ROLE_DIM);
	for (size_t i = 0; i < state->n; i++)
		dossier_ref(d, state->refs[i], true)->record = state->refs[i];
	page_cell(d->page, STR("-"), ROLE_DIM);
}

/* -- figures ---------------------------------------------------------------------------- */

/* What is compared with what: the same indicator and item. */
struct topic {
	struct ref indicator;
	struct str item;
	size_t n_records;
	size_t order; /* of the first figure */
};
typedef ARRAY(struct topic) topic_list;

static bool is_about(const struct index *index, struct ref claim, const struct topic *topic)
{
	return ref_eq(read_ref(index, claim, "indicator"), topic->indicator) && str_eq(read_text(index, claim, "item"), topic->item);
}

static void add_topics(const struct index *index, struct refs claims, topic_list *topics)
{
	size_t known = topics->n;
	for (size_t i = 0; i < claims.n; i++) {
		size_t t = 0;
		while (t < topics->n && !is_about(index, claims.v[i], &topics->v[t]))
			t++;
		if (t == topics->n)
			array_push(topics, (struct topic){.indicator = read_ref(index, claims.v[i], "indicator"),
				.item = read_text(index, claims.v[i], "item"), .order = topics->n});
	}
	for (size_t t = 0; t < topics->n; t++) {
		bool has = t >= known;
		for (size_t i = 0; i < claims.n && !has; i++)
			has = is_about(index, claims.v[i], &topics->v[t]);
		topics->v[t].n_records += has;
	}
}

/* What several records have stands first. */
static int by_records(const void *a, const void *b)
{
	const struct topic *x = a, *y = b;
	if (x->n_records != y->n_records)
		return x->n_records > y->n_records ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* What may differ between two figures besides the number. */
static enum message difference(const struct index *index, struct ref a, struct ref b)
{
	if (!str_eq(read_text(index, a, "base_unit"), read_text(index, b, "base_unit")))
		return MSG_COMPARE_OTHER_UNIT;
	if (read_number(index, a, "modality") != read_number(index, b, "modality")
		|| !str_eq(read_text(index, a, "scope"), read_text(index, b, "scope")))
		return MSG_COMPARE_OTHER_KIND;
	return str_eq(read_text(index, a, "period"), read_text(index, b, "period")) ? MSG_COUNT : MSG_COMPARE_OTHER_PERIOD;
}

static void claims_text(struct dossier *d, const struct ref *claims, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			strbuf_add_c(&d->text, "; ");
		figure_print(d->index, claims[i], &d->text);
		size_t before = d->text.n;
		strbuf_add_c(&d->text, " (");
		figure_period(d->index, claims[i], d->language, &d->text);
		size_t period = d->text.n;
		strbuf_add_c(&d->text, period > before + 2 ? " " : "");
		size_t kind = d->text.n;
		figure_kind(d->index, claims[i], d->language, &d->text);
		if (d->text.n == kind)
			strbuf_truncate(&d->text, period);
		if (d->text.n == before + 2)
			strbuf_truncate(&d->text, before);
		else
			strbuf_add_byte(&d->text, ')');
	}
}

static void figures_row(struct dossier *d, const struct compare_state *state, const struct topic *topic)
{
	struct ref before = REF_NONE;
	enum message note = MSG_COUNT;
	page_row(d->page, STR(""), REF_NONE);
	strbuf_add(&d->text, index_name(d->index, topic->indicator));
	if (topic->item.n)
		strbuf_printf(&d->text, " %.*s", STR_ARG(topic->item));
	dossier_cell(d, ROLE_LINK)->door = door_record(topic->indicator);
	for (size_t i = 0; i < state->n; i++) {
		struct refs figures = index_figures(d->index, state->refs[i], topic->indicator);
		struct ref *kept = arena_alloc(&d->page->arena, figures.n * sizeof *kept);
		size_t n = 0;
		for (size_t j = 0; j < figures.n; j++)
			if (is_about(d->index, figures.v[j], topic))
				kept[n++] = figures.v[j];
		for (size_t j = 0; j < n && note == MSG_COUNT && !ref_none(before); j++)
			note = difference(d->index, before, kept[j]);
		before = n ? kept[0] : before;
		claims_text(d, kept, n);
		bool contradicts = verdict_contradicts(verdict_among(d->index, (struct refs){kept, n}));
		if (contradicts)
			strbuf_add_c(&d->text, " !");
		struct page_cell *cell = dossier_cell(d, contradicts ? ROLE_WARNING : n ? ROLE_NUMBER : ROLE_DIM);
		cell->record = state->refs[i];
		cell->claims = kept;
		cell->n_claims = n;
		cell->door = n == 1 ? door_record(kept[0]) : door_record(REF_NONE);
	}
	if (note != MSG_COUNT)
		strbuf_add(&d->text, dossier_message(d, note));
	dossier_cell(d, ROLE_WARNING);
}

static void figure_rows(struct dossier *d, const struct compare_state *state)
{
	topic_list topics = {0};
	for (size_t i = 0; i < state->n; i++)
		add_topics(d->index, index_claims(d->index, state->refs[i]), &topics);
	if (topics.n)
		qsort(topics.v, topics.n, sizeof *topics.v, by_records);
	for (size_t t = 0; t < topics.n; t++)
		figures_row(d, state, &topics.v[t]);
	array_release(&topics);
}

/* -- the screen ---------------------------------------------------------------------------- */

static void table_section(struct dossier *d, const struct compare_state *state, enum message title)
{
	page_section(d->page, dossier_message(d, title), PAGE_TABLE)->titles_in_cards = true;
	page_column(d->page, STR(""), 0, 24);
	for (size_t i = 0; i < state->n; i++)
		page_column(d->page, index_short_name(d->index, state->refs[i]), 0, 0);
	page_column(d->page, dossier_message(d, MSG_COMPARE_NOTE), 0, 0);
}

static void fill(struct dossier *d, const struct compare_state *state)
{
	if (state->n < 2) {
		page_section(d->page, dossier_message(d, MSG_COMPARE), PAGE_TEXT);
		page_row(d->page, STR(""), REF_NONE);
		page_cell(d->page, dossier_message(d, MSG_COMPARE_EMPTY), ROLE_TEXT);
		return;
	}
	compare_stages(d, state->refs, state->n);
	table_section(d, state, MSG_PAGE_OVERVIEW);
	name_row(d, state);
	field_rows(d, state);
	page_end_table(d->page, state->n + 1);
	table_section(d, state, MSG_PAGE_FIGURES);
	figure_rows(d, state);
	page_end_table(d->page, state->n + 1);
}

static void *compare_open(struct app *app, const struct place *place)
{
	struct compare_state *state = xcalloc(1, sizeof *state);
	struct dossier d;
	page_init(&state->page, app_settings(app), app_index(app));
	if (!state->page.index)
		return state;
	for (size_t i = 0; i < PLACE_REFS; i++) {
		struct ref ref = place->ids[i] ? index_find_id(state->page.index, str_from(place->ids[i])) : REF_NONE;
		if (!ref_none(ref))
			state->refs[state->n++] = ref;
		else if (place->ids[i])
			strbuf_printf(&state->unknown, " %s", place->ids[i]);
	}
	dossier_init(&d, app, &state->page, REF_NONE);
	fill(&d, state);
	if (state->unknown.n) {
		page_section(&state->page, dossier_message(&d, MSG_PAGE_UNKNOWN), PAGE_TEXT);
		page_row(&state->page, STR(""), REF_NONE);
		page_cell(&state->page, strbuf_str(&state->unknown), ROLE_ERROR);
	}
	dossier_release(&d);
	page_restore(&state->page, place);
	return state;
}

static void compare_close(void *data)
{
	struct compare_state *state = data;
	page_release(&state->page);
	strbuf_release(&state->unknown);
	free(state);
}

static void compare_title(const void *data, const struct app *app, struct strbuf *out)
{
	const struct compare_state *state = data;
	strbuf_add(out, app_message(app, MSG_COMPARE));
	for (size_t i = 0; i < state->n; i++)
		strbuf_printf(out, "%s%.*s", i ? "/" : " ", STR_ARG(index_short_name(state->page.index, state->refs[i])));
}

static void compare_draw(const void *data, const struct app *app, struct grid *grid, struct area area)
{
	const struct compare_state *state = data;
	if (state->page.index)
		page_draw(&state->page, grid, area, true);
	else
		paint(area_row(grid, area, 0), app_message(app, MSG_READING), ROLE_DIM);
}

/* The record in whose column the cursor stands. */
static struct ref compare_record(const void *data)
{
	const struct compare_state *state = data;
	const struct page_cell *cell = page_cell_here(&state->page);
	return cell ? cell->record : REF_NONE;
}

const struct screen_class screen_compare = {
	.where = IN_PAGE | IN_TABLE,
	.hints = page_table_hints,
	.open = compare_open,
	.close = compare_close,
	.save = page_screen_save,
	.title = compare_title,
	.command = page_screen_command,
	.prompt = page_screen_prompt,
	.settle = page_screen_settle,
	.draw = compare_draw,
	.evidence = page_screen_evidence,
	.record = compare_record,
	.cell_text = page_screen_cell_text,
};

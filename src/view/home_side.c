#include "view/home_internal.h"

#include "index/read.h"

#include "index/verdict.h"
#include "view/app.h"
#include "view/figure.h"
#include "view/paint.h"
#include "view/screen.h"

enum { INDENT = 2 };

/* A side pane of text that is filled from the top. */
struct side {
	const struct app *app;
	const struct index *index;
	struct grid *grid;
	struct area area;
	int row; /* the next free one of the area */
	struct strbuf text;
};

static bool is_full(const struct side *side)
{
	return side->row >= side->area.rows;
}

/* Take side->text as a paragraph. */
static void put(struct side *side, int indent, enum role role)
{
	if (!is_full(side))
		side->row += paint_wrapped(side->grid, area_from(side->area, side->row, indent), strbuf_str(&side->text), role);
	strbuf_clear(&side->text);
}

static enum language language_of(const struct side *side)
{
	return app_settings(side->app)->language;
}

/* Two blanks, where something stands before them. */
static void part(struct side *side)
{
	if (side->text.n && !str_ends(strbuf_str(&side->text), STR("  ")))
		strbuf_add_c(&side->text, "  ");
}

/* "275亿元  2025-01/2025-09  《…》 2025-12 推断" */
static void put_figure(struct side *side, struct ref claim)
{
	struct ref source = read_ref(side->index, claim, "source");
	figure_print(side->index, claim, &side->text);
	part(side);
	figure_kind(side->index, claim, language_of(side), &side->text);
	part(side);
	figure_period(side->index, claim, language_of(side), &side->text);
	part(side);
	if (!ref_none(source)) {
		strbuf_printf(&side->text, "《%.*s》 ", STR_ARG(index_name(side->index, source)));
		source_date(side->index, source, language_of(side), &side->text);
	}
	put(side, INDENT, ROLE_NUMBER);
}

/* What makes two figures contradict each other; for a figure and itself the doubt about it. */
static void put_reason(struct side *side, struct ref a, struct ref b)
{
	verdict_reason(side->index, a, b, language_of(side) == LANGUAGE_ZH, &side->text);
	if (side->text.n)
		put(side, INDENT, ROLE_DIM);
}

static bool is_among(const ref_list *conflicts, size_t n, struct ref claim)
{
	for (size_t j = 0; j < n; j++)
		if (ref_eq(conflicts->v[j], claim))
			return true;
	return false;
}

/* A contradicted figure and those against it; what an earlier one has told already is not told again. */
static void put_conflict(struct side *side, const ref_list *conflicts, size_t i)
{
	struct ref claim = conflicts->v[i], subject = read_ref(side->index, claim, "subject");
	struct refs others = index_figures(side->index, subject, read_ref(side->index, claim, "indicator"));
	bool told = false;
	for (size_t o = 0; o < others.n && !told; o++)
		told = is_among(conflicts, i, others.v[o]) &&
		       verdict_contradicts(verdict_of(side->index, claim, others.v[o]));
	if (told)
		return;
	side->row += side->row > 0;
	strbuf_printf(&side->text, "!%.*s ", STR_ARG(index_short_name(side->index, subject)));
	figure_heading(side->index, claim, &side->text);
	put(side, 0, ROLE_WARNING);
	put_figure(side, claim);
	put_reason(side, claim, claim);
	for (size_t o = 0; o < others.n; o++) {
		if (ref_eq(others.v[o], claim) || !verdict_contradicts(verdict_of(side->index, claim, others.v[o])))
			continue;
		put_figure(side, others.v[o]);
		put_reason(side, claim, others.v[o]);
	}
}

static void put_doubt(struct side *side, struct ref doubt)
{
	struct ref about = read_ref(side->index, doubt, "about");
	int64_t rule = read_number(side->index, doubt, "rule");
	side->row++;
	strbuf_add_byte(&side->text, '?');
	if (!ref_none(about))
		strbuf_add(&side->text, index_short_name(side->index, about));
	if (rule != NUMBER_NONE) {
		const struct enum_code *code = &enums[ENUM_RULE].v[rule];
		strbuf_printf(&side->text, "  %s", language_of(side) == LANGUAGE_ZH ? code->zh : code->en);
	}
	put(side, 0, ROLE_TEXT);
	strbuf_add(&side->text, read_text(side->index, doubt, "note"));
	put(side, INDENT, ROLE_DIM);
}

static void put_title(struct side *side, struct str title, size_t n)
{
	strbuf_printf(&side->text, "%.*s %zu", STR_ARG(title), n);
	put(side, 0, ROLE_HEADING);
}

void home_side_draw(
	const struct app *app, struct grid *grid, struct area area, const struct index *index, const ref_list *conflicts)
{
	struct side side = {.app = app, .index = index, .grid = grid, .area = area};
	size_t doubts = index_count(index, KIND_DOUBT);
	if (conflicts->n)
		put_title(&side, app_message(app, MSG_PAGE_CONFLICTS), conflicts->n);
	for (size_t i = 0; i < conflicts->n && !is_full(&side); i++)
		put_conflict(&side, conflicts, i);
	side.row += side.row > 0;
	if (doubts && !is_full(&side))
		put_title(&side, str_from(app_chinese(app) ? kinds[KIND_DOUBT].zh : kinds[KIND_DOUBT].en), doubts);
	for (size_t i = 0; i < doubts && !is_full(&side); i++) {
		struct ref doubt = ref_make(KIND_DOUBT, (uint32_t)i);
		if (!is_among(conflicts, conflicts->n, read_ref(index, doubt, "about"))) /* that is its reason, above */
			put_doubt(&side, doubt);
	}
	strbuf_release(&side.text);
}

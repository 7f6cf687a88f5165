/* The figures of a record, an indicator or a source, and the promises made of them. */
#include "view/record_internal.h"

#include "index/read.h"

#include "index/suspicion.h"
#include "index/verdict.h"

enum { SOURCE_CELLS = 10, PERIOD_CELLS = 15 /* 2025-01/2025-09; what is inferred says so below */, SUBJECT_CELLS = 22 };

static void figure_columns(struct dossier *dossier, unsigned columns)
{
	if (columns & FIGURES_SUBJECT)
		page_column(dossier->page, dossier_message(dossier, MSG_EVIDENCE_SUBJECT), COLUMN_CUT_MIDDLE, SUBJECT_CELLS);
	if (columns & FIGURES_PLACE)
		page_column(dossier->page, dossier_message(dossier, MSG_PAGE_PARAGRAPH), COLUMN_RIGHT, 0);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_FIGURE), 0, 24);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_VALUE), 0, 36);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_SCOPE), 0, 24);
	page_column(dossier->page, dossier_message(dossier, MSG_EVIDENCE_PERIOD), COLUMN_WHOLE, PERIOD_CELLS);
	if (columns & FIGURES_SOURCE)
		page_column(dossier->page, dossier_message(dossier, MSG_PAGE_SOURCE), COLUMN_CUT | COLUMN_WHOLE, SOURCE_CELLS);
	page_column(dossier->page, dossier_message(dossier, MSG_EVIDENCE_VERDICT), COLUMN_WHOLE, 0);
}

static bool is_suspected(struct dossier *dossier, struct ref claim)
{
	array_clear(&dossier->odd.v);
	suspicions_about(dossier->index, claim, true, &dossier->odd);
	return dossier->odd.v.n > 0;
}

static void verdict_cell(struct dossier *dossier, struct ref claim, const struct ref *kept)
{
	enum verdict verdict = verdict_of_claim(dossier->index, claim);
	struct refs doubts = read_back(dossier->index, claim, KIND_DOUBT, "about");
	bool odd = doubts.n || is_suspected(dossier, claim);
	verdict_print(verdict, dossier->language, &dossier->text);
	if (odd)
		strbuf_add_c(&dossier->text, " ?");
	bool warns = odd || verdict_contradicts(verdict);
	struct page_cell *cell = dossier_cell(dossier, warns ? ROLE_WARNING : ROLE_DIM);
	cell->claims = kept;
	cell->n_claims = 1;
	if (doubts.n)
		cell->door = door_record(doubts.v[0]);
}

/* The last cell made before this row in the same column of headings says the same. */
static bool is_repeated(const struct page *page, size_t column, struct str text)
{
	size_t row = page->rows.n - 1;
	if (row <= page->sections.v[page->sections.n - 1].first)
		return false;
	const struct page_row *before = &page->rows.v[row - 1];
	return column < before->n_cells && str_eq(page->cells.v[before->first + column].text, text);
}

static struct page_cell *claim_cell(struct dossier *dossier, enum role role, const struct ref *kept)
{
	struct page_cell *cell = dossier_cell(dossier, role);
	cell->claims = kept;
	cell->n_claims = 1;
	return cell;
}

/* Number of the paragraph, or of the line of a table. */
static void place_cell(struct dossier *dossier, const struct ref *kept)
{
	struct str rest = read_text(dossier->index, *kept, "locator"), first;
	struct locator l;
	if (str_split(&rest, ';', &first) && locator_parse(first, &l))
		strbuf_printf(&dossier->text, "%u", l.line);
	claim_cell(dossier, ROLE_DIM, kept)->door = door_reader(read_ref(dossier->index, *kept, "source"), *kept);
}

/* The slug: the evidence has the title. */
static void source_cell(struct dossier *dossier, struct ref source, const struct ref *kept)
{
	strbuf_add(&dossier->text, read_slug(dossier->index, source));
	claim_cell(dossier, ROLE_LINK, kept)->door = door_reader(source, *kept);
}

static void figure_row(struct dossier *dossier, const struct ref *kept, unsigned columns)
{
	const struct index *index = dossier->index;
	struct ref claim = *kept, source = read_ref(index, claim, "source"), subject = read_ref(index, claim, "subject");
	bool same = true;
	page_row(dossier->page, STR(""), claim);
	if (columns & FIGURES_SUBJECT) {
		size_t at = dossier->page->rows.v[dossier->page->rows.n - 1].n_cells;
		same = is_repeated(dossier->page, at, index_short_name(index, subject));
		dossier_ref(dossier, subject, false)->repeated = same;
	}
	if (columns & FIGURES_PLACE)
		place_cell(dossier, kept);
	figure_heading(index, claim, &dossier->text);
	same = same && is_repeated(dossier->page, dossier->page->rows.v[dossier->page->rows.n - 1].n_cells, strbuf_str(&dossier->text));
	struct page_cell *heading = dossier_cell(dossier, ROLE_LINK);
	heading->door = door_record(read_ref(index, claim, "indicator"));
	heading->repeated = same;
	figure_print(index, claim, &dossier->text);
	claim_cell(dossier, ROLE_NUMBER, kept);
	figure_kind(index, claim, dossier->language, &dossier->text);
	claim_cell(dossier, ROLE_TEXT, kept);
	figure_period(index, claim, dossier->language, &dossier->text);
	claim_cell(dossier, ROLE_TEXT, kept);
	if (columns & FIGURES_SOURCE)
		source_cell(dossier, source, kept);
	verdict_cell(dossier, claim, kept);
}

void record_figure_table(struct dossier *dossier, struct refs claims, unsigned columns)
{
	size_t n = claims.n < FIGURES_MOST ? claims.n : FIGURES_MOST;
	struct ref *kept = arena_alloc(&dossier->page->arena, n * sizeof *kept);
	figure_columns(dossier, columns);
	for (size_t i = 0; i < n; i++) {
		kept[i] = claims.v[i];
		figure_row(dossier, &kept[i], columns);
	}
	page_end_table(dossier->page, 1);
}

void record_figures(struct dossier *dossier)
{
	struct refs claims = index_claims(dossier->index, dossier->ref);
	if (!claims.n)
		return;
	page_section(dossier->page, dossier_message(dossier, MSG_PAGE_FIGURES), PAGE_TABLE)->count = claims.n;
	record_figure_table(dossier, claims, FIGURES_SOURCE);
	if (claims.n > FIGURES_MOST)
		dossier_all(dossier, KIND_CLAIM, dossier_query(dossier, "subject", dossier->ref), claims.n);
}

/* What else is printed of the same: the other figure, what the two say about each other, and why. */
static void other_row(struct dossier *dossier, const struct ref *kept)
{
	const struct index *index = dossier->index;
	struct ref source = read_ref(index, *kept, "source");
	enum verdict verdict = verdict_of(index, dossier->ref, *kept);
	page_row(dossier->page, STR(""), *kept);
	figure_print(index, *kept, &dossier->text);
	claim_cell(dossier, ROLE_NUMBER, kept)->door = door_record(*kept);
	figure_kind(index, *kept, dossier->language, &dossier->text);
	claim_cell(dossier, ROLE_TEXT, kept);
	figure_period(index, *kept, dossier->language, &dossier->text);
	claim_cell(dossier, ROLE_TEXT, kept);
	source_cell(dossier, source, kept);
	verdict_print(verdict, dossier->language, &dossier->text);
	claim_cell(dossier, verdict_contradicts(verdict) ? ROLE_WARNING : ROLE_DIM, kept);
	verdict_reason(index, dossier->ref, *kept, dossier->language == LANGUAGE_ZH, &dossier->text);
	claim_cell(dossier, ROLE_TEXT, kept);
}

void record_others(struct dossier *dossier)
{
	struct ref subject = read_ref(dossier->index, dossier->ref, "subject");
	struct refs claims = index_figures(dossier->index, subject, read_ref(dossier->index, dossier->ref, "indicator"));
	struct page_section *section = page_section(dossier->page, dossier_message(dossier, MSG_PAGE_OTHERS), PAGE_TABLE);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_VALUE), 0, 36);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_SCOPE), 0, 24);
	page_column(dossier->page, dossier_message(dossier, MSG_EVIDENCE_PERIOD), COLUMN_WHOLE, PERIOD_CELLS);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_SOURCE), COLUMN_CUT | COLUMN_WHOLE, SOURCE_CELLS);
	page_column(dossier->page, dossier_message(dossier, MSG_EVIDENCE_VERDICT), COLUMN_WHOLE, 0);
	page_column(dossier->page, dossier_message(dossier, MSG_GAP_REASONS), 0, 0);
	for (size_t i = 0; i < claims.n && section->n_rows < FIGURES_MOST; i++) {
		if (verdict_of(dossier->index, dossier->ref, claims.v[i]) == VERDICT_SINGLE || ref_eq(claims.v[i], dossier->ref))
			continue;
		struct ref *kept = arena_alloc(&dossier->page->arena, sizeof *kept);
		*kept = claims.v[i];
		other_row(dossier, kept);
	}
	section->count = section->n_rows;
	page_end_table(dossier->page, 1);
}

void record_indicator_figures(struct dossier *dossier)
{
	struct refs claims = read_back(dossier->index, dossier->ref, KIND_CLAIM, "indicator");
	ARRAY(struct ref) subjects = {0}, ordered = {0};
	for (size_t i = 0; i < claims.n; i++)
		array_push(&subjects, read_ref(dossier->index, claims.v[i], "subject"));
	if (subjects.n)
		qsort(subjects.v, subjects.n, sizeof *subjects.v, ref_order);
	for (size_t i = 0; i < subjects.n; i++) {
		if (i && ref_eq(subjects.v[i], subjects.v[i - 1]))
			continue;
		struct refs figures = index_figures(dossier->index, subjects.v[i], dossier->ref);
		for (size_t j = 0; j < figures.n; j++)
			array_push(&ordered, figures.v[j]);
	}
	if (ordered.n) {
		page_section(dossier->page, dossier_message(dossier, MSG_PAGE_FIGURES), PAGE_TABLE)->count = claims.n;
		record_figure_table(dossier, (struct refs){ordered.v, ordered.n}, FIGURES_SUBJECT | FIGURES_SOURCE);
	}
	if (ordered.n > FIGURES_MOST)
		dossier_all(dossier, KIND_CLAIM, dossier_query(dossier, "indicator", dossier->ref), ordered.n);
	array_release(&ordered);
	array_release(&subjects);
}

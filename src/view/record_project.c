/* A project's milestones by date, and its phases. */
#include "view/record_internal.h"

#include "index/read.h"

enum { MONTH = 31 }; /* days: a date that is exact to the month spans no more */

struct step {
	struct ref milestone;
	bool dated;
	struct period date;
	int64_t status;
};

/* By the day by which it was so, those without one at the end by status. */
static int by_date(const void *a, const void *b)
{
	const struct step *x = a, *y = b;
	if (x->dated != y->dated)
		return x->dated ? -1 : 1;
	if (x->dated && x->date.last != y->date.last)
		return x->date.last < y->date.last ? -1 : 1;
	if (x->dated && x->date.first != y->date.first)
		return x->date.first < y->date.first ? -1 : 1;
	if (x->status != y->status)
		return x->status < y->status ? -1 : 1;
	return ref_cmp(x->milestone, y->milestone);
}

static bool is_exact(const struct step *step)
{
	return step->dated && step->date.first != INT32_MIN && step->date.last != INT32_MAX
		&& step->date.last - step->date.first < MONTH;
}

/* Days since the step before: a number where both dates are exact to the day, else least and most. */
static void gap_cell(struct dossier *dossier, const struct step *before, const struct step *step)
{
	if (before && is_exact(before) && is_exact(step)) {
		int least = step->date.first - before->date.last, most = step->date.last - before->date.first;
		strbuf_printf(&dossier->text, "%d", least > 0 ? least : 0);
		if (most != least)
			strbuf_printf(&dossier->text, "-%d", most);
		strbuf_add(&dossier->text, dossier_message(dossier, MSG_PAGE_DAYS));
	}
	dossier_cell(dossier, ROLE_NUMBER);
}

void record_timeline(struct dossier *dossier)
{
	struct refs milestones = read_back(dossier->index, dossier->ref, KIND_MILESTONE, "project");
	size_t date = field_get(KIND_MILESTONE, "date"), status = field_get(KIND_MILESTONE, "status");
	if (!milestones.n)
		return;
	struct step *steps = xcalloc(milestones.n, sizeof *steps);
	for (size_t i = 0; i < milestones.n; i++) {
		steps[i] = (struct step){.milestone = milestones.v[i], .status = index_number(dossier->index, milestones.v[i], status)};
		steps[i].dated = index_period(dossier->index, milestones.v[i], date, &steps[i].date);
	}
	qsort(steps, milestones.n, sizeof *steps, by_date);
	page_section(dossier->page, dossier_message(dossier, MSG_PAGE_TIMELINE), PAGE_TABLE)->count = milestones.n;
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_DATE), 0, 0);
	page_column(dossier->page, dossier_label(dossier, KIND_MILESTONE, "status"), 0, 0);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_GAP), COLUMN_RIGHT, 0);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_SOURCE), COLUMN_CUT, 0);
	for (size_t i = 0; i < milestones.n; i++) {
		page_row(dossier->page, STR(""), steps[i].milestone);
		dossier_field(dossier, steps[i].milestone, date);
		dossier_field(dossier, steps[i].milestone, status);
		gap_cell(dossier, i ? &steps[i - 1] : NULL, &steps[i]);
		dossier_ref(dossier, read_ref(dossier->index, steps[i].milestone, "source"), false);
	}
	page_end_table(dossier->page, 1);
	free(steps);
}

static void phase_row(struct dossier *dossier, struct ref project)
{
	const struct index *index = dossier->index;
	page_row(dossier->page, STR(""), project);
	dossier_ref(dossier, project, true);
	dossier_field(dossier, project, field_get(KIND_PROJECT, "phase"));
	dossier_field(dossier, project, field_get(KIND_PROJECT, "status"));
	for (size_t i = 0; kind_figures[KIND_PROJECT][i]; i++) {
		struct ref indicator = index_indicator(index, str_from(kind_figures[KIND_PROJECT][i]));
		struct refs figures = ref_none(indicator) ? (struct refs){NULL, 0} : index_figures(index, project, indicator);
		dossier_claims(dossier, figures.v, figures.n, false);
	}
}

/* 一期 before 二期 before what has no number. */
static int64_t phase_number(const struct index *index, struct ref project)
{
	struct str phase = read_text(index, project, "phase"), ordinal = STR("第"), word = STR("期");
	struct decimal number;
	if (str_starts(phase, ordinal))
		phase = str_sub(phase, ordinal.n, phase.n);
	if (str_ends(phase, word))
		phase = str_sub(phase, 0, phase.n - word.n);
	return number_parse(phase, &number) && !number.scale ? number.digits : INT64_MAX;
}

static int by_phase(const void *a, const void *b, void *index)
{
	const struct ref *x = a, *y = b;
	int64_t p = phase_number(index, *x), q = phase_number(index, *y);
	return p != q ? (p < q ? -1 : 1) : ref_cmp(*x, *y);
}

static void phase_rows(struct dossier *dossier, struct refs projects)
{
	ref_list ordered = {0};
	for (size_t i = 0; i < projects.n; i++)
		array_push(&ordered, projects.v[i]);
	if (ordered.n)
		qsort_r(ordered.v, ordered.n, sizeof *ordered.v, by_phase, (void *)(uintptr_t)dossier->index);
	for (size_t i = 0; i < ordered.n; i++)
		phase_row(dossier, ordered.v[i]);
	array_release(&ordered);
}

/* The whole first, then its phases, whichever of them this page is about. */
void record_phases(struct dossier *dossier)
{
	struct ref parent = read_ref(dossier->index, dossier->ref, "parent"), whole = ref_none(parent) ? dossier->ref : parent;
	struct refs parts = read_back(dossier->index, whole, KIND_PROJECT, "parent");
	struct refs below = read_back(dossier->index, dossier->ref, KIND_PROJECT, "parent");
	if (!parts.n)
		return;
	page_section(dossier->page, dossier_message(dossier, MSG_PAGE_PHASES), PAGE_TABLE);
	page_column(dossier->page, dossier_kind_label(dossier, KIND_PROJECT), 0, 0);
	page_column(dossier->page, dossier_label(dossier, KIND_PROJECT, "phase"), 0, 0);
	page_column(dossier->page, dossier_label(dossier, KIND_PROJECT, "status"), 0, 0);
	for (size_t i = 0; kind_figures[KIND_PROJECT][i]; i++)
		page_column(dossier->page, dossier_figure_label(dossier, kind_figures[KIND_PROJECT][i]), 0, 0);
	phase_row(dossier, whole);
	phase_rows(dossier, parts);
	if (!ref_eq(whole, dossier->ref))
		phase_rows(dossier, below);
	page_end_table(dossier->page, 1);
}

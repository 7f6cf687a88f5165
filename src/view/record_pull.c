/* What a lead enterprise drew to its chain (链主带动): firms and projects at its stages, in the order in which they came. */
#include "view/record_internal.h"

#include "index/read.h"
#include "query/standing.h"

#include <stdlib.h>

/* Somebody or something at a stage of a led chain. */
struct newcomer {
	struct ref who, stage;
	bool dated;
	int32_t day;          /* the first that is known */
	struct ref milestone; /* that says it; REF_NONE: only `seen`, the day of the oldest source */
};

struct pulling {
	struct dossier *dossier;
	ARRAY(struct newcomer) found;
};

/* The earliest dated milestone of a project. */
static bool first_step(const struct index *index, struct ref project, int32_t *day, struct ref *milestone)
{
	struct refs milestones = read_back(index, project, KIND_MILESTONE, "project");
	bool some = false;
	for (size_t i = 0; i < milestones.n; i++) {
		struct period period;
		if (!read_period(index, milestones.v[i], "date", &period) || (some && period.last >= *day))
			continue;
		*day = period.last;
		*milestone = milestones.v[i];
		some = true;
	}
	return some;
}

static bool first_seen(const struct index *index, struct ref ref, int32_t *day)
{
	struct ref source = read_ref(index, ref, "source");
	struct period period;
	if (ref_none(source) || !read_period(index, source, "date", &period))
		return false;
	*day = period.last;
	return true;
}

/* Whether a project stands at a stage of the chain of `stage`: what a firm does elsewhere did not bring it here. */
static bool is_in_chain(const struct index *index, struct ref project, struct ref stage)
{
	struct ref own = read_ref(index, project, "stage");
	return !ref_none(own) && ref_eq(read_ref(index, own, "chain"), read_ref(index, stage, "chain"));
}

static void add(struct pulling *p, struct ref who, struct ref stage)
{
	const struct index *index = p->dossier->index;
	struct newcomer one = {.who = who, .stage = stage, .milestone = REF_NONE};
	for (size_t i = 0; i < p->found.n; i++)
		if (ref_eq(p->found.v[i].who, who))
			return;
	if (ref_kind(who) == KIND_PROJECT) {
		one.dated = first_step(index, who, &one.day, &one.milestone);
	} else {
		struct refs projects = read_back(index, who, KIND_PROJECT, "owner");
		for (size_t i = 0; i < projects.n; i++) {
			struct ref milestone = REF_NONE;
			int32_t day = one.day;
			if (is_in_chain(index, projects.v[i], stage) && first_step(index, projects.v[i], &day, &milestone)
				&& (!one.dated || day < one.day)) {
				one.dated = true;
				one.day = day;
				one.milestone = milestone;
			}
		}
	}
	one.dated = one.dated || first_seen(index, who, &one.day);
	array_push(&p->found, one);
}

static void look_at_stage(struct pulling *p, struct ref stage)
{
	const struct index *index = p->dossier->index;
	struct arena arena = {0};
	struct standing standing;
	standing_make(index, stage, &arena, &standing);
	for (size_t i = 0; i < standing.n_enterprises; i++)
		if (!ref_eq(standing.enterprises[i], p->dossier->ref))
			add(p, standing.enterprises[i], stage);
	for (size_t i = 0; i < standing.n_projects; i++) {
		struct ref owner = read_ref(index, standing.projects[i], "owner");
		if (ref_none(owner) || !ref_eq(owner, p->dossier->ref))
			add(p, standing.projects[i], stage);
	}
	arena_release(&arena);
}

static int by_day(const void *a, const void *b)
{
	const struct newcomer *x = a, *y = b;
	if (x->dated != y->dated)
		return x->dated ? -1 : 1;
	if (x->dated && x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return ref_cmp(x->who, y->who);
}

static void newcomer_row(struct dossier *d, const struct newcomer *one)
{
	page_row(d->page, STR(""), one->who);
	dossier_ref(d, one->who, false);
	strbuf_add(&d->text, dossier_kind_label(d, ref_kind(one->who)));
	dossier_cell(d, ROLE_DIM);
	dossier_ref(d, one->stage, true);
	if (!ref_none(one->milestone)) {
		struct ref milestone = one->milestone;
		dossier_field(d, milestone, field_get(KIND_MILESTONE, "date"))->record = milestone;
		dossier_field(d, milestone, field_get(KIND_MILESTONE, "status"))->record = milestone;
		dossier_ref(d, read_ref(d->index, milestone, "source"), false);
		return;
	}
	struct ref source = read_ref(d->index, one->who, "source");
	if (!ref_none(source))
		source_date(d->index, source, d->language, &d->text);
	dossier_cell(d, ROLE_TEXT);
	strbuf_add(&d->text, one->dated ? dossier_message(d, MSG_PULL_SEEN) : STR(""));
	dossier_cell(d, ROLE_DIM);
	dossier_ref(d, source, false);
}

void record_pull(struct dossier *dossier)
{
	struct pulling p = {.dossier = dossier};
	struct refs chains = read_back(dossier->index, dossier->ref, KIND_CHAIN, "lead");
	for (size_t c = 0; c < chains.n; c++) {
		struct refs stages = read_back(dossier->index, chains.v[c], KIND_STAGE, "chain");
		for (size_t i = 0; i < stages.n; i++)
			look_at_stage(&p, stages.v[i]);
	}
	if (p.found.n)
		qsort(p.found.v, p.found.n, sizeof *p.found.v, by_day);
	page_section(dossier->page, dossier_message(dossier, MSG_PULL), PAGE_TABLE);
	page_column(dossier->page, dossier_message(dossier, MSG_PULL_WHO), 0, 0);
	page_column(dossier->page, dossier_message(dossier, MSG_PULL_KIND), 0, 0);
	page_column(dossier->page, dossier_kind_label(dossier, KIND_STAGE), 0, 0);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_DATE), 0, 0);
	page_column(dossier->page, dossier_label(dossier, KIND_MILESTONE, "status"), 0, 0);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_SOURCE), COLUMN_CUT, 0);
	for (size_t i = 0; i < p.found.n; i++)
		newcomer_row(dossier, &p.found.v[i]);
	page_end_table(dossier->page, 1);
	array_release(&p.found);
}

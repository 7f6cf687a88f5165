/* What is promised of a record: figures that are expected or aimed at, and what became of them. */
#include "view/record_internal.h"

#include "index/read.h"
#include "query/promise.h"

static void what_cell(struct dossier *dossier, struct ref claim, struct ref target)
{
	if (ref_none(target))
		figure_heading(dossier->index, claim, &dossier->text);
	else
		strbuf_add(&dossier->text, index_name(dossier->index, target));
	dossier_cell(dossier, ROLE_LINK)->door = door_record(ref_none(target) ? claim : target);
}

static void figure_cell(struct dossier *dossier, struct ref claim, bool period)
{
	if (ref_none(claim)) {
		page_blank(dossier->page);
		return;
	}
	struct ref *kept = arena_alloc(&dossier->page->arena, sizeof *kept);
	*kept = claim;
	figure_print(dossier->index, claim, &dossier->text);
	if (period) {
		strbuf_add_byte(&dossier->text, ' ');
		figure_period(dossier->index, claim, dossier->language, &dossier->text);
	}
	struct page_cell *cell = dossier_cell(dossier, ROLE_NUMBER);
	cell->claims = kept;
	cell->n_claims = 1;
	cell->door = door_record(claim);
}

static void due_cell(struct dossier *dossier, const struct promise *promise, struct ref claim, struct ref target)
{
	struct str due = ref_none(target) ? STR("") : read_text(dossier->index, target, "due");
	if (promise->has_due)
		strbuf_add(&dossier->text, due.n ? due : read_text(dossier->index, claim, "period"));
	dossier_cell(dossier, ROLE_TEXT);
}

static void verdict_cell(struct dossier *dossier, const struct promise *promise)
{
	const struct enum_code *code = &enums[ENUM_VERDICT].v[promise->verdict];
	bool overdue = promise_overdue(promise, dossier->settings->today);
	strbuf_add_c(&dossier->text, dossier->language == LANGUAGE_ZH ? code->zh : code->en);
	if (overdue)
		strbuf_printf(&dossier->text, " !%.*s", STR_ARG(dossier_message(dossier, MSG_PROMISE_OVERDUE)));
	dossier_cell(dossier, overdue || promise->verdict == PROMISE_MISSED ? ROLE_WARNING : ROLE_TEXT);
}

static void promise_row(struct dossier *dossier, struct ref claim, struct ref target)
{
	struct promise promise = promise_of(dossier->index, ref_none(target) ? claim : target);
	page_row(dossier->page, STR(""), ref_none(target) ? claim : target);
	what_cell(dossier, claim, target);
	figure_cell(dossier, claim, false);
	due_cell(dossier, &promise, claim, target);
	figure_cell(dossier, promise.actual, true);
	verdict_cell(dossier, &promise);
}

void record_promises(struct dossier *dossier)
{
	struct refs claims = index_claims(dossier->index, dossier->ref);
	page_section(dossier->page, dossier_message(dossier, MSG_PAGE_TARGETS), PAGE_TABLE);
	page_column(dossier->page, dossier_message(dossier, MSG_PROMISE_WHAT), 0, 36);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_VALUE), 0, 24);
	page_column(dossier->page, dossier_message(dossier, MSG_PROMISE_DUE), COLUMN_WHOLE, 0);
	page_column(dossier->page, dossier_message(dossier, MSG_PROMISE_ACTUAL), 0, 30);
	page_column(dossier->page, dossier_message(dossier, MSG_PROMISE_VERDICT), COLUMN_WHOLE, 0);
	for (size_t i = 0; i < claims.n; i++) {
		struct refs targets = read_back(dossier->index, claims.v[i], KIND_TARGET, "claim");
		for (size_t j = 0; j < targets.n; j++)
			promise_row(dossier, claims.v[i], targets.v[j]);
		if (!targets.n && promise_is(dossier->index, claims.v[i]))
			promise_row(dossier, claims.v[i], REF_NONE);
	}
	struct page_section *section = &dossier->page->sections.v[dossier->page->sections.n - 1];
	section->count = section->n_rows;
	page_end_table(dossier->page, 1);
}

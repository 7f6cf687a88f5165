/*
 * Figures and dates that a row holds in columns of its own: those that a ledger's row brought with it
 * (model/ledger.h), so that an export writes them beside the record and not as records apart.
 *
 *	invest             the value with its unit as printed, "12500万元", "约5亿元": what a list shows
 *	invest_modality    planned
 *	invest_scope       ┐ left out where nothing has any
 *	invest_period      ┘
 *	invest_locator     the place in the ledger, "ledger-2025:2:总投资": it names the source as well
 *	invest_id          "claim:project.xm-001.3": the claim keeps its id
 *
 * A date is milestone_signed with milestone_signed_locator and milestone_signed_id. Several are joined
 * by ';', in every column as many. In JSON each is an object, as a list has its figures.
 */
#ifndef EXCHANGE_FIGURES_H
#define EXCHANGE_FIGURES_H

#include "base/array.h"
#include "model/value.h"

enum figure_part { FIGURE_VALUE, FIGURE_MODALITY, FIGURE_SCOPE, FIGURE_PERIOD, FIGURE_LOCATOR, FIGURE_ID, FIGURE_PARTS };

/* What follows the name: "" for the value, "_modality" … */
extern const char *const figure_suffixes[FIGURE_PARTS];

/* What stands before a status in the name of a date: "milestone_". */
extern const char figure_milestone[];

/* A figure or a date as it was read; for a date value is the date. */
struct figure_text {
	struct str name, value, unit, qualifier, modality, scope, period, locator, id;
	bool unread;           /* the text of the value is no figure */
	uint32_t line, column; /* where it stands in the file */
};

/* "12500" and "万元" as one text that figure_split parts again: a unit that begins like a number has a blank before it. Appended. */
void figure_join(struct str value, struct str unit, struct strbuf *out);

/* Value, unit and qualifier of "12500万元" or "约5亿元", borrowed from the text or in the arena. */
void figure_split(struct str text, struct figure_text *out, struct arena *arena);

/* The figures of one row on their way to struct row_ledger. */
struct figures {
	struct arena arena;
	ARRAY(struct figure_text) v; /* texts are whoever's who added them */
};

/*
 * What a row has, a ledger after the other; NULL where it has none. Lives until figures_clear, and as long as the texts.
 * owner    id of the row; empty: it has none, and its figures get new ids
 * Errors   ERR_DATA with line and column, without a file: a place that is in no ledger, a date of no status, an id of
 *          another record; *ledgers is NULL then
 */
bool figures_ledgers(struct figures *figures, struct str owner, const struct row_ledger **ledgers, struct err *err);

void figures_clear(struct figures *figures);
void figures_release(struct figures *figures);

#endif

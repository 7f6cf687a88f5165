/*
 * The making of a record's page: what record_page.c (the screen) asks of record_fields.c,
 * record_figures.c, record_chain.c, record_project.c and record_source.c, and the cells
 * that home and comparison make in the same way.
 */
#ifndef VIEW_RECORD_INTERNAL_H
#define VIEW_RECORD_INTERNAL_H

#include "base/array.h"
#include "index/suspicion.h"
#include "view/page.h"

/* A page in the making. Not const: text is used by whoever composes a cell. */
struct dossier {
	const struct index *index;
	const struct settings *settings;
	enum language language;
	struct page *page;
	struct ref ref;   /* whose page it is */
	struct ref focus; /* on a source's page: the figure whose place is wanted */
	struct strbuf text;
	struct suspicions odd; /* those of the figure in work */
};

void dossier_init(struct dossier *dossier, const struct app *app, struct page *page, struct ref ref);
void dossier_release(struct dossier *dossier);
struct str dossier_message(const struct dossier *dossier, enum message id);
struct str dossier_kind_label(const struct dossier *dossier, enum kind kind);
struct str dossier_field_label(const struct dossier *dossier, const struct field *field);
struct str dossier_label(const struct dossier *dossier, enum kind kind, const char *field); /* the same by the English name */
struct str dossier_figure_label(const struct dossier *dossier, const char *indicator);       /* an indicator's name by its code */

enum { SECTION_ROWS = 12 }; /* longer sections end with a door to the whole list */

/* -- cells ------------------------------------------------------------------------ */

/* Take dossier->text as a cell, "-" where it is empty, and clear it. */
struct page_cell *dossier_cell(struct dossier *dossier, enum role role);

/* A record's name as a door; a figure as printed; "-" for none. full: the name as printed, else the short one. */
struct page_cell *dossier_ref(struct dossier *dossier, struct ref ref, bool full);

/* The value of a field as one cell, for tables. */
struct page_cell *dossier_field(struct dossier *dossier, struct ref ref, size_t field);

/*
 * Figures as printed, joined, with their verdict's sign. The claims live as long as the index or the page.
 * items    with what is counted before each, also where all count the same
 */
struct page_cell *dossier_claims(struct dossier *dossier, const struct ref *claims, size_t n, bool items);

/* "全部 45": the row that leads to the whole list. */
void dossier_all(struct dossier *dossier, enum kind kind, struct str query, size_t n);

/* "zone:zone:xingxian": what selects the records whose field is this record; lives in the page. */
struct str dossier_query(struct dossier *dossier, const char *field, struct ref ref);

/* -- sections --------------------------------------------------------------------- */

void record_overview(struct dossier *dossier);
void record_figures(struct dossier *dossier);
void record_indicator_figures(struct dossier *dossier);
void record_others(struct dossier *dossier); /* of a figure: what else is printed of the same */
void record_promises(struct dossier *dossier);
void record_zone_classes(struct dossier *dossier);
void record_chain(struct dossier *dossier);
void record_stage_capacities(struct dossier *dossier);
void record_pull(struct dossier *dossier);
void record_timeline(struct dossier *dossier);
void record_phases(struct dossier *dossier);
void record_referring(struct dossier *dossier);
void record_source_contents(struct dossier *dossier);
void record_reader(struct dossier *dossier);
void record_doubts(struct dossier *dossier);
void record_identities(struct dossier *dossier);
void record_sources(struct dossier *dossier);

typedef ARRAY(struct ref) ref_list;

/* Chains stage by stage, as a section; false, nothing made: some of the records is no chain. */
bool compare_stages(struct dossier *dossier, const struct ref *chains, size_t n);

/* A region and those below it, itself first: what lies in a county lies in its prefecture. */
void regions_below(const struct index *index, struct ref region, ref_list *out);

/*
 * The printed numbers of zones of a region: the figure that most others are part of, and its parts that have no
 * parts themselves, the largest first.
 */
struct ref zones_whole(const struct index *index, struct refs figures);
void zones_parts(const struct index *index, struct ref whole, ref_list *out);

/* How many zones of those regions are known by name, of a class (NUMBER_NONE: any); how many of a printed number are not. */
size_t zones_known(const struct index *index, const ref_list *regions, int64_t zone_class);
int64_t zones_missing(const struct index *index, struct ref claim, size_t known);

/* A table of records: name, shown fields but `without` (SIZE_MAX: all), the kind's figures; the first `most` of them. */
void record_table(struct dossier *dossier, struct str title, enum kind kind, struct refs refs, size_t without, size_t most);

/* Columns of a table of figures that not every page needs. */
enum { FIGURES_SUBJECT = 1, FIGURES_PLACE = 2, FIGURES_SOURCE = 4 };
enum { FIGURES_MOST = 60 };

/* A table of the first FIGURES_MOST figures in the order given, in the section begun last. */
void record_figure_table(struct dossier *dossier, struct refs claims, unsigned columns);

#endif

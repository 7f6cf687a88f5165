/*
 * Where a value comes from: source, place in it, period, qualifier, modality, what other
 * figures say, what looks odd.
 */
#ifndef VIEW_EVIDENCE_H
#define VIEW_EVIDENCE_H

#include "index/index.h"
#include "view/settings.h"

/* A value on a screen: figures, or a field of a record (whose own source and locator count). */
enum { EVIDENCE_CLAIMS = 16 };

struct evidence {
	struct ref record;               /* REF_NONE: nothing under the cursor */
	struct ref claims[EVIDENCE_CLAIMS];
	size_t n_claims;                 /* 0: the record's own source and locator */
};

#define EVIDENCE_NONE ((struct evidence){.record = REF_NONE})

struct evidence evidence_record(struct ref record);
struct evidence evidence_claim(const struct index *index, struct ref claim);
struct evidence evidence_figures(const struct index *index, struct ref record, struct ref indicator);

/*
 * The lines of the evidence, each a label and a text (raw), allocated in arena.
 * all      every figure (E), else the first with a count of the rest
 */
struct evidence_line {
	struct str label, text;
	enum role role;
};
size_t evidence_lines(const struct evidence *evidence, const struct index *index, const struct settings *settings, bool all, struct evidence_line **lines, struct arena *arena);

/* A value with its citation for yr: "275亿元（2025年前三季度；《…》2025-12，第5段 190-195）". Appended, raw. */
void evidence_cite(const struct evidence *evidence, const struct index *index, enum language language, struct strbuf *out);

/* A figure as printed: "约 26.1亿元", "1000余条". Appended, raw. */
void figure_print(const struct index *index, struct ref claim, struct strbuf *out);

/* Draw the evidence into an area: the drawer below a screen, a pane beside it, or the whole of a small window. */
struct app;
void evidence_draw(const struct app *app, struct grid *grid, struct area area, const struct evidence *evidence, bool all);

#endif

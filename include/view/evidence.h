/*
 * Where a value comes from: source, place in it, period, qualifier, modality, what other
 * figures say, what looks odd.
 */
#ifndef VIEW_EVIDENCE_H
#define VIEW_EVIDENCE_H

#include "base/arena.h"
#include "index/index.h"
#include "view/figure.h"
#include "view/settings.h"

struct app;
struct area;

/* A value on a screen: figures, or a field of a record (whose own source and locator count). */
enum { EVIDENCE_CLAIMS = 16 };

struct evidence {
	struct ref record;               /* REF_NONE: nothing under the cursor */
	struct ref claims[EVIDENCE_CLAIMS];
	size_t n_claims;                 /* 0: the record's own source and locator */
};

#define EVIDENCE_NONE ((struct evidence){.record = REF_NONE})

struct evidence evidence_record(struct ref record);

/* A figure first, then those of the same subject and indicator that may be compared with it. */
struct evidence evidence_claim(const struct index *index, struct ref claim);

/* All figures of one indicator; none: the record's own evidence. */
struct evidence evidence_figures(const struct index *index, struct ref record, struct ref indicator);

/*
 * The lines of the evidence, each a label and a text (raw), allocated in arena.
 * all      every figure in full (E), else the first, and what the others say in a line each
 */
struct evidence_line {
	struct str label, text;
	enum role role;
};
size_t evidence_lines(const struct evidence *evidence, const struct index *index, const struct settings *settings, bool all,
	struct evidence_line **lines, struct arena *arena);

/*
 * A value with its citation for yr, appended, raw:
 * "兴县经开区 工业总产值 275亿元（2025-01/2025-09；《…》科学导报 2025-12 推断，第3段 字符215-220）"
 */
void evidence_cite(const struct evidence *evidence, const struct index *index, enum language language, struct strbuf *out);

/*
 * Draw into an area: a line for each label where there is room, else one behind the other;
 * the last cell is '~' where there is more.
 */
void evidence_draw(const struct app *app, struct grid *grid, struct area area, const struct evidence *evidence, bool all);

#endif

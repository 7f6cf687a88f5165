/*
 * The in-memory index: every record of the catalogue in columns, who refers to whom,
 * and the structures that look-ups run on. Built at startup from column batches in
 * model types, in a worker thread; immutable afterwards, so any number of threads may read.
 *
 * Everything handed out is borrowed and lives as long as the index.
 *
 * In a damaged image a reference may be missing that the model requires. Whoever follows it gets REF_NONE, of which all may
 * be asked as of any record: it has no text, number, reference, period, figure or name, and nothing refers to it.
 */
#ifndef INDEX_INDEX_H
#define INDEX_INDEX_H

#include "base/array.h"
#include "index/image.h"
#include "model/ledger.h"
#include "model/value.h"
#include "text/figure.h"
#include "text/period.h"

#include <stdatomic.h>

struct index;
struct index_builder;

/* -- building ------------------------------------------------------------- */

struct index_builder *index_builder_new(void);
void index_builder_free(struct index_builder *builder); /* also without finish */

/*
 * A sink for one range of the rows of a kind, ordered by key; KIND_COUNT: of several kinds, in any order of them. Ranges may
 * come in any order and from different threads at once, each from one; they must not overlap.
 */
struct batch_sink index_builder_range(struct index_builder *builder, enum kind kind);

/*
 * Figures and dates of ledgers may come packed in place of as records: their columns first (copied), then
 * rows by ranges of owners, as ranges of records do. They answer everything below as records would, behind
 * the others of their kind.
 */
void index_builder_ledger_columns(struct index_builder *builder, const struct ledger_columns *columns);
struct ledger_sink index_builder_ledger_range(struct index_builder *builder);

/* How many threads finish may use (else parallel_threads). The image is the same. */
void index_builder_threads(struct index_builder *builder, unsigned n);

/* What index_stamp_of the index will say. */
void index_builder_stamp(struct index_builder *builder, struct index_stamp stamp);

/* Have finish say how far it is, from the thread that calls it. */
void index_builder_progress(struct index_builder *builder, void (*progress)(void *context, unsigned percent), void *context);

/*
 * Make the index and leave the builder empty. Returns NULL when *cancel became true
 * meanwhile (may be NULL), or with *err for data that breaks the model's rules
 * (ERR_DATA: a reference to nothing).
 */
struct index *index_builder_finish(struct index_builder *builder, const atomic_bool *cancel, struct err *err);
void index_free(struct index *index);

/* Check every invariant, bounds of all contents among them; *reason says which is broken (a literal). */
bool index_validate(const struct index *index, const char **reason);

/* -- records ---------------------------------------------------------------- */

struct refs {
	const struct ref *v;
	size_t n;
};

size_t index_count(const struct index *index, enum kind kind);
struct ref index_find_id(const struct index *index, struct str id); /* REF_NONE: unknown */
struct str index_id(const struct index *index, struct ref ref);
void index_add_id(const struct index *index, struct ref ref, struct strbuf *out); /* appended: for many, of which none is kept */

/*
 * The name as printed; for kinds without one composed of the short names of what the record refers to:
 * "兴县经开区 工业总产值", "电解铝 > 铝加工". Never empty but for REF_NONE.
 */
struct str index_name(const struct index *index, struct ref ref);
/* The shortest of name and short names that is unique in its kind: what a narrow list shows. */
struct str index_short_name(const struct index *index, struct ref ref);

/*
 * The value of field number `field` of fields_of[ref_kind(ref)]; the caller knows its type.
 *   index_text    TEXT LIST PERIOD DECIMAL LOCATORS, ENUMS (codes joined by ';')
 *   index_number  ENUM INTEGER BOOL; NUMBER_NONE if absent
 *   index_ref     REF; REF_NONE if absent
 *   index_refs    REFS
 *   index_period  PERIOD; false if absent
 */
struct str index_text(const struct index *index, struct ref ref, size_t field);
void index_add_text(const struct index *index, struct ref ref, size_t field, struct strbuf *out); /* appended: as index_add_id */
/* The same for many, of which none is kept: where it stands, or else made in the buffer, until that changes. */
struct str index_read_text(const struct index *index, struct ref ref, size_t field, struct strbuf *buffer);
int64_t index_number(const struct index *index, struct ref ref, size_t field);
struct ref index_ref(const struct index *index, struct ref ref, size_t field);
struct refs index_refs(const struct index *index, struct ref ref, size_t field);
bool index_period(const struct index *index, struct ref ref, size_t field, struct period *out);

/* Records of `kind` whose field `field` (REF or REFS) is `target`, in the order of rows (stages: by position). */
struct refs index_back(const struct index *index, struct ref target, enum kind kind, size_t field);
size_t index_back_n(const struct index *index, struct ref target, enum kind kind, size_t field); /* only how many: quick */

/* Place of a record among its kind in pinyin order of names, from 0; and the whole order. */
uint32_t index_name_rank(const struct index *index, struct ref ref);
struct refs index_by_name(const struct index *index, enum kind kind);

/* n places of that order, `from` and on, all of them before its end; does not make the whole order of a kind with millions of ledgers' figures. */
void index_names_read(const struct index *index, enum kind kind, size_t from, size_t n, struct ref *out);
bool index_names_ready(const struct index *index, enum kind kind); /* whether index_by_name has the whole order already */

/* -- figures: contract.md, "Figures" ------------------------------------------ */

/* The claims about a subject, ordered by indicator, item, scope, period; all, or those of one indicator. */
struct refs index_claims(const struct index *index, struct ref subject);
struct refs index_figures(const struct index *index, struct ref subject, struct ref indicator);
size_t index_claims_n(const struct index *index, struct ref subject); /* only how many: quick */

/* index_claims for many subjects in turn: no more than n_few claims may be returned in `few`, so that the index keeps no list of them. Most subjects have no more than INDEX_FEW. */
enum { INDEX_FEW = 32 };
struct refs index_claims_of(const struct index *index, struct ref subject, struct ref *few, size_t n_few);
struct refs index_figures_of(const struct index *index, struct ref subject, struct ref indicator, struct ref *few, size_t n_few);

/* What index_figures_of says of a record; a claim is a figure of its own, where it has the indicator. n_few: not 0. */
struct refs index_row_figures(const struct index *index, struct ref row, struct ref indicator, struct ref *few, size_t n_few);

/* The numbers of a claim, in its base unit. base_unit may be empty. */
struct figure index_figure(const struct index *index, struct ref claim);

/*
 * Base units in which figures of an indicator are printed, one for all that convert into each other, in the order of the
 * catalogue. Looks at all figures where there are fewer than `max`. Returns how many; borrowed from the index.
 */
size_t index_printed_units(const struct index *index, struct ref indicator, struct str *out, size_t max);

/* The figure of a claim as it was printed: "约5亿元", "1000余条", "700亿元以上". Raw text, appended. */
void index_printed(const struct index *index, struct ref claim, struct strbuf *out);

/* The indicator with this code ("invest" or "indicator:invest"), Chinese name or short name; REF_NONE. */
struct ref index_indicator(const struct index *index, struct str name);

/* -- dates -------------------------------------------------------------------- */

/*
 * What `since:` compares (contract.md): the last day of the latest milestone of a project, of
 * a claim's period, of the date of an event, source or milestone; else the date of the newest
 * source of the record, its own or that of a claim about it. False where none is known.
 */
bool index_since(const struct index *index, struct ref ref, int32_t *day);

/*
 * Of rows first … first + n of a kind, those with a bit in `asked`: set in *out the bit of each whose index_since is
 * `least` or later. Bit 0 of both is that of the first row. Days of kinds without a date of their own stand ready.
 */
void index_since_rows(const struct index *index, enum kind kind, uint32_t first, size_t n, int32_t least,
	const uint64_t *asked, uint64_t *out);

#endif

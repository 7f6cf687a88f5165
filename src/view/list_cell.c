/* What stands in a cell of a list. */
#include "index/verdict.h"
#include "index/read.h"
#include "query/promise.h"
#include "view/figure.h"
#include "list_internal.h"

#include <limits.h>
#include <string.h>

enum { FIGURES_SEEN = 24 /* figures of one cell that are looked at; a cell shows few */ };

static void dash(struct table_cell *out)
{
	strbuf_clear(&out->text);
	strbuf_add_c(&out->text, "-");
	out->role = ROLE_DIM;
}

/* -- figures --------------------------------------------------------------------------- */

/* A figure that only promises, or is of another kind than its neighbours, says so. */
static bool says_modality(const struct index *index, struct refs claims, enum modality modality)
{
	if (modality == MODALITY_EXPECTED || modality == MODALITY_TARGET)
		return true;
	size_t field = field_get(KIND_CLAIM, "modality");
	for (size_t i = 0; i < claims.n && i < FIGURES_SEEN; i++)
		if (index_number(index, claims.v[i], field) != (int64_t)modality)
			return true;
	return false;
}

/* item: the product that the figure counts, which gives way where there is little room. */
static void print_piece(const struct index *index, struct refs claims, struct ref claim, bool item, bool chinese,
	struct strbuf *out)
{
	struct str product = read_text(index, claim, "item");
	int64_t modality = read_number(index, claim, "modality");
	if (item && product.n) {
		strbuf_add(out, product);
		strbuf_add_byte(out, ' ');
	}
	figure_print(index, claim, out);
	if (modality >= 0 && says_modality(index, claims, (enum modality)modality)) {
		const struct enum_code *code = &enums[ENUM_MODALITY].v[modality];
		struct str word = str_from(chinese ? code->zh : code->en);
		/* The words as printed say it often enough: 预计20亿元. */
		if (str_find(strbuf_str(out), word, 0) < 0)
			strbuf_printf(out, "(%.*s)", STR_ARG(word));
	}
}

/* The newest first: days of the period's end, figures without a period last. */
static void newest_first(const struct index *index, struct ref *claims, size_t n)
{
	size_t field = field_get(KIND_CLAIM, "period");
	int32_t last[FIGURES_SEEN];
	for (size_t i = 0; i < n; i++) {
		struct period period;
		int32_t day = index_period(index, claims[i], field, &period) ? period.last : INT32_MIN;
		struct ref claim = claims[i];
		size_t at = i;
		for (; at > 0 && last[at - 1] < day; at--) {
			last[at] = last[at - 1];
			claims[at] = claims[at - 1];
		}
		last[at] = day;
		claims[at] = claim;
	}
}

/* Whether a line is among lines, each ended by a line break; else it is added. */
static bool seen_before(struct strbuf *lines, struct str line)
{
	struct str rest = strbuf_str(lines), part;
	while (lines->n && str_split(&rest, '\n', &part))
		if (str_eq(part, line))
			return true;
	strbuf_add(lines, line);
	strbuf_add_byte(lines, '\n');
	return false;
}

/* The pieces that fit, one after another; n_more: those that nobody looked at. */
struct pieces {
	struct strbuf *text;
	struct strbuf seen, piece;
	int used;
	size_t n_more;
};

static void add_piece(struct pieces *p, const struct grid *grid, int columns, bool last)
{
	int width = paint_width(grid, strbuf_str(&p->piece)), rest = last && !p->n_more ? 0 : 4;
	if (p->used && (p->n_more || p->used + 2 + width + rest > columns)) {
		p->n_more++;
		return;
	}
	strbuf_add_c(p->text, p->used ? "; " : "");
	strbuf_add(p->text, strbuf_str(&p->piece));
	p->used += width + (p->used ? 2 : 0);
}

/* The different figures as printed, as many as fit, "+2" for those that do not; none is chosen over the others but by date. */
static void figures_cell(const struct list_drawing *d, struct refs claims, bool item, int columns, struct strbuf *out)
{
	const struct index *index = d->list->index;
	struct ref ordered[FIGURES_SEEN];
	size_t n = claims.n < FIGURES_SEEN ? claims.n : FIGURES_SEEN;
	struct pieces p = {.text = out, .n_more = claims.n - n};
	memcpy(ordered, claims.v, n * sizeof *ordered);
	newest_first(index, ordered, n);
	strbuf_clear(out);
	for (size_t i = 0; i < n; i++) {
		strbuf_clear(&p.piece);
		print_piece(index, claims, ordered[i], item, app_chinese(d->app), &p.piece);
		if (!seen_before(&p.seen, strbuf_str(&p.piece)))
			add_piece(&p, d->grid, columns, i + 1 == n);
	}
	if (p.n_more)
		strbuf_printf(out, " +%zu", p.n_more);
	strbuf_release(&p.piece);
	strbuf_release(&p.seen);
}

static char sign_of(enum verdict verdict)
{
	const char *sign = verdicts[verdict].sign;
	return sign[0] == '!' || sign[0] == '~' ? sign[0] : 0;
}

static void figure_cell(const struct list_drawing *d, struct ref ref, struct ref indicator, int columns, struct table_cell *out)
{
	struct ref few[INDEX_FEW];
	struct refs claims = index_figures_of(d->list->index, ref, indicator, few, INDEX_FEW);
	if (!claims.n) {
		dash(out);
		return;
	}
	figures_cell(d, claims, true, columns, &out->text);
	if (paint_width(d->grid, strbuf_str(&out->text)) > columns)
		figures_cell(d, claims, false, columns, &out->text);
	out->role = ROLE_NUMBER;
	out->sign = sign_of(verdict_among(d->list->index, claims));
}

/* The weightiest verdict over all indicators of a record; its claims stand ordered by indicator. */
static enum verdict verdict_of_record(const struct index *index, struct refs claims)
{
	size_t field = field_get(KIND_CLAIM, "indicator");
	enum verdict worst = VERDICT_SINGLE;
	for (size_t i = 0; i < claims.n;) {
		struct ref indicator = index_ref(index, claims.v[i], field);
		size_t end = i + 1;
		while (end < claims.n && ref_eq(index_ref(index, claims.v[end], field), indicator))
			end++;
		enum verdict v = verdict_among(index, (struct refs){claims.v + i, end - i});
		worst = verdict_weightier(v, worst);
		i = end;
	}
	return worst;
}

static void facts_cell(const struct list *list, struct ref ref, struct table_cell *out)
{
	struct ref few[INDEX_FEW];
	struct refs claims = index_claims_of(list->index, ref, few, INDEX_FEW);
	if (!claims.n) {
		dash(out);
		return;
	}
	strbuf_clear(&out->text);
	strbuf_printf(&out->text, "%zu", claims.n);
	out->role = ROLE_NUMBER;
	out->sign = verdict_contradicts(verdict_of_record(list->index, claims)) ? '!' : 0;
}

/* -- cells --------------------------------------------------------------------------------- */

/* Of what an indicator is: two capacities of one zone are told apart so. */
static void add_item(const struct index *index, struct ref claim, struct strbuf *out)
{
	struct str item = index_text(index, claim, field_get(KIND_CLAIM, "item"));
	if (item.n)
		strbuf_printf(out, " %.*s", STR_ARG(item));
}

void list_value(const struct list *list, const struct app *app, size_t field, struct ref ref, struct strbuf *out)
{
	const struct list_field *f = &list->fields[field];
	if (f->facts)
		strbuf_printf(out, "%zu", index_claims_n(list->index, ref));
	else if (list_is_value(list, f))
		index_printed(list->index, ref, out);
	else
		column_format(&f->column, ref, list->index, app_chinese(app), out);
	if (list->kind == KIND_CLAIM && str_eq_c(f->name, "indicator"))
		add_item(list->index, ref, out);
}

void list_card_value(const struct list_drawing *drawing, size_t field, struct ref ref, struct strbuf *out)
{
	const struct list *list = drawing->list;
	const struct list_field *f = &list->fields[field];
	struct ref few[INDEX_FEW];
	struct refs claims = f->facts || f->column.type != COLUMN_FIGURE
		? (struct refs){NULL, 0}
		: index_figures_of(list->index, ref, f->column.indicator, few, INDEX_FEW);
	char sign = claims.n ? sign_of(verdict_among(list->index, claims)) : 0;
	strbuf_clear(out);
	if (claims.n)
		figures_cell(drawing, claims, false, INT_MAX / 2, out);
	else if (list_is_value(list, f))
		figure_print(list->index, ref, out);
	else
		list_value(list, drawing->app, field, ref, out);
	if (sign)
		strbuf_add_byte(out, sign);
}

static bool is_name(const struct list *list, const struct list_field *field)
{
	return !field->facts && field->column.type == COLUMN_FIELD && str_eq_c(field->name, "name") &&
		kind_has_name(list->kind);
}

void list_cell(const struct list_drawing *drawing, size_t field, struct ref ref, int columns, struct table_cell *out)
{
	const struct list *list = drawing->list;
	const struct app *app = drawing->app;
	const struct grid *grid = drawing->grid;
	const struct list_field *f = &list->fields[field];
	out->role = ROLE_TEXT;
	out->sign = 0;
	strbuf_clear(&out->text);
	if (f->facts) {
		facts_cell(list, ref, out);
		return;
	}
	if (f->column.type == COLUMN_FIGURE) {
		figure_cell(drawing, ref, f->column.indicator, columns, out);
		return;
	}
	if (list_is_value(list, f))
		figure_print(list->index, ref, &out->text);
	else
		list_value(list, app, field, ref, &out->text);
	if (!out->text.n) {
		dash(out);
		return;
	}
	if (is_name(list, f) && paint_width(grid, strbuf_str(&out->text)) > columns) {
		struct str brief = index_short_name(list->index, ref);
		if (paint_width(grid, brief) < paint_width(grid, strbuf_str(&out->text))) {
			strbuf_set(&out->text, brief);
		}
	}
	if (list_is_value(list, f)) {
		out->role = ROLE_NUMBER;
		out->sign = sign_of(verdict_of_claim(list->index, ref));
	}
	if (list_is_promise(list, f)) {
		struct promise promise = promise_of(list->index, ref);
		bool overdue = promise_overdue(&promise, app_settings(app)->today);
		out->role = overdue || promise.verdict == PROMISE_MISSED ? ROLE_WARNING : ROLE_TEXT;
		out->sign = overdue ? '!' : 0;
	}
	if (field == 0 && app_marked(app, ref))
		out->role = ROLE_MARK;
}

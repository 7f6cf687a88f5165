#include "view/cross_internal.h"
#include "view/cells_internal.h"

#include "index/read.h"

#include <stdlib.h>

/* -- axes --------------------------------------------------------------------------------- */

static void release_axis(struct cross_axis *axis)
{
	facet_values_free(axis->values);
	free(axis->tallies);
	free(axis->shown);
	free(axis->places);
	*axis = (struct cross_axis){.facet = axis->facet};
}

/* The values that occur under the filter get places, as many as there are; what tells order keeps it where all fit. */
static void make_axis(struct cross *cross, size_t i)
{
	struct cross_axis *axis = &cross->axes[i];
	size_t most = i ? CROSS_COLUMNS_MAX : CROSS_ROWS_MAX;
	struct row_set rows = pick_set(&cross->counts.picked);
	if (!axis->values)
		axis->values = facet_values_new(cross->counts.index, &axis->facet);
	size_t n = facet_values_n(axis->values) + 1;
	axis->tallies = xcalloc(n, sizeof *axis->tallies);
	facet_count(axis->values, &rows, axis->tallies);
	size_t n_shown = counts_order(axis->values, axis->tallies, true, most, &axis->shown);
	axis->n = n_shown > most ? most : n_shown;
	axis->others = n_shown - axis->n;
	axis->places = xmalloc(n * sizeof *axis->places);
	for (size_t v = 0; v < n; v++)
		axis->places[v] = (uint32_t)axis->n;
	for (size_t p = 0; p < axis->n; p++)
		axis->places[axis->shown[p]] = (uint32_t)p;
}

static struct axis axis_of(const struct cross *cross, size_t i)
{
	return (struct axis){cross->axes[i].values, cross->axes[i].places, cross->axes[i].n};
}

size_t cross_places(const struct cross *cross, size_t axis)
{
	return cross->n_axes <= axis ? 1 : 1 + cross->axes[axis].n + (cross->axes[axis].others > 0);
}

/* -- cells ----------------------------------------------------------------------------------- */

static void forget_sums(struct cross *cross)
{
	cross->shift = -1;
	size_t n = cross_places(cross, 0) * cross_places(cross, 1);
	for (size_t i = 0; cross->sums && i < n; i++)
		free(cross->sums[i]);
	free(cross->sums);
	cross->sums = NULL;
	total_whole_free(cross->whole);
	cross->whole = NULL;
}

static void forget(struct cross *cross)
{
	forget_sums(cross);
	for (size_t i = 0; i < 3; i++) {
		free(cross->rows[i].starts);
		free(cross->rows[i].refs);
		cross->rows[i].starts = NULL;
		cross->rows[i].refs = NULL;
	}
	free((void *)(uintptr_t)cross->all.v);
	cross->all = (struct refs){0};
	free(cross->cells);
	cross->cells = NULL;
}

void cross_count(struct cross *cross)
{
	forget(cross);
	for (size_t i = 0; i < cross->n_axes; i++) {
		struct facet_values *values = cross->axes[i].values;
		cross->axes[i].values = NULL;
		release_axis(&cross->axes[i]);
		cross->axes[i].values = values;
		make_axis(cross, i);
	}
	if (cross->n_axes < 2)
		return;
	struct axis a = axis_of(cross, 0), b = axis_of(cross, 1);
	struct row_set rows = pick_set(&cross->counts.picked);
	cross->cells = xcalloc((a.n + 1) * (b.n + 1), sizeof *cross->cells);
	facet_cross(&a, &b, &rows, cross->cells);
}

/* What an axis alone has at a place; the values of the last one together (a row with several of them counts in each). */
static struct tally edge(const struct cross_axis *axis, size_t place)
{
	struct tally sum = {0};
	if (place <= axis->n)
		return axis->tallies[axis->shown[place - 1]];
	for (size_t v = 0; v <= facet_values_n(axis->values); v++)
		if (axis->places[v] == axis->n) {
			sum.n += axis->tallies[v].n;
			sum.n_perhaps += axis->tallies[v].n_perhaps;
		}
	return sum;
}

struct tally cross_cell(const struct cross *cross, size_t row, size_t column)
{
	if (!row && !column)
		return (struct tally){(uint32_t)cross->counts.picked.n, (uint32_t)cross->counts.picked.n_perhaps};
	if (!column)
		return edge(&cross->axes[0], row);
	if (!row)
		return edge(&cross->axes[1], column);
	return cross->cells[(row - 1) * (cross->axes[1].n + 1) + column - 1];
}

/* -- words ---------------------------------------------------------------------------------------- */

void cross_label(const struct cross *cross, const struct app *app, size_t axis, size_t place, struct strbuf *out)
{
	const struct cross_axis *a = &cross->axes[axis];
	if (!place)
		strbuf_add(out, app_message(app, MSG_COUNTS_TOTAL));
	else if (place > a->n)
		strbuf_add(out, app_message(app, MSG_COUNTS_OTHERS));
	else
		counts_label(app, a->values, a->shown[place - 1], out);
}

void cross_label_cell(const struct cross *cross, const struct app *app, size_t axis, size_t place, struct strbuf *out)
{
	struct strbuf label = {0};
	cross_label(cross, app, axis, place, &label);
	cells_add(strbuf_str(&label), out);
	strbuf_release(&label);
}

bool cross_names(const struct cross *cross, const struct app *app, size_t axis, size_t place)
{
	const struct cross_axis *a = &cross->axes[axis];
	return place && place <= a->n && counts_names(&cross->counts, app, a->values, a->shown[place - 1]);
}

bool cross_term(const struct cross *cross, const struct app *app, size_t row, size_t column, struct strbuf *out)
{
	size_t places[] = {row, column};
	for (size_t i = 0; i < cross->n_axes; i++) {
		const struct cross_axis *a = &cross->axes[i];
		if (!places[i])
			continue;
		strbuf_add_c(out, out->n ? " " : "");
		if (places[i] > a->n || !facet_term(a->values, a->shown[places[i] - 1], app_chinese(app), out))
			return false;
	}
	return true;
}

/* -- figures ------------------------------------------------------------------------------------------ */

static size_t cell_number(const struct cross *cross, size_t row, size_t column)
{
	return row * cross_places(cross, 1) + column;
}

static struct refs all_rows(struct cross *cross)
{
	const struct picked *picked = &cross->counts.picked;
	uint32_t n = (uint32_t)index_count(cross->counts.index, cross->counts.kind);
	if (cross->all.v)
		return cross->all;
	struct ref *refs = xmalloc((picked->n + 1) * sizeof *refs);
	for (uint32_t row = 0; row < n; row++)
		if (!picked->rows || bits_has(picked->rows, row))
			refs[cross->all.n++] = ref_make(cross->counts.kind, row);
	cross->all.v = refs;
	return cross->all;
}

/* The rows of a cell: of two axes, of one of them alone, or all. */
static struct refs rows_of(struct cross *cross, size_t row, size_t column)
{
	if (!row && !column)
		return all_rows(cross);
	size_t which = row && column ? 0 : row ? 1 : 2;
	struct axis a = axis_of(cross, which == 2), b = {0};
	struct row_set set = pick_set(&cross->counts.picked);
	size_t cell = which == 2 ? column - 1 : row - 1;
	if (which == 0) {
		b = axis_of(cross, 1);
		cell = (row - 1) * (b.n + 1) + column - 1;
	}
	if (!cross->rows[which].starts)
		facet_cross_rows(&a, which ? NULL : &b, &set, &cross->rows[which].starts, &cross->rows[which].refs);
	const uint32_t *starts = cross->rows[which].starts;
	return (struct refs){cross->rows[which].refs + starts[cell], starts[cell + 1] - starts[cell]};
}

/* 亿 where the whole is so much that its parts are mostly above it, else 万, else the unit itself. */
static int shift_of(const struct totals *all)
{
	const struct decimal hundred_million = {100000000, 0}, ten_thousand = {10000, 0};
	int shift = 0;
	for (size_t m = 0; m < MODALITY_COUNT; m++) {
		if (!all->of[m].n_rows || all->of[m].overflow)
			continue;
		if (decimal_cmp(all->of[m].high, hundred_million) >= 0)
			shift = 8;
		else if (decimal_cmp(all->of[m].high, ten_thousand) >= 0)
			shift = shift > 4 ? shift : 4;
	}
	return shift;
}

void cross_print_amount(const struct cross *cross, struct decimal d, struct str unit, struct strbuf *out)
{
	enum { SCALE_MAX = 9 };
	int scale = d.scale + cross->shift;
	for (; scale > 0 && d.digits && d.digits % 10 == 0; scale--)
		d.digits /= 10;
	if (cross->shift <= 0 || !d.digits || scale > SCALE_MAX) {
		amount_format(d, unit, out);
		return;
	}
	decimal_format((struct decimal){d.digits, (uint8_t)scale}, out);
	strbuf_printf(out, "%s%.*s", cross->shift == 8 ? "亿" : "万", STR_ARG(unit));
}

const struct totals *cross_sums(struct cross *cross, size_t row, size_t column)
{
	if (ref_none(cross->indicator) || !cross->n_axes)
		return NULL;
	if (!cross->sums)
		cross->sums = xcalloc(cross_places(cross, 0) * cross_places(cross, 1), sizeof(struct totals *));
	struct totals **slot = &cross->sums[cell_number(cross, row, column)];
	if (*slot)
		return *slot;
	if (cross->shift < 0 && (row || column))
		cross_sums(cross, 0, 0); /* decides in what unit and amounts all are shown */
	*slot = xmalloc(sizeof **slot);
	if (row || column) {
		**slot = total_part(cross->whole, rows_of(cross, row, column));
	} else {
		cross->whole = total_whole_new(cross->counts.index, rows_of(cross, row, column), cross->indicator);
		**slot = total_whole_sum(cross->whole);
		cross->shift = shift_of(*slot);
	}
	return *slot;
}

void cross_sum(struct cross *cross, const struct cross_spot *cells, size_t n)
{
	size_t n_parts = 0;
	if (!cross_sums(cross, 0, 0))
		return;
	struct refs *parts = xmalloc((n + 1) * sizeof *parts);
	struct totals ***slots = xmalloc((n + 1) * sizeof *slots), *sums = xmalloc((n + 1) * sizeof *sums);
	for (size_t i = 0; i < n; i++) {
		slots[n_parts] = &cross->sums[cell_number(cross, cells[i].row, cells[i].column)];
		if (!*slots[n_parts])
			parts[n_parts++] = rows_of(cross, cells[i].row, cells[i].column);
	}
	total_parts(cross->whole, parts, n_parts, sums);
	for (size_t i = 0; i < n_parts; i++) {
		*slots[i] = xmalloc(sizeof **slots[i]);
		**slots[i] = sums[i];
	}
	free(parts);
	free(slots);
	free(sums);
}

void cross_sum_all(struct cross *cross, size_t columns)
{
	size_t n = cross_places(cross, 0) * columns;
	struct cross_spot *cells = xmalloc(n * sizeof *cells);
	for (size_t i = 0; i < n; i++)
		cells[i] = (struct cross_spot){i / columns, i % columns};
	cross_sum(cross, cells, n);
	free(cells);
}

const struct totals *cross_sums_made(const struct cross *cross, size_t row, size_t column)
{
	return cross->sums ? cross->sums[cell_number(cross, row, column)] : NULL;
}

/* "invest/planned": the indicator, and the modality where one is named; -1 else. */
static bool read_figure(const struct cross *cross, struct str text, struct ref *indicator, int *modality)
{
	ptrdiff_t slash = str_find_byte(text, '/', 0);
	struct str name = slash < 0 ? text : str_sub(text, 0, (size_t)slash);
	struct list_column column;
	struct err err = ERR_INIT;
	*modality = -1;
	*indicator = REF_NONE;
	if (!text.n)
		return true;
	if (!column_parse(name, cross->counts.kind, cross->counts.index, &column, &err) || column.type != COLUMN_FIGURE)
		return false;
	*indicator = column.indicator;
	if (slash >= 0)
		*modality = enum_parse(ENUM_MODALITY, str_sub(text, (size_t)slash + 1, text.n));
	return slash < 0 || *modality >= 0;
}

bool cross_choose(struct cross *cross, struct app *app, struct str figure)
{
	struct strbuf text = {0};
	struct ref indicator;
	int modality;
	figure = str_trim(figure);
	if (!read_figure(cross, figure, &indicator, &modality)) {
		app_tell(app, arena_printf(app_scratch(app), "%.*s %.*s", STR_ARG(app_message(app, MSG_COUNTS_NO_FIGURE)), STR_ARG(figure)), true);
		return false;
	}
	if (!ref_eq(indicator, cross->indicator))
		forget_sums(cross);
	strbuf_add(&text, figure); /* it may be the one that is replaced */
	strbuf_release(&cross->figure);
	cross->figure = text;
	cross->indicator = indicator;
	cross->modality = modality;
	return true;
}

/* The modality that most rows have a figure of; -1: none. */
static int main_modality(const struct totals *all)
{
	int most = -1;
	for (int m = 0; all && m < MODALITY_COUNT; m++)
		if (all->of[m].n_rows && (most < 0 || all->of[m].n_rows > all->of[most].n_rows))
			most = m;
	return most;
}

/* The next modality that the whole has a figure of, from the main one on and round; -1: no more. */
static int next_modality(struct cross *cross)
{
	const struct totals *all = cross_sums(cross, 0, 0);
	int first = main_modality(all), m = cross->modality;
	if (m < 0 || first < 0)
		return first;
	do
		m = (m + 1) % MODALITY_COUNT;
	while (!all->of[m].n_rows);
	return m == first ? -1 : m;
}

void cross_next_figure(struct cross *cross, struct app *app, bool by_modality)
{
	const char *const *codes = kind_figures[cross->counts.kind];
	size_t next = 0;
	struct strbuf text = {0};
	if (!ref_none(cross->indicator)) {
		int modality = by_modality ? next_modality(cross) : -1;
		if (modality >= 0) {
			strbuf_printf(&text, "%.*s/%s", STR_ARG(read_slug(cross->counts.index, cross->indicator)),
				enums[ENUM_MODALITY].v[modality].code);
			cross_choose(cross, app, strbuf_str(&text));
			strbuf_release(&text);
			return;
		}
		while (codes[next] && !str_eq_c(read_slug(cross->counts.index, cross->indicator), codes[next]))
			next++;
		next += codes[next] != NULL;
	}
	while (codes[next] && ref_none(index_indicator(cross->counts.index, str_from(codes[next]))))
		next++;
	cross_choose(cross, app, codes[next] ? str_from(codes[next]) : STR(""));
	if (by_modality && !ref_none(cross->indicator))
		cross_next_figure(cross, app, true); /* its main modality; where it has none, what comes behind it */
}

void cross_figure_title(const struct cross *cross, const struct app *app, struct strbuf *out)
{
	if (ref_none(cross->indicator))
		return;
	const struct enum_code *modality = cross->modality < 0 ? NULL : &enums[ENUM_MODALITY].v[cross->modality];
	strbuf_add(out, app_chinese(app) ? index_name(cross->counts.index, cross->indicator)
					 : read_slug(cross->counts.index, cross->indicator));
	if (modality)
		strbuf_printf(out, " %s", app_chinese(app) ? modality->zh : modality->en);
}

void cross_print_total(const struct cross *cross, const struct total *total, struct str unit, const struct app *app,
	struct strbuf *out)
{
	if (!total->n_rows)
		return;
	if (total->overflow) {
		strbuf_add(out, app_message(app, MSG_COUNTS_NOT_SUMMED));
		return;
	}
	if (total->open_high)
		strbuf_add_c(out, ">=");
	else if (total->about)
		strbuf_add(out, app_message(app, MSG_LIST_ABOUT));
	cross_print_amount(cross, total->low, unit, out);
	if (!total->open_high && decimal_cmp(total->low, total->high) != 0) {
		strbuf_add_c(out, "..");
		cross_print_amount(cross, total->high, unit, out);
	}
	strbuf_add_c(out, total->n_conflicts ? "!" : "");
}

void cross_print_notes(const struct total *total, size_t n_other_unit, const struct app *app, struct strbuf *out)
{
	if (total->n_doubles)
		strbuf_printf(out, "  %.*s %zu", STR_ARG(app_message(app, MSG_COUNTS_LEFT_OUT)), total->n_doubles);
	if (total->n_conflicts)
		strbuf_printf(out, "  !%.*s %zu", STR_ARG(app_message(app, MSG_COUNTS_CONFLICTS)), total->n_conflicts);
	if (n_other_unit)
		strbuf_printf(out, "  %.*s %zu", STR_ARG(app_message(app, MSG_COUNTS_OTHER_UNIT)), n_other_unit);
}

/* -- life ------------------------------------------------------------------------------------------------ */

/* The facets that place->by names, else those that the kind has first and that are not there yet. */
static bool find_facets(struct cross *cross, struct app *app, const struct place *place, size_t n_axes)
{
	struct str rest = str_from(place->by), name;
	struct facet all[FACETS_MAX];
	struct err err = {.chinese = app_chinese(app)};
	size_t n = facets_of(cross->counts.kind, all), found = 0;
	while (rest.n && found < n_axes && str_split(&rest, ',', &name)) {
		if (facet_parse(str_trim(name), cross->counts.kind, cross->counts.index, &cross->axes[found].facet, &err)) {
			found++;
			continue;
		}
		app_tell(app, str_from(err.message), true);
		return false;
	}
	for (size_t i = 0; i < n && found < n_axes; i++)
		if (!found || !facet_same(&cross->axes[0].facet, &all[i]))
			cross->axes[found++].facet = all[i];
	return found == n_axes;
}

void cross_open(struct cross *cross, struct app *app, const struct place *place, size_t n_axes)
{
	*cross = (struct cross){.indicator = REF_NONE, .modality = -1, .shift = -1};
	counts_open(&cross->counts, app, place);
	if (!cross->counts.index || !find_facets(cross, app, place, n_axes))
		return;
	cross->n_axes = n_axes;
	cross_count(cross);
	cross_choose(cross, app, str_from(place->figure));
}

void cross_release(struct cross *cross)
{
	forget(cross);
	for (size_t i = 0; i < 2; i++)
		release_axis(&cross->axes[i]);
	counts_release(&cross->counts);
	strbuf_release(&cross->figure);
}

void cross_save(const struct cross *cross, struct place *place)
{
	struct strbuf by = {0};
	counts_save(&cross->counts, place);
	for (size_t i = 0; i < cross->n_axes; i++) {
		struct str name = facet_name(&cross->axes[i].facet);
		strbuf_printf(&by, "%s%.*s", i ? "," : "", STR_ARG(name));
	}
	if (cross->n_axes)
		place_set(&place->by, strbuf_str(&by));
	place_set(&place->figure, strbuf_str(&cross->figure));
	strbuf_release(&by);
}

/* The zones of a region: how many are printed, class by class, and how many the catalogue knows by name. */
#include "view/record_internal.h"

#include "index/read.h"

/* The figure that most others are part of. */
struct ref zones_whole(const struct index *index, struct refs figures)
{
	size_t best = 0;
	for (size_t i = 1; i < figures.n; i++)
		if (read_back(index, figures.v[i], KIND_CLAIM, "part_of").n
			> read_back(index, figures.v[best], KIND_CLAIM, "part_of").n)
			best = i;
	return figures.v[best];
}

static int larger_first(const void *a, const void *b, void *index)
{
	const struct ref *x = a, *y = b;
	struct figure f = index_figure(index, *x), g = index_figure(index, *y);
	int order = f.has_base && g.has_base ? decimal_cmp(g.base, f.base) : (int)g.has_base - (int)f.has_base;
	return order ? order : ref_cmp(*x, *y);
}

/* The parts of a figure that have no parts themselves, the largest first: 66+14+8+5, not 71+14+8. */
void zones_parts(const struct index *index, struct ref whole, ref_list *out)
{
	ref_list open = {0};
	array_push(&open, whole);
	for (size_t i = 0; i < open.n && open.n <= index_count(index, KIND_CLAIM); i++) { /* a circle would never end */
		struct refs parts = read_back(index, open.v[i], KIND_CLAIM, "part_of");
		for (size_t j = 0; j < parts.n; j++)
			array_push(&open, parts.v[j]);
		if (!parts.n && i)
			array_push(out, open.v[i]);
	}
	if (out->n)
		qsort_r(out->v, out->n, sizeof *out->v, larger_first, (void *)(uintptr_t)index);
	array_release(&open);
}

size_t zones_known(const struct index *index, const ref_list *regions, int64_t zone_class)
{
	size_t n = 0;
	for (size_t i = 0; i < regions->n; i++) {
		struct refs zones = read_back(index, regions->v[i], KIND_ZONE, "region");
		for (size_t j = 0; j < zones.n; j++)
			n += zone_class == NUMBER_NONE || read_number(index, zones.v[j], "class") == zone_class;
	}
	return n;
}

int64_t zones_missing(const struct index *index, struct ref claim, size_t known)
{
	struct figure figure = index_figure(index, claim);
	struct decimal missing;
	if (!figure.has_base || !decimal_add(figure.base, (struct decimal){-(int64_t)known, 0}, &missing)
		|| missing.scale)
		return 0;
	return missing.digits > 0 ? missing.digits : 0;
}

/* The class that the words of a figure name: 经济技术开发区, 现代农业类开发区. */
static int64_t class_of(struct str item)
{
	for (size_t i = 0; i < enums[ENUM_ZONE_CLASS].n; i++)
		if (str_find(item, str_from(enums[ENUM_ZONE_CLASS].v[i].zh), 0) >= 0)
			return (int64_t)i;
	return NUMBER_NONE;
}

static void number_cell(struct dossier *d, int64_t number, enum role role)
{
	strbuf_printf(&d->text, "%lld", (long long)number);
	dossier_cell(d, role);
}

/* "zone of this region and class" as a filter; lives in the page. */
static struct str class_query(struct dossier *d, int64_t zone_class)
{
	struct str region = dossier_query(d, "region", d->ref);
	if (zone_class == NUMBER_NONE)
		return region;
	return arena_printf(
		&d->page->arena, "%.*s class:%s", STR_ARG(region), enums[ENUM_ZONE_CLASS].v[zone_class].code);
}

static void class_row(struct dossier *d, struct ref claim, const ref_list *regions, bool whole)
{
	int64_t zone_class = whole ? NUMBER_NONE : class_of(read_text(d->index, claim, "item"));
	struct ref *kept = arena_alloc(&d->page->arena, sizeof *kept);
	*kept = claim;
	page_row(d->page, STR(""), claim);
	strbuf_add(&d->text, read_text(d->index, claim, "item"));
	dossier_cell(d, ROLE_TEXT);
	figure_print(d->index, claim, &d->text);
	struct page_cell *cell = dossier_cell(d, ROLE_NUMBER);
	cell->claims = kept;
	cell->n_claims = 1;
	cell->door = door_record(claim);
	if (!whole && zone_class == NUMBER_NONE) {
		page_blank(d->page);
		page_blank(d->page);
		return;
	}
	size_t known = zones_known(d->index, regions, zone_class);
	number_cell(d, (int64_t)known, ROLE_LINK);
	d->page->cells.v[d->page->cells.n - 1].door = door_list(KIND_ZONE, class_query(d, zone_class));
	number_cell(d, zones_missing(d->index, claim, known), ROLE_WARNING);
}

void record_zone_classes(struct dossier *d)
{
	struct ref indicator = index_indicator(d->index, STR("zones"));
	struct refs figures = ref_none(indicator) ? (struct refs){NULL, 0} : index_figures(d->index, d->ref, indicator);
	ref_list parts = {0}, regions = {0};
	if (!figures.n)
		return;
	struct ref whole = zones_whole(d->index, figures);
	zones_parts(d->index, whole, &parts);
	regions_below(d->index, d->ref, &regions);
	page_section(d->page, dossier_message(d, MSG_PAGE_ZONE_CLASSES), PAGE_TABLE);
	page_column(d->page, dossier_label(d, KIND_ZONE, "class"), 0, 0);
	page_column(d->page, dossier_message(d, MSG_PAGE_PRINTED), COLUMN_RIGHT, 0);
	page_column(d->page, dossier_message(d, MSG_HOME_KNOWN), COLUMN_RIGHT, 0);
	page_column(d->page, dossier_message(d, MSG_HOME_MISSING), COLUMN_RIGHT, 0);
	class_row(d, whole, &regions, true);
	for (size_t i = 0; i < parts.n; i++)
		class_row(d, parts.v[i], &regions, false);
	array_release(&parts);
	array_release(&regions);
}

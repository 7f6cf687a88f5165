/* What follows from the field tables: a record's own fields, and the records that refer to it. */
#include "view/record_internal.h"

#include "index/read.h"

#include "query/promise.h"

/* -- the record's own fields -------------------------------------------------------- */

static bool is_listed(const struct field *field)
{
	static const char *const elsewhere[] = {"inferred", "date_basis"}; /* said beside the date */
	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
		if (str_eq_c(str_from(field->name), elsewhere[i]))
			return false;
	return !(field->flags & FIELD_HIDDEN);
}

static bool is_absent(const struct dossier *dossier, size_t number, const struct field *field)
{
	switch (column_shape(field->type)) {
	case COLUMN_TEXTS: return index_text(dossier->index, dossier->ref, number).n == 0;
	case COLUMN_SPANS: return index_refs(dossier->index, dossier->ref, number).n == 0;
	case COLUMN_NUMBERS: break;
	}
	if (field->type == FIELD_REF)
		return ref_none(promise_ref(dossier->index, dossier->ref, number));
	int64_t value = promise_number(dossier->index, dossier->ref, number);
	return value == NUMBER_NONE || (field->type == FIELD_BOOL && !value);
}

static void list_cells(struct dossier *dossier, struct str list)
{
	struct str rest = list, one;
	while (str_split(&rest, ';', &one))
		if (one.n)
			page_cell(dossier->page, one, ROLE_TEXT);
}

/* A figure alone says little: whose it is, unless this page is about him, and of what. */
static void about_cells(struct dossier *dossier, struct ref claim)
{
	struct ref subject = read_ref(dossier->index, claim, "subject");
	bool own = ref_kind(dossier->ref) == KIND_CLAIM && ref_eq(read_ref(dossier->index, dossier->ref, "subject"), subject);
	if (!ref_none(subject) && !own)
		dossier_ref(dossier, subject, false);
	figure_heading(dossier->index, claim, &dossier->text);
	if (dossier->text.n)
		dossier_cell(dossier, ROLE_TEXT);
}

static void overview_row(struct dossier *dossier, size_t number, const struct field *field)
{
	page_row(dossier->page, dossier_field_label(dossier, field), dossier->ref);
	if (field->type == FIELD_LIST) {
		list_cells(dossier, index_text(dossier->index, dossier->ref, number));
	} else if (field->type == FIELD_REFS) {
		struct refs refs = index_refs(dossier->index, dossier->ref, number);
		for (size_t i = 0; i < refs.n; i++)
			dossier_ref(dossier, refs.v[i], false);
	} else if (field->type == FIELD_REF) {
		struct ref other = promise_ref(dossier->index, dossier->ref, number);
		if (!ref_none(other) && ref_kind(other) == KIND_CLAIM)
			about_cells(dossier, other);
		struct page_cell *cell = dossier_ref(dossier, other, true);
		if (ref_kind(other) == KIND_SOURCE)
			cell->door = door_reader(other, ref_kind(dossier->ref) == KIND_CLAIM ? dossier->ref : REF_NONE);
	} else {
		dossier_field(dossier, dossier->ref, number);
	}
}

/* Whether nothing is known but what a register of names says. */
static bool is_only_a_name(const struct dossier *dossier)
{
	static const char *const of_a_register[] = {"id", "name", "short_names", "code", "class", "level",
		"region", "parent", "source", "locator"};
	const struct fields *fields = &fields_of[KIND_ZONE];
	if (ref_kind(dossier->ref) != KIND_ZONE || index_claims(dossier->index, dossier->ref).n)
		return false;
	for (size_t f = 0; f < fields->n; f++) {
		bool expected = false;
		for (size_t i = 0; i < sizeof of_a_register / sizeof *of_a_register; i++)
			expected = expected || str_eq_c(str_from(fields->v[f].name), of_a_register[i]);
		if (!expected && !is_absent(dossier, f, &fields->v[f]))
			return false;
	}
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++)
			if (fields_of[k].v[f].kinds >> KIND_ZONE & 1 && index_back(dossier->index, dossier->ref, (enum kind)k, f).n)
				return false;
	return true;
}

void record_overview(struct dossier *dossier)
{
	const struct fields *fields = &fields_of[ref_kind(dossier->ref)];
	page_section(dossier->page, dossier_message(dossier, MSG_PAGE_OVERVIEW), PAGE_FIELDS);
	for (size_t f = 1; f < fields->n; f++)
		if (is_listed(&fields->v[f]) && !is_absent(dossier, f, &fields->v[f]))
			overview_row(dossier, f, &fields->v[f]);
	overview_row(dossier, 0, &fields->v[0]);
	if (is_only_a_name(dossier)) {
		page_row(dossier->page, STR(""), dossier->ref);
		page_cell(dossier->page, dossier_message(dossier, MSG_PAGE_NAME_ONLY), ROLE_WARNING);
	}
}

/* -- tables of records ---------------------------------------------------------------- */

static void table_columns(struct dossier *dossier, enum kind kind, size_t without)
{
	const struct fields *fields = &fields_of[kind];
	for (size_t f = 0; f < fields->n; f++)
		if (fields->v[f].flags & FIELD_SHOWN && f != without)
			page_column(dossier->page, dossier_field_label(dossier, &fields->v[f]), 0, 0);
	for (size_t i = 0; kind_figures[kind][i]; i++)
		page_column(dossier->page, dossier_figure_label(dossier, kind_figures[kind][i]), 0, 0);
}

static void table_row(struct dossier *dossier, enum kind kind, struct ref ref, size_t without)
{
	const struct fields *fields = &fields_of[kind];
	page_row(dossier->page, STR(""), ref);
	for (size_t f = 0; f < fields->n; f++) {
		if (!(fields->v[f].flags & FIELD_SHOWN) || f == without)
			continue;
		if (str_eq_c(str_from(fields->v[f].name), "name"))
			dossier_ref(dossier, ref, true);
		else
			dossier_field(dossier, ref, f);
	}
	for (size_t i = 0; kind_figures[kind][i]; i++) {
		struct ref indicator = index_indicator(dossier->index, str_from(kind_figures[kind][i]));
		struct refs figures = ref_none(indicator) ? (struct refs){NULL, 0} : index_figures(dossier->index, ref, indicator);
		dossier_claims(dossier, figures.v, figures.n, false);
	}
}

void record_table(struct dossier *dossier, struct str title, enum kind kind, struct refs refs, size_t without, size_t most)
{
	if (!refs.n)
		return;
	page_section(dossier->page, title, PAGE_TABLE)->count = refs.n;
	table_columns(dossier, kind, without);
	for (size_t i = 0; i < refs.n && i < most; i++)
		table_row(dossier, kind, refs.v[i], without);
	page_end_table(dossier->page, 1);
}

/* -- who refers to the record ------------------------------------------------------------ */

struct referring {
	enum kind kind;
	const char *field;
	enum message title; /* MSG_COUNT: the kind's label */
};

/*
 * What a page shows of the records that refer to it, in this order. Figures, doubts,
 * identities and sources have sections of their own.
 */
static const struct referring referring[] = {
	{KIND_TARGET, "claim", MSG_COUNT},
	{KIND_TARGET, "actual", MSG_PAGE_ACTUAL_OF},
	{KIND_CLAIM, "part_of", MSG_PAGE_PARTS},
	{KIND_PARK, "zone", MSG_COUNT},
	{KIND_CHAIN, "zone", MSG_COUNT},
	{KIND_CHAIN, "lead", MSG_PAGE_LEADS},
	{KIND_CHAIN, "region", MSG_COUNT},
	{KIND_CHAIN, "sector", MSG_COUNT},
	{KIND_CHAIN, "template", MSG_PAGE_LOCAL},
	{KIND_STAGE, "sector", MSG_COUNT},
	{KIND_STAGE, "template", MSG_PAGE_LOCAL},
	{KIND_LINK, "to", MSG_PAGE_UPSTREAM},
	{KIND_LINK, "from", MSG_PAGE_DOWNSTREAM},
	{KIND_PLACEMENT, "stage", MSG_COUNT},
	{KIND_PLACEMENT, "enterprise", MSG_COUNT},
	{KIND_ZONE, "parent", MSG_COUNT},
	{KIND_ZONE, "region", MSG_COUNT},
	{KIND_ENTERPRISE, "zone", MSG_COUNT},
	{KIND_ENTERPRISE, "park", MSG_COUNT},
	{KIND_ENTERPRISE, "region", MSG_COUNT},
	{KIND_PROJECT, "zone", MSG_COUNT},
	{KIND_PROJECT, "park", MSG_COUNT},
	{KIND_PROJECT, "owner", MSG_COUNT},
	{KIND_PROJECT, "stage", MSG_COUNT},
	{KIND_PROJECT, "region", MSG_COUNT},
	{KIND_FLOW, "from", MSG_PAGE_SUPPLIES},
	{KIND_FLOW, "to", MSG_PAGE_RECEIVES},
	{KIND_FACILITY, "zone", MSG_COUNT},
	{KIND_MEASURE, "zone", MSG_COUNT},
	{KIND_REQUEST, "enterprise", MSG_COUNT},
	{KIND_EVENT, "zone", MSG_COUNT},
	{KIND_EVENT, "projects", MSG_COUNT},
	{KIND_ASSESSMENT, "indicators", MSG_COUNT},
	{KIND_REGION, "parent", MSG_PAGE_WITHIN},
	{KIND_SECTOR, "parent", MSG_PAGE_WITHIN},
};

static void add_refs(ref_list *list, struct refs refs)
{
	for (size_t i = 0; i < refs.n; i++)
		array_push(list, refs.v[i]);
}

void regions_below(const struct index *index, struct ref region, ref_list *out)
{
	array_push(out, region);
	for (size_t i = 0; i < out->n; i++)
		add_refs(out, read_back(index, out->v[i], KIND_REGION, "parent"));
}

static void show_referring(struct dossier *dossier, const struct referring *r, size_t field)
{
	ref_list found = {0}, regions = {0};
	bool below = ref_kind(dossier->ref) == KIND_REGION && str_eq_c(str_from(r->field), "region");
	if (below) {
		regions_below(dossier->index, dossier->ref, &regions);
		for (size_t i = 0; i < regions.n; i++)
			add_refs(&found, index_back(dossier->index, regions.v[i], r->kind, field));
	} else {
		add_refs(&found, index_back(dossier->index, dossier->ref, r->kind, field));
	}
	struct str title = r->title == MSG_COUNT ? dossier_kind_label(dossier, r->kind) : dossier_message(dossier, r->title);
	record_table(dossier, title, r->kind, (struct refs){found.v, found.n}, below ? SIZE_MAX : field, SECTION_ROWS);
	if (found.n > SECTION_ROWS)
		dossier_all(dossier, r->kind, dossier_query(dossier, r->field, dossier->ref), found.n);
	array_release(&regions);
	array_release(&found);
}

void record_referring(struct dossier *dossier)
{
	for (size_t i = 0; i < sizeof referring / sizeof *referring; i++) {
		size_t field = field_get(referring[i].kind, referring[i].field);
		/* A stage's page says who stands there together with what they can make. */
		if (ref_kind(dossier->ref) == KIND_STAGE && referring[i].kind == KIND_PLACEMENT)
			continue;
		if (fields_of[referring[i].kind].v[field].kinds >> ref_kind(dossier->ref) & 1)
			show_referring(dossier, &referring[i], field);
	}
}

/* -- doubts, identities, sources ------------------------------------------------------------ */

static void doubt_rows(struct dossier *dossier, struct ref about)
{
	struct refs doubts = read_back(dossier->index, about, KIND_DOUBT, "about");
	for (size_t i = 0; i < doubts.n; i++) {
		page_row(dossier->page, STR(""), doubts.v[i]);
		strbuf_printf(&dossier->text, "? %.*s", STR_ARG(index_name(dossier->index, doubts.v[i])));
		dossier_cell(dossier, ROLE_WARNING)->door = door_record(doubts.v[i]);
		if (ref_eq(about, dossier->ref))
			page_blank(dossier->page);
		else
			dossier_ref(dossier, about, false);
		dossier_field(dossier, doubts.v[i], field_get(KIND_DOUBT, "rule"));
		dossier_field(dossier, doubts.v[i], field_get(KIND_DOUBT, "note"));
	}
}

void record_doubts(struct dossier *dossier)
{
	struct refs claims = index_claims(dossier->index, dossier->ref);
	page_section(dossier->page, dossier_message(dossier, MSG_PAGE_DOUBTS), PAGE_TABLE);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_DOUBTS), 0, 20);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_FIGURES), 0, 14);
	page_column(dossier->page, dossier_label(dossier, KIND_DOUBT, "rule"), 0, 14);
	page_column(dossier->page, dossier_label(dossier, KIND_DOUBT, "note"), 0, 0);
	doubt_rows(dossier, dossier->ref);
	for (size_t i = 0; i < claims.n; i++)
		doubt_rows(dossier, claims.v[i]);
	struct page_section *section = &dossier->page->sections.v[dossier->page->sections.n - 1];
	section->count = section->n_rows;
	page_end_table(dossier->page, 1);
}

void record_identities(struct dossier *dossier)
{
	page_section(dossier->page, dossier_message(dossier, MSG_PAGE_IDENTITIES), PAGE_TABLE);
	page_column(dossier->page, dossier_message(dossier, MSG_PAGE_OTHER_SIDE), 0, 0);
	page_column(dossier->page, dossier_label(dossier, KIND_IDENTITY, "certainty"), 0, 0);
	page_column(dossier->page, dossier_label(dossier, KIND_IDENTITY, "reason"), 0, 0);
	for (int side = 0; side < 2; side++) {
		struct refs found = read_back(dossier->index, dossier->ref, KIND_IDENTITY, side ? "b" : "a");
		for (size_t i = 0; i < found.n; i++) {
			page_row(dossier->page, STR(""), found.v[i]);
			dossier_ref(dossier, read_ref(dossier->index, found.v[i], side ? "a" : "b"), true);
			dossier_field(dossier, found.v[i], field_get(KIND_IDENTITY, "certainty"))->role = ROLE_WARNING;
			dossier_field(dossier, found.v[i], field_get(KIND_IDENTITY, "reason"));
		}
	}
	page_drop_empty(dossier->page);
}

/* Sources of the record and of its figures, each once, with the number of figures it gives. */
struct source_count {
	struct ref source;
	size_t n_figures;
};
typedef ARRAY(struct source_count) source_counts;

static void count_source(source_counts *counts, struct ref source, size_t figures)
{
	size_t i = 0;
	if (ref_none(source))
		return;
	while (i < counts->n && !ref_eq(counts->v[i].source, source))
		i++;
	if (i == counts->n)
		array_push(counts, (struct source_count){source, 0});
	counts->v[i].n_figures += figures;
}

static void count_locators(struct dossier *dossier, source_counts *counts)
{
	struct str rest = read_text(dossier->index, dossier->ref, "locator"), one;
	struct locator l;
	while (str_split(&rest, ';', &one))
		if (locator_parse(one, &l)) {
			strbuf_printf(&dossier->text, "%s:%.*s", kinds[KIND_SOURCE].singular, STR_ARG(l.article));
			count_source(counts, index_find_id(dossier->index, strbuf_str(&dossier->text)), 0);
			strbuf_clear(&dossier->text);
		}
}

void record_sources(struct dossier *dossier)
{
	source_counts counts = {0};
	struct refs claims = index_claims(dossier->index, dossier->ref);
	if (field_find(ref_kind(dossier->ref), STR("source")) >= 0)
		count_source(&counts, read_ref(dossier->index, dossier->ref, "source"), 0);
	if (field_find(ref_kind(dossier->ref), STR("locator")) >= 0)
		count_locators(dossier, &counts);
	for (size_t i = 0; i < claims.n; i++)
		count_source(&counts, read_ref(dossier->index, claims.v[i], "source"), 1);
	if (counts.n) {
		page_section(dossier->page, dossier_message(dossier, MSG_PAGE_SOURCES), PAGE_TABLE)->count = counts.n;
		page_column(dossier->page, dossier_message(dossier, MSG_PAGE_SOURCE), 0, 0);
		page_column(dossier->page, dossier_label(dossier, KIND_SOURCE, "publication"), 0, 0);
		page_column(dossier->page, dossier_message(dossier, MSG_PAGE_DATE), 0, 0);
		page_column(dossier->page, dossier_message(dossier, MSG_PAGE_FIGURES), COLUMN_RIGHT, 0);
	}
	for (size_t i = 0; i < counts.n; i++) {
		page_row(dossier->page, STR(""), counts.v[i].source);
		dossier_ref(dossier, counts.v[i].source, true);
		dossier_field(dossier, counts.v[i].source, field_get(KIND_SOURCE, "publication"));
		dossier_field(dossier, counts.v[i].source, field_get(KIND_SOURCE, "date"));
		if (counts.v[i].n_figures)
			strbuf_printf(&dossier->text, "%zu", counts.v[i].n_figures);
		dossier_cell(dossier, ROLE_NUMBER);
	}
	array_release(&counts);
}

/* Cells of pages: names as doors, fields, figures. */
#include "view/record_internal.h"

#include "index/read.h"

#include "index/verdict.h"
#include "query/column.h"
#include "query/promise.h"

void dossier_init(struct dossier *dossier, const struct app *app, struct page *page, struct ref ref)
{
	*dossier = (struct dossier){.index = app_index(app), .settings = app_settings(app), .page = page, .ref = ref, .focus = REF_NONE};
	dossier->language = dossier->settings->language;
}

void dossier_release(struct dossier *dossier)
{
	strbuf_release(&dossier->text);
	suspicions_release(&dossier->odd);
}

struct str dossier_message(const struct dossier *dossier, enum message id)
{
	return message(id, dossier->language);
}

struct str dossier_kind_label(const struct dossier *dossier, enum kind kind)
{
	return str_from(dossier->language == LANGUAGE_ZH ? kinds[kind].zh : kinds[kind].en);
}

struct str dossier_field_label(const struct dossier *dossier, const struct field *field)
{
	return str_from(dossier->language == LANGUAGE_ZH ? field->zh : field->en);
}

struct str dossier_label(const struct dossier *dossier, enum kind kind, const char *field)
{
	return dossier_field_label(dossier, &fields_of[kind].v[field_get(kind, field)]);
}

struct str dossier_figure_label(const struct dossier *dossier, const char *indicator)
{
	struct ref ref = index_indicator(dossier->index, str_from(indicator));
	return ref_none(ref) ? str_from(indicator) : index_name(dossier->index, ref);
}

struct page_cell *dossier_cell(struct dossier *dossier, enum role role)
{
	struct page_cell *cell =
		dossier->text.n ? page_cell(dossier->page, strbuf_str(&dossier->text), role) : page_blank(dossier->page);
	strbuf_clear(&dossier->text);
	return cell;
}

static struct page_cell *figure_cell(struct dossier *dossier, struct ref claim)
{
	struct ref *kept = arena_alloc(&dossier->page->arena, sizeof *kept);
	*kept = claim;
	figure_print(dossier->index, claim, &dossier->text);
	struct page_cell *cell = dossier_cell(dossier, ROLE_NUMBER);
	cell->claims = kept;
	cell->n_claims = 1;
	cell->door = door_record(claim);
	return cell;
}

struct page_cell *dossier_ref(struct dossier *dossier, struct ref ref, bool full)
{
	if (ref_none(ref))
		return page_blank(dossier->page);
	if (ref_kind(ref) == KIND_CLAIM)
		return figure_cell(dossier, ref);
	strbuf_add(&dossier->text, full ? index_name(dossier->index, ref) : index_short_name(dossier->index, ref));
	/* A stage alone says little: 电解铝 of which chain? */
	if (ref_kind(ref) == KIND_STAGE) {
		struct ref chain = read_ref(dossier->index, ref, "chain");
		if (!ref_none(chain) && !ref_eq(chain, dossier->ref))
			strbuf_printf(&dossier->text, " (%.*s)", STR_ARG(index_short_name(dossier->index, chain)));
	}
	struct page_cell *cell = dossier_cell(dossier, ROLE_LINK);
	cell->door = door_record(ref);
	return cell;
}

static bool is_inferred(const struct dossier *dossier, struct ref ref, const struct field *field)
{
	int flag = field_find(ref_kind(ref), STR("inferred"));
	if (str_eq_c(str_from(field->name), "date") && ref_kind(ref) == KIND_SOURCE)
		return false;
	return flag >= 0 && index_number(dossier->index, ref, (size_t)flag) == 1;
}

struct page_cell *dossier_field(struct dossier *dossier, struct ref ref, size_t number)
{
	const struct field *field = &fields_of[ref_kind(ref)].v[number];
	struct list_column column = {.type = COLUMN_FIELD, .field = number, .indicator = REF_NONE};
	switch (field->type) {
	case FIELD_REF: return dossier_ref(dossier, promise_ref(dossier->index, ref, number), false);
	case FIELD_LOCATORS: {
		struct ref source = field_find(ref_kind(ref), STR("source")) >= 0 ? read_ref(dossier->index, ref, "source") : REF_NONE;
		locators_print(dossier->index, index_text(dossier->index, ref, number), source, dossier->language, &dossier->text);
		return dossier_cell(dossier, ROLE_DIM);
	}
	case FIELD_PERIOD:
		if (ref_kind(ref) == KIND_SOURCE) {
			source_date(dossier->index, ref, dossier->language, &dossier->text);
			return dossier_cell(dossier, ROLE_TEXT);
		}
		strbuf_add(&dossier->text, index_text(dossier->index, ref, number));
		if (dossier->text.n && is_inferred(dossier, ref, field))
			strbuf_printf(&dossier->text, " %.*s", STR_ARG(dossier_message(dossier, MSG_INFERRED)));
		return dossier_cell(dossier, ROLE_TEXT);
	default:
		column_format(&column, ref, dossier->index, dossier->language == LANGUAGE_ZH, &dossier->text);
		return dossier_cell(dossier, str_eq_c(str_from(field->name), "id") ? ROLE_DIM : ROLE_TEXT);
	}
}

/* One figure behind those that stand in dossier->text already; what is there word for word is not said again. */
static void add_figure(struct dossier *dossier, struct ref claim, bool item)
{
	struct strbuf words = {0};
	if (item && read_text(dossier->index, claim, "item").n)
		strbuf_printf(&words, "%.*s ", STR_ARG(read_text(dossier->index, claim, "item")));
	figure_print(dossier->index, claim, &words);
	struct str rest = strbuf_str(&dossier->text), part;
	bool said = false;
	while (dossier->text.n && str_split(&rest, ';', &part))
		said = said || str_eq(str_trim(part), strbuf_str(&words));
	if (!said)
		strbuf_printf(&dossier->text, "%s%.*s", dossier->text.n ? "; " : "", STR_ARG(strbuf_str(&words)));
	strbuf_release(&words);
}

static bool items_differ(const struct dossier *dossier, const struct ref *claims, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (!str_eq(read_text(dossier->index, claims[0], "item"), read_text(dossier->index, claims[i], "item")))
			return true;
	return false;
}

struct page_cell *dossier_claims(struct dossier *dossier, const struct ref *claims, size_t n, bool items)
{
	enum verdict worst = VERDICT_SINGLE;
	items = items || items_differ(dossier, claims, n);
	for (size_t i = 0; i < n; i++) {
		add_figure(dossier, claims[i], items);
		for (size_t j = 0; j < i; j++)
			worst = verdict_weightier(worst, verdict_of(dossier->index, claims[i], claims[j]));
	}
	if (n && verdicts[worst].sign[0])
		strbuf_printf(&dossier->text, " %s", verdicts[worst].sign);
	struct page_cell *cell = dossier_cell(dossier, !n ? ROLE_DIM : verdict_contradicts(worst) ? ROLE_WARNING : ROLE_NUMBER);
	cell->claims = claims;
	cell->n_claims = n;
	return cell;
}

struct str dossier_query(struct dossier *dossier, const char *field, struct ref ref)
{
	return arena_printf(&dossier->page->arena, "%s:%.*s", field, STR_ARG(index_id(dossier->index, ref)));
}

void dossier_all(struct dossier *dossier, enum kind kind, struct str query, size_t n)
{
	page_row(dossier->page, STR(""), REF_NONE);
	strbuf_printf(&dossier->text, "%.*s %zu", STR_ARG(dossier_message(dossier, MSG_PAGE_ALL)), n);
	dossier_cell(dossier, ROLE_LINK)->door = door_list(kind, query);
}

/* What a source states, in the order of the text, and the text itself where the user has it. */
#include "view/record_internal.h"

#include "view/article_internal.h"
#include "index/read.h"

/* A claim and a place in this source where it stands. */
struct placed {
	struct ref claim;
	struct locator place;
};
typedef ARRAY(struct placed) placed_list;

static int by_place(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	if (x->place.line != y->place.line)
		return x->place.line < y->place.line ? -1 : 1;
	if (x->place.start != y->place.start)
		return x->place.start < y->place.start ? -1 : 1;
	return ref_cmp(x->claim, y->claim);
}

/* No article has so many; a ledger has millions, which stand in the order of its rows already. */
enum { PLACED_MOST = 20000 };

/* Every place of every figure of the source, in the order of the text; first: only the first place of each. */
static void placed_claims(const struct dossier *dossier, bool first, placed_list *out)
{
	struct refs claims = read_back(dossier->index, dossier->ref, KIND_CLAIM, "source");
	struct str slug = read_slug(dossier->index, dossier->ref);
	for (size_t i = 0; i < claims.n && i < PLACED_MOST; i++) {
		struct str rest = read_text(dossier->index, claims.v[i], "locator"), one;
		bool taken = false;
		while (str_split(&rest, ';', &one) && !(first && taken)) {
			struct placed placed = {.claim = claims.v[i]};
			if (!locator_parse(one, &placed.place) || !str_eq(placed.place.article, slug))
				continue;
			array_push(out, placed);
			taken = true;
		}
	}
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, by_place);
}

static void source_figures(struct dossier *dossier)
{
	placed_list placed = {0};
	ARRAY(struct ref) claims = {0};
	size_t n = read_back(dossier->index, dossier->ref, KIND_CLAIM, "source").n;
	placed_claims(dossier, true, &placed);
	for (size_t i = 0; i < placed.n; i++)
		array_push(&claims, placed.v[i].claim);
	n = n > PLACED_MOST ? n : claims.n;
	if (claims.n) {
		page_section(dossier->page, dossier_message(dossier, MSG_PAGE_FIGURES), PAGE_TABLE)->count = n;
		record_figure_table(dossier, (struct refs){claims.v, claims.n}, FIGURES_PLACE | FIGURES_SUBJECT);
	}
	if (n > FIGURES_MOST)
		dossier_all(dossier, KIND_CLAIM, dossier_query(dossier, "source", dossier->ref), n);
	array_release(&claims);
	array_release(&placed);
}

void record_source_contents(struct dossier *dossier)
{
	static const enum kind order[] = {KIND_ZONE, KIND_PARK, KIND_CHAIN, KIND_ENTERPRISE, KIND_PROJECT, KIND_TARGET, KIND_FACILITY,
		KIND_MEASURE, KIND_EVENT, KIND_REQUEST, KIND_PERSON, KIND_FLOW, KIND_DOUBT, KIND_ASSESSMENT, KIND_REGION, KIND_SECTOR};
	source_figures(dossier);
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		struct refs refs = read_back(dossier->index, dossier->ref, order[i], "source");
		record_table(dossier, dossier_kind_label(dossier, order[i]), order[i], refs, SIZE_MAX, SECTION_ROWS);
		if (refs.n > SECTION_ROWS)
			dossier_all(dossier, order[i], dossier_query(dossier, "source", dossier->ref), refs.n);
	}
}

/* -- the reader ------------------------------------------------------------------------ */

/* Marks of a paragraph's figures that do not overlap; the wanted one before all others. */
static size_t paragraph_marks(const struct dossier *dossier, const struct article_paragraph *paragraph, const placed_list *placed,
	struct page_mark *marks, struct ref *claims, size_t *n_claims)
{
	size_t n = 0, from, to;
	*n_claims = 0;
	for (size_t i = 0; i < placed->n; i++) {
		const struct locator *l = &placed->v[i].place;
		if (!l->in_text || !article_bytes(paragraph, l->start, l->end, &from, &to))
			continue;
		bool wanted = !ref_none(dossier->focus) && ref_eq(placed->v[i].claim, dossier->focus);
		claims[(*n_claims)++] = placed->v[i].claim;
		while (wanted && n && marks[n - 1].end > from)
			n--;
		if (!n || marks[n - 1].end <= from)
			marks[n++] = (struct page_mark){from, to, wanted ? ROLE_MATCH : ROLE_NUMBER};
	}
	return n;
}

static void paragraph_row(struct dossier *dossier, const struct article_paragraph *paragraph, const placed_list *placed)
{
	struct page_mark *marks = arena_alloc(&dossier->page->arena, placed->n * sizeof *marks);
	struct ref *claims = arena_alloc(&dossier->page->arena, placed->n * sizeof *claims);
	strbuf_printf(&dossier->text, "%u", paragraph->number);
	page_row(dossier->page, strbuf_str(&dossier->text), dossier->ref);
	strbuf_clear(&dossier->text);
	struct page_cell *cell = page_cell(dossier->page, strbuf_str(&paragraph->text), ROLE_TEXT);
	cell->n_marks = paragraph_marks(dossier, paragraph, placed, marks, claims, &cell->n_claims);
	cell->marks = marks;
	cell->claims = claims;
	for (size_t i = 0; i < cell->n_marks; i++)
		if (marks[i].role == ROLE_MATCH)
			dossier->page->row = dossier->page->rows.n - 1;
}

void record_reader(struct dossier *dossier)
{
	struct str file = article_file(dossier->settings, dossier->index, dossier->ref);
	int64_t start = read_number(dossier->index, dossier->ref, "start"), end = read_number(dossier->index, dossier->ref, "end");
	if (!read_text(dossier->index, dossier->ref, "sha256").n)
		return;
	page_section(dossier->page, dossier_message(dossier, MSG_PAGE_READER), PAGE_TEXT);
	if (!file.n) {
		page_row(dossier->page, STR(""), REF_NONE);
		page_cell(dossier->page, dossier_message(dossier, MSG_PAGE_NO_COPY), ROLE_DIM);
		return;
	}
	placed_list placed = {0};
	struct article_walk walk;
	placed_claims(dossier, false, &placed);
	article_walk_init(&walk, file);
	while (article_next(&walk)) {
		uint32_t first = walk.here.characters.v[0], last = walk.here.characters.v[walk.here.characters.n - 1];
		if ((start == NUMBER_NONE || last >= start) && (end == NUMBER_NONE || first < end))
			paragraph_row(dossier, &walk.here, &placed);
	}
	article_walk_release(&walk);
	array_release(&placed);
	page_drop_empty(dossier->page);
}

#include "graph_internal.h"
#include "index/read.h"
#include "rows_internal.h"
#include "sheet_internal.h"

#include "query/balance.h"
#include "query/promise.h"
#include "text/clean.h"
#include "text/width.h"
#include "view/figure.h"

#include <string.h>

/* -- text: one record for people ----------------------------------------------------------- */

struct sheet {
	const struct session *session;
	const struct index *index;
	enum language language;
	struct strbuf *out;
};

static void add_clean(struct sheet *sheet, struct str raw)
{
	text_clean(raw, sheet->out);
}

/* "  label      value", the values one under another. */
static void add_line(struct sheet *sheet, struct str label, struct str value)
{
	enum { LABEL_CELLS = 16 };
	size_t width = width_str(label, sheet->session->ambi);
	strbuf_add_c(sheet->out, "  ");
	strbuf_add(sheet->out, label);
	strbuf_add_repeat(sheet->out, ' ', width < LABEL_CELLS ? LABEL_CELLS - width : 1);
	add_clean(sheet, value);
	strbuf_add_byte(sheet->out, '\n');
}

static void add_reference(struct sheet *sheet, struct ref ref, struct strbuf *value)
{
	if (value->n)
		strbuf_add_c(value, "; ");
	strbuf_add(value, index_name(sheet->index, ref));
	strbuf_printf(value, " (%.*s)", STR_ARG(index_id(sheet->index, ref)));
}

static void add_source(struct sheet *sheet, struct ref source, struct str locator)
{
	struct strbuf value = {0};
	add_reference(sheet, source, &value);
	size_t before = value.n;
	strbuf_add_c(&value, "  ");
	locators_print(sheet->index, locator, source, sheet->language, &value);
	if (value.n == before + 2)
		strbuf_truncate(&value, before);
	const struct field *field = &fields_of[KIND_CLAIM].v[field_get(KIND_CLAIM, "source")];
	add_line(sheet, str_from(session_word(sheet->session, field->zh, field->en)), strbuf_str(&value));
	strbuf_release(&value);
}

static void add_field(struct sheet *sheet, struct ref ref, size_t number)
{
	const struct field *field = &fields_of[ref_kind(ref)].v[number];
	struct strbuf value = {0};
	if (field->type == FIELD_REF) {
		struct ref target = promise_ref(sheet->index, ref, number);
		if (!ref_none(target))
			add_reference(sheet, target, &value);
	} else if (field->type == FIELD_REFS) {
		struct refs targets = index_refs(sheet->index, ref, number);
		for (size_t i = 0; i < targets.n; i++)
			add_reference(sheet, targets.v[i], &value);
	} else {
		struct list_column column = {.type = COLUMN_FIELD, .field = number};
		column_format(&column, ref, sheet->index, sheet->session->chinese, &value);
	}
	if (value.n)
		add_line(sheet, str_from(session_word(sheet->session, field->zh, field->en)), strbuf_str(&value));
	strbuf_release(&value);
}

static void add_fields(struct sheet *sheet, struct ref ref)
{
	const struct fields *fields = &fields_of[ref_kind(ref)];
	int source = field_find(ref_kind(ref), STR("source")), locator = field_find(ref_kind(ref), STR("locator"));
	for (int f = 1; f < (int)fields->n; f++)
		if (f != source && f != locator && strcmp(fields->v[f].name, "name") != 0)
			add_field(sheet, ref, (size_t)f);
	struct ref from = source >= 0 ? index_ref(sheet->index, ref, (size_t)source) : REF_NONE;
	if (!ref_none(from))
		add_source(sheet, from, locator >= 0 ? index_text(sheet->index, ref, (size_t)locator) : STR(""));
}

static void add_heading(struct sheet *sheet, const char *title, size_t n)
{
	strbuf_printf(sheet->out, "\n%s (%zu)\n", title, n);
}

/* Two blanks before what follows, where something does. */
static void add_gap(struct strbuf *text, size_t *mark)
{
	*mark = text->n;
	strbuf_add_c(text, "  ");
}

static void drop_gap(struct strbuf *text, size_t mark)
{
	if (text->n == mark + 2)
		strbuf_truncate(text, mark);
}

static void add_claim(struct sheet *sheet, struct ref claim)
{
	struct strbuf label = {0}, value = {0};
	size_t mark;
	figure_heading(sheet->index, claim, &label);
	figure_print_whole(sheet->index, claim, &value);
	add_gap(&value, &mark);
	figure_period(sheet->index, claim, sheet->language, &value);
	drop_gap(&value, mark);
	add_gap(&value, &mark);
	figure_kind(sheet->index, claim, sheet->language, &value);
	drop_gap(&value, mark);
	enum verdict verdict = verdict_of_claim(sheet->index, claim);
	if (verdict != VERDICT_SINGLE && verdict != VERDICT_AGREE) {
		add_gap(&value, &mark);
		verdict_print(verdict, sheet->language, &value);
	}
	struct strbuf clean = {0};
	text_clean(strbuf_str(&label), &clean);
	add_line(sheet, strbuf_str(&clean), strbuf_str(&value));
	strbuf_release(&clean);
	strbuf_release(&label);
	strbuf_release(&value);
	struct ref source = read_ref(sheet->index, claim, "source");
	strbuf_add_c(sheet->out, "  ");
	add_source(sheet, source, read_text(sheet->index, claim, "locator"));
}

/* Records that refer to this one, by kind and by the field that does it. Figures have a part of their own. */
static void add_related(struct sheet *sheet, struct ref ref)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 1; f < fields_of[k].n; f++) {
			const struct field *field = &fields_of[k].v[f];
			bool refers = field->type == FIELD_REF || field->type == FIELD_REFS;
			if (!refers || !(field->kinds & (UINT32_C(1) << ref_kind(ref))) ||
				(k == KIND_CLAIM && strcmp(field->name, "subject") == 0))
				continue;
			struct refs records = index_back(sheet->index, ref, (enum kind)k, f);
			if (!records.n)
				continue;
			struct strbuf title = {0};
			strbuf_printf(&title, session_word(sheet->session, "%s · %s", "%s, %s"),
				session_word(sheet->session, kinds[k].zh, kinds[k].en),
				session_word(sheet->session, field->zh, field->en));
			add_heading(sheet, title.p, records.n);
			strbuf_release(&title);
			for (size_t i = 0; i < records.n; i++) {
				strbuf_add_c(sheet->out, "  ");
				add_clean(sheet, index_name(sheet->index, records.v[i]));
				strbuf_printf(sheet->out, " (%.*s)\n", STR_ARG(index_id(sheet->index, records.v[i])));
			}
		}
}

static void add_formula_line(void *self, const struct formula_line *line)
{
	struct sheet *sheet = self;
	strbuf_add_repeat(sheet->out, ' ', 2 + 2 * (size_t)line->depth);
	add_clean(sheet, line->text);
	strbuf_add_byte(sheet->out, '\n');
}

static void add_formula(struct sheet *sheet, const struct formula *formula)
{
	if (formula)
		formula_lines(formula, sheet->index, sheet->session->chinese, add_formula_line, sheet);
}

/* What is known of a link, or why nothing is. */
static void add_flow(struct sheet *sheet, const struct balance_flow *flow)
{
	const struct balance_fault_info *fault = &balance_faults[flow->fault];
	if (flow->rest) {
		add_formula(sheet, flow->rest);
		return;
	}
	strbuf_add_c(sheet->out, "  ");
	add_clean(sheet, index_name(sheet->index, flow->link));
	strbuf_printf(sheet->out, ": %s\n", session_word(sheet->session, fault->zh, fault->en));
	add_formula(sheet, flow->byproduct ? flow->have : NULL);
}

static void add_note(struct strbuf *notes, const char *text)
{
	strbuf_printf(notes, "%s%s", notes->n ? "; " : "", text);
}

/* What its numbers leave out, and where the chain is narrowest. */
static void add_stage_notes(struct sheet *sheet, const struct balance_stage *s)
{
	struct strbuf notes = {0};
	if (s->bottleneck)
		add_note(&notes, session_say(sheet->session, MSG_SHOW_BOTTLENECK));
	if (s->n_unread) {
		add_note(&notes, session_say(sheet->session, MSG_SHOW_UNREAD));
		strbuf_printf(&notes, " %zu", s->n_unread);
	} else if (!s->capacity)
		add_note(&notes, session_say(sheet->session, MSG_SHOW_NO_CAPACITY));
	if (s->n_unknown) {
		add_note(&notes, session_say(sheet->session, MSG_MAP_UNKNOWN_USERS));
		strbuf_printf(&notes, " %zu/%zu", s->n_unknown, s->n_users);
	}
	if (s->other_units) {
		add_note(&notes, session_say(sheet->session, MSG_SHOW_OTHER_UNITS));
		strbuf_printf(&notes, " %zu", s->other_units);
	}
	if (notes.n) {
		strbuf_add_c(sheet->out, "  ");
		add_clean(sheet, index_name(sheet->index, s->stage));
		strbuf_printf(sheet->out, ": %.*s\n", STR_ARG(strbuf_str(&notes)));
	}
	strbuf_release(&notes);
}

/* The balance of a chain: stages, links, claims of intake. */
static void add_balance(struct sheet *sheet, struct ref chain)
{
	struct arena arena = {0};
	const struct balance *balance = balance_make(sheet->index, chain, &arena);
	if (balance->n_stages)
		add_heading(sheet, session_say(sheet->session, MSG_MAP_BALANCE), balance->n_stages);
	for (size_t i = 0; i < balance->n_stages; i++) {
		const struct balance_stage *s = &balance->stages[i];
		add_formula(sheet, s->rest ? s->rest : formula_named(s->capacity, MEANING_CAPACITY, s->stage, &arena));
		add_stage_notes(sheet, s);
	}
	if (balance->n_flows)
		add_heading(sheet, session_say(sheet->session, MSG_SHOW_MATERIALS), balance->n_flows);
	for (size_t i = 0; i < balance->n_flows; i++)
		add_flow(sheet, &balance->flows[i]);
	if (balance->n_claims)
		add_heading(sheet, session_say(sheet->session, MSG_MAP_CLAIMS), balance->n_claims);
	for (size_t i = 0; i < balance->n_claims; i++)
		add_formula(sheet, balance->claims[i].rest ? balance->claims[i].rest : balance->claims[i].claimed);
	arena_release(&arena);
}

static void add_record(struct sheet *sheet, struct ref ref)
{
	const struct kind_info *kind = &kinds[ref_kind(ref)];
	add_clean(sheet, index_name(sheet->index, ref));
	strbuf_printf(sheet->out, "  %s  %.*s\n", session_word(sheet->session, kind->zh, kind->singular),
		STR_ARG(index_id(sheet->index, ref)));
	add_fields(sheet, ref);
	struct refs claims = index_claims(sheet->index, ref);
	if (claims.n)
		add_heading(sheet, session_say(sheet->session, MSG_PAGE_FIGURES), claims.n);
	for (size_t i = 0; i < claims.n; i++)
		add_claim(sheet, claims.v[i]);
	if (ref_kind(ref) == KIND_CHAIN)
		add_balance(sheet, ref);
	add_related(sheet, ref);
}

void sheet_print(const struct session *session, const struct index *index, struct ref ref, struct strbuf *out)
{
	struct sheet sheet = {session, index, message_language(session->chinese), out};
	add_record(&sheet, ref);
}

static bool show_text(const struct session *session, const struct ref *refs, size_t n, struct err *err)
{
	struct strbuf text = {0};
	for (size_t i = 0; i < n; i++) {
		if (i)
			strbuf_add_byte(&text, '\n');
		sheet_print(session, session->index, refs[i], &text);
	}
	return session_print_made(&text, err);
}

/* -- the other formats ----------------------------------------------------------------------- */

static bool write_json(const struct session *session, struct ref ref, struct writer *writer, struct err *err)
{
	struct listing listing;
	struct arena arena = {0};
	listing_init(&listing, session->index, ref_kind(ref), FORMAT_JSON, false);
	listing_fields(&listing, true);
	size_t n = listing.titles.n;
	struct writer_column claims = {.name = STR("claims")};
	array_push(&listing.titles, claims);
	struct field_cell *cells = xreallocarray(NULL, n + 1, sizeof *cells);
	listing_cells(&listing, ref, ANSWER_YES, &arena, cells);
	cells[n] = listing_records(session->index, KIND_CLAIM, index_claims(session->index, ref), &arena);
	bool ok = writer_table(writer, STR(""), listing.titles.v, n + 1, err) && writer_row(writer, cells, err);
	free(cells);
	arena_release(&arena);
	listing_release(&listing);
	return ok;
}

static bool show_json(const struct session *session, const struct ref *refs, size_t n, struct err *err)
{
	struct writer *writer = rows_writer(session);
	bool ok = true;
	for (size_t i = 0; ok && i < n; i++)
		ok = write_json(session, refs[i], writer, err);
	return writer_finish(writer, err) && ok;
}

static bool show_graph(
	const struct session *session, const struct ref *refs, size_t n, enum graph_language language, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (!graph_has(refs[i]))
			return word_error(err, ERR_USAGE, &session->invocation->words[i],
				"a chain, an enterprise or a flow for this format");
	struct strbuf text = {0};
	graph_draw(session->index, refs, n, language, session->chinese, &text);
	return session_print_made(&text, err);
}

static bool show(const struct session *session, const struct ref *refs, size_t n, struct err *err)
{
	const char *format = session->invocation->values[OPTION_FORMAT];
	if (format && strcmp(format, "json") == 0)
		return show_json(session, refs, n, err);
	if (format && strcmp(format, "dot") == 0)
		return show_graph(session, refs, n, GRAPH_DOT, err);
	if (format && strcmp(format, "mermaid") == 0)
		return show_graph(session, refs, n, GRAPH_MERMAID, err);
	return show_text(session, refs, n, err);
}

bool cmd_show(struct session *session, struct err *err)
{
	const struct invocation *invocation = session->invocation;
	struct ref *refs = xreallocarray(NULL, invocation->n_words, sizeof *refs);
	bool ok = true;
	for (size_t i = 0; ok && i < invocation->n_words; i++)
		ok = session_ref(session, &invocation->words[i], ALL_KINDS, &refs[i], err);
	ok = ok && show(session, refs, invocation->n_words, err);
	free(refs);
	return ok;
}

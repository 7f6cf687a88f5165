#include "exchange/figures.h"

#include "exchange/printed_internal.h"

#include "model/ledger.h"
#include "text/utf8.h"

const char *const figure_suffixes[FIGURE_PARTS] = {
	[FIGURE_VALUE] = "",
	[FIGURE_MODALITY] = "_modality",
	[FIGURE_SCOPE] = "_scope",
	[FIGURE_PERIOD] = "_period",
	[FIGURE_LOCATOR] = "_locator",
	[FIGURE_ID] = "_id",
};

const char figure_milestone[] = "milestone_";

static bool is_numeric(char c)
{
	return (c >= '0' && c <= '9') || c == '.' || c == '-';
}

void figure_join(struct str value, struct str unit, struct strbuf *out)
{
	strbuf_add(out, value);
	if (unit.n && (is_numeric(unit.p[0]) || unit.p[0] == ' '))
		strbuf_add_byte(out, ' ');
	strbuf_add(out, unit);
}

/* Of what stands behind the digits: whether it may say more of the number than its unit. A blank stands before a unit. */
static bool may_be_words(struct str rest)
{
	static const char *const ends[] = {"上", "下", "内", "右", "级"};
	if (!rest.n || rest.p[0] == ' ')
		return false;
	if (str_find(rest, STR("余"), 0) >= 0 || str_find(rest, STR("多"), 0) >= 0)
		return true;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_ends(rest, str_from(ends[i])))
			return true;
	for (size_t i = 1; i < rest.n; i++)
		if (rest.p[i] >= '0' && rest.p[i] <= '9' && ((unsigned char)rest.p[i - 1] >= 0x80 || rest.p[i - 1] == '~'))
			return true;
	return false;
}

void figure_split(struct str text, struct figure_text *out, struct arena *arena)
{
	struct decimal plain;
	struct printed printed;
	size_t n = 0;
	while (n < text.n && is_numeric(text.p[n]))
		n++;
	struct str digits = str_sub(text, 0, n), rest = str_sub(text, n, text.n);
	bool is_plain = decimal_parse(digits, &plain), words = may_be_words(rest) || !is_plain;
	if (words && printed_read(text, STR(""), &printed, arena)) {
		out->value = printed.value;
		out->unit = printed.unit;
		out->qualifier = printed.qualifier;
		out->unread = false;
		return;
	}
	out->value = is_plain ? digits : text;
	out->unit = str_sub(rest, rest.n && rest.p[0] == ' ', rest.n);
	out->qualifier = STR("");
	out->unread = !is_plain;
}

/* -- as ledgers ------------------------------------------------------------------------------- */

static bool refuse(struct err *err, const struct figure_text *f, struct str found, const char *expected)
{
	err_set(err, ERR_DATA, "found \"%.*s\" for %.*s, expected %s", STR_ARG(utf8_start(found, 90)), STR_ARG(f->name), expected);
	err->line = f->line;
	err->column = f->column;
	return false;
}

static bool column_number(const struct figure_text *f, struct str owner, enum kind kind, uint32_t *number, struct err *err)
{
	enum kind found = kind;
	*number = 0;
	if (!f->id.n || !owner.n)
		return true;
	if (kind_of_id(f->id, &found) && found == kind)
		*number = ledger_id_number(f->id, owner);
	if (*number)
		return true;
	struct strbuf expected = {0};
	strbuf_add_c(&expected, "an id such as ");
	ledger_id_add(kind, owner, 1, &expected);
	refuse(err, f, f->id, expected.p);
	strbuf_release(&expected);
	return false;
}

static bool read_cell(struct figures *figures, const struct figure_text *f, struct str owner, struct row_cell *cell, struct locator *place,
	struct err *err)
{
	struct str milestone = str_from(figure_milestone);
	bool date = str_starts(f->name, milestone);
	*cell = (struct row_cell){.value = f->value, .line = f->line, .at = f->column};
	if (!locator_parse(f->locator, place) || place->in_text || !place->column.n)
		return refuse(err, f, f->locator, "its place in a ledger, ARTICLE:LINE:COLUMN, such as ledger-2025:2:总投资");
	if (!column_number(f, owner, date ? KIND_MILESTONE : KIND_CLAIM, &cell->number, err))
		return false;
	cell->column = place->column;
	if (date) {
		cell->status = str_sub(f->name, milestone.n, f->name.n);
		return enum_parse(ENUM_STATUS, cell->status) >= 0 || refuse(err, f, cell->status, "a status such as signed");
	}
	cell->indicator = arena_printf(&figures->arena, "indicator:%.*s", STR_ARG(f->name));
	cell->unit = f->unit;
	cell->qualifier = f->qualifier;
	cell->unread = f->unread;
	cell->modality = f->modality;
	cell->scope = f->scope;
	cell->period = f->period;
	return true;
}

/* The ledger of that article among the first n; a new one at the end where it is none of them. */
static size_t find_ledger(struct figures *figures, struct row_ledger *ledgers, size_t *n, const struct locator *place)
{
	static const struct str prefix = STR_INIT("source:");
	for (size_t i = 0; i < *n; i++)
		if (str_eq(str_sub(ledgers[i].source, prefix.n, ledgers[i].source.n), place->article))
			return i;
	ledgers[*n].source = arena_printf(&figures->arena, "source:%.*s", STR_ARG(place->article));
	ledgers[*n].line = place->line;
	return (*n)++;
}

/* Cells in the order of their ledgers. */
static void deal_cells(struct figures *figures, struct row_ledger *ledgers, size_t n_ledgers, const struct row_cell *cells, const size_t *of)
{
	size_t n = figures->v.n, at = 0;
	struct row_cell *dealt = arena_calloc(&figures->arena, n, sizeof *dealt);
	for (size_t l = 0; l < n_ledgers; l++) {
		ledgers[l].cells = dealt + at;
		for (size_t i = 0; i < n; i++)
			if (of[i] == l)
				dealt[at++] = cells[i];
		ledgers[l].n = (size_t)(dealt + at - ledgers[l].cells);
		ledgers[l].next = l + 1 < n_ledgers ? &ledgers[l + 1] : NULL;
	}
}

bool figures_ledgers(struct figures *figures, struct str owner, const struct row_ledger **ledgers, struct err *err)
{
	size_t n = figures->v.n, n_ledgers = 0;
	*ledgers = NULL;
	if (!n)
		return true;
	struct row_cell *cells = arena_calloc(&figures->arena, n, sizeof *cells);
	struct row_ledger *found = arena_calloc(&figures->arena, n, sizeof *found);
	size_t *of = arena_calloc(&figures->arena, n, sizeof *of);
	for (size_t i = 0; i < n; i++) {
		const struct figure_text *f = &figures->v.v[i];
		struct locator place;
		if (!read_cell(figures, f, owner, &cells[i], &place, err))
			return false;
		of[i] = find_ledger(figures, found, &n_ledgers, &place);
		if (found[of[i]].line != place.line)
			return refuse(err, f, f->locator, "the line of the ledger in which the record's other figures stand");
	}
	deal_cells(figures, found, n_ledgers, cells, of);
	*ledgers = found;
	return true;
}

void figures_clear(struct figures *figures)
{
	array_clear(&figures->v);
	arena_clear(&figures->arena);
}

void figures_release(struct figures *figures)
{
	array_release(&figures->v);
	arena_release(&figures->arena);
}

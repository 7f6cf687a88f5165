#include "query/group.h"
#include "rows_internal.h"

#include "query/standing.h"
#include "query/total.h"

/* One `count` on its way: the groups, their sums where there are any, and the columns that follow. */
struct counting {
	struct session *session;
	struct groups groups;
	bool cells; /* sources and cell */
	bool summed;
	struct ref indicator;        /* of --sum */
	struct totals *sums;         /* one a group; NULL without --sum */
	bool modalities[MODALITY_COUNT]; /* those that some group has */
	struct listing by;           /* the BY columns */
	ARRAY(size_t) by_of;         /* beside them: which of groups.by they are of */
	ARRAY(struct writer_column) columns;
};

/* -- options --------------------------------------------------------------------------------- */

/* A column of a facet that is no field of the records: its cells are those of the groups. */
static void push_derived(struct counting *tally, const struct facet *facet, enum listing_type type)
{
	const struct session *session = tally->session;
	struct str name = facet_name(facet);
	struct listing_column column = {.type = type, .column = {.type = COLUMN_FIELD, .field = facet->field}};
	if (type == LISTING_REF_NAME)
		name = arena_printf(&tally->by.arena, "%.*s_name", STR_ARG(name));
	array_push(&tally->by.columns, column);
	array_push(&tally->by.titles, ((struct writer_column){.name = name, .title = facet_title(facet, session->chinese)}));
}

static void add_by(struct counting *tally, const struct facet *facet)
{
	size_t by = tally->groups.n_by++;
	tally->groups.by[by] = *facet;
	if (facet->type == FACET_FIELD)
		listing_add(&tally->by, (struct list_column){.type = COLUMN_FIELD, .field = facet->field}, true);
	else
		push_derived(tally, facet, LISTING_FIELD);
	if (facet->type != FACET_FIELD && format_is_bare(rows_format(tally->session)))
		push_derived(tally, facet, LISTING_REF_NAME);
	while (tally->by_of.n < tally->by.columns.n)
		array_push(&tally->by_of, by);
}

static bool is_repeated(const struct counting *tally, const struct facet *facet)
{
	size_t i = 0;
	while (i < tally->groups.n_by && !facet_same(&tally->groups.by[i], facet))
		i++;
	return i < tally->groups.n_by;
}

static bool parse_by(struct counting *tally, struct err *err)
{
	const struct invocation *invocation = tally->session->invocation;
	struct str names = str_from(invocation->values[OPTION_BY]), name;
	while (str_split(&names, ',', &name)) {
		struct facet facet;
		if (tally->groups.n_by == BY_MAX)
			return option_error(err, invocation, OPTION_BY, "eight columns at most");
		if (!facet_parse(str_trim(name), tally->groups.kind, tally->session->index, &facet, err))
			return option_place(err, invocation, OPTION_BY);
		if (facet.type == FACET_YEAR)
			facet.type = FACET_FIELD;
		if (is_repeated(tally, &facet))
			return option_error(err, invocation, OPTION_BY, "each column once");
		add_by(tally, &facet);
	}
	return true;
}

/* `by:` in the query says the same as --by. */
static void take_by(struct counting *tally, const struct query_form *form)
{
	for (size_t i = 0; i < form->n_by; i++) {
		const struct facet facet = {FACET_FIELD, tally->groups.kind, form->by[i].field};
		if (!is_repeated(tally, &facet))
			add_by(tally, &facet);
	}
}

static bool parse_sum(struct counting *tally, struct err *err)
{
	const struct invocation *invocation = tally->session->invocation;
	struct list_column column;
	if (!column_parse(
		    str_from(invocation->values[OPTION_SUM]), tally->groups.kind, tally->session->index, &column, err))
		return option_place(err, invocation, OPTION_SUM);
	if (column.type != COLUMN_FIGURE)
		return option_error(
			err, invocation, OPTION_SUM, "a figure such as invest; see yuanlian list indicators");
	tally->summed = true;
	tally->indicator = column.indicator;
	return true;
}

/* -- columns ---------------------------------------------------------------------------------- */

static const char *const sum_parts[] = {"low", "high", "median"};
enum { SUM_PARTS = 3 };

static void push_number(struct counting *tally, const char *name, enum message title)
{
	struct writer_column column = {
		.name = str_from(name), .title = str_from(session_say(tally->session, title)), .right = true};
	array_push(&tally->columns, column);
}

static void push_sums(struct counting *tally, struct arena *arena)
{
	static const enum message titles[] = {MSG_TITLE_LOW, MSG_TITLE_HIGH, MSG_TITLE_MEDIAN};
	for (size_t m = 0; m < MODALITY_COUNT; m++) {
		const struct enum_code *modality = &enums[ENUM_MODALITY].v[m];
		for (size_t part = 0; tally->modalities[m] && part < SUM_PARTS; part++) {
			struct writer_column column = {
				.name = arena_printf(arena, "%s_%s", modality->code, sum_parts[part]),
				.title = arena_printf(arena, "%s %s",
					session_word(tally->session, modality->zh, modality->en),
					session_say(tally->session, titles[part])),
				.group = str_from(modality->code),
				.right = true,
				.always = true,
			};
			array_push(&tally->columns, column);
		}
	}
	struct writer_column unit = {
		.name = STR("unit"), .title = str_from(session_say(tally->session, MSG_TITLE_UNIT))};
	array_push(&tally->columns, unit);
}

static bool in_json(const struct session *session)
{
	return format_is_json(rows_format(session));
}

static void make_columns(struct counting *tally, struct arena *arena)
{
	for (size_t i = 0; i < tally->by.titles.n; i++) {
		struct writer_column column = tally->by.titles.v[i];
		column.always = true;
		array_push(&tally->columns, column);
	}
	push_number(tally, "count", MSG_TITLE_COUNT);
	if (in_json(tally->session))
		push_number(tally, "perhaps", MSG_TITLE_PERHAPS);
	if (tally->cells) {
		push_number(tally, "sources", MSG_PAGE_SOURCES);
		struct writer_column cell = {
			.name = STR("cell"), .title = str_from(session_say(tally->session, MSG_TITLE_CELL))};
		array_push(&tally->columns, cell);
	}
	if (tally->summed)
		push_sums(tally, arena);
}

/* -- rows ----------------------------------------------------------------------------------------- */

static struct field_cell count_cell(size_t n, struct arena *arena)
{
	return (struct field_cell){.type = CELL_NUMBER, .text = arena_printf(arena, "%zu", n)};
}

static struct field_cell decimal_cell(struct decimal d, struct arena *arena)
{
	struct strbuf digits = {0};
	decimal_format(d, &digits);
	return (struct field_cell){.type = CELL_NUMBER, .text = arena_take(arena, &digits)};
}

static struct field_cell *sum_cells(
	const struct counting *tally, const struct totals *sums, struct arena *arena, struct field_cell *out)
{
	for (size_t m = 0; m < MODALITY_COUNT; m++) {
		if (!tally->modalities[m])
			continue;
		const struct total *total = &sums->of[m];
		bool known = total->n_rows && !total->overflow;
		const struct field_cell none = {.type = CELL_EMPTY};
		*out++ = known ? decimal_cell(total->low, arena) : none;
		*out++ = known && !total->open_high ? decimal_cell(total->high, arena) : none;
		*out++ = sums->of[m].has_median ? decimal_cell(sums->of[m].median, arena) : none;
	}
	bool any = false;
	for (size_t m = 0; m < MODALITY_COUNT; m++)
		any = any || sums->of[m].n_rows;
	*out++ = (struct field_cell){.type = CELL_TEXT, .text = any ? sums->unit : STR("")};
	return out;
}

/* The BY values of an empty cell: a zone and an indicator that no row has together. */
static void empty_cells(const struct counting *tally, const struct group *group, struct field_cell *out)
{
	size_t subject = field_get(KIND_CLAIM, "subject");
	for (size_t i = 0; i < tally->by.columns.n; i++) {
		const struct listing_column *column = &tally->by.columns.v[i];
		struct ref ref = column->column.field == subject ? group->subject : group->indicator;
		out[i] = listing_ref_cell(tally->groups.index, ref);
		if (column->type == LISTING_REF_NAME)
			out[i] = (struct field_cell){.type = CELL_TEXT, .text = out[i].label};
	}
}

/* Of several values of a row the one that the group is of, in a cell as it is for all of them. */
static struct field_cell item_cell(const struct counting *tally, const struct listing_column *column, const struct group *group,
	size_t by, struct arena *arena)
{
	struct ref record = group_item_record(&tally->groups, group, by);
	struct strbuf code = {0}, label = {0};
	group_item(&tally->groups, group, by, tally->session->chinese, &code, &label);
	struct field_cell cell = {.type = CELL_EMPTY};
	if (code.n)
		cell = (struct field_cell){.type = writer_cell_type(&fields_of[tally->groups.kind].v[column->column.field]),
			.text = arena_str(arena, strbuf_str(&code)), .label = arena_str(arena, strbuf_str(&label))};
	if (!ref_none(record) && in_json(tally->session))
		cell.label = index_name(tally->groups.index, record);
	if (!ref_none(record) && column->type == LISTING_REF_NAME)
		cell = (struct field_cell){.type = CELL_TEXT, .text = index_name(tally->groups.index, record)};
	strbuf_release(&code);
	strbuf_release(&label);
	return cell;
}

static void by_cells(const struct counting *tally, const struct group *group, struct arena *arena, struct field_cell *out)
{
	const struct groups *groups = &tally->groups;
	listing_cells(&tally->by, group->first, ANSWER_YES, arena, out);
	for (size_t i = 0; i < tally->by.columns.n; i++)
		if (groups->items[tally->by_of.v[i]])
			out[i] = item_cell(tally, &tally->by.columns.v[i], group, tally->by_of.v[i], arena);
}

static void group_cells(const struct counting *tally, size_t number, struct arena *arena, struct field_cell *out)
{
	const struct group *group = &tally->groups.groups.v[number];
	if (!ref_none(group->first))
		by_cells(tally, group, arena, out);
	else
		empty_cells(tally, group, out);
	out += tally->by.columns.n;
	*out++ = count_cell(group->rows.n, arena);
	if (in_json(tally->session))
		*out++ = count_cell(group->n_perhaps, arena);
	if (tally->cells) {
		size_t n_sources;
		const struct coverage_info *cell = &coverages[group_coverage(&tally->groups, group, &n_sources)];
		*out++ = count_cell(n_sources, arena);
		*out++ = (struct field_cell){.type = CELL_TEXT,
			.text = str_from(cell->code),
			.label = str_from(session_word(tally->session, cell->zh, cell->code))};
	}
	if (tally->summed)
		sum_cells(tally, &tally->sums[number], arena, out);
}

static bool write_groups(const struct counting *tally, struct err *err)
{
	struct writer *writer = rows_writer(tally->session);
	struct arena arena = {0};
	struct field_cell *cells = xreallocarray(NULL, tally->columns.n, sizeof *cells);
	bool ok = writer_table(writer, STR("counts"), tally->columns.v, tally->columns.n, err);
	for (size_t i = 0; ok && i < tally->groups.groups.n; i++) {
		arena_clear(&arena);
		group_cells(tally, i, &arena, cells);
		ok = writer_row(writer, cells, err);
	}
	ok = writer_finish(writer, err) && ok;
	free(cells);
	arena_release(&arena);
	return ok;
}

/* -- notes for people -------------------------------------------------------------------------------- */

static void note(const struct session *session, enum message id, size_t n)
{
	if (n)
		session_note(session, id, n);
}

static void note_references(const struct counting *tally, const struct query_rows *rows)
{
	size_t n = 0;
	for (size_t i = 0; i < rows->n; i++)
		n += standing_is_reference(tally->session->index, rows->v[i]);
	if (n < rows->n)
		note(tally->session, MSG_SAY_OF_REFERENCE, n);
}

static void note_sums(const struct counting *tally)
{
	size_t n_doubles = 0, n_conflicts = 0, n_other = 0, n_overflow = 0;
	for (size_t g = 0; tally->summed && g < tally->groups.groups.n; g++) {
		n_other += tally->sums[g].n_other_unit;
		for (size_t m = 0; m < MODALITY_COUNT; m++) {
			const struct total *total = &tally->sums[g].of[m];
			n_doubles += total->n_doubles;
			n_conflicts += total->n_conflicts;
			n_overflow += total->overflow;
		}
	}
	note(tally->session, MSG_SAY_DOUBLES, n_doubles);
	note(tally->session, MSG_SAY_CONFLICTS, n_conflicts);
	note(tally->session, MSG_SAY_OTHER_UNIT, n_other);
	note(tally->session, MSG_SAY_TOO_LARGE, n_overflow);
}

/* -- the command -------------------------------------------------------------------------------------- */

/* Each group in the unit of all rows, so that its sums stand beside those of the others. */
static void sum_groups(struct counting *tally, struct refs rows)
{
	size_t n = tally->groups.groups.n;
	struct total_whole *whole = total_whole_new(tally->groups.index, rows, tally->indicator);
	struct refs *parts = xcalloc(n + 1, sizeof *parts);
	tally->sums = xcalloc(n + 1, sizeof *tally->sums);
	tally->sums[0] = total_whole_sum(whole);
	for (size_t g = 0; g < n; g++)
		parts[g] = (struct refs){tally->groups.groups.v[g].rows.v, tally->groups.groups.v[g].rows.n};
	if (tally->groups.n_by)
		total_parts(whole, parts, n, tally->sums);
	for (size_t g = 0; g < n; g++)
		for (size_t m = 0; m < MODALITY_COUNT; m++)
			tally->modalities[m] |= tally->sums[g].of[m].n_rows > 0;
	free(parts);
	total_whole_free(whole);
}

static bool plain(const struct counting *tally)
{
	return !tally->groups.n_by && !tally->summed && rows_format(tally->session) == FORMAT_TABLE;
}

static bool count_rows(
	struct counting *tally, const struct query_rows *rows, const struct query_form *form, bool all, struct err *err)
{
	const struct invocation *invocation = tally->session->invocation;
	struct arena arena = {0};
	if (!option_given(invocation, OPTION_BY))
		take_by(tally, form);
	bool ok = (!option_given(invocation, OPTION_BY) || parse_by(tally, err)) &&
		  (!option_given(invocation, OPTION_SUM) || parse_sum(tally, err));
	if (ok && plain(tally)) {
		struct str number = arena_printf(&arena, "%zu\n", rows->n);
		ok = session_print(number, err);
	} else if (ok) {
		groups_make(&tally->groups, rows);
		tally->cells = groups_are_cells(&tally->groups);
		if (tally->cells)
			groups_add_empty_cells(&tally->groups, all);
		if (tally->summed)
			sum_groups(tally, (struct refs){rows->v, rows->n});
		make_columns(tally, &arena);
		ok = write_groups(tally, err);
	}
	if (ok && !in_json(tally->session))
		note_references(tally, rows);
	if (ok && !in_json(tally->session))
		note(tally->session, MSG_SAY_PERHAPS, rows->n_perhaps);
	if (ok)
		note_sums(tally);
	arena_release(&arena);
	return ok && (rows->n || err_set(err, ERR_NO_MATCH, "%s", ""));
}

bool cmd_count(struct session *session, struct err *err)
{
	struct counting tally = {.session = session};
	enum kind kind;
	if (!session_kind(&session->invocation->words[0], &kind, err) || !session_index(session, err))
		return false;
	struct strbuf text = {0};
	struct query_rows rows = {0};
	struct query_form form = {0};
	tally.groups.index = session->index;
	tally.groups.kind = kind;
	listing_init(&tally.by, session->index, kind, rows_format(session), session->chinese);
	invocation_join(session->invocation, 1, &text);
	bool ok = rows_query(session, kind, strbuf_str(&text), &rows, &form, err) &&
		  count_rows(&tally, &rows, &form, !str_trim(strbuf_str(&text)).n, err);
	groups_release(&tally.groups);
	free(tally.sums);
	listing_release(&tally.by);
	array_release(&tally.columns);
	array_release(&tally.by_of);
	query_rows_release(&rows);
	strbuf_release(&text);
	return ok;
}

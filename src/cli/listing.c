#include "cli/listing.h"

#include "index/read.h"
#include "index/verdict.h"
#include "ledgers_internal.h"
#include "query/promise.h"
#include "text/utf8.h"
#include "view/message.h"

static bool is_flat(enum format format)
{
	return format_is_bare(format) || format == FORMAT_XLSX;
}

void listing_init(struct listing *listing, const struct index *index, enum kind kind, enum format format, bool chinese)
{
	*listing = (struct listing){.index = index, .kind = kind, .format = format, .chinese = chinese};
	arena_init(&listing->arena);
}

void listing_release(struct listing *listing)
{
	array_release(&listing->columns);
	array_release(&listing->titles);
	arena_release(&listing->arena);
}

/* -- columns ---------------------------------------------------------------------------- */

static void push(struct listing *listing, enum listing_type type, struct list_column column, struct writer_column title)
{
	struct listing_column c = {.type = type, .column = column};
	array_push(&listing->columns, c);
	array_push(&listing->titles, title);
}

static void push_kind(struct listing *listing)
{
	push(listing, LISTING_KIND, (struct list_column){.type = COLUMN_FIELD},
		(struct writer_column){.name = STR("kind"), .title = message(MSG_TITLE_KIND, message_language(listing->chinese))});
}

static void push_name(struct listing *listing)
{
	push(listing, LISTING_NAME, (struct list_column){.type = COLUMN_FIELD},
		(struct writer_column){.name = STR("name"), .title = message(MSG_LIST_NAME, message_language(listing->chinese))});
}

static void add_field(struct listing *listing, struct list_column column, bool names)
{
	const struct field *field = &fields_of[listing->kind].v[column.field];
	struct writer_column title = {
		.name = str_from(field->name),
		.title = str_from(listing->chinese ? field->zh : field->en),
		.group = field_group(field),
		.right = writer_cell_type(field) == CELL_NUMBER,
	};
	push(listing, LISTING_FIELD, column, title);
	if (names && is_flat(listing->format) && (field->type == FIELD_REF || field->type == FIELD_REFS)) {
		title.name = arena_printf(&listing->arena, "%s_name", field->name);
		push(listing, LISTING_REF_NAME, column, title);
	}
}

static void add_figure(struct listing *listing, struct list_column column)
{
	struct str code = read_slug(listing->index, column.indicator);
	struct writer_column title = {.name = code,
		.title = column_title(&column, listing->kind, listing->index, listing->chinese),
		.right = true};
	push(listing, LISTING_FIGURE, column, title);
	if (format_for_people(listing->format))
		return;
	title.name = arena_printf(&listing->arena, "%.*s_low", STR_ARG(code));
	push(listing, LISTING_LOW, column, title);
	title.name = arena_printf(&listing->arena, "%.*s_high", STR_ARG(code));
	push(listing, LISTING_HIGH, column, title);
}

void listing_match(struct listing *listing)
{
	push(listing, LISTING_MATCH, (struct list_column){.type = COLUMN_MATCH},
		(struct writer_column){.name = STR("match"), .title = message(MSG_TITLE_MATCH, message_language(listing->chinese))});
}

void listing_add(struct listing *listing, struct list_column column, bool names)
{
	switch (column.type) {
	case COLUMN_FIELD: add_field(listing, column, names); break;
	case COLUMN_FIGURE: add_figure(listing, column); break;
	case COLUMN_MATCH: listing_match(listing); break;
	}
}

void listing_fields(struct listing *listing, bool names)
{
	for (size_t f = 0; f < fields_of[listing->kind].n; f++) {
		add_field(listing, (struct list_column){.type = COLUMN_FIELD, .field = f}, names);
		if (f == 0 && format_is_json(listing->format))
			push_kind(listing);
		if (f == 0 && names && !kind_has_name(listing->kind))
			push_name(listing);
	}
}

void listing_shown(struct listing *listing)
{
	struct list_column columns[COLUMNS_MAX];
	size_t n = columns_default(listing->kind, listing->index, columns);
	listing_add(listing, (struct list_column){.type = COLUMN_FIELD}, false); /* id: what `show` takes */
	if (!kind_has_name(listing->kind))
		push_name(listing);
	for (size_t i = 0; i < n; i++)
		listing_add(listing, columns[i], false);
}

void listing_figures(struct listing *listing)
{
	for (const char *const *code = kind_figures[listing->kind]; *code; code++) {
		struct ref indicator = index_indicator(listing->index, str_from(*code));
		if (!ref_none(indicator))
			add_figure(listing, (struct list_column){.type = COLUMN_FIGURE, .indicator = indicator});
	}
}

/* By any of its names. */
static bool is_repeated(const struct listing *listing, size_t column)
{
	size_t i = 0;
	while (!str_eq(listing->titles.v[i].name, listing->titles.v[column].name))
		i++;
	return i < column;
}

bool listing_parse(struct listing *listing, struct str names, struct err *err)
{
	struct str whole = names, name;
	while (str_split(&names, ',', &name)) {
		struct list_column column;
		size_t before = listing->titles.n, at = utf8_length(str_sub(whole, 0, (size_t)(name.p - whole.p)));
		name = str_trim(name);
		if (str_eq(name, STR("kind"))) {
			push_kind(listing);
		} else if (str_eq(name, STR("name")) && !kind_has_name(listing->kind)) {
			push_name(listing);
		} else {
			if (!column_parse(name, listing->kind, listing->index, &column, err)) {
				err->where[0] = '\0'; /* it knows the name only, not what stands before it */
				return err_place(err, "argument", 1, at + 1);
			}
			listing_add(listing, column, true);
		}
		if (is_repeated(listing, before))
			return err_at(err, ERR_USAGE, "argument", 1, at + 1, "found \"%.*s\" again, expected each column once", STR_ARG(name));
	}
	return true;
}

static void push_ledger(
	struct listing *listing, enum listing_type type, const struct ledger_figure *figure, int part, const char *suffix)
{
	struct writer_column title = {.name = arena_printf(&listing->arena, "%.*s%s", STR_ARG(figure->name), suffix), .right = type == LISTING_LEDGER_BASE};
	push(listing, type, (struct list_column){.type = COLUMN_FIELD}, title);
	listing->columns.v[listing->columns.n - 1].figure = figure;
	listing->columns.v[listing->columns.n - 1].part = part;
}

void listing_ledgers(struct listing *listing, const struct ledgers *ledgers, const struct ref *refs, size_t n)
{
	struct ledger_figures found = {0};
	listing->ledgers = ledgers;
	ledgers_figures(ledgers, refs, n, &found);
	struct ledger_figure *figures = arena_calloc(&listing->arena, found.v.n, sizeof *figures);
	for (size_t i = 0; i < found.v.n; i++) {
		figures[i] = found.v.v[i];
		for (int part = 0; part < (format_is_json(listing->format) ? 1 : FIGURE_PARTS); part++)
			if (figures[i].parts >> part & 1)
				push_ledger(listing, LISTING_LEDGER, &figures[i], part, figure_suffixes[part]);
		if (listing->format == FORMAT_XLSX && figures[i].kind == KIND_CLAIM) {
			push_ledger(listing, LISTING_LEDGER_BASE, &figures[i], 0, "_value_base");
			push_ledger(listing, LISTING_LEDGER_UNIT, &figures[i], 0, "_base_unit");
		}
	}
	array_release(&found.v);
}

/* -- cells ------------------------------------------------------------------------------- */

static struct field_cell number_cell(struct str digits)
{
	return (struct field_cell){.type = digits.n ? CELL_NUMBER : CELL_EMPTY, .text = digits};
}

struct field_cell listing_ref_cell(const struct index *index, struct ref ref)
{
	if (ref_none(ref))
		return (struct field_cell){.type = CELL_EMPTY};
	return (struct field_cell){.type = CELL_REF, .text = index_id(index, ref), .label = index_name(index, ref)};
}

/* Ids or names of several records, joined by ';'. A name with a ';' in it is no way to count them: the ids are. */
static struct str join_refs(const struct index *index, struct refs refs, bool names, struct arena *arena)
{
	struct strbuf joined = {0};
	for (size_t i = 0; i < refs.n; i++) {
		if (i)
			strbuf_add_byte(&joined, ';');
		if (names)
			strbuf_add(&joined, index_name(index, refs.v[i]));
		else
			index_add_id(index, refs.v[i], &joined);
	}
	return arena_take(arena, &joined);
}

static struct str formatted(
	const struct index *index, struct ref ref, const struct list_column *column, bool chinese, struct arena *arena)
{
	struct strbuf text = {0};
	column_format(column, ref, index, chinese, &text);
	return arena_take(arena, &text);
}

static struct ref field_ref(const struct listing *listing, struct ref ref, size_t number)
{
	return listing->as_entered ? index_ref(listing->index, ref, number) : promise_ref(listing->index, ref, number);
}

/* One of very many: the index would keep each that it makes. */
static struct str text_of(const struct index *index, struct ref ref, size_t number, struct arena *arena)
{
	struct strbuf made = {0};
	struct str text = index_read_text(index, ref, number, &made);
	if (made.n)
		text = arena_str(arena, text);
	strbuf_release(&made);
	return text;
}

/* People read short names in a table, the whole name is for files. */
static struct field_cell ref_cell(const struct listing *listing, struct ref ref, struct arena *arena)
{
	if (ref_none(ref))
		return (struct field_cell){.type = CELL_EMPTY};
	struct field_cell cell = {.type = CELL_REF, .text = text_of(listing->index, ref, 0, arena)};
	if (!format_is_bare(listing->format))
		cell.label = format_is_json(listing->format) ? index_name(listing->index, ref) : index_short_name(listing->index, ref);
	return cell;
}

static struct field_cell field_cell(const struct listing *listing, struct ref ref, size_t number, struct arena *arena)
{
	const struct index *index = listing->index;
	const bool chinese = listing->chinese;
	const struct field *field = &fields_of[ref_kind(ref)].v[number];
	struct list_column column = {.type = COLUMN_FIELD, .field = number};
	struct field_cell cell = {.type = writer_cell_type(field)};
	int64_t value;
	if (number == 0)
		return field_cell_text(text_of(index, ref, 0, arena));
	switch (field->type) {
	case FIELD_REF:
		cell = ref_cell(listing, field_ref(listing, ref, number), arena);
		if (cell.type == CELL_REF && ref_kind(ref) == KIND_TARGET && !format_is_bare(listing->format) && !format_is_json(listing->format))
			cell.label = formatted(index, ref, &column, chinese, arena); /* a promise: whose, and how much */
		return cell;
	case FIELD_REFS:
		cell.text = join_refs(index, index_refs(index, ref, number), false, arena);
		if (!format_is_bare(listing->format))
			cell.label = join_refs(index, index_refs(index, ref, number), true, arena);
		break;
	case FIELD_ENUM:
		value = listing->as_entered ? index_number(index, ref, number) : promise_number(index, ref, number);
		if (value != NUMBER_NONE) {
			const struct enum_code *code = &enums[field->enumeration].v[value];
			cell.text = str_from(code->code);
			cell.label = str_from(chinese ? code->zh : code->en);
		}
		break;
	case FIELD_ENUMS:
		cell.text = index_text(index, ref, number);
		if (!format_is_bare(listing->format))
			cell.label = formatted(index, ref, &column, chinese, arena);
		break;
	case FIELD_INTEGER:
		value = index_number(index, ref, number);
		if (value != NUMBER_NONE)
			cell.text = arena_printf(arena, "%lld", (long long)value);
		break;
	case FIELD_BOOL:
		if (index_number(index, ref, number) == 1)
			cell = (struct field_cell){.type = cell.type, .text = STR("true"), .label = formatted(index, ref, &column, chinese, arena)};
		break;
	case FIELD_TEXT:
	case FIELD_LIST:
	case FIELD_PERIOD:
	case FIELD_DECIMAL:
	case FIELD_LOCATORS: cell.text = text_of(index, ref, number, arena); break;
	}
	if (!cell.text.n && cell.type != CELL_BOOL)
		cell = (struct field_cell){.type = CELL_EMPTY};
	return cell;
}

/* As printed, several joined by ';', equal ones once. */
static struct str printed(const struct index *index, struct refs claims, struct arena *arena)
{
	struct strbuf text = {0}, one = {0};
	for (size_t i = 0; i < claims.n; i++) {
		struct str rest = strbuf_str(&text), earlier;
		bool known = false;
		strbuf_clear(&one);
		index_printed(index, claims.v[i], &one);
		while (rest.n && !known && str_split(&rest, ';', &earlier))
			known = str_eq(earlier, strbuf_str(&one));
		if (!known)
			strbuf_printf(&text, "%s%.*s", text.n ? ";" : "", STR_ARG(strbuf_str(&one)));
	}
	struct str copy = arena_take(arena, &text);
	strbuf_release(&one);
	return copy;
}

static struct field_cell figure_cell(
	const struct listing *listing, struct ref ref, const struct list_column *column, struct arena *arena)
{
	const struct index *index = listing->index;
	struct ref storage;
	struct refs claims = column_claims(column, ref, index, &storage);
	if (!claims.n)
		return (struct field_cell){.type = CELL_EMPTY};
	struct field_cell cell;
	if (format_is_json(listing->format))
		cell = listing_records(index, KIND_CLAIM, claims, arena);
	else
		cell = (struct field_cell){.type = CELL_TEXT};
	cell.text = printed(index, claims, arena);
	if (format_is_bare(listing->format))
		return cell;
	cell.label = formatted(index, ref, column, listing->chinese, arena);
	if (verdict_contradicts(verdict_among(index, claims)))
		cell.label = arena_printf(arena, "%.*s !", STR_ARG(cell.label));
	return cell;
}

static struct field_cell bound_cell(
	const struct listing *listing, struct ref ref, const struct listing_column *column, struct arena *arena)
{
	struct index_bounds bounds = column_bounds(&column->column, ref, listing->index);
	bool high = column->type == LISTING_HIGH;
	if (!(high ? bounds.has_high : bounds.has_low))
		return (struct field_cell){.type = CELL_EMPTY};
	struct strbuf digits = {0};
	decimal_format(high ? bounds.high : bounds.low, &digits);
	return number_cell(arena_take(arena, &digits));
}

static struct field_cell ref_name_cell(const struct listing *listing, struct ref ref, size_t number, struct arena *arena)
{
	const struct index *index = listing->index;
	if (fields_of[ref_kind(ref)].v[number].type == FIELD_REFS)
		return field_cell_text(join_refs(index, index_refs(index, ref, number), true, arena));
	struct ref target = field_ref(listing, ref, number);
	return field_cell_text(ref_none(target) ? STR("") : index_name(index, target));
}

static struct field_cell match_cell(enum answer answer, bool chinese)
{
	bool yes = answer == ANSWER_YES;
	return (struct field_cell){
		.type = CELL_TEXT,
		.text = yes ? STR("yes") : STR("perhaps"),
		.label = !chinese ? STR("")
			 : yes    ? STR("是")
				  : STR("可能"),
	};
}

static struct refs records_of(struct ledger_row figures, struct arena *arena)
{
	struct ref *refs = arena_alloc(arena, figures.n * sizeof *refs);
	for (size_t i = 0; i < figures.n; i++)
		refs[i] = figures.v[i].record;
	return (struct refs){refs, figures.n};
}

static struct field_cell ledger_cell(
	const struct listing *listing, struct ledger_row row, const struct listing_column *column, struct arena *arena)
{
	struct ledger_row figures = ledgers_of(listing->ledgers, row, column->figure, arena);
	if (!figures.n)
		return (struct field_cell){.type = CELL_EMPTY};
	if (format_is_json(listing->format))
		return listing_records(listing->index, column->figure->kind, records_of(figures, arena), arena);
	struct strbuf text = {0};
	if (column->type == LISTING_LEDGER)
		ledgers_part(listing->ledgers, figures, (enum figure_part)column->part, &text);
	else
		ledgers_field(listing->ledgers, figures,
			field_get(KIND_CLAIM, column->type == LISTING_LEDGER_BASE ? "value_base" : "base_unit"), &text);
	struct field_cell cell = field_cell_text(arena_take(arena, &text));
	if (column->type == LISTING_LEDGER_BASE && figures.n == 1 && cell.text.n)
		cell.type = CELL_NUMBER;
	return cell;
}

void listing_cells(
	const struct listing *listing, struct ref ref, enum answer answer, struct arena *arena, struct field_cell *cells)
{
	const struct index *index = listing->index;
	struct ledger_row row = {NULL, 0};
	if (listing->ledgers)
		row = ledgers_row(listing->ledgers, ref, arena);
	for (size_t i = 0; i < listing->columns.n; i++) {
		const struct listing_column *column = &listing->columns.v[i];
		switch (column->type) {
		case LISTING_FIELD: cells[i] = field_cell(listing, ref, column->column.field, arena); break;
		case LISTING_KIND: cells[i] = field_cell_text(str_from(kinds[ref_kind(ref)].singular)); break;
		case LISTING_NAME: cells[i] = field_cell_text(index_name(index, ref)); break;
		case LISTING_REF_NAME: cells[i] = ref_name_cell(listing, ref, column->column.field, arena); break;
		case LISTING_FIGURE: cells[i] = figure_cell(listing, ref, &column->column, arena); break;
		case LISTING_LOW:
		case LISTING_HIGH: cells[i] = bound_cell(listing, ref, column, arena); break;
		case LISTING_LEDGER:
		case LISTING_LEDGER_BASE:
		case LISTING_LEDGER_UNIT: cells[i] = ledger_cell(listing, row, column, arena); break;
		case LISTING_MATCH: cells[i] = match_cell(answer, listing->chinese); break;
		}
	}
}

struct field_cell listing_records(const struct index *index, enum kind kind, struct refs records, struct arena *arena)
{
	struct listing whole;
	listing_init(&whole, index, kind, FORMAT_JSON, false);
	listing_fields(&whole, true);
	size_t n = whole.titles.n;
	struct writer_column *columns = arena_alloc(arena, n * sizeof *columns);
	struct field_cell *cells = arena_alloc(arena, n * records.n * sizeof *cells);
	memcpy(columns, whole.titles.v, n * sizeof *columns);
	for (size_t i = 0; i < records.n; i++)
		listing_cells(&whole, records.v[i], ANSWER_YES, arena, cells + i * n);
	listing_release(&whole);
	return (struct field_cell){
		.type = CELL_RECORDS, .columns = columns, .cells = cells, .n_columns = n, .n_records = records.n};
}

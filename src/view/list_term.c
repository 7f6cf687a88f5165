/* A value of a row as a filter term, for `,` and `;`. */
#include "query/promise.h"
#include "text/utf8.h"
#include "list_internal.h"

/* Characters that stand for themselves in a value; the query reads full-width signs like ASCII ones. */
static bool is_plain(uint32_t c)
{
	if (c < 0x80)
		return c == '-' || c == '_' || c == '.' || c == ':' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
			|| (c >= 'A' && c <= 'Z');
	return c >= 0x2E80 && c != 0x3000 && !(c >= 0xFF01 && c <= 0xFF5E);
}

/* The part of *rest before the next quote, since nothing inside quotes can say one; false at the end. */
static bool next_piece(struct str *rest, struct str *piece)
{
	size_t at = 0;
	if (!rest->n)
		return false;
	while (at < rest->n) {
		size_t before = at;
		if (query_is_quote(utf8_next(*rest, &at))) {
			*piece = str_trim(str_sub(*rest, 0, before));
			*rest = str_sub(*rest, at, rest->n);
			return true;
		}
	}
	*piece = str_trim(*rest);
	*rest = STR("");
	return true;
}

static void add_piece(struct str name, struct str piece, struct strbuf *out)
{
	bool plain = piece.p[0] != ':' && piece.p[0] != '.';
	for (size_t at = 0; at < piece.n && plain;)
		plain = is_plain(utf8_next(piece, &at));
	strbuf_printf(out, plain ? "%.*s:%.*s" : "%.*s:\"%.*s\"", STR_ARG(name), STR_ARG(piece));
}

/* "name:value" for a text; several terms in parentheses where it holds quotes. Nothing where it holds nothing else. */
static void add_term(struct str name, struct str value, struct strbuf *out)
{
	struct str rest = value, piece;
	size_t n = 0, start = out->n;
	while (next_piece(&rest, &piece)) {
		if (!piece.n)
			continue;
		strbuf_add_c(out, n++ ? " " : "");
		add_piece(name, piece, out);
	}
	if (n > 1) {
		struct strbuf terms = {0};
		strbuf_add(&terms, str_sub(strbuf_str(out), start, out->n));
		strbuf_truncate(out, start);
		strbuf_printf(out, "(%.*s)", STR_ARG(strbuf_str(&terms)));
		strbuf_release(&terms);
	}
}

static size_t count_matches(const struct list *list, struct str text)
{
	struct err err = ERR_INIT;
	struct query_rows rows = {0};
	struct query *query = query_parse(text, list->kind, list->index, &err);
	if (!query)
		return SIZE_MAX;
	query_run(query, &rows);
	size_t n = rows.n;
	query_rows_release(&rows);
	query_free(query);
	return n;
}

/* By name where the name means this one and no other; else by id. */
static void reference_term(const struct list *list, const char *name, struct ref target, struct strbuf *out)
{
	struct strbuf by_id = {0}, by_name = {0};
	strbuf_printf(&by_id, "%s:%.*s", name, STR_ARG(index_id(list->index, target)));
	add_term(str_from(name), index_short_name(list->index, target), &by_name);
	bool same = count_matches(list, strbuf_str(&by_name)) == count_matches(list, strbuf_str(&by_id));
	strbuf_add(out, strbuf_str(same ? &by_name : &by_id));
	strbuf_release(&by_id);
	strbuf_release(&by_name);
}

/* One term for each item: all of them together are the value. */
static void items_term(const char *name, struct str items, enum enumeration enumeration, bool chinese, struct strbuf *out)
{
	struct str rest = items, item;
	bool several = str_find_byte(items, ';', 0) >= 0, first = true;
	if (several)
		strbuf_add_byte(out, '(');
	while (str_split(&rest, ';', &item)) {
		int code = enumeration == ENUM_NONE ? -1 : enum_parse(enumeration, item);
		const struct enum_code *v = code < 0 ? NULL : &enums[enumeration].v[code];
		strbuf_add_c(out, first ? "" : " ");
		add_term(str_from(name), v ? str_from(chinese ? v->zh : v->code) : item, out);
		first = false;
	}
	if (several)
		strbuf_add_byte(out, ')');
}

static void figure_term(const struct list *list, struct str name, struct ref claim, struct strbuf *out)
{
	struct figure figure = index_figure(list->index, claim);
	strbuf_printf(out, "%.*s", STR_ARG(name));
	if (figure.has_base) {
		strbuf_add_byte(out, '=');
		amount_format(figure.base, figure.base_unit, out);
		return;
	}
	strbuf_add_byte(out, ':');
	if (figure.has_low)
		amount_format(figure.low, figure.base_unit, out);
	strbuf_add_c(out, "..");
	if (figure.has_high)
		amount_format(figure.high, figure.base_unit, out);
}

static void field_term(const struct list *list, bool chinese, const struct field *field, size_t number, struct ref ref,
	struct strbuf *out)
{
	switch (field->type) {
	case FIELD_REF: {
		struct ref target = index_ref(list->index, ref, number);
		if (!ref_none(target))
			reference_term(list, field->name, target, out);
		break;
	}
	case FIELD_REFS: {
		struct refs targets = index_refs(list->index, ref, number);
		for (size_t i = 0; i < targets.n; i++) {
			strbuf_add_c(out, i ? " " : targets.n > 1 ? "(" : "");
			reference_term(list, field->name, targets.v[i], out);
		}
		strbuf_add_c(out, targets.n > 1 ? ")" : "");
		break;
	}
	case FIELD_ENUM: {
		int64_t code = promise_number(list->index, ref, number);
		if (code == NUMBER_NONE)
			break;
		const struct enum_code *v = &enums[field->enumeration].v[code];
		add_term(str_from(field->name), str_from(chinese ? v->zh : v->code), out);
		break;
	}
	case FIELD_INTEGER:
	case FIELD_BOOL: {
		int64_t value = index_number(list->index, ref, number);
		if (field->type == FIELD_BOOL && value == 1)
			strbuf_printf(out, "%s:true", field->name);
		else if (field->type == FIELD_INTEGER && value != NUMBER_NONE)
			strbuf_printf(out, "%s=%lld", field->name, (long long)value);
		break;
	}
	case FIELD_ENUMS:
	case FIELD_LIST: {
		struct str items = index_text(list->index, ref, number);
		if (items.n)
			items_term(field->name, items, field->type == FIELD_ENUMS ? field->enumeration : ENUM_NONE, chinese,
				out);
		break;
	}
	case FIELD_TEXT:
	case FIELD_PERIOD:
	case FIELD_DECIMAL:
	case FIELD_LOCATORS: {
		struct str text = index_text(list->index, ref, number);
		add_term(str_from(field->name), text, out);
		break;
	}
	}
}

bool list_term(const struct list *list, const struct app *app, size_t field, struct ref ref, struct strbuf *out)
{
	const struct list_field *f = &list->fields[field];
	size_t before = out->n;
	if (f->facts)
		return false;
	if (f->column.type == COLUMN_FIGURE) {
		struct refs claims = index_figures(list->index, ref, f->column.indicator);
		if (claims.n)
			figure_term(list, f->name, claims.v[0], out);
	} else {
		field_term(list, app_chinese(app), &fields_of[list->kind].v[f->column.field], f->column.field, ref, out);
	}
	if (out->n == before)
		strbuf_printf(out, "missing:%.*s", STR_ARG(f->name));
	return true;
}

/* A value of a row as a filter term, for `,` and `;`. */
#include "list_internal.h"

/* A value as the query language takes it: quoted where a sign or a blank would end it. */
static void add_value(struct strbuf *out, struct str value)
{
	bool plain = value.n > 0;
	for (size_t i = 0; i < value.n && plain; i++) {
		unsigned char c = (unsigned char)value.p[i];
		plain = c >= 0x80 || c == '-' || c == '_' || c == '.' || c == ':' || (c >= '0' && c <= '9') || (c >= 'a' &&
			c <= 'z') || (c >= 'A' && c <= 'Z');
	}
	/* Full-width punctuation is read like ASCII there. */
	for (const char *const *p = (const char *const[]){"（", "）", "：", "；", "，", "　", "“", "”", "＞", "＜", "＝", "｜",
		NULL}; plain && *p; p++)
		plain = str_find(value, str_from(*p), 0) < 0;
	if (plain) {
		strbuf_add(out, value);
		return;
	}
	strbuf_add_byte(out, '"');
	for (size_t i = 0; i < value.n; i++)
		strbuf_add_byte(out, value.p[i] == '"' ? ' ' : value.p[i]);
	strbuf_add_byte(out, '"');
}

static size_t count_matches(const struct list *list, struct str text)
{
	struct err err = ERR_INIT;
	struct query_rows rows = {0};
	struct query *query = query_parse(text, list->kind, list->index, &err);
	if (!query)
		return SIZE_MAX;
	query_run(query, &rows, NULL);
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
	strbuf_printf(&by_name, "%s:", name);
	add_value(&by_name, index_short_name(list->index, target));
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
		strbuf_printf(out, "%s%s:", first ? "" : " ", name);
		add_value(out,
			code < 0
			? item : str_from(chinese ? enums[enumeration].v[code].zh : enums[enumeration].v[code].code));
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
		int64_t code = index_number(list->index, ref, number);
		if (code == NUMBER_NONE)
			break;
		const struct enum_code *v = &enums[field->enumeration].v[code];
		strbuf_printf(out, "%s:", field->name);
		add_value(out, str_from(chinese ? v->zh : v->code));
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
		if (text.n) {
			strbuf_printf(out, "%s:", field->name);
			add_value(out, text);
		}
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

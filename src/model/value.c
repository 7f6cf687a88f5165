#include "model/value.h"

#include "text/amount.h"
#include "text/period.h"
#include "text/utf8.h"

#include <inttypes.h>

static bool unexpected(struct err *err, struct str found, const char *expected)
{
	enum { QUOTED_MAX = 120 };
	return err_set(err, ERR_DATA, "found \"%.*s\", expected %s", STR_ARG(utf8_start(found, QUOTED_MAX)), expected);
}

static bool check_id(struct str cell, struct strbuf *out, struct err *err)
{
	if (!id_valid(cell))
		return unexpected(err, cell, "an id such as zone:xingxian (kind, colon, then a-z 0-9 . -)");
	strbuf_add(out, cell);
	return true;
}

static bool refuse_kind(const struct field *field, struct str cell, struct err *err)
{
	struct strbuf names = {0};
	for (int k = 0; k < KIND_COUNT; k++)
		if (field->kinds >> k & 1) {
			strbuf_add_c(&names, names.n ? " or " : "the id of a ");
			strbuf_add_c(&names, kinds[k].singular);
		}
	unexpected(err, cell, names.p ? names.p : "nothing");
	strbuf_release(&names);
	return false;
}

static bool check_ref(const struct field *field, struct str cell, struct strbuf *out, struct err *err)
{
	enum kind kind;
	if (!check_id(cell, out, err))
		return false;
	kind_of_id(cell, &kind);
	return (field->kinds >> kind & 1) || refuse_kind(field, cell, err);
}

static bool check_enum(const struct field *field, struct str cell, struct strbuf *out, struct err *err)
{
	int code = enum_parse(field->enumeration, cell);
	if (code >= 0) {
		strbuf_add_c(out, enums[field->enumeration].v[code].code);
		return true;
	}
	struct strbuf codes = {0};
	strbuf_add_c(&codes, "one of");
	for (size_t i = 0; i < enums[field->enumeration].n; i++)
		strbuf_printf(&codes, " %s", enums[field->enumeration].v[i].code);
	unexpected(err, cell, codes.p);
	strbuf_release(&codes);
	return false;
}

static bool check_integer(struct str cell, struct strbuf *out, struct err *err)
{
	bool negative = cell.n && cell.p[0] == '-', fits = cell.n > negative;
	uint64_t magnitude = 0, limit = (uint64_t)INT64_MAX;
	for (size_t i = negative; i < cell.n && fits; i++) {
		unsigned digit = (unsigned)(unsigned char)cell.p[i] - '0';
		fits = digit <= 9 && magnitude <= (limit - digit) / 10;
		magnitude = magnitude * 10 + digit;
	}
	if (!fits)
		return unexpected(err, cell, "a whole number");
	strbuf_printf(out, "%s%" PRIu64, negative && magnitude ? "-" : "", magnitude);
	return true;
}

static bool check_decimal(struct str cell, struct strbuf *out, struct err *err)
{
	struct decimal d;
	if (!decimal_parse(cell, &d))
		return unexpected(err, cell, "a decimal such as 46154000000 or -0.5 (18 digits at most)");
	decimal_format(d, out);
	return true;
}

bool quantity_read(struct str text, struct decimal *out, struct str *unit)
{
	struct err ignored = ERR_INIT;
	struct decimal number;
	struct str base = STR("");
	bool digit = text.n && ((text.p[0] >= '0' && text.p[0] <= '9') || text.p[0] == '-');
	if (!digit || (!decimal_parse(text, &number) && (!amount_parse(text, &number, &base, &ignored) || !base.n)))
		return false;
	*out = number;
	*unit = base;
	return true;
}

static bool check_quantity(struct str cell, struct strbuf *out, struct err *err)
{
	struct decimal number;
	struct str unit;
	if (!quantity_read(cell, &number, &unit))
		return unexpected(err, cell, "a decimal, or one with its unit such as 430立方米");
	if (unit.n)
		strbuf_add(out, str_trim(cell));
	else
		decimal_format(number, out);
	return true;
}

static bool check_bool(struct str cell, struct strbuf *out, struct err *err)
{
	if (str_eq_c(cell, "true") || str_eq_c(cell, "1") || str_eq_c(cell, "是"))
		strbuf_add_c(out, "true");
	else if (!str_eq_c(cell, "false") && !str_eq_c(cell, "0") && !str_eq_c(cell, "否"))
		return unexpected(err, cell, "true or false");
	return true;
}

/* Digits only, and a number: at most 9 digits are more than any article has. */
static bool take_number(struct str text, uint32_t *out)
{
	if (!text.n || text.n > 9)
		return false;
	*out = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		*out = *out * 10 + (uint32_t)(text.p[i] - '0');
	}
	return true;
}

bool locator_column(struct str name)
{
	bool other = false, dash = false;
	for (size_t i = 0; i < name.n; i++) {
		dash = dash || name.p[i] == '-';
		other = other || (name.p[i] != '-' && (name.p[i] < '0' || name.p[i] > '9'));
	}
	/* 2023 is a column's name, 70-67 and 67- are broken ranges. */
	return name.n && (other || !dash) && str_find_byte(name, ';', 0) < 0;
}

bool locator_parse(struct str text, struct locator *out)
{
	struct locator l = {0};
	struct str rest = text, line;
	if (!str_split(&rest, ':', &l.article) || !str_split(&rest, ':', &line) || !rest.n
		|| !take_number(line, &l.line) || !l.line)
		return false;
	for (size_t i = 0; i < l.article.n; i++) {
		char c = l.article.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (i && (c == '-' || c == '.'))))
			return false;
	}
	ptrdiff_t dash = str_find_byte(rest, '-', 0);
	l.in_text = dash > 0 && take_number(str_sub(rest, 0, (size_t)dash), &l.start)
		&& take_number(str_sub(rest, (size_t)dash + 1, rest.n), &l.end);
	if (!l.article.n || (l.in_text ? l.start >= l.end : !locator_column(rest)))
		return false;
	if (!l.in_text)
		l.column = rest;
	*out = l;
	return true;
}

static bool check_locator(struct str cell, struct strbuf *out, struct err *err)
{
	struct locator l;
	if (!locator_parse(cell, &l))
		return unexpected(err, cell, "ARTICLE:PARAGRAPH:START-END or ARTICLE:LINE:COLUMN");
	strbuf_add(out, cell);
	return true;
}

static bool check_one(const struct field *field, struct str cell, struct strbuf *out, struct err *err)
{
	struct period period;
	switch (field->type) {
	case FIELD_TEXT:
		if (str_eq_c(str_from(field->name), "id"))
			return check_id(cell, out, err);
		strbuf_add(out, cell);
		return true;
	case FIELD_LIST:
		strbuf_add(out, cell);
		return true;
	case FIELD_REF:
	case FIELD_REFS:
		return check_ref(field, cell, out, err);
	case FIELD_ENUM:
	case FIELD_ENUMS:
		return check_enum(field, cell, out, err);
	case FIELD_PERIOD:
		if (!period_parse(cell, &period))
			return unexpected(
				err, cell, "a period such as 2025, 2025-Q3, 2025-06, 2025-01/2025-09 or ../2025-12-04");
		strbuf_add(out, cell);
		return true;
	case FIELD_INTEGER:
		return check_integer(cell, out, err);
	case FIELD_DECIMAL:
		return field->flags & FIELD_QUANTITY ? check_quantity(cell, out, err) : check_decimal(cell, out, err);
	case FIELD_BOOL:
		return check_bool(cell, out, err);
	case FIELD_LOCATORS:
		return check_locator(cell, out, err);
	}
	return false;
}

static bool has_many(enum field_type type)
{
	return type == FIELD_LIST || type == FIELD_REFS || type == FIELD_ENUMS || type == FIELD_LOCATORS;
}

static bool check_many(const struct field *field, struct str cell, struct strbuf *out, struct err *err)
{
	size_t start = out->n;
	struct str rest = cell, item;
	while (str_split(&rest, ';', &item)) {
		if (!item.n)
			continue;
		if (out->n > start)
			strbuf_add_byte(out, ';');
		if (!check_one(field, item, out, err))
			return false;
	}
	return true;
}

bool field_check(const struct field *field, struct str cell, struct strbuf *out, struct err *err)
{
	size_t start = out->n;
	bool ok = cell.n <= FIELD_BYTES_MAX;
	if (!ok)
		err_set(err, ERR_DATA, "found %zu bytes, expected at most %d", cell.n, FIELD_BYTES_MAX);
	else if (cell.n)
		ok = has_many(field->type) ? check_many(field, cell, out, err) : check_one(field, cell, out, err);
	if (ok && out->n == start && field->flags & FIELD_REQUIRED)
		ok = err_set(err, ERR_DATA, "found nothing, expected a value for %s", field->name);
	if (!ok && out->n > start)
		strbuf_truncate(out, start);
	return ok;
}

struct str column_text(const struct column *column, size_t row)
{
	size_t start = row ? column->ends[row - 1] : 0;
	return (struct str){column->bytes ? column->bytes + start : "", column->ends[row] - start};
}

enum column_shape column_shape(enum field_type type)
{
	switch (type) {
	case FIELD_REF:
	case FIELD_ENUM:
	case FIELD_INTEGER:
	case FIELD_BOOL:
		return COLUMN_NUMBERS;
	case FIELD_REFS:
		return COLUMN_SPANS;
	default:
		return COLUMN_TEXTS;
	}
}

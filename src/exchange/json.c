#include "exchange/json.h"

#include "exchange/figures.h"
#include "text/utf8.h"
#include "text/width.h"

#include <string.h>

struct json_reading {
	struct str text;
	size_t at;
	size_t placed, line, column; /* an offset that was asked for, and where it is */
	const char *where;
	struct reading reading;
	struct row_sink sink;
	struct err *err;
	struct arena arena; /* one record */
	struct figures figures; /* of the record */
	ARRAY(size_t) figures_at; /* where each begins */
	bool in_figure;
};

/* Find line and column of an offset. They are asked for in rising order, so that the text is walked once. */
static void find_place(struct json_reading *j, size_t offset)
{
	if (offset < j->placed) {
		j->placed = 0;
		j->line = j->column = 1;
	}
	for (; j->placed < offset; j->placed++) {
		if (j->text.p[j->placed] == '\n') {
			j->line++;
			j->column = 1;
		} else {
			j->column += ((unsigned char)j->text.p[j->placed] & 0xC0) != 0x80;
		}
	}
}

static bool refuse(struct json_reading *j, size_t offset, const char *format, ...) __attribute__((format(printf, 3, 4)));

static bool refuse(struct json_reading *j, size_t offset, const char *format, ...)
{
	va_list args;
	find_place(j, offset);
	va_start(args, format);
	err_vat(j->err, ERR_DATA, j->where, j->line, j->column, format, args);
	va_end(args);
	return false;
}

static char peek(struct json_reading *j)
{
	while (j->at < j->text.n
		&& (j->text.p[j->at] == ' ' || j->text.p[j->at] == '\t' || j->text.p[j->at] == '\n'
			|| j->text.p[j->at] == '\r'))
		j->at++;
	return j->at < j->text.n ? j->text.p[j->at] : '\0';
}

static bool unexpected(struct json_reading *j, const char *expected)
{
	if (!peek(j))
		return refuse(j, j->at, "found the end of the text, expected %s", expected);
	size_t end = j->at;
	uint32_t c = utf8_next(j->text, &end);
	/* One that nobody sees is told by its number. */
	if (width_char(c, AMBI_NARROW) <= 0)
		return refuse(j, j->at, "found the character U+%04X, expected %s", (unsigned)c, expected);
	return refuse(j, j->at, "found \"%.*s\", expected %s", (int)(end - j->at), j->text.p + j->at, expected);
}

static bool accept(struct json_reading *j, char c)
{
	if (peek(j) != c)
		return false;
	j->at++;
	return true;
}

static bool hex4(struct json_reading *j, uint32_t *out)
{
	*out = 0;
	for (size_t i = 0; i < 4; i++) {
		char c = j->at + i < j->text.n ? j->text.p[j->at + i] : '\0';
		uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
			: c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10) : 16;
		if (digit > 15)
			return refuse(j, j->at + i, "found no hexadecimal digit, expected four behind \\u");
		*out = *out * 16 + digit;
	}
	j->at += 4;
	return true;
}

static bool take_unicode_escape(struct json_reading *j, struct strbuf *out)
{
	size_t start = j->at;
	uint32_t c, low;
	char bytes[4];
	if (!hex4(j, &c))
		return false;
	if (c >= 0xD800 && c < 0xDC00 && j->at + 1 < j->text.n && j->text.p[j->at] == '\\' && j->text.p[j->at + 1] == 'u') {
		j->at += 2;
		if (!hex4(j, &low))
			return false;
		if (low < 0xDC00 || low > 0xDFFF)
			return refuse(j, start, "found half of a surrogate pair, expected both");
		c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
	}
	if (!c || (c >= 0xD800 && c <= 0xDFFF))
		return refuse(j, start,
			c ? "found half of a surrogate pair, expected both" : "found a NUL character, expected text");
	strbuf_add(out, (struct str){bytes, utf8_put(c, bytes)});
	return true;
}

static bool take_escape(struct json_reading *j, struct strbuf *out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	char c = j->at < j->text.n ? j->text.p[j->at] : '\0';
	j->at++;
	if (c == 'u')
		return take_unicode_escape(j, out);
	const char *hit = c ? strchr(from, c) : NULL;
	if (!hit)
		return refuse(j, j->at - 1, "found an unknown escape, expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u");
	strbuf_add_byte(out, to[hit - from]);
	return true;
}

/* The opening quote is next. Appends the text. */
static bool take_string(struct json_reading *j, struct strbuf *out)
{
	size_t start = j->at++;
	for (;;) {
		size_t from = j->at;
		while (j->at < j->text.n && j->text.p[j->at] != '"' && j->text.p[j->at] != '\\'
			&& (unsigned char)j->text.p[j->at] >= 0x20)
			j->at++;
		if (j->at - from > FIELD_BYTES_MAX)
			return refuse(j, start, "found %zu bytes, expected at most %d", j->at - from, FIELD_BYTES_MAX);
		strbuf_add(out, str_sub(j->text, from, j->at - from));
		char c = j->at < j->text.n ? j->text.p[j->at] : '\0';
		if (c == '"') {
			j->at++;
			return true;
		}
		if (c != '\\')
			return c ? refuse(j, j->at, "found a control character in a string, expected an escape")
				 : refuse(j, start, "found a string without an end, expected a quote");
		j->at++;
		if (!take_escape(j, out))
			return false;
	}
}

static size_t digits_at(const struct json_reading *j, size_t at)
{
	size_t n = 0;
	while (at + n < j->text.n && j->text.p[at + n] >= '0' && j->text.p[at + n] <= '9')
		n++;
	return n;
}

/* The number as it stands. An exponent passes here; the field's own check decides about it. */
static bool take_number(struct json_reading *j, struct strbuf *out)
{
	size_t start = j->at, at = start;
	at += j->text.p[at] == '-';
	size_t whole = digits_at(j, at);
	bool ok = whole > 0 && (whole == 1 || j->text.p[at] != '0');
	at += whole;
	if (ok && at < j->text.n && j->text.p[at] == '.') {
		size_t n = digits_at(j, at + 1);
		ok = n > 0;
		at += 1 + n;
	}
	if (ok && at < j->text.n && (j->text.p[at] == 'e' || j->text.p[at] == 'E')) {
		at++;
		if (at < j->text.n && (j->text.p[at] == '+' || j->text.p[at] == '-'))
			at++;
		size_t n = digits_at(j, at);
		ok = n > 0;
		at += n;
	}
	if (!ok)
		return refuse(j, start, "found no number of JSON, expected one such as 0, -12 or 3.5");
	strbuf_add(out, str_sub(j->text, start, at - start));
	j->at = at;
	return true;
}

static bool take_word(struct json_reading *j, const char *word)
{
	struct str w = str_from(word);
	if (!str_starts(str_sub(j->text, j->at, j->text.n), w))
		return false;
	j->at += w.n;
	return true;
}

/* A string, number, true, false or null as the text that a CSV cell would have. */
static bool take_scalar(struct json_reading *j, struct strbuf *out)
{
	char c = peek(j);
	if (c == '"')
		return take_string(j, out);
	if (c == '-' || (c >= '0' && c <= '9'))
		return take_number(j, out);
	if (take_word(j, "true")) {
		strbuf_add_c(out, "true");
		return true;
	}
	return take_word(j, "false") || take_word(j, "null") || unexpected(j, "a value");
}

/* An array as items joined by ';', which therefore cannot stand in an item. */
static bool take_items(struct json_reading *j, struct strbuf *out)
{
	bool first = true;
	j->at++;
	if (accept(j, ']'))
		return true;
	do {
		if (!first)
			strbuf_add_byte(out, ';');
		first = false;
		peek(j);
		size_t start = j->at, n = out->n;
		if (!take_scalar(j, out))
			return false;
		if (str_find_byte(strbuf_str(out), ';', n) >= 0)
			return refuse(j, start, "found \";\" in an item of a list, expected an item without");
	} while (accept(j, ','));
	return accept(j, ']') || unexpected(j, "a comma or ]");
}

/* A record on its way: values wait until the kind is known, which may come last. */
struct member {
	struct str name, value; /* name with its group: coefficient_low */
	size_t name_at, value_at;
	bool figures; /* an array of objects, which are in json_reading.figures */
	bool placed;  /* one of them has a place: what makes them figures (exchange/figures.h) */
};

enum { MEMBERS_MAX = 64 };

struct object {
	struct member v[MEMBERS_MAX];
	size_t n;
};

static bool take_members(struct json_reading *j, struct object *object, struct str group);

/* A key of a figure or a date; those that follow from others are passed over. */
static bool set_part(struct figure_text *f, const struct member *m)
{
	struct str *const parts[] = {&f->id, &f->value, &f->value, &f->unit, &f->qualifier, &f->modality, &f->scope, &f->period, &f->locator};
	static const char *const keys[] = {"id", "value", "date", "unit", "qualifier", "modality", "scope", "period", "locator"};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (str_eq_c(m->name, keys[i])) {
			*parts[i] = m->value;
			return true;
		}
	return field_find(KIND_CLAIM, m->name) >= 0 || field_find(KIND_MILESTONE, m->name) >= 0 || reading_for_people(KIND_CLAIM, m->name)
		|| reading_for_people(KIND_MILESTONE, m->name);
}

/* The objects behind the name of a figure, the first brace is next. */
static bool take_figures(struct json_reading *j, struct member *m)
{
	struct object object;
	struct member odd = {.name_at = SIZE_MAX};
	j->in_figure = true;
	do {
		struct figure_text f = {.name = m->name};
		if (peek(j) != '{')
			return unexpected(j, "a figure in braces");
		size_t start = j->at;
		object.n = 0;
		if (!take_members(j, &object, STR("")))
			return false;
		for (size_t i = 0; i < object.n; i++)
			if (!set_part(&f, &object.v[i]) && odd.name_at == SIZE_MAX)
				odd = object.v[i];
		m->placed = m->placed || f.locator.n;
		array_push(&j->figures.v, f);
		array_push(&j->figures_at, start);
	} while (accept(j, ','));
	j->in_figure = false;
	/* Without a place they are no figures: then their own key is the one at fault. */
	if (m->placed && odd.name_at != SIZE_MAX)
		return refuse(j, odd.name_at, "found the key \"%.*s\", expected one of a figure such as value, unit, modality, locator",
			STR_ARG(utf8_start(odd.name, 60)));
	return accept(j, ']') || unexpected(j, "a comma or ]");
}

/* Whether fields stand in an object of this name: "coefficient". */
static bool is_group(struct str name)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++) {
			struct str group = field_group(&fields_of[k].v[f]);
			if (group.n && str_eq(group, name))
				return true;
		}
	return false;
}

static bool take_value(struct json_reading *j, struct object *object, struct member *m, struct str group)
{
	struct strbuf text = {0};
	char c = peek(j);
	m->value_at = j->at;
	if (c == '[' && !group.n && !j->in_figure) {
		size_t start = j->at++;
		m->figures = peek(j) == '{';
		if (m->figures)
			return take_figures(j, m);
		j->at = start;
	}
	if (c == '{') {
		if (group.n || j->in_figure)
			return refuse(j, j->at, "found an object inside an object, expected a value");
		if (!is_group(m->name))
			return refuse(j, m->name_at, "found an object for the key \"%.*s\", expected a value or a list", STR_ARG(utf8_start(m->name, 60)));
		struct str name = m->name;
		object->n--;
		return take_members(j, object, name);
	}
	bool ok = c == '[' ? take_items(j, &text) : take_scalar(j, &text);
	m->value = arena_take(&j->arena, &text);
	return ok;
}

static bool take_member(struct json_reading *j, struct object *object, struct str group)
{
	struct strbuf name = {0};
	if (peek(j) != '"')
		return unexpected(j, "a key in quotes");
	if (object->n == MEMBERS_MAX)
		return refuse(j, j->at, "found more than %d keys, expected less", MEMBERS_MAX);
	struct member *m = &object->v[object->n++];
	*m = (struct member){.name_at = j->at};
	if (group.n)
		strbuf_printf(&name, "%.*s_", STR_ARG(group));
	bool ok = take_string(j, &name);
	m->name = arena_take(&j->arena, &name);
	return ok && (accept(j, ':') || unexpected(j, "a colon")) && take_value(j, object, m, group);
}

static bool take_members(struct json_reading *j, struct object *object, struct str group)
{
	j->at++;
	if (accept(j, '}'))
		return true;
	do
		if (!take_member(j, object, group))
			return false;
	while (accept(j, ','));
	return accept(j, '}') || unexpected(j, "a comma or }");
}

static const struct member *find_member(const struct object *object, const char *name)
{
	for (size_t i = 0; i < object->n; i++)
		if (str_eq_c(object->v[i].name, name))
			return &object->v[i];
	return NULL;
}

static bool find_kind(struct json_reading *j, const struct object *object, size_t start, enum kind *kind)
{
	const struct member *said = find_member(object, "kind"), *id = find_member(object, "id");
	bool known = j->reading.has_kind;
	*kind = j->reading.kind;
	if (said) {
		enum kind k = KIND_COUNT;
		if (!kind_parse(said->value, &k) || (known && k != *kind))
			return refuse(j, said->value_at, "found \"%.*s\", expected %s", STR_ARG(said->value),
				known ? kinds[*kind].singular : "a kind such as zone");
		*kind = k;
		return true;
	}
	if (!known && id)
		known = kind_of_id(id->value, kind);
	return known || refuse(j, start, "found a record without kind or id, expected \"kind\"");
}

static bool refuse_key(struct json_reading *j, const struct member *m, enum kind kind)
{
	struct strbuf names = {0};
	for (size_t f = 0; f < fields_of[kind].n; f++)
		strbuf_printf(&names, " %s", fields_of[kind].v[f].name);
	refuse(j, m->name_at, "found the key \"%.*s\", expected one of%s%s", STR_ARG(utf8_start(m->name, 60)), names.p,
		m->figures ? ", or figures with their place in a ledger (locator)" : "");
	strbuf_release(&names);
	return false;
}

/* Lines and columns of the figures under one key: in the order of the text, as find_place likes it. */
static void place_figures(struct json_reading *j, struct str name, size_t *at)
{
	for (; *at < j->figures.v.n && j->figures.v.v[*at].name.p == name.p; ++*at) {
		find_place(j, j->figures_at.v[*at]);
		j->figures.v.v[*at].line = (uint32_t)j->line;
		j->figures.v.v[*at].column = (uint32_t)j->column;
	}
}

static bool take_record(struct json_reading *j)
{
	struct object object = {.n = 0};
	size_t start = j->at;
	arena_clear(&j->arena);
	figures_clear(&j->figures);
	array_clear(&j->figures_at);
	j->in_figure = false;
	struct row row = {.where = j->where};
	if (!take_members(j, &object, STR("")) || !find_kind(j, &object, start, &row.kind))
		return false;
	find_place(j, start);
	row.line = j->line;
	const uint32_t column = (uint32_t)j->column;
	for (size_t f = 0; f < fields_of[row.kind].n; f++)
		row.cells[f] = STR("");
	size_t figure = 0;
	for (size_t i = 0; i < object.n; i++) {
		const struct member *m = &object.v[i];
		int f = field_find(row.kind, m->name);
		if (m->figures && m->placed && f < 0)
			place_figures(j, m->name, &figure);
		if (reading_for_people(row.kind, m->name) || (m->placed && f < 0))
			continue;
		if (f < 0)
			return refuse_key(j, m, row.kind);
		if (m->figures)
			return refuse(j, m->value_at, "found objects, expected a value or a list");
		if (row.columns[f])
			return refuse(j, m->name_at, "found the key \"%.*s\" again, expected it once", STR_ARG(m->name));
		row.cells[f] = m->value;
		find_place(j, m->value_at);
		row.lines[f] = (uint32_t)j->line;
		row.columns[f] = (uint32_t)j->column;
	}
	for (size_t f = 0; f < fields_of[row.kind].n; f++)
		row.columns[f] = row.columns[f] ? row.columns[f] : column; /* of a key that is missing */
	if (!figures_ledgers(&j->figures, row.cells[0], &row.ledger, j->err))
		return err_place(j->err, j->where, j->err->line, j->err->column);
	return j->sink.take(j->sink.self, &row, j->err);
}

static bool take_records(struct json_reading *j)
{
	if (!accept(j, '['))
		return unexpected(j, "an array of records");
	if (accept(j, ']'))
		return true;
	do {
		if (peek(j) != '{')
			return unexpected(j, "a record in braces");
		if (!take_record(j))
			return false;
	} while (accept(j, ','));
	return accept(j, ']') || unexpected(j, "a comma or ]");
}

static bool take_groups(struct json_reading *j)
{
	j->at++;
	if (accept(j, '}'))
		return true;
	do {
		struct strbuf key = {0};
		if (peek(j) != '"')
			return unexpected(j, "a key in quotes");
		size_t start = j->at;
		bool ok = take_string(j, &key);
		if (ok
			&& (!kind_parse(strbuf_str(&key), &j->reading.kind)
				|| !str_eq_c(strbuf_str(&key), kinds[j->reading.kind].plural)))
			ok = refuse(j, start, "found the key \"%.*s\", expected one of the kinds such as zones; a record alone has \"id\" or \"kind\"",
				STR_ARG(utf8_start(strbuf_str(&key), 60)));
		strbuf_release(&key);
		j->reading.has_kind = true;
		if (!ok || !(accept(j, ':') || unexpected(j, "a colon")) || !take_records(j))
			return false;
	} while (accept(j, ','));
	return accept(j, '}') || unexpected(j, "a comma or }");
}

static struct json_reading start(
	struct str text, const char *where, struct reading reading, struct row_sink sink, struct err *err)
{
	return (struct json_reading){
		.text = text, .line = 1, .column = 1, .where = where, .reading = reading, .sink = sink, .err = err};
}

/* Behind a value of any depth, or the end of the text: what is wrong in it is told when it is read. */
static void pass_value(struct json_reading *j)
{
	struct strbuf ignored = {0};
	struct err none = ERR_INIT, *real = j->err;
	size_t depth = 0;
	j->err = &none;
	for (char c = peek(j); c; c = peek(j)) {
		if (!depth && (c == ',' || c == '}' || c == ']'))
			break;
		depth += c == '{' || c == '[';
		depth -= c == '}' || c == ']';
		strbuf_clear(&ignored);
		if (c != '"')
			j->at++;
		else if (!take_string(j, &ignored))
			j->at = j->text.n;
	}
	j->err = real;
	strbuf_release(&ignored);
}

/* Whether the object that comes is a single record: then it is said of which kind, and its first key is no kind in the plural. */
static bool is_record(struct json_reading *j)
{
	size_t at = j->at;
	struct strbuf key = {0};
	struct err none = ERR_INIT, *real = j->err;
	enum kind kind;
	bool record = j->reading.has_kind, group = false;
	j->err = &none;
	j->at++;
	for (size_t n = 0; !group && peek(j) == '"' && take_string(j, &key); n++) {
		struct str name = strbuf_str(&key);
		group = !n && kind_parse(name, &kind) && str_eq_c(name, kinds[kind].plural);
		record = record || str_eq_c(name, "id") || str_eq_c(name, "kind");
		strbuf_clear(&key);
		if (!accept(j, ':'))
			break;
		pass_value(j);
		if (!accept(j, ','))
			break;
	}
	j->err = real;
	j->at = at;
	strbuf_release(&key);
	return record && !group;
}

bool json_read(struct str text, const char *where, struct reading reading, struct row_sink sink, struct err *err)
{
	struct json_reading j = start(text, where, reading, sink, err);
	char c = peek(&j);
	bool ok = c == '['      ? take_records(&j)
		: c != '{'      ? unexpected(&j, "an object or an array")
		: is_record(&j) ? take_record(&j)
				: take_groups(&j);
	if (ok && peek(&j))
		ok = unexpected(&j, "the end of the text");
	figures_release(&j.figures);
	array_release(&j.figures_at);
	arena_release(&j.arena);
	return ok;
}

bool json_read_lines(struct str text, const char *where, struct reading reading, struct row_sink sink, struct err *err)
{
	struct json_reading j = start(text, where, reading, sink, err);
	bool ok = true;
	while (ok && peek(&j)) {
		ok = j.text.p[j.at] == '{' ? take_record(&j) : unexpected(&j, "a record in braces on each line");
		while (ok && j.at < text.n && (text.p[j.at] == ' ' || text.p[j.at] == '\t' || text.p[j.at] == '\r'))
			j.at++;
		if (ok && j.at < text.n && text.p[j.at] != '\n')
			ok = unexpected(&j, "the end of the line");
	}
	figures_release(&j.figures);
	array_release(&j.figures_at);
	arena_release(&j.arena);
	return ok;
}

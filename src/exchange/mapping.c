#include "exchange/mapping_internal.h"

#include "text/period.h"
#include "text/pinyin.h"
#include "text/utf8.h"

/* One line of the file on its way in: the text of its parts tells where they stand. */
struct parsing {
	struct mapping *mapping;
	struct str line;
	size_t number;
	struct err *err;
};

static bool refuse(struct parsing *p, const char *at, const char *format, ...) __attribute__((format(printf, 3, 4)));

static bool refuse(struct parsing *p, const char *at, const char *format, ...)
{
	size_t offset = at ? (size_t)(at - p->line.p) : 0;
	va_list args;
	va_start(args, format);
	err_vat(p->err, ERR_DATA, p->mapping->where, p->number, utf8_length(str_sub(p->line, 0, offset)) + 1, format, args);
	va_end(args);
	return false;
}

static struct str next_word(struct str *rest)
{
	*rest = str_trim(*rest);
	size_t n = 0;
	while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t')
		n++;
	struct str word = str_sub(*rest, 0, n);
	*rest = str_trim(str_sub(*rest, n, rest->n));
	return word;
}

/* What an input method types for a character of the map: it is seen as that. */
static bool refuse_wide(struct parsing *p, struct str text, const char *wide, const char *expected)
{
	ptrdiff_t at = str_find(text, str_from(wide), 0);
	return at >= 0 && !refuse(p, text.p + at, "found %s of full width, expected %s", wide, expected);
}

/* -- templates ----------------------------------------------------------------------------- */

static size_t place_of(const struct parsing *p, const char *at)
{
	return utf8_length(str_sub(p->line, 0, (size_t)(at - p->line.p))) + 1;
}

static bool take_column(struct parsing *p, struct str text, size_t *at, struct map_part *part)
{
	ptrdiff_t close = str_find_byte(text, '}', *at);
	if (close < 0)
		return refuse(p, text.p + *at, "found a brace that is not closed, expected {COLUMN}");
	struct str inside = str_sub(text, *at + 1, (size_t)close - *at - 1);
	ptrdiff_t bar = str_find_byte(inside, '|', 0);
	*part = (struct map_part){.column = bar < 0 ? inside : str_sub(inside, 0, (size_t)bar),
		.separator = bar < 0 ? STR("") : str_sub(inside, (size_t)bar + 1, inside.n),
		.line = p->number,
		.at = place_of(p, inside.p)};
	*at = (size_t)close + 1;
	return part->column.n > 0 || refuse(p, inside.p, "found no name between braces, expected {COLUMN}");
}

static bool parse_template(struct parsing *p, struct str text, struct map_template *out)
{
	ARRAY(struct map_part) parts = {0};
	bool ok = str_find_byte(text, '{', 0) >= 0 || !refuse_wide(p, text, "｛", "{");
	for (size_t at = 0; ok && at < text.n;) {
		struct map_part part = {0};
		if (text.p[at] == '{') {
			ok = take_column(p, text, &at, &part);
		} else {
			ptrdiff_t open = str_find_byte(text, '{', at);
			size_t end = open < 0 ? text.n : (size_t)open;
			part = (struct map_part){.literal = str_sub(text, at, end - at), .line = p->number, .at = place_of(p, text.p + at)};
			at = end;
		}
		array_push(&parts, part);
	}
	out->n = parts.n;
	out->v = arena_alloc(&p->mapping->arena, parts.n * sizeof *parts.v);
	if (parts.n)
		memcpy(out->v, parts.v, parts.n * sizeof *parts.v);
	array_release(&parts);
	return ok;
}

static bool is_one_column(const struct map_template *t)
{
	return t->n == 1 && t->v[0].column.n;
}

/* The one column of a figure or a date, by which its place is told. */
static bool check_place(struct parsing *p, const struct map_template *t, const char *at, const char *expected)
{
	if (!is_one_column(t))
		return refuse(p, at, "found no single column, expected %s", expected);
	struct str name = t->v[0].column;
	return locator_column(name) || refuse(p, name.p, "found the column \"%.*s\", expected a name without ; that is no range such as 47-52",
		STR_ARG(utf8_start(name, 60)));
}

/* -- lines of a section ---------------------------------------------------------------------- */

static bool find_field(struct parsing *p, enum kind kind, struct str name, size_t *field)
{
	int found = field_find(kind, name);
	if (found >= 0) {
		*field = (size_t)found;
		return true;
	}
	struct strbuf names = {0};
	for (size_t f = 0; f < fields_of[kind].n; f++)
		strbuf_printf(&names, " %s", fields_of[kind].v[f].name);
	refuse(p, name.p, "found \"%.*s\", expected figure, milestone, only, merged, source.FIELD or one of%s", STR_ARG(utf8_start(name, 60)), names.p);
	strbuf_release(&names);
	return false;
}

static bool has_word(const struct map_template *t, const struct field *field)
{
	for (int k = 0; k < KIND_COUNT && t->n && t->v[0].literal.n; k++) {
		struct str word = str_from(kinds[k].singular), literal = t->v[0].literal;
		if ((field->kinds >> k & 1) && str_starts(literal, word) && literal.n > word.n && literal.p[word.n] == ':')
			return true;
	}
	return false;
}

static struct map_field *find_mapped(struct map_section *s, size_t field)
{
	for (size_t i = 0; i < s->fields.n; i++)
		if (s->fields.v[i].field == field)
			return &s->fields.v[i];
	return NULL;
}

static bool take_field(struct parsing *p, struct map_section *s, struct str name, struct str value)
{
	struct map_field m = {0};
	if (!find_field(p, s->kind, name, &m.field) || !parse_template(p, value, &m.template))
		return false;
	if (find_mapped(s, m.field))
		return refuse(p, name.p, "found \"%.*s\" again, expected it once in a section", STR_ARG(name));
	const struct field *field = &fields_of[s->kind].v[m.field];
	bool reference = field->type == FIELD_REF || field->type == FIELD_REFS;
	m.named = reference && !has_word(&m.template, field);
	m.id = m.field == 0 || (reference && !m.named);
	array_push(&s->fields, m);
	return true;
}

static bool refuse_again(struct parsing *p, struct str from)
{
	return refuse(p, from.p, "found \"%.*s\" again, expected one translation of it", STR_ARG(utf8_start(from, 60)));
}

/* FIELD: FROM = TO; FROM * is everything that is not named. */
static bool take_word(struct parsing *p, struct map_section *s, struct str name, struct str from, struct str to)
{
	size_t field;
	if (!find_field(p, s->kind, name, &field))
		return false;
	struct map_field *m = find_mapped(s, field);
	if (!m)
		return refuse(p, name.p, "found a translation for %.*s, expected the line of the field itself above it", STR_ARG(name));
	uint32_t at = (uint32_t)p->mapping->words.n;
	m->has_words = true;
	array_push(&p->mapping->words, to);
	if (str_eq(from, STR("*"))) {
		if (m->has_other)
			return refuse_again(p, from);
		m->has_other = true;
		m->other = at;
		return true;
	}
	return map_add(&m->words, from, &at) || refuse_again(p, from);
}

static bool take_source(struct parsing *p, struct map_section *s, struct str name, struct str value)
{
	size_t field;
	if (!find_field(p, KIND_SOURCE, str_sub(name, 7, name.n), &field))
		return false;
	if (s->source.lines[field])
		return refuse(p, name.p, "found \"%.*s\" again, expected it once in a section", STR_ARG(name));
	s->source.cells[field] = value;
	s->source.lines[field] = (uint32_t)p->number;
	s->source.columns[field] = (uint32_t)place_of(p, value.p);
	return true;
}

static bool take_code(struct parsing *p, struct str word, enum enumeration enumeration, const char *what, struct str *out)
{
	int code = enum_parse(enumeration, word);
	if (code >= 0) {
		*out = str_from(enums[enumeration].v[code].code);
		return true;
	}
	struct strbuf codes = {0};
	for (size_t i = 0; i < enums[enumeration].n; i++)
		strbuf_printf(&codes, " %s", enums[enumeration].v[i].code);
	refuse(p, word.p, "found \"%.*s\", expected %s:%s", STR_ARG(utf8_start(word, 60)), what, codes.p);
	strbuf_release(&codes);
	return false;
}

/* figure INDICATOR MODALITY [PERIOD [SCOPE]] = VALUE UNIT */
static bool take_figure(struct parsing *p, struct map_section *s, struct str words, struct str value)
{
	struct map_figure m = {0};
	struct str code = next_word(&words), modality = next_word(&words);
	struct period period;
	if (!code.n || !modality.n)
		return refuse(p, value.p, "found a figure without indicator or modality, expected figure INDICATOR MODALITY = {COLUMN} UNIT");
	m.indicator = str_starts(code, STR("indicator:")) ? code : arena_printf(&p->mapping->arena, "indicator:%.*s", STR_ARG(code));
	if (!id_valid(m.indicator))
		return refuse(p, code.p, "found \"%.*s\", expected the code of an indicator such as invest", STR_ARG(utf8_start(code, 60)));
	if (!take_code(p, modality, ENUM_MODALITY, "a modality", &m.modality))
		return false;
	m.period = next_word(&words);
	if (m.period.n && !period_parse(m.period, &period))
		return refuse(p, m.period.p, "found \"%.*s\", expected a period such as 2025 or 2025-06", STR_ARG(utf8_start(m.period, 60)));
	m.scope = words;
	size_t column_end = (size_t)(str_find_byte(value, '}', 0) + 1);
	if (!parse_template(p, str_sub(value, 0, column_end), &m.value)
		|| !parse_template(p, str_trim(str_sub(value, column_end, value.n)), &m.unit))
		return false;
	if (!check_place(p, &m.value, value.p, "{COLUMN} and a unit, such as {投资额} 万元"))
		return false;
	array_push(&s->figures, m);
	return true;
}

static bool take_milestone(struct parsing *p, struct map_section *s, struct str words, struct str value)
{
	struct map_figure m = {0};
	if (s->kind != KIND_PROJECT)
		return refuse(p, words.p, "found a milestone of %s, expected it in a section of projects", kinds[s->kind].plural);
	if (!take_code(p, words, ENUM_STATUS, "a status", &m.status) || !parse_template(p, value, &m.value))
		return false;
	if (!check_place(p, &m.value, value.p, "{COLUMN}"))
		return false;
	array_push(&s->figures, m);
	return true;
}

static bool take_only(struct parsing *p, struct map_section *s, struct str value)
{
	if (s->only.n)
		return refuse(p, p->line.p, "found \"only\" again, expected it once in a section");
	if (!parse_template(p, value, &s->only))
		return false;
	return is_one_column(&s->only) || refuse(p, value.p, "found no single column, expected {COLUMN}");
}

static bool take_merged(struct parsing *p, struct map_section *s, struct str value)
{
	if (s->merged.n)
		return refuse(p, p->line.p, "found \"merged\" again, expected it once in a section");
	if (!parse_template(p, value, &s->merged))
		return false;
	for (size_t i = 0; i < s->merged.n; i++)
		if (str_trim(s->merged.v[i].literal).n || s->merged.v[i].separator.n)
			return refuse(p, value.p, "found more than columns, expected {COLUMN} or {COLUMN} {COLUMN}");
	return s->merged.n || refuse(p, value.p, "found no column, expected {COLUMN}");
}

static bool take_setting(struct parsing *p, struct map_section *s)
{
	ptrdiff_t equals = str_find_byte(p->line, '=', 0);
	if (equals < 0)
		return !refuse_wide(p, p->line, "＝", "=") && refuse(p, p->line.p, "found no =, expected FIELD = VALUE");
	struct str key = str_trim(str_sub(p->line, 0, (size_t)equals)), rest = key;
	struct str value = str_trim(str_sub(p->line, (size_t)equals + 1, p->line.n));
	ptrdiff_t colon = str_find_byte(key, ':', 0);
	bool figure = str_starts(key, STR("figure "));
	if (colon < 0 && !figure && refuse_wide(p, key, "：", ":"))
		return false;
	if (colon >= 0 && !figure)
		return take_word(p, s, str_trim(str_sub(key, 0, (size_t)colon)), str_trim(str_sub(key, (size_t)colon + 1, key.n)), value);
	struct str first = next_word(&rest);
	if (str_eq(first, STR("figure")))
		return take_figure(p, s, rest, value);
	if (str_eq(first, STR("milestone")))
		return take_milestone(p, s, rest, value);
	if (str_eq(key, STR("merged")))
		return take_merged(p, s, value);
	if (str_eq(key, STR("only")))
		return take_only(p, s, value);
	return str_starts(key, STR("source.")) ? take_source(p, s, key, value) : take_field(p, s, key, value);
}

/* -- sections ----------------------------------------------------------------------------------- */

/* [FILE KIND]: the last word is the kind, a file's name may have blanks. */
static bool take_section(struct parsing *p, struct str line)
{
	struct map_section s = {.line = p->number};
	if (line.p[line.n - 1] != ']')
		return refuse(p, line.p, "found a section that is not closed, expected [FILE KIND]");
	struct str inside = str_trim(str_sub(line, 1, line.n - 2));
	size_t at = inside.n;
	while (at && inside.p[at - 1] != ' ' && inside.p[at - 1] != '\t')
		at--;
	struct str kind = str_sub(inside, at, inside.n);
	s.file = str_trim(str_sub(inside, 0, at));
	if (!s.file.n)
		return refuse(p, line.p, "found one word, expected [FILE KIND] such as [projects.csv projects]");
	if (!kind_parse(kind, &s.kind))
		return refuse(p, kind.p, "found \"%.*s\", expected a kind such as projects", STR_ARG(utf8_start(kind, 60)));
	array_push(&p->mapping->sections, s);
	return true;
}

static void name_source(struct mapping *mapping, struct map_section *s)
{
	ptrdiff_t dot = str_find_byte(s->file, '.', 0);
	struct strbuf id = {0};
	s->source.kind = KIND_SOURCE;
	s->source.where = mapping->where;
	s->source.line = s->line;
	if (s->source.cells[0].n)
		return;
	strbuf_add_c(&id, "source:ledger-");
	pinyin_slug(str_sub(s->file, 0, dot < 0 ? s->file.n : (size_t)dot), &id);
	s->source.cells[0] = arena_take(&mapping->arena, &id);
}

/* What a later section of a file says of its source is said of the one source, which the first section brings. */
static bool join_source(struct parsing *p, struct map_section *first, const struct map_section *s)
{
	if (!str_eq(first->file, s->file))
		return err_at(p->err, ERR_DATA, p->mapping->where, row_line(&s->source, 0), s->source.columns[0],
			"found %.*s, which %.*s has already, expected a source.id for each file", STR_ARG(s->source.cells[0]), STR_ARG(first->file));
	for (size_t f = 1; f < fields_of[KIND_SOURCE].n; f++) {
		if (!s->source.lines[f])
			continue;
		if (first->source.lines[f] && !str_eq(first->source.cells[f], s->source.cells[f]))
			return err_at(p->err, ERR_DATA, p->mapping->where, s->source.lines[f], s->source.columns[f],
				"found \"%.*s\", expected \"%.*s\" as the section in line %zu says of this source", STR_ARG(utf8_start(s->source.cells[f], 60)),
				STR_ARG(utf8_start(first->source.cells[f], 60)), first->line);
		first->source.cells[f] = s->source.cells[f];
		first->source.lines[f] = s->source.lines[f];
		first->source.columns[f] = s->source.columns[f];
	}
	return true;
}

/* Each source is told once, by the first section that has it. */
static bool join_sources(struct parsing *p)
{
	struct mapping *mapping = p->mapping;
	for (size_t i = 0; i < mapping->sections.n; i++) {
		struct map_section *s = &mapping->sections.v[i];
		name_source(mapping, s);
		s->tells = true;
		for (size_t j = 0; j < i && s->tells; j++) {
			struct map_section *first = &mapping->sections.v[j];
			s->tells = !first->tells || !str_eq(first->source.cells[0], s->source.cells[0]);
			if (!s->tells && !join_source(p, first, s))
				return false;
		}
	}
	return true;
}

static bool finish(struct parsing *p)
{
	struct mapping *mapping = p->mapping;
	size_t name = field_get(KIND_SOURCE, "name"), document = field_get(KIND_SOURCE, "document");
	if (!mapping->sections.n)
		return refuse(p, NULL, "found no section, expected one such as [projects.csv projects]");
	if (!join_sources(p))
		return false;
	for (size_t i = 0; i < mapping->sections.n; i++) {
		struct map_section *s = &mapping->sections.v[i];
		struct str *cells = s->source.cells;
		cells[name] = cells[name].n ? cells[name] : s->file;
		cells[document] = cells[document].n ? cells[document] : s->file;
		if (!s->fields.n)
			return err_at(p->err, ERR_DATA, mapping->where, s->line, 1, "found a section without fields, expected lines such as name = {COLUMN}");
	}
	return true;
}

struct mapping *mapping_parse(struct str text, const char *where, struct err *err)
{
	struct mapping *mapping = xcalloc(1, sizeof *mapping);
	mapping->text = text;
	mapping->where = where;
	struct parsing p = {.mapping = mapping, .err = err};
	struct str rest = text;
	bool ok = true;
	while (ok && str_split(&rest, '\n', &p.line)) {
		p.number++;
		struct str line = str_trim(p.line);
		if (!line.n || line.p[0] == '#')
			continue;
		if (line.p[0] == '[')
			ok = take_section(&p, line);
		else if (str_starts(line, STR("【")) || str_starts(line, STR("［")))
			ok = refuse(&p, line.p, "found %.3s, expected [FILE KIND]", line.p);
		else if (!mapping->sections.n)
			ok = refuse(&p, line.p, "found a line outside of a section, expected [FILE KIND] first");
		else
			ok = take_setting(&p, &mapping->sections.v[mapping->sections.n - 1]);
	}
	if (ok && finish(&p))
		return mapping;
	mapping_free(mapping);
	return NULL;
}

void mapping_free(struct mapping *mapping)
{
	if (!mapping)
		return;
	for (size_t i = 0; i < mapping->sections.n; i++) {
		struct map_section *s = &mapping->sections.v[i];
		for (size_t f = 0; f < s->fields.n; f++)
			map_release(&s->fields.v[f].words);
		array_release(&s->fields);
		array_release(&s->figures);
	}
	array_release(&mapping->sections);
	array_release(&mapping->words);
	arena_release(&mapping->arena);
	free(mapping);
}

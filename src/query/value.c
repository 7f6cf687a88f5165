/* From name, operator and value to a term: what the value means for its field. */
#include "query_internal.h"

#include "base/strbuf.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>

struct making {
	struct query *query;
	const struct value_place *place;
	enum op op;
	struct term *term;
	struct str folded; /* the value; lives in the query's arena */
	struct err *err;
};

static bool fail(const struct making *m, const char *expected)
{
	return err_at(m->err, ERR_USAGE, "query", 1, m->place->column, "found \"%.*s\", expected %s after %s",
		STR_ARG(m->place->raw), expected, m->place->op_text);
}

static bool only_equality(const struct making *m, const char *what)
{
	if (m->op == OP_HAS || m->op == OP_EQUAL)
		return true;
	return err_at(m->err, ERR_USAGE, "query", 1, m->place->column,
		"found %s before \"%.*s\", expected \":\" or \"=\": %s is not ordered", m->place->op_text,
		STR_ARG(m->place->raw), what);
}

/* -- ranges and limits ---------------------------------------------------------------------- */

/* The two sides of A..B; the dots of ../2025-12 and 2022/.. belong to a period. */
static bool split_range(struct str text, struct str *low, struct str *high)
{
	for (ptrdiff_t at = 0; (at = str_find(text, STR(".."), (size_t)at)) >= 0; at++) {
		size_t i = (size_t)at;
		if ((i && text.p[i - 1] == '/') || (i + 2 < text.n && text.p[i + 2] == '/'))
			continue;
		*low = str_trim(str_sub(text, 0, i));
		*high = str_trim(str_sub(text, i + 2, text.n));
		return true;
	}
	return false;
}

/* Place one value (or the two of a range) into limits: `read` reads one side. */
static bool make_limits(struct making *m,
	bool (*read)(struct making *m, struct str text, struct limit *from, struct limit *to), const char *expected)
{
	struct limit from = {0}, to = {0}, unused;
	struct str low, high;
	if (m->op == OP_HAS && split_range(m->folded, &low, &high)) {
		if (!low.n && !high.n)
			return fail(m, expected);
		if ((low.n && !read(m, low, &from, &unused)) || (high.n && !read(m, high, &unused, &to)))
			return false;
		m->term->least = from;
		m->term->greatest = to;
		return true;
	}
	if (!read(m, m->folded, &from, &to))
		return false;
	if (m->op == OP_GREATER) {
		from = to;
		from.strict = true;
	} else if (m->op == OP_LESS) {
		to = from;
		to.strict = true;
	}
	if (m->op != OP_LESS && m->op != OP_AT_MOST)
		m->term->least = from;
	if (m->op != OP_GREATER && m->op != OP_AT_LEAST)
		m->term->greatest = to;
	return true;
}

/* An amount in a unit that never converts into the indicator's would silently match nothing. */
static bool unit_fits(const struct making *m, struct str unit)
{
	int order;
	struct decimal one = {1, 0};
	struct str own = index_text(m->query->index, m->term->indicator, field_get(KIND_INDICATOR, "unit"));
	if (!unit.n || !own.n || amount_compare(one, own, one, unit, &order))
		return true;
	return err_at(m->err, ERR_USAGE, "query", 1, m->place->column, "found \"%.*s\", expected an amount in %.*s",
		STR_ARG(m->place->raw), STR_ARG(own));
}

static bool read_amount(struct making *m, struct str text, struct limit *from, struct limit *to)
{
	struct err err = ERR_INIT;
	struct limit limit = {.set = true};
	/* 亿 alone is a numeral, but in a query it is a number that was forgotten */
	bool bare = str_starts(text, STR("亿")) || str_starts(text, STR("万"));
	if (bare || !amount_parse(text, &limit.number, &limit.unit, &err))
		return err_at(m->err, ERR_USAGE, "query", 1, m->place->column,
			"found \"%.*s\", expected a number after %s, such as 5亿 or 1000亩", STR_ARG(m->place->raw),
			m->place->op_text);
	limit.unit = arena_str(&m->query->arena, limit.unit);
	*from = *to = limit;
	return m->term->type != TERM_FIGURE || unit_fits(m, limit.unit);
}

/* 2025年6月 as 2025-06: what people type with an input method on. */
static void plain_date(struct str text, struct strbuf *out)
{
	static const char *const marks[] = {"年", "月", "日"};
	size_t start = 0;
	for (size_t i = 0; i < 3; i++) {
		ptrdiff_t at = str_find(text, str_from(marks[i]), start);
		if (at < 0)
			continue;
		struct str digits = str_sub(text, start, (size_t)at - start);
		strbuf_printf(out, "%s%s%.*s", out->n ? "-" : "", digits.n == 1 ? "0" : "", STR_ARG(digits));
		start = (size_t)at + str_from(marks[i]).n;
	}
	strbuf_add(out, str_sub(text, start, text.n));
	/* The value comes folded to lower case; quarters and halves are written Q3, H1. */
	for (size_t i = 0; i < out->n; i++)
		if (out->p[i] == 'q' || out->p[i] == 'h')
			out->p[i] = (char)(out->p[i] - 'a' + 'A');
}

static bool read_period(struct making *m, struct str text, struct limit *from, struct limit *to)
{
	struct strbuf date = {0};
	struct period period;
	plain_date(text, &date);
	bool ok = period_parse(strbuf_str(&date), &period);
	strbuf_release(&date);
	if (!ok)
		return fail(m, "a date or period such as 2025, 2025-Q3, 2025-06 or 2025-06-30");
	*from = (struct limit){.set = true, .day = period.first};
	*to = (struct limit){.set = true, .day = period.last};
	return true;
}

/* -- enumerations ------------------------------------------------------------------------------ */

/* The codes that a word means: the one that it is, else those whose labels it spells in pinyin or begins. */
static uint64_t codes_named(const struct enum_info *info, struct str word)
{
	uint64_t by_how[PINYIN_LITERAL + 1] = {0}, beginnings = 0;
	for (size_t i = 0; i < info->n; i++) {
		if (str_eq_c(word, info->v[i].code) || str_eq_c(word, info->v[i].zh) || str_eq_c(word, info->v[i].en))
			return UINT64_C(1) << i;
		by_how[lookup_names(str_from(info->v[i].zh), word, false)] |= UINT64_C(1) << i;
		if (lookup_names(str_from(info->v[i].zh), word, true) >= PINYIN_FULL
			|| (word.n > 2 && str_starts(str_from(info->v[i].code), word)))
			beginnings |= UINT64_C(1) << i;
	}
	if (by_how[PINYIN_LITERAL] | by_how[PINYIN_FULL])
		return by_how[PINYIN_LITERAL] | by_how[PINYIN_FULL];
	if (by_how[PINYIN_INITIALS])
		return by_how[PINYIN_INITIALS];
	return beginnings;
}

static bool fail_codes(const struct making *m, const struct enum_info *info)
{
	struct strbuf expected = {0};
	for (size_t i = 0; i < info->n; i++)
		strbuf_printf(&expected, "%s%s %s", i ? ", " : "one of ", info->v[i].code, info->v[i].zh);
	fail(m, expected.p);
	strbuf_release(&expected);
	return false;
}

/* How many codes of an enumeration stand in its order, from the first. */
static size_t ordered_codes(enum enumeration enumeration)
{
	return enumeration == ENUM_STATUS ? STATUS_STALLED : enums[enumeration].n;
}

static bool make_codes(struct making *m, const struct field *field)
{
	const struct enum_info *info = &enums[field->enumeration];
	uint64_t named = codes_named(info, m->folded), in_order = (UINT64_C(1) << ordered_codes(field->enumeration)) - 1;
	m->term->type = TERM_CODES;
	if (!named)
		return fail_codes(m, info);
	if (m->op == OP_HAS || m->op == OP_EQUAL) {
		m->term->codes = named;
		return true;
	}
	if (!info->ordered || field->type == FIELD_ENUMS)
		return only_equality(m, field->name);
	if (named & (named - 1) || !(named & in_order))
		return fail(m, "one value that stands in the order");
	uint64_t below = named - 1, above = in_order & ~below & ~named;
	m->term->codes = m->op == OP_LESS ? below
		: m->op == OP_AT_MOST	  ? below | named
		: m->op == OP_GREATER	  ? above
					  : above | named;
	return true;
}

static bool make_bool(struct making *m, const struct field *field)
{
	static const char *const words[2][7] = {
		{"false", "no", "0", "否", "不是", "无", NULL}, {"true", "yes", "1", "是", "shi", "有", NULL},
	};
	m->term->type = TERM_CODES;
	for (unsigned value = 0; value < 2; value++)
		for (size_t i = 0; words[value][i]; i++)
			if (str_eq_c(m->folded, words[value][i])) {
				m->term->codes = UINT64_C(1) << value;
				return only_equality(m, field->name);
			}
	return fail(m, "true or false");
}

static bool make_verdict(struct making *m)
{
	m->term->type = TERM_VERDICT;
	for (unsigned v = 0; v < VERDICT_COUNT; v++)
		if (str_eq_c(m->folded, verdicts[v].code) || str_eq_c(m->folded, verdicts[v].zh)
			|| lookup_names(str_from(verdicts[v].zh), m->folded, false) >= PINYIN_INITIALS) {
			m->term->codes = UINT64_C(1) << v;
			return only_equality(m, "verdict");
		}
	struct strbuf expected = {0};
	for (unsigned v = 0; v < VERDICT_COUNT; v++)
		strbuf_printf(&expected, "%s%s %s", v ? ", " : "one of ", verdicts[v].code, verdicts[v].zh);
	fail(m, expected.p);
	strbuf_release(&expected);
	return false;
}

/* -- references ------------------------------------------------------------------------------------ */

/* Also what is part of a record in the set: regions of a region, phases of a project. */
static void add_parts(const struct index *index, enum kind kind, struct lookup_rows *rows)
{
	enum { LEVELS_MAX = 8 };
	int parent = field_find(kind, STR("parent"));
	for (uint32_t row = 0; parent >= 0 && row < rows->n_rows; row++) {
		struct ref up = ref_make(kind, row);
		for (int level = 0; level < LEVELS_MAX && !ref_none(up) && !lookup_rows_has(rows, up); level++)
			up = index_ref(index, up, (size_t)parent);
		uint64_t bit = UINT64_C(1) << (row % 64);
		if (!ref_none(up) && lookup_rows_has(rows, up) && !(rows->bits[row / 64] & bit)) {
			rows->bits[row / 64] |= bit;
			rows->n++;
		}
	}
}

static void only_record(const struct index *index, struct ref ref, struct lookup_rows *rows)
{
	size_t n = index_count(index, ref_kind(ref));
	*rows = (struct lookup_rows){xcalloc(n / 64 + 1, sizeof *rows->bits), n, 1};
	rows->bits[ref_row(ref) / 64] |= UINT64_C(1) << (ref_row(ref) % 64);
}

static void exact_targets(struct making *m, uint32_t allowed)
{
	struct lookup_hits found;
	lookup_reference(m->query->index, m->place->raw, allowed, &found);
	for (size_t i = 0; i < found.n; i++) {
		struct lookup_rows *rows = &m->term->rows[ref_kind(found.v[i].ref)];
		if (!rows->bits)
			only_record(m->query->index, found.v[i].ref, rows);
		rows->bits[ref_row(found.v[i].ref) / 64] |= UINT64_C(1) << (ref_row(found.v[i].ref) % 64);
	}
	lookup_release(&found);
}

static bool make_targets(struct making *m, const struct field *field)
{
	const struct index *index = m->query->index;
	struct ref exact = index_find_id(index, m->place->raw);
	m->term->type = TERM_TARGET;
	m->term->with_figures = str_eq_c(str_from(field->name), "source");
	m->term->rows = arena_calloc(&m->query->arena, KIND_COUNT, sizeof *m->term->rows);
	if (m->op == OP_EQUAL) {
		exact_targets(m, field->kinds);
		return true;
	}
	for (int k = 0; k < KIND_COUNT; k++) {
		struct lookup_rows *rows = &m->term->rows[k];
		if (!(field->kinds >> k & 1) || (!ref_none(exact) && ref_kind(exact) != (enum kind)k))
			continue;
		if (!ref_none(exact))
			only_record(index, exact, rows);
		else
			lookup_find_rows(index, m->place->raw, (enum kind)k,
				LOOKUP_IN_NAMES | LOOKUP_IN_CODES | LOOKUP_SURE, rows, NULL);
		add_parts(index, (enum kind)k, rows);
	}
	return only_equality(m, field->name);
}

/* -- texts ---------------------------------------------------------------------------------------------- */

static bool make_text(struct making *m, const struct field *field)
{
	struct str name = str_from(field->name);
	bool names = str_eq_c(name, "name") || str_eq_c(name, "short_names"), code = str_eq_c(name, "code");
	if (!only_equality(m, field->name))
		return false;
	m->term->type = TERM_TEXT;
	m->term->value = m->folded;
	m->term->whole = m->op == OP_EQUAL;
	if (m->term->whole || !(names || code))
		return true;
	m->term->type = TERM_ROWS;
	m->term->rows = arena_calloc(&m->query->arena, 1, sizeof *m->term->rows);
	lookup_find_rows(m->query->index, m->place->raw, m->query->kind, names ? LOOKUP_IN_NAMES : LOOKUP_IN_CODES,
		m->term->rows, NULL);
	return true;
}

static bool make_field(struct making *m, size_t number)
{
	const struct field *field = &fields_of[m->query->kind].v[number];
	m->term->field = number;
	switch (field->type) {
	case FIELD_REF: case FIELD_REFS: return make_targets(m, field);
	case FIELD_ENUM: case FIELD_ENUMS: return make_codes(m, field);
	case FIELD_BOOL: return make_bool(m, field);
	case FIELD_PERIOD:
		m->term->type = TERM_PERIOD;
		return make_limits(m, read_period, "a date");
	case FIELD_INTEGER: case FIELD_DECIMAL:
		m->term->type = TERM_NUMBER;
		return make_limits(m, read_amount, "a number");
	case FIELD_TEXT: case FIELD_LIST: case FIELD_LOCATORS: return make_text(m, field);
	}
	return false;
}

/* -- has and missing --------------------------------------------------------------------------------------- */

static bool make_presence(struct making *m)
{
	struct name name;
	if (str_eq_c(m->folded, "conflict") || str_eq_c(m->folded, "冲突") || str_eq_c(m->folded, "矛盾")) {
		m->term->type = TERM_VERDICT;
		m->term->codes = UINT64_C(1) << VERDICT_CONFLICT | UINT64_C(1) << VERDICT_AGAINST_FIGURES;
		return only_equality(m, "has");
	}
	if (str_eq_c(m->folded, "doubt") || str_eq_c(m->folded, "存疑") || str_eq_c(m->folded, "疑点")) {
		m->term->type = TERM_DOUBT;
		return only_equality(m, "has");
	}
	if (!name_find(m->place->raw, m->query->kind, m->query->index, &name, "query", m->place->column, m->err))
		return false;
	if (name.type != NAME_FIELD && name.type != NAME_FIGURE)
		return fail(m, "a field, an indicator, conflict or doubt");
	m->term->type = name.type == NAME_FIELD ? TERM_PRESENT : TERM_FIGURES;
	m->term->field = name.field;
	m->term->indicator = name.indicator;
	return only_equality(m, "has");
}

static bool make_is(struct making *m)
{
	bool reference = str_eq_c(m->folded, "reference") || str_eq_c(m->folded, "template") || str_eq_c(m->folded, "参照")
		|| str_eq_c(m->folded, "参照链") || str_eq_c(m->folded, "模板");
	if (m->query->kind != KIND_CHAIN && m->query->kind != KIND_STAGE)
		return err_at(m->err, ERR_USAGE, "query", 1, m->place->column, "found is:%.*s of %s, expected it of chains or stages",
			STR_ARG(m->place->raw), kinds[m->query->kind].plural);
	m->term->type = TERM_REFERENCE;
	return reference ? only_equality(m, "is") : fail(m, "reference (参照)");
}

bool term_make(struct query *query, const struct name *name, enum op op, const struct value_place *place,
	struct term *out, struct err *err)
{
	struct strbuf folded = {0};
	text_fold(place->raw, &folded);
	struct making m = {query, place, op, out, arena_str(&query->arena, strbuf_str(&folded)), err};
	strbuf_release(&folded);
	if (!m.folded.n)
		return fail(&m, "a value");
	switch (name->type) {
	case NAME_FIELD: return make_field(&m, name->field);
	case NAME_FIGURE:
		out->type = TERM_FIGURE;
		out->indicator = name->indicator;
		return make_limits(&m, read_amount, "a number");
	case NAME_SINCE:
		out->type = TERM_SINCE;
		return only_equality(&m, "since") && make_limits(&m, read_period, "a date");
	case NAME_HAS: case NAME_MISSING: return make_presence(&m);
	case NAME_VERDICT: return make_verdict(&m);
	case NAME_IS: return make_is(&m);
	case NAME_MATCH: break;
	}
	return fail(&m, "another field: match is a column of the answer");
}

void term_release(struct term *term)
{
	size_t n = term->type == TERM_TARGET ? KIND_COUNT : term->type == TERM_ROWS ? 1 : 0;
	for (size_t i = 0; term->rows && i < n; i++)
		lookup_rows_release(&term->rows[i]);
}

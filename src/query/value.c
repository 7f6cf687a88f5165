/* From name, operator and value to a term: what the value means for its field. */
#include "query_internal.h"

#include "base/strbuf.h"
#include "text/fold.h"
#include "text/pinyin.h"
#include "text/utf8.h"

struct making {
	struct query *query;
	const struct value_place *place;
	enum op op;
	struct term *term;
	struct str folded; /* the value; lives in the query's arena */
	struct err *err;
};

static bool fail_at(const struct making *m, const struct value_place *place, enum fault expected)
{
	return FAULT_AT(m->err, "query", place->column, FAULT_AFTER, place->raw, fault_text(m->err, expected), str_from(place->op_text));
}

static bool fail(const struct making *m, enum fault expected)
{
	return fail_at(m, m->place, expected);
}

static bool only_equality(const struct making *m, const char *what)
{
	if (m->op == OP_HAS || m->op == OP_EQUAL)
		return true;
	return FAULT_AT(m->err, "query", m->place->column, FAULT_NOT_ORDERED, str_from(m->place->op_text),
		m->place->raw,
		str_from(what));
}

bool value_part(const struct value_place *place, struct str *rest, bool of_codes, struct str *part)
{
	if (!place->quoted)
		return list_part(rest, of_codes, part);
	*part = *rest;
	*rest = (struct str){0};
	return part->p != NULL;
}

/* The place of a part of the value, which starts at a byte of it. */
static struct value_place part_place(const struct value_place *whole, struct str part, size_t at)
{
	struct value_place place = *whole;
	place.raw = part;
	place.column += utf8_length(str_sub(whole->raw, 0, at));
	return place;
}

/* -- ranges and limits ---------------------------------------------------------------------- */

/* Where the second side of the range stands in the value as written; full-width dots are dots. */
static struct value_place high_place(const struct making *m, struct str high)
{
	struct str raw = m->place->raw;
	for (size_t at = 0; at < raw.n;) {
		size_t before = at;
		uint32_t c = utf8_next(raw, &at);
		if (c != '.' && c != 0xFF0E)
			continue;
		struct strbuf folded = {0};
		struct str rest = str_sub(raw, at, raw.n);
		text_fold(rest, &folded);
		bool found = str_eq(str_trim(strbuf_str(&folded)), high);
		strbuf_release(&folded);
		if (found)
			return part_place(m->place, rest, before + (at - before));
	}
	return *m->place;
}

/* A range whose ends stand the wrong way round would silently match nothing. */
static bool range_ascends(const struct making *m, const struct limit *low, const struct limit *high,
	struct str low_text, struct str high_text)
{
	int order;
	bool days = m->term->type == TERM_PERIOD;
	if (days)
		order = low->day < high->day ? -1 : low->day > high->day;
	else if (!low->unit.n || !high->unit.n)
		order = decimal_cmp(low->number, high->number);
	else if (!amount_compare(low->number, low->unit, high->number, high->unit, &order))
		order = 0;
	if (order <= 0)
		return true;
	struct value_place place = high_place(m, high_text);
	return FAULT_AT(m->err, "query", place.column, FAULT_RANGE, place.raw, low_text);
}

/* How many bytes at the beginning are digits and their points. */
static size_t digits_length(struct str text)
{
	size_t n = 0;
	while (n < text.n && ((text.p[n] >= '0' && text.p[n] <= '9') || text.p[n] == '.' || text.p[n] == ','))
		n++;
	return n;
}

/* 500..1000亩: what stands behind the second number is meant of the first, too, where that is bare digits. */
static struct str with_unit_of(const struct making *m, struct str low, struct str high)
{
	size_t n = digits_length(high);
	if (!low.n || !n || digits_length(low) < low.n)
		return low;
	return arena_printf(&m->query->arena, "%.*s%.*s", STR_ARG(low), STR_ARG(str_sub(high, n, high.n)));
}

/* Place one value (or the two of a range) into limits: `read` reads one side. */
static bool make_limits(struct making *m,
	bool (*read)(struct making *m, struct str text, struct limit *from, struct limit *to), enum fault expected)
{
	struct limit from = {0}, to = {0}, unused;
	struct str low, high;
	bool number = m->term->type == TERM_NUMBER || m->term->type == TERM_FIGURE;
	if (m->op == OP_HAS && (number ? range_split_amounts(m->folded, &low, &high) : range_split(m->folded, &low, &high))) {
		if (!low.n && !high.n)
			return fail(m, expected);
		if (number)
			low = with_unit_of(m, low, high);
		if ((low.n && !read(m, low, &from, &unused)) || (high.n && !read(m, high, &unused, &to)))
			return false;
		m->term->least = from;
		m->term->greatest = to;
		return !low.n || !high.n || range_ascends(m, &from, &to, low, high);
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

static bool fail_unit(const struct making *m)
{
	struct strbuf units = {0};
	unit_add_fitting(m->query, m->term->indicator, m->err->chinese, &units);
	FAULT_AT(m->err, "query", m->place->column, FAULT_UNIT, m->place->raw, strbuf_str(&units));
	strbuf_release(&units);
	return false;
}

static bool read_amount(struct making *m, struct str text, struct limit *from, struct limit *to)
{
	struct err err = ERR_INIT;
	struct limit limit = {.set = true};
	/* 亿 alone is a numeral, but in a query it is a number that was forgotten */
	bool bare = str_starts(text, STR("亿")) || str_starts(text, STR("万"));
	if (bare || !amount_parse(text, &limit.number, &limit.unit, &err))
		return FAULT_AT(m->err, "query", m->place->column, FAULT_NUMBER, m->place->raw,
			str_from(m->place->op_text));
	limit.unit = arena_str(&m->query->arena, limit.unit);
	if (m->term->type == TERM_FIGURE && unit_is_count_word(m->query, m->term->indicator, limit.unit))
		limit.unit = (struct str){0};
	*from = *to = limit;
	return m->term->type != TERM_FIGURE || unit_fits(m->query, m->term->indicator, limit.unit) || fail_unit(m);
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
		return fail(m, EXPECT_PERIOD);
	*from = (struct limit){.set = true, .day = period.first};
	*to = (struct limit){.set = true, .day = period.last};
	return true;
}

/* -- enumerations ------------------------------------------------------------------------------ */

/* Whether a folded word is a label as it is printed. */
static bool is_label(struct str word, const char *label)
{
	struct strbuf folded = {0};
	text_fold(str_from(label), &folded);
	bool is = str_eq(word, strbuf_str(&folded));
	strbuf_release(&folded);
	return is;
}

/* The codes that a word means: the one that it is, else those whose labels it spells in pinyin or begins. */
static uint64_t codes_named(const struct enum_info *info, struct str word)
{
	uint64_t by_how[PINYIN_LITERAL + 1] = {0}, beginnings = 0;
	for (size_t i = 0; i < info->n; i++) {
		if (str_eq_c(word, info->v[i].code) || str_eq_c(word, info->v[i].zh) || is_label(word, info->v[i].en))
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

/* The nearest word first, where there is one. */
static bool fail_words(const struct making *m, const struct value_place *place, const struct text_nearest *near,
	struct str words)
{
	struct strbuf expected = {0};
	fault_format(m->err, EXPECT_ONE_OF, words, &expected);
	if (near->name.n)
		FAULT_AT(m->err, "query", place->column, FAULT_NEAR, place->raw, near->name, strbuf_str(&expected));
	else
		FAULT_AT(m->err, "query", place->column, FAULT_AFTER, place->raw, strbuf_str(&expected),
			str_from(place->op_text));
	strbuf_release(&expected);
	return false;
}

/* A label may have been mistyped in pinyin: touchn is near to 投产. */
static void try_pinyin(struct text_nearest *near, struct str label)
{
	struct strbuf letters = {0};
	size_t edits = near->edits;
	pinyin_slug(label, &letters);
	text_nearest_try(near, strbuf_str(&letters));
	if (near->edits < edits)
		near->name = label;
	strbuf_release(&letters);
}

/* One of the words that a value may be: its code and its label. */
static void try_word(struct text_nearest *near, struct strbuf *words, struct str code, struct str label)
{
	strbuf_printf(words, "%s%.*s %.*s", words->n ? ", " : "", STR_ARG(code), STR_ARG(label));
	text_nearest_try(near, code);
	text_nearest_try(near, label);
	try_pinyin(near, label);
}

static bool fail_codes(const struct making *m, const struct value_place *place, const struct enum_info *info)
{
	struct strbuf words = {0}, folded = {0};
	struct text_nearest near;
	text_fold(place->raw, &folded);
	text_nearest_init(&near, strbuf_str(&folded));
	for (size_t i = 0; i < info->n; i++)
		try_word(&near, &words, str_from(info->v[i].code), str_from(info->v[i].zh));
	fail_words(m, place, &near, strbuf_str(&words));
	strbuf_release(&words);
	strbuf_release(&folded);
	return false;
}

/* The codes of a field that stand in an order; 0: they stand in none. */
static uint64_t codes_in_order(const struct field *field)
{
	const struct enum_info *info = &enums[field->enumeration];
	size_t n = !info->ordered || field->type == FIELD_ENUMS ? 0 : field->enumeration == ENUM_STATUS ? STATUS_STALLED : info->n;
	return (UINT64_C(1) << n) - 1;
}

/* The codes of one word of the value. False with *err: it names none. */
static bool read_codes(const struct making *m, const struct value_place *place, const struct field *field,
	uint64_t *out)
{
	struct strbuf folded = {0};
	text_fold(str_trim(place->raw), &folded);
	*out = folded.n ? codes_named(&enums[field->enumeration], strbuf_str(&folded)) : 0;
	strbuf_release(&folded);
	return *out || fail_codes(m, place, &enums[field->enumeration]);
}

/* One side of a range or comparison: it must be one code that stands in the order. */
static bool read_ordered(const struct making *m, const struct value_place *place, const struct field *field,
	uint64_t *out)
{
	if (!read_codes(m, place, field, out))
		return false;
	return (!(*out & (*out - 1)) && *out & codes_in_order(field)) || fail_at(m, place, EXPECT_IN_ORDER);
}

/* A..B of codes in their order: what status>=A says in a form that no shell misreads. */
static bool make_code_range(struct making *m, const struct field *field, struct str low, struct str high)
{
	uint64_t in_order = codes_in_order(field), from = 1, to = in_order;
	struct value_place low_place = part_place(m->place, low, 0);
	struct value_place second = part_place(m->place, high, (size_t)(high.p - m->place->raw.p));
	if (!in_order)
		return FAULT_AT(m->err, "query", m->place->column, FAULT_NOT_ORDERED, STR("\"..\""), m->place->raw,
			str_from(field->name));
	if (!low.n && !high.n)
		return fail(m, EXPECT_IN_ORDER);
	if ((low.n && !read_ordered(m, &low_place, field, &from)) || (high.n && !read_ordered(m, &second, field, &to)))
		return false;
	if (low.n && high.n && to < from)
		return FAULT_AT(m->err, "query", second.column, FAULT_RANGE, high, low);
	m->term->codes = in_order & ~(from - 1) & (high.n ? to | (to - 1) : in_order);
	return true;
}

static bool make_codes(struct making *m, const struct field *field)
{
	struct str low, high, rest = m->place->raw, part;
	uint64_t named, in_order = codes_in_order(field);
	m->term->type = TERM_CODES;
	if (m->op == OP_HAS && !m->place->quoted && range_split(m->place->raw, &low, &high))
		return make_code_range(m, field, low, high);
	if (m->op == OP_HAS || m->op == OP_EQUAL) {
		while (value_part(m->place, &rest, true, &part)) {
			struct value_place place = part_place(m->place, part, (size_t)(part.p - m->place->raw.p));
			if (!read_codes(m, &place, field, &named))
				return false;
			m->term->codes |= named;
		}
		return true;
	}
	if (!in_order)
		return only_equality(m, field->name);
	if (!read_ordered(m, m->place, field, &named))
		return false;
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
	return fail(m, EXPECT_BOOL);
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
	struct strbuf words = {0};
	struct text_nearest near;
	text_nearest_init(&near, m->folded);
	for (unsigned v = 0; v < VERDICT_COUNT; v++)
		try_word(&near, &words, str_from(verdicts[v].code), str_from(verdicts[v].zh));
	fail_words(m, m->place, &near, strbuf_str(&words));
	strbuf_release(&words);
	return false;
}

/* -- references ------------------------------------------------------------------------------------ */

static bool make_targets(struct making *m, const struct field *field)
{
	m->term->type = TERM_TARGET;
	m->term->with_figures = str_eq_c(str_from(field->name), "source");
	m->term->rows = arena_calloc(&m->query->arena, KIND_COUNT, sizeof *m->term->rows);
	if (!only_equality(m, field->name))
		return false;
	term_targets(m->query, m->place, m->op, field->kinds, m->term->rows);
	return true;
}

/* -- texts ---------------------------------------------------------------------------------------------- */

static bool make_text(struct making *m, const struct field *field)
{
	struct str name = str_from(field->name);
	bool names = str_eq_c(name, "name") || str_eq_c(name, "short_names"), code = str_eq_c(name, "code");
	bool equal = m->op == OP_HAS || m->op == OP_EQUAL;
	if (!equal && m->query->kind == KIND_CLAIM && str_eq_c(name, "value"))
		return FAULT_AT(m->err, "query", m->place->column, FAULT_VALUE, str_from(m->place->op_text), m->place->raw);
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
		m->term->rows);
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
		return make_limits(m, read_period, EXPECT_A_DATE);
	case FIELD_INTEGER: case FIELD_DECIMAL:
		m->term->type = TERM_NUMBER;
		return make_limits(m, read_amount, EXPECT_A_NUMBER);
	case FIELD_TEXT: case FIELD_LIST: case FIELD_LOCATORS: return make_text(m, field);
	}
	return false;
}

/* A range would be taken for its beginning, without a word. */
static bool make_since(struct making *m)
{
	struct str low, high;
	if (range_split(m->folded, &low, &high) && high.n)
		return fail(m, EXPECT_PERIOD);
	return make_limits(m, read_period, EXPECT_A_DATE);
}

/* -- has and missing --------------------------------------------------------------------------------------- */

/* The nearest of the words that are no fields. False with *err: there is one. */
static bool no_presence_near(const struct making *m)
{
	struct text_nearest near;
	text_nearest_init(&near, m->folded);
	text_nearest_try(&near, STR("conflict"));
	text_nearest_try(&near, STR("doubt"));
	return !near.name.n || FAULT_AT(m->err, "query", m->place->column, FAULT_NEAR, m->place->raw, near.name, fault_text(m->err, EXPECT_PRESENCE));
}

static bool make_presence(struct making *m)
{
	struct name name;
	struct err unknown = {.chinese = m->err->chinese};
	if (str_eq_c(m->folded, "conflict") || str_eq_c(m->folded, "冲突") || str_eq_c(m->folded, "矛盾")) {
		m->term->type = TERM_VERDICT;
		m->term->codes = UINT64_C(1) << VERDICT_CONFLICT | UINT64_C(1) << VERDICT_AGAINST_FIGURES;
		return only_equality(m, "has");
	}
	bool own = field_find(m->query->kind, m->folded) >= 0; /* 疑点 of a doubt is its rule */
	if (!own && (str_eq_c(m->folded, "doubt") || str_eq_c(m->folded, "存疑") || str_eq_c(m->folded, "疑点"))) {
		m->term->type = TERM_DOUBT;
		return only_equality(m, "has");
	}
	struct name_place place = query_name_place(m->query, m->place->column);
	if (!name_find(m->place->raw, &place, &name, &unknown)) {
		if (no_presence_near(m))
			*m->err = unknown;
		return false;
	}
	if (name.type != NAME_FIELD && name.type != NAME_FIGURE)
		return fail(m, EXPECT_PRESENCE);
	m->term->type = name.type == NAME_FIELD ? TERM_PRESENT : TERM_FIGURES;
	m->term->field = name.field;
	m->term->indicator = name.indicator;
	return only_equality(m, "has");
}

static bool make_is(struct making *m)
{
	bool reference = str_eq_c(m->folded, "reference") || str_eq_c(m->folded, "template") || str_eq_c(m->folded,
		"参照")
		|| str_eq_c(m->folded, "参照链") || str_eq_c(m->folded, "模板");
	if (m->query->kind != KIND_CHAIN && m->query->kind != KIND_STAGE)
		return FAULT_AT(m->err, "query", m->place->column, FAULT_IS, m->place->raw,
			str_from(kinds[m->query->kind].plural));
	m->term->type = TERM_REFERENCE;
	return reference ? only_equality(m, "is") : fail(m, EXPECT_REFERENCE);
}

bool term_make(struct query *query, const struct name *name, enum op op, const struct value_place *place,
	struct term *out, struct err *err)
{
	struct strbuf folded = {0};
	text_fold(place->raw, &folded);
	struct making m = {query, place, op, out, arena_take(&query->arena, &folded), err};
	if (!m.folded.n)
		return fail(&m, EXPECT_A_VALUE);
	switch (name->type) {
	case NAME_FIELD: return make_field(&m, name->field);
	case NAME_FIGURE:
		out->type = TERM_FIGURE;
		out->indicator = name->indicator;
		return make_limits(&m, read_amount, EXPECT_A_NUMBER);
	case NAME_SINCE:
		out->type = TERM_SINCE;
		return only_equality(&m, "since") && make_since(&m);
	case NAME_HAS: case NAME_MISSING: return make_presence(&m);
	case NAME_VERDICT: return make_verdict(&m);
	case NAME_IS: return make_is(&m);
	case NAME_MATCH: case NAME_SAME: case NAME_SORT: case NAME_BY: case NAME_TOP: case NAME_STEP: break;
	}
	return fail(&m, EXPECT_OTHER_FIELD);
}

void term_release(struct term *term)
{
	size_t n = term->type == TERM_TARGET ? KIND_COUNT : term->type == TERM_ROWS ? 1 : 0;
	for (size_t i = 0; term->rows && i < n; i++)
		lookup_rows_release(&term->rows[i]);
}

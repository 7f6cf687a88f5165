#include "query_internal.h"

#include "base/strbuf.h"
#include "text/figure.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>

/*
 * expression := all ('|' all)*
 * all        := one+
 * one        := '-' one | '(' expression ')' | '"' phrase '"' | name op value | word
 */
struct parser {
	struct query *query;
	struct str text;
	size_t at;
	unsigned depth;  /* how deep a term stands: 1 beside all others */
	bool form;       /* what was read last says how the answer stands, not which rows it has */
	struct str form_text;
	struct err *err;
};

enum { DEPTH_MAX = 64 };

/* -- characters ---------------------------------------------------------------------- */

uint32_t char_plain(uint32_t c)
{
	switch (c) {
	case 0x3000: case '\t': case '\n': case '\v': case '\f': case '\r': return ' ';
	case 0x201C: case 0x201D: return '"';
	case 0x2212: return '-';
	default: return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
	}
}

bool char_is_operator(uint32_t c)
{
	return c == ':' || c == '=' || c == '<' || c == '>' || c == 0x2264 || c == 0x2265 || c == 0x2266 || c == 0x2267;
}

/* 0 at the end. */
static uint32_t peek(const struct parser *p)
{
	size_t at = p->at;
	uint32_t c = at < p->text.n ? char_plain(utf8_next(p->text, &at)) : 0;
	/* what an input method makes of the keys < and >; elsewhere they are the quotes of a title */
	if ((c == 0x300A || c == 0x300B) && at < p->text.n && char_plain(utf8_next(p->text, &at)) == '=')
		return c == 0x300A ? '<' : '>';
	return c;
}

static void advance(struct parser *p)
{
	utf8_next(p->text, &p->at);
}

static void skip_blanks(struct parser *p)
{
	while (peek(p) == ' ')
		advance(p);
}

static size_t column_at(const struct parser *p, size_t at)
{
	return utf8_length(str_sub(p->text, 0, at)) + 1;
}

static bool fail(struct parser *p, size_t at, enum fault expected)
{
	struct str rest = str_sub(p->text, at, p->text.n), phrase = fault_text(p->err, expected);
	if (!rest.n)
		return FAULT_AT(p->err, "query", column_at(p, at), FAULT_END, phrase);
	return FAULT_AT(p->err, "query", column_at(p, at), FAULT_FOUND, str_sub(rest, 0, utf8_offset(rest, 1)), phrase);
}

/* -- nodes ------------------------------------------------------------------------------ */

struct node *node_new(struct query *query, enum node_type type)
{
	struct node *node = arena_calloc(&query->arena, 1, sizeof *node);
	node->type = type;
	return node;
}

struct node *node_of_term(struct query *query, const struct term *term, struct str text)
{
	struct node *node = node_new(query, NODE_TERM);
	node->term = arena_alloc(&query->arena, sizeof *term);
	*node->term = *term;
	node->term->text = text;
	node->term->number = query->terms.n;
	array_push(&query->terms, node->term);
	return node;
}

static struct node *not_node(struct parser *p, struct node *inside)
{
	struct node *node = node_new(p->query, NODE_NOT);
	node->first = inside;
	return node;
}

static struct node *word_node(struct parser *p, struct str word, struct str text)
{
	struct term term = {.type = TERM_ROWS};
	term.rows = arena_calloc(&p->query->arena, 1, sizeof *term.rows);
	lookup_find_rows(p->query->index, word, p->query->kind, LOOKUP_EVERYWHERE, term.rows);
	return node_of_term(p->query, &term, text);
}

/* -- terms -------------------------------------------------------------------------------- */

/* The quotes of a title may stand inside ASCII ones: "聚“链”成势". Where no ASCII one follows, and behind another, any closes. */
static bool read_phrase(struct parser *p, struct str *phrase)
{
	size_t quote = p->at;
	advance(p);
	size_t start = p->at;
	ptrdiff_t closing = p->text.p[quote] == '"' ? str_find_byte(p->text, '"', start) : -1;
	if (closing >= 0)
		p->at = (size_t)closing;
	while (p->at < p->text.n && peek(p) != '"')
		advance(p);
	if (p->at >= p->text.n)
		return FAULT_AT(p->err, "query", column_at(p, quote), FAULT_QUOTE, {0});
	*phrase = str_sub(p->text, start, p->at - start);
	advance(p);
	return true;
}

/* At an operator: move behind it. */
static bool read_operator(struct parser *p, enum op *op)
{
	uint32_t c = peek(p);
	switch (c) {
	case ':': *op = OP_HAS; break;
	case '=': *op = OP_EQUAL; break;
	case '<': *op = OP_LESS; break;
	case '>': *op = OP_GREATER; break;
	case 0x2264: case 0x2266: *op = OP_AT_MOST; break;
	case 0x2265: case 0x2267: *op = OP_AT_LEAST; break;
	default: return false;
	}
	advance(p);
	if ((*op == OP_LESS || *op == OP_GREATER) && peek(p) == '=') {
		*op = *op == OP_LESS ? OP_AT_MOST : OP_AT_LEAST;
		advance(p);
	}
	return true;
}

static bool ends_term(uint32_t c)
{
	return c == 0 || c == ' ' || c == '|';
}

/* Whether an operator stands here or behind blanks: "invest >= 5亿" is one term. */
static bool operator_follows(const struct parser *p)
{
	struct parser ahead = *p;
	skip_blanks(&ahead);
	return char_is_operator(peek(&ahead));
}

/* A value runs to a blank or '|', or a ')' that was not opened inside it. */
static bool read_value(struct parser *p, struct str *value)
{
	if (peek(p) == '"')
		return read_phrase(p, value);
	size_t start = p->at, open = 0;
	for (uint32_t c; !ends_term(c = peek(p)) && (c != ')' || open); advance(p)) {
		open += c == '(';
		open -= c == ')';
	}
	*value = str_sub(p->text, start, p->at - start);
	return value->n || fail(p, start, EXPECT_VALUE);
}

/* Where the character before the place starts. */
static size_t step_left(const struct parser *p, size_t at)
{
	do
		at--;
	while (at && ((unsigned char)p->text.p[at] & 0xC0) == 0x80);
	return at;
}

static bool letters_at(const struct parser *p, size_t at)
{
	uint32_t c = char_plain(utf8_next(p->text, &at)) | 0x20;
	return c >= 'a' && c <= 'z';
}

/*
 * 5 亿元: a unit behind the blank is the number's own, and nothing to look for. Letters may as well be initials: they are a unit
 * where figures of the indicator have it.
 */
static void read_unit(struct parser *p, struct ref indicator, struct str *value)
{
	struct parser ahead = *p;
	size_t last = step_left(p, p->at);
	uint32_t digit = char_plain(utf8_next(p->text, &last));
	skip_blanks(&ahead);
	size_t start = ahead.at;
	if (digit < '0' || digit > '9' || start == p->at)
		return;
	while (!ends_term(peek(&ahead)) && peek(&ahead) != ')' && !char_is_operator(peek(&ahead)))
		advance(&ahead);
	struct str unit = str_sub(p->text, start, ahead.at - start);
	if (!amount_is_unit(unit) || operator_follows(&ahead) || (letters_at(p, start) && !unit_word_fits(p->query, indicator, unit)))
		return;
	p->at = ahead.at;
	value->n = (size_t)(p->text.p + p->at - value->p);
}

/* => for >=, == for =, <> and != for "not": what other languages write. */
static bool check_operator(struct parser *p, size_t start, struct str name, enum op op)
{
	uint32_t next = peek(p);
	size_t sign = step_left(p, p->at), end = p->at;
	bool again = next == '=' || next == '<' || next == '>';
	if (again)
		utf8_next(p->text, &end);
	if ((op == OP_LESS && next == '>') || (name.n > 1 && (str_ends(name, STR("!")) || str_ends(name, STR("！")))))
		return FAULT_AT(p->err, "query", column_at(p, start), FAULT_OPERATOR, str_sub(p->text, start,
			end - start), STR("-…:"));
	if (op != OP_EQUAL || !again)
		return true;
	return FAULT_AT(p->err, "query", column_at(p, sign), FAULT_OPERATOR, str_sub(p->text, sign, end - sign),
		next == '=' ? STR("=") : next == '<' ? STR("<=") : STR(">="));
}

/* -- how the answer stands -------------------------------------------------------------- */

static bool read_by(struct parser *p, const struct value_place *place)
{
	struct query_form *form = &p->query->form;
	struct sort_key keys[QUERY_KEYS];
	struct name_place names = query_name_place(p->query, place->column);
	size_t n = keys_parse_at(place->raw, &names, keys, QUERY_KEYS, p->err);
	form->n_by = 0;
	for (size_t i = 0; i < n; i++) {
		if (keys[i].column.type != COLUMN_FIELD)
			return FAULT_AT(p->err, "query", place->column, FAULT_FIGURE_BY, place->raw);
		form->by[form->n_by++] = keys[i].column;
	}
	return n > 0;
}

static bool read_top(struct parser *p, const struct value_place *place)
{
	struct decimal number;
	if (!number_parse(place->raw, &number) || number.scale || number.digits < 1)
		return FAULT_AT(p->err, "query", place->column, FAULT_AFTER, place->raw, fault_text(p->err, EXPECT_COUNT),
			str_from(place->op_text));
	p->query->form.top = (size_t)number.digits;
	return true;
}

static struct node *parse_form(struct parser *p, const struct name *name, enum op op, const struct value_place *place,
	struct str text)
{
	struct query_form *form = &p->query->form;
	struct name_place names = query_name_place(p->query, place->column);
	bool ok = true;
	if (p->depth > 1)
		ok = FAULT_AT(p->err, "query", column_at(p, (size_t)(text.p - p->text.p)), FAULT_INSIDE, text);
	else if (op != OP_HAS && op != OP_EQUAL)
		ok = FAULT_AT(p->err, "query", place->column, FAULT_NOT_ORDERED, str_from(place->op_text), place->raw,
			STR("sort by top"));
	else if (name->type == NAME_SORT)
		ok = (form->n_keys = sort_parse_at(place->raw, &names, form->keys, QUERY_KEYS, p->err)) > 0;
	else
		ok = name->type == NAME_BY ? read_by(p, place) : read_top(p, place);
	p->form = true;
	p->form_text = text;
	array_push(&p->query->form_texts, ((struct form_text){text, name->type == NAME_TOP}));
	return ok ? node_new(p->query, NODE_ALL) : NULL;
}

/* -- a field and its value ------------------------------------------------------------------ */

static struct node *parse_field(struct parser *p, size_t start, struct str name_text)
{
	static const char *const op_texts[] = {"\":\"", "\"=\"", "\"<\"", "\"<=\"", "\">\"", "\">=\"", "\":\""};
	struct name name;
	enum op op = OP_HAS, second;
	struct term term = {0};
	skip_blanks(p);
	read_operator(p, &op);
	if (op == OP_HAS && read_operator(p, &second))
		op = second;
	if (!check_operator(p, start, name_text, op))
		return NULL;
	skip_blanks(p);
	struct value_place place = {.op_text = op_texts[op], .column = column_at(p, p->at)};
	struct name_place name_place = query_name_place(p->query, column_at(p, start));
	if (!name_find(name_text, &name_place, &name, p->err))
		return NULL;
	place.quoted = peek(p) == '"';
	if (!read_value(p, &place.raw))
		return NULL;
	if (name.type == NAME_FIGURE && !place.quoted)
		read_unit(p, name.indicator, &place.raw);
	struct str text = str_sub(p->text, start, p->at - start);
	if (name.type == NAME_SORT || name.type == NAME_BY || name.type == NAME_TOP)
		return parse_form(p, &name, op, &place, text);
	if (name.type == NAME_STEP)
		return step_node(p->query, name.kind, op, &place, text, p->err);
	if (name.type == NAME_SAME)
		return same_node(p->query, &place, text, p->err);
	if (!term_make(p->query, &name, op, &place, &term, p->err)) {
		term_release(&term);
		return NULL;
	}
	struct node *node = node_of_term(p->query, &term, text);
	return name.type == NAME_MISSING ? not_node(p, node) : node;
}

static struct node *parse_expression(struct parser *p);

static struct node *parse_group(struct parser *p)
{
	size_t open = p->at;
	advance(p);
	struct node *inside = parse_expression(p);
	if (!inside)
		return NULL;
	skip_blanks(p);
	if (p->at >= p->text.n) {
		FAULT_AT(p->err, "query", column_at(p, open), FAULT_OPEN, {0});
		return NULL;
	}
	advance(p);
	return inside;
}

/* A word up to its end, a blank, an operator or a parenthesis. */
static struct str read_word(struct parser *p)
{
	size_t start = p->at;
	for (uint32_t c; !ends_term(c = peek(p)) && c != '(' && c != ')' && !char_is_operator(c);)
		advance(p);
	return str_sub(p->text, start, p->at - start);
}

/* or, and, not: words here, where people mean what a sign says; kept for query_slip. */
static void keep_conjunction(struct query *query, struct str word)
{
	static const char *const words[] = {"or", "或", "或者", "and", "且", "并且", "not"};
	struct strbuf folded = {0};
	text_fold(word, &folded);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!query->conjunction.n && str_eq_c(strbuf_str(&folded), words[i])) {
			query->conjunction = word;
			query->conjunction_sign = i < 3 ? EXPECT_BAR : i < 6 ? EXPECT_BLANK : EXPECT_MINUS;
		}
	strbuf_release(&folded);
}

/* A word; behind a number its unit is part of it: 206.65 亿元. */
static struct node *number_node(struct parser *p, size_t start, struct str word)
{
	if (word.n < str_trim(p->text).n)
		keep_conjunction(p->query, word);
	size_t end = p->at;
	skip_blanks(p);
	struct str unit = read_word(p);
	if (unit.n && !operator_follows(p) && sought_has_unit(word, unit))
		return word_node(p, arena_printf(&p->query->arena, "%.*s%.*s", STR_ARG(word), STR_ARG(unit)), str_sub(p->text, start, p->at - start));
	p->at = end;
	return word_node(p, word, word);
}

static struct node *parse_word(struct parser *p)
{
	size_t start = p->at;
	struct str phrase;
	if (peek(p) == '"')
		return read_phrase(p, &phrase) ? word_node(p, phrase, str_sub(p->text, start, p->at - start)) : NULL;
	struct str word = read_word(p);
	if (!word.n) {
		fail(p, start, EXPECT_WORD);
		return NULL;
	}
	if (operator_follows(p))
		return parse_field(p, start, word);
	return number_node(p, start, word);
}

static struct node *parse_one(struct parser *p)
{
	struct node *node = NULL;
	skip_blanks(p);
	p->form = false;
	if (++p->depth > DEPTH_MAX) {
		FAULT_AT(p->err, "query", column_at(p, p->at), FAULT_DEPTH, arena_printf(&p->query->arena, "%d", DEPTH_MAX));
	} else if (peek(p) == '-') {
		advance(p);
		struct node *inside = parse_one(p);
		if (inside)
			node = not_node(p, inside);
	} else {
		node = peek(p) == '(' ? parse_group(p) : parse_word(p);
	}
	p->depth--;
	return node;
}

/* Between terms & and && say what a blank does. */
static void skip_and(struct parser *p)
{
	struct parser ahead = *p;
	skip_blanks(&ahead);
	size_t start = ahead.at;
	while (ahead.at < p->text.n && peek(&ahead) == '&')
		advance(&ahead);
	if (ahead.at > start && ahead.at < p->text.n && peek(&ahead) == ' ')
		p->at = ahead.at;
	skip_blanks(p);
}

/* Terms side by side; one alone needs no node of its own, and what says how the answer stands is none of them. */
static struct node *parse_all(struct parser *p)
{
	struct node *first = NULL, *last = NULL;
	bool any = false;
	do {
		struct node *one = parse_one(p);
		if (!one)
			return NULL;
		if (!p->form) {
			*(last ? &last->next : &first) = one;
			last = one;
			any = true;
		}
		skip_and(p);
	} while (p->at < p->text.n && peek(p) != '|' && peek(p) != ')');
	p->form = !any;
	if (!any)
		return node_new(p->query, NODE_ALL);
	if (first == last)
		return first;
	struct node *node = node_new(p->query, NODE_AND);
	node->first = first;
	return node;
}

/* One side of "|" that only says how the answer stands would let everything through. */
static bool check_side(struct parser *p)
{
	return !p->form || FAULT_AT(p->err, "query", column_at(p, (size_t)(p->form_text.p - p->text.p)),
		FAULT_ONLY_FORM, p->form_text);
}

static struct node *parse_expression(struct parser *p)
{
	struct node *first = parse_all(p), *last = first;
	bool several = false;
	while (last && peek(p) == '|') {
		several = true;
		if (!check_side(p))
			return NULL;
		advance(p);
		if (p->at < p->text.n && peek(p) == '|')
			advance(p);
		last = last->next = parse_all(p);
	}
	if (!last || (several && !check_side(p)))
		return NULL;
	p->form = false;
	if (first == last)
		return last;
	struct node *node = node_new(p->query, NODE_OR);
	node->first = first;
	return node;
}

struct query *query_parse(struct str text, enum kind kind, const struct index *index, struct err *err)
{
	struct query *query = xcalloc(1, sizeof *query);
	query->index = index;
	query->kind = kind;
	query->text = arena_str(&query->arena, text);
	struct parser p = {.query = query, .text = query->text, .err = err};
	skip_blanks(&p);
	query->root = p.at >= p.text.n ? node_new(query, NODE_ALL) : parse_expression(&p);
	if (query->root && p.at < p.text.n) {
		fail(&p, p.at, EXPECT_OPENED);
		query->root = NULL;
	}
	if (!query->root) {
		query_free(query);
		return NULL;
	}
	plan_make(query->root);
	return query;
}

void query_free(struct query *query)
{
	if (!query)
		return;
	for (size_t i = 0; i < query->terms.n; i++)
		term_release(query->terms.v[i]);
	array_release(&query->terms);
	array_release(&query->form_texts);
	arena_release(&query->arena);
	free(query);
}

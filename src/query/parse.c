#include "query_internal.h"

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
	unsigned depth;
	struct err *err;
};

enum { DEPTH_MAX = 64 };

/* -- characters ---------------------------------------------------------------------- */

/* Full-width forms and other spellings of the characters that mean something. */
static uint32_t plain(uint32_t c)
{
	switch (c) {
	case 0x3000: case '\t': case '\n': case '\r': return ' ';
	case 0x201C: case 0x201D: return '"';
	case 0x2212: return '-';
	default: return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
	}
}

static uint32_t peek(const struct parser *p)
{
	size_t at = p->at;
	return p->at < p->text.n ? plain(utf8_next(p->text, &at)) : 0;
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

static bool fail(struct parser *p, size_t at, const char *expected)
{
	struct str rest = str_sub(p->text, at, p->text.n);
	if (!rest.n)
		return err_at(p->err, ERR_USAGE, "query", 1, column_at(p, at), "found the end, expected %s", expected);
	return err_at(p->err, ERR_USAGE, "query", 1, column_at(p, at), "found \"%.*s\", expected %s",
		STR_ARG(str_sub(rest, 0, utf8_offset(rest, 1))), expected);
}

/* -- nodes ------------------------------------------------------------------------------ */

static struct node *node_new(struct parser *p, enum node_type type)
{
	struct node *node = arena_calloc(&p->query->arena, 1, sizeof *node);
	node->type = type;
	return node;
}

static struct node *term_node(struct parser *p, const struct term *term, struct str text)
{
	struct node *node = node_new(p, NODE_TERM);
	node->term = arena_alloc(&p->query->arena, sizeof *term);
	*node->term = *term;
	node->term->text = text;
	node->term->number = p->query->terms.n;
	array_push(&p->query->terms, node->term);
	return node;
}

static struct node *not_node(struct parser *p, struct node *inside)
{
	struct node *node = node_new(p, NODE_NOT);
	node->first = inside;
	return node;
}

static struct node *word_node(struct parser *p, struct str word, struct str text)
{
	struct term term = {.type = TERM_ROWS};
	term.rows = arena_calloc(&p->query->arena, 1, sizeof *term.rows);
	lookup_find_rows(p->query->index, word, p->query->kind, LOOKUP_EVERYWHERE, term.rows, NULL);
	return term_node(p, &term, text);
}

/* -- terms -------------------------------------------------------------------------------- */

static bool read_phrase(struct parser *p, struct str *phrase)
{
	size_t quote = p->at;
	advance(p);
	size_t start = p->at;
	while (p->at < p->text.n && peek(p) != '"')
		advance(p);
	if (p->at >= p->text.n)
		return err_at(p->err, ERR_USAGE, "query", 1, column_at(p, quote),
			"found an opening quote, expected a closing one behind it");
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
	if ((*op == OP_LESS || *op == OP_GREATER) && p->at < p->text.n && peek(p) == '=') {
		*op = *op == OP_LESS ? OP_AT_MOST : OP_AT_LEAST;
		advance(p);
	}
	return true;
}

static bool is_operator(uint32_t c)
{
	return c == ':' || c == '=' || c == '<' || c == '>' || c == 0x2264 || c == 0x2265 || c == 0x2266 || c == 0x2267;
}

static bool ends_term(uint32_t c)
{
	return c == 0 || c == ' ' || c == '|';
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
	return value->n || fail(p, start, "a value behind the operator");
}

static struct node *parse_field(struct parser *p, size_t start, struct str name_text)
{
	static const char *const op_texts[] = {"\":\"", "\"=\"", "\"<\"", "\"<=\"", "\">\"", "\">=\"", "\":\""};
	struct name name;
	enum op op = OP_HAS, second;
	struct term term = {0};
	read_operator(p, &op);
	if (op == OP_HAS && p->at < p->text.n && read_operator(p, &second))
		op = second;
	struct value_place place = {.op_text = op_texts[op], .column = column_at(p, p->at)};
	if (!name_find(name_text, p->query->kind, p->query->index, &name, "query", column_at(p, start), p->err))
		return NULL;
	if (!read_value(p, &place.raw) || !term_make(p->query, &name, op, &place, &term, p->err)) {
		term_release(&term);
		return NULL;
	}
	struct node *node = term_node(p, &term, str_sub(p->text, start, p->at - start));
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
		err_at(p->err, ERR_USAGE, "query", 1, column_at(p, open),
			"found \"(\", expected a closing one behind it");
		return NULL;
	}
	advance(p);
	return inside;
}

static struct node *parse_word(struct parser *p)
{
	size_t start = p->at;
	struct str phrase;
	if (peek(p) == '"')
		return read_phrase(p, &phrase) ? word_node(p, phrase, str_sub(p->text, start, p->at - start)) : NULL;
	for (uint32_t c; !ends_term(c = peek(p)) && c != '(' && c != ')' && !is_operator(c);)
		advance(p);
	struct str word = str_sub(p->text, start, p->at - start);
	if (!word.n) {
		fail(p, start, "a word, a field or \"(\"");
		return NULL;
	}
	if (p->at < p->text.n && is_operator(peek(p)))
		return parse_field(p, start, word);
	return word_node(p, word, word);
}

static struct node *parse_one(struct parser *p)
{
	struct node *node = NULL;
	skip_blanks(p);
	if (++p->depth > DEPTH_MAX) {
		err_at(p->err, ERR_USAGE, "query", 1, column_at(p, p->at), "found more than %d levels, expected fewer",
			DEPTH_MAX);
	} else if (p->at < p->text.n && peek(p) == '-') {
		advance(p);
		struct node *inside = parse_one(p);
		if (inside)
			node = not_node(p, inside);
	} else {
		node = p->at < p->text.n && peek(p) == '(' ? parse_group(p) : parse_word(p);
	}
	p->depth--;
	return node;
}

/* Children while `more` holds; one child needs no node of its own. */
static struct node *parse_all(struct parser *p)
{
	struct node *first = parse_one(p), *last = first;
	for (;;) {
		skip_blanks(p);
		if (!last || p->at >= p->text.n || peek(p) == '|' || peek(p) == ')')
			break;
		last = last->next = parse_one(p);
	}
	if (!last || first == last)
		return last;
	struct node *node = node_new(p, NODE_AND);
	node->first = first;
	return node;
}

static struct node *parse_expression(struct parser *p)
{
	struct node *first = parse_all(p), *last = first;
	while (last && p->at < p->text.n && peek(p) == '|') {
		advance(p);
		last = last->next = parse_all(p);
	}
	if (!last || first == last)
		return last;
	struct node *node = node_new(p, NODE_OR);
	node->first = first;
	return node;
}

struct query *query_parse(struct str text, enum kind kind, const struct index *index, struct err *err)
{
	struct query *query = xcalloc(1, sizeof *query);
	query->index = index;
	query->kind = kind;
	struct parser p = {.query = query, .text = arena_str(&query->arena, text), .err = err};
	skip_blanks(&p);
	query->root = p.at >= p.text.n ? node_new(&p, NODE_ALL) : parse_expression(&p);
	if (query->root && p.at < p.text.n) {
		fail(&p, p.at, "\"(\" before it");
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
	arena_release(&query->arena);
	free(query);
}

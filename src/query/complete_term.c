#include "complete_internal.h"

#include "query/complete.h"
#include "query_internal.h"

#include "base/strbuf.h"
#include "text/fold.h"
#include "text/utf8.h"

bool typed_gap(uint32_t c)
{
	c = char_plain(c);
	return c == ' ' || c == '|' || c == ')';
}

static void start_term(struct typed_term *t, size_t at)
{
	*t = (struct typed_term){.term = at, .op = SIZE_MAX, .value = at};
}

void typed_term_find(struct str text, struct typed_term *out)
{
	bool quoted = false;
	start_term(out, 0);
	for (size_t at = 0; at < text.n;) {
		size_t before = at;
		uint32_t c = char_plain(utf8_next(text, &at));
		if (c == '"') {
			quoted = !quoted;
		} else if (quoted) {
			continue;
		} else if (typed_gap(c)) {
			start_term(out, at);
		} else if (c == '(' && before == out->term) {
			start_term(out, at);
		} else if (c == '-' && before == out->term) {
			start_term(out, at);
			out->excluded = true;
		} else if (char_is_operator(c) && (out->op == SIZE_MAX || out->value == before)) {
			out->op = out->op == SIZE_MAX ? before : out->op;
			out->value = at;
		} else if (c == ',' && out->op != SIZE_MAX) {
			out->value = at;
			out->listed = true;
		}
	}
}

bool query_has_operator(struct str text)
{
	bool quoted = false;
	for (size_t at = 0, before = 0; at < text.n; before = at) {
		uint32_t c = char_plain(utf8_next(text, &at));
		quoted ^= c == '"';
		if (!quoted && before && char_is_operator(c))
			return true;
	}
	return false;
}

/* -- a record that is not named ------------------------------------------------------------ */

static bool is_same(struct str name)
{
	struct strbuf folded = {0};
	text_fold(name, &folded);
	bool same = str_eq_c(strbuf_str(&folded), "same") || str_eq_c(strbuf_str(&folded), "同");
	strbuf_release(&folded);
	return same;
}

static bool is_dot(struct str value)
{
	return str_eq_c(value, ".") || str_eq_c(value, "。") || str_eq_c(value, "．");
}

bool query_same_unnamed(struct str text, bool typing, size_t *start, size_t *end)
{
	for (size_t at = 0, behind = 0; at <= text.n; at = behind) {
		uint32_t c = at < text.n ? utf8_next(text, &behind) : ' ';
		if (at == text.n)
			behind++;
		if (!typed_gap(c))
			continue;
		struct typed_term t;
		struct str whole = str_sub(text, 0, at);
		typed_term_find(whole, &t);
		struct str value = str_sub(whole, t.value, at);
		if (t.op == SIZE_MAX || !is_same(str_sub(whole, t.term, t.op - t.term))
			|| !(is_dot(value) || (!value.n && !(typing && at == text.n))))
			continue;
		*start = t.value;
		*end = at;
		return true;
	}
	return false;
}

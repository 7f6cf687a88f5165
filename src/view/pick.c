#include "view/pick_internal.h"

#include <stdlib.h>

/* Take out of the set what is not marked. */
static void keep_marked(struct query_set *set, const struct app *app, enum kind kind)
{
	set->n = set->n_perhaps = 0;
	for (size_t w = 0; w < (set->n_rows + 63) / 64; w++) {
		for (uint64_t rest = set->yes[w] | set->perhaps[w]; rest; rest &= rest - 1) {
			uint64_t bit = rest & -rest;
			if (app_marked(app, ref_make(kind, (uint32_t)(w * 64 + bits_lowest(rest)))))
				continue;
			set->yes[w] &= ~bit;
			set->perhaps[w] &= ~bit;
		}
		set->n += bits_count(set->yes[w] | set->perhaps[w]);
		set->n_perhaps += bits_count(set->perhaps[w]);
	}
}

/* Hand the bits of a set out; all rows and none in doubt need no bits. */
static void hand_out(struct query_set *set, struct picked *out)
{
	out->n = set->n;
	out->n_perhaps = set->n_perhaps;
	if (set->n == set->n_rows && !set->n_perhaps) {
		query_set_release(set);
		return;
	}
	for (size_t w = 0; w < (set->n_rows + 63) / 64; w++)
		set->yes[w] |= set->perhaps[w];
	out->rows = set->yes;
	if (set->n_perhaps)
		out->perhaps = set->perhaps;
	else
		free(set->perhaps);
}

/* One query, so that only rows that its other terms leave are asked for their figures. */
static struct query *with_conflicts(const struct index *index, const struct picking *picking, struct err *err)
{
	struct strbuf text = {0};
	pick_add_term(index, picking->kind, picking->query, STR("has:conflict"), true, &text);
	struct query *query = query_parse(strbuf_str(&text), picking->kind, index, err);
	strbuf_release(&text);
	return query;
}

bool pick_rows(struct picked *out, const struct app *app, const struct picking *picking, struct err *err)
{
	const struct index *index = app_index(app);
	struct query_set set;
	err->chinese = app_chinese(app);
	if (!str_trim(picking->query).n && !picking->only_marked && !picking->only_conflicts) {
		*out = (struct picked){.n = index_count(index, picking->kind)};
		return true;
	}
	struct query *query = query_parse(picking->query, picking->kind, index, err);
	if (!query)
		return false;
	if (picking->only_conflicts) {
		struct query *narrower = with_conflicts(index, picking, err);
		query_free(query);
		query = narrower;
	}
	if (!query)
		return false;
	query_select(query, &set);
	*out = (struct picked){.form = *query_form(query)};
	query_free(query);
	if (picking->only_marked)
		keep_marked(&set, app, picking->kind);
	hand_out(&set, out);
	return true;
}

void pick_release(struct picked *picked)
{
	free(picked->rows);
	free(picked->perhaps);
	*picked = (struct picked){0};
}

/* Where the value of a term begins: behind the first ':' or '='; the term's end where there is none. */
static size_t value_start(struct str term)
{
	size_t i = 0;
	while (i < term.n && term.p[i] != ':' && term.p[i] != '=')
		i++;
	return i < term.n ? i + 1 : i;
}

void pick_print_filter(const struct index *index, struct str query, struct strbuf *out)
{
	struct str rest = query, term;
	while (query.n && str_split(&rest, ' ', &term)) {
		size_t start = value_start(term), end = term.n;
		while (end > start && term.p[end - 1] == ')')
			end--;
		struct str id = str_sub(term, start, end);
		struct ref ref = index && id_valid(id) ? index_find_id(index, id) : REF_NONE;
		strbuf_add_byte(out, ' ');
		if (ref_none(ref)) {
			strbuf_add(out, term);
			continue;
		}
		strbuf_add(out, str_sub(term, 0, start));
		strbuf_add(out, index_short_name(index, ref));
		strbuf_add(out, str_sub(term, end, term.n));
	}
}

/* Beside terms in parentheses: how the answer stands may be said inside none. */
static void add_apart(const struct query *query, bool alternative, struct str term, bool keep_top, struct strbuf *out)
{
	struct strbuf terms = {0}, order = {0}, top = {0};
	query_parts(query, &terms, &order, &top);
	if (terms.n && alternative && term.n)
		query_group(strbuf_str(&terms), out);
	else
		strbuf_add(out, strbuf_str(&terms));
	strbuf_printf(out, "%s%.*s", out->n && term.n ? " " : "", STR_ARG(term));
	if (order.n)
		strbuf_printf(out, "%s%.*s", out->n ? " " : "", STR_ARG(strbuf_str(&order)));
	if (top.n && keep_top)
		strbuf_printf(out, "%s%.*s", out->n ? " " : "", STR_ARG(strbuf_str(&top)));
	strbuf_release(&terms);
	strbuf_release(&order);
	strbuf_release(&top);
}

void pick_add_term(const struct index *index, enum kind kind, struct str query, struct str term, bool keep_top, struct strbuf *out)
{
	struct err err = ERR_INIT;
	query = str_trim(query);
	bool alternative = str_find_byte(query, '|', 0) >= 0 || str_find(query, STR("｜"), 0) >= 0;
	struct query *read = query_parse(query, kind, index, &err);
	if (read && (alternative || (!keep_top && query_form(read)->top)))
		add_apart(read, alternative, term, keep_top, out);
	else
		strbuf_printf(out, "%.*s%s%.*s", STR_ARG(query), query.n && term.n ? " " : "", STR_ARG(term));
	query_free(read);
}

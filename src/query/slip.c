/* What may be a slip in a query that is no fault. */
#include "query_internal.h"

#include "base/strbuf.h"
#include "query/parted.h"
#include "text/clean.h"

static bool tell_conjunction(const struct query *query, bool chinese, struct strbuf *out)
{
	struct strbuf sign = {0};
	if (!query->conjunction.n)
		return false;
	fault_add(chinese, query->conjunction_sign, (const struct str[3]){{0}}, &sign);
	fault_add(chinese, FAULT_CONJUNCTION, (const struct str[3]){query->conjunction, strbuf_str(&sign)}, out);
	strbuf_release(&sign);
	return true;
}

/* A word that nothing has, but of two words that run together each. */
static bool tell_parted(const struct query *query, bool chinese, struct strbuf *out)
{
	struct strbuf parted = {0};
	struct lookup_hits hits = {0};
	bool told = false;
	for (size_t i = 0; !told && i < query->terms.n; i++) {
		const struct term *term = query->terms.v[i];
		if (term->type != TERM_ROWS || term->rows->n || !parted_run(query->index, term->text, UINT32_C(1) << query->kind, 1, &parted, &hits))
			continue;
		fault_add(chinese, FAULT_PARTED, (const struct str[3]){term->text, strbuf_str(&parted)}, out);
		told = true;
	}
	lookup_release(&hits);
	strbuf_release(&parted);
	return told;
}

bool query_slip(const struct query *query, bool chinese, struct strbuf *out)
{
	struct lookup_hits near;
	struct strbuf value = {0}, name = {0};
	if (!query->unnamed.n)
		return tell_conjunction(query, chinese, out) || tell_parted(query, chinese, out);
	text_clean(query->unnamed, &value);
	lookup_run(query->index, query->unnamed, query->unnamed_kinds, 1, &near);
	if (near.n)
		text_clean(index_name(query->index, near.v[0].ref), &name);
	fault_add(chinese, name.n ? FAULT_UNNAMED_NEAR : FAULT_UNNAMED, (struct str[]){strbuf_str(&value), strbuf_str(&name), {0}}, out);
	lookup_release(&near);
	strbuf_release(&value);
	strbuf_release(&name);
	return true;
}

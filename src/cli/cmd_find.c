#include "rows_internal.h"

#include "index/lookup.h"
#include "query/complete.h"
#include "query/reword.h"
#include "text/clean.h"

#include <stdio.h>

enum { FIND_LIMIT = 50 };

static bool write_hits(const struct session *session, const struct lookup_hits *hits, struct err *err)
{
	const struct writer_column columns[] = {
		{.name = STR("kind"), .title = str_from(session_say(session, MSG_TITLE_KIND))},
		{.name = STR("id"), .title = str_from(session_say(session, MSG_TITLE_ID))},
		{.name = STR("name"), .title = str_from(session_say(session, MSG_LIST_NAME))},
		{.name = STR("match"), .title = str_from(session_say(session, MSG_TITLE_HIT))},
	};
	struct writer *writer = rows_writer(session);
	bool ok = writer_table(writer, STR("hits"), columns, sizeof columns / sizeof *columns, err);
	for (size_t i = 0; ok && i < hits->n; i++) {
		struct ref ref = hits->v[i].ref;
		const struct kind_info *kind = &kinds[ref_kind(ref)];
		const struct field_cell cells[] = {
			{.type = CELL_TEXT,
				.text = str_from(kind->singular),
				.label = str_from(session_word(session, kind->zh, ""))},
			{.type = CELL_TEXT, .text = index_id(session->index, ref)},
			{.type = CELL_TEXT, .text = index_name(session->index, ref)},
			{.type = CELL_TEXT, .text = hits->v[i].text},
		};
		ok = writer_row(writer, cells, err);
	}
	return writer_finish(writer, err) && ok;
}

static void explain(const struct lookup_hits *hits)
{
	for (int k = 0; k < KIND_COUNT; k++)
		if (hits->counts[k])
			fprintf(stderr, "%s: %zu\n", kinds[k].plural, hits->counts[k]);
}

/* The text on its way, and the kinds that are asked. */
struct finding {
	const struct session *session;
	struct str text;
	uint32_t mask;
	size_t limit;
	struct lookup_hits *hits;
};

/* Of words that are a status, an amount or a time: the lists that have them. */
static bool tell_lists(const struct finding *f)
{
	static const enum kind told[] = {KIND_PROJECT, KIND_ZONE, KIND_ENTERPRISE, KIND_CHAIN, KIND_EVENT, KIND_TARGET, KIND_REQUEST, KIND_CLAIM};
	struct strbuf query = {0}, text = {0};
	bool any = false;
	text_clean(f->text, &text);
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		struct completion_scope scope = {f->session->index, told[i], NULL, f->session->chinese};
		strbuf_clear(&query);
		size_t n = f->mask >> told[i] & 1 ? query_of_words(f->text, &scope, &query) : 0;
		if (!n)
			continue;
		if (!any)
			session_note(f->session, MSG_SAY_NO_TEXT, text.p);
		struct strbuf clean = {0};
		text_clean(strbuf_str(&query), &clean);
		fprintf(stderr, "  yuanlian list %s '%s'  %zu\n", kinds[told[i]].plural, clean.p, n);
		strbuf_release(&clean);
		any = true;
	}
	strbuf_release(&query);
	strbuf_release(&text);
	return any;
}

/* What nothing has as it stands may be words that run together, values of fields, or words of the right sound. */
static void find(const struct finding *f)
{
	const struct index *index = f->session->index;
	struct strbuf other = {0};
	lookup_run(index, f->text, f->mask, f->limit, f->hits);
	if (!lookup_count(f->hits) && !reword_parted(index, f->text, f->mask, f->limit, &other, f->hits) && !tell_lists(f)
		&& reword_sound(index, f->text, f->mask, f->limit, &other, f->hits)) {
		struct strbuf text = {0}, asked = {0};
		text_clean(f->text, &text);
		text_clean(strbuf_str(&other), &asked);
		session_note(f->session, MSG_SAY_SOUND, text.p, asked.p);
		strbuf_release(&text);
		strbuf_release(&asked);
	}
	strbuf_release(&other);
}

bool cmd_find(struct session *session, struct err *err)
{
	const struct invocation *invocation = session->invocation;
	uint32_t mask = ALL_KINDS;
	enum kind kind;
	if (option_given(invocation, OPTION_KIND) && kind_parse(str_from(invocation->values[OPTION_KIND]), &kind))
		mask = UINT32_C(1) << kind;
	if (!session_index(session, err))
		return false;
	struct strbuf text = {0};
	struct lookup_hits hits;
	invocation_join(invocation, 0, &text);
	find(&(struct finding){session, strbuf_str(&text), mask, option_count(invocation, OPTION_LIMIT, FIND_LIMIT), &hits});
	if (option_given(invocation, OPTION_EXPLAIN))
		explain(&hits);
	bool ok = write_hits(session, &hits, err);
	if (ok && !lookup_count(&hits))
		ok = err_set(err, ERR_NO_MATCH, "%s", "");
	lookup_release(&hits);
	strbuf_release(&text);
	return ok;
}

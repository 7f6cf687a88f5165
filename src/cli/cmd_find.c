#include "rows_internal.h"

#include "index/lookup.h"
#include "query/parted.h"

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

/* What nothing has as it stands may be words that run together. */
static void find(const struct index *index, struct str text, uint32_t mask, size_t limit, struct lookup_hits *hits)
{
	struct strbuf parted = {0};
	lookup_run(index, text, mask, limit, hits);
	if (!hits->n)
		parted_run(index, text, mask, limit, &parted, hits);
	strbuf_release(&parted);
}

bool cmd_find(struct session *session, struct err *err)
{
	const struct invocation *invocation = session->invocation;
	uint32_t mask = (UINT32_C(1) << KIND_COUNT) - 1;
	enum kind kind;
	if (option_given(invocation, OPTION_KIND) && kind_parse(str_from(invocation->values[OPTION_KIND]), &kind))
		mask = UINT32_C(1) << kind;
	if (!session_index(session, err))
		return false;
	struct strbuf text = {0};
	struct lookup_hits hits;
	invocation_join(invocation, 0, &text);
	find(session->index, strbuf_str(&text), mask, option_count(invocation, OPTION_LIMIT, FIND_LIMIT), &hits);
	if (option_given(invocation, OPTION_EXPLAIN))
		explain(&hits);
	bool ok = write_hits(session, &hits, err);
	if (ok && !hits.n)
		ok = err_set(err, ERR_NO_MATCH, "%s", "");
	lookup_release(&hits);
	strbuf_release(&text);
	return ok;
}

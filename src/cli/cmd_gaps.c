#include "gaps_internal.h"
#include "rows_internal.h"

bool cmd_gaps(struct session *session, struct err *err)
{
	const uint32_t mask = UINT32_C(1) << KIND_CHAIN | UINT32_C(1) << KIND_ZONE;
	struct arena arena = {0};
	struct ref subject;
	if (!session_index(session, err) || !session_ref(session, &session->invocation->words[0], mask, &subject, err))
		return false;
	const struct gaps *gaps = gaps_find(session->index, subject, &arena);
	struct writer *writer = rows_writer(session);
	bool ok = gaps_write(session->index, gaps, format_word(rows_format(session)), session->chinese, NULL, 0, writer, err);
	ok = writer_finish(writer, err) && ok;
	if (ok && !gaps->n)
		ok = err_set(err, ERR_NO_MATCH, "%s", "");
	arena_release(&arena);
	return ok;
}

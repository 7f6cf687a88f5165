#include "gaps_internal.h"
#include "rows_internal.h"

static bool write_file(struct session *session, const struct gaps_table *table, struct err *err)
{
	const struct invocation *invocation = session->invocation;
	struct strbuf notices = {0};
	struct export_choice choice = {
		.path = invocation->values[OPTION_OUT],
		.format = invocation->values[OPTION_FORMAT],
		.has_kind = true,
		.force = option_given(invocation, OPTION_FORCE),
		.catalogue = session->catalogue.path.p,
		.chinese = session->chinese,
		.notices = &notices,
	};
	bool ok = gaps_export(table, &choice, err)
		|| (err->code == ERR_USAGE && err_place(err, "argument", invocation->places[OPTION_OUT], 1));
	export_tell(&choice);
	strbuf_release(&notices);
	return ok;
}

static bool write_gaps(struct session *session, const struct gaps *gaps, struct err *err)
{
	const struct invocation *invocation = session->invocation;
	const struct gaps_table table = {session->index, gaps, session->chinese, NULL};
	if (option_given(invocation, OPTION_OUT))
		return write_file(session, &table, err);
	if (option_given(invocation, OPTION_FORCE))
		return err_at(err, ERR_USAGE, "argument", invocation->options[OPTION_FORCE], 1, "found --force, expected --out FILE with it");
	if (rows_format(session) == FORMAT_XLSX)
		return option_error(err, invocation, OPTION_FORMAT, "--out FILE with it");
	struct writer *writer = rows_writer(session);
	bool ok = gaps_write(&table, rows_format(session), writer, err);
	return writer_finish(writer, err) && ok;
}

bool cmd_gaps(struct session *session, struct err *err)
{
	const uint32_t mask = UINT32_C(1) << KIND_CHAIN | UINT32_C(1) << KIND_ZONE;
	struct arena arena = {0};
	struct ref subject;
	if (!session_index(session, err) || !session_ref(session, &session->invocation->words[0], mask, &subject, err))
		return false;
	const struct gaps *gaps = gaps_find(session->index, subject, &arena);
	/* No rows are an empty table on standard output, and no file. */
	bool no_file = !gaps->n && option_given(session->invocation, OPTION_OUT), ok = no_file || write_gaps(session, gaps, err);
	if (no_file)
		session_note(session, MSG_SAY_NO_FILE);
	if (ok && !gaps->n)
		ok = err_set(err, ERR_NO_MATCH, "%s", "");
	arena_release(&arena);
	return ok;
}

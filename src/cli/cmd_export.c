#include "export_internal.h"
#include "ledgers_internal.h"
#include "progress_internal.h"
#include "rows_internal.h"

#include "base/clock.h"

#include <string.h>
#include <unistd.h>

static bool check_options(const struct invocation *invocation, const struct export_choice *choice, struct err *err)
{
	if (choice->excel && strcmp(choice->word, "csv") != 0)
		return err_at(err, ERR_USAGE, "argument", invocation->places[OPTION_EXCEL], 1,
			"found --excel with %s, expected it with csv", choice->word);
	if (choice->target == EXPORT_SQLITE && choice->has_kind)
		return option_error(err, invocation, OPTION_KIND, "no kind: sqlite takes the whole catalogue");
	if (option_given(invocation, OPTION_QUERY) && !choice->has_kind)
		return option_error(err, invocation, OPTION_QUERY, "--kind KIND with it");
	return true;
}

/* The records to export; refs is NULL where all kinds are meant. The caller frees. */
static bool choose_records(struct session *session, enum kind kind, struct ref **refs, size_t *n, struct err *err)
{
	const char *query = session->invocation->values[OPTION_QUERY];
	struct rows_listed rows = {0};
	*refs = NULL;
	*n = 0;
	if (kind == KIND_COUNT)
		return true;
	if (!query) {
		*refs = export_all(session->index, kind, n);
		return true;
	}
	if (!rows_list(session, kind, str_from(query), &rows, err))
		return false;
	if (rows.n_perhaps)
		session_note(session, MSG_SAY_PERHAPS_EXPORTED, rows.n_perhaps);
	export_order(session->index, rows.refs, rows.n);
	*n = rows.n;
	*refs = rows.refs;
	rows.refs = NULL;
	rows_listed_release(&rows);
	if (!*n) {
		session_note(session, MSG_SAY_NO_FILE);
		free(*refs);
		return err_set(err, ERR_NO_MATCH, "%s", "");
	}
	return true;
}

/* -- how far it is ------------------------------------------------------------------------- */

enum { SOON_MS = 300, AGAIN_MS = 100 };

struct progress {
	const struct session *session;
	int64_t next_ms;
	struct progress_line line;
};

/* Nobody sees what is gone at once. Ctrl-C ends the program, and no file is left: none has its name yet. */
static bool tell_progress(void *self, size_t done, size_t n)
{
	struct progress *p = self;
	struct strbuf text = {0};
	int64_t now = clock_ms();
	if (now < p->next_ms)
		return true;
	p->next_ms = now + AGAIN_MS;
	export_progress(p->session->chinese, done, n, &text);
	progress_write(&p->line, strbuf_str(&text));
	strbuf_release(&text);
	return true;
}

bool cmd_export(struct session *session, struct err *err)
{
	const struct invocation *invocation = session->invocation;
	struct strbuf notices = {0};
	struct export_choice choice = {
		.notices = &notices,
		.path = invocation->words[0].text.p,
		.format = invocation->values[OPTION_FORMAT],
		.has_kind = option_given(invocation, OPTION_KIND),
		.force = option_given(invocation, OPTION_FORCE),
		.catalogue = session->catalogue.path.p,
		.excel = option_given(invocation, OPTION_EXCEL),
		.chinese = session->chinese,
	};
	enum kind kind = KIND_COUNT;
	if (choice.has_kind)
		kind_parse(str_from(invocation->values[OPTION_KIND]), &kind);
	if (!export_decide(&choice, err))
		return err_place(err, "argument", invocation->words[0].place, 1);
	if (!check_options(invocation, &choice, err))
		return false;
	if (choice.target == EXPORT_SQLITE)
		return session_store(session, err) && store_copy(session->store, choice.path, choice.force, err);
	struct ref *refs;
	size_t n;
	if (!session_index(session, err) || !choose_records(session, kind, &refs, &n, err))
		return false;
	struct ledgers ledgers;
	bool ok = ledgers_open(&ledgers, session->store, session->index, err);
	struct progress progress = {.session = session, .next_ms = clock_ms() + SOON_MS, .line = {.ambi = session->ambi}};
	const struct export_watch watch = {tell_progress, &progress};
	choice.ledgers = &ledgers;
	choice.watch = isatty(STDERR_FILENO) ? &watch : NULL;
	ok = ok && export_records(session->index, &choice, kind, refs, n, err);
	progress_end(&progress.line);
	ledgers_release(&ledgers);
	free(refs);
	export_tell(&choice);
	strbuf_release(&notices);
	return ok;
}

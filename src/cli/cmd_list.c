#include "rows_internal.h"

static bool choose_columns(const struct session *session, struct listing *listing, struct err *err)
{
	const struct invocation *invocation = session->invocation;
	if (option_given(invocation, OPTION_COLUMNS)) {
		if (listing_parse(listing, str_from(invocation->values[OPTION_COLUMNS]), err))
			return true;
		return option_place(err, invocation, OPTION_COLUMNS);
	}
	if (format_for_people(listing->format)) {
		listing_shown(listing);
	} else {
		listing_fields(listing, true);
		listing_figures(listing);
	}
	listing_match(listing);
	return true;
}

/* Whoever chose columns without `match` is told that some rows are no certain matches. */
static void note_perhaps(const struct session *session, const struct listing *listing, const struct rows_listed *rows)
{
	for (size_t i = 0; i < listing->columns.n; i++)
		if (listing->columns.v[i].type == LISTING_MATCH)
			return;
	if (rows->n_perhaps)
		session_note(session, MSG_SAY_PERHAPS_LISTED, rows->n_all, rows->n_perhaps);
}

static bool write_rows(
	const struct session *session, const struct listing *listing, const struct rows_listed *rows, struct err *err)
{
	struct writer *writer = rows_writer(session);
	struct arena arena = {0};
	struct field_cell *cells = xreallocarray(NULL, listing->columns.n, sizeof *cells);
	bool ok =
		writer_table(writer, str_from(kinds[listing->kind].plural), listing->titles.v, listing->titles.n, err);
	for (size_t i = 0; ok && i < rows->n; i++) {
		arena_clear(&arena);
		listing_cells(listing, rows->refs[i], rows->answers[i], &arena, cells);
		ok = writer_row(writer, cells, err);
	}
	ok = writer_finish(writer, err) && ok;
	free(cells);
	arena_release(&arena);
	return ok;
}

static bool write_list(struct session *session, enum kind kind, const struct rows_listed *rows, struct err *err)
{
	struct listing listing;
	listing_init(&listing, session->index, kind, rows_format(session), session->chinese);
	bool ok = choose_columns(session, &listing, err) && write_rows(session, &listing, rows, err);
	if (ok)
		note_perhaps(session, &listing, rows);
	listing_release(&listing);
	return ok;
}

bool cmd_list(struct session *session, struct err *err)
{
	enum kind kind;
	struct strbuf text = {0};
	struct rows_listed rows = {0};
	if (!session_kind(&session->invocation->words[0], &kind, err) || !session_index(session, err))
		return false;
	invocation_join(session->invocation, 1, &text);
	bool ok = rows_list(session, kind, strbuf_str(&text), &rows, err) && write_list(session, kind, &rows, err);
	if (ok && !rows.n_all)
		ok = err_set(err, ERR_NO_MATCH, "%s", "");
	rows_listed_release(&rows);
	strbuf_release(&text);
	return ok;
}

#include "verb_internal.h"

#include "base/file.h"
#include "exchange/mapping.h"
#include "store/writer.h"
#include "text/clean.h"

#include <string.h>

/* Rows on their way in. Those at fault are told together; with the first of them nothing will be written any more. */
struct importing {
	struct session *session;
	struct store *store;
	struct store_writer *writer; /* NULL until the first row: others may write while a file is read that is slow to come */
	struct err first;
	size_t n_faults;
	size_t n_rows;  /* of the files; what a map says of a sheet is none */
	enum kind kind; /* of the first */
	bool ended;     /* before the end of the files, for the faults that there are */
};

enum { FAULTS_MAX = 20 };

static void add_fault(struct importing *i, const struct err *fault)
{
	if (!i->n_faults++) {
		i->first = *fault;
		return;
	}
	struct strbuf *more = &i->session->more, raw = {0};
	err_format(fault, &raw);
	strbuf_add_c(more, "yuanlian: ");
	text_clean(strbuf_str(&raw), more);
	strbuf_add_byte(more, '\n');
	strbuf_release(&raw);
}

static bool end_with_faults(struct importing *i, struct err *err)
{
	i->ended = true;
	return err_set(err, ERR_DATA, "%s", "");
}

/* What comes behind rows at fault may be at fault for them alone: the rows of their kind are looked at, no others. */
static bool put_row(void *self, const struct row *row, struct err *err)
{
	struct importing *i = self;
	const char *map = i->session->invocation->values[OPTION_MAP];
	struct err fault = ERR_INIT;
	i->n_rows += !map || strcmp(row->where, map) != 0;
	if (i->n_faults && row->kind != i->kind)
		return end_with_faults(i, err);
	if (!i->writer && !(i->writer = store_begin(i->store, ORIGIN_IMPORT, err)))
		return false;
	if (store_put(i->writer, row, &fault))
		return true;
	if (fault.code != ERR_DATA && !i->n_faults) {
		*err = fault;
		return false;
	}
	if (fault.code != ERR_DATA)
		return end_with_faults(i, err);
	i->kind = row->kind;
	add_fault(i, &fault);
	if (i->n_faults < FAULTS_MAX)
		return true;
	strbuf_printf(&i->session->more, "yuanlian: found %d rows at fault, the rest was not looked at\n", FAULTS_MAX);
	return end_with_faults(i, err);
}

/* Without what could move the cursor of whoever reads it. */
static const char *cleaned(const char *raw, struct arena *arena)
{
	struct strbuf clean = {0};
	text_clean(str_from(raw), &clean);
	return arena_take(arena, &clean).p;
}

static void tell_converted(void *self, const char *path, const char *encoding)
{
	struct arena arena = {0};
	session_note(self, MSG_SAY_ENCODING, cleaned(path, &arena), encoding);
	arena_release(&arena);
}

static void tell_no_rows(const struct session *session, const char *path)
{
	struct arena arena = {0};
	session_note(session, MSG_SAY_NO_ROWS, cleaned(path, &arena));
	arena_release(&arena);
}

static void tell_silent(void *self, const char *path, enum kind kind, const char *columns)
{
	const struct session *session = self;
	struct arena arena = {0};
	session_note(session, MSG_SAY_SILENT_CELLS, cleaned(path, &arena), session->chinese ? kinds[kind].zh : kinds[kind].plural, cleaned(columns, &arena));
	arena_release(&arena);
}

static void tell_left(void *self, const char *path, const char *columns)
{
	struct arena arena = {0};
	session_note(self, MSG_SAY_COLUMNS_LEFT, cleaned(path, &arena), cleaned(columns, &arena));
	arena_release(&arena);
}

/* The map of --map, in `text`; NULL without an error where none was given. */
static struct mapping *read_map(struct session *session, struct strbuf *text, struct err *err)
{
	const char *path = session->invocation->values[OPTION_MAP];
	const struct reading reading = {.converted = tell_converted, .self = session};
	if (!path || !reading_text(path, reading, text, err))
		return NULL;
	return mapping_parse(strbuf_str(text), path, err);
}

/*
 * By a map the name of a file is its source: two files of one name would replace each other's figures, and a place could be in
 * either. A folder brings a file for every name in the map.
 */
static bool check_names(const struct invocation *invocation, struct err *err)
{
	for (size_t i = 1; i < invocation->n_words; i++)
		for (size_t j = 0; j < i; j++) {
			const char *path = invocation->words[i].text.p, *before = invocation->words[j].text.p;
			if (file_is_folder(path) || file_is_folder(before) || !strcmp(file_name(path), file_name(before)))
				return err_at(err, ERR_USAGE, path, 0, 0,
					"found a file name that %s has as well, expected each once: by a map it names the source", before);
		}
	return true;
}

static bool read_files(struct importing *importing, const struct mapping *mapping, struct err *err)
{
	struct session *session = importing->session;
	const struct invocation *invocation = session->invocation;
	const struct reading reading = {.converted = tell_converted, .silent = tell_silent, .left = tell_left, .self = session};
	const struct row_sink sink = {put_row, importing};
	for (size_t i = 0; i < invocation->n_words; i++) {
		const char *path = invocation->words[i].text.p;
		size_t n_before = importing->n_rows;
		bool ok = mapping                ? mapping_read(mapping, path, reading, sink, err)
			: file_is_folder(path) ? reading_folder(path, reading, sink, err)
					       : reading_file(path, reading, sink, err);
		if (!ok)
			return err_place(err, path, 0, 0);
		if (importing->n_rows == n_before)
			tell_no_rows(session, path);
	}
	return true;
}

static bool read_all(struct importing *importing, const struct mapping *mapping, struct err *err)
{
	bool ok = read_files(importing, mapping, err);
	if (!importing->n_faults)
		return ok;
	if (!ok && !importing->ended)
		add_fault(importing, err);
	*err = importing->first;
	return false;
}

static bool tell_changes(
	const struct session *session, const struct store_changes *changes, bool rehearsed, struct err *err)
{
	struct strbuf text = {0};
	strbuf_add_c(&text, rehearsed ? session_say(session, MSG_SAY_REHEARSED) : "");
	strbuf_printf(&text, session_say(session, MSG_SAY_CHANGES), changes->added, changes->replaced, changes->unchanged);
	strbuf_add_byte(&text, '\n');
	return session_print_made(&text, err);
}

static bool import(struct session *session, const struct mapping *mapping, struct err *err)
{
	bool rehearse = option_given(session->invocation, OPTION_DRY_RUN);
	if (!catalogue_prepare(&session->catalogue, &session->trace, err))
		return false;
	struct store *store = store_open(session->catalogue.path.p, STORE_WRITE, err);
	struct importing importing = {.session = session, .store = store};
	struct store_changes changes = {0};
	bool ok = store && read_all(&importing, mapping, err);
	if (!ok)
		store_rollback(importing.writer);
	else if (importing.writer)
		ok = rehearse ? store_rehearse(importing.writer, &changes, err) : store_commit(importing.writer, &changes, err);
	store_close(store);
	return ok && tell_changes(session, &changes, rehearse, err);
}

bool cmd_import(struct session *session, struct err *err)
{
	struct strbuf bytes = {0};
	struct mapping *mapping = read_map(session, &bytes, err);
	bool ok = !err->code && (!mapping || check_names(session->invocation, err)) && import(session, mapping, err);
	mapping_free(mapping);
	strbuf_release(&bytes);
	return ok;
}

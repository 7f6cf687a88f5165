#include "store/sql_internal.h"

static enum err_code code_of(int rc)
{
	switch (rc & 0xFF) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_BUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_FORMAT:
	case SQLITE_ERROR:
	case SQLITE_SCHEMA:
	case SQLITE_MISMATCH:
	case SQLITE_CONSTRAINT:
	case SQLITE_TOOBIG:
		return ERR_DATA;
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_FULL:
	case SQLITE_IOERR:
		return ERR_WRITE;
	case SQLITE_CANTOPEN:
		return ERR_NO_INPUT;
	default:
		return ERR_INTERNAL;
	}
}

bool sql_fail(struct store *store, int rc, struct err *err)
{
	enum err_code code = code_of(rc);
	if (code == ERR_BUSY)
		return err_at(err, code, store->path, 0, 0,
			"found the catalogue in use by another process, expected it to be free within 2 seconds");
	if ((rc & 0xFF) == SQLITE_NOTADB)
		return err_at(err, code, store->path, 0, 0, "found no SQLite file, expected a catalogue of yuanlian");
	/* What did not come from a call on the connection left no words there. */
	bool told = store->db && sqlite3_extended_errcode(store->db) == rc;
	const char *words = told ? sqlite3_errmsg(store->db) : sqlite3_errstr(rc);
	/* the words for all of these are the same: the number says which */
	if ((rc & 0xFF) == SQLITE_IOERR)
		return err_at(err, code, store->path, 0, 0, "found \"%s\" (SQLite %d), expected to %s the catalogue", words, rc,
			rc == SQLITE_IOERR_READ || rc == SQLITE_IOERR_SHORT_READ ? "read" : "write");
	const char *expected = code == ERR_DATA ? "a sound catalogue of yuanlian"
		: code == ERR_WRITE             ? "to write the catalogue"
		: code == ERR_NO_INPUT          ? "a catalogue to read"
						: "no such fault";
	return err_at(err, code, store->path, 0, 0, "found \"%s\", expected %s", words, expected);
}

sqlite3_stmt *sql_prepare(struct store *store, const char *text, struct err *err)
{
	sqlite3_stmt *statement = NULL;
	int rc = sqlite3_prepare_v2(store->db, text, -1, &statement, NULL);
	if (rc == SQLITE_OK)
		return statement;
	sql_fail(store, rc, err);
	return NULL;
}

sqlite3_stmt *sql_prepare_made(struct store *store, struct strbuf *text, struct err *err)
{
	sqlite3_stmt *statement = sql_prepare(store, text->p, err);
	strbuf_release(text);
	return statement;
}

sqlite3_stmt *sql_prepare_printf(struct store *store, struct err *err, const char *format, ...)
{
	struct strbuf text = {0};
	va_list args;
	va_start(args, format);
	strbuf_vprintf(&text, format, args);
	va_end(args);
	return sql_prepare_made(store, &text, err);
}

bool sql_run(struct store *store, const char *text, struct err *err)
{
	int rc = sqlite3_exec(store->db, text, NULL, NULL, NULL);
	return rc == SQLITE_OK || sql_fail(store, rc, err);
}

bool sql_step(struct store *store, sqlite3_stmt *statement, bool *row, struct err *err)
{
	int rc = sqlite3_step(statement);
	*row = rc == SQLITE_ROW;
	if (*row)
		return true;
	if (rc != SQLITE_DONE)
		sql_fail(store, rc, err);
	sqlite3_reset(statement);
	return rc == SQLITE_DONE;
}

bool sql_do(struct store *store, sqlite3_stmt *statement, struct err *err)
{
	bool row;
	bool ok = sql_step(store, statement, &row, err);
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return ok;
}

bool sql_do_once(struct store *store, sqlite3_stmt *statement, const int64_t *numbers, int n, struct err *err)
{
	for (int i = 0; statement && i < n; i++)
		sqlite3_bind_int64(statement, i + 1, numbers[i]);
	bool ok = statement && sql_do(store, statement, err);
	sqlite3_finalize(statement);
	return ok;
}

bool sql_number(struct store *store, const char *text, int64_t *out, struct err *err)
{
	bool row = false;
	sqlite3_stmt *statement = sql_prepare(store, text, err);
	bool ok = statement && sql_step(store, statement, &row, err);
	if (ok && row)
		*out = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return ok;
}

void sql_bind_text(sqlite3_stmt *statement, int parameter, struct str text)
{
	sqlite3_bind_text64(statement, parameter, text.p ? text.p : "", text.n, SQLITE_STATIC, SQLITE_UTF8);
}

struct str sql_text(sqlite3_stmt *statement, int column)
{
	const unsigned char *p = sqlite3_column_text(statement, column);
	return (struct str){p ? (const char *)p : "", p ? (size_t)sqlite3_column_bytes(statement, column) : 0};
}

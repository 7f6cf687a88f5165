#include "store/store.h"

#include "base/alloc.h"
#include "base/file.h"
#include "store/draft_database_internal.h"
#include "store/schema_internal.h"
#include "store/writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUSY_MILLISECONDS = 2000 };

static bool is_memory(const char *path)
{
	return strcmp(path, ":memory:") == 0;
}

static bool refuse(struct err *err, enum err_code code, const char *path, const char *expected)
{
	return err_at(err, code, path, 0, 0, "found \"%s\", expected %s", strerror(errno), expected);
}

/* The folder of a file; that of the file itself where a link leads to it. Appended. */
static void folder_of(const char *path, struct strbuf *out)
{
	char *whole = realpath(path, NULL);
	file_folder(whole ? whole : path, out);
	free(whole);
}

static bool check_new(const char *path, struct err *err)
{
	struct strbuf folder = {0};
	folder_of(path, &folder);
	bool there = file_is_folder(folder.p), writable = access(folder.p, W_OK) == 0;
	if (!there)
		err_at(err, ERR_NO_INPUT, path, 0, 0, "found no folder %s, expected one for the catalogue", folder.p);
	else if (!writable)
		refuse(err, ERR_CREATE, path, "to make the catalogue");
	strbuf_release(&folder);
	return there && writable;
}

/* A journal stands beside the catalogue while it changes. */
static bool check_writable(const char *path, struct err *err)
{
	if (access(path, W_OK) != 0)
		return refuse(err, ERR_WRITE, path, "a catalogue to write");
	struct strbuf folder = {0};
	folder_of(path, &folder);
	bool writable = access(folder.p, W_OK) == 0 || refuse(err, ERR_WRITE, path, "to write in its folder as well");
	strbuf_release(&folder);
	return writable;
}

/* What the file's surroundings allow, said before SQLite says less. */
static bool check_path(const char *path, enum store_mode mode, struct err *err)
{
	struct stat st;
	if (is_memory(path))
		return true;
	if (file_is_folder(path))
		return err_at(err, ERR_NO_INPUT, path, 0, 0, "found a folder, expected a catalogue file");
	/* To open a pipe is to wait for who writes it. */
	if (stat(path, &st) == 0 && S_ISFIFO(st.st_mode))
		return err_at(err, ERR_NO_INPUT, path, 0, 0, "found a pipe, expected a catalogue file");
	if (access(path, F_OK) == 0) {
		if (access(path, R_OK) != 0)
			return refuse(err, ERR_NO_INPUT, path, "a catalogue to read");
		return mode == STORE_READ || check_writable(path, err);
	}
	return mode == STORE_CREATE ? check_new(path, err) : refuse(err, ERR_NO_INPUT, path, "a catalogue to read");
}

/* A catalogue may come from anybody: nothing in its schema runs, nothing in it may be huge. */
static bool make_safe(struct store *store, bool writable, struct err *err)
{
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_FKEY, writable, NULL);
	sqlite3_limit(store->db, SQLITE_LIMIT_LENGTH, TEXT_BYTES_MAX);
	sqlite3_limit(store->db, SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
	sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(store->db, SQLITE_LIMIT_WORKER_THREADS, 0);
	sqlite3_busy_timeout(store->db, BUSY_MILLISECONDS);
	/* An import puts ids into indexes in any order: with a small cache each one is a read. */
	return read_register(store, err) && sql_run(store, "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY", err)
		&& sql_run(store, writable ? "PRAGMA cache_size = -131072" : "PRAGMA cache_size = -8192", err);
}

/* A path is never an SQLite URI: "./" in front of it says so. */
static bool starts_like_uri(const char *path)
{
	return strncmp(path, "file:", 5) == 0;
}

static bool connect(struct store *store, bool writable, bool create, struct err *err)
{
	char *plain = sqlite3_mprintf("%s%s", starts_like_uri(store->path) ? "./" : "", store->path);
	if (!plain)
		alloc_failed();
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
		| (writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | (create ? SQLITE_OPEN_CREATE : 0);
	int rc = sqlite3_open_v2(plain, &store->db, flags, NULL);
	sqlite3_free(plain);
	if (rc == SQLITE_OK)
		return make_safe(store, writable, err);
	sql_fail(store, rc, err);
	return false;
}

static void disconnect(struct store *store)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		sqlite3_finalize(store->labels[k]);
		store->labels[k] = NULL;
	}
	sqlite3_close(store->db);
	store->db = NULL;
}

/*
 * What a reader may not do itself: roll back what a crash left half-written, or
 * bring an older version up to date. Needs the right to write the file.
 */
static bool mend(struct store *store, const char *found, struct err *err)
{
	struct err ignored = ERR_INIT;
	if (!check_writable(store->path, &ignored))
		return err_at(err, ERR_WRITE, store->path, 0, 0, "found %s, expected somebody who may write it and its folder to open it once", found);
	disconnect(store);
	bool ok = connect(store, true, false, err) && schema_upgrade(store, schema_migrations, err);
	disconnect(store);
	return ok && connect(store, false, false, err);
}

static bool has_journal(const struct store *store)
{
	struct strbuf path = {0};
	strbuf_printf(&path, "%s-journal", store->path);
	bool there = file_exists(path.p);
	strbuf_release(&path);
	return there;
}

static bool open_for_reading(struct store *store, struct err *err)
{
	struct err first = ERR_INIT;
	int64_t version = 0;
	bool known = connect(store, false, false, &first) && schema_version(store, schema_migrations.n, &version, &first);
	bool barred = !known && (first.code == ERR_WRITE || first.code == ERR_NO_INPUT);
	if (barred && sql_is_wal(store))
		return err_at(err, ERR_WRITE, store->path, 0, 0,
			"found WAL mode, in which readers must write the folder, too, expected rollback mode (PRAGMA journal_mode = DELETE)");
	/* SQLite wants to roll back and may not. */
	if (barred && (first.code == ERR_WRITE || has_journal(store)))
		return mend(store, "a change that was broken off half-way", err);
	if (!known) {
		*err = first;
		return false;
	}
	if (version == 0)
		return err_at(err, ERR_DATA, store->path, 0, 0, "found an empty file, expected a catalogue of yuanlian");
	return version == (int64_t)schema_migrations.n || mend(store, "a catalogue of an older version", err);
}

struct store *store_open(const char *path, enum store_mode mode, struct err *err)
{
	if (!check_path(path, mode, err))
		return NULL;
	struct store *store = xcalloc(1, sizeof *store);
	store->path = strdup(path);
	if (!store->path)
		alloc_failed();
	bool ok;
	if (mode == STORE_READ) {
		ok = open_for_reading(store, err);
	} else {
		int64_t version = 0;
		ok = connect(store, true, mode == STORE_CREATE, err)
			&& schema_version(store, schema_migrations.n, &version, err);
		if (ok && version == 0 && mode != STORE_CREATE)
			ok = err_at(err, ERR_DATA, path, 0, 0, "found an empty file, expected a catalogue of yuanlian");
		ok = ok && schema_upgrade(store, schema_migrations, err);
	}
	if (ok)
		return store;
	store_close(store);
	return NULL;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	store_rollback(store->writer);
	store_let_go(store);
	disconnect(store);
	free(store->path);
	free(store);
}

void store_interrupt(struct store *store)
{
	sqlite3_interrupt(store->db);
}

const char *store_path(const struct store *store)
{
	return store->path;
}

bool store_generation(struct store *store, uint64_t *generation, struct err *err)
{
	int64_t number = 0;
	if (!sql_number(store, "SELECT generation FROM meta", &number, err))
		return false;
	*generation = (uint64_t)number;
	return true;
}

bool store_hold(struct store *store, uint64_t *generation, struct err *err)
{
	if (!sql_run(store, "BEGIN", err))
		return false;
	store->held = true;
	if (store_generation(store, generation, err))
		return true;
	store_let_go(store);
	return false;
}

void store_let_go(struct store *store)
{
	if (store->held)
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	store->held = false;
}

bool store_seeds(struct store *store, struct strbuf *out, struct err *err)
{
	bool row = false;
	sqlite3_stmt *statement = sql_prepare(store, "SELECT seeds FROM meta", err);
	bool ok = statement && sql_step(store, statement, &row, err);
	if (ok && row)
		strbuf_add(out, sql_text(statement, 0));
	sqlite3_finalize(statement);
	return ok;
}

/* What a writer that was ended left of an older file would be played back into the new one. */
static bool no_journal(const struct file_draft *draft, struct err *err)
{
	static const char *const ends[] = {"-journal", "-wal"};
	struct strbuf path = {0};
	bool ok = true;
	for (size_t i = 0; ok && i < sizeof ends / sizeof *ends; i++) {
		strbuf_set(&path, strbuf_str(&draft->target));
		strbuf_add_c(&path, ends[i]);
		ok = !file_exists(path.p)
			|| err_at(err, ERR_CREATE, path.p, 0, 0, "found a journal beside the file that is to be written, expected none");
	}
	strbuf_release(&path);
	return ok;
}

static bool backup(struct store *store, const struct file_draft *draft, struct err *err)
{
	struct draft_database to;
	int rc = draft_database_open(&to, draft->fd);
	if (rc == SQLITE_OK) {
		sqlite3_backup *work = sqlite3_backup_init(to.db, "main", store->db, "main");
		rc = work ? sqlite3_backup_step(work, -1) : sqlite3_extended_errcode(to.db);
		if (work)
			sqlite3_backup_finish(work);
	}
	draft_database_close(&to);
	if (rc == SQLITE_DONE)
		return true;
	if ((rc & 0xFF) == SQLITE_BUSY)
		return sql_fail(store, rc, err);
	return err_at(err, ERR_WRITE, draft->path, 0, 0, "found \"%s\", expected to write this file", sqlite3_errstr(rc));
}

bool store_copy(struct store *store, const char *path, bool replace, struct err *err)
{
	struct file_draft draft;
	if (file_same(path, store->path))
		return err_at(err, ERR_CREATE, path, 0, 0, "found the catalogue itself, expected another file");
	if (!file_draft_begin(&draft, path, replace, err))
		return false;
	if (no_journal(&draft, err) && backup(store, &draft, err))
		return file_draft_place(&draft, err);
	file_draft_drop(&draft);
	return false;
}

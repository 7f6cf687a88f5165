#include "cli/catalogue.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/parallel.h"
#include "exchange/reading.h"
#include "index/delta.h"
#include "load_internal.h"
#include "own_folder_internal.h"
#include "snapshot_internal.h"
#include "store/stamp.h"
#include "store/writer.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char shared_path[] = "/var/lib/yuanlian/catalogue.db";

/* What stands in place of a signature in a catalogue that was made with --seeds none. */
static const char no_seeds[] = "none";

/* -- choosing ------------------------------------------------------------------ */

static const char *environment(const char *name)
{
	const char *value = getenv(name);
	return value && *value ? value : NULL;
}

static bool choose_path(const struct invocation *invocation, struct catalogue *out, struct err *err)
{
	const char *given = invocation->values[OPTION_DB] ? invocation->values[OPTION_DB] : environment("YUANLIAN_DB");
	if (given) {
		out->given = true;
		strbuf_add_c(&out->path, given);
		return true;
	}
	if (!own_folder(&out->path, err))
		return false;
	strbuf_add_c(&out->path, "/catalogue.db");
	if (!file_exists(out->path.p) && file_exists(shared_path)) {
		strbuf_clear(&out->path);
		strbuf_add_c(&out->path, shared_path);
	}
	return true;
}

/* The folder of the running program; false where the system does not tell. */
static bool program_folder(struct strbuf *out)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	if (n <= 0)
		return false;
	path[n] = '\0';
	char *slash = strrchr(path, '/');
	strbuf_add(out, (struct str){path, (size_t)(slash - path)});
	return true;
}

static bool has_seeds(const struct strbuf *folder)
{
	struct strbuf file = {0};
	strbuf_printf(&file, "%s/zones.csv", folder->p);
	bool found = file_exists(file.p);
	strbuf_release(&file);
	return found;
}

/* An uninstalled program lies at most three folders deep in its checkout: build/VARIANT/yuanlian. */
static bool seeds_beside_program(struct strbuf *out)
{
	struct strbuf folder = {0};
	bool found = program_folder(&folder) && strcmp(folder.p, YUANLIAN_PREFIX "/bin") != 0;
	for (int up = 0; found; up++) {
		strbuf_clear(out);
		strbuf_printf(out, "%s/seeds", folder.p);
		if (has_seeds(out))
			break;
		char *slash = strrchr(folder.p, '/');
		found = up < 3 && slash && slash > folder.p;
		if (found)
			strbuf_truncate(&folder, (size_t)(slash - folder.p));
	}
	strbuf_release(&folder);
	return found;
}

/* Where installing put them: also below a DESTDIR, or in a tree that was moved as a whole. */
static bool installed_seeds(struct strbuf *out)
{
	struct strbuf folder = {0};
	bool found = false;
	if (program_folder(&folder)) {
		strbuf_clear(out);
		strbuf_printf(out, "%s/../share/yuanlian/seeds", folder.p);
		found = has_seeds(out);
	}
	if (!found) {
		strbuf_clear(out);
		strbuf_add_c(out, YUANLIAN_PREFIX "/share/yuanlian/seeds");
		found = has_seeds(out);
	}
	strbuf_release(&folder);
	return found;
}

static bool choose_seeds(const struct invocation *invocation, struct catalogue *out, struct err *err)
{
	const char *given = invocation->values[OPTION_SEEDS];
	if (given && strcmp(given, "none") == 0) {
		out->seeds_choice = SEEDS_EMPTY;
		return true;
	}
	if (given) {
		out->seeds_choice = SEEDS_GIVEN;
		strbuf_add_c(&out->seeds, given);
		return file_is_folder(given) ||
		       err_at(err, ERR_NO_INPUT, given, 0, 0,
			       "found no folder, expected a folder with KIND.csv files, or none");
	}
	bool found = seeds_beside_program(&out->seeds) || installed_seeds(&out->seeds);
	out->seeds_choice = found ? SEEDS_FOUND : SEEDS_ABSENT;
	return true;
}

bool catalogue_choose(const struct invocation *invocation, struct catalogue *out, struct err *err)
{
	*out = (struct catalogue){0};
	if (choose_path(invocation, out, err) && choose_seeds(invocation, out, err))
		return true;
	catalogue_release(out);
	return false;
}

void catalogue_release(struct catalogue *catalogue)
{
	strbuf_release(&catalogue->path);
	strbuf_release(&catalogue->seeds);
}

/* -- the file and its folder ----------------------------------------------------- */

static bool prepare_folder(const struct catalogue *catalogue, struct err *err)
{
	struct strbuf folder = {0};
	file_folder(catalogue->path.p, &folder);
	bool ok = file_is_folder(folder.p);
	if (!ok && catalogue->given)
		err_at(err, ERR_NO_INPUT, catalogue->path.p, 0, 0,
			"found no folder %s, expected an existing folder for the catalogue", folder.p);
	else if (!ok && !(ok = make_folders(folder.p)))
		err_at(err, ERR_CREATE, folder.p, 0, 0, "found \"%s\", expected to make this folder for the catalogue (--db FILE names another place)",
			strerror(errno));
	strbuf_release(&folder);
	return ok;
}

static bool missing_or_empty(const char *path)
{
	struct stat st;
	return stat(path, &st) != 0 ? errno == ENOENT || errno == ENOTDIR : S_ISREG(st.st_mode) && st.st_size == 0;
}

bool catalogue_writable(const struct catalogue *catalogue)
{
	struct strbuf folder = {0};
	file_folder(catalogue->path.p, &folder);
	/* What is not there yet will be made. */
	bool writable = (access(catalogue->path.p, W_OK) == 0 || errno == ENOENT) &&
			(access(folder.p, W_OK) == 0 || errno == ENOENT);
	strbuf_release(&folder);
	return writable;
}

/* -- seeds -------------------------------------------------------------------------- */

static bool put_row(void *self, const struct row *row, struct err *err)
{
	return store_put(self, row, err);
}

static bool load_seeds(const struct catalogue *catalogue, struct store *store, struct str signature,
	struct trace *trace, struct err *err)
{
	bool needed = false;
	struct store_writer *writer = store_begin_seeds(store, signature, &needed, err);
	if (!writer)
		return !err->code;
	struct reading reading = {0};
	if (catalogue->seeds_choice != SEEDS_EMPTY &&
		!reading_folder(catalogue->seeds.p, reading, (struct row_sink){put_row, writer}, err)) {
		store_rollback(writer);
		return false;
	}
	struct store_changes changes = {0};
	if (!store_commit(writer, &changes, err))
		return false;
	trace_line(trace, "store", "seeds %s: %zu added, %zu replaced, %zu unchanged, %zu removed, %zu kept",
		catalogue->seeds.p ? catalogue->seeds.p : no_seeds, changes.added, changes.replaced, changes.unchanged,
		changes.removed, changes.kept);
	return true;
}

/* The signature of the seeds as they are now, appended. */
static bool seeds_signature(const struct catalogue *catalogue, struct strbuf *out, struct err *err)
{
	if (catalogue->seeds_choice != SEEDS_EMPTY)
		return reading_signature(catalogue->seeds.p, out, err);
	strbuf_add_c(out, no_seeds);
	return true;
}

/* Whether what the catalogue was made from is what would be loaded now; signature gets that. */
static bool compare_seeds(
	const struct catalogue *catalogue, struct store *store, struct strbuf *signature, bool *differ, struct err *err)
{
	struct strbuf loaded = {0};
	*differ = false;
	bool ok = store_seeds(store, &loaded, err) && seeds_signature(catalogue, signature, err);
	if (ok)
		*differ = !str_eq(strbuf_str(&loaded), strbuf_str(signature)) &&
			  !(catalogue->seeds_choice == SEEDS_FOUND && str_eq_c(strbuf_str(&loaded), no_seeds));
	strbuf_release(&loaded);
	return ok;
}

bool catalogue_outdated(const struct catalogue *catalogue, struct store *store, bool *outdated, struct err *err)
{
	*outdated = false;
	if (catalogue->seeds_choice == SEEDS_EMPTY || catalogue->seeds_choice == SEEDS_ABSENT)
		return true;
	struct strbuf signature = {0};
	bool ok = compare_seeds(catalogue, store, &signature, outdated, err);
	strbuf_release(&signature);
	return ok;
}

/* Whether no seeds were ever loaded into it, by another process either. */
static bool is_unused(struct store *store)
{
	struct err err = ERR_INIT;
	struct strbuf loaded = {0};
	bool unused = store_seeds(store, &loaded, &err) && !loaded.n;
	strbuf_release(&loaded);
	return unused;
}

static bool make(const struct catalogue *catalogue, struct trace *trace, struct err *err)
{
	if (!prepare_folder(catalogue, err))
		return false;
	if (catalogue->seeds_choice == SEEDS_ABSENT)
		return err_at(err, ERR_NO_INPUT, catalogue->path.p, 0, 0,
			"found no seeds in %s, expected --seeds DIR, or --seeds none for an empty catalogue",
			catalogue->seeds.p);
	struct strbuf signature = {0};
	bool was_there = file_exists(catalogue->path.p), ok = seeds_signature(catalogue, &signature, err);
	if (ok) {
		struct store *store = store_open(catalogue->path.p, STORE_CREATE, err);
		ok = store && load_seeds(catalogue, store, strbuf_str(&signature), trace, err);
		bool useless = !ok && err->code != ERR_BUSY && (store ? is_unused(store) : !was_there && missing_or_empty(catalogue->path.p));
		store_close(store);
		if (useless)
			unlink(catalogue->path.p);
	}
	strbuf_release(&signature);
	return ok;
}

/* A catalogue that cannot be written now is used as it is, but for one that has no seeds at all: nothing is no answer. */
static bool may_wait(struct err *err)
{
	if (err->code != ERR_BUSY && err->code != ERR_WRITE)
		return false;
	err_clear(err);
	return true;
}

static bool renew(const struct catalogue *catalogue, struct str signature, struct trace *trace, struct err *err)
{
	struct store *store = store_open(catalogue->path.p, STORE_WRITE, err);
	bool ok = store && load_seeds(catalogue, store, signature, trace, err);
	bool unused = store && is_unused(store);
	store_close(store);
	return ok || (!unused && may_wait(err));
}

bool catalogue_prepare(const struct catalogue *catalogue, struct trace *trace, struct err *err)
{
	if (missing_or_empty(catalogue->path.p))
		return make(catalogue, trace, err);
	if (catalogue->seeds_choice == SEEDS_EMPTY || catalogue->seeds_choice == SEEDS_ABSENT)
		return true;
	struct store *store = store_open(catalogue->path.p, STORE_READ, err);
	if (!store)
		return false;
	struct strbuf signature = {0};
	bool differ, ok = compare_seeds(catalogue, store, &signature, &differ, err);
	store_close(store);
	if (ok && differ && catalogue_writable(catalogue))
		ok = renew(catalogue, strbuf_str(&signature), trace, err);
	strbuf_release(&signature);
	return ok;
}

/* -- the index ------------------------------------------------------------------------- */

/* Below so many rows building an index takes less time than anybody notices. */
enum { SNAPSHOT_ROWS = 20000 };

static size_t rows_of(const struct index *index)
{
	size_t n = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		n += index_count(index, (enum kind)k);
	return n;
}

/* From a snapshot of an earlier state, whose contents go on in another index: they are looked at first. */
static struct index *over_snapshot(struct store *store, struct index_stamp stamp, const struct build_watch *watch,
	struct index_request *request, struct err *err)
{
	struct index *base = snapshot_open_older(store_path(store)), *index = NULL;
	if (base && load_knows(store, base, err) && catalogue_verify_index(store_path(store), base, watch->cancel))
		index = load_delta(store, base, stamp, watch, &request->n_rows, err);
	index_free(base);
	return index;
}

/* Most of what an answer takes and frees are sets of rows, a bit for each, and some bytes. */
static void keep_for(const struct index *index)
{
	size_t n_bytes = rows_of(index) / CHAR_BIT;
	alloc_keep(n_bytes + n_bytes / 4);
}

struct index *catalogue_index(struct store *store, struct index_request *request, const struct build_watch *watch, struct err *err)
{
	static const struct build_watch nobody = {NULL, NULL, NULL};
	struct index_stamp stamp;
	struct index *index = NULL;
	watch = watch ? watch : &nobody;
	request->origin = INDEX_MAPPED;
	if (!store_hold(store, &stamp.generation, err))
		return NULL;
	bool ok = store_change_counter(store, &stamp.changes, err);
	if (ok && request->may_map)
		index = snapshot_open(store_path(store), stamp);
	if (ok && !index) {
		request->origin = INDEX_CHANGED;
		if (request->base)
			index = load_delta(store, request->base, stamp, watch, &request->n_rows, err);
		else if (request->may_map)
			index = over_snapshot(store, stamp, watch, request, err);
	}
	if (ok && !index && !err->code && !(watch->cancel && atomic_load(watch->cancel))) {
		request->origin = INDEX_BUILT;
		index = load_index(store, stamp, watch, err);
	}
	store_let_go(store);
	if (index)
		keep_for(index);
	return index;
}

void catalogue_trace_index(struct trace *trace, const struct index_request *request, double ms)
{
	if (request->origin == INDEX_CHANGED)
		trace_line(trace, "index", "%zu changed rows read in %.1f ms", request->n_rows, ms);
	else
		trace_line(trace, "index", "%s in %.1f ms", request->origin == INDEX_MAPPED ? "mapped" : "read and built", ms);
}

bool catalogue_worth_keeping(const struct index *index)
{
	/* Reading some rows at each start is little beside writing hundreds of megabytes. */
	enum { OWN_PART = 16 };
	struct index_delta_size size = index_delta_size(index);
	return index_image(index).n || size.own * OWN_PART > size.below;
}

enum snapshot_result catalogue_keep_index(const char *path, const struct index *index)
{
	bool wanted = rows_of(index) >= SNAPSHOT_ROWS;
	enum snapshot_result result = wanted && store_counts(index_stamp_of(index).changes) ? snapshot_write(path, index, NULL) : SNAPSHOT_NONE;
	if (result == SNAPSHOT_WRITTEN)
		snapshot_tidy();
	else if (!wanted)
		snapshot_remove(path); /* that of a time when there were more */
	return result;
}

/* Whether it is still that of the catalogue; and verified, as any that is mapped. */
static struct index *reopen(const char *path, struct index_stamp stamp, const struct answers_rule *rule, const atomic_bool *cancel)
{
	struct index *index = snapshot_open(path, stamp);
	if (index && !index_wants_answers(index, rule) && index_image_verify(index, cancel) && !(cancel && atomic_load(cancel)))
		return index;
	index_free(index);
	return NULL;
}

enum answers_result catalogue_make_answers(const char *path, struct index_stamp stamp, const struct answers_rule *rule,
	const atomic_bool *cancel, struct index **out)
{
	int lock;
	bool taken;
	parallel_stand_back();
	struct index *index = snapshot_claim(path, stamp, &lock, &taken);
	bool ready = index && !index_wants_answers(index, rule);
	if (index && !ready && index_make_answers(index, rule, cancel)) {
		struct index *still = snapshot_open(path, stamp); /* none: a newer one, which is worth more than answers */
		ready = still && snapshot_write(path, index, cancel) == SNAPSHOT_WRITTEN;
		index_free(still);
	}
	index_free(index);
	*out = ready ? reopen(path, stamp, rule, cancel) : NULL;
	if (lock >= 0)
		close(lock);
	return taken ? ANSWERS_ELSEWHERE : *out ? ANSWERS_READY : ANSWERS_NONE;
}

bool catalogue_verify_index(const char *path, const struct index *index, const atomic_bool *cancel)
{
	if (index_image_verify(index, cancel))
		return true;
	snapshot_remove(path);
	return false;
}

#include "export_internal.h"

#include "base/file.h"
#include "cli/listing.h"
#include "ledgers_internal.h"
#include "text/clean.h"
#include "view/message.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- deciding -------------------------------------------------------------------------------- */

static const struct {
	const char *ending, *word;
} endings[] = {
	{".csv", "csv"},
	{".tsv", "tsv"},
	{".jsonl", "jsonl"},
	{".json", "json"},
	{".md", "md"},
	{".xlsx", "xlsx"},
	{".sqlite", "sqlite"},
	{".sqlite3", "sqlite"},
	{".db", "sqlite"},
};

static const char *word_of_ending(const char *path)
{
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (file_ends(path, endings[i].ending))
			return endings[i].word;
	return NULL;
}

static bool has_ending(const char *path)
{
	return strchr(file_name(path), '.') != NULL;
}

static bool means_folder(const struct export_choice *choice)
{
	size_t n = strlen(choice->path);
	bool bare = !has_ending(choice->path) && (!choice->format || !choice->has_kind);
	bool csv = !choice->format || strcmp(choice->format, "csv") == 0;
	return csv && (file_is_folder(choice->path) || (n && choice->path[n - 1] == '/') || bare);
}

bool export_decide(struct export_choice *choice, struct err *err)
{
	if (!*choice->path || strcmp(choice->path, "-") == 0)
		return err_set(err, ERR_USAGE, "found \"%s\", expected a file or a folder; yuanlian list writes to standard output", choice->path);
	if (means_folder(choice)) {
		choice->target = EXPORT_FOLDER;
		choice->word = "csv";
		return true;
	}
	choice->word = choice->format ? choice->format : word_of_ending(choice->path);
	if (!choice->word)
		return err_set(err, ERR_USAGE,
			"found \"%s\", expected a folder or a file that ends in .csv, .tsv, .json, .jsonl, .md, .xlsx or .sqlite",
			choice->path);
	if (strcmp(choice->word, "sqlite") == 0) {
		choice->target = EXPORT_SQLITE;
		return true;
	}
	choice->target = EXPORT_FILE;
	enum format format = FORMAT_CSV;
	format_parse(str_from(choice->word), &format);
	bool all_kinds = format_is_json(format) || format == FORMAT_XLSX;
	return all_kinds || choice->has_kind ||
	       err_set(err, ERR_USAGE,
		       "found no --kind, expected the KIND that one %s file takes; a folder, a json or an xlsx file takes all",
		       choice->word);
}

bool export_decide_file(struct export_choice *choice, struct err *err)
{
	struct err decided = ERR_INIT;
	return (export_decide(choice, &decided) && choice->target == EXPORT_FILE)
		|| err_set(err, ERR_USAGE, "found \"%s\", expected a file that ends in .csv, .tsv, .json, .jsonl, .md or .xlsx", choice->path);
}

void export_tell(const struct export_choice *choice)
{
	struct str lines = choice->notices ? strbuf_str(choice->notices) : STR(""), line;
	struct strbuf clean = {0};
	while (lines.n && str_split(&lines, '\n', &line)) {
		strbuf_clear(&clean);
		text_clean(str_from(choice->path), &clean);
		strbuf_add_c(&clean, ": ");
		text_clean(line, &clean);
		if (line.n)
			fprintf(stderr, "yuanlian: %s\n", clean.p);
	}
	strbuf_release(&clean);
}

/* -- which records ----------------------------------------------------------------------------- */

/* A record and what it is ordered by. */
struct named {
	struct str id;
	struct ref ref;
};

static int compare_ids(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	return str_cmp(x->id, y->id);
}

void export_order(const struct index *index, struct ref *refs, size_t n)
{
	struct arena ids = {0};
	struct strbuf id = {0};
	struct named *named = xreallocarray(NULL, n + 1, sizeof *named);
	for (size_t i = 0; i < n; i++)
		named[i] = (struct named){arena_str(&ids, index_read_text(index, refs[i], 0, &id)), refs[i]};
	qsort(named, n, sizeof *named, compare_ids);
	for (size_t i = 0; i < n; i++)
		refs[i] = named[i].ref;
	free(named);
	strbuf_release(&id);
	arena_release(&ids);
}

/* All of a kind but those that stand in the row of another. */
static size_t list_apart(const struct index *index, const struct ledgers *ledgers, enum kind kind, struct ref *out)
{
	size_t n_all = index_count(index, kind), n = 0;
	bool asked = ledgers && (kind == KIND_CLAIM || kind == KIND_MILESTONE);
	for (size_t i = 0; i < n_all; i++) {
		struct ref ref = ref_make(kind, (uint32_t)i);
		if (asked && ledgers_hold(ledgers, ref))
			continue;
		if (out)
			out[n] = ref;
		n++;
	}
	return n;
}

static struct ref *all_apart(const struct index *index, const struct ledgers *ledgers, enum kind kind, size_t *n)
{
	struct ref *refs = xreallocarray(NULL, index_count(index, kind) + 1, sizeof *refs);
	*n = list_apart(index, ledgers, kind, refs);
	export_order(index, refs, *n);
	return refs;
}

struct ref *export_all(const struct index *index, enum kind kind, size_t *n)
{
	return all_apart(index, NULL, kind, n);
}

/* -- files ------------------------------------------------------------------------------------- */

/* A file on its way: it gets its name when all of it is written; what is no regular file is written as it is. */
struct export_file {
	const char *path; /* borrowed */
	FILE *stream;     /* NULL: closed */
	bool special;
	struct file_draft draft;
};

static bool open_file(struct export_file *file, const struct export_choice *choice, const char *path, struct err *err)
{
	struct stat st;
	bool force = choice->force;
	if (force && file_same(path, choice->catalogue))
		return err_at(err, ERR_CREATE, path, 0, 0, "found the catalogue itself, expected another file");
	*file = (struct export_file){.path = path, .special = force && stat(path, &st) == 0 && !S_ISREG(st.st_mode)};
	if (!file->special && !file_draft_begin(&file->draft, path, force, err))
		return false;
	int fd = file->special ? open(path, O_WRONLY | O_CLOEXEC) : fcntl(file->draft.fd, F_DUPFD_CLOEXEC, 0);
	file->stream = fd < 0 ? NULL : fdopen(fd, "w");
	if (file->stream)
		return true;
	err_at(err, ERR_CREATE, path, 0, 0, "found \"%s\", expected to write there", strerror(errno));
	if (fd >= 0)
		close(fd);
	if (!file->special)
		file_draft_drop(&file->draft);
	return false;
}

/* ok: whether all of them were written. */
static bool close_files(struct export_file *files, size_t n, bool ok, struct err *err)
{
	struct file_draft drafts[KIND_COUNT];
	size_t n_drafts = 0;
	for (size_t i = 0; i < n; i++) {
		if (files[i].stream)
			fclose(files[i].stream);
		if (!files[i].special)
			drafts[n_drafts++] = files[i].draft;
	}
	if (ok)
		return file_drafts_place(drafts, n_drafts, err);
	for (size_t i = 0; i < n_drafts; i++)
		file_draft_drop(&drafts[i]);
	return false;
}

/* -- writing ----------------------------------------------------------------------------------- */

static bool goes_on(const struct export_choice *choice, size_t done, size_t n, struct err *err)
{
	enum { ROWS_BETWEEN = 256 };
	const struct export_watch *watch = choice->watch;
	return !watch || done % ROWS_BETWEEN || watch->go_on(watch->self, choice->n_before + done, choice->n_all ? choice->n_all : n)
		|| err_set(err, ERR_WRITE, "given up");
}

static bool end_goes_on(void *self)
{
	const struct export_watch *watch = self;
	return watch->go_on(watch->self, 0, 0);
}

void export_progress(bool chinese, size_t done, size_t n, struct strbuf *out)
{
	enum language language = message_language(chinese);
	if (n)
		strbuf_printf(out, message(MSG_SAY_EXPORTING, language).p, (unsigned)(done * 100 / n));
	else
		strbuf_add(out, message(MSG_SAY_EXPORTING_END, language));
}

static size_t count_all(const struct index *index, const struct export_choice *choice)
{
	size_t n = 0;
	for (int k = 0; choice->watch && k < KIND_COUNT; k++)
		n += list_apart(index, choice->ledgers, (enum kind)k, NULL);
	return n;
}

/* What is written, and how. */
struct records {
	const struct index *index;
	const struct export_choice *choice;
	enum kind kind; /* KIND_COUNT: all, which refs do not say */
	const struct ref *refs;
	size_t n;
};

static bool write_table(const struct records *r, enum format format, struct writer *writer, struct err *err)
{
	struct listing listing;
	struct arena arena = {0};
	listing_init(&listing, r->index, r->kind, format, r->choice->chinese);
	listing.as_entered = true;
	if (format == FORMAT_MD)
		listing_shown(&listing);
	else
		listing_fields(&listing, format == FORMAT_JSON || format == FORMAT_JSONL || format == FORMAT_XLSX);
	if (r->choice->ledgers && format != FORMAT_MD)
		listing_ledgers(&listing, r->choice->ledgers, r->refs, r->n);
	struct field_cell *cells = xreallocarray(NULL, listing.columns.n, sizeof *cells);
	bool ok = writer_table(writer, str_from(kinds[r->kind].plural), listing.titles.v, listing.titles.n, err);
	for (size_t i = 0; ok && i < r->n; i++) {
		arena_clear(&arena);
		listing_cells(&listing, r->refs[i], ANSWER_YES, &arena, cells);
		ok = goes_on(r->choice, i, r->n, err) && writer_row(writer, cells, err);
	}
	free(cells);
	arena_release(&arena);
	listing_release(&listing);
	return ok;
}

static bool write_all(const struct records *all, enum format format, struct writer *writer, struct err *err)
{
	/* As people leaf through sheets: what they look for first. */
	static const enum kind sheets[KIND_COUNT] = {KIND_REGION, KIND_ZONE, KIND_PARK, KIND_CHAIN, KIND_STAGE, KIND_LINK,
		KIND_ENTERPRISE, KIND_PLACEMENT, KIND_FLOW, KIND_PROJECT, KIND_MILESTONE, KIND_CLAIM, KIND_INDICATOR, KIND_SOURCE,
		KIND_FACILITY, KIND_MEASURE, KIND_REQUEST, KIND_PERSON, KIND_TARGET, KIND_EVENT, KIND_DOUBT, KIND_IDENTITY,
		KIND_ASSESSMENT, KIND_SECTOR};
	bool ok = true;
	struct export_choice part = *all->choice;
	part.n_all = count_all(all->index, all->choice);
	for (int i = 0; ok && i < KIND_COUNT; i++) {
		size_t n;
		enum kind kind = format == FORMAT_XLSX ? sheets[i] : (enum kind)i;
		struct ref *refs = all_apart(all->index, part.ledgers, kind, &n);
		ok = write_table(&(struct records){all->index, &part, kind, refs, n}, format, writer, err);
		part.n_before += n;
		free(refs);
	}
	return ok;
}

static int64_t created(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	return epoch ? strtoll(epoch, NULL, 10) : 0;
}

/* It has no name yet then. */
static bool write_draft(struct export_file *file, const struct export_choice *choice, struct writer_options options,
	struct export_content content, struct err *err)
{
	enum format format = FORMAT_CSV;
	format_parse(str_from(choice->word), &format);
	options.excel = choice->excel;
	options.created = created();
	options.notices = choice->notices;
	struct export_watch told = choice->watch ? *choice->watch : (struct export_watch){NULL, NULL};
	const struct writer_watch watch = {end_goes_on, &told};
	options.watch = choice->watch ? &watch : NULL;
	struct writer *writer = writer_new(format, options, (struct output){.file = file->stream});
	bool ok = content.write(content.self, format, writer, err);
	ok = writer_finish(writer, err) && ok;
	if (fclose(file->stream) != 0 && ok)
		ok = err_set(err, ERR_WRITE, "found \"%s\", expected to write this file", strerror(errno));
	file->stream = NULL;
	if (!ok)
		err_place(err, file->path, 0, 0);
	return ok;
}

bool export_write(const struct export_choice *choice, struct writer_options options, struct export_content content, struct err *err)
{
	struct export_file file;
	if (!open_file(&file, choice, choice->path, err))
		return false;
	return close_files(&file, 1, write_draft(&file, choice, options, content, err), err);
}

static const struct writer_options record_options = {.grouped = true};

static bool write_records(void *self, enum format format, struct writer *writer, struct err *err)
{
	const struct records *r = self;
	return r->kind == KIND_COUNT ? write_all(r, format, writer, err) : write_table(r, format, writer, err);
}

/* -- folders ------------------------------------------------------------------------------------ */

/* What stands in the way is found before the first row is written. */
static bool open_files(const struct export_choice *choice, enum kind kind, struct arena *paths, struct export_file *files, size_t *n,
	struct err *err)
{
	bool slashed = str_ends(str_from(choice->path), STR("/")), ok = true;
	for (int k = 0; ok && k < KIND_COUNT; k++) {
		if (kind != KIND_COUNT && k != (int)kind)
			continue;
		struct str path = arena_printf(paths, "%s%s%s.csv", choice->path, slashed ? "" : "/", kinds[k].plural);
		ok = open_file(&files[*n], choice, path.p, err);
		*n += ok;
	}
	return ok;
}

static bool write_kinds(const struct records *records, struct export_file *files, struct err *err)
{
	struct export_choice part = *records->choice;
	bool ok = true;
	part.n_all = count_all(records->index, records->choice);
	for (int k = 0; ok && k < KIND_COUNT; k++) {
		struct records one = {.index = records->index, .choice = &part, .kind = (enum kind)k};
		struct ref *refs = all_apart(one.index, part.ledgers, one.kind, &one.n);
		one.refs = refs;
		ok = write_draft(&files[k], &part, record_options, (struct export_content){write_records, &one}, err);
		part.n_before += one.n;
		free(refs);
	}
	return ok;
}

static bool write_folder(struct records *records, struct err *err)
{
	const struct export_choice *choice = records->choice;
	struct export_file files[KIND_COUNT];
	struct arena paths = {0};
	size_t n = 0;
	bool made = mkdir(choice->path, 0777) == 0;
	if (!made && errno != EEXIST)
		return err_at(err, ERR_CREATE, choice->path, 0, 0, "found \"%s\", expected to make this folder",
			strerror(errno));
	bool ok = open_files(choice, records->kind, &paths, files, &n, err);
	if (ok && records->kind == KIND_COUNT)
		ok = write_kinds(records, files, err);
	else if (ok)
		ok = write_draft(files, choice, record_options, (struct export_content){write_records, records}, err);
	ok = close_files(files, n, ok, err);
	if (!ok && made)
		rmdir(choice->path);
	arena_release(&paths);
	return ok;
}

bool export_records(const struct index *index, const struct export_choice *choice, enum kind kind,
	const struct ref *refs, size_t n, struct err *err)
{
	struct records records = {index, choice, kind, refs, n};
	if (choice->target == EXPORT_FOLDER)
		return write_folder(&records, err);
	if (file_is_folder(choice->path))
		return err_at(err, ERR_CREATE, choice->path, 0, 0, "found a folder, expected the name of a file");
	if (!choice->force && file_exists(choice->path))
		return err_at(err, ERR_CREATE, choice->path, 0, 0,
			"found an existing file, expected another name or --force");
	return export_write(choice, record_options, (struct export_content){write_records, &records}, err);
}

#include "exchange/reading.h"

#include "base/array.h"
#include "base/file.h"
#include "base/map.h"
#include "exchange/csv.h"
#include "exchange/encoding.h"
#include "exchange/json.h"
#include "model/claim.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

static struct str stem_of(const char *path)
{
	struct str name = str_from(file_name(path));
	ptrdiff_t dot = str_find_byte(name, '.', 0);
	return dot < 0 ? name : str_sub(name, 0, (size_t)dot);
}

/* The kind that a file name such as "seeds/zones.csv" says; false where its stem is none. */
static bool kind_of_path(const char *path, enum kind *kind)
{
	struct str stem = stem_of(path);
	for (int k = 0; k < KIND_COUNT; k++)
		if (str_eq_c(stem, kinds[k].plural)) {
			*kind = (enum kind)k;
			return true;
		}
	return false;
}

bool reading_for_people(enum kind kind, struct str name)
{
	static const struct str suffix = STR_INIT("_name");
	if (str_eq_c(name, "kind") || (str_eq_c(name, "name") && !kind_has_name(kind)))
		return true;
	if (!str_ends(name, suffix))
		return false;
	int field = field_find(kind, str_sub(name, 0, name.n - suffix.n));
	return field >= 0 && (fields_of[kind].v[field].type == FIELD_REF || fields_of[kind].v[field].type == FIELD_REFS);
}

bool reading_text(const char *path, struct reading reading, struct strbuf *text, struct err *err)
{
	const char *encoding = NULL;
	if (!file_read(path, text, err))
		return false;
	if (!encoding_to_utf8(text, &encoding, err))
		return err_place(err, path, err->line, err->column);
	if (encoding && reading.converted)
		reading.converted(reading.self, path, encoding);
	return true;
}

bool reading_file(const char *path, struct reading reading, struct row_sink sink, struct err *err)
{
	bool csv = file_ends(path, ".csv"), json = file_ends(path, ".json"), lines = file_ends(path, ".jsonl");
	if (!csv && !json && !lines && file_exists(path))
		return err_at(err, ERR_USAGE, path, 0, 0, "found a file of another format, expected .csv, .json or .jsonl (a spreadsheet saves a sheet as CSV)");
	if (kind_of_path(path, &reading.kind))
		reading.has_kind = true;
	struct strbuf bytes = {0};
	bool ok = reading_text(path, reading, &bytes, err);
	struct str text = strbuf_str(&bytes);
	if (ok)
		ok = csv       ? csv_read(text, path, reading, sink, err)
			: json ? json_read(text, path, reading, sink, err)
			       : json_read_lines(text, path, reading, sink, err);
	strbuf_release(&bytes);
	return ok;
}

/* The files KIND.csv of a folder: a path for each kind that it has, else NULL; free each. */
static bool list_folder(const char *folder, char *paths[KIND_COUNT], struct err *err)
{
	memset(paths, 0, KIND_COUNT * sizeof *paths);
	DIR *dir = opendir(folder);
	if (!dir)
		return err_at(err, ERR_NO_INPUT, folder, 0, 0, "found \"%s\", expected a folder to read", strerror(errno));
	bool ok = true, any = false;
	for (struct dirent *entry; ok && (entry = readdir(dir));) {
		enum kind kind;
		if (!file_ends(entry->d_name, ".csv") || entry->d_name[0] == '.')
			continue;
		struct str stem = str_sub(str_from(entry->d_name), 0, strlen(entry->d_name) - 4);
		struct strbuf path = {0};
		strbuf_printf(&path, "%s/%s", folder, entry->d_name);
		any = true;
		if (!kind_parse(stem, &kind) || !str_eq_c(stem, kinds[kind].plural))
			ok = err_at(err, ERR_DATA, path.p, 0, 0, "found a file named after no kind, expected KIND.csv such as zones.csv");
		else if (paths[kind])
			ok = err_at(err, ERR_DATA, path.p, 0, 0, "found a second file of %s, expected one", kinds[kind].plural);
		else
			paths[kind] = strbuf_detach(&path);
		strbuf_release(&path);
	}
	closedir(dir);
	if (ok && !any)
		ok = err_at(err, ERR_NO_INPUT, folder, 0, 0, "found no KIND.csv, expected one such as zones.csv");
	return ok;
}

static void free_paths(char *paths[KIND_COUNT])
{
	for (int k = 0; k < KIND_COUNT; k++)
		free(paths[k]);
}

bool reading_folder(const char *folder, struct reading reading, struct row_sink sink, struct err *err)
{
	char *paths[KIND_COUNT];
	bool ok = list_folder(folder, paths, err);
	for (int k = 0; ok && k < KIND_COUNT; k++)
		ok = !paths[k] || reading_file(paths[k], reading, sink, err);
	free_paths(paths);
	return ok;
}

bool reading_signature(const char *folder, struct strbuf *out, struct err *err)
{
	char *paths[KIND_COUNT];
	uint64_t signature = CLAIM_READING_EDITION;
	bool ok = list_folder(folder, paths, err);
	for (int k = 0; ok && k < KIND_COUNT; k++) {
		struct strbuf bytes = {0};
		if (!paths[k])
			continue;
		ok = file_read(paths[k], &bytes, err);
		signature = hash_bytes(
			bytes.p, bytes.n, signature ^ hash_bytes(kinds[k].plural, strlen(kinds[k].plural), bytes.n));
		strbuf_release(&bytes);
	}
	if (ok)
		strbuf_printf(out, "%016" PRIx64, signature);
	free_paths(paths);
	return ok;
}

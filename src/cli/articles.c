#include "cli/articles.h"

#include "base/array.h"
#include "base/file.h"
#include "text/utf8.h"
#include "view/settings.h"

#include <dirent.h>
#include <sha2.h>
#include <sys/stat.h>

struct article {
	char sha256[SHA256_DIGEST_STRING_LENGTH];
	char *path;
	struct strbuf text;
	bool read;
};

struct article_folder {
	char *path;
	bool scanned;
	ARRAY(struct article) files;
	struct articles source;
};

void article_hash(struct str bytes, struct strbuf *out)
{
	char digits[SHA256_DIGEST_STRING_LENGTH];
	SHA256Data((const uint8_t *)(bytes.p ? bytes.p : ""), bytes.n, digits);
	strbuf_add_c(out, digits);
}

static struct str text_of(void *self, struct str sha256)
{
	return article_text(self, sha256);
}

struct article_folder *article_folder_new(const char *path, struct err *err)
{
	if (!file_is_folder(path)) {
		err_at(err, ERR_NO_INPUT, path, 0, 0, "found no folder, expected the folder of your article files");
		return NULL;
	}
	struct article_folder *folder = xcalloc(1, sizeof *folder);
	struct strbuf copy = {0};
	strbuf_add_c(&copy, path);
	folder->path = strbuf_detach(&copy);
	folder->source = (struct articles){folder, text_of};
	return folder;
}

void article_folder_free(struct article_folder *folder)
{
	if (!folder)
		return;
	for (size_t i = 0; i < folder->files.n; i++) {
		free(folder->files.v[i].path);
		strbuf_release(&folder->files.v[i].text);
	}
	array_release(&folder->files);
	free(folder->path);
	free(folder);
}

static bool is_candidate(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 && st.st_size <= ARTICLE_BYTES_MAX;
}

static void scan(struct article_folder *folder)
{
	folder->scanned = true;
	DIR *entries = opendir(folder->path);
	for (const struct dirent *entry; entries && (entry = readdir(entries));) {
		struct strbuf path = {0};
		struct article file = {0};
		strbuf_printf(&path, "%s/%s", folder->path, entry->d_name);
		if (is_candidate(path.p) && SHA256File(path.p, file.sha256)) {
			file.path = strbuf_detach(&path);
			array_push(&folder->files, file);
		}
		strbuf_release(&path);
	}
	if (entries)
		closedir(entries);
}

/* The file may have changed since it was hashed: then it is not that article any more. */
static void read_article(struct article *file)
{
	struct err err = ERR_INIT;
	struct strbuf hash = {0};
	file->read = true;
	bool same = file_read(file->path, &file->text, &err) && utf8_check(strbuf_str(&file->text), NULL);
	if (same)
		article_hash(strbuf_str(&file->text), &hash);
	if (!same || !str_eq_c(strbuf_str(&hash), file->sha256))
		strbuf_release(&file->text);
	strbuf_release(&hash);
}

struct str article_text(struct article_folder *folder, struct str sha256)
{
	if (!folder->scanned)
		scan(folder);
	for (size_t i = 0; i < folder->files.n; i++) {
		struct article *file = &folder->files.v[i];
		if (!str_eq_c(sha256, file->sha256))
			continue;
		if (!file->read)
			read_article(file);
		return strbuf_str(&file->text);
	}
	return STR("");
}

struct articles *article_source(struct article_folder *folder)
{
	return &folder->source;
}

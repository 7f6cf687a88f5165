/*
 * The user's own copies of the articles: the files of one folder, known by the SHA-256
 * of their bytes (sources.sha256).
 */
#ifndef CLI_ARTICLES_H
#define CLI_ARTICLES_H

#include "base/err.h"

struct articles; /* view/settings.h */
struct article_folder;

/* Files of a folder are read when first asked for; larger ones and those that are no UTF-8 text are passed over. */
enum { ARTICLE_BYTES_MAX = 16 << 20 };

/* Errors: ERR_NO_INPUT: no such folder */
struct article_folder *article_folder_new(const char *path, struct err *err);
void article_folder_free(struct article_folder *folder); /* NULL is fine */

/* The whole file with this SHA-256 (64 hex digits); n = 0 where it is not at hand. Lives as long as the folder. */
struct str article_text(struct article_folder *folder, struct str sha256);

/* The same for the screens; lives as long as the folder. */
struct articles *article_source(struct article_folder *folder);

/* SHA-256 of some bytes as 64 hex digits, appended. */
void article_hash(struct str bytes, struct strbuf *out);

#endif

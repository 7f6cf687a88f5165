/*
 * Whole files, in and out.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/err.h"
#include "base/strbuf.h"

/*
 * Read a whole file and append it to out: at most 4 GiB, of what is no regular file 256 MiB.
 * Errors: ERR_NO_INPUT (with the path as place), also a named pipe that nobody writes; out is as before.
 */
bool file_read(const char *path, struct strbuf *out, struct err *err);

/*
 * A whole file that is written so that a reader sees the old one or the new one, never a
 * part: a draft in the same folder, synchronised, then given the name. A file that is
 * replaced keeps its mode, and a symbolic link to it stays one.
 */
struct file_draft {
	const char *path;        /* as it was asked for; borrowed */
	struct strbuf target;    /* where it goes: path, links followed where it replaces */
	struct strbuf temporary; /* where it is; empty: without a name, so that nothing is left where the program ends */
	bool replace;            /* whether an existing file may be overwritten */
	int fd;                  /* open for writing until it is placed or dropped */
};

/* An empty one. Errors: ERR_CREATE (exists, folder missing or not writable); nothing is left to drop then. */
bool file_draft_begin(struct file_draft *draft, const char *path, bool replace, struct err *err);

/* Have it stand at `temporary`, for who opens it by its name. Errors: ERR_CREATE */
bool file_draft_name(struct file_draft *draft, struct err *err);

/* Close, give it the name, and release. Errors: ERR_CREATE (the name is taken meanwhile), ERR_WRITE; the draft is gone. */
bool file_draft_place(struct file_draft *draft, struct err *err);
void file_draft_drop(struct file_draft *draft);

/* All of that for a text that is there already. Errors: ERR_CREATE, ERR_WRITE */
bool file_write(const char *path, struct str content, bool replace, struct err *err);

bool file_ends(const char *path, const char *ending); /* ".csv"; .CSV of Windows as well */
bool file_exists(const char *path);    /* also a link that leads nowhere */
bool file_is_folder(const char *path); /* or a link to one */

#endif

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
 * Where the file system can keep it without a name, nothing is left should the program end; else
 * TARGET.yuanlian-draft-N is left, which the next draft of that target removes.
 */
struct file_draft {
	const char *path;        /* as it was asked for; borrowed */
	struct strbuf target;    /* where it goes: path, or what path links to where that exists */
	struct strbuf temporary; /* its name until then, or that of what it replaced; empty: it has none */
	bool replace;            /* whether an existing file may be overwritten */
	bool there;              /* whether there was one when it began */
	bool exchanged;          /* it stands at its target, and what it replaced at temporary */
	int fd;                  /* open for reading and writing until it is placed or dropped */
};

/* Begin an empty draft. Errors: ERR_CREATE (exists, folder missing or not writable); nothing is to be dropped then. */
bool file_draft_begin(struct file_draft *draft, const char *path, bool replace, struct err *err);

/*
 * Have a draft, or all of several or none, stand at their targets: no signal but SIGKILL comes between. Where the file
 * system cannot exchange two files, one that was replaced before another failed stays replaced.
 * All are closed and released in any case. Errors: ERR_CREATE (the name was taken meanwhile), ERR_WRITE
 */
bool file_draft_place(struct file_draft *draft, struct err *err);
bool file_drafts_place(struct file_draft *drafts, size_t n, struct err *err);
void file_draft_drop(struct file_draft *draft);

/* Write a whole file in this way. Errors: ERR_CREATE, ERR_WRITE */
bool file_write(const char *path, struct str content, bool replace, struct err *err);

/* What stands behind the last '/' of a path; borrowed from it. */
const char *file_name(const char *path);

/* The folder of a path's file: what stands before the last '/', "/" or ".". Appended. */
void file_folder(const char *path, struct strbuf *out);

bool file_ends(const char *path, const char *ending); /* ".csv"; .CSV of Windows as well */
bool file_exists(const char *path);    /* also a link that leads nowhere */
bool file_is_folder(const char *path); /* or a link to one */
bool file_same(const char *a, const char *b); /* whether both are there and are one file, also by links */

#endif

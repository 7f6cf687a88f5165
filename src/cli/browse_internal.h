/*
 * The browser's outside: what the loop, its effects and its row source share.
 */
#ifndef CLI_BROWSE_INTERNAL_H
#define CLI_BROWSE_INTERNAL_H

#include "base/array.h"
#include "cli/session.h"
#include "patience_internal.h"
#include "view/app.h"
#include "view/terminal.h"
#include "worker_internal.h"

#include <sys/stat.h>

struct browser {
	struct session *session;
	struct app *app;
	struct terminal *terminal;    /* what the loop talks to: a script, a recorder or the screen itself */
	struct terminal *screen;      /* the real one; NULL: a script without a screen. Owned by `terminal` */
	struct terminal *script;      /* --script; NULL: none. Owned by `terminal` */
	struct terminal *recorder;    /* --record; NULL: none. It is `terminal` */
	struct grid grid, shown;      /* what is drawn next; what the terminal was told last */
	struct patience *patience;    /* NULL: nobody looks, or there is none */
	struct worker *worker;
	struct row_source *rows;
	struct index *index;          /* the one that the app has */
	ARRAY(struct event) held;     /* that came while nobody could take them; the loop does so next */
	bool by_key;                  /* the event at hand is a key */
	bool keeps;                   /* memory that keys left behind, to be given back when nobody types any more */
	bool asked;                   /* a reload that a key asked for: an answer is due */
	int watch_fd;                 /* inotify; -1: none */
	bool unwatched;               /* nothing tells when the catalogue changes */
	struct stat seen;             /* what it was when it was looked at for that; zeros: not there */
	bool faulty;                  /* the catalogue could not be read, and the last line says so */
	int64_t interrupted_ms;       /* when Ctrl-C came last */
	bool quit;
	int signal;                   /* that ended it; 0: none */
};

/* Draw what there is. */
void browser_show(struct browser *browser);

/* Do what the last event asked of the outside. */
void browser_effects(struct browser *browser);

/*
 * Rows straight from the catalogue for lists that do not wait for the index. The first screen waits for none of it:
 * a kind that is not counted yet has no rows, nor has a file that is not there yet.
 */
struct row_source *row_source_new(const char *path);

/* Count the rows: here, or once for all in another thread, which says so on the descriptor below. */
void row_source_count(struct row_source *source);
void row_source_begin(struct row_source *source); /* nothing where they are counted and wanted; after row_source_stop anew */
void row_source_stop(struct row_source *source); /* what is not counted yet is not wanted any more */
void row_source_free(struct row_source *source);

/* Readable when more has been counted. */
int row_source_fd(const struct row_source *source);

/* Whether more has been counted since the last call. */
bool row_source_news(struct row_source *source);

#endif

/*
 * The one table of commands of the command line. Parsing, `help`, the manual and the
 * shell completions come from it. (What a key does in the browser is a command of
 * view/command.h; here a command is called a verb.)
 */
#ifndef CLI_VERB_H
#define CLI_VERB_H

#include "base/err.h"

struct session;

enum verb_id {
	VERB_BROWSE, /* no command at all */
	VERB_LIST,
	VERB_COUNT,
	VERB_FIND,
	VERB_SHOW,
	VERB_GAPS,
	VERB_SITE,
	VERB_RENDER,
	VERB_EXPORT,
	VERB_IMPORT,
	VERB_CHECK,
	VERB_HELP,
	VERB_MAN,
	VERB_COMPLETION,
	VERB_N
};

/* What a word on the command line is: for checking and for completion. */
enum word_type { WORD_NONE, WORD_KIND, WORD_QUERY, WORD_TEXT, WORD_REF, WORD_SCREEN, WORD_FILE, WORD_VERB, WORD_SHELL };

enum { WORDS_ANY = -1 };

struct verb {
	const char *name;             /* "list"; "" for the browser */
	const char *arguments;        /* "KIND [QUERY…]" */
	int least, most;              /* words; most may be WORDS_ANY */
	enum word_type first, rest;   /* of the first word and those behind it */
	const char *const *formats;   /* values of --format, the default first; NULL: none */
	const char *zh, *en;          /* one line of help */
	const char *more;             /* a paragraph for the manual, roff; NULL: none */

	/*
	 * Do it. False: *err says why, its code is the exit status; an empty message is
	 * not printed (nothing matched).
	 */
	bool (*run)(struct session *session, struct err *err);
};

extern const struct verb verbs[VERB_N];

/* The command of this name; VERB_N where there is none. */
enum verb_id verb_find(struct str name);

#endif

/*
 * One run of the program: what was asked for, in which language, on which catalogue.
 * What a command does not need is not opened.
 */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "cli/articles.h"
#include "cli/catalogue.h"
#include "text/width.h"
#include "view/message.h"

struct settings; /* view/settings.h */

struct session {
	const struct invocation *invocation;
	bool chinese;
	enum ambi ambi;
	struct trace trace;
	struct catalogue catalogue;
	struct store *store;              /* NULL until session_store */
	struct index *index;              /* NULL until session_index */
	bool unkept;                      /* it was built, and is written beside the catalogue when the session ends */
	struct article_folder *articles;  /* NULL: no --sources */
	struct strbuf more;               /* lines for standard error behind the error's own: candidates */
};

/*
 * Language, clock, trace and the places of things; no file of the catalogue is touched.
 * Errors: ERR_USAGE, ERR_NO_INPUT (folder of --seeds or --sources), ERR_CREATE (trace)
 */
bool session_open(struct session *session, const struct invocation *invocation, struct err *err);
void session_close(struct session *session);

/* The catalogue, made or renewed from the seeds first where that is due; opened for reading. Kept until session_close. */
struct store *session_store(struct session *session, struct err *err);
struct index *session_index(struct session *session, struct err *err);

/* Settings for the screens (include view/settings.h); borrowed parts live as long as the session. */
struct settings session_settings(const struct session *session);

/* A message in the session's language; of those for printf it is the format. */
const char *session_say(const struct session *session, enum message id);

/* That message, formatted, as a line on standard error. */
void session_note(const struct session *session, enum message id, ...);

/* A word of a table with a Chinese and an English column: zh where the session speaks Chinese, else en. */
const char *session_word(const struct session *session, const char *zh, const char *en);

/* The record that a word names, of the kinds in mask (bit k for kind k). Errors: ERR_NO_MATCH; ERR_USAGE where it is ambiguous, candidates in session->more. */
bool session_ref(struct session *session, const struct word *word, uint32_t mask, struct ref *out, struct err *err);

/* The kind that a word names. Errors: ERR_USAGE */
bool session_kind(const struct word *word, enum kind *kind, struct err *err);

/* Write text to standard output. Errors: ERR_WRITE */
bool session_print(struct str text, struct err *err);
bool session_print_made(struct strbuf *text, struct err *err); /* text is released */

#endif

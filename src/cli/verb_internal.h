/*
 * What the table of commands runs: one file each.
 */
#ifndef CLI_VERB_INTERNAL_H
#define CLI_VERB_INTERNAL_H

#include "cli/session.h"

bool cmd_browse(struct session *session, struct err *err);     /* browse.c */
bool cmd_list(struct session *session, struct err *err);       /* cmd_list.c, and so on */
bool cmd_count(struct session *session, struct err *err);
bool cmd_find(struct session *session, struct err *err);
bool cmd_show(struct session *session, struct err *err);
bool cmd_gaps(struct session *session, struct err *err);
bool cmd_site(struct session *session, struct err *err);
bool cmd_render(struct session *session, struct err *err);
bool cmd_export(struct session *session, struct err *err);
bool cmd_import(struct session *session, struct err *err);
bool cmd_check(struct session *session, struct err *err);
bool cmd_help(struct session *session, struct err *err);
bool cmd_man(struct session *session, struct err *err);
bool cmd_completion(struct session *session, struct err *err);

/* Help for one command, or for all where verb is VERB_BROWSE. Appended. */
void help_text(enum verb_id verb, bool chinese, struct strbuf *out);

#endif

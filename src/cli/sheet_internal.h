/*
 * All that is known of one record as text for people: for `show` and for the browser's export key.
 */
#ifndef CLI_SHEET_INTERNAL_H
#define CLI_SHEET_INTERNAL_H

#include "cli/session.h"

/* Fields, figures with their places, the arithmetic of a chain, who refers to it; appended, cleaned. */
void sheet_print(const struct session *session, const struct index *index, struct ref ref, struct strbuf *out);

#endif

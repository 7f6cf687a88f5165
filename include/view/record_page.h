/*
 * Pages of records: the screen (screen_record in view/screen.h) and the same page small,
 * beside a list.
 *
 * What stands on a page of any kind follows from the field tables and from who refers to
 * the record; only chains, projects and sources have sections of their own.
 */
#ifndef VIEW_RECORD_PAGE_H
#define VIEW_RECORD_PAGE_H

#include "view/screen.h"

/* The page of a record from its beginning, without a cursor: for the side panel of a list. */
void record_preview(const struct app *app, struct grid *grid, struct area area, struct ref ref);

/* How many figures the export of a page takes along; 0: the record's own row. index may be NULL. */
size_t record_exported(const struct index *index, struct str id);

#endif

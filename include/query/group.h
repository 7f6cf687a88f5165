/*
 * Rows put together by what they have in some columns: for `count --by`.
 */
#ifndef QUERY_GROUP_H
#define QUERY_GROUP_H

#include "base/array.h"
#include "query/column.h"
#include "query/coverage.h"
#include "query/facet.h"
#include "query/query.h"

enum { BY_MAX = 8 };

/*
 * A row that has several values in a column (classes, the sources of a record and its figures …) stands in the group of
 * each, as it does in facets.
 */
struct group {
	struct ref first;              /* a row of the group; its values are the group's, of several values one: */
	uint32_t items[BY_MAX];        /* value of groups->items */
	struct ref subject, indicator; /* first is REF_NONE: an empty cell of a zone */
	ARRAY(struct ref) rows;
	size_t n_perhaps;
};

struct groups {
	const struct index *index;
	enum kind kind;
	struct facet by[BY_MAX]; /* FACET_FIELD: of dates as they are printed; FACET_PROVINCE, FACET_CHAIN */
	size_t n_by;
	struct facet_values *items[BY_MAX]; /* of columns of which a row may have several values; NULL: of others */
	ARRAY(struct group) groups;
};

/* Group rows by the columns of groups->by, in the order of their values. Without columns there is one group, also of no rows. */
void groups_make(struct groups *groups, const struct query_rows *rows);
void groups_release(struct groups *groups);

/* The value that a group has in a column of groups->items: what it is in files, and for people; both empty: none. Appended. */
void group_item(const struct groups *groups, const struct group *group, size_t column, bool chinese, struct strbuf *code,
	struct strbuf *label);

/* The record that it is; REF_NONE. */
struct ref group_item_record(const struct groups *groups, const struct group *group, size_t column);

/* Whether this is `count claims --by subject,indicator`: contract.md, "Locators", last paragraph. */
bool groups_are_cells(const struct groups *groups);

/*
 * Add a group without rows for each zone and indicator that no row is about: every zone
 * where all_zones, else those that some row is about; indicators that some row of a zone has.
 */
void groups_add_empty_cells(struct groups *groups, bool all_zones);

/* What is known about a cell, and by how many sources. */
enum coverage group_coverage(const struct groups *groups, const struct group *group, size_t *n_sources);

#endif

/*
 * Whether a facility is there yet, by its status: a free word of the source (使用, 拟建, 主体全部封顶).
 */
#ifndef QUERY_FACILITY_H
#define QUERY_FACILITY_H

#include "index/index.h"

enum facility_state {
	FACILITY_UNSAID, /* no status, or one that says neither: 拓展功能, 停用 */
	FACILITY_COMING, /* planned, being built, or not yet in use */
	FACILITY_THERE,
};

enum facility_state facility_state_of(struct str status);

/* The same of a record; of other kinds than facilities FACILITY_UNSAID. */
enum facility_state facility_state(const struct index *index, struct ref facility);

#endif

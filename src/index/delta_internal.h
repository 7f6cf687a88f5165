/*
 * The steps of making an index from another one and some changed rows (index/delta.h).
 */
#ifndef INDEX_DELTA_INTERNAL_H
#define INDEX_DELTA_INTERNAL_H

#include "builder_internal.h"
#include "index/delta.h"

/* The changed rows of one kind. */
struct delta_kind {
	struct parts parts;   /* as they are now */
	uint32_t n_old, n;    /* rows of the kind before and now */
	uint32_t n_changed;   /* of them new: the last n - n_old */
	uint32_t *rows;       /* which rows they are, ascending; from n_old on new ones */
	int64_t *keys;        /* beside rows */
	bool fields[FIELDS_MAX]; /* some older row has another value there */
	bool renamed;         /* the name of some older row, long or short, is another one: what is composed of it, too */
	bool composed;        /* … what the names of the kind are composed of */
};

struct delta {
	const struct index *base;
	struct index *index;  /* that is made */
	struct delta_kind kinds[KIND_COUNT];
	size_t n_changed;     /* of all kinds */
	bool grows;           /* there are new rows */
};

static inline bool delta_grows(const struct delta_kind *k)
{
	return k->n > k->n_old;
}

/* Take an array of the base as it is. */
void delta_share(const struct delta *d, const struct section *from, struct section *to);
/* Its numbers with changes; as they are where there are none. Returns whether there are. */
bool delta_patch(const struct delta *d, const struct section *from, const struct section_changes *changes, struct section *to);

void delta_share_column(const struct delta *d, const struct index_column *from, struct index_column *to);

/* Whether refs of a field may name packed rows that now stand elsewhere, behind new ones with columns. */
bool delta_moves_packed(const struct delta *d, const struct field *field);

/* Make column f of a kind, and note in `fields` whether older rows changed. False: a reference to nothing. */
bool delta_column(struct delta *d, enum kind kind, size_t f);

/*
 * Rows of a kind, ascending: the subjects of changed claims, of the claims as they are and as they were; with `dates` the
 * projects of changed milestones; new rows, and with `changed` all changed ones.
 */
typedef ARRAY(struct ref) ref_array;
void delta_rows(const struct delta *d, enum kind kind, bool changed, bool dates, ref_array *out);

/* Each once, ascending, and none that is none. */
void delta_sort_refs(ref_array *refs);

/* Back references and renown. */
void delta_references(struct delta *d);

/* Rows, or places of an order that rows leave. Sorted: ascending, each once. */
typedef ARRAY(uint32_t) place_array;
void delta_sort_places(place_array *places);

/* How many of them stand before the k-th place that stays, which is so much further behind in the order. */
size_t delta_gone_before(const place_array *gone, size_t k);

/* What rows of a kind are called in short, and whether an older one is renamed by that. False: it has to be made anew. */
bool delta_short_names(struct delta *d, enum kind kind);

/* Whether rows of a kind stand elsewhere in the order of names. */
bool delta_names_move(const struct delta *d, enum kind kind);

/* Orders of names, and by figures. */
void delta_ranks(struct delta *d);
void delta_orders(struct delta *d);

/* The first rows by fields. */
void delta_fronts(struct delta *d);

/* The days of index_since. */
void delta_since(struct delta *d);

/* What look-ups run on. */
void delta_search(struct delta *d);

#endif

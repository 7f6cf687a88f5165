/*
 * The steps of making an index from another one and some changed rows (index/delta.h).
 */
#ifndef INDEX_DELTA_INTERNAL_H
#define INDEX_DELTA_INTERNAL_H

#include "builder_internal.h"
#include "index/delta.h"
#include "merge_internal.h"

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

/* Have `to` be an array of the base, unchanged. */
void delta_share(const struct delta *d, const struct section *from, struct section *to);
/* Have `to` be an array of the base with changes. Returns whether there are any. */
bool delta_patch(const struct delta *d, const struct section *from, const struct section_changes *changes, struct section *to);

void delta_share_column(const struct delta *d, const struct index_column *from, struct index_column *to);

/* Whether refs of a field may name packed rows that now stand elsewhere, behind new ones with columns. */
bool delta_moves_packed(const struct delta *d, const struct field *field);

/* Make column f of a kind, and note in `fields` whether older rows changed. False: some value refers to a record that is not there. */
bool delta_column(struct delta *d, enum kind kind, size_t f);

/*
 * The rows of a kind for which something derived may change, ascending: the subjects that changed claims have or had; with
 * `dates` also the projects that changed milestones have or had; the new rows, and with `changed` all changed ones.
 */
typedef ARRAY(struct ref) ref_array;
void delta_rows(const struct delta *d, enum kind kind, bool changed, bool dates, ref_array *out);

/* Sort them, each once, without empty ones. */
void delta_sort_refs(ref_array *refs);

/* Back references and renown. */
void delta_references(struct delta *d);

/* Patch the short names of a kind, and note whether an older row is renamed by that. False: they cannot be patched, names_make_short is to make them all. */
bool delta_short_names(struct delta *d, enum kind kind);

/* Whether rows of a kind change places in the order of names. */
bool delta_names_move(const struct delta *d, enum kind kind);

/* Orders of names, and by figures. */
void delta_ranks(struct delta *d);
void delta_orders(struct delta *d);

/* The first rows by fields. */
void delta_fronts(struct delta *d);

/* The days of index_since. */
void delta_since(struct delta *d);

/* The words and hashes that look-ups run on. */
void delta_search(struct delta *d);

#endif

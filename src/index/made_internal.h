/*
 * What an index makes when it is first asked for, and keeps as long as it lives: texts of
 * packed values, lists of packed rows. Any number of threads may ask at once; each thing is
 * kept once.
 */
#ifndef INDEX_MADE_INTERNAL_H
#define INDEX_MADE_INTERNAL_H

#include "base/arena.h"
#include "model/field.h"

struct made;

struct made *made_new(void);
void made_free(struct made *made); /* NULL is fine */

/* What is kept under a key: n_bytes at *bytes. False: nothing yet. */
bool made_find(struct made *made, uint64_t key, const void **bytes, size_t *n_bytes);

/* Keep a copy, unless another thread was faster; returns what is kept. */
const void *made_keep(struct made *made, uint64_t key, const void *bytes, size_t n_bytes, size_t *n_kept);

/* The same of what stands in an arena, which is empty afterwards: for what is too large to be copied. */
const void *made_take(struct made *made, uint64_t key, struct arena *arena, const void *bytes, size_t n_bytes, size_t *n_kept);

/* How often this was asked before about a field of a kind: what is asked often is worth a greater thing. */
unsigned made_asked(struct made *made, enum kind kind, size_t field);

/* One thread at a time makes such a thing. */
void made_lock(struct made *made);
void made_unlock(struct made *made);

/*
 * The refs of rows first .. first + n - 1 of a kind. So many rows as a thing can have are
 * cheap to name this way: they stand side by side in tables that all lists share.
 */
const struct ref *made_run(struct made *made, enum kind kind, uint32_t first, uint32_t n);

#endif

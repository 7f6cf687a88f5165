/*
 * What an index makes when it is first asked for, and keeps as long as it lives: texts of
 * packed values, lists of packed rows. Any number of threads may ask at once; each thing is
 * kept once.
 */
#ifndef INDEX_MEMO_INTERNAL_H
#define INDEX_MEMO_INTERNAL_H

#include "base/arena.h"
#include "model/field.h"

struct memo;

struct memo *memo_new(void);
void memo_free(struct memo *memo); /* NULL is fine */

/* What is kept under a key: n_bytes at *bytes. False: nothing yet. */
bool memo_find(struct memo *memo, uint64_t key, const void **bytes, size_t *n_bytes);

/* Keep a copy, unless another thread was faster; returns what is kept. */
const void *memo_keep(struct memo *memo, uint64_t key, const void *bytes, size_t n_bytes, size_t *n_kept);

/* The same of what stands in an arena, which is empty afterwards: for what is too large to be copied. */
const void *memo_take(struct memo *memo, uint64_t key, struct arena *arena, const void *bytes, size_t n_bytes, size_t *n_kept);

/* How often this was called before for a field of a kind: from some number on it is worth to keep something for the whole field. */
unsigned memo_asked(struct memo *memo, enum kind kind, size_t field);

/* Around making what is large: one thread does at a time, and others find it done. */
void memo_lock(struct memo *memo);
void memo_unlock(struct memo *memo);

/*
 * The refs of rows first .. first + n - 1 of a kind. Short runs take no memory of their own: they are
 * parts of tables of consecutive refs, which all of them share.
 */
const struct ref *memo_run(struct memo *memo, enum kind kind, uint32_t first, uint32_t n);

#endif

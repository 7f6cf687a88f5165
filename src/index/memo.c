#include "memo_internal.h"

#include "base/alloc.h"
#include "base/arena.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { SHARDS = 32 };

struct item {
	uint64_t key;
	const void *bytes; /* NULL: empty */
	size_t n_bytes;
};

/* Part of the keys: open addressing, at most half full. */
struct shard {
	pthread_mutex_t lock;
	struct item *items;
	size_t n, size;
	struct arena arena;
};

/* Rows of one table of refs; the tables of a kind overlap, so that a short run stands in one of them. */
enum { TABLE_ROWS = 1 << 12, TABLE_OVERLAP = 1 << 9, TABLES_OF_KIND = (1 << REF_ROW_BITS) / TABLE_ROWS };

typedef _Atomic(struct ref *) table;

struct memo {
	struct shard shards[SHARDS];
	pthread_mutex_t great;
	atomic_uint asked[KIND_COUNT][FIELDS_MAX];
	_Atomic(table *) tables[KIND_COUNT]; /* TABLES_OF_KIND of each */
};

struct memo *memo_new(void)
{
	struct memo *memo = xcalloc(1, sizeof *memo);
	for (size_t i = 0; i < SHARDS; i++)
		pthread_mutex_init(&memo->shards[i].lock, NULL);
	pthread_mutex_init(&memo->great, NULL);
	return memo;
}

void memo_free(struct memo *memo)
{
	if (!memo)
		return;
	for (size_t i = 0; i < SHARDS; i++) {
		pthread_mutex_destroy(&memo->shards[i].lock);
		free(memo->shards[i].items);
		arena_release(&memo->shards[i].arena);
	}
	for (size_t k = 0; k < KIND_COUNT; k++) {
		table *tables = atomic_load(&memo->tables[k]);
		for (size_t i = 0; tables && i < TABLES_OF_KIND; i++)
			free(atomic_load(&tables[i]));
		free(tables);
	}
	pthread_mutex_destroy(&memo->great);
	free(memo);
}

unsigned memo_asked(struct memo *memo, enum kind kind, size_t field)
{
	return atomic_fetch_add(&memo->asked[kind][field], 1);
}

void memo_lock(struct memo *memo)
{
	pthread_mutex_lock(&memo->great);
}

void memo_unlock(struct memo *memo)
{
	pthread_mutex_unlock(&memo->great);
}

/* -- by key ------------------------------------------------------------------------------- */

static uint64_t mixed(uint64_t key)
{
	key *= UINT64_C(0x9E3779B97F4A7C15);
	return key ^ key >> 32;
}

static struct item *slot(const struct shard *s, uint64_t key)
{
	size_t i = (size_t)(mixed(key) / SHARDS) & (s->size - 1);
	while (s->items[i].bytes && s->items[i].key != key)
		i = (i + 1) & (s->size - 1);
	return &s->items[i];
}

static void grow(struct shard *s)
{
	struct shard bigger = {.size = s->size ? s->size * 2 : 64};
	bigger.items = xcalloc(bigger.size, sizeof *bigger.items);
	for (size_t i = 0; i < s->size; i++)
		if (s->items[i].bytes)
			*slot(&bigger, s->items[i].key) = s->items[i];
	free(s->items);
	s->items = bigger.items;
	s->size = bigger.size;
}

bool memo_find(struct memo *memo, uint64_t key, const void **bytes, size_t *n_bytes)
{
	struct shard *s = &memo->shards[mixed(key) % SHARDS];
	pthread_mutex_lock(&s->lock);
	struct item item = s->size ? *slot(s, key) : (struct item){0};
	pthread_mutex_unlock(&s->lock);
	*bytes = item.bytes;
	*n_bytes = item.n_bytes;
	return item.bytes;
}

/* from: an arena that has them; NULL: they are copied. */
static const void *keep(struct memo *memo, uint64_t key, struct arena *from, const void *bytes, size_t n_bytes, size_t *n_kept)
{
	struct shard *s = &memo->shards[mixed(key) % SHARDS];
	pthread_mutex_lock(&s->lock);
	if (s->n * 2 >= s->size)
		grow(s);
	struct item *item = slot(s, key);
	if (!item->bytes) {
		if (from)
			arena_join(&s->arena, from);
		else
			bytes = arena_copy(&s->arena, bytes, n_bytes + !n_bytes, 1);
		*item = (struct item){key, bytes, n_bytes};
		s->n++;
	}
	struct item kept = *item;
	pthread_mutex_unlock(&s->lock);
	*n_kept = kept.n_bytes;
	return kept.bytes;
}

const void *memo_keep(struct memo *memo, uint64_t key, const void *bytes, size_t n_bytes, size_t *n_kept)
{
	return keep(memo, key, NULL, n_bytes ? bytes : "", n_bytes, n_kept);
}

const void *memo_take(struct memo *memo, uint64_t key, struct arena *arena, const void *bytes, size_t n_bytes, size_t *n_kept)
{
	bytes = keep(memo, key, arena, bytes, n_bytes, n_kept);
	arena_release(arena);
	return bytes;
}

/* -- runs of rows --------------------------------------------------------------------------- */

static table *tables_of(struct memo *memo, enum kind kind)
{
	table *tables = atomic_load(&memo->tables[kind]), *fresh = NULL;
	if (tables)
		return tables;
	fresh = xcalloc(TABLES_OF_KIND, sizeof *fresh);
	if (atomic_compare_exchange_strong(&memo->tables[kind], &tables, fresh))
		return fresh;
	free(fresh);
	return tables;
}

static const struct ref *table_at(struct memo *memo, enum kind kind, uint32_t number)
{
	table *at = &tables_of(memo, kind)[number];
	struct ref *rows = atomic_load(at);
	if (rows)
		return rows;
	struct ref *fresh = xmalloc((TABLE_ROWS + TABLE_OVERLAP) * sizeof *fresh);
	for (uint32_t i = 0; i < TABLE_ROWS + TABLE_OVERLAP; i++)
		fresh[i] = ref_make(kind, number * TABLE_ROWS + i);
	if (atomic_compare_exchange_strong(at, &rows, fresh))
		return fresh;
	free(fresh);
	return rows;
}

const struct ref *memo_run(struct memo *memo, enum kind kind, uint32_t first, uint32_t n)
{
	if (n <= TABLE_OVERLAP)
		return table_at(memo, kind, first / TABLE_ROWS) + first % TABLE_ROWS;
	uint64_t key = UINT64_C(1) << 63 | (uint64_t)n << 32 | ref_make(kind, first).bits;
	const void *kept;
	size_t n_bytes;
	if (memo_find(memo, key, &kept, &n_bytes))
		return kept;
	struct ref *refs = xmalloc(n * sizeof *refs);
	for (uint32_t i = 0; i < n; i++)
		refs[i] = ref_make(kind, first + i);
	kept = memo_keep(memo, key, refs, n * sizeof *refs, &n_bytes);
	free(refs);
	return kept;
}

#include "base/arena.h"

#include "base/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 32 * 1024 };

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	max_align_t data[];
};

void arena_init(struct arena *arena)
{
	*arena = (struct arena){0};
}

void arena_release(struct arena *arena)
{
	for (struct arena_block *b = arena->blocks; b;) {
		struct arena_block *next = b->next;
		free(b);
		b = next;
	}
	*arena = (struct arena){0};
}

void arena_clear(struct arena *arena)
{
	struct arena_block *keep = arena->blocks;
	if (!keep)
		return;
	arena->blocks = keep->next;
	arena_release(arena);
	keep->next = NULL;
	keep->used = 0;
	arena->blocks = keep;
}

void arena_join(struct arena *arena, struct arena *other)
{
	/* behind the newest, which has room still */
	struct arena_block **last = &other->blocks, **after = arena->blocks ? &arena->blocks->next : &arena->blocks;
	while (*last)
		last = &(*last)->next;
	*last = *after;
	*after = other->blocks;
	arena->n_bytes += other->n_bytes;
	*other = (struct arena){0};
}

void *arena_alloc(struct arena *arena, size_t n_bytes)
{
	const size_t align = sizeof(max_align_t);
	if (n_bytes > SIZE_MAX - align - sizeof(struct arena_block))
		alloc_failed();
	size_t need = (n_bytes + align - 1) / align * align;
	struct arena_block *b = arena->blocks;
	if (!b || b->size - b->used < need) {
		size_t size = need > BLOCK_BYTES ? need : BLOCK_BYTES;
		b = xmalloc(sizeof *b + size);
		b->size = size;
		b->used = 0;
		b->next = arena->blocks;
		arena->blocks = b;
	}
	void *p = (char *)b->data + b->used;
	b->used += need;
	arena->n_bytes += n_bytes;
	return p;
}

void *arena_calloc(struct arena *arena, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		alloc_failed();
	void *p = arena_alloc(arena, n * size);
	memset(p, 0, n * size);
	return p;
}

void *arena_copy(struct arena *arena, const void *items, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		alloc_failed();
	void *p = arena_alloc(arena, n * size);
	if (n)
		memcpy(p, items, n * size);
	return p;
}

struct str arena_str(struct arena *arena, struct str s)
{
	char *p = arena_alloc(arena, s.n + 1);
	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct str){p, s.n};
}

struct str arena_take(struct arena *arena, struct strbuf *text)
{
	struct str taken = arena_str(arena, strbuf_str(text));
	strbuf_release(text);
	return taken;
}

struct str arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		alloc_failed();
	char *p = arena_alloc(arena, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, format, again);
	va_end(again);
	return (struct str){p, (size_t)n};
}

#include "base/alloc.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Belongs to the small block of state that emergencies need: set once at start. */
static void (*failure_hook)(void);

void alloc_on_failure(void (*hook)(void))
{
	failure_hook = hook;
}

void alloc_keep(size_t n_bytes)
{
#ifdef M_TRIM_THRESHOLD
	enum { LEAST = 1 << 20, MOST = 256 << 20, PIECES = 3, ARENAS = 2 };
	int piece = n_bytes < LEAST ? LEAST : n_bytes < MOST ? (int)n_bytes : MOST;
	mallopt(M_TRIM_THRESHOLD, PIECES * piece);
	mallopt(M_MMAP_THRESHOLD, piece);
	mallopt(M_ARENA_MAX, ARENAS); /* else each thread that ever was has one with memory that it keeps */
#else
	(void)n_bytes;
#endif
}

void alloc_keep_little(void)
{
	enum { MAPPED_FROM = 128 << 10 };
#ifdef M_TRIM_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, MAPPED_FROM); /* left to itself it grows */
	malloc_trim(0); /* else what was kept would be handed out again, and be kept again */
#endif
}

size_t alloc_kept(void)
{
#ifdef M_TRIM_THRESHOLD
	return mallinfo2().fordblks;
#else
	return 0;
#endif
}

void alloc_give_back(void)
{
#ifdef M_TRIM_THRESHOLD
	malloc_trim(0);
#endif
}

/* Of the whole pages that bytes take, if they are so many. */
static void advise(void *p, size_t n_bytes, size_t n_least, int advice)
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t first = ((uintptr_t)p + page - 1) / page * page, end = ((uintptr_t)p + n_bytes) / page * page;
	if (first < end && end - first >= n_least * page)
		madvise((void *)first, end - first, advice);
}

void pages_drop(void *p, size_t n_bytes)
{
	advise(p, n_bytes, 1, MADV_DONTNEED);
}

void pages_ready(void *p, size_t n_bytes)
{
#ifdef MADV_POPULATE_WRITE /* a system that does not know it gets them as they are touched */
	enum { FEW = 8 };
	advise(p, n_bytes, FEW, MADV_POPULATE_WRITE);
#else
	(void)p;
	(void)n_bytes;
#endif
}

void alloc_failed(void)
{
	static const char message[] = "yuanlian: out of memory\n";
	static atomic_flag said = ATOMIC_FLAG_INIT;
	while (atomic_flag_test_and_set(&said)) /* another thread says it and ends us all */
		pause();
	if (failure_hook)
		failure_hook();
	ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
	(void)written;
	_exit(70);
}

void *xmalloc(size_t n_bytes)
{
	void *p = malloc(n_bytes ? n_bytes : 1);
	if (!p)
		alloc_failed();
	return p;
}

void *xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);
	if (!p)
		alloc_failed();
	return p;
}

void *xrealloc(void *p, size_t n_bytes)
{
	void *q = realloc(p, n_bytes ? n_bytes : 1);
	if (!q)
		alloc_failed();
	return q;
}

void *xreallocarray(void *p, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		alloc_failed();
	return xrealloc(p, n * size);
}

#include "support/test.h"

#include "base/alloc.h"

#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ALLOCATES_ITSELF
#endif
#endif

static int hook_pipe[2];

static void hook(void)
{
	ssize_t written = write(hook_pipe[1], "h", 1);
	(void)written;
}

static void test_nothing_is_something(void **state)
{
	(void)state;
	void *p = xmalloc(0), *q = xcalloc(0, 8), *r = xreallocarray(NULL, 0, 8);
	assert_true(p && q && r);
	free(p);
	free(q);
	free(r);
}

/* What stands in memory stays, wherever its pages begin, whether they were touched before or not. */
static void test_ready_pages_stay(void **state)
{
	(void)state;
	enum { BYTES = 1 << 20 };
	unsigned char *p = xcalloc(BYTES, 1);
	for (size_t i = 0; i < BYTES / 2; i++)
		p[i] = (unsigned char)(i * 7);
	pages_ready(p + 1000, BYTES - 1000);
	pages_ready(p + 5, 0);
	pages_ready(p, 100);
	pages_ready(NULL, 0);
	for (size_t i = 0; i < BYTES; i++)
		if (p[i] != (i < BYTES / 2 ? (unsigned char)(i * 7) : 0))
			fail_msg("byte %zu", i);
	free(p);
}

/* Pages got from the system when a piece is taken, filled and freed. */
static long pages_of_piece(size_t n_bytes)
{
	struct rusage before, after;
	getrusage(RUSAGE_SELF, &before);
	char *volatile p = xmalloc(n_bytes);
	memset(p, 1, n_bytes);
	free(p);
	getrusage(RUSAGE_SELF, &after);
	return after.ru_minflt - before.ru_minflt;
}

/* Pieces of the size that is asked to be kept are got from the system once, until what was freed is given back. */
static void test_pieces_are_kept(void **state)
{
	(void)state;
	enum { PIECE = 8 << 20 };
#if defined __SANITIZE_ADDRESS__ || defined ALLOCATES_ITSELF
	skip(); /* a sanitizer frees in its own way */
#endif
	alloc_keep(PIECE + PIECE / 4);
	long first = pages_of_piece(PIECE), again = pages_of_piece(PIECE);
	assert_true(again < first);
	assert_true(alloc_kept() >= PIECE);
	alloc_give_back();
	assert_true(pages_of_piece(PIECE) > again);
	alloc_keep_little();
	assert_true(pages_of_piece(PIECE) > again);
	assert_true(pages_of_piece(PIECE) > again);
	alloc_keep(0);
}

/* Too much memory ends the program with 70, after the terminal was put back. */
static void test_failure(void **state)
{
	(void)state;
	char byte = 0;
	int status;
	assert_int_equal(pipe(hook_pipe), 0);
	pid_t child = fork();
	if (child == 0) {
		close(STDERR_FILENO);
		alloc_on_failure(hook);
		xreallocarray(NULL, SIZE_MAX / 2, 3);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 70);
	close(hook_pipe[1]);
	assert_int_equal(read(hook_pipe[0], &byte, 1), 1);
	assert_int_equal(byte, 'h');
	close(hook_pipe[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_nothing_is_something), cmocka_unit_test(test_ready_pages_stay), cmocka_unit_test(test_pieces_are_kept),
		cmocka_unit_test(test_failure)};
	return cmocka_run_group_tests_name("base/alloc", tests, NULL, NULL);
}

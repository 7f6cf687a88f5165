#include "support/test.h"

#include "base/alloc.h"

#include <sys/wait.h>
#include <unistd.h>

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
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_nothing_is_something), cmocka_unit_test(test_ready_pages_stay), cmocka_unit_test(test_failure)};
	return cmocka_run_group_tests_name("base/alloc", tests, NULL, NULL);
}

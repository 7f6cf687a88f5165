#include "support/test.h"

#include "base/thread.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HANDLED = 42 };

static void end_orderly(int number)
{
	(void)number;
	_exit(HANDLED);
}

static void *read_nowhere(void *page)
{
	return (void *)(uintptr_t) * (volatile char *)page;
}

/* The handler puts the terminal back and says why: it is not to be left out because the thread has no other signals. */
static void a_fault_reaches_its_handler(void **state)
{
	int status = 0;
	(void)state;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct sigaction action = {.sa_handler = end_orderly};
		pthread_t thread;
		void *page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		sigaction(SIGSEGV, &action, NULL);
		if (page != MAP_FAILED && thread_start(&thread, NULL, read_nowhere, page) == 0)
			pthread_join(thread, NULL);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), HANDLED);
}

static void *look_at_signals(void *open)
{
	static const int some[] = {SIGINT, SIGWINCH, SIGTERM, SIGALRM, SIGTSTP, SIGCHLD};
	sigset_t blocked;
	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	for (size_t i = 0; i < sizeof some / sizeof *some; i++)
		*(int *)open += !sigismember(&blocked, some[i]);
	return NULL;
}

static void other_signals_are_for_the_caller(void **state)
{
	pthread_t thread;
	sigset_t blocked;
	int open = 0;
	(void)state;
	assert_int_equal(thread_start(&thread, NULL, look_at_signals, &open), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(open, 0);
	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	assert_false(sigismember(&blocked, SIGINT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fault_reaches_its_handler),
		cmocka_unit_test(other_signals_are_for_the_caller),
	};
	return cmocka_run_group_tests_name("base/thread", tests, NULL, NULL);
}

#include "support/test.h"

#include "base/clock.h"
#include "base/parallel.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PIECES = 200 };

struct counts {
	atomic_uint done[PIECES];
};

static void count(void *context, size_t i)
{
	atomic_fetch_add(&((struct counts *)context)->done[i], 1);
}

static void run_once(size_t n, unsigned n_threads)
{
	struct counts counts;
	for (size_t i = 0; i < PIECES; i++)
		atomic_init(&counts.done[i], 0);
	parallel_for(n, n_threads, count, &counts);
	for (size_t i = 0; i < PIECES; i++)
		if (atomic_load(&counts.done[i]) != (i < n))
			fail_msg("%zu pieces, %u threads: piece %zu was done %u times", n, n_threads, i, atomic_load(&counts.done[i]));
}

/* Each piece once, whether threads are started for it or wait from the call before. */
static void each_piece_is_done_once(void **state)
{
	static const size_t sizes[] = {0, 1, 2, 3, 7, PIECES};
	static const unsigned threads[] = {0, 1, 2, 4, 16, 100};
	(void)state;
	for (int round = 0; round < 200; round++)
		for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
			run_once(sizes[s], threads[(size_t)round % (sizeof threads / sizeof *threads)]);
}

struct taken {
	pthread_t caller;
	atomic_uint here, elsewhere, open; /* open: to signals, elsewhere */
};

static void look_at_signals(void *context, size_t i)
{
	static const int some[] = {SIGINT, SIGWINCH, SIGTERM, SIGALRM, SIGTSTP};
	struct taken *t = context;
	sigset_t blocked;
	(void)i;
	usleep(100);
	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	bool own = pthread_equal(pthread_self(), t->caller);
	atomic_fetch_add(own ? &t->here : &t->elsewhere, 1);
	for (size_t s = 0; s < sizeof some / sizeof *some; s++)
		if (!own && !sigismember(&blocked, some[s]))
			atomic_fetch_add(&t->open, 1);
}

/* A signal that a thread of ours took would not wake the one that waits for it. */
static void signals_are_for_the_caller(void **state)
{
	struct taken t = {.caller = pthread_self()};
	sigset_t blocked;
	(void)state;
	for (int round = 0; round < 50 && !atomic_load(&t.elsewhere); round++)
		parallel_for(PIECES, 4, look_at_signals, &t);
	assert_int_not_equal(atomic_load(&t.elsewhere), 0);
	assert_int_equal(atomic_load(&t.open), 0);
	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	assert_false(sigismember(&blocked, SIGINT));
}

static void count_inside(void *context, size_t i)
{
	(void)i;
	run_once(PIECES, 4);
	atomic_fetch_add((atomic_uint *)context, 1);
}

/* Pieces of a call may make calls: nobody waits for a thread that waits for him. */
static void calls_stand_in_each_other(void **state)
{
	(void)state;
	for (int round = 0; round < 20; round++) {
		atomic_uint n;
		atomic_init(&n, 0);
		parallel_for(20, 4, count_inside, &n);
		assert_int_equal(atomic_load(&n), 20);
	}
}

static void *call_often(void *unused)
{
	for (int round = 0; round < 200; round++)
		run_once(PIECES, 3);
	return unused;
}

static void several_threads_call(void **state)
{
	pthread_t threads[4];
	(void)state;
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, call_often, NULL), 0);
	for (size_t i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
}

/* The child of a fork has none of the threads that waited, and no word of theirs. */
static void a_forked_process_calls(void **state)
{
	int status;
	(void)state;
	run_once(PIECES, 4);
	pid_t child = fork();
	if (child == 0) {
		alarm(20);
		call_often(NULL);
		_exit(0);
	}
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* Threads that did pieces, and those of them that ended. */
struct seen {
	pthread_key_t key;
	pthread_t caller;
	atomic_uint come, gone;
};

static void see_gone(void *seen)
{
	atomic_fetch_add(&((struct seen *)seen)->gone, 1);
}

static void see(void *context, size_t i)
{
	struct seen *seen = context;
	(void)i;
	usleep(100);
	if (pthread_equal(pthread_self(), seen->caller) || pthread_getspecific(seen->key))
		return;
	pthread_setspecific(seen->key, seen);
	atomic_fetch_add(&seen->come, 1);
}

static void call_until_more_came(struct seen *seen)
{
	unsigned before = atomic_load(&seen->come);
	for (int round = 0; round < 50 && atomic_load(&seen->come) == before; round++)
		parallel_for(PIECES, 4, see, seen);
	assert_true(atomic_load(&seen->come) > before);
}

/* Threads that waited long enough are gone; the next call starts others. */
static void calls_go_on_after_a_rest(void **state)
{
	static struct seen seen; /* until the last thread ends, which nobody waits for */
	(void)state;
	seen.caller = pthread_self();
	assert_int_equal(pthread_key_create(&seen.key, see_gone), 0);
	call_until_more_came(&seen);
	for (int64_t end = clock_ms() + 20000; atomic_load(&seen.gone) < atomic_load(&seen.come) && clock_ms() < end;)
		usleep(1000);
	assert_int_equal(atomic_load(&seen.gone), atomic_load(&seen.come));
	run_once(PIECES, 4);
	call_until_more_came(&seen);
}

static void take_long(void *context, size_t i)
{
	usleep(i % 2 ? 3000 : 10);
	count(context, i);
}

/* Pieces that last longer than anybody looks out for their end. */
static void long_pieces_are_waited_for(void **state)
{
	(void)state;
	for (int round = 0; round < 10; round++) {
		struct counts counts;
		for (size_t i = 0; i < PIECES; i++)
			atomic_init(&counts.done[i], 0);
		parallel_for(8, 4, take_long, &counts);
		for (size_t i = 0; i < PIECES; i++)
			assert_int_equal(atomic_load(&counts.done[i]), i < 8);
	}
}

static double processor_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

/* Threads look out for the next call for a moment, not for as long as they are kept. */
static void at_rest_nothing_runs(void **state)
{
	(void)state;
	run_once(PIECES, 4);
	double start = processor_ms();
	usleep(200 * 1000);
	assert_true(processor_ms() - start < 20);
}

static void *call_standing_back(void *context)
{
	struct taken *t = context;
	parallel_stand_back();
	t->caller = pthread_self();
	parallel_for(PIECES, 4, look_at_signals, t);
	return NULL;
}

/* A thread that stands back does all itself, other threads go on as they were. */
static void who_stands_back_works_alone(void **state)
{
	struct taken alone = {0};
	pthread_t thread;
	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, call_standing_back, &alone), 0);
	pthread_join(thread, NULL);
	assert_int_equal(atomic_load(&alone.here), PIECES);
	assert_int_equal(atomic_load(&alone.elsewhere), 0);
	run_once(PIECES, 4);
}

/* Room is as large as was asked for, for any number of threads. */
static void room_is_there(void **state)
{
	(void)state;
	static const size_t sizes[] = {0, 1, 5000, 1 << 20, (5 << 20) + 12345};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		for (unsigned n_threads = 0; n_threads < 5; n_threads += 2) {
			char *room = parallel_room(sizes[i], n_threads);
			memset(room, (int)i + 1, sizes[i]);
			for (size_t at = 0; at < sizes[i]; at++)
				if (room[at] != (char)(i + 1))
					fail_msg("byte %zu of %zu", at, sizes[i]);
			free(room);
		}
}

/* All bytes, and none beside them, wherever they stand. */
static void copies_are_whole(void **state)
{
	(void)state;
	static const size_t sizes[] = {0, 1, 5000, 1 << 20, (5 << 20) + 12345};
	enum { MOST = (5 << 20) + 12345, ROOM = 64 };
	char *from = malloc(MOST), *to = malloc(MOST + 2 * ROOM);
	for (size_t at = 0; at < MOST; at++)
		from[at] = (char)(at * 7 + at / 4096);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		for (unsigned n_threads = 0; n_threads < 5; n_threads += 2) {
			size_t start = 1 + i * 11;
			memset(to, 0x55, MOST + 2 * ROOM);
			parallel_copy(to + start, from, sizes[i], n_threads);
			assert_memory_equal(to + start, from, sizes[i]);
			assert_true(to[start - 1] == 0x55 && to[start + sizes[i]] == 0x55);
		}
	free(from);
	free(to);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_piece_is_done_once),
		cmocka_unit_test(signals_are_for_the_caller),
		cmocka_unit_test(calls_stand_in_each_other),
		cmocka_unit_test(several_threads_call),
		cmocka_unit_test(a_forked_process_calls),
		cmocka_unit_test(calls_go_on_after_a_rest),
		cmocka_unit_test(long_pieces_are_waited_for),
		cmocka_unit_test(who_stands_back_works_alone),
		cmocka_unit_test(at_rest_nothing_runs),
		cmocka_unit_test(room_is_there),
		cmocka_unit_test(copies_are_whole),
	};
	return cmocka_run_group_tests_name("base/parallel", tests, NULL, NULL);
}

#include "support/test.h"

#include "base/clock.h"

#include <errno.h>

static void moments_are_ahead_by_what_was_asked(void **state)
{
	static const int64_t spans[] = {0, 1, 300, 999, 1000, 1999, 3000, 20000};
	(void)state;
	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
		int64_t before = clock_ms();
		struct timespec at = clock_after(spans[i]);
		int64_t after = clock_ms(), ms = (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
		assert_true(at.tv_nsec >= 0 && at.tv_nsec < 1000000000);
		assert_true(ms >= before + spans[i] && ms <= after + spans[i]);
	}
}

/* Not at once and not never, as where the condition went by another clock than the moment. */
static void a_wait_ends_at_its_moment(void **state)
{
	pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	pthread_cond_t condition;
	int e = 0;
	(void)state;
	clock_condition_init(&condition);
	int64_t start = clock_ms();
	struct timespec until = clock_after(30);
	pthread_mutex_lock(&lock);
	while (e != ETIMEDOUT)
		e = pthread_cond_timedwait(&condition, &lock, &until);
	pthread_mutex_unlock(&lock);
	assert_true(clock_ms() - start >= 30);
	pthread_cond_destroy(&condition);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moments_are_ahead_by_what_was_asked),
		cmocka_unit_test(a_wait_ends_at_its_moment),
	};
	return cmocka_run_group_tests_name("base/clock", tests, NULL, NULL);
}

#include "support/test.h"

#include "view/watch.h"

#include <fcntl.h>
#include <unistd.h>

static enum event_type take(struct watches *w)
{
	struct pollfd polled[WATCH_MAX];
	size_t n = watches_poll(w, polled);
	poll(polled, (nfds_t)n, 0);
	return watches_take(w, polled);
}

static void events_and_ends(void **state)
{
	(void)state;
	struct watches w = {0};
	int a[2], b[2];
	assert_int_equal(pipe2(a, O_NONBLOCK | O_CLOEXEC), 0);
	assert_int_equal(pipe2(b, O_NONBLOCK | O_CLOEXEC), 0);
	assert_true(watches_add(&w, a[0], EVENT_INDEX));
	assert_true(watches_add(&w, b[0], EVENT_CHANGED));
	assert_int_equal(take(&w), EVENT_NONE);
	assert_int_equal(write(b[1], "x", 1), 1);
	assert_int_equal(write(a[1], "xyz", 3), 3);
	assert_int_equal(take(&w), EVENT_INDEX);
	assert_int_equal(take(&w), EVENT_CHANGED);
	assert_int_equal(take(&w), EVENT_NONE);
	/* What was written before the end still counts; the end itself is no event. */
	assert_int_equal(write(a[1], "x", 1), 1);
	close(a[1]);
	assert_int_equal(take(&w), EVENT_INDEX);
	assert_int_equal(take(&w), EVENT_NONE);
	assert_int_equal(w.n, 1);
	assert_int_equal(w.v[0].fd, b[0]);
	close(a[0]);
	close(b[0]);
	close(b[1]);
}

static void room(void **state)
{
	(void)state;
	struct watches w = {0};
	for (int i = 0; i < WATCH_MAX; i++)
		assert_true(watches_add(&w, i, EVENT_INDEX));
	assert_false(watches_add(&w, 99, EVENT_INDEX));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_and_ends),
		cmocka_unit_test(room),
	};
	return cmocka_run_group_tests_name("view/watch", tests, NULL, NULL);
}

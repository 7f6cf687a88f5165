/* A long answer puts a word in the last line, a short one none, and none comes when an answer is over. */
#include "support/test.h"

#include "base/clock.h"
#include "base/halt.h"
#include "base/strbuf.h"
#include "cli/patience_internal.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { DEADLINE_MS = 60000 };

struct screen {
	struct terminal terminal;
	pthread_mutex_t lock;
	pthread_cond_t shows;
	struct strbuf dump; /* of what was shown last */
	size_t n_shown;
	int cursor_row;
	atomic_bool tired;    /* whoever looks at it */
	atomic_uint n_looked; /* at what he types, of this answer */
};

static void show(struct terminal *terminal, const struct grid *grid)
{
	struct screen *s = (struct screen *)terminal;
	pthread_mutex_lock(&s->lock);
	strbuf_clear(&s->dump);
	grid_dump(grid, &s->dump);
	s->cursor_row = grid->cursor_row;
	s->n_shown++;
	pthread_cond_signal(&s->shows);
	pthread_mutex_unlock(&s->lock);
}

static bool stops(struct terminal *terminal, bool first)
{
	struct screen *s = (struct screen *)terminal;
	assert_int_equal(first, atomic_load(&s->n_looked) == 0);
	atomic_fetch_add(&s->n_looked, 1);
	return !first && atomic_load(&s->tired);
}

static const struct terminal_ops ops = {.show = show}, ops_with_keys = {.show = show, .stops = stops};

/* How often something was shown, once it was at least n times. */
static size_t wait_shown(struct screen *s, size_t n)
{
	struct timespec until = clock_after(DEADLINE_MS);
	int late = 0;
	pthread_mutex_lock(&s->lock);
	while (s->n_shown < n && !late)
		late = pthread_cond_timedwait(&s->shows, &s->lock, &until);
	size_t shown = s->n_shown;
	pthread_mutex_unlock(&s->lock);
	assert_false(late);
	return shown;
}

static void open_screen(struct screen *s, struct grid *grid)
{
	*s = (struct screen){.terminal = {&ops}, .lock = PTHREAD_MUTEX_INITIALIZER};
	clock_condition_init(&s->shows);
	grid_init(grid, 20, 3, AMBI_NARROW, false);
	grid_put((struct span){grid, 0, 0, 20}, STR("项目 3"), ROLE_TEXT);
	grid_put((struct span){grid, 1, 0, 20}, STR(">铝杆"), ROLE_TEXT);
	grid_put((struct span){grid, 2, 0, 20}, STR("Enter开"), ROLE_TEXT);
	grid->cursor_row = 1;
}

static void close_screen(struct screen *s, struct grid *grid)
{
	pthread_cond_destroy(&s->shows);
	strbuf_release(&s->dump);
	grid_release(grid);
}

static void test_long_answer(void **state)
{
	(void)state;
	struct screen s;
	struct grid grid;
	open_screen(&s, &grid);
	struct patience *p = patience_new(&s.terminal, STR("计算中…"));
	assert_non_null(p);
	for (size_t i = 1; i <= 2; i++) {
		int64_t since = clock_ms();
		patience_begin(p, &grid);
		assert_int_equal(wait_shown(&s, i), i);
		assert_true(clock_ms() - since >= PATIENCE_MS);
		patience_end(p);
		assert_str(strbuf_str(&s.dump), "项目 3\n>铝杆\n计算中…\n");
		assert_int_equal(s.cursor_row, 1);
	}
	patience_free(p);
	assert_int_equal(s.n_shown, 2);
	close_screen(&s, &grid);
}

/* Answers one after another that are over before anybody waits, for longer than the word would take. */
static void test_short_answers(void **state)
{
	(void)state;
	struct screen s;
	struct grid grid;
	open_screen(&s, &grid);
	struct patience *p = patience_new(&s.terminal, STR("..."));
	int64_t since = clock_ms();
	size_t n_late = 0;
	while (clock_ms() - since < 4 * PATIENCE_MS) {
		int64_t begun = clock_ms();
		patience_begin(p, &grid);
		patience_end(p);
		n_late += clock_ms() - begun >= PATIENCE_MS; /* a machine with other work */
	}
	patience_free(p);
	assert_true(s.n_shown <= n_late);
	close_screen(&s, &grid);
}

/* Work that goes on until it is given up. */
static void work_until_halted(void)
{
	int64_t since = clock_ms();
	while (!halt_now() && clock_ms() - since < DEADLINE_MS)
		sched_yield();
	assert_true(halt_now());
}

static void await_looks(struct screen *s)
{
	int64_t since = clock_ms();
	while (atomic_load(&s->n_looked) < 3 && clock_ms() - since < DEADLINE_MS)
		sched_yield();
	assert_true(atomic_load(&s->n_looked) >= 3);
}

static void test_given_up(void **state)
{
	(void)state;
	struct screen s;
	struct grid grid;
	open_screen(&s, &grid);
	s.terminal.ops = &ops_with_keys;
	struct patience *p = patience_new(&s.terminal, STR("..."));
	for (int round = 0; round < 2; round++) {
		atomic_store(&s.tired, true);
		atomic_store(&s.n_looked, 0);
		patience_begin(p, &grid);
		work_until_halted();
		assert_true(patience_end(p));
		assert_true(atomic_load(&s.n_looked) >= 2);
		/* What follows is another answer. */
		atomic_store(&s.tired, false);
		atomic_store(&s.n_looked, 0);
		patience_begin(p, &grid);
		assert_false(halt_now());
		await_looks(&s);
		assert_false(patience_end(p));
		assert_false(halt_now());
	}
	/* Nobody was in the midst of anything that could be given up: the answer is whole. */
	atomic_store(&s.tired, true);
	atomic_store(&s.n_looked, 0);
	patience_begin(p, &grid);
	await_looks(&s);
	assert_false(patience_end(p));
	patience_free(p);
	close_screen(&s, &grid);
}

static void test_none(void **state)
{
	(void)state;
	patience_begin(NULL, NULL);
	assert_false(patience_end(NULL));
	patience_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_long_answer),
		cmocka_unit_test(test_short_answers),
		cmocka_unit_test(test_given_up),
		cmocka_unit_test(test_none),
	};
	return cmocka_run_group_tests_name("cli/patience", tests, NULL, NULL);
}

/* What the terminal is left with: for a text in between, and on every way out. */
#include "pty_stage.h"

#include "base/alloc.h"

#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <sys/wait.h>

static void printing(void **state)
{
	(void)state;
	struct stage s;
	open_stage(&s);
	s.t->ops->show(s.t, &s.grid);
	look(&s);
	strbuf_clear(&s.seen);
	type(&s, "\n");
	s.t->ops->print(s.t, STR("兴县\n\033[2Jx"));
	look(&s);
	const char *left = strstr(s.seen.p, "\033[?1049l");
	assert_non_null(left);
	assert_non_null(strstr(left, "兴县\r\n^[[2Jx\r\n-- Enter --"));
	assert_int_equal(next(&s).type, EVENT_RESUMED);
	s.t->ops->wait(s.t, 0);
	look(&s);
	assert_non_null(strstr(strstr(s.seen.p, "-- Enter --"), "\033[?1049h"));
	close_stage(&s);
}

/* What the character set of the terminal lacks is seen to be missing. */
static void printing_in_another_character_set(void **state)
{
	(void)state;
	struct stage s;
	struct err err = ERR_INIT;
	setlocale(LC_CTYPE, "C");
	open_pty(&s, 40, 6);
	s.t = tui_open(&(struct tui_options){s.theirs, s.theirs, {.utf8 = false}, AMBI_NARROW}, &err);
	assert_ok(s.t, err);
	grid_init(&s.grid, 40, 6, AMBI_NARROW, false);
	type(&s, "\n");
	s.t->ops->print(s.t, STR("兴县x"));
	look(&s);
	assert_non_null(strstr(s.seen.p, "??x\r\n-- Enter --"));
	close_stage(&s);
	tui_locale();
}

/* What is said meanwhile is shown when the screen is left, each time, and nothing of it stays open. */
static void standard_error_waits(void **state)
{
	(void)state;
	struct stage s;
	struct err err = ERR_INIT;
	int before = dup(STDERR_FILENO);
	open_pty(&s, 40, 6);
	dup2(s.theirs, STDERR_FILENO);
	s.t = tui_open(&(struct tui_options){s.theirs, s.theirs, {.utf8 = true}, AMBI_NARROW}, &err);
	assert_ok(s.t, err);
	grid_init(&s.grid, 40, 6, AMBI_NARROW, false);
	for (int i = 0; i < 2; i++) {
		fputs("what was wrong\n", stderr);
		look(&s);
		assert_true(!s.seen.n || !strstr(s.seen.p, "wrong"));
		type(&s, "\n");
		s.t->ops->print(s.t, STR("兴县"));
		look(&s);
		assert_non_null(strstr(s.seen.p, "what was wrong"));
		strbuf_clear(&s.seen);
	}
	close_stage(&s);
	dup2(before, STDERR_FILENO);
	close(before);
}

/* What a child that dies while the screen is open leaves behind, and how it ends. */
static int die(void (*how)(void), struct strbuf *seen)
{
	struct stage s;
	open_pty(&s, 40, 6);
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		struct err err = ERR_INIT;
		signal(SIGABRT, SIG_DFL); /* cmocka has handlers of its own */
		signal(SIGSEGV, SIG_DFL);
		dup2(s.theirs, STDERR_FILENO);
		s.t = tui_open(&(struct tui_options){s.theirs, s.theirs, {.utf8 = true}, AMBI_NARROW}, &err);
		if (!s.t)
			_exit(99);
		grid_init(&s.grid, 40, 6, AMBI_NARROW, false);
		show_frame(&s, 1);
		how();
		_exit(98);
	}
	int status = 0;
	while (waitpid(child, &status, WNOHANG) == 0)
		look(&s);
	look(&s);
	strbuf_add(seen, strbuf_str(&s.seen));
	struct termios after;
	tcgetattr(s.theirs, &after);
	assert_true(after.c_lflag & ICANON);
	assert_true(after.c_lflag & ECHO);
	strbuf_release(&s.seen);
	close(s.theirs);
	close(s.ours);
	return status;
}

static void speak_and_abort(void)
{
	fputs("what was wrong\n", stderr);
	abort();
}

static void run_out_of_memory(void)
{
	alloc_failed();
}

static void leave_by_exit(void)
{
	exit(3);
}

/* A sanitizer has handlers of its own, and a status. */
extern void __asan_init(void) __attribute__((weak));

static unsigned overflow_from(volatile unsigned *above)
{
	volatile unsigned here[1000];
	here[0] = *above + 1;
	return here[0] == UINT_MAX ? 0 : overflow_from(here) + here[999];
}

static void overflow_the_stack(void)
{
	volatile unsigned first = 0;
	if (__asan_init)
		abort();
	exit((int)overflow_from(&first));
}

static void put_back_on_every_way_out(void **state)
{
	(void)state;
	const struct {
		const char *name, *says;
		void (*how)(void);
		int signal, status;
	} rows[] = {
		{"abort", "what was wrong", speak_and_abort, SIGABRT, 0},
		{"stack overflow", NULL, overflow_the_stack, __asan_init ? SIGABRT : SIGSEGV, 0},
		{"out of memory", "yuanlian: out of memory", run_out_of_memory, 0, 70},
		{"exit", NULL, leave_by_exit, 0, 3},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf seen = {0};
		int status = die(rows[i].how, &seen);
		assert_row(seen.p, rows[i].name);
		const char *left = strstr(seen.p, "\033[?1049l");
		assert_row(left, rows[i].name);
		assert_row(!rows[i].says || strstr(left, rows[i].says), rows[i].name);
		if (rows[i].signal)
			assert_row(WIFSIGNALED(status) && WTERMSIG(status) == rows[i].signal, rows[i].name);
		else
			assert_row(WIFEXITED(status) && WEXITSTATUS(status) == rows[i].status, rows[i].name);
		strbuf_release(&seen);
	}
}

static void no_terminal(void **state)
{
	(void)state;
	struct stage s;
	open_pty(&s, 40, 6);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	static const char *const terms[] = {NULL, "dumb", "no-such-thing", "xterm-256color", "xterm-256color"};
	for (int i = 0; i < 5; i++) {
		struct err err = ERR_INIT;
		if (terms[i])
			setenv("TERM", terms[i], 1);
		else
			unsetenv("TERM");
		struct tui_options options = {i == 3 ? null : s.theirs, i == 4 ? null : s.theirs, {.utf8 = true}, AMBI_NARROW};
		assert_null(tui_open(&options, &err));
		assert_int_equal(err.code, ERR_NO_TERMINAL);
		assert_non_null(strstr(err.message, "yuanlian find"));
		assert_null(strchr(err.message, '\n'));
	}
	look(&s);
	assert_int_equal(s.seen.n, 0);
	close(null);
	close(s.theirs);
	close(s.ours);
	setenv("TERM", "xterm-256color", 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(printing),
		cmocka_unit_test(printing_in_another_character_set),
		cmocka_unit_test(standard_error_waits),
		cmocka_unit_test(put_back_on_every_way_out),
		cmocka_unit_test(no_terminal),
	};
	set_environment();
	return cmocka_run_group_tests_name("tui/leave", tests, NULL, NULL);
}

#include "support/folder.h"
#include "support/vt.h"

#include "base/alloc.h"
#include "tui/terminal.h"
#include "view/paint.h"

#include <fcntl.h>
#include <limits.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* The program's end of a pseudo terminal, and ours. */
struct stage {
	int ours, theirs;
	struct terminal *t;
	struct grid grid;
	struct strbuf seen; /* bytes that came out */
	size_t n_open; /* files, before it */
};

static void open_pty(struct stage *s, unsigned short columns, unsigned short rows)
{
	*s = (struct stage){.n_open = test_open_files()};
	s->ours = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	assert_true(s->ours >= 0);
	assert_int_equal(grantpt(s->ours), 0);
	assert_int_equal(unlockpt(s->ours), 0);
	s->theirs = open(ptsname(s->ours), O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(s->theirs >= 0);
	assert_int_equal(ioctl(s->ours, TIOCSWINSZ, &(struct winsize){.ws_col = columns, .ws_row = rows}), 0);
}

static void open_stage(struct stage *s)
{
	open_pty(s, 40, 6);
	struct err err = ERR_INIT;
	struct tui_options options = {s->theirs, s->theirs, {.utf8 = true, .ambi = AMBI_NARROW}, AMBI_NARROW};
	s->t = tui_open(&options, &err);
	if (!s->t)
		fail_msg("%s", err.message);
	grid_init(&s->grid, 40, 6, AMBI_NARROW, false);
}

static void close_stage(struct stage *s)
{
	s->t->ops->close(s->t);
	grid_release(&s->grid);
	strbuf_release(&s->seen);
	close(s->theirs);
	if (s->ours >= 0)
		close(s->ours);
	assert_int_equal(test_open_files(), s->n_open);
}

/* Take what has come out so far. */
static void look(struct stage *s)
{
	char bytes[4096];
	struct pollfd polled = {.fd = s->ours, .events = POLLIN};
	while (poll(&polled, 1, 20) > 0) {
		ssize_t n = read(s->ours, bytes, sizeof bytes);
		if (n <= 0)
			return;
		strbuf_add(&s->seen, (struct str){bytes, (size_t)n});
	}
}

static void type(const struct stage *s, const char *bytes)
{
	assert_int_equal(write(s->ours, bytes, strlen(bytes)), strlen(bytes));
}

static struct event next(const struct stage *s)
{
	return s->t->ops->wait(s->t, 2000);
}

static long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void keys_and_frames(void **state)
{
	(void)state;
	struct stage s;
	open_stage(&s);
	int columns, rows;
	s.t->ops->size(s.t, &columns, &rows);
	assert_int_equal(columns, 40);
	assert_int_equal(rows, 6);
	paint((struct span){&s.grid, 1, 0, 40}, STR("兴县经开区"), ROLE_LINK);
	s.t->ops->show(s.t, &s.grid);
	look(&s);
	assert_non_null(strstr(s.seen.p, "\033[?1049h"));
	assert_non_null(strstr(s.seen.p, "兴县经开区"));

	type(&s, "j兴\033[1;3D\r\033OA");
	static const key keys[] = {'j', 0x5174, KEY_ALT | KEY_LEFT, KEY_ENTER, KEY_UP};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		struct event event = next(&s);
		assert_int_equal(event.type, EVENT_KEY);
		assert_int_equal(event.key, keys[i]);
		assert_int_equal(s.t->ops->pending(s.t), i + 1 < sizeof keys / sizeof *keys);
	}
	assert_int_equal(s.t->ops->wait(s.t, 0).type, EVENT_NONE);
	close_stage(&s);
}

static void escape_answers_at_once(void **state)
{
	(void)state;
	struct stage s;
	open_stage(&s);
	type(&s, "\033");
	long start = now_ms();
	struct event event = next(&s);
	assert_int_equal(event.key, KEY_ESCAPE);
	assert_true(now_ms() - start < 150);
	/* also for whoever does not wait, but asks now and then */
	type(&s, "\033");
	for (start = now_ms(); (event = s.t->ops->wait(s.t, 0)).type == EVENT_NONE && now_ms() - start < 2000;)
		;
	assert_int_equal(event.key, KEY_ESCAPE);
	close_stage(&s);
}

/* No person waits for minutes; what is told so is a slip. */
static void a_delay_that_nobody_means(void **state)
{
	(void)state;
	struct stage s;
	setenv("ESCDELAY", "99999999", 1);
	open_stage(&s);
	type(&s, "\033");
	assert_int_equal(next(&s).key, KEY_ESCAPE);
	close_stage(&s);
	unsetenv("ESCDELAY");
}

static void a_long_paste(void **state)
{
	(void)state;
	struct stage s;
	open_stage(&s);
	char text[3000];
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	type(&s, text);
	long start = now_ms();
	for (size_t i = 0; i < sizeof text - 1; i++)
		assert_int_equal(next(&s).key, 'x');
	assert_true(now_ms() - start < 1000);
	close_stage(&s);
}

static void the_line_is_put_back(void **state)
{
	(void)state;
	struct stage s;
	open_pty(&s, 40, 6);
	struct termios before, during, after;
	tcgetattr(s.theirs, &before);
	struct err err = ERR_INIT;
	s.t = tui_open(&(struct tui_options){s.theirs, s.theirs, {.utf8 = true}, AMBI_NARROW}, &err);
	assert_non_null(s.t);
	grid_init(&s.grid, 40, 6, AMBI_NARROW, false);
	s.t->ops->show(s.t, &s.grid);
	tcgetattr(s.theirs, &during);
	assert_false(during.c_lflag & (ICANON | ECHO));
	assert_true(during.c_lflag & ISIG);
	assert_true(during.c_iflag & IXON);
	s.t->ops->close(s.t);
	tcgetattr(s.theirs, &after);
	assert_int_equal(after.c_lflag, before.c_lflag);
	assert_int_equal(after.c_iflag, before.c_iflag);
	assert_int_equal(after.c_oflag, before.c_oflag);
	look(&s);
	assert_non_null(strstr(s.seen.p, "\033[?1049l"));
	grid_release(&s.grid);
	strbuf_release(&s.seen);
	close(s.theirs);
	close(s.ours);
}

/* A line that a shell was left with strips what it takes in. */
static void keys_come_whole(void **state)
{
	(void)state;
	struct stage s;
	struct termios odd;
	struct err err = ERR_INIT;
	open_pty(&s, 40, 6);
	tcgetattr(s.theirs, &odd);
	odd.c_iflag |= IGNCR | ISTRIP;
	odd.c_lflag &= ~(tcflag_t)ISIG;
	tcsetattr(s.theirs, TCSANOW, &odd);
	s.t = tui_open(&(struct tui_options){s.theirs, s.theirs, {.utf8 = true}, AMBI_NARROW}, &err);
	assert_ok(s.t, err);
	grid_init(&s.grid, 40, 6, AMBI_NARROW, false);
	type(&s, "兴\r");
	assert_int_equal(next(&s).key, 0x5174);
	assert_int_equal(next(&s).key, KEY_ENTER);
	tcgetattr(s.theirs, &odd);
	assert_true(odd.c_lflag & ISIG);
	close_stage(&s);
}

static void signals_become_events(void **state)
{
	(void)state;
	struct stage s;
	signal(SIGINT, SIG_DFL); /* a shell's background job begins with it ignored, and so it would stay */
	open_stage(&s);
	raise(SIGINT);
	assert_int_equal(next(&s).type, EVENT_INTERRUPT);
	raise(SIGWINCH);
	assert_int_equal(s.t->ops->wait(s.t, 0).type, EVENT_NONE); /* the size is the same */
	ioctl(s.ours, TIOCSWINSZ, &(struct winsize){.ws_col = 100, .ws_row = 30});
	raise(SIGWINCH);
	raise(SIGINT);
	assert_int_equal(next(&s).type, EVENT_INTERRUPT);
	struct event event = next(&s);
	assert_int_equal(event.type, EVENT_RESIZE);
	assert_int_equal(event.columns, 100);
	assert_int_equal(event.rows, 30);
	ioctl(s.ours, TIOCSWINSZ, &(struct winsize){.ws_col = 60000, .ws_row = 60000});
	raise(SIGWINCH);
	event = next(&s);
	assert_int_equal(event.columns, GRID_SIDE_MAX);
	assert_int_equal(event.rows, GRID_SIDE_MAX);
	ioctl(s.ours, TIOCSWINSZ, &(struct winsize){0});
	raise(SIGWINCH);
	event = next(&s);
	assert_int_equal(event.columns, 80);
	assert_int_equal(event.rows, 24);
	/* whoever stopped us unseen has left the line as a shell needs it */
	struct termios line;
	tcgetattr(s.theirs, &line);
	line.c_lflag |= ICANON | ECHO;
	tcsetattr(s.theirs, TCSANOW, &line);
	raise(SIGCONT);
	assert_int_equal(next(&s).type, EVENT_RESUMED);
	tcgetattr(s.theirs, &line);
	assert_false(line.c_lflag & (ICANON | ECHO));
	assert_int_equal(tui_quit_signal(s.t), 0);
	raise(SIGTERM);
	assert_int_equal(next(&s).type, EVENT_QUIT);
	assert_int_equal(next(&s).type, EVENT_QUIT);
	assert_int_equal(tui_quit_signal(s.t), SIGTERM);
	close_stage(&s);
}

/* nohup, and a background job of a shell. */
static void what_was_ignored_stays_ignored(void **state)
{
	(void)state;
	static const int signals[] = {SIGHUP, SIGQUIT, SIGINT, SIGTSTP};
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		struct stage s;
		signal(signals[i], SIG_IGN);
		open_stage(&s);
		raise(signals[i]);
		assert_int_equal(s.t->ops->wait(s.t, 0).type, EVENT_NONE);
		close_stage(&s);
		signal(signals[i], SIG_DFL);
	}
}

/* Smaller and back before anybody looked: the size is the same, what stood there is gone. */
static void resized_and_back(void **state)
{
	(void)state;
	struct stage s;
	open_stage(&s);
	paint((struct span){&s.grid, 1, 0, 40}, STR("兴县经开区"), ROLE_LINK);
	s.t->ops->show(s.t, &s.grid);
	look(&s);
	strbuf_clear(&s.seen);
	ioctl(s.ours, TIOCSWINSZ, &(struct winsize){.ws_col = 1, .ws_row = 1});
	raise(SIGWINCH);
	ioctl(s.ours, TIOCSWINSZ, &(struct winsize){.ws_col = 40, .ws_row = 6});
	raise(SIGWINCH);
	assert_int_equal(s.t->ops->wait(s.t, 0).type, EVENT_NONE);
	look(&s);
	assert_true(s.seen.n > 0);
	assert_non_null(strstr(s.seen.p, "兴县经开区"));
	close_stage(&s);
}

static void a_terminal_that_goes_away(void **state)
{
	(void)state;
	struct stage s;
	open_stage(&s);
	close(s.ours);
	s.ours = -1;
	assert_int_equal(next(&s).type, EVENT_QUIT);
	assert_int_equal(tui_quit_signal(s.t), SIGHUP);
	close_stage(&s);
}

/* Fill the screen with something else each time. */
static void show_frame(struct stage *s, int frame)
{
	for (int row = 0; row < s->grid.rows; row++)
		paintf((struct span){&s->grid, row, 0, 40}, ROLE_TEXT, "frame %d 兴县经开区 %d %d", frame, frame * 7 + row, frame * 13);
	s->t->ops->show(s->t, &s->grid);
}

/* Nobody reads what is sent: keys still arrive, and later the newest frame is shown. */
static void a_slow_terminal_blocks_nothing(void **state)
{
	(void)state;
	struct stage s;
	open_stage(&s);
	long start = now_ms();
	for (int frame = 0; frame < 2000; frame++)
		show_frame(&s, frame);
	assert_true(now_ms() - start < 2000);
	type(&s, "j");
	assert_int_equal(next(&s).key, 'j');
	for (int i = 0; i < 100; i++) {
		look(&s);
		s.t->ops->wait(s.t, 1);
	}
	look(&s);
	assert_in_range(s.seen.n, 1, 200000);
	struct vt *vt = malloc(sizeof *vt);
	vt_init(vt, 40, 6, AMBI_NARROW);
	vt_feed(vt, strbuf_str(&s.seen));
	struct strbuf row = {0};
	for (int column = 0; column < 40; column++)
		strbuf_add_c(&row, vt->cells[3][column].bytes);
	assert_non_null(strstr(row.p, "frame 1999 兴县经开区 13996 25987"));
	strbuf_release(&row);
	free(vt);
	close_stage(&s);
}

static void a_stopped_terminal_blocks_nothing(void **state)
{
	(void)state;
	struct stage s;
	open_stage(&s);
	type(&s, "\023"); /* Ctrl-S */
	for (int frame = 0; frame < 300; frame++)
		show_frame(&s, frame);
	type(&s, "j");
	/* Any key but Ctrl-Q leaves it stopped. */
	assert_int_equal(next(&s).key, 'j');
	raise(SIGTERM);
	assert_int_equal(next(&s).type, EVENT_QUIT);
	long start = now_ms();
	s.t->ops->close(s.t);
	assert_true(now_ms() - start < 5000);
	look(&s);
	assert_non_null(strstr(s.seen.p, "\033[?1049l"));
	grid_release(&s.grid);
	strbuf_release(&s.seen);
	close(s.theirs);
	close(s.ours);
}

static void watched_descriptors(void **state)
{
	(void)state;
	struct stage s;
	int pipes[2][2];
	open_stage(&s);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(pipe2(pipes[i], O_NONBLOCK | O_CLOEXEC), 0);
		s.t->ops->watch(s.t, pipes[i][0], i ? EVENT_CHANGED : EVENT_INDEX);
	}
	assert_int_equal(s.t->ops->wait(s.t, 0).type, EVENT_NONE);
	assert_int_equal(write(pipes[0][1], "xyz", 3), 3);
	assert_int_equal(next(&s).type, EVENT_INDEX);
	assert_int_equal(s.t->ops->wait(s.t, 0).type, EVENT_NONE);
	assert_int_equal(write(pipes[1][1], "x", 1), 1);
	assert_true(s.t->ops->pending(s.t));
	assert_int_equal(next(&s).type, EVENT_CHANGED);
	close(pipes[0][1]); /* a worker that has ended wakes nobody for ever */
	long start = now_ms();
	assert_int_equal(s.t->ops->wait(s.t, 100).type, EVENT_NONE);
	assert_true(now_ms() - start >= 90);
	close(pipes[0][0]);
	close(pipes[1][0]);
	close(pipes[1][1]);
	close_stage(&s);
}

static void copying(void **state)
{
	(void)state;
	struct stage s;
	open_stage(&s);
	assert_true(s.t->ops->copy(s.t, STR("兴县")));
	look(&s);
	assert_non_null(strstr(s.seen.p, "\033]52;c;5YW05Y6/\a"));
	assert_false(s.t->ops->copy(s.t, STR("")));
	close_stage(&s);
}

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
		cmocka_unit_test(keys_and_frames),
		cmocka_unit_test(escape_answers_at_once),
		cmocka_unit_test(a_delay_that_nobody_means),
		cmocka_unit_test(a_long_paste),
		cmocka_unit_test(the_line_is_put_back),
		cmocka_unit_test(keys_come_whole),
		cmocka_unit_test(signals_become_events),
		cmocka_unit_test(what_was_ignored_stays_ignored),
		cmocka_unit_test(resized_and_back),
		cmocka_unit_test(a_terminal_that_goes_away),
		cmocka_unit_test(a_slow_terminal_blocks_nothing),
		cmocka_unit_test(a_stopped_terminal_blocks_nothing),
		cmocka_unit_test(watched_descriptors),
		cmocka_unit_test(copying),
		cmocka_unit_test(printing),
		cmocka_unit_test(printing_in_another_character_set),
		cmocka_unit_test(standard_error_waits),
		cmocka_unit_test(put_back_on_every_way_out),
		cmocka_unit_test(no_terminal),
	};
	tui_locale();
	setenv("TERM", "xterm-256color", 1);
	unsetenv("TMUX");
	unsetenv("STY");
	unsetenv("ESCDELAY");
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests_name("tui/terminal", tests, NULL, NULL);
}

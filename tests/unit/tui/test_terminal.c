#include "pty_stage.h"

#include <signal.h>

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

/* Whether an end is asked for within a while in which an Esc would have been taken for one. */
static bool stops(const struct stage *s)
{
	bool stops = false;
	for (long start = now_ms(); !stops && now_ms() - start < 200;)
		stops = s->t->ops->stops(s->t, false);
	return stops;
}

static void nobody_asks_for_more(struct stage *s, const char *keys)
{
	for (; *keys; keys++)
		assert_int_equal(next(s).key, *keys == '\033' ? KEY_ESCAPE : (key)*keys);
	assert_int_equal(s->t->ops->wait(s->t, 0).type, EVENT_NONE);
}

/* Only an Esc that was typed when one could know that it takes long; and it alone, not what begins with its byte. */
static void escape_ends_what_takes_long(void **state)
{
	(void)state;
	struct stage s;
	open_stage(&s);
	type(&s, "j\033");
	assert_false(s.t->ops->stops(s.t, true));
	assert_false(stops(&s));
	nobody_asks_for_more(&s, "j\033");
	assert_false(s.t->ops->stops(s.t, true));
	type(&s, "jq\033[A");
	assert_false(stops(&s));
	assert_int_equal(next(&s).key, 'j');
	assert_int_equal(next(&s).key, 'q');
	assert_int_equal(next(&s).key, KEY_UP);
	type(&s, "\033");
	assert_false(s.t->ops->stops(s.t, true));
	type(&s, "jk\033");
	assert_true(stops(&s));
	nobody_asks_for_more(&s, "");
	type(&s, "x");
	assert_false(stops(&s));
	nobody_asks_for_more(&s, "x");
	close_stage(&s);
}

static void signals_end_what_takes_long(void **state)
{
	(void)state;
	struct stage s;
	signal(SIGINT, SIG_DFL);
	open_stage(&s);
	assert_false(s.t->ops->stops(s.t, true));
	type(&s, "j");
	assert_false(stops(&s));
	raise(SIGINT);
	assert_true(s.t->ops->stops(s.t, false));
	type(&s, "q");
	assert_true(s.t->ops->stops(s.t, false)); /* it goes on doing so until it is told */
	assert_int_equal(next(&s).type, EVENT_INTERRUPT);
	nobody_asks_for_more(&s, "q");
	for (int i = 0; i < 2; i++) {
		raise(SIGINT);
		assert_true(s.t->ops->stops(s.t, i == 0));
	}
	assert_int_equal(next(&s).type, EVENT_QUIT);
	assert_int_equal(tui_quit_signal(s.t), 0);
	close_stage(&s);
	open_stage(&s);
	raise(SIGTERM);
	assert_true(s.t->ops->stops(s.t, true));
	assert_int_equal(next(&s).type, EVENT_QUIT);
	close_stage(&s);
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
		cmocka_unit_test(escape_ends_what_takes_long),
		cmocka_unit_test(signals_end_what_takes_long),
	};
	set_environment();
	return cmocka_run_group_tests_name("tui/terminal", tests, NULL, NULL);
}

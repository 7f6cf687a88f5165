/* Over a pipe, which is no terminal that could be opened anew: nothing here may ever wait for its reader. */
#include "support/test.h"

#include "tui/output.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

struct line {
	int ends[2]; /* reader, writer */
	struct output output;
};

static void begin(struct line *line)
{
	assert_int_equal(pipe(line->ends), 0);
	fcntl(line->ends[0], F_SETFL, O_NONBLOCK);
	output_open(&line->output, line->ends[1]);
}

static void end(struct line *line)
{
	output_close(&line->output);
	close(line->ends[0]);
	close(line->ends[1]);
}

static void add_numbers(struct output *output, int n, struct strbuf *all)
{
	for (int i = 0; i < n; i++) {
		char text[16];
		int length = snprintf(text, sizeof text, "%d ", i);
		output_add(output, (struct str){text, (size_t)length});
		strbuf_add(all, (struct str){text, (size_t)length});
	}
}

/* A reader that is slow gets everything, in order, and keeps nobody waiting. */
static void what_does_not_fit_waits(void **state)
{
	(void)state;
	struct line line;
	struct strbuf sent = {0}, got = {0};
	char piece[1000];
	size_t n_waited = 0;
	begin(&line);
	add_numbers(&line.output, 60000, &sent);
	while (!output_flush(&line.output)) {
		ssize_t n = read(line.ends[0], piece, sizeof piece);
		assert_true(n > 0 && output_waiting(&line.output));
		strbuf_add(&got, (struct str){piece, (size_t)n});
		n_waited++;
	}
	assert_true(n_waited > 100);
	assert_false(output_waiting(&line.output));
	for (ssize_t n; (n = read(line.ends[0], piece, sizeof piece)) > 0;)
		strbuf_add(&got, (struct str){piece, (size_t)n});
	assert_true(str_eq(strbuf_str(&got), strbuf_str(&sent)));
	strbuf_release(&sent);
	strbuf_release(&got);
	end(&line);
}

static void the_end_waits_no_longer_than_it_may(void **state)
{
	(void)state;
	struct line line;
	struct strbuf sent = {0};
	begin(&line);
	output_add(&line.output, STR("bye"));
	assert_true(output_drain(&line.output, 0));
	add_numbers(&line.output, 60000, &sent);
	assert_false(output_drain(&line.output, 20));
	assert_true(output_waiting(&line.output));
	strbuf_release(&sent);
	end(&line);
}

static void nothing_is_kept_for_a_reader_that_is_gone(void **state)
{
	(void)state;
	struct line line;
	signal(SIGPIPE, SIG_IGN);
	begin(&line);
	close(line.ends[0]);
	output_add(&line.output, STR("x"));
	assert_true(output_flush(&line.output));
	assert_true(line.output.broken);
	output_add(&line.output, STR("y"));
	assert_false(output_waiting(&line.output));
	line.ends[0] = dup(line.ends[1]);
	end(&line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_does_not_fit_waits),
		cmocka_unit_test(the_end_waits_no_longer_than_it_may),
		cmocka_unit_test(nothing_is_kept_for_a_reader_that_is_gone),
	};
	alarm(60); /* who waits is ended */
	return cmocka_run_group_tests_name("tui/output", tests, NULL, NULL);
}

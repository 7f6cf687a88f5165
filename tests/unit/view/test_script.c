#include "support/test.h"

#include "base/file.h"
#include "view/record.h"
#include "view/script.h"

#include <fcntl.h>
#include <unistd.h>

static struct terminal *load(const char *text, struct terminal *then)
{
	struct err err = ERR_INIT;
	struct terminal *t = script_new(str_from(text), &(struct script_options){.name = "a.keys", .then = then}, &err);
	if (!t)
		fail_msg("%s", err.message);
	return t;
}

/* All events up to the end, written: keys by name, sizes, other types by a letter. */
static void play(struct terminal *t, struct strbuf *out)
{
	for (int i = 0; i < 1000; i++) {
		struct event event = t->ops->wait(t, -1);
		if (out->n)
			strbuf_add_byte(out, ' ');
		switch (event.type) {
		case EVENT_KEY: key_format(event.key, out); break;
		case EVENT_RESIZE: strbuf_printf(out, "%dx%d", event.columns, event.rows); break;
		case EVENT_INTERRUPT: strbuf_add_c(out, "INTERRUPT"); break;
		case EVENT_RESUMED: strbuf_add_c(out, "RESUMED"); break;
		case EVENT_INDEX: strbuf_add_c(out, "INDEX"); break;
		case EVENT_CHANGED: strbuf_add_c(out, "CHANGED"); break;
		case EVENT_PROGRESS: strbuf_add_c(out, "PROGRESS"); break;
		case EVENT_NONE: strbuf_add_c(out, "NONE"); break;
		case EVENT_QUIT: strbuf_add_c(out, "QUIT"); return;
		}
	}
	fail_msg("no end");
}

static void steps(void **state)
{
	(void)state;
	static const struct {
		const char *text, *events;
	} rows[] = {
		{"", "QUIT"},
		{"j Down Enter ^F", "j Down Enter ^F QUIT"},
		{"g p\nq", "g p q QUIT"},
		{"\"兴县 j\"", "兴 县 Space j QUIT"},
		{"\"a\\\"b\\\\\"", "a \" b \\ QUIT"},
		{"\"ab\"c", "a b c QUIT"},
		{"# a comment j\nj # more\n\"#\"", "j # QUIT"},
		{"resize:40x12 j", "40x12 j QUIT"},
		{"^C ^Z", "INTERRUPT RESUMED QUIT"},
		{"\"\t\"", "Tab QUIT"},
		{"\r\n\t j", "j QUIT"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct terminal *t = load(rows[i].text, NULL);
		struct strbuf out = {0};
		play(t, &out);
		assert_str(strbuf_str(&out), rows[i].events);
		strbuf_release(&out);
		t->ops->close(t);
	}
}

static void faults(void **state)
{
	(void)state;
	static const struct {
		const char *text, *message;
	} rows[] = {
		{"j nokey", "a.keys:1:3: found \"nokey\", expected a key such as j, Enter or ^F, \"text\", resize:80x24 or wait"},
		{"\n# 兴\n兴 县县", "a.keys:3:3: found \"县县\", expected a key such as j, Enter or ^F, \"text\", resize:80x24 or wait"},
		{"\"abc\nj", "a.keys:1:5: found the end of the line, expected \""},
		{"\"ab", "a.keys:1:4: found the end of the line, expected \""},
		{"\"a\\n\"", "a.keys:1:3: found \"\\n\", expected \\\" or \\\\"},
		{"resize:80", "a.keys:1:1: found \"resize:80\", expected a size such as resize:80x24, 1 to 1000 each"},
		{"resize:0x24", "a.keys:1:1: found \"resize:0x24\", expected a size such as resize:80x24, 1 to 1000 each"},
		{"resize:80x24x3", "a.keys:1:1: found \"resize:80x24x3\", expected a size such as resize:80x24, 1 to 1000 each"},
		{"resize:99999999999x24", "a.keys:1:1: found \"resize:99999999999x24\", expected a size such as resize:80x24, 1 to 1000 each"},
		{"j\nj \xFF", "a.keys:2:3: found the byte FF, expected UTF-8"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err err = ERR_INIT;
		struct strbuf message = {0};
		assert_null(script_new(str_from(rows[i].text), &(struct script_options){.name = "a.keys"}, &err));
		assert_int_equal(err.code, ERR_DATA);
		err_format(&err, &message);
		assert_str(strbuf_str(&message), rows[i].message);
		strbuf_release(&message);
	}
}

static void sizes(void **state)
{
	(void)state;
	struct terminal *t = load("resize:40x12 j", NULL);
	int columns, rows;
	t->ops->size(t, &columns, &rows);
	assert_int_equal(columns, 80);
	assert_int_equal(rows, 24);
	t->ops->wait(t, -1);
	t->ops->size(t, &columns, &rows);
	assert_int_equal(columns, 40);
	assert_int_equal(rows, 12);
	t->ops->close(t);
}

static void keeps_the_grid(void **state)
{
	(void)state;
	struct terminal *t = load("", NULL);
	assert_null(script_grid(t));
	struct grid grid;
	grid_init(&grid, 6, 2, AMBI_NARROW, false);
	grid_put((struct span){&grid, 1, 0, 6}, STR("兴县"), ROLE_LINK);
	grid.cursor_row = 1;
	t->ops->show(t, &grid);
	grid_release(&grid);
	struct strbuf out = {0};
	grid_dump(script_grid(t), &out);
	assert_str(strbuf_str(&out), "\n兴县\n");
	assert_int_equal(script_grid(t)->cursor_row, 1);
	strbuf_release(&out);
	assert_true(t->ops->copy(t, STR("old")));
	assert_true(t->ops->copy(t, STR("兴县")));
	t->ops->print(t, STR("a"));
	t->ops->print(t, STR("b"));
	assert_str(script_copied(t), "兴县");
	assert_str(script_printed(t), "ab");
	t->ops->close(t);
}

static void waits_for_the_index(void **state)
{
	(void)state;
	int index[2], changed[2];
	assert_int_equal(pipe2(index, O_NONBLOCK | O_CLOEXEC), 0);
	assert_int_equal(pipe2(changed, O_NONBLOCK | O_CLOEXEC), 0);
	struct terminal *t = load("wait j wait k wait:changed l", NULL);
	t->ops->watch(t, index[0], EVENT_INDEX);
	t->ops->watch(t, changed[0], EVENT_CHANGED);
	assert_int_equal(write(index[1], "x", 1), 1);
	assert_int_equal(t->ops->wait(t, -1).type, EVENT_INDEX);
	assert_int_equal(t->ops->wait(t, -1).key, 'j');
	assert_int_equal(t->ops->wait(t, -1).key, 'k');
	assert_int_equal(write(changed[1], "xy", 2), 2);
	assert_int_equal(t->ops->wait(t, -1).type, EVENT_CHANGED);
	assert_int_equal(t->ops->wait(t, -1).key, 'l');
	assert_int_equal(t->ops->wait(t, -1).type, EVENT_QUIT);
	struct err err = ERR_INIT;
	assert_true(script_ok(t, &err));
	t->ops->close(t);
	for (int i = 0; i < 2; i++) {
		close(index[i]);
		close(changed[i]);
	}
}

static void a_wait_for_nobody_fails(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct strbuf message = {0};
	struct terminal *t = load("j\n  wait k", NULL);
	assert_int_equal(t->ops->wait(t, -1).key, 'j');
	assert_true(script_ok(t, &err));
	assert_int_equal(t->ops->wait(t, -1).type, EVENT_QUIT);
	assert_false(script_ok(t, &err));
	err_format(&err, &message);
	assert_str(strbuf_str(&message), "a.keys:2:3: found nobody who could end this wait, expected a worker");
	strbuf_release(&message);
	t->ops->close(t);
}

static void hands_over(void **state)
{
	(void)state;
	struct terminal *then = load("resize:100x30 x", NULL);
	then->ops->wait(then, -1);
	struct terminal *t = load("resize:40x12 j", then);
	struct strbuf out = {0};
	int columns, rows;
	t->ops->size(t, &columns, &rows);
	assert_int_equal(columns, 100);
	play(t, &out);
	assert_str(strbuf_str(&out), "40x12 j 100x30 x QUIT");
	t->ops->size(t, &columns, &rows);
	assert_int_equal(columns, 100);
	strbuf_release(&out);
	t->ops->close(t);
}

/* What is recorded replays to the same events. */
static void recording(void **state)
{
	(void)state;
	static const char script[] = "resize:80x24 j \"兴 \\\" # \\\\ x\" Alt-Left ^F ^C ^Z Enter Esc resize:20x6 Space F12 S-Tab";
	char path[512];
	snprintf(path, sizeof path, "%s/record-XXXXXX", getenv("HOME") ? getenv("HOME") : ".");
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	struct err err = ERR_INIT;
	struct strbuf played = {0}, replayed = {0}, text = {0};
	struct terminal *recorder = record_new(load(script, NULL), path, &err);
	assert_non_null(recorder);
	strbuf_add_c(&played, "80x24");
	play(recorder, &played);
	recorder->ops->close(recorder);
	assert_ok(file_read(path, &text, &err), err);
	unlink(path);
	struct terminal *again = load(text.p, NULL);
	play(again, &replayed);
	again->ops->close(again);
	assert_str(strbuf_str(&replayed), played.p);
	strbuf_release(&played);
	strbuf_release(&replayed);
	strbuf_release(&text);
}

/* What was recorded before is written over, nothing else. */
static void recording_over(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool replaced;
	} rows[] = {{"", true}, {"resize:80x24\nj\n", true}, {"id,name\n", false}, {"r", false}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char path[512];
		struct err err = ERR_INIT;
		struct strbuf text = {0};
		snprintf(path, sizeof path, "%s/over-%zu", getenv("HOME") ? getenv("HOME") : ".", i);
		assert_ok(file_write(path, str_from(rows[i].text), true, &err), err);
		struct terminal *recorder = record_new(load("", NULL), path, &err);
		assert_row((recorder != NULL) == rows[i].replaced, rows[i].text);
		assert_int_equal(err.code, recorder ? ERR_NONE : ERR_CREATE);
		if (recorder)
			recorder->ops->close(recorder);
		err_clear(&err);
		assert_ok(file_read(path, &text, &err), err);
		assert_str(strbuf_str(&text), rows[i].replaced ? "resize:80x24\n" : rows[i].text);
		strbuf_release(&text);
		unlink(path);
	}
}

static void recording_nowhere(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	assert_null(record_new(load("", NULL), "/nonexistent/folder/file", &err));
	assert_int_equal(err.code, ERR_CREATE);
}

static void recording_where_nothing_fits(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct terminal *recorder = record_new(load("", NULL), "/dev/full", &err);
	assert_non_null(recorder);
	assert_false(record_ok(recorder, &err));
	assert_int_equal(err.code, ERR_WRITE);
	recorder->ops->close(recorder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps),
		cmocka_unit_test(faults),
		cmocka_unit_test(sizes),
		cmocka_unit_test(keeps_the_grid),
		cmocka_unit_test(waits_for_the_index),
		cmocka_unit_test(a_wait_for_nobody_fails),
		cmocka_unit_test(hands_over),
		cmocka_unit_test(recording),
		cmocka_unit_test(recording_over),
		cmocka_unit_test(recording_nowhere),
		cmocka_unit_test(recording_where_nothing_fits),
	};
	return cmocka_run_group_tests_name("view/script", tests, NULL, NULL);
}

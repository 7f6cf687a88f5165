#include "support/test.h"

#include "base/file.h"
#include "base/trace.h"

#include <unistd.h>

static void test_lines(void **state)
{
	(void)state;
	char topics[600];
	const char *home = getenv("HOME");
	struct trace trace = {0};
	struct err err = ERR_INIT;
	struct strbuf text = {0};
	snprintf(topics, sizeof topics, "key,query=%s/trace.%d", home ? home : ".", (int)getpid());
	const char *path = strchr(topics, '=') + 1;
	assert_ok(trace_open(&trace, topics, &err), err);
	assert_true(trace_wants(&trace, "query") && !trace_wants(&trace, "que") && !trace_wants(NULL, "key"));
	trace_line(&trace, "key", "%s", "a\x1b[2J\n长");
	trace_line(&trace, "draw", "not wanted");
	trace_close(&trace);
	trace_line(&trace, "key", "after the end");
	assert_ok(file_read(path, &text, &err), err);
	assert_str(strbuf_str(&text), "key: a\\x1b[2J\\x0a长\n");
	strbuf_release(&text);
	unlink(path);
}

static void test_refused(void **state)
{
	(void)state;
	struct trace trace = {0};
	struct err err = ERR_INIT;
	char topics[200];
	memset(topics, 'k', sizeof topics - 1);
	topics[sizeof topics - 1] = '\0';
	assert_false(trace_open(&trace, topics, &err));
	assert_int_equal(err.code, ERR_USAGE);
	err_clear(&err);
	assert_false(trace_open(&trace, "key=/nonexistent/x", &err));
	assert_int_equal(err.code, ERR_CREATE);
	assert_false(trace_wants(&trace, "key"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines), cmocka_unit_test(test_refused)};
	return cmocka_run_group_tests_name("base/trace", tests, NULL, NULL);
}

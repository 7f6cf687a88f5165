/*
 * Manual, help and completions agree with the tables they come from, and the two pages
 * written by hand leave no field out. Runs in the checkout, as all tests do.
 */
#include "support/test.h"

#include "base/file.h"
#include "cli/option.h"
#include "cli/verb_internal.h"
#include "view/command.h"
#include "view/place.h"

#include <unistd.h>

/* What a command prints, standard output being taken for the time. */
static struct strbuf printed(enum verb_id verb, const char *argument)
{
	char path[400];
	const char *home = getenv("HOME");
	snprintf(path, sizeof path, "%s/printed-XXXXXX", home ? home : "/tmp");
	int file = mkstemp(path), kept = dup(STDOUT_FILENO);
	assert_true(file >= 0 && kept >= 0);
	fflush(stdout);
	dup2(file, STDOUT_FILENO);
	char *arguments[] = {"yuanlian", (char *)(uintptr_t)verbs[verb].name, (char *)(uintptr_t)argument, NULL};
	struct invocation invocation;
	struct session session = {.chinese = true};
	struct err err = ERR_INIT;
	bool ok = invocation_parse(argument ? 3 : 2, arguments, &invocation, &err);
	session.invocation = &invocation;
	ok = ok && verbs[verb].run(&session, &err);
	fflush(stdout);
	dup2(kept, STDOUT_FILENO);
	close(kept);
	close(file);
	struct strbuf text = {0};
	assert_ok(ok, err);
	assert_ok(file_read(path, &text, &err), err);
	unlink(path);
	invocation_release(&invocation);
	return text;
}

static void assert_has(const struct strbuf *text, const char *what, const char *where)
{
	if (str_find(strbuf_str(text), str_from(what), 0) < 0)
		fail_msg("%s says nothing of \"%s\"", where, what);
}

/* As roff has it: a minus is \- */
static void assert_roff(const struct strbuf *page, const char *what, const char *where)
{
	struct strbuf roff = {0};
	for (; *what; what++)
		strbuf_printf(&roff, *what == '-' ? "\\-" : "%c", *what);
	assert_has(page, roff.p, where);
	strbuf_release(&roff);
}

static void test_manual(void **state)
{
	(void)state;
	struct strbuf page = printed(VERB_MAN, NULL);
	for (int v = VERB_BROWSE + 1; v < VERB_N; v++)
		assert_has(&page, verbs[v].name, "the manual");
	for (int o = 0; o < OPTION_N; o++)
		assert_roff(&page, option_table[o].name, "the manual");
	for (int c = 0; c < CMD_COUNT; c++)
		assert_roff(&page, commands[c].name, "the manual");
	for (size_t i = 0; place_nth_name(i); i++)
		assert_has(&page, place_nth_name(i), "the manual");
	for (int k = 0; k < KIND_COUNT; k++)
		assert_has(&page, kinds[k].plural, "the manual");
	assert_true(str_find(strbuf_str(&page), STR("@"), 0) < 0); /* every mark was replaced */
	strbuf_release(&page);
}

static void test_help(void **state)
{
	(void)state;
	for (int chinese = 0; chinese < 2; chinese++) {
		struct strbuf all = {0};
		help_text(VERB_BROWSE, chinese, &all);
		for (int v = VERB_BROWSE + 1; v < VERB_N; v++) {
			struct strbuf one = {0};
			assert_has(&all, verbs[v].name, "help");
			help_text((enum verb_id)v, chinese, &one);
			for (int o = 0; o < OPTION_N; o++) {
				char option[40];
				snprintf(option, sizeof option, "  --%s ", option_table[o].name);
				bool said = str_find(strbuf_str(&one), str_from(option), 0) >= 0;
				if (said != !!(option_table[o].verbs & (UINT32_C(1) << v)))
					fail_msg("help %s and --%s disagree", verbs[v].name, option_table[o].name);
			}
			strbuf_release(&one);
		}
		strbuf_release(&all);
	}
}

static void test_completions(void **state)
{
	(void)state;
	static const char *const shells[] = {"bash", "zsh", "fish"};
	for (size_t s = 0; s < sizeof shells / sizeof *shells; s++) {
		struct strbuf script = printed(VERB_COMPLETION, shells[s]);
		for (int v = VERB_BROWSE + 1; v < VERB_N; v++) {
			assert_has(&script, verbs[v].name, shells[s]);
			for (size_t f = 0; verbs[v].formats && verbs[v].formats[f]; f++)
				assert_has(&script, verbs[v].formats[f], shells[s]);
		}
		for (int o = 0; o < OPTION_N; o++)
			assert_has(&script, option_table[o].name, shells[s]);
		for (int k = 0; k < KIND_COUNT; k++)
			assert_has(&script, kinds[k].plural, shells[s]);
		for (size_t i = 0; place_nth_name(i); i++)
			assert_has(&script, place_nth_name(i), shells[s]);
		strbuf_release(&script);
	}
}

static void test_data_page(void **state)
{
	(void)state;
	struct strbuf page = {0};
	struct err err = ERR_INIT;
	assert_ok(file_read("man/yuanlian-data.5", &page, &err), err);
	for (int k = 0; k < KIND_COUNT; k++) {
		char heading[80];
		snprintf(heading, sizeof heading, ".SS %s (%s)\n", kinds[k].plural, kinds[k].zh);
		ptrdiff_t start = str_find(strbuf_str(&page), str_from(heading), 0);
		assert_row(start >= 0, kinds[k].plural);
		ptrdiff_t end = str_find(strbuf_str(&page), STR("\n.S"), (size_t)start + 1);
		struct str section = str_sub(strbuf_str(&page), (size_t)start, (size_t)(end - start));
		for (size_t f = 0; f < fields_of[k].n; f++) {
			const struct field *field = &fields_of[k].v[f];
			char entry[120];
			snprintf(entry, sizeof entry, ".BR %s \\ (%s)\n", field->name, field->zh);
			bool common = !strcmp(field->name, "id") || !strcmp(field->name, "name") || !strcmp(field->name, "short_names") ||
				!strcmp(field->name, "source") || !strcmp(field->name, "locator");
			if (!common && str_find(section, str_from(entry), 0) < 0)
				fail_msg("yuanlian-data(5): %s lacks %s (%s)", kinds[k].plural, field->name, field->zh);
			for (size_t e = 0; !common && e < enums[field->enumeration].n; e++)
				if (str_find(section, str_from(enums[field->enumeration].v[e].code), 0) < 0)
					fail_msg("yuanlian-data(5): %s lacks the code %s", field->name, enums[field->enumeration].v[e].code);
		}
	}
	strbuf_release(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_manual),
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_completions),
		cmocka_unit_test(test_data_page),
	};
	return cmocka_run_group_tests_name("cli/manual", tests, NULL, NULL);
}

/* The command line taken apart: words, options, messages; and the tables behind it. */
#include "support/test.h"

#include "cli/option.h"

enum { ARGUMENTS_MAX = 12 };

struct command_line {
	int n;
	char *v[ARGUMENTS_MAX + 1];
	char text[200];
};

/* Split at blanks; '_' stands for a blank inside an argument. */
static void split(struct command_line *line, const char *text)
{
	*line = (struct command_line){.n = 1, .v = {"yuanlian"}};
	snprintf(line->text, sizeof line->text, "%s", text);
	for (char *word = strtok(line->text, " "); word && line->n < ARGUMENTS_MAX; word = strtok(NULL, " "))
		line->v[line->n++] = word;
}

static const struct {
	const char *line;
	enum verb_id verb;
	const char *words; /* joined by blanks */
	enum option_id option;
	const char *value; /* NULL: not given */
} good[] = {
	{"", VERB_BROWSE, "", OPTION_DB, NULL},
	{"兴县", VERB_BROWSE, "兴县", OPTION_DB, NULL},
	{"兴县 list", VERB_BROWSE, "兴县 list", OPTION_DB, NULL},
	{"list zones", VERB_LIST, "zones", OPTION_FORMAT, NULL},
	{"-- list zones", VERB_BROWSE, "list zones", OPTION_FORMAT, NULL},
	{"--db x list zones", VERB_LIST, "zones", OPTION_DB, "x"},
	{"list zones --db x", VERB_LIST, "zones", OPTION_DB, "x"},
	{"list --db=x zones", VERB_LIST, "zones", OPTION_DB, "x"},
	{"list zones --db x --db y", VERB_LIST, "zones", OPTION_DB, "y"},
	{"list zones --sort -invest", VERB_LIST, "zones", OPTION_SORT, "-invest"},
	{"list zones --sort=-invest,name", VERB_LIST, "zones", OPTION_SORT, "-invest,name"},
	{"list zones --lim 3", VERB_LIST, "zones", OPTION_LIMIT, "3"},
	{"list zones -status:signed", VERB_LIST, "zones -status:signed", OPTION_SORT, NULL},
	{"list zones -- --sort", VERB_LIST, "zones --sort", OPTION_SORT, NULL},
	{"find 铝 -铝土矿", VERB_FIND, "铝 -铝土矿", OPTION_KIND, NULL},
	{"count zones --explain", VERB_COUNT, "zones", OPTION_EXPLAIN, ""},
	{"--help", VERB_BROWSE, "", OPTION_HELP, ""},
	{"-h", VERB_BROWSE, "", OPTION_HELP, ""},
	{"list --help", VERB_LIST, "", OPTION_HELP, ""},
	{"export x --excel --kind zones", VERB_EXPORT, "x", OPTION_KIND, "zones"},
	{"import - x", VERB_IMPORT, "- x", OPTION_DRY_RUN, NULL},
};

static void test_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct command_line line;
		struct invocation invocation;
		struct strbuf words = {0};
		struct err err = ERR_INIT;
		split(&line, good[i].line);
		if (!invocation_parse(line.n, line.v, &invocation, &err))
			fail_msg("row \"%s\": %s", good[i].line, err.message);
		invocation_join(&invocation, 0, &words);
		assert_row(invocation.verb == good[i].verb, good[i].line);
		assert_row(str_eq_c(strbuf_str(&words), good[i].words), good[i].line);
		assert_row(option_given(&invocation, good[i].option) == (good[i].value != NULL), good[i].line);
		if (good[i].value)
			assert_string_equal(invocation.values[good[i].option], good[i].value);
		strbuf_release(&words);
		invocation_release(&invocation);
	}
}

static const struct {
	const char *line;
	size_t place; /* number of the argument at fault */
	const char *message;
} bad[] = {
	{"--bogus", 1, "found \"--bogus\", expected an option; see yuanlian help"},
	{"list zones --size 80x24", 3, "found --size, expected an option of list; see yuanlian help list"},
	{"--sort name", 1, "found --sort, expected an option of the browser; see yuanlian help "},
	{"list zones --s x", 3, "found \"--s\", expected an option; see yuanlian help"},
	{"-x", 1, "found \"-x\", expected an option; see yuanlian help"},
	{"check -x", 2, "found \"-x\", expected an option; see yuanlian help"},
	{"list zones --limit", 3, "found nothing after --limit, expected N"},
	{"list zones --limit 1x", 4, "found \"1x\" for --limit, expected a whole number"},
	{"list zones --limit -1", 4, "found \"-1\" for --limit, expected a whole number"},
	{"list zones --limit 9999999999", 4, "found \"9999999999\" for --limit, expected a whole number"},
	{"list zones --explain=yes", 3, "found \"--explain=yes\", expected no value for this option"},
	{"list zones --format xml", 4, "found \"xml\" for --format, expected table, csv, tsv, json, jsonl or md"},
	{"show x --format csv", 4, "found \"csv\" for --format, expected text, json, dot or mermaid"},
	{"--ambi 3", 2, "found \"3\" for --ambi, expected 1 or 2"},
	{"--db=", 1, "found \"\" for --db, expected a path"},
	{"find x --kind nope", 4, "found \"nope\" for --kind, expected a kind such as zones; see yuanlian help"},
	{"list", 2, "found nothing after list, expected KIND [QUERY...]"},
	{"check now", 2, "found \"now\", expected no argument"},
	{"completion bash zsh", 3, "found \"zsh\", expected nothing more"},
	{"find \xff", 2, "found a byte that is no UTF-8, expected UTF-8 text"},
};

static void test_bad(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct command_line line;
		struct invocation invocation;
		struct err err = ERR_INIT;
		split(&line, bad[i].line);
		assert_row(!invocation_parse(line.n, line.v, &invocation, &err), bad[i].line);
		assert_row(err.code == ERR_USAGE, bad[i].line);
		assert_string_equal(err.message, bad[i].message);
		assert_string_equal(err.where, "argument");
		assert_row(err.line == bad[i].place, bad[i].line);
	}
}

/* Every option and its value survive being written out and read again, wherever they stand. */
static void test_round_trip(void **state)
{
	(void)state;
	for (int v = 0; v < VERB_N; v++)
		for (int o = 0; o < OPTION_N; o++) {
			const struct option_info *info = &option_table[o];
			if (!(info->verbs & (UINT32_C(1) << v)))
				continue;
			char option[40];
			snprintf(option, sizeof option, "--%s", info->name);
			const char *value = info->choices ? info->choices[0] : info->value == VALUE_FORMAT ? verbs[v].formats[0]
				: info->value == VALUE_KIND ? "zones" : info->value == VALUE_COUNT ? "7" : "x";
			char *arguments[] = {"yuanlian", option, info->argument ? (char *)(uintptr_t)value : "--help", "--help", (char *)(uintptr_t)verbs[v].name, NULL};
			struct invocation invocation;
			struct err err = ERR_INIT;
			if (!invocation_parse(verbs[v].name[0] ? 5 : 4, arguments, &invocation, &err))
				fail_msg("%s %s: %s", verbs[v].name, option, err.message);
			assert_int_equal(invocation.verb, v);
			assert_string_equal(invocation.values[o], info->argument ? value : "");
			invocation_release(&invocation);
		}
}

/* -- the tables themselves ------------------------------------------------------------------ */

static void assert_summary(const char *name, const char *text)
{
	if (!text || !*text || strlen(text) > 72 || text[strlen(text) - 1] == '.')
		fail_msg("%s: \"%s\" is no line of help", name, text ? text : "");
}

static void test_tables(void **state)
{
	(void)state;
	for (int o = 0; o < OPTION_N; o++) {
		const struct option_info *info = &option_table[o];
		assert_non_null(info->name);
		assert_summary(info->name, info->zh);
		assert_summary(info->name, info->en);
		assert_true(info->verbs != 0 && (info->verbs & ~(uint32_t)VERBS_ALL) == 0);
		assert_true((info->value == VALUE_NONE) == (info->argument == NULL));
		assert_true((info->value == VALUE_CHOICE) == (info->choices != NULL));
		for (int other = 0; other < o; other++)
			assert_string_not_equal(info->name, option_table[other].name);
		for (int v = 0; v < VERB_N; v++)
			if (info->value == VALUE_FORMAT && (info->verbs & (UINT32_C(1) << v)))
				assert_non_null(verbs[v].formats);
	}
	for (int v = 0; v < VERB_N; v++) {
		assert_summary(verbs[v].name, verbs[v].zh);
		assert_summary(verbs[v].name, verbs[v].en);
		assert_non_null(verbs[v].run);
		assert_true(verbs[v].most == WORDS_ANY || verbs[v].least <= verbs[v].most);
		if (v != VERB_BROWSE)
			assert_int_equal(verb_find(str_from(verbs[v].name)), v);
	}
	assert_int_equal(verb_find(STR("")), VERB_N);
	assert_int_equal(verb_find(STR("nope")), VERB_N);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_tables),
	};
	return cmocka_run_group_tests_name("cli/option", tests, NULL, NULL);
}

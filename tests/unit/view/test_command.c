/* The command table: what a person reads about a key is what the key does. */
#include "support/test.h"
#include "view/screen.h"

enum { KEYS = 4, HELP_COLUMNS = 54 };

static void test_every_row_is_whole(void **state)
{
	(void)state;
	for (int c = 0; c < CMD_COUNT; c++) {
		const struct command *command = &commands[c];
		assert_non_null(command->name);
		assert_row(command->zh && command->en && *command->zh && *command->en, command->name);
		assert_row(command->where && (command->where & ~(unsigned)(IN_ANY | IN_TABLE)) == 0, command->name);
		assert_row(!command->hint_zh == !command->hint_en, command->name);
		assert_row(width_str(str_from(command->zh), AMBI_NARROW) <= HELP_COLUMNS, command->name);
		assert_row(width_str(str_from(command->en), AMBI_NARROW) <= HELP_COLUMNS, command->name);
		assert_row(command_by_name(str_from(command->name)) == (enum command_id)c, command->name);
	}
}

static void test_every_key_parses_and_prints_as_written(void **state)
{
	(void)state;
	for (int c = 0; c < CMD_COUNT; c++)
		for (size_t k = 0; k < KEYS && commands[c].keys[k]; k++) {
			struct str rest = str_from(commands[c].keys[k]), part;
			while (str_split(&rest, ' ', &part)) {
				key parsed;
				struct strbuf written = {0};
				assert_row(key_parse(part, &parsed), commands[c].keys[k]);
				key_format(parsed, &written);
				assert_row(str_eq(strbuf_str(&written), part), commands[c].keys[k]);
				strbuf_release(&written);
			}
		}
}

/* What a screen offers in its last line has a word there and is one of its commands. */
static void test_every_hint_can_be_shown(void **state)
{
	(void)state;
	for (int s = 0; s < SCREEN_COUNT; s++)
		for (const enum command_id *c = screen_classes[s]->hints; c && *c != CMD_NONE; c++)
			assert_row(commands[*c].hint_zh && commands[*c].where & screen_classes[s]->where, commands[*c].name);
}

/* A sequence is taken where it is the same as another's or begins it. */
static bool collide(const char *a, const char *b)
{
	struct str x = str_from(a), y = str_from(b), part_x, part_y;
	while (x.p && y.p) {
		str_split(&x, ' ', &part_x);
		str_split(&y, ' ', &part_y);
		if (!str_eq(part_x, part_y))
			return false;
	}
	return true;
}

/* Space marks in lists and reads on in pages, as in everything that has lists and pages. */
static bool is_for_both(const struct command *a, const struct command *b, const char *name)
{
	return !(a->where & b->where) && str_eq_c(str_from(name), "Space");
}

static void test_no_key_stands_twice(void **state)
{
	(void)state;
	for (int a = 0; a < CMD_COUNT; a++)
		for (int b = a + 1; b < CMD_COUNT; b++)
			for (size_t i = 0; i < KEYS && commands[a].keys[i]; i++)
				for (size_t j = 0; j < KEYS && commands[b].keys[j]; j++)
					if (collide(commands[a].keys[i], commands[b].keys[j]) && !is_for_both(&commands[a], &commands[b], commands[a].keys[i]))
						fail_msg("%s of %s collides with %s of %s", commands[a].keys[i], commands[a].name,
							commands[b].keys[j], commands[b].name);
}

static void test_at_most_three_keys(void **state)
{
	(void)state;
	for (int c = 0; c < CMD_COUNT; c++)
		assert_row(!commands[c].keys[3], commands[c].name);
}

/* Keys that the terminal keeps for itself. */
static void test_terminal_keeps_its_keys(void **state)
{
	(void)state;
	static const char *const kept[] = {"^Z", "^S", "^Q", "^C"};
	for (int c = 0; c < CMD_COUNT; c++)
		for (size_t k = 0; k < KEYS && commands[c].keys[k]; k++)
			for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
				assert_row(strcmp(commands[c].keys[k], kept[i]) != 0, commands[c].name);
}

static void test_finding_commands_by_keys(void **state)
{
	(void)state;
	static const struct {
		const char *keys;
		unsigned where;
		enum key_state found;
		enum command_id id;
	} rows[] = {
		{"j", IN_LIST, KEY_COMMAND, CMD_DOWN},
		{"g", IN_LIST, KEY_PREFIX, CMD_NONE},
		{"g p", IN_PAGE, KEY_COMMAND, CMD_PROJECTS},
		{"5", IN_PAGE, KEY_COMMAND, CMD_PROJECTS},
		{"g x", IN_LIST, KEY_UNKNOWN, CMD_NONE},
		{"&", IN_LIST, KEY_COMMAND, CMD_FILTER},
		{"&", IN_PAGE, KEY_UNKNOWN, CMD_NONE},
		{"m", IN_LIST, KEY_PREFIX, CMD_NONE},
		{"m x", IN_LIST, KEY_COMMAND, CMD_BOOKMARK},
		{"Alt-Left", IN_LIST, KEY_COMMAND, CMD_HISTORY_BACK},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		key typed[4], argument = 0;
		size_t n = 0;
		struct str rest = str_from(rows[i].keys), part;
		while (str_split(&rest, ' ', &part))
			assert_row(key_parse(part, &typed[n++]), rows[i].keys);
		enum command_id id = CMD_NONE;
		assert_row(command_find(typed, n, rows[i].where, &id, &argument) == rows[i].found, rows[i].keys);
		assert_row(id == rows[i].id, rows[i].keys);
		if (id == CMD_BOOKMARK)
			assert_int_equal(argument, 'x');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_row_is_whole), cmocka_unit_test(test_every_hint_can_be_shown),
		cmocka_unit_test(test_every_key_parses_and_prints_as_written),
		cmocka_unit_test(test_no_key_stands_twice),
		cmocka_unit_test(test_at_most_three_keys),
		cmocka_unit_test(test_terminal_keeps_its_keys),
		cmocka_unit_test(test_finding_commands_by_keys),
	};
	return cmocka_run_group_tests_name("view/command", tests, NULL, NULL);
}

#include "support/test.h"

#include "view/message.h"

#define NAME(id, zh, en) #id,
static const char *const names[] = {MESSAGES(NAME)};

/* What printf takes for a text, one conversion behind the other: "%zu %.*s" is "zu .*s ". */
static void conversions(struct str text, char out[64])
{
	size_t n = 0;
	for (size_t i = 0; i + 1 < text.n; i++) {
		if (text.p[i] != '%')
			continue;
		size_t length = strspn(&text.p[i + 1], ".*lhzjt0123456789") + 1;
		assert_true(n + length + 2 < 64);
		memcpy(out + n, &text.p[i + 1], length);
		out[n + length] = ' ';
		n += length + 1;
		i += length;
	}
	out[n] = '\0';
}

/* A message that printf is called with takes the same in both languages; no compiler sees that. */
static void both_languages_take_the_same(void **state)
{
	(void)state;
	size_t n_taking = 0;
	for (int id = 0; id < MSG_COUNT; id++) {
		char zh[64], en[64];
		if (id == MSG_LIST_BAD_ROW) /* a percentage, printed as it is */
			continue;
		conversions(message((enum message)id, LANGUAGE_ZH), zh);
		conversions(message((enum message)id, LANGUAGE_EN), en);
		if (strcmp(zh, en))
			fail_msg("%s: found \"%s\" in Chinese, \"%s\" in English", names[id], zh, en);
		n_taking += zh[0] != '\0';
	}
	assert_true(n_taking > 10);
}

static void none_is_empty(void **state)
{
	(void)state;
	for (int id = 0; id < MSG_COUNT; id++)
		for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
			struct str text = message((enum message)id, (enum language)language);
			assert_row(text.n && !text.p[text.n], names[id]);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_languages_take_the_same),
		cmocka_unit_test(none_is_empty),
	};
	return cmocka_run_group_tests_name("view/message", tests, NULL, NULL);
}

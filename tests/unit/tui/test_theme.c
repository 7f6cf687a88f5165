#include "support/test.h"

#include "tui/theme.h"

static void depths(void **state)
{
	(void)state;
	static const struct {
		const char *no_color;
		int colours, depth;
	} rows[] = {{NULL, 256, 256}, {"", 256, 256}, {"1", 256, 0}, {NULL, 0, 0}, {NULL, -1, 0}, {NULL, 2, 0}, {NULL, 8, 8}, {NULL, 16, 16},
		{NULL, 88, 16}, {NULL, 1 << 24, 256}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(theme_depth(rows[i].no_color, rows[i].colours), rows[i].depth);
}

/* x to the power of 2.4: the fifth root of its twelfth, by Newton. */
static double power_2_4(double x)
{
	double x4 = x * x * x * x, twelfth = x4 * x4 * x4, root = 1;
	for (int i = 0; i < 100; i++)
		root = (4 * root + twelfth / (root * root * root * root)) / 5;
	return root;
}

/* xterm's palette, 0–255, as relative luminance (WCAG 2). */
static double luminance(int colour)
{
	static const int first[16][3] = {{0, 0, 0}, {205, 0, 0}, {0, 205, 0}, {205, 205, 0}, {0, 0, 238}, {205, 0, 205}, {0, 205, 205},
		{229, 229, 229}, {127, 127, 127}, {255, 0, 0}, {0, 255, 0}, {255, 255, 0}, {92, 92, 255}, {255, 0, 255}, {0, 255, 255}, {255, 255, 255}};
	static const int steps[6] = {0, 95, 135, 175, 215, 255};
	int rgb[3];
	for (int i = 0; i < 3; i++)
		rgb[i] = colour < 16 ? first[colour][i] : colour >= 232 ? 8 + (colour - 232) * 10
			: steps[(colour - 16) / (i == 0 ? 36 : i == 1 ? 6 : 1) % 6];
	double linear[3];
	for (int i = 0; i < 3; i++) {
		double c = rgb[i] / 255.0;
		linear[i] = c <= 0.04045 ? c / 12.92 : power_2_4((c + 0.055) / 1.055);
	}
	return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

static void readable_on_light_and_dark(void **state)
{
	(void)state;
	static const int depths[] = {8, 16, 256};
	for (int role = 0; role < ROLE_COUNT; role++) {
		assert_int_equal(theme_style((enum role)role, 0).colour, -1);
		for (int i = 0; i < 3; i++) {
			int colour = theme_style((enum role)role, depths[i]).colour;
			assert_true(colour < depths[i]);
			if (colour < 0)
				continue;
			double l = luminance(colour), on_black = (l + 0.05) / 0.05, on_white = 1.05 / (l + 0.05);
			if (on_black < 3 || on_white < 3)
				fail_msg("role %d, colour %d: contrast %.1f on black, %.1f on white", role, colour, on_black, on_white);
		}
	}
}

/* What must be told apart is told apart without colours, by attributes, where no sign does it. */
static void without_colours(void **state)
{
	(void)state;
	assert_true(theme_style(ROLE_CURSOR, 0).reverse);
	assert_true(theme_style(ROLE_BAR, 0).reverse);
	assert_true(theme_style(ROLE_MATCH, 0).underline);
	assert_true(theme_style(ROLE_HEADING, 0).bold);
	assert_true(theme_style(ROLE_WARNING, 0).bold);
	assert_true(theme_style(ROLE_ERROR, 0).bold);
	assert_true(theme_style(ROLE_KEY, 0).bold);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(depths),
		cmocka_unit_test(readable_on_light_and_dark),
		cmocka_unit_test(without_colours),
	};
	return cmocka_run_group_tests_name("tui/theme", tests, NULL, NULL);
}

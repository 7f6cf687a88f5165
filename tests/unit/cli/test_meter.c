#include "support/test.h"

#include "cli/meter_internal.h"

/* One build, told step by step. */
static void long_builds_are_spoken_of(void **state)
{
	static const struct {
		unsigned percent;
		int64_t ms; /* since it began */
		bool speaks;
		unsigned said; /* what whoever asks is told; 0: nothing */
	} steps[] = {
		{5, 100, false, 0}, {10, 299, false, 0}, {12, 300, true, 12}, {20, 350, false, 20}, {19, 500, false, 20}, {20, 500, false, 20},
		{21, 399, false, 21}, {22, 400, true, 22}, {30, 499, false, 30}, {100, 500, true, 100},
	};
	struct meter meter = {0};
	unsigned percent;
	(void)state;
	assert_false(meter_speaks(&meter, &percent));
	for (int round = 0; round < 2; round++) {
		meter = meter_begun(7000);
		assert_false(meter_speaks(&meter, &percent));
		for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
			bool speaks = meter_further(&meter, steps[i].percent, 7000 + steps[i].ms);
			bool said = meter_speaks(&meter, &percent);
			if (speaks != steps[i].speaks || said != (steps[i].said > 0) || (said && percent != steps[i].said))
				fail_msg("%u %% after %lld ms: %s, told %u", steps[i].percent, (long long)steps[i].ms, speaks ? "speaks" : "silent", said ? percent : 0);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(long_builds_are_spoken_of)};
	return cmocka_run_group_tests_name("cli/meter", tests, NULL, NULL);
}

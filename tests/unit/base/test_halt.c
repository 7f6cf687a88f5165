#include "support/test.h"

#include "base/halt.h"
#include "base/parallel.h"

enum { PIECES = 500 };

static void nobody_gives_up_unasked(void **state)
{
	struct halt halt = {false, false};
	(void)state;
	assert_false(halt_now());
	assert_null(halt_by(&halt));
	assert_false(halt_now());
	assert_false(halt.heeded);
	atomic_store(&halt.wanted, true);
	assert_false(halt.heeded); /* wanted, but nobody has given up anything */
	assert_true(halt_now());
	assert_true(halt.heeded);
	assert_ptr_equal(halt_by(NULL), &halt);
	assert_false(halt_now());
}

static void ask(void *context, size_t i)
{
	((bool *)context)[i] = halt_now();
}

static void run_pieces(struct halt *halt, bool expected)
{
	bool told[PIECES];
	halt_by(halt);
	parallel_for(PIECES, 4, ask, told);
	halt_by(NULL);
	for (size_t i = 0; i < PIECES; i++)
		assert_int_equal(told[i], expected);
}

/* Threads that work for others in turn heed those alone. */
static void helpers_heed_who_called_them(void **state)
{
	(void)state;
	for (int round = 0; round < 200; round++) {
		struct halt wanted = {true, false}, other = {false, false};
		run_pieces(&wanted, true);
		run_pieces(NULL, false);
		run_pieces(&other, false);
		assert_true(wanted.heeded);
		assert_false(other.heeded);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_gives_up_unasked),
		cmocka_unit_test(helpers_heed_who_called_them),
	};
	return cmocka_run_group_tests_name("base/halt", tests, NULL, NULL);
}

/*
 * cmocka, included in one place, with the few asserts that all tests share.
 */
#ifndef TESTS_SUPPORT_TEST_H
#define TESTS_SUPPORT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/str.h"

/* Compare a struct str with a C string; both stand in the failure message. */
#define assert_str(actual, expected)                                                                       \
	do {                                                                                               \
		struct str assert_str_ = (actual);                                                         \
		if (!str_eq_c(assert_str_, (expected)))                                                    \
			fail_msg("found \"%.*s\", expected \"%s\"", STR_ARG(assert_str_), (expected));     \
	} while (0)

/* The call succeeded; else its error stands in the failure message. */
#define assert_ok(call, err) \
	do { \
		if (!(call)) \
			fail_msg("%s: %s", #call, (err).message); \
	} while (0)

/* A row of a table-driven test that fails says its name. */
#define assert_row(condition, name) \
	do { \
		if (!(condition)) \
			fail_msg("row \"%s\": %s", (name), #condition); \
	} while (0)

/* A small random generator with a printed seed: YUANLIAN_SEED repeats a run. xorshift64*. */
struct test_random {
	uint64_t state;
};

static inline struct test_random test_random(void)
{
	const char *given = getenv("YUANLIAN_SEED");
	uint64_t seed = given ? strtoull(given, NULL, 10) : 20261122;
	printf("# seed %llu (YUANLIAN_SEED)\n", (unsigned long long)seed);
	return (struct test_random){seed * 2 + 1};
}

static inline uint32_t test_random_below(struct test_random *r, uint32_t n)
{
	r->state ^= r->state >> 12;
	r->state ^= r->state << 25;
	r->state ^= r->state >> 27;
	return (uint32_t)(((r->state * 0x2545F4914F6CDD1Du) >> 33) % n);
}

#endif

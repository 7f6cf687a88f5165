/* Texts that differ by a number: whatever they look like, and however they came, they read as they were given. */
#include "support/catalogue.h"


enum { PROJECTS = 24000, BATCH = 1500 };

struct texts {
	const char *name;
	const char *(*id)(unsigned i);      /* formats with one number */
	const char *(*locator)(unsigned i);
};

static const char *plain_id(unsigned i)
{
	(void)i;
	return "project:p%u";
}

static const char *two_ids(unsigned i)
{
	return i < PROJECTS / 2 ? "project:a%u" : "project:b%u";
}

static const char *odd_ids(unsigned i)
{
	return i % 500 == 7 ? "project:odd-%u-x" : i == 3000 ? "project:p0%u" : "project:p%u";
}

static const char *zero_id(unsigned i)
{
	return i == 3000 ? "project:p0%u" : "project:p%u";
}

static const char *one_place(unsigned i)
{
	(void)i;
	return "ledger:%u:name";
}

/* One source for each batch: more patterns than are kept. */
static const char *many_places(unsigned i)
{
	static const char sources[][24] = {"a:%u:n", "b:%u:n", "c:%u:n", "d:%u:n", "e:%u:n", "f:%u:n", "g:%u:n", "h:%u:n", "i:%u:n", "j:%u:n",
		"k:%u:n", "l:%u:n", "m:%u:n", "n:%u:n", "o:%u:n", "p:%u:n", "q:%u:n", "r:%u:n"};
	return sources[i / (PROJECTS / 18 + 1)];
}

static const char *mixed_places(unsigned i)
{
	return i % 3000 < 1500 ? "ledger:%u:name" : i % 2 ? "other:%u:title" : "";
}

static void check(const struct texts *t, struct catalogue *c, size_t batch_rows, const struct index *alike)
{
	size_t locator = field_get(KIND_PROJECT, "locator");
	struct index *index = catalogue_index_in_batches(c, batch_rows, 4);
	const char *reason = "";
	assert_row(index_validate(index, &reason), t->name);
	for (uint32_t i = 0; i < PROJECTS; i++) {
		struct ref ref = ref_make(KIND_PROJECT, i);
		assert_row(str_eq(index_id(index, ref), index_id(alike, ref)) && ref_eq(index_find_id(index, index_id(index, ref)), ref), t->name);
		assert_row(str_eq(index_text(index, ref, locator), index_text(alike, ref, locator)), t->name);
	}
	/* however many rows came at once */
	assert_row(str_eq(index_image(index), index_image(alike)), t->name);
	index_free(index);
}

static void test_texts(void **state)
{
	(void)state;
	static const struct texts rows[] = {
		{"one pattern", plain_id, one_place}, {"two kinds of ids", two_ids, one_place}, {"odd ids", odd_ids, mixed_places},
		{"a zero in front", zero_id, one_place},
		{"more places than patterns", plain_id, many_places},
	};
	for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
		struct catalogue c = {0};
		char id[64], locator[64];
		size_t field = field_get(KIND_PROJECT, "locator");
		for (unsigned i = 0; i < PROJECTS; i++) {
			const char *formats[] = {rows[r].id(i), rows[r].locator(i)};
			snprintf(id, sizeof id, formats[0], i * 3 + 10);
			snprintf(locator, sizeof locator, formats[1], i + 2);
			catalogue_add(&c, id, "name", "项目", "locator", locator, NULL);
		}
		struct index *alike = catalogue_index_in_batches(&c, 900, 4); /* too few at once for the parts to be kept as numbers */
		for (unsigned i = 0; i < PROJECTS; i++) {
			snprintf(id, sizeof id, rows[r].id(i), i * 3 + 10);
			snprintf(locator, sizeof locator, rows[r].locator(i), i + 2);
			assert_str(index_id(alike, ref_make(KIND_PROJECT, i)), id);
			assert_str(index_text(alike, ref_make(KIND_PROJECT, i), field), locator);
		}
		check(&rows[r], &c, BATCH, alike);
		check(&rows[r], &c, 8192, alike);
		index_free(alike);
		catalogue_release(&c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_texts)};
	return cmocka_run_group_tests_name("index/numbered", tests, NULL, NULL);
}

#include "support/test.h"

#include "model/field.h"

static void test_tables(void **state)
{
	(void)state;
	for (int k = 0; k < KIND_COUNT; k++) {
		const struct fields *fields = &fields_of[k];
		assert_true(fields->n > 1 && fields->n <= FIELDS_MAX);
		assert_string_equal(fields->v[0].name, "id");
		for (size_t f = 0; f < fields->n; f++) {
			const struct field *field = &fields->v[f];
			bool refers = field->type == FIELD_REF || field->type == FIELD_REFS;
			bool codes = field->type == FIELD_ENUM || field->type == FIELD_ENUMS;
			assert_row(refers == (field->kinds != 0), field->name);
			assert_row(codes == (field->enumeration != ENUM_NONE), field->name);
			assert_row(field_get((enum kind)k, field->name) == f, field->name);
			/* Each of its three names finds this field and no other. */
			assert_row(field_find((enum kind)k, str_from(field->name)) == (int)f, field->name);
			assert_row(field_find((enum kind)k, str_from(field->zh)) == (int)f, field->zh);
			assert_row(field_find((enum kind)k, str_from(field->en)) == (int)f, field->en);
		}
	}
}

static void test_kinds(void **state)
{
	(void)state;
	for (int k = 0; k < KIND_COUNT; k++) {
		const char *words[] = {kinds[k].plural, kinds[k].singular, kinds[k].zh, kinds[k].sign};
		for (size_t i = 0; i < 4; i++) {
			enum kind found = KIND_COUNT;
			assert_true(kind_parse(str_from(words[i]), &found));
			assert_row((int)found == k, words[i]);
		}
	}
}

static void test_enums(void **state)
{
	(void)state;
	for (int e = 1; e < ENUM_COUNT; e++)
		for (size_t i = 0; i < enums[e].n; i++) {
			const struct enum_code *c = &enums[e].v[i];
			assert_row(enum_parse((enum enumeration)e, str_from(c->code)) == (int)i, c->code);
			assert_row(enum_parse((enum enumeration)e, str_from(c->zh)) == (int)i, c->zh);
			assert_row(enum_parse((enum enumeration)e, str_from(c->en)) == (int)i, c->en);
		}
}

static void test_ids(void **state)
{
	(void)state;
	const char *good[] = {"zone:xingxian", "claim:000-1-1203", "enterprise:a.b", "zone:1"};
	const char *bad[] = {"", "zone", "zone:", ":x", "zone:-x", "zone:.x", "zone:X", "zone:a b", "zones:x", "zone:长子"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_row(id_valid(str_from(good[i])), good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_row(!id_valid(str_from(bad[i])), bad[i]);
}

static void test_groups(void **state)
{
	(void)state;
	assert_str(field_group(&fields_of[KIND_LINK].v[field_get(KIND_LINK, "coefficient_low")]), "coefficient");
	assert_str(field_group(&fields_of[KIND_CLAIM].v[field_get(KIND_CLAIM, "value_base")]), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables), cmocka_unit_test(test_kinds), cmocka_unit_test(test_enums),
		cmocka_unit_test(test_ids), cmocka_unit_test(test_groups),
	};
	return cmocka_run_group_tests_name("model/field", tests, NULL, NULL);
}

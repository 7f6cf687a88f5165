/* Records that lack what the model requires of them, as an image that is wrong may have them. */
#include "support/ask_all.h"
#include "support/missing.h"

static void ask_without(enum kind kind, size_t field)
{
	struct catalogue c = {0};
	missing_fill(&c);
	missing_take(&c, kind, field);
	struct index *index = missing_index(&c);
	ask_all(index);
	index_free(index);
	catalogue_release(&c);
}

static void what_is_required_may_be_missing(void **state)
{
	(void)state;
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++)
			if (missing_may_be(&fields_of[k].v[f]))
				ask_without((enum kind)k, f);
	ask_without(KIND_COUNT, FIELDS_MAX);
}

/* REF_NONE is a record of which nothing is known, and no chain's stages are nobody's. */
static void nothing_is_asked(void **state)
{
	(void)state;
	struct catalogue c = {0};
	missing_fill(&c);
	missing_take(&c, KIND_STAGE, field_get(KIND_STAGE, "chain"));
	struct index *index = missing_index(&c);
	struct strbuf out = {0};
	int32_t day;
	struct period period;
	const struct ref none = REF_NONE;
	assert_int_equal(index_id(index, none).n, 0);
	assert_int_equal(index_name(index, none).n, 0);
	assert_int_equal(index_short_name(index, none).n, 0);
	index_add_id(index, none, &out);
	index_add_text(index, none, 1, &out);
	index_printed(index, none, &out);
	assert_int_equal(out.n, 0);
	assert_int_equal(index_text(index, none, 1).n, 0);
	assert_int_equal(index_read_text(index, none, 1, &out).n, 0);
	assert_true(index_number(index, none, 1) == NUMBER_NONE);
	assert_true(ref_none(index_ref(index, none, 1)));
	assert_int_equal(index_refs(index, none, 1).n, 0);
	assert_false(index_period(index, none, 1, &period));
	assert_false(index_since(index, none, &day));
	assert_int_equal(index_name_rank(index, none), 0);
	assert_false(index_figure(index, none).has_base);
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++)
			if (fields_of[k].v[f].type == FIELD_REF || fields_of[k].v[f].type == FIELD_REFS) {
				assert_int_equal(index_back(index, none, (enum kind)k, f).n, 0);
				assert_int_equal(index_back_n(index, none, (enum kind)k, f), 0);
			}
	assert_int_equal(index_claims(index, none).n, 0);
	assert_int_equal(index_claims_n(index, none), 0);
	assert_int_equal(index_figures(index, none, index_indicator(index, STR("invest"))).n, 0);
	struct suspicions suspicions = {0};
	suspicions_about(index, none, true, &suspicions);
	assert_int_equal(suspicions.v.n, 0);
	suspicions_release(&suspicions);
	assert_int_equal(field_find(ref_kind(none), STR("source")), -1);
	assert_false(standing_is_reference(index, index_find_id(index, STR("stage:t1"))));
	assert_true(standing_is_reference(index, index_find_id(index, STR("chain:t"))));
	strbuf_release(&out);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_required_may_be_missing),
		cmocka_unit_test(nothing_is_asked),
	};
	return cmocka_run_group_tests_name("query/missing", tests, NULL, NULL);
}

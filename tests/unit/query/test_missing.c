/* Records that lack what the model requires of them, as an image that is wrong may have them. */
#include "support/ask_all.h"
#include "support/catalogue.h"

/* Besides the sample: a reference chain that is followed, a figure taken in, a doubt about a capacity, a target. */
static void fill(struct catalogue *c)
{
	catalogue_sample(c);
	catalogue_add(c, "indicator:consumption", "name", "消耗", NULL);
	catalogue_add(c, "chain:t", "name", "参照铝链", NULL);
	catalogue_add(c, "stage:t1", "name", "电解铝", "chain", "chain:t", NULL);
	catalogue_add(c, "stage:t2", "name", "铝加工", "chain", "chain:t", NULL);
	catalogue_add(c, "link:t", "from", "stage:t1", "to", "stage:t2", "product", "铝水", "role", "input", NULL);
	catalogue_add(c, "chain:zz", "name", "长子铝链", "zone", "zone:zhangzi", "template", "chain:t", NULL);
	catalogue_add(c, "stage:zz1", "name", "铝液", "chain", "chain:zz", "template", "stage:t1", "products", "铝水", NULL);
	catalogue_add(c, "link:zz", "from", "stage:zz1", "to", "stage:lv-jiagong", "product", "铝水", "role", "byproduct", NULL);
	catalogue_add(c, "placement:zz", "enterprise", "enterprise:xingmeng", "stage", "stage:zz1", NULL);
	catalogue_claim(c, "zz-cap", "enterprise:zhonglv", "capacity", "50", "万吨/年", "", "capacity", "", "source:000-1");
	catalogue_claim(c, "zz-in", "enterprise:jintong", "consumption", "20", "万吨/年", "", "capacity", "", "source:000-1");
	catalogue_claim(c, "zz-plan", "stage:zz1", "capacity", "9", "万吨", "", "expected", "2026", "source:004-1");
	catalogue_add(c, "doubt:cap", "name", "产能存疑", "about", "claim:zz-cap", "rule", "unclear", NULL);
	catalogue_add(c, "target:t", "name", "达产", "claim", "claim:zz-plan", "due", "2026", NULL);
}

static bool may_lack(const struct field *field)
{
	return field->flags & FIELD_REQUIRED && (field->type == FIELD_REF || field->type == FIELD_ENUM);
}

/* Ask an index in which no record of a kind (KIND_COUNT: of any) has one of its required references and codes (FIELDS_MAX: has any). */
static void ask_without(enum kind kind, size_t field)
{
	struct catalogue c = {0};
	fill(&c);
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++)
			for (size_t row = 0; row < c.rows[k].n; row++)
				if (may_lack(&fields_of[k].v[f]) && (kind == KIND_COUNT || k == (int)kind) && (field == FIELDS_MAX || f == field))
					c.rows[k].v[row][f] = STR("");
	struct err err = ERR_INIT;
	struct index_builder *builder = catalogue_builder(&c);
	struct index *index = index_builder_finish(builder, NULL, &err); /* nobody validates an image before asking it */
	index_builder_free(builder);
	assert_ok(index != NULL, err);
	ask_all(index);
	index_free(index);
	catalogue_release(&c);
}

static void what_is_required_may_be_missing(void **state)
{
	(void)state;
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++)
			if (may_lack(&fields_of[k].v[f]))
				ask_without((enum kind)k, f);
	ask_without(KIND_COUNT, FIELDS_MAX);
}

/* REF_NONE is a record of which nothing is known, and no chain's stages are nobody's. */
static void nothing_is_asked(void **state)
{
	(void)state;
	struct catalogue c = {0};
	fill(&c);
	for (size_t row = 0; row < c.rows[KIND_STAGE].n; row++)
		c.rows[KIND_STAGE].v[row][field_get(KIND_STAGE, "chain")] = STR("");
	struct index *index = catalogue_index(&c);
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

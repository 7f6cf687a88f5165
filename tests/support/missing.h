/*
 * Catalogues of which records lack what the model requires of them, as an image that is wrong may have them.
 */
#ifndef TESTS_SUPPORT_MISSING_H
#define TESTS_SUPPORT_MISSING_H

#include "support/catalogue.h"

/* Besides the sample: a reference chain that is followed, a figure taken in, a doubt about a capacity, a target. */
static inline void missing_fill(struct catalogue *c)
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

static inline bool missing_may_be(const struct field *field)
{
	return field->flags & FIELD_REQUIRED && (field->type == FIELD_REF || field->type == FIELD_ENUM);
}

/* Take one of their required references and codes (FIELDS_MAX: all) from all records of a kind (KIND_COUNT: of any). */
static inline void missing_take(struct catalogue *c, enum kind kind, size_t field)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++)
			for (size_t row = 0; row < c->rows[k].n; row++)
				if (missing_may_be(&fields_of[k].v[f]) && (kind == KIND_COUNT || k == (int)kind) && (field == FIELDS_MAX || f == field))
					c->rows[k].v[row][f] = STR("");
}

/* An index of what is left; nobody validates an image before asking it. */
static inline struct index *missing_index(struct catalogue *c)
{
	struct err err = ERR_INIT;
	struct index_builder *builder = catalogue_builder(c);
	struct index *index = index_builder_finish(builder, NULL, &err);
	index_builder_free(builder);
	assert_ok(index != NULL, err);
	return index;
}

#endif

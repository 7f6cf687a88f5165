/* A delta over an image that is wrong may say anything, but stays inside of it. */
#include "writable.h"

#include "index/delta.h"
#include "index/order.h"

/* One column of a ledger: what most projects invest. */
static void add_ledger(struct catalogue *c, struct index_builder *builder)
{
	struct str source = STR("source:000-1"), invest = STR("indicator:invest"), none = STR("");
	const struct ledger_column columns[] = {
		{.kind = KIND_COUNT},
		{KIND_CLAIM, catalogue_key(c, source), source, STR("投资"), catalogue_key(c, invest), invest, MODALITY_PLANNED, STR("亿元"), STR("元"), {100000000, 0}, none, none, 0},
	};
	struct ledger_sink sink = index_builder_ledger_range(builder);
	struct err err = ERR_INIT;
	index_builder_ledger_columns(builder, &(struct ledger_columns){columns, sizeof columns / sizeof *columns});
	for (size_t i = 0; i + 1 < c->rows[KIND_PROJECT].n; i++) {
		char value[16];
		size_t end = (size_t)snprintf(value, sizeof value, "%zu", 3 + i), one = 1;
		int64_t owner = catalogue_key(c, c->rows[KIND_PROJECT].v[i][0]);
		struct ledger_batch batch = {1, &owner, &(uint32_t){(uint32_t)i + 2}, &one, &(uint16_t){1}, {.ends = &end, .bytes = value}};
		assert_ok(sink.take(sink.self, &batch, &err), err);
	}
}

static int setup(void **state)
{
	struct sample *s = calloc(1, sizeof *s);
	catalogue_sample(&s->catalogue);
	struct index_builder *builder = catalogue_builder(&s->catalogue);
	add_ledger(&s->catalogue, builder);
	s->index = catalogue_finish(builder);
	*state = s;
	return 0;
}

static void say(struct catalogue *c, enum kind kind, size_t row, const char *field, const char *text)
{
	c->rows[kind].v[row][field_get(kind, field)] = str_from(text);
}

/* What is handed out are claims; every row once in each order. */
static void look_at(const struct index *index)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint32_t row = 0; row < index_count(index, (enum kind)k); row++) {
			struct refs claims = index_claims(index, ref_make((enum kind)k, row));
			for (size_t i = 0; i < claims.n; i++)
				assert_true(ref_kind(claims.v[i]) == KIND_CLAIM && ref_row(claims.v[i]) < index_count(index, KIND_CLAIM));
		}
	struct index_order order;
	if (!index_order(index, KIND_PROJECT, index_indicator(index, STR("invest")), &order))
		return;
	uint64_t *seen = bits_new(order.n);
	for (size_t i = 0; i < order.n; i++) {
		assert_true(order.rows[i] < order.n && !bits_has(seen, order.rows[i]));
		bits_set(seen, order.rows[i]);
	}
	free(seen);
}

/* The index with a delta of all rows of a kind, as they stand in the catalogue now; frees it. */
static void change(struct index *base, struct catalogue *c, enum kind kind)
{
	struct err err = ERR_INIT;
	struct index_builder *builder = index_builder_new();
	struct batch_sink sink = index_builder_range(builder, KIND_COUNT);
	struct batch batch = catalogue_batch(c, kind);
	assert_ok(sink.take(sink.self, &batch, &err), err);
	struct index *delta = index_builder_delta(builder, base, NULL, &err);
	assert_ok(delta, err);
	look_at(delta);
	index_free(delta);
	index_builder_free(builder);
	index_free(base);
}

static struct index_back *claims_by_subject(struct index *x)
{
	return &x->back[KIND_CLAIM][x->claim.subject];
}

static void lists_of_claims_that_lead_outside(void **state)
{
	struct sample *s = *state;
	for (int far = 0; far < 2; far++) {
		struct index *x = writable(s->index);
		struct index_back *b = claims_by_subject(x);
		if (far)
			((uint32_t *)elements(&b->starts))[b->starts.n / 2] = UINT32_MAX / 2;
		else
			for (uint64_t i = 0; i < b->refs.n; i++)
				((struct ref *)elements(&b->refs))[i] = ref_make(KIND_CLAIM, (1u << REF_ROW_BITS) - 9);
		say(&s->catalogue, KIND_CLAIM, 0, "value", far ? "276" : "277");
		change(x, &s->catalogue, KIND_CLAIM);
	}
}

/* The shapes of the rows of ledgers, which orders by figures and the count of who refers to whom go along. */
static void shapes_that_are_none(void **state)
{
	struct sample *s = *state;
	const int64_t far = INT64_C(1) << 40;
	struct index *x = writable(s->index), *y = writable(s->index);
	assert_true(x->ledger.codes[KIND_PROJECT].n);
	x->ledger.codes[KIND_PROJECT].base = y->ledger.codes[KIND_PROJECT].base = far;
	say(&s->catalogue, KIND_PROJECT, 1, "name", "赤泥利用项目");
	change(x, &s->catalogue, KIND_PROJECT);
	say(&s->catalogue, KIND_CLAIM, 0, "subject", "zone:changzhi");
	say(&s->catalogue, KIND_CLAIM, 1, "indicator", "indicator:area");
	say(&s->catalogue, KIND_CLAIM, 2, "source", "source:004-1");
	change(y, &s->catalogue, KIND_CLAIM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lists_of_claims_that_lead_outside, setup, sample_teardown),
		cmocka_unit_test_setup_teardown(shapes_that_are_none, setup, sample_teardown),
	};
	return cmocka_run_group_tests_name("index/delta_wrong", tests, NULL, NULL);
}

/* Stages of chains over packed ledgers and over the same ledgers as records: who stands there, and with what capacity. */
#include "unit/cli/both_ways.h"

#include "index/read.h"
#include "query/capacity.h"

static void check_refs_of(const struct world *w, struct ref stage, const char *what, const struct ref *a, size_t n, const struct ref *b, size_t m)
{
	check_refs(w, stage, what, (struct refs){a, n}, (struct refs){b, m}, false);
}

static void check_figures(const struct world *w, struct ref stage, const struct standing *a, const struct standing *b)
{
	assert_int_equal(a->n_figures, b->n_figures);
	for (size_t i = 0; i < a->n_figures; i++) {
		const struct stage_figure *f = &a->figures[i], *g = NULL;
		struct ref claim = twin(w, f->claim);
		for (size_t j = 0; j < b->n_figures; j++)
			g = ref_eq(b->figures[j].claim, claim) ? &b->figures[j] : g;
		if (!g)
			fail_msg("%.*s is missing", STR_ARG(index_id(w->records, f->claim)));
		check_text(w, stage, "item", f->item, g->item);
		assert_true(ref_eq(twin(w, f->owner), g->owner) && ref_eq(twin(w, f->subject), g->subject) && ref_eq(twin(w, f->part_of), g->part_of));
		assert_true(f->holder == g->holder && f->word == g->word && f->intake == g->intake && f->capacity == g->capacity);
		assert_true((f->number != NULL) == (g->number != NULL));
		if (f->number)
			check_text(w, stage, "unit", f->number->unit, g->number->unit);
	}
}

static void write_value(const struct formula *formula, struct strbuf *out)
{
	strbuf_clear(out);
	strbuf_add_c(out, formula ? "" : "none");
	if (formula)
		formula_value(formula, true, out);
}

/* What a stage makes in a unit that is asked for, of a product or of any. */
static void check_capacity(const struct world *w, struct ref stage, const struct standing *a, const struct standing *b, struct arena *arena)
{
	static const char *const products[] = {"", "料"}, *const units[] = {"吨", "片", "立方米"};
	struct strbuf x = {0}, y = {0};
	size_t other, others[2];
	const struct formula *usual = capacity_make(w->packed, b, STR(""), STR(""), arena, &other);
	for (size_t i = 0; i < 6; i++) {
		struct str product = str_from(products[i % 2]), unit = str_from(units[i / 2]);
		write_value(capacity_make(w->records, a, product, unit, arena, &others[0]), &x);
		const struct formula *made = capacity_make(w->packed, b, product, unit, arena, &others[1]);
		write_value(made, &y);
		if (i / 2 < 2) { /* without a unit that any has the first figure's counts, which another order changes */
			check_text(w, stage, "capacity", strbuf_str(&x), strbuf_str(&y));
			assert_int_equal(others[0], others[1]);
		}
		if (!capacity_is(usual, b, product, unit, arena))
			continue;
		write_value(usual, &x);
		check_text(w, stage, "the usual capacity", strbuf_str(&x), strbuf_str(&y));
	}
	strbuf_release(&x);
	strbuf_release(&y);
}

static void stages_stand_the_same(void **state)
{
	const struct world *w = *state;
	size_t n = index_count(w->records, KIND_STAGE), n_makes = 0;
	assert_int_equal(n, STAGES - 1);
	for (uint32_t row = 0; row < n; row++) {
		struct arena arena = {0};
		struct standing a, b;
		struct ref stage = ref_make(KIND_STAGE, row);
		standing_make(w->records, stage, &arena, &a);
		standing_make(w->packed, twin(w, stage), &arena, &b);
		check_refs_of(w, stage, "enterprises", a.enterprises, a.n_enterprises, b.enterprises, b.n_enterprises);
		check_refs_of(w, stage, "projects", a.projects, a.n_projects, b.projects, b.n_projects);
		check_refs_of(w, stage, "zones", a.zones, a.n_zones, b.zones, b.n_zones);
		assert_true(a.strength == b.strength && a.n_under_way == b.n_under_way);
		assert_int_equal(capacity_unread(&a), capacity_unread(&b));
		check_figures(w, stage, &a, &b);
		check_capacity(w, stage, &a, &b, &arena);
		n_makes += b.has_capacity;
		arena_release(&arena);
	}
	assert_int_equal(n_makes, n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(stages_stand_the_same)};
	return cmocka_run_group_tests_name("cli/load_stages", tests, setup, teardown);
}

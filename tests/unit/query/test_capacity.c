#include "support/catalogue.h"

#include "index/read.h"
#include "query/capacity.h"

#include <stdlib.h>

/* -- the slow obvious way: every figure looks at all others ------------------------------------- */

struct slow {
	const struct index *index;
	struct arena *arena;
	ARRAY(struct stage_figure) figures;
};

static struct ref subject_of(const struct slow *s, const struct stage_figure *f)
{
	return read_ref(s->index, f->claim, "subject");
}

static struct str item_of(const struct slow *s, const struct stage_figure *f)
{
	return read_text(s->index, f->claim, "item");
}

static bool has_claim(const struct slow *s, struct ref claim)
{
	for (size_t i = 0; i < s->figures.n; i++)
		if (ref_eq(s->figures.v[i].claim, claim))
			return true;
	return false;
}

static bool has_subject(const struct slow *s, struct ref subject)
{
	for (size_t i = 0; i < s->figures.n; i++)
		if (ref_eq(subject_of(s, &s->figures.v[i]), subject))
			return true;
	return false;
}

static bool is_part(const struct slow *s, const struct stage_figure *f)
{
	struct ref whole = read_ref(s->index, f->claim, "part_of"), subject = subject_of(s, f), parent = subject;
	for (int level = 0; level < 16 && !ref_none(whole); level++, whole = read_ref(s->index, whole, "part_of"))
		if (has_claim(s, whole) && !ref_eq(whole, f->claim))
			return true;
	if (ref_kind(subject) != KIND_PROJECT)
		return false;
	for (size_t i = 0; i < s->figures.n && !ref_eq(f->owner, subject); i++)
		if (str_eq(item_of(s, &s->figures.v[i]), item_of(s, f)) && ref_eq(subject_of(s, &s->figures.v[i]), f->owner))
			return true;
	for (int level = 0; level < 8; level++) {
		parent = read_ref(s->index, parent, "parent");
		if (ref_none(parent))
			return false;
		if (has_subject(s, parent))
			return true;
	}
	return false;
}

static bool same_thing(const struct index *index, struct ref a, struct ref b)
{
	struct refs first = read_back(index, a, KIND_IDENTITY, "a"), second = read_back(index, a, KIND_IDENTITY, "b");
	bool same = ref_eq(a, b);
	for (size_t i = 0; i < first.n; i++)
		same = same || ref_eq(read_ref(index, first.v[i], "b"), b);
	for (size_t i = 0; i < second.n; i++)
		same = same || ref_eq(read_ref(index, second.v[i], "a"), b);
	return same;
}

/* Alternatives together, then sums by item. All figures are in one unit. */
static const struct formula *slow_capacity(const struct index *index, const struct standing *standing, struct arena *arena)
{
	enum { HEAPS = 128 };
	static const struct formula *parts[HEAPS][HEAPS], *sums[HEAPS], *items[HEAPS];
	static size_t n_parts[HEAPS];
	static const struct stage_figure *first[HEAPS];
	struct slow s = {.index = index, .arena = arena};
	size_t n_heaps = 0, n_items = 0;
	for (size_t i = 0; i < standing->n_figures; i++)
		if (standing->figures[i].holder == HOLDER_ENTERPRISE)
			array_push(&s.figures, standing->figures[i]);
	for (size_t i = 0; i < s.figures.n; i++) {
		const struct stage_figure *f = &s.figures.v[i];
		struct ref thing = ref_kind(subject_of(&s, f)) == KIND_PROJECT ? subject_of(&s, f) : f->owner;
		size_t h = 0;
		if (is_part(&s, f))
			continue;
		for (; h < n_heaps; h++) {
			struct ref other = subject_of(&s, first[h]);
			other = ref_kind(other) == KIND_PROJECT ? other : first[h]->owner;
			if (same_thing(index, other, thing) && str_eq(item_of(&s, first[h]), item_of(&s, f)))
				break;
		}
		if (h == n_heaps) {
			first[n_heaps] = f;
			n_parts[n_heaps++] = 0;
		}
		parts[h][n_parts[h]++] = formula_figure(index, f->claim, arena);
	}
	for (size_t h = 0; h < n_heaps; h++) {
		size_t n = 0;
		bool said = false;
		for (size_t j = 0; j < h; j++)
			said = said || str_eq(item_of(&s, first[j]), item_of(&s, first[h]));
		for (size_t j = h; j < n_heaps && !said; j++)
			if (str_eq(item_of(&s, first[j]), item_of(&s, first[h])))
				sums[n++] = formula_make(FORMULA_SPAN, parts[j], n_parts[j], arena);
		if (!said)
			items[n_items++] = formula_make(FORMULA_SUM, sums, n, arena);
	}
	array_release(&s.figures);
	return n_heaps ? formula_make(FORMULA_ITEMS, items, n_items, arena) : NULL;
}

/* -- random stages --------------------------------------------------------------------------- */

enum { FIRMS = 5, PROJECTS = 7, CLAIMS = 14 };

static const char *id(struct arena *arena, const char *kind, unsigned i)
{
	return arena_printf(arena, "%s:x%u", kind, i).p;
}

static void add_random(struct catalogue *c, struct test_random *random, struct arena *arena)
{
	static const char *const items[] = {"铝杆", "铝线", "铝板", ""};
	catalogue_add(c, "source:s", "name", "甲报", NULL);
	catalogue_add(c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(c, "chain:c", "name", "铝链", "lead", "enterprise:x0", NULL);
	catalogue_add(c, "stage:t", "name", "铝加工", "chain", "chain:c", "products", "铝杆;铝线;铝板", NULL);
	for (unsigned i = 0; i < FIRMS; i++) {
		catalogue_add(c, id(arena, "enterprise", i), "name", arena_printf(arena, "厂%u", i).p, NULL);
		catalogue_add(c, id(arena, "placement", i), "enterprise", id(arena, "enterprise", i), "stage", "stage:t", NULL);
	}
	for (unsigned i = 0; i < PROJECTS; i++) {
		const char *owner = test_random_below(random, 3) ? id(arena, "enterprise", test_random_below(random, FIRMS)) : "";
		const char *parent = i && !test_random_below(random, 3) ? id(arena, "project", test_random_below(random, i)) : "";
		catalogue_add(c, id(arena, "project", i), "name", arena_printf(arena, "项目%u", i).p, "stage", "stage:t", "owner", owner, "parent", parent, NULL);
	}
	for (unsigned i = 0; i < 8; i++) {
		const char *kind = i ? "project" : "enterprise";
		catalogue_add(c, id(arena, "identity", i), "a", id(arena, kind, test_random_below(random, FIRMS)), "b", id(arena, kind, test_random_below(random, FIRMS)),
			"certainty", "maybe", "reason", "同额", NULL);
	}
	for (unsigned i = 0; i < CLAIMS; i++) {
		bool project = test_random_below(random, 2);
		const char *subject = id(arena, project ? "project" : "enterprise", test_random_below(random, project ? PROJECTS : FIRMS));
		const char *whole = i && !test_random_below(random, 5) ? id(arena, "claim", test_random_below(random, i + 1)) : "";
		catalogue_add(c, id(arena, "claim", i), "subject", subject, "indicator", "indicator:capacity", "item", items[test_random_below(random, 4)],
			"value", arena_printf(arena, "%u", 1 + test_random_below(random, 90)).p, "unit", "万吨", "modality", "capacity", "part_of", whole,
			"source", "source:s", "locator", "s:1:0-5", NULL);
	}
}

static void add_line(void *self, const struct formula_line *line)
{
	strbuf_printf(self, "%d %.*s\n", line->depth, STR_ARG(line->text));
}

static void test_like_the_slow_way(void **state)
{
	struct test_random random = test_random();
	unsigned n_some = 0, rounds = getenv("YUANLIAN_LONG") ? 20000 : 400;
	(void)state;
	for (unsigned i = 0; i < rounds; i++) {
		struct catalogue c = {0};
		struct arena arena = {0};
		struct strbuf fast = {0}, slow = {0};
		struct standing standing;
		size_t other_units;
		add_random(&c, &random, &arena);
		struct index *index = catalogue_index(&c);
		standing_make(index, index_find_id(index, STR("stage:t")), &arena, &standing);
		/* Without a name of the stage's own the figures of its products count. */
		const struct formula *expected = slow_capacity(index, &standing, &arena);
		const struct formula *made = capacity_make(index, &standing, STR(""), STR(""), &arena, &other_units);
		if (made)
			formula_lines(made, index, true, add_line, &fast);
		if (expected)
			formula_lines(expected, index, true, add_line, &slow);
		n_some += made != NULL;
		if (!str_eq(strbuf_str(&fast), strbuf_str(&slow)))
			fail_msg("round %u:\n%.*sexpected\n%.*s", i, STR_ARG(strbuf_str(&fast)), STR_ARG(strbuf_str(&slow)));
		strbuf_release(&fast);
		strbuf_release(&slow);
		index_free(index);
		catalogue_release(&c);
		arena_release(&arena);
	}
	assert_true(n_some > rounds / 2);
}

/* What is taken in: of the words that are asked for, taken in now or to be, by enterprises; no more than at least. */
static void test_intake(void **state)
{
	(void)state;
	static const struct {
		const char *subject, *indicator, *item, *value, *modality, *scope;
	} claims[] = {
		{"enterprise:a", "indicator:consumption", "铝水", "60", "actual", ""},
		{"enterprise:b", "indicator:consumption", "铝水", "30", "capacity", ""},
		{"enterprise:b", "indicator:consumption", "铝水", "90", "planned", ""},
		{"enterprise:b", "indicator:consumption", "煤", "5", "actual", ""},
		{"enterprise:c", "indicator:capacity", "铝水", "10", "capacity", "消纳"},
		{"zone:z", "indicator:capacity", "铝水", "7", "capacity", "消纳"},
		{"enterprise:c", "indicator:capacity", "铝水", "若干", "capacity", "消纳"},
		{"enterprise:c", "indicator:capacity", "铝水", "若干", "capacity", ""},
	};
	struct catalogue c = {0};
	struct arena arena = {0};
	struct standing standing;
	catalogue_add(&c, "source:s", "name", "甲报", NULL);
	catalogue_add(&c, "zone:z", "name", "某区", NULL);
	catalogue_add(&c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(&c, "indicator:consumption", "name", "消耗量", NULL);
	catalogue_add(&c, "chain:c", "name", "铝链", "zone", "zone:z", NULL);
	catalogue_add(&c, "stage:t", "name", "铝加工", "chain", "chain:c", "products", "铝水", NULL);
	for (unsigned i = 0; i < 3; i++) {
		char enterprise[] = "enterprise:a", placement[] = "placement:a";
		enterprise[11] = placement[10] = (char)('a' + i);
		catalogue_add(&c, enterprise, "name", enterprise, NULL);
		catalogue_add(&c, placement, "enterprise", enterprise, "stage", "stage:t", NULL);
	}
	for (unsigned i = 0; i < sizeof claims / sizeof *claims; i++)
		catalogue_add(&c, id(&arena, "claim", i), "subject", claims[i].subject, "indicator", claims[i].indicator, "item", claims[i].item, "value", claims[i].value,
			"unit", "万吨/年", "modality", claims[i].modality, "scope", claims[i].scope, "source", "source:s", "locator", "s:1:0-5", NULL);
	struct index *index = catalogue_index(&c);
	standing_make(index, index_find_id(index, STR("stage:t")), &arena, &standing);
	const struct formula *made = capacity_intake(index, &standing, &STR("铝水"), 1, &arena);
	assert_non_null(made);
	assert_true(made->value.has_low && !made->value.has_high);
	assert_int_equal(decimal_cmp(made->value.low, (struct decimal){1000000, 0}), 0);
	assert_int_equal(capacity_unread(&standing), 1);
	index_free(index);
	catalogue_release(&c);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_like_the_slow_way),
		cmocka_unit_test(test_intake),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Screens of records that lack what the model requires of them. */
#include "support/missing.h"
#include "support/stage.h"

static void look_at(struct stage *s, const char *screen, struct ref ref, const char *keys)
{
	struct place place;
	assert_true(place_parse(str_from(screen), &place));
	place_set(&place.ids[0], index_id(s->index, ref));
	app_go(s->app, &place);
	place_release(&place);
	stage_draw(s, 120, 40);
	stage_keys(s, keys);
}

static void look_at_all(struct stage *s)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint32_t row = 0; row < index_count(s->index, (enum kind)k); row++) {
			struct ref ref = ref_make((enum kind)k, row);
			look_at(s, "record", ref, "e j j e e");
			if (k == KIND_ZONE || k == KIND_CHAIN || k == KIND_ENTERPRISE)
				look_at(s, "map", ref, "e j Enter");
			if (k == KIND_ZONE || k == KIND_CHAIN)
				look_at(s, "gaps", ref, "e j Enter");
		}
	for (int k = 0; k < KIND_COUNT; k++)
		look_at(s, kinds[k].plural, REF_NONE, "e j e Enter");
	look_at(s, "home", REF_NONE, "j");
	look_at(s, "ignorance", REF_NONE, "j Enter");
}

static void look_without(enum kind kind, size_t field)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	missing_fill(&s.catalogue);
	missing_take(&s.catalogue, kind, field);
	s.index = missing_index(&s.catalogue);
	s.app = app_new(&settings);
	app_set_index(s.app, s.index);
	grid_init(&s.grid, 120, 40, settings.ambi, settings.ascii);
	look_at_all(&s);
	stage_close(&s);
}

static void what_is_required_may_be_missing(void **state)
{
	(void)state;
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; getenv("YUANLIAN_LONG") && f < fields_of[k].n; f++)
			if (missing_may_be(&fields_of[k].v[f]))
				look_without((enum kind)k, f);
	look_without(KIND_CLAIM, FIELDS_MAX);
	look_without(KIND_COUNT, FIELDS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_required_may_be_missing),
	};
	return cmocka_run_group_tests_name("view/missing", tests, NULL, NULL);
}

#include "query/facility.h"
#include "support/catalogue.h"

static const struct {
	const char *status;
	enum facility_state state;
} rows[] = {
	{"", FACILITY_UNSAID}, {"使用", FACILITY_THERE}, {"交付使用", FACILITY_THERE}, {"常态化运行", FACILITY_THERE}, {"建成投运", FACILITY_THERE},
	{"建成", FACILITY_THERE}, {"拟建", FACILITY_COMING}, {"在建", FACILITY_COMING}, {"正在建设", FACILITY_COMING}, {"施工至二层", FACILITY_COMING},
	{"主体全部封顶", FACILITY_COMING}, {"管理、业务等主体建成", FACILITY_COMING}, {"1号、2号主体结构完工", FACILITY_COMING},
	{"逐步完工", FACILITY_COMING}, {"签约", FACILITY_COMING}, {"引导引入", FACILITY_COMING}, {"尚未建成", FACILITY_COMING},
	{"待投产", FACILITY_COMING}, {"规划建设,明年投用", FACILITY_COMING}, {"停止使用", FACILITY_UNSAID}, {"拓展功能", FACILITY_UNSAID},
};

static void test_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (facility_state_of(str_from(rows[i].status)) != rows[i].state)
			fail_msg("row \"%s\": found %d", rows[i].status, (int)facility_state_of(str_from(rows[i].status)));
}

static void test_records(void **state)
{
	(void)state;
	struct catalogue c = {0};
	catalogue_add(&c, "zone:a", "name", "在建区", NULL);
	catalogue_add(&c, "facility:a", "name", "厂房", "zone", "zone:a", "status", "在建", NULL);
	struct index *index = catalogue_index(&c);
	assert_int_equal(facility_state(index, index_find_id(index, STR("facility:a"))), FACILITY_COMING);
	assert_int_equal(facility_state(index, index_find_id(index, STR("zone:a"))), FACILITY_UNSAID);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_words), cmocka_unit_test(test_records)};
	return cmocka_run_group_tests_name("query/facility", tests, NULL, NULL);
}

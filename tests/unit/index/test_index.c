#include "support/catalogue.h"

static struct ref find(const struct index *index, const char *id)
{
	struct ref ref = index_find_id(index, str_from(id));
	if (ref_none(ref))
		fail_msg("\"%s\" is not in the index", id);
	return ref;
}

static void assert_ids(const struct index *index, struct refs refs, const char *expected)
{
	struct strbuf ids = {0};
	for (size_t i = 0; i < refs.n; i++) {
		strbuf_add_c(&ids, i ? " " : "");
		strbuf_add(&ids, index_id(index, refs.v[i]));
	}
	assert_str(strbuf_str(&ids), expected);
	strbuf_release(&ids);
}

static void test_values(void **state)
{
	const struct index *index = sample_index(state);
	struct ref zone = find(index, "zone:xingxian"), project = find(index, "project:donggan-1");
	struct period approved;
	assert_int_equal(index_count(index, KIND_ZONE), 4);
	assert_int_equal(index_count(index, KIND_REQUEST), 0);
	assert_str(index_id(index, zone), "zone:xingxian");
	assert_str(index_text(index, zone, field_get(KIND_ZONE, "code")), "14101030");
	assert_str(index_text(index, zone, field_get(KIND_ZONE, "leading_industries")), "新材料;新能源");
	assert_int_equal(index_number(index, project, field_get(KIND_PROJECT, "status")), STATUS_PRODUCING);
	assert_true(ref_eq(index_ref(index, project, field_get(KIND_PROJECT, "parent")), find(index, "project:donggan")));
	assert_true(ref_none(index_ref(index, project, field_get(KIND_PROJECT, "stage"))));
	assert_true(index_period(index, zone, field_get(KIND_ZONE, "approved_on"), &approved));
	assert_int_equal(approved.first, day_number(2017, 1, 1));
	assert_int_equal(approved.last, day_number(2017, 12, 31));
	assert_false(index_period(index, find(index, "zone:zhangzi"), field_get(KIND_ZONE, "approved_on"), &approved));
	assert_int_equal(index_number(index, find(index, "project:tiqing-b"), field_get(KIND_PROJECT, "status")), NUMBER_NONE);
	assert_ids(index, index_refs(index, find(index, "event:qianyue"), field_get(KIND_EVENT, "projects")), "project:donggan project:donggan-2");
	assert_true(ref_none(index_find_id(index, STR("zone:nowhere"))));
	assert_true(ref_none(index_find_id(index, STR(""))));
}

static void test_back_references(void **state)
{
	const struct index *index = sample_index(state);
	size_t zone = field_get(KIND_PROJECT, "zone"), chain = field_get(KIND_STAGE, "chain");
	assert_ids(index, index_back(index, find(index, "zone:zhangzi"), KIND_PROJECT, zone), "project:donggan project:donggan-1 project:donggan-2");
	assert_ids(index, index_back(index, find(index, "zone:changzhi"), KIND_PROJECT, zone), "");
	/* stages stand by position, not by row */
	assert_ids(index, index_back(index, find(index, "chain:xingxian-lv"), KIND_STAGE, chain), "stage:lv-tukuang stage:lv-dianjie stage:lv-jiagong");
	assert_ids(index, index_back(index, find(index, "project:donggan-2"), KIND_EVENT, field_get(KIND_EVENT, "projects")), "event:qianyue");
	assert_ids(index, index_back(index, find(index, "claim:xx-zcz23"), KIND_DOUBT, field_get(KIND_DOUBT, "about")), "doubt:output");
	assert_ids(index, index_back(index, find(index, "project:tiqing-b"), KIND_IDENTITY, field_get(KIND_IDENTITY, "b")), "identity:tq");
	/* a kind that the field cannot point at */
	assert_ids(index, index_back(index, find(index, "region:shanxi"), KIND_PROJECT, zone), "");
	assert_ids(index, index_back(index, find(index, "identity:tq"), KIND_PROJECT, zone), "");
}

static void test_names(void **state)
{
	static const struct {
		const char *id, *name, *short_name;
	} rows[] = {
		{"zone:xingxian", "山西兴县经济技术开发区", "兴县经开区"},
		{"region:lvliang", "吕梁市", "吕梁"},
		{"park:wating", "瓦塘园区", "瓦塘园区"},
		{"claim:xx-zcz", "兴县经开区 工业总产值", "兴县经开区 工业总产值"},
		{"link:lv-1", "铝土矿 > 电解铝 铝土矿", NULL},
		{"placement:zhonglv", "中铝华润 > 电解铝", NULL},
		{"flow:lvshui", "中铝华润 > 金通铝业 铝水", NULL},
		{"milestone:lvgan", "15万吨高精电工圆铝杆项目 投产 2025-09", NULL},
		{"identity:tq", "永兴达天然气综合利用项目 = 液化储气调峰提氮项目", NULL},
	};
	const struct index *index = sample_index(state);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_str(index_name(index, find(index, rows[i].id)), rows[i].name);
		assert_str(index_short_name(index, find(index, rows[i].id)), rows[i].short_name ? rows[i].short_name : rows[i].name);
	}
}

static void test_short_name_is_unique(void **state)
{
	(void)state;
	struct catalogue c = {0};
	catalogue_add(&c, "zone:a", "name", "甲地经济开发区", "short_names", "开发区;甲地区", NULL);
	catalogue_add(&c, "zone:b", "name", "乙地经济开发区", "short_names", "开发区", NULL);
	struct index *index = catalogue_index(&c);
	assert_str(index_short_name(index, find(index, "zone:a")), "甲地区");
	assert_str(index_short_name(index, find(index, "zone:b")), "乙地经济开发区");
	index_free(index);
	catalogue_release(&c);
}

static void test_names_stand_in_pinyin_order(void **state)
{
	const struct index *index = sample_index(state);
	/* 长 is chang in 长治, zhang in 长子; 山 shan stands between */
	assert_ids(index, index_by_name(index, KIND_ZONE), "zone:changzhi-gaoxin zone:changzhi zone:xingxian zone:zhangzi");
	assert_int_equal(index_name_rank(index, find(index, "zone:zhangzi")), 3);
}

static void test_claims_are_ordered(void **state)
{
	const struct index *index = sample_index(state);
	struct ref zone = find(index, "zone:xingxian");
	assert_ids(index, index_figures(index, zone, index_indicator(index, STR("total-output"))), "claim:xx-zcz23 claim:xx-zcz");
	assert_ids(index, index_figures(index, zone, index_indicator(index, STR("invest"))), "");
	assert_ids(index, index_claims(index, zone), "claim:xx-zcz23 claim:xx-zcz claim:xx-zy");
	assert_ids(index, index_claims(index, find(index, "identity:tq")), "");
}

/* Figures of one indicator by item, scope and period, whatever their order in the catalogue. */
static void test_figures_are_ordered(void **state)
{
	(void)state;
	static const char *const rows[][4] = { /* id, item, scope, period */
		{"claim:6", "铝杆", "", ""}, {"claim:2", "", "规上", ""}, {"claim:5", "铝土矿", "规上", ""}, {"claim:1", "", "", ""}, {"claim:4", "铝土矿", "", "2025"},
		{"claim:3", "铝土矿", "", "2024"},
	};
	struct catalogue c = {0};
	catalogue_add(&c, "zone:z", "name", "某区", NULL);
	catalogue_add(&c, "source:s", "name", "某文", NULL);
	catalogue_add(&c, "indicator:i", "name", "产能", NULL);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		catalogue_add(&c, rows[i][0], "subject", "zone:z", "indicator", "indicator:i", "value", "1", "unit", "吨", "modality", "capacity", "source", "source:s",
			"locator", "s:1:1-2", "item", rows[i][1], "scope", rows[i][2], "period", rows[i][3], NULL);
	struct index *index = catalogue_index(&c);
	assert_ids(index, index_claims(index, find(index, "zone:z")), "claim:1 claim:2 claim:3 claim:4 claim:5 claim:6");
	index_free(index);
	catalogue_release(&c);
}

static void test_indicators_by_name(void **state)
{
	static const char *const names[] = {"total-output", "indicator:total-output", "工业总产值", "总产值"};
	const struct index *index = sample_index(state);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_str(index_id(index, index_indicator(index, str_from(names[i]))), "indicator:total-output");
	assert_true(ref_none(index_indicator(index, STR("产值"))));
}

static void test_figures(void **state)
{
	static const struct {
		const char *value, *unit, *qualifier, *printed;
	} rows[] = {
		{"275", "亿元", "", "275亿元"}, {"5", "亿元", "超", "超5亿元"}, {"1000", "条", "余", "1000余条"}, {"700", "亿元", "以上", "700亿元以上"},
		{"40", "公里", "约;左右", "约40公里左右"}, {"47—52", "%", "", "47—52%"},
	};
	const struct index *index = sample_index(state);
	struct figure f = index_figure(index, find(index, "claim:dg2"));
	assert_true(f.has_base && f.has_low && !f.has_high);
	assert_int_equal(f.low.digits, 500000000);
	assert_str(f.base_unit, "元");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct catalogue c = {0};
		struct strbuf out = {0};
		catalogue_sample(&c);
		catalogue_claim(&c, "new", "zone:zhangzi", "invest", rows[i].value, rows[i].unit, rows[i].qualifier, "actual", "", "source:000-1");
		struct index *own = catalogue_index(&c);
		index_printed(own, find(own, "claim:new"), &out);
		assert_str(strbuf_str(&out), rows[i].printed);
		strbuf_release(&out);
		index_free(own);
		catalogue_release(&c);
	}
}

static void test_since(void **state)
{
	static const struct {
		const char *id;
		int year, month, day; /* 0: not known */
	} rows[] = {
		{"project:donggan-1", 2023, 5, 31},  /* the latest milestone */
		{"project:chini", 2025, 12, 4},      /* its source */
		{"project:donggan-2", 2026, 1, 15},  /* the source of its figure */
		{"claim:xx-zcz", 2025, 9, 30},
		{"claim:xx-zy", 2025, 12, 4},
		{"event:qianyue", 2025, 6, 30},
		{"source:000-1", 2025, 12, 4},
		{"region:shanxi", 0, 0, 0},
	};
	const struct index *index = sample_index(state);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int32_t day = 0;
		assert_row(index_since(index, find(index, rows[i].id), &day) == (rows[i].year != 0), rows[i].id);
		assert_row(!rows[i].year || day == day_number(rows[i].year, rows[i].month, rows[i].day), rows[i].id);
	}
}

static void test_empty(void **state)
{
	(void)state;
	struct catalogue c = {0};
	struct index *index = catalogue_index(&c);
	assert_int_equal(index_count(index, KIND_ZONE), 0);
	assert_int_equal(index_by_name(index, KIND_CLAIM).n, 0);
	assert_true(ref_none(index_find_id(index, STR("zone:a"))));
	index_free(index);
	catalogue_release(&c);
}

static struct index *build(struct catalogue *c, void (*spoil)(struct batch *), const atomic_bool *cancel, struct err *err)
{
	struct index_builder *builder = index_builder_new();
	struct batch_sink sink = index_builder_range(builder, KIND_COUNT);
	struct index *index = NULL;
	bool ok = true;
	for (int k = KIND_COUNT - 1; k >= 0 && ok; k--) {
		struct batch batch = catalogue_batch(c, (enum kind)k);
		if (spoil)
			spoil(&batch);
		ok = sink.take(sink.self, &batch, err);
	}
	if (ok)
		index = index_builder_finish(builder, cancel, err);
	index_builder_free(builder);
	return index;
}

static void dangle(struct batch *batch)
{
	if (batch->kind == KIND_PROJECT)
		batch->columns[field_get(KIND_PROJECT, "zone")].numbers[1] = 32 * 999 + KIND_ZONE;
}

static void wrong_kind(struct batch *batch)
{
	if (batch->kind == KIND_EVENT)
		batch->columns[field_get(KIND_EVENT, "projects")].numbers[1] = 32 + KIND_ZONE;
}

static void disorder(struct batch *batch)
{
	if (batch->kind == KIND_ZONE)
		batch->keys[1] = batch->keys[0];
}

static void test_bad_data_is_refused(void **state)
{
	static const struct {
		void (*spoil)(struct batch *);
		enum err_code code;
		const char *says;
	} rows[] = {
		{dangle, ERR_DATA, "project:chini"}, {wrong_kind, ERR_DATA, "event:qianyue"}, {disorder, ERR_INTERNAL, "zones"},
	};
	struct sample *f = *state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err err = ERR_INIT;
		assert_null(build(&f->catalogue, rows[i].spoil, NULL, &err));
		assert_int_equal(err.code, rows[i].code);
		assert_non_null(strstr(err.message, rows[i].says));
	}
}

/* A ledger's cell as no import leaves it: as long as a text may be, and longer. */
static void test_long_cells_of_ledgers_are_refused(void **state)
{
	struct sample *f = *state;
	struct str source = STR("source:000-1"), invest = STR("indicator:invest"), none = STR("");
	int64_t owner = catalogue_key(&f->catalogue, STR("project:lvgan"));
	const struct ledger_column columns[] = {{.kind = KIND_COUNT},
		{KIND_CLAIM, catalogue_key(&f->catalogue, source), source, STR("投资"), catalogue_key(&f->catalogue, invest), invest, MODALITY_PLANNED, none, none, {1, 0}, none, none, 0}};
	for (size_t length = FIELD_BYTES_MAX; length <= (size_t)FIELD_BYTES_MAX * 20; length += (size_t)FIELD_BYTES_MAX * 19) {
		struct index_builder *builder = index_builder_new();
		struct err err = ERR_INIT;
		struct strbuf text = {0};
		size_t one = 1;
		strbuf_add_repeat(&text, '7', length);
		index_builder_ledger_columns(builder, &(struct ledger_columns){columns, 2});
		struct ledger_sink sink = index_builder_ledger_range(builder);
		struct ledger_batch batch = {1, &owner, &(uint32_t){2}, &one, &(uint16_t){1}, {.ends = &text.n, .bytes = text.p}};
		assert_int_equal(sink.take(sink.self, &batch, &err), length == FIELD_BYTES_MAX);
		assert_int_equal(err.code, length == FIELD_BYTES_MAX ? ERR_NONE : ERR_DATA);
		strbuf_release(&text);
		index_builder_free(builder);
	}
}

static void test_cancelling(void **state)
{
	struct sample *f = *state;
	struct err err = ERR_INIT;
	const atomic_bool cancel = true;
	assert_null(build(&f->catalogue, NULL, &cancel, &err));
	assert_int_equal(err.code, ERR_NONE);
}

/* A kind that comes in many batches is the same as in one. */
static void test_many_batches(void **state)
{
	struct sample *f = *state;
	struct err err = ERR_INIT;
	struct index_builder *builder = index_builder_new();
	struct batch_sink sink = index_builder_range(builder, KIND_COUNT);
	for (int k = 0; k < KIND_COUNT; k++) {
		struct batch whole = catalogue_batch(&f->catalogue, (enum kind)k);
		for (size_t i = 0; i < whole.n_rows; i++) {
			struct batch one = {.kind = whole.kind, .n_rows = 1, .keys = whole.keys + i};
			size_t end[FIELDS_MAX];
			for (size_t n = 0; n < fields_of[k].n; n++) {
				struct column *c = &whole.columns[n];
				size_t start = i && column_shape(fields_of[k].v[n].type) != COLUMN_NUMBERS ? c->ends[i - 1] : 0;
				end[n] = c->ends[i] - start;
				one.columns[n] = (struct column){&end[n], c->bytes + start, c->numbers + start};
				if (column_shape(fields_of[k].v[n].type) == COLUMN_NUMBERS)
					one.columns[n].numbers = c->numbers + i;
			}
			assert_ok(sink.take(sink.self, &one, &err), err);
		}
	}
	struct index *index = index_builder_finish(builder, NULL, &err);
	const char *reason = "";
	index_builder_free(builder);
	assert_non_null(index);
	assert_true(index_validate(index, &reason));
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint32_t row = 0; row < index_count(index, (enum kind)k); row++)
			for (size_t n = 0; n < fields_of[k].n; n++)
				if (column_shape(fields_of[k].v[n].type) == COLUMN_TEXTS)
					assert_true(str_eq(index_text(index, ref_make((enum kind)k, row), n), index_text(f->index, ref_make((enum kind)k, row), n)));
	index_free(index);
}

/* In a field of very many rows a list is searched for, later all are made at once: both are what going through the rows finds. */
static void test_who_refers_among_many(void **state)
{
	(void)state;
	enum { ZONES = 40, PROJECTS = 70000 };
	struct catalogue c = {0};
	char id[32], zone[32];
	size_t field = field_get(KIND_PROJECT, "zone"), n = 0;
	for (unsigned i = 0; i < ZONES; i++) {
		snprintf(id, sizeof id, "zone:z%u", i);
		catalogue_add(&c, id, "name", id, NULL);
	}
	for (unsigned i = 0; i < PROJECTS; i++) {
		snprintf(id, sizeof id, i % 1000 == 999 ? "project:odd-%u-x%u" : "project:p%u", i * 3, i);
		snprintf(zone, sizeof zone, "zone:z%u", i * 2654435761u % ZONES);
		catalogue_add(&c, id, "name", "项目", "zone", i % 9 ? zone : "", NULL);
	}
	struct index *index = catalogue_index(&c);
	for (uint32_t z = 0; z < ZONES; z++) {
		struct refs found = index_back(index, ref_make(KIND_ZONE, z), KIND_PROJECT, field);
		size_t at = 0;
		for (uint32_t row = 0; row < PROJECTS; row++)
			if (ref_eq(index_ref(index, ref_make(KIND_PROJECT, row), field), ref_make(KIND_ZONE, z)))
				assert_true(at < found.n && ref_row(found.v[at++]) == row);
		assert_int_equal(at, found.n);
		n += at;
	}
	assert_int_equal(n, PROJECTS - (PROJECTS + 8) / 9);
	for (uint32_t row = 0; row < PROJECTS; row += 7) /* ids by number, and odd ones among them */
		assert_true(ref_eq(index_find_id(index, index_id(index, ref_make(KIND_PROJECT, row))), ref_make(KIND_PROJECT, row)));
	assert_str(index_id(index, ref_make(KIND_PROJECT, 5)), "project:p15");
	assert_true(ref_none(index_find_id(index, STR("project:p16"))) && ref_none(index_find_id(index, STR("project:p015")))
		&& ref_none(index_find_id(index, STR("project:q15"))) && ref_none(index_find_id(index, STR("project:p15x"))));
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_values, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_back_references, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_names, sample_setup, sample_teardown),
		cmocka_unit_test(test_short_name_is_unique),
		cmocka_unit_test_setup_teardown(test_names_stand_in_pinyin_order, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_claims_are_ordered, sample_setup, sample_teardown),
		cmocka_unit_test(test_figures_are_ordered),
		cmocka_unit_test_setup_teardown(test_indicators_by_name, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_figures, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_since, sample_setup, sample_teardown),
		cmocka_unit_test(test_empty),
		cmocka_unit_test_setup_teardown(test_bad_data_is_refused, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_long_cells_of_ledgers_are_refused, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_cancelling, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_many_batches, sample_setup, sample_teardown),
		cmocka_unit_test(test_who_refers_among_many),
	};
	return cmocka_run_group_tests_name("index/index", tests, NULL, NULL);
}

#include "support/stage.h"

#include "view/evidence.h"

/* An article of three paragraphs; its figures' places are found in it by their words. */
static const char article[] =
	"兴县的铝\n"
	"\n"
	"前三季度完成总产值275亿元，铝土矿储量2.33亿吨。年产50万吨电解铝，\n"
	"四上企业22户。\n"
	"\n"
	"去年10月规划，9月投产。\n";

static const char hash[] = "aa00";

static struct str article_text(void *self, struct str sha256)
{
	(void)self;
	return str_eq_c(sha256, hash) ? str_from(article) : STR("");
}

static struct articles articles = {NULL, article_text};

static void figure(struct stage *s, const char *subject, const char *indicator, const char *item, const char *value, const char *unit, const char *scope,
	const char *modality, const char *period, const char *source, const char *words)
{
	char id[32], place[80];
	struct str text = str_from(article);
	ptrdiff_t at = words ? str_find(text, str_from(words), 0) : 0;
	assert_true(at >= 0);
	size_t start = utf8_length(str_sub(text, 0, (size_t)at)), n = words ? utf8_length(str_from(words)) : 5;
	snprintf(id, sizeof id, "claim:f%u", ++s->n_claims);
	snprintf(place, sizeof place, "%s:2:%zu-%zu", source + strlen("source:"), start, start + n);
	catalogue_add(&s->catalogue, id, "subject", subject, "indicator", indicator, "item", item, "value", value, "unit", unit, "scope", scope,
		"modality", modality, "period", period, "source", source, "locator", place, NULL);
}

static void indicators_and_sources(struct catalogue *c)
{
	catalogue_add(c, "indicator:total-output", "name", "工业总产值", NULL);
	catalogue_add(c, "indicator:reserves", "name", "储量", NULL);
	catalogue_add(c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(c, "indicator:enterprises", "name", "企业数", NULL);
	catalogue_add(c, "indicator:invest", "name", "投资额", NULL);
	catalogue_add(c, "source:000-1", "name", "兴县的铝", "title", "兴县的铝", "document", "000.txt", "sha256", hash, "article", "1", "publication", "山西日报",
		"date", "2025-12", "date_basis", "inferred", "start", "0", "end", "80", "gist", "讲兴县铝产业。", NULL);
	catalogue_add(c, "source:001-1", "name", "五年之后", "date", "2024-07", "date_basis", "printed", NULL);
}

static void things(struct catalogue *c)
{
	catalogue_add(c, "region:141100", "name", "吕梁市", "level", "prefecture", NULL);
	catalogue_add(c, "region:141123", "name", "兴县", "level", "county", "parent", "region:141100", NULL);
	catalogue_add(c, "zone:xingxian", "name", "兴县经济技术开发区", "short_names", "兴县经开区", "class", "economic", "region", "region:141123",
		"leading_industries", "铝镁;能源", "source", "source:000-1", "locator", "000-1:1:0-2;001-1:4:7-9", NULL);
	catalogue_add(c, "zone:bare", "name", "某某经济开发区", "code", "S149999", "class", "economic", "region", "region:141123", NULL);
	catalogue_add(c, "park:watang", "name", "瓦塘园区", "zone", "zone:xingxian", "focus", "铝", NULL);
	catalogue_add(c, "enterprise:huarun", "name", "山西中铝华润有限公司", "short_names", "中铝华润", "zone", "zone:xingxian", "classes", "chain_lead", NULL);
	catalogue_add(c, "enterprise:jintong", "name", "山西金通铝业有限公司", "short_names", "金通铝业", "zone", "zone:xingxian", NULL);
	catalogue_add(c, "chain:lv", "name", "兴县铝产业链", "zone", "zone:xingxian", "lead", "enterprise:huarun", NULL);
	catalogue_add(c, "stage:kuang", "name", "铝土矿", "chain", "chain:lv", "position", "1", NULL);
	catalogue_add(c, "stage:lv", "name", "电解铝", "chain", "chain:lv", "position", "2", "products", "电解铝;铝液", NULL);
	catalogue_add(c, "stage:cai", "name", "铝材", "chain", "chain:lv", "position", "3", NULL);
	catalogue_add(c, "stage:tie", "name", "赤泥选铁", "chain", "chain:lv", "position", "4", NULL);
	catalogue_add(c, "link:a", "from", "stage:kuang", "to", "stage:lv", "product", "铝土矿", "role", "input", NULL);
	catalogue_add(c, "link:b", "from", "stage:kuang", "to", "stage:cai", "product", "矿石", "role", "input", NULL);
	catalogue_add(c, "link:c", "from", "stage:lv", "to", "stage:tie", "product", "赤泥", "role", "byproduct", "coefficient_low", "1.5", "coefficient_high", "2", NULL);
	catalogue_add(c, "placement:a", "enterprise", "enterprise:huarun", "stage", "stage:lv", NULL);
	catalogue_add(c, "placement:b", "enterprise", "enterprise:jintong", "stage", "stage:cai", NULL);
	catalogue_add(c, "flow:a", "from", "enterprise:huarun", "to", "enterprise:jintong", "product", "铝液", NULL);
}

static void project_rows(struct catalogue *c)
{
	static const char *const dates[][3] = {{"producing", "2023-05", ""}, {"signed", "2022-04-11", ""}, {"started", "2022-05-11", "true"}, {"building", "../2023-03", ""}};
	catalogue_add(c, "project:food", "name", "冻干食品项目", "zone", "zone:xingxian", "owner", "enterprise:jintong", "status", "building", NULL);
	catalogue_add(c, "project:one", "name", "冻干食品一期", "parent", "project:food", "phase", "一期", "zone", "zone:xingxian", "status", "producing", "source", "source:000-1",
		"locator", "000-1:3:60-62", NULL);
	catalogue_add(c, "project:two", "name", "冻干食品二期", "parent", "project:food", "phase", "二期", "zone", "zone:xingxian", "status", "building", NULL);
	for (size_t i = 0; i < 4; i++) {
		char id[32];
		snprintf(id, sizeof id, "milestone:m%zu", i);
		catalogue_add(c, id, "project", "project:one", "status", dates[i][0], "date", dates[i][1], "inferred", dates[i][2], NULL);
	}
	for (int i = 0; i < 14; i++) {
		char id[32], name[32];
		snprintf(id, sizeof id, "measure:m%d", i);
		snprintf(name, sizeof name, "办法%02d", i);
		catalogue_add(c, id, "name", name, "zone", "zone:xingxian", NULL);
	}
}

/* A chain with more at a stage than a page shows. */
static void long_chain(struct catalogue *c)
{
	catalogue_add(c, "chain:mei", "name", "煤化工产业链", NULL);
	catalogue_add(c, "stage:jiao", "name", "焦化", "chain", "chain:mei", NULL);
	for (int i = 0; i < 13; i++) {
		char enterprise[32], placement[32], project[32], name[32];
		snprintf(enterprise, sizeof enterprise, "enterprise:j%d", i);
		snprintf(placement, sizeof placement, "placement:j%d", i);
		snprintf(project, sizeof project, "project:j%d", i);
		snprintf(name, sizeof name, "焦厂%02d", i);
		catalogue_add(c, enterprise, "name", name, NULL);
		catalogue_add(c, placement, "enterprise", enterprise, "stage", "stage:jiao", NULL);
		snprintf(name, sizeof name, "焦炉%02d", i);
		catalogue_add(c, project, "name", name, "stage", "stage:jiao", NULL);
	}
}

static void open_page(struct stage *s, const char *id, struct articles *at_hand)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800, .articles = at_hand};
	struct catalogue *c = &s->catalogue;
	*s = (struct stage){0};
	indicators_and_sources(c);
	things(c);
	project_rows(c);
	long_chain(c);
	figure(s, "zone:xingxian", "indicator:total-output", "", "275", "亿元", "", "actual", "2025-01/2025-09", "source:000-1", "275亿元");
	figure(s, "zone:xingxian", "indicator:reserves", "铝土矿", "2.33", "亿吨", "", "resource", "2025", "source:000-1", "2.33亿吨");
	figure(s, "zone:xingxian", "indicator:reserves", "铝土矿", "1.86", "亿吨", "", "resource", "2025", "source:001-1", NULL);
	figure(s, "zone:xingxian", "indicator:enterprises", "四上企业", "22", "户", "", "actual", "", "source:000-1", "22户");
	figure(s, "zone:xingxian", "indicator:capacity", "电解铝", "50", "万吨", "年产", "capacity", "", "source:000-1", "50万吨");
	figure(s, "enterprise:jintong", "indicator:capacity", "铝板带", "15", "万吨", "年产", "capacity", "", "source:001-1", NULL);
	figure(s, "project:one", "indicator:invest", "", "3.2", "亿元", "", "actual", "", "source:001-1", NULL);
	figure(s, "project:two", "indicator:invest", "", "41300000000", "元", "", "planned", "", "source:001-1", NULL);
	catalogue_add(c, "target:t", "name", "总产值过百亿", "claim", "claim:f1", "due", "2026", NULL);
	catalogue_add(c, "doubt:d", "name", "储量相差", "about", "claim:f2", "rule", "unclear", "note", "两处所印不同。", NULL);
	catalogue_add(c, "identity:i", "a", "project:one", "b", "project:two", "certainty", "maybe", "reason", "同额。", NULL);
	stage_begin(s, "home", &settings);
	app_go_record(s->app, index_find_id(s->index, str_from(id)));
	stage_draw(s, 80, 60);
}

static int number_of_line(const struct stage *s, const char *text)
{
	struct str line = stage_line_with(s, text);
	int n = 0;
	for (const char *p = s->text.p; p < line.p; p++)
		n += *p == '\n';
	return n;
}

static void expect_in(const struct stage *s, const char *in_line, const char *text)
{
	if (str_find(stage_line_with(s, in_line), str_from(text), 0) < 0)
		fail_msg("the line of \"%s\" lacks \"%s\":\n%.*s", in_line, text, STR_ARG(strbuf_str(&s->text)));
}

static void a_zone_follows_from_the_tables(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "zone:xingxian", NULL);
	stage_draw(&s, 80, 90);
	expect_in(&s, "名称", "兴县经济技术开发区");
	expect_in(&s, "主导产业", "铝镁  能源");
	expect_in(&s, "出处", "第1段 字符0-2; 001-1 第4段 字符7-9");
	stage_expect(&s, "园区 1");
	expect_in(&s, "瓦塘园区", "铝");
	stage_expect(&s, "企业 2");
	stage_expect(&s, "项目 3");
	expect_in(&s, "冻干食品一期", "投产");
	/* What names this zone needs no column that names it again. */
	assert_true(str_find(stage_line_with(&s, "冻干食品一期"), STR("兴县经开区"), 0) < 0);
	expect_in(&s, "总产值过百亿", "2026");
	expect_in(&s, "? 储量相差", "不明");
	stage_expect(&s, "来源 2");
	expect_in(&s, "五年之后", "1");
	stage_close(&s);
}

static void figures_that_differ_stand_together(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "zone:xingxian", NULL);
	int first = number_of_line(&s, "2.33亿吨"), second = number_of_line(&s, "1.86亿吨");
	assert_true(first - second == 1 || second - first == 1);
	expect_in(&s, "2.33亿吨", verdicts[VERDICT_CONFLICT].zh);
	expect_in(&s, "1.86亿吨", "!");
	expect_in(&s, "2.33亿吨", "?");
	expect_in(&s, "275亿元", "2025-01/2025-09");
	expect_in(&s, "275亿元", verdicts[VERDICT_SINGLE].zh);
	stage_expect(&s, "!2");
	stage_close(&s);
}

/* A card is read at a glance; what the ledger holds to the letter is one key away, and is what a citation says. */
static void money_of_a_ledger_is_read_and_traced(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "project:two", NULL);
	stage_expect(&s, "413亿元");
	stage_expect_not(&s, "41300000000");
	stage_keys(&s, "/");
	stage_type(&s, "413亿");
	stage_keys(&s, "Enter e");
	stage_expect(&s, "41300000000元 (413亿元)");
	struct evidence evidence = evidence_claim(s.index, index_find_id(s.index, STR("claim:f8")));
	struct strbuf cited = {0};
	evidence_cite(&evidence, s.index, LANGUAGE_ZH, &cited);
	assert_true(str_find(strbuf_str(&cited), STR(" 41300000000元（"), 0) >= 0);
	strbuf_release(&cited);
	stage_close(&s);
}

static void long_sections_lead_to_the_list(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "zone:xingxian", NULL);
	stage_draw(&s, 80, 90);
	stage_expect(&s, "机制举措 14");
	stage_expect(&s, "办法11");
	stage_expect_not(&s, "办法12");
	expect_in(&s, "全部 14", "全部 14");
	stage_keys(&s, "/ 全");
	stage_expect_cursor(&s, "全部 14");
	stage_keys(&s, "Enter Enter");
	stage_expect(&s, "办法13");
	stage_close(&s);
}

static void a_long_chain_leads_to_lists(void **state)
{
	static const char *const doors[] = {"/ 全 Enter Enter", "/ 全 Enter n Enter"}, *const last[] = {"焦厂12", "焦炉12"};
	(void)state;
	for (int i = 0; i < 2; i++) {
		struct stage s;
		open_page(&s, "chain:mei", NULL);
		stage_draw(&s, 80, 60);
		stage_expect(&s, "焦厂11");
		stage_expect(&s, "项目 13");
		stage_expect(&s, "焦炉11");
		expect_in(&s, "全部 13", "全部 13");
		stage_expect_not(&s, last[i]);
		stage_keys(&s, doors[i]);
		stage_expect(&s, last[i]);
		stage_close(&s);
	}
}

static void a_name_is_all_that_is_known(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "zone:bare", NULL);
	stage_expect(&s, message(MSG_PAGE_NAME_ONLY, LANGUAGE_ZH).p);
	stage_close(&s);
	open_page(&s, "zone:xingxian", NULL);
	stage_expect_not(&s, message(MSG_PAGE_NAME_ONLY, LANGUAGE_ZH).p);
	stage_close(&s);
}

static void a_chain_shows_who_stands_where(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "chain:lv", NULL);
	expect_in(&s, "[电解铝]", "[铝土矿]  -> [电解铝]");
	/* 铝材 does not follow the stage before it: a line of its own, from what it follows. */
	expect_in(&s, "[铝材]", "[铝土矿]  -> [铝材]");
	/* What hangs on a by-product only stands among the links. */
	assert_true(str_find(strbuf_str(&s.text), STR("[赤泥选铁]"), 0) < 0);
	stage_expect(&s, "中铝华润 <>");
	stage_expect_not(&s, "金通铝业 <>");
	expect_in(&s, "全区", "电解铝 50万吨");
	expect_in(&s, "金通铝业", "铝板带 15万吨");
	expect_in(&s, "副产", "1.5..2");
	stage_close(&s);
}

/* Its main line is the map in small: Enter leads to the stage's place on the map; its page is behind that, and in the table. */
static void a_chains_main_line_leads_to_the_map(void **state)
{
	static const struct {
		const char *keys, *shown;
	} rows[] = {
		{"Tab Enter", "环节  铝土矿"}, {"Tab l Enter", "环节  电解铝"}, {"Tab j l Enter", "环节  铝材"},
		{"Tab j j Enter", "产业链图  "}, {"Tab l O", "产业链图"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct stage s;
		open_page(&s, "chain:lv", NULL);
		stage_expect(&s, "产业链图 (O, 环节上 Enter)");
		stage_keys(&s, rows[i].keys);
		if (!stage_shows(&s, "*本链*") || !stage_shows(&s, rows[i].shown))
			fail_msg("row \"%s\": \"%s\" is not on the map:\n%s", rows[i].keys, rows[i].shown, s.text.p);
		stage_keys(&s, "Enter");
		stage_expect_not(&s, "*本链*");
		stage_keys(&s, "q q");
		stage_expect(&s, "[铝土矿]  -> [电解铝]");
		stage_keys(&s, "Tab Tab Enter");
		stage_expect_not(&s, "*本链*");
		stage_close(&s);
	}
}

static void a_project_shows_its_milestones(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "project:one", NULL);
	int signed_line = number_of_line(&s, "2022-04-11");
	assert_int_equal(number_of_line(&s, "2022-05-11"), signed_line + 1);
	assert_int_equal(number_of_line(&s, "../2023-03"), signed_line + 2);
	expect_in(&s, "2022-05-11", "推断");
	expect_in(&s, "2022-05-11", "30天");
	/* An open date has no days to count from. */
	assert_true(str_find(stage_line_with(&s, "2023-05"), STR("天"), 0) < 0);
	expect_in(&s, "冻干食品一期", "冻干食品一期");
	expect_in(&s, "冻干食品二期", "二期");
	expect_in(&s, "冻干食品项目", "母项目");
	stage_expect(&s, "可能同一");
	stage_close(&s);
}

static void days_between_months_are_a_range(void **state)
{
	struct stage s;
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW};
	(void)state;
	s = (struct stage){0};
	catalogue_add(&s.catalogue, "project:p", "name", "甲项目", NULL);
	catalogue_add(&s.catalogue, "milestone:a", "project", "project:p", "status", "signed", "date", "2022-04", NULL);
	catalogue_add(&s.catalogue, "milestone:b", "project", "project:p", "status", "started", "date", "2022-05", NULL);
	stage_begin(&s, "home", &settings);
	app_go_record(s.app, index_find_id(s.index, STR("project:p")));
	stage_draw(&s, 80, 24);
	expect_in(&s, "2022-05", " 1-60天");
	stage_close(&s);
}

static void an_enterprise_meets_its_partners(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "enterprise:huarun", NULL);
	stage_expect(&s, "为链主的产业链 1");
	expect_in(&s, "电解铝 (兴县铝产业链)", "电解铝");
	stage_expect(&s, "供出物料 1");
	expect_in(&s, "铝液", "金通铝业");
	stage_close(&s);
}

static void a_prefecture_has_what_lies_in_its_counties(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "region:141100", NULL);
	stage_expect(&s, "下辖 1");
	stage_expect(&s, "开发区 2");
	stage_expect(&s, "某某经济开发区");
	stage_close(&s);
}

static void an_indicator_lists_its_figures(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "indicator:capacity", NULL);
	stage_expect(&s, "数据 2");
	expect_in(&s, "50万吨", "兴县经开区");
	expect_in(&s, "15万吨", "金通铝业");
	stage_close(&s);
}

/* -- sources and the reader ---------------------------------------------------------------- */

static void a_source_without_its_file(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "source:000-1", NULL);
	expect_in(&s, "摘要", "讲兴县铝产业");
	expect_in(&s, "日期", "2025-12 推断");
	/* In the order of the text, not of indicators. */
	assert_true(number_of_line(&s, "275亿元") < number_of_line(&s, "2.33亿吨"));
	assert_true(number_of_line(&s, "2.33亿吨") < number_of_line(&s, "50万吨"));
	assert_true(number_of_line(&s, "50万吨") < number_of_line(&s, "22户"));
	stage_expect(&s, "--sources");
	stage_expect_not(&s, "前三季度");
	stage_close(&s);
}

static void a_figure_leads_to_its_sentence(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "zone:xingxian", &articles);
	/* The source's cell of the figure's row. */
	stage_keys(&s, "/ 2 . 3 3 Enter l l l l Enter");
	stage_expect(&s, "铝土矿储量<2.33亿吨>。");
	stage_expect_cursor(&s, "前三季度");
	stage_expect(&s, "去年10月规划");
	/* And back. */
	stage_keys(&s, "q");
	stage_expect_cursor(&s, "2.33");
	stage_close(&s);
}

static void evidence_tells_all(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "zone:xingxian", &articles);
	stage_keys(&s, "/ 2 . 3 3 Enter l E");
	stage_expect(&s, "储量 铝土矿 2.33亿吨");
	stage_expect(&s, "《兴县的铝》 山西日报 2025-12 推断");
	stage_expect(&s, "第2段 字符");
	stage_expect(&s, "<2.33亿吨>");
	stage_expect(&s, "1.86亿吨 资源 2025 《五年之后》");
	stage_expect(&s, "两处所印不同");
	stage_expect(&s, "233000000 吨");
	stage_close(&s);
}

/* F8: the figures as rows, the whole page as text; a record without figures its own row. */
static void a_page_is_taken_along(void **state)
{
	static const struct {
		const char *id, *file, *text;
		enum effect_type type;
		enum kind kind;
	} rows[] = {
		{"project:one", "one.csv", "claim:f7\n", EFFECT_EXPORT, KIND_CLAIM},
		{"zone:xingxian", "xingxian.csv", "claim:f1\n", EFFECT_EXPORT, KIND_CLAIM},
		{"indicator:invest", "invest.csv", "claim:f7\nclaim:f8\n", EFFECT_EXPORT, KIND_CLAIM},
		{"source:001-1", "001-1.csv", "claim:f3\nclaim:f6\n", EFFECT_EXPORT, KIND_CLAIM},
		{"target:t", "t.csv", "target:t", EFFECT_EXPORT, KIND_TARGET},
		{"project:one", "page.txt", "project:one", EFFECT_EXPORT_SHEET, KIND_COUNT},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct stage s;
		struct effect effect;
		open_page(&s, rows[i].id, NULL);
		stage_expect(&s, "F8导出");
		stage_keys(&s, "F8");
		if (rows[i].type == EFFECT_EXPORT) {
			stage_expect(&s, rows[i].file);
			stage_expect(&s, "txt 全文");
		} else {
			stage_keys(&s, "^U");
			stage_type(&s, rows[i].file);
		}
		stage_keys(&s, "Enter");
		assert_true(app_effect(s.app, &effect));
		assert_int_equal(effect.type, rows[i].type);
		assert_int_equal(effect.kind, rows[i].kind);
		assert_string_equal(effect.path, rows[i].file);
		if (!strstr(effect.text, rows[i].text))
			fail_msg("row %zu: %s", i, effect.text);
		stage_close(&s);
	}
}

static void a_citation_says_where(void **state)
{
	struct stage s;
	struct strbuf out = {0};
	(void)state;
	open_page(&s, "zone:xingxian", NULL);
	struct evidence evidence = evidence_claim(s.index, index_find_id(s.index, STR("claim:f1")));
	evidence_cite(&evidence, s.index, LANGUAGE_ZH, &out);
	assert_str(strbuf_str(&out), "兴县经济技术开发区 工业总产值 275亿元（2025-01/2025-09；《兴县的铝》山西日报 2025-12 推断，第2段 字符15-20）");
	strbuf_clear(&out);
	evidence = evidence_record(index_find_id(s.index, STR("zone:xingxian")));
	evidence_cite(&evidence, s.index, LANGUAGE_ZH, &out);
	assert_str(strbuf_str(&out), "兴县经济技术开发区（《兴县的铝》山西日报 2025-12 推断，第1段 字符0-2; 001-1 第4段 字符7-9）");
	/* A source is itself; what has none says no more than its name. */
	strbuf_clear(&out);
	evidence = evidence_record(index_find_id(s.index, STR("source:000-1")));
	evidence_cite(&evidence, s.index, LANGUAGE_ZH, &out);
	assert_true(str_ends(strbuf_str(&out), STR("（山西日报 2025-12 推断）")));
	strbuf_clear(&out);
	evidence = evidence_record(index_find_id(s.index, STR("indicator:invest")));
	evidence_cite(&evidence, s.index, LANGUAGE_ZH, &out);
	assert_true(str_find(strbuf_str(&out), STR("（"), 0) < 0);
	strbuf_release(&out);
	stage_close(&s);
}

/* The number of a promise says whose and of what it is, and leads there. Space reads on. */
static void a_promise_says_whose_it_is(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "target:t", NULL);
	expect_in(&s, "承诺数", "兴县经开区  工业总产值  275亿元");
	stage_keys(&s, "j Enter");
	expect_in(&s, "名称", "兴县经济技术开发区");
	stage_draw(&s, 80, 10);
	stage_keys(&s, "Space Space");
	stage_expect_not(&s, "兴县经济技术开发区");
	stage_close(&s);
}

/* -- everything, at every size --------------------------------------------------------------- */

static void every_record_at_every_size(void **state)
{
	static const int sizes[][2] = {{80, 24}, {120, 40}, {200, 60}, {40, 12}, {20, 6}, {1, 1}, {3, 40}};
	struct stage s;
	(void)state;
	open_page(&s, "zone:xingxian", &articles);
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint32_t row = 0; row < index_count(s.index, (enum kind)k); row++) {
			app_go_record(s.app, ref_make((enum kind)k, row));
			for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
				stage_draw(&s, sizes[i][0], sizes[i][1]);
				stage_keys(&s, "j l e k } G E { e g g");
			}
		}
	stage_close(&s);
}

/* Every name is a door: from any page, Enter on any cell leads to a page that can be drawn, and q back to where one was. */
static void doors_open_and_lead_back(void **state)
{
	struct stage s;
	struct test_random random = test_random();
	(void)state;
	open_page(&s, "zone:xingxian", &articles);
	stage_draw(&s, 80, 24);
	for (int i = 0; i < 300; i++) {
		for (uint32_t n = test_random_below(&random, 30); n > 0; n--)
			stage_keys(&s, test_random_below(&random, 4) ? "j" : "l");
		struct strbuf before = {0};
		strbuf_add(&before, strbuf_str(&s.text));
		stage_keys(&s, "Enter");
		bool moved = !str_eq(strbuf_str(&before), strbuf_str(&s.text)) && stage_shows(&s, "概况");
		if (moved && test_random_below(&random, 3)) {
			stage_keys(&s, "H");
			assert_str(strbuf_str(&s.text), before.p);
		}
		strbuf_release(&before);
		if (!stage_shows(&s, "概况"))
			app_go_record(s.app, index_find_id(s.index, STR("chain:lv")));
	}
	stage_close(&s);
}

static void before_the_index_is_there(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "zone:xingxian", NULL);
	stage_keys(&s, "} j");
	struct strbuf before = {0};
	strbuf_add(&before, strbuf_str(&s.text));
	app_set_index(s.app, NULL);
	stage_draw(&s, 80, 60);
	stage_expect(&s, "zone:xingxian");
	stage_expect(&s, message(MSG_READING, LANGUAGE_ZH).p);
	/* The index came: everything as it was, the cursor too. */
	app_set_index(s.app, s.index);
	stage_draw(&s, 80, 60);
	assert_str(strbuf_str(&s.text), before.p);
	strbuf_release(&before);
	stage_close(&s);
}

static void a_record_that_is_not_there(void **state)
{
	struct stage s;
	struct place place;
	(void)state;
	open_page(&s, "zone:xingxian", NULL);
	place_init(&place, SCREEN_RECORD, KIND_ZONE);
	place_set(&place.ids[0], STR("zone:nowhere"));
	app_go(s.app, &place);
	place_release(&place);
	stage_draw(&s, 80, 24);
	stage_expect(&s, "没有这条记录: zone:nowhere");
	stage_keys(&s, "j e Enter } c");
	stage_close(&s);
}

/* A figure's page says what it contradicts; what is about another thing, or of another, is not there. */
static void a_figure_beside_what_else_is_printed(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "home");
	app_go_record(s.app, index_find_id(s.index, STR("claim:c1")));
	stage_draw(&s, 80, 24);
	stage_expect(&s, "其他说法 1");
	stage_expect(&s, "8亿元");
	stage_expect(&s, "!矛盾");
	stage_expect_not(&s, "25.6亿元");
	/* The row opens the other one, which says the same of this. */
	stage_keys(&s, "Tab Enter");
	stage_expect(&s, "claim:c2");
	stage_expect(&s, "其他说法 1");
	stage_expect(&s, "5亿元");
	app_go_record(s.app, index_find_id(s.index, STR("claim:c3")));
	stage_draw(&s, 80, 24);
	stage_expect_not(&s, "其他说法");
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_figure_beside_what_else_is_printed), cmocka_unit_test(a_long_chain_leads_to_lists),
		cmocka_unit_test(a_zone_follows_from_the_tables), cmocka_unit_test(figures_that_differ_stand_together),
		cmocka_unit_test(money_of_a_ledger_is_read_and_traced),
		cmocka_unit_test(long_sections_lead_to_the_list), cmocka_unit_test(a_name_is_all_that_is_known),
		cmocka_unit_test(a_chain_shows_who_stands_where),
		cmocka_unit_test(a_chains_main_line_leads_to_the_map), cmocka_unit_test(a_project_shows_its_milestones),
		cmocka_unit_test(days_between_months_are_a_range), cmocka_unit_test(an_enterprise_meets_its_partners),
		cmocka_unit_test(a_prefecture_has_what_lies_in_its_counties), cmocka_unit_test(an_indicator_lists_its_figures),
		cmocka_unit_test(a_source_without_its_file), cmocka_unit_test(a_figure_leads_to_its_sentence), cmocka_unit_test(evidence_tells_all),
		cmocka_unit_test(a_page_is_taken_along),
		cmocka_unit_test(a_citation_says_where),
		cmocka_unit_test(a_promise_says_whose_it_is), cmocka_unit_test(every_record_at_every_size), cmocka_unit_test(doors_open_and_lead_back),
		cmocka_unit_test(before_the_index_is_there), cmocka_unit_test(a_record_that_is_not_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

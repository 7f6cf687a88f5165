/*
 * A zone, its chain, enterprises, projects and figures for tests of the pages of records, and the article that they were printed in.
 */
#ifndef TESTS_UNIT_VIEW_RECORD_WORLD_H
#define TESTS_UNIT_VIEW_RECORD_WORLD_H

#include "support/stage.h"

/* An article of three paragraphs; its figures' places are found in it by their words. */
static const char article[] =
	"兴县的铝\n"
	"\n"
	"前三季度完成总产值275亿元，铝土矿储量2.33亿吨。年产50万吨电解铝，\n"
	"四上企业22户。\n"
	"\n"
	"去年10月规划，9月投产。\n";

static const char hash[] = "aa00";

static inline struct str article_text(void *self, struct str sha256)
{
	(void)self;
	return str_eq_c(sha256, hash) ? str_from(article) : STR("");
}

static struct articles articles = {NULL, article_text};

static inline void figure(struct stage *s, const char *subject, const char *indicator, const char *item, const char *value, const char *unit, const char *scope,
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

static inline void indicators_and_sources(struct catalogue *c)
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

static inline void things(struct catalogue *c)
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

static inline void project_rows(struct catalogue *c)
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
static inline void long_chain(struct catalogue *c)
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

static inline void open_page(struct stage *s, const char *id, struct articles *at_hand)
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

static inline int number_of_line(const struct stage *s, const char *text)
{
	struct str line = stage_line_with(s, text);
	int n = 0;
	for (const char *p = s->text.p; p < line.p; p++)
		n += *p == '\n';
	return n;
}

static inline void expect_in(const struct stage *s, const char *in_line, const char *text)
{
	if (str_find(stage_line_with(s, in_line), str_from(text), 0) < 0)
		fail_msg("the line of \"%s\" lacks \"%s\":\n%.*s", in_line, text, STR_ARG(strbuf_str(&s->text)));
}

#endif

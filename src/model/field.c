#include "model/field.h"

#include <assert.h>
#include <string.h>

#define K(kind) (UINT32_C(1) << (kind))
#define ANY_KIND (K(KIND_COUNT) - 1)
#define FIELDS(...) {(const struct field[]){__VA_ARGS__}, sizeof((const struct field[]){__VA_ARGS__}) / sizeof(struct field)}

/* Shapes that several nouns share. */
#define ID {"id", "编号", "id", FIELD_TEXT, FIELD_REQUIRED, 0, ENUM_NONE}
#define NAME {"name", "名称", "name", FIELD_TEXT, FIELD_REQUIRED | FIELD_SEARCHED | FIELD_SHOWN, 0, ENUM_NONE}
#define SHORT_NAMES {"short_names", "简称", "short names", FIELD_LIST, FIELD_SEARCHED, 0, ENUM_NONE}
#define SOURCE {"source", "来源", "source", FIELD_REF, 0, K(KIND_SOURCE), ENUM_NONE}
#define LOCATOR {"locator", "出处", "place in source", FIELD_LOCATORS, 0, 0, ENUM_NONE}
#define TEXT(name, zh, en, flags) {name, zh, en, FIELD_TEXT, flags, 0, ENUM_NONE}
#define LIST(name, zh, en, flags) {name, zh, en, FIELD_LIST, flags, 0, ENUM_NONE}
#define REF(name, zh, en, flags, kinds) {name, zh, en, FIELD_REF, flags, kinds, ENUM_NONE}
#define REFS(name, zh, en, flags, kinds) {name, zh, en, FIELD_REFS, flags, kinds, ENUM_NONE}
#define ENUM(name, zh, en, flags, e) {name, zh, en, FIELD_ENUM, flags, 0, e}
#define ENUMS(name, zh, en, flags, e) {name, zh, en, FIELD_ENUMS, flags, 0, e}
#define PERIOD(name, zh, en, flags) {name, zh, en, FIELD_PERIOD, flags, 0, ENUM_NONE}
#define INTEGER(name, zh, en, flags) {name, zh, en, FIELD_INTEGER, flags, 0, ENUM_NONE}
#define DECIMAL(name, zh, en, flags) {name, zh, en, FIELD_DECIMAL, flags, 0, ENUM_NONE}
#define BOOL(name, zh, en, flags) {name, zh, en, FIELD_BOOL, flags, 0, ENUM_NONE}

enum { SHOWN = FIELD_SHOWN, NEEDED = FIELD_REQUIRED, SEARCHED = FIELD_SEARCHED, HIDDEN = FIELD_HIDDEN, QUANTITY = FIELD_QUANTITY };

const struct fields fields_of[KIND_COUNT] = {
	[KIND_REGION] = FIELDS(ID, NAME, SHORT_NAMES, TEXT("code", "代码", "code", SHOWN | SEARCHED), ENUM("level", "级别", "level", SHOWN, ENUM_REGION_LEVEL),
		REF("parent", "上级", "parent", SHOWN, K(KIND_REGION)), SOURCE, LOCATOR),
	[KIND_SECTOR] = FIELDS(ID, NAME, SHORT_NAMES, TEXT("code", "代码", "code", SHOWN | SEARCHED), REF("parent", "上级", "parent", SHOWN, K(KIND_SECTOR)), SOURCE, LOCATOR),
	[KIND_INDICATOR] = FIELDS(ID, NAME, SHORT_NAMES, TEXT("unit", "单位", "unit", SHOWN), SOURCE, LOCATOR),
	[KIND_SOURCE] = FIELDS(ID, NAME, SHORT_NAMES, TEXT("document", "文件", "document", SHOWN | SEARCHED), TEXT("sha256", "校验值", "sha256", HIDDEN),
		INTEGER("article", "篇次", "article", HIDDEN), TEXT("title", "标题", "title", SEARCHED), TEXT("author", "作者", "author", SEARCHED),
		TEXT("publication", "刊物", "publication", SHOWN | SEARCHED), PERIOD("date", "日期", "date", SHOWN),
		ENUM("date_basis", "日期依据", "date basis", 0, ENUM_DATE_BASIS), INTEGER("start", "起", "start", HIDDEN), INTEGER("end", "止", "end", HIDDEN),
		TEXT("gist", "摘要", "gist", SEARCHED)),
	[KIND_ZONE] = FIELDS(ID, NAME, SHORT_NAMES, TEXT("code", "代码", "code", SEARCHED), ENUM("class", "类别", "class", SHOWN, ENUM_ZONE_CLASS),
		ENUM("level", "级别", "level", SHOWN, ENUM_ZONE_LEVEL), REF("region", "行政区", "region", SHOWN, K(KIND_REGION)), REF("parent", "上级", "parent", 0, K(KIND_ZONE)),
		PERIOD("approved_on", "批准", "approved", 0), LIST("leading_industries", "主导产业", "industries", SHOWN | SEARCHED),
		LIST("honours", "荣誉", "honours", SEARCHED), SOURCE, LOCATOR),
	[KIND_PARK] = FIELDS(ID, NAME, SHORT_NAMES, REF("zone", "开发区", "zone", SHOWN, K(KIND_ZONE)), TEXT("focus", "定位", "focus", SHOWN | SEARCHED), SOURCE, LOCATOR),
	[KIND_CHAIN] = FIELDS(ID, NAME, SHORT_NAMES, REF("zone", "开发区", "zone", SHOWN, K(KIND_ZONE)), REF("region", "行政区", "region", SHOWN, K(KIND_REGION)),
		REF("sector", "行业", "sector", 0, K(KIND_SECTOR)), REF("lead", "链主", "lead", SHOWN, K(KIND_ENTERPRISE)), REF("template", "参照链", "template", 0, K(KIND_CHAIN)), SOURCE, LOCATOR),
	[KIND_STAGE] = FIELDS(ID, NAME, SHORT_NAMES, REF("chain", "产业链", "chain", NEEDED | SHOWN, K(KIND_CHAIN)), INTEGER("position", "次序", "position", SHOWN),
		LIST("products", "产品", "products", SHOWN | SEARCHED), REF("sector", "行业", "sector", 0, K(KIND_SECTOR)), REF("template", "参照环节", "template", 0, K(KIND_STAGE)), SOURCE, LOCATOR),
	[KIND_LINK] = FIELDS(ID, REF("from", "上游", "from", NEEDED | SHOWN, K(KIND_STAGE)), REF("to", "下游", "to", NEEDED | SHOWN, K(KIND_STAGE)), TEXT("product", "产品", "product", SHOWN | SEARCHED),
		ENUM("role", "性质", "role", NEEDED | SHOWN, ENUM_LINK_ROLE), DECIMAL("coefficient_numerator", "系数分子", "numerator", QUANTITY), DECIMAL("coefficient_denominator", "系数分母", "denominator", QUANTITY),
		DECIMAL("coefficient_low", "系数下限", "coefficient low", QUANTITY | SHOWN), DECIMAL("coefficient_high", "系数上限", "coefficient high", QUANTITY | SHOWN),
		REF("coefficient_source", "系数来源", "coefficient source", 0, K(KIND_SOURCE)), SOURCE, LOCATOR),
	[KIND_ENTERPRISE] = FIELDS(ID, NAME, SHORT_NAMES, TEXT("code", "代码", "code", SEARCHED), REF("region", "行政区", "region", 0, K(KIND_REGION)), REF("zone", "开发区", "zone", SHOWN, K(KIND_ZONE)),
		REF("park", "园区", "park", 0, K(KIND_PARK)), ENUMS("classes", "类别", "classes", SHOWN, ENUM_ENTERPRISE_CLASS), LIST("products", "产品", "products", SHOWN | SEARCHED), SOURCE, LOCATOR),
	[KIND_PLACEMENT] = FIELDS(ID, REF("enterprise", "企业", "enterprise", NEEDED | SHOWN, K(KIND_ENTERPRISE)), REF("stage", "环节", "stage", NEEDED | SHOWN, K(KIND_STAGE)), SOURCE, LOCATOR),
	[KIND_FLOW] = FIELDS(ID, REF("from", "供方", "from", NEEDED | SHOWN, K(KIND_ENTERPRISE)), REF("to", "需方", "to", NEEDED | SHOWN, K(KIND_ENTERPRISE)), TEXT("product", "物料", "product", SHOWN | SEARCHED), SOURCE, LOCATOR),
	[KIND_PROJECT] = FIELDS(ID, NAME, SHORT_NAMES, TEXT("code", "代码", "code", SEARCHED), REF("region", "行政区", "region", 0, K(KIND_REGION)), REF("zone", "开发区", "zone", SHOWN, K(KIND_ZONE)),
		REF("park", "园区", "park", 0, K(KIND_PARK)), REF("owner", "业主", "owner", SHOWN, K(KIND_ENTERPRISE)), REF("stage", "环节", "stage", 0, K(KIND_STAGE)),
		TEXT("phase", "期次", "phase", SEARCHED), REF("parent", "母项目", "parent project", 0, K(KIND_PROJECT)), ENUM("status", "状态", "status", SHOWN, ENUM_STATUS),
		TEXT("leader", "牵头领导", "leader", SEARCHED), TEXT("team", "专班", "team", SEARCHED), PERIOD("updated_on", "更新", "updated", SHOWN), SOURCE, LOCATOR),
	[KIND_MILESTONE] = FIELDS(ID, REF("project", "项目", "project", NEEDED | SHOWN, K(KIND_PROJECT)), ENUM("status", "状态", "status", NEEDED | SHOWN, ENUM_STATUS),
		PERIOD("date", "日期", "date", SHOWN), BOOL("inferred", "推断", "inferred", 0), SOURCE, LOCATOR),
	[KIND_FACILITY] = FIELDS(ID, NAME, SHORT_NAMES, REF("zone", "开发区", "zone", SHOWN, K(KIND_ZONE)), TEXT("type", "类型", "type", SHOWN | SEARCHED), TEXT("status", "状态", "status", SHOWN), SOURCE, LOCATOR),
	[KIND_MEASURE] = FIELDS(ID, NAME, SHORT_NAMES, REF("zone", "开发区", "zone", SHOWN, K(KIND_ZONE)), TEXT("gist", "要点", "gist", SHOWN | SEARCHED), SOURCE, LOCATOR),
	[KIND_REQUEST] = FIELDS(ID, NAME, REF("enterprise", "企业", "enterprise", SHOWN, K(KIND_ENTERPRISE)), PERIOD("opened", "提出", "opened", SHOWN), PERIOD("due", "期限", "due", SHOWN),
		PERIOD("closed", "办结", "closed", SHOWN), TEXT("status", "状态", "status", SHOWN), TEXT("owner", "承办", "owner", SEARCHED), TEXT("gist", "要点", "gist", SEARCHED), SOURCE, LOCATOR),
	[KIND_PERSON] = FIELDS(ID, NAME, TEXT("post", "职务", "post", SHOWN | SEARCHED), TEXT("organisation", "单位", "organisation", SHOWN | SEARCHED), SOURCE, LOCATOR),
	[KIND_EVENT] = FIELDS(ID, NAME, REF("zone", "开发区", "zone", SHOWN, K(KIND_ZONE)), PERIOD("date", "日期", "date", SHOWN), BOOL("inferred", "推断", "inferred", 0),
		REFS("projects", "项目", "projects", 0, K(KIND_PROJECT)), TEXT("gist", "要点", "gist", SEARCHED), SOURCE, LOCATOR),
	[KIND_CLAIM] = FIELDS(ID, REF("subject", "主体", "subject", NEEDED | SHOWN, ANY_KIND), REF("indicator", "指标", "indicator", NEEDED | SHOWN, K(KIND_INDICATOR)),
		TEXT("item", "品目", "item", SHOWN | SEARCHED), TEXT("value", "数值", "value", NEEDED | SHOWN), TEXT("unit", "单位", "unit", SHOWN), TEXT("qualifier", "限定词", "qualifier", SHOWN),
		ENUM("modality", "性质", "modality", NEEDED | SHOWN, ENUM_MODALITY), LIST("scope", "口径", "scope", SHOWN | SEARCHED), PERIOD("period", "时期", "period", SHOWN),
		DECIMAL("value_base", "基准值", "value in base unit", 0), TEXT("base_unit", "基准单位", "base unit", 0), DECIMAL("value_low", "下限", "low", 0), DECIMAL("value_high", "上限", "high", 0),
		REF("part_of", "属于", "part of", 0, K(KIND_CLAIM)), BOOL("inferred", "推断", "inferred", 0), REF("source", "来源", "source", NEEDED | SHOWN, K(KIND_SOURCE)),
		{"locator", "出处", "place in source", FIELD_LOCATORS, NEEDED, 0, ENUM_NONE}),
	[KIND_TARGET] = FIELDS(ID, NAME, REF("claim", "承诺数", "figure", SHOWN, K(KIND_CLAIM)), PERIOD("due", "期限", "due", SHOWN), REF("actual", "实际", "actual", SHOWN, K(KIND_CLAIM)),
		ENUM("verdict", "兑现", "verdict", SHOWN, ENUM_VERDICT), SOURCE, LOCATOR),
	[KIND_DOUBT] = FIELDS(ID, NAME, REF("about", "对象", "about", NEEDED | SHOWN, ANY_KIND), ENUM("rule", "疑点", "rule", NEEDED | SHOWN, ENUM_RULE), TEXT("note", "说明", "note", SHOWN | SEARCHED), SOURCE, LOCATOR),
	[KIND_IDENTITY] = FIELDS(ID, REF("a", "甲", "a", NEEDED | SHOWN, ANY_KIND), REF("b", "乙", "b", NEEDED | SHOWN, ANY_KIND), ENUM("certainty", "把握", "certainty", NEEDED | SHOWN, ENUM_CERTAINTY),
		TEXT("reason", "理由", "reason", SHOWN | SEARCHED), SOURCE, LOCATOR),
	[KIND_ASSESSMENT] = FIELDS(ID, NAME, REFS("indicators", "指标", "indicators", SHOWN, K(KIND_INDICATOR)), LIST("weights", "权重", "weights", SHOWN), TEXT("class", "适用", "class", SHOWN | SEARCHED), SOURCE, LOCATOR),
};

const char *const kind_figures[KIND_COUNT][4] = {
	[KIND_REGION] = {"total-output", NULL},
	[KIND_ZONE] = {"total-output", "area", NULL},
	[KIND_PARK] = {"capacity", NULL},
	[KIND_STAGE] = {"capacity", NULL},
	[KIND_ENTERPRISE] = {"capacity", "output-value", NULL},
	[KIND_PROJECT] = {"invest", "capacity", NULL},
	[KIND_FACILITY] = {"floor-area", NULL},
};

int field_find(enum kind kind, struct str name)
{
	if (kind >= KIND_COUNT)
		return -1;
	const struct fields *f = &fields_of[kind];
	for (size_t i = 0; i < f->n; i++)
		if (str_eq_c(name, f->v[i].name) || str_eq_c(name, f->v[i].zh) || str_eq_c(name, f->v[i].en))
			return (int)i;
	return -1;
}

size_t field_get(enum kind kind, const char *name)
{
	const struct fields *f = &fields_of[kind];
	size_t i = 0;
	while (i < f->n && strcmp(name, f->v[i].name) != 0)
		i++;
	assert(i < f->n);
	return i;
}

struct str field_group(const struct field *field)
{
	const struct str group = STR_INIT("coefficient");
	struct str name = str_from(field->name);
	return str_starts(name, group) && name.n > group.n && name.p[group.n] == '_' ? group : STR("");
}

bool kind_has_name(enum kind kind)
{
	return str_eq_c(str_from(fields_of[kind].v[1].name), "name");
}

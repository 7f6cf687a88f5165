#include "model/enums.h"

#define CODES(...) {(const struct enum_code[]){__VA_ARGS__}, sizeof((const struct enum_code[]){__VA_ARGS__}) / sizeof(struct enum_code), false}
#define ORDERED_CODES(...) {(const struct enum_code[]){__VA_ARGS__}, sizeof((const struct enum_code[]){__VA_ARGS__}) / sizeof(struct enum_code), true}

const struct enum_info enums[ENUM_COUNT] = {
	[ENUM_STATUS] = ORDERED_CODES(
		{"planned", "谋划", "planned"}, {"negotiating", "洽谈", "negotiating"}, {"signed", "签约", "signed"},
		{"filed", "备案", "filed"}, {"started", "开工", "started"}, {"building", "在建", "building"},
		{"trial", "试产", "trial"}, {"producing", "投产", "producing"}, {"full", "达产", "full output"},
		{"stalled", "停滞", "stalled"}, {"ended", "终止", "ended"}),
	[ENUM_MODALITY] = CODES(
		{"actual", "实际", "actual"}, {"capacity", "产能", "capacity"}, {"expected", "预计", "expected"},
		{"planned", "计划", "planned"}, {"target", "目标", "target"}, {"resource", "资源", "resource"}),
	[ENUM_ZONE_CLASS] = CODES(
		{"economic", "经济技术", "economic"}, {"hightech", "高新技术", "high-tech"}, {"agriculture", "现代农业", "agriculture"},
		{"ecotourism", "生态文旅", "eco-tourism"}, {"reform", "综改", "reform"}, {"bonded", "综保", "bonded"},
		{"border", "边境合作", "border"}, {"newarea", "新区", "new area"}, {"other", "其他", "other"}),
	[ENUM_ZONE_LEVEL] = ORDERED_CODES({"municipal", "市级", "municipal"}, {"provincial", "省级", "provincial"}, {"national", "国家级", "national"}),
	[ENUM_REGION_LEVEL] = ORDERED_CODES({"town", "乡级", "town"}, {"county", "县级", "county"}, {"prefecture", "地级", "prefecture"}, {"province", "省级", "province"}, {"country", "国家", "country"}),
	[ENUM_ENTERPRISE_CLASS] = CODES(
		{"chain_lead", "链主", "chain lead"}, {"chain_lead_embryo", "链主雏形", "emerging chain lead"}, {"leading", "龙头企业", "leading"},
		{"four_above", "四上", "four-above"}, {"above_scale", "规上", "above scale"}, {"hightech", "高新技术企业", "high-tech"},
		{"srdi", "专精特新", "specialised"}, {"little_giant", "小巨人", "little giant"}, {"top500", "500强", "top 500"},
		{"single_champion", "单项冠军", "single champion"}, {"gazelle", "瞪羚", "gazelle"}, {"tech_sme", "科技型中小企业", "tech SME"},
		{"other_honour", "其他荣誉", "other honour"}),
	[ENUM_LINK_ROLE] = CODES({"input", "投入", "input"}, {"byproduct", "副产", "by-product"}),
	[ENUM_DATE_BASIS] = CODES({"printed", "印明", "printed"}, {"inferred", "推断", "inferred"}),
	[ENUM_CERTAINTY] = CODES({"same", "同一", "same"}, {"maybe", "可能同一", "maybe"}),
	[ENUM_VERDICT] = CODES({"kept", "兑现", "kept"}, {"unseen", "未见", "unseen"}, {"missed", "落空", "missed"}),
	[ENUM_RULE] = CODES(
		{"typo", "疑排印", "misprint"}, {"sum", "合计不符", "sum"}, {"order_of_magnitude", "量级", "order of magnitude"},
		{"tiny_percent", "小基数百分比", "percentage of a tiny count"}, {"date_order", "日期先后", "order of dates"},
		{"same_amount", "同额异名", "same amount"}, {"missing_unit", "缺单位", "missing unit"},
		{"impossible_place", "地名有误", "impossible place"}, {"unclear", "不明", "unclear"}),
};

int enum_parse(enum enumeration enumeration, struct str word)
{
	const struct enum_info *e = &enums[enumeration];
	for (size_t i = 0; i < e->n; i++)
		if (str_eq_c(word, e->v[i].code) || str_eq_c(word, e->v[i].zh) || str_eq_c(word, e->v[i].en))
			return (int)i;
	return -1;
}

#include "model/kind.h"

const struct kind_info kinds[KIND_COUNT] = {
	[KIND_REGION] = {"regions", "region", "行政区", "regions", "域"},
	[KIND_SECTOR] = {"sectors", "sector", "行业", "sectors", "业"},
	[KIND_INDICATOR] = {"indicators", "indicator", "指标", "indicators", "指"},
	[KIND_SOURCE] = {"sources", "source", "来源", "sources", "源"},
	[KIND_ZONE] = {"zones", "zone", "开发区", "zones", "区"},
	[KIND_PARK] = {"parks", "park", "园区", "parks", "园"},
	[KIND_CHAIN] = {"chains", "chain", "产业链", "chains", "链"},
	[KIND_STAGE] = {"stages", "stage", "环节", "stages", "环"},
	[KIND_LINK] = {"links", "link", "上下游", "links", "接"},
	[KIND_ENTERPRISE] = {"enterprises", "enterprise", "企业", "enterprises", "企"},
	[KIND_PLACEMENT] = {"placements", "placement", "布点", "placements", "布"},
	[KIND_FLOW] = {"flows", "flow", "物料流", "flows", "流"},
	[KIND_PROJECT] = {"projects", "project", "项目", "projects", "项"},
	[KIND_MILESTONE] = {"milestones", "milestone", "节点", "milestones", "节"},
	[KIND_FACILITY] = {"facilities", "facility", "平台设施", "facilities", "施"},
	[KIND_MEASURE] = {"measures", "measure", "机制举措", "measures", "策"},
	[KIND_REQUEST] = {"requests", "request", "诉求代办", "requests", "诉"},
	[KIND_PERSON] = {"persons", "person", "人物", "persons", "人"},
	[KIND_EVENT] = {"events", "event", "大事记", "events", "事"},
	[KIND_CLAIM] = {"claims", "claim", "数据", "figures", "数"},
	[KIND_TARGET] = {"targets", "target", "目标承诺", "targets", "标"},
	[KIND_DOUBT] = {"doubts", "doubt", "存疑", "doubts", "疑"},
	[KIND_IDENTITY] = {"identities", "identity", "同一", "identities", "同"},
	[KIND_ASSESSMENT] = {"assessments", "assessment", "评价", "assessments", "评"},
};

bool kind_parse(struct str word, enum kind *kind)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		const struct kind_info *i = &kinds[k];
		if (str_eq_c(word, i->plural) || str_eq_c(word, i->singular) || str_eq_c(word, i->zh) || str_eq_c(word, i->sign)) {
			*kind = (enum kind)k;
			return true;
		}
	}
	return false;
}

bool kind_of_id(struct str id, enum kind *kind)
{
	ptrdiff_t colon = str_find_byte(id, ':', 0);
	if (colon <= 0)
		return false;
	for (int k = 0; k < KIND_COUNT; k++)
		if (str_eq_c(str_sub(id, 0, (size_t)colon), kinds[k].singular)) {
			*kind = (enum kind)k;
			return true;
		}
	return false;
}

struct str id_slug(struct str id)
{
	return str_sub(id, (size_t)(str_find_byte(id, ':', 0) + 1), id.n);
}

bool id_valid(struct str id)
{
	enum kind kind;
	if (!kind_of_id(id, &kind))
		return false;
	size_t start = (size_t)str_find_byte(id, ':', 0) + 1;
	for (size_t i = start; i < id.n; i++) {
		char c = id.p[i];
		bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		if (!word && (i == start || (c != '-' && c != '.')))
			return false;
	}
	return id.n > start;
}

int ref_order(const void *a, const void *b)
{
	const struct ref *x = a, *y = b;
	return ref_cmp(*x, *y);
}

#include "query/facility.h"

#include "index/read.h"

/* The first word that stands in the status decides: 主体建成 is not 建成 yet, 建成投运 needs no more 建设. */
static const struct {
	const char *word;
	enum facility_state state;
} words[] = {
	{"未", FACILITY_COMING}, {"待", FACILITY_COMING}, {"停", FACILITY_UNSAID}, {"拟", FACILITY_COMING}, {"规划", FACILITY_COMING},
	{"计划", FACILITY_COMING}, {"谋划", FACILITY_COMING}, {"预计", FACILITY_COMING}, {"在建", FACILITY_COMING}, {"施工", FACILITY_COMING},
	{"封顶", FACILITY_COMING}, {"主体", FACILITY_COMING}, {"逐步", FACILITY_COMING},
	{"使用", FACILITY_THERE}, {"运行", FACILITY_THERE}, {"投运", FACILITY_THERE}, {"建成", FACILITY_THERE}, {"投用", FACILITY_THERE},
	{"投产", FACILITY_THERE},
	{"建设", FACILITY_COMING}, {"签约", FACILITY_COMING}, {"引入", FACILITY_COMING},
};

enum facility_state facility_state_of(struct str status)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_find(status, str_from(words[i].word), 0) >= 0)
			return words[i].state;
	return FACILITY_UNSAID;
}

enum facility_state facility_state(const struct index *index, struct ref facility)
{
	return ref_kind(facility) == KIND_FACILITY ? facility_state_of(read_text(index, facility, "status")) : FACILITY_UNSAID;
}

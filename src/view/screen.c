#include "view/screen.h"

const struct screen_class *const screen_classes[SCREEN_COUNT] = {
	[SCREEN_HOME] = &screen_home,
	[SCREEN_LIST] = &screen_list,
	[SCREEN_RECORD] = &screen_record,
	[SCREEN_SEARCH] = &screen_search,
	[SCREEN_COMPARE] = &screen_compare,
	[SCREEN_MAP] = &screen_map,
	[SCREEN_GAPS] = &screen_gaps,
	[SCREEN_SITE] = &screen_site,
	[SCREEN_IGNORANCE] = &screen_ignorance,
	[SCREEN_FACETS] = &screen_facets,
	[SCREEN_GROUPS] = &screen_groups,
	[SCREEN_CROSSTAB] = &screen_crosstab,
	[SCREEN_HELP] = &screen_help,
	[SCREEN_PALETTE] = &screen_palette,
};

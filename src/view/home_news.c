#include "view/home_internal.h"

#include "index/read.h"

#include <stdlib.h>

enum { NEWS = 10 };

struct news {
	struct ref milestone;
	int32_t day; /* the last one that its date may mean */
};

static int newest_first(const void *a, const void *b)
{
	const struct news *x = a, *y = b;
	if (x->day != y->day)
		return x->day > y->day ? -1 : 1;
	return x->milestone.bits < y->milestone.bits ? -1 : x->milestone.bits > y->milestone.bits;
}

static void news_row(struct dossier *d, struct ref milestone)
{
	struct ref project = read_ref(d->index, milestone, "project");
	page_row(d->page, STR(""), milestone);
	dossier_field(d, milestone, field_get(KIND_MILESTONE, "date"));
	dossier_field(d, milestone, field_get(KIND_MILESTONE, "status"));
	dossier_ref(d, project, false);
	dossier_ref(d, ref_none(project) ? REF_NONE : read_ref(d->index, project, "zone"), false);
}

void home_news(struct dossier *d)
{
	ARRAY(struct news) all = {0};
	for (uint32_t i = 0; i < index_count(d->index, KIND_MILESTONE); i++) {
		struct news news = {.milestone = ref_make(KIND_MILESTONE, i)};
		struct period date;
		if (!index_period(d->index, news.milestone, field_get(KIND_MILESTONE, "date"), &date))
			continue;
		news.day = date.last;
		array_push(&all, news);
	}
	if (all.n)
		qsort(all.v, all.n, sizeof *all.v, newest_first);
	page_section(d->page, dossier_message(d, MSG_HOME_NEWS), PAGE_TABLE);
	page_column(d->page, dossier_message(d, MSG_PAGE_DATE), 0, 0);
	page_column(d->page, dossier_label(d, KIND_MILESTONE, "status"), 0, 0);
	page_column(d->page, dossier_kind_label(d, KIND_PROJECT), COLUMN_CUT_MIDDLE, 0);
	page_column(d->page, dossier_kind_label(d, KIND_ZONE), COLUMN_CUT_MIDDLE, 0);
	for (size_t i = 0; i < all.n && i < NEWS; i++)
		news_row(d, all.v[i].milestone);
	page_drop_empty(d->page);
	array_release(&all);
}

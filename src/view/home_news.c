#include "view/home_internal.h"

#include "base/alloc.h"
#include "base/parallel.h"
#include "index/codes.h"
#include "index/read.h"

#include <stdlib.h>

enum { NEWS = 10 };

struct news {
	struct ref milestone;
	int32_t day; /* the last one that its date may mean */
};

static int newest_first(const struct news *x, const struct news *y)
{
	if (x->day != y->day)
		return x->day > y->day ? -1 : 1;
	return ref_cmp(x->milestone, y->milestone);
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

/* The newest of some milestones, the newest first. */
struct latest {
	struct news v[NEWS];
	size_t n;
};

static void keep(struct latest *latest, const struct news *news)
{
	size_t i = latest->n;
	for (; i && newest_first(news, &latest->v[i - 1]) < 0; i--)
		if (i < NEWS)
			latest->v[i] = latest->v[i - 1];
	if (i < NEWS)
		latest->v[i] = *news;
	latest->n += latest->n < NEWS;
}

enum { ROWS_AT_ONCE = 1 << 14, DATES_AT_ONCE = 1 << 10 };

struct looking {
	const struct index *index;
	int32_t today;
	size_t n_rows;
	struct latest *pieces;
};

static void look(void *context, size_t piece)
{
	struct looking *l = context;
	struct latest *latest = &l->pieces[piece];
	struct period dates[DATES_AT_ONCE];
	size_t end = l->n_rows - piece * ROWS_AT_ONCE < ROWS_AT_ONCE ? l->n_rows : (piece + 1) * ROWS_AT_ONCE;
	for (size_t first = piece * ROWS_AT_ONCE; first < end; first += DATES_AT_ONCE) {
		size_t n = end - first < DATES_AT_ONCE ? end - first : DATES_AT_ONCE;
		index_periods(l->index, KIND_MILESTONE, field_get(KIND_MILESTONE, "date"), (uint32_t)first, n, dates);
		for (size_t i = 0; i < n; i++) {
			struct news news = {ref_make(KIND_MILESTONE, (uint32_t)(first + i)), dates[i].last};
			/* What is planned for later is no news. */
			bool is_past = dates[i].first <= dates[i].last && dates[i].first <= l->today;
			if (is_past && (latest->n < NEWS || newest_first(&news, &latest->v[NEWS - 1]) < 0))
				keep(latest, &news);
		}
	}
}

/* A ledger has millions of them: of each piece only the newest stay. */
static struct latest latest_of(const struct index *index, int32_t today)
{
	struct looking l = {index, today, index_count(index, KIND_MILESTONE), NULL};
	size_t n = (l.n_rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
	struct latest all = {.n = 0};
	l.pieces = xcalloc(n + 1, sizeof *l.pieces);
	parallel_for(n, parallel_threads(), look, &l);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < l.pieces[i].n; j++)
			keep(&all, &l.pieces[i].v[j]);
	free(l.pieces);
	return all;
}

void home_news(struct dossier *d)
{
	struct latest latest = latest_of(d->index, d->settings->today);
	page_section(d->page, dossier_message(d, MSG_HOME_NEWS), PAGE_TABLE);
	page_column(d->page, dossier_message(d, MSG_PAGE_DATE), 0, 0);
	page_column(d->page, dossier_label(d, KIND_MILESTONE, "status"), 0, 0);
	page_column(d->page, dossier_kind_label(d, KIND_PROJECT), COLUMN_CUT_MIDDLE, 0);
	page_column(d->page, dossier_kind_label(d, KIND_ZONE), COLUMN_CUT_MIDDLE, 0);
	for (size_t i = 0; i < latest.n; i++)
		news_row(d, latest.v[i].milestone);
	page_drop_empty(d->page);
}

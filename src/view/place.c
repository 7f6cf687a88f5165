#include "view/place.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Kinds with a list or a page under a name of their own (contract.md, SCREEN); all other kinds are `record`. */
static const struct {
	const char *name;
	enum screen screen;
	enum kind kind; /* KIND_COUNT: decided by the record */
} screens[] = {
	{"home", SCREEN_HOME, KIND_COUNT},
	{"zones", SCREEN_LIST, KIND_ZONE},
	{"zone", SCREEN_RECORD, KIND_ZONE},
	{"parks", SCREEN_LIST, KIND_PARK},
	{"chains", SCREEN_LIST, KIND_CHAIN},
	{"chain", SCREEN_RECORD, KIND_CHAIN},
	{"map", SCREEN_MAP, KIND_COUNT},
	{"gaps", SCREEN_GAPS, KIND_COUNT},
	{"site", SCREEN_SITE, KIND_COUNT},
	{"enterprises", SCREEN_LIST, KIND_ENTERPRISE},
	{"enterprise", SCREEN_RECORD, KIND_ENTERPRISE},
	{"projects", SCREEN_LIST, KIND_PROJECT},
	{"project", SCREEN_RECORD, KIND_PROJECT},
	{"sources", SCREEN_LIST, KIND_SOURCE},
	{"source", SCREEN_RECORD, KIND_SOURCE},
	{"targets", SCREEN_LIST, KIND_TARGET},
	{"ignorance", SCREEN_IGNORANCE, KIND_COUNT},
	{"facets", SCREEN_FACETS, KIND_COUNT},
	{"groups", SCREEN_GROUPS, KIND_COUNT},
	{"crosstab", SCREEN_CROSSTAB, KIND_COUNT},
	{"search", SCREEN_SEARCH, KIND_COUNT},
	{"compare", SCREEN_COMPARE, KIND_COUNT},
	{"record", SCREEN_RECORD, KIND_COUNT},
	{"help", SCREEN_HELP, KIND_COUNT},
	{"palette", SCREEN_PALETTE, KIND_COUNT},
};

enum { N_SCREENS = sizeof screens / sizeof *screens };

const char *place_nth_name(size_t i)
{
	return i < N_SCREENS ? screens[i].name : NULL;
}

static char *copy_text(const char *text)
{
	size_t n = strlen(text) + 1;
	return memcpy(xmalloc(n), text, n);
}

void place_init(struct place *place, enum screen screen, enum kind kind)
{
	*place = (struct place){.screen = screen, .kind = kind, .query = copy_text(""), .sort = copy_text(""), .by = copy_text(""),
		.figure = copy_text(""), .find = copy_text(""), .hidden = copy_text("")};
}

void place_release(struct place *place)
{
	for (size_t i = 0; i < PLACE_REFS; i++)
		free(place->ids[i]);
	free(place->query);
	free(place->sort);
	free(place->by);
	free(place->figure);
	free(place->hidden);
	free(place->selected);
	free(place->find);
	free(place->anchor);
	*place = (struct place){0};
}

void place_copy(struct place *to, const struct place *from)
{
	*to = *from;
	for (size_t i = 0; i < PLACE_REFS; i++)
		to->ids[i] = from->ids[i] ? copy_text(from->ids[i]) : NULL;
	to->query = copy_text(from->query);
	to->sort = copy_text(from->sort);
	to->by = copy_text(from->by);
	to->figure = copy_text(from->figure);
	to->hidden = copy_text(from->hidden);
	to->find = copy_text(from->find);
	to->anchor = from->anchor ? copy_text(from->anchor) : NULL;
	to->selected = from->selected ? copy_text(from->selected) : NULL;
}

void place_set(char **slot, struct str text)
{
	char *copy = xmalloc(text.n + 1);
	if (text.n)
		memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	free(*slot);
	*slot = copy;
}

bool place_counts(enum screen screen)
{
	return screen == SCREEN_FACETS || screen == SCREEN_GROUPS || screen == SCREEN_CROSSTAB;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool place_same(const struct place *a, const struct place *b)
{
	if (a->screen != b->screen || a->kind != b->kind || a->only_marked != b->only_marked || a->only_conflicts != b->only_conflicts)
		return false;
	for (size_t i = 0; i < PLACE_REFS; i++)
		if (!same_text(a->ids[i], b->ids[i]))
			return false;
	return same_text(a->query, b->query) && same_text(a->sort, b->sort) && same_text(a->hidden, b->hidden) &&
		same_text(a->by, b->by) && same_text(a->figure, b->figure);
}

bool place_parse(struct str screen, struct place *out)
{
	enum kind kind;
	for (size_t i = 0; i < N_SCREENS; i++)
		if (str_eq_c(screen, screens[i].name)) {
			place_init(out, screens[i].screen, screens[i].kind);
			return true;
		}
	/* Every other kind has a list, too. */
	for (kind = 0; kind < KIND_COUNT; kind++)
		if (str_eq_c(screen, kinds[kind].plural)) {
			place_init(out, SCREEN_LIST, kind);
			return true;
		}
	return false;
}

const char *place_name(const struct place *place)
{
	for (size_t i = 0; i < N_SCREENS; i++)
		if (screens[i].screen == place->screen && (screens[i].kind == place->kind || screens[i].kind == KIND_COUNT))
			return screens[i].name;
	return kinds[place->kind].plural; /* a list of a kind that has no name of its own above */
}

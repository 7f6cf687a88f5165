#include "view/place.h"

#include "base/alloc.h"

#include <stddef.h>
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

/* -- as a line ----------------------------------------------------------------- */

/* The texts that say what is shown, under the names that a line has for them. */
static const struct {
	const char *name;
	size_t at; /* of the char * in a place */
} slots[] = {
	{"id", offsetof(struct place, ids[0])},
	{"id2", offsetof(struct place, ids[1])},
	{"id3", offsetof(struct place, ids[2])},
	{"id4", offsetof(struct place, ids[3])},
	{"query", offsetof(struct place, query)},
	{"sort", offsetof(struct place, sort)},
	{"by", offsetof(struct place, by)},
	{"figure", offsetof(struct place, figure)},
	{"columns", offsetof(struct place, hidden)},
	{"selected", offsetof(struct place, selected)},
};

static const struct {
	const char *name;
	size_t at; /* of the size_t in a place */
} numbers[] = {
	{"row", offsetof(struct place, row)},
	{"cell", offsetof(struct place, cell)},
};

/* A tab or a line break in a query parts words, as a blank does. */
static void add_value(struct strbuf *out, const char *name, struct str value)
{
	strbuf_printf(out, "\t%s=", name);
	for (size_t i = 0; i < value.n; i++)
		strbuf_add_byte(out, (unsigned char)value.p[i] < ' ' ? ' ' : value.p[i]);
}

void place_line_add(const struct place *place, struct strbuf *out)
{
	struct str name = str_from(place_name(place));
	strbuf_add(out, name);
	if (place_counts(place->screen))
		add_value(out, "kind", str_from(kinds[place->kind].plural));
	for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
		const char *text = *(char *const *)(const void *)((const char *)place + slots[i].at);
		if (text && *text)
			add_value(out, slots[i].name, str_from(text));
	}
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		size_t number = *(const size_t *)(const void *)((const char *)place + numbers[i].at);
		if (number)
			strbuf_printf(out, "\t%s=%zu", numbers[i].name, number);
	}
	if (place->only_conflicts)
		add_value(out, "conflicts", STR("1"));
}

static void read_value(struct place *place, struct str name, struct str value)
{
	for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
		if (str_eq_c(name, slots[i].name))
			place_set((char **)(void *)((char *)place + slots[i].at), value);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (str_eq_c(name, numbers[i].name)) {
			size_t number = 0;
			for (size_t k = 0; k < value.n && k < 9 && value.p[k] >= '0' && value.p[k] <= '9'; k++)
				number = number * 10 + (size_t)(value.p[k] - '0');
			*(size_t *)(void *)((char *)place + numbers[i].at) = number;
		}
	if (place_counts(place->screen) && str_eq_c(name, "kind"))
		kind_parse(value, &place->kind);
	if (str_eq_c(name, "conflicts"))
		place->only_conflicts = true;
}

/* Whether it names all that its screen is of. A record's kind is told by its id. */
static bool is_whole(struct place *place)
{
	switch (place->screen) {
	case SCREEN_RECORD: return place->ids[0] && kind_of_id(str_from(place->ids[0]), &place->kind);
	case SCREEN_MAP:
	case SCREEN_GAPS: return place->ids[0];
	case SCREEN_COMPARE: return place->ids[0] && place->ids[1];
	case SCREEN_PALETTE: return false;
	default: return !place_counts(place->screen) || place->kind < KIND_COUNT;
	}
}

bool place_line_read(struct str line, struct place *out)
{
	struct str part = STR(""), name;
	str_split(&line, '\t', &part);
	if (!place_parse(part, out))
		return false;
	while (line.p && str_split(&line, '\t', &part))
		if (str_split(&part, '=', &name) && part.p)
			read_value(out, name, part);
	bool whole = is_whole(out);
	if (!whole)
		place_release(out);
	return whole;
}

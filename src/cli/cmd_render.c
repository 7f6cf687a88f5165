#include "meant_internal.h"
#include "verb_internal.h"

#include "index/lookup.h"
#include "query/column.h"
#include "query/facet.h"
#include "query/query.h"
#include "query/site.h"
#include "view/map_screen.h"

#include <stdio.h>
#include <string.h>

static bool parse_size(const struct invocation *invocation, int *columns, int *rows, struct err *err)
{
	const char *size = invocation->values[OPTION_SIZE];
	int used = 0;
	*columns = 80;
	*rows = 24;
	if (!size)
		return true;
	bool digits = strspn(size, "0123456789x") == strlen(size) && strlen(size) < 10;
	if (digits && sscanf(size, "%dx%d%n", columns, rows, &used) == 2 && !size[used] && *columns >= 1 &&
		*rows >= 1 && *columns <= GRID_SIDE_MAX && *rows <= GRID_SIDE_MAX)
		return true;
	return option_error(err, invocation, OPTION_SIZE, "columns and rows such as 80x24, 1 to 1000 each");
}

static bool screen_error(const struct word *word, struct err *err)
{
	struct strbuf expected = {0};
	struct meant meant;
	meant_init(&meant, word->text);
	strbuf_add_c(&expected, "one of");
	for (size_t i = 0; place_nth_name(i); i++) {
		meant_try(&meant, str_from(place_nth_name(i)));
		strbuf_printf(&expected, "%s%s", i ? ", " : " ", place_nth_name(i));
	}
	meant_error(err, word, meant_name(&meant), expected.p);
	strbuf_release(&expected);
	return false;
}

/* How many records a screen needs. */
static void refs_wanted(const struct place *place, size_t *least, size_t *most)
{
	bool one = place->screen == SCREEN_RECORD || place->screen == SCREEN_MAP || place->screen == SCREEN_GAPS;
	*least = one ? 1 : place->screen == SCREEN_COMPARE ? 2 : 0;
	*most = one ? 1 : place->screen == SCREEN_COMPARE ? PLACE_REFS : 0;
}

/* What a map can be of. A chain before others of that name, then what stands in one. */
static uint32_t map_kinds(struct session *session, const struct word *word)
{
	static const enum kind kinds_tried[] = {KIND_CHAIN, KIND_ZONE, KIND_ENTERPRISE, KIND_STAGE};
	const size_t n = sizeof kinds_tried / sizeof *kinds_tried;
	uint32_t all = 0;
	for (size_t i = 0; i < n; i++) {
		struct lookup_hits found = {0};
		uint32_t mask = UINT32_C(1) << kinds_tried[i];
		lookup_reference(session->index, word->text, mask, &found);
		bool some = found.n > 0;
		lookup_release(&found);
		if (some)
			return mask;
		all |= mask;
	}
	return all;
}

static bool take_refs(struct session *session, struct place *place, struct err *err)
{
	const struct invocation *invocation = session->invocation;
	size_t n = invocation->n_words - 1, least, most;
	refs_wanted(place, &least, &most);
	if (n < least)
		return err_at(err, ERR_USAGE, "argument", invocation->end, 1,
			"found %zu record%s for the screen %s, expected %s", n, n == 1 ? "" : "s", place_name(place),
			place->screen == SCREEN_COMPARE ? "two to four" : "one");
	if (n > most)
		return word_error(err, ERR_USAGE, &invocation->words[1 + most],
			most ? "no more records for this screen" : "no record for this screen");
	uint32_t mask = ALL_KINDS;
	if (place->kind < KIND_COUNT)
		mask = UINT32_C(1) << place->kind;
	else if (place->screen == SCREEN_MAP || place->screen == SCREEN_GAPS)
		mask = map_kinds(session, &invocation->words[1]);
	for (size_t i = 0; i < n; i++) {
		struct ref ref;
		if (!session_ref(session, &invocation->words[1 + i], mask, &ref, err))
			return false;
		place_set(&place->ids[i], index_id(session->index, ref));
		if (place->screen == SCREEN_RECORD)
			place->kind = ref_kind(ref);
	}
	return true;
}

/* Screens that count rows take their kind. */
static bool take_kind(struct session *session, struct place *place, struct err *err)
{
	const struct invocation *invocation = session->invocation;
	if (invocation->n_words < 2)
		return err_at(err, ERR_USAGE, "argument", invocation->end, 1, "found no kind for the screen %s, expected one such as projects",
			place_name(place));
	if (invocation->n_words > 2)
		return word_error(err, ERR_USAGE, &invocation->words[2], "one kind");
	return session_kind(&invocation->words[1], &place->kind, err);
}

/* The fields of --by, at most as many as the screen counts by: one that it passed over in silence would seem to be answered. */
static bool check_by(const struct session *session, const struct place *place, struct err *err)
{
	const struct invocation *invocation = session->invocation;
	const size_t most = place->screen == SCREEN_CROSSTAB ? 2 : 1;
	struct str rest = str_from(invocation->values[OPTION_BY]), name;
	struct facet facet;
	for (size_t n = 0; str_split(&rest, ',', &name); n++) {
		if (n == most)
			return option_error(err, invocation, OPTION_BY, most > 1 ? "at most two fields" : "one field; crosstab takes two");
		if (!facet_parse(str_trim(name), place->kind, session->index, &facet, err))
			return option_place(err, invocation, OPTION_BY);
	}
	return true;
}

/* What they count by, and sum: names are read here so that a wrong one is no picture of nothing. */
static bool take_counting(struct session *session, struct place *place, struct err *err)
{
	const struct invocation *invocation = session->invocation;
	const char *by = invocation->values[OPTION_BY], *sum = invocation->values[OPTION_SUM];
	struct list_column column;
	if (!by && !sum)
		return true;
	if (!place_counts(place->screen))
		return err_at(err, ERR_USAGE, "argument", invocation->options[by ? OPTION_BY : OPTION_SUM], 1,
			"found --%s, expected it for facets, groups and crosstab only", by ? "by" : "sum");
	if (by && !check_by(session, place, err))
		return false;
	/* A modality may stand behind the figure. */
	struct str figure = sum ? str_from(sum) : STR("");
	ptrdiff_t slash = str_find_byte(figure, '/', 0);
	if (sum && !column_parse(slash < 0 ? figure : str_sub(figure, 0, (size_t)slash), place->kind, session->index, &column, err))
		return option_place(err, invocation, OPTION_SUM);
	if (sum && column.type != COLUMN_FIGURE)
		return option_error(err, invocation, OPTION_SUM, "a figure such as invest; see yuanlian list indicators");
	if (slash >= 0 && enum_parse(ENUM_MODALITY, str_sub(figure, (size_t)slash + 1, figure.n)) < 0)
		return option_error(err, invocation, OPTION_SUM,
			"a figure and one of actual, capacity, expected, planned, target, resource, such as invest/planned");
	place_set(&place->by, str_from(by ? by : ""));
	place_set(&place->figure, figure);
	return true;
}

static bool takes_query(enum screen screen)
{
	return screen != SCREEN_HOME && screen != SCREEN_RECORD && screen != SCREEN_COMPARE && screen != SCREEN_HELP;
}

static bool check_filter(const struct session *session, const struct place *place, enum kind kind, struct err *err)
{
	struct query *query = query_parse(str_from(place->query), kind, session->index, err);
	query_free(query);
	return query != NULL;
}

/* Without any the screen says how to ask. */
static bool check_needs(const struct place *place, struct err *err)
{
	struct arena arena = {0};
	struct site_needs needs;
	bool ok = !*place->query || site_parse(str_from(place->query), &needs, &arena, err);
	arena_release(&arena);
	return ok;
}

/* A list or count of what cannot be asked would be a picture of nothing, too. */
static bool check_query(const struct session *session, const struct place *place, struct err *err)
{
	const struct invocation *invocation = session->invocation;
	if (option_given(invocation, OPTION_QUERY) && !takes_query(place->screen))
		return err_at(err, ERR_USAGE, "argument", invocation->options[OPTION_QUERY], 1, "found --query, expected the screen %s without it",
			place_name(place));
	switch (place->screen) {
	case SCREEN_MAP: return map_query_check(str_from(place->query), err);
	case SCREEN_SITE: return check_needs(place, err);
	case SCREEN_IGNORANCE: return check_filter(session, place, KIND_ZONE, err);
	default: return (place->screen != SCREEN_LIST && !place_counts(place->screen)) || check_filter(session, place, place->kind, err);
	}
}

static bool draw(struct session *session, const struct place *place, int columns, int rows, struct err *err)
{
	struct settings settings = session_settings(session);
	struct app *app = app_new(&settings);
	struct grid grid;
	struct strbuf text = {0};
	grid_init(&grid, columns, rows, session->ambi, false);
	app_set_index(app, session->index);
	app_go(app, place);
	app_draw(app, &grid);
	grid_dump(&grid, &text);
	bool ok = session_print_made(&text, err);
	grid_release(&grid);
	app_free(app);
	return ok;
}

bool cmd_render(struct session *session, struct err *err)
{
	const struct invocation *invocation = session->invocation;
	const struct word *screen = &invocation->words[0];
	struct place place;
	int columns, rows;
	if (!parse_size(invocation, &columns, &rows, err))
		return false;
	if (!place_parse(screen->text, &place))
		return screen_error(screen, err);
	if (option_given(invocation, OPTION_QUERY))
		place_set(&place.query, str_from(invocation->values[OPTION_QUERY]));
	bool ok = session_index(session, err) &&
		  (place_counts(place.screen) ? take_kind(session, &place, err) : take_refs(session, &place, err)) &&
		  take_counting(session, &place, err) && check_query(session, &place, err) && draw(session, &place, columns, rows, err);
	place_release(&place);
	return ok;
}

/* The keys of the comparison: what is put aside, and the way to it; on a chain alone to its reference chain. */
#include "view/app_internal.h"

#include "index/read.h"

#include <string.h>

/* Whether it has nothing in common with what was compared already: zones beside chains make no table. */
static bool begins_another(const struct app *app, struct ref ref)
{
	bool other = app->aside != ASIDE_NEW && app->n_compared;
	for (size_t i = 0; i < app->n_compared && other; i++)
		other = ref_kind(app->compared[i]) != ref_kind(ref);
	return other;
}

/* c puts it aside, c again takes it back. */
static void add_to_comparison(struct app *app)
{
	struct ref ref = app->screen->record ? app->screen->record(app->state) : REF_NONE;
	struct strbuf text = {0};
	if (!ref_none(ref) && begins_another(app, ref))
		app->n_compared = 0;
	if (ref_none(ref)) {
		strbuf_add(&text, app_message(app, MSG_COMPARE_NOTHING));
	} else if (app_compare_drop(app, ref)) {
		strbuf_add(&text, app_message(app, MSG_COMPARE_DROPPED));
	} else if (app_compare_add(app, ref)) {
		strbuf_add(&text, app_message(app, MSG_COMPARE_ADDED));
	} else {
		strbuf_add(&text, app_message(app, MSG_COMPARE_FULL));
	}
	if (!ref_none(ref))
		strbuf_printf(&text, " %zu/%d", app->n_compared, PLACE_REFS);
	app_tell(app, strbuf_str(&text), false);
	strbuf_release(&text);
}

/* The chain at which one stands: the record here, what it stands in, or the page's own. */
static struct ref chain_here(const struct app *app)
{
	static const struct {
		enum kind kind;
		const char *up;
	} ways[] = {{KIND_PLACEMENT, "stage"}, {KIND_LINK, "from"}, {KIND_STAGE, "chain"}};
	const struct place *place = &app->history.v[app->here].place;
	struct ref here = app->screen->record ? app->screen->record(app->state) : REF_NONE;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (!ref_none(here) && ref_kind(here) == ways[i].kind)
			here = read_ref(app->index, here, ways[i].up);
	if ((ref_none(here) || ref_kind(here) != KIND_CHAIN) && place->ids[0])
		here = index_find_id(app->index, str_from(place->ids[0]));
	return !ref_none(here) && ref_kind(here) == KIND_CHAIN ? here : REF_NONE;
}

/* A chain beside the reference chain that it follows. */
static size_t with_reference(const struct app *app, struct ref out[PLACE_REFS])
{
	out[0] = chain_here(app);
	out[1] = ref_none(out[0]) ? REF_NONE : read_ref(app->index, out[0], "template");
	return ref_none(out[1]) ? 0 : 2;
}

/* What is marked in a list like this one: as many as stand side by side, else none. */
static size_t marked_here(const struct app *app, struct ref out[PLACE_REFS])
{
	enum kind kind = app->history.v[app->here].place.kind;
	size_t n = kind < KIND_COUNT ? app_marks(app, kind, out, PLACE_REFS) : 0;
	return n >= 2 && n <= PLACE_REFS ? n : 0;
}

/* What is put aside, as long as it is what one came for: all of it new, or seen already and nothing else asked for since. */
static size_t put_aside(const struct app *app, struct ref out[PLACE_REFS])
{
	size_t n = app_compare_list(app, out);
	struct ref chain = app->aside == ASIDE_NEW || !app->index ? REF_NONE : chain_here(app);
	bool about = ref_none(chain) || ref_none(read_ref(app->index, chain, "template"));
	for (size_t i = 0; i < n && !about; i++)
		about = ref_eq(out[i], chain);
	return app->aside != ASIDE_OVER && about ? n : 0;
}

/* What is put aside; where that is nothing or was seen, what is marked since, or a chain and its reference chain. */
static void go_compare(struct app *app)
{
	struct ref refs[PLACE_REFS];
	size_t n = put_aside(app, refs);
	if (!n && app->index)
		n = marked_here(app, refs);
	if (!n && app->index)
		n = with_reference(app, refs);
	if (!n)
		n = app_compare_list(app, refs);
	if (n < 2) {
		app_tell(app, app_message(app, MSG_COMPARE_FEW), false);
		return;
	}
	struct place place;
	place_init(&place, SCREEN_COMPARE, KIND_COUNT);
	for (size_t i = 0; i < n; i++)
		place_set(&place.ids[i], index_id(app->index, refs[i]));
	if (n == app->n_compared && memcmp(refs, app->compared, n * sizeof *refs) == 0)
		app->aside = ASIDE_SEEN; /* kept: one comes back for it, or for one more beside it */
	app_go(app, &place);
	place_release(&place);
}

void app_compare_command(struct app *app, enum command_id id)
{
	if (id == CMD_COMPARE_ADD) {
		add_to_comparison(app);
	} else if (id == CMD_COMPARE_CLEAR) {
		app->n_compared = 0;
		app_tell(app, app_message(app, MSG_COMPARE_CLEARED), false);
	} else {
		go_compare(app);
	}
}

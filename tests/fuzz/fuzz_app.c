/* floors: tui view query index model text base */
/* options: -max_len=400 */
/*
 * Somebody at a terminal, over a small catalogue: any bytes typed or pasted into any screen, in windows of any size,
 * while the index goes and comes; before that any bytes as the bookmarks of an earlier session, and as his copy of an
 * article. Whatever is drawn is a whole grid; a bookmark that is set is a place; what goes outside is UTF-8.
 *
 * The input is two bytes that choose language, widths and where he begins, then bookmarks, article and keys, parted by
 * lines of hyphens. A byte 255 among the keys and the one behind it are something else that happens.
 */
#include "small_index.h"
#include "text/utf8.h"
#include "tui/input.h"
#include "view/app.h"

#include <stdio.h>

static const struct { int columns, rows; } windows[] = {{80, 24}, {40, 12}, {200, 60}, {20, 5}, {1, 1}, {3, 2}, {60, 16}, {132, 9}};
enum { N_WINDOWS = sizeof windows / sizeof *windows };

static const char *const starts[] = {
	"home", "projects", "zones", "claims", "stages", "search\tquery=xx", "zone\tid=zone:a", "project\tid=project:a",
	"chain\tid=chain:lv", "source\tid=source:read", "record\tid=claim:read", "enterprise\tid=enterprise:a",
	"map\tid=chain:lv", "map\tid=zone:a", "gaps\tid=chain:lv", "site\tquery=铝", "ignorance", "facets\tkind=projects",
	"groups\tkind=claims\tby=subject", "crosstab\tkind=projects\tby=zone,status", "compare\tid=zone:a\tid2=zone:b", "help",
};

static void fail_if(bool wrong, const char *what)
{
	if (!wrong)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

static struct str article(void *self, struct str sha256)
{
	(void)sha256;
	return *(const struct str *)self;
}

struct desk {
	const struct index *index;
	struct app *app;
	struct grid grid;
};

static void draw(struct desk *desk)
{
	const char *reason = "";
	app_draw(desk->app, &desk->grid);
	fail_if(!grid_validate(&desk->grid, &reason), reason);
}

static void take_effects(struct desk *desk)
{
	struct effect effect;
	while (app_effect(desk->app, &effect)) {
		struct place place;
		struct str text = str_from(effect.text ? effect.text : ""), path = str_from(effect.path ? effect.path : ""), letter;
		fail_if(!utf8_check(text, NULL) || !utf8_check(path, NULL), "an effect is no UTF-8");
		if (effect.type != EFFECT_BOOKMARK)
			continue;
		app_bookmarks_read(desk->app, text);
		fail_if(!str_split(&text, '\t', &letter) || !place_line_read(text, &place), "a bookmark is no place");
		place_release(&place);
	}
}

/* Nothing is shown before the last character of what came at once. */
static void happen(struct desk *desk, struct event event)
{
	app_handle(desk->app, event);
	take_effects(desk);
	if (!event.more)
		draw(desk);
}

static void happen_else(struct desk *desk, unsigned what)
{
	static const enum event_type types[] = {EVENT_NONE, EVENT_INTERRUPT, EVENT_PROGRESS, EVENT_RESUMED, EVENT_CHANGED, EVENT_INDEX};
	const unsigned n_types = sizeof types / sizeof *types;
	if (what < N_WINDOWS)
		grid_resize(&desk->grid, windows[what].columns, windows[what].rows);
	else if (what < 2 * N_WINDOWS)
		app_set_index(desk->app, what % 2 ? desk->index : NULL);
	else if (what < 3 * N_WINDOWS)
		app_set_work(desk->app, (enum app_work)(what % 3), what);
	happen(desk, (struct event){.type = what < 2 * N_WINDOWS ? EVENT_RESIZE : types[what % n_types], .columns = desk->grid.columns, .rows = desk->grid.rows});
}

/* What has come at once: `more` as the terminal says it. */
static void type(struct desk *desk, const uint8_t *bytes, size_t n)
{
	struct input input;
	key last = 0, k;
	bool any = false;
	input_init(&input, true);
	for (size_t at = 0; at < n;) {
		size_t room;
		unsigned char *to = input_room(&input, &room);
		size_t piece = n - at < room ? n - at : room;
		memcpy(to, bytes + at, piece);
		input_added(&input, piece);
		at += piece;
		while (input_next(&input, at == n, &k) == INPUT_KEY) {
			if (any)
				happen(desk, (struct event){.type = EVENT_KEY, .key = last, .more = key_is_character(last) && key_is_character(k)});
			last = k;
			any = true;
		}
	}
	if (any)
		happen(desk, (struct event){.type = EVENT_KEY, .key = last});
	input_release(&input);
}

static void sit_down(struct desk *desk, const uint8_t *keys, size_t n)
{
	for (size_t at = 0; at < n;) {
		const uint8_t *other = memchr(keys + at, 255, n - at);
		size_t end = other ? (size_t)(other - keys) : n;
		type(desk, keys + at, end - at);
		if (other && end + 1 < n)
			happen_else(desk, keys[end + 1]);
		at = end + (other ? 2 : 0);
	}
}

/* What stands before a line of hyphens, which is taken from the rest. */
static struct str part(struct str *rest)
{
	ptrdiff_t bar = str_find(*rest, STR("\n---\n"), 0);
	struct str found = bar < 0 ? STR("") : str_sub(*rest, 0, (size_t)bar);
	if (bar >= 0)
		*rest = str_sub(*rest, (size_t)bar + 5, rest->n);
	return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct index *index; /* made once: it does not change */
	if (n < 2)
		return 0;
	if (!index)
		index = small_index();
	struct str rest = {(const char *)bytes + 2, n - 2}, marks = part(&rest), text = part(&rest);
	/* The outside gives only articles that are UTF-8. */
	text = utf8_check(text, NULL) ? text : STR("");
	struct articles articles = {&text, article};
	struct settings settings = {.language = bytes[0] & 1 ? LANGUAGE_EN : LANGUAGE_ZH,
		.ambi = bytes[0] & 2 ? AMBI_WIDE : AMBI_NARROW,
		.ascii = bytes[0] & 4,
		.read_only = bytes[0] & 8,
		.today = 20800,
		.articles = &articles};
	struct desk desk = {.index = index, .app = app_new(&settings)};
	app_bookmarks_read(desk.app, marks);
	app_set_index(desk.app, bytes[0] & 16 ? NULL : index);
	unsigned w = (bytes[0] >> 5) % N_WINDOWS;
	grid_init(&desk.grid, windows[w].columns, windows[w].rows, settings.ambi, settings.ascii);
	struct place place;
	if (place_line_read(str_from(starts[bytes[1] % (sizeof starts / sizeof *starts)]), &place)) {
		app_go(desk.app, &place);
		place_release(&place);
	}
	draw(&desk);
	sit_down(&desk, (const uint8_t *)rest.p, rest.n);
	app_free(desk.app);
	grid_release(&desk.grid);
	return 0;
}

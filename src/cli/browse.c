#include "browse_internal.h"

#include "bookmarks_internal.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "tui/locale.h"
#include "tui/terminal.h"
#include "verb_internal.h"
#include "view/record.h"
#include "view/script.h"

#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- the terminal ------------------------------------------------------------------------------ */

static bool given(const struct session *session, enum option_id id, const char *variable)
{
	const char *value = getenv(variable);
	return option_given(session->invocation, id) || (value && *value);
}

/* What a terminal can show decides where nobody has said anything. */
static struct locale settle_locale(struct session *session)
{
	struct locale locale = tui_locale();
	if (locale.ascii && !given(session, OPTION_LANG, "YUANLIAN_LANG"))
		session->chinese = false;
	if (!given(session, OPTION_AMBI, "YUANLIAN_AMBI"))
		session->ambi = locale.ambi;
	return locale;
}

static struct terminal *open_script(const char *path, struct terminal *then, struct err *err)
{
	struct strbuf text = {0};
	struct terminal *script = NULL;
	struct script_options options = {.name = path, .then = then};
	if (file_read(path, &text, err))
		script = script_new(strbuf_str(&text), &options, err);
	else if (then)
		then->ops->close(then);
	strbuf_release(&text);
	return script;
}

/* A script needs no screen; with one it is played there and the user goes on. */
static bool open_terminal(struct browser *browser, const struct locale *locale, struct err *err)
{
	const struct invocation *invocation = browser->session->invocation;
	const char *script = invocation->values[OPTION_SCRIPT], *record = invocation->values[OPTION_RECORD];
	const struct tui_options options = {STDIN_FILENO, STDOUT_FILENO, *locale, browser->session->ambi};
	if (!script || (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))) {
		browser->screen = tui_open(&options, err);
		if (!browser->screen)
			return false;
	}
	browser->terminal = browser->screen;
	if (script)
		browser->terminal = browser->script = open_script(script, browser->screen, err);
	if (browser->terminal && record)
		browser->terminal = browser->recorder = record_new(browser->terminal, record, err);
	return browser->terminal;
}

/* -- the catalogue's changes --------------------------------------------------------------------- */

/* Whether the file is another one, or changed, since this was asked last; none at all is another one, too. */
static bool has_moved(struct browser *browser)
{
	struct stat now, seen = browser->seen;
	if (stat(browser->session->catalogue.path.p, &now) != 0)
		now = (struct stat){0};
	browser->seen = now;
	return now.st_dev != seen.st_dev || now.st_ino != seen.st_ino || now.st_size != seen.st_size
		|| now.st_mtim.tv_sec != seen.st_mtim.tv_sec || now.st_mtim.tv_nsec != seen.st_mtim.tv_nsec;
}

/*
 * The file, not its folder: what others do beside it wakes nobody. Anew each time, since it may have been replaced.
 * Where it is away for a while, or the system has no watch to spare, it is looked at now and then.
 */
static void watch_catalogue(struct browser *browser)
{
	browser->unwatched = browser->watch_fd < 0
		|| inotify_add_watch(browser->watch_fd, browser->session->catalogue.path.p,
			   IN_MODIFY | IN_CLOSE_WRITE | IN_MOVE_SELF | IN_DELETE_SELF | IN_ATTRIB) < 0;
	if (browser->unwatched)
		has_moved(browser);
}

static void set_index(struct browser *browser, struct index *index)
{
	struct index *old = browser->index;
	browser->index = index;
	app_set_index(browser->app, index);
	if (index)
		row_source_stop(browser->rows); /* it knows how many there are */
	else
		row_source_begin(browser->rows);
	index_free(old);
}

static void tell_fault(struct browser *browser, const struct err *fault)
{
	struct strbuf text = {0};
	err_format(fault, &text);
	app_tell(browser->app, strbuf_str(&text), true);
	strbuf_release(&text);
}

/* False: there never was an index and there will be none. */
static bool take_index(struct browser *browser, struct err *err)
{
	struct index *index;
	struct err fault = ERR_INIT;
	bool asked = browser->asked;
	enum worker_result result;
	browser->asked = false;
	while ((result = worker_take(browser->worker, &index, &fault)) != WORKER_NOTHING) {
		app_set_work(browser->app, result == WORKER_CANCELLED ? APP_STOPPED : APP_RESTS, 0);
		if (browser->faulty && (result == WORKER_INDEX || result == WORKER_UNCHANGED))
			app_tell(browser->app, STR(""), false);
		browser->faulty = false;
		if (result == WORKER_INDEX || result == WORKER_DAMAGED) {
			set_index(browser, index);
		} else if (result == WORKER_UNCHANGED && asked) {
			app_tell(browser->app,
				str_from(session_say(browser->session, MSG_SAY_NOTHING_CHANGED)), false);
		} else if (result == WORKER_FAILED && browser->index && fault.code == ERR_BUSY && !asked) {
			worker_ask(browser->worker); /* it waits two seconds each time: whoever writes may take long */
		} else if (result == WORKER_FAILED && browser->index) {
			browser->faulty = true;
			tell_fault(browser, &fault);
		} else if (result == WORKER_FAILED) {
			*err = fault;
			return false;
		}
	}
	return true;
}

static void take_progress(struct browser *browser)
{
	unsigned percent;
	if (worker_percent(browser->worker, &percent))
		app_set_work(browser->app, APP_WORKS, percent);
	if (!browser->index && row_source_news(browser->rows))
		app_set_index(browser->app, NULL);
}

/* -- the loop --------------------------------------------------------------------------------------- */

static void fit_grid(struct browser *browser)
{
	int columns, rows;
	browser->terminal->ops->size(browser->terminal, &columns, &rows);
	if (columns != browser->grid.columns || rows != browser->grid.rows)
		grid_resize(&browser->grid, columns, rows);
}

void browser_show(struct browser *browser)
{
	int64_t start = clock_ms();
	fit_grid(browser);
	patience_begin(browser->patience, &browser->shown);
	app_draw(browser->app, &browser->grid);
	if (patience_end(browser->patience)) {
		app_stop(browser->app);
		app_draw(browser->app, &browser->grid);
	}
	browser->terminal->ops->show(browser->terminal, &browser->grid);
	struct grid drawn = browser->grid;
	browser->grid = browser->shown;
	browser->shown = drawn;
	trace_line(&browser->session->trace, "draw", "%dx%d in %lld ms", browser->shown.columns, browser->shown.rows,
		(long long)(clock_ms() - start));
}

static void interrupted(struct browser *browser)
{
	enum { TWICE_MS = 1000 };
	int64_t now = clock_ms();
	if (browser->interrupted_ms && now - browser->interrupted_ms < TWICE_MS)
		browser->quit = true;
	browser->interrupted_ms = now;
}

static void trace_key(const struct browser *browser, const struct event *event)
{
	if (event->type != EVENT_KEY || !trace_wants(&browser->session->trace, "key"))
		return;
	struct strbuf text = {0};
	key_format(event->key, &text);
	trace_line(&browser->session->trace, "key", "%s", text.p ? text.p : "");
	strbuf_release(&text);
}

/* False: take_index says why. */
static bool answer(struct browser *browser, struct event event, struct err *err)
{
	int64_t start = clock_ms();
	patience_begin(browser->patience, &browser->shown);
	app_handle(browser->app, event);
	/* Behind app_handle, which a key's message would not survive. */
	bool ok = event.type != EVENT_INDEX || take_index(browser, err);
	if (event.type == EVENT_PROGRESS)
		take_progress(browser);
	if (patience_end(browser->patience))
		app_stop(browser->app);
	trace_line(&browser->session->trace, "draw", "answer in %lld ms", (long long)(clock_ms() - start));
	return ok;
}

/* Less, as sessions over small catalogues have it, is not worth waking for. */
enum { MUCH_KEPT = 4 << 20 };

static bool handle(struct browser *browser, struct event event, struct err *err)
{
	trace_key(browser, &event);
	if (!answer(browser, event, err))
		return false;
	if (event.type == EVENT_INDEX || event.type == EVENT_CHANGED)
		watch_catalogue(browser);
	if (event.type == EVENT_INTERRUPT)
		interrupted(browser);
	if (event.type == EVENT_QUIT) {
		browser->quit = true;
		browser->signal = browser->screen ? tui_quit_signal(browser->screen) : 0;
	}
	browser->by_key = event.type == EVENT_KEY;
	browser_effects(browser);
	browser->keeps = alloc_kept() > MUCH_KEPT;
	return true;
}

/* Wait for an event. A session that rests keeps no memory for the next key: there may be many sessions on a machine. */
static struct event wait_event(struct browser *browser)
{
	enum { REST_MS = 2000, LOOK_MS = 1000 };
	int patience = browser->unwatched ? LOOK_MS : browser->keeps ? REST_MS : -1;
	struct event event = browser->terminal->ops->wait(browser->terminal, patience);
	if (event.type == EVENT_NONE && browser->keeps) {
		alloc_give_back();
		browser->keeps = false;
	}
	if (event.type == EVENT_NONE && browser->unwatched && has_moved(browser))
		event.type = EVENT_CHANGED;
	return event;
}

static struct event next_event(struct browser *browser)
{
	if (!browser->held.n)
		return wait_event(browser);
	struct event event = browser->held.v[0];
	browser->held.n--;
	memmove(browser->held.v, browser->held.v + 1, browser->held.n * sizeof event);
	return event;
}

/* Whether the next event is there and a character: of a text that is pasted what it finds is asked once, not at each of them. */
static bool character_follows(struct browser *browser)
{
	const struct terminal_ops *ops = browser->terminal->ops;
	if (!browser->held.n && ops->pending(browser->terminal)) {
		struct event next = ops->wait(browser->terminal, 0);
		if (next.type != EVENT_NONE)
			array_push(&browser->held, next);
	}
	return browser->held.n && browser->held.v[0].type == EVENT_KEY && key_is_character(browser->held.v[0].key);
}

static bool loop(struct browser *browser, struct err *err)
{
	const struct terminal_ops *ops = browser->terminal->ops;
	while (!browser->quit) {
		struct event event = next_event(browser);
		if (event.type == EVENT_NONE)
			continue;
		event.more = event.type == EVENT_KEY && key_is_character(event.key) && character_follows(browser);
		if (!handle(browser, event, err))
			return false;
		if (!browser->quit && !browser->held.n && !ops->pending(browser->terminal))
			browser_show(browser);
	}
	return true;
}

/* -- life ---------------------------------------------------------------------------------------------- */

static void read_bookmarks(struct browser *browser)
{
	struct strbuf kept = {0};
	bookmarks_read(&kept);
	app_bookmarks_read(browser->app, strbuf_str(&kept));
	strbuf_release(&kept);
}

static void go_first(struct browser *browser)
{
	struct place place;
	struct strbuf words = {0};
	invocation_join(browser->session->invocation, 0, &words);
	place_init(&place, SCREEN_HOME, KIND_COUNT);
	app_go(browser->app, &place);
	if (words.n) {
		place.screen = SCREEN_SEARCH;
		place_set(&place.query, strbuf_str(&words));
		app_go(browser->app, &place);
	}
	place_release(&place);
	strbuf_release(&words);
}

/* What a script leaves on a screen that nobody sees is its answer. */
static bool end_script(struct browser *browser, struct err *err)
{
	if (!browser->script)
		return true;
	if (!script_ok(browser->script, err))
		return false;
	if (browser->screen)
		return true;
	browser_show(browser);
	struct strbuf text = {0};
	grid_dump(&browser->shown, &text);
	return session_print_made(&text, err);
}

static bool run(struct browser *browser, struct err *err)
{
	browser->worker = worker_new(&browser->session->catalogue, &browser->session->trace, err);
	if (!browser->worker)
		return false;
	browser->terminal->ops->watch(browser->terminal, worker_fd(browser->worker), EVENT_INDEX);
	browser->terminal->ops->watch(browser->terminal, worker_progress_fd(browser->worker), EVENT_PROGRESS);
	browser->terminal->ops->watch(browser->terminal, row_source_fd(browser->rows), EVENT_PROGRESS);
	browser->watch_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (browser->watch_fd >= 0)
		browser->terminal->ops->watch(browser->terminal, browser->watch_fd, EVENT_CHANGED);
	watch_catalogue(browser);
	read_bookmarks(browser);
	go_first(browser);
	browser_show(browser);
	/* Whoever reads files comes behind the first screen. */
	row_source_begin(browser->rows);
	worker_ask(browser->worker);
	if (browser->screen)
		browser->patience = patience_new(browser->screen, str_from(session_say(browser->session, MSG_WORKING)));
	return loop(browser, err) && end_script(browser, err) && (!browser->recorder || record_ok(browser->recorder, err));
}

bool cmd_browse(struct session *session, struct err *err)
{
	struct browser browser = {.session = session, .watch_fd = -1};
	struct locale locale = settle_locale(session);
	if (!open_terminal(&browser, &locale, err))
		return false;
	struct settings settings = session_settings(session);
	settings.ascii = locale.ascii;
	settings.rows = browser.rows = row_source_new(session->catalogue.path.p);
	if (!browser.screen) /* nobody looks at what a script leaves behind */
		row_source_count(browser.rows);
	browser.app = app_new(&settings);
	grid_init(&browser.grid, 1, 1, session->ambi, locale.ascii);
	grid_init(&browser.shown, 1, 1, session->ambi, locale.ascii);
	bool ok = run(&browser, err);
	patience_free(browser.patience);
	browser.terminal->ops->close(browser.terminal);
	worker_free(browser.worker);
	if (browser.watch_fd >= 0)
		close(browser.watch_fd);
	app_free(browser.app);
	index_free(browser.index);
	row_source_free(browser.rows);
	array_release(&browser.held);
	grid_release(&browser.grid);
	grid_release(&browser.shown);
	if (ok && browser.signal) {
		err->code = (enum err_code)(128 + browser.signal);
		return false;
	}
	return ok;
}

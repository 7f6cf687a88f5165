/*
 * The app's state, shared by app.c (events and history), app_draw.c (frame around the
 * screens), app_pending.c (keys that may follow), app_prompt.c (the line at the bottom), app_mark.c (marks, comparison, siblings),
 * app_map.c (maps), app_list.c (lists that commands open), app_bookmark.c (bookmarks), app_copy.c (copy, print, export) and
 * app_stop.c (answers that were given up).
 */
#ifndef VIEW_APP_INTERNAL_H
#define VIEW_APP_INTERNAL_H

#include "base/arena.h"
#include "base/array.h"
#include "view/app.h"
#include "view/command.h"
#include "view/edit.h"
#include "view/screen.h"

typedef ARRAY(struct place) place_list;

/* Where one was or is; undo and redo hold earlier and later views of the same screen. */
struct entry {
	struct place place;
	char *title; /* for the crumbs; owned */
	bool begins; /* it is of no other page: the crumbs begin with it */
	place_list undo, redo;
};

struct bookmark {
	key letter;
	struct place place;
	char *title; /* of the place when it was set; owned */
};

/* Bits by row, one set a kind. */
struct marks {
	uint64_t *bits; /* NULL: none marked */
	size_t n_rows, n_marked;
};

struct marked_pair {
	struct ref stage, candidate;
};

typedef ARRAY(struct marked_pair) pair_list;

/* What was put aside: not compared yet; compared; compared, and something was marked since. */
enum aside { ASIDE_NEW, ASIDE_SEEN, ASIDE_OVER };

enum { TYPED_MAX = 4 };

struct app {
	struct settings settings;
	const struct index *index;

	ARRAY(struct entry) history;
	size_t here, before; /* the entry shown, and the one shown before it */
	size_t before_palette; /* `before` when the palette was opened */
	size_t was_here, n_undo; /* `here` before the last event, and how many views could be undone there */
	const struct screen_class *screen;
	void *state;

	key typed[TYPED_MAX]; /* keys of a sequence that is not complete yet */
	size_t n_typed;
	/* How the command that runs was typed. */
	struct {
		key letter;   /* of one with ARGUMENT_KEY: the key behind its own; 0: not typed */
		bool of_page; /* a sequence that begins with g: what belongs to this page is asked for */
	} by_keys;

	bool prompting;
	enum command_id prompt_command; /* runs with the text at Enter; CMD_NONE: the text goes to the screen */
	struct edit edit;
	bool more_typed;                /* the next event is another character of the line */
	bool line_changed;              /* since somebody was asked what the line finds */
	struct strbuf prompt_label;
	struct strbuf failed_path;      /* that the last export was to go to; empty: it went there */
	enum command_id last_run;       /* the command that opened a screen's prompt */

	struct strbuf work; /* how the work on the next index stands; empty: there is none */
	struct strbuf told;
	bool told_error;

	bool evidence_shown, evidence_all, preview;
	int columns, rows; /* of the grid last drawn: decides the tier */
	struct area area;  /* the screen's part of it */

	struct marks marks[KIND_COUNT];
	pair_list pairs; /* in order */
	struct ref compared[PLACE_REFS];
	size_t n_compared;
	enum aside aside;
	ARRAY(struct ref) siblings;
	ARRAY(struct bookmark) bookmarks; /* in the order of their letters */

	ARRAY(struct effect) effects;
	size_t effects_taken;
	struct arena scratch;
};

void app_marks_rebind(struct app *app, const struct index *old, const struct index *new_index);
void app_marks_release(struct app *app);
bool app_sibling(const struct app *app, struct ref from, int step, struct ref *out);

/* The place as it is now, borrowed until the next one; its title appended. */
const struct place *app_here(struct app *app, struct strbuf *title);

/* The list of a kind; `here`: only what refers to the record of this page. */
void app_go_kind(struct app *app, enum kind kind, bool here);

/* From a page that counts contradictions to the figures: those of the record, on the first screen all. */
void app_go_conflicts(struct app *app);

/* "claims has:conflict": as the command of that name takes it. */
void app_go_named_list(struct app *app, struct str text);

/* Set a bookmark or go to one: the letter as it was typed, else the argument. */
void app_bookmark_command(struct app *app, enum command_id id, struct str argument);
void app_bookmark_name(const struct app *app, const struct bookmark *bookmark, struct strbuf *out); /* for people: "项目 投资>=5亿" */
void app_bookmarks_release(struct app *app);

/* What may follow the keys typed so far, over the last lines. */
void app_draw_pending(const struct app *app, struct grid *grid);

/* Close the screen; or close it and open it again where one is. And keep its title for the crumbs. */
void app_close_screen(struct app *app);
void app_reopen(struct app *app);
void app_keep_title(struct app *app);

/* Before an event: where one is, should its answer be given up. */
void app_remember_place(struct app *app);

/* An effect without a text; and forget all, those that were not taken, too. */
void app_effect_bare(struct app *app, enum effect_type type);
void app_effects_clear(struct app *app);

/* Ask for a command's argument. */
void app_prompt_for(struct app *app, enum command_id id);
void app_prompt_key(struct app *app, key k);

/*
 * Alt and a character that nobody has taken: over a slow line Esc and the key typed behind it arrive as one. Both are
 * done. false: it is no such key.
 */
bool app_escape_and_key(struct app *app, key k);

/* A prompt over a change of the screen's state: resume gives it back to a new state of the same screen. */
struct suspended_prompt {
	bool open, of_screen;
	enum command_id opener;
	struct strbuf text;
	size_t caret;
};
struct suspended_prompt app_prompt_suspend(struct app *app);
void app_prompt_resume(struct app *app, struct suspended_prompt *prompt);

/* Put aside for the comparison, and go there. */
void app_compare_command(struct app *app, enum command_id id);

/* Whether the page is of a chain, or of a zone that has some. */
bool app_page_of_chains(const struct app *app);

/* The map, its arithmetic, the gaps. */
void app_map_command(struct app *app, enum command_id id);

/* The copy, print and export commands; false: none of them. */
bool app_copy_command(struct app *app, enum command_id id, struct str argument);

#endif

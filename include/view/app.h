/*
 * The program as its user sees it: where he is, where he was, what he marked. Events go
 * in, a grid comes out, and effects: what only the outside can do.
 */
#ifndef VIEW_APP_H
#define VIEW_APP_H

#include "view/command.h"
#include "view/event.h"
#include "view/place.h"
#include "view/settings.h"

struct app;

enum effect_type {
	EFFECT_NONE,
	EFFECT_QUIT,
	EFFECT_COPY,    /* text: to the clipboard of the user's own terminal */
	EFFECT_PRINT,   /* text: plainly on the terminal */
	EFFECT_EXPORT,  /* path, and the rows: ids one a line in text, kind; the answer comes by app_tell */
	EFFECT_EXPORT_TABLE, /* path; text: the titles and the rows, one a line, cells parted by tabs */
	EFFECT_EXPORT_SHEET, /* path, and the id of a record in text: all that is known of it, to be read */
	EFFECT_EXPORT_GAPS, /* path; text: id of the chain or zone, then a line for each row: the stage's id, a blank and the candidate's where there is one */
	EFFECT_BOOKMARK, /* text: a line to keep in place of the one that begins with the same letter; app_bookmarks_read reads it */
	EFFECT_REDRAW,
	EFFECT_RELOAD,  /* read the catalogue again */
	EFFECT_CANCEL,  /* stop the work that runs */
};

struct effect {
	enum effect_type type;
	enum kind kind;
	char *text, *path; /* owned by the app until the next event; may be NULL */
};

struct app *app_new(const struct settings *settings);
void app_free(struct app *app);

/* A new index (the app does not own it; the old one must live until this returns), or NULL: none yet. */
void app_set_index(struct app *app, const struct index *index);

/* Go to a place (copied); what was there becomes history. */
void app_go(struct app *app, const struct place *place);

/* Go to a place that takes the present one's place in the history: back leads to what was before this one, undo to this one. */
void app_replace(struct app *app, const struct place *place);

/* The place that back leads to; NULL: none. */
const struct place *app_before(const struct app *app);

void app_handle(struct app *app, struct event event);

/*
 * The answer to the last event was given up (base/halt.h): what the screen has of it is thrown away, and it says so. Opened
 * again it is what was asked for, or, where the event changed something in a place, that place as it was before.
 */
void app_stop(struct app *app);

/* Draw into a grid of any size from 1 x 1 up. */
void app_draw(struct app *app, struct grid *grid);

/* The next effect of the last event; false: no more. */
bool app_effect(struct app *app, struct effect *out);

/* Bookmarks of earlier sessions: the lines that EFFECT_BOOKMARK gave. What is no bookmark is passed over. */
void app_bookmarks_read(struct app *app, struct str text);

/*
 * How the work on the next index stands. It is told in the first line, and wherever "reading…" stands while there is
 * no index. A new index ends it.
 */
enum app_work { APP_RESTS, APP_WORKS, APP_STOPPED };
void app_set_work(struct app *app, enum app_work work, unsigned percent);

/* An export to what was typed there came to nothing: the next question for a file begins with it. */
void app_export_failed(struct app *app, struct str path);

/* Say something in the last line until the next key (raw text). */
void app_tell(struct app *app, struct str text, bool error);
void app_tell_error(struct app *app, const struct err *err);
/* That a command means nothing here, and what it does elsewhere. */
void app_tell_not_here(struct app *app, enum command_id id);

/* -- for screens -------------------------------------------------------------- */

const struct index *app_index(const struct app *app); /* NULL: not ready */
const struct settings *app_settings(const struct app *app);
struct str app_message(const struct app *app, enum message id);
bool app_chinese(const struct app *app);
struct arena *app_scratch(const struct app *app); /* lives until the next event or draw */

void app_go_record(struct app *app, struct ref ref);
void app_go_list(struct app *app, enum kind kind, struct str query);
void app_effect_add(struct app *app, enum effect_type type, enum kind kind, struct str text, struct str path);

/* To the clipboard of the user's own terminal; `what` is told of the text. */
void app_copy(struct app *app, struct str text, struct str what);

/* Ask for a line of text at the bottom; goes to the screen's `prompt`. label and initial are copied. */
void app_prompt(struct app *app, struct str label, struct str initial);
/* The same for a text to which another word is added mostly: it may be typed at once. */
void app_prompt_on(struct app *app, struct str label, struct str begun);
/*
 * Whoever gives keys to a line of text of its own says of each whether it changed the line; true: what the line finds is
 * to be asked now. Of characters that were typed or pasted faster than they were taken, that is behind the last.
 */
bool app_line_asks(struct app *app, bool changed);

/* Where the caret of that line stands, in bytes; and other text for a part of it, as if it had been typed. */
size_t app_prompt_caret(const struct app *app);
void app_prompt_replace(struct app *app, size_t from, size_t to, struct str with);

/* Marks: by record, over all lists. */
bool app_marked(const struct app *app, struct ref ref);
void app_mark(struct app *app, struct ref ref, bool on);
size_t app_marks(const struct app *app, enum kind kind, struct ref *out, size_t max); /* how many there are; the first max in out */

/* Marks of pairs, apart from those: a candidate for the stage of a gap; candidate may be REF_NONE. */
bool app_pair_marked(const struct app *app, struct ref stage, struct ref candidate);
void app_pair_mark(struct app *app, struct ref stage, struct ref candidate, bool on);

/* Records put aside for comparison (at most PLACE_REFS). false: full or there already. */
bool app_compare_add(struct app *app, struct ref ref);
bool app_compare_drop(struct app *app, struct ref ref); /* false: it is not there */
size_t app_compare_list(const struct app *app, struct ref out[PLACE_REFS]);

/* Do a command, as if its key had been pressed; from the palette: on the screen below it. */
void app_run(struct app *app, enum command_id id, struct str argument);

/* Whether the side panel of the wide tier is on (i). */
bool app_preview(const struct app *app);

/* Remember the place as it is now, for u. Call before a change of the view. */
void app_undo_point(struct app *app);

/* The list a record was opened from, for J and K: the rows in order. Kept by the app; replaced by the next list. */
void app_set_siblings(struct app *app, const struct ref *refs, size_t n);

#endif

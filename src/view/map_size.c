/* How much room boxes and labels take. */
#include "view/map_draw_internal.h"

#include "text/wrap.h"

#include <string.h>

struct layout_size map_box_size(const struct grid *grid, const struct map_text *text, bool framed, int most)
{
	int columns = 0;
	for (size_t i = 0; i < text->n; i++) {
		const struct map_line *line = &text->lines[i];
		int width = paint_width(grid, line->text);
		columns = most_of(columns, map_is_figure(line) ? width : least(width, most - MAP_MARK - 2));
	}
	int rows = most_of((int)text->n, 1) + (framed ? 2 : 0);
	return (struct layout_size){.columns = most_of(columns + MAP_MARK + 2, MAP_MARK + 3), .rows = rows};
}

struct wrapping {
	struct map_line *lines; /* NULL: only counted */
	size_t n;
	struct arena *arena;
	enum role role;
};

static void add_piece(void *self, struct str piece)
{
	struct wrapping *w = self;
	if (w->lines)
		w->lines[w->n] = (struct map_line){arena_str(w->arena, piece), w->role};
	w->n++;
}

/* Where a figure may go on in the next line: at blanks, behind the dots of a range, in lists of words. */
static struct str figure_piece(struct str *rest, bool grouped)
{
	for (size_t i = 0; i < rest->n; i++) {
		bool dots = i && rest->p[i] == '.' && rest->p[i - 1] == '.' && i + 1 < rest->n;
		bool list = i >= 2 && memcmp(rest->p + i - 2, "、", 3) == 0;
		bool blank = rest->p[i] == ' ' && (!grouped || (i && rest->p[i - 1] == ' '));
		if (!blank && !dots && !list)
			continue;
		struct str piece = str_sub(*rest, 0, i + 1);
		*rest = str_sub(*rest, i + 1, rest->n);
		return piece;
	}
	struct str piece = *rest;
	rest->n = 0;
	return piece;
}

static void wrap_figure(struct wrapping *w, const struct grid *grid, struct str text, int room)
{
	struct strbuf line = {0};
	bool grouped = str_find(text, STR(MAP_BETWEEN), 0) >= 0;
	int used = 0;
	while (text.n) {
		struct str piece = figure_piece(&text, grouped), bare = piece;
		while (bare.n && bare.p[bare.n - 1] == ' ')
			bare.n--;
		if (line.n && used + paint_width(grid, bare) > room) {
			add_piece(w, str_trim(strbuf_str(&line)));
			strbuf_clear(&line);
			used = 0;
		}
		used += paint_width(grid, piece);
		strbuf_add(&line, piece);
	}
	if (line.n)
		add_piece(w, str_trim(strbuf_str(&line)));
	strbuf_release(&line);
}

/* Whether every piece between blanks has room: then words and counts stay whole, too. */
static bool pieces_fit(const struct grid *grid, struct str text, int room)
{
	bool grouped = str_find(text, STR(MAP_BETWEEN), 0) >= 0;
	while (text.n)
		if (paint_width(grid, str_trim(figure_piece(&text, grouped))) > room)
			return false;
	return true;
}

static void wrap_lines(struct wrapping *w, const struct grid *grid, const struct map_text *text, int room)
{
	struct strbuf cleaned = {0};
	for (size_t i = 0; i < text->n; i++) {
		const struct map_line *line = &text->lines[i];
		w->role = line->role;
		strbuf_clear(&cleaned);
		paint_text(grid, line->text, &cleaned);
		if (map_is_figure(line) || pieces_fit(grid, strbuf_str(&cleaned), room))
			wrap_figure(w, grid, strbuf_str(&cleaned), room);
		else
			text_wrap(strbuf_str(&cleaned), (size_t)room, grid->ambi, add_piece, w);
	}
	strbuf_release(&cleaned);
}

struct map_text map_wrap(const struct grid *grid, const struct map_text *text, int most, struct arena *arena)
{
	struct wrapping w = {.arena = arena};
	int room = most_of(most - MAP_MARK - 2, 2);
	struct map_text wrapped = *text;
	wrap_lines(&w, grid, text, room);
	w.lines = arena_alloc(arena, (w.n + 1) * sizeof *w.lines);
	w.n = 0;
	wrap_lines(&w, grid, text, room);
	wrapped.lines = w.lines;
	wrapped.n = w.n;
	return wrapped;
}

int map_label_columns(const struct grid *grid, struct str label, int most)
{
	return least(paint_width(grid, label), most);
}

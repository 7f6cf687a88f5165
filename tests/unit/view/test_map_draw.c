#include "unit/view/picture.h"
#include "unit/view/random_graph.h"

#include "base/alloc.h"
#include "view/paint.h"

enum { GRAPHS = 400 };

/* -- a small chain ----------------------------------------------------------------------- */

struct chain {
	struct arena arena;
	struct layout_size sizes[7];
	struct map_text boxes[7];
	struct layout_input input;
	struct map_texts texts;
	struct layout *layout;
};

static const struct map_line chain_lines[7][3] = {
	{{STR_INIT("铝土矿"), ROLE_LINK}, {STR_INIT("66 弱"), ROLE_NUMBER}},
	{{STR_INIT("氧化铝"), ROLE_LINK}, {STR_INIT("200 强"), ROLE_NUMBER}},
	{{STR_INIT("电解铝<>"), ROLE_LINK}, {STR_INIT("50 强"), ROLE_NUMBER}},
	{{STR_INIT("铝深加工"), ROLE_LINK}, {STR_INIT("38 中"), ROLE_NUMBER}, {STR_INIT("!缺12"), ROLE_WARNING}},
	{{STR_INIT("高端制造"), ROLE_LINK}, {STR_INIT("缺"), ROLE_WARNING}},
	{{STR_INIT("选铁"), ROLE_LINK}},
	{{STR_INIT("提锂"), ROLE_LINK}},
};
static const struct str chain_labels[] = {STR_INIT(""), STR_INIT(""), STR_INIT(""), STR_INIT(""), STR_INIT("赤泥"), STR_INIT(""),
	STR_INIT("碱液")};

static const bool chain_byproducts[] = {false, false, false, false, true, false, true};

/* 铝土矿 -> 氧化铝 -> 电解铝 -> 铝深加工 -> 高端制造; 赤泥 -> 选铁 -> 提锂, 碱液 back to 氧化铝. */
static void chain_open(struct chain *c, const struct grid *grid, bool framed)
{
	static const struct layout_link links[] = {{0, 1, LAYOUT_INPUT, 0}, {1, 2, LAYOUT_INPUT, 0}, {2, 3, LAYOUT_INPUT, 0}, {3, 4, LAYOUT_INPUT, 0},
		{1, 5, LAYOUT_BYPRODUCT, 4}, {5, 6, LAYOUT_INPUT, 0}, {6, 1, LAYOUT_BYPRODUCT, 4}};
	static const size_t n_lines[] = {2, 2, 2, 3, 2, 1, 1};
	*c = (struct chain){0};
	for (size_t i = 0; i < 7; i++) {
		c->boxes[i] = (struct map_text){.lines = chain_lines[i], .n = n_lines[i]};
		c->sizes[i] = map_box_size(grid, &c->boxes[i], framed, 20);
	}
	c->input = (struct layout_input){c->sizes, 7, links, 7, framed, framed ? 0 : 1};
	c->texts = (struct map_texts){.boxes = c->boxes, .labels = chain_labels, .byproducts = chain_byproducts};
	c->layout = layout_run(&c->arena, &c->input);
}

static void pictures(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		enum ambi ambi;
		bool ascii, framed;
		const char *picture;
	} rows[] = {
		{"box characters", AMBI_NARROW, false, true,
			"┌───────┐                      ┌─────────┐    ┌─────────┐    ┌─────────┐\n"
			"│ 铝土矿│    ┌───────┐         │>电解铝<>│    │ 铝深加工│    │ 高端制造│\n"
			"│ 66 弱 │───>│ 氧化铝│────────>│ 50 强   │───>│ 38 中   │───>│ 缺      │\n"
			"└───────┘ ┌┄>│ 200 强│┄┐       └─────────┘    │ !缺12   │    └─────────┘\n"
			"          ┆  └───────┘ ┆                      └─────────┘\n"
			"          ┆            ┆       ┌─────┐        ┌─────┐\n"
			"          ┆            └┄赤泥┄>│ 选铁│───────>│ 提锂│┄┄┄┄┄┐\n"
			"          ┆                    └─────┘        └─────┘     ┆\n"
			"          └┄┄<┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄碱液┄┄┄┄<┄┘\n"},
		{"wide ambiguous: frames in ASCII", AMBI_WIDE, false, true,
			"+-------+                      +---------+    +---------+    +---------+\n"
			"| 铝土矿|    +-------+         |>电解铝<>|    | 铝深加工|    | 高端制造|\n"
			"| 66 弱 |--->| 氧化铝|-------->| 50 强   |--->| 38 中   |--->| 缺      |\n"
			"+-------+ +.>| 200 强|.+       +---------+    | !缺12   |    +---------+\n"
			"          :  +-------+ :                      +---------+\n"
			"          :            :       +-----+        +-----+\n"
			"          :            +.赤泥.>| 选铁|------->| 提锂|.....+\n"
			"          :                    +-----+        +-----+     :\n"
			"          +..<..................................碱液....<.+\n"},
		{"ASCII, names in pinyin", AMBI_NARROW, true, true,
			"+------------+                           +---------------+    +-----------------+    +-----------------+\n"
			"| Lv Tu Kuang|    +------------+         |>Dian Jie Lv <>|    | Lv Shen Jia Gong|    | Gao Duan Zhi Zao|\n"
			"| 66 Ruo     |--->| Yang Hua Lv|-------->| 50 Qiang      |--->| 38 Zhong        |--->| Que             |\n"
			"+------------+ +.>| 200 Qiang  |.+       +---------------+    | ! Que 12        |    +-----------------+\n"
			"               :  +------------+ :                            +-----------------+\n"
			"               :                 :       +---------+          +------+\n"
			"               :                 +.Ch~i.>| Xuan Tie|--------->| Ti Li|............+\n"
			"               :                         +---------+          +------+            :\n"
			"               +..<.............................................Ji~e............<.+\n"},
		{"brackets", AMBI_NARROW, false, false,
			"[ 铝土矿]                      [>电解铝<>]    [ 铝深加工]    [ 高端制造]\n"
			"[ 66 弱 ]───>[ 氧化铝]────────>[ 50 强   ]───>[ 38 中   ]───>[ 缺      ]\n"
			"          ┌┄>[ 200 强]┄┐                      [ !缺12   ]\n"
			"          ┆            ┆\n"
			"          ┆            └┄赤泥┄>[ 选铁]───────>[ 提锂]┄┄┄┄┄┐\n"
			"          ┆                                               ┆\n"
			"          └┄┄<┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄碱液┄┄┄┄<┄┘\n"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct grid grid;
		struct chain chain;
		struct strbuf sb = {0};
		grid_init(&grid, 1, 1, rows[i].ambi, rows[i].ascii);
		chain_open(&chain, &grid, rows[i].framed);
		picture_draw(&grid, chain.layout, &chain.texts, 2);
		grid_dump(&grid, &sb);
		picture_expect(sb.p, rows[i].picture, rows[i].name);
		strbuf_release(&sb);
		arena_release(&chain.arena);
		grid_release(&grid);
	}
}

static void roles(void **state)
{
	(void)state;
	struct grid grid;
	struct chain chain;
	struct strbuf sb = {0};
	grid_init(&grid, 1, 1, AMBI_NARROW, false);
	chain_open(&chain, &grid, false);
	picture_draw(&grid, chain.layout, &chain.texts, 2);
	grid_dump_roles(&grid, &sb);
	picture_expect(sb.p,
		"|f.llllllf......................>>>>>>>>>>>....f.llllllllf....f.llllllllf|\n"
		"|f.nnnnn.ffffff.llllllfhhhhhhhhh>>>>>>>>>>>hhhhf.nnnnn...ffffff.ww......f|\n"
		"|..........dddf.nnnnnnfdd......................f.wwwww...f...............|\n"
		"|..........d............d................................................|\n"
		"|..........d............ddddddddf.llllffffffffff.llllfdddddd.............|\n"
		"|..........d...............................................d.............|\n"
		"|..........ddddddddddddddddddddddddddddddddddddddddddddddddd.............|\n", "roles");
	strbuf_release(&sb);
	arena_release(&chain.arena);
	grid_release(&grid);
}

/* -- reading a picture cell by cell ----------------------------------------------------------- */

struct reading {
	const struct grid *grid;
	const struct layout *layout;
	uint8_t *arms;  /* by cell: where a line reaches; 0: no line */
	uint8_t *seen;  /* by cell: headings in which the reader has come */
	bool *found;    /* boxes at which he has arrived */
};

enum { SIGN_RIGHT = 16, SIGN_LEFT = 32 }; /* beside arms: '>' and '<' */

static const struct {
	int arm, back, row, column;
} headings[] = {{ARM_LEFT, ARM_RIGHT, 0, -1}, {ARM_RIGHT, ARM_LEFT, 0, 1}, {ARM_UP, ARM_DOWN, -1, 0}, {ARM_DOWN, ARM_UP, 1, 0}};

static bool in_box(const struct layout *layout, int row, int column, uint32_t *box)
{
	for (uint32_t i = 0; i < layout->n_boxes; i++) {
		const struct layout_box *at = &layout->boxes[i];
		if (row >= at->row && row < at->row + at->rows && column >= at->column && column < at->column + at->columns) {
			*box = i;
			return true;
		}
	}
	return false;
}

static char char_at(const struct reading *r, int row, int column)
{
	uint32_t box;
	if (row < 0 || row >= r->grid->rows || column < 0 || column >= r->grid->columns || in_box(r->layout, row, column, &box))
		return ' ';
	const struct cell *cell = grid_at(r->grid, row, column);
	return cell->n == 1 ? cell->bytes[0] : cell->n ? '*' : ' ';
}

/* What of a line an ASCII character shows; '+' by its neighbours. Letters of labels lie on a horizontal line. */
static int ascii_arms(const struct reading *r, int row, int column)
{
	char c = char_at(r, row, column);
	switch (c) {
	case ' ':
		return 0;
	case '|':
	case ':':
		return ARM_UP | ARM_DOWN;
	case '>':
		return ARM_LEFT | ARM_RIGHT | SIGN_RIGHT;
	case '<':
		return ARM_LEFT | ARM_RIGHT | SIGN_LEFT;
	case '+':
		break;
	default:
		return ARM_LEFT | ARM_RIGHT;
	}
	int arms = 0;
	for (int i = 0; i < 4; i++) {
		char beside = char_at(r, row + headings[i].row, column + headings[i].column);
		uint32_t box;
		bool across = headings[i].row == 0;
		if (across && in_box(r->layout, row, column + headings[i].column, &box))
			arms |= headings[i].arm;
		else if (across ? beside != ' ' && beside != '|' && beside != ':' : beside == '|' || beside == ':' || beside == '+')
			arms |= headings[i].arm;
	}
	return arms;
}

static int box_arms(const struct reading *r, int row, int column)
{
	static const struct {
		const char *glyph;
		int arms;
	} glyphs[] = {
		{"─", ARM_LEFT | ARM_RIGHT}, {"│", ARM_UP | ARM_DOWN}, {"┄", ARM_LEFT | ARM_RIGHT}, {"┆", ARM_UP | ARM_DOWN}, {"┌", ARM_RIGHT | ARM_DOWN}, {"┐", ARM_LEFT | ARM_DOWN},
		{"└", ARM_RIGHT | ARM_UP}, {"┘", ARM_LEFT | ARM_UP}, {"├", ARM_UP | ARM_DOWN | ARM_RIGHT}, {"┤", ARM_UP | ARM_DOWN | ARM_LEFT},
		{"┬", ARM_LEFT | ARM_RIGHT | ARM_DOWN}, {"┴", ARM_LEFT | ARM_RIGHT | ARM_UP},
		{"┼", ARM_LEFT | ARM_RIGHT | ARM_UP | ARM_DOWN},
	};
	const struct cell *cell = grid_at(r->grid, row, column);
	for (size_t i = 0; i < sizeof glyphs / sizeof *glyphs; i++)
		if (strlen(glyphs[i].glyph) == cell->n && memcmp(glyphs[i].glyph, cell->bytes, cell->n) == 0)
			return glyphs[i].arms;
	return ascii_arms(r, row, column);
}

static size_t cell_of(const struct reading *r, int row, int column)
{
	return (size_t)row * (size_t)r->grid->columns + (size_t)column;
}

/* Whether a line may be followed leftwards from a cell: its lane says so by '<', before anything else ends it. */
static bool lane_says_left(const struct reading *r, int row, int column)
{
	while (--column >= 0) {
		int arms = r->arms[cell_of(r, row, column)];
		if (arms & SIGN_LEFT)
			return true;
		if ((arms & (ARM_LEFT | ARM_RIGHT)) != (ARM_LEFT | ARM_RIGHT) || arms & SIGN_RIGHT)
			return false;
	}
	return false;
}

/*
 * Follow a line as a reader does who knows only what the header says: crossings straight on, at corners and Ts every way
 * but leftwards, leftwards only on lanes.
 */
static void follow(struct reading *r, int row, int column, int heading)
{
	row += headings[heading].row;
	column += headings[heading].column;
	uint32_t box;
	if (row < 0 || row >= r->grid->rows || column < 0 || column >= r->grid->columns)
		return;
	if (in_box(r->layout, row, column, &box)) {
		if (heading == 1 && r->arms[cell_of(r, row, column - 1)] & SIGN_RIGHT)
			r->found[box] = true;
		return;
	}
	size_t at = cell_of(r, row, column);
	int arms = r->arms[at], lines = arms & 15;
	if (!(lines & headings[heading].back) || r->seen[at] & 1 << heading)
		return;
	if ((heading == 1 && arms & SIGN_LEFT) || (heading == 0 && arms & SIGN_RIGHT))
		return;
	r->seen[at] |= (uint8_t)(1 << heading);
	if (lines == 15) {
		follow(r, row, column, heading);
		return;
	}
	for (int i = 0; i < 4; i++) {
		bool turns_back = headings[i].arm == headings[heading].back;
		if (!(lines & headings[i].arm) || turns_back)
			continue;
		if (i == 0 && heading != 0 && !lane_says_left(r, row, column))
			continue;
		follow(r, row, column, i);
	}
}

/* From every box a reader arrives at the boxes that it is linked to, and at no other. */
static void check_reading(struct reading *r, const struct random_graph *graph, const char *name)
{
	const struct layout *layout = r->layout;
	size_t n_cells = (size_t)r->grid->rows * (size_t)r->grid->columns;
	bool *linked = xcalloc(layout->n_boxes, sizeof *linked);
	for (int row = 0; row < r->grid->rows; row++)
		for (int column = 0; column < r->grid->columns; column++)
			r->arms[cell_of(r, row, column)] = (uint8_t)(r->grid->ascii ? ascii_arms(r, row, column) : box_arms(r, row, column));
	for (uint32_t box = 0; box < layout->n_boxes; box++) {
		const struct layout_box *at = &layout->boxes[box];
		memset(r->seen, 0, n_cells);
		memset(r->found, 0, layout->n_boxes);
		memset(linked, 0, layout->n_boxes);
		for (size_t i = 0; i < layout->n_links; i++)
			if (graph->links[i].from == box)
				linked[graph->links[i].to] = true;
		for (int row = at->row; row < at->row + at->rows; row++)
			follow(r, row, at->column + at->columns - 1, 1);
		for (uint32_t other = 0; other < layout->n_boxes; other++)
			if (linked[other] != r->found[other]) {
				struct strbuf sb = {0};
				grid_dump(r->grid, &sb);
				printf("%s", sb.p);
				strbuf_release(&sb);
				fail_msg("row \"%s\": from s%u a reader %s s%u", name, box, linked[other] ? "does not find" : "wrongly comes to", other);
			}
	}
	free(linked);
}

static void read_one(struct arena *arena, struct test_random *random, const struct random_kind *kind, bool ascii, const char *name)
{
	struct grid grid;
	grid_init(&grid, 1, 1, AMBI_NARROW, ascii);
	struct random_graph graph = random_graph(arena, &random->state, kind, &grid);
	struct layout *layout = layout_run(arena, &graph.input);
	picture_draw(&grid, layout, &graph.texts, LAYOUT_NONE);
	struct reading r = {.grid = &grid, .layout = layout};
	size_t n_cells = (size_t)grid.rows * (size_t)grid.columns;
	assert_row(layout->columns == grid.columns && layout->rows == grid.rows, name);
	r.arms = xcalloc(n_cells, 1);
	r.seen = xcalloc(n_cells, 1);
	r.found = xcalloc(layout->n_boxes, sizeof *r.found);
	check_reading(&r, &graph, name);
	free(r.arms);
	free(r.seen);
	free(r.found);
	grid_release(&grid);
}

static void every_link_can_be_followed(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		struct random_kind kind;
		bool ascii;
	} rows[] = {
		{"few boxes, all kinds of links", {.n_boxes = 6, .n_links = 14, .byproducts = 40, .framed = true}, false},
		{"the same in ASCII", {.n_boxes = 6, .n_links = 14, .byproducts = 40, .framed = true}, true},
		{"a chain with loops and labels", {.n_boxes = 20, .n_links = 28, .reach = 3, .byproducts = 15, .framed = true, .labels = true}, false},
		{"the same in ASCII and brackets", {.n_boxes = 20, .n_links = 28, .reach = 3, .byproducts = 15, .labels = true}, true},
		{"in rings", {.n_boxes = 15, .n_links = 30, .cycles = true}, false},
		{"wide and crossed", {.n_boxes = 40, .n_links = 70, .byproducts = 5, .framed = true}, false},
		{"wide and crossed in ASCII", {.n_boxes = 40, .n_links = 70, .byproducts = 5}, true},
		{"dense", {.n_boxes = 10, .n_links = 60, .byproducts = 20}, false},
		{"many loops", {.n_boxes = 14, .n_links = 24, .reach = 2, .byproducts = 50}, false},
		{"packed", {.n_boxes = 20, .n_links = 40, .reach = 20}, false},
	};
	struct test_random random = test_random();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (int n = 0; n < GRAPHS; n++) {
			struct random_kind kind = rows[i].kind;
			struct arena arena = {0};
			char name[100];
			snprintf(name, sizeof name, "%s, graph %d", rows[i].name, n);
			kind.n_boxes = 1 + test_random_below(&random, kind.n_boxes);
			kind.n_links = test_random_below(&random, kind.n_links + 1);
			read_one(&arena, &random, &kind, rows[i].ascii, name);
			arena_release(&arena);
		}
}

/* -- windows, sizes ------------------------------------------------------------------------------ */

static void the_smallest_windows(void **state)
{
	(void)state;
	struct grid grid;
	struct chain chain;
	grid_init(&grid, 1, 1, AMBI_NARROW, false);
	chain_open(&chain, &grid, true);
	for (int columns = 1; columns < 5; columns++)
		for (int rows = 0; rows < 4; rows++) {
			grid_resize(&grid, columns, rows + 1);
			map_draw(&grid, (struct area){0, 0, rows, columns}, chain.layout, &chain.texts, 3, (struct layout_point){30, 1});
			struct layout_outline outline = layout_outline(&chain.arena, &chain.input);
			map_outline_draw(&grid, (struct area){0, 0, rows, columns}, &outline, &chain.texts, 3, 1);
			assert_grid(&grid);
		}
	arena_release(&chain.arena);
	grid_release(&grid);
}

static void the_same_input_gives_the_same_picture(void **state)
{
	(void)state;
	struct test_random random = test_random();
	struct random_kind kind = {.n_boxes = 30, .n_links = 50, .byproducts = 20, .framed = true, .labels = true};
	for (int n = 0; n < 20; n++) {
		struct arena arena = {0}, again = {0};
		struct strbuf a = {0}, b = {0};
		struct grid grid;
		grid_init(&grid, 1, 1, AMBI_NARROW, false);
		struct random_graph graph = random_graph(&arena, &random.state, &kind, &grid);
		const struct layout *first = layout_run(&arena, &graph.input), *second = layout_run(&again, &graph.input);
		picture_draw(&grid, first, &graph.texts, 0);
		grid_dump(&grid, &a);
		picture_draw(&grid, second, &graph.texts, 0);
		grid_dump(&grid, &b);
		assert_string_equal(a.p, b.p);
		/* A dump leaves out what is blank at the ends: the extents and the places are compared by themselves. */
		assert_int_equal(first->columns, second->columns);
		assert_int_equal(first->rows, second->rows);
		assert_int_equal(first->n_layers, second->n_layers);
		assert_int_equal(first->crossings, second->crossings);
		for (size_t i = 0; i < first->n_boxes; i++)
			assert_memory_equal(&first->boxes[i], &second->boxes[i], sizeof first->boxes[i]);
		for (size_t i = 0; i < first->n_links; i++) {
			const struct layout_path *x = &first->paths[i], *y = &second->paths[i];
			assert_int_equal(x->n_points, y->n_points);
			assert_memory_equal(x->points, y->points, x->n_points * sizeof *x->points);
			assert_memory_equal(&x->label, &y->label, sizeof x->label);
			assert_int_equal(x->label_columns, y->label_columns);
		}
		strbuf_release(&a);
		strbuf_release(&b);
		grid_release(&grid);
		arena_release(&arena);
		arena_release(&again);
	}
}

static void figures_are_never_cut(void **state)
{
	(void)state;
	static const struct {
		const char *name, *text;
		enum role role;
		int most;
		const char *expected;
	} rows[] = {
		{"it fits", "至多余40万吨", ROLE_NUMBER, 20, "至多余40万吨"},
		{"a range goes on behind its dots", "15万吨..30万吨", ROLE_NUMBER, 14, "15万吨..|30万吨"},
		{"words apart", "!至少缺374万吨 瓶颈", ROLE_WARNING, 18, "!至少缺374万吨|瓶颈"},
		{"wider than the box should be", "461.54亿立方米/年", ROLE_NUMBER, 10, "461.54亿立方米/年"},
		{"a decimal point is no place", "19.78..20.55平方公里", ROLE_NUMBER, 12, "19.78..|20.55平方公里"},
		{"a list of words", "煤炭、煤层气、铝土矿", ROLE_NUMBER, 17, "煤炭、煤层气、|铝土矿"},
		{"a name between characters", "焦油深加工及炭材料", ROLE_LINK, 13, "焦油深加工|及炭材料"},
		{"counts of several words", "weak  1 ent.  under way 1", ROLE_TEXT, 14, "weak|1 ent.|under way 1"},
		{"counts whole", "弱 1企 在建谈1", ROLE_TEXT, 13, "弱 1企|在建谈1"},
	};
	struct grid grid;
	grid_init(&grid, 1, 1, AMBI_NARROW, false);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena arena = {0};
		struct strbuf sb = {0};
		struct map_line line = {str_from(rows[i].text), rows[i].role};
		struct map_text text = {.lines = &line, .n = 1};
		struct map_text wrapped = map_wrap(&grid, &text, rows[i].most, &arena);
		struct layout_size size = map_box_size(&grid, &wrapped, true, rows[i].most);
		for (size_t k = 0; k < wrapped.n; k++) {
			strbuf_printf(&sb, "%s%.*s", k ? "|" : "", STR_ARG(wrapped.lines[k].text));
			assert_true(paint_width(&grid, wrapped.lines[k].text) + 3 <= size.columns);
		}
		if (strcmp(sb.p, rows[i].expected))
			fail_msg("row \"%s\": found \"%s\", expected \"%s\"", rows[i].name, sb.p, rows[i].expected);
		strbuf_release(&sb);
		arena_release(&arena);
	}
	grid_release(&grid);
}

/* -- outlines ------------------------------------------------------------------------------------ */

static void outlines(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		int columns, top, cursor; /* the row where the cursor is parked */
		const char *text;
	} rows[] = {
		{"wide", 50, 0, 3,
			"  铝土矿  66 弱\n"
			"    -> 氧化铝  200 强\n"
			"      -> 电解铝<>  50 强\n"
			">       -> 铝深加工  38 中  !缺12\n"
			"          -> 高端制造  缺\n"
			"      赤泥 .> 选铁\n"
			"        -> 提锂\n"
			"          碱液 .> 氧化铝 (^)\n"},
		{"narrow", 16, 0, 5,
			"  铝土矿  66 弱\n"
			"    -> 氧化铝\n"
			"      200 强\n"
			"     -> 电解铝<>\n"
			"       50 强\n"
			">    -> 铝深加工\n"
			"       38 中\n"
			"       !缺12\n"
			"     -> 高端制造\n"
			"       缺\n"
			"     赤泥\n"
			"       .> 选铁\n"
			"     -> 提锂\n"
			"     碱液\n"
			"       .> 氧化铝\n"
			"       (^)\n"},
		{"scrolled", 16, 5, 0,
			">    -> 铝深加工\n"
			"       38 中\n"
			"       !缺12\n"
			"     -> 高端制造\n"
			"       缺\n"
			"     赤泥\n"
			"       .> 选铁\n"
			"     -> 提锂\n"
			"     碱液\n"
			"       .> 氧化铝\n"
			"       (^)\n"
			"\n"
			"\n"
			"\n"
			"\n"
			"\n"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct grid grid;
		struct chain chain;
		struct strbuf sb = {0};
		grid_init(&grid, rows[i].columns, 20, AMBI_NARROW, false);
		chain_open(&chain, &grid, true);
		struct layout_outline outline = layout_outline(&chain.arena, &chain.input);
		int at[20], all = map_outline_rows(&grid, rows[i].columns, &outline, &chain.texts, at);
		assert_int_equal(at[outline.n_lines], all);
		grid_resize(&grid, rows[i].columns, all);
		map_outline_draw(&grid, (struct area){0, 0, all, rows[i].columns}, &outline, &chain.texts, 3, rows[i].top);
		assert_grid(&grid);
		grid_dump(&grid, &sb);
		picture_expect(sb.p, rows[i].text, rows[i].name);
		assert_int_equal(grid.cursor_row, rows[i].cursor);
		assert_int_equal(grid.cursor_column, 0);
		/* Inside an area that does not begin at the corner, and nowhere when the line is scrolled out of sight. */
		grid_resize(&grid, rows[i].columns + 2, all + 3);
		map_outline_draw(&grid, (struct area){3, 2, all, rows[i].columns}, &outline, &chain.texts, 3, rows[i].top);
		assert_int_equal(grid.cursor_row, rows[i].cursor + 3);
		assert_int_equal(grid.cursor_column, 2);
		grid.cursor_row = grid.cursor_column = 1;
		map_outline_draw(&grid, (struct area){3, 2, all, rows[i].columns}, &outline, &chain.texts, 3, all);
		assert_int_equal(grid.cursor_row, 1);
		strbuf_release(&sb);
		arena_release(&chain.arena);
		grid_release(&grid);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pictures),
		cmocka_unit_test(roles),
		cmocka_unit_test(every_link_can_be_followed),
		cmocka_unit_test(the_smallest_windows),
		cmocka_unit_test(the_same_input_gives_the_same_picture),
		cmocka_unit_test(figures_are_never_cut),
		cmocka_unit_test(outlines),
	};
	return cmocka_run_group_tests_name("map_draw", tests, NULL, NULL);
}

/*
 * Where the boxes of a chain's graph stand on the cell grid and how its links run: a
 * layered drawing from left to right.
 *
 *	layer 0       layer 1            layer 2
 *	┌───────┐                      ┌─────────┐
 *	│ 铝土矿│    ┌───────┐         │ 电解铝  │
 *	│ 66 弱 │───>│ 氧化铝│────────>│ 50 强   │
 *	└───────┘ ┌─>│ 200 强│─┐       └─────────┘
 *	          │  └───────┘ │       ┌─────┐
 *	          │            └─赤泥─>│ 选铁│─────┐
 *	          │                    └─────┘     │
 *	          └──<─────────────────碱液──────<─┘
 *
 * Pure: the same input gives the same layout. Lines have horizontal and vertical runs
 * only and lie outside all boxes. How a picture is read, and what the tests hold it to:
 *  - a line leaves its source on the right and enters its target on the left by a '>';
 *  - it never runs leftwards, but for the lane of a link that leads back, above or below
 *    all boxes of the layers that it passes, marked by '<' at both ends;
 *  - lines that cross (┼) go straight on; lines that part or join make corners and Ts, and
 *    one vertical run belongs to one source or to one target only, so that every way that
 *    a reader can take along it ends at a target of the source he came from.
 *
 * Source: Sugiyama, Tagawa, Toda 1981; layers by network simplex, order by medians and
 * transposition (Gansner, Koutsofios, North, Vo 1993); lines between layers as hyperedges
 * with one vertical run each (Sander 2004).
 */
#ifndef VIEW_LAYOUT_H
#define VIEW_LAYOUT_H

#include "base/arena.h"

#define LAYOUT_NONE UINT32_MAX

enum layout_role { LAYOUT_INPUT, LAYOUT_BYPRODUCT, LAYOUT_SUPPLY /* from outside the chain: gives way to it */, LAYOUT_ROLES };

struct layout_size {
	int columns, rows; /* of the box, its frame included; each at least 1, two more where framed */
	int layer;         /* where a box without any link stands: smaller is further left. Others ignore it */
};

struct layout_link {
	uint32_t from, to; /* boxes */
	enum layout_role role;
	int label_columns; /* cells to keep free on the line for a label; 0: none */
};

struct layout_input {
	const struct layout_size *sizes;
	size_t n_boxes;
	const struct layout_link *links; /* input links should form a DAG; where they do not, some are led back */
	size_t n_links;
	bool framed;                     /* first and last row of a box are frame: no line ends there */
	int row_gap;                     /* blank rows between boxes; at least 0 */
};

struct layout_point {
	int column, row;
};

struct layout_box {
	int column, row, columns, rows; /* rows: more than asked for where many lines end */
	int layer, order;               /* order: from 0, top to bottom among the boxes of its layer */
};

/*
 * The run of a link: from the cell right of its source to the cell left of its target (where the '>' stands),
 * corner by corner; neighbouring points share a row or a column. Links of one role between the same two boxes share a run.
 */
struct layout_path {
	const struct layout_point *points;
	size_t n_points;
	bool back;                 /* leads to its source's layer or to one left of it */
	struct layout_point label; /* first of label_columns cells on a horizontal stretch that belongs to this run alone */
	int label_columns;         /* for the labels of all links that share the run, a blank between them; less on a lane that is shorter */
	uint32_t same_as;          /* the first link that has this run; else the link itself */
	struct layout_point turn;  /* back only: where '<' marks the lane: behind the first corner … */
	struct layout_point home;  /* … and before the last */
};

struct layout {
	const struct layout_box *boxes;
	size_t n_boxes;
	const struct layout_link *links; /* the input's; a copy */
	const struct layout_path *paths; /* one a link */
	size_t n_links;
	int columns, rows;               /* of the whole picture; 0 where there is no box */
	size_t n_layers;
	size_t crossings;                /* between adjacent layers, long links split, links that lead back left out */
	bool framed;
};

/*
 * Lay out a graph. The layout lives in the arena; the input is not needed afterwards.
 *
 * input    every link's ends are < n_boxes
 */
struct layout *layout_run(struct arena *arena, const struct layout_input *input);

enum layout_direction { LAYOUT_LEFT, LAYOUT_RIGHT, LAYOUT_UP, LAYOUT_DOWN };

/*
 * The box that an arrow key leads to: left and right along an input link, else a by-product's, else a supply's, to the nearest layer
 * and there to the nearest row; where no link leads that way to the nearest box of the next layer; up and down within the
 * layer. The box itself at the end of the map.
 */
uint32_t layout_neighbour(const struct layout *layout, uint32_t box, enum layout_direction direction);

/* -- the same graph as lines of text -------------------------------------------------- */

/* One line: a box, or a reference to a box that has its line elsewhere. */
struct layout_line {
	uint32_t box;
	uint32_t link; /* the one that leads to `box` from the line that it is indented under; LAYOUT_NONE: it is under none */
	int depth;     /* from 0 */
	bool reference;
	bool back;     /* a reference to a line further up */
};

struct layout_outline {
	const struct layout_line *lines;
	size_t n_lines;
};

/*
 * An outline in topological order: every box has one line, behind those of all boxes that feed it and under the last
 * of them; every link is on one line, at the box that it leads to or as a reference under its source.
 */
struct layout_outline layout_outline(struct arena *arena, const struct layout_input *input);

#endif

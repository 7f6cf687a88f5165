/* Drawing layouts whole, and comparing what is drawn. */
#ifndef TESTS_UNIT_VIEW_PICTURE_H
#define TESTS_UNIT_VIEW_PICTURE_H

#include "support/grid.h"

#include "view/map.h"

/* Pictures are too long for cmocka's messages. */
static inline void picture_expect(const char *found, const char *expected, const char *name)
{
	if (strcmp(found, expected) == 0)
		return;
	printf("found\n%sexpected\n%s", found, expected);
	fail_msg("row \"%s\": another picture", name);
}

/* A whole layout on a grid of its size. */
static inline void picture_draw(struct grid *grid, const struct layout *layout, const struct map_texts *texts, uint32_t selected)
{
	grid_resize(grid, layout->columns, layout->rows);
	map_draw(grid, (struct area){0, 0, grid->rows, grid->columns}, layout, texts, selected, (struct layout_point){0, 0});
	assert_grid(grid);
}

#endif

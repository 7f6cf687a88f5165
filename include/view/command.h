/*
 * The one table of what a person can do: names, keys, help. The key map, the help
 * screen, the last line, the palette, the manual page's key section and the shell
 * completions come from it; nobody writes a key's name anywhere else.
 */
#ifndef VIEW_COMMAND_H
#define VIEW_COMMAND_H

#include "view/key.h"
#include "view/message.h"

/* Where a command means something. */
enum {
	IN_LIST = 1 << 0,   /* lists of records, search results */
	IN_PAGE = 1 << 1,   /* pages of records, home, comparison, help */
	IN_TABLE = 1 << 2,  /* pages of which a table can be taken along: records, comparison, sites, maps */
	IN_ANY = IN_LIST | IN_PAGE,
};

enum command_group {
	GROUP_MOVE, GROUP_OPEN, GROUP_GO, GROUP_FIND, GROUP_MARK, GROUP_COLUMNS, GROUP_EVIDENCE, GROUP_COPY, GROUP_APP,
	GROUP_COUNT
};

enum command_argument {
	ARGUMENT_NONE,
	ARGUMENT_KEY,  /* one more key: a bookmark's letter */
	ARGUMENT_TEXT, /* a line of text; asked for where the palette gave none */
};

enum command_id {
	CMD_NONE = -1,
	CMD_DOWN, CMD_UP, CMD_LEFT, CMD_RIGHT, CMD_PAGE_DOWN, CMD_PAGE_UP, CMD_READ_ON, CMD_HALF_DOWN, CMD_HALF_UP, CMD_TOP, CMD_BOTTOM,
	CMD_SECTION_NEXT, CMD_SECTION_PREVIOUS, CMD_PANE_NEXT, CMD_PANE_PREVIOUS, CMD_ROW, CMD_JUMP,
	CMD_OPEN, CMD_BACK, CMD_HISTORY_BACK, CMD_HISTORY_FORWARD, CMD_LAST_VIEW,
	CMD_NEXT_RECORD, CMD_PREVIOUS_RECORD, CMD_MAP, CMD_GAPS, CMD_UNFOLD, CMD_FOLD, CMD_INPUTS,
	CMD_HOME, CMD_ZONES, CMD_CHAINS, CMD_ENTERPRISES, CMD_PROJECTS, CMD_TARGETS, CMD_SOURCES, CMD_IGNORANCE, CMD_LIST,
	CMD_SEARCH, CMD_SITE, CMD_FIND, CMD_FIND_NEXT, CMD_FIND_PREVIOUS, CMD_FILTER,
	CMD_SAME_VALUE, CMD_EXCLUDE_VALUE, CMD_ONLY_CONFLICTS,
	CMD_FACETS, CMD_CROSSTAB, CMD_FIGURE,
	CMD_MARK, CMD_MARK_RANGE, CMD_MARK_MATCHING, CMD_UNMARK_MATCHING, CMD_MARK_INVERT, CMD_ONLY_MARKED,
	CMD_BOOKMARK, CMD_BOOKMARK_OPEN,
	CMD_SORT_UP, CMD_SORT_DOWN, CMD_SORT, CMD_NARROWER, CMD_WIDER, CMD_FULL_WIDTH, CMD_FREEZE, CMD_HIDE_COLUMN,
	CMD_SHOW_COLUMNS, CMD_CENTRE,
	CMD_EVIDENCE, CMD_ALL_SOURCES, CMD_FORMULA, CMD_PREVIEW,
	CMD_COMPARE_ADD, CMD_COMPARE, CMD_COMPARE_CLEAR, CMD_COPY_ROW, CMD_COPY_CELL, CMD_COPY_MARKED, CMD_COPY_CITATION, CMD_PRINT, CMD_EXPORT,
	CMD_HELP, CMD_PALETTE, CMD_UNDO, CMD_REDO, CMD_RELOAD, CMD_REDRAW, CMD_QUIT,
	CMD_COUNT
};

struct command {
	const char *name;    /* "sort-down": palette, manual, remapping */
	const char *keys[4]; /* key_parse sequences; NULL ends */
	unsigned where;
	enum command_group group;
	enum command_argument argument;
	const char *zh, *en;           /* one line of help */
	const char *hint_zh, *hint_en; /* a word for the last line; NULL: never shown there */
};

extern const struct command commands[CMD_COUNT];

/* "移动", "moving" … */
struct str command_group_title(enum command_group group, enum language language);

enum key_state { KEY_UNKNOWN, KEY_PREFIX, KEY_COMMAND };

/*
 * What the keys typed so far mean in a context. KEY_PREFIX: more keys may follow.
 * For a command with ARGUMENT_KEY the last key is the argument: *argument.
 */
enum key_state command_find(const key *typed, size_t n, unsigned where, enum command_id *id, key *argument);

/* A command by its name. CMD_NONE: no such. */
enum command_id command_by_name(struct str name);

/* The keys of a command for people: "j, Down". Appended. */
void command_keys(const struct command *command, struct strbuf *out);

/* The same, of a command without keys what is typed: ":list". */
void command_ways(const struct command *command, struct strbuf *out);

#endif

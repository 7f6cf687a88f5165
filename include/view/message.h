/*
 * Everything the program says to people, in one table with a Chinese and an English
 * column (src/view/message.c). JSON and CSV never change with the language.
 */
#ifndef VIEW_MESSAGE_H
#define VIEW_MESSAGE_H

#include "base/str.h"

enum language { LANGUAGE_ZH, LANGUAGE_EN };

#define MESSAGES(M)                                                                                    \
	M(APP, "园链", "yuanlian")                                                                     \
	M(HOME, "首页", "home")                                                                        \
	M(SEARCH, "搜索", "search")                                                                    \
	M(COMPARE, "比较", "compare")                                                                  \
	M(HELP, "帮助", "help")                                                                        \
	M(PALETTE, "命令", "commands")                                                                 \
	M(READING, "读取中…", "reading...")                                                            \
	M(NOTHING, "无", "none")                                                                       \
	M(NO_MATCH, "没有符合的记录", "nothing matches")                                               \
	M(INFERRED, "推断", "inferred")                                                                \
	M(GROUP_MOVE, "移动", "moving")                                                                \
	M(GROUP_OPEN, "打开与返回", "opening and going back")                                          \
	M(GROUP_GO, "去哪里", "where to")                                                              \
	M(GROUP_FIND, "查找与筛选", "finding and filtering")                                           \
	M(GROUP_MARK, "标记与书签", "marks and bookmarks")                                             \
	M(GROUP_COLUMNS, "排序与列", "order and columns")                                              \
	M(GROUP_EVIDENCE, "出处", "evidence")                                                          \
	M(GROUP_COPY, "比较、复制、导出", "comparing, copying, exporting")                             \
	M(GROUP_APP, "程序", "program")                                                                \
	/* the frame around the screens */                                                             \
	M(NOTHING_TO_UNDO, "没有可撤销的", "nothing to undo")                                          \
	M(HOW_TO_QUIT, "已到首页;退出按 Q", "this is the first screen; Q quits")                       \
	M(NO_SUCH_KIND, "没有这种记录:", "no such kind of record:")                                    \
	M(BOOKMARK_SET, "已设书签", "bookmark set")                                                    \
	M(NO_BOOKMARK, "没有这个书签", "no such bookmark")                                             \
	M(NOTHING_HERE, "光标处没有可打开的", "nothing to open here")                                  \
	M(COMPARE_ADDED, "已放入比较,C 并排看", "put aside, C compares")                               \
	M(COMPARE_FULL, "已在比较中或已满", "already put aside, or four are there")                    \
	M(COMPARE_FEW, "先用 c 放入两条以上", "put two or more aside with c first")                    \
	M(NO_SIBLING, "列表到头了", "end of the list")                                                 \
	M(NOT_HERE, "此处不能用这个命令", "this command means nothing here")                           \
	M(UNKNOWN_KEY, "没有这个键,? 看帮助:", "no such key, ? helps:")                                \
	M(CANCELLED, "已取消;一秒内再按 Ctrl-C 退出", "cancelled; Ctrl-C again within a second quits") \
	M(COPIED, "已送往剪贴板", "sent to the clipboard")                                             \
	M(NOTHING_MARKED, "没有标记", "nothing is marked")                                             \
	M(TOO_SMALL, "窗口太小", "window too small")

enum message {
#define MESSAGE_ENUM(id, zh, en) MSG_##id,
	MESSAGES(MESSAGE_ENUM)
#undef MESSAGE_ENUM
	MSG_COUNT
};

struct str message(enum message id, enum language language);

#endif

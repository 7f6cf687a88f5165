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
	M(TOO_SMALL, "窗口太小", "window too small")

enum message {
#define MESSAGE_ENUM(id, zh, en) MSG_##id,
	MESSAGES(MESSAGE_ENUM)
#undef MESSAGE_ENUM
	MSG_COUNT
};

struct str message(enum message id, enum language language);

#endif

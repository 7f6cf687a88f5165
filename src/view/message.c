#include "view/message.h"

struct str message(enum message id, enum language language)
{
	static const struct str texts[MSG_COUNT][2] = {
#define MESSAGE_ROW(id, zh, en) [MSG_##id] = {STR_INIT(zh), STR_INIT(en)},
		MESSAGES(MESSAGE_ROW)
#undef MESSAGE_ROW
	};
	return texts[id][language == LANGUAGE_EN];
}

#ifndef TEXT_PINYIN_INTERNAL_H
#define TEXT_PINYIN_INTERNAL_H

#include "han_internal.h"
#include "text/pinyin.h"

#include <stdbool.h>
#include <stdint.h>

static inline bool pinyin_is_han(uint32_t c)
{
	return (c >= 0x3400 && c <= HAN_LAST) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/* What sorts behind all that has a reading: Han characters without one, and private planes, which stand for readings in keys. */
static inline bool pinyin_sorts_last(uint32_t c)
{
	return pinyin_is_han(c) || c >= 0xF0000;
}

#endif

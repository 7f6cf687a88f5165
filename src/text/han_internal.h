/*
 * The basic block of Han characters, which nearly all that occur are of, and a quick way to decode them: indexing goes
 * through hundreds of millions of bytes of names. Beside it a character that names often have as well.
 */
#ifndef TEXT_HAN_INTERNAL_H
#define TEXT_HAN_INTERNAL_H

#include <stdint.h>

enum { HAN_FIRST = 0x4E00, HAN_LAST = 0x9FFF, HAN_COUNT = HAN_LAST - HAN_FIRST + 1 };
enum { LIST_COMMA = 0x3001 };

/* The place in the block of the character that three bytes are; HAN_COUNT or more: they are none of it. */
static inline uint32_t han_place(const unsigned char *p)
{
	uint32_t place = ((uint32_t)p[0] << 12) + ((uint32_t)p[1] << 6) + p[2] - ((0xE4u << 12) + (0xB8u << 6) + 0x80u);
	return ((p[1] ^ 0x80u) | (p[2] ^ 0x80u)) < 0x40 ? place : HAN_COUNT;
}

#endif

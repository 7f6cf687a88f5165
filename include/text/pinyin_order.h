/*
 * The order of pinyin_sort_key (text/pinyin.h) in numbers of 16 bits, mostly one for a character: for sorting millions
 * of names, whose keys are made in a fraction of the time and of the memory.
 */
#ifndef TEXT_PINYIN_ORDER_H
#define TEXT_PINYIN_ORDER_H

#include "base/str.h"

#include <stdint.h>

struct pinyin_order;

struct pinyin_order *pinyin_order_new(void); /* a fraction of a millisecond */
void pinyin_order_free(struct pinyin_order *order);

/*
 * The key of valid UTF-8 text; out has room for 2 * text.n. Returns its numbers, none of which is 0. Compared as lists of
 * numbers, the shorter of two that agree first, keys order texts as pinyin_sort_key does.
 */
size_t pinyin_order_key(const struct pinyin_order *order, struct str text, uint16_t *out);

#endif

#include "text/fold.h"

#include "base/bisect.h"
#include "han_internal.h"
#include "text/clean.h"
#include "text/utf8.h"
#include "variants.h"
#include "width_table.h"

#include <string.h>
#include <unicase.h>

/* Of the basic block: whether the table may know a simplified form. */
static inline bool has_variant(uint32_t c)
{
	uint32_t bit = c - HAN_FIRST;
	return text_variant_bits[bit / 8] >> bit % 8 & 1;
}

static uint32_t simplified(uint32_t c)
{
	if (c >= HAN_FIRST && c <= HAN_LAST && !has_variant(c))
		return c;
	size_t at = 0;
	bisect(at, text_n_variants, i, text_variants[i].traditional < c);
	return at < text_n_variants && text_variants[at].traditional == c ? text_variants[at].simplified : c;
}

static bool is_han(uint32_t c)
{
	return c == 0x3007 || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/* U+FF71 and the like: the katakana of full width, in their order there. */
static uint32_t full_kana(uint32_t c)
{
	static const uint16_t kana[] = {
		0x30F2, 0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30E3, 0x30E5, 0x30E7, 0x30C3, 0x30FC, 0x30A2, 0x30A4, 0x30A6,
		0x30A8, 0x30AA, 0x30AB, 0x30AD, 0x30AF, 0x30B1, 0x30B3, 0x30B5, 0x30B7, 0x30B9, 0x30BB, 0x30BD, 0x30BF, 0x30C1,
		0x30C4, 0x30C6, 0x30C8, 0x30CA, 0x30CB, 0x30CC, 0x30CD, 0x30CE, 0x30CF, 0x30D2, 0x30D5, 0x30D8, 0x30DB, 0x30DE,
		0x30DF, 0x30E0, 0x30E1, 0x30E2, 0x30E4, 0x30E6, 0x30E8, 0x30E9, 0x30EA, 0x30EB, 0x30EC, 0x30ED, 0x30EF, 0x30F3,
	};
	return kana[c - 0xFF66];
}

uint32_t fold_char(uint32_t c)
{
	if (c < 0x80)
		return fold_ascii((char)c);
	if (c >= 0xFF01 && c <= 0xFF5E)
		return fold_char(c - 0xFEE0);
	if (c >= 0xFF66 && c <= 0xFF9D)
		return full_kana(c);
	if (c == 0x3000 || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x1680)
		return ' ';
	if (c == 0xFFE5)
		return 0xA5;
	if (is_han(c))
		return simplified(c);
	uint32_t lower = uc_tolower(c);
	return uc_tolower(lower);
}

static bool is_mark(uint32_t c)
{
	return text_traits(c) & TRAIT_MARK;
}

/*
 * The bytes of the plain character that p begins with: printable ASCII without the blank, its full forms, a Han character
 * of the basic block, or the comma of lists. Such characters fold one by one; 0: another one, or bytes that are none.
 */
static inline size_t plain_char(const unsigned char *p, size_t n, uint32_t *c)
{
	if (p[0] > ' ' && p[0] < 0x7F) {
		*c = p[0];
		return 1;
	}
	if (n < 3 || p[0] < 0xE3 || p[0] > 0xEF || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
		return 0;
	*c = (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
	return (*c >= HAN_FIRST && *c <= HAN_LAST) || (*c >= 0xFF01 && *c <= 0xFF5E) || *c == LIST_COMMA ? 3 : 0;
}

/* As fold_char does, of a plain character; most are themselves. */
static inline uint32_t fold_plain_char(uint32_t c)
{
	if (c > 0x9FFF)
		c -= 0xFEE0; /* a full form */
	if (c < 0x80)
		return fold_ascii((char)c);
	return c >= HAN_FIRST && has_variant(c) ? simplified(c) : c;
}

bool text_fold_plain(struct str raw, uint32_t *chars, size_t *n, bool *changed)
{
	const unsigned char *p = (const unsigned char *)raw.p;
	uint32_t c = 0, differ = 0;
	size_t count = 0;
	for (size_t at = 0, length; at < raw.n; at += length) {
		uint32_t place = raw.n - at >= 3 ? han_place(p + at) : HAN_COUNT, folded;
		if (place < HAN_COUNT) { /* as nearly all are */
			c = HAN_FIRST + place;
			folded = has_variant(c) ? simplified(c) : c;
			length = 3;
		} else {
			length = plain_char(p + at, raw.n - at, &c);
			if (!length)
				return false;
			folded = fold_plain_char(c);
		}
		differ |= folded ^ c;
		chars[count++] = folded;
	}
	*n = count;
	*changed = differ != 0;
	return true;
}

static bool fold_plain(struct str raw, struct strbuf *out)
{
	strbuf_reserve(out, raw.n); /* no plain character becomes longer */
	char *to = out->p ? out->p + out->n : NULL;
	uint32_t c = 0;
	for (size_t at = 0, n; at < raw.n; at += n) {
		n = plain_char((const unsigned char *)raw.p + at, raw.n - at, &c);
		if (!n)
			return false;
		uint32_t folded = fold_plain_char(c);
		if (folded < 0x80) {
			*to++ = (char)folded;
		} else if (folded == c) {
			memcpy(to, raw.p + at, 3);
			to += 3;
		} else if (folded <= 0xFFFF) {
			to += utf8_put(folded, to);
		} else {
			return false;
		}
	}
	if (to) {
		out->n = (size_t)(to - out->p);
		*to = '\0';
	}
	return true;
}

void text_fold(struct str raw, struct strbuf *out)
{
	if (fold_plain(raw, out))
		return;
	struct strbuf cleaned = {0};
	text_clean(raw, &cleaned);
	struct str text = strbuf_str(&cleaned);
	strbuf_reserve(out, text.n);
	bool blank = false;
	uint32_t last = 0;
	for (size_t at = 0; at < text.n;) {
		uint32_t c = fold_char(utf8_next(text, &at));
		if (c == ' ') {
			blank = true;
			continue;
		}
		if (c >= 0x300 && is_mark(c))
			continue;
		if (blank && last != 0 && !(is_han(last) && is_han(c)))
			strbuf_add_byte(out, ' ');
		char bytes[4];
		strbuf_add(out, (struct str){bytes, utf8_put(c, bytes)});
		blank = false;
		last = c;
	}
	strbuf_release(&cleaned);
}

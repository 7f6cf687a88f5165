#include "query/parted.h"

#include "text/utf8.h"

enum { PART_LEAST = 2, FIRST_MOST = 4, TEXT_MOST = 12 };

static bool is_chinese(struct str text)
{
	for (size_t at = 0; at < text.n;) {
		uint32_t c = utf8_next(text, &at);
		if (c < 0x4E00 || c > 0x9FFF)
			return false;
	}
	return true;
}

static bool finds(const struct index *index, struct str text, uint32_t mask, size_t limit, struct lookup_hits *hits)
{
	lookup_release(hits);
	lookup_run(index, text, mask, limit, hits);
	return hits->n > 0;
}

bool parted_run(const struct index *index, struct str text, uint32_t mask, size_t limit, struct strbuf *parted,
	struct lookup_hits *hits)
{
	text = str_trim(text);
	size_t n = utf8_length(text);
	bool long_enough = n >= 2 * PART_LEAST && n <= TEXT_MOST && is_chinese(text);
	/* most places have a name of two characters: the least first part is the likeliest */
	for (size_t first = PART_LEAST; long_enough && first <= FIRST_MOST && first + PART_LEAST <= n; first++) {
		size_t at = utf8_offset(text, first);
		struct str one = str_sub(text, 0, at), other = str_sub(text, at, text.n);
		strbuf_clear(parted);
		/* what nothing has is told sooner of one word than of two */
		if (!finds(index, other, mask, 1, hits))
			continue;
		strbuf_printf(parted, "%.*s %.*s", STR_ARG(one), STR_ARG(other));
		if (finds(index, strbuf_str(parted), mask, limit, hits))
			return true;
	}
	strbuf_clear(parted);
	lookup_release(hits);
	return false;
}

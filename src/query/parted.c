#include "query/parted.h"

#include "index/lookup.h"
#include "text/utf8.h"

enum { PART_LEAST = 2, TEXT_MOST = 12 };

static bool is_chinese(struct str text)
{
	for (size_t at = 0; at < text.n;) {
		uint32_t c = utf8_next(text, &at);
		if (c < 0x4E00 || c > 0x9FFF)
			return false;
	}
	return true;
}

static bool finds(const struct index *index, struct str text, uint32_t mask)
{
	struct lookup_hits hits;
	lookup_run(index, text, mask, 1, &hits);
	bool found = hits.n > 0;
	lookup_release(&hits);
	return found;
}

bool parted_find(const struct index *index, struct str text, uint32_t mask, struct strbuf *out)
{
	text = str_trim(text);
	size_t n = utf8_length(text);
	bool long_enough = n >= 2 * PART_LEAST && n <= TEXT_MOST && is_chinese(text);
	/* most places have a name of two characters: the least first part is the likeliest */
	for (size_t first = PART_LEAST; long_enough && first + PART_LEAST <= n; first++) {
		size_t at = utf8_offset(text, first);
		strbuf_clear(out);
		strbuf_printf(out, "%.*s %.*s", STR_ARG(str_sub(text, 0, at)), STR_ARG(str_sub(text, at, text.n)));
		if (finds(index, strbuf_str(out), mask))
			return true;
	}
	strbuf_clear(out);
	return false;
}

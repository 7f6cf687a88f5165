#include "query/reword.h"

#include "query_internal.h"

#include "text/figure.h"
#include "text/fold.h"
#include "text/utf8.h"

enum { SOUND_LEAST = 2, PART_LEAST = 2, FIRST_MOST = 4, TEXT_MOST = 12, SPELLED_LEAST = 5, INITIALS_LEAST = 2, INITIALS_MOST = 4 };

struct rewording {
	const struct index *index;
	uint32_t mask;
	size_t limit;
	struct strbuf *text;
	struct lookup_hits *hits;
};

static bool is_chinese(struct str text)
{
	for (size_t at = 0; at < text.n;) {
		uint32_t c = utf8_next(text, &at);
		if (c < 0x4E00 || c > 0x9FFF)
			return false;
	}
	return true;
}

static bool finds(const struct rewording *r, struct str text, uint32_t mask, size_t limit)
{
	lookup_release(r->hits);
	lookup_run(r->index, text, mask, limit, r->hits);
	return r->hits->n > 0;
}

/* -- sounds ----------------------------------------------------------------------------------- */

bool word_next(struct str *rest, struct str *blank, struct str *word)
{
	size_t start = 0, end, at = 0;
	uint32_t c = ' ';
	while (at < rest->n && (c == ' ' || c == '\t' || c == 0x3000)) {
		start = at;
		c = utf8_next(*rest, &at);
	}
	if (c == ' ' || c == '\t' || c == 0x3000)
		return false;
	for (end = at; at < rest->n; end = at) {
		c = utf8_next(*rest, &at);
		if (c == ' ' || c == '\t' || c == 0x3000)
			break;
	}
	*blank = str_sub(*rest, 0, start);
	*word = str_sub(*rest, start, end - start);
	*rest = str_sub(*rest, end, rest->n);
	return true;
}

/*
 * Whether a word may be one of the right sound: of one that excludes it is no loss that nothing has it, and a single
 * character sounds like too many others to be meant by one.
 */
static bool may_sound(struct str word)
{
	if (utf8_length(word) < SOUND_LEAST)
		return false;
	struct strbuf asked = {0}, folded = {0};
	strbuf_add_byte(&asked, PINYIN_SOUND);
	strbuf_add(&asked, word);
	text_fold(strbuf_str(&asked), &folded);
	bool may = word.p[0] != '-' && pinyin_asks_sound(strbuf_str(&folded));
	strbuf_release(&asked);
	strbuf_release(&folded);
	return may;
}

bool word_sounds(const struct index *index, struct str word)
{
	struct lookup_hits hits = {0};
	bool may = may_sound(word), found = may && finds(&(struct rewording){.index = index, .hits = &hits}, word, ALL_KINDS, 1);
	lookup_release(&hits);
	return may && !found;
}

/* alone: the text is one word, of which it is known that nothing has it. */
static bool run_sounds(const struct rewording *r, struct str text, bool alone)
{
	struct str rest = text, blank, word, before = {0};
	bool any = false;
	strbuf_clear(r->text);
	while (word_next(&rest, &blank, &word)) {
		bool unit = sought_has_unit(before, word);
		bool sounds = !unit && (alone ? may_sound(word) : word_sounds(r->index, word));
		strbuf_add(r->text, blank);
		if (sounds)
			strbuf_add_byte(r->text, PINYIN_SOUND);
		strbuf_add(r->text, word);
		any |= sounds;
		before = word;
	}
	return any && finds(r, strbuf_str(r->text), r->mask, r->limit);
}

/* -- words that run together -------------------------------------------------------------------- */

static bool run_parted(const struct rewording *r, struct str one, struct str other)
{
	/* what nothing has is told sooner of one word than of two */
	if (!finds(r, other, r->mask, 1))
		return false;
	strbuf_clear(r->text);
	strbuf_printf(r->text, "%.*s %.*s", STR_ARG(one), STR_ARG(other));
	return finds(r, strbuf_str(r->text), r->mask, r->limit);
}

static bool run_parted_sounds(const struct rewording *r, struct str one, struct str other)
{
	struct strbuf parted = {0};
	strbuf_printf(&parted, "%.*s %.*s", STR_ARG(one), STR_ARG(other));
	bool found = run_sounds(r, strbuf_str(&parted), false);
	strbuf_release(&parted);
	return found;
}

/* Ask the two words that a text of characters alone parts into, one way after another; 链 alone is one: 氢能链 is a 氢能全产业链. */
static bool run_parts(const struct rewording *r, struct str text,
	bool (*run)(const struct rewording *r, struct str one, struct str other))
{
	size_t n = utf8_length(text);
	bool parts = n <= TEXT_MOST && is_chinese(text), found = false;
	/* most places have a name of two characters: the least first part is the likeliest */
	for (size_t first = PART_LEAST; parts && !found && first <= FIRST_MOST && first + PART_LEAST <= n; first++) {
		size_t at = utf8_offset(text, first);
		found = run(r, str_sub(text, 0, at), str_sub(text, at, text.n));
	}
	if (parts && !found && n > PART_LEAST && str_ends(text, STR("链"))) {
		size_t at = utf8_offset(text, n - 1);
		found = run(r, str_sub(text, 0, at), str_sub(text, at, text.n));
	}
	return found;
}

static bool is_letters(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((text.p[i] | 0x20) < 'a' || (text.p[i] | 0x20) > 'z')
			return false;
	return true;
}

/* One wrong letter is forgiven in what is spelled in full: taiyaunjkq is taiyaun with the initials of what is behind it. */
static bool run_initials(const struct rewording *r, struct str text)
{
	bool parts = is_letters(text), found = false;
	for (size_t n = INITIALS_LEAST; parts && !found && n <= INITIALS_MOST && n + SPELLED_LEAST <= text.n; n++) {
		struct str spelled = str_sub(text, 0, text.n - n), initials = str_sub(text, text.n - n, text.n);
		found = finds(r, spelled, ALL_KINDS, 1) && run_parted(r, spelled, initials);
	}
	return found;
}

/* -- all ------------------------------------------------------------------------------------------ */

static bool is_one_word(struct str text)
{
	struct str blank, word;
	return word_next(&text, &blank, &word) && !word_next(&text, &blank, &word);
}

static bool keep_found(const struct rewording *r, bool found)
{
	if (!found) {
		strbuf_clear(r->text);
		lookup_release(r->hits);
	}
	return found;
}

bool reword_parted(const struct index *index, struct str text, uint32_t mask, size_t limit, struct strbuf *reworded,
	struct lookup_hits *hits)
{
	struct rewording r = {index, mask, limit, reworded, hits};
	text = str_trim(text);
	return keep_found(&r, run_parts(&r, text, run_parted) || run_initials(&r, text));
}

bool reword_sound(const struct index *index, struct str text, uint32_t mask, size_t limit, struct strbuf *reworded,
	struct lookup_hits *hits)
{
	struct rewording r = {index, mask, limit, reworded, hits};
	text = str_trim(text);
	return keep_found(&r, run_sounds(&r, text, is_one_word(text)) || run_parts(&r, text, run_parted_sounds));
}

#include "text/pinyin.h"

#include "base/bisect.h"
#include "text/fold.h"
#include "text/pinyin_internal.h"
#include "text/utf8.h"

#include <string.h>
#include <unictype.h>
#include <uninorm.h>

#include "text/pinyin_table.h"

enum {
	SEVERAL = 0x8000,   /* in a table of readings: the rest is an index into reading_lists */
	PHRASE_MAX = 16,    /* characters of the longest phrase that the tables can hold */
	WINDOW = 64,        /* characters that a reader has before it */
	KEY_READ = 0xF0000, /* private planes: behind whatever else a name holds */
	KEY_UNREAD = 0x100000,
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

struct str syllable_str(syllable s)
{
	return str_from(s <= N_SYLLABLES ? syllable_names[s] : "");
}

char syllable_initial(syllable s)
{
	return syllable_names[s <= N_SYLLABLES ? s : 0][0];
}

static const syllable *find_readings(uint32_t c)
{
	if (c >= HAN_FIRST && c <= HAN_LAST)
		return &han_readings[c - HAN_FIRST];
	size_t at = 0;
	bisect(at, COUNT(rare_chars), i, rare_chars[i] < c);
	return at < COUNT(rare_chars) && rare_chars[at] == c ? &rare_readings[at] : NULL;
}

size_t pinyin_char(uint32_t c, const syllable **readings)
{
	const syllable *found = c < 0x3007 ? NULL : find_readings(c);
	if (!found || *found == 0) {
		*readings = NULL;
		return 0;
	}
	if (*found & SEVERAL) {
		const syllable *list = &reading_lists[*found & ~SEVERAL];
		*readings = list + 1;
		return list[0];
	}
	*readings = found;
	return 1;
}

struct phrases {
	const uint16_t *chars, *syllables;
	const uint32_t *starts; /* n + 1 of them, into both */
	const uint16_t *firsts; /* by Han character: the first phrase that begins with it */
};

static const struct phrases places = {place_chars, place_syllables, place_starts, place_firsts};
static const struct phrases words = {word_chars, word_syllables, word_starts, word_firsts};

/* The longest phrase that text begins with: its characters and *readings; 0 where there is none. */
static size_t longest_phrase(const struct phrases *p, const uint32_t *text, size_t n, const syllable **readings)
{
	size_t longest = 0, first = text[0] - HAN_FIRST; /* of a smaller character: beyond */
	if (first >= HAN_COUNT)
		return 0;
	for (size_t i = p->firsts[first]; i < p->firsts[first + 1]; i++) {
		const uint16_t *chars = p->chars + p->starts[i];
		size_t length = p->starts[i + 1] - p->starts[i], k = 1;
		while (k < length && k < n && chars[k] == text[k])
			k++;
		if (k == length && length > longest) {
			longest = length;
			*readings = p->syllables + p->starts[i];
		}
	}
	return longest;
}

static syllable default_reading(uint32_t c)
{
	const syllable *readings;
	return pinyin_char(c, &readings) ? readings[0] : 0;
}

/* Phrases from one to before another. */
static void each_odd_phrase(const struct phrases *p, size_t first, size_t end,
	void (*visit)(void *context, const uint16_t *chars, size_t n), void *context)
{
	for (size_t i = first; i < end; i++) {
		const uint16_t *chars = p->chars + p->starts[i], *syllables = p->syllables + p->starts[i];
		size_t length = p->starts[i + 1] - p->starts[i], k = 0;
		while (k < length && syllables[k] == default_reading(chars[k]))
			k++;
		if (k < length)
			visit(context, chars, length);
	}
}

void pinyin_each_odd_phrase(void (*visit)(void *context, const uint16_t *chars, size_t n), void *context)
{
	each_odd_phrase(&places, 0, COUNT(place_starts) - 1, visit, context);
	each_odd_phrase(&words, 0, COUNT(word_starts) - 1, visit, context);
}

void pinyin_each_odd_phrase_from(uint32_t c, void (*visit)(void *context, const uint16_t *chars, size_t n), void *context)
{
	size_t first = c - HAN_FIRST; /* of a smaller character: beyond */
	if (first >= HAN_COUNT)
		return;
	each_odd_phrase(&places, places.firsts[first], places.firsts[first + 1], visit, context);
	each_odd_phrase(&words, words.firsts[first], words.firsts[first + 1], visit, context);
}

/* The traditional form only where the simplified one has no reading. */
static uint32_t readable(uint32_t c)
{
	const syllable *readings;
	uint32_t folded = c < 0x3400 ? c : fold_char(c);
	return pinyin_char(folded, &readings) ? folded : c;
}

/*
 * The last character of a place (县 市) may begin a word: 长治市长 is zhang. So the search goes on at it, unless
 * the place reads it in its own way or another place follows (兴县长治).
 */
static size_t step_behind(const uint32_t *chars, size_t n_chars, const syllable *readings, size_t n)
{
	const syllable *ignored;
	bool own_way = n == 1 || readings[n - 1] != default_reading(chars[n - 1]);
	return own_way || n == n_chars || longest_phrase(&places, chars + n, n_chars - n, &ignored) ? n : n - 1;
}

/*
 * Go through the phrases that begin with two characters: false where not all read these alike (*readings; NULL: none so
 * far). *just: one is no longer.
 */
static bool read_alike(const struct phrases *p, uint32_t first, uint32_t second, const syllable **readings, bool *just)
{
	size_t c = first - HAN_FIRST;
	for (size_t i = c < HAN_COUNT ? p->firsts[c] : 0; c < HAN_COUNT && i < p->firsts[c + 1]; i++) {
		const syllable *found = p->syllables + p->starts[i];
		if (p->chars[p->starts[i] + 1] != second)
			continue;
		if (*readings && memcmp(*readings, found, 2 * sizeof *found) != 0)
			return false;
		*readings = found;
		*just |= p->starts[i + 1] - p->starts[i] == 2;
	}
	return true;
}

bool pinyin_start_settled(uint32_t first, uint32_t second)
{
	const syllable *readings = NULL, *all;
	bool place = false, word = false;
	if (!read_alike(&places, first, second, &readings, &place) || !read_alike(&words, first, second, &readings, &word))
		return false;
	/* the last character of a place may begin a word (step_behind) */
	return place ? readings[1] != default_reading(second) || pinyin_char(second, &all) == 1 : word;
}

/* Reads text through a window of characters, so that no length of it needs memory. */
struct reader {
	struct str text;
	size_t at; /* bytes that were taken into the window */
	uint32_t chars[WINDOW];
	size_t first, end; /* of the characters that are still to be read */
	const syllable *phrase; /* the readings of the next n_phrase characters */
	size_t n_phrase;
};

static void reader_fill(struct reader *r)
{
	r->end -= r->first;
	memmove(r->chars, r->chars + r->first, r->end * sizeof r->chars[0]);
	r->first = 0;
	while (r->end < WINDOW && r->at < r->text.n)
		r->chars[r->end++] = readable(utf8_next(r->text, &r->at));
}

/* Find the phrase that the window begins with. */
static void reader_find_phrase(struct reader *r)
{
	const uint32_t *chars = r->chars + r->first;
	size_t n = longest_phrase(&places, chars, r->end - r->first, &r->phrase);
	r->n_phrase = n ? step_behind(chars, r->end - r->first, r->phrase, n)
			: longest_phrase(&words, chars, r->end - r->first, &r->phrase);
}

static bool reader_next(struct reader *r, uint32_t *c, syllable *reading)
{
	if (r->end - r->first < PHRASE_MAX && r->at < r->text.n)
		reader_fill(r);
	if (r->first == r->end)
		return false;
	*c = r->chars[r->first];
	if (!r->n_phrase && *c >= HAN_FIRST)
		reader_find_phrase(r);
	if (r->n_phrase) {
		r->n_phrase--;
		*reading = *r->phrase++;
	} else {
		*reading = *c < 0x3007 ? 0 : default_reading(*c);
	}
	r->first++;
	return true;
}

size_t pinyin_text_start(struct str text, syllable *out, size_t n_most)
{
	struct reader r = {.text = text};
	uint32_t c;
	size_t n = 0;
	while (n < n_most && reader_next(&r, &c, &out[n]))
		n++;
	return n;
}

size_t pinyin_text(struct str text, syllable *out)
{
	return pinyin_text_start(text, out, SIZE_MAX);
}

static const char *ascii_punctuation(uint32_t c)
{
	switch (c) {
	case 0x2018: case 0x2019:
		return "'";
	case 0x201C: case 0x201D: case U'「': case U'」':
		return "\"";
	case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case U'～': case 0x2212:
		return "-";
	case 0x2026:
		return "...";
	case U'、':
		return ",";
	case U'。': case 0xB7: case 0x30FB:
		return ".";
	case U'《': case U'〈':
		return "<";
	case U'》': case U'〉':
		return ">";
	case U'【': case U'〔':
		return "[";
	case U'】': case U'〕':
		return "]";
	case U'℃':
		return "C";
	case U'×':
		return "x";
	default:
		return NULL;
	}
}

/* é -> e, ㎡ -> m2, Ⅱ -> II; '?' for what has no such form. Returns the bytes. */
static size_t to_ascii(uint32_t c, char out[UC_DECOMPOSITION_MAX_LENGTH])
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
	int tag;
	size_t n = 0;
	const char *punctuation = ascii_punctuation(c);
	if (punctuation) {
		n = strlen(punctuation);
		memcpy(out, punctuation, n);
		return n;
	}
	int n_parts = c < 0x80 ? -1 : uc_decomposition(c, &tag, parts);
	if (n_parts < 1) {
		out[0] = c < 0x80 ? (char)c : '?';
		return 1;
	}
	bool any = false;
	for (int i = 0; i < n_parts; i++) {
		char inner[UC_DECOMPOSITION_MAX_LENGTH];
		size_t n_inner = uc_combining_class(parts[i]) ? 0 : to_ascii(parts[i], inner);
		any = any || (n_inner && inner[0] != '?');
		if (n + n_inner > UC_DECOMPOSITION_MAX_LENGTH)
			break;
		memcpy(out + n, inner, n_inner);
		n += n_inner;
	}
	if (!any) {
		out[0] = '?';
		return 1;
	}
	return n;
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_opening(uint32_t c)
{
	return c == '(' || c == U'（' || c == '[' || c == U'【' || c == U'〔' || c == '<' || c == U'《' || c == U'〈' ||
	       c == 0x201C || c == 0x2018 || c == U'「';
}

static void add_capitalised(struct strbuf *out, struct str name)
{
	strbuf_add_byte(out, (char)(name.p[0] - 'a' + 'A'));
	strbuf_add(out, str_sub(name, 1, name.n));
}

void pinyin_ascii(struct str text, struct strbuf *out)
{
	struct reader r = {.text = text};
	uint32_t c;
	syllable reading;
	bool after_syllable = false, joins = true; /* joins: nothing is to stand between this and a syllable */
	while (reader_next(&r, &c, &reading)) {
		if (reading) {
			if (!joins)
				strbuf_add_byte(out, ' ');
			add_capitalised(out, syllable_str(reading));
			joins = false;
		} else {
			char bytes[UC_DECOMPOSITION_MAX_LENGTH];
			size_t n = to_ascii(c, bytes);
			if (after_syllable && (is_alnum(bytes[0]) || is_opening(c)))
				strbuf_add_byte(out, ' ');
			strbuf_add(out, (struct str){bytes, n});
			joins = is_opening(c) || (bytes[n - 1] != '\0' && strchr(" -/+", bytes[n - 1]));
		}
		after_syllable = reading != 0;
	}
}

void pinyin_slug(struct str text, struct strbuf *out)
{
	struct reader r = {.text = text};
	uint32_t c;
	syllable reading;
	while (reader_next(&r, &c, &reading)) {
		if (reading) {
			strbuf_add(out, syllable_str(reading));
			continue;
		}
		char bytes[UC_DECOMPOSITION_MAX_LENGTH];
		size_t n = to_ascii(c, bytes);
		for (size_t i = 0; i < n; i++)
			if (is_alnum(bytes[i]))
				strbuf_add_byte(out, (char)fold_char((unsigned char)bytes[i]));
	}
}

void pinyin_sort_key(struct str text, struct strbuf *out)
{
	struct reader r = {.text = text};
	uint32_t c;
	syllable reading;
	strbuf_reserve(out, text.n * 2 * 4); /* two characters of at most four bytes for each */
	char *at = out->p + out->n;
	while (reader_next(&r, &c, &reading)) {
		if (reading)
			at += utf8_put(KEY_READ + reading, at);
		else if (pinyin_sorts_last(c))
			at += utf8_put(KEY_UNREAD, at);
		at += utf8_put(fold_char(c), at);
	}
	*at = '\0';
	out->n = (size_t)(at - out->p);
}

#include "text/clean.h"

#include "base/alloc.h"
#include "text/utf8.h"
#include "text/width.h"
#include "width_table.h"

#include <stdlib.h>
#include <uninorm.h>

enum {
	ZERO_WIDTH_JOINER = 0x200D,
	REGIONAL_A = 0x1F1E6,
	REGIONAL_Z = 0x1F1FF,
	TONE_FIRST = 0x1F3FB,
	TONE_LAST = 0x1F3FF,
};

/* One pass over text: what may not stay is replaced or dropped. */
struct sieve {
	struct strbuf *out;
	bool lines;    /* line breaks stay */
	bool composed; /* after normalisation: marks and conjoining jamo that are still there found no partner */
	bool base;     /* a character before that may carry a mark */
	bool picture;  /* the last base can join with others to one emoji */
	bool joined;   /* a joiner stands before what comes */
	bool returned; /* the last character was a carriage return */
};

static void sieve_put(struct sieve *s, uint32_t c)
{
	char bytes[4];
	strbuf_add(s->out, (struct str){bytes, utf8_put(c, bytes)});
	s->base = c != ' ' && c != '\n';
	s->joined = false;
}

static bool is_line_break(uint32_t c)
{
	return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static void sieve_control(struct sieve *s, uint32_t c)
{
	s->picture = false;
	if (is_line_break(c)) {
		if (!(c == '\n' && s->returned))
			sieve_put(s, s->lines ? '\n' : ' ');
	} else if (c == '\t') {
		sieve_put(s, ' ');
	} else if (c < 0x20 || c == 0x7F) {
		sieve_put(s, '^');
		sieve_put(s, c ^ 0x40);
	}
	s->returned = c == '\r';
}

static void sieve_mark(struct sieve *s, uint32_t c)
{
	char bytes[4];
	if (!s->composed) {
		strbuf_add(s->out, (struct str){bytes, utf8_put(c, bytes)});
		return;
	}
	bool agreed = c >= 0x300 && c <= 0x36F;
	if (agreed && s->base) {
		strbuf_add(s->out, (struct str){bytes, utf8_put(c, bytes)});
		s->base = false;
	}
}

static void sieve_char(struct sieve *s, uint32_t c)
{
	if (c < 0x20 || (c >= 0x7F && c < 0xA0) || is_line_break(c)) {
		sieve_control(s, c);
		return;
	}
	s->returned = false;
	uint8_t traits = text_traits(c);
	if (c == ZERO_WIDTH_JOINER)
		s->joined = true;
	if (traits & TRAIT_IGNORED)
		return;
	if (s->picture && ((c >= TONE_FIRST && c <= TONE_LAST) || (s->joined && (traits & TRAIT_PICTURE)))) {
		s->joined = false;
		return;
	}
	if (traits & TRAIT_MARK) {
		sieve_mark(s, c);
		return;
	}
	s->picture = traits & TRAIT_PICTURE;
	if (c >= REGIONAL_A && c <= REGIONAL_Z)
		sieve_put(s, 'A' + (c - REGIONAL_A));
	else if ((traits & TRAIT_DOUBTFUL) && !((traits & TRAIT_JAMO) && !s->composed))
		sieve_put(s, '?');
	else
		sieve_put(s, c);
}

static void sieve_text(struct str text, bool lines, bool composed, struct strbuf *out)
{
	struct sieve s = {.out = out, .lines = lines, .composed = composed};
	strbuf_reserve(out, text.n);
	while (text.n > 0) {
		size_t valid = text.n;
		utf8_check(text, &valid);
		struct str part = str_sub(text, 0, valid);
		for (size_t at = 0; at < part.n;)
			sieve_char(&s, utf8_next(part, &at));
		if (valid == text.n)
			break;
		s.picture = s.returned = false;
		sieve_put(&s, '?');
		text = str_sub(text, valid + 1, text.n);
	}
}

/*
 * Dropping a mark may free another one to compose, so normalising and sifting alternate
 * until nothing changes; each round that changes something makes the text shorter.
 */
static void compose(struct strbuf *text, bool lines)
{
	for (bool changed = true; changed;) {
		size_t n = 0;
		uint8_t *normal = u8_normalize(UNINORM_NFC, (const uint8_t *)text->p, text->n, NULL, &n);
		if (!normal && text->n > 0)
			alloc_failed();
		struct str before = {(const char *)normal, n};
		strbuf_clear(text);
		sieve_text(before, lines, true, text);
		changed = !str_eq(before, strbuf_str(text));
		free(normal);
	}
}

/* The prefix of cleaned text that stays within the limit whatever the terminal does with ambiguous characters. */
static struct str within_limit(struct str text)
{
	size_t cells = 0;
	for (size_t at = 0; at < text.n;) {
		size_t before = at;
		int width = width_char(utf8_next(text, &at), AMBI_WIDE);
		cells += width < 0 ? 1 : (size_t)width;
		if (cells > CLEAN_CELLS_MAX)
			return str_sub(text, 0, before);
	}
	return text;
}

/* Characters that cleaning and normalising never touch, whatever stands beside them but a mark. */
static bool is_harmless(uint32_t c)
{
	return (c >= 0x4E00 && c <= 0x9FFC) || (c >= 0xFF01 && c <= 0xFF9F) || (c >= 0x3001 && c <= 0x3029) ||
	       (c >= 0x2010 && c <= 0x2027) || (c >= 0xB0 && c <= 0xFF) || (c >= 0x2460 && c <= 0x24FF) || c == 0x3000;
}

/* The bytes that begin with printable ASCII and Han characters of the basic block: nearly all of nearly all names. */
static size_t plain_bytes(struct str raw)
{
	const unsigned char *p = (const unsigned char *)raw.p;
	size_t at = 0;
	while (at < raw.n) {
		if (p[at] < 0x80) {
			if (p[at] - 0x20u >= 0x7F - 0x20)
				break;
			at++;
			continue;
		}
		if (raw.n - at < 3 || p[at] < 0xE4 || p[at] > 0xE9 || (p[at + 1] & 0xC0) != 0x80 || (p[at + 2] & 0xC0) != 0x80)
			break;
		uint32_t c = (p[at] & 0x0Fu) << 12 | (p[at + 1] & 0x3Fu) << 6 | (p[at + 2] & 0x3Fu);
		if (!is_harmless(c))
			break;
		at += 3;
	}
	return at;
}

/* Most names: long checks and a normalisation for each of them would dominate reading a catalogue. */
static bool is_clean(struct str raw, bool lines)
{
	size_t at = raw.n > CLEAN_CELLS_MAX ? 0 : plain_bytes(raw);
	if (at == raw.n)
		return true;
	if (raw.n > CLEAN_CELLS_MAX || !utf8_check(str_sub(raw, at, raw.n), NULL))
		return false;
	while (at < raw.n) {
		uint32_t c = utf8_next(raw, &at);
		bool ascii = (c >= 0x20 && c < 0x7F) || (lines && c == '\n');
		if (!ascii && !is_harmless(c))
			return false;
	}
	return true;
}

bool text_is_clean(struct str raw)
{
	return is_clean(raw, false);
}

static void clean(struct str raw, bool lines, struct strbuf *out)
{
	if (is_clean(raw, lines)) {
		strbuf_add(out, raw);
		return;
	}
	struct strbuf text = {0};
	sieve_text(raw, lines, false, &text);
	compose(&text, lines);
	strbuf_add(out, within_limit(strbuf_str(&text)));
	strbuf_release(&text);
}

void text_clean(struct str raw, struct strbuf *out)
{
	clean(raw, false, out);
}

void text_clean_lines(struct str raw, struct strbuf *out)
{
	clean(raw, true, out);
}

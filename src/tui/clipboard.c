#include "tui/clipboard.h"

#include "text/clean.h"

#include <string.h>

enum { SCREEN_PIECE = 500 }; /* screen 4 takes 768 bytes a string */

enum multiplexer clipboard_multiplexer(const char *tmux, const char *sty, const char *term)
{
	if (tmux && tmux[0])
		return MULTIPLEXER_TMUX;
	if ((sty && sty[0]) || (term && strncmp(term, "screen", 6) == 0))
		return MULTIPLEXER_SCREEN;
	return MULTIPLEXER_NONE;
}

static void base64(struct str in, struct strbuf *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < in.n; i += 3) {
		size_t n = in.n - i < 3 ? in.n - i : 3;
		uint32_t bits = 0;
		for (size_t j = 0; j < 3; j++)
			bits = bits << 8 | (j < n ? (unsigned char)in.p[i + j] : 0);
		for (size_t j = 0; j < 4; j++)
			strbuf_add_byte(out, j <= n ? digits[bits >> (18 - 6 * j) & 63] : '=');
	}
}

/* Field by field: the limit of cleaning is one for a field. */
static void clean_table(struct str raw, struct strbuf *out)
{
	struct str lines = raw, line, field;
	for (bool first_line = true; str_split(&lines, '\n', &line); first_line = false) {
		if (!first_line)
			strbuf_add_byte(out, '\n');
		for (bool first = true; str_split(&line, '\t', &field); first = false) {
			if (!first)
				strbuf_add_byte(out, '\t');
			text_clean(field, out);
		}
	}
}

static void wrap_for_tmux(struct str sequence, struct strbuf *out)
{
	strbuf_add(out, sequence);
	strbuf_add_c(out, "\033Ptmux;");
	for (size_t i = 0; i < sequence.n; i++) {
		if (sequence.p[i] == '\033')
			strbuf_add_byte(out, '\033');
		strbuf_add_byte(out, sequence.p[i]);
	}
	strbuf_add_c(out, "\033\\");
}

static void wrap_for_screen(struct str sequence, struct strbuf *out)
{
	for (size_t at = 0; at < sequence.n; at += SCREEN_PIECE) {
		strbuf_add_c(out, "\033P");
		strbuf_add(out, str_sub(sequence, at, SCREEN_PIECE));
		strbuf_add_c(out, "\033\\");
	}
}

bool clipboard_sequence(struct str text, enum multiplexer multiplexer, struct strbuf *out)
{
	struct strbuf cleaned = {0}, sequence = {0};
	clean_table(text, &cleaned);
	bool fits = cleaned.n > 0 && cleaned.n <= CLIPBOARD_MAX;
	if (fits) {
		strbuf_add_c(&sequence, "\033]52;c;");
		base64(strbuf_str(&cleaned), &sequence);
		strbuf_add_byte(&sequence, '\a');
		switch (multiplexer) {
		case MULTIPLEXER_NONE: strbuf_add(out, strbuf_str(&sequence)); break;
		case MULTIPLEXER_TMUX: wrap_for_tmux(strbuf_str(&sequence), out); break;
		case MULTIPLEXER_SCREEN: wrap_for_screen(strbuf_str(&sequence), out); break;
		}
	}
	strbuf_release(&cleaned);
	strbuf_release(&sequence);
	return fits;
}

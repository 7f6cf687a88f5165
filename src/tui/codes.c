#include "tui/codes.h"

#include "tui/terminfo.h"

#include <stdio.h>
#include <string.h>

/* The parameters of a sequence CSI … m; false: it is none. */
static bool sgr_parameters(const char *sequence, char out[CODES_BYTES])
{
	size_t n = strlen(sequence);
	if (n < 3 || n >= CODES_BYTES || strncmp(sequence, "\033[", 2) != 0 || sequence[n - 1] != 'm' ||
		strspn(sequence + 2, "0123456789;") != n - 3)
		return false;
	memcpy(out, sequence + 2, n - 3);
	out[n - 3] = '\0';
	return true;
}

/* Sequences one after another: one CSI … m with the parameters of all, where all are of that form. */
static void join(struct codes_style *style, char sequences[][CODES_BYTES], size_t n)
{
	char parameters[CODES_BYTES];
	size_t used = 0;
	style->sgr = true;
	for (size_t i = 0; i < n; i++)
		style->sgr = style->sgr && sgr_parameters(sequences[i], parameters);
	for (size_t i = 0; i < n && used < sizeof style->on; i++) {
		if (style->sgr)
			sgr_parameters(sequences[i], parameters);
		used += (size_t)snprintf(style->on + used, sizeof style->on - used, "%s%s", style->sgr && used ? ";" : "",
			style->sgr ? parameters : sequences[i]);
	}
	/* Rather none than half of one. */
	if (used >= sizeof style->on)
		*style = (struct codes_style){.sgr = true};
}

/* A terminal that cannot show an attribute together with a colour shows the colour. */
static struct codes_style make_style(struct style style)
{
	enum { UNDERLINED = 1 << 1, REVERSED = 1 << 2, BOLD = 1 << 5 }; /* as in terminfo's ncv */
	int without = style.colour >= 0 ? terminfo_number("ncv", 0) : 0;
	struct codes_style made = {.on_blanks = style.underline || style.reverse};
	char sequences[4][CODES_BYTES];
	size_t n = 0;
	if (style.bold && !(without & BOLD))
		n += terminfo_get("bold", sequences[n]);
	if (style.underline && !(without & UNDERLINED))
		n += terminfo_get("smul", sequences[n]);
	if (style.reverse && !(without & REVERSED))
		n += terminfo_get("rev", sequences[n]);
	if (style.colour >= 0)
		n += terminfo_get_with("setaf", style.colour, sequences[n]);
	join(&made, sequences, n);
	return made;
}

static void load_styles(struct codes *codes, const char *no_color)
{
	/* Without a way back to the terminal's own colours none are used. */
	char back[CODES_BYTES];
	int depth = theme_depth(no_color, terminfo_get("op", back) ? terminfo_number("colors", 0) : 0);
	codes->n_styles = 1; /* plain */
	codes->styles[0] = (struct codes_style){.sgr = true};
	for (int role = 0; role < ROLE_COUNT; role++) {
		struct codes_style style = make_style(theme_style((enum role)role, depth));
		int number = 0;
		while (number < codes->n_styles && strcmp(codes->styles[number].on, style.on) != 0)
			number++;
		if (number == codes->n_styles)
			codes->styles[codes->n_styles++] = style;
		codes->style_of[role] = (uint8_t)number;
	}
}

/* Behind CSI m some descriptions leave the character set for lines, which nobody has entered here. */
static void load_plain(struct codes *codes)
{
	terminfo_get("sgr0", codes->plain);
	codes->ecma_plain = strstr(codes->plain, "\033[m");
	if (codes->ecma_plain)
		snprintf(codes->plain, sizeof codes->plain, "\033[m");
}

static bool has(const char *capability, const char *form)
{
	char sequence[CODES_BYTES];
	return terminfo_get(capability, sequence) && strcmp(sequence, form) == 0;
}

void codes_load(struct codes *codes, const char *no_color)
{
	*codes = (struct codes){
		.ecma_cup = has("cup", "\033[%i%p1%d;%p2%dH"),
		.column = has("hpa", "\033[%i%p1%dG"),
		.row = has("vpa", "\033[%i%p1%dd"),
		.forward = has("cuf", "\033[%p1%dC"),
		.back = has("cub", "\033[%p1%dD"),
		.up = has("cuu", "\033[%p1%dA"),
		.down = has("cud", "\033[%p1%dB"),
		.line_feed = has("cud1", "\n"),
		.backspace = has("cub1", "\b"),
		.carriage_return = has("cr", "\r"),
		.erase_end = has("el", "\033[K"),
		.erase = has("ech", "\033[%p1%dX"),
		.region = has("csr", "\033[%i%p1%d;%p2%dr") && has("ind", "\n") && has("ri", "\033M"),
		.scroll = has("indn", "\033[%p1%dS") && has("rin", "\033[%p1%dT"),
		.moves_in_styles = terminfo_flag("msgr"),
		.wraps_late = terminfo_flag("xenl") || !terminfo_flag("am"),
	};
	load_plain(codes);
	load_styles(codes, no_color);
}

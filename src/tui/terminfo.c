#include "tui/terminfo.h"

#include <string.h>

/* Before <curses.h>, which has other numbers under the same names. */
static const struct {
	const char *capability;
	key key;
} keys[] = {
	{"kcuu1", KEY_UP}, {"kcud1", KEY_DOWN}, {"kcub1", KEY_LEFT}, {"kcuf1", KEY_RIGHT},
	{"khome", KEY_HOME}, {"kend", KEY_END}, {"kpp", KEY_PAGE_UP}, {"knp", KEY_PAGE_DOWN},
	{"kich1", KEY_INSERT}, {"kdch1", KEY_DELETE}, {"kbs", KEY_BACKSPACE}, {"kent", KEY_ENTER}, {"kcbt", KEY_BACK_TAB},
	{"kf1", KEY_F1}, {"kf2", KEY_F1 + 1}, {"kf3", KEY_F1 + 2}, {"kf4", KEY_F1 + 3}, {"kf5", KEY_F1 + 4}, {"kf6", KEY_F1 + 5},
	{"kf7", KEY_F1 + 6}, {"kf8", KEY_F1 + 7}, {"kf9", KEY_F1 + 8}, {"kf10", KEY_F1 + 9}, {"kf11", KEY_F1 + 10}, {"kf12", KEY_F12},
	{"kLFT3", KEY_ALT | KEY_LEFT}, {"kRIT3", KEY_ALT | KEY_RIGHT}, {"kUP3", KEY_ALT | KEY_UP}, {"kDN3", KEY_ALT | KEY_DOWN},
};

#include <curses.h>
#include <term.h>

static bool is_capability(const char *value)
{
	return value && value != (const char *)-1 && value[0];
}

bool terminfo_check(const char *term, struct err *err)
{
	if (!term || !term[0])
		return err_set(err, ERR_NO_TERMINAL, "found TERM not set, expected the name of a terminal" TERMINFO_HINT);
	int result = 0;
	bool known = setupterm(term, -1, &result) == OK;
	bool usable = known && is_capability(tigetstr("cup")) && tigetflag("hc") <= 0 && tigetflag("gn") <= 0;
	if (known)
		del_curterm(cur_term);
	if (usable)
		return true;
	const char *expected = known ? "a terminal with a screen" : "a terminal that is known here, such as xterm";
	return err_set(err, ERR_NO_TERMINAL, "found TERM=%.60s, expected %s" TERMINFO_HINT, term, expected);
}

void terminfo_keys(struct input *input)
{
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		char name[8];
		snprintf(name, sizeof name, "%s", keys[i].capability);
		const char *sequence = tigetstr(name);
		if (is_capability(sequence))
			input_define(input, str_from(sequence), keys[i].key);
	}
}

/* A capability without its padding ($<5>): terminals that need it tell when to wait. */
static void add_capability(const char *value, struct strbuf *out)
{
	if (!is_capability(value))
		return;
	for (const char *p = value; *p; p++) {
		const char *end = p[0] == '$' && p[1] == '<' ? strchr(p, '>') : NULL;
		if (end)
			p = end;
		else
			strbuf_add_byte(out, *p);
	}
}

static bool take(const char *value, char out[TERMINFO_BYTES])
{
	struct strbuf bytes = {0};
	add_capability(value, &bytes);
	size_t n = bytes.n < TERMINFO_BYTES ? bytes.n : 0;
	if (n)
		memcpy(out, bytes.p, n);
	out[n] = '\0';
	strbuf_release(&bytes);
	return n > 0;
}

bool terminfo_get(const char *capability, char out[TERMINFO_BYTES])
{
	return take(tigetstr(capability), out);
}

bool terminfo_get_with(const char *capability, int number, char out[TERMINFO_BYTES])
{
	const char *value = tigetstr(capability);
	return take(is_capability(value) ? tiparm(value, number) : NULL, out);
}

bool terminfo_flag(const char *capability)
{
	return tigetflag(capability) > 0;
}

int terminfo_number(const char *capability, int fallback)
{
	int number = tigetnum(capability);
	return number < 0 ? fallback : number;
}

void terminfo_move(int row, int column, struct strbuf *out)
{
	add_capability(tiparm(tigetstr("cup"), row, column), out);
}

void terminfo_scroll_all(int rows, struct strbuf *out)
{
	const char *region = tigetstr("csr");
	/* Without numbers it holds whatever size the terminal has by now. */
	if (is_capability(region) && str_starts(str_from(region), STR("\033[%i%p1%d;%p2%dr")))
		strbuf_add_c(out, "\033[r");
	else if (is_capability(region))
		add_capability(tiparm(region, 0, rows - 1), out);
}

void terminfo_paste(bool on, struct strbuf *out)
{
	const char *move = tigetstr("cup");
	if (is_capability(move) && str_starts(str_from(move), STR("\033[")))
		strbuf_add_c(out, on ? "\033[?2004h" : "\033[?2004l");
}

void terminfo_rescue(int rows, struct strbuf *out)
{
	/* CAN ends a sequence that was cut in the middle. */
	strbuf_add_c(out, "\030");
	terminfo_paste(false, out);
	terminfo_scroll_all(rows, out);
	add_capability(tigetstr("sgr0"), out);
	add_capability(tigetstr("op"), out);
	add_capability(tigetstr("rmkx"), out);
	add_capability(tigetstr("cnorm"), out);
	const char *leave = tigetstr("rmcup");
	terminfo_move(rows - 1, 0, out);
	if (is_capability(leave))
		add_capability(leave, out);
	else
		strbuf_add_c(out, "\r\n");
}

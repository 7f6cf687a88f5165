#include "view/key.h"

#include "text/utf8.h"

struct name {
	struct str text;
	key key;
};

/* The first name of a key is the one that is written. */
static const struct name names[] = {
	{STR_INIT("Up"), KEY_UP}, {STR_INIT("Down"), KEY_DOWN}, {STR_INIT("Left"), KEY_LEFT}, {STR_INIT("Right"), KEY_RIGHT},
	{STR_INIT("Home"), KEY_HOME}, {STR_INIT("End"), KEY_END},
	{STR_INIT("PgUp"), KEY_PAGE_UP}, {STR_INIT("PageUp"), KEY_PAGE_UP},
	{STR_INIT("PgDn"), KEY_PAGE_DOWN}, {STR_INIT("PageDown"), KEY_PAGE_DOWN},
	{STR_INIT("Insert"), KEY_INSERT}, {STR_INIT("Ins"), KEY_INSERT},
	{STR_INIT("Delete"), KEY_DELETE}, {STR_INIT("Del"), KEY_DELETE},
	{STR_INIT("Backspace"), KEY_BACKSPACE}, {STR_INIT("BS"), KEY_BACKSPACE},
	{STR_INIT("Enter"), KEY_ENTER}, {STR_INIT("Return"), KEY_ENTER},
	{STR_INIT("Tab"), KEY_TAB}, {STR_INIT("S-Tab"), KEY_BACK_TAB},
	{STR_INIT("Esc"), KEY_ESCAPE}, {STR_INIT("Escape"), KEY_ESCAPE},
	{STR_INIT("Space"), ' '}, {STR_INIT("Paste"), KEY_PASTE},
};

enum { N_NAMES = sizeof names / sizeof *names };

static bool parse_function_key(struct str text, key *out)
{
	if (text.n < 2 || text.n > 3 || text.p[0] != 'F' || text.p[1] < '1' || text.p[1] > '9')
		return false;
	int number = text.p[1] - '0';
	if (text.n == 3) {
		if (text.p[2] < '0' || text.p[2] > '9')
			return false;
		number = number * 10 + (text.p[2] - '0');
	}
	if (number > 12)
		return false;
	*out = (key)(KEY_F1 + number - 1);
	return true;
}

/* ^A … ^Z ^[ ^\ ^] ^^ ^_ ^@ ^? */
static bool parse_control(struct str text, key *out)
{
	if (text.n != 2 || text.p[0] != '^')
		return false;
	char c = text.p[1];
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c != '?' && (c < '@' || c > '_'))
		return false;
	*out = key_control(c == '?' ? 0x7F : (unsigned char)(c - '@'));
	return true;
}

static bool parse_plain(struct str text, key *out)
{
	for (int i = 0; i < N_NAMES; i++) {
		if (str_eq(text, names[i].text)) {
			*out = names[i].key;
			return true;
		}
	}
	if (parse_function_key(text, out) || parse_control(text, out))
		return true;
	if (text.n == 0 || !utf8_check(text, NULL))
		return false;
	size_t at = 0;
	uint32_t c = utf8_next(text, &at);
	if (at != text.n || c < 0x20 || (c >= 0x7F && c < 0xA0))
		return false;
	*out = c;
	return true;
}

bool key_parse(struct str text, key *out)
{
	struct str alt = STR("Alt-");
	bool has_alt = str_starts(text, alt);
	key k;
	if (!parse_plain(has_alt ? str_sub(text, alt.n, text.n) : text, &k))
		return false;
	*out = has_alt ? k | KEY_ALT : k;
	return true;
}

void key_format(key k, struct strbuf *out)
{
	if (k & KEY_ALT)
		strbuf_add_c(out, "Alt-");
	k &= ~(key)KEY_ALT;
	for (int i = 0; i < N_NAMES; i++) {
		if (names[i].key == k) {
			strbuf_add(out, names[i].text);
			return;
		}
	}
	char bytes[4];
	if (k >= KEY_F1 && k <= KEY_F12)
		strbuf_printf(out, "F%d", (int)(k - KEY_F1 + 1));
	else if (k < 0x20 || k == 0x7F)
		strbuf_printf(out, "^%c", (char)(k ^ 0x40));
	else if (k < KEY_NAMED && (k < 0xD800 || k > 0xDFFF))
		strbuf_add(out, (struct str){bytes, utf8_put(k, bytes)});
}

key key_control(unsigned char byte)
{
	switch (byte) {
	case '\t': return KEY_TAB;
	case '\r':
	case '\n': return KEY_ENTER;
	case 0x1B: return KEY_ESCAPE;
	case '\b':
	case 0x7F: return KEY_BACKSPACE;
	default: return byte;
	}
}

key key_plain(key k)
{
	if (k >= 0xFF01 && k <= 0xFF5E)
		return k - 0xFF01 + '!';
	switch (k) {
	case 0x3000: return ' ';
	case 0xFFE5: return '$';  /* ￥ */
	case 0x3001: return '/';  /* 、 */
	case 0x3002: return '.';  /* 。 */
	case 0x3010: return '[';  /* 【 */
	case 0x3011: return ']';  /* 】 */
	case 0x300C: return '{';  /* 「 */
	case 0x300D: return '}';  /* 」 */
	case 0x300A: return '<';  /* 《 */
	case 0x300B: return '>';  /* 》 */
	case 0x00B7: return '`';  /* · */
	case 0x201C:
	case 0x201D: return '"';  /* “ ” */
	case 0x2018:
	case 0x2019: return '\''; /* ‘ ’ */
	default: return k;
	}
}

bool key_is_character(key k)
{
	return k >= ' ' && k != 0x7F && k < KEY_NAMED;
}

bool key_is_text(key k)
{
	static const struct { uint32_t first, last; } letters[] = {
		{0x00C0, 0x00D6}, {0x00D8, 0x00F6}, {0x00F8, 0x024F}, /* Latin with marks: also tones of pinyin */
		{0x0370, 0x03FF}, {0x0400, 0x052F},                   /* Greek, Cyrillic */
		{0x3005, 0x3007}, {0x3041, 0x3096}, {0x30A1, 0x30FA}, /* 々〆〇, kana */
		{0x3105, 0x312F}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, /* bopomofo, Han */
		{0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFD},
	};
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
		if (k >= letters[i].first && k <= letters[i].last)
			return true;
	return false;
}

/*
 * Which characters the terminal takes: read from the locale, once, at start.
 * Source: terminals.md, rule 7.
 */
#ifndef TUI_LOCALE_H
#define TUI_LOCALE_H

#include "text/width.h"

struct locale {
	bool utf8;      /* the terminal takes UTF-8 */
	bool ascii;     /* only ASCII can be shown: ASCII frames, names in pinyin, English messages unless asked otherwise */
	enum ambi ambi; /* a first guess: wide where the character set counts so (GBK, GB18030 …) */
	char name[64];  /* the locale in force, "C.UTF-8" */
};

/*
 * The names to try, best first, ended by NULL, for the values of LC_ALL, LC_CTYPE and LANG (NULL or "": not set):
 * none set (plain SSH) means UTF-8; a UTF-8 locale that is not installed here is replaced by one that is.
 * out has room for LOCALE_TRIES pointers; they are borrowed from the arguments.
 */
enum { LOCALE_TRIES = 6 };
void locale_candidates(const char *lc_all, const char *lc_ctype, const char *lang, const char *out[LOCALE_TRIES]);

/* Set LC_CTYPE (nothing else: numbers stay as they are) from the environment and say what it means. */
struct locale tui_locale(void);

#endif

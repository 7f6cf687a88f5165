#include "tui/locale.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>

static const char *first_set(const char *a, const char *b, const char *c)
{
	const char *const values[] = {a, b, c};
	for (int i = 0; i < 3; i++)
		if (values[i] && values[i][0])
			return values[i];
	return NULL;
}

static bool names_utf8(const char *name)
{
	const char *codeset = strchr(name, '.');
	return codeset && (strncasecmp(codeset, ".utf-8", 6) == 0 || strncasecmp(codeset, ".utf8", 5) == 0);
}

void locale_candidates(const char *lc_all, const char *lc_ctype, const char *lang, const char *out[LOCALE_TRIES])
{
	const char *named = first_set(lc_all, lc_ctype, lang);
	int n = 0;
	if (named)
		out[n++] = named;
	if (!named || names_utf8(named)) {
		out[n++] = "C.UTF-8";
		out[n++] = "en_US.UTF-8";
		out[n++] = "zh_CN.UTF-8";
	}
	out[n++] = "C";
	out[n] = NULL;
}

static bool can_write(wchar_t c)
{
	char bytes[64];
	mbstate_t state = {0};
	return wcrtomb(bytes, c, &state) != (size_t)-1;
}

struct locale tui_locale(void)
{
	const char *names[LOCALE_TRIES];
	locale_candidates(getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG"), names);
	const char *set = NULL;
	for (int i = 0; names[i] && !set; i++)
		set = setlocale(LC_CTYPE, names[i]);
	struct locale locale = {.ambi = AMBI_NARROW};
	snprintf(locale.name, sizeof locale.name, "%s", set ? set : "C");
	locale.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	/* A character set of one byte a character can no more show Chinese than ASCII can. */
	locale.ascii = !locale.utf8 && !can_write(L'中');
	if (!locale.utf8 && !locale.ascii)
		locale.ambi = AMBI_WIDE;
	return locale;
}

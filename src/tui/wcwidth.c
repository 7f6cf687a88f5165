#include "tui/wcwidth.h"

#include <wchar.h>

/* Set once at start: the C library's interface has no place for it. */
static enum ambi ambiguous = AMBI_NARROW;

void wcwidth_ambiguous(enum ambi ambi)
{
	ambiguous = ambi;
}

int wcwidth(wchar_t c)
{
	return width_char((uint32_t)c, ambiguous);
}

int wcswidth(const wchar_t *s, size_t n)
{
	int columns = 0;
	for (size_t i = 0; i < n && s[i]; i++) {
		int width = wcwidth(s[i]);
		if (width < 0)
			return -1;
		columns += width;
	}
	return columns;
}

/* A file with some text, as somebody else left it. */
#ifndef TESTS_SUPPORT_FILE_H
#define TESTS_SUPPORT_FILE_H

#include "support/test.h"

static inline void write_file(const char *path, struct str text)
{
	FILE *file = fopen(path, "w");
	if (!file || fwrite(text.p, 1, text.n, file) != text.n || fclose(file) != 0)
		fail_msg("cannot write %s", path);
}

#endif

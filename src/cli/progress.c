#include "progress_internal.h"

#include <stdio.h>

void progress_write(struct progress_line *line, struct str text)
{
	size_t columns = width_str(text, line->ambi), before = width_str(strbuf_str(&line->text), line->ambi);
	if (str_eq(text, strbuf_str(&line->text)))
		return;
	fprintf(stderr, "\r%.*s%*s\r%.*s", STR_ARG(text), (int)(before > columns ? before - columns : 0), "", STR_ARG(text));
	strbuf_set(&line->text, text);
}

void progress_end(struct progress_line *line)
{
	progress_write(line, STR(""));
	strbuf_release(&line->text);
}

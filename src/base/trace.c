#include "base/trace.h"

#include <errno.h>
#include <string.h>

bool trace_open(struct trace *trace, const char *topics, struct err *err)
{
	const char *file = strchr(topics, '=');
	size_t n = file ? (size_t)(file - topics) : strlen(topics);
	if (n >= sizeof trace->topics)
		return err_at(err, ERR_USAGE, "argument", 0, 0, "found %zu bytes of trace topics, expected fewer than %zu", n, sizeof trace->topics);
	memcpy(trace->topics, topics, n);
	trace->topics[n] = '\0';
	const char *path = file ? file + 1 : "yuanlian.trace";
	trace->file = fopen(path, "ae");
	if (!trace->file)
		return err_at(err, ERR_CREATE, path, 0, 0, "found \"%s\", expected a file for the trace", strerror(errno));
	return true;
}

void trace_close(struct trace *trace)
{
	if (trace->file)
		fclose(trace->file);
	trace->file = NULL;
}

bool trace_wants(const struct trace *trace, const char *topic)
{
	if (!trace || !trace->file)
		return false;
	struct str rest = str_from(trace->topics), part;
	while (str_split(&rest, ',', &part))
		if (str_eq_c(part, topic) || str_eq_c(part, "all"))
			return true;
	return false;
}

void trace_line(struct trace *trace, const char *topic, const char *format, ...)
{
	if (!trace_wants(trace, topic))
		return;
	struct strbuf line = {0};
	va_list args;
	va_start(args, format);
	strbuf_vprintf(&line, format, args);
	va_end(args);
	/* In one piece: lines come from several threads. */
	struct strbuf escaped = {0};
	strbuf_printf(&escaped, "%s: ", topic);
	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];
		if (c < 0x20 || c == 0x7f)
			strbuf_printf(&escaped, "\\x%02x", c);
		else
			strbuf_add_byte(&escaped, (char)c);
	}
	strbuf_add_byte(&escaped, '\n');
	fwrite(escaped.p, 1, escaped.n, trace->file);
	fflush(trace->file);
	strbuf_release(&escaped);
	strbuf_release(&line);
}

#include "exchange/encoding.h"

#include "text/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/*
 * GB18030 bytes are hardly ever valid UTF-8 for more than a character or two: a file
 * with more of them before the first bad byte is UTF-8 with damage.
 */
enum { UTF8_CHARACTERS_ENOUGH = 4 };

/* Line and column, both from 1, the column in characters, of a byte offset in text. Bytes that begin no character count as one. */
static void find_place(struct str text, size_t offset, size_t *line, size_t *column)
{
	size_t start = 0;
	*line = *column = 1;
	for (size_t i = 0; i < offset && i < text.n; i++)
		if (text.p[i] == '\n' || (text.p[i] == '\r' && (i + 1 == text.n || text.p[i + 1] != '\n'))) {
			++*line;
			start = i + 1;
		}
	for (size_t i = start; i < offset && i < text.n; i++)
		*column += ((unsigned char)text.p[i] & 0xC0) != 0x80;
}

static bool refuse(struct str text, size_t offset, struct err *err, const char *found)
{
	size_t line, column;
	find_place(text, offset, &line, &column);
	err_set(err, ERR_DATA, "found %s, expected text in UTF-8 or GB18030 (a spreadsheet saves a sheet so as CSV)", found);
	/* The file's name is known further up, the place only here. */
	err->line = line;
	err->column = column;
	return false;
}

/* What begins so is no text of the two, and has a name that says more than its first odd byte. */
static const char *known_by_start(struct str bytes)
{
	static const struct {
		struct str start;
		const char *name;
	} known[] = {
		{STR_INIT("\xFF\xFE"), "UTF-16 text"},
		{STR_INIT("\xFE\xFF"), "UTF-16 text"},
		{STR_INIT("PK\3\4"), "a compressed file such as XLSX"},
		{STR_INIT("\xD0\xCF\x11\xE0"), "a file such as XLS"},
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_starts(bytes, known[i].start))
			return known[i].name;
	return NULL;
}

static bool from_gb18030(struct str in, struct strbuf *out)
{
	iconv_t converter = iconv_open("UTF-8", "GB18030");
	if (converter == (iconv_t)-1)
		return false;
	/* iconv takes what it does not change as char *. */
	char *from = (char *)(uintptr_t)in.p;
	size_t left = in.n;
	bool ok = true;
	while (ok && left) {
		strbuf_reserve(out, left * 2 + 16);
		char *to = out->p + out->n;
		size_t room = out->cap - out->n - 1;
		size_t before = room;
		size_t rc = iconv(converter, &from, &left, &to, &room);
		out->n += before - room;
		out->p[out->n] = '\0';
		ok = rc != (size_t)-1 || errno == E2BIG;
	}
	iconv_close(converter);
	return ok;
}

static size_t count_beyond_ascii(struct str valid)
{
	size_t n = 0;
	for (size_t i = 0; i < valid.n; i++)
		n += (unsigned char)valid.p[i] >= 0xC0;
	return n;
}

bool encoding_to_utf8(struct strbuf *bytes, const char **encoding, struct err *err)
{
	static const char mark[] = "\xEF\xBB\xBF";
	struct str text = strbuf_str(bytes);
	bool marked = str_starts(text, str_from(mark));
	size_t bad;
	*encoding = NULL;
	ptrdiff_t nul = str_find_byte(text, '\0', 0);
	bool valid = utf8_check(text, &bad);
	const char *known = nul >= 0 || !valid ? known_by_start(text) : NULL;
	if (known)
		return refuse(text, 0, err, known);
	if (nul >= 0)
		return refuse(text, (size_t)nul, err, "a NUL byte");
	if (!valid) {
		struct strbuf converted = {0};
		bool damaged = marked || count_beyond_ascii(str_sub(text, 0, bad)) >= UTF8_CHARACTERS_ENOUGH;
		if (damaged || !from_gb18030(text, &converted) || !utf8_check(strbuf_str(&converted), NULL)) {
			strbuf_release(&converted);
			return refuse(text, bad, err, "bytes that are no characters");
		}
		strbuf_release(bytes);
		*bytes = converted;
		*encoding = "GB18030";
		marked = str_starts(strbuf_str(bytes), str_from(mark));
	}
	if (marked) {
		memmove(bytes->p, bytes->p + 3, bytes->n - 3);
		strbuf_truncate(bytes, bytes->n - 3);
	}
	return true;
}

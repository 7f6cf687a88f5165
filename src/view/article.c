#include "view/article_internal.h"

#include "index/read.h"

#include "text/utf8.h"

enum { PASSAGE_SIDE = 60 }; /* characters of context at most, each side */

struct str article_file(const struct settings *settings, const struct index *index, struct ref source)
{
	if (!settings->articles || ref_none(source))
		return STR("");
	struct str hash = read_text(index, source, "sha256");
	return hash.n ? settings->articles->text(settings->articles->self, hash) : STR("");
}

/* -- paragraphs ---------------------------------------------------------------- */

void article_walk_init(struct article_walk *walk, struct str file)
{
	*walk = (struct article_walk){.file = file};
}

void article_walk_release(struct article_walk *walk)
{
	strbuf_release(&walk->here.text);
	array_release(&walk->here.characters);
}

static struct str next_line(const struct article_walk *walk)
{
	ptrdiff_t end = str_find_byte(walk->file, '\n', walk->at);
	return str_sub(walk->file, walk->at, end < 0 ? walk->file.n : (size_t)end - walk->at);
}

/* Bytes of line up to its last character that is no blank. */
static size_t text_end(struct str line)
{
	size_t end = 0;
	for (size_t at = 0; at < line.n;)
		if (!utf8_is_white(utf8_next(line, &at)))
			end = at;
	return end;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void add_line(struct article_walk *walk, struct str line)
{
	struct article_paragraph *p = &walk->here;
	size_t end = text_end(line), at = 0;
	bool begun = false;
	/* Latin words that a line break divides keep a blank between them; a number that it breaks is one number. */
	if (p->text.n && end && is_letter(p->text.p[p->text.n - 1]) && is_letter(line.p[0])) {
		strbuf_add_byte(&p->text, ' ');
		array_push(&p->characters, walk->character);
	}
	for (uint32_t character = walk->character; at < end; character++) {
		size_t from = at;
		uint32_t c = utf8_next(line, &at);
		begun = begun || !utf8_is_white(c);
		if (!begun)
			continue;
		strbuf_add(&p->text, str_sub(line, from, at - from));
		array_push(&p->characters, character);
	}
}

bool article_next(struct article_walk *walk)
{
	strbuf_clear(&walk->here.text);
	array_clear(&walk->here.characters);
	while (walk->at < walk->file.n) {
		struct str line = next_line(walk);
		bool empty = !text_end(line);
		if (empty && walk->here.text.n)
			break;
		if (!empty)
			add_line(walk, line);
		size_t with_end = line.n + (walk->at + line.n < walk->file.n);
		walk->character += (uint32_t)utf8_length(str_sub(walk->file, walk->at, with_end));
		walk->at += with_end;
	}
	if (!walk->here.text.n)
		return false;
	walk->here.number = ++walk->paragraph;
	return true;
}

bool article_bytes(const struct article_paragraph *paragraph, uint32_t start, uint32_t end, size_t *from, size_t *to)
{
	struct str text = strbuf_str(&paragraph->text);
	size_t at = 0, found = 0, n = paragraph->characters.n;
	/* Most figures of an article stand in other paragraphs. */
	if (!n || paragraph->characters.v[0] >= end || paragraph->characters.v[n - 1] < start)
		return false;
	for (size_t i = 0; i < n && paragraph->characters.v[i] < end; i++) {
		size_t before = at;
		utf8_next(text, &at);
		if (paragraph->characters.v[i] < start)
			continue;
		if (!found++)
			*from = before;
		*to = at;
	}
	return found > 0;
}

/* -- the passage behind a figure -------------------------------------------------- */

static bool ends_sentence(uint32_t c)
{
	return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff1b; /* 。！？； */
}

/* The sentence around bytes from … to of text, as far as PASSAGE_SIDE characters on each side. */
static void cut_sentence(struct str text, size_t from, size_t to, size_t *first, size_t *last)
{
	size_t at = 0, n = 0, length = utf8_length(str_sub(text, 0, from));
	*first = length > PASSAGE_SIDE ? utf8_offset(text, length - PASSAGE_SIDE) : 0;
	while (at < from)
		if (ends_sentence(utf8_next(text, &at)) && at > *first && at <= from)
			*first = at;
	for (at = to; at < text.n && n < PASSAGE_SIDE; n++)
		if (ends_sentence(utf8_next(text, &at)))
			break;
	*last = at;
}

bool article_passage(struct str file, uint32_t start, uint32_t end, struct strbuf *out)
{
	struct article_walk walk;
	size_t from = 0, to = 0, first, last;
	bool found = false;
	article_walk_init(&walk, file);
	while (!found && article_next(&walk))
		found = article_bytes(&walk.here, start, end, &from, &to);
	if (found) {
		struct str text = strbuf_str(&walk.here.text);
		cut_sentence(text, from, to, &first, &last);
		strbuf_add_c(out, first ? "..." : "");
		strbuf_add(out, str_sub(text, first, from - first));
		strbuf_add_byte(out, '<');
		strbuf_add(out, str_sub(text, from, to - from));
		strbuf_add_byte(out, '>');
		strbuf_add(out, str_sub(text, to, last - to));
		strbuf_add_c(out, last < text.n ? "..." : "");
	}
	article_walk_release(&walk);
	return found;
}

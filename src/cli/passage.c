#include "findings_internal.h"

#include "index/suspicion.h"
#include "index/read.h"
#include "text/utf8.h"

/* -- a file and its places --------------------------------------------------------------------- */

/* Text without white space: a layout breaks numbers anywhere. Appended. */
static void squeeze(struct str text, struct strbuf *out)
{
	for (size_t at = 0; at < text.n;) {
		size_t start = at;
		if (!utf8_is_white(utf8_next(text, &at)))
			strbuf_add(out, str_sub(text, start, at - start));
	}
}

/* The paragraph, from 1, in which a byte stands: runs of lines that are not blank. */
static uint32_t paragraph_at(struct str text, size_t offset)
{
	struct str rest = text, line;
	uint32_t n = 0;
	bool inside = false;
	for (size_t start = 0; str_split(&rest, '\n', &line) && start <= offset; start += line.n + 1) {
		bool blank = true;
		for (size_t at = 0; blank && at < line.n;)
			blank = utf8_is_white(utf8_next(line, &at));
		n += !blank && !inside;
		inside = !blank;
	}
	return n;
}

/* -- one figure against its passage -------------------------------------------------------------- */

struct reader {
	struct findings *findings;
	const struct index *index;
	struct article_folder *articles;
};

static struct str file_of(const struct reader *reader, struct str article)
{
	struct strbuf id = {0};
	strbuf_printf(&id, "source:%.*s", STR_ARG(article));
	struct ref source = index_find_id(reader->index, strbuf_str(&id));
	strbuf_release(&id);
	if (ref_none(source))
		return STR("");
	struct str sha256 = read_text(reader->index, source, "sha256");
	return sha256.n ? article_text(reader->articles, sha256) : STR("");
}

static void report(const struct reader *reader, struct ref claim, struct str locator, const char *message)
{
	struct found found = {
		.severity = FINDING_ERROR,
		.rule = STR("passage"),
		.ref = index_id(reader->index, claim),
		.message = str_from(message),
		.source = index_id(reader->index, read_ref(reader->index, claim, "source")),
		.locator = locator,
	};
	findings_add(reader->findings, found);
}

static bool stands_in(struct str passage, struct str printed)
{
	struct strbuf there = {0}, wanted = {0};
	squeeze(passage, &there);
	squeeze(printed, &wanted);
	bool found = str_find(strbuf_str(&there), strbuf_str(&wanted), 0) >= 0;
	strbuf_release(&there);
	strbuf_release(&wanted);
	return found;
}

static void check_place(
	const struct reader *reader, struct ref claim, struct str text, const struct locator *place, struct str locator)
{
	enum language language = message_language(reader->findings->chinese);
	size_t start = utf8_offset(text, place->start), end = utf8_offset(text, place->end);
	struct str passage = str_sub(text, start, end - start);
	struct str value = read_text(reader->index, claim, "value");
	struct strbuf said = {0};
	if (utf8_length(text) < place->end)
		strbuf_add(&said, message(MSG_CHECK_BEHIND_END, language));
	else if (!stands_in(passage, value))
		strbuf_printf(&said, message(MSG_CHECK_OTHER_PASSAGE, language).p,
			STR_ARG(passage), STR_ARG(value));
	else if (paragraph_at(text, start) != place->line)
		strbuf_printf(&said, message(MSG_CHECK_OTHER_PARAGRAPH, language).p,
			paragraph_at(text, start), place->line);
	if (said.n)
		report(reader, claim, locator, said.p);
	strbuf_release(&said);
}

/* -- what the text itself gets wrong ------------------------------------------------------------- */

static void report_place(const struct reader *reader, struct ref source, struct str text, size_t start, size_t end)
{
	struct str id = index_id(reader->index, source), place = str_sub(text, start, end - start);
	struct str slug = id_slug(id);
	size_t first = utf8_length(str_sub(text, 0, start));
	struct strbuf said = {0}, locator = {0};
	strbuf_printf(&said, message(MSG_CHECK_NO_SUCH_CITY, message_language(reader->findings->chinese)).p, STR_ARG(place));
	strbuf_printf(&locator, "%.*s:%u:%zu-%zu", STR_ARG(slug), paragraph_at(text, start), first,
		first + utf8_length(place));
	findings_add(reader->findings,
		(struct found){.severity = FINDING_INFO,
			.rule = STR("impossible_place"),
			.ref = id,
			.message = strbuf_str(&said),
			.source = id,
			.locator = strbuf_str(&locator)});
	strbuf_release(&said);
	strbuf_release(&locator);
}

/* Names of places that cannot be, in the part of a file that is the source's article. */
static void check_text(const struct reader *reader, const struct gazetteer *gazetteer, struct ref source)
{
	struct str id = index_id(reader->index, source);
	struct str text = file_of(reader, id_slug(id));
	int64_t first = read_number(reader->index, source, "start");
	int64_t last = read_number(reader->index, source, "end");
	size_t from = first == NUMBER_NONE ? 0 : utf8_offset(text, (size_t)first), start, end;
	text.n = last == NUMBER_NONE ? text.n : utf8_offset(text, (size_t)last);
	for (; gazetteer_find(gazetteer, text, from, &start, &end); from = end)
		report_place(reader, source, text, start, end);
}

static void check_texts(const struct reader *reader)
{
	struct gazetteer *gazetteer = gazetteer_new(reader->index);
	for (uint32_t row = 0; row < index_count(reader->index, KIND_SOURCE); row++)
		check_text(reader, gazetteer, ref_make(KIND_SOURCE, row));
	gazetteer_free(gazetteer);
}

void findings_of_articles(struct findings *findings, const struct index *index, struct article_folder *articles)
{
	const struct reader reader = {findings, index, articles};
	for (uint32_t row = 0; row < index_count(index, KIND_CLAIM); row++) {
		struct ref claim = ref_make(KIND_CLAIM, row);
		struct str rest = read_text(index, claim, "locator"), one;
		while (str_split(&rest, ';', &one)) {
			struct locator place;
			if (!locator_parse(one, &place) || !place.in_text)
				continue;
			struct str text = file_of(&reader, place.article);
			if (text.n)
				check_place(&reader, claim, text, &place, one);
		}
	}
	check_texts(&reader);
}

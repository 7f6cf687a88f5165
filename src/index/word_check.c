/* How a word matches one record: which of its texts best, and where. */
#include "word_internal.h"

#include "index_internal.h"
#include "scan_internal.h"

#include <stdlib.h>

/* -- how good a hit is ------------------------------------------------------------------ */

unsigned word_points(enum lookup_place place, enum pinyin_how how)
{
	static const uint8_t places[] = {
		[LOOKUP_FIELD] = 0,
		[LOOKUP_INSIDE] = 10,
		[LOOKUP_SHORT] = 30,
		[LOOKUP_PREFIX] = 35,
		[LOOKUP_WHOLE_SHORT] = 45,
		[LOOKUP_WHOLE] = 50,
	};
	static const uint8_t hows[] = {
		[PINYIN_NONE] = 0,
		[PINYIN_NEAR] = 0,
		[PINYIN_RARE] = 0,
		[PINYIN_INITIALS] = 8,
		[PINYIN_FULL] = 20,
		[PINYIN_LITERAL] = 26,
	};
	return (unsigned)places[place] + hows[how];
}

static bool is_better(const struct word_hit *a, const struct word_hit *b)
{
	unsigned p = word_points((enum lookup_place)a->place, (enum pinyin_how)a->how),
		 q = word_points((enum lookup_place)b->place, (enum pinyin_how)b->how);
	return p != q ? p > q : a->start < b->start;
}

/* -- checking one text ------------------------------------------------------------------- */

static uint16_t clipped(size_t n)
{
	return n < UINT16_MAX ? (uint16_t)n : UINT16_MAX;
}

static bool check_code(struct str text, struct str word, struct word_hit *hit)
{
	if (!word.n || !str_starts(text, word))
		return false;
	hit->how = PINYIN_LITERAL;
	hit->place = text.n == word.n ? LOOKUP_WHOLE_SHORT : LOOKUP_SHORT;
	hit->start = 0;
	hit->end = clipped(scan_length(word));
	return true;
}

static bool check_field(struct str text, struct str word, struct word_hit *hit)
{
	ptrdiff_t at = word.n ? scan_find(text, word) : -1;
	if (at < 0)
		return false;
	hit->how = PINYIN_LITERAL;
	hit->place = LOOKUP_FIELD;
	hit->start = clipped(scan_length(str_sub(text, 0, (size_t)at)));
	hit->end = clipped(hit->start + scan_length(word));
	return true;
}

/* Whether a phrase may read a character of a name of a row in its own way. */
static bool is_odd(const struct index *index, uint32_t row)
{
	return row >= index->plan.n_named || bits_has(SECTION_V(uint64_t, index->search.odd), row);
}

/* How a name reads as a word that does not stand in it. odd: as phrases in it say, which takes longer. */
static bool match_read(struct str text, struct str word, bool odd, struct pinyin_hit *found)
{
	struct pinyin_query query;
	if (!pinyin_query_read(word, &query))
		return false;
	if (!odd)
		return pinyin_match_read(text, NULL, &query, found);
	syllable some[128], *readings = text.n <= sizeof some / sizeof *some ? some : xmalloc(text.n * sizeof *readings);
	pinyin_text(text, readings);
	bool matches = pinyin_match_read(text, readings, &query, found);
	if (readings != some)
		free(readings);
	return matches;
}

static bool check_name(struct str text, struct str word, enum text_type type, bool odd, struct word_hit *hit)
{
	struct pinyin_hit found;
	ptrdiff_t at = word.n ? scan_find(text, word) : -1;
	if (at >= 0) { /* what pinyin_match says then */
		found = (struct pinyin_hit){PINYIN_LITERAL, scan_length((struct str){text.p, (size_t)at}), 0};
		found.end = found.start + scan_length(word);
	} else if (!match_read(text, word, odd, &found)) {
		return false;
	}
	hit->how = (uint8_t)found.how;
	hit->start = clipped(found.start);
	hit->end = clipped(found.end);
	if (found.start)
		hit->place = LOOKUP_INSIDE;
	else if (found.end == scan_length(text))
		hit->place = type == TEXT_NAME ? LOOKUP_WHOLE : LOOKUP_WHOLE_SHORT;
	else
		hit->place = type == TEXT_NAME ? LOOKUP_PREFIX : LOOKUP_SHORT;
	return true;
}

static bool check_text(const struct row_text *text, struct str word, bool odd, struct word_hit *hit)
{
	hit->type = (uint8_t)text->type;
	hit->text = text->type == TEXT_CODE ? STR("") : text->raw;
	if (text->type == TEXT_CODE)
		return check_code(text->folded, word, hit);
	if (text->type == TEXT_FIELD)
		return check_field(text->folded, word, hit);
	return check_name(text->folded, word, text->type, odd, hit);
}

/* A whole id, or the part of it behind the colon. */
bool word_is_id(const struct index *index, uint32_t row, struct str word, struct word_hit *hit)
{
	struct ref ref = search_ref(index, row);
	struct strbuf buffer = {0};
	if (!word.n || (unsigned char)word.p[0] >= 0x80) /* ids are ASCII */
		return false;
	index_add_id(index, ref, &buffer);
	struct str id = strbuf_str(&buffer);
	bool is = str_eq(id, word) || str_eq(id_slug(id), word);
	strbuf_release(&buffer);
	if (!is)
		return false;
	id = index_id(index, ref);
	*hit = (struct word_hit){
		.row = row, .end = clipped(id.n), .how = PINYIN_LITERAL, .place = LOOKUP_WHOLE_SHORT, .type = TEXT_ID, .text = id};
	return true;
}

/* The best hit on a row's texts, or its names alone, of those that match at least so well. */
static bool best_text(const struct index *index, uint32_t row, struct str folded, bool names_only, enum pinyin_how least,
	struct word_hit *best)
{
	struct row_texts texts = {.index = index, .names_only = names_only};
	struct row_text text;
	struct word_hit hit = {.row = row};
	bool found = false, odd = is_odd(index, row);
	for (row_texts_start(&texts, row); row_texts_next(&texts, &text);)
		if (check_text(&text, folded, odd, &hit) && hit.how >= least && (!found || is_better(&hit, best))) {
			*best = hit;
			found = true;
		}
	row_texts_release(&texts);
	return found;
}

bool word_check(const struct index *index, uint32_t row, struct str folded, struct word_hit *best)
{
	struct word_hit hit = {.row = row};
	bool found = best_text(index, row, folded, false, PINYIN_NONE, best);
	if (word_is_value(index, row, folded, &hit) && (!found || is_better(&hit, best))) {
		*best = hit;
		found = true;
	}
	if (!word_is_id(index, row, folded, &hit) || (found && !is_better(&hit, best)))
		return found;
	*best = hit;
	return true;
}

bool word_check_names(const struct index *index, uint32_t row, struct str folded, enum pinyin_how least, struct word_hit *best)
{
	return best_text(index, row, folded, true, least, best);
}

bool word_names(const struct index *index, uint32_t row, struct str folded, enum naming naming)
{
	struct row_texts texts = {.index = index, .names_only = true};
	struct row_text text;
	bool names = false, odd = is_odd(index, row);
	for (row_texts_start(&texts, row); !names && row_texts_next(&texts, &text);) {
		struct word_hit hit;
		names = check_text(&text, folded, odd, &hit)
			&& (hit.how >= PINYIN_FULL || (naming >= NAMING_SURE && hit.place != LOOKUP_INSIDE
				&& (hit.how != PINYIN_RARE || naming == NAMING_RARE)));
	}
	row_texts_release(&texts);
	return names;
}

#include "meant_internal.h"

#include "index/lookup.h"
#include "query/reword.h"

/* -- words of a table ------------------------------------------------------------------------ */

void meant_init(struct meant *meant, struct str word)
{
	*meant = (struct meant){0};
	text_nearest_init(&meant->nearest, word);
}

void meant_try(struct meant *meant, struct str name)
{
	if (meant->nearest.word.n && str_starts(name, meant->nearest.word)) {
		meant->begun = name;
		meant->n_begun++;
	}
	text_nearest_try(&meant->nearest, name);
}

struct str meant_name(const struct meant *meant)
{
	return meant->n_begun == 1 ? meant->begun : meant->nearest.name;
}

bool meant_error(struct err *err, const struct word *word, struct str name, const char *expected)
{
	if (!name.n)
		return word_error(err, ERR_USAGE, word, expected);
	return err_at(err, ERR_USAGE, "argument", word->place, 1, "found \"%.*s\", expected \"%.*s\"? or %s", STR_ARG(word->text),
		STR_ARG(name), expected);
}

/* -- records ----------------------------------------------------------------------------------- */

/* The record whose id is nearest to a mistyped one: of millions none is kept that is read on the way. */
static struct ref nearest_id(const struct index *index, struct str id, uint32_t mask)
{
	struct text_nearest nearest;
	struct strbuf buffer = {0};
	struct ref found = REF_NONE;
	text_nearest_init(&nearest, id);
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint32_t row = 0; mask >> k & 1 && row < index_count(index, (enum kind)k); row++) {
			struct ref ref = ref_make((enum kind)k, row);
			size_t edits = nearest.edits;
			strbuf_clear(&buffer);
			text_nearest_try(&nearest, index_read_text(index, ref, 0, &buffer));
			if (nearest.edits < edits)
				found = ref;
		}
	strbuf_release(&buffer);
	return found;
}

/* The first that a search finds, which forgives a letter. */
static struct ref first_found(const struct index *index, struct str words, uint32_t mask)
{
	struct lookup_hits hits = {0};
	struct ref found = REF_NONE;
	lookup_run(index, words, mask, 1, &hits);
	if (hits.n)
		found = hits.v[0].ref;
	lookup_release(&hits);
	return found;
}

/* An input method was given the right letters and the wrong character: 兴现. */
static struct ref first_sounding(const struct index *index, struct str words, uint32_t mask)
{
	struct strbuf other = {0};
	struct lookup_hits hits = {0};
	bool sounds = reword_sound(index, words, mask, 1, &other, &hits);
	struct ref found = sounds ? hits.v[0].ref : REF_NONE;
	lookup_release(&hits);
	strbuf_release(&other);
	return found;
}

struct ref meant_record(const struct index *index, struct str text, uint32_t mask)
{
	enum kind kind;
	struct ref found = REF_NONE;
	if (kind_of_id(text, &kind)) {
		mask &= UINT32_C(1) << kind;
		found = nearest_id(index, text, mask);
		text = id_slug(text);
	}
	if (ref_none(found))
		found = first_found(index, text, mask);
	if (ref_none(found))
		found = first_sounding(index, text, mask);
	return found;
}

/* What may be a slip in a query that is no fault. */
#include "query_internal.h"

#include "base/strbuf.h"
#include "query/reword.h"
#include "text/clean.h"

static bool tell_conjunction(const struct query *query, bool chinese, struct strbuf *out)
{
	struct strbuf sign = {0};
	if (!query->conjunction.n)
		return false;
	fault_add(chinese, query->conjunction_sign, (const struct str[3]){{0}}, &sign);
	fault_add(chinese, FAULT_CONJUNCTION, (const struct str[3]){query->conjunction, strbuf_str(&sign)}, out);
	strbuf_release(&sign);
	return true;
}

static void ask_sound(struct str word, struct strbuf *out)
{
	strbuf_clear(out);
	strbuf_add_byte(out, PINYIN_SOUND);
	strbuf_add(out, word);
}

/* Whether rows of the kind, or what they belong to, have what sounds like a word; *other: how that is asked. */
static bool sounds_like_some(const struct query *query, struct str word, struct strbuf *other)
{
	struct lookup_rows rows;
	ask_sound(word, other);
	lookup_find_rows(query->index, strbuf_str(other), query->kind, LOOKUP_EVERYWHERE, &rows);
	bool some = rows.n > 0;
	lookup_rows_release(&rows);
	return some;
}

/* A word that nothing has: two that run together each have something, or something sounds like it. */
static bool tell_reworded(const struct query *query, bool chinese, struct strbuf *out)
{
	struct strbuf other = {0};
	struct lookup_hits hits = {0};
	bool told = false;
	for (size_t i = 0; !told && i < query->terms.n; i++) {
		const struct term *term = query->terms.v[i];
		uint32_t mask = UINT32_C(1) << query->kind;
		if (term->type != TERM_ROWS || term->rows->n)
			continue;
		/* a query forgives no wrong letter */
		told = (unsigned char)term->text.p[0] >= 0x80 && reword_parted(query->index, term->text, mask, 1, &other, &hits);
		enum fault fault = told ? FAULT_PARTED : FAULT_SOUND;
		told = told || sounds_like_some(query, term->text, &other);
		if (told)
			fault_add(chinese, fault, (const struct str[3]){term->text, strbuf_str(&other)}, out);
	}
	lookup_release(&hits);
	strbuf_release(&other);
	return told;
}

/* The record of these kinds that a look-up finds first. */
static struct ref first_found(const struct query *query, struct str text)
{
	struct lookup_hits hits;
	lookup_run(query->index, text, query->unnamed_kinds, 1, &hits);
	struct ref found = hits.n ? hits.v[0].ref : REF_NONE;
	lookup_release(&hits);
	return found;
}

static struct ref first_sounding(const struct query *query, struct str text)
{
	struct strbuf asked = {0};
	ask_sound(text, &asked);
	struct ref found = first_found(query, strbuf_str(&asked));
	strbuf_release(&asked);
	return found;
}

/* The record of a kind with the name or short name nearest to a word. */
static void try_names(const struct index *index, enum kind kind, struct text_nearest *nearest, struct ref *found)
{
	int short_names = field_find(kind, STR("short_names"));
	for (uint32_t row = 0; row < index_count(index, kind); row++) {
		struct ref ref = ref_make(kind, row);
		size_t edits = nearest->edits;
		struct str rest = short_names < 0 ? (struct str){0} : index_text(index, ref, (size_t)short_names), name;
		text_nearest_try(nearest, index_name(index, ref));
		while (rest.n && str_split(&rest, ';', &name))
			text_nearest_try(nearest, name);
		if (nearest->edits < edits)
			*found = ref;
	}
}

/* What a value nearly names: by a letter, by its sound, by a character. All names of very many are not gone over between two keys. */
static struct ref nearly_named(const struct query *query, struct str value)
{
	enum { GONE_OVER = 1 << 16 };
	struct text_nearest nearest;
	struct ref found = first_found(query, value);
	if (ref_none(found))
		found = first_sounding(query, value);
	text_nearest_init(&nearest, value);
	for (int k = 0; ref_none(found) && k < KIND_COUNT; k++)
		if (query->unnamed_kinds >> k & 1 && kind_has_name((enum kind)k) && index_count(query->index, (enum kind)k) <= GONE_OVER)
			try_names(query->index, (enum kind)k, &nearest, &found);
	return found;
}

static void tell_unnamed(const struct query *query, bool chinese, struct strbuf *out)
{
	struct strbuf value = {0}, name = {0};
	struct ref near = nearly_named(query, query->unnamed);
	text_clean(query->unnamed, &value);
	if (!ref_none(near))
		text_clean(index_name(query->index, near), &name);
	fault_add(chinese, name.n ? FAULT_UNNAMED_NEAR : FAULT_UNNAMED, (struct str[]){strbuf_str(&value), strbuf_str(&name), {0}}, out);
	strbuf_release(&value);
	strbuf_release(&name);
}

bool query_slip(const struct query *query, bool chinese, struct strbuf *out)
{
	if (!query->unnamed.n)
		return tell_conjunction(query, chinese, out) || tell_reworded(query, chinese, out);
	tell_unnamed(query, chinese, out);
	return true;
}

/*
 * Jumping to a name by the beginning of its pinyin. In the order of names those that begin with one letter stand
 * together, so only those are looked at; in another order the first such row of the list is meant.
 */
#include "base/bisect.h"
#include "index/lookup.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "list_internal.h"

/* Where a name stands among others by its first character: what is not Han by itself, then Han by the letter, then Han without. */
struct beginning {
	int part;        /* 0, 1, 2 */
	uint32_t letter;
};

static int compare(struct beginning a, struct beginning b)
{
	if (a.part != b.part)
		return a.part - b.part;
	return a.letter < b.letter ? -1 : a.letter > b.letter;
}

static struct beginning beginning_of(struct str name)
{
	enum { CONTEXT = 8 /* characters that tell how the first one is read */ };
	syllable readings[CONTEXT];
	size_t end = 0, at = 0;
	for (int i = 0; i < CONTEXT && end < name.n; i++)
		utf8_next(name, &end);
	uint32_t first = name.n ? utf8_next(name, &at) : 0;
	const syllable *own;
	if (!pinyin_char(first, &own))
		return (struct beginning){first >= 0x4E00 && first <= 0x9FFF ? 2 : 0, fold_char(first)};
	pinyin_text(str_sub(name, 0, end), readings);
	return (struct beginning){1, (unsigned char)syllable_str(readings[0]).p[0]};
}

static struct ref name_at(const struct list *list, size_t i)
{
	struct ref ref;
	index_names_read(list->index, list->kind, i, 1, &ref);
	return ref;
}

/* The first name of that beginning or a later one. */
static size_t lower_bound(const struct list *list, struct beginning wanted)
{
	size_t at = 0;
	bisect(at, index_count(list->index, list->kind), i, compare(beginning_of(index_name(list->index, name_at(list, i))), wanted) < 0);
	return at;
}

/* What is looked for. Once several names were no such one, the search tells which may be: of a letter there may be very many. */
struct jump {
	const struct list *list;
	struct str word;
	size_t n_tried;
	struct lookup_rows rows; /* no bits: any may be */
};

static bool begins(struct jump *jump, struct ref ref)
{
	enum { TRIED = 64 };
	const struct list *list = jump->list;
	if (jump->n_tried++ == TRIED && kind_has_name(list->kind))
		lookup_find_rows(list->index, jump->word, list->kind, LOOKUP_IN_NAMES, &jump->rows);
	if (jump->rows.bits && !lookup_rows_has(&jump->rows, ref))
		return false;
	return lookup_names(index_name(list->index, ref), jump->word, true) >= PINYIN_INITIALS;
}

/* Names of a beginning: places in their order. */
struct range {
	size_t first, end;
};

static struct range range_of(const struct list *list, struct beginning wanted)
{
	return (struct range){lower_bound(list, wanted), lower_bound(list, (struct beginning){wanted.part, wanted.letter + 1})};
}

/* Rows in the order of names. */
static bool jump_in_names(struct jump *jump, struct range range, size_t *row)
{
	for (size_t i = range.first; i < range.end; i++) {
		struct ref ref = name_at(jump->list, jump->list->order.down ? range.end - 1 - (i - range.first) : i);
		if (begins(jump, ref) && (*row = list_place_of(jump->list, ref)) < jump->list->n)
			return true;
	}
	return false;
}

/* Rows in any other order: names of that beginning have ranks side by side, the others need not be read. */
static bool jump_by_rank(struct jump *jump, struct range range, size_t *row)
{
	struct ref rows[LIST_AT_ONCE];
	for (size_t from = 0, n; range.first < range.end && (n = list_read(jump->list, from, rows)) > 0; from += n)
		for (size_t i = 0; i < n; i++) {
			uint32_t rank = index_name_rank(jump->list->index, rows[i]);
			if (rank >= range.first && rank < range.end && begins(jump, rows[i])) {
				*row = from + i;
				return true;
			}
		}
	return false;
}

bool list_jump(const struct list *list, struct str text, size_t *row)
{
	struct strbuf word = {0};
	text_fold(str_trim(text), &word);
	bool found = false;
	if (list->index && list->n && word.n) {
		struct jump jump = {.list = list, .word = strbuf_str(&word)};
		size_t at = 0;
		uint32_t letter = utf8_next(jump.word, &at);
		struct beginning places[] = {beginning_of(jump.word), {1, letter}};
		for (size_t i = 0; i < 2 && !found; i++)
			found = list->order.by_name ? jump_in_names(&jump, range_of(list, places[i]), row)
						    : jump_by_rank(&jump, range_of(list, places[i]), row);
		lookup_rows_release(&jump.rows);
	}
	strbuf_release(&word);
	return found;
}

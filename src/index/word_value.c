/* Claims that a word finds because it is their number: 206.65, 1,500, 206.65亿元, 12.3% (sought_read). */
#include "word_internal.h"

#include "index_internal.h"
#include "base/parallel.h"
#include "text/figure.h"

enum { CLAIMS_AT_ONCE = 1 << 12, FEW_CLAIMS = 1 << 13 };

/* Most words are none, and have no digit. */
static bool read(struct str word, struct sought *out)
{
	bool digit = false;
	for (size_t i = 0; !digit && i < word.n; i++)
		digit = word.p[i] >= '0' && word.p[i] <= '9';
	return digit && sought_read(word, out);
}

static bool is_sought(const struct index *index, struct ref claim, const struct sought *sought)
{
	if (!sought->bare) {
		struct figure figure = index_figure(index, claim);
		return sought_is_figure(sought, &figure);
	}
	struct strbuf buffer = {0};
	bool is = sought_in_value(sought, index_read_text(index, claim, index->claim.value, &buffer));
	strbuf_release(&buffer);
	return is;
}

bool word_is_value(const struct index *index, uint32_t row, struct str folded, struct word_hit *hit)
{
	struct ref ref = search_ref(index, row);
	struct sought sought;
	if (ref_kind(ref) != KIND_CLAIM || !read(folded, &sought) || !is_sought(index, ref, &sought))
		return false;
	*hit = (struct word_hit){.row = row, .how = PINYIN_LITERAL, .place = LOOKUP_FIELD, .type = TEXT_VALUE, .text = STR("")};
	return true;
}

struct seeking {
	const struct index *index;
	const struct sought *sought;
	uint64_t *bits;
};

static void seek_piece(void *context, size_t piece)
{
	const struct seeking *s = context;
	uint32_t n = s->index->tables[KIND_CLAIM].n, row = (uint32_t)(piece * CLAIMS_AT_ONCE), base = s->index->plan.bases[KIND_CLAIM];
	for (uint32_t end = n - row < CLAIMS_AT_ONCE ? n : row + CLAIMS_AT_ONCE; row < end; row++)
		if (is_sought(s->index, ref_make(KIND_CLAIM, row), s->sought))
			bits_add_shared(s->bits, base + row, 1);
}

void word_find_values(const struct index *index, struct str folded, struct word_rows *rows)
{
	struct sought sought;
	size_t n = index->tables[KIND_CLAIM].n;
	if (!read(folded, &sought))
		return;
	if (n && !rows->fields)
		rows->fields = bits_new_words(rows->n_all);
	parallel_for((n + CLAIMS_AT_ONCE - 1) / CLAIMS_AT_ONCE, n < FEW_CLAIMS ? 1 : parallel_threads(), seek_piece,
		&(struct seeking){index, &sought, rows->fields});
	rows->values = ledger_sought(index, &sought);
}

#include "lettered_internal.h"

#include "base/parallel.h"
#include "builder_internal.h"
#include "require_internal.h"
#include "text/fold.h"

#include <string.h>

enum { ASCII = 128 };

/* -- reading -------------------------------------------------------------------------- */

struct str lettered_text(const struct index_column *c, uint32_t row, char room[LETTERED_PLACES])
{
	const struct place_letters *places = SECTION_V(struct place_letters, c->letters);
	struct lettered_walk walk = lettered_start(c, row);
	size_t n = 0;
	for (; n < c->letters.n; n++) {
		room[n] = places[n].letters[lettered_next(&walk, places[n].n_bits)];
		if (!room[n])
			break;
	}
	return (struct str){room, n};
}

bool lettered_is_plain(const struct index_column *c, bool folded)
{
	const struct place_letters *places = SECTION_V(struct place_letters, c->letters);
	for (uint64_t k = 0; k < c->letters.n; k++)
		for (size_t i = 0; i < sizeof places[k].letters; i++) {
			unsigned char letter = (unsigned char)places[k].letters[i];
			if (letter && (letter <= ' ' || letter >= 0x7F || (folded && fold_ascii((char)letter) != letter)))
				return false;
		}
	return lettered_is(c);
}

bool lettered_shape(const struct index_column *c, uint64_t n_rows)
{
	const struct place_letters *places = SECTION_V(struct place_letters, c->letters);
	uint64_t n_bits = 0;
	if (c->letters.n > LETTERED_PLACES || !section_is_of(&c->letters, sizeof *places))
		return false;
	for (uint64_t k = 0; k < c->letters.n; k++) {
		if (places[k].n_bits > LETTER_BITS)
			return false;
		n_bits += places[k].n_bits;
		for (size_t i = 0; i < sizeof places[k].letters; i++)
			if ((unsigned char)places[k].letters[i] >= ASCII)
				return false;
	}
	return c->bytes.base > 0 && c->bytes.base <= LETTERED_PLACES && (uint64_t)c->bytes.base * 8 >= n_bits
		&& section_is_plain(&c->bytes, n_rows * (uint64_t)c->bytes.base, 1) && !c->codes.n && !c->ends.n && !c->numbers.n
		&& !c->lengths.n;
}

/* -- making ------------------------------------------------------------------------------ */

struct lettering {
	struct place_letters places[LETTERED_PLACES];
	uint8_t ranks[LETTERED_PLACES][ASCII]; /* by letter; 0xFF: it does not stand at that place */
	size_t n_places, n_bytes;              /* n_bytes: of a row */
};

enum { NO_RANK = 0xFF };

/* Which letters stand at each place, and (letter 0) where texts end; false: they are no codes. */
static bool see(struct lettering *l, struct str text, uint8_t seen[LETTERED_PLACES + 1][ASCII])
{
	if (text.n > LETTERED_PLACES)
		return false;
	for (size_t k = 0; k < text.n; k++) {
		unsigned char letter = (unsigned char)text.p[k];
		if (!letter || letter >= ASCII)
			return false;
		seen[k][letter] = 1;
	}
	seen[text.n][0] = 1;
	l->n_places = text.n > l->n_places ? text.n : l->n_places;
	return true;
}

static bool choose_letters(struct lettering *l, uint8_t seen[LETTERED_PLACES + 1][ASCII])
{
	size_t all_bits = 0;
	for (size_t k = 0; k < l->n_places; k++) {
		struct place_letters *place = &l->places[k];
		size_t n = 0;
		for (unsigned letter = 0; letter < ASCII; letter++) {
			if (!seen[k][letter])
				continue;
			if (n == sizeof place->letters)
				return false;
			place->letters[n++] = (char)letter;
		}
		while (n > UINT64_C(1) << place->n_bits)
			place->n_bits++;
		all_bits += place->n_bits;
	}
	l->n_bytes = all_bits ? (all_bits + 7) / 8 : 1;
	return l->n_places > 0;
}

static void rank_letters(struct lettering *l)
{
	memset(l->ranks, NO_RANK, sizeof l->ranks);
	for (size_t k = 0; k < l->n_places; k++) {
		const struct place_letters *place = &l->places[k];
		for (size_t i = 0; i < UINT64_C(1) << place->n_bits && (!i || place->letters[i]); i++)
			l->ranks[k][(unsigned char)place->letters[i]] = (uint8_t)i;
	}
}

/* False: the text has letters that its places do not know, or an end where none can be said. */
static bool spell(const struct lettering *l, struct str text, uint8_t *to)
{
	uint64_t bits = 0, n_bits = 0;
	if (text.n > l->n_places)
		return false;
	memset(to, 0, l->n_bytes);
	for (size_t k = 0; k < l->n_places; k++) {
		unsigned char letter = k < text.n ? (unsigned char)text.p[k] : 0;
		uint8_t rank = letter < ASCII && (letter || k >= text.n) ? l->ranks[k][letter] : (uint8_t)NO_RANK;
		if (rank == NO_RANK && k <= text.n)
			return false;
		bits = bits << l->places[k].n_bits | (k > text.n ? 0 : rank);
		n_bits += l->places[k].n_bits;
		if (n_bits >= 8) {
			n_bits -= 8;
			*to++ = (uint8_t)(bits >> n_bits);
		}
	}
	if (n_bits)
		*to = (uint8_t)(bits << (8 - n_bits));
	return true;
}

static void keep_lettered(const struct lettering *l, uint8_t *bytes, size_t n_rows, struct index_column *c)
{
	struct place_letters *places = xmalloc(l->n_places * sizeof *places);
	memcpy(places, l->places, l->n_places * sizeof *places);
	c->letters = section_plain(places, l->n_places, sizeof *places);
	c->bytes = section_plain(bytes, n_rows * l->n_bytes, 1);
	c->bytes.base = (int64_t)l->n_bytes;
}

bool lettered_make(struct index_column *c, const struct parts *parts, size_t f)
{
	struct lettering l = {.n_places = 0};
	uint8_t seen[LETTERED_PLACES + 1][ASCII] = {{0}}, *bytes, *at;
	struct text_walk walk = {parts, f, 0, 0, 0};
	struct str text;
	size_t n_bytes = 0;
	for (size_t i = 0; i < parts->n; i++)
		n_bytes += parts->v[i]->columns[f].n_bytes;
	while (text_next(&walk, &text))
		if (!see(&l, text, seen))
			return false;
	if (!choose_letters(&l, seen) || parts->n_rows * l.n_bytes >= n_bytes)
		return false;
	rank_letters(&l);
	at = bytes = xmalloc(parts->n_rows * l.n_bytes);
	pages_ready(bytes, parts->n_rows * l.n_bytes);
	for (walk = (struct text_walk){parts, f, 0, 0, 0}; text_next(&walk, &text); at += l.n_bytes)
		spell(&l, text, at);
	keep_lettered(&l, bytes, parts->n_rows, c);
	return true;
}

/* -- changing ------------------------------------------------------------------------------ */

struct respelling {
	const struct index_column *from;
	const struct lettering *letters;
	uint8_t *bytes;
	size_t n_rows;
};

enum { RESPELLED_AT_ONCE = 1 << 14 };

static void respell_piece(void *context, size_t piece)
{
	const struct respelling *r = context;
	char room[LETTERED_PLACES];
	size_t end = (piece + 1) * RESPELLED_AT_ONCE < r->n_rows ? (piece + 1) * RESPELLED_AT_ONCE : r->n_rows;
	for (size_t row = piece * RESPELLED_AT_ONCE; row < end; row++)
		spell(r->letters, lettered_text(r->from, (uint32_t)row, room), r->bytes + row * r->letters->n_bytes);
}

/* The letters of a column, and those of some texts with them; false: they are too many. */
static bool learn(const struct index_column *c, const struct changed_texts *t, struct lettering *l)
{
	uint8_t seen[LETTERED_PLACES + 1][ASCII] = {{0}};
	const struct place_letters *places = SECTION_V(struct place_letters, c->letters);
	*l = (struct lettering){.n_places = (size_t)c->letters.n};
	for (size_t k = 0; k < l->n_places; k++)
		for (size_t i = 0; i < UINT64_C(1) << places[k].n_bits && (!i || places[k].letters[i]); i++)
			seen[k][(unsigned char)places[k].letters[i]] = 1;
	seen[l->n_places][0] = 1;
	for (size_t i = 0; i < t->n; i++)
		if (!see(l, t->v[i], seen))
			return false;
	if (!choose_letters(l, seen))
		return false;
	rank_letters(l);
	return true;
}

static bool knows(const struct lettering *l, const struct changed_texts *t)
{
	uint8_t unused[LETTERED_PLACES];
	for (size_t i = 0; i < t->n; i++)
		if (!spell(l, t->v[i], unused))
			return false;
	return true;
}

bool lettered_patch(const struct index_column *c, const struct changed_texts *t, uint64_t n_rows, unsigned n_threads,
	struct index_column *out)
{
	struct lettering l = {.n_places = (size_t)c->letters.n, .n_bytes = (size_t)c->bytes.base};
	memcpy(l.places, c->letters.v, l.n_places * sizeof *l.places);
	rank_letters(&l);
	bool same = knows(&l, t);
	if (!same && !learn(c, t, &l))
		return false;
	uint8_t *bytes = xmalloc((size_t)n_rows * l.n_bytes);
	struct respelling r = {c, &l, bytes, (size_t)c->bytes.n / (size_t)c->bytes.base};
	if (same)
		parallel_copy(bytes, c->bytes.v, (size_t)c->bytes.n, n_threads);
	else
		parallel_for((r.n_rows + RESPELLED_AT_ONCE - 1) / RESPELLED_AT_ONCE, n_threads, respell_piece, &r);
	for (size_t i = 0; i < t->n; i++)
		spell(&l, t->v[i], bytes + t->rows[i] * l.n_bytes);
	keep_lettered(&l, bytes, (size_t)n_rows, out);
	return true;
}

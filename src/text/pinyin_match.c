#include "text/pinyin.h"
#include "text/utf8.h"

/*
 * A set of places in the query is a bit mask; for each name character every place moves on by the pieces that the
 * character allows. Three masks tell how good the path was that led there.
 */
enum path { PATH_RARE, PATH_INITIALS, PATH_FULL, PATH_COUNT };

struct places {
	uint64_t at[PATH_COUNT];
};

static bool is_separator(uint32_t c)
{
	return c == ' ' || c == '\'' || c == 0x2019;
}

/* Whether a text has a character with a reading. */
static bool has_sound(struct str folded)
{
	const syllable *readings;
	bool has = false;
	for (size_t at = 0; !has && at < folded.n;)
		has = pinyin_char(utf8_next(folded, &at), &readings) > 0;
	return has;
}

bool pinyin_asks_sound(struct str folded)
{
	return folded.n && folded.p[0] == PINYIN_SOUND && has_sound(folded);
}

bool pinyin_query_read(struct str folded, struct pinyin_query *q)
{
	q->n = 0;
	q->edges = 0;
	q->by_sound = pinyin_asks_sound(folded);
	for (size_t at = q->by_sound; at < folded.n;) {
		uint32_t c = utf8_next(folded, &at);
		if (is_separator(c))
			q->edges |= (uint64_t)1 << q->n;
		else if (q->n == PINYIN_QUERY_MAX)
			return false;
		else
			q->chars[q->n++] = c == 0xFC ? 'v' : c;
	}
	return q->n > 0;
}

/* Whether no edge lies strictly between two places. */
static bool is_whole(const struct pinyin_query *q, size_t from, size_t to)
{
	uint64_t inside = (((uint64_t)1 << to) - 1) & ~(((uint64_t)2 << from) - 1);
	return (q->edges & inside) == 0;
}

/* How many letters of the name stand in the query at a place; ü is typed as v or as u. */
static size_t common_letters(const struct pinyin_query *q, size_t from, struct str name)
{
	size_t n = 0;
	while (n < name.n && from + n < q->n) {
		uint32_t typed = q->chars[from + n], letter = (unsigned char)name.p[n];
		if (typed != letter && !(letter == 'v' && typed == 'u'))
			break;
		n++;
	}
	return n;
}

static bool has_long_initial(struct str name)
{
	return name.n > 1 && name.p[1] == 'h' && (name.p[0] == 'z' || name.p[0] == 'c' || name.p[0] == 's');
}

/* Where a syllable leads from one place: as a whole, and as an initial or a beginning. */
static void take_syllable(const struct pinyin_query *q, size_t from, syllable reading, uint64_t *whole, uint64_t *part)
{
	struct str name = syllable_str(reading);
	size_t common = common_letters(q, from, name);
	if (common == 0)
		return;
	if (common == name.n && is_whole(q, from, from + common))
		*whole |= (uint64_t)1 << (from + common);
	*part |= (uint64_t)1 << (from + 1);
	if (common >= 2 && has_long_initial(name) && is_whole(q, from, from + 2))
		*part |= (uint64_t)1 << (from + 2);
	if (from + common == q->n && is_whole(q, from, q->n))
		*part |= (uint64_t)1 << q->n;
}

/* Whether a character that was typed can be read so. */
static bool sounds(const struct pinyin_query *q, uint32_t typed, syllable reading)
{
	const syllable *all;
	bool same = false;
	for (size_t n = q->by_sound ? pinyin_char(typed, &all) : 0; n > 0 && !same; n--)
		same = all[n - 1] == reading;
	return same;
}

struct name_char {
	uint32_t c;
	syllable reading;        /* here, 0 for none */
	const syllable *others;  /* all readings that it can have */
	size_t n_others;
};

/* The places that one name character leads to from one place; each path's own grade. */
static struct places step_from(const struct pinyin_query *q, size_t from, const struct name_char *name)
{
	struct places to = {{0}};
	uint32_t typed = q->chars[from];
	uint64_t next = (uint64_t)1 << (from + 1);
	if (typed == name->c || (name->reading && sounds(q, typed, name->reading)))
		to.at[PATH_FULL] |= next;
	for (size_t i = 0; name->reading && !to.at[PATH_FULL] && i < name->n_others; i++)
		to.at[PATH_RARE] |= sounds(q, typed, name->others[i]) ? next : 0;
	if (name->reading == 0 || typed < 'a' || typed > 'z')
		return to;
	take_syllable(q, from, name->reading, &to.at[PATH_FULL], &to.at[PATH_INITIALS]);
	for (size_t i = 0; i < name->n_others; i++)
		if (name->others[i] != name->reading)
			take_syllable(q, from, name->others[i], &to.at[PATH_RARE], &to.at[PATH_RARE]);
	return to;
}

static struct places step(const struct pinyin_query *q, struct places places, const struct name_char *name)
{
	struct places next = {{0}};
	uint64_t all = places.at[PATH_FULL] | places.at[PATH_INITIALS] | places.at[PATH_RARE];
	for (size_t from = 0; from < q->n && all >> from; from++) {
		if (!(all >> from & 1))
			continue;
		struct places to = step_from(q, from, name);
		for (int path = 0; path < PATH_COUNT; path++)
			for (int piece = 0; piece < PATH_COUNT && (places.at[path] >> from & 1); piece++)
				next.at[path < piece ? path : piece] |= to.at[piece];
	}
	return next;
}

static enum pinyin_how how_of(int path)
{
	static const enum pinyin_how hows[] = {PINYIN_RARE, PINYIN_INITIALS, PINYIN_FULL};
	return hows[path];
}

/* The best reading of the whole query from one character of the name on; *end gets the character behind it. readings: NULL: the first ones. */
static enum pinyin_how match_at(const struct pinyin_query *q, struct str name, size_t at, const syllable *readings, size_t start,
	size_t *end)
{
	struct places places = {{0}};
	places.at[PATH_FULL] = 1;
	enum pinyin_how best = PINYIN_NONE;
	for (size_t i = start; at < name.n; i++) {
		struct name_char c = {.c = utf8_next(name, &at), .reading = readings ? readings[i] : 0};
		if (c.c == ' ' && i > start)
			continue;
		if (!readings || c.reading)
			c.n_others = pinyin_char(c.c, &c.others);
		if (!readings && c.n_others)
			c.reading = c.others[0];
		places = step(q, places, &c);
		for (int path = PATH_COUNT - 1; path >= 0; path--)
			if (places.at[path] >> q->n & 1) {
				if (how_of(path) > best) {
					best = how_of(path);
					*end = i + 1;
				}
				places.at[path] &= ~((uint64_t)1 << q->n);
			}
		if (best == PINYIN_FULL || !(places.at[0] | places.at[1] | places.at[2]))
			break;
	}
	return best;
}

/* Whether a hit can begin with a character; most cannot, which is told without a set of places. */
static bool may_begin(const struct pinyin_query *q, uint32_t c, syllable reading)
{
	const syllable *all;
	uint32_t typed = q->chars[0];
	if (c == typed)
		return true;
	bool letter = typed >= 'a' && typed <= 'z';
	if (c < 0x80 || (!letter && !q->by_sound))
		return false;
	bool may = letter ? syllable_initial(reading) == (char)typed : sounds(q, typed, reading);
	for (size_t n = pinyin_char(c, &all); n > 0 && !may; n--)
		may = letter ? syllable_initial(all[n - 1]) == (char)typed : sounds(q, typed, all[n - 1]);
	return may;
}

bool pinyin_match_read(struct str name, const syllable *readings, const struct pinyin_query *q, struct pinyin_hit *hit)
{
	*hit = (struct pinyin_hit){.how = PINYIN_NONE};
	size_t at = 0;
	for (size_t i = 0; at < name.n && hit->how != PINYIN_FULL; i++) {
		size_t end = 0, here = at;
		uint32_t c = utf8_next(name, &at);
		if (!may_begin(q, c, readings ? readings[i] : 0))
			continue;
		enum pinyin_how how = match_at(q, name, here, readings, i, &end);
		if (how > hit->how)
			*hit = (struct pinyin_hit){how, i, end};
	}
	return hit->how != PINYIN_NONE;
}

bool pinyin_match(struct str name_folded, const syllable *readings, struct str query_folded, struct pinyin_hit *hit)
{
	struct pinyin_query q;
	*hit = (struct pinyin_hit){.how = PINYIN_NONE};
	if (query_folded.n == 0)
		return false;
	ptrdiff_t literal = str_find(name_folded, query_folded, 0);
	if (literal >= 0) {
		hit->how = PINYIN_LITERAL;
		hit->start = utf8_length(str_sub(name_folded, 0, (size_t)literal));
		hit->end = hit->start + utf8_length(query_folded);
		return true;
	}
	return pinyin_query_read(query_folded, &q) && pinyin_match_read(name_folded, readings, &q, hit);
}

enum pinyin_how pinyin_match_start(struct str name_folded, const struct pinyin_query *query)
{
	syllable readings[PINYIN_QUERY_MAX * 2];
	/* each piece is a character, before which there may be a blank */
	size_t n = pinyin_text_start(name_folded, readings, query->n * 2), bytes = 0, end;
	for (size_t i = 0; i < n; i++)
		utf8_next(name_folded, &bytes);
	return match_at(query, str_sub(name_folded, 0, bytes), 0, readings, 0, &end);
}

/* -- many names ------------------------------------------------------------------------- */

uint64_t pinyin_moves(const struct pinyin_query *q, uint32_t c, struct pinyin_places to[PINYIN_QUERY_MAX])
{
	const syllable *readings;
	size_t n_readings = pinyin_char(c, &readings);
	uint64_t from = 0;
	for (size_t at = 0; at < q->n; at++) {
		uint64_t whole = 0, part = 0;
		bool letter = q->chars[at] >= 'a' && q->chars[at] <= 'z';
		if (q->chars[at] == c)
			whole = (uint64_t)1 << (at + 1);
		else if (!letter && !q->by_sound)
			continue;
		uint64_t first_whole = whole, first_part = 0;
		for (size_t i = 0; i < n_readings; i++) {
			if (!letter && sounds(q, q->chars[at], readings[i]))
				whole |= (uint64_t)1 << (at + 1);
			else if (q->chars[at] == (unsigned char)syllable_initial(readings[i]))
				take_syllable(q, at, readings[i], &whole, &part);
			first_whole = i ? first_whole : whole;
			first_part = i ? first_part : part;
		}
		if (!(whole | part))
			continue;
		from |= (uint64_t)1 << at;
		to[at] = (struct pinyin_places){.any = whole | part, .full = whole, .plain = first_whole | first_part, .sure = first_whole};
	}
	return from;
}

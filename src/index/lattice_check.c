/* One text against a query. */
#include "lattice_internal.h"

/* The next character; bytes that are no UTF-8 give some character, and none behind the end is looked at. */
static inline uint32_t next_char(struct str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;
	size_t rest = s.n - *at;
	if (p[0] < 0x80 || rest < 2) {
		*at += 1;
		return p[0];
	}
	if (p[0] >= 0xE0 && p[0] < 0xF0 && rest >= 3) {
		*at += 3;
		return (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
	}
	if (p[0] >= 0xF0 && rest >= 4) {
		*at += 4;
		return (p[0] & 7u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
	}
	*at += 2;
	return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
}

static void check_head(const struct lattice *l, struct str text, struct lattice_match *match)
{
	struct lattice_places at = lattice_start;
	bool single = true;
	match->complete = false;
	for (size_t i = 0; i < text.n;) {
		uint32_t c = next_char(text, &i);
		if (c == ' ')
			continue;
		size_t m = lattice_move_of(l, c);
		match->complete = false;
		if (!m)
			return;
		at = lattice_step(l, at, &l->moves.v[m - 1]);
		for (int how = 0; how < LATTICE_HOWS; how++)
			match->heads |= (uint8_t)((at.by[how] >> l->query->n & 1) << how);
		single &= l->moves.v[m - 1].single;
		match->certain |= single && at.by[LATTICE_PLAIN] & lattice_end(l);
		match->complete = at.by[LATTICE_ANY] & lattice_end(l);
		if (lattice_is_nowhere(at))
			return;
	}
}

/* lattice_check of a short query: all ways stand in one number. Most characters lead nowhere, but nobody knows which: no branch asks. */
static struct lattice_match check_short(const struct lattice *l, struct str text)
{
	const uint64_t ways = UINT64_C(0x0001000100010001), ends = ways << l->query->n;
	uint64_t at = 0, found = 0, wanted = 0;
	struct lattice_match match = {0};
	bool single = true, sure = l->ends >> LATTICE_FULL & 1; /* single: all characters since a match could begin */
	for (int how = 0; how < LATTICE_HOWS; how++)
		wanted |= (uint64_t)(l->ends >> how & 1) << (how * LEAP_PLACES + (int)l->query->n);
	for (size_t i = 0; i < text.n;) {
		uint32_t c = next_char(text, &i);
		if (c == ' ')
			continue;
		const struct lattice_leap *leap = &l->leaps.v[c < LATTICE_BASIC ? l->ids[c] : lattice_move_of(l, c)];
		uint64_t from = at | ways;
		single = (single | !at) & leap->single;
		at = (from & leap->from) << leap->letters;
		for (uint32_t other = 0; other < leap->n_others; other++) {
			const struct lattice_jump *jump = &l->jumps.v[leap->others + other];
			at |= (from & lattice_ways(jump)) << jump->letters;
		}
		if (at & ends) {
			found |= at & ends;
			match.certain |= single && at >> (LATTICE_FULL * LEAP_PLACES) & ends & UINT16_MAX;
			at &= ~ends;
			if ((found & wanted) == wanted && (match.certain || !sure))
				break; /* nothing that follows matches in another way */
		}
	}
	for (int how = 0; how < LATTICE_HOWS; how++)
		match.all |= (uint8_t)((found >> (how * LEAP_PLACES + (int)l->query->n) & 1) << how);
	if (match.all && !l->alone)
		check_head(l, text, &match);
	return match;
}

struct lattice_match lattice_check(const struct lattice *l, struct str text)
{
	if (l->query->n < LEAP_PLACES)
		return check_short(l, text);
	struct lattice_match match = {0};
	struct lattice_places at = {{0}};
	uint64_t end = lattice_end(l);
	bool single = true; /* all characters since a match could begin */
	for (size_t i = 0; i < text.n;) {
		uint32_t c = next_char(text, &i);
		if (c == ' ')
			continue;
		size_t m = lattice_move_of(l, c);
		lattice_join(&at, lattice_start);
		if (!m || !(l->moves.v[m - 1].from & at.by[LATTICE_ANY])) {
			at = (struct lattice_places){{0}};
			single = true;
			continue;
		}
		single &= l->moves.v[m - 1].single;
		at = lattice_step(l, at, &l->moves.v[m - 1]);
		if (at.by[LATTICE_ANY] & end) {
			for (int how = 0; how < LATTICE_HOWS; how++)
				match.all |= (uint8_t)((at.by[how] >> l->query->n & 1) << how);
			match.certain |= single && at.by[LATTICE_FULL] & end;
			lattice_leave(&at, end);
			if (!(l->ends & ~(unsigned)match.all) && (match.certain || !(l->ends >> LATTICE_FULL & 1)))
				break; /* nothing that follows matches in another way */
		}
	}
	if (match.all && !l->alone)
		check_head(l, text, &match);
	return match;
}

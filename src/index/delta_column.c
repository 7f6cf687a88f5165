/* Columns of a delta: those of its base with the changed rows put in. */
#include "delta_internal.h"

#include "base/bisect.h"
#include "base/map.h"
#include "base/parallel.h"
#include "lettered_internal.h"
#include "measured_internal.h"
#include "numbered_internal.h"

#include <stdlib.h>
#include <string.h>

/* -- references ---------------------------------------------------------------------------- */

/* The row of a key among the base's, or among the new ones. */
static bool find_key(const struct delta *d, int64_t key, struct ref *out)
{
	enum kind kind = key_kind(key);
	const struct delta_kind *k = &d->kinds[kind];
	const struct section *keys = &d->base->tables[kind].keys;
	size_t row = 0;
	bisect(row, (size_t)keys->n, i, section_number(keys, i) < key);
	bool found = row < keys->n && section_number(keys, row) == key;
	for (uint32_t i = k->n_changed; !found && i > 0 && k->keys[i - 1] >= key; i--)
		if (k->keys[i - 1] == key) {
			row = k->rows[i - 1];
			found = true;
		}
	*out = ref_make(kind, (uint32_t)row);
	return found;
}

/* A key of a row of a ledger names its owner and column. */
static bool find_packed(const struct delta *d, int64_t key, struct ref *out)
{
	enum ledger_sort sort;
	struct ref owner;
	uint32_t head, row;
	int64_t owner_key = ledger_owner(key);
	if (!ledger_sort_of(key_kind(key), &sort) || !key_is_of(owner_key, UINT32_MAX) || !find_key(d, owner_key, &owner)
		|| !ledger_find_number(&d->base->ledger, sort, ledger_column_number(key), &head)
		|| !ledger_find_row(&d->base->ledger, owner, sort, head, &row))
		return false;
	*out = index_packed_ref(d->index, key_kind(key), row);
	return true;
}

static bool resolve(const struct delta *d, const struct field *field, int64_t key, struct ref *out)
{
	return key_is_of(key, field->kinds) && (find_key(d, key, out) || (ledger_is_key(key) && find_packed(d, key, out)));
}

/* Packed rows stand behind those with columns: a new one of these moves them. */
bool delta_moves_packed(const struct delta *d, const struct field *field)
{
	for (int sort = 0; sort < 2; sort++) {
		enum kind kind = ledger_kind((enum ledger_sort)sort);
		if (field->kinds >> kind & 1 && d->base->tables[kind].packed && delta_grows(&d->kinds[kind]))
			return true;
	}
	return false;
}

static struct ref moved(const struct delta *d, struct ref ref)
{
	enum kind kind = ref_kind(ref);
	bool packed = kind < KIND_COUNT && ref_row(ref) >= d->base->tables[kind].n;
	return packed ? ref_make(kind, ref_row(ref) + (d->kinds[kind].n - d->kinds[kind].n_old)) : ref;
}

/* -- numbers --------------------------------------------------------------------------------- */

/* The numbers of a column in the changed rows, references as such. */
static bool read_numbers(const struct delta *d, enum kind kind, size_t f, int64_t *out)
{
	const struct field *field = &fields_of[kind].v[f];
	const struct parts *parts = &d->kinds[kind].parts;
	size_t n = 0;
	for (size_t i = 0; i < parts->n; i++)
		for (uint64_t row = 0; row < parts->v[i]->keys.n; row++) {
			int64_t number = section_number(&parts->v[i]->columns[f].numbers, row);
			struct ref ref;
			if (field->type == FIELD_REF && number != NUMBER_NONE) {
				if (!resolve(d, field, number, &ref))
					return false;
				number = ref.bits;
			}
			out[n++] = number;
		}
	return true;
}

/* All numbers of a column of references, those to packed rows moved. */
static void make_moved(const struct delta *d, const struct delta_kind *k, const struct section *from, const int64_t *numbers,
	struct section *to)
{
	int64_t *all = xmalloc(k->n * sizeof *all);
	for (uint32_t row = 0; row < k->n_old; row++) {
		int64_t number = section_number(from, row);
		all[row] = number == NUMBER_NONE ? number : moved(d, (struct ref){(uint32_t)number}).bits;
	}
	for (uint32_t i = 0; i < k->n_changed; i++)
		all[k->rows[i]] = numbers[i];
	*to = section_pack(all, k->n);
	free(all);
}

static bool number_column(struct delta *d, enum kind kind, size_t f)
{
	struct delta_kind *k = &d->kinds[kind];
	const struct field *field = &fields_of[kind].v[f];
	const struct section *from = &d->base->tables[kind].columns[f].numbers;
	struct section *to = &d->index->tables[kind].columns[f].numbers;
	int64_t *numbers = xmalloc(k->n_changed * sizeof *numbers);
	bool ok = read_numbers(d, kind, f, numbers), moves = field->type == FIELD_REF && delta_moves_packed(d, field);
	for (uint32_t i = 0; ok && i < k->n_changed && k->rows[i] < k->n_old; i++) {
		int64_t old = section_number(from, k->rows[i]);
		if (moves && old != NUMBER_NONE)
			old = moved(d, (struct ref){(uint32_t)old}).bits;
		k->fields[f] |= old != numbers[i];
	}
	if (ok && moves)
		make_moved(d, k, from, numbers, to);
	else if (ok)
		delta_patch(d, from, &(struct section_changes){k->rows, numbers, k->n_changed, k->n}, to);
	free(numbers);
	return ok;
}

/* -- runs: texts that stand by row, and references --------------------------------------------- */

struct run {
	const void *v;
	size_t n;
};

struct splice {
	const struct section *ends, *elements; /* of the base */
	size_t width;                          /* of an element */
	const uint32_t *rows;                  /* whose runs are other ones, ascending */
	const struct run *runs;
	size_t n;
	uint32_t n_rows;
	unsigned n_threads;
};

/* Copy elements from `start` to before `end`, as far as there are any; *left are all that there are, whatever ends say. */
static void copy_run(const struct splice *s, unsigned char *to, size_t *at, size_t *left, int64_t start, int64_t end)
{
	if (start < 0 || end <= start || (uint64_t)end > s->elements->n || (size_t)(end - start) > *left)
		return;
	*left -= (size_t)(end - start);
	parallel_copy(to + *at * s->width, (const unsigned char *)s->elements->v + (size_t)start * s->width, (size_t)(end - start) * s->width,
		s->n_threads);
	*at += (size_t)(end - start);
}

static int64_t end_before(const struct section *ends, uint32_t row)
{
	return row ? section_number(ends, row - 1) : 0;
}

/* All rows behind the first changed one stand elsewhere. */
static void make_spliced(const struct splice *s, struct section *ends, struct section *elements)
{
	size_t cap = (size_t)s->elements->n, left = cap, at = 0, next = 0;
	for (size_t i = 0; i < s->n; i++)
		cap += s->runs[i].n;
	unsigned char *to = xmalloc(cap * s->width);
	int64_t *all = xmalloc(s->n_rows * sizeof *all);
	for (uint32_t row = 0; row < s->n_rows;) {
		if (next < s->n && s->rows[next] == row) {
			if (s->runs[next].n)
				memcpy(to + at * s->width, s->runs[next].v, s->runs[next].n * s->width);
			at += s->runs[next++].n;
			all[row++] = (int64_t)at;
			continue;
		}
		uint32_t end = next < s->n ? s->rows[next] : s->n_rows;
		int64_t start = end_before(s->ends, row), shift = (int64_t)at - start;
		copy_run(s, to, &at, &left, start, section_number(s->ends, end - 1));
		for (; row < end; row++)
			all[row] = section_number(s->ends, row) + shift;
	}
	*ends = section_pack(all, s->n_rows);
	*elements = section_plain(to, at, s->width);
	free(all);
}

/* New rows alone: what stands there stays. */
static void make_longer(const struct splice *s, struct section *ends, struct section *elements)
{
	size_t at = 0, cap = (size_t)s->elements->n, left = cap;
	int64_t *all = xmalloc(s->n * sizeof *all);
	for (size_t i = 0; i < s->n; i++) {
		cap += s->runs[i].n;
		all[i] = (int64_t)cap;
	}
	unsigned char *to = xmalloc(cap * s->width);
	copy_run(s, to, &at, &left, 0, (int64_t)s->elements->n);
	for (size_t i = 0; i < s->n; i++) {
		if (s->runs[i].n)
			memcpy(to + at * s->width, s->runs[i].v, s->runs[i].n * s->width);
		at += s->runs[i].n;
	}
	section_patch(s->ends, &(struct section_changes){s->rows, all, s->n, s->n_rows}, s->n_threads, ends);
	*elements = section_plain(to, at, s->width);
	free(all);
}

static void splice(const struct splice *s, struct section *ends, struct section *elements)
{
	bool longer = s->n && s->ends->n && s->rows[0] >= s->ends->n;
	(longer ? make_longer : make_spliced)(s, ends, elements);
	if (!elements->n)
		section_free(elements);
}

static bool same_run(const struct section *ends, const struct section *elements, uint32_t row, const struct ref *refs, size_t n)
{
	int64_t start = end_before(ends, row), end = section_number(ends, row);
	return start >= 0 && end >= start && (uint64_t)end <= elements->n && (size_t)(end - start) == n
		&& (!n || memcmp(SECTION_V(struct ref, *elements) + start, refs, n * sizeof *refs) == 0);
}

/* The references of the changed rows, one row after another; ends by row. */
static bool read_refs(const struct delta *d, enum kind kind, size_t f, struct ref *refs, struct run *runs)
{
	const struct parts *parts = &d->kinds[kind].parts;
	size_t n = 0, n_rows = 0;
	for (size_t i = 0; i < parts->n; i++) {
		const struct part_column *from = &parts->v[i]->columns[f];
		uint64_t at = 0, end = 0;
		for (uint64_t row = 0; row < parts->v[i]->keys.n; row++) {
			runs[n_rows].v = refs + n;
			end += (uint64_t)section_number(&from->lengths, row);
			runs[n_rows++].n = (size_t)(end - at);
			for (; at < end; at++)
				if (!resolve(d, &fields_of[kind].v[f], section_number(&from->numbers, at), &refs[n++]))
					return false;
		}
	}
	return true;
}

static bool refs_column(struct delta *d, enum kind kind, size_t f)
{
	struct delta_kind *k = &d->kinds[kind];
	const struct index_column *from = &d->base->tables[kind].columns[f];
	struct index_column *to = &d->index->tables[kind].columns[f];
	size_t n = 0;
	for (size_t i = 0; i < k->parts.n; i++)
		n += (size_t)k->parts.v[i]->columns[f].numbers.n;
	struct ref *refs = xmalloc((n + 1) * sizeof *refs);
	struct run *runs = xmalloc(k->n_changed * sizeof *runs);
	bool ok = read_refs(d, kind, f, refs, runs);
	for (uint32_t i = 0; ok && i < k->n_changed && k->rows[i] < k->n_old; i++)
		k->fields[f] |= !same_run(&from->ends, &from->refs, k->rows[i], runs[i].v, runs[i].n);
	if (ok && (k->fields[f] || delta_grows(k))) {
		const struct splice s = {&from->ends, &from->refs, sizeof *refs, k->rows, runs, k->n_changed, k->n, d->index->n_threads};
		splice(&s, &to->ends, &to->refs);
	} else if (ok) {
		delta_share(d, &from->ends, &to->ends);
		delta_share(d, &from->refs, &to->refs);
	}
	free(refs);
	free(runs);
	return ok;
}

/* -- texts ------------------------------------------------------------------------------------- */

static struct str old_text(const struct index_column *c, uint32_t row, struct strbuf *buffer)
{
	char room[LETTERED_PLACES];
	if (!numbered_is(c) && !lettered_is(c))
		return index_column_text(c, row);
	strbuf_clear(buffer);
	if (numbered_is(c))
		numbered_text(c, row, buffer);
	else
		strbuf_add(buffer, lettered_text(c, row, room));
	return strbuf_str(buffer);
}

/* The rows whose text is another one, new ones among them. */
static struct changed_texts read_texts(struct delta *d, enum kind kind, size_t f)
{
	struct delta_kind *k = &d->kinds[kind];
	const struct index_column *from = &d->base->tables[kind].columns[f];
	struct changed_texts t = {xmalloc(k->n_changed * sizeof *t.rows), xmalloc(k->n_changed * sizeof *t.v), 0};
	parts_spell(&k->parts, f);
	struct text_walk walk = {&k->parts, f, 0, 0, 0};
	struct strbuf buffer = {0};
	struct str text;
	for (uint32_t i = 0; text_next(&walk, &text); i++) {
		bool new = k->rows[i] >= k->n_old;
		if (!new && str_eq(old_text(from, k->rows[i], &buffer), text))
			continue;
		k->fields[f] |= !new;
		t.rows[t.n] = k->rows[i];
		t.v[t.n++] = text;
	}
	strbuf_release(&buffer);
	return t;
}

/* As if it were read from the catalogue: where the base's form of a column does not do any more. */
static void remake(const struct index_column *from, const struct changed_texts *t, uint32_t n, const struct field *field, size_t f,
	struct index_column *to)
{
	struct part *part = xcalloc(1, sizeof *part), *const v[] = {part};
	int64_t *lengths = xmalloc(n * sizeof *lengths);
	struct strbuf bytes = {0}, buffer = {0};
	struct column_room room = {0};
	size_t next = 0;
	for (uint32_t row = 0; row < n; row++) {
		bool changed = next < t->n && t->rows[next] == row;
		struct str text = changed ? t->v[next] : old_text(from, row, &buffer);
		next += changed;
		lengths[row] = (int64_t)text.n;
		strbuf_add(&bytes, text);
	}
	part->keys.n = n;
	part->columns[f] = (struct part_column){.lengths = section_pack(lengths, n), .bytes = bytes.p, .n_bytes = bytes.n};
	const struct parts parts = {(struct part **)(uintptr_t)v, 1, n};
	column_make_texts(to, &parts, field, f, &room);
	column_room_release(&room);
	parts_free_column(&parts, f); /* bytes, too */
	strbuf_release(&buffer);
	free(lengths);
	free(part);
}

/* Texts that the column did not have go behind those that it has. */
static bool patch_coded(struct delta *d, const struct index_column *from, const struct changed_texts *t, uint32_t n, struct index_column *to)
{
	struct map seen = {0};
	struct strbuf bytes = {0};
	int64_t *codes = xmalloc(t->n * sizeof *codes), *ends = xmalloc(t->n * sizeof *ends);
	uint32_t *places = xmalloc(t->n * sizeof *places);
	size_t n_new = 0;
	for (uint32_t i = 0; i < from->ends.n; i++) {
		uint32_t code = i;
		map_add(&seen, section_text(&from->ends, &from->bytes, i), &code);
	}
	strbuf_add(&bytes, (struct str){from->bytes.v, (size_t)from->bytes.n});
	for (size_t i = 0; i < t->n; i++) {
		uint32_t code = (uint32_t)(from->ends.n + n_new);
		if (map_add(&seen, t->v[i], &code)) {
			strbuf_add(&bytes, t->v[i]);
			places[n_new] = code;
			ends[n_new++] = (int64_t)bytes.n;
		}
		codes[i] = code;
	}
	map_release(&seen);
	bool ok = from->ends.n + n_new <= n;
	if (ok)
		delta_patch(d, &from->codes, &(struct section_changes){t->rows, codes, t->n, n}, &to->codes);
	if (ok && delta_patch(d, &from->ends, &(struct section_changes){places, ends, n_new, from->ends.n + n_new}, &to->ends)) {
		to->bytes = section_plain(bytes.p, bytes.n, 1);
	} else {
		strbuf_release(&bytes);
		if (ok)
			delta_share(d, &from->bytes, &to->bytes);
	}
	free(codes);
	free(ends);
	free(places);
	return ok;
}

static void patch_plain(const struct index_column *from, const struct changed_texts *t, uint32_t n, unsigned n_threads, struct index_column *to)
{
	struct run *runs = xmalloc(t->n * sizeof *runs);
	for (size_t i = 0; i < t->n; i++)
		runs[i] = (struct run){t->v[i].p, t->v[i].n};
	const struct splice s = {&from->ends, &from->bytes, 1, t->rows, runs, t->n, n, n_threads};
	splice(&s, &to->ends, &to->bytes);
	free(runs);
}

/* Periods stand beside texts: those of texts that are new, and where texts stand by row of changed ones. */
static void patch_periods(const struct index_column *from, const struct changed_texts *t, struct index_column *to)
{
	size_t n = (size_t)to->ends.n, n_old = (size_t)(from->periods.n < n ? from->periods.n : n);
	struct period *periods = xmalloc(n * sizeof *periods);
	if (n_old)
		memcpy(periods, from->periods.v, n_old * sizeof *periods);
	for (size_t i = n_old; i < n; i++)
		periods[i] = index_period_of_text(section_text(&to->ends, &to->bytes, i));
	for (size_t i = 0; !to->codes.n && i < t->n; i++)
		periods[t->rows[i]] = index_period_of_text(t->v[i]);
	to->periods = section_plain(periods, n, sizeof *periods);
}

static bool patch_numbered(struct delta *d, const struct index_column *from, const struct changed_texts *t, uint32_t n, bool ascending,
	struct index_column *to)
{
	const struct section *const old[] = {&from->codes, &from->numbers, &from->ends, &from->bytes};
	struct section *const new[] = {&to->codes, &to->numbers, &to->ends, &to->bytes};
	if (!numbered_patch(from, t, n, ascending, d->index->n_threads, to))
		return false;
	for (size_t i = 0; i < sizeof old / sizeof *old; i++)
		if (!new[i]->n)
			delta_share(d, old[i], new[i]);
	return true;
}

static void text_column(struct delta *d, enum kind kind, size_t f)
{
	struct delta_kind *k = &d->kinds[kind];
	const struct field *field = &fields_of[kind].v[f];
	const struct index_column *from = &d->base->tables[kind].columns[f];
	struct index_column *to = &d->index->tables[kind].columns[f];
	struct changed_texts t = read_texts(d, kind, f);
	bool done = true;
	if (!t.n) {
		delta_share_column(d, from, to);
	} else {
		if (!k->n_old)
			done = false;
		else if (numbered_is(from))
			done = patch_numbered(d, from, &t, k->n, f == 0, to);
		else if (lettered_is(from))
			done = lettered_patch(from, &t, k->n, d->index->n_threads, to);
		else if (from->codes.n)
			done = patch_coded(d, from, &t, k->n, to);
		else if (from->lengths.n)
			done = measured_patch(from, &t, k->n, d->index->n_threads, to);
		else
			patch_plain(from, &t, k->n, d->index->n_threads, to);
		if (!done)
			remake(from, &t, k->n, field, f, to);
		else if (field->type == FIELD_PERIOD)
			patch_periods(from, &t, to);
	}
	free(t.rows);
	free(t.v);
}

bool delta_column(struct delta *d, enum kind kind, size_t f)
{
	enum field_type type = fields_of[kind].v[f].type;
	if (type == FIELD_REFS)
		return refs_column(d, kind, f);
	if (column_shape(type) == COLUMN_NUMBERS)
		return number_column(d, kind, f);
	text_column(d, kind, f);
	return true;
}

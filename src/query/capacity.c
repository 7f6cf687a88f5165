#include "query/capacity.h"

#include "base/bisect.h"
#include "base/map.h"
#include "index/read.h"
#include "ref_list_internal.h"

#include <stdlib.h>

/* One number of one thing: alternatives of the same owner and item. */
struct heap {
	struct str item;
	ARRAY(const struct formula *) parts;
	size_t next_of_owner, next_of_item; /* NO_HEAP: it is the last one */
};
static const size_t NO_HEAP = SIZE_MAX;

/* A chain has hundreds of thousands of figures: what one asks of another is found by its subject, not by looking at all. */
struct known {
	struct ref subject;
	struct str item;
};

/* Whose heaps there are. */
struct owner {
	struct ref thing;
	size_t first_heap;
};

struct making {
	const struct index *index;
	struct arena *arena;
	ARRAY(struct stage_figure) figures; /* that count */
	struct known *known;                /* of those before some were dropped, by subject */
	size_t n_known;
	struct ref_set subjects, claims;    /* of those */
	ARRAY(struct heap) heaps;
	struct owner *owners;               /* by thing */
	size_t n_owners, last_owner;
	size_t identity_ends[2];            /* fields */
};

/* -- which figures count --------------------------------------------------------------- */

/* Things that begin with a ref, by it; mostly they stand so already. */
static void sort_by_ref(void *v, size_t n, size_t size)
{
	const char *p = v;
	size_t i = 1;
	while (i < n && ref_order(p + (i - 1) * size, p + i * size) <= 0)
		i++;
	if (i < n)
		qsort(v, n, size, ref_order);
}

static void know(struct making *m)
{
	m->n_known = m->figures.n;
	m->known = arena_alloc(m->arena, (m->n_known + 1) * sizeof *m->known);
	for (size_t i = 0; i < m->n_known; i++) {
		const struct stage_figure *f = &m->figures.v[i];
		m->known[i] = (struct known){f->subject, f->item};
		ref_set_add(&m->subjects, f->subject);
		ref_set_add(&m->claims, f->claim);
	}
	sort_by_ref(m->known, m->n_known, sizeof *m->known);
}

/* Those of a subject. */
static const struct known *known_of(const struct making *m, struct ref subject, size_t *n)
{
	size_t low = 0;
	bisect(low, m->n_known, i, m->known[i].subject.bits < subject.bits);
	*n = 0;
	while (low + *n < m->n_known && ref_eq(m->known[low + *n].subject, subject))
		++*n;
	return m->known + low;
}

static bool is_inside(const struct making *m, const struct stage_figure *f)
{
	enum { LEVELS_MAX = 16 };
	struct ref whole = f->part_of;
	for (int level = 0; level < LEVELS_MAX && !ref_none(whole); level++) {
		if (!ref_eq(whole, f->claim) && ref_set_has(&m->claims, whole))
			return true;
		whole = read_ref(m->index, whole, "part_of");
	}
	return false;
}

/* A phase beside its whole project, a project beside its owner's own figure of the same item. */
static bool is_smaller(const struct making *m, const struct stage_figure *f, size_t parent_field)
{
	enum { LEVELS_MAX = 8 };
	struct ref parent = f->subject;
	size_t n;
	if (ref_kind(f->subject) != KIND_PROJECT)
		return false;
	bool asks = !ref_eq(f->owner, f->subject) && ref_set_has(&m->subjects, f->owner);
	const struct known *own = asks ? known_of(m, f->owner, &n) : NULL;
	for (size_t i = 0; asks && i < n; i++)
		if (str_eq(own[i].item, f->item))
			return true;
	for (int level = 0; level < LEVELS_MAX; level++) {
		parent = index_ref(m->index, parent, parent_field);
		if (ref_none(parent))
			return false;
		if (ref_set_has(&m->subjects, parent))
			return true;
	}
	return false;
}

static void drop_parts(struct making *m)
{
	size_t kept = 0, parent_field = field_get(KIND_PROJECT, "parent");
	know(m);
	for (size_t i = 0; i < m->figures.n; i++) {
		struct stage_figure f = m->figures.v[i];
		if (!is_inside(m, &f) && !is_smaller(m, &f, parent_field))
			m->figures.v[kept++] = f;
	}
	m->figures.n = kept;
	ref_set_release(&m->subjects);
	ref_set_release(&m->claims);
}

/*
 * Figures of the widest holder that has any. An area is counted like any other owner: of several stages put together each has
 * that of its own chain.
 */
static void take_widest(struct making *m, const struct standing *s, enum stage_word word, struct str product)
{
	for (int holder = 0; holder < HOLDER_COUNT && !m->figures.n; holder++)
		for (size_t i = 0; i < s->n_figures; i++) {
			const struct stage_figure *f = &s->figures[i];
			bool wanted = product.n ? str_eq(f->item, product) : f->word >= word;
			if (f->holder == (enum holder)holder && !f->intake && wanted && f->number)
				array_push(&m->figures, *f);
		}
}

/* -- from figures to a number ------------------------------------------------------------- */

/* Whose number it is: of a project the project's own, else its owner's. */
static struct ref thing_of(const struct stage_figure *f)
{
	return ref_kind(f->subject) == KIND_PROJECT ? f->subject : f->owner;
}

static void list_owners(struct making *m)
{
	m->owners = arena_alloc(m->arena, (m->figures.n + 1) * sizeof *m->owners);
	for (size_t i = 0; i < m->figures.n; i++)
		m->owners[i] = (struct owner){thing_of(&m->figures.v[i]), NO_HEAP};
	sort_by_ref(m->owners, m->figures.n, sizeof *m->owners);
	m->n_owners = 0;
	for (size_t i = 0; i < m->figures.n; i++)
		if (!i || !ref_eq(m->owners[i].thing, m->owners[m->n_owners - 1].thing))
			m->owners[m->n_owners++] = m->owners[i];
}

/* NULL: there is none. Figures mostly come thing by thing, so the owner of the call before and the next one are tried first. */
static struct owner *owner_of(struct making *m, struct ref thing)
{
	for (size_t i = m->last_owner; i < m->n_owners && i < m->last_owner + 2; i++)
		if (ref_eq(m->owners[i].thing, thing)) {
			m->last_owner = i;
			return &m->owners[i];
		}
	struct owner *owner = m->n_owners ? bsearch(&thing, m->owners, m->n_owners, sizeof *owner, ref_order) : NULL;
	m->last_owner = owner ? (size_t)(owner - m->owners) : m->last_owner;
	return owner;
}

/* The first heap of that thing and item, where it is before `found`; else `found`. */
static size_t heap_of(struct making *m, struct ref thing, struct str item, size_t found)
{
	const struct owner *owner = owner_of(m, thing);
	for (size_t h = owner ? owner->first_heap : NO_HEAP; h != NO_HEAP; h = m->heaps.v[h].next_of_owner)
		if (h < found && str_eq(m->heaps.v[h].item, item))
			found = h;
	return found;
}

/* The first heap of that item whose owner is, or may be, the same thing. */
static size_t heap_alike(struct making *m, struct ref thing, struct str item)
{
	size_t found = heap_of(m, thing, item, NO_HEAP);
	for (int i = 0; i < 2; i++) {
		struct refs identities = index_back(m->index, thing, KIND_IDENTITY, m->identity_ends[i]);
		for (size_t j = 0; j < identities.n; j++)
			found = heap_of(m, index_ref(m->index, identities.v[j], m->identity_ends[!i]), item, found);
	}
	return found;
}

/* What a figure counts with: others of the same owner (for a project: of the same project) and item. */
static void add_to_heap(struct making *m, const struct stage_figure *f, const struct formula *figure)
{
	struct ref thing = thing_of(f);
	size_t h = heap_alike(m, thing, f->item);
	if (h == NO_HEAP) {
		struct owner *owner = owner_of(m, thing);
		struct heap heap = {.item = f->item, .next_of_owner = owner->first_heap, .next_of_item = NO_HEAP};
		h = m->heaps.n;
		owner->first_heap = h;
		array_push(&m->heaps, heap);
	}
	array_push(&m->heaps.v[h].parts, figure);
}

/* The sum over owners of one item, from its first heap on. NULL: too large. */
static const struct formula *item_sum(struct making *m, size_t first)
{
	size_t n = 0;
	for (size_t i = first; i != NO_HEAP; i = m->heaps.v[i].next_of_item)
		n++;
	const struct formula **parts = arena_alloc(m->arena, n * sizeof *parts);
	n = 0;
	for (size_t i = first; i != NO_HEAP; i = m->heaps.v[i].next_of_item) {
		struct heap *h = &m->heaps.v[i];
		parts[n++] = formula_make(FORMULA_SPAN, h->parts.v, h->parts.n, m->arena);
		if (!parts[n - 1])
			return NULL;
	}
	return formula_make(FORMULA_SUM, parts, n, m->arena);
}

/* Chain the heaps of each item in their order; out: the first of each item. Returns how many items there are. */
static size_t list_items(struct making *m, size_t *out)
{
	struct map items = {0};
	size_t *last = arena_alloc(m->arena, m->heaps.n * sizeof *last), n = 0;
	for (size_t i = 0; i < m->heaps.n; i++) {
		uint32_t number = (uint32_t)n;
		if (map_add(&items, m->heaps.v[i].item, &number))
			out[n++] = i;
		else
			m->heaps.v[last[number]].next_of_item = i;
		last[number] = i;
	}
	map_release(&items);
	return n;
}

static const struct formula *items_together(struct making *m)
{
	size_t *first = arena_alloc(m->arena, m->heaps.n * sizeof *first), n = list_items(m, first);
	const struct formula **parts = arena_alloc(m->arena, n * sizeof *parts);
	for (size_t i = 0; i < n; i++) {
		parts[i] = item_sum(m, first[i]);
		if (!parts[i])
			return NULL;
	}
	return formula_make(FORMULA_ITEMS, parts, n, m->arena);
}

/* The wanted unit where some figure leads to it; else a unit per year where there is one: the others meet nothing. */
static struct str unit_to_use(struct making *m, struct str wanted)
{
	for (size_t i = 0; wanted.n && i < m->figures.n; i++)
		if (formula_convert(m->figures.v[i].number, wanted, m->arena))
			return wanted;
	for (size_t i = 0; i < m->figures.n; i++)
		if (str_find_byte(m->figures.v[i].number->unit, '/', 0) < 0)
			return m->figures.v[i].number->unit;
	return m->figures.n ? m->figures.v[0].number->unit : STR("");
}

static void release_heaps(struct making *m)
{
	for (size_t i = 0; i < m->heaps.n; i++)
		array_release(&m->heaps.v[i].parts);
	array_release(&m->heaps);
	array_release(&m->figures);
}

static const struct formula *finish(struct making *m, struct str wanted, size_t *other_units)
{
	drop_parts(m);
	struct str unit = unit_to_use(m, wanted);
	list_owners(m);
	for (size_t i = 0; i < m->figures.n; i++) {
		const struct formula *figure = formula_convert(m->figures.v[i].number, unit, m->arena);
		*other_units += !figure;
		if (figure)
			add_to_heap(m, &m->figures.v[i], figure);
	}
	const struct formula *made = m->heaps.n ? items_together(m) : NULL;
	release_heaps(m);
	return made;
}

static struct making making_of(const struct index *index, struct arena *arena)
{
	return (struct making){.index = index, .arena = arena, .identity_ends = {field_get(KIND_IDENTITY, "a"), field_get(KIND_IDENTITY, "b")}};
}

const struct formula *capacity_make(const struct index *index, const struct standing *standing, struct str product, struct str unit,
	struct arena *arena, size_t *other_units)
{
	struct making m = making_of(index, arena);
	*other_units = 0;
	if (product.n)
		take_widest(&m, standing, STAGE_OTHER, product);
	if (!m.figures.n)
		take_widest(&m, standing, STAGE_NAME, STR(""));
	if (!m.figures.n)
		take_widest(&m, standing, STAGE_OTHER, STR(""));
	return finish(&m, unit, other_units);
}

bool capacity_is(const struct formula *made, const struct standing *standing, struct str product, struct str unit, struct arena *arena)
{
	struct str last = STR("");
	for (size_t i = 0; made && i < standing->n_figures; i++) {
		const struct stage_figure *f = &standing->figures[i];
		if (f->intake || !f->number)
			continue;
		if (product.n && str_eq(f->item, product))
			return false;
		if (!unit.n || str_eq(unit, made->unit) || str_eq(f->number->unit, last))
			continue;
		if (formula_convert(f->number, unit, arena))
			return false;
		last = f->number->unit;
	}
	return made != NULL;
}

size_t capacity_unread(const struct standing *standing)
{
	size_t n = 0;
	for (size_t i = 0; i < standing->n_figures; i++) {
		const struct stage_figure *f = &standing->figures[i];
		n += !f->intake && f->capacity && !f->number;
	}
	return n;
}

/* -- what is taken in ------------------------------------------------------------------------- */

static bool is_word(const struct str *words, size_t n, struct str word)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(words[i], word))
			return true;
	return false;
}

static void add_intake(struct making *m, const struct stage_figure *f, const struct str *words, size_t n)
{
	if (f->number && is_word(words, n, f->item))
		array_push(&m->figures, *f);
}

/* What an enterprise is said to take in, now or to be. */
static void add_consumption(struct making *m, struct ref enterprise, struct ref claim, const struct str *words, size_t n)
{
	int64_t modality = read_number(m->index, claim, "modality");
	struct stage_figure f = {.claim = claim, .owner = enterprise, .holder = HOLDER_ENTERPRISE, .subject = enterprise,
		.part_of = read_ref(m->index, claim, "part_of"), .item = read_text(m->index, claim, "item")};
	if (modality == MODALITY_CAPACITY || modality == MODALITY_ACTUAL)
		f.number = formula_figure(m->index, claim, m->arena);
	add_intake(m, &f, words, n);
}

const struct formula *capacity_intake(const struct index *index, const struct standing *standing, const struct str *words, size_t n_words,
	struct arena *arena)
{
	struct making m = making_of(index, arena);
	struct ref consumption = index_indicator(index, STR("consumption"));
	size_t other_units = 0;
	for (size_t i = 0; i < standing->n_figures; i++)
		if (standing->figures[i].intake && standing->figures[i].holder == HOLDER_ENTERPRISE)
			add_intake(&m, &standing->figures[i], words, n_words);
	for (size_t i = 0; !ref_none(consumption) && i < standing->n_enterprises; i++) {
		struct ref few[INDEX_FEW];
		struct refs claims = index_figures_of(index, standing->enterprises[i], consumption, few, INDEX_FEW);
		for (size_t j = 0; j < claims.n; j++)
			add_consumption(&m, standing->enterprises[i], claims.v[j], words, n_words);
	}
	const struct formula *made = finish(&m, STR(""), &other_units);
	if (!made)
		return NULL;
	struct formula *least = arena_alloc(arena, sizeof *least);
	*least = *formula_named(made, MEANING_INTAKE, standing->n_stages ? standing->stages[0] : REF_NONE, arena);
	least->value.has_high = false;
	return least;
}

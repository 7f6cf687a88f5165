#include "query/capacity.h"

#include "index/read.h"

/* One number of one thing: alternatives of the same owner and item. */
struct heap {
	struct ref owner;
	struct str item;
	ARRAY(const struct formula *) parts;
};

struct making {
	const struct index *index;
	struct arena *arena;
	ARRAY(struct stage_figure) figures; /* that count */
	ARRAY(struct heap) heaps;
};

/* -- which figures count --------------------------------------------------------------- */

static bool is_inside(const struct making *m, struct ref claim)
{
	enum { LEVELS_MAX = 16 };
	struct ref whole = claim;
	for (int level = 0; level < LEVELS_MAX; level++) {
		whole = read_ref(m->index, whole, "part_of");
		if (ref_none(whole))
			return false;
		for (size_t i = 0; i < m->figures.n; i++)
			if (ref_eq(m->figures.v[i].claim, whole) && !ref_eq(whole, claim))
				return true;
	}
	return false;
}

static struct ref subject_of(const struct making *m, struct ref claim)
{
	return read_ref(m->index, claim, "subject");
}

/* A phase beside its whole project, a project beside its owner's own figure of the same item. */
static bool is_smaller(const struct making *m, const struct stage_figure *f)
{
	struct ref subject = subject_of(m, f->claim), parent = subject;
	if (ref_kind(subject) != KIND_PROJECT)
		return false;
	for (size_t i = 0; i < m->figures.n; i++) {
		const struct stage_figure *other = &m->figures.v[i];
		bool item = str_eq(read_text(m->index, other->claim, "item"), read_text(m->index, f->claim, "item"));
		if (item && !ref_eq(f->owner, subject) && ref_eq(subject_of(m, other->claim), f->owner))
			return true;
	}
	for (int level = 0; level < 8; level++) {
		parent = read_ref(m->index, parent, "parent");
		if (ref_none(parent))
			return false;
		for (size_t i = 0; i < m->figures.n; i++)
			if (ref_eq(subject_of(m, m->figures.v[i].claim), parent))
				return true;
	}
	return false;
}

static void drop(struct making *m, bool (*of)(const struct making *m, const struct stage_figure *f))
{
	size_t kept = 0;
	bool *gone = arena_calloc(m->arena, m->figures.n + 1, sizeof *gone);
	for (size_t i = 0; i < m->figures.n; i++)
		gone[i] = of(m, &m->figures.v[i]);
	for (size_t i = 0; i < m->figures.n; i++)
		if (!gone[i])
			m->figures.v[kept++] = m->figures.v[i];
	m->figures.n = kept;
}

static bool is_part(const struct making *m, const struct stage_figure *f)
{
	return is_inside(m, f->claim) || is_smaller(m, f);
}

/* Figures of the widest holder that has any; the area is that of one chain, so several stages put together keep theirs apart by owner. */
static void take_widest(struct making *m, const struct standing *s, enum stage_word word, struct str product)
{
	for (int holder = 0; holder < HOLDER_COUNT && !m->figures.n; holder++)
		for (size_t i = 0; i < s->n_figures; i++) {
			const struct stage_figure *f = &s->figures[i];
			bool wanted = product.n ? str_eq(read_text(m->index, f->claim, "item"), product) : f->word >= word;
			if (f->holder == (enum holder)holder && !f->intake && wanted
				&& read_number(m->index, f->claim, "modality") == MODALITY_CAPACITY && formula_figure(m->index, f->claim, m->arena))
				array_push(&m->figures, *f);
		}
}

/* -- from figures to a number ------------------------------------------------------------- */

/* Two owners that are, or may be, the same thing. */
static bool same_owner(const struct index *index, struct ref a, struct ref b)
{
	static const char *const ends[] = {"a", "b"};
	if (ref_eq(a, b))
		return true;
	for (int i = 0; i < 2; i++) {
		struct refs identities = read_back(index, a, KIND_IDENTITY, ends[i]);
		for (size_t j = 0; j < identities.n; j++)
			if (ref_eq(read_ref(index, identities.v[j], ends[!i]), b))
				return true;
	}
	return false;
}

/* What a figure counts with: others of the same owner (for a project: of the same project) and item. */
static void add_to_heap(struct making *m, const struct stage_figure *f, const struct formula *figure)
{
	struct ref subject = subject_of(m, f->claim);
	struct ref thing = ref_kind(subject) == KIND_PROJECT ? subject : f->owner;
	struct str item = read_text(m->index, f->claim, "item");
	for (size_t i = 0; i < m->heaps.n; i++) {
		struct heap *h = &m->heaps.v[i];
		if (same_owner(m->index, h->owner, thing) && str_eq(h->item, item)) {
			array_push(&h->parts, figure);
			return;
		}
	}
	struct heap heap = {.owner = thing, .item = item};
	array_push(&heap.parts, figure);
	array_push(&m->heaps, heap);
}

/* The sum over owners of one item. NULL: too large. */
static const struct formula *item_sum(struct making *m, struct str item)
{
	const struct formula **parts = arena_alloc(m->arena, (m->heaps.n + 1) * sizeof *parts);
	size_t n = 0;
	for (size_t i = 0; i < m->heaps.n; i++) {
		struct heap *h = &m->heaps.v[i];
		if (!str_eq(h->item, item))
			continue;
		parts[n++] = formula_make(FORMULA_SPAN, h->parts.v, h->parts.n, m->arena);
		if (!parts[n - 1])
			return NULL;
	}
	return formula_make(FORMULA_SUM, parts, n, m->arena);
}

static const struct formula *items_together(struct making *m)
{
	const struct formula **parts = arena_alloc(m->arena, (m->heaps.n + 1) * sizeof *parts);
	size_t n = 0;
	for (size_t i = 0; i < m->heaps.n; i++) {
		bool said = false;
		for (size_t j = 0; j < i && !said; j++)
			said = str_eq(m->heaps.v[j].item, m->heaps.v[i].item);
		if (said)
			continue;
		parts[n] = item_sum(m, m->heaps.v[i].item);
		if (!parts[n++])
			return NULL;
	}
	return formula_make(FORMULA_ITEMS, parts, n, m->arena);
}

/* The wanted unit where some figure leads to it; else a unit per year where there is one: the others meet nothing. */
static struct str unit_to_use(struct making *m, const struct formula *const *leaves, struct str wanted)
{
	for (size_t i = 0; wanted.n && i < m->figures.n; i++)
		if (formula_convert(leaves[i], wanted, m->arena))
			return wanted;
	for (size_t i = 0; i < m->figures.n; i++)
		if (str_find_byte(leaves[i]->unit, '/', 0) < 0)
			return leaves[i]->unit;
	return leaves[0]->unit;
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
	drop(m, is_part);
	const struct formula **leaves = arena_alloc(m->arena, (m->figures.n + 1) * sizeof *leaves);
	for (size_t i = 0; i < m->figures.n; i++)
		leaves[i] = formula_figure(m->index, m->figures.v[i].claim, m->arena);
	struct str unit = m->figures.n ? unit_to_use(m, leaves, wanted) : STR("");
	for (size_t i = 0; i < m->figures.n; i++) {
		const struct formula *figure = formula_convert(leaves[i], unit, m->arena);
		*other_units += !figure;
		if (figure)
			add_to_heap(m, &m->figures.v[i], figure);
	}
	const struct formula *made = m->heaps.n ? items_together(m) : NULL;
	release_heaps(m);
	return made;
}

const struct formula *capacity_make(const struct index *index, const struct standing *standing, struct str product, struct str unit,
	struct arena *arena, size_t *other_units)
{
	struct making m = {.index = index, .arena = arena};
	*other_units = 0;
	if (product.n)
		take_widest(&m, standing, STAGE_OTHER, product);
	if (!m.figures.n)
		take_widest(&m, standing, STAGE_NAME, STR(""));
	if (!m.figures.n)
		take_widest(&m, standing, STAGE_OTHER, STR(""));
	return finish(&m, unit, other_units);
}

size_t capacity_unread(const struct index *index, const struct standing *standing, struct arena *arena)
{
	size_t n = 0;
	for (size_t i = 0; i < standing->n_figures; i++) {
		const struct stage_figure *f = &standing->figures[i];
		n += !f->intake && read_number(index, f->claim, "modality") == MODALITY_CAPACITY && !formula_figure(index, f->claim, arena);
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

static void add_intake(struct making *m, struct ref enterprise, struct ref claim, const struct str *words, size_t n)
{
	int64_t modality = read_number(m->index, claim, "modality");
	const struct formula *leaf = formula_figure(m->index, claim, m->arena);
	if ((modality == MODALITY_CAPACITY || modality == MODALITY_ACTUAL) && leaf && is_word(words, n, read_text(m->index, claim, "item")))
		array_push(&m->figures, (struct stage_figure){.claim = claim, .owner = enterprise, .holder = HOLDER_ENTERPRISE});
}

const struct formula *capacity_intake(const struct index *index, const struct standing *standing, const struct str *words, size_t n_words,
	struct arena *arena)
{
	struct making m = {.index = index, .arena = arena};
	struct ref consumption = index_indicator(index, STR("consumption"));
	size_t other_units = 0;
	for (size_t i = 0; i < standing->n_figures; i++)
		if (standing->figures[i].intake && standing->figures[i].holder == HOLDER_ENTERPRISE)
			add_intake(&m, standing->figures[i].owner, standing->figures[i].claim, words, n_words);
	for (size_t i = 0; !ref_none(consumption) && i < standing->n_enterprises; i++) {
		struct refs claims = index_figures(index, standing->enterprises[i], consumption);
		for (size_t j = 0; j < claims.n; j++)
			add_intake(&m, standing->enterprises[i], claims.v[j], words, n_words);
	}
	const struct formula *made = finish(&m, STR(""), &other_units);
	if (!made)
		return NULL;
	struct formula *least = arena_alloc(arena, sizeof *least);
	*least = *formula_named(made, MEANING_INTAKE, standing->n_stages ? standing->stages[0] : REF_NONE, arena);
	least->value.has_high = false;
	return least;
}

#include "image_internal.h"

#include "base/map.h"
#include "base/parallel.h"
#include "base/radix.h"
#include "index_internal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { ALIGNMENT = 64, BYTE_ORDER_MARK = 0x01020304 };

static const char magic[8] = {'Y', 'L', 'I', 'N', 'D', 'E', 'X', '\n'};

/* -- which arrays there are ------------------------------------------------------------- */

enum part {
	PART_ORIGINS,
	PART_CODES,
	PART_ENDS,
	PART_BYTES,
	PART_NUMBERS,
	PART_REFS,
	PART_PERIODS,
	PART_SHORT_CHOICE,
	PART_NAME_RANKS,
	PART_BY_NAME,
	PART_BACK_STARTS,
	PART_BACK_REFS,
	PART_ID_STARTS,
	PART_ID_REFS,
	PART_RENOWN,
	PART_CLAIMS,
	PART_ORDER_ROWS,
	PART_ORDER_STARTS,
	PART_ORDER_GROUPS,
	PART_ORDER_ODD,
	PART_LEDGER_CODES,
	PART_SINCE,
	PART_FOREMOST,
	PART_FRONT,
	PART_KEYS,
	PART_LETTERS,
	PART_LENGTHS,
	PART_STARTS,
	PART_ANSWERS, /* and those that follow, in the order of struct answers */
	PART_LEDGER = PART_ANSWERS + 8, /* and those that follow, in the order of struct index_ledger */
	PART_SEARCH = PART_LEDGER + 16, /* and those that follow, in the order of struct search */
};

struct visitor {
	void (*visit)(void *context, uint32_t id, struct section *section);
	void *context;
};

static void visit(const struct visitor *v, int kind, size_t field, int part, struct section *section)
{
	v->visit(v->context, (uint32_t)part << 16 | (uint32_t)kind << 8 | (uint32_t)field, section);
}

static void visit_column(const struct visitor *v, int kind, size_t field, struct index_column *c)
{
	visit(v, kind, field, PART_CODES, &c->codes);
	visit(v, kind, field, PART_ENDS, &c->ends);
	visit(v, kind, field, PART_BYTES, &c->bytes);
	visit(v, kind, field, PART_NUMBERS, &c->numbers);
	visit(v, kind, field, PART_REFS, &c->refs);
	visit(v, kind, field, PART_PERIODS, &c->periods);
	visit(v, kind, field, PART_LETTERS, &c->letters);
	visit(v, kind, field, PART_LENGTHS, &c->lengths);
	visit(v, kind, field, PART_STARTS, &c->starts);
}

static void visit_table(const struct visitor *v, struct index *index, int kind)
{
	struct index_table *t = &index->tables[kind];
	visit(v, kind, 0, PART_ORIGINS, &t->origins);
	visit(v, kind, 0, PART_KEYS, &t->keys);
	for (size_t f = 0; f < fields_of[kind].n; f++) {
		visit_column(v, kind, f, &t->columns[f]);
		visit(v, kind, f, PART_BACK_STARTS, &index->back[kind][f].starts);
		visit(v, kind, f, PART_BACK_REFS, &index->back[kind][f].refs);
		visit(v, kind, f, PART_FRONT, &index->fronts[kind][f]);
	}
	visit(v, kind, 0, PART_SHORT_CHOICE, &t->short_choice);
	visit(v, kind, 0, PART_NAME_RANKS, &t->name_ranks);
	visit(v, kind, 0, PART_BY_NAME, &t->by_name);
	visit(v, kind, 0, PART_SINCE, &t->since);
	visit(v, kind, 0, PART_FOREMOST, &t->foremost);
	for (size_t i = 0; i < INDEX_ORDERS; i++) {
		struct order_sections *o = &index->orders[kind][i];
		visit(v, kind, i, PART_ORDER_ROWS, &o->rows);
		visit(v, kind, i, PART_ORDER_STARTS, &o->starts);
		visit(v, kind, i, PART_ORDER_GROUPS, &o->groups);
		visit(v, kind, i, PART_ORDER_ODD, &o->odd);
	}
}

static void visit_ledger(const struct visitor *v, struct index_ledger *l)
{
	struct section *const sections[] = {
		&l->heads, &l->text_ends, &l->text_bytes, &l->shapes, &l->slots, &l->blocks, &l->cells, &l->odd_at, &l->odd_ends, &l->odd_bytes};
	for (int k = 0; k < KIND_COUNT; k++)
		visit(v, k, 0, PART_LEDGER_CODES, &l->codes[k]);
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		visit(v, 0, 0, PART_LEDGER + (int)i, sections[i]);
}

static void visit_answers(const struct visitor *v, struct answers *a)
{
	struct section *const sections[] = {&a->texts, &a->ends, &a->counts, &a->refs, &a->rows, &a->scores};
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		visit(v, 0, 0, PART_ANSWERS + (int)i, sections[i]);
}

void image_each_section(struct index *index, void (*each)(void *context, uint32_t id, struct section *section), void *context)
{
	const struct visitor v = {each, context};
	struct search *s = &index->search;
	for (int k = 0; k < KIND_COUNT; k++)
		visit_table(&v, index, k);
	visit(&v, 0, 0, PART_ID_STARTS, &index->id_starts);
	visit(&v, 0, 0, PART_ID_REFS, &index->id_refs);
	visit(&v, 0, 0, PART_RENOWN, &index->renown);
	visit(&v, 0, 0, PART_CLAIMS, &index->claims);
	visit_answers(&v, &index->answers);
	visit_ledger(&v, &index->ledger);
	struct section *const search[] = {&s->lengths, &s->changed, &s->codes, &s->names.firsts,
		&s->names.spans, &s->names.seconds, &s->names.counts, &s->names.starts, &s->names.bytes, &s->fields.firsts,
		&s->fields.spans, &s->fields.seconds, &s->fields.counts, &s->fields.starts, &s->fields.bytes, &s->odd, &s->brief,
		&s->single, &s->triples};
	for (size_t i = 0; i < sizeof search / sizeof *search; i++)
		visit(&v, 0, 0, PART_SEARCH + (int)i, search[i]);
}

/* -- how much each takes ------------------------------------------------------------------ */

static const char *const part_names[] = {
	[PART_ORIGINS] = "origins",
	[PART_CODES] = "codes",
	[PART_ENDS] = "ends of texts",
	[PART_BYTES] = "texts",
	[PART_NUMBERS] = "numbers",
	[PART_REFS] = "references",
	[PART_PERIODS] = "periods",
	[PART_SHORT_CHOICE] = "choice of short names",
	[PART_NAME_RANKS] = "ranks of names",
	[PART_BY_NAME] = "order of names",
	[PART_BACK_STARTS] = "starts of who refers",
	[PART_BACK_REFS] = "who refers",
	[PART_ID_STARTS] = "starts of ids",
	[PART_ID_REFS] = "ids",
	[PART_RENOWN] = "renown",
	[PART_CLAIMS] = "order of claims",
	[PART_ORDER_ROWS] = "rows by a figure",
	[PART_ORDER_STARTS] = "starts of equal figures",
	[PART_ORDER_GROUPS] = "groups of units",
	[PART_ORDER_ODD] = "rows of no plain figure",
	[PART_LEDGER_CODES] = "shapes of rows of ledgers",
	[PART_SINCE] = "newest days",
	[PART_FOREMOST] = "foremost rows",
	[PART_FRONT] = "first rows in order",
	[PART_KEYS] = "keys",
	[PART_LETTERS] = "letters of texts",
	[PART_LENGTHS] = "lengths of texts",
	[PART_STARTS] = "starts of texts",
};

static void name_section(uint32_t id, struct strbuf *out)
{
	uint32_t part = id >> 16, kind = id >> 8 & 0xFF, field = id & 0xFF;
	if (part >= PART_SEARCH) {
		strbuf_printf(out, "search, array %u", part - PART_SEARCH);
	} else if (part >= PART_ANSWERS && part < PART_LEDGER) {
		strbuf_printf(out, "ready answers, array %u", part - PART_ANSWERS);
	} else if (part >= PART_LEDGER) {
		strbuf_printf(out, "ledgers, array %u", part - PART_LEDGER);
	} else if (part >= PART_ID_STARTS && part <= PART_CLAIMS) {
		strbuf_add_c(out, part_names[part]);
	} else if (part >= PART_ORDER_ROWS && part <= PART_ORDER_ODD) {
		strbuf_printf(out, "%s, %s %u", kinds[kind].plural, part_names[part], field);
	} else {
		bool of_field = part != PART_ORIGINS && part != PART_LEDGER_CODES && part != PART_SINCE && part != PART_FOREMOST && part != PART_KEYS
			&& (part < PART_SHORT_CHOICE || part > PART_BY_NAME);
		strbuf_add_c(out, kinds[kind].plural);
		if (of_field)
			strbuf_printf(out, ".%s", fields_of[kind].v[field].name);
		strbuf_printf(out, ", %s", part_names[part]);
	}
}

static int by_size(const void *a, const void *b)
{
	const struct image_entry *x = *(const struct image_entry *const *)a, *y = *(const struct image_entry *const *)b;
	uint64_t m = x->n * x->width, n = y->n * y->width;
	return m != n ? (m > n ? -1 : 1) : x->id < y->id ? -1 : x->id > y->id;
}

void index_image_sizes(const struct index *index, void (*say)(void *context, const char *what, uint64_t n_bytes), void *context)
{
	const struct image_header *header = (const void *)index->image.bytes;
	const struct image_entry *entries = (const void *)(index->image.bytes + sizeof *header);
	size_t n = (size_t)header->n_entries; /* of a delta: what it was made over */
	const struct image_entry **order = xmalloc((n + 1) * sizeof *order);
	struct strbuf name = {0};
	for (size_t i = 0; i < n; i++)
		order[i] = &entries[i];
	qsort(order, n, sizeof *order, by_size);
	for (size_t i = 0; i < n; i++) {
		strbuf_clear(&name);
		name_section(order[i]->id, &name);
		say(context, name.p, order[i]->n * order[i]->width);
	}
	strbuf_release(&name);
	free(order);
}

/* -- checksums --------------------------------------------------------------------------- */

enum { SUM_STEP = 32 };

static const uint64_t sum_prime = 0x9E3779B185EBCA87u;

/* Four lanes of 64 bits, so that it runs at the speed of memory. */
struct sum {
	uint64_t lanes[4];
};

static struct sum sum_start(void)
{
	return (struct sum){{sum_prime, sum_prime * 3, sum_prime * 5, sum_prime * 7}};
}

/* As many bytes of the next n as are whole steps; returns how many. */
static size_t sum_add(struct sum *sum, const unsigned char *p, size_t n)
{
	uint64_t lanes[4], word;
	size_t i = 0;
	memcpy(lanes, sum->lanes, sizeof lanes);
	for (; i + SUM_STEP <= n; i += SUM_STEP)
		for (size_t lane = 0; lane < 4; lane++) {
			memcpy(&word, p + i + lane * 8, 8);
			lanes[lane] = (lanes[lane] ^ word) * sum_prime;
			lanes[lane] ^= lanes[lane] >> 29;
		}
	memcpy(sum->lanes, lanes, sizeof lanes);
	return i;
}

/* The bytes that are left, fewer than a step; n: of all. */
static uint64_t sum_end(struct sum *sum, const unsigned char *p, size_t n_left, size_t n)
{
	for (size_t i = 0; i < n_left; i += 8) {
		uint64_t word = 0;
		memcpy(&word, p + i, n_left - i < 8 ? n_left - i : 8);
		sum->lanes[0] = (sum->lanes[0] ^ word) * sum_prime;
		sum->lanes[0] ^= sum->lanes[0] >> 29;
	}
	return hash_bytes(sum->lanes, sizeof sum->lanes, n);
}

uint64_t image_checksum(const void *bytes, size_t n)
{
	struct sum sum = sum_start();
	const unsigned char *p = bytes; /* NULL of none */
	size_t at = sum_add(&sum, p, n);
	return sum_end(&sum, at ? p + at : p, n - at, n);
}

/* What an image of this program counts on besides its own version. */
static uint64_t model_hash(void)
{
	uint64_t h = hash_bytes(YUANLIAN_VERSION, sizeof YUANLIAN_VERSION, 0);
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++) {
			const struct field *field = &fields_of[k].v[f];
			const uint32_t numbers[] = {(uint32_t)k, (uint32_t)field->type, field->flags, field->kinds, (uint32_t)field->enumeration};
			h = hash_bytes(field->name, strlen(field->name), h);
			h = hash_bytes(numbers, sizeof numbers, h);
		}
	for (int e = 0; e < ENUM_COUNT; e++)
		for (size_t i = 0; i < enums[e].n; i++)
			h = hash_bytes(enums[e].v[i].code, strlen(enums[e].v[i].code), h);
	return h;
}

/* -- laying out ---------------------------------------------------------------------------- */

struct layout {
	struct image_entry *entries;
	struct section **sections;
	uint32_t *order; /* of sections, by size */
	size_t n;
	uint64_t size;
	unsigned char *bytes;
	bool keeps; /* the arrays stay where they are */
};

static uint64_t aligned(uint64_t offset)
{
	return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static void count_section(void *context, uint32_t id, struct section *section)
{
	(void)id;
	((struct layout *)context)->n += section->n > 0;
}

static void place_section(void *context, uint32_t id, struct section *section)
{
	struct layout *l = context;
	if (!section->n) {
		if (!l->keeps)
			section_free(section);
		return;
	}
	l->size = aligned(l->size);
	l->sections[l->n] = section;
	l->entries[l->n++] = (struct image_entry){
		.id = id, .width = section->width, .offset = l->size, .n = section->n,
		.base = section->base, .slope = section->slope};
	l->size += section->n * section->width;
}

/*
 * Copy what is freed next; its pages go back to the system step by step, so that nothing stands twice. Returns the
 * checksum, for which bytes are read while they are at hand.
 */
static uint64_t move_bytes(unsigned char *to, const unsigned char *from, size_t n)
{
	enum { STEP = 1 << 18 };
	struct sum sum = sum_start();
	size_t summed = 0;
	for (size_t at = 0, end; at < n; at = end) {
		end = n - at < STEP ? n : at + STEP;
		pages_ready(to + at, end - at);
		memcpy(to + at, from + at, end - at);
		summed += sum_add(&sum, to + summed, end - summed);
		if (n >= STEP)
			pages_drop((void *)(uintptr_t)(from + at), end - at);
	}
	return sum_end(&sum, to + summed, n - summed, n);
}

/* The largest are copied first: what is left for the end is small, and no thread waits for long. */
static void copy_section(void *context, size_t i)
{
	struct layout *l = context;
	struct section *section = l->sections[l->order[i]];
	struct image_entry *entry = &l->entries[l->order[i]];
	unsigned char *to = l->bytes + entry->offset;
	size_t n = (size_t)(entry->n * entry->width);
	entry->checksum = move_bytes(to, section->v, n);
	free((void *)(uintptr_t)section->v);
	section->v = to;
}

static uint32_t *order_by_size(const struct layout *l)
{
	struct radix_item *items = xmalloc((l->n + 1) * sizeof *items);
	uint32_t *order = xmalloc((l->n + 1) * sizeof *order);
	for (size_t i = 0; i < l->n; i++)
		items[i] = (struct radix_item){UINT64_MAX - l->entries[i].n * l->entries[i].width, (uint32_t)i};
	radix_sort(items, l->n);
	for (size_t i = 0; i < l->n; i++)
		order[i] = items[i].row;
	free(items);
	return order;
}

static void unmap(const unsigned char *bytes, size_t n)
{
	munmap((void *)(uintptr_t)bytes, n);
}

static uint64_t head_checksum(const unsigned char *bytes)
{
	struct image_header header;
	memcpy(&header, bytes, sizeof header);
	header.checksum = 0;
	uint64_t h = image_checksum(&header, sizeof header);
	return h ^ image_checksum(bytes + sizeof header, (size_t)header.n_entries * sizeof(struct image_entry));
}

/* Where each array goes; the head takes the first *n_head bytes. */
static void plan_layout(struct index *index, struct layout *l, size_t *n_head)
{
	image_each_section(index, count_section, l);
	*n_head = sizeof(struct image_header) + l->n * sizeof *l->entries;
	l->entries = xcalloc(l->n + 1, sizeof *l->entries);
	l->sections = xcalloc(l->n + 1, sizeof *l->sections);
	l->n = 0;
	l->size = *n_head;
	image_each_section(index, place_section, l);
	l->size = aligned(l->size);
}

/* Header and contents, of entries that have their checksums. */
static void write_head(const struct layout *l, struct index_stamp stamp, unsigned char *bytes)
{
	struct image_header header = {.version = IMAGE_VERSION, .byte_order = BYTE_ORDER_MARK, .model = model_hash(),
		.size = l->size, .generation = stamp.generation, .changes = stamp.changes, .n_entries = l->n};
	memcpy(header.magic, magic, sizeof magic);
	memcpy(bytes, &header, sizeof header);
	memcpy(bytes + sizeof header, l->entries, l->n * sizeof *l->entries);
	header.checksum = head_checksum(bytes);
	memcpy(bytes, &header, sizeof header);
}

void image_lay_out(struct index *index, struct index_stamp stamp)
{
	struct layout l = {0};
	size_t n_head;
	plan_layout(index, &l, &n_head);
	/* Zeroed, so that equal indexes are equal byte for byte. */
	void *block = mmap(NULL, (size_t)l.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (block == MAP_FAILED)
		alloc_failed();
	l.bytes = block;
	l.order = order_by_size(&l);
	parallel_for(l.n, index->n_threads, copy_section, &l);
	free(l.order);
	write_head(&l, stamp, l.bytes);
	mprotect(l.bytes, (size_t)l.size, PROT_READ);
	index->image = (struct image){l.bytes, (size_t)l.size, held_new(l.bytes, (size_t)l.size, unmap), stamp, false};
	free(l.entries);
	free(l.sections);
}

static void sum_section(void *context, size_t i)
{
	struct layout *l = context;
	l->entries[i].checksum = image_checksum(l->sections[i]->v, (size_t)(l->entries[i].n * l->entries[i].width));
}

bool index_image_write(const struct index *index, bool (*write)(void *context, struct str bytes), void *context)
{
	static const char zeros[ALIGNMENT];
	struct layout l = {.keeps = true};
	size_t n_head;
	if (!index->image.delta)
		return write(context, index_image(index));
	plan_layout((struct index *)(uintptr_t)index, &l, &n_head);
	parallel_for(l.n, parallel_threads(), sum_section, &l);
	unsigned char *head = xcalloc(n_head, 1);
	write_head(&l, index->image.stamp, head);
	bool ok = write(context, (struct str){(const char *)head, n_head});
	uint64_t at = n_head;
	for (size_t i = 0; ok && i < l.n; i++) {
		size_t n = (size_t)(l.entries[i].n * l.entries[i].width);
		ok = write(context, (struct str){zeros, (size_t)(l.entries[i].offset - at)})
			&& (!n || write(context, (struct str){l.sections[i]->v, n}));
		at = l.entries[i].offset + n;
	}
	ok = ok && write(context, (struct str){zeros, (size_t)(l.size - at)});
	free(head);
	free(l.entries);
	free(l.sections);
	return ok;
}

struct str index_image(const struct index *index)
{
	if (index->image.delta)
		return (struct str){"", 0};
	return (struct str){(const char *)index->image.bytes, index->image.n};
}

struct index_stamp index_stamp_of(const struct index *index)
{
	return index->image.stamp;
}

/* -- opening ------------------------------------------------------------------------------------ */

static bool known_header(struct str head, struct image_header *header)
{
	if (head.n < sizeof *header)
		return false;
	memcpy(header, head.p, sizeof *header);
	return memcmp(header->magic, magic, sizeof magic) == 0 && header->version == IMAGE_VERSION
		&& header->byte_order == BYTE_ORDER_MARK && header->model == model_hash();
}

bool index_image_peek(struct str head, struct index_stamp *stamp, uint64_t *size)
{
	struct image_header header;
	if (!known_header(head, &header))
		return false;
	*stamp = (struct index_stamp){header.generation, header.changes};
	*size = header.size;
	return true;
}

struct opening {
	const unsigned char *bytes;
	const struct image_entry *entries;
	size_t n, at;
};

static bool entry_fits(const struct image_entry *entry, uint64_t head, uint64_t size)
{
	bool packed = entry->width <= 4;
	bool whole = entry->width % 8 == 0 && entry->width <= 64; /* numbers of 8 bytes and structs of such */
	return (packed || whole) && entry->n <= size * 64 && entry->offset % ALIGNMENT == 0
		&& entry->offset >= head && entry->offset <= size && entry->n * entry->width <= size - entry->offset;
}

static void bind_section(void *context, uint32_t id, struct section *section)
{
	struct opening *o = context;
	/* An image that was written here has its entries in the order in which they are asked for. */
	if (o->at == o->n || o->entries[o->at].id != id)
		return;
	const struct image_entry *entry = &o->entries[o->at++];
	*section = (struct section){.v = o->bytes + entry->offset, .n = entry->n, .base = entry->base, .slope = entry->slope,
		.width = entry->width};
}

static bool bind(struct index *index, struct str bytes)
{
	struct image_header header;
	if (!known_header(bytes, &header) || header.size != bytes.n
		|| header.n_entries > (bytes.n - sizeof header) / sizeof(struct image_entry)
		|| head_checksum((const unsigned char *)bytes.p) != header.checksum)
		return false;
	struct opening o = {(const unsigned char *)bytes.p, (const void *)(bytes.p + sizeof header), (size_t)header.n_entries, 0};
	for (size_t i = 0; i < o.n; i++)
		if (!entry_fits(&o.entries[i], sizeof header + o.n * sizeof *o.entries, header.size))
			return false;
	image_each_section(index, bind_section, &o);
	return o.at == o.n;
}

struct index *index_from_image(struct str bytes, void (*release)(const unsigned char *bytes, size_t n), struct err *err)
{
	struct index *index = xcalloc(1, sizeof *index);
	const char *reason = "no image of this version";
	uint64_t size;
	index->image = (struct image){.bytes = (const unsigned char *)bytes.p, .n = bytes.n, .held = held_new(bytes.p, bytes.n, release)};
	index_image_peek(bytes, &index->image.stamp, &size);
	if ((uintptr_t)bytes.p % 8 == 0 && bind(index, bytes)) {
		index_make_plan(index);
		if (index_shape(index, &reason))
			return index;
	}
	err_set(err, ERR_DATA, "found %s, expected an index that this program wrote", reason);
	index_free(index);
	return NULL;
}

struct verifying {
	const unsigned char *bytes;
	const struct image_entry *entries;
	const atomic_bool *cancel;
	atomic_bool wrong;
};

static void verify_section(void *context, size_t i)
{
	struct verifying *v = context;
	const struct image_entry *entry = &v->entries[i];
	if (!(v->cancel && atomic_load(v->cancel)) && !atomic_load(&v->wrong)
		&& image_checksum(v->bytes + entry->offset, (size_t)(entry->n * entry->width)) != entry->checksum)
		atomic_store(&v->wrong, true);
}

bool index_image_verify(const struct index *index, const atomic_bool *cancel)
{
	const struct image_header *header = (const void *)index->image.bytes;
	struct verifying v = {.bytes = index->image.bytes, .entries = (const void *)(index->image.bytes + sizeof *header), .cancel = cancel};
	atomic_init(&v.wrong, false);
	parallel_for((size_t)header->n_entries, parallel_threads(), verify_section, &v);
	return !atomic_load(&v.wrong);
}

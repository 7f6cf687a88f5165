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

/* -- how much each takes ------------------------------------------------------------------ */

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
		image_part_name(order[i]->id, &name);
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
 * Copy bytes whose memory is freed after that; pages go back to the system as soon as they are copied, so that no section
 * takes its memory twice. Returns the checksum, as the bytes are in a cache now.
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

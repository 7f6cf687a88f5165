/*
 * The image: one block of memory or of a file that holds all arrays of an index.
 *
 *	header    struct image_header
 *	contents  one struct image_entry per array, by id
 *	arrays    each at a multiple of 64
 *
 * Numbers are in the byte order of the machine that wrote them; the header tells. Nothing
 * in it is an address.
 */
#ifndef INDEX_IMAGE_INTERNAL_H
#define INDEX_IMAGE_INTERNAL_H

#include "base/err.h"
#include "held_internal.h"
#include "index/image.h"
#include "section_internal.h"

struct index;

struct image {
	const unsigned char *bytes; /* NULL: there is none yet */
	size_t n;
	struct held *held; /* owned: bytes stand in it; of a delta that of the image it was made over */
	struct index_stamp stamp;
	bool delta;        /* its arrays stand in several places, bytes is the image below */
};

enum { IMAGE_VERSION = 19 };

struct image_header {
	char magic[8];
	uint32_t version;
	uint32_t byte_order;
	uint64_t model;      /* hash of kinds, fields and codes that the image was made for */
	uint64_t size;       /* of the whole image */
	uint64_t generation, changes; /* struct index_stamp */
	uint64_t n_entries;
	uint64_t checksum;   /* of header (this one as 0) and contents */
};

struct image_entry {
	uint32_t id, width;
	uint64_t offset, n;
	int64_t base, slope;
	uint64_t checksum; /* of the array */
};

/* Lay the arrays of a built index out in one block, which they then stand in. */
void image_lay_out(struct index *index, struct index_stamp stamp);

/* Call visit for every array that an index can have, always in the same order; its id says which it is. */
void image_each_section(struct index *index, void (*visit)(void *context, uint32_t id, struct section *section), void *context);

/* What an array is called, for people: appended. */
void image_part_name(uint32_t id, struct strbuf *out);

uint64_t image_checksum(const void *bytes, size_t n);

#endif

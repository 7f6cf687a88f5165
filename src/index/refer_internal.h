/*
 * Which rows of a kind refer to rows of some sets: by a pass over the columns of their references, so that no lists of
 * who refers to whom have to be kept or made.
 */
#ifndef INDEX_REFER_INTERNAL_H
#define INDEX_REFER_INTERNAL_H

#include "index/index.h"

enum { REFER_SETS = 3, REFER_FLAGS = 4 };

/* Flags are bits 0 to REFER_FLAGS - 1. */
struct refer {
	const struct index *index;
	size_t n_words; /* of each set: rows behind are in none */
	struct {
		const uint64_t *rows; /* bits by search row; NULL: none */
		uint8_t flag;         /* of what refers to one of them */
		uint32_t known_by, known_of; /* masks of kinds: the caller knows which rows of the former refer to those of the latter */
	} sets[REFER_SETS];
	uint8_t of_kind[32]; /* flags of what refers to a row with columns of a kind, be it in a set or not */
	uint8_t packed;      /* flag of what refers to a packed row */
	uint8_t settled;     /* a row that has this flag needs no other; 0: each needs all of its flags */
	uint8_t matters_to;  /* flags of kinds are wanted only of rows that have this flag; 0: of all */
	const uint64_t *among; /* bits by search row: the rows that are asked about; NULL: all */
};

/* 64 rows one after another: for each flag those that have it, as bits. */
struct refer_rows {
	uint64_t by[REFER_FLAGS];
};

/*
 * Call take for rows with columns of the kinds asked for of which some have flags: bit 0 is search row `row`, a multiple of
 * 64; all are of one kind. Different threads may call it at once, for other rows of the same word where two kinds share it.
 */
void refer_find(const struct refer *refer, uint32_t kinds_asked,
	void (*take)(void *context, uint32_t row, const struct refer_rows *rows), void *context);

#endif

/*
 * What somebody meant who mistyped a word of the command line.
 */
#ifndef CLI_MEANT_INTERNAL_H
#define CLI_MEANT_INTERNAL_H

#include "cli/option.h"
#include "index/index.h"
#include "text/nearest.h"

/* One word against those of a table, tried one by one: the only one that it begins, else the nearest. All texts are borrowed. */
struct meant {
	struct text_nearest nearest;
	struct str begun;
	size_t n_begun;
};

void meant_init(struct meant *meant, struct str word);
void meant_try(struct meant *meant, struct str name);
struct str meant_name(const struct meant *meant); /* n = 0: none */

/* As word_error for ERR_USAGE, with the name that was meant where there is one: found "projct", expected "projects"? or … */
bool meant_error(struct err *err, const struct word *word, struct str name, const char *expected);

/* The record of the kinds in mask (bit k for kind k) that an unknown REF nearly names: by its id, a letter, or its pinyin. REF_NONE: none. */
struct ref meant_record(const struct index *index, struct str text, uint32_t mask);

#endif

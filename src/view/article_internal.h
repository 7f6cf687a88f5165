/*
 * The user's own copy of an article: the passage behind a figure, and the paragraphs
 * for the reader. Nothing of it is kept in the catalogue (design.md, section 5).
 *
 * Characters and paragraphs are counted as contract.md, "Locators", says.
 */
#ifndef VIEW_ARTICLE_INTERNAL_H
#define VIEW_ARTICLE_INTERNAL_H

#include "base/strbuf.h"
#include "index/index.h"
#include "view/settings.h"

/* The whole raw file in which a source stands; n = 0: not at hand. */
struct str article_file(const struct settings *settings, const struct index *index, struct ref source);

/* The sentence around characters start … end, these between < and >, line breaks removed. False: they lie outside the file. */
bool article_passage(struct str file, uint32_t start, uint32_t end, struct strbuf *out);

/* A paragraph of the file: its lines joined, blanks at their ends removed. */
struct article_paragraph {
	uint32_t number;      /* in the file, from 1 */
	struct strbuf text;
	ARRAY(uint32_t) characters; /* for each character of text its number in the file, ordered */
};

struct article_walk {
	struct str file;
	size_t at;             /* byte and … */
	uint32_t character;    /* … character of the next line */
	uint32_t paragraph;
	struct article_paragraph here;
};

/* Paragraph after paragraph; false at the end. The paragraph lives until the next call. */
void article_walk_init(struct article_walk *walk, struct str file);
bool article_next(struct article_walk *walk);
void article_walk_release(struct article_walk *walk);

/* The bytes of the paragraph's text in which characters start … end of the file stand; false: none of them. */
bool article_bytes(const struct article_paragraph *paragraph, uint32_t start, uint32_t end, size_t *from, size_t *to);

#endif

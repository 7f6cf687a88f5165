/*
 * One walker over cleaned text that counts bytes, clusters and columns together,
 * and cutting by columns. A cluster is a base character with the marks behind it.
 */
#ifndef TEXT_CUT_H
#define TEXT_CUT_H

#include "base/strbuf.h"
#include "text/width.h"

struct text_pos {
	size_t bytes, clusters, columns;
};

/*
 * Move *pos over the next cluster of s. Returns its bytes (borrowed from s) and its
 * width in *width (0 never: a lone mark counts 1). False at the end.
 */
bool text_next(struct str s, enum ambi ambi, struct text_pos *pos, struct str *cluster, int *width);

/* The longest prefix of s that fits into columns. */
struct text_pos text_fit(struct str s, size_t columns, enum ambi ambi);

enum cut {
	CUT_END,    /* 长治潞光电厂供… -> "长治潞光~" */
	CUT_MIDDLE, /* names: the tail tells phases apart: 星萌~（二期） */
};

/*
 * Append s cut to at most `columns`; a cut is marked by one '~' (ASCII: the ellipsis
 * is ambiguous). Never splits a cluster; a wide one that half fits is left out.
 * Returns the columns used.
 */
size_t text_truncate(struct str s, size_t columns, enum cut cut, enum ambi ambi, struct strbuf *out);

/* From start to before end. */
struct text_part {
	size_t start, end;
};

/*
 * The same of a name of which the bytes `part` matter, as a search has found them: what stands between the beginning and
 * them is cut first, so that they are seen (安庆~电解铝~二期). seen: the columns that they take in what was appended; empty
 * where none is left of them.
 */
size_t text_truncate_around(struct str s, struct text_part part, size_t columns, enum ambi ambi, struct strbuf *out,
	struct text_part *seen);

#endif

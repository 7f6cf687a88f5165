#ifndef UNIT_INDEX_POSTINGS_H
#define UNIT_INDEX_POSTINGS_H

#include "index/gram_internal.h"

static inline void postings_release(struct postings *p)
{
	section_free(&p->firsts);
	section_free(&p->spans);
	section_free(&p->seconds);
	section_free(&p->counts);
	section_free(&p->starts);
	section_free(&p->bytes);
}

#endif

/*
 * Chains and flows as graphs in the languages of Graphviz and Mermaid.
 */
#ifndef CLI_GRAPH_INTERNAL_H
#define CLI_GRAPH_INTERNAL_H

#include "base/strbuf.h"
#include "index/index.h"

enum graph_language { GRAPH_DOT, GRAPH_MERMAID };

/* Whether a record has a graph: a chain (its stages and links), an enterprise (its flows), a flow. */
bool graph_has(struct ref ref);

/*
 * Draw the graphs of some records, each once, into one: stages with the chain's lead, their capacity and strength, as on
 * the map. Appended.
 *
 * chinese   the language of what is not data
 */
void graph_draw(const struct index *index, const struct ref *refs, size_t n, enum graph_language language, bool chinese,
	struct strbuf *out);

#endif

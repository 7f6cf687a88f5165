/*
 * How a figure is written for people: the number, what kind of count it is, for which
 * period, where it stands, and what other figures of the same thing say.
 *
 * Everything is appended to `out` as raw text; nothing is appended where nothing is known.
 */
#ifndef VIEW_FIGURE_H
#define VIEW_FIGURE_H

#include "base/strbuf.h"
#include "index/verdict.h"
#include "view/message.h"

/*
 * To be read at a glance: as printed ("约26.1亿元", "1000余条", "亿元级", "5万平方米以上"), but a ledger's whole 元 in 万
 * and 亿, no digit lost ("413亿元" for 41300000000元). As printed to the letter: index_printed.
 */
void figure_print(const struct index *index, struct ref claim, struct strbuf *out);

/* On the way to the source: as printed, and behind it how it is read where that differs: "41300000000元 (413亿元)". */
void figure_print_whole(const struct index *index, struct ref claim, struct strbuf *out);

/* Whether a doubt about one of some figures was written down, or the rules suspect it. */
bool figures_doubted(const struct index *index, const struct ref *claims, size_t n);

/* The same as figure_print with its signs: "!38万吨" where others contradict it, "592亿立方米?" where it is doubted. Returns whether it has one. */
bool figure_print_signed(const struct index *index, struct ref claim, struct strbuf *out);

/* Indicator and item: "产能 电解铝". */
void figure_heading(const struct index *index, struct ref claim, struct strbuf *out);

/* Printed kind of count and modality (unless it is actual): "规划;年产 预计". */
void figure_kind(const struct index *index, struct ref claim, enum language language, struct strbuf *out);

/* "2025-01/2025-09", "../2025-12 推断". */
void figure_period(const struct index *index, struct ref claim, enum language language, struct strbuf *out);

/* The date of a source with its basis: "2025-12 推断". */
void source_date(const struct index *index, struct ref source, enum language language, struct strbuf *out);

/* Places in the user's copy of a source: "第3段 188-190; 第16段 1485-1487", each article named where it changes from `source`. */
void locators_print(
	const struct index *index, struct str locators, struct ref source, enum language language, struct strbuf *out);

/* Sign and word: "!矛盾", "~不同期", "单源". */
void verdict_print(enum verdict verdict, enum language language, struct strbuf *out);

#endif

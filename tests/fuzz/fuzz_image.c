/* floors: query index model text base */
/* options: -len_control=0 -max_len=520 */
/* also with: YUANLIAN_FUZZ_ALL=1 */
/*
 * A hostile snapshot: whatever stands behind a header that fits, opening and validating it stay inside of it and come
 * to an end; so do looking at every record by every accessor, looking up words and what is put together of chains and
 * figures where it is valid. With
 * YUANLIAN_FUZZ_ALL=1 they have to without having been validated, too.
 *
 * The target makes the image of a small catalogue itself, so that the corpus does not depend on the version of the
 * format. The input tells how it is changed:
 *
 *	0          what follows replaces the whole image
 *	255        as below, of an image with so many codes that they stand by letter, and names that stand by length
 *	254        as 255, of one in which many words have ready answers as well
 *	253        as below, of the small catalogue with figures and dates of a ledger
 *	else       steps of 8 bytes: an operation (low two bits of byte 0), a place (bytes 1 to 3), a value (bytes 4 to 7)
 *
 * and then header and contents are sealed again, as somebody who knows the format would.
 */
#include "index/answers.h"
#include "index/codes.h"
#include "index/delta.h"
#include "index/image_internal.h"
#include "index/lettered_internal.h"
#include "index/lookup.h"
#include "index/order.h"
#include "index/verdict.h"
#include "small_index.h"
#include "../support/ask_all.h"

#include <stdio.h>

enum { STEP_BYTES = 8, EXTRA = 256 };

/* In memory of its own, of just its size: what reads behind it is found. */
static unsigned char *copy(const void *bytes, size_t n)
{
	void *p;
	if (posix_memalign(&p, 64, n ? n : 1))
		abort();
	if (n)
		memcpy(p, bytes, n);
	return p;
}

static void release(const unsigned char *bytes, size_t n)
{
	(void)n;
	free((void *)(uintptr_t)bytes);
}

static void seal(unsigned char *bytes, size_t n)
{
	struct image_header *header = (void *)bytes;
	header->checksum = 0;
	uint64_t room = (n - sizeof *header) / sizeof(struct image_entry);
	uint64_t entries = header->n_entries < room ? header->n_entries : room;
	header->checksum = image_checksum(header, sizeof *header)
		^ image_checksum(bytes + sizeof *header, (size_t)entries * sizeof(struct image_entry));
}

static uint32_t number_of(const uint8_t *p, size_t n)
{
	uint32_t x = 0;
	for (size_t i = 0; i < n; i++)
		x |= (uint32_t)p[i] << 8 * i;
	return x;
}

/* One step of change: a byte, a word of four anywhere; a byte of the contents; a word inside one array. */
static void change(unsigned char *bytes, size_t n, const uint8_t *step)
{
	const struct image_header *header = (const void *)bytes;
	uint32_t place = number_of(step + 1, 3), value = number_of(step + 4, 4);
	uint64_t entries = header->n_entries ? header->n_entries : 1;
	size_t contents = sizeof *header, contents_n = (size_t)entries * sizeof(struct image_entry);
	if (contents_n > n - contents)
		contents_n = n - contents;
	switch (step[0] & 3) {
	case 0:
		bytes[place % n] ^= (unsigned char)value;
		break;
	case 1:
		memcpy(bytes + place % (n - 4), &value, 4);
		break;
	case 2:
		bytes[16 + place % (contents - 16 + contents_n)] = (unsigned char)value;
		break;
	case 3: {
		struct image_entry entry;
		memcpy(&entry, bytes + contents + place % entries % (contents_n / sizeof entry) * sizeof entry, sizeof entry);
		if (entry.offset < n && entry.width && entry.n && entry.n <= n)
			bytes[(entry.offset + (place >> 8) % (entry.n * entry.width)) % n] = (unsigned char)value;
	}
	}
}

/* What is handed out names records: nobody asks again. */
static void must_stand(const struct index *index, struct ref ref)
{
	if (ref_kind(ref) >= KIND_COUNT || ref_row(ref) >= index_count(index, ref_kind(ref)))
		abort();
}

static void all_must_stand(const struct index *index, struct refs refs)
{
	for (size_t i = 0; i < refs.n; i++)
		must_stand(index, refs.v[i]);
}

static void look_at_record(const struct index *index, struct ref ref, struct strbuf *out)
{
	struct period period;
	int32_t day;
	const struct fields *fields = &fields_of[ref_kind(ref)];
	index_find_id(index, index_id(index, ref));
	strbuf_add(out, index_name(index, ref));
	strbuf_add(out, index_short_name(index, ref));
	index_name_rank(index, ref);
	index_since(index, ref, &day);
	for (size_t f = 0; f < fields->n; f++)
		switch (fields->v[f].type) {
		case FIELD_ENUM:
		case FIELD_INTEGER:
		case FIELD_BOOL: index_number(index, ref, f); break;
		case FIELD_REF:
			if (!ref_none(index_ref(index, ref, f)))
				must_stand(index, index_ref(index, ref, f));
			break;
		case FIELD_REFS: all_must_stand(index, index_refs(index, ref, f)); break;
		case FIELD_PERIOD: index_period(index, ref, f, &period); /* fall through */
		default: strbuf_add(out, index_text(index, ref, f));
		}
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++)
			if (fields_of[k].v[f].type == FIELD_REF || fields_of[k].v[f].type == FIELD_REFS)
			{
				all_must_stand(index, index_back(index, ref, (enum kind)k, f));
				index_back_n(index, ref, (enum kind)k, f);
			}
	struct refs claims = index_claims(index, ref);
	all_must_stand(index, claims);
	for (size_t i = 0; i < claims.n && i < 100; i++) {
		all_must_stand(index, index_figures(index, ref, index_ref(index, claims.v[i], field_get(KIND_CLAIM, "indicator"))));
		index_figure(index, claims.v[i]);
		index_printed(index, claims.v[i], out);
	}
	verdict_among(index, (struct refs){claims.v, claims.n < 100 ? claims.n : 100});
	strbuf_clear(out);
}

static void look_at_columns(const struct index *index, enum kind kind)
{
	enum { SOME = 64 };
	uint32_t codes[SOME];
	size_t n = index_count(index, kind);
	for (size_t f = 0; f < fields_of[kind].n; f++) {
		uint32_t n_codes = index_codes_n(index, kind, f);
		if (!n_codes)
			continue;
		index_codes(index, kind, f, 0, n < SOME ? n : SOME, n_codes, codes);
		for (size_t i = 0; i < n && i < SOME; i++)
			if (codes[i] > n_codes)
				abort();
			else if (column_shape(fields_of[kind].v[f].type) == COLUMN_TEXTS)
				index_code_text(index, kind, f, codes[i]);
	}
	for (size_t i = 0; i < index_count(index, KIND_INDICATOR) && i < SOME; i++) {
		struct index_order order;
		if (!index_order(index, kind, ref_make(KIND_INDICATOR, (uint32_t)i), &order))
			continue;
		for (size_t row = 0; row < order.n; row++)
			index_order_starts(&order, row);
		for (size_t g = 0; g < order.n_groups; g++)
			if (order.groups[g] > order.n_present || order.n_present > order.n)
				abort();
	}
}

/* A wrong number of rows may be large: the first and the last are enough. */
static void look_at_all(const struct index *index)
{
	enum { MOST = 40 };
	struct strbuf out = {0};
	for (int k = 0; k < KIND_COUNT; k++) {
		size_t n = index_count(index, (enum kind)k);
		for (size_t row = 0; row < n; row += row == MOST && n > 2 * MOST ? n - 2 * MOST : 1)
			look_at_record(index, ref_make((enum kind)k, (uint32_t)row), &out);
		struct refs by_name = index_by_name(index, (enum kind)k);
		all_must_stand(index, by_name);
		if (by_name.n != n)
			abort();
		for (size_t i = 0; i < by_name.n && i < MOST; i++)
			if (index_name_rank(index, by_name.v[i]) >= n)
				abort();
		look_at_columns(index, (enum kind)k);
	}
	index_indicator(index, STR("invest"));
	strbuf_release(&out);
}

static void look_up(const struct index *index)
{
	static const char *const words[] = {"c1-", "兴", "xm", "xingxian", "铝 a", "5", "indicator:invest", "-兴 项目", "xxj", "制造", "zzy"};
	static const enum kind some[] = {KIND_PROJECT, KIND_CLAIM, KIND_ZONE};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct lookup_hits hits;
		struct lookup_rows rows;
		lookup_run(index, str_from(words[i]), UINT32_MAX, 5, &hits);
		lookup_release(&hits);
		lookup_reference(index, str_from(words[i]), UINT32_MAX, &hits);
		lookup_release(&hits);
		enum kind kind = some[i % 3];
		lookup_find_rows(index, str_from(words[i]), kind, LOOKUP_EVERYWHERE, &rows);
		lookup_rows_release(&rows);
		lookup_run(index, str_from(words[i]), UINT32_C(1) << kind, 5, &hits);
		lookup_release(&hits);
	}
}

/* Chains and figures put together. Every pair of rows is looked at there: only where they are as few as they should be. */
static void ask(const struct index *index)
{
	enum { FEW = 1000 };
	size_t n = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		n += index_count(index, (enum kind)k);
	if (n < FEW)
		ask_all(index);
}

struct changed_row {
	uint32_t number;
	struct small_row row;
};

static void put_rows(const struct index *index, const struct changed_row *rows, size_t n)
{
	struct err err = ERR_INIT;
	struct index_builder *builder = index_builder_new();
	index_builder_threads(builder, 1);
	for (size_t i = 0; i < n; i++)
		small_add(&rows[i].row, rows[i].number, index_builder_range(builder, KIND_COUNT));
	struct index *delta = index_builder_delta(builder, index, NULL, &err);
	index_builder_free(builder);
	if (!delta)
		return;
	look_at_all(delta);
	look_up(delta);
	index_free(delta);
}

/* Rows put into it, also where it is wrong: one that says something else, one whose reference moves, new ones. */
static void change_rows(const struct index *index)
{
	static const struct changed_row rows[] = {
		{6, {KIND_PROJECT, {"project:a", "name", "铝杆新名", "leader", "王五", "zone", "#5", NULL}}},
		{13, {KIND_CLAIM, {"claim:b", "subject", "#7", "indicator", "#2", "value", "7", "unit", "亿元", "value_base", "700000000", "base_unit", "元", NULL}}},
		{10, {KIND_STAGE, {"stage:b", "name", "铝液", "chain", "#8", "position", "1", NULL}}},
		{20, {KIND_SECTOR, {"sector:s20", "name", "别的制造业", "code", "C1-001", NULL}}},
		{40, {KIND_PROJECT, {"project:c", "name", "光伏项目", "zone", "#4", NULL}}},
		{41, {KIND_CLAIM, {"claim:c", "subject", "#6", "indicator", "#2", "value", "9", "unit", "万元", "value_base", "90000", "base_unit", "元", NULL}}},
	};
	put_rows(index, rows, sizeof rows / sizeof *rows);
}

/* Figures that say something else: no reference moves, so that lists of the image are taken as they are. */
static void change_figures(const struct index *index)
{
	static const struct changed_row rows[] = {
		{12, {KIND_CLAIM, {"claim:a", "subject", "#6", "indicator", "#2", "value", "4", "unit", "亿元", "value_base", "400000000", "base_unit", "元", NULL}}},
	};
	put_rows(index, rows, sizeof rows / sizeof *rows);
}

static void open_and_look(unsigned char *bytes, size_t n, size_t n_steps)
{
	struct err err = ERR_INIT;
	const char *reason = NULL;
	struct index *index = index_from_image((struct str){(const char *)bytes, n}, release, &err);
	if (!index) {
		if (err.code != ERR_DATA)
			abort();
		return;
	}
	if (n % 8 == 0) /* its threads are slow here */
		index_image_verify(index, NULL);
	bool valid = index_validate(index, &reason);
	if (!valid && !reason)
		abort();
	if (valid || getenv("YUANLIAN_FUZZ_ALL")) {
		look_at_all(index);
		look_up(index);
		ask(index);
		/* The order of pinyin that this makes anew takes four times as long as all the rest. */
		if (n_steps % 4 == 1)
			change_rows(index);
		else if (n_steps % 4 == 3)
			change_figures(index);
	}
	index_free(index);
}

static struct index *coded_index(void)
{
	enum { SECTORS = 600 };
	struct err err = ERR_INIT;
	struct index_builder *builder = index_builder_new();
	for (uint32_t i = 1; i <= SECTORS; i++) {
		char id[24], name[40], code[24];
		snprintf(id, sizeof id, "sector:s%u", i);
		snprintf(code, sizeof code, i % 3 ? "C%u-%03u" : "%u", i % 7, i * 7919 % 1000);
		snprintf(name, sizeof name, "制造业%u", i * i);
		const struct small_row row = {KIND_SECTOR, {id, "name", name, "code", code, NULL}};
		small_add(&row, i, index_builder_range(builder, KIND_COUNT));
	}
	struct index *index = index_builder_finish(builder, NULL, &err);
	index_builder_free(builder);
	if (!index || !lettered_is(&index->tables[KIND_SECTOR].columns[field_get(KIND_SECTOR, "code")])
		|| !index->tables[KIND_SECTOR].columns[field_get(KIND_SECTOR, "name")].lengths.n)
		abort();
	return index;
}

static bool add_bytes(void *image, struct str bytes)
{
	struct strbuf *out = image;
	strbuf_add(out, bytes);
	return true;
}

/* The image of the same with ready answers; lives for ever. */
static struct str ready_image(const struct index *index)
{
	static const struct answers_rule rule = {.least_rows = 1, .share = 20, .rows_of_each = 20};
	static struct strbuf image;
	struct err err = ERR_INIT;
	struct str plain = index_image(index);
	struct index *other = index_from_image((struct str){(const char *)copy(plain.p, plain.n), plain.n}, release, &err);
	if (!other || !index_make_answers(other, &rule, NULL) || !index_image_write(other, add_bytes, &image))
		abort();
	index_free(other);
	return strbuf_str(&image);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct index *small, *coded, *ledger; /* made once: they do not change */
	static struct str ready;
	if (!small) {
		small = small_index();
		ledger = small_ledger_index();
		coded = coded_index();
		ready = ready_image(coded);
	}
	if (!n)
		return 0;
	struct str image = data[0] == UINT8_MAX - 1 ? ready
						   : index_image(data[0] == UINT8_MAX ? coded : data[0] == UINT8_MAX - 2 ? ledger : small);
	if (!data[0]) {
		open_and_look(copy(data + 1, n - 1), n - 1, 0);
		return 0;
	}
	unsigned char *bytes = copy(image.p, image.n);
	for (size_t at = 1; at + STEP_BYTES <= n && at < 64 * STEP_BYTES; at += STEP_BYTES)
		change(bytes, image.n, data + at);
	seal(bytes, image.n);
	open_and_look(bytes, image.n, n / STEP_BYTES);
	return 0;
}

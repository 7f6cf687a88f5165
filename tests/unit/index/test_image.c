#include "support/catalogue.h"
#include "support/image_copy.h"

#include "base/map.h"
#include "index/image_internal.h"
#include "index/lookup.h"
#include "index/verdict.h"

#include <sys/mman.h>

/* Rows of a ledger for most of the projects: two figures, of which some are no plain number, and a date. */
static void add_ledger(struct catalogue *c, struct index_builder *builder, uint32_t first, uint32_t end)
{
	static const char *const values[] = {"12.5", "7", "3.50", "1200", "0.25"}, *const dates[] = {"2024-05-06", "2023", "2022/..", "2021-Q3"};
	struct ledger_sink sink = index_builder_ledger_range(builder);
	struct err err = ERR_INIT;
	for (uint32_t i = first; i < end; i++) {
		char id[32], bytes[64];
		snprintf(id, sizeof id, "project:x%u", i);
		int64_t owner = catalogue_key(c, str_from(id));
		uint32_t line = i + 2;
		uint16_t columns[] = {1, 3, 4};
		const char *cells[] = {values[i % 5], values[i / 3 % 5], dates[i % 4]};
		size_t n = i % 7 ? 3 : 1, at = 0, ends[3];
		for (size_t j = 0; j < n; j++) {
			memcpy(bytes + at, cells[j], strlen(cells[j]));
			ends[j] = at += strlen(cells[j]);
		}
		struct ledger_batch batch = {1, &owner, &line, &n, columns, {.ends = ends, .bytes = bytes}};
		assert_ok(sink.take(sink.self, &batch, &err), err);
	}
}

static void add_ledgers(struct catalogue *c, struct index_builder *builder, bool reversed)
{
	struct str unit = STR("亿元"), base = STR("元"), source = STR("source:000-1");
	struct decimal factor = {100000000, 0};
	int64_t invest = catalogue_key(c, STR("indicator:invest")), output = catalogue_key(c, STR("indicator:total-output")), book = catalogue_key(c, source);
	const struct ledger_column columns[] = {
		{.kind = KIND_COUNT},
		{KIND_CLAIM, book, source, STR("投资"), invest, STR("indicator:invest"), 1, unit, base, factor, STR(""), STR("2025"), 0},
		{.kind = KIND_COUNT},
		{KIND_CLAIM, book, source, STR("产值"), output, STR("indicator:total-output"), 2, unit, base, factor, STR("年产"), STR(""), 0},
		{.kind = KIND_MILESTONE, .source = book, .source_id = source, .name = STR("签约"), .status = 2},
	};
	index_builder_ledger_columns(builder, &(struct ledger_columns){columns, sizeof columns / sizeof *columns});
	for (uint32_t part = 0; part < 3; part++) {
		uint32_t i = reversed ? 2 - part : part;
		add_ledger(c, builder, i * 900, (i + 1) * 900);
	}
}

static struct index *built(struct catalogue *c, unsigned n_threads, bool reversed_ranges)
{
	struct err err = ERR_INIT;
	struct index_builder *builder = index_builder_new();
	index_builder_threads(builder, n_threads);
	index_builder_stamp(builder, (struct index_stamp){11, 22});
	for (int k = 0; k < KIND_COUNT; k++) {
		struct batch whole = catalogue_batch(c, (enum kind)k);
		size_t half = whole.n_rows / 2;
		for (int part = 0; part < 2; part++) {
			bool upper = (part == 0) == reversed_ranges;
			size_t first = upper ? half : 0, n = upper ? whole.n_rows - half : half;
			struct batch_sink sink = index_builder_range(builder, (enum kind)k);
			for (size_t i = first; i < first + n; i++) {
				struct batch one = {.kind = whole.kind, .n_rows = 1, .keys = whole.keys + i};
				size_t end[FIELDS_MAX];
				for (size_t f = 0; f < fields_of[k].n; f++) {
					struct column *from = &whole.columns[f];
					bool numbers = column_shape(fields_of[k].v[f].type) == COLUMN_NUMBERS;
					size_t start = i && !numbers ? from->ends[i - 1] : 0;
					end[f] = from->ends[i] - start;
					one.columns[f] = (struct column){&end[f], from->bytes + start, from->numbers + (numbers ? i : start)};
				}
				assert_ok(sink.take(sink.self, &one, &err), err);
			}
		}
	}
	add_ledgers(c, builder, reversed_ranges);
	struct index *index = index_builder_finish(builder, NULL, &err);
	index_builder_free(builder);
	assert_ok(index != NULL, err);
	return index;
}

static int setup(void **state)
{
	struct catalogue *c = calloc(1, sizeof *c);
	catalogue_sample(c);
	/* enough rows for several pieces of work */
	for (unsigned i = 0; i < 3000; i++) {
		char id[32], name[96], updated[16];
		snprintf(id, sizeof id, "project:x%u", i);
		snprintf(name, sizeof name, "%s第%u号%s", i % 3 ? "長治" : "兴县 A", i * 7919 % 3001, i % 2 ? "储能项目" : "铝杆（二期）");
		snprintf(updated, sizeof updated, "2025-%02u", i % 12 + 1);
		catalogue_add(c, id, "name", name, "zone", i % 2 ? "zone:xingxian" : "zone:changzhi", "updated_on", updated, NULL);
	}
	*state = c;
	return 0;
}

static int teardown(void **state)
{
	catalogue_release(*state);
	free(*state);
	return 0;
}

static void the_image_does_not_depend_on_the_threads(void **state)
{
	struct index *one = built(*state, 1, false);
	for (unsigned n = 2; n <= 16; n += getenv("YUANLIAN_LONG") ? 1 : 7) {
		struct index *other = built(*state, n, n % 2);
		assert_int_equal(index_image(one).n, index_image(other).n);
		assert_memory_equal(index_image(one).p, index_image(other).p, index_image(one).n);
		index_free(other);
	}
	index_free(one);
}

static void an_image_opened_answers_as_the_one_built(void **state)
{
	static const char *const words[] = {"兴县", "~形县", "~常治 xx", "xx", "changzhi", "铝杆", "xm", "a", "5", "-兴县 项目", "donggan", "二期 czs"};
	struct index *index = built(*state, 4, false);
	struct err err = ERR_INIT;
	const char *reason = "";
	struct index *other = index_from_image(image_copy(index_image(index)), image_release, &err);
	assert_non_null(other);
	assert_true(index_image_verify(other, NULL));
	if (!index_validate(other, &reason))
		fail_msg("%s", reason);
	assert_int_equal(index_stamp_of(other).generation, 11);
	assert_int_equal(index_stamp_of(other).changes, 22);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct lookup_hits a, b;
		lookup_run(index, str_from(words[i]), UINT32_MAX, 100, &a);
		lookup_run(other, str_from(words[i]), UINT32_MAX, 100, &b);
		assert_int_equal(a.n, b.n);
		assert_memory_equal(a.counts, b.counts, sizeof a.counts);
		for (size_t j = 0; j < a.n; j++)
			assert_true(ref_eq(a.v[j].ref, b.v[j].ref) && a.v[j].score == b.v[j].score);
		lookup_release(&a);
		lookup_release(&b);
	}
	index_free(other);
	index_free(index);
}

struct sizes {
	struct map names;
	uint64_t n_bytes;
	bool texts, pairs, figures;
};

static void take_size(void *context, const char *what, uint64_t n_bytes)
{
	struct sizes *s = context;
	uint32_t number = (uint32_t)s->names.n;
	assert_true(map_add(&s->names, str_from(strdup(what)), &number)); /* each name once */
	s->n_bytes += n_bytes;
	s->texts |= str_eq_c(str_from(what), "projects.name, texts");
	s->pairs |= str_eq_c(str_from(what), "search, rows of names");
	s->figures |= str_eq_c(str_from(what), "projects, rows by a figure 0");
}

/* What the arrays of an image take is said of each by a name of its own, and is about all that it takes. */
static void each_array_has_a_name(void **state)
{
	struct sizes s = {.n_bytes = 0};
	struct index *index = built(*state, 2, false);
	index_image_sizes(index, take_size, &s);
	assert_true(s.texts && s.pairs && s.figures);
	assert_in_range(s.n_bytes, index_image(index).n / 2, index_image(index).n - 1);
	for (size_t i = 0; i < s.names.size; i++)
		free((void *)(uintptr_t)s.names.slots[i].key.p);
	map_release(&s.names);
	index_free(index);
}

/* What is opened in spite of wrong bytes is noticed by the checksums, and looking through it stays inside it. */
static void wrong_bytes_are_noticed(void **state)
{
	struct test_random r = test_random();
	struct index *index = built(*state, 4, false);
	struct str image = index_image(index);
	size_t n_opened = 0;
	for (unsigned i = 0; i < 300; i++) {
		struct err err = ERR_INIT;
		struct str bytes = image_copy(image);
		/* half of them in the header and the contents */
		size_t at = i % 2 ? test_random_below(&r, 4096) : test_random_below(&r, (uint32_t)image.n);
		char *p = (char *)(uintptr_t)bytes.p;
		char before = p[at];
		p[at] = (char)test_random_below(&r, 256);
		bool same = p[at] == before;
		struct index *other = index_from_image(bytes, image_release, &err);
		if (!other)
			continue;
		n_opened++;
		const char *reason = "";
		bool sound = index_image_verify(other, NULL);
		index_validate(other, &reason);
		/* gaps between the arrays say nothing */
		if (!same && sound)
			assert_true(index_validate(other, &reason));
		index_free(other);
	}
	assert_true(n_opened > 50);
	index_free(index);
}

/* Make the header say that header and contents are as they were written. */
static void reseal(char *bytes)
{
	struct image_header *header = (void *)bytes;
	header->checksum = 0;
	uint64_t h = image_checksum(header, sizeof *header);
	header->checksum = h ^ image_checksum(bytes + sizeof *header, (size_t)header->n_entries * sizeof(struct image_entry));
}

static void spoil_entry(struct test_random *r, struct image_entry *entry, uint64_t size)
{
	static const uint32_t widths[] = {0, 1, 2, 3, 4, 8, 9, 16, 24, 56};
	switch (test_random_below(r, 6)) {
	case 0: entry->width = widths[test_random_below(r, 10)]; break;
	case 1: entry->n = test_random_below(r, 3) ? test_random_below(r, 5000) : UINT64_MAX / (1 + test_random_below(r, 9)); break;
	case 2: entry->offset = test_random_below(r, 2) ? (uint64_t)test_random_below(r, (uint32_t)size) / 64 * 64 : UINT64_MAX - test_random_below(r, 200); break;
	case 3: entry->base = test_random_below(r, 2) ? (int64_t)test_random_below(r, 3000) - 100 : INT64_MAX - test_random_below(r, 3); break;
	case 4: entry->slope = test_random_below(r, 2) ? (int64_t)test_random_below(r, 300) - 100 : INT64_MIN + test_random_below(r, 3); break;
	default: entry->id ^= 1u << test_random_below(r, 24); break;
	}
}

/* Ask for everything of some records. */
static void touch(const struct index *index, unsigned seed)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t row = seed % 61; row < index_count(index, (enum kind)k); row += 211) {
			struct ref ref = ref_make((enum kind)k, (uint32_t)row);
			int32_t day;
			struct period period;
			index_find_id(index, index_id(index, ref));
			index_short_name(index, ref);
			index_name_rank(index, ref);
			index_since(index, ref, &day);
			index_figures(index, ref, ref_make(KIND_INDICATOR, 0));
			if (k == KIND_CLAIM)
				index_figure(index, ref);
			for (size_t f = 0; f < fields_of[k].n; f++) {
				enum field_type type = fields_of[k].v[f].type;
				if (column_shape(type) == COLUMN_TEXTS)
					index_text(index, ref, f);
				else if (type == FIELD_REF)
					index_ref(index, ref, f);
				else if (type == FIELD_REFS)
					index_refs(index, ref, f);
				else
					index_number(index, ref, f);
				if (type == FIELD_PERIOD)
					index_period(index, ref, f, &period);
			}
			for (int from = 0; from < KIND_COUNT; from++)
				for (size_t f = 0; f < fields_of[from].n; f++)
					if (fields_of[from].v[f].type == FIELD_REF)
						index_back(index, ref, (enum kind)from, f);
		}
}

static const char *const hostile_words[] = {"xm 兴县", "铝", "~形县 ~率", "xingxian", "dianjeilv", "14"};

/* Well made, but for another machine, by another program or with an array that nobody knows. */
static void foreign_images_are_refused(void **state)
{
	struct index *index = built(*state, 4, false);
	struct str image = index_image(index);
	for (int i = 0; i < 4; i++) {
		struct err err = ERR_INIT;
		struct str copy = image_copy(image);
		struct image_header *header = (void *)(uintptr_t)copy.p;
		struct image_entry *entries = (void *)(header + 1);
		switch (i) {
		case 0: header->byte_order = __builtin_bswap32(header->byte_order); break;
		case 1: header->model++; break;
		case 2: header->version++; break;
		case 3: entries[header->n_entries - 1].id = UINT32_MAX; break;
		}
		reseal((char *)header);
		assert_null(index_from_image(copy, image_release, &err));
		assert_int_equal(err.code, ERR_DATA);
	}
	index_free(index);
}

/* Arrays end anywhere: the last byte of each is looked at, too. */
static void damage_at_the_end_of_an_array_is_noticed(void **state)
{
	struct index *index = built(*state, 4, false);
	struct str image = index_image(index);
	size_t n_entries = ((const struct image_header *)(const void *)image.p)->n_entries;
	for (size_t i = 0; i < n_entries; i++) {
		struct err err = ERR_INIT;
		struct str copy = image_copy(image);
		char *p = (char *)(uintptr_t)copy.p;
		const struct image_entry *entry = (const struct image_entry *)(const void *)(p + sizeof(struct image_header)) + i;
		uint64_t n_bytes = entry->n * entry->width;
		if (n_bytes)
			p[entry->offset + n_bytes - 1] ^= 1;
		struct index *other = index_from_image(copy, image_release, &err);
		assert_false(other && n_bytes && index_image_verify(other, NULL));
		index_free(other);
	}
	index_free(index);
}

/* Somebody who knows how to write the header may write anything behind it: opening and validating stay inside. */
static void sealed_nonsense_stays_inside(void **state)
{
	struct test_random r = test_random();
	struct index *index = built(*state, 4, false);
	struct str image = index_image(index);
	size_t n_opened = 0, n_entries = ((const struct image_header *)(const void *)image.p)->n_entries;
	for (unsigned i = 0; i < (getenv("YUANLIAN_LONG") ? 20000u : 600u); i++) {
		struct err err = ERR_INIT;
		const char *reason = "";
		struct str copy = image_copy(image);
		char *p = (char *)(uintptr_t)copy.p;
		struct image_entry *entries = (void *)(p + sizeof(struct image_header));
		struct image_entry *entry = &entries[test_random_below(&r, (uint32_t)n_entries)];
		if (i % 3 == 0)
			spoil_entry(&r, entry, image.n);
		else if (entry->n && entry->width)
			for (unsigned j = 0; j < 1 + i % 4; j++)
				p[entry->offset + test_random_below(&r, (uint32_t)(entry->n * entry->width))] ^= (char)(1u << test_random_below(&r, 8));
		reseal(p);
		struct index *other = index_from_image(copy, image_release, &err);
		if (!other)
			continue;
		n_opened++;
		touch(other, i);
		index_validate(other, &reason);
		/* also where it says that something is wrong: bounds hold at each access */
		for (size_t w = 0; w < sizeof hostile_words / sizeof *hostile_words; w++) {
			struct lookup_hits hits;
			lookup_run(other, str_from(hostile_words[w]), UINT32_MAX, 10, &hits);
			lookup_release(&hits);
		}
		index_free(other);
	}
	assert_true(n_opened > 100);
	index_free(index);
}

/* An array that does not stand whole behind the contents, where arrays may stand, is none. */
static void arrays_outside_are_refused(void **state)
{
	struct index *index = built(*state, 4, false);
	struct str image = index_image(index);
	const uint64_t size = image.n, last = (size - 1) / 64 * 64;
	for (int i = 0; i < 7; i++) {
		struct err err = ERR_INIT;
		char *p = aligned_alloc(64, image.n + 64);
		memcpy(p, image.p, image.n);
		struct image_header *header = (void *)p;
		struct image_entry *entry = (void *)(p + sizeof *header);
		while (entry->width != 8 || entry->n < 9)
			entry++;
		switch (i) {
		case 0: entry->offset += 8; break;
		case 1: entry->offset = 0; break;
		case 2: entry->offset = last; break;
		case 3: entry->offset = last + 64; break;
		case 4: entry->offset = UINT64_MAX - 63; break;
		case 5: entry->n = UINT64_C(1) << 61; break;
		default: break; /* more behind it than it says */
		}
		reseal(p);
		struct index *other = index_from_image((struct str){p, image.n + (i == 6 ? 64 : 0)}, image_release, &err);
		if (other || !strstr(err.message, "no image of this version"))
			fail_msg("case %d: %s", i, other ? "opened" : err.message);
	}
	index_free(index);
}

/* A word anywhere in an array, or all of it: any number, one that is near one that may be, a ref of no kind. */
static void spoil_contents(struct test_random *r, char *p, const struct image_entry *entry)
{
	uint64_t n_bytes = entry->n * entry->width;
	uint32_t small = test_random_below(r, 3000), values[] = {test_random_below(r, UINT32_MAX), small, UINT32_MAX, UINT32_MAX - small, 0,
		ref_make((enum kind)test_random_below(r, 32), small).bits, INT32_MAX, UINT32_C(1) << test_random_below(r, 32)};
	uint32_t value = values[test_random_below(r, 8)];
	if (n_bytes < 4)
		return;
	uint64_t at = test_random_below(r, (uint32_t)(n_bytes / 4)) * 4, n = test_random_below(r, 8) ? 4 : n_bytes / 4 * 4 - at;
	for (uint64_t end = at + n; at < end; at += 4)
		memcpy(p + entry->offset + at, &value, 4);
}

static void assert_stand(const struct index *index, struct refs refs)
{
	for (size_t i = 0; i < refs.n; i++) {
		assert_true(ref_kind(refs.v[i]) < KIND_COUNT);
		assert_true(ref_row(refs.v[i]) < index_count(index, ref_kind(refs.v[i])));
	}
}

/* What is handed out names records, and a rank is one of those there are: lists and sorting count on it. */
static void assert_hands_out_records(const struct index *index, unsigned seed)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		size_t n = index_count(index, (enum kind)k);
		assert_int_equal(index_by_name(index, (enum kind)k).n, n);
		assert_stand(index, index_by_name(index, (enum kind)k));
		for (size_t row = seed % 13; row < n; row += 97) {
			struct ref ref = ref_make((enum kind)k, (uint32_t)row);
			assert_true(index_name_rank(index, ref) < n);
			assert_stand(index, index_claims(index, ref));
			verdict_among(index, (struct refs){index_claims(index, ref).v, index_claims(index, ref).n < 9 ? index_claims(index, ref).n : 9});
			for (size_t f = 0; f < fields_of[k].n; f++)
				if (fields_of[k].v[f].type == FIELD_REFS)
					assert_stand(index, index_refs(index, ref, f));
			for (int from = 0; from < KIND_COUNT; from++)
				for (size_t f = 0; f < fields_of[from].n; f++)
					if (fields_of[from].v[f].type == FIELD_REF || fields_of[from].v[f].type == FIELD_REFS)
						assert_stand(index, index_back(index, ref, (enum kind)from, f));
		}
	}
}

static void wrong_contents_hand_out_records(void **state)
{
	struct test_random r = test_random();
	struct index *index = built(*state, 4, false);
	struct str image = index_image(index);
	size_t n_opened = 0, n_entries = ((const struct image_header *)(const void *)image.p)->n_entries;
	for (unsigned i = 0; i < (getenv("YUANLIAN_LONG") ? 10000u : 200u); i++) {
		struct err err = ERR_INIT;
		struct str copy = image_copy(image);
		char *p = (char *)(uintptr_t)copy.p;
		const struct image_entry *entries = (const void *)(p + sizeof(struct image_header));
		for (unsigned j = 0; j < 1 + i % 16; j++)
			spoil_contents(&r, p, &entries[test_random_below(&r, (uint32_t)n_entries)]);
		struct index *other = index_from_image(copy, image_release, &err);
		if (!other)
			continue;
		n_opened++;
		touch(other, i);
		assert_hands_out_records(other, i);
		for (size_t w = 0; w < sizeof hostile_words / sizeof *hostile_words; w++) {
			struct lookup_hits hits;
			lookup_run(other, str_from(hostile_words[w]), i % 2 ? UINT32_MAX : 1u << i / 2 % KIND_COUNT, 10, &hits);
			lookup_release(&hits);
			lookup_reference(other, str_from(hostile_words[w]), UINT32_MAX, &hits);
			lookup_release(&hits);
		}
		index_free(other);
	}
	assert_true(n_opened > 50);
	index_free(index);
}

static void short_and_foreign_images_are_refused(void **state)
{
	struct index *index = built(*state, 4, false);
	struct str image = index_image(index);
	static const size_t cuts[] = {0, 1, 63, 64, 100, 4096};
	for (size_t i = 0; i < sizeof cuts / sizeof *cuts + 1; i++) {
		struct err err = ERR_INIT;
		size_t n = i < sizeof cuts / sizeof *cuts ? cuts[i] : image.n - 1;
		assert_null(index_from_image(image_copy(str_sub(image, 0, n)), image_release, &err));
		assert_int_equal(err.code, ERR_DATA);
	}
	/* magic, version, byte order, model, size */
	static const size_t bytes[] = {0, 8, 12, 16, 24};
	for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
		struct err err = ERR_INIT;
		struct str other = image_copy(image);
		((char *)(uintptr_t)other.p)[bytes[i]]++;
		assert_null(index_from_image(other, image_release, &err));
	}
	index_free(index);
}

static void overlapping_ranges_are_refused(void **state)
{
	struct err err = ERR_INIT;
	struct index_builder *builder = index_builder_new();
	struct batch batch = catalogue_batch(*state, KIND_ZONE);
	for (int i = 0; i < 2; i++) {
		struct batch_sink sink = index_builder_range(builder, KIND_ZONE);
		assert_ok(sink.take(sink.self, &batch, &err), err);
	}
	assert_null(index_builder_finish(builder, NULL, &err));
	assert_int_equal(err.code, ERR_INTERNAL);
	index_builder_free(builder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_image_does_not_depend_on_the_threads),
		cmocka_unit_test(an_image_opened_answers_as_the_one_built),
		cmocka_unit_test(each_array_has_a_name),
		cmocka_unit_test(wrong_bytes_are_noticed),
		cmocka_unit_test(foreign_images_are_refused),
		cmocka_unit_test(damage_at_the_end_of_an_array_is_noticed),
		cmocka_unit_test(sealed_nonsense_stays_inside),
		cmocka_unit_test(arrays_outside_are_refused),
		cmocka_unit_test(wrong_contents_hand_out_records),
		cmocka_unit_test(short_and_foreign_images_are_refused),
		cmocka_unit_test(overlapping_ranges_are_refused),
	};
	return cmocka_run_group_tests_name("index/image", tests, setup, teardown);
}

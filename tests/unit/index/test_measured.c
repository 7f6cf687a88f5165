/* Texts that stand by how long they are: whatever they are, and however they came, they read and change as they were given. */
#include "support/catalogue.h"
#include "support/same_index.h"

#include "index/delta.h"
#include "index/index_internal.h"

enum { PROJECTS = 1000, CHANGES = 20 };

struct names {
	const char *title;
	void (*name)(unsigned i, char out[512]);
	bool measured;
};

/* Of `n` bytes, no two alike. */
static void of_length(unsigned i, size_t n, char out[512])
{
	char number[16];
	size_t n_number = (size_t)snprintf(number, sizeof number, "%u", i * 7919 + 1000000);
	memset(out, 'a' + (int)(i % 26), n);
	memcpy(out, number, n < n_number ? n : n_number);
	out[n] = '\0';
}

static void all_lengths(unsigned i, char out[512])
{
	of_length(i, 7 + i * 101 % 249, out);
}

static void one_length(unsigned i, char out[512])
{
	of_length(i, 20, out);
}

static void as_long_as_can_be(unsigned i, char out[512])
{
	of_length(i, 255, out);
}

static void too_long(unsigned i, char out[512])
{
	of_length(i, i == PROJECTS / CHANGES + 3 ? 256 : 30, out);
}

static void of_characters(unsigned i, char out[512])
{
	snprintf(out, 512, "%.*s%u", (int)(i % 40 * 3), "年产二十四万吨节能环保超高强铝合金配套项目一期工程改造提升及附属设施建设总包", i);
}

static void fill(struct catalogue *c, const struct names *names, unsigned n, void (*other)(unsigned i, char out[512]))
{
	for (unsigned i = 0; i < n; i++) {
		char id[32], name[512];
		bool changed = other && (i % (PROJECTS / CHANGES) == 3 || i >= PROJECTS);
		snprintf(id, sizeof id, "project:p%u", i);
		(changed ? other : names->name)(i + (changed && other != too_long ? PROJECTS * 3 : 0), name);
		catalogue_add(c, id, "name", name, "leader", i % 3 ? "" : name, NULL);
	}
}

static bool is_measured(const struct index *index)
{
	return index->tables[KIND_PROJECT].columns[1].lengths.n > 0;
}

static void reads_as_given(const struct index *index, const struct names *names, unsigned n)
{
	const char *reason = "";
	assert_row(index_validate(index, &reason), reason);
	for (unsigned i = 0; i < n; i++) {
		char name[512];
		struct ref ref = ref_make(KIND_PROJECT, i);
		names->name(i, name);
		assert_str(index_name(index, ref), name);
		assert_str(index_text(index, ref, field_get(KIND_PROJECT, "leader")), i % 3 ? "" : name);
	}
}

static void test_names(void **state)
{
	(void)state;
	static const struct names rows[] = {{"all lengths", all_lengths, true}, {"one length", one_length, true},
		{"as long as can be", as_long_as_can_be, true}, {"too long", too_long, false}, {"of characters", of_characters, true}};
	static const unsigned counts[] = {PROJECTS, 400, 401, 415, 416, 417};
	for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
		for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
			struct catalogue c = {0};
			fill(&c, &rows[r], counts[k], NULL);
			struct index *one = catalogue_index_in_batches(&c, 170, 1), *many = catalogue_index_in_batches(&c, 256, 4);
			assert_row(is_measured(one) == rows[r].measured, rows[r].title);
			assert_row(str_eq(index_image(one), index_image(many)), rows[r].title);
			reads_as_given(one, &rows[r], counts[k]);
			index_free(one);
			index_free(many);
			catalogue_release(&c);
		}
}

static void changed_names_are_those_of_an_index_built_anew(void **state)
{
	(void)state;
	static const struct names old = {"all lengths", all_lengths, true};
	static const struct {
		void (*name)(unsigned i, char out[512]);
		unsigned n_new;
		bool measured;
	} rows[] = {{one_length, 0, true}, {one_length, 30, true}, {as_long_as_can_be, 1, true}, {too_long, 0, false}, {of_characters, 9, true}};
	for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
		struct catalogue before = {0}, after = {0};
		struct err err = ERR_INIT;
		fill(&before, &old, PROJECTS, NULL);
		fill(&after, &old, PROJECTS + rows[r].n_new, rows[r].name);
		struct index *base = catalogue_index_in_batches(&before, 300, 4), *anew = catalogue_index_in_batches(&after, 300, 4);
		struct index_builder *builder = index_builder_new();
		struct batch whole = catalogue_batch(&after, KIND_PROJECT);
		for (size_t i = 0; i < whole.n_rows; i++)
			if (i % (PROJECTS / CHANGES) == 3 || i >= PROJECTS)
				catalogue_take_part(index_builder_range(builder, KIND_COUNT), &whole, i, i + 1);
		struct index *delta = index_builder_delta(builder, base, NULL, &err);
		assert_ok(delta, err);
		assert_row(is_measured(delta) == rows[r].measured, "the form of a delta");
		same_index(delta, anew);
		index_free(delta);
		index_free(base);
		index_free(anew);
		index_builder_free(builder);
		catalogue_release(&before);
		catalogue_release(&after);
	}
}

/* The sum of the first bytes of a block against one after another. */
static void test_sums(void **state)
{
	(void)state;
	struct test_random r = test_random();
	uint8_t block[MEASURED_BLOCK];
	for (unsigned round = 0; round < 1000; round++) {
		uint32_t sum = 0;
		for (size_t i = 0; i < MEASURED_BLOCK; i++)
			block[i] = round ? (uint8_t)test_random_below(&r, 256) : UINT8_MAX;
		for (unsigned n = 0; n < MEASURED_BLOCK; sum += block[n++])
			assert_int_equal(measured_before(block, n), sum);
	}
}

/* Numbers below a limit in as few bytes as these need, three among them. */
static void test_rows(void **state)
{
	(void)state;
	static const struct {
		uint32_t limit, width;
	} rows[] = {{1, 1}, {254, 1}, {255, 2}, {65534, 2}, {65535, 3}, {0xFFFFFE, 3}, {0xFFFFFF, 4}, {UINT32_MAX, 4}};
	struct test_random r = test_random();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum { N = 100 };
		uint32_t *v = malloc(N * sizeof *v), copy[N];
		for (size_t k = 0; k < N; k++)
			v[k] = copy[k] = k ? test_random_below(&r, rows[i].limit) : rows[i].limit - 1;
		struct section s = section_pack_rows(v, N, rows[i].limit);
		assert_int_equal(s.width, rows[i].width);
		for (size_t k = 0; k < N; k++)
			assert_int_equal(section_number(&s, k), copy[k]);
		struct section patched = {0};
		int64_t other = rows[i].limit - 1;
		if (copy[50] != other) {
			assert_true(section_patch(&s, &(struct section_changes){&(uint32_t){50}, &other, 1, N}, 2, &patched));
			for (size_t k = 0; k < N; k++)
				assert_int_equal(section_number(&patched, k), k == 50 ? other : copy[k]);
		}
		section_free(&patched);
		section_free(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_names), cmocka_unit_test(changed_names_are_those_of_an_index_built_anew),
		cmocka_unit_test(test_sums), cmocka_unit_test(test_rows)};
	return cmocka_run_group_tests_name("index/measured", tests, NULL, NULL);
}

/* Codes that stand by letter: whatever they look like, and however they came, they read, are found and change as they were given. */
#include "support/catalogue.h"
#include "support/same_index.h"

#include "index/delta.h"
#include "index/index_internal.h"
#include "index/lettered_internal.h"


enum { PROJECTS = 3000, CHANGES = 20 };

struct codes {
	const char *name;
	void (*code)(unsigned i, char out[128]);
	bool lettered;
};

static void one_length(unsigned i, char out[128])
{
	snprintf(out, 128, "16%02u-%06u-%02u-04-%06u", i % 13, 110000 + i * 7919 % 500000, i % 97, 100003 + i);
}

/* Of any length, none among them. */
static void many_lengths(unsigned i, char out[128])
{
	snprintf(out, 128, "%.*s", (int)(i % 11), "ABCDEFGHIJKL");
	if (i % 11)
		snprintf(out + i % 11, 100, "%u", i / 3);
}

/* All 31 letters of the codes of enterprises at each place, so that an end makes 32. */
static void all_letters(unsigned i, char out[128])
{
	static const char letters[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	size_t n = i % 40 ? 18 : 17;
	for (size_t k = 0; k < n; k++, i = i * 2654435761u + 12345)
		out[k] = letters[(i >> 8) % 31];
	out[n] = '\0';
}

static void lower_case(unsigned i, char out[128])
{
	snprintf(out, 128, "ab-%u-Ａ", i);
	if (i % 2)
		snprintf(out, 128, "ab-%u", i);
}

static void small_and_great(unsigned i, char out[128])
{
	snprintf(out, 128, "%s%08X", i % 2 ? "aB" : "Ab", i * 40503u);
}

static void as_long_as_can_be(unsigned i, char out[128])
{
	snprintf(out, 128, "%064u", i);
}

static void too_long(unsigned i, char out[128])
{
	snprintf(out, 128, "%065u", i);
}

/* Behind the last place of the others, and with a letter that none of them has. */
static void one_more(unsigned i, char out[128])
{
	snprintf(out, 128, "16%02u-%06u-%02u-04-%06uX", i % 13, 110000 + i * 7919 % 500000, i % 97, 100003 + i);
}

static void too_many_letters(unsigned i, char out[128])
{
	snprintf(out, 128, "%c%u", (char)('0' + i % 70), i);
}

static void fill(struct catalogue *c, const struct codes *codes, unsigned n, void (*other)(unsigned i, char out[128]))
{
	for (unsigned i = 0; i < n; i++) {
		char id[32], name[64], code[128];
		snprintf(id, sizeof id, "project:p%u", i);
		snprintf(name, sizeof name, "项目%u", i % 7);
		(other && (i % (PROJECTS / CHANGES) == 3 || i >= PROJECTS) ? other : codes->code)(i + (other ? 5 : 0), code);
		if (other && i < PROJECTS && i % (PROJECTS / CHANGES) != 3)
			codes->code(i, code);
		catalogue_add(c, id, "name", name, "code", code, NULL);
	}
}

/* -- what is asked --------------------------------------------------------------------- */

static bool is_lettered(const struct index *index)
{
	return lettered_is(&index->tables[KIND_PROJECT].columns[field_get(KIND_PROJECT, "code")]);
}

static void reads_as_given(const struct index *index, const struct codes *codes)
{
	size_t field = field_get(KIND_PROJECT, "code");
	struct strbuf added = {0}, buffer = {0};
	const char *reason = "";
	assert_row(index_validate(index, &reason), reason);
	for (unsigned i = 0; i < PROJECTS; i++) {
		char code[128];
		struct ref ref = ref_make(KIND_PROJECT, i);
		codes->code(i, code);
		assert_str(index_text(index, ref, field), code);
		assert_str(index_read_text(index, ref, field, &buffer), code);
		strbuf_clear(&added);
		index_add_text(index, ref, field, &added);
		assert_str(strbuf_str(&added), code);
	}
	strbuf_release(&added);
	strbuf_release(&buffer);
}

static void is_found(const struct index *index, const struct codes *codes)
{
	for (unsigned i = 0; i < PROJECTS; i += 171) {
		char code[128];
		struct lookup_rows rows;
		codes->code(i, code);
		if (!code[0])
			continue;
		lookup_find_rows(index, str_from(code), KIND_PROJECT, LOOKUP_IN_CODES, &rows);
		assert_row(lookup_rows_has(&rows, ref_make(KIND_PROJECT, i)), code);
		lookup_rows_release(&rows);
		struct lookup_hits hits;
		lookup_run(index, str_from(code), 1u << KIND_PROJECT, 5, &hits);
		bool shown = false; /* as it is printed */
		for (size_t k = 0; k < hits.n; k++)
			shown |= str_eq_c(hits.v[k].text, code);
		assert_row(shown, code);
		lookup_release(&hits);
	}
}

static void test_codes(void **state)
{
	(void)state;
	static const struct codes rows[] = {
		{"one length", one_length, true}, {"many lengths", many_lengths, true}, {"all letters", all_letters, true},
		{"not of ASCII", lower_case, false}, {"small and great", small_and_great, true},
		{"as long as can be", as_long_as_can_be, true}, {"too long", too_long, false}, {"too many letters", too_many_letters, false},
	};
	for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
		struct catalogue c = {0};
		fill(&c, &rows[r], PROJECTS, NULL);
		struct index *one = catalogue_index_in_batches(&c, 900, 1), *many = catalogue_index_in_batches(&c, 2048, 4);
		assert_row(is_lettered(one) == rows[r].lettered, rows[r].name);
		assert_row(str_eq(index_image(one), index_image(many)), rows[r].name);
		reads_as_given(one, &rows[r]);
		is_found(one, &rows[r]);
		index_free(one);
		index_free(many);
		catalogue_release(&c);
	}
}

/* -- changes ------------------------------------------------------------------------------- */

static void changed_codes_are_those_of_an_index_built_anew(void **state)
{
	(void)state;
	static const struct codes old = {"one length", one_length, true};
	static const struct {
		void (*code)(unsigned i, char out[128]);
		unsigned n_new;
		bool lettered;
	} rows[] = {{one_length, 0, true}, {one_length, 30, true}, {many_lengths, 10, true}, {one_more, 7, true}, {all_letters, 0, true}, {too_long, 3, false},
		{lower_case, 0, false}};
	for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
		struct catalogue before = {0}, after = {0};
		struct err err = ERR_INIT;
		fill(&before, &old, PROJECTS, NULL);
		fill(&after, &old, PROJECTS + rows[r].n_new, rows[r].code);
		struct index *base = catalogue_index_in_batches(&before, 1000, 4), *anew = catalogue_index_in_batches(&after, 1000, 4);
		struct index_builder *builder = index_builder_new();
		struct batch whole = catalogue_batch(&after, KIND_PROJECT);
		for (size_t i = 0; i < whole.n_rows; i++)
			if (i % (PROJECTS / CHANGES) == 3 || i >= PROJECTS)
				catalogue_take_part(index_builder_range(builder, KIND_COUNT), &whole, i, i + 1);
		struct index *delta = index_builder_delta(builder, base, NULL, &err);
		assert_ok(delta, err);
		assert_row(is_lettered(delta) == rows[r].lettered, "the form of a delta");
		same_index(delta, anew);
		is_found(anew, &old);
		index_free(delta);
		index_free(base);
		index_free(anew);
		index_builder_free(builder);
		catalogue_release(&before);
		catalogue_release(&after);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_codes), cmocka_unit_test(changed_codes_are_those_of_an_index_built_anew)};
	return cmocka_run_group_tests_name("index/lettered", tests, NULL, NULL);
}

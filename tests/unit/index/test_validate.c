/* An index with one thing wrong in it is not valid, and is told to be wrong in that. */
#include "writable.h"

/* Say another packed number; false where its width has no room for it. */
static bool say(const struct section *s, uint64_t i, int64_t number)
{
	uint64_t raw = (uint64_t)number - ((uint64_t)s->base + (uint64_t)s->slope * i);
	if (i >= s->n || !s->width || (s->width < 8 && raw >= (UINT64_C(1) << 8 * s->width) - 1))
		return false;
	raw = s->width == 8 ? (uint64_t)number : raw;
	memcpy((unsigned char *)elements(s) + i * s->width, &raw, s->width); /* the lowest first, as here */
	return section_number(s, i) == number;
}

static void swap(uint32_t *a, uint32_t *b)
{
	uint32_t c = *a;
	*a = *b;
	*b = c;
}

static struct index_column *column(struct index *x, enum kind kind, const char *field)
{
	return &x->tables[kind].columns[field_get(kind, field)];
}

static struct index_back *back(struct index *x, enum kind kind, const char *field)
{
	return &x->back[kind][field_get(kind, field)];
}

/* Do something to the first column of texts where it can be done. */
static bool to_texts(struct index *x, bool (*damage)(struct index_column *c))
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++) {
			struct index_column *c = &x->tables[k].columns[f];
			if (column_shape(fields_of[k].v[f].type) == COLUMN_TEXTS && !c->lengths.n && !c->letters.n && !c->numbers.n && damage(c))
				return true;
		}
	return false;
}

static bool end_too_far(struct index_column *c)
{
	return c->ends.n && say(&c->ends, c->ends.n - 1, (int64_t)c->bytes.n + 1);
}

static bool end_goes_back(struct index_column *c)
{
	int64_t last = c->ends.n > 2 ? section_number(&c->ends, 1) : 0;
	return last > 0 && (uint64_t)last < c->bytes.n && say(&c->ends, 0, last + 1);
}

static bool no_such_text(struct index_column *c)
{
	return say(&c->codes, c->codes.n - 1, (int64_t)c->ends.n);
}

static bool no_utf8(struct index_column *c)
{
	if (!c->bytes.n)
		return false;
	*(unsigned char *)elements(&c->bytes) = 0xFF;
	return true;
}

static bool texts_too_far(struct index *x) { return to_texts(x, end_too_far); }
static bool texts_go_back(struct index *x) { return to_texts(x, end_goes_back); }
static bool texts_of_no_number(struct index *x) { return to_texts(x, no_such_text); }
static bool texts_of_no_utf8(struct index *x) { return to_texts(x, no_utf8); }

static bool unknown_code(struct index *x)
{
	return say(&column(x, KIND_PROJECT, "status")->numbers, 0, (int64_t)enums[ENUM_STATUS].n);
}

static bool reference_to_nothing(struct index *x)
{
	return say(&column(x, KIND_PROJECT, "zone")->numbers, 0, ref_make(KIND_ZONE, (uint32_t)index_count(x, KIND_ZONE)).bits);
}

static bool starts_go_back(struct index *x)
{
	struct section *s = &back(x, KIND_PROJECT, "zone")->starts;
	uint32_t *starts = elements(s);
	if (s->n < 3)
		return false;
	starts[1] = starts[2] + 1;
	return true;
}

static bool starts_end_early(struct index *x)
{
	struct section *s = &back(x, KIND_PROJECT, "zone")->starts;
	uint32_t *last = (uint32_t *)elements(s) + s->n - 1;
	return (*last)-- > 0 && SECTION_V(uint32_t, *s)[s->n - 2] <= *last;
}

/* A project that refers to another zone, or to none. */
static bool back_reference_without_reference(struct index *x)
{
	struct section *s = &back(x, KIND_PROJECT, "zone")->refs;
	struct ref *refs = elements(s), was = refs[0];
	size_t zone = field_get(KIND_PROJECT, "zone");
	for (uint32_t row = 0; row < x->tables[KIND_PROJECT].n; row++) {
		refs[0] = ref_make(KIND_PROJECT, row);
		if (!ref_eq(index_ref(x, refs[0], zone), index_ref(x, was, zone)))
			return true;
	}
	return false;
}

/* The last one is left out, where its zone's are the last, too. */
static bool fewer_back_references(struct index *x)
{
	struct index_back *b = back(x, KIND_PROJECT, "zone");
	uint32_t *starts = elements(&b->starts);
	b->refs.n--;
	for (uint64_t i = 0; i < b->starts.n; i++)
		starts[i] = starts[i] > b->refs.n ? (uint32_t)b->refs.n : starts[i];
	return true;
}

/* Those of the sample stand on a line. */
static bool keys_of_another_kind(struct index *x)
{
	struct section *keys = &x->tables[KIND_ZONE].keys;
	keys->base++;
	return !keys->width;
}

static bool keys_out_of_order(struct index *x)
{
	struct section *keys = &x->tables[KIND_PROJECT].keys;
	keys->base += 64 * keys->slope;
	keys->slope = -keys->slope;
	return !keys->width;
}

static bool names_out_of_place(struct index *x)
{
	uint32_t *by_name = elements(&x->tables[KIND_PROJECT].by_name);
	swap(by_name, by_name + 1);
	return true;
}

/* Two subjects change their claims. */
static bool claims_of_another(struct index *x)
{
	struct ref *claims = elements(&x->claims);
	size_t subject = x->claim.subject;
	for (uint64_t i = 1; i < x->claims.n; i++)
		if (!ref_eq(index_ref(x, claims[i - 1], subject), index_ref(x, claims[i], subject))) {
			struct ref was = claims[i];
			claims[i] = claims[i - 1];
			claims[i - 1] = was;
			return true;
		}
	return false;
}

static bool id_of_nothing(struct index *x)
{
	((struct ref *)elements(&x->id_refs))[0] = ref_make(KIND_ZONE, (uint32_t)index_count(x, KIND_ZONE));
	return true;
}

static bool id_not_found(struct index *x)
{
	struct ref *ids = elements(&x->id_refs);
	ids[0] = ids[1];
	return true;
}

/* The next two of a list that the starts divide change places; same: the first one stands twice. */
static bool next_two(const struct section *starts, const struct section *refs, bool same)
{
	const uint32_t *start = SECTION_V(uint32_t, *starts);
	uint32_t *v = elements(refs);
	for (uint64_t i = 0; i + 1 < starts->n; i++)
		if (start[i + 1] - start[i] > 1) {
			swap(v + start[i], v + start[i] + 1);
			v[start[i]] = same ? v[start[i] + 1] : v[start[i]];
			return true;
		}
	return false;
}

static bool back_references_out_of_order(struct index *x)
{
	struct index_back *b = back(x, KIND_PROJECT, "zone");
	return next_two(&b->starts, &b->refs, false);
}

static bool back_reference_twice(struct index *x)
{
	struct index_back *b = back(x, KIND_PROJECT, "zone");
	return next_two(&b->starts, &b->refs, true);
}

static bool stages_out_of_order(struct index *x)
{
	struct index_back *b = back(x, KIND_STAGE, "chain");
	return next_two(&b->starts, &b->refs, false);
}

static bool claims_out_of_order(struct index *x)
{
	return next_two(&x->back[KIND_CLAIM][x->claim.subject].starts, &x->claims, false);
}

static bool names_out_of_order(struct index *x)
{
	struct index_table *t = &x->tables[KIND_PROJECT];
	struct ref *by_name = elements(&t->by_name);
	swap(&by_name[0].bits, &by_name[1].bits);
	return say(&t->name_ranks, ref_row(by_name[0]), 0) && say(&t->name_ranks, ref_row(by_name[1]), 1);
}

static bool another_short_name(struct index *x)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		const struct section *choice = &x->tables[k].short_choice;
		for (uint64_t i = 0; i < choice->n; i++)
			if (section_number(choice, i) == 1)
				return say(choice, i, 0);
	}
	return false;
}

static bool another_period(struct index *x)
{
	const struct section *periods = &column(x, KIND_PROJECT, "updated_on")->periods;
	struct period *first = elements(periods);
	return periods->n && ++first->last;
}

/* One pair is in a row beside that in which it stands. */
static bool posting_of_another_row(const struct postings *p, uint32_t n_rows)
{
	const uint64_t *starts = SECTION_V(uint64_t, p->starts);
	for (uint32_t g = 0; g < p->seconds.n; g++) {
		uint8_t *only = (uint8_t *)elements(&p->bytes) + starts[g];
		if (gram_count(p, g) == 1 && !gram_is_dense(1, n_rows) && *only > 1 && *only < 0x80) {
			--*only;
			return true;
		}
	}
	return false;
}

static bool name_in_another_row(struct index *x) { return posting_of_another_row(&x->search.names, x->plan.n_named); }
static bool text_in_another_row(struct index *x) { return posting_of_another_row(&x->search.fields, x->n_rows); }

static const struct damage {
	const char *name;
	bool (*make)(struct index *x);
	const char *reason; /* a part of it */
} damages[] = {
	{"a text ends behind all bytes", texts_too_far, "a text outside of its column"},
	{"a text ends before it begins", texts_go_back, "a text outside of its column"},
	{"a row has a text that is not there", texts_of_no_number, "a text outside of its column"},
	{"a text is no UTF-8", texts_of_no_utf8, "no UTF-8"},
	{"a code behind the last", unknown_code, "an unknown code"},
	{"a reference to a row that is not there", reference_to_nothing, "a reference to no record"},
	{"starts go back", starts_go_back, "the starts of back references go back"},
	{"starts end early", starts_end_early, "the starts of back references go back"},
	{"somebody who does not refer", back_reference_without_reference, "a back reference without its reference"},
	{"somebody who refers is left out", fewer_back_references, "more or fewer back references than references"},
	{"a key of another kind", keys_of_another_kind, "keys out of order"},
	{"keys that go back", keys_out_of_order, "keys out of order"},
	{"two names in each other's place", names_out_of_place, "the order of names is no permutation"},
	{"a claim of another subject", claims_of_another, "a claim among those of another subject"},
	{"somebody who refers stands before another", back_references_out_of_order, "back references out of order"},
	{"somebody who refers stands twice, another not", back_reference_twice, "back references out of order"},
	{"a stage stands before the one above it", stages_out_of_order, "back references out of order"},
	{"a claim stands before another", claims_out_of_order, "claims out of order"},
	{"two names by the order of the other", names_out_of_order, "names in another order"},
	{"a short name is passed over", another_short_name, "a short name that is not the shortest"},
	{"a period lasts longer than its text says", another_period, "a period that is not that of its text"},
	{"a pair of a name is in another row", name_in_another_row, "pairs of other names"},
	{"a pair of a text is in another row", text_in_another_row, "pairs of other texts"},
	{"an id of nothing", id_of_nothing, "an id of no record"},
	{"an id that leads to another", id_not_found, "an id that is not found"},
};

static void what_is_wrong_is_told(void **state)
{
	const struct index *index = sample_index(state);
	for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
		struct index *damaged = writable(index);
		const char *reason = "nothing";
		assert_row(index_validate(damaged, &reason), damages[i].name);
		if (!damages[i].make(damaged))
			fail_msg("row \"%s\": the sample has nothing to do that to", damages[i].name);
		if (index_validate(damaged, &reason) || !strstr(reason, damages[i].reason))
			fail_msg("row \"%s\": found \"%s\"", damages[i].name, reason);
		index_free(damaged);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_wrong_is_told, sample_setup, sample_teardown),
	};
	return cmocka_run_group_tests_name("index/validate", tests, NULL, NULL);
}

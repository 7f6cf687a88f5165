#include "findings_internal.h"

#include "base/map.h"
#include "index/suspicion.h"
#include "index/verdict.h"
#include "index/read.h"

void findings_release(struct findings *findings)
{
	array_release(&findings->v);
	arena_release(&findings->arena);
}

void findings_add(struct findings *findings, struct found found)
{
	struct str *const texts[] = {
		&found.rule, &found.ref, &found.message, &found.source, &found.locator, &found.verdict};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = arena_str(&findings->arena, *texts[i]);
	array_push(&findings->v, found);
}

/* With where a record stands: its source and locator, where its kind has them. */
static void add_at(struct findings *findings, const struct index *index, struct ref ref, struct found found)
{
	int source = field_find(ref_kind(ref), STR("source")), locator = field_find(ref_kind(ref), STR("locator"));
	struct ref from = source >= 0 ? index_ref(index, ref, (size_t)source) : REF_NONE;
	if (!ref_none(from))
		found.source = index_id(index, from);
	if (locator >= 0)
		found.locator = index_text(index, ref, (size_t)locator);
	findings_add(findings, found);
}

/* -- what figures say about each other ------------------------------------------------------ */

static void add_comparison(struct findings *findings, const struct index *index, struct ref claim, struct ref other,
	enum verdict verdict)
{
	struct strbuf said = {0};
	strbuf_printf(&said, "%.*s: ", STR_ARG(index_name(index, claim)));
	verdict_reason(index, claim, other, findings->chinese, &said);
	if (!ref_eq(claim, other))
		strbuf_printf(&said, " (%.*s)", STR_ARG(index_id(index, other)));
	struct found found = {.severity = FINDING_INFO, .ref = index_id(index, claim), .message = strbuf_str(&said),
		.rule = verdict_contradicts(verdict) ? STR("contradiction") : STR("comparison"),
		.verdict = str_from(verdicts[verdict].code)};
	add_at(findings, index, claim, found);
	strbuf_release(&said);
}

/* A line for each pair of figures that may be compared; one for a figure that stands against figures by itself. */
static void add_comparisons(struct findings *findings, const struct index *index)
{
	size_t subject = field_get(KIND_CLAIM, "subject"), indicator = field_get(KIND_CLAIM, "indicator");
	for (uint32_t row = 0; row < index_count(index, KIND_CLAIM); row++) {
		struct ref claim = ref_make(KIND_CLAIM, row);
		struct refs group = index_figures(index, index_ref(index, claim, subject), index_ref(index, claim, indicator));
		enum verdict heaviest = VERDICT_SINGLE;
		for (size_t i = 0; i < group.n; i++) {
			enum verdict verdict = verdict_of(index, claim, group.v[i]);
			heaviest = verdict_weightier(heaviest, verdict);
			if (verdict != VERDICT_SINGLE && claim.bits < group.v[i].bits)
				add_comparison(findings, index, claim, group.v[i], verdict);
		}
		if (!verdict_contradicts(heaviest) && verdict_contradicts(verdict_of_claim(index, claim)))
			add_comparison(findings, index, claim, claim, VERDICT_AGAINST_FIGURES);
	}
}

/* -- doubts, printed and by rule ---------------------------------------------------------------- */

static void add_suspicions(struct findings *findings, const struct index *index)
{
	struct suspicions all = {0};
	suspicions_find(index, findings->chinese, &all);
	for (size_t i = 0; i < all.v.n; i++) {
		const struct suspicion *s = &all.v.v[i];
		struct strbuf said = {0};
		strbuf_add(&said, message(MSG_CHECK_BY_RULE, message_language(findings->chinese)));
		strbuf_add(&said, s->message);
		if (!ref_none(s->other))
			strbuf_printf(&said, " (%.*s)", STR_ARG(index_id(index, s->other)));
		struct found found = {.severity = FINDING_INFO, .rule = str_from(enums[ENUM_RULE].v[s->rule].code),
			.ref = index_id(index, s->about), .message = strbuf_str(&said)};
		add_at(findings, index, s->about, found);
		strbuf_release(&said);
	}
	suspicions_release(&all);
}

static void add_doubts(struct findings *findings, const struct index *index)
{
	for (uint32_t row = 0; row < index_count(index, KIND_DOUBT); row++) {
		struct ref doubt = ref_make(KIND_DOUBT, row);
		struct ref about = read_ref(index, doubt, "about");
		int64_t rule = read_number(index, doubt, "rule");
		struct str note = read_text(index, doubt, "note");
		struct found found = {.severity = FINDING_INFO,
			.rule = rule == NUMBER_NONE ? STR("doubt") : str_from(enums[ENUM_RULE].v[rule].code),
			.ref = ref_none(about) ? index_id(index, doubt) : index_id(index, about),
			.message = note.n ? note : index_name(index, doubt)};
		add_at(findings, index, doubt, found);
	}
}

/* -- double counting ----------------------------------------------------------------------------- */

/* Everything that makes a figure what it is; two rows that agree in all of it are one figure. */
static void figure_key(const struct index *index, struct ref claim, struct strbuf *out)
{
	static const char *const refs[] = {"subject", "indicator", "source"};
	static const char *const texts[] = {"item", "value", "unit", "qualifier", "scope", "period"};
	for (size_t i = 0; i < sizeof refs / sizeof *refs; i++)
		strbuf_printf(out, "%u ", index_ref(index, claim, field_get(KIND_CLAIM, refs[i])).bits);
	strbuf_printf(out, "%lld", (long long)read_number(index, claim, "modality"));
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		strbuf_add_byte(out, '\0'); /* no text holds one */
		strbuf_add(out, index_text(index, claim, field_get(KIND_CLAIM, texts[i])));
	}
}

static void add_double(struct findings *findings, const struct index *index, struct ref claim, struct ref other)
{
	struct strbuf said = {0};
	struct str id = index_id(index, other);
	strbuf_printf(&said, message(MSG_CHECK_DOUBLE, message_language(findings->chinese)).p, STR_ARG(id));
	struct found found = {.severity = FINDING_ERROR,
		.rule = STR("double"),
		.ref = index_id(index, claim),
		.message = strbuf_str(&said)};
	add_at(findings, index, claim, found);
	strbuf_release(&said);
}

static void add_doubles(struct findings *findings, const struct index *index)
{
	struct map known = {0};
	struct arena arena = {0};
	for (uint32_t row = 0; row < index_count(index, KIND_CLAIM); row++) {
		struct ref claim = ref_make(KIND_CLAIM, row);
		struct strbuf key = {0};
		uint32_t first = row;
		figure_key(index, claim, &key);
		if (!map_add(&known, arena_str(&arena, strbuf_str(&key)), &first))
			add_double(findings, index, claim, ref_make(KIND_CLAIM, first));
		strbuf_release(&key);
	}
	map_release(&known);
	arena_release(&arena);
}

void findings_of_index(struct findings *findings, const struct index *index)
{
	add_doubles(findings, index);
	add_comparisons(findings, index);
	add_doubts(findings, index);
	add_suspicions(findings, index);
}

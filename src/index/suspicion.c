#include "suspicion_internal.h"

void suspicions_release(struct suspicions *suspicions)
{
	array_release(&suspicions->v);
	arena_release(&suspicions->arena);
	gazetteer_free(suspicions->gazetteer);
	suspicions->gazetteer = NULL;
}

/* The pair may have been met from its other side. */
static bool known(const struct suspicions *out, int rule, struct ref about, struct ref other)
{
	for (size_t i = out->v.n; i-- > 0 && out->v.n - i < 64;) {
		const struct suspicion *v = &out->v.v[i];
		if (v->rule == rule
			&& ((ref_eq(v->about, about) && ref_eq(v->other, other))
				|| (ref_eq(v->about, other) && ref_eq(v->other, about))))
			return true;
	}
	return false;
}

void suspect(struct suspecting *s, const char *rule, struct ref about, struct ref other)
{
	int number = enum_parse(ENUM_RULE, str_from(rule));
	bool wanted = ref_none(s->only) || ref_eq(about, s->only) || ref_eq(other, s->only);
	if (wanted && number >= 0 && !known(s->out, number, about, other))
		array_push(&s->out->v,
			(struct suspicion){number, about, other, arena_str(&s->out->arena, strbuf_str(&s->message))});
	strbuf_clear(&s->message);
}

/* -- everything ------------------------------------------------------------------ */

static void each(struct suspecting *s, enum kind kind, void (*rule)(struct suspecting *, struct ref))
{
	for (uint32_t row = 0; row < index_count(s->index, kind); row++)
		rule(s, ref_make(kind, row));
}

static void magnitude(struct suspecting *s, struct ref claim)
{
	suspect_magnitude(s, claim, false);
}

void suspicions_find(const struct index *index, bool chinese, struct suspicions *out)
{
	static const enum kind dated[] = {KIND_MILESTONE, KIND_EVENT, KIND_TARGET, KIND_REQUEST};
	struct suspecting s = {.index = index, .out = out, .chinese = chinese, .only = REF_NONE};
	each(&s, KIND_CLAIM, magnitude);
	each(&s, KIND_CLAIM, suspect_percentage);
	each(&s, KIND_CLAIM, suspect_parts);
	each(&s, KIND_CLAIM, suspect_list);
	each(&s, KIND_CLAIM, suspect_unit);
	each(&s, KIND_CLAIM, suspect_claim_date);
	each(&s, KIND_PROJECT, suspect_milestones);
	for (size_t i = 0; i < sizeof dated / sizeof *dated; i++)
		each(&s, dated[i], suspect_date);
	each(&s, KIND_ZONE, suspect_amounts);
	for (int k = 0; k < KIND_COUNT; k++)
		each(&s, (enum kind)k, suspect_places);
	strbuf_release(&s.message);
}

/* -- one record --------------------------------------------------------------------- */

/* Rules that look from a claim at others are asked from those others, too. */
static void about_claim(struct suspecting *s, struct ref claim)
{
	struct ref whole = read_ref(s->index, claim, "part_of"), subject = read_ref(s->index, claim, "subject");
	struct refs siblings = index_claims(s->index, subject);
	bool invested = ref_eq(read_ref(s->index, claim, "indicator"), index_indicator(s->index, STR("invest")));
	suspect_magnitude(s, claim, true);
	suspect_unit(s, claim);
	suspect_claim_date(s, claim);
	suspect_parts(s, claim);
	if (!ref_none(whole))
		suspect_parts(s, whole);
	for (size_t i = 0; i < siblings.n; i++) {
		suspect_percentage(s, siblings.v[i]);
		suspect_list(s, siblings.v[i]);
	}
	if (invested && ref_kind(subject) == KIND_PROJECT)
		suspect_amounts(s, read_ref(s->index, subject, "zone"));
}

void suspicions_about(const struct index *index, struct ref ref, bool chinese, struct suspicions *out)
{
	struct suspecting s = {.index = index, .out = out, .chinese = chinese, .only = ref};
	if (ref_none(ref))
		return;
	switch (ref_kind(ref)) {
	case KIND_CLAIM:
		about_claim(&s, ref);
		break;
	case KIND_PROJECT:
		suspect_milestones(&s, ref);
		break;
	case KIND_MILESTONE:
		suspect_milestones(&s, read_ref(index, ref, "project"));
		suspect_date(&s, ref);
		break;
	case KIND_EVENT:
	case KIND_TARGET:
	case KIND_REQUEST:
		suspect_date(&s, ref);
		break;
	default:
		break;
	}
	suspect_places(&s, ref);
	strbuf_release(&s.message);
}

#include "findings_internal.h"
#include "rows_internal.h"

#include "index/answers.h"

static const struct {
	const char *word, *zh;
} severities[] = {
	[FINDING_ERROR] = {"error", "错误"},
	[FINDING_WARNING] = {"warning", "警告"},
	[FINDING_INFO] = {"info", "信息"},
};
enum { SEVERITIES = sizeof severities / sizeof *severities };

static void take_finding(void *self, const struct finding *finding)
{
	findings_add(self, (struct found){.severity = finding->severity,
				   .rule = str_from(finding->rule),
				   .ref = finding->ref,
				   .message = finding->message,
				   .source = finding->source,
				   .locator = finding->locator});
}

static void check_seeds(const struct session *session, struct findings *findings)
{
	struct err err = ERR_INIT;
	bool outdated = false;
	if (catalogue_outdated(&session->catalogue, session->store, &outdated, &err) && outdated)
		findings_add(findings,
			(struct found){.severity = FINDING_WARNING,
				.rule = STR("seeds"),
				.message = message(MSG_CHECK_SEEDS, message_language(findings->chinese))});
}

/* That not all ready answers were compared. */
static void say_compared(const struct index *index, struct findings *findings)
{
	struct strbuf said = {0};
	size_t n = index_answers_n(index), n_compared = index_answers_compared(index);
	if (n_compared == n)
		return;
	strbuf_printf(&said, message(MSG_CHECK_ANSWERS, message_language(findings->chinese)).p, n_compared, n);
	findings_add(findings, (struct found){.severity = FINDING_INFO, .rule = STR("index"), .message = strbuf_str(&said)});
	strbuf_release(&said);
}

static void check_index(struct session *session, struct findings *findings)
{
	struct err err = ERR_INIT;
	const char *reason = NULL;
	if (!session_index(session, &err)) {
		struct strbuf message = {0};
		err_format(&err, &message);
		findings_add(findings,
			(struct found){
				.severity = FINDING_ERROR, .rule = STR("index"), .message = strbuf_str(&message)});
		strbuf_release(&message);
		return;
	}
	if (!index_validate(session->index, &reason))
		findings_add(findings,
			(struct found){.severity = FINDING_ERROR, .rule = STR("index"), .message = str_from(reason)});
	say_compared(session->index, findings);
	findings_of_index(findings, session->index);
	if (session->articles)
		findings_of_articles(findings, session->index, session->articles);
}

/* -- output ---------------------------------------------------------------------------------- */

static struct field_cell text_cell(struct str text)
{
	return (struct field_cell){.type = CELL_TEXT, .text = text};
}

static struct writer_column title_of(const struct session *session, const char *name, enum message title)
{
	return (struct writer_column){.name = str_from(name), .title = str_from(session_say(session, title)), .always = true};
}

static bool write_findings(const struct session *session, const struct findings *findings, struct err *err)
{
	const struct writer_column columns[] = {
		title_of(session, "severity", MSG_TITLE_SEVERITY),
		title_of(session, "rule", MSG_TITLE_RULE),
		title_of(session, "ref", MSG_TITLE_RECORD),
		title_of(session, "message", MSG_TITLE_MESSAGE),
		title_of(session, "source", MSG_EVIDENCE_SOURCE),
		title_of(session, "locator", MSG_EVIDENCE_PLACE),
		title_of(session, "verdict", MSG_EVIDENCE_VERDICT),
	};
	struct writer *writer = rows_writer(session);
	bool ok = writer_table(writer, STR("findings"), columns, sizeof columns / sizeof *columns, err);
	for (int severity = 0; severity < SEVERITIES; severity++)
		for (size_t i = 0; ok && i < findings->v.n; i++) {
			const struct found *found = &findings->v.v[i];
			if ((int)found->severity != severity)
				continue;
			const struct field_cell cells[] = {
				{.type = CELL_TEXT,
					.text = str_from(severities[severity].word),
					.label = str_from(session_word(session, severities[severity].zh, ""))},
				text_cell(found->rule),
				text_cell(found->ref),
				text_cell(found->message),
				text_cell(found->source),
				text_cell(found->locator),
				text_cell(found->verdict),
			};
			ok = writer_row(writer, cells, err);
		}
	return writer_finish(writer, err) && ok;
}

static bool conclude(const struct session *session, const struct findings *findings, struct err *err)
{
	size_t n[SEVERITIES] = {0};
	for (size_t i = 0; i < findings->v.n; i++)
		n[findings->v.v[i].severity]++;
	session_note(session, MSG_SAY_FINDINGS, n[FINDING_ERROR], n[FINDING_WARNING], n[FINDING_INFO]);
	return !n[FINDING_ERROR] || err_set(err, ERR_DATA, "%s", "");
}

bool cmd_check(struct session *session, struct err *err)
{
	struct findings findings = {.chinese = session->chinese && format_for_people(rows_format(session))};
	bool ok = session_store(session, err) &&
		  store_check(session->store, (struct finding_sink){take_finding, &findings}, err);
	if (ok) {
		check_seeds(session, &findings);
		check_index(session, &findings);
		ok = write_findings(session, &findings, err) && conclude(session, &findings, err);
	}
	findings_release(&findings);
	return ok;
}

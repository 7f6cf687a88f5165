#include "findings_internal.h"
#include "rows_internal.h"

#include <stdio.h>

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
				.message =
					findings->chinese
						? STR("种子数据已变,但此库不可写,未载入")
						: STR("the seeds have changed, but this catalogue may not be written: not loaded")});
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
	findings_of_index(findings, session->index);
	if (session->articles)
		findings_of_articles(findings, session->index, session->articles);
}

/* -- output ---------------------------------------------------------------------------------- */

static struct field_cell text_cell(struct str text)
{
	return (struct field_cell){.type = CELL_TEXT, .text = text};
}

static bool write_findings(const struct session *session, const struct findings *findings, struct err *err)
{
	bool zh = session->chinese;
	const struct writer_column columns[] = {
		{.name = STR("severity"), .title = zh ? STR("程度") : STR("severity"), .always = true},
		{.name = STR("rule"), .title = zh ? STR("规则") : STR("rule"), .always = true},
		{.name = STR("ref"), .title = zh ? STR("记录") : STR("record"), .always = true},
		{.name = STR("message"), .title = zh ? STR("说明") : STR("message"), .always = true},
		{.name = STR("source"), .title = zh ? STR("来源") : STR("source"), .always = true},
		{.name = STR("locator"), .title = zh ? STR("出处") : STR("place"), .always = true},
		{.name = STR("verdict"), .title = zh ? STR("判定") : STR("verdict"), .always = true},
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
					.label = zh ? str_from(severities[severity].zh) : STR("")},
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
	fprintf(stderr,
		session_say(session, "yuanlian: 错误 %zu,警告 %zu,信息 %zu\n",
			"yuanlian: %zu errors, %zu warnings, %zu notes\n"),
		n[FINDING_ERROR], n[FINDING_WARNING], n[FINDING_INFO]);
	return !n[FINDING_ERROR] || err_set(err, ERR_DATA, "%s", "");
}

bool cmd_check(struct session *session, struct err *err)
{
	enum format format = rows_format(session);
	struct findings findings = {.chinese = session->chinese && (format == FORMAT_TABLE || format == FORMAT_MD)};
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

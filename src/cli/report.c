#include "report_internal.h"

static bool is_wanted(const struct report *report, const struct report_column *column)
{
	return report->format == FORMAT_XLSX || (format_for_people(report->format) ? column->people : column->data);
}

static bool has_label(const struct report *report, const struct report_column *column)
{
	return column->label && format_is_bare(report->format);
}

bool report_begin(const struct report *report, struct str name, struct err *err)
{
	struct writer_column titles[2 * REPORT_COLUMNS_MAX];
	size_t n = 0;
	for (size_t i = 0; i < report->n; i++) {
		const struct report_column *column = &report->columns[i];
		if (is_wanted(report, column))
			titles[n++] = (struct writer_column){.name = str_from(column->name),
				.title = str_from(report->chinese ? column->zh : column->en),
				.right = column->right};
		if (has_label(report, column))
			titles[n++] = (struct writer_column){.name = str_from(column->label)};
	}
	return writer_table(report->writer, name, titles, n, err);
}

bool report_row(const struct report *report, const struct field_cell *cells, struct err *err)
{
	struct field_cell out[2 * REPORT_COLUMNS_MAX];
	size_t n = 0;
	for (size_t i = 0; i < report->n; i++) {
		if (is_wanted(report, &report->columns[i]))
			out[n++] = cells[i];
		if (has_label(report, &report->columns[i]))
			out[n++] = field_cell_text(cells[i].type == CELL_EMPTY ? STR("") : cells[i].label);
	}
	return writer_row(report->writer, out, err);
}

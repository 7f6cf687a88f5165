/*
 * Records of a kind as a plain table: a column per field in the order of fields_of, cells as they stand, without
 * names beside ids. What the program exports comes from an index (cli/listing.h); this needs none.
 */
#ifndef SUPPORT_RECORDS_H
#define SUPPORT_RECORDS_H

#include "exchange/writer.h"

/* with_kind (JSON): behind id `kind`, and `name` where the kind has none of its own. */
enum { RECORD_COLUMNS_MAX = FIELDS_MAX + 2, RECORD_KIND = -1, RECORD_NAME = -2 };

/* fields[i]: the field of column i, or one of the two. */
static inline size_t record_columns(enum kind kind, bool with_kind, struct writer_column columns[RECORD_COLUMNS_MAX], int fields[RECORD_COLUMNS_MAX])
{
	size_t n = 0;
	for (size_t f = 0; f < fields_of[kind].n; f++) {
		const struct field *field = &fields_of[kind].v[f];
		fields[n] = (int)f;
		columns[n++] = (struct writer_column){.name = str_from(field->name), .group = field_group(field)};
		if (f == 0 && with_kind) {
			fields[n] = RECORD_KIND;
			columns[n++] = (struct writer_column){.name = STR("kind")};
		}
		if (f == 0 && with_kind && !kind_has_name(kind)) {
			fields[n] = RECORD_NAME;
			columns[n++] = (struct writer_column){.name = STR("name")};
		}
	}
	return n;
}

/* Of the columns of record_columns(row->kind, false, …). */
static inline void record_cells(const struct row *row, struct field_cell cells[RECORD_COLUMNS_MAX])
{
	for (size_t f = 0; f < fields_of[row->kind].n; f++)
		cells[f] = (struct field_cell){.type = writer_cell_type(&fields_of[row->kind].v[f]), .text = row->cells[f]};
}

#endif

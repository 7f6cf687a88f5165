exchange_modules := csv encoding figures foreign json mapping mapping_read printed reading writer writer_csv writer_json writer_people xlsx xlsx_library
exchange_libs := -lcsv -ldl
# Opened at the first workbook (xlsx_library_internal.h) and not linked: its name is looked up when the program is built.
exchange_cppflags := -Isrc -DXLSX_LIBRARY='"$(notdir $(realpath $(shell $(CC) -print-file-name=libxlsxwriter.so)))"'

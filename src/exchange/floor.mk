exchange_modules := csv encoding figures foreign json mapping mapping_read people printed reading records writer xlsx xlsx_library
exchange_libs := -lcsv -ldl
# Opened at the first workbook (xlsx_library_internal.h) and not linked: its name is looked up when the program is built.
exchange_cppflags := -Isrc -DXLSX_LIBRARY='"$(notdir $(realpath $(shell $(CC) -print-file-name=libxlsxwriter.so)))"'

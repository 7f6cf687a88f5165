exchange_modules := csv encoding json mapping mapping_read people reading records writer xlsx
exchange_libs := -lcsv -lxlsxwriter
exchange_cppflags := -Isrc

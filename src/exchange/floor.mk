exchange_modules := csv encoding figures json mapping mapping_read people reading records writer xlsx
exchange_libs := -lcsv -lxlsxwriter
exchange_cppflags := -Isrc

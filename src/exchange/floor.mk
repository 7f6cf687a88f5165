exchange_modules := csv encoding json mapping mapping_read people reading records writer
exchange_libs := -lcsv
exchange_cppflags := -Isrc

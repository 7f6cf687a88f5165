exchange_modules := csv encoding json people reading records writer
exchange_libs := -lcsv
exchange_cppflags := -Isrc

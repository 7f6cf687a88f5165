exchange_modules :=
exchange_libs := -lcsv -ljansson

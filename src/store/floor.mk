store_modules :=
store_libs := -lsqlite3

index_modules :=

query_modules :=

view_modules :=

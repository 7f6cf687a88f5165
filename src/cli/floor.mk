cli_modules :=

text_modules :=
text_libs := -lunistring

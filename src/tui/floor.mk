tui_modules :=
tui_libs := -lncursesw -ltinfo

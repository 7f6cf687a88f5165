tui_modules := change clipboard codes curses input locale output pen shift signals terminal terminfo theme
tui_libs := -lncursesw -ltinfo

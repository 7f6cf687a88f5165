tui_modules := clipboard curses input locale output signals terminal terminfo theme wcwidth
tui_libs := -lncursesw -ltinfo

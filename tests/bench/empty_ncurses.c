/* The least a program with ncurses does: one screen, one key. What the first screen of the browser is measured beside. */
#include <curses.h>
#include <locale.h>

int main(void)
{
	setlocale(LC_ALL, "");
	initscr();
	raw();
	noecho();
	keypad(stdscr, TRUE);
	mvaddstr(0, 0, "empty");
	refresh();
	getch();
	endwin();
	return 0;
}

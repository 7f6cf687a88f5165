#!/bin/sh
# A file includes headers of its own floor and of floors below it; neighbours do not see each other;
# each foreign library has one door. Usage: check_floors.sh 'base text …' (from the ground up)
set -u
status=0
below() {
	case $1 in
	base) echo base ;;
	text) echo base text ;;
	model) echo base text model ;;
	store | index | exchange) echo base text model "$1" ;;
	query) echo base text model index query ;;
	view) echo base text model index query view ;;
	tui) echo base text model index query view tui ;;
	cli) echo base text model store index exchange query view tui cli ;;
	esac
}
for floor in $1; do
	allowed=" $(below "$floor") "
	for file in include/"$floor"/*.h src/"$floor"/*.c src/"$floor"/*.h; do
		[ -f "$file" ] || continue
		for used in $(sed -n 's|^#include "\([a-z]*\)/[^"]*".*|\1|p' "$file" | sort -u); do
			case $allowed in
			*" $used "*) ;;
			*) echo "$file: found an include of floor $used, expected one of:$allowed" && status=1 ;;
			esac
		done
	done
done
door() {
	found=$(grep -lE "^#[[:space:]]*include[[:space:]]*<($1)" src/*/*.c src/*/*.h include/*/*.h | grep -v "^src/$2/")
	[ -z "$found" ] || { echo "$found: found <$1>, expected it in src/$2 only" && status=1; }
}
door '(n?curses|ncursesw/.*)\.h|term\.h' tui
door 'sqlite3\.h' store
door 'uni(str|norm|ctype|width|case|conv|lbrk|gbrk|name|stdio|wbrk|types)\.h' text
door 'xlsxwriter(/.*)?\.h' exchange
[ $status = 0 ] && echo "  ok      floors"
exit $status

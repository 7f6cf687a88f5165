# What the README shows is what the program prints: each example is run on the shipped facts and compared, as far as
# it is shown; "… N more" stands for the N lines behind.
. tests/support/cli.sh

awk -v folder="$work" '
	function close_example() { if (name) close(name ".shown"); name = "" }
	/^    (\$ )?yuanlian (render|list|count|find|show|site|gaps) / {
		close_example()
		name = sprintf("%s/example-%02d", folder, ++n)
		sub(/^    (\$ )?/, "")
		sub(/  +#.*/, "")
		print > (name ".command")
		close(name ".command")
		printf "" > (name ".shown")
		next
	}
	/^    / { if (name) print substr($0, 5) > (name ".shown"); next }
	/^$/ { if (name && !blank[name]++) next }
	{ close_example() }' README.md

yuanlian() { "$YUANLIAN" --db "$work/readme.db" --seeds "$SEEDS" "$@"; }

for command in "$work"/example-*.command; do
	shown=${command%.command}.shown line=$(cat "$command")
	eval "$line" > "$work/printed" 2> "$work/errors"
	more=$(sed -n 's/^… \([0-9]*\) more$/\1/p' "$shown")
	sed '/^… [0-9]* more$/d' "$shown" > "$work/shown"
	n=$(wc -l < "$work/shown")
	head -n "$n" "$work/printed" | sed 's/ *$//' > "$work/begins"
	same "$work/begins" "$work/shown" "$line"
	diff -u "$work/shown" "$work/begins"
	[ -z "$more" ] || is "$line: lines behind" "$(($(wc -l < "$work/printed") - n))" "$more"
done
is 'there are examples' "$(($(ls "$work"/example-*.command | wc -l) > 12))" 1
finish

# One test program or script, what it says held back until it is done: either "ok NAME (cases)",
# or all of it and "FAILED NAME".
#
#	one.sh NAME BASE COMMAND…   its log is BASE.log, its HOME an empty BASE.home that goes when all went well
set -eu
name=$1 log=$2.log
HOME=$2.home
export HOME
shift 2
rm -rf "$HOME"
mkdir -p "$HOME"
status=0
"$@" >"$log" 2>&1 </dev/null || status=$?
if [ $status = 0 ] && grep -q '^\(\[       OK \]\|ok\|skipped\) ' "$log" && ! grep -q '^FAILED ' "$log"; then
	sed -n 's/^skipped /  skipped /p' "$log"
	printf '  %-7s %s (%s)\n' ok "$name" "$(grep -c '^\(\[       OK \]\|ok\) ' "$log")"
	rm -rf "$HOME"
else
	cat "$log"
	printf '  %-7s %s (status %s)\n' FAILED "$name" $status
	exit 1
fi

# The command line itself: commands, options, words, messages, help.
. tests/support/cli.sh
small_seeds "$work/seeds"
export YUANLIAN_DB="$work/a.db"
y() { "$YUANLIAN" --seeds "$work/seeds" "$@"; }

run 0 'version' y --version
has "$out" 'yuanlian ' 'version says the name'
run 0 'help' y --help
has "$out" 'list KIND' 'help lists the commands'
run 0 'help of a command' y help count
has "$out" '--sum FIELD' 'help of a command lists its options'
has "$out" 'yuanlian count projects 储能 region:长治 --by zone --sum invest' 'help of a command has an example'
# Each example that asks can be typed as it stands there, and is understood; those of one record want the shipped facts.
y --lang en help | sed -n '/^examples:/,/^$/s/^  yuanlian //p' | grep -Ev '^(show|gaps|export|import) ' >"$work/examples"
is 'examples that ask' "$(grep -c . "$work/examples")" 5
while read -r example; do
	eval "y $example" >"$work/answer" 2>"$work/fault" </dev/null
	is "the example $example" "$(test $? -le 1 || head -c 300 "$work/fault")" ''
done <"$work/examples"
hasnt "$out" '--size' 'and no others'
run 0 'option --help of a command needs no words' y list --help
run 0 'option -h of a command' y count -h
run 0 'help speaks English' y --lang en help
has "$out" 'usage:' 'English help'
run 0 'help speaks Chinese by default' y help
has "$out" '用法' 'Chinese help'
run 0 'YUANLIAN_LANG' env YUANLIAN_LANG=en "$YUANLIAN" help
has "$out" 'usage:' 'YUANLIAN_LANG=en'
run 0 'the name of a locale' env LC_ALL=en_US.UTF-8 "$YUANLIAN" help
has "$out" 'usage:' 'LC_ALL=en_US.UTF-8'
run 0 'the C locale' env LC_ALL=C "$YUANLIAN" help
has "$out" 'usage:' 'LC_ALL=C'

run 0 'common option before the command' y --lang en count zones
run 0 'common option behind the command' y count zones --lang en
run 0 'option with =' y list zones --limit=1 --format=csv
is 'one row and the header' "$(wc -l <"$out")" 2
run 0 'unique beginning of an option' y list zones --lim 1 --form csv
run 0 'an excluding term is no option' y list zones -长子 --format csv
hasnt "$out" 'zone:zhangzi' 'the term excludes'
has "$out" 'zone:xingxian' 'and nothing else'

for row in 'unknown option|list zones --bogus|argument:5:1: found "--bogus", expected an option' \
	'unknown short option|-x|argument:3:1: found "-x", expected an option' \
	'option of another command|list zones --size 80x24|expected an option of list' \
	'ambiguous beginning|list zones --s|found "--s", expected an option' \
	'value missing|list zones --limit|found nothing after --limit, expected N' \
	'value where none is due|check --explain=1|expected no value' \
	'no number|list zones --limit many|found "many" for --limit, expected a whole number' \
	'unknown format|list zones --format xml|found "xml" for --format, expected table, csv' \
	'unknown language|--lang fr list zones|expected zh or en' \
	'unknown topic|--trace index,foo list zones|found "index,foo" for --trace, expected key, draw, store' \
	'unknown kind|list zonez|argument:4:1: found "zonez", expected "zones"? or one of regions' \
	'kind begun|list proj|found "proj", expected "projects"? or one of' \
	'kind of nothing|list nonsense|found "nonsense", expected one of regions' \
	'kind missing|list|found nothing after list, expected KIND' \
	'too many words|check now|found "now", expected no argument' \
	'unknown command for help|help nonsense|expected a command' \
	'mistyped command for help|help cuont|found "cuont", expected "count"? or a command' \
	'mistyped option|list zones --colums name|found "--colums", expected "--columns"? or an option' \
	'a format by itself|list zones --json|argument:5:1: found "--json", expected --format json' \
	'mistyped screen|render zoen|found "zoen", expected "zone"? or one of home' \
	'unknown screen|render nonsense|expected one of home' \
	'unknown shell|completion tcsh|expected bash, zsh or fish' \
	'mistyped kind of an option|find x --kind projcts|found "projcts" for --kind, expected "projects"? or a kind' \
	'one field too many|render crosstab projects --by status,zone,park|found "status,zone,park" for --by, expected at most two' \
	'two fields where one is shown|render groups projects --by zone,status|found "zone,status" for --by, expected one field' \
	'bad size|render home --size 0x5|found "0x5" for --size' \
	'unknown column|list zones --columns name,nope|argument:6:6: found "nope"' \
	'a column twice|list zones --columns name,class,类别|argument:6:12: found "类别" again, expected each column once' \
	'a column to count by twice|count projects --by zone,开发区|argument:6:1: found "zone,开发区" for --by, expected each column once' \
	'unknown sort|list zones --sort nope|found "nope"' \
	'unknown field of a query|list zones foo:1|query:1:1: found "foo"' \
	'bad query|list projects invest>=x|query:1:' \
	'nearly a name to count by|count projects --by provinse|argument:6:1: found "provinse", expected a field of projects: "province"?' \
	'a map of what it does not show|render map zone:xingxian --query flows,inputs|query:1:1: found "flows,inputs", expected everywhere, flows, table' \
	'a query for a page|render zone zone:xingxian --query 兴县|argument:6:1: found --query, expected the screen zone without it' \
	'a bad query for what is not known|render ignorance --query foo:1|query:1:1: found "foo"' \
	'a need without its amount|render site --query 厂房>=|query:1:5: found the end, expected a value'; do
	name=${row%%|*} rest=${row#*|}
	# Words are split on purpose.
	run 2 "$name" y ${rest%%|*}
	has "$err" "${rest#*|}" "$name: message"
	is "$name: one line" "$(wc -l <"$err")" 1
	is "$name: nothing on standard output" "$(wc -c <"$out")" 0
done

run 2 'a word too many for a map' y render map zone:xingxian --query 'inputs foo'
has "$err" 'query:1:8: found "foo", expected everywhere' 'a word too many for a map: which'
run 2 'control characters in a message are made harmless' y list "$(printf 'zo\033[31mnes')"
hasnt "$err" "$(printf '\033')" 'no escape in a message'
run 2 'an argument that is no UTF-8' y find "$(printf '\377')"
run 2 'an argument that is no UTF-8 from its third character on' y find "$(printf '兴县\377')"
has "$err" ':3: found a byte that is no UTF-8' 'an argument that is no UTF-8: where'

run 69 'no terminal' y
is 'no terminal: one line' "$(wc -l <"$err")" 1
has "$err" 'list' 'no terminal: hint'
run 69 'a search without a terminal' y -- list
run 69 'TERM=dumb without a terminal' env TERM=dumb "$YUANLIAN"

run 0 'man' y man
has "$out" '.TH YUANLIAN 1' 'man prints the page'
for shell in bash zsh fish; do
	run 0 "completion $shell" y completion $shell
	for word in completion enterprises palette dry-run jsonl mermaid; do has "$out" $word "completion $shell knows $word"; done
done
run 0 'completion bash is bash' bash -n "$out"
# completes LINE WORD…: what bash would offer for the last word
completes() {
	bash -c 'source "$1"; compopt() { :; }; COMP_LINE=$2; COMP_POINT=${#2}; shift 2; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _yuanlian; echo "${COMPREPLY[*]}"' bash "$script" "$@"
}
y completion bash >"$work/script" && script=$work/script
is 'bash completes a field of the kind' "$(completes 'yuanlian list projects upd' yuanlian list projects upd)" updated_on:
is 'bash completes a code behind its colon' "$(completes 'yuanlian list projects status:prod' yuanlian list projects status : prod)" producing
is 'bash completes words of the language' "$(completes 'yuanlian count zones sor' yuanlian count zones sor)" sort:
is 'bash completes a field to count by' "$(completes 'yuanlian count projects --by status,prov' yuanlian count projects --by status,prov)" status,province
is 'bash completes it behind =' "$(completes 'yuanlian count projects --by=stat' yuanlian count projects --by = stat)" status
is 'bash completes a figure to sum' "$(completes 'yuanlian render crosstab zones --sum ' yuanlian render crosstab zones --sum '')" 'total-output area'
is 'bash completes a field to sort by' "$(completes 'yuanlian list projects --sort -inv' yuanlian list projects --sort -inv)" -invest
is 'bash counts no value behind = as a word' "$(completes 'yuanlian list --limit=3 proj' yuanlian list --limit = 3 proj)" projects
is 'bash still completes kinds' "$(completes 'yuanlian list proj' yuanlian list proj)" projects
is 'bash still completes options' "$(completes 'yuanlian list projects --lim' yuanlian list projects --lim)" --limit
finish

# Completions in the shells themselves, where they are installed: bash is asked in arguments.sh.
. tests/support/cli.sh
mkdir -p "$work/here/folder" "$work/site" && : >"$work/here/facts.csv" && : >"$work/here/catalogue.db"
# The shells complete only what they can run.
mkdir -p "$work/bin" && ln -s "$YUANLIAN" "$work/bin/yuanlian"
PATH=$work/bin:$PATH
export PATH

# A line, and what becomes of it: a word that there is one of, files, folders where only they may stand.
cases() {
	cat <<-'END'
		yuanlian impo|yuanlian import
		yuanlian list proj|yuanlian list projects
		yuanlian count zon|yuanlian count zones
		yuanlian render igno|yuanlian render ignorance
		yuanlian completion fi|yuanlian completion fish
		yuanlian list projects --lim|yuanlian list projects --limit
		yuanlian show x --format mer|yuanlian show x --format mermaid
		yuanlian export x --kind enterp|yuanlian export x --kind enterprises
		yuanlian count projects --by stat|yuanlian count projects --by status
		yuanlian count projects --by status,prov|yuanlian count projects --by status,province
		yuanlian render crosstab zones --sum tot|yuanlian render crosstab zones --sum total-output
		yuanlian list projects --sort status,-inv|yuanlian list projects --sort status,-invest
		yuanlian list claims --columns modal|yuanlian list claims --columns modality
		yuanlian --lang z|yuanlian --lang zh
		yuanlian import fac|yuanlian import facts.csv
		yuanlian import fol|yuanlian import folder/
		yuanlian export fac|yuanlian export facts.csv
		yuanlian --db cat|yuanlian --db catalogue.db
		yuanlian list zones --db cat|yuanlian list zones --db catalogue.db
		yuanlian --seeds f|yuanlian --seeds folder/
		yuanlian import --map fac|yuanlian import --map facts.csv
	END
}

# in_fish LINE: the line with its last word completed, where there is one way
in_fish() {
	(cd "$work/here" && fish --no-config -c 'source $argv[1]; complete -C $argv[2]' "$work/fish" "$1") |
		awk -F'\t' -v line="$1" '{ n++; word = $1 } END { sub(/[^ ]*$/, "", line); print n == 1 ? line word : line "(" n ")" }'
}

# in_zsh: lines from standard input, each as it stands after the Tab key
in_zsh() {
	cp "$work/zsh" "$work/site/_yuanlian"
	(cd "$work/here" && zsh -f "$OLDPWD/tests/support/zsh_complete.zsh" "$work/site" "$work/lines")
}

if command -v fish >/dev/null; then
	run 0 'completion for fish' "$YUANLIAN" completion fish && cp "$out" "$work/fish"
	cases >"$work/cases"
	while IFS='|' read -r line expected; do
		is "fish: $line" "$(in_fish "$line")" "$expected"
	done <"$work/cases"
else
	echo 'skipped fish: not installed'
fi

if command -v zsh >/dev/null; then
	run 0 'completion for zsh' "$YUANLIAN" completion zsh && cp "$out" "$work/zsh"
	cases >"$work/cases"
	sed 's/|.*//' "$work/cases" | in_zsh
	while IFS='|' read -r line expected; do
		IFS= read -r found <&3
		is "zsh: $line" "${found% }" "$expected"
	done <"$work/cases" 3<"$work/lines"
else
	echo 'skipped zsh: not installed'
fi
finish

# What zsh makes of lines at the Tab key: a shell of its own under a pseudo-terminal, as a person has it.
#
#	zsh -f zsh_complete.zsh FOLDER OUT <LINES     FOLDER has _yuanlian; OUT gets a line for each line
zmodload zsh/zpty zsh/zselect
folder=$1 out=$2
: >$out

# wait_for N: until OUT has so many lines, for half a minute at most; the terminal is emptied meanwhile
wait_for() {
	local i ignored
	for ((i = 0; i < 1500; i++)); do
		(( $(wc -l <$out) >= $1 )) && return 0
		zpty -r -t shell ignored 2>/dev/null || zselect -t 2
	done
	return 1
}

zpty -b shell zsh -f -i
zpty -w shell "PS1='' fpath=(${(q)folder} \$fpath); autoload -Uz compinit; compinit -u -d ${(q)folder}/dump"
zpty -w shell "tell() { print -r -- \"\$BUFFER\" >>${(q)out}; BUFFER=; }; zle -N tell; bindkey '^X' tell; unsetopt beep; print ready >>${(q)out}"
wait_for 1 || exit 1
n=1
while IFS= read -r line; do
	zpty -w -n shell "$line"$'\t\C-x'
	wait_for $((++n)) || exit 1
done
zpty -d shell
sed -i 1d $out

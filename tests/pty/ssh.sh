#!/bin/sh
# One run through a real sshd: size and TERM travel, the locale does not, and nothing is left behind.
# The server is ours: own port, own keys, this user; nothing of the machine's ssh is read or changed.
. tests/support/pty_lib.sh

skip() {
	[ "${YUANLIAN_REQUIRE_SSHD:-}" != 1 ] || { echo "FAILED $test_name: $1, and YUANLIAN_REQUIRE_SSHD=1"; exit 1; }
	echo "skipped $test_name: $1"
	exit 0
}
sshd=$(PATH=$PATH:/usr/sbin:/usr/local/sbin command -v sshd) || skip "no sshd here"
command -v ssh > /dev/null && command -v ssh-keygen > /dev/null || skip "no ssh client here"

# Debian's sshd wants this folder, and only root may make it.
if [ "$(id -u)" = 0 ] && [ ! -d /run/sshd ]; then
	mkdir -m 755 /run/sshd
fi

keys=$dir/keys
rm -rf "$keys"
mkdir -m 700 "$keys"
ssh-keygen -q -t ed25519 -N '' -f "$keys/host" && ssh-keygen -q -t ed25519 -N '' -f "$keys/user" || skip "ssh-keygen makes no key"
cp "$keys/user.pub" "$keys/authorized_keys"
sshd_pid=

stop_server() {
	[ -z "$sshd_pid" ] || kill "$sshd_pid" 2> /dev/null
	clean_up
}
trap stop_server EXIT

listens() {
	kill -0 "$sshd_pid" 2> /dev/null || return 2
	grep -q 'Server listening' "$dir/sshd.log"
}

# A port may be taken: the next one then.
serve() {
	port=$((20000 + $$ % 20000))
	for try in 1 2 3 4 5; do
		"$sshd" -D -e -f /dev/null -p "$port" -h "$keys/host" -o ListenAddress=127.0.0.1 -o PidFile=none -o UsePAM=no \
			-o StrictModes=no -o AuthorizedKeysFile="$keys/authorized_keys" -o PasswordAuthentication=no -o PermitRootLogin=yes \
			-o PrintMotd=no -o PrintLastLog=no 2> "$dir/sshd.log" &
		sshd_pid=$!
		end=$(($(date +%s) + deadline_s))
		while kill -0 "$sshd_pid" 2> /dev/null && ! listens && [ "$(date +%s)" -le "$end" ]; do
			sleep 0.02
		done
		! listens || return 0
		port=$((port + 7))
	done
	cat "$dir/sshd.log"
	return 1
}
serve || { fail "sshd does not start"; exit 1; }

# The login shell's start files are the user's; the program is started without them by exec.
connect() {
	type_text "ssh -tt -q -F /dev/null -p $port -i $keys/user -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null 127.0.0.1 'cd $case_dir && exec env -u LANG -u LC_ALL -u LC_CTYPE SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH $case_dir/bin/y'"
	key Enter
}

walk() {
	open_shell 100x30
	connect
	wait_same 100x30 && key 2 && wait_same 100x30 2 && type_text fxx && wait_same 100x30 2 f '"xx"' &&
		tm resize-window -x 40 -y 12 && wait_same 100x30 2 f '"xx"' resize:40x12 && key Escape && wait_same 100x30 2 f '"xx"' resize:40x12 Esc
}
check "a plain session speaks Chinese, is quick and follows the window" walk

leave() {
	tm resize-window -x 100 -y 30
	wait_same 100x30 2 f '"xx"' resize:40x12 Esc resize:100x30 || return 1
	key Q
	is_restored 0
}
check "Q leaves the terminal as it was" leave

# The connection breaks: the program must not stay behind.
broken() {
	open_shell 80x24
	connect
	wait_same 80x24 || return 1
	pid=$(cat "$case_dir/pid")
	type_text '~.'
	key Enter
	tm kill-server
	socket=
	until_true "the end of the program" sh -c "! kill -0 $pid 2> /dev/null"
}
check "a broken connection ends the program" broken

#!/bin/sh
# SPDX-License-Identifier: ISC
# The programs as they were built: hardened, calling nothing that starts other
# programs or reads patterns, linked with what docs/dependencies.md names, and
# with fault points only where they were asked for.
command -v readelf >/dev/null || { echo "skipped: no readelf here"; exit 77; }
status=0
complain() {
	echo "$*"
	status=1
}
# Instrumented or unoptimized, a program is not the one that is shipped.
sanitized=$(sed -n 's/^HARDEN_CFLAGS = .*-fsanitize.*/yes/p; s/^HARDEN_CFLAGS = .*--coverage.*/yes/p' Makefile)
grep -qE '^CFLAGS = .*-O[1-3s]' Makefile || sanitized=yes
faults=$(grep -c '^#define WITH_FAULTS 1' config.h 2>/dev/null || grep -c '^DEFS = .*-DWITH_FAULTS' Makefile)
for program in soundings soundings-web soundings-courier; do
	[ -f "$program" ] || { complain "$program was not built"; continue; }
	head=$(readelf -Wh "$program")
	segments=$(readelf -Wl "$program")
	dynamic=$(readelf -Wd "$program")
	symbols=$(readelf -W --dyn-syms "$program" | awk '{ sub(/@.*/, "", $8); print $8 }')
	has() { echo "$symbols" | grep -qx -- "$1"; }

	echo "$head" | grep -q 'Type: *DYN' && echo "$dynamic" | grep -q 'Flags:.*PIE' ||
		complain "$program can be loaded at one address only"
	echo "$segments" | grep -q 'GNU_RELRO' && echo "$dynamic" | grep -qE 'BIND_NOW|Flags:.*NOW' ||
		complain "$program: its tables of functions stay writable"
	echo "$segments" | awk '/GNU_STACK/ { found = 1; bad = /RWE/ } END { exit !found || bad }' ||
		complain "$program: its stack can be executed"
	echo "$segments" | awk '/LOAD/ && /RWE/ { bad = 1 } END { exit bad }' ||
		complain "$program has a segment to write and execute"
	echo "$dynamic" | grep -qE 'RPATH|RUNPATH|TEXTREL' && complain "$program looks for libraries in a place of its own"
	if [ -z "$sanitized" ]; then
		has __stack_chk_fail || complain "$program: its stack is not guarded"
		echo "$symbols" | grep -qE '_chk$' || complain "$program: calls of the C library are not checked (FORTIFY)"
		for name in system popen execve execvp execv execl execlp posix_spawn regcomp regexec dlopen gets strcpy strcat sprintf; do
			# The master starts itself anew over the same socket, by its own path.
			[ "$program $name" != "soundings-web execvp" ] || continue
			! has "$name" || complain "$program calls $name()"
		done
	fi
	for library in $(echo "$dynamic" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'); do
		case $library in
		libc.so* | libm.so* | libgcc_s* | ld-linux* | libasan* | libubsan* | libpthread* | linux-vdso*) continue ;;
		libpango* | libgobject* | libglib* | libharfbuzz*) name=pango ;;
		*) name=${library%%.so*} ;;
		esac
		bare=${name#lib}
		grep -qE "^\| [^|]*\b(lib)?$bare\b" "$srcdir/docs/dependencies.md" || complain "$program needs $library: docs/dependencies.md does not name it"
	done
	# Test code is where it was asked for, and nowhere else.
	if [ "$faults" = 0 ]; then
		nm -a "$program" 2>/dev/null | grep -qE ' [tT] fault_' && complain "$program has fault points that nobody asked for"
		grep -aq 'SOUNDINGS_FAULT' "$program" && complain "$program reads SOUNDINGS_FAULT"
	else
		grep -aq 'SOUNDINGS_FAULT' "$program" || [ "$program" != soundings-web ] || complain "$program was to have fault points and has none"
	fi
	grep -aqE '\bcmocka|libFuzzer|LLVMFuzzer' "$program" && complain "$program holds test code"
done
# A build without faults compiles none in, whatever this build is.
if [ -f src/base/fault.o ] || [ -f src/base/libbase_a-fault.o ]; then
	out=$(${CC:-cc} -std=gnu11 -c -I"$srcdir/src" -I. -o elf-fault.o "$srcdir/src/base/fault.c" 2>&1) || complain "$out"
	[ ! -f elf-fault.o ] || ! nm elf-fault.o | grep -qE ' [tTdDbB] ' || complain "fault.c leaves something in a build without faults"
	rm -f elf-fault.o
fi
exit $status

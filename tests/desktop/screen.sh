#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# screen.sh COMMAND...: runs it on a screen, a bus and XDG folders of its own, and takes all away
# afterwards. TC_SCREEN sets the size, 1920x1080 where it is unset.
set -eu
home=$(mktemp -d)
# Ends what was started here, by its number.
finish () {
  [ -z "${xvfb:-}" ] || kill "$xvfb" 2>/dev/null || true
  rm -rf "$home"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP
Xvfb -displayfd 3 -screen 0 "${TC_SCREEN:-1920x1080}x24" -nolisten tcp 3>"$home/display" 2>/dev/null &
xvfb=$!
for _ in $(seq 100); do
  [ ! -s "$home/display" ] || break
  sleep 0.05
done
[ -s "$home/display" ] || { echo "Bail out! no screen"; exit 1; }
mkdir -m 700 "$home/run"
DISPLAY=":$(cat "$home/display")" GDK_BACKEND=x11 GSK_RENDERER=cairo GTK_A11Y=atspi \
  GSETTINGS_BACKEND=memory NO_AT_BRIDGE=0 XDG_RUNTIME_DIR="$home/run" \
  XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" XDG_CACHE_HOME="$home/cache" \
  dbus-run-session -- "$@"

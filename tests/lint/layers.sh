#!/bin/sh
# SPDX-License-Identifier: ISC
# Rooms know only the rooms below them.
exec sh "$srcdir/tools/layers" "$srcdir"

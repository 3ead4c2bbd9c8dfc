/* SPDX-License-Identifier: ISC
 *
 * banned.h - calls that have a safer equivalent here; using one does not
 * compile.  The build includes it before each source file outside base/. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BANNED(call, instead) call##_is_banned_use_##instead

#undef strcpy
#undef strncpy
#undef strcat
#undef strncat
#undef strdup
#undef strndup
#undef sprintf
#undef vsprintf
#undef snprintf
#undef vsnprintf
#define strcpy(...)    BANNED(strcpy, arena_strdup)
#define strncpy(...)   BANNED(strncpy, arena_strndup)
#define strcat(...)    BANNED(strcat, buf)
#define strncat(...)   BANNED(strncat, buf)
#define strdup(...)    BANNED(strdup, arena_strdup)
#define strndup(...)   BANNED(strndup, arena_strndup)
#define sprintf(...)   BANNED(sprintf, print_to)
#define vsprintf(...)  BANNED(vsprintf, buf)
#define snprintf(...)  BANNED(snprintf, print_to)
#define vsnprintf(...) BANNED(vsnprintf, buf)
#define sscanf(...)    BANNED(sscanf, parse_int)
#define atoi(...)      BANNED(atoi, parse_int)
#define atol(...)      BANNED(atol, parse_int)
#define strtok(...)    BANNED(strtok, a_loop)
#define malloc(...)    BANNED(malloc, arena_alloc)
#define calloc(...)    BANNED(calloc, arena_array)
#define realloc(...)   BANNED(realloc, buf)
#define ctime(...)     BANNED(ctime, clock_iso)
#define asctime(...)   BANNED(asctime, clock_iso)
#define localtime(...) BANNED(localtime, clock_civil)
#define gmtime(...)    BANNED(gmtime, clock_civil)
#define system(...)    BANNED(system, nothing)
#define popen(...)     BANNED(popen, nothing)

#endif

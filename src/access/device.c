/* SPDX-License-Identifier: ISC */
#include "access/device.h"

#include <string.h>

/* The first that is found counts: most browsers name their ancestors too. */
static const char *const browsers[][2] = {
	{ "Edg", "Edge" },
	{ "OPR/", "Opera" },
	{ "SamsungBrowser", "Samsung Internet" },
	{ "Firefox/", "Firefox" },
	{ "FxiOS", "Firefox" },
	{ "CriOS", "Chrome" },
	{ "Chrome/", "Chrome" },
	{ "Safari/", "Safari" },
	{ "curl/", "curl" },
};
static const char *const systems[][2] = {
	{ "iPhone", "iPhone" },
	{ "iPad", "iPad" },
	{ "Android", "Android" },
	{ "Windows", "Windows" },
	{ "Mac OS X", "macOS" },
	{ "CrOS", "ChromeOS" },
	{ "Linux", "Linux" },
};

static const char *
find(const char *const (*table)[2], size_t count, const char *agent)
{
	for (size_t i = 0; i < count; i++)
		if (strstr(agent, table[i][0]) != NULL)
			return table[i][1];
	return NULL;
}

struct text
device_words(struct arena *arena, struct text agent)
{
	const char *browser, *system;

	if (agent.s == NULL)
		return TEXT_LIT("");
	browser = find(browsers, sizeof browsers / sizeof *browsers, agent.s);
	system = find(systems, sizeof systems / sizeof *systems, agent.s);
	if (browser == NULL || system == NULL)
		return text_of(browser != NULL ? browser : system != NULL ? system : "");
	return text_of(arena_printf(arena, "%s, %s", browser, system));
}

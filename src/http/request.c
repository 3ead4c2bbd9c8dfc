/* SPDX-License-Identifier: ISC
 *
 * What a request's headers say, read with distrust: a broken header means
 * "absent", never a state. */
#include <string.h>

#include "http/http.h"
#include "http/octets.h"

enum http_method
http_method_of(struct text method)
{
	if (text_is(method, "GET"))
		return HTTP_GET;
	if (text_is(method, "HEAD"))
		return HTTP_HEAD;
	if (text_is(method, "POST"))
		return HTTP_POST;
	return HTTP_OTHER;
}

const char *
http_method_name(enum http_method method)
{
	static const char *const names[] = { "GET", "HEAD", "POST", "other" };

	return names[method];
}

/* scheme://host[:port] of the configured address, without its path. */
static struct text
origin_of(struct url base)
{
	const char *host = base.s ? strstr(base.s, "://") : NULL, *port;
	struct text origin;

	if (host == NULL)
		return TEXT_NONE;
	host += 3;
	origin = (struct text){ base.s, (size_t)(host - base.s) + strcspn(host, "/?#") };
	/* Browsers leave the scheme's own port out. */
	port = strncasecmp(base.s, "https:", 6) == 0 ? ":443" : ":80";
	if (origin.len > strlen(port) &&
	    memcmp(base.s + origin.len - strlen(port), port, strlen(port)) == 0)
		origin.len -= strlen(port);
	return origin;
}

enum http_site
http_site_of(const struct http_request *request, struct url base_url)
{
	struct text own = origin_of(base_url);

	if (!text_empty(request->fetch_site)) {
		/* "none": typed, a bookmark, a mail program. */
		if (text_is(request->fetch_site, "same-origin") ||
		    text_is(request->fetch_site, "none"))
			return HTTP_SITE_SAME;
		return HTTP_SITE_FOREIGN;
	}
	if (text_empty(request->origin))
		return HTTP_SITE_UNKNOWN;
	if (own.len > 0 && own.len == request->origin.len &&
	    strncasecmp(own.s, request->origin.s, own.len) == 0)
		return HTTP_SITE_SAME;
	return HTTP_SITE_FOREIGN;
}

bool
http_same_origin(const struct http_request *request, struct url base_url, bool lenient)
{
	enum http_site site = http_site_of(request, base_url);

	return site == HTTP_SITE_SAME || (lenient && site == HTTP_SITE_UNKNOWN);
}

/* "0.8" -> 800; a weight that is none counts as 0 (RFC 9110, 12.4.2). */
static int
read_weight(struct text range)
{
	const char *q = memchr(range.s, ';', range.len), *end = range.s + range.len;
	int         weight, unit = 100;

	if (q == NULL)
		return 1000;
	for (q++; q < end && (*q == ' ' || *q == '\t'); q++)
		;
	if (end - q < 3 || (*q != 'q' && *q != 'Q') || q[1] != '=' ||
	    (q[2] != '0' && q[2] != '1'))
		return 0;
	weight = (q[2] - '0') * 1000;
	q += 3;
	if (q < end && *q == '.')
		for (q++; q < end && *q >= '0' && *q <= '9' && unit > 0; q++) {
			weight += (*q - '0') * unit;
			unit /= 10;
		}
	return weight > 1000 ? 0 : weight;
}

/* Lookup of RFC 4647: "de-AT" is content with "de"; we add that "de" is
 * content with "de-AT", which is better than English. */
static int
closeness(struct text range, const char *offered)
{
	size_t len = strcspn(range.s, ";, \t"), own = strlen(offered);

	if (len > range.len)
		len = range.len;
	if (len == 1 && range.s[0] == '*')
		return 1;
	if (len == own && strncasecmp(range.s, offered, len) == 0)
		return 4;
	if (len > own && range.s[own] == '-' && strncasecmp(range.s, offered, own) == 0)
		return 3;
	if (own > len && len > 0 && offered[len] == '-' &&
	    strncasecmp(range.s, offered, len) == 0)
		return 2;
	return 0;
}

static const char *
closest(struct text range, const char *const *offered, size_t count, int *close_out)
{
	const char *best = NULL;

	*close_out = 0;
	for (size_t o = 0; o < count; o++) {
		int close = closeness(range, offered[o]);

		if (close > *close_out) {
			*close_out = close;
			best = offered[o];
		}
	}
	return best;
}

const char *
http_language(struct text header, const char *const *offered, size_t count)
{
	const char *best = offered[0];
	int         best_weight = 0, best_close = 0;
	size_t      i = 0;

	check(count > 0);
	while (i < header.len) {
		size_t      n = strcspn(header.s + i, ",");
		struct text range = { header.s + i, n };
		const char *found;
		int         weight, close;

		while (range.len > 0 && (*range.s == ' ' || *range.s == '\t')) {
			range.s++;
			range.len--;
		}
		weight = read_weight(range);
		found = closest(range, offered, count, &close);
		/* Of equal weight the first counts, but a name beats "*". */
		if (close > 0 &&
		    (weight > best_weight ||
		        (weight == best_weight && weight > 0 && best_close == 1))) {
			best = found;
			best_weight = weight;
			best_close = close;
		}
		i += n + 1;
	}
	return best;
}

/* SPDX-License-Identifier: ISC
 *
 * run.h - what the parts of run_requests share: the test under way, its
 * browser and its last page. */
#ifndef REQUEST_RUN_H
#define REQUEST_RUN_H

#include "base/arena.h"
#include "base/clock.h"
#include "http/http.h"
#include "site.h"

#define FIELDS  400
#define NAMES   40
#define COOKIES 10

struct db;
struct pair {
	char *name, *value;
};

extern struct run {
	struct test_site     s;
	struct arena        *words; /* of the test under way */
	struct db           *down, *courier;
	char                 remote[64], browser;
	struct pair          jars[128][COOKIES];
	struct pair          cookies[COOKIES], names[NAMES], fields[FIELDS];
	size_t               cookie_count, name_count, field_count;
	char                 path[2048], method[16], type[128], origin[128], fetch_site[64];
	char                *body; /* raw; NULL: from fields */
	size_t               body_len;
	char                *page; /* last body */
	size_t               page_len;
	struct http_response response;
	char                 location[2048];
	int64_t              later;
	const char          *file, *test;
	int                  line, number, failed, test_failed;
} t;

/* Marks the test as failed and says where. */
void fail(const char *what, const char *detail);
/* Ends the test under way, if there is one, and begins a new one: nothing of
 * the one before is known to it. */
void end_test(void);
void begin_test(const char *name);

/* run_names.c.  A copy lives as long as the test. */
char *copy(const char *s, size_t len);
void  set_pair(struct pair *list, size_t *count, size_t max, char *name, char *value);
/* {name} is value from now on. */
void remember(const char *name, const char *value);
/* NULL: nothing of that name. */
const char *remembered(const char *name, size_t len);
/* Replaces {name} and \xHH; the length may be wanted where zeros are in it. */
char *fill_in(const char *line, size_t *len_out);

/* run_browser.c: forms as a browser reads them, cookies, requests. */
void start_request(const char *method, const char *path);
void take_form(void);
void add_field(char *name, char *value);
void drop_field(const char *name);
void send_request(int want);
void go(char *rest); /* where the reply leads */
void begin_survey(char *form);
void answer_survey(char *rest);
void time_requests(long n);
void change_browser(char name);

/* run_people.c: somebody who can sign in, their letters and codes.  Each takes
 * the words after its own. */
void add_person(char *rest);
void be_in(char *email);
void add_and_be_in(char *rest);
void take_id(char *rest);
void mailed(char *rest);
void app_code(char *rest);

/* run_take.c: the words of a line that remember or compare several. */
void take(char *rest);
void each(char *rest);
void value(char *rest);

/* run_accents.c: fails where the page has plain English but for what is in
 * also, parted by "|". */
void all_accented(char *also);

#endif

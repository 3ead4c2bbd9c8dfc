/* SPDX-License-Identifier: ISC
 *
 * The mail's two parts.  The text part is written, not stripped: the same
 * order, a table by spaces, no line over 72 columns (but an address). */
#include "base/buf.h"
#include "base/utf8.h"
#include "report/report.h"
#include "view/view.h"

#define MAIL_COLUMNS 72
#define MAIL_MAX     (256 * 1024)
#define NAME_COLUMNS 30
#define STEPS_MAX    3

static const char *
t(const struct report_model *r, const char *english)
{
	return view_t(r->language, english);
}

static size_t
columns(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

static void
pad(struct buf *out, size_t used, size_t width)
{
	for (; used < width; used++)
		buf_char(out, ' ');
}

static void
right(struct buf *out, const char *s, size_t width)
{
	pad(out, columns(s), width);
	buf_str(out, s);
}

static void
table_line(struct arena *arena, struct view_model *m, size_t name_width, const char *name,
    const char *own, const char *median, const char *middle)
{
	struct buf line;

	buf_init(&line, arena, 1024);
	buf_str(&line, "  ");
	buf_str(&line, name);
	pad(&line, columns(name), name_width);
	right(&line, own, columns(own) > 5 ? columns(own) + 2 : 5);
	if (median)
		right(&line, median, 10);
	if (middle) {
		buf_str(&line, "   ");
		buf_str(&line, middle);
	}
	view_list_add_text(m, "table", buf_as_text(&line));
}

/* "37.5 to 62.5", its first figure as wide as 100.0, so that columns align. */
static const char *
aligned(struct arena *arena, const char *middle)
{
	const char *blank = strchr(middle, ' ');
	size_t      first = blank ? (size_t)(blank - middle) : 0;

	return first > 0 && first < 4 ? arena_printf(arena, " %s", middle) : middle;
}

static void
set_table(struct arena *arena, struct view_model *m, const struct report_model *r)
{
	const struct report_profile *p = &r->profile;
	size_t                       width = 0;
	bool                         middles = false;

	view_list_in(m, "table");
	for (size_t i = 0; i < p->area_count; i++) {
		if (columns(p->area[i].name) > width)
			width = columns(p->area[i].name);
		middles = middles || p->area[i].middle_text;
	}
	if (width > NAME_COLUMNS)
		width = NAME_COLUMNS;
	table_line(arena, m, width, "", t(r, "you"), r->compared ? t(r, "median") : NULL,
	    middles ? t(r, "middle half") : NULL);
	for (size_t i = 0; i < p->area_count; i++) {
		const struct report_area *a = &p->area[i];

		table_line(arena, m, width, a->name, a->score_text ? a->score_text : "-",
		    !r->compared     ? NULL
		    : a->median_text ? a->median_text
		                     : t(r, REPORT_WITHHELD),
		    a->middle_text ? aligned(arena, a->middle_text) : NULL);
	}
}

static const char *
because(struct arena *arena, const struct report_model *r, const struct report_frame *frame)
{
	const char *first = view_say(arena, r->language,
	    frame->confirmed
	        ? "You receive this message because you answered the survey on {date}."
	        : "You receive this message because somebody gave this address for a report on "
	          "{date}. If it was not you, open the link and say so.",
	    "date", r->fact[0].text, NULL)
	                        .s;
	const char *second =
	    frame->comparison_mail
	        ? t(r, "It is sent once, when a comparison becomes possible.")
	    : frame->contact_ok ? t(r, "You told us that a consultant may write about the "
	                               "result.")
	    : !r->compared_later
	        ? t(r, "You asked us not to write about the result, so this is the "
	               "only one.")
	        : t(r, "You asked us not to write about the result; the one message to follow is "
	               "the comparison.");
	const char *third = t(r, "No other firm can see your answers, and the message holds "
	                         "nothing that tells us whether you opened it.");

	return arena_printf(arena, "%s %s %s", first, second, third);
}

static void
set_common(struct arena *arena, struct view_model *m, const struct report_model *r,
    const struct report_frame *frame)
{
	const struct report_mail_words *w = &r->mail;

	view_set_str(m, "heading",
	    frame->comparison_mail ? w->comparison_heading : w->heading);
	view_set_str(m, "opening",
	    frame->comparison_mail ? w->comparison_opening : w->opening);
	view_set_str(m, "strength_label", w->strength_label);
	view_set_str(m, "strength", w->strength);
	view_set_str(m, "weakness_label", w->weakness_label);
	view_set_str(m, "weakness", w->weakness);
	view_set_bool(m, "link", frame->report_url.s != NULL);
	view_set_str(m, "report_link", frame->report_url.s);
	view_set_str(m, "expires", frame->expires);
	view_set_bool(m, "asks", !frame->confirmed && frame->joins);
	view_set_bool(m, "asks_only", !frame->confirmed && !frame->joins);
	view_set_str(m, "areas_note", w->areas_note);
	view_set_str(m, "overall", w->overall);
	view_set_bool(m, "has_steps", r->summary.step_count > 0);
	view_list_in(m, "steps");
	for (size_t i = 0; i < r->summary.step_count && i < STEPS_MAX; i++) {
		struct view_model *v = view_list_add(m, "steps");

		view_set_int(v, "number", (int64_t)i + 1);
		view_set_str(v, "text", r->steps.step[i].text);
		view_set_str(v, "owner", r->steps.step[i].owner);
	}
	view_set_str(m, "enclosed", frame->enclosed ? w->enclosed : NULL);
	view_set_str(m, "because", frame->printed ? NULL : because(arena, r, frame));
	view_set_str(m, "contact", frame->operator_contact);
	view_set_str(m, "reference", r->reference);
	view_set_str(m, "run_by",
	    frame->operator_name
	        ? view_say(arena, r->language, "Soundings is run by {operator}.", "operator",
	              frame->operator_name, NULL)
	              .s
	        : NULL);
}

/* Part titles in capitals, where the language's letters allow it. */
static const char *
title(struct arena *arena, const char *words)
{
	char *copy = arena_strdup(arena, words);

	for (char *c = copy; *c; c++) {
		if ((unsigned char)*c >= 0x80)
			return words;
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
	}
	return copy;
}

/* One line of the template is one paragraph: break it at blanks, and hang
 * what follows "1. " under its words. */
static void
wrap_line(struct buf *out, const char *line, size_t len)
{
	size_t indent = 0, at = 0;
	bool   first = true;

	while (indent < len && line[indent] == ' ')
		indent++;
	if (indent == 0 && len > 3 && line[0] >= '1' && line[0] <= '9' && line[1] == '.' &&
	    line[2] == ' ')
		indent = 3;
	do {
		size_t room = first ? MAIL_COLUMNS : MAIL_COLUMNS - indent;
		size_t end = at, cut = at, used = 0;

		for (; end < len; end++) {
			if (line[end] == ' ' && end > (first ? indent : at))
				cut = end;
			used += ((unsigned char)line[end] & 0xC0) != 0x80;
			if (used > room && cut > at)
				break;
		}
		if (end == len)
			cut = len;
		if (!first)
			pad(out, 0, indent);
		buf_add(out, line + at, cut - at);
		buf_char(out, '\n');
		at = cut;
		while (at < len && line[at] == ' ')
			at++;
		first = false;
	} while (at < len);
}

static struct text
wrapped(struct arena *arena, struct text text)
{
	struct buf out;
	size_t     blank = 0;

	buf_init(&out, arena, MAIL_MAX);
	for (size_t at = 0; at < text.len;) {
		const char *end = memchr(text.s + at, '\n', text.len - at);
		size_t      len = end ? (size_t)(end - text.s) - at : text.len - at;

		if (len == 0 && ++blank > 2) {
			at++;
			continue; /* at most two empty lines */
		}
		if (len > 0)
			blank = 0;
		if (columns(arena_strndup(arena, text.s + at, len)) > MAIL_COLUMNS)
			wrap_line(&out, text.s + at, len);
		else {
			buf_add(&out, text.s + at, len);
			buf_char(&out, '\n');
		}
		at += len + 1;
	}
	return buf_as_text(&out);
}

enum err
report_text(struct arena *arena, const struct view_set *views, const struct report_model *r,
    const struct report_frame *frame, struct text *text_out)
{
	struct view_model *m = view_object(arena);
	struct text        raw;

	set_common(arena, m, r, frame);
	view_set_str(m, "areas_title", title(arena, r->mail.areas_title));
	view_set_str(m, "steps_title", title(arena, r->mail.steps_title));
	set_table(arena, m, r);
	TRY(view_render_text(arena, views, "report/mail.txt", r->language, m, &raw));
	*text_out = wrapped(arena, raw);
	return ERR_OK;
}

/* --- bars of table cells ------------------------------------------------- */

#define MARKER_WIDTH 2 /* per cent */

/* A cell of width 0 is left out: some programs give it a pixel. */
static void
add_cell(struct arena *arena, struct view_model *m, const char *list, const char *flag,
    bool on, int64_t micro_percent)
{
	struct view_model *cell;
	const char        *width;

	if (micro_percent <= 0)
		return;
	width = micro_percent % CHART_MICRO == 0
	            ? arena_printf(arena, "%lld%%", (long long)(micro_percent / CHART_MICRO))
	            : arena_printf(arena, "%lld.%lld%%",
	                  (long long)(micro_percent / CHART_MICRO),
	                  (long long)(micro_percent % CHART_MICRO / (CHART_MICRO / 10)));
	cell = view_list_add(m, list);
	view_set_str(cell, "width", width);
	view_set_bool(cell, flag, on);
}

static void
set_bar(struct arena *arena, struct view_model *m, const struct report_area *a)
{
	const int64_t all = 100 * CHART_MICRO, marker = MARKER_WIDTH * CHART_MICRO;
	int64_t       left = a->chart.own == CHART_NONE ? 0 : a->chart.own - marker / 2;
	int64_t       from = 0, to = 0;

	if (left < 0)
		left = 0;
	if (left > all - marker)
		left = all - marker;
	view_list_in(m, "marker");
	add_cell(arena, m, "marker", "own", false, a->chart.own == CHART_NONE ? all : left);
	if (a->chart.own != CHART_NONE) {
		add_cell(arena, m, "marker", "own", true, marker);
		add_cell(arena, m, "marker", "own", false, all - left - marker);
	}
	if (a->chart.q1 != CHART_NONE) {
		from = a->chart.q1;
		to = a->chart.q3;
	} else if (a->chart.median != CHART_NONE) { /* a tick alone */
		from = a->chart.median - marker / 4;
		to = a->chart.median + marker / 4;
	}
	if (from < 0)
		from = 0;
	if (to > all)
		to = all;
	if (to > 0 && to - from < marker / 2) { /* a band of equal quartiles */
		from = from > all - marker / 2 ? all - marker / 2 : from;
		to = from + marker / 2;
	}
	view_list_in(m, "band");
	add_cell(arena, m, "band", "filled", false, from);
	add_cell(arena, m, "band", "filled", true, to - from);
	add_cell(arena, m, "band", "filled", false, all - to);
}

static const char *
bars_note(const struct report_model *r)
{
	if (r->profile.key.band)
		return t(r,
		    "The upper mark is your firm, the shaded part of the bar the middle "
		    "half of comparable firms.");
	if (r->profile.key.median)
		return t(r, "The upper mark is your firm, the shaded mark the median of "
		            "comparable firms.");
	return t(r, "The mark over the bar is your firm.");
}

enum err
report_mail_html(struct arena *arena, const struct view_set *views,
    const struct report_model *r, const struct report_frame *frame, struct html *html_out)
{
	struct view_model *m = view_object(arena);

	set_common(arena, m, r, frame);
	view_set_str(m, "language", r->alt_language);
	view_set_str(m, "direction", r->rtl ? "rtl" : "ltr");
	view_set_str(m, "start", r->rtl ? "right" : "left");
	view_set_str(m, "end", r->rtl ? "left" : "right");
	view_set_str(m, "subject",
	    frame->comparison_mail ? r->mail.comparison_subject : r->mail.subject);
	view_set_str(m, "preheader", r->mail.preheader);
	view_set_str(m, "areas_title", r->mail.areas_title);
	view_set_str(m, "steps_title", r->mail.steps_title);
	view_set_str(m, "bars_note", bars_note(r));
	if (frame->report_url.s)
		view_set_url(m, "report_url", frame->report_url);
	view_list_in(m, "areas");
	for (size_t i = 0; i < r->profile.area_count; i++) {
		const struct report_area *a = &r->profile.area[i];
		struct view_model        *v = view_list_add(m, "areas");

		view_set_str(v, "name", a->name);
		view_set_str(v, "score_text", a->score_text);
		view_set_str(v, "no_score", a->no_score);
		view_set_str(v, "sentence", r->compared ? a->sentence : NULL);
		set_bar(arena, v, a);
	}
	return view_render(arena, views, "report/mail", r->language, m, html_out);
}

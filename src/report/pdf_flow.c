/* SPDX-License-Identifier: ISC */
#include "report/pdf_flow.h"

#include "base/buf.h"
#include "report/pdf_chart.h"

void
flow_body(struct sheets *s, const char *text)
{
	canvas_flow(s->c, CANVAS_BODY, "P", MAIN, WIDE, 0, &s->y, text);
	if (text != NULL)
		s->y += 3;
}

void
flow_heading(struct sheets *s, enum canvas_style style, const char *tag, double above,
    double below, double keep, const char *text)
{
	if (text == NULL)
		return;
	if (s->y > CANVAS_TOP)
		s->y += above;
	canvas_flow(s->c, style, tag, MAIN, WIDE, keep, &s->y, text);
	s->y += below;
}

void
flow_source(struct sheets *s, const char *text)
{
	if (text == NULL)
		return;
	s->y += 5;
	canvas_flow(s->c, CANVAS_SOURCE, "P", MAIN, WIDE, 0, &s->y, text);
}

void
flow_note(struct sheets *s, const char *text)
{
	if (text == NULL)
		return;
	s->y += 2;
	canvas_flow(s->c, CANVAS_SOURCE, "P", MAIN, WIDE, 0, &s->y, text);
}

void
flow_aside(struct sheets *s, const char *text)
{
	if (text == NULL)
		return;
	s->side_y += 3 + canvas_text(s->c, CANVAS_ASIDE, "P", CANVAS_LEFT, s->side_y,
	                     CANVAS_SIDE_W, text_of(text));
}

void
flow_key(struct sheets *s, const struct report_key *key)
{
	s->y += pdf_key(s->c, MAIN, s->y, key);
}

void
flow_part(struct sheets *s, const struct report_page *page)
{
	char number[8];

	canvas_sheet(s->c);
	s->y = page->number == 1 ? CANVAS_FIRST : CANVAS_TOP;
	s->side_y = s->y;
	print_to(number, sizeof(number), "%d", page->number);
	s->side_y += canvas_text(s->c, CANVAS_NUMBER, "P", CANVAS_LEFT, s->side_y,
	    CANVAS_SIDE_W, text_of(number));
	s->side_y += 7 + canvas_text(s->c, CANVAS_QUESTION, "P", CANVAS_LEFT, s->side_y,
	                     CANVAS_SIDE_W, text_of(page->question));
	canvas_flow(s->c, CANVAS_H2, "H2", MAIN, WIDE, 0, &s->y, page->heading);
	s->y += 5;
}

void
flow_item(struct sheets *s, const char *ordinal, const char *text, const char *second)
{
	canvas_need(s->c, 12, &s->y);
	canvas_tag(s->c, "LI");
	if (ordinal != NULL)
		canvas_text(s->c, CANVAS_ORDINAL, "Lbl", MAIN, s->y, INDENT,
		    text_of(ordinal));
	else
		canvas_line(s->c, CANVAS_INK, 0.25, MAIN, s->y + 2.7, MAIN + 3, s->y + 2.7);
	canvas_tag(s->c, "LBody");
	canvas_flow(s->c, CANVAS_BODY, NULL, MAIN + INDENT, WIDE - INDENT, 0, &s->y, text);
	canvas_flow(s->c, CANVAS_NOTE, NULL, MAIN + INDENT, WIDE - INDENT, 0, &s->y, second);
	canvas_tag_end(s->c, "LBody");
	canvas_tag_end(s->c, "LI");
	s->y += ordinal != NULL ? 3.4 : 2.2;
}

const char *
flow_ordinal(size_t i)
{
	static const char *const words[] = { "1", "2", "3", "4", "5", "6", "7", "8", "9",
		"10", "11", "12", "13", "14", "15", "16" };

	check(i < sizeof(words) / sizeof(words[0]));
	return words[i];
}

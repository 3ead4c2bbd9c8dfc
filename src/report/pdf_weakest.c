/* SPDX-License-Identifier: ISC
 *
 * Page 3 on paper: the two lowest areas, statement by statement. */
#include "report/pdf_chart.h"
#include "report/pdf_flow.h"

/* The three shades of the answer bars, beside the block they belong to. */
static void
draw_legend(struct sheets *s, const struct report_block *block)
{
	static const enum canvas_ink fill[3] = { CANVAS_R1, CANVAS_R3, CANVAS_R5 };

	if (s->side_y < s->y)
		s->side_y = s->y;
	for (size_t i = 0; i < 3 && block->legend[i] != NULL; i++) {
		canvas_rect(s->c, fill[i], CANVAS_EDGE, CANVAS_LEFT, s->side_y + 0.4, 5, 2.6);
		s->side_y += 1.2 + canvas_text(s->c, CANVAS_ASIDE, "P", CANVAS_LEFT + 7,
		                       s->side_y, CANVAS_SIDE_W - 7,
		                       text_of(block->legend[i]));
	}
}

static bool
same_legend(const struct report_block *a, const struct report_block *b)
{
	for (size_t i = 0; i < 3; i++)
		if (!text_equal(text_of(a->legend[i] ? a->legend[i] : ""),
		        text_of(b->legend[i] ? b->legend[i] : "")))
			return false;
	return true;
}

/* How others answered is not known: own answers on a bare line. */
static void
draw_own_answers(struct sheets *s, const struct report_weakest *p,
    const struct report_block *block)
{
	struct pdf_row rows[REPORT_ITEMS_MAX];

	for (size_t i = 0; i < block->item_count; i++)
		rows[i] = (struct pdf_row){ .name = pdf_caption(s->c, block->item[i].caption,
			                        block->item[i].tag),
			.own = block->item[i].own_text,
			.no_own = "\xe2\x80\x93",
			.alone = true,
			.strip = &block->item[i].bare };
	canvas_need(s->c, 9 + (double)block->item_count * PDF_ROW_HEIGHT, &s->y);
	canvas_figure(s->c, text_of(block->title));
	s->y += pdf_rows(s->c, MAIN, s->y, 80, p->item_head, p->you_head, "", rows,
	    block->item_count);
	canvas_figure_end(s->c);
}

void
pdf_weakest(struct sheets *s)
{
	const struct report_weakest *p = &s->m->weakest;
	const struct report_block   *told = NULL; /* its legend stands on this sheet */
	double                       last;

	flow_aside(s, p->how_to_read);
	flow_aside(s, p->withheld_note);
	flow_aside(s, p->source);
	for (size_t b = 0; b < p->block_count; b++) {
		const struct report_block *block = &p->block[b];

		last = s->y;
		flow_heading(s, CANVAS_H3, "H3", 4, 1, 40, block->title);
		flow_body(s, block->reading);
		s->y -= 1;
		if (!block->known) {
			draw_own_answers(s, p, block);
			continue;
		}
		/* Once a sheet, where the words are the same. */
		if (s->y < last) {
			told = NULL;
			s->side_y = CANVAS_TOP;
		}
		if (told == NULL || !same_legend(told, block))
			draw_legend(s, block);
		told = block;
		for (size_t i = 0; i < block->item_count; i++) {
			const struct report_item *item = &block->item[i];

			last = s->y;
			s->y += 1.4;
			canvas_flow(s->c, CANVAS_READING, "P", MAIN, WIDE,
			    PDF_ANSWERS_HEIGHT + 1, &s->y,
			    pdf_caption(s->c, item->caption, item->tag));
			s->y += 0.6;
			if (s->y < last) {
				told = NULL;
				s->side_y = CANVAS_TOP;
			}
			if (item->chart.known) {
				s->y +=
				    pdf_answers(s->c, MAIN, s->y, &item->chart, block->unit);
				continue;
			}
			pdf_bar(s->c, MAIN, s->y, PDF_ANSWERS_HEIGHT, &item->bare);
			s->y += PDF_ANSWERS_HEIGHT;
		}
	}
}

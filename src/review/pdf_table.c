/* SPDX-License-Identifier: ISC
 *
 * pdf_table.c - tables on paper: short ones whole on a sheet, long ones with
 * their head on each. */
#include "base/buf.h"
#include "base/err.h"
#include "review/paper.h"

#define CELLS_MAX  16
#define ROW_LEAST  6.6  /* a row of one line */
#define ROW_ROOM   12.0 /* a row of two */
#define WHOLE_MOST 16   /* rows of a table that is not parted */
#define MEDIANS_W  45.0 /* names beside medians */
#define ITEMS_W    86.0 /* statements beside their figures: "under 5%" in one line */

/* One row: a name that may break, then cells of equal width; a cell without
 * words is withheld. */
struct cells {
	const char *name;
	const char *cell[CELLS_MAX];
	bool        plain[CELLS_MAX]; /* words: an empty one is not withheld */
	size_t      count;
	double      name_width;
};

static void
draw_row(struct paper *p, const char *tag, const struct cells *r)
{
	bool   head = tag[1] == 'H';
	double width = (PAPER_BROAD - r->name_width) / (double)(r->count > 0 ? r->count : 1);
	double tall, high = 4.2;

	canvas_tag(p->c, "TR");
	tall = canvas_text(p->c, head ? CANVAS_LABEL : CANVAS_READING, "TH", PAPER_LEFT,
	    p->y + 1.2, r->name_width - 3, text_of(r->name));
	for (size_t i = 0; i < r->count; i++) {
		const char *cell = r->cell[i];
		double      x = PAPER_LEFT + r->name_width + width * (double)i;
		bool        soft = head || r->plain[i] || cell == NULL;
		const char *shown = cell != NULL  ? cell
		                    : r->plain[i] ? ""
		                                  : t(p, REVIEW_WITHHELD);

		high = tall > high ? tall : high;
		/* Small words stand on the line of the figures. */
		tall = canvas_text(p->c, soft ? CANVAS_LABEL : CANVAS_READING, tag, x,
		    p->y + (soft && !head ? 1.85 : 1.2), width - 2, text_of(shown));
	}
	high = tall > high ? tall : high;
	canvas_tag_end(p->c, "TR");
	p->y += high + 2;
	canvas_line(p->c, CANVAS_LINE, 0.2, PAPER_LEFT, p->y, PAPER_LEFT + PAPER_BROAD, p->y);
}

/* Room for rows that stay together; a new sheet begins with the head again. */
static void
make_room(struct paper *p, double height, const struct cells *head)
{
	double before = p->y;

	canvas_need(p->c, height, &p->y);
	if (p->y < before)
		draw_row(p, "TH", head);
}

static void
body_row(struct paper *p, const struct cells *head, const struct cells *r)
{
	make_room(p, ROW_ROOM, head);
	draw_row(p, "TD", r);
}

void
paper_table(struct paper *p, const struct review_table *table)
{
	struct cells r = { .name = t(p, "Area"), .name_width = MEDIANS_W }, head;
	double       whole;
	size_t       extra = 0;

	if (table->row_count == 0) {
		paper_heading(p, table->title, 20);
		paper_words(p, CANVAS_BODY, 0, table->note);
		return;
	}
	whole = table->row_count <= WHOLE_MOST
	            ? 36 + ROW_LEAST * (double)(table->row_count + 1)
	            : 40;
	paper_heading(p, table->title, whole);
	paper_words(p, CANVAS_BODY, 0, table->note);
	paper_words(p, CANVAS_STATEMENT, 30, table->statement);
	paper_words(p, CANVAS_SOURCE, 20, table->caption);
	canvas_tag(p->c, "Table");
	r.count = table->column_count;
	check(r.count <= CELLS_MAX - 2);
	for (size_t i = 0; i < r.count; i++)
		r.cell[i] = table->columns[i].name != NULL ? table->columns[i].name : "";
	if (table->has_verdicts)
		r.cell[r.count + extra++] = t(p, "The last two");
	if (table->has_trends)
		r.cell[r.count + extra++] = t(p, "All waves");
	r.count += extra;
	head = r;
	canvas_need(p->c, 16, &p->y);
	draw_row(p, "TH", &head);
	r.name = t(p, "Firms");
	for (size_t i = 0; i < table->column_count; i++)
		r.cell[i] = table->columns[i].band;
	for (size_t i = 0; i < extra; i++) {
		r.plain[table->column_count + i] = true;
		r.cell[table->column_count + i] = NULL;
	}
	body_row(p, &head, &r);
	for (size_t i = 0; i < table->row_count; i++) {
		const struct review_table_row *from = &table->rows[i];
		size_t                         at = table->column_count;

		r.name = from->name;
		for (size_t j = 0; j < table->column_count; j++)
			r.cell[j] = from->cells[j].text;
		if (table->has_verdicts)
			r.cell[at++] = from->verdict;
		if (table->has_trends)
			r.cell[at++] = from->trend;
		body_row(p, &head, &r);
	}
	canvas_tag_end(p->c, "Table");
}

/* An area, and what its items come to together, above their rows. */
static void
area_row(struct paper *p, const struct review_dimension *d)
{
	double left, right;

	canvas_tag(p->c, "TR");
	left = canvas_text(p->c, CANVAS_H3, "TH", PAPER_LEFT, p->y + 2.4, ITEMS_W - 3,
	    text_of(d->name));
	right = canvas_text(p->c, CANVAS_READING, "TD", PAPER_LEFT + ITEMS_W, p->y + 2.7,
	    PAPER_BROAD - ITEMS_W, text_of(d->says));
	canvas_tag_end(p->c, "TR");
	p->y += (left > right ? left : right) + 3.2;
	canvas_line(p->c, CANVAS_LINE, 0.2, PAPER_LEFT, p->y, PAPER_LEFT + PAPER_BROAD, p->y);
}

void
paper_reliability(struct paper *p)
{
	const struct review_model *m = p->m;
	const struct cells         head = { .name = t(p, "Area and statement"),
		        .cell = { t(p, "Item to rest"), t(p, "Alpha without it"), t(p, "Don’t know"),
		            t(p, "Not applicable"), t(p, "No answer") },
		        .count = 5,
		        .name_width = ITEMS_W };

	paper_heading(p, t(p, "How well the items hang together"), 60);
	paper_words(p, CANVAS_READING, 40, m->reliability_note);
	canvas_tag(p->c, "Table");
	canvas_need(p->c, 16, &p->y);
	draw_row(p, "TH", &head);
	for (size_t i = 0; i < m->dimension_count; i++) {
		const struct review_dimension *d = &m->dimensions[i];

		make_room(p, 10 + ROW_LEAST * (double)d->item_count, &head);
		area_row(p, d);
		for (size_t j = 0; j < d->item_count; j++) {
			const struct review_item_row *it = &d->items[j];

			body_row(p, &head,
			    &(struct cells){ .name = it->caption,
			        .count = 5,
			        .name_width = ITEMS_W,
			        .cell = { it->rest, it->without, it->dk, it->na,
			            it->missing } });
		}
	}
	canvas_tag_end(p->c, "Table");
}

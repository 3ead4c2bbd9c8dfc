/* SPDX-License-Identifier: ISC
 *
 * form.h - a form as data: one read-only tree, read once from its JSON text.
 *
 * A published form version never changes, so a tree is shared by everybody
 * in the process and lives as long as the arena it was read into.  Order is
 * meaning: items[] in form order is the order of packed answers, dimensions[]
 * that of stored scores, facts[] that of stored facts.
 * Pure: reads no file, clock or socket.  Used by all rooms above. */
#ifndef FORM_FORM_H
#define FORM_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define FORM_UNIT          INT64_C(1000000) /* numbers are stored in millionths */
#define FORM_BYTES_MAX     (1024 * 1024)
#define FORM_DEPTH_MAX     32
#define FORM_ITEMS_MAX     250
#define FORM_OPTIONS_MAX   60
#define FORM_CODES_MAX     24 /* headings for one open question */
#define FORM_PAGES_MAX     40
#define FORM_LANGUAGES_MAX 16
#define FORM_MEASURES_MAX  16 /* overall and dimensions together */
#define FORM_LENSES_MAX    16
#define FORM_FACTS_MAX     32
#define FORM_TEXT_MAX      10000 /* characters in one written answer */

enum form_kind {
	FORM_SINGLE,
	FORM_MULTI,
	FORM_MATURITY,  /* 1..5, five worded steps */
	FORM_AGREEMENT, /* 1..5, five worded steps */
	FORM_RATING,    /* 1..5, worded at both ends */
	FORM_SCALE10,   /* 0..10, worded at both ends */
	FORM_INTEGER,
	FORM_NUMBER,
	FORM_PERCENT,
	FORM_TEXT,
	FORM_LONG_TEXT,
	FORM_EMAIL,
	FORM_DATE,      /* answered as YYYY-MM-DD, kept as text */
	FORM_STATEMENT, /* words only, nothing to answer */
	FORM__KINDS
};

/* What an item means to the service beyond its question. */
enum form_role {
	FORM_ROLE_NONE,
	FORM_ROLE_PROFESSION, /* comparison group by option */
	FORM_ROLE_SIZE,       /* comparison group by option: Z1..Z4 */
	FORM_ROLE_SIZE_EXACT,
	FORM_ROLE_REGION,     /* comparison group by option */
	FORM_ROLE_EMAIL,      /* kept apart from the answers */
	FORM_ROLE_CONSENT,    /* option "yes": may join the comparison */
	FORM_ROLE_CONTACT,    /* option "yes" (or other than "no"): may be contacted */
	FORM_ROLE_VISIBILITY, /* who may see the answers with the name */
	FORM_ROLE_RECOMMEND,  /* the only kind of item a recommendation score may use */
	FORM_ROLE_SATISFACTION,
	FORM_ROLE_PROBLEM,
	FORM_ROLE_EFFORT,
	FORM_ROLE_STEPS, /* the nine steps of a programme */
	FORM_ROLE__MAX
};

/* A text in the languages of its form: in[] follows form->languages; a NULL
 * element falls back to the first.  in == NULL: no such text. */
struct form_words {
	const char *const *in;
};

/* An exact number of points.  den == 0: none. */
struct form_points {
	int32_t num, den;
};

struct form_option {
	const char        *code;
	struct form_words  label;       /* may be absent in the middle of a scale */
	struct form_words  short_label; /* check page and lists; absent: label */
	struct form_words  group_label; /* "law firms": naming a comparison group */
	struct form_points points;
	int                group; /* comparison group (role items), else own index */
	int64_t low, high;        /* a band, in FORM_UNIT; FORM_NO_LOW, FORM_NO_HIGH: open */
};
#define FORM_NO_LOW  INT64_MIN
#define FORM_NO_HIGH INT64_MAX

/* A comparison group of a role item ("Z2": 25 to 99 fee-earners). */
struct form_group {
	const char       *code;
	struct form_words label;
	int64_t           low, high; /* plain numbers; high -1: open; both -1: no range */
};

/* In files, for words that were read and belong under no heading. */
#define FORM_CODE_NONE "none"

/* A heading under which consultants sort what was written. */
struct form_code {
	const char       *code, *name;    /* "time"; "FX9 time", among all of the form */
	struct form_words label, meaning; /* meaning: what belongs under it; may be absent */
};

enum form_test {
	FORM_TEST_ALL,
	FORM_TEST_ANY,
	FORM_TEST_ANSWERED, /* an answer, dk and na included */
	FORM_TEST_CHOSEN,   /* one of options is among the chosen */
	FORM_TEST_AT_LEAST, /* a number, or the place on a scale */
	FORM_TEST_AT_MOST
};

struct form_condition {
	enum form_test               test;
	int                          item;    /* index; -1 for all/any */
	uint64_t                     options; /* bit per option index */
	int64_t                      number;  /* in FORM_UNIT */
	const struct form_condition *parts;
	size_t                       part_count;
};

/* Points for a number: those of the last band with from <= number. */
struct form_band {
	int64_t            from; /* in FORM_UNIT */
	struct form_points points;
};

struct form_item {
	const char               *id; /* field name, export column */
	enum form_kind            kind;
	enum form_role            role;
	int                       index, page;
	struct form_words         heading, intro; /* above this item, for a part of a page */
	struct form_words         text, hint;
	struct form_words         short_text;        /* beside a chart */
	struct form_words         check_text;        /* on the check page; absent: text */
	struct form_words         missing;           /* sentence when required and empty */
	struct form_words         wrong;             /* sentence when it cannot be read */
	struct form_words         low_end, high_end; /* rating, scale10 */
	bool                      required, reverse, dk, na;
	bool                      fact;
	int                       dimension; /* index or -1 */
	int                       joins;     /* check page: shown in that item's row; -1 */
	struct form_words         joined_as; /* "exactly {}" */
	int                       within;  /* the number lies in the band chosen there; -1 */
	struct form_words         outside; /* sentence when it does not: {number}, {band} */
	int                       preset;  /* option index chosen at first; -1 */
	const struct form_option *options; /* scales have theirs made: "1".."5", "0".."10" */
	size_t                    option_count;
	const struct form_group  *groups;
	size_t                    group_count;
	const struct form_band   *bands;
	size_t                    band_count;
	int64_t                 low, high; /* numbers: FORM_UNIT; text: characters in high */
	const struct form_code *codes;     /* of written answers */
	size_t                  code_count;
	size_t first_code; /* place of the first among all codes of the form */
	const struct form_condition *show_if; /* NULL: always; looks at earlier items only */
};

struct form_page {
	const char                    *slug;
	int                            index;
	struct form_words              title, lead;
	const struct form_item *const *items;
	size_t                         item_count;
	int dimension; /* when all its scored items share one; -1 */
};

struct form_dimension {
	const char       *code;
	struct form_words name;
	struct form_words subject; /* inside a sentence: "client experience basics" */
	bool              plural;  /* "... lie" instead of "... lies" */
	struct form_words low, mid, high;
	struct form_words next_title, next_step, owner, first_step, source;
	const int        *items; /* indexes, form order */
	size_t            item_count;
};

/* Another view of the same items, never to be added up. */
struct form_lens {
	const char       *code;
	struct form_words name, note;
	int               set; /* index of its lens set */
	const int        *items;
	size_t            item_count;
};

struct form_lens_set {
	const char       *code;
	struct form_words title;
	struct form_words shared; /* said where lenses rest on the same items */
};

enum form_measure {
	FORM_OVERALL = -1, /* 0.. are dimensions */
	FORM_EACH = -2     /* every dimension that has a score */
};

/* measure at least / below a bound in micro-points. */
struct form_gate {
	int               measure;
	bool              below; /* else at least */
	bool              or_missing;
	int32_t           bound;
	struct form_words title, sentence; /* "{score}" and "{area}" are filled in */
};

struct form_stage {
	const char       *code;
	struct form_words name;
};

/* The first rule that holds gives the stage. */
struct form_stage_rule {
	int                     stage;
	bool                    any; /* of gates; else all.  No gates: holds */
	const struct form_gate *gates;
	size_t                  gate_count;
	struct form_words       title, sentence;
};

enum form_fact_kind {
	FORM_FACT_NUMBER, /* the number given */
	FORM_FACT_BANDS,  /* ordered ranges: option index */
	FORM_FACT_RATIO,  /* item / per * times */
	FORM_FACT_STEPS   /* shown as a track, not compared */
};

struct form_fact {
	const char         *code;
	enum form_fact_kind kind;
	int                 item, per;
	int32_t             times;
	struct form_words   title;
	int32_t             guideline; /* in thousandths; FORM_NO_FACT: none */
	int32_t             low,
	    high; /* ends of its number line, thousandths; high FORM_NO_FACT: open */
	bool compared;
};
#define FORM_NO_FACT INT32_MIN

struct form_alert {
	const char                  *code;
	struct form_words            reason;
	const struct form_condition *when;
};

struct form_term {
	struct form_words term, text;
};

struct form_section {
	struct form_words        heading;
	const struct form_words *paragraphs;
	size_t                   paragraph_count;
	const struct form_words *points;
	size_t                   point_count;
	bool                     example; /* the example chart stands at its end */
};

/* What the start page says. */
struct form_start {
	struct form_words          cap, heading, lead, button;
	const struct form_term    *facts;
	size_t                     fact_count;
	const struct form_section *sections;
	size_t                     section_count;
	bool                       has_example;
	struct form_words          example_title, example_text;
	int                        example_score, example_q1, example_median, example_q3;
};

struct form_scoring {
	int version;
	int share_num, share_den; /* least share of a dimension's items */
	int overall_needs;        /* dimensions with a score; 0: there is no overall */
	int low_below, high_from; /* 40, 70: words of an interpretation, in points */
};

struct form {
	int64_t                 id;      /* form_published_as; 0 from a file */
	int                     version; /* the same */
	const char             *slug;
	const char *const      *languages;
	size_t                  language_count;
	struct form_words       title; /* "Key account management preparedness survey" */
	struct form_words       name;  /* "Preparedness survey" */
	struct form_words       dk_label, na_label;
	struct form_words       send_label; /* the last button */
	bool                    one_page;
	int                     minutes;
	struct form_start       start;
	const struct form_page *pages;
	size_t                  page_count;
	const struct form_item *items;
	size_t                  item_count;
	size_t              code_count; /* of all items; with these at most FORM_ITEMS_MAX */
	struct form_scoring scoring;
	const struct form_dimension  *dimensions;
	size_t                        dimension_count;
	const struct form_lens_set   *lens_sets;
	size_t                        lens_set_count;
	const struct form_lens       *lenses;
	size_t                        lens_count;
	const struct form_stage      *stages; /* in the order of the path */
	size_t                        stage_count;
	const struct form_stage_rule *stage_rules;
	size_t                        stage_rule_count;
	const struct form_fact       *facts;
	size_t                        fact_count;
	const struct form_alert      *alerts;
	size_t                        alert_count;
	int                           roles[FORM_ROLE__MAX]; /* item index or -1 */
};

/* One thing wrong with a form file. */
struct form_problem {
	const char *pointer;  /* RFC 6901; "" is the whole document */
	int         line;     /* 1.. */
	const char *wrong;    /* what is wrong */
	const char *accepted; /* what would be right; may be NULL */
};

struct form_problems {
	const struct form_problem *list;
	size_t                     count;
};

/* Read and check a whole form.  The tree lives in the arena and keeps nothing
 * of the text.  ERR_INVALID or
 * ERR_TOO_LARGE: *problems_out says everything that is wrong, by line. */
MUST_CHECK enum err form_read(struct arena *, struct bytes json,
    const struct form **form_out, struct form_problems *problems_out);

/* Name the published version that this tree is.  Once, by whoever loaded it,
 * before others see it. */
void form_published_as(const struct form *, int64_t id, int version);

/* Do two form texts say the same, apart from blanks and the order of names? */
bool form_same_text(struct bytes a, struct bytes b);

/* "FILE:LINE: POINTER: WRONG; ACCEPTED" */
const char *form_problem_line(struct arena *, const char *file, const struct form_problem *);

/* The words in that language, else in the form's first; NULL: no such text. */
const char *form_say(const struct form *, struct form_words, const char *language);

static inline bool
form_said(struct form_words words)
{
	return words.in != NULL;
}

const struct form_item *form_item_find(const struct form *, struct text id);
const struct form_item *form_item_of(const struct form *, enum form_role); /* or NULL */
const struct form_code *form_code_find(const struct form_item *, struct text code);
/* The item of a code by its place among all codes of the form. */
const struct form_item *form_code_item(const struct form *, size_t place);
const struct form_page *form_page_find(const struct form *, struct text slug);
const char             *form_kind_name(enum form_kind); /* as in the file */
const char             *form_role_name(enum form_role);

/* Single, multi and the scales: answered by options. */
bool form_kind_has_options(enum form_kind);
/* Integer, number, percent. */
bool form_kind_is_number(enum form_kind);
/* Text, long text, e-mail, date. */
bool form_kind_is_text(enum form_kind);

/* Counts towards a dimension or a lens: has points and is no fact. */
bool form_item_scored(const struct form *, const struct form_item *);

/* What a new version may not change under the same item id: kind, reverse,
 * dimension, options taken away or given other points.  Problems name items;
 * count 0: may be published. */
struct form_problems
form_meaning_changes(struct arena *, const struct form *older, const struct form *newer);

#endif

/* SPDX-License-Identifier: ISC
 *
 * A template is refused at load, or no text that a visitor may give can add
 * an element or end an attribute: rendered with harmless and with hostile
 * values the page has the same number of < > " and '. */
#include "fuzz.h"

#include "view/template.h"
#include "view/view.h"

#define SOURCE_MAX 400

static struct view_model *
model(struct arena *arena, struct text value)
{
	struct view_model *m = view_object(arena), *in;

	view_set_text(m, "x", value);
	view_set_text(m, "y", value);
	view_set_int(m, "n", 2);
	view_set_bool(m, "yes", true);
	view_set_null(m, "no");
	view_set_html(m, "html", HTML_LIT("<b>b</b>"));
	view_set_url(m, "x_url", URL_LIT("/a?b=1&c='2'"));
	in = view_list_add(m, "list");
	view_set_text(in, "z", value);
	return m;
}

static size_t
count(struct html html, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < html.len; i++)
		n += html.s[i] == c;
	return n;
}

static void
strict(struct arena *arena, struct text source)
{
	struct asset           all[] = { { "page/a", source.s, source.len },
		          { "page/b", "<p>{{x}}{{$c}}c{{/c}}</p>", 25 } };
	struct asset           catalog = { "fr", "msgid \"a\"\nmsgstr \"b\"\n", 22 };
	const struct view_set *set;
	struct html            good, bad;
	enum err               err;

	if (view_open_from(arena, all, 2, &catalog, 1, &set) != ERR_OK)
		return;
	err = view_render(arena, set, "page/a", "en", model(arena, TEXT_LIT("harmless")),
	    &good);
	must(view_render(arena, set, "page/a", "en",
	         model(arena, TEXT_LIT("<p>\"'&--></script>{{x}}")), &bad) == err);
	if (err != ERR_OK)
		return;
	for (const char *c = "<>\"'"; *c != '\0'; c++)
		must(count(good, *c) == count(bad, *c));
	must(view_render(arena, set, "page/a", "fr", model(arena, TEXT_LIT("x")), &good) ==
	     ERR_OK);
}

/* The public specification's way: nothing but an end is promised. */
static void
loose(struct arena *arena, struct text source)
{
	static const struct template_options opts = { .spec = true };
	struct template t;
	struct template_problem problem;
	struct render_options   render = { .spec = true, .all = &t, .count = 1 };
	struct value            root = { .kind = VALUE_OBJECT };
	struct text             out;

	if (template_parse(arena, "a", source, &opts, &t, &problem) != ERR_OK)
		return;
	for (size_t i = 0; i < t.count; i++)
		if (t.ops[i].kind == OP_PARTIAL || t.ops[i].kind == OP_PARENT)
			t.ops[i].target = 0;
	root.object = model(arena, TEXT_LIT("<x>"));
	(void)!template_render(arena, &render, &t, &root, &out, &problem);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *arena = fuzz_arena();
	struct text   source;

	if (len > SOURCE_MAX || text_check(arena, data, len, &source) != ERR_OK)
		return 0;
	strict(arena, source);
	loose(arena, source);
	return 0;
}

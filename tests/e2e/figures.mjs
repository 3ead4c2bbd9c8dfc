// SPDX-License-Identifier: ISC
// The figures of one report, as each of its forms tells them, all as printed:
//   overall, stage, areas { NAME: [own, median] }, band (of firms compared)
// and what is not told in every form:
//   quarters { NAME: "bottom" }, middles { NAME: "31.5 to 56.5" },
//   place ["third", 30]: of the overall score in the field,
//   spread ["46 to 63", 30]: middle half of overall scores, and the place in 100.
// same() holds what a form tells against the exact JSON, which has them all.
import { readFileSync } from 'node:fs';
import { assert, command, equal } from './frame.mjs';

const form = JSON.parse(readFileSync(new URL('../../forms/kam-preparedness.json', import.meta.url)));
const say = (words) => (typeof words === 'string' ? words : words.en);
export const areas = form.dimensions.map((d) => ({ code: d.code, name: say(d.name) }));

const own = (exact) => (exact === null ? null : String(Math.round(exact)));
const half = (exact) => (exact == null ? null : (Math.round(exact * 2) / 2).toFixed(1));
const gather = (figure) => Object.fromEntries(areas.map((a) => [a.name, figure(a)]));
const found = (where, text, pattern) => {
  const hit = text.match(pattern);
  assert(hit, `${where}: nothing like ${pattern}`);
  return hit;
};
const overall = (where, text) => found(where, text, /Overall you score (\d+)/)[1];
const number = (words) => (/^\d/.test(words) ? Number(words).toFixed(1) : null);
const whole = (words) => (/^\d+$/.test(words) ? words : null);

const said = (exact) => String(Math.round(exact * 2) / 2);
const middle = (shown) => (shown?.q1 == null ? null : `${said(shown.q1)} to ${said(shown.q3)}`);
const fives = (exact) => (exact == null ? null : 5 * Math.min(19, Math.max(1, Math.round(exact / 5))));
const bandOf = (where, flat, pattern, compared) => (compared ? found(where, flat, pattern)[1] : null);
const middleOf = (low, high) => (low === undefined ? null : `${Number(low)} to ${Number(high)}`);
const placeOf = (flat) => {
  const hit = flat.match(/Overall you score \d+, in the (\w+) quarter of the field(?: and ahead of about (\d+) in 100)?/);
  return hit && [hit[1], hit[2] ? Number(hit[2]) : null];
};
const spreadOf = (flat) => {
  const hit = flat.match(/half of comparable firms lie between ([\d.]+) and ([\d.]*\d)(?:, and you are ahead of about (\d+) in 100)?/);
  return hit && [middleOf(hit[1], hit[2]), hit[3] ? Number(hit[3]) : null];
};

export function ofJson(report) {
  const shown = report.comparison ?? {};
  const all = shown.overall;
  const percent = fives(all?.percentile);
  return {
    overall: own(report.scores.overall),
    stage: report.stage,
    areas: gather((a) => [own(report.scores[a.code]), half(shown[a.code]?.median)]),
    band: Object.values(shown).find((one) => one)?.n_band.replace('-', '–') ?? null,
    quarters: gather((a) => shown[a.code]?.quarter ?? null),
    middles: gather((a) => middle(shown[a.code])),
    place: all?.quarter ? [all.quarter, percent] : null,
    spread: middle(all) && [middle(all), percent],
  };
}

export function same(told, exact, words) {
  assert(['overall', 'stage', 'areas', 'band'].every((k) => k in told), `${words}: less than every form tells`);
  equal(told, Object.fromEntries(Object.keys(told).map((k) => [k, exact[k]])), words);
}

const rowOf = (text, a) => found('text', text, new RegExp(`^ *${a.name} +(\\d+|-)(?: +(\\d+\\.\\d|-|withheld)(?: +([\\d.]+) to ([\\d.]+))?)?`, 'm'));

export function ofText(text) {
  const flat = text.replace(/\s+/g, ' ');
  return {
    overall: overall('text', flat),
    stage: found('text', flat, /of four stages, (\w+)/)[1].toLowerCase(),
    areas: gather((a) => {
      const [, you, median] = rowOf(text, a);
      return [whole(you), number(median ?? '')];
    }),
    band: bandOf('text', flat, /The group is .*?, (\S+) of them\./, flat.includes('The group is ')),
    middles: gather((a) => middleOf(...rowOf(text, a).slice(3))),
    spread: spreadOf(flat),
  };
}

// A page without a policy of its own, so that the mail's styles work.
export async function ofMail(page, html) {
  await page.setContent(html);
  const flat = (await page.locator('body').innerText()).replace(/\s+/g, ' ');
  const rows = Object.fromEntries(await Promise.all(areas.map(async (a) => {
    const cell = page.locator('td', { hasText: new RegExp(`^${a.name}$`) });
    const score = (await cell.locator('xpath=following-sibling::td').innerText()).trim();
    return [a.name, { score, says: await cell.locator('xpath=ancestor::td[1]').locator('p').innerText() }];
  })));
  const picked = (pattern) => (a) => rows[a.name].says.match(pattern) ?? [];
  return {
    overall: overall('HTML part', flat),
    stage: found('HTML part', flat, /of four stages, (\w+)/)[1].toLowerCase(),
    areas: gather((a) => [whole(rows[a.name].score), number(picked(/median ([\d.]*\d)/)(a)[1] ?? '')]),
    band: bandOf('HTML part', flat, /The group is .*?, (\S+) of them\./, flat.includes('The group is ')),
    quarters: gather((a) => picked(/You are in the (\w+) quarter/)(a)[1] ?? null),
    middles: gather((a) => middleOf(...picked(/: ([\d.]+) to ([\d.]+); median/)(a).slice(1))),
    spread: spreadOf(flat),
  };
}

export async function ofPdf(file) {
  const text = await command('pdftotext', '-raw', file, '-');
  const flat = text.replace(/\s+/g, ' ');
  const row = (a) => found('PDF', flat, new RegExp(`${a.name} (?:(top|bottom|second|third) quarter )?(\\d+|no score) (\\d+\\.\\d|withheld)`));
  return {
    overall: overall('PDF', flat),
    stage: found('PDF', flat, /Are we ready\? (\w+):/)[1].toLowerCase(),
    areas: gather((a) => [whole(row(a)[2]), number(row(a)[3])]),
    band: bandOf('PDF', flat, /Number of firms (\S+)/, flat.includes('Number of firms')),
    quarters: gather((a) => row(a)[1] ?? null),
    place: placeOf(flat),
  };
}

export async function ofPage(page) {
  const table = Object.fromEntries(await page.locator('#part-2 table.strips tbody tr').evaluateAll((all) => all.map((row) => {
    const words = row.querySelector('th .row > span');
    return [words.firstChild.textContent.trim(), { own: row.cells[1].textContent.trim(), median: row.cells[2].textContent.trim(), says: words.textContent }];
  })));
  for (const a of areas) assert(table[a.name], `page: no row ${a.name}`);
  const flat = (await page.locator('#part-1').innerText()).replace(/\s+/g, ' ');
  const head = (await page.locator('dl.facts').first().innerText()).replace(/\s+/g, ' ');
  return {
    overall: overall('page', flat),
    stage: (await page.locator('#part-1 .stages [aria-current]').innerText()).trim().toLowerCase(),
    areas: gather((a) => [whole(table[a.name].own), number(table[a.name].median)]),
    band: bandOf('page', head, /Number of firms (\S+)/, head.includes('Number of firms')),
    quarters: gather((a) => table[a.name].says.match(/(top|bottom|second|third) quarter/)?.[1] ?? null),
    middles: gather((a) => middleOf(...(table[a.name].says.match(/middle half ([\d.]+) to ([\d.]+)/) ?? []).slice(1))),
    place: placeOf(flat),
  };
}

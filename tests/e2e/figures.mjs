// SPDX-License-Identifier: ISC
// The figures of one report, as each of its forms tells them: the same shape
// from the mail's text and HTML, the PDF, the page and the exact JSON.
// { overall, stage, areas: { NAME: [own, median] } }; all as printed.
import { readFileSync } from 'node:fs';
import { assert, command } from './frame.mjs';

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

export const ofJson = (report) => ({
  overall: own(report.scores.overall),
  stage: report.stage,
  areas: gather((a) => [own(report.scores[a.code]), half(report.comparison?.[a.code]?.median)]),
});

export function ofText(text) {
  const flat = text.replace(/\s+/g, ' ');
  return {
    overall: overall('text', flat),
    stage: found('text', flat, /of four stages, (\w+)/)[1].toLowerCase(),
    areas: gather((a) => {
      const [, you, median] = found('text', text, new RegExp(`^ *${a.name} +(\\d+|-)(?: +(\\d+\\.\\d|-|withheld))?`, 'm'));
      return [whole(you), number(median ?? '')];
    }),
  };
}

// A page without a policy of its own, so that the mail's styles work.
export async function ofMail(page, html) {
  await page.setContent(html);
  const flat = (await page.locator('body').innerText()).replace(/\s+/g, ' ');
  return {
    overall: overall('HTML part', flat),
    stage: found('HTML part', flat, /of four stages, (\w+)/)[1].toLowerCase(),
    areas: Object.fromEntries(await Promise.all(areas.map(async (a) => {
      const cell = page.locator('td', { hasText: new RegExp(`^${a.name}$`) });
      const block = cell.locator('xpath=ancestor::td[1]');
      const median = (await block.locator('p').innerText()).match(/median ([\d.]+\d)/);
      return [a.name, [whole((await cell.locator('xpath=following-sibling::td').innerText()).trim()), median && number(median[1])]];
    }))),
  };
}

export async function ofPdf(file) {
  const text = await command('pdftotext', '-raw', file, '-');
  const flat = text.replace(/\s+/g, ' ');
  return {
    overall: overall('PDF', flat),
    stage: found('PDF', flat, /Are we ready\? (\w+):/)[1].toLowerCase(),
    areas: gather((a) => {
      const [, you, median] = found('PDF', flat, new RegExp(`${a.name} (?:(?:top|bottom|second|third) quarter )?(\\d+|no score) (\\d+\\.\\d|withheld)`));
      return [whole(you), number(median)];
    }),
  };
}

export async function ofPage(page) {
  const rows = await page.locator('#part-2 table.strips tbody tr').evaluateAll((all) => all.map((row) => [
    row.querySelector('th .row > span').firstChild.textContent.trim(),
    [row.cells[1].textContent.trim(), row.cells[2].textContent.trim()],
  ]));
  const table = Object.fromEntries(rows);
  return {
    overall: overall('page', (await page.locator('#part-1').innerText()).replace(/\s+/g, ' ')),
    stage: (await page.locator('#part-1 .stages [aria-current]').innerText()).trim().toLowerCase(),
    areas: gather((a) => {
      assert(table[a.name], `page: no row ${a.name}`);
      return [whole(table[a.name][0]), number(table[a.name][1])];
    }),
  };
}

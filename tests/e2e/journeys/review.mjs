// SPDX-License-Identifier: ISC
// Benchmarks as consultants review them: page, PDF and workbook of one group.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, equal, heading, journey, look, signIn, sql, url } from '../frame.mjs';
import { fetched, inWorkbook, medians, onPaper, sheets } from '../workbook.mjs';

const benchmarks = `${url}/review/benchmarks/kam-preparedness`;
const group = (page) => page.locator('main h2').first().innerText();
export default function () {
  journey('a consultant reads a group, on the page, on paper and in a workbook', {}, async (page) => {
    await page.goto(benchmarks);
    assert(page.url().includes('/sign-in'), `not led to the door but to ${page.url()}`);
    await signIn(page, 'review-consultant@soundings.example', 'consultant');
    await page.goto(`${url}/review/benchmarks`);
    equal(page.url(), benchmarks, 'the one survey with a snapshot');
    equal(await heading(page), 'Benchmark review', 'heading');
    await look(page, 'review');
    await page.getByLabel('Profession').selectOption('law');
    await page.getByRole('button', { name: 'Show' }).click();
    assert((await group(page)).startsWith('Law firms'), `not law firms but ${await group(page)}`);
    await look(page, 'review-law');
    assert((await page.content()).length < 300 * 1024, 'the page weighs 300 KB or more');

    await page.emulateMedia({ media: 'print' });
    assert(await page.locator('main details:not([open])').evaluateAll((all) => all.length > 0 &&
      all.every((d) => d.offsetHeight > 3 * d.querySelector('summary').offsetHeight)), 'a folded table does not print');
    await page.emulateMedia({ media: null });

    const shown = await medians(page);
    assert(shown.length === 8 && shown.some(([, m]) => /^\d+\.\d$/.test(m)), `medians: ${shown}`);
    const folder = mkdtempSync(join(tmpdir(), 'snd-review-'));
    try {
      const file = join(folder, 'review.xlsx');
      writeFileSync(file, await fetched(page, 'This view as a spreadsheet'));
      await sheets(file, folder);
      await inWorkbook(shown, file);
      writeFileSync(join(folder, 'review.pdf'), await fetched(page, 'This view as PDF'));
      await onPaper(shown, join(folder, 'review.pdf'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  journey('a group that may not be shown, and one that nobody can ask for', {}, async (page) => {
    await signIn(page, 'review-consultant@soundings.example', 'consultant');
    const seen = {};
    for (const region of ['lam', 'mea', 'apac']) {
      await page.goto(`${benchmarks}?profession=other&size=Z4&region=${region}`);
      const words = (await medians(page)).map(([, m]) => m);
      if (words.every((w) => w === 'withheld')) seen[region] = (await page.locator('table.strips').innerHTML()).replace(/<caption>.*<\/caption>/, '');
    }
    assert(Object.keys(seen).length >= 2, 'the demonstration has too many firms for this journey');
    equal(new Set(Object.values(seen)).size, 1, 'looks of withheld groups');
    await look(page, 'review-withheld');
    equal((await page.goto(`${benchmarks}?profession=pirates`)).status(), 400, 'status');
    await look(page, 'review-refused');
  });

  journey('one firm that agreed beside its group', {}, async (page) => {
    const code = await sql(`SELECT f.code FROM soundings.response r JOIN soundings.firm f ON f.id = r.firm_of_record
      JOIN soundings.response_contact c ON c.owner = r.owner AND c.response = r.id JOIN soundings.form k ON k.id = r.form
      WHERE r.pool = 'included' AND c.contact_ok AND k.slug = 'kam-preparedness' LIMIT 1`);
    await signIn(page, 'review-consultant@soundings.example', 'consultant');
    equal((await page.goto(`${benchmarks}/firm/f-nobody`)).status(), 404, 'status of a firm that is not there');
    assert(code, 'nobody in the demonstration agreed to be set beside the group');
    equal((await page.goto(`${benchmarks}/firm/${code}`)).status(), 200, 'status');
    assert((await page.locator('circle.you').count()) >= 5, 'no dots of the firm');
    await look(page, 'review-firm');
    const shown = await medians(page);
    const folder = mkdtempSync(join(tmpdir(), 'snd-review-firm-'));
    try {
      const file = join(folder, 'firm.xlsx');
      writeFileSync(file, await fetched(page, 'This view as a spreadsheet'));
      await sheets(file, folder);
      await inWorkbook(shown, file);
      writeFileSync(join(folder, 'firm.pdf'), await fetched(page, 'This view as PDF'));
      await onPaper(shown, join(folder, 'firm.pdf'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

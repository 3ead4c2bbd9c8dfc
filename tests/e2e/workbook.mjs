// SPDX-License-Identifier: ISC
// A page of benchmarks and the workbook that says the same.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assert, command, equal, skip } from './frame.mjs';

// The first strips are those of the scores; what was written has some of its own.
export const medians = (page) => page.locator('table.strips').first().locator('tbody tr').evaluateAll((rows) =>
  rows.map((r) => [(r.querySelector('.row strong') ?? r.querySelector('.row span').childNodes[0]).textContent.trim(), r.querySelectorAll('td')[1].textContent.trim()]));

// The bytes behind a link of the page.
export async function fetched(page, words) {
  const reply = await page.request.get(new URL(await page.getByRole('link', { name: words }).getAttribute('href'), page.url()).href);
  equal(reply.status(), 200, words);
  return reply.body();
}

// Every sheet as text, by LibreOffice where it is, else straight from the zip.
export async function sheets(file, folder) {
  const office = (await command('sh', '-c', 'command -v soffice || command -v libreoffice || true')).trim();
  const raw = await command('unzip', '-p', file);
  assert(!/<f[ >]/.test(raw), 'a formula in the workbook');
  if (!office) {
    skip('workbooks as LibreOffice opens them: no soffice here, so their words alone are looked for');
    return raw;
  }
  await command(office, '--headless', '--convert-to', 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1', '--outdir', folder, file);
  return readdirSync(folder).filter((n) => n.endsWith('.csv')).map((n) => readFileSync(join(folder, n), 'utf8')).join('\n');
}

const reader = fileURLToPath(new URL('../unit/sheet/read_book.py', import.meta.url));

// The medians of the page stand in their rows of the workbook.
export async function inWorkbook(shown, file) {
  const [head, ...rows] = JSON.parse(await command('python3', reader, file)).Strips;
  const at = head.indexOf('Median');
  equal(rows.map((r) => [r[0], r[at].n === undefined ? r[at] : Number(r[at].n).toFixed(1)]), shown, 'the medians of the workbook');
}

// And on paper, above all other tables: behind a quartile in a group's row, behind
// the own score in a firm's.
export async function onPaper(shown, file) {
  const [strips] = (await command('pdftotext', '-raw', file, '-')).replace(/\s+/g, ' ').split(/Medians by|How to read this/);
  for (const [name, median] of shown)
    assert(new RegExp(` ${name} (?:[a-z ]+ )?\\S+ ${median.replace('.', '\\.')} `).test(strips), `${name}: ${median} is not in its row on paper`);
}

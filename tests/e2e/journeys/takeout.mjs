// SPDX-License-Identifier: ISC
// What leaves: exports in every kind of file, as those who get them open them;
// and what is held about a person, given out and erased.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, command, equal, heading, journey, look, mailbox, signIn, soundings, sql, until, url } from '../frame.mjs';
import { sheets } from '../workbook.mjs';

// Each journey is gone twice: without scripts, and with them to look at every page.
const twice = (name, walk) => {
  journey(name, { javaScriptEnabled: false }, (page) => walk(page, async () => {}, 'plain'));
  journey(`${name}: every page`, {}, (page) => walk(page, look, 'seen'));
};
const exports = `${url}/review/exports`;
const people = `${url}/review/people-data`;

async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'snd-takeout-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// Answers of a year that no comparison counts any more.
async function come(folder, wave, rows) {
  await sql(`DELETE FROM soundings.response WHERE wave = ${wave}`);
  const items = Array.from({ length: 29 }, (_, i) => `KP${String(i + 1).padStart(2, '0')}`);
  const lines = rows.map(([email, words]) => [email, 'law', '25-49', 'uki', 'yes', `${wave}-05-02`, 'yes', `"${words}"`, ...items.map((_, i) => 1 + i % 5)]);
  writeFileSync(join(folder, 'rows.csv'), `FM7,FM1,FM2,FM5,FM8,submitted_at,confirmed,FX9,${items.join(',')}\n${lines.map((l) => l.join(',')).join('\n')}\n`);
  await soundings('response', 'import', 'kam-preparedness', join(folder, 'rows.csv'));
  rmSync(join(folder, 'rows.csv'));
}

async function download(page, button) {
  const [got] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button, exact: true }).click()]);
  return got;
}
async function taken(page, kind, button = 'Export') {
  await page.getByLabel(kind).check();
  const got = await download(page, button);
  equal(await got.failure(), null, `why ${kind} failed`);
  return { name: got.suggestedFilename(), bytes: readFileSync(await got.path()) };
}
const mark = Buffer.from([0xef, 0xbb, 0xbf]);

// What R and PSPP make of a file; where they are missing the test says so.
async function asked(program, folder, ...args) {
  if (!(await command('sh', '-c', `command -v ${program} || true`)).trim()) {
    console.log(`skip ${program} is not installed here: the export was not opened with it`);
    return undefined;
  }
  return command('sh', '-c', `cd "$0" && LC_ALL=C.UTF-8 exec "$@"`, folder, program, ...args);
}

async function link(page, words) {
  const reply = await page.request.get(new URL(await page.locator('p', { hasText: 'Preparedness survey:' }).getByRole('link', { name: words }).getAttribute('href'), page.url()).href);
  equal(reply.status(), 200, words);
  return reply.body();
}

export default function () {
  twice('a consultant takes answers out in every kind of file', (page, see, way) => inFolder(async (folder) => {
    const wave = way === 'plain' ? '2017' : '2018';
    await come(folder, wave, [[mailbox(`a@one-${way}`), '=1+1, or write to joe＠typed.example'], [mailbox(`b@two-${way}`), 'plain words'], [mailbox(`c@three-${way}`), '-2']]);
    await signIn(page, `takeout-${way}@soundings.example`, 'consultant');
    await page.goto(exports);
    equal(await heading(page), 'Exports', 'heading');
    equal(await page.getByRole('link', { name: 'With the codes of firms' }).count(), 0, 'links to codes of firms');
    equal((await page.goto(`${exports}/firms`)).status(), 404, 'status of the codes of firms');
    await page.goto(exports);
    await page.getByLabel('Survey', { exact: true }).selectOption('kam-preparedness');
    await page.getByLabel('Wave', { exact: true }).selectOption(wave);
    await see(page, 'exports');

    const marked = await taken(page, 'CSV, with the mark by which Excel knows UTF-8');
    const bare = await taken(page, 'CSV without that mark');
    assert(/^kam-preparedness-\d{4}-\d\d-\d\d\.csv$/.test(marked.name), `called ${marked.name}`);
    assert(marked.bytes.subarray(0, 3).equals(mark) && marked.bytes.subarray(3).equals(bare.bytes), 'the mark is not all that differs');
    const csv = bare.bytes.toString();
    const columns = csv.slice(0, csv.indexOf('\r\n')).split(',');
    equal(csv.trim().split('\r\n').length, 4, 'lines of the CSV');
    assert(csv.includes(`"'=1+1, or write to […]"`) && csv.includes(`'-2`), 'cells that begin like a formula are not guarded');
    assert(!/typed|@|＠|firm,/.test(csv), 'an address or a firm is in the CSV');

    const book = await taken(page, 'Workbook for a spreadsheet');
    writeFileSync(join(folder, 'book.xlsx'), book.bytes);
    const cells = await sheets(join(folder, 'book.xlsx'), folder);
    assert(cells.includes('=1+1, or write to […]') && cells.includes('plain words') && cells.includes('Law'), 'the workbook lacks words');
    assert(!/typed|@|＠|(one|two|three)-${way}/.test(cells), 'an address or a firm is in the workbook');

    const lines = (await taken(page, 'JSON lines, for programs')).bytes.toString().trim().split('\n').map((l) => JSON.parse(l));
    equal(lines.map((l) => l.answers.FX9).sort(), ['-2', '=1+1, or write to […]', 'plain words'], 'words in the JSON lines');
    assert(lines.every((l) => l.wave === Number(wave) && l.response.length === 13 && !('firm' in l)), 'who it was is in the JSON lines');

    const codes = (await link(page, 'codebook (CSV)')).toString();
    for (const column of columns) assert(codes.includes(`\n${column},`) || codes.includes(`\n"${column}",`), `the codebook lacks ${column}`);
    assert((await link(page, 'codebook (XLSX)')).subarray(0, 2).equals(Buffer.from('PK')), 'the codebook is no workbook');

    const plain = await taken(page, 'CSV for R and SPSS');
    equal(plain.name, 'kam-preparedness.csv', 'the name that the scripts look for');
    assert(/,"?=1\+1, or/.test(plain.bytes.toString()), 'plain CSV is guarded');
    writeFileSync(join(folder, plain.name), plain.bytes);
    writeFileSync(join(folder, 'kam-preparedness.R'), await link(page, 'script for R'));
    writeFileSync(join(folder, 'kam-preparedness.sps'), Buffer.concat([await link(page, 'syntax for SPSS'), Buffer.from('\nFREQUENCIES FM1.\n')]));
    const r = await asked('Rscript', folder, '-e', 'source("kam-preparedness.R", encoding = "UTF-8"); cat(nrow(responses), as.character(responses$FM1), values$KP01[1], "=1+1, or write to […]" %in% responses$FX9)');
    if (r !== undefined) equal(r.trim(), '3 Law Law Law 1 TRUE', 'what R reads');
    const spss = await asked('pspp', folder, '-o', 'out.txt', 'kam-preparedness.sps');
    if (spss !== undefined) assert(/Law\D*3\D/.test(readFileSync(join(folder, 'out.txt'), 'utf8')), `PSPP counts otherwise: ${readFileSync(join(folder, 'out.txt'), 'utf8').slice(0, 900)}`);

    await page.goto(exports);
    const log = await page.getByRole('table', { name: 'Exports, newest first' }).innerText();
    assert(log.includes(`takeout-${way}@soundings.example`) && new RegExp(`form kam-preparedness, ${wave}, all, jsonl\\s+3`).test(log), `the log of exports: ${log.slice(0, 200)}`);
  }));

  twice('a lead takes the codes of firms out, for a reason', (page, see, way) => inFolder(async (folder) => {
    const wave = way === 'plain' ? '2014' : '2015';
    await come(folder, wave, [[mailbox(`a@same-${way}`), 'one'], [mailbox(`b@same-${way}`), 'two']]);
    await signIn(page, `takeout-lead-${way}@soundings.example`, 'lead');
    await page.goto(exports);
    await page.getByRole('link', { name: 'With the codes of firms' }).click();
    equal(await heading(page), 'Exports with the codes of firms', 'heading');
    await see(page, 'exports-firms');
    await page.getByRole('button', { name: 'Record it and export' }).click();
    assert((await page.title()).startsWith('Error:'), 'codes were given without a reason');
    await see(page, 'error-exports-firms');
    await page.getByLabel('Wave', { exact: true }).selectOption(wave);
    await page.getByLabel('Why do you need to know which responses belong together?').fill('two answers of one firm');
    const csv = (await taken(page, 'CSV without that mark', 'Record it and export')).bytes.toString();
    const firms = csv.match(/,f-[0-9a-z]{6}(?=[\r,])/g);
    assert(firms?.length === 2 && firms[0] === firms[1], `codes of firms: ${firms}`);
    assert(!csv.includes('same-'), 'a domain is in the export');
    await page.goto(exports);
    assert((await page.locator('main').innerText()).includes('two answers of one firm'), 'the reason is not on record');
  }));

  journey('an export that breaks off is no file', { alone: true, javaScriptEnabled: false }, async (page) => {
    await signIn(page, 'takeout-broken@soundings.example', 'consultant');
    await sql(`SET search_path = soundings; INSERT INTO response (owner, id, form, version, wave, language, answers, raw, scores, consent, source, body_hash, submitted_at)
      SELECT r.owner, gen_random_uuid(), r.form, r.version, 2016, 'en', r.answers || jsonb_build_object('FX9', repeat('long ', 390)), r.raw, r.scores, true, 'import', r.body_hash, '2016-05-02'
      FROM (SELECT r.* FROM response r JOIN form f ON f.id = r.form WHERE f.slug = 'kam-preparedness' LIMIT 1) r, generate_series(1, 5000)`);
    try {
      await page.goto(exports);
      await page.getByLabel('Wave', { exact: true }).selectOption('2016');
      await page.getByLabel('CSV without that mark').check();
      const broken = () => sql("SELECT count(*) FROM soundings.audit_event WHERE action = 'response.export-broken' AND (detail ->> 'rows')::int BETWEEN 1 AND 4999");
      const before = await broken();
      // It is watched for within the server, which is asked before the reading begins.
      const ended = sql(`DO $$ BEGIN
        FOR i IN 1..6000 LOOP
          PERFORM pg_stat_clear_snapshot();
          PERFORM pg_terminate_backend(pid) FROM pg_stat_progress_copy WHERE command = 'COPY TO' AND tuples_processed > 1000;
          EXIT WHEN FOUND;
          PERFORM pg_sleep(0.005);
        END LOOP;
      END $$`);
      const [got] = await Promise.all([download(page, 'Export'), ended]);
      assert(await got.failure() !== null, 'half a file was taken for a whole one');
      await until('it is noted', async () => await broken() === String(Number(before) + 1));
      await page.goto(exports);
      assert((await page.locator('main').innerText()).includes('broke off'), 'the page does not say that it broke off');
      // Nothing was left behind: the next one is whole.
      await page.getByLabel('Wave', { exact: true }).selectOption('2016');
      equal((await taken(page, 'CSV without that mark')).bytes.toString().trim().split('\r\n').length, 5001, 'lines of the next one');
    } finally {
      await sql("DELETE FROM soundings.response WHERE wave = 2016 AND source = 'import'");
    }
  });

  twice('a person is found, given what is held, and erased', (page, see, way) => inFolder(async (folder) => {
    const [pat, other] = [mailbox(`pat@asks-${way}`), mailbox(`other@asks-${way}`)];
    await come(folder, way === 'plain' ? '2012' : '2013', [[pat, 'my own words'], [other, `ask ${pat.replace('@', '＠')} about it`]]);
    const others = () => sql(`SELECT r.answers ->> 'FX9' FROM soundings.response r JOIN soundings.response_contact c ON c.response = r.id WHERE c.email = '${other}'`);
    await signIn(page, `people-data-consultant-${way}@soundings.example`, 'consultant');
    equal((await page.goto(people)).status(), 404, 'status for who does not lead');
    await signIn(page, `people-data-${way}@soundings.example`, 'lead');
    await page.goto(people);
    await see(page, 'people-data');
    await page.getByLabel('Email address of the person').fill(pat);
    await page.getByRole('button', { name: 'Find and record it' }).click();
    assert((await page.title()).startsWith('Error:'), 'somebody was looked up without a reason');
    await see(page, 'error-people-data');
    await page.getByLabel('Why do you need to know?').fill(`a letter from ${pat}`);
    await page.getByRole('button', { name: 'Find and record it' }).click();
    const found = await page.getByRole('table').innerText();
    for (const words of ['Own answers', 'Typed into somebody else’s answers', 'FX9']) assert(found.includes(words), `${words} is not among: ${found}`);
    await see(page, 'people-data-found');

    const got = await download(page, 'Give it out as JSON');
    equal(got.suggestedFilename(), 'personal-data.json', 'the name of the file');
    const held = JSON.parse(readFileSync(await got.path(), 'utf8'));
    equal([held.responses.length, held.responses[0].email, held.responses[0].answers.FX9, held.mentioned_in.length], [1, pat, 'my own words', 1], 'what is given out');
    assert(!JSON.stringify(held).includes('about it'), 'the words of another are given out');

    await page.getByLabel('The address once more').fill(other);
    await page.getByRole('button', { name: 'Erase everything' }).click();
    assert((await page.title()).startsWith('Error:'), 'erased with another address');
    await see(page, 'error-people-data-erase');
    await page.getByLabel('The address once more').fill(pat);
    await page.getByRole('button', { name: 'Erase everything' }).click();
    assert((await page.locator('main').innerText()).includes('Erased.'), 'not erased');
    await see(page, 'people-data-erased');
    equal(await others(), 'ask […] about it', 'what another had typed');
    equal(await sql(`SELECT count(*) FROM soundings.response_contact WHERE email = '${pat}'`), '0', 'addresses left');
    const hash = await sql(`SELECT encode(soundings.address_hash('${pat}'), 'hex')`);
    await soundings('privacy', 'tombstones', 'export', join(folder, 'stones'));
    assert(readFileSync(join(folder, 'stones'), 'utf8').includes(hash), 'no tombstone');
    await page.getByRole('link', { name: 'Another person' }).click();
    await page.goto(`${url}/review/audit`);
    const audit = await page.locator('main').innerText();
    assert(audit.includes('a letter from […]') && !audit.includes(pat), 'the reason is not on record, or with the address');
  }));
}

// SPDX-License-Identifier: ISC
// Two consultants bring a waiting respondent the comparison, without scripts:
// from the link in the mail to a group that was not there before.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, enter } from '../door.mjs';
import {
  assert, awaitMail, equal, follow, heading, journey, linkIn, look, mailbox, next, press, send, settled, soundings, sql, until, url,
} from '../frame.mjs';
import { fetched, inWorkbook, medians, sheets } from '../workbook.mjs';

const plain = { javaScriptEnabled: false };
const snapshots = `${url}/review/snapshots`;
const stateOf = (n) => sql(`SELECT state FROM soundings.snapshot WHERE id = ${n}`);

// A survey sent and confirmed from the mailed report.
async function respond(page, answers) {
  await page.context().clearCookies();
  const id = await send(page, answers);
  await page.goto(linkIn((await awaitMail(answers.FM7))[0], 'report'));
  await page.getByLabel('I answered this').check();
  await press(page);
  await page.waitForLoadState('load');
  return id;
}

// Fifteen large engineering firms, each with answers of its own.
function engineers() {
  const items = Array.from({ length: 29 }, (_, i) => `KP${String(i + 1).padStart(2, '0')}`);
  const rows = Array.from({ length: 15 }, (_, firm) => [
    `Journey Engineers ${firm} ${mailbox('x')}`, 'yes', mailbox(`m@engineers${firm}`), 'engineering', '1000+', 'uki', 'yes', ...items.map((_, i) => 1 + (firm * 7 + i * 3 + firm * i) % 5)]);
  return `firm,confirmed,FM7,FM1,FM2,FM5,FM8,${items.join(',')}\n${rows.map((r) => r.join(',')).join('\n')}\n`;
}

export default function () {
  journey('two consultants release a comparison that somebody waits for', { ...plain, alone: true }, async (page, another) => {
    const [ann, bea] = [mailbox('ann@consulting'), mailbox('bea@consulting')];
    await soundings('person', 'add', ann, 'Ann Vane', '--role', 'lead');
    await soundings('person', 'add', bea, 'Bea Marsh', '--role', 'consultant');
    await enter(page, ann);

    // Nothing to compare with: what was released is withdrawn, of both years.
    const released = (await sql("SELECT id FROM soundings.snapshot WHERE state = 'released' ORDER BY id")).split('\n');
    for (const one of released) {
      await page.goto(`${snapshots}/${one}`);
      await page.getByLabel('Why is it withdrawn?').fill('the journey begins without one');
      await page.getByRole('button', { name: 'Withdraw' }).click();
      await until('the snapshot is withdrawn', async () => await stateOf(one) === 'withdrawn');
    }
    const last = released.at(-1);

    const visitor = await another();
    const waiting = mailbox('waits@patience');
    const id = await respond(visitor, { FM1: 'engineering', FM2: '1000+', FM7: waiting });
    equal(JSON.parse(await soundings('report', 'show', id, '--json')).comparison, null, 'comparison before');
    const straight = Object.fromEntries(Array.from({ length: 29 }, (_, i) => [`KP${String(i + 1).padStart(2, '0')}`, '3']));
    const lazy = await respond(visitor, { ...straight, FM1: 'law', FM7: mailbox('lazy@straight') });

    // The one who answered in a straight line is held.
    await page.goto(`${url}/review`);
    equal(await heading(page), 'What waits', 'the desk');
    await page.goto(`${url}/review/responses?form=kam-preparedness&pool=waiting&flag=straight-lining`);
    await page.locator(`a[href="/review/responses/${lazy}"]`).click();
    assert((await page.locator('main').innerText()).includes('nine of ten answers alike'), 'the flag is not told');
    await page.getByLabel('Hold it back').check();
    await page.getByLabel('The reason').fill('the same answer throughout');
    await page.getByRole('button', { name: 'Decide' }).click();
    await page.waitForLoadState('load');
    equal(await sql(`SELECT pool || ': ' || pool_reason FROM soundings.response WHERE id = '${lazy}'`), 'held: the same answer throughout', 'decided');
    await page.goto(`${url}/review/responses/${id}`);
    await page.getByLabel('Include it in the comparison').check();
    await page.getByLabel('The reason').fill('answered with care');
    await page.getByRole('button', { name: 'Decide' }).click();
    await page.waitForLoadState('load');

    // History from elsewhere makes a group that was not there.
    const folder = mkdtempSync(join(tmpdir(), 'snd-consultant-'));
    try {
      writeFileSync(join(folder, 'engineers.csv'), engineers());
      await soundings('response', 'import', 'kam-preparedness', join(folder, 'engineers.csv'));

      await page.goto(snapshots);
      await page.getByRole('button', { name: /Count the pool of .*preparedness/i }).click();
      const fresh = await until('a snapshot is built', () => sql(`SELECT max(id) FROM soundings.snapshot WHERE id > ${last} AND state = 'built'`), 120);
      await page.goto(`${snapshots}/${fresh}`);
      await page.getByRole('button', { name: 'Propose' }).click();
      await until('it is proposed', async () => await stateOf(fresh) === 'proposed', 120);
      await page.goto(`${snapshots}/${fresh}`);
      equal(await page.getByRole('button', { name: 'Release' }).count(), 0, 'buttons to release the own proposal');

      const second = await another();
      await enter(second, bea);
      await second.goto(`${snapshots}/${fresh}`);
      await second.getByRole('button', { name: 'Release' }).click();
      await until('it is released', async () => await stateOf(fresh) === 'released');
      equal(await sql(`SELECT proposed_by || ' ' || released_by FROM soundings.snapshot WHERE id = ${fresh}`), `${ann} ${bea}`, 'by whom');

      // Who waited is written to, once; who was held is compared as well, but counts nowhere.
      const [, letter] = await awaitMail(waiting, 2);
      assert(/comparison|compare/i.test(letter.text), 'the second mail speaks of no comparison');
      assert(JSON.parse(await soundings('report', 'show', id, '--json')).comparison !== null, 'still no comparison');
      await settled();
      const stops = letter.whole.replace(/\r?\n[ \t]+/g, '').match(/^List-Unsubscribe: *<([^>]+)>/m);
      const reader = await another({ javaScriptEnabled: true });
      await reader.goto(stops[1]);
      await look(reader, 'unsubscribe');
      await press(reader);
      await look(reader, 'unsubscribed');

      await second.goto(`${url}/review/benchmarks/kam-preparedness?snapshot=${fresh}&profession=engineering&size=Z4`);
      const shown = await medians(second);
      // Where it is not proved that nobody can be worked out, a measure is withheld.
      const counted = shown.filter(([, m]) => m !== 'withheld');
      assert(shown.length === 8 && counted.length >= 4 && counted.every(([, m]) => /^\d+\.\d$/.test(m)), `the new group is not shown: ${JSON.stringify(shown)}`);
      const file = join(folder, 'review.xlsx');
      writeFileSync(file, await fetched(second, 'This view as a spreadsheet'));
      await sheets(file, folder);
      await inWorkbook(shown, file);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  journey('every page of the desk', {}, async (page) => {
    const email = mailbox('look@desk');
    await soundings('person', 'add', email, 'Look Around', '--role', 'lead');
    await enter(page, email);
    const one = await sql("SELECT r.id FROM soundings.response r JOIN soundings.form f ON f.id = r.form WHERE f.slug = 'kam-preparedness' AND r.firm_of_record IS NOT NULL ORDER BY r.pool = 'held' DESC, r.id LIMIT 1");
    const code = await sql(`SELECT f.code FROM soundings.response r JOIN soundings.firm f ON f.id = r.firm_of_record WHERE r.id = '${one}'`);
    const other = await sql(`SELECT code FROM soundings.firm WHERE NOT operator AND merged_into IS NULL AND code <> '${code}' ORDER BY id LIMIT 1`);
    for (const [name, path] of [['desk', ''], ['desk-responses', '/responses'], ['desk-response', `/responses/${one}`],
      ['desk-identity', `/responses/${one}/identity`], ['desk-unflagged', '/unflagged'], ['desk-flow', '/flow'], ['desk-firms', '/firms'],
      ['desk-firm', `/firms/${code}`], ['desk-firms-beside', `/firms/${code}?with=${other}`], ['desk-firm-identity', `/firms/${code}/identity`], ['desk-words', '/words/kam-preparedness'],
      ['snapshots', '/snapshots']]) {
      equal((await page.goto(`${url}/review${path}`)).status(), 200, `status of ${path}`);
      await look(page, name);
    }
    await page.goto(`${snapshots}/${await sql('SELECT max(id) FROM soundings.snapshot')}`);
    await look(page, 'snapshot');
    await page.getByRole('link', { name: 'What each firm would see' }).click();
    await look(page, 'snapshot-firms');
    await page.goto(`${url}/review/responses/${one}`);
    await page.getByRole('button', { name: 'Decide' }).click();
    await page.waitForLoadState('load');
    assert((await page.locator('.note.wrong').innerText()).includes('Choose to include'), 'no error summary');
    await look(page, 'error-desk-response');
    await page.goto(`${url}/review/responses/${one}/identity`);
    await page.getByLabel('Why do you need to know?').fill('to look at the page');
    await next(page).catch(() => {});
    await look(page, 'desk-identity-open');
  });
}

// SPDX-License-Identifier: ISC
// Signing in without scripts: link, code, recovery code, the other browser, and
// who may not.
import { ask, code, give } from '../door.mjs';
import { assert, awaitMail, equal, heading, journey, linkIn, look, mailbox, next, press, soundings, sql, url } from '../frame.mjs';

// Each journey is gone twice: without scripts, and with them to look at every page.
const plain = { javaScriptEnabled: false };
const twice = (name, walk) => {
  journey(name, plain, (page, another) => walk(page, () => another(plain), async () => {}, 'plain'));
  journey(`${name}: every page`, {}, (page, another) => walk(page, () => another(), look, 'seen'));
};

export default function () {
  twice('sign in by link and app, and again by code and recovery code', async (page, another, see, way) => {
    const email = mailbox(`lead@people-${way}`);
    await soundings('person', 'add', email, 'Ines Calder', '--role', 'lead');
    assert((await awaitMail(email))[0].text.includes(`${url}/sign-in`), 'the invitation leads nowhere');
    await page.goto(`${url}/review/people`);
    equal(new URL(page.url()).pathname, '/sign-in', 'where nobody is led');
    await ask(page, 'half@').catch(() => {});
    assert((await page.title()).startsWith('Error:'), 'half an address was taken');
    await see(page, 'error-sign-in');
    await ask(page, email, see);
    await see(page, 'sign-in-asked');
    const link = linkIn((await awaitMail(email, 2))[1], 'sign-in');

    const stranger = await another();
    await stranger.goto(link);
    await next(stranger);
    equal(await heading(stranger), 'This link was asked for in another browser', 'in another browser');
    await see(stranger, 'sign-in-elsewhere');

    await page.goto(link);
    await see(page, 'sign-in-link');
    await next(page);
    equal(await heading(page), 'Set up your second factor', 'after the link');
    await see(page, 'enrol');
    const key = await page.locator('code').innerText();
    await give(page, 'The code that the app shows', '000000');
    assert((await page.title()).startsWith('Error:'), 'a wrong first code was taken');
    await see(page, 'error-enrol');
    await give(page, 'The code that the app shows', await code(key, -1));
    equal(await heading(page), 'Your recovery codes', 'after the first code');
    await see(page, 'recovery-codes');
    const spare = await page.locator('main li code').first().innerText();
    await page.locator('main a.button').click();
    equal(await heading(page), 'What waits', 'where a consultant begins');
    await page.goto(`${url}/me`);
    equal(await heading(page), 'Ines Calder', 'the own page');
    await see(page, 'me');

    await page.goto(link).then(() => next(page));
    equal(await heading(page), 'This link was used already', 'a link twice');

    const phone = await another();
    await ask(phone, email);
    await phone.goto(linkIn((await awaitMail(email, 4)).at(-1), 'sign-in'));
    await next(phone);
    equal(await heading(phone), 'Give the code', 'on the second device');
    await see(phone, 'code');
    await give(phone, 'The code', '000000');
    await see(phone, 'error-code');
    await give(phone, 'The code', await code(key));
    equal(await heading(phone), 'What waits', 'on the second device, after the code');
    await phone.goto(`${url}/me/sessions`);
    equal(await phone.locator('tbody tr').count(), 2, 'sessions');
    await see(phone, 'sessions');
    await phone.getByRole('button', { name: 'End all others' }).click();
    await page.goto(`${url}/me`);
    equal(new URL(page.url()).pathname, '/sign-in', 'after the session was ended elsewhere');

    await phone.goto(`${url}/review/people`);
    await see(phone, 'people');
    await phone.goto(`${url}/review/audit`);
    await see(phone, 'audit');
    await phone.goto(`${url}/me/code`);
    await see(phone, 'factor');
    await phone.goto(`${url}/me`);
    await press(phone);
    equal(await heading(phone), 'You are signed out', 'after signing out');

    await ask(phone, email);
    await phone.goto(linkIn((await awaitMail(email, 5)).at(-1), 'sign-in'));
    await next(phone);
    await give(phone, 'The code', spare.toUpperCase().replaceAll('-', ' '));
    equal(await heading(phone), 'What waits', 'by recovery code');
    assert((await awaitMail(email, 6)).some((m) => m.text.includes('recovery code')), 'no mail tells of it');
    await sql(`UPDATE soundings.session SET code_at = now() - interval '11 minutes' WHERE person = (SELECT id FROM soundings.person WHERE email = '${email}')`);
    await phone.goto(`${url}/me/code`);
    equal(await heading(phone), 'Give a code once more', 'before what matters');
    await see(phone, 'again');
  });

  twice('a lead invites an administrator, who sees the own firm alone', async (page, another, see, way) => {
    const [lead, kit, lou] = ['boss', 'kit', 'lou'].map((who) => mailbox(`${who}@invited-${way}`));
    const firm = `Invited ${kit}`;
    await soundings('person', 'add', lead, 'Ada Vane', '--role', 'lead');
    await soundings('firm', 'add', firm);
    await page.goto((await soundings('person', 'link', lead)).trim());
    await next(page);
    const key = await page.locator('code').innerText();
    await give(page, 'The code that the app shows', await code(key));
    await page.goto(`${url}/review/people`);
    const form = page.locator('form', { hasText: 'Firm, as its name is recorded' });
    const add = async (name, email, role, of) => {
      await form.getByLabel('Name', { exact: true }).fill(name);
      await form.getByLabel('Email address').fill(email);
      await form.getByLabel('Role').selectOption(role);
      await form.getByLabel('Firm, as its name is recorded').fill(of);
      await form.getByRole('button').click();
      await page.waitForLoadState('load');
    };
    await add('Kit Locke', kit, 'administrator', 'No such firm');
    assert((await page.getByRole('alert').innerText()).includes('No firm is recorded'), 'a firm that is not there');
    await see(page, 'error-people');
    await add('Kit Locke', kit, 'administrator', firm);
    await awaitMail(kit);

    const there = await another();
    await ask(there, kit);
    await there.goto(linkIn((await awaitMail(kit, 2)).at(-1), 'sign-in'));
    await next(there);
    await give(there, 'The code that the app shows', await code(await there.locator('code').innerText()));
    await there.goto(`${url}/firm/people`);
    await see(there, 'firm-people');
    assert(!(await there.locator('main').innerText()).includes(lead), 'the consultants are shown');
    await there.getByLabel('Name', { exact: true }).fill('Lou Ash');
    await there.getByLabel('Email address').fill(lou);
    await there.getByRole('button', { name: 'Add and write to them' }).click();
    await there.waitForLoadState('load');
    assert((await there.locator('tbody').innerText()).includes(lou), 'who was invited is not shown');
    assert((await there.locator('tbody').innerText()).includes('has not signed in yet'), 'nor as somebody to come');
    await see(there, 'firm-people-waiting');
    await there.goto(`${url}/firm/audit`);
    assert((await there.locator('tbody').innerText()).includes(lou), 'the invitation is not noted');
    await see(there, 'firm-audit');
    equal((await there.goto(`${url}/review/people`)).status(), 404, 'the consultants\' page');

    // No code is asked of a member.
    const member = await another();
    await ask(member, lou);
    await member.goto(linkIn((await awaitMail(lou, 2)).at(-1), 'sign-in'));
    await next(member);
    equal(await heading(member), 'Lou Ash', 'a member by link alone');
  });
}

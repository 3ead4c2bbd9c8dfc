// SPDX-License-Identifier: ISC
// What every journey needs: a browser that tells of each policy report and
// failed request, checks for any page, and the mail that was caught.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import axe from 'axe-core';
import { HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';

const state = process.env.SOUNDINGS_STATE;
const run = JSON.parse(readFileSync(join(state, 'run.json'), 'utf8'));
const top = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const url = process.env.SOUNDINGS_URL ?? run.url;
export const shots = process.env.SHOTS;

// No page of ours looks at the popups of the address bar, which each page would
// otherwise get two of, in processes of their own.
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,PaintHolding,OptimizationHints'],
});
export const close = () => browser.close();

export function assert(truth, words) {
  if (!truth) throw new Error(words);
}
export function equal(found, wanted, words) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  assert(a === b, `${words}: ${a} in place of ${b}`);
}

// ---- journeys: told of first, run later, several side by side ----
const told = [];
export const journey = (name, options, fn) => told.push({ name, options, fn });

// What a journey could not look at here, each said once.
export const skipped = new Set();
export const skip = (words) => skipped.has(words) || (skipped.add(words), console.log(`skip ${words}`));

// A fresh visitor, with what the browser says against our pages.
async function visitor({ alone, ...options }, complaints) {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  context.on('page', (page) => {
    page.bodies = new Map();
    page.on('console', (message) => {
      if (/Content.Security.Policy|refused to|violates/i.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !/^(data|about):/.test(request.url())) complaints.push(`asked ${request.url()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 500) complaints.push(`${response.status()} at ${new URL(response.url()).pathname}`);
      const kind = response.headers()['content-type'] ?? '';
      if (kind.startsWith('text/html') && response.request().isNavigationRequest()) page.bodies.set(response.url(), response.text().catch(() => ''));
    });
  });
  return context;
}

async function go({ name, options, fn }) {
  const complaints = [];
  const contexts = [];
  const another = async (more = {}) => {
    contexts.push(await visitor({ ...options, ...more }, complaints));
    return contexts.at(-1).newPage();
  };
  const begun = Date.now();
  const page = await another();
  let problem;
  try {
    await fn(page, another);
    assert(complaints.length === 0, `the browser complained: ${complaints.slice(0, 3).join('; ')}`);
  } catch (error) {
    problem = String(error.message).split('\n').slice(0, 6).join(' | ');
    if (shots) await page.screenshot({ path: join(shots, `FAIL-${name.replace(/\W+/g, '-')}.png`), fullPage: true }).catch(() => {});
  }
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  console.log(problem === undefined ? `ok   ${name} (${seconds} s)` : `FAIL ${name}: ${problem} (at ${page.url()})`);
  for (const context of contexts) await context.close();
  return problem === undefined;
}

// Those that say { alone: true } after the others, one by one.
export async function all(workers) {
  let passed = 0;
  if (shots) mkdirSync(shots, { recursive: true });
  const work = async (waiting) => {
    for (let j; (j = waiting.shift());) if (await go(j)) passed++;
  };
  const together = told.filter((j) => !j.options.alone);
  await Promise.all(Array.from({ length: workers }, () => work(together)));
  await work(told.filter((j) => j.options.alone));
  return { passed, failed: told.length - passed };
}

// ---- what any page must be: readable by anybody, at any width ----
const html = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    'void-style': 'off',
    'no-trailing-whitespace': 'off',
    'long-title': 'off', // the survey's name and ours belong in it
    'prefer-native-element': 'off', // role=region on the box of a wide table
    'no-redundant-role': 'off',
  },
});
const valid = new Map(); // one judgement for each page, whoever sees it

async function grammar(page, name) {
  const body = await page.bodies.get(page.url());
  if (!body) return [];
  const key = createHash('sha256').update(body).digest('hex');
  if (!valid.has(key)) valid.set(key, html.validateString(body));
  const report = await valid.get(key);
  return report.results.flatMap((r) => r.messages).map((m) => `${name}: ${m.ruleId} line ${m.line}: ${m.message}`);
}

// The spacing that WCAG 1.4.12 lets a reader ask for.
const spacing = (page, on) => page.evaluate((wanted) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}');
  document.adoptedStyleSheets = wanted ? [sheet] : [];
}, on);
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// What axe says of the page as it stands; its script is given to a page once.
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
async function violations(page) {
  if (await page.evaluate(() => !window.axe)) await page.evaluate(axe.source);
  const found = await page.evaluate((runOnly) => window.axe.run(document, { runOnly, resultTypes: ['violations'] }), levels);
  assert(found.passes.length > 0, 'axe looked at nothing');
  return found.violations;
}

// Each look asks all of axe: at the second one of a page it is at hand and costs little.
const looks = [[1280, 'light'], [1280, 'dark'], [320, 'dark'], [320, 'light']];
export async function look(page, name) {
  const problems = await grammar(page, name);
  for (const [width, colorScheme] of looks) {
    const where = `${name} at ${width} ${colorScheme}`;
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    for (const v of await violations(page)) problems.push(`${where}: ${v.id} ${v.nodes[0].target} ${v.nodes[0].any[0]?.message ?? v.help}`);
    const over = await sideways(page);
    if (over > 0) problems.push(`${where}: scrolls sideways by ${over} px`);
    for (const t of await smallTargets(page)) problems.push(`${where}: target ${t}`);
    if (shots) await page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`), fullPage: true });
  }
  await spacing(page, true);
  if (await sideways(page) > 0) problems.push(`${name} at 320 with wide spacing: scrolls sideways`);
  await spacing(page, false);
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize({ width: 1280, height: 900 });
  assert(problems.length === 0, `${problems.length} problems: ${problems.slice(0, 5).join('; ')}`);
}

// What is to be pressed in a form: 44 px at least, the label counts.
const smallTargets = (page) => page.evaluate(() => {
  const small = [];
  for (const e of document.querySelectorAll('main button:not([tabindex]), main .button, main input:not([type=hidden]), main select, main textarea')) {
    const box = (e.closest('label') ?? e).getBoundingClientRect();
    if (box.width > 0 && (box.height < 44 || box.width < 44)) small.push(`${e.name || e.textContent.trim()} ${Math.round(box.width)}x${Math.round(box.height)}`);
  }
  return small;
});

// ---- filling in ----
const middle = (count) => Math.floor((count - 1) / 2);

// A number to type; an exact one lies in the band chosen beside it.
async function number(form, name, answers) {
  const bands = form.locator('[name=FM2]');
  const count = await bands.count();
  if (name !== 'FM2n' || count === 0 || answers.FM2 === null) return '3';
  return String(parseInt(answers.FM2 ?? await bands.nth(middle(count)).getAttribute('value'), 10));
}

// The one POST form of a survey page, as a person who answers all: answers by
// field name, null for none, else the middle one.  By hand: at a person's pace.
export async function fill(page, answers = {}, byHand = false) {
  const form = page.locator('form[method=post]');
  equal(await form.count(), 1, 'POST forms on the page');
  const names = await form.evaluate((f) => {
    const kinds = {};
    for (const e of f.elements) if (e.name && e.type !== 'hidden' && e.type !== 'submit' && !(e.name in kinds)) kinds[e.name] = e.type || e.tagName;
    return kinds;
  });
  const wishes = {};
  for (const [name, kind] of Object.entries(names)) {
    const wish = answers[name];
    if (wish === null) continue;
    wishes[name] = wish ?? (kind === 'email' ? 'j.ashgrove@quillfeather.example' : /radio|checkbox|select/.test(kind) ? undefined : await number(form, name, answers));
  }
  if (byHand) await fillByHand(form, names, wishes);
  else await form.evaluate(fillAtOnce, { names, wishes });
}

// As a person would: each control is scrolled to, seen and pressed.
async function fillByHand(form, names, wishes) {
  for (const [name, wish] of Object.entries(wishes)) {
    const controls = form.locator(`[name="${name}"]`);
    const wished = form.locator(`[name="${name}"][value="${wish}"]`);
    if (names[name] === 'radio') await (wish === undefined ? controls.nth(middle(await controls.count())) : wished).check();
    else if (names[name] === 'checkbox') await (wish === undefined ? controls.first() : wished).check();
    else if (names[name] === 'select-one') await controls.selectOption(wish ?? { index: 1 });
    else await controls.first().fill(wish);
  }
}

// The same without the pace, for journeys about something else; runs in the page.
function fillAtOnce(form, { names, wishes }) {
  for (const name of Object.keys(names)) {
    if (!(name in wishes)) continue;
    const controls = [...form.querySelectorAll(`[name="${name}"]`)];
    const wish = wishes[name];
    const kind = names[name];
    const told = (e) => ['input', 'change'].forEach((event) => e.dispatchEvent(new Event(event, { bubbles: true })));
    if (kind === 'radio' || kind === 'checkbox') {
      const pick = wish !== undefined ? controls.find((c) => c.value === wish) : kind === 'radio' ? controls[Math.floor((controls.length - 1) / 2)] : controls[0];
      if (!pick || pick.disabled) throw new Error(`nothing to tick for ${name} ${wish}`);
      if (!pick.checked) pick.click();
    } else if (kind === 'select-one') {
      controls[0].value = wish ?? controls[0].options[1].value;
      told(controls[0]);
    } else {
      controls[0].value = wish;
      told(controls[0]);
    }
  }
}

// An address of this run alone, its firm too.
const tag = Date.now().toString(36);
export const mailbox = (who) => `${who}-${tag}.example`;

export const press = (page) => page.locator('main form[method=post] button[type=submit]').first().click();

// Send the page; true when it led on.
export async function next(page) {
  const before = page.url();
  // The page's script may hold the form back until a copy under way is stored.
  const loaded = page.waitForEvent('load');
  await press(page);
  await loaded;
  return page.url() !== before;
}

export const survey = `${url}/s/kam-preparedness`;

// From the start page to the check page.  see(page, name) on each.
export async function answer(page, answers, see = async () => {}, byHand = false) {
  await page.goto(survey);
  await see(page, 'start');
  await next(page);
  for (let n = 1; n <= 20 && !page.url().endsWith('/check'); n++) {
    const here = page.url();
    await fill(page, { FX2: '4', FM8: 'yes', ...answers }, byHand);
    await see(page, `part-${n}`);
    assert(await next(page), `the answers were not taken at ${here}: ${await page.locator('.note.wrong, main').first().innerText()}`);
  }
  assert(page.url().endsWith('/check'), 'the check page never came');
  await see(page, 'check');
}

// To the receipt; gives the reference on it.
export async function send(page, answers, see = async () => {}, byHand = false) {
  await answer(page, answers, see, byHand);
  await next(page);
  assert(page.url().includes('/receipt/'), `no receipt but ${page.url()}`);
  await see(page, 'receipt');
  return reference(page);
}

export async function reference(page) {
  const found = new Set((await page.locator('main').innerText()).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g));
  equal(found.size, 1, 'references on the receipt');
  return [...found][0];
}

// Follow a link of the page by its words.
export async function follow(page, words) {
  await page.getByRole('link', { name: words, exact: true }).first().click();
  await page.waitForLoadState('load');
}
export const heading = async (page) => (await page.locator('h1').innerText()).trim();

// ---- what the service says of itself ----
const started = promisify(execFile);
export const command = async (program, ...args) => (await started(program, args, { maxBuffer: 1 << 26 })).stdout;
export const soundings = (...args) => command(join(top, 'soundings'), ...args, '--config', run.config);
export const sql = async (text) => (await command('psql', '-XAtq', `${run.conninfo}`, '-c', text)).trim();

// As if that person of the operator's had signed in here a moment ago.
export async function signIn(page, address, role) {
  const token = await sql(`SET search_path = soundings;
    WITH p AS (INSERT INTO person (email, name) VALUES ('${address}', 'Journey') ON CONFLICT (lower(email)) DO UPDATE SET name = excluded.name RETURNING id),
    m AS (INSERT INTO membership (firm, person, role) SELECT operator_firm(), id, '${role}' FROM p ON CONFLICT (person) DO UPDATE SET role = excluded.role),
    t AS (SELECT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS token),
    s AS (INSERT INTO session (hash, person, full_at, code_at) SELECT sha256(sha256(t.token)), p.id, now(), now() FROM p, t)
    SELECT translate(rtrim(encode(token, 'base64'), '='), '+/', '-_') FROM t`);
  await page.context().addCookies([{ name: 'session', value: token, url }]);
}

// ---- mail ----
// Mails to that address, oldest first: the whole, and its parts as files.
export const mails = (to) => readdirSync(run.mail_dir).filter((n) => /^\d+\.eml$/.test(n)).sort()
  .map((n) => ({ name: join(run.mail_dir, n.slice(0, -4)), whole: readFileSync(join(run.mail_dir, n), 'utf8') }))
  .filter((m) => new RegExp(`^To:.*\\b${to.replace(/\W/g, '.')}`, 'im').test(m.whole))
  .map((m) => ({ ...m, text: readFileSync(`${m.name}.txt`, 'utf8') }));

export async function until(words, fn, seconds = 30) {
  for (const end = Date.now() + seconds * 1000; ;) {
    const found = await fn();
    if (found) return found;
    assert(Date.now() < end, `${words}: not within ${seconds} s`);
    await new Promise((r) => setTimeout(r, 50));
  }
}

export const awaitMail = (to, count = 1) => until(`mail ${count} to ${to}`, () => {
  const found = mails(to);
  return found.length >= count && found;
});

// Nothing is owed any more: what was sent is all that ever will be.
export const settled = () => until('the outbox is empty', async () => await sql("SELECT count(*) FROM soundings.letter WHERE state = 'due' AND due_at < now() + interval '1 minute'") === '0');

// A link as the service makes it, whose time is over.
export async function staleLink(purpose, id) {
  const program = `import base64, hashlib, uuid
number, key = open('${join(run.state ?? state, 'link.keys')}').readline().split()
body = bytes([int(number)]) + uuid.UUID('${id}').bytes + (1).to_bytes(4, 'big') + (1600000000).to_bytes(5, 'big')
mac = hashlib.blake2b(b'soundings link\\0\\x01' + bytes([${purpose}]) + body, key=bytes.fromhex(key), digest_size=16).digest()
print(base64.urlsafe_b64encode(body + mac).decode().rstrip('='))`;
  return (await command('python3', '-c', program)).trim();
}

export const linkIn = (mail, kind) => {
  const found = mail.text.match(new RegExp(`${url}/${kind}/\\S+`));
  assert(found, `no ${kind} link in the mail`);
  return found[0];
};

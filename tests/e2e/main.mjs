// SPDX-License-Identifier: ISC
// Runs every journey in journeys/, one line each, as many at once as there are
// processors (JOBS=N: that many).
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { all, close, skipped } from './frame.mjs';

const wanted = process.argv.slice(2);
const folder = new URL('./journeys/', import.meta.url);
for (const file of readdirSync(folder).sort()) {
  const name = file.replace(/\.mjs$/, '');
  if (name !== file && (wanted.length === 0 || wanted.includes(name))) (await import(new URL(file, folder))).default();
}
const { passed, failed } = await all(Number(process.env.JOBS) || Math.min(4, availableParallelism() + 1));
await close();
console.log(`${passed} passed, ${failed} failed, ${skipped.size} skipped`);
process.exit(failed ? 1 : 0);

// The picture of a page that README.md shows. Usage: node picture.mjs PAGE PNG CHROMIUM.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [page, png, executablePath] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const tab = await browser.newPage({ viewport: { width: 960, height: 1000 }, colorScheme: 'light' });
await tab.goto(pathToFileURL(path.resolve(page)).href);
// Down to the first intervals: what follows is more of the same, and words.
const height = await tab.$eval('.forest', (e) => Math.ceil(e.getBoundingClientRect().bottom) + 24);
await tab.setViewportSize({ width: 960, height });
await tab.screenshot({ path: png });
await browser.close();

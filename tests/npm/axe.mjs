// Looks at pages in a real browser with axe-core, in light and dark, at desktop and phone width.
// Usage: node axe.mjs URL...   Prints a line for each finding; exit code 1 if there is one. ALERTRELAY_BROWSER names another browser than chromium.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const executablePath = process.env.ALERTRELAY_BROWSER ?? execFileSync('sh', ['-c', 'command -v chromium']).toString().trim();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
let findings = 0;
for (const colorScheme of ['light', 'dark'])
  for (const width of [1280, 390]) {
    const context = await browser.newContext({ bypassCSP: true, colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    for (const url of process.argv.slice(2)) {
      await page.goto(url);
      await page.addScriptTag({ content: axe });
      const { violations } = await page.evaluate(() => window.axe.run());
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      for (const { id, help, nodes } of violations) {
        findings++;
        console.log(`${url} ${colorScheme} ${width}: ${id}: ${help}: ${nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')}`);
      }
      if (sideways) {
        findings++;
        console.log(`${url} ${colorScheme} ${width}: the page scrolls sideways`);
      }
    }
    await context.close();
  }
await browser.close();
process.exitCode = findings > 0 ? 1 : 0;

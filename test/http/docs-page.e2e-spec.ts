/** @needs postgres chromium */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { freePorts } from '../../tools/services/ports.ts';
import { ProgramProcess } from '../helpers/processes.ts';
import { chromiumPath, freshDatabase, type TestDatabase } from '../helpers/services.ts';

describe('the page at /docs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-docs-'));
  let database: TestDatabase;
  let program: ProgramProcess;
  let browser: Browser;
  let page: Page;
  let url: string;
  const faults: string[] = [];
  const foreign: string[] = [];

  beforeAll(async () => {
    const [port = 0] = await freePorts(1);
    url = `http://127.0.0.1:${String(port)}`;
    database = await freshDatabase();
    program = ProgramProcess.start('main', {
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      PORT: String(port),
      PUBLIC_URL: 'https://mandate.example',
      LOG_LEVEL: 'warn',
    });
    browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    page.on('pageerror', ({ message }) => {
      faults.push(message);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('data:')) foreign.push(request.url());
    });
    await program.untilReady(url);
  });

  afterAll(async () => {
    await browser.close();
    await program.stop();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows every route under the strict policy, with nothing from elsewhere', async () => {
    await page.goto(`${url}/docs`);
    await page.getByRole('heading', { name: /^Mandate/ }).waitFor();
    await page.locator('#operations-tag-Users').waitFor();
    expect([faults, foreign]).toEqual([[], []]);
  });

  it('makes calls on its own origin', async () => {
    await page.locator('#operations-tag-Signing_in').click();
    const operation = page.locator('#operations-Signing_in-authTime');
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    await operation.locator('.live-responses-table .response-col_status', { hasText: '200' }).waitFor();
    expect([faults, foreign]).toEqual([[], []]);
  });
});

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import express from 'express';
import { sendListFile } from '#http/list-file.ts';
import type { Column } from '#http/csv.ts';
import { createMirrorReader, type ListedMember } from '#mirror/read/index.ts';
import type { Database } from '#platform/database.ts';
import { type Figure, atMost, three } from '../report.ts';
import { heldMiB } from '../spent.ts';

/** The downline of the company as a file of either form, over HTTP, read as it comes. */
export async function measure(database: Database): Promise<Figure[]> {
  const mirror = createMirrorReader(database);
  // The tree is in the process already when somebody asks for a file.
  await mirror.figures([1]);
  const app = express();
  app.get('/:format', (request, response) =>
    sendListFile(response, {
      format: request.params.format === 'csv' ? 'csv' : 'xlsx',
      name: 'downline',
      columns,
      parts: mirror.everyDownline(1, {}),
      page: () => Promise.reject(new Error('there are no pages')),
    }),
  );
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const figures = [...(await download(port, 'csv')), ...(await download(port, 'xlsx'))];
  server.close();
  return figures;
}

async function download(port: number, format: 'csv' | 'xlsx'): Promise<Figure[]> {
  const idle = heldMiB();
  let most = idle;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss() / 2 ** 20)), 50);
  const start = performance.now();
  const cpuBefore = process.cpuUsage();
  const program = fileURLToPath(new URL('file-reader.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, `http://127.0.0.1:${port}/${format}`]);
  const { bytes, lines } = JSON.parse(stdout) as { bytes: number; lines: number };
  const seconds = (performance.now() - start) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  clearInterval(watch);
  const size = `${Math.round(bytes / 2 ** 20)} MiB, over HTTP, without names`;
  return [
    atMost(`${format}.time`, seconds, 's', 20, format === 'csv' ? `${lines - 1} rows, ${size}` : size),
    {
      id: `${format}.cpu`,
      value: three((cpu.user + cpu.system) / 1e6),
      unit: 's',
      about: 'processor time of the API process',
    },
    atMost(`${format}.memory`, most - idle, 'MiB', 150, 'most above the idle API process with the tree in it'),
  ];
}

const columns: readonly Column<never>[] = [
  { heading: 'member', value: (row) => row.memberId },
  { heading: 'wallet', value: (row) => row.wallet },
  { heading: 'sponsor', value: (row) => row.sponsorId },
  { heading: 'depth', value: (row) => row.depth },
  { heading: 'joined', value: (row) => row.joinedAt.toISOString() },
  { heading: 'frontline', value: (row) => row.frontlineCount },
  { heading: 'downline', value: (row) => row.downlineCount },
  { heading: 'personal volume', value: (row) => row.ppv.toString() },
  { heading: 'group volume', value: (row) => row.gv.toString() },
] satisfies readonly Column<ListedMember>[];

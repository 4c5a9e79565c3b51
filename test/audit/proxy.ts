import { createServer } from 'node:http';

/** A node between the auditor and the real one that loses logs: those for which `keep` says no. */
export async function startForgetfulNode(
  url: string,
  keep: (log: { address: string; topics: string[] }) => boolean,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString('utf8');
      const asked = [JSON.parse(body)].flat() as { id: number; method: string }[];
      const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      const told: unknown = await answer.json();
      const results = [told].flat() as { id: number; result?: unknown }[];
      for (const one of results) {
        const isLogs = asked.some((call) => call.id === one.id && call.method === 'eth_getLogs');
        if (isLogs && Array.isArray(one.result)) one.result = one.result.filter(keep);
      }
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(told));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

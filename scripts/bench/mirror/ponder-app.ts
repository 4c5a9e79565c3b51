/**
 * An application of Ponder that stores the two events of the bench, as its own guide would have it written: one row an event (the mirror
 * writes two). Kept as text, because its modules exist only inside Ponder.
 */
export const ponderApp: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'upline-bench-ponder',
    private: true,
    type: 'module',
    // npm's `latest`, 1.0.0, is an old release. One of its parts asks for a version that is not everywhere.
    dependencies: { hono: '4.13.19', ponder: '0.17.7', typescript: '5.9.3', viem: '2.57.20' },
    overrides: { '@ponder/utils': '0.2.18' },
  }),
  'ponder.config.ts': `import { createConfig } from 'ponder';
import { parseAbi } from 'viem';

const genealogy = parseAbi([
  'event MemberRegistered(uint64 indexed seq, uint32 indexed memberId, uint32 indexed sponsorId, uint32 parentId, uint8 leg, address wallet, bytes32 consent)',
]);
const ledger = parseAbi([
  'event VolumesRecorded(uint64 indexed seq, uint32 indexed period, uint64 firstEntry, uint32 count, bytes32 batchRoot, bytes32 runningHash, bytes entries)',
]);
const startBlock = Number(process.env.START_BLOCK);

export default createConfig({
  database: { kind: 'postgres', connectionString: process.env.DATABASE_URL! },
  // It limits itself for each address of a node; naming the same one often lifts that.
  chains: { local: { id: 31337, rpc: Array(20).fill(process.env.RPC_URL!), pollingInterval: 1000 } },
  contracts: {
    Genealogy: { chain: 'local', abi: genealogy, address: process.env.GENEALOGY as \`0x\${string}\`, startBlock },
    Ledger: { chain: 'local', abi: ledger, address: process.env.LEDGER as \`0x\${string}\`, startBlock },
  },
});
`,
  'ponder.schema.ts': `import { onchainTable } from 'ponder';

export const member = onchainTable('member', (t) => ({
  id: t.integer().primaryKey(),
  sponsor: t.integer().notNull(),
  parent: t.integer().notNull(),
  leg: t.integer().notNull(),
  wallet: t.hex().notNull(),
  consent: t.hex().notNull(),
  seq: t.bigint().notNull(),
  block: t.bigint().notNull(),
  transaction: t.hex().notNull(),
}));

export const volume = onchainTable('volume', (t) => ({
  seq: t.bigint().primaryKey(),
  period: t.integer().notNull(),
  first: t.bigint().notNull(),
  count: t.integer().notNull(),
  entries: t.hex().notNull(),
  block: t.bigint().notNull(),
  transaction: t.hex().notNull(),
}));
`,
  'src/index.ts': `import { ponder } from 'ponder:registry';
import { member, volume } from 'ponder:schema';

ponder.on('Genealogy:MemberRegistered', async ({ event, context }) => {
  const { memberId, sponsorId, parentId, leg, wallet, consent, seq } = event.args;
  const transaction = event.transaction.hash;
  await context.db
    .insert(member)
    .values({ id: memberId, sponsor: sponsorId, parent: parentId, leg, wallet, consent, seq, block: event.block.number, transaction });
});

ponder.on('Ledger:VolumesRecorded', async ({ event, context }) => {
  const { seq, period, firstEntry, count, entries } = event.args;
  const transaction = event.transaction.hash;
  await context.db.insert(volume).values({ seq, period, first: firstEntry, count, entries, block: event.block.number, transaction });
});
`,
  'src/api/index.ts': `import { Hono } from 'hono';

export default new Hono();
`,
};

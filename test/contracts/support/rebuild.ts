import { type Interface, type Log, ZeroAddress, ZeroHash } from 'ethers';
import { memberHandlers } from './rebuild-members.ts';
import { moneyHandlers } from './rebuild-money.ts';
import { type Handler, type Rebuilt } from './rebuilt.ts';
import { type World } from './world.ts';

const handlers: Readonly<Record<string, Handler>> = { ...memberHandlers, ...moneyHandlers };

/** Events that have no number because they are not this project's: who may do what is the authority's business. */
const foreign = new Set(['AuthorityUpdated', 'EIP712DomainChanged']);

/** Everything that the contracts keep, worked out from their events alone. */
export async function rebuildFromEvents(world: World): Promise<Rebuilt> {
  const { genealogy, enrollment, planRegistry, volumeLedger, payoutVault, checkout } = world.as();
  const state = emptyState(world);
  const named: { order: number; event: ReturnType<typeof parse>; log: Log }[] = [];
  for (const contract of [genealogy, enrollment, planRegistry, volumeLedger, payoutVault, checkout]) {
    const address = await contract.getAddress();
    let seq = 0n;
    for (const log of await world.provider.getLogs({ address, fromBlock: 0, toBlock: 'latest' })) {
      const event = parse(contract.interface, log);
      if (foreign.has(event.name)) continue;
      const [number] = event.args;
      if (number !== seq + 1n) throw new Error(`A hole before number ${String(number)} of ${address}.`);
      seq = number;
      named.push({ order: log.blockNumber * 10_000 + log.index, event, log });
    }
    state.seq.push(seq);
  }
  // Sales need the plans that were published before them, so the contracts are read together.
  for (const { event, log } of named.sort((left, right) => left.order - right.order)) {
    const handler = handlers[event.name];
    if (handler === undefined) throw new Error(`Nobody knows what ${event.name} means.`);
    handler(state, event.args, (await log.getBlock()).timestamp);
  }
  return state;
}

function emptyState(world: World): Rebuilt {
  return {
    width: world.deployment.placementWidth,
    members: new Map(),
    registrar: ZeroAddress,
    revoked: [],
    used: new Map(),
    dailyCap: 0,
    companyInvited: { day: 0, used: 0 },
    plans: [],
    entryCount: 0n,
    runningHash: ZeroHash,
    currentCv: 0n,
    currentPeriod: 0,
    instantTotal: 0n,
    openTerms: { capPpm: 0, levels: 0n },
    checkout: ZeroAddress,
    periods: [],
    quoter: ZeroAddress,
    treasury: ZeroAddress,
    refunded: [],
    pending: undefined,
    accepted: { period: 0, root: ZeroHash, leafCount: 0, key: `0x${'00'.repeat(12)}` },
    totalSettled: 0n,
    creditsPaid: 0n,
    balance: 0n,
    seq: [],
  };
}

function parse(abi: Interface, log: Log): { name: string; args: readonly unknown[] } {
  const event = abi.parseLog(log);
  if (event === null) throw new Error(`An event that the ABI does not know: ${log.topics[0]}.`);
  return { name: event.name, args: event.args };
}

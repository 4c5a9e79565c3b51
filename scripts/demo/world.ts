import { createHash } from 'node:crypto';
import { type CastMember, castPositions, chooseCast, playedPartners, steadyPositions } from './cast.ts';
import { growNetwork, type DemoPartner } from './network.ts';
import { type DemoOrder, type DemoRefund, writeOrders, writeRefunds } from './orders.ts';
import { guest, staffNames } from './people.ts';
import { products, type DemoProduct } from './products.ts';
import { createRandom } from './random.ts';

export const DEFAULT_SEED = 20_261_121n;

/** Everything that the demo company did, as data. Nothing here has touched a chain or a database. */
export interface DemoWorld {
  readonly seed: bigint;
  readonly partners: readonly DemoPartner[];
  readonly products: readonly DemoProduct[];
  readonly orders: readonly DemoOrder[];
  readonly refunds: readonly DemoRefund[];
  readonly cast: readonly CastMember[];
  /** Partners who leave the first month's money where it is, so that there is something to receive. */
  readonly unclaimed: ReadonlySet<number>;
}

export function describeWorld(seed: bigint = DEFAULT_SEED): DemoWorld {
  const random = createRandom(seed);
  const partners = growNetwork(random.branch('network'));
  const steady = new Set(steadyPositions.map((position) => memberAt(partners, position)));
  const orders = writeOrders(partners, steady, random.branch('orders'));
  const late = random.branch('unclaimed');
  const played = new Set<number>([castPositions.leader, castPositions.mid]);
  const unclaimed = new Set(
    partners
      .filter((partner, position) => position === castPositions.receiver || (!played.has(position) && late.chance(15)))
      .map((partner) => partner.memberId),
  );
  return {
    seed,
    partners,
    products,
    orders,
    refunds: writeRefunds(orders, partners),
    cast: chooseCast(playedPartners(partners), staffNames, guest),
    unclaimed,
  };
}

/** One short name for the whole world: equal digests, equal worlds. */
export function digestOf(world: DemoWorld): string {
  const text = JSON.stringify(world, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value instanceof Set ? [...value] : value,
  );
  return createHash('sha256').update(text).digest('hex');
}

function memberAt(partners: readonly DemoPartner[], position: number): number {
  const partner = partners[position];
  if (!partner) throw new RangeError(`The network has no partner at position ${position}.`);
  return partner.memberId;
}

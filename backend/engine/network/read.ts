import { type VolumeEntry } from '../ledger/entry.ts';
import { type Order } from '../ledger/order.ts';
import { readOrders } from '../ledger/orders.ts';
import { faultsOf, MOST_FAULTS, type PlanFault } from '../plan/faults.ts';
import { type Plan } from '../plan/schema.ts';
import { type CarryFile } from './carry.ts';
import {
  memberParts,
  memberSchema,
  nameSchema,
  networkSchema,
  volumeSchema,
  type NetworkFile,
  type NetworkMember,
  type NetworkVolume,
} from './schema.ts';
import { networkFault, type NetworkFaultCode } from './words.ts';

/** A network file in the engine's terms: members numbered as they are listed, orders and customers as they appear. */
export interface NetworkFacts {
  readonly file: NetworkFile;
  /** Names by member number; index 0 is not used. */
  readonly ids: readonly string[];
  readonly numberOf: ReadonlyMap<string, number>;
  readonly sponsorOf: Uint32Array;
  readonly parentOf: Uint32Array;
  readonly legOf: Uint8Array;
  /** Period of a place that came after the member; 0 for all others. */
  readonly placedIn: Uint32Array;
  readonly left: ReadonlySet<number>;
  readonly entries: readonly VolumeEntry[];
  /** Orders of the carry, by reference number. */
  readonly earlierOrders: ReadonlyMap<number, Order>;
  readonly refs: Names;
  readonly customers: Names;
}

/** Numbers for names, from 1, in the order in which they are first seen. */
export class Names {
  readonly #numbers = new Map<string, number>();
  readonly #names = [''];

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  nameOf(number: number): string {
    return this.#names[number] ?? '';
  }
}

/** What a file is judged by: the members and orders of the periods before it. */
export type Past = Pick<CarryFile, 'period' | 'members' | 'orders'>;

type Report = (path: string, code: NetworkFaultCode) => void;

/** Checks a network file against itself and against what the period before left. All faults at once, the first hundred. */
export function readNetwork(data: unknown, carry: Past | undefined, plan?: Plan): { facts?: NetworkFacts; faults: PlanFault[] } {
  const read = networkSchema.safeParse(data, { reportInput: true });
  const faults: PlanFault[] = read.error?.issues.flatMap((issue) => faultsOf(issue)).slice(0, MOST_FAULTS) ?? [];
  const settled = new Set(faults.map(({ path }) => path));
  const report: Report = (path, code) => {
    // Nor is anything said of what stands in something wrong.
    const around = path.slice(0, path.lastIndexOf('.'));
    if (faults.length < MOST_FAULTS && !settled.has(path) && !settled.has(around)) faults.push(networkFault(path, code));
  };
  // A file with a wrong field is still checked for sense, so that nobody mends the one only to be told of the other.
  const file = read.success ? read.data : readable(data, settled);
  const tree = readMembers(file.members, report);
  if (carry !== undefined) compareWithCarry(file.members, carry, report);
  checkPast(file.members, carry, plan, report);
  const ledger = readVolumes(file.volumes, tree.numberOf, carry, report);
  file.attestations?.forEach(({ member }, index) => {
    if (!tree.numberOf.has(member)) report(`attestations.${index}.member`, 'unknownMember');
  });
  return faults.length > 0
    ? { faults }
    : { facts: { file, ...tree, placedIn: latePlaces(tree.parentOf, carry), ...ledger }, faults };
}

/** Stand for an entry that cannot be read, as the empty name does for a name; nobody bears that. */
const noVolume = { kind: 'ownPurchase', pv: '0', cv: '0' } as const;
const noAttestation = { kind: '', value: '0' } as const;

/** What can be understood of a file that has faults. Places that cannot be judged because of them are put into `settled`. */
function readable(data: unknown, settled: Set<string>): NetworkFile {
  const { members, volumes, attestations } = fieldsOf(data);
  const spoiled = new Set<string | undefined>();
  const read = itemsOf(volumes).map((item, index): NetworkVolume => {
    const volume = volumeSchema.safeParse(item).data;
    if (volume !== undefined) return volume;
    spoiled.add(nameIn(item, 'ref'));
    return { ...noVolume, member: nameIn(item, 'member') ?? '', ref: `\u0000${index}` };
  });
  // An order with a wrong number: its refunds cannot be judged either. The place of every entry in the list stays.
  for (const [index, { ref }] of read.entries()) if (spoiled.has(ref)) settled.add(`volumes.${index}.ref`);
  return {
    members: itemsOf(members).map((item) => memberSchema.safeParse(item).data ?? partsOfMember(item)),
    volumes: read,
    attestations: itemsOf(attestations).map((item) => ({ ...noAttestation, member: nameIn(item, 'member') ?? '' })),
  };
}

/** Each part of a member that can be read by itself. */
function partsOfMember(item: unknown): NetworkMember {
  const parts = memberParts.map((part): Partial<NetworkMember> | undefined => part.safeParse(item).data);
  return parts.reduce<NetworkMember>((member, part) => ({ ...member, ...part }), { id: '' });
}

function itemsOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : [];
}

function fieldsOf(item: unknown): Readonly<Record<string, unknown>> {
  return (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>;
}

function nameIn(item: unknown, field: string): string | undefined {
  return nameSchema.safeParse(fieldsOf(item)[field]).data;
}

function readMembers(members: readonly NetworkMember[], report: Report) {
  const ids = ['', ...members.map(({ id }) => id)];
  const numberOf = new Map<string, number>();
  members.forEach(({ id }, index) => {
    if (numberOf.has(id)) report(`members.${index}.id`, 'repeatedMember');
    else numberOf.set(id, index + 1);
  });
  const sponsorOf = new Uint32Array(members.length + 1);
  const parentOf = new Uint32Array(members.length + 1);
  const legOf = new Uint8Array(members.length + 1);
  const left = new Set<number>();
  const taken = new Set<string>();
  members.forEach((member, index) => {
    const { sponsor, parent, leg } = member;
    if (member.status === 'left') left.add(index + 1);
    if (index === 0) {
      if (isNamed(sponsor)) report('members.0.sponsor', 'noCompany');
    } else if (isNamed(sponsor)) sponsorOf[index + 1] = above('sponsor', index, sponsor);
    else report(`members.${index}.sponsor`, 'noSponsor');
    if (isNamed(parent) !== (leg !== undefined)) report(`members.${index}.${isNamed(parent) ? 'parent' : 'leg'}`, 'halfPlaced');
    if (!isNamed(parent) || leg === undefined) return;
    parentOf[index + 1] = above('parent', index, parent);
    legOf[index + 1] = leg;
    const place = `${leg} ${parent}`;
    if (taken.has(place)) report(`members.${index}.leg`, 'placeTaken');
    taken.add(place);
  });
  return { ids, numberOf, sponsorOf, parentOf, legOf, left };

  /** The number of the member above, or 0 with a fault reported. */
  function above(field: 'sponsor' | 'parent', index: number, name: string): number {
    const number = numberOf.get(name);
    const path = `members.${index}.${field}`;
    if (number === undefined) report(path, 'unknownMember');
    else if (number > index) report(path, leadsBack(field, index) ? 'cycle' : 'childFirst');
    else return number;
    return 0;
  }

  function leadsBack(field: 'sponsor' | 'parent', index: number): boolean {
    const seen = new Set<number>();
    let at = index;
    while (!seen.has(at)) {
      seen.add(at);
      const name = members[at]?.[field];
      // Above the highest there is place −1, where nobody stands and nothing leads on.
      at = (isNamed(name) ? (numberOf.get(name) ?? 0) : 0) - 1;
    }
    return at === index;
  }
}

/** Index form of "no sponsor": missing, null, or the number 0 that the chain uses. */
function isNamed(name: string | null | undefined): name is string {
  return name !== undefined && name !== null && name !== '0';
}

function compareWithCarry(members: readonly NetworkMember[], carry: Past, report: Report): void {
  carry.members.forEach((before, index) => {
    const now = members[index];
    const same =
      now !== undefined &&
      now.id === before.id &&
      (isNamed(now.sponsor) ? now.sponsor : undefined) === before.sponsor &&
      // A place may come later, and then stays.
      (before.parent === undefined || (now.parent === before.parent && now.leg === before.leg));
    if (!same) report(`members.${index}`, 'carriedMember');
  });
}

/** What a file says of the past of members who are not in the carry. */
function checkPast(members: readonly NetworkMember[], carry: Past | undefined, plan: Plan | undefined, report: Report): void {
  const period = (carry?.period ?? 0) + 1;
  members.slice(carry?.members.length ?? 0).forEach(({ joined = 0, title }, place) => {
    const index = (carry?.members.length ?? 0) + place;
    if (joined > period) report(`members.${index}.joined`, 'joinsLater');
    const known = title === undefined || plan === undefined || plan.ranks?.steps.some(({ id }) => id === title) === true;
    if (!known) report(`members.${index}.title`, 'unknownTitle');
  });
}

function latePlaces(parentOf: Uint32Array, carry: Past | undefined): Uint32Array {
  const placedIn = new Uint32Array(parentOf.length);
  carry?.members.forEach((before, index) => {
    const late = before.parent === undefined && parentOf[index + 1] !== 0;
    placedIn[index + 1] = before.placedIn ?? (late ? carry.period + 1 : 0);
  });
  return placedIn;
}

function readVolumes(
  volumes: readonly NetworkVolume[],
  numberOf: ReadonlyMap<string, number>,
  carry: Past | undefined,
  report: Report,
) {
  const refs = new Names();
  const customers = new Names();
  const earlierOrders = new Map<number, Order>();
  for (const { ref, member, customer, newCustomer, ...order } of carry?.orders ?? []) {
    const orderRef = refs.numberOf(ref);
    earlierOrders.set(orderRef, {
      entry: order.entry,
      period: order.period,
      orderRef,
      memberId: numberOf.get(member) ?? 0,
      ...(customer === undefined ? { sale: 'own' } : { sale: 'customer', customer: customers.numberOf(customer) }),
      ...(newCustomer === undefined ? {} : { newCustomer }),
      pv: BigInt(order.pv),
      cv: BigInt(order.cv),
      refundedPv: BigInt(order.refundedPv),
      refundedCv: BigInt(order.refundedCv),
      ...(order.refundedLater === undefined ? {} : { refundedLater: BigInt(order.refundedLater) }),
    });
  }
  const entries = volumes.map((volume, index): VolumeEntry => {
    const { kind, member, customer } = volume;
    const memberId = numberOf.get(member) ?? 0;
    if (memberId === 0) report(`volumes.${index}.member`, 'unknownMember');
    const sale = kind === 'customerSale' || kind === 'customerRefund';
    if (sale && customer === undefined) report(`volumes.${index}.customer`, 'noCustomer');
    if (!sale && customer !== undefined) report(`volumes.${index}.customer`, 'strayCustomer');
    const entry = { memberId, pv: BigInt(volume.pv), cv: BigInt(volume.cv), orderRef: refs.numberOf(volume.ref) };
    return sale ? { kind, ...entry, customer: customers.numberOf(customer ?? '') } : { kind, ...entry };
  });
  // What the engine would call an anomaly, a file must not have: it can still be mended.
  // Unknown members are named above, and no fault depends on the period.
  const at = { period: 0, firstEntry: 0, memberCount: Number.POSITIVE_INFINITY };
  for (const { entry, reason } of readOrders(entries, at, earlierOrders).anomalies) report(`volumes.${entry}.ref`, reason);
  return { entries, earlierOrders, refs, customers };
}

import { canonicalPlan, parsePlan } from '#engine/index.ts';
import { type Actor, type OperationState } from '#http/dependencies.ts';
import { type CastMember, partnerKeyPath } from './cast.ts';
import { accountAt, chainAccount } from './keys.ts';
import { COMPANY_MEMBER, type DemoPartner } from './network.ts';
import { type staffNames } from './people.ts';
import { type DemoPlan } from './plans.ts';
import { company } from './products.ts';
import { signConsent, signInvitation } from './signatures.ts';
import { type DemoStage } from './stage.ts';
import { type DemoEvent } from './timeline.ts';
import { type DemoWorld } from './world.ts';

/** Play money in the vault: more than four months of the demo's bonuses can come to. */
const VAULT_FUNDS = 25_000_000_000n;
/** What a partner of the cast has to spend: a few orders. */
const POCKET_MONEY = 500_000_000n;
const YEAR_SECONDS = 365 * 24 * 60 * 60;
const USES_OF_A_LINK = 100;

type Newcomer = Pick<DemoPartner, 'memberId' | 'sponsorId' | 'name' | 'language'>;

/** What the players remember from one event to the next. */
export interface Memory {
  readonly orderIds: Map<string, string>;
  /** Codes of the open links, by sponsor. */
  readonly links: Map<number, string>;
  readonly staff: Map<keyof typeof staffNames, Actor>;
  /** Joinings that were sent and not yet seen in the mirror: operation and partner. */
  readonly joining: Map<string, Newcomer>;
  /** Whether claims were sent that the mirror has not seen. */
  claimsUnderWay: boolean;
}

export function freshMemory(): Memory {
  return { orderIds: new Map(), links: new Map(), staff: new Map(), joining: new Map(), claimsUnderWay: false };
}

/** Whether the event builds on something that was sent and is not in the mirror yet. Looking at each by itself would take minutes. */
export function needsArrival(event: DemoEvent, { joining, claimsUnderWay }: Memory): boolean {
  if (event.kind === 'claim') return joining.size > 0;
  if (event.kind !== 'join') return joining.size > 0 || claimsUnderWay;
  return claimsUnderWay || [...joining.values()].some((partner) => partner.memberId === event.partner.sponsorId);
}

/** Brings the mirror up to what was sent, and looks whether every newcomer got the number of the story. */
export async function arrive(stage: DemoStage, memory: Memory): Promise<void> {
  await stage.settle();
  for (const [operationId, { memberId, name }] of memory.joining) {
    const operation = await stage.doors.join.joinOperation(operationId);
    refuseFailure(operation, `${name} could not join`);
    if (operation.memberId !== memberId) {
      throw new Error(`${name} should have become member ${memberId}, but is ${String(operation.memberId)}.`);
    }
  }
  memory.joining.clear();
  memory.claimsUnderWay = false;
}

/** Lets one event happen, by the doors that a person would use for it. The clocks stand at its moment already. */
export async function playEvent(stage: DemoStage, world: DemoWorld, event: DemoEvent, memory: Memory): Promise<void> {
  switch (event.kind) {
    case 'found':
      await stage.desk.fundVault(VAULT_FUNDS);
      return found(stage, world, memory);
    case 'publishPlan':
      return publishPlan(stage, event.plan);
    case 'import':
      await stage.desk.importMembers(
        event.partners[0]?.memberId ?? 0,
        event.partners.map((partner) => partner.sponsorId),
      );
      await stage.identity.rememberMembers(
        event.partners.map(({ memberId, name, language }) => ({ memberId, name, locale: language })),
      );
      return stage.settle();
    case 'join':
      return join(stage, event.partner, memory);
    case 'order': {
      const { key, memberId, kind, lines, customerName, paid } = event.order;
      const order = await stage.doors.orders.placeOrder(memberId, { kind, lines: [...lines], customerName });
      memory.orderIds.set(key, order.orderId);
      if (paid) await stage.doors.orders.payByDemoCard(order.orderId);
      return;
    }
    case 'refund': {
      const orderId = memory.orderIds.get(event.refund.orderKey);
      if (orderId === undefined) throw new Error(`The story refunds ${event.refund.orderKey} before it was ordered.`);
      await stage.doors.orders.refundOrder(orderId, event.refund.reason, staffOf(memory, 'administrator'));
      return;
    }
    case 'record':
      await stage.recordVolumes();
      return stage.settle();
    case 'close':
      return close(stage, event.period, memory);
    case 'propose':
      return propose(stage, event.period, memory);
    case 'accept':
      await stage.desk.acceptPending();
      return finalize(stage);
    case 'claim':
      return claim(stage, event.partner.memberId, memory);
  }
}

export async function publishPlan(stage: DemoStage, plan: DemoPlan): Promise<void> {
  await stage.desk.publishPlan(
    new TextEncoder().encode(canonicalPlan(parsePlan(plan.spec))),
    plan.capPpm,
    plan.firstPeriod,
    plan.instantLevels,
  );
  return stage.settle();
}

/** Calculates a closed period, publishes its file and puts the root in review. */
export async function propose(stage: DemoStage, period: number, memory: Memory): Promise<void> {
  await finalize(stage);
  await stage.doors.settlement.runPeriod(period);
  await stage.doors.settlement.proposePeriod(period, staffOf(memory, 'administrator'));
  return stage.settle();
}

/** Asks for what there is to receive, which is on its way then; for who has nothing, nothing happens. */
export async function claim(stage: DemoStage, memberId: number, memory: Memory): Promise<void> {
  const offer = await stage.doors.claims.claimOffer(memberId);
  if (offer.root === null || BigInt(offer.claimable) === 0n) return;
  await stage.doors.claims.requestClaim(memberId, { root: offer.root, cumulative: offer.cumulative });
  await stage.send();
  memory.claimsUnderWay = true;
}

/** Blocks on top, and the mirror behind them: what was recorded until now can be paid on. */
export async function finalize(stage: DemoStage): Promise<void> {
  await stage.desk.mine(stage.finalityDepth + 1);
  await stage.settle();
}

/** Goods in stock, staff with their roles. */
export async function found(stage: DemoStage, world: Pick<DemoWorld, 'products' | 'cast'>, memory: Memory): Promise<void> {
  for (const product of world.products) await stage.stockProduct(product);
  await stage.identity.rememberPerson({ memberId: COMPANY_MEMBER, name: company.ru, locale: 'ru' });
  for (const person of world.cast) {
    if (person.role === 'partner' || person.role === 'newcomer') continue;
    const account = accountAt(person.keyPath);
    await stage.identity.rememberPerson({ wallet: account.address, name: person.name, locale: person.language });
    // The guardian acts on the chain alone; in the console they read what an auditor reads.
    const role = person.role === 'guardian' ? 'auditor' : person.role;
    await stage.identity.grantRole({ wallet: account.address, role, by: 'demo' });
    memory.staff.set(person.role, await stage.signIn(account));
  }
  // Refunds of orders that are paid on the chain come from the treasury by a standing approval.
  await stage.desk.approveRefunds(VAULT_FUNDS);
  await stage.settle();
}

/** Partners whom a visitor can play get something to spend in the shop with their own wallet. */
export async function fillPockets(stage: DemoStage, cast: readonly CastMember[]): Promise<void> {
  for (const { role, keyPath } of cast) {
    if (role === 'partner') await stage.desk.fillWallet(accountAt(keyPath).address, POCKET_MONEY);
  }
}

/** A newcomer signs and the company carries it to the chain; `arrive` sees them there. */
export async function join(stage: DemoStage, partner: Newcomer, memory: Memory): Promise<void> {
  const code = await linkOf(stage, partner.sponsorId, memory);
  const offer = await stage.doors.invitations.invitationByCode(code);
  const { consent, signature } = await signConsent(stage.contracts, accountAt(partnerKeyPath(partner.memberId)), {
    sponsorId: offer.sponsor.memberId,
    termsHash: offer.terms.hash,
    nonce: BigInt(partner.memberId),
    deadline: secondsOf(stage.clock.now()) + 3600,
  });
  const { name, language } = partner;
  const operation = await stage.doors.join.join({ code, name, locale: language, consent, signature });
  await stage.send();
  memory.joining.set(operation.operationId, partner);
}

/** One link a sponsor, good for the whole story and a year beyond. */
export async function linkOf(stage: DemoStage, sponsorId: number, memory: Memory): Promise<string> {
  const known = memory.links.get(sponsorId);
  if (known !== undefined) return known;
  const inviter = sponsorId === COMPANY_MEMBER ? chainAccount('company') : accountAt(partnerKeyPath(sponsorId));
  const signed = await signInvitation(stage.contracts, inviter, {
    sponsorId,
    uses: USES_OF_A_LINK,
    nonce: BigInt(sponsorId),
    deadline: secondsOf(stage.clock.now()) + YEAR_SECONDS,
  });
  const { code } = await stage.doors.invitations.createInvitation(signed, await stage.signIn(inviter));
  memory.links.set(sponsorId, code);
  return code;
}

/** Closes a period by two people, on figures that are final. */
export async function close(stage: DemoStage, period: number, memory: Memory): Promise<void> {
  await finalize(stage);
  const { settlement } = stage.doors;
  const { inputsDigest } = await settlement.dryRun(period);
  const request = await settlement.requestClose(period, inputsDigest, staffOf(memory, 'administrator'));
  const operation = await settlement.approveClose(request.requestId, staffOf(memory, 'approver'));
  refuseFailure(operation, `Period ${period} could not be closed`);
  await stage.settle();
  await finalize(stage);
}

function staffOf(memory: Memory, who: keyof typeof staffNames): Actor {
  const actor = memory.staff.get(who);
  if (!actor) throw new Error(`The story needs its ${who} before the company is founded.`);
  return actor;
}

function refuseFailure(operation: OperationState, what: string): void {
  if (operation.status === 'failed') throw new Error(`${what}: ${operation.error?.code ?? 'unknown reason'}`);
}

const secondsOf = (time: Date): number => Math.floor(time.getTime() / 1000);

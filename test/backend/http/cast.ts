import type { Operation } from '#api/operations.ts';
import type { Order } from '#api/orders.ts';
import type { Doors, GenealogyDoor, OperationsDoor, OrdersDoor } from '#http/dependencies.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { type Door, openDoor, recorder, signIn, walletOf } from './door.ts';
import { ownOperation, ownOrder, subject } from './requests.ts';

/** Everybody that a route can meet. The subject is `self`; `upline` stands above it, `stranger` in another line. */
export const cast = ['anonymous', 'self', 'upline', 'stranger', 'administrator', 'approver', 'auditor', 'operator'] as const;
export type Part = (typeof cast)[number];

const memberOf: Partial<Record<Part, number>> = { upline: 2, self: subject, stranger: 9 };

/** A door with the whole cast signed in. Ownership of the order and the operation is the subject's. */
export async function openDoorWithCast(): Promise<{ door: Door; cookieOf: (part: Part) => Promise<string | undefined> }> {
  const door = await openDoor({ behind: ownership });
  const index = (part: Part): number => 20 + cast.indexOf(part);
  for (const part of cast) {
    const wallet = walletOf(index(part)).address;
    const memberId = memberOf[part];
    if (memberId !== undefined) door.members.set(wallet.toLowerCase(), memberId);
    else if (part !== 'anonymous' && part !== 'self' && part !== 'upline' && part !== 'stranger') {
      await door.identity.grantRole({ wallet, role: part, by: 'test' });
    }
  }
  return { door, cookieOf: async (part) => (part === 'anonymous' ? undefined : signIn(door, walletOf(index(part)))) };
}

function ownership(calls: string[]): Partial<Doors> {
  const genealogy = recorder('genealogy', calls) as GenealogyDoor;
  const orders = recorder('orders', calls) as OrdersDoor;
  const operations = recorder('operations', calls) as OperationsDoor;
  const only =
    <T>(known: string, thing: T) =>
    async (id: string): Promise<T> => {
      if (id !== known) throw new UplineError('REQUEST.NOT_FOUND');
      return thing;
    };
  return {
    genealogy: override(genealogy, { isUpline: async (ancestor: number, below: number) => ancestor === 2 && below === subject }),
    orders: override(orders, { orderById: only(ownOrder, sampleOrder) }),
    operations: override(operations, { operationById: only(ownOperation, sampleOperation) }),
  };
}

function override<T extends object>(door: T, methods: Partial<T>): T {
  return new Proxy(door, { get: (target, name) => (name in methods ? methods[name as keyof T] : target[name as keyof T]) });
}

const at = '2026-11-21T12:00:00.000Z';
const sampleOrder: Order = {
  orderId: ownOrder,
  orderRef: '1001',
  memberId: subject,
  memberName: null,
  kind: 'own',
  customerName: null,
  status: 'placed',
  lines: [],
  total: '1',
  pv: '1',
  cv: '1',
  period: null,
  placedAt: at,
  timeline: [],
  payment: null,
  refundReason: null,
  refundOperationId: null,
};
const sampleOperation: Operation & { error: null } = {
  operationId: ownOperation,
  kind: 'claim',
  status: 'queued',
  memberId: subject,
  txHash: null,
  error: null,
  createdAt: at,
  updatedAt: at,
};

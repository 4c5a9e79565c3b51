import { z } from 'zod';
import { canonicalText } from '../canonical.ts';
import { keccakText } from '../hash.ts';
import { faultsOf, MOST_FAULTS, type PlanFault } from '../plan/faults.ts';
import { amountSchema } from '../plan/parts.ts';
import { networkFault } from './words.ts';

export const CARRY_FORMAT = 'upline.carry/1';

const name = z.string().min(1).max(64);
const whole = z.int().nonnegative();
const hash = z.string().regex(/^0x[0-9a-f]{64}$/, { error: 'hash' });
const signedAmount = z.string().regex(/^(?:0|-?[1-9]\d{0,29})$/, { error: 'amount' });
/** Member's place in the list from 1, and an amount; members with nothing are left out. */
const column = z.array(z.tuple([whole, amountSchema]));
const signedColumns = z.record(z.string(), z.array(z.tuple([whole, signedAmount])));
/** What is remembered beside money: plans.md, section 13. */
const columnsSchema = z.strictObject({ ranks: z.array(z.string()), values: signedColumns });

const orderSchema = z.strictObject({
  ref: name,
  member: name,
  customer: name.optional(),
  /** The first order of the customer; told only by plans that ask for it. */
  newCustomer: z.literal(true).optional(),
  period: whole,
  entry: whole,
  pv: amountSchema,
  cv: amountSchema,
  refundedPv: amountSchema,
  refundedCv: amountSchema,
  /** The part of it that later periods took back. */
  refundedLater: amountSchema.optional(),
});

const periodSchema = z.strictObject({
  period: whole,
  memberCount: whole,
  limit: amountSchema,
  gross: amountSchema,
  /** For each cap of the plan: member (0 for all), limit, sum. Who stayed below is left out. */
  caps: z.array(z.array(z.tuple([whole, amountSchema, amountSchema]))).optional(),
  ppv: column,
  left: z.array(whole),
  customers: column.optional(),
  customerPv: column.optional(),
  columns: columnsSchema.optional(),
  differences: signedColumns.optional(),
});

/** What a run of a file leaves for the next: all that the engine may ask about the past. `hash` covers everything else in it. */
export const carrySchema = z.strictObject({
  format: z.literal(CARRY_FORMAT),
  planHash: hash,
  period: whole,
  entryCount: whole,
  budget: signedAmount,
  members: z.array(
    z.strictObject({
      id: name,
      sponsor: name.optional(),
      parent: name.optional(),
      leg: whole.optional(),
      /** Period of a place that came after the member. */
      placedIn: whole.optional(),
    }),
  ),
  cumulative: column,
  debt: column,
  columns: columnsSchema.optional(),
  orders: z.array(orderSchema),
  periods: z.array(periodSchema),
  hash,
});

export type CarryFile = z.infer<typeof carrySchema>;

/** Completes a carry by the hash of its other fields. */
export function sealCarry(carry: Omit<CarryFile, 'hash'>): CarryFile {
  return { ...carry, hash: keccakText(canonicalText(carry)) };
}

/** Checks a carry; `planHash` is that of the plan it is to be used with. A whole result of a run is taken for the carry in it. */
export function readCarry(data: unknown, planHash: string): { carry?: CarryFile; faults: PlanFault[] } {
  const inner = carryInside(data);
  const read = carrySchema.safeParse(inner, { reportInput: true });
  if (!read.success) return { faults: read.error.issues.flatMap((issue) => faultsOf(issue)).slice(0, MOST_FAULTS) };
  const carry = read.data;
  const { hash: sealed, ...rest } = carry;
  const faults: PlanFault[] = [];
  if (carry.planHash !== planHash) faults.push(networkFault('planHash', 'carryOfAnotherPlan'));
  if (sealCarry(rest).hash !== sealed) faults.push(networkFault('hash', 'carryChanged'));
  return faults.length === 0 ? { carry, faults } : { faults };
}

function carryInside(data: unknown): unknown {
  const isResult = typeof data === 'object' && data !== null && 'carry' in data && 'earnings' in data;
  return isResult ? data.carry : data;
}

export function columnOf(values: BigUint64Array): [number, string][] {
  const rows: [number, string][] = [];
  values.forEach((value, index) => {
    if (value > 0n) rows.push([index, String(value)]);
  });
  return rows;
}

export function valuesOf(rows: readonly (readonly [number, string])[], memberCount: number): BigUint64Array {
  const values = new BigUint64Array(memberCount + 1);
  // Members who are not there yet have no room in it: nothing is kept behind its end.
  for (const [index, value] of rows) values[index] = BigInt(value);
  return values;
}

type SignedColumns = z.infer<typeof signedColumns>;

/** Columns as a file holds them: members with 0 are left out. */
export function signedColumnsOf(columns: ReadonlyMap<string, BigInt64Array>): SignedColumns {
  const rows: SignedColumns = {};
  for (const [name, values] of [...columns].sort(([one], [other]) => (one < other ? -1 : 1))) {
    rows[name] = [...values].flatMap((value, index): [number, string][] => (value === 0n ? [] : [[index, String(value)]]));
  }
  return rows;
}

export function signedValuesOf(columns: SignedColumns, memberCount: number): Map<string, BigInt64Array> {
  return new Map(
    Object.entries(columns).map(([name, rows]) => {
      const values = new BigInt64Array(memberCount + 1);
      for (const [index, value] of rows) values[index] = BigInt(value);
      return [name, values];
    }),
  );
}

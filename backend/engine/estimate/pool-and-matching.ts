import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { applyRate } from '#kernel/rate.ts';
import { type Reckoning } from '../bonuses/kind.ts';
import { type MatchingBonus } from '../bonuses/matching.ts';
import { poolKind, type PoolBonus } from '../bonuses/pool.ts';
import { type Settled } from './branches.ts';
import { branchesOf, type Followed } from './changes.ts';
import { type Sums } from './sums.ts';

/** A pool is divided anew: an order changes what everybody has of it. */
export function followPool(bonus: PoolBonus, { context, cvOf }: Settled, sums: Sums): Followed {
  const reckon = poolKind.open(bonus, context);
  let left: Reckoning = {};
  function add(sign: 1 | -1): void {
    for (const { memberId, amount } of left.claims ?? []) sums.add(memberId, sign === 1 ? amount : -amount, sign);
  }
  return {
    follow() {
      add(-1);
      left = reckon({ cvOf, earned: new Map(), earnedAfterCaps: () => new Map() });
      add(1);
    },
    columns: () => left.columns ?? [],
  };
}

/**
 * Matching changes where somebody earned more or less of what is matched, and below whoever begins or ceases to be passed over.
 * @param matched what the bonuses come to that are matched; they are up to date when this one follows
 */
export function followMatching(bonus: MatchingBonus, { context, legs }: Settled, matched: readonly Sums[], sums: Sums): Followed {
  const { memberCount, sponsorOf, meets } = context;
  const lowest = bonus.levels.map(({ rankAtLeast }) => (rankAtLeast === undefined ? 0 : context.rankNumber(rankAtLeast)));
  const [payable, rank] = [new Uint8Array(memberCount + 1), new Uint8Array(memberCount + 1)];
  const holderOf = new Uint32Array(memberCount + 1);
  const base = new BigInt64Array(memberCount + 1);
  const hasBase = new Uint8Array(memberCount + 1);

  function give(source: number, sign: 1 | -1): void {
    if (hasBase[source] !== 1) return;
    let holder = holderOf[sponsorOf[source] ?? 0] ?? 0;
    for (const [index, { ratePpm }] of bonus.levels.entries()) {
      if (holder === 0) return;
      if (ratePpm > 0 && payable[holder] === 1 && (rank[holder] ?? 0) >= (lowest[index] ?? 0)) {
        const amount = applyRate(base[source] ?? 0n, ratePpm, bonus.rounding);
        sums.add(holder, sign === 1 ? amount : -amount, sign);
      }
      holder = holderOf[sponsorOf[holder] ?? 0] ?? 0;
    }
  }
  function learn(member: number): void {
    payable[member] = meets(bonus.payTo, member) ? 1 : 0;
    rank[member] = context.rank[member] ?? 0;
  }
  function hold(member: number): void {
    const holds = bonus.compression === 'none' || payable[member] === 1;
    holderOf[member] = holds ? member : (holderOf[sponsorOf[member] ?? 0] ?? 0);
  }
  function earn(member: number): void {
    base[member] = matched.reduce((sum, earned) => sum + earned.of(member), 0n);
    hasBase[member] = matched.some((earned) => earned.hasShare(member)) ? 1 : 0;
  }
  function settleAll(): void {
    sums.clear();
    for (let member = COMPANY_MEMBER; member <= memberCount; member += 1) {
      learn(member);
      hold(member);
      earn(member);
    }
    for (let source = COMPANY_MEMBER; source <= memberCount; source += 1) give(source, 1);
  }

  settleAll();
  return {
    follow({ members }) {
      const others = members.filter(
        (member) => (payable[member] === 1) !== meets(bonus.payTo, member) || rank[member] !== context.rank[member],
      );
      const branch = branchesOf(others, legs);
      if (branch === undefined) {
        settleAll();
        return;
      }
      const earned = new Set(matched.flatMap(({ changed }) => changed));
      const sources = new Set([...branch, ...earned]);
      for (const source of sources) give(source, -1);
      for (const member of others) learn(member);
      for (const member of branch) hold(member);
      for (const member of earned) earn(member);
      for (const source of sources) give(source, 1);
    },
  };
}

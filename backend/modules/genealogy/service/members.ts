import type {
  Frontline,
  FrontlineRow,
  FrontlineSort,
  MemberCard,
  MemberList,
  MemberRow,
  MemberSort,
  StrongestLegs,
  TreeWindow,
  UplinePath,
} from '#api/genealogy.ts';
import type { AsOf } from '#api/values.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { isMemberId } from '#kernel/ids.ts';
import type { ListedMember, Selection, Wanted } from '#mirror/read/index.ts';
import { activeFrom, activeTest, isActive, readCursor, readSort, writeCursor } from '../rules.ts';
import { createNameKeys } from './names.ts';
import type { GenealogyOptions } from './options.ts';

export interface Members {
  listMembers(question: MemberQuestion): Promise<MemberList>;
  /** @throws UplineError REQUEST.NOT_FOUND */
  memberCard(memberId: number): Promise<MemberCard>;
  frontline(memberId: number, question: FrontlineQuestion): Promise<Frontline>;
  /** Everybody below, each recruit with their own branch before the next. */
  downline(memberId: number, question: DownlineQuestion): Promise<Frontline>;
  /** The frontline members with the greatest group volume. */
  strongestLegs(memberId: number, question: { limit: number; period?: number | undefined }): Promise<StrongestLegs>;
  /** The whole of `downline`, part by part, all as of one block. */
  everyDownlineRow(memberId: number, question: Omit<DownlineQuestion, 'cursor' | 'limit'>): AsyncGenerator<FrontlineRow[]>;
  /** The whole of `listMembers`, part by part, all as of one block. */
  everyMemberRow(question: Omit<MemberQuestion, 'cursor' | 'limit'>): AsyncGenerator<MemberRow[]>;
  treeWindow(memberId: number, question: { depth: number; limit: number; period?: number | undefined }): Promise<TreeWindow>;
  uplinePath(memberId: number): Promise<UplinePath>;
  isUpline(ancestor: number, memberId: number): Promise<boolean>;
  /** Display names; members without one are left out. */
  namesOf(memberIds: readonly number[]): Promise<Map<number, string>>;
  /** @throws UplineError GENEALOGY.UNKNOWN_MEMBER */
  refuseUnknown(memberId: number): Promise<void>;
}

interface PageQuestion {
  readonly cursor?: string | undefined;
  readonly limit: number;
}
export interface MemberQuestion extends PageQuestion {
  readonly query?: string | undefined;
  readonly sort: MemberSort;
  readonly status: 'all' | 'active' | 'inactive';
}
export interface DownlineQuestion extends PageQuestion {
  readonly query?: string | undefined;
  readonly period?: number | undefined;
}
export interface FrontlineQuestion extends PageQuestion {
  readonly sort: FrontlineSort;
  readonly query?: string | undefined;
  readonly period?: number | undefined;
}

type SortKey = 'memberId' | 'name' | 'joinedAt' | 'ppv' | 'gv' | 'downlineCount';
type Figures = ListedMember & { readonly name: string | null };

/** Most people that a search looks at; whoever finds more has to search for more. */
const searchLimit = 1000;

export function createMembers({ mirror, identity, clock }: GenealogyOptions): Members {
  const nameKeys = createNameKeys({ identity, clock });
  const thresholds = new Map<string, bigint>();
  /** PV from which one is active in a period, by the plan that governs it. */
  const activeFromIn = async (period: number): Promise<bigint | undefined> => {
    const plan = await mirror.planForPeriod(period);
    if (plan === undefined) return undefined;
    const from = thresholds.get(plan.planHash) ?? activeFrom(plan.spec);
    thresholds.set(plan.planHash, from);
    return from;
  };
  /** Asked for before the report, so that the report is never older than it says. */
  const position = async (): Promise<{ openPeriod: number; asOf: AsOf }> => {
    const { block, time, period } = await mirror.reportPosition();
    return { openPeriod: period, asOf: { block, time: time.toISOString() } };
  };
  const named = async (rows: readonly ListedMember[]): Promise<Figures[]> => {
    const names = await identity.namesOf(rows.map((row) => row.memberId));
    return rows.map((row) => ({ ...row, name: names.get(row.memberId) ?? null }));
  };
  const known = async (memberId: number): Promise<void> => {
    if ((await mirror.memberById(memberId)) === undefined) throw new UplineError('REQUEST.NOT_FOUND');
  };
  /** Numbers of those whom the words can mean, or undefined when everybody is meant. */
  const search = async (query: string | undefined): Promise<Set<number> | undefined> => {
    if (query === undefined) return undefined;
    const text = query.trim();
    if (/^0x[0-9a-fA-F]*$/.test(text)) return new Set(await mirror.findByWallet(text, searchLimit));
    const byName = await identity.searchByName(text, searchLimit);
    const number = Number(text.replace(/^#/, ''));
    return new Set(isMemberId(number) ? [number, ...byName] : byName);
  };
  const among = async (query: string | undefined): Promise<Wanted | undefined> => {
    const found = await search(query);
    return found && ((memberId) => found.has(memberId));
  };
  const selectionOf = async (
    period: number,
    from: bigint | undefined,
    question: { query?: string | undefined; sort: FrontlineSort; status: 'all' | 'active' | 'inactive' },
  ): Promise<Selection> => {
    const { key, descending } = readSort<SortKey>(question.sort);
    const found = await search(question.query);
    const { status } = question;
    const active = activeTest(from);
    const only: Wanted | undefined =
      found === undefined && status === 'all'
        ? undefined
        : (memberId, ppv) =>
            (found?.has(memberId) ?? true) && (status === 'all' || active(memberId, ppv) === (status === 'active'));
    return { period, sort: key === 'name' ? await nameKeys(descending) : key, descending, only };
  };

  return {
    namesOf: (memberIds) => identity.namesOf(memberIds),
    refuseUnknown: async (memberId) => {
      if ((await mirror.memberById(memberId)) === undefined) throw new UplineError('GENEALOGY.UNKNOWN_MEMBER', { memberId });
    },
    isUpline: (ancestor, memberId) => mirror.isUpline(ancestor, memberId),
    listMembers: async ({ limit, cursor, ...question }) => {
      const offset = readCursor(cursor);
      const { openPeriod: period, asOf } = await position();
      const from = await activeFromIn(period);
      const { items, total } = await mirror.members({ ...(await selectionOf(period, from, question)), offset, limit });
      const rows = await named(items);
      return { items: rows.map((row) => memberRow(row, from)), total, ...next(offset, limit, total), asOf };
    },
    memberCard: async (memberId) => {
      const { openPeriod: period, asOf } = await position();
      const [row] = await named(await mirror.figures([memberId], period));
      if (row === undefined) throw new UplineError('REQUEST.NOT_FOUND');
      const sponsorName = row.sponsorId === null ? null : ((await identity.namesOf([row.sponsorId])).get(row.sponsorId) ?? null);
      return { ...memberRow(row, await activeFromIn(period)), sponsorName, period, asOf };
    },
    frontline: async (memberId, { limit, cursor, ...question }) => {
      await known(memberId);
      const offset = readCursor(cursor);
      const { openPeriod, asOf } = await position();
      const period = question.period ?? openPeriod;
      const from = await activeFromIn(period);
      const selection = await selectionOf(period, from, { ...question, status: 'all' });
      const { items, total } = await mirror.frontline(memberId, { ...selection, offset, limit });
      const rows = (await named(items)).map((row) => frontlineRow(row, from));
      return { items: rows, total, ...next(offset, limit, total), period, asOf };
    },
    downline: async (memberId, { limit, cursor, ...question }) => {
      await known(memberId);
      const offset = readCursor(cursor);
      const { openPeriod, asOf } = await position();
      const period = question.period ?? openPeriod;
      const from = await activeFromIn(period);
      const { items, total } = await mirror.downline(memberId, { period, only: await among(question.query), offset, limit });
      const rows = (await named(items)).map((row) => frontlineRow(row, from));
      return { items: rows, total, ...next(offset, limit, total), period, asOf };
    },
    strongestLegs: async (memberId, { limit, ...question }) => {
      await known(memberId);
      const { openPeriod, asOf } = await position();
      const period = question.period ?? openPeriod;
      const from = await activeFromIn(period);
      const items = (await named(await mirror.topLegs(memberId, limit, period))).map((row) => frontlineRow(row, from));
      return { items, period, asOf };
    },
    everyDownlineRow: async function* (memberId, question) {
      await known(memberId);
      const period = question.period ?? (await position()).openPeriod;
      const from = await activeFromIn(period);
      for await (const part of mirror.everyDownline(memberId, { period, only: await among(question.query) }))
        yield (await named(part)).map((row) => frontlineRow(row, from));
    },
    everyMemberRow: async function* (question) {
      const period = (await position()).openPeriod;
      const from = await activeFromIn(period);
      for await (const part of mirror.everyMember(await selectionOf(period, from, question)))
        yield (await named(part)).map((row) => memberRow(row, from));
    },
    treeWindow: async (memberId, { depth, limit, ...question }) => {
      await known(memberId);
      const { openPeriod, asOf } = await position();
      const period = question.period ?? openPeriod;
      const from = await activeFromIn(period);
      const window = await mirror.downlineWindow(memberId, { depth, limit, period });
      const names = await identity.namesOf(window.map((node) => node.memberId));
      const nodes = window.map((node) => ({
        ...frontlineRow({ ...node, name: names.get(node.memberId) ?? null }, from),
        level: node.level,
        foldedCount: node.foldedCount,
      }));
      return { nodes, period, asOf };
    },
    uplinePath: async (memberId) => {
      await known(memberId);
      const { asOf } = await position();
      const path = await mirror.uplinePath(memberId);
      const names = await identity.namesOf(path.map((member) => member.memberId));
      const items = path.map((member) => ({
        memberId: member.memberId,
        name: names.get(member.memberId) ?? null,
        depth: member.depth,
        joinedAt: member.joinedAt.toISOString(),
      }));
      return { items, asOf };
    },
  };
}

function next(offset: number, limit: number, total: number): { nextCursor: string | null } {
  return { nextCursor: offset + limit < total ? writeCursor(offset + limit) : null };
}

function frontlineRow(row: Figures, from: bigint | undefined): FrontlineRow {
  return {
    memberId: row.memberId,
    name: row.name,
    sponsorId: row.sponsorId,
    depth: row.depth,
    joinedAt: row.joinedAt.toISOString(),
    frontlineCount: row.frontlineCount,
    downlineCount: row.downlineCount,
    ppv: row.ppv.toString(),
    gv: row.gv.toString(),
    active: isActive(row.memberId, row.ppv, from),
  };
}

function memberRow(row: Figures, from: bigint | undefined): MemberRow {
  return { ...frontlineRow(row, from), wallet: row.wallet };
}

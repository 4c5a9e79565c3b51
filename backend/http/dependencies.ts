import type { ClaimOffer, Claim } from '#api/claims.ts';
import type { CreditOffer } from '#api/credits.ts';
import type { Product } from '#api/catalog.ts';
import type { DemoPerson } from '#api/demo.ts';
import type { EarningLines, Earnings } from '#api/earnings.ts';
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
import type { IndexerStatus } from '#api/indexer.ts';
import type { InvitationOffer, InvitationRow, InvitationTerms, PlacementPlace } from '#api/invitations.ts';
import type { Consent } from '#api/join.ts';
import type { Operation } from '#api/operations.ts';
import type { Order, OrderKind, OrderList, OrderQuote, OrderStatus } from '#api/orders.ts';
import type { PlanDetail, PlanSummary } from '#api/plans.ts';
import type { CloseRequest, DryRun, PaymentRound, PeriodSummary, RunSummary } from '#api/settlement.ts';
import type { DeploymentInfo, Disclosure } from '#api/system.ts';
import type { TrialLine, TrialScenario } from '#api/trials.ts';
import type { Address, AsOf, Hash, Signature } from '#api/values.ts';
import type { ErrorCode, ErrorParameters, Locale } from '#kernel/errors/index.ts';

/*
 * What the HTTP door needs from the floors below, by the shape of the API contracts. The floors do not know this file: the process in
 * backend/bin hands their doors in, and the compiler says when one does not fit.
 *
 * All doors: what is missing is thrown as UplineError('REQUEST.NOT_FOUND'); amounts leave as decimal text; who may call was settled
 * before the call, except where a method takes `by` or `viewer`.
 */

/** Somebody who is signed in, as known when the request began. */
export interface Actor {
  readonly accountId: string;
  readonly wallet: Address;
  /** The member whose wallet this is now; null for staff without a place. */
  readonly memberId: number | null;
}

export interface Paging {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** An operation before its failure is put into the reader's words. */
export interface OperationState extends Omit<Operation, 'error'> {
  readonly error: { readonly code: ErrorCode; readonly parameters: ErrorParameters } | null;
}

export interface GenealogyDoor {
  listMembers(
    question: Paging & { query?: string | undefined; sort: MemberSort; status: 'all' | 'active' | 'inactive' },
  ): Promise<MemberList>;
  memberCard(memberId: number): Promise<MemberCard>;
  frontline(
    memberId: number,
    question: Paging & { sort: FrontlineSort; query?: string | undefined; period?: number | undefined },
  ): Promise<Frontline>;
  treeWindow(memberId: number, question: { depth: number; limit: number; period?: number | undefined }): Promise<TreeWindow>;
  uplinePath(memberId: number): Promise<UplinePath>;
  downline(memberId: number, question: Paging & { query?: string | undefined; period?: number | undefined }): Promise<Frontline>;
  strongestLegs(memberId: number, question: { limit: number; period?: number | undefined }): Promise<StrongestLegs>;
  /** Whole lists for files, part by part. */
  everyDownlineRow(
    memberId: number,
    question: { query?: string | undefined; period?: number | undefined },
  ): AsyncIterable<readonly FrontlineRow[]>;
  everyMemberRow(question: {
    query?: string | undefined;
    sort: MemberSort;
    status: 'all' | 'active' | 'inactive';
  }): AsyncIterable<readonly MemberRow[]>;
  /** Whether `ancestor` stands above `memberId` in the sponsor tree, at any distance. False for unknown numbers. */
  isUpline(ancestor: number, memberId: number): Promise<boolean>;
}

export interface InvitationsDoor {
  invitationByCode(code: string): Promise<InvitationOffer>;
  placeByCode(code: string): Promise<PlacementPlace | null>;
  /** Checks the signature and that `by` is the sponsor (or an inviter); the same invitation twice is the same row. */
  createInvitation(
    request: { invitation: InvitationTerms; inviter: Address; signature: Signature },
    by: Actor,
  ): Promise<InvitationRow>;
  invitationsOf(sponsorId: number): Promise<InvitationRow[]>;
}

export interface JoinDoor {
  join(request: { code: string; name: string; locale: Locale; consent: Consent; signature: Signature }): Promise<OperationState>;
  /** Only operations of kind enroll; any other is not found. */
  joinOperation(operationId: string): Promise<OperationState>;
}

export interface CatalogDoor {
  listProducts(): Promise<Product[]>;
}

export interface OrdersDoor {
  placeOrder(
    memberId: number,
    request: { kind: OrderKind; lines: { sku: string; quantity: number }[]; customerName?: string | undefined },
  ): Promise<Order>;
  /** `memberId` null: of everybody. Newest first. */
  listOrders(
    question: Paging & { memberId: number | null; status?: OrderStatus | undefined; period?: number | undefined },
  ): Promise<OrderList>;
  orderById(orderId: string): Promise<Order>;
  /** The demo card; asking again for a paid order gives it as it is. */
  payByDemoCard(orderId: string): Promise<Order>;
  /** A signed price for paying on the chain. */
  quoteOrder(orderId: string): Promise<OrderQuote>;
  confirmPayment(orderId: string, by: Actor): Promise<Order>;
  refundOrder(orderId: string, reason: string, by: Actor): Promise<Order>;
}

export interface EarningsDoor {
  earningsOf(memberId: number): Promise<Earnings>;
  /** `viewer` null: staff, who may open every order; a member: order ids of others are left out. */
  earningLines(memberId: number, period: number, viewer: number | null): Promise<EarningLines>;
}

export interface ClaimsDoor {
  claimOffer(memberId: number): Promise<ClaimOffer>;
  claimsOf(memberId: number): Promise<{ items: Claim[]; asOf: AsOf }>;
  /** Relays a claim. Asking twice for the same root and amount is the same operation. */
  requestClaim(memberId: number, request: { root: Hash; cumulative: string }): Promise<OperationState>;
  creditOffer(memberId: number): Promise<CreditOffer>;
  /** Relays the withdrawal of all instant credit. Asking again before it is final is the same operation. */
  requestCredit(memberId: number): Promise<OperationState>;
}

export interface OperationsDoor {
  operationById(operationId: string): Promise<OperationState>;
}

export interface PlansDoor {
  listPlans(): Promise<PlanSummary[]>;
  planByVersion(version: number): Promise<PlanDetail>;
}

/** Lines come until the trial ends or `signal` is aborted. One trial at a time for an account. */
export interface TrialsDoor {
  backtest(plan: string, asker: { accountId: string; signal: AbortSignal }, upTo?: number): AsyncIterable<TrialLine>;
  simulate(plan: string, scenario: TrialScenario, asker: { accountId: string; signal: AbortSignal }): AsyncIterable<TrialLine>;
}

export interface SettlementDoor {
  listPeriods(): Promise<PeriodSummary[]>;
  periodByNumber(period: number): Promise<PeriodSummary>;
  dryRun(period: number): Promise<DryRun>;
  requestClose(period: number, inputsDigest: Hash, by: Actor): Promise<CloseRequest>;
  /** Refuses the person who asked. */
  approveClose(requestId: string, by: Actor): Promise<OperationState>;
  runPeriod(period: number): Promise<RunSummary>;
  proposePeriod(period: number, by: Actor): Promise<OperationState>;
  /** Pays everybody who waits for the money of this period. */
  payMembers(period: number): Promise<PaymentRound>;
  /** The published bytes; not found before the proposal. */
  payoutFile(period: number): Promise<Uint8Array>;
}

export interface SystemDoor {
  deployment(): DeploymentInfo;
  disclosure(): Promise<Disclosure>;
}

export interface IndexerDoor {
  indexerStatus(): Promise<IndexerStatus>;
  /** What has happened to the mirror, by name: holes, healed blocks, bad answers of nodes, reorganisations. */
  indexerCounters(): Promise<Readonly<Record<string, number>>>;
}

/** A failing check names its reason in plain words for the operator. */
export interface ReadinessCheck {
  readonly name: string;
  check(): Promise<{ ready: boolean; reason?: string }>;
}

export interface DemoDoor {
  people(): Promise<DemoPerson[]>;
  moveTime(days: number): Promise<{ block: number; time: string }>;
}

/** All doors of modules and workflows that routes call. `demo` is there in demo worlds only; without it its routes do not exist. */
export interface Doors {
  readonly system: SystemDoor;
  readonly genealogy: GenealogyDoor;
  readonly invitations: InvitationsDoor;
  readonly join: JoinDoor;
  readonly catalog: CatalogDoor;
  readonly orders: OrdersDoor;
  readonly earnings: EarningsDoor;
  readonly claims: ClaimsDoor;
  readonly operations: OperationsDoor;
  readonly plans: PlansDoor;
  readonly trials: TrialsDoor;
  readonly settlement: SettlementDoor;
  readonly indexer: IndexerDoor;
  readonly demo?: DemoDoor;
}

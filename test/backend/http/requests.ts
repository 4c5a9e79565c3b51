import type { RouteId } from '#api/index.ts';
import { routes } from '#api/index.ts';
import type { RouteDefinition } from '#api/define-route.ts';
import { api } from './door.ts';

const address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const hash = `0x${'ab'.repeat(32)}`;
const signature = `0x${'12'.repeat(65)}`;
export const ownOrder = '018f0000-0000-7000-8000-000000000001';
export const ownOperation = '018f0000-0000-7000-8000-000000000002';
export const unknownId = '018f0000-0000-7000-8000-0000000000ff';
/** The member that requests are about; `orders` and `operations` above are theirs. */
export const subject = 5;

const invitation = {
  chainId: 31_337,
  gateway: address,
  sponsorId: subject,
  invitee: address,
  uses: 1,
  nonce: '7',
  deadline: 1_900_000_000,
};
const consent = {
  sponsorId: subject,
  parentId: 0,
  leg: 0,
  wallet: address,
  termsHash: hash,
  nonce: '1',
  deadline: 1_900_000_000,
};

export interface SampleRequest {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** One acceptable request for each route. The compiler asks for a new one when a route is added. */
export const sampleRequests: Readonly<Record<RouteId, SampleRequest>> = {
  'system.deployment': { path: '/deployment' },
  'system.disclosure': { path: '/disclosure' },
  'auth.nonce': { path: '/auth/nonce', body: {} },
  'auth.signIn': { path: '/auth/session', body: { message: 'unreadable', signature } },
  'auth.signOut': { path: '/auth/session' },
  'auth.me': { path: '/me' },
  'auth.updateMe': { path: '/me', body: { name: 'Somebody', locale: 'en' } },
  'views.list': { path: '/views', query: { list: 'members' } },
  'views.save': {
    path: '/views',
    body: { list: 'team', name: 'Mine', settings: { filter: { sort: '-ppv' }, hidden: ['wallet'] } },
  },
  'views.delete': { path: `/views/${unknownId}` },
  'invitations.get': { path: '/invitations/abcdefghij' },
  'invitations.place': { path: '/invitations/abcdefghij/place' },
  'invitations.create': { path: '/invitations', body: { invitation, inviter: address, signature } },
  'invitations.list': { path: '/invitations' },
  'join.create': { path: '/join', body: { code: 'abcdefghij', name: 'New', locale: 'ru', consent, signature } },
  'join.get': { path: `/join/${ownOperation}` },
  'members.list': {
    path: '/members',
    query: { query: 'a', sort: '-ppv', status: 'active', limit: '10', cursor: 'abc', format: 'json' },
  },
  'members.get': { path: `/members/${subject}` },
  'members.frontline': {
    path: `/members/${subject}/frontline`,
    query: { sort: '-gv', query: 'a', period: '1', limit: '10', cursor: 'abc' },
  },
  'members.downline': { path: `/members/${subject}/downline`, query: { limit: '10', period: '1', query: 'Ann' } },
  'members.legs': { path: `/members/${subject}/legs`, query: { limit: '10', period: '1' } },
  'members.tree': { path: `/members/${subject}/tree`, query: { depth: '2', limit: '10', period: '1' } },
  'members.upline': { path: `/members/${subject}/upline` },
  'catalog.list': { path: '/products' },
  'orders.place': {
    path: '/orders',
    body: { kind: 'customer', lines: [{ sku: 'TEA-1', quantity: 2 }], customerName: 'Customer' },
  },
  'orders.list': {
    path: '/orders',
    query: { scope: 'mine', status: 'paid', period: '1', limit: '10', cursor: 'abc', format: 'json' },
  },
  'orders.get': { path: `/orders/${ownOrder}` },
  'orders.pay': { path: `/orders/${ownOrder}/payment`, body: { method: 'demo-card' } },
  'orders.quote': { path: `/orders/${ownOrder}/quote`, body: {} },
  'orders.confirmPayment': { path: `/orders/${ownOrder}/payment-confirmation`, body: {} },
  'orders.refund': { path: `/orders/${ownOrder}/refund`, body: { reason: 'Damaged' } },
  'earnings.get': { path: `/members/${subject}/earnings` },
  'earnings.lines': { path: `/members/${subject}/earnings/1/lines` },
  'claims.offer': { path: `/members/${subject}/claim` },
  'claims.create': { path: `/members/${subject}/claims`, body: { root: hash, cumulative: '100' } },
  'credits.offer': { path: `/members/${subject}/credit` },
  'credits.withdraw': { path: `/members/${subject}/credit-withdrawals` },
  'claims.list': { path: `/members/${subject}/claims` },
  'operations.get': { path: `/operations/${ownOperation}` },
  'plans.list': { path: '/plans' },
  'plans.get': { path: '/plans/1' },
  'trials.backtest': { path: '/trials/backtest', body: { plan: '{}' } },
  'trials.simulate': {
    path: '/trials/growth',
    body: {
      plan: '{}',
      scenario: {
        months: 24,
        seed: 1,
        startMembers: 100,
        mostMembers: 1_000,
        bringsPpm: 1,
        buysPpm: 1,
        sellsPpm: 1,
        leavesPpm: 1,
        refundsPpm: 1,
      },
    },
  },
  'periods.list': { path: '/periods' },
  'periods.get': { path: '/periods/1' },
  'periods.dryRun': { path: '/periods/1/dry-run', body: {} },
  'periods.requestClose': { path: '/periods/1/close-requests', body: { inputsDigest: hash } },
  'closeRequests.approve': { path: `/close-requests/${unknownId}/approval`, body: {} },
  'periods.run': { path: '/periods/1/run', body: {} },
  'periods.propose': { path: '/periods/1/proposal', body: {} },
  'periods.pay': { path: '/periods/1/payments', body: {} },
  'payoutFiles.get': { path: '/payout-files/1' },
  'indexer.get': { path: '/indexer' },
  'demo.people': { path: '/demo/people' },
  'demo.time': { path: '/demo/time', body: { days: 1 } },
};

export const allRoutes: readonly (RouteDefinition & { id: RouteId })[] = routes;
export const changingRoutes = allRoutes.filter((route) => route.method !== 'GET');

export function addressOf(sample: SampleRequest): string {
  const query = sample.query === undefined ? '' : `?${new URLSearchParams(sample.query).toString()}`;
  return api(sample.path) + query;
}

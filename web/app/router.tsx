import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { Permission } from '#kernel/roles.ts';
import { deploymentQuery } from '../api/deployment.ts';
import { may, sessionQuery } from '../api/session.ts';
import {
  auditSearch,
  memberListSearch,
  orderListSearch,
  plansSearch,
  proofSearch,
  recoverSearch,
  signInSearch,
  teamSearch,
} from '../features/navigation/search.ts';
import { FailedPage, MissingPage, WaitingPage } from './shell/special-pages.tsx';
import { Shell } from './shell/shell.tsx';

interface Context {
  readonly queryClient: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  // Both are needed before anything can be drawn: what money is called, and who is looking.
  loader: async ({ context }) => {
    await Promise.all([context.queryClient.ensureQueryData(deploymentQuery), context.queryClient.ensureQueryData(sessionQuery)]);
  },
  component: Shell,
});

/** Ends this navigation and begins another: the router wants a redirect to be thrown. */
function goInstead(to: '/sign-in' | '/console' | '/home', next?: string): never {
  redirect({ to, search: next === undefined ? {} : { next }, throw: true });
  throw new Error('a redirect ends the navigation');
}

/** Sends a visitor to sign in and back. */
async function requireSession({ context, location }: { context: Context; location: { href: string } }) {
  const session = await context.queryClient.ensureQueryData(sessionQuery);
  if (session === null) return goInstead('/sign-in', location.href);
  return session;
}

async function requireMember(options: { context: Context; location: { href: string } }) {
  const session = await requireSession(options);
  if (session.memberId === null) goInstead('/console');
}

function requirePermission(permission: Permission) {
  return async (options: { context: Context; location: { href: string } }) => {
    const session = await requireSession(options);
    if (!may(session, permission)) goInstead(session.memberId === null ? '/console' : '/home');
  };
}

const landing = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/public/landing.tsx'), 'LandingPage'),
});
const join = createRoute({
  getParentRoute: () => root,
  path: '/join/$code',
  component: lazyRouteComponent(() => import('../pages/public/join.tsx'), 'JoinPage'),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('../pages/public/sign-in.tsx'), 'SignInPage'),
});
const recover = createRoute({
  getParentRoute: () => root,
  path: '/recover',
  validateSearch: recoverSearch,
  component: lazyRouteComponent(() => import('../pages/public/recover.tsx'), 'RecoverPage'),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('../pages/audit/audit.tsx'), 'AuditPage'),
});

const cabinet = createRoute({ getParentRoute: () => root, id: 'cabinet', beforeLoad: requireMember });
const home = createRoute({
  getParentRoute: () => cabinet,
  path: '/home',
  component: lazyRouteComponent(() => import('../pages/cabinet/home.tsx'), 'HomePage'),
});
const team = createRoute({
  getParentRoute: () => cabinet,
  path: '/team',
  validateSearch: teamSearch,
  component: lazyRouteComponent(() => import('../pages/cabinet/team.tsx'), 'TeamPage'),
});
const earnings = createRoute({
  getParentRoute: () => cabinet,
  path: '/earnings',
  component: lazyRouteComponent(() => import('../pages/cabinet/earnings.tsx'), 'EarningsPage'),
});
const receive = createRoute({
  getParentRoute: () => cabinet,
  path: '/receive',
  component: lazyRouteComponent(() => import('../pages/cabinet/receive.tsx'), 'ReceivePage'),
});
const shop = createRoute({
  getParentRoute: () => cabinet,
  path: '/shop',
  component: lazyRouteComponent(() => import('../pages/cabinet/shop.tsx'), 'ShopPage'),
});
const orders = createRoute({
  getParentRoute: () => cabinet,
  path: '/orders',
  component: lazyRouteComponent(() => import('../pages/cabinet/orders.tsx'), 'OrdersPage'),
});
const invitations = createRoute({
  getParentRoute: () => cabinet,
  path: '/invitations',
  component: lazyRouteComponent(() => import('../pages/cabinet/invitations.tsx'), 'InvitationsPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signedIn',
  beforeLoad: async (options) => {
    await requireSession(options);
  },
});
const member = createRoute({
  getParentRoute: () => signedIn,
  path: '/members/$memberId',
  component: lazyRouteComponent(() => import('../pages/cabinet/member.tsx'), 'MemberPage'),
});
const order = createRoute({
  getParentRoute: () => signedIn,
  path: '/orders/$orderId',
  component: lazyRouteComponent(() => import('../pages/cabinet/order.tsx'), 'OrderPage'),
});
const proof = createRoute({
  getParentRoute: () => signedIn,
  path: '/proof',
  validateSearch: proofSearch,
  component: lazyRouteComponent(() => import('../pages/cabinet/proof.tsx'), 'ProofPage'),
});
const console_ = createRoute({
  getParentRoute: () => signedIn,
  path: '/console',
  component: lazyRouteComponent(() => import('../pages/console/start.tsx'), 'ConsoleStartPage'),
});
const plans = createRoute({
  getParentRoute: () => signedIn,
  path: '/console/plans',
  validateSearch: plansSearch,
  component: lazyRouteComponent(() => import('../pages/console/plans.tsx'), 'PlansPage'),
});
const designer = createRoute({
  getParentRoute: () => root,
  path: '/console/designer',
  beforeLoad: requirePermission('plans.try'),
  component: lazyRouteComponent(() => import('../pages/console/designer.tsx'), 'DesignerPage'),
});
const backtest = createRoute({
  getParentRoute: () => root,
  path: '/console/backtest',
  beforeLoad: requirePermission('plans.try'),
  component: lazyRouteComponent(() => import('../pages/console/backtest.tsx'), 'BacktestPage'),
});
const publish = createRoute({
  getParentRoute: () => root,
  path: '/console/publish',
  beforeLoad: requirePermission('plans.try'),
  component: lazyRouteComponent(() => import('../pages/console/publish.tsx'), 'PublishPage'),
});
const members = createRoute({
  getParentRoute: () => root,
  path: '/console/members',
  beforeLoad: requirePermission('members.list'),
  validateSearch: memberListSearch,
  component: lazyRouteComponent(() => import('../pages/console/members.tsx'), 'MembersPage'),
});
const allOrders = createRoute({
  getParentRoute: () => root,
  path: '/console/orders',
  beforeLoad: requirePermission('orders.see'),
  validateSearch: orderListSearch,
  component: lazyRouteComponent(() => import('../pages/console/orders.tsx'), 'AllOrdersPage'),
});
const periods = createRoute({
  getParentRoute: () => root,
  path: '/console/periods',
  beforeLoad: requirePermission('settlement.see'),
  component: lazyRouteComponent(() => import('../pages/console/periods.tsx'), 'PeriodsPage'),
});
const period = createRoute({
  getParentRoute: () => root,
  path: '/console/periods/$period',
  component: lazyRouteComponent(() => import('../pages/console/period.tsx'), 'PeriodPage'),
  beforeLoad: requireSession,
});
const indexer = createRoute({
  getParentRoute: () => root,
  path: '/console/indexer',
  beforeLoad: requirePermission('indexer.see'),
  component: lazyRouteComponent(() => import('../pages/console/indexer.tsx'), 'IndexerPage'),
});

const routeTree = root.addChildren([
  landing,
  join,
  signIn,
  recover,
  audit,
  cabinet.addChildren([home, team, earnings, receive, shop, orders, invitations]),
  signedIn.addChildren([member, order, proof, console_, plans]),
  designer,
  backtest,
  publish,
  members,
  allOrders,
  periods,
  period,
  indexer,
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingComponent: WaitingPage,
    defaultErrorComponent: FailedPage,
    defaultNotFoundComponent: MissingPage,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}

import * as auth from './auth.ts';
import * as catalog from './catalog.ts';
import * as claims from './claims.ts';
import * as credits from './credits.ts';
import type { RouteDefinition } from './define-route.ts';
import * as demo from './demo.ts';
import * as earnings from './earnings.ts';
import * as genealogy from './genealogy.ts';
import * as indexer from './indexer.ts';
import * as invitations from './invitations.ts';
import * as joining from './join.ts';
import * as orders from './orders.ts';
import * as plans from './plans.ts';
import * as settlement from './settlement.ts';
import * as system from './system.ts';
import * as trials from './trials.ts';
import * as views from './views.ts';

/** Every route of the API, all below `apiRoot`. A route that is not here does not exist. */
export const routes = [
  system.getDeployment,
  system.getDisclosure,
  auth.issueNonce,
  auth.createSession,
  auth.deleteSession,
  auth.getMe,
  auth.updateMe,
  views.listViews,
  views.saveView,
  views.deleteView,
  invitations.getInvitation,
  invitations.getPlace,
  invitations.createInvitation,
  invitations.listInvitations,
  joining.join,
  joining.getJoin,
  genealogy.listMembers,
  genealogy.getMember,
  genealogy.getFrontline,
  genealogy.getDownline,
  genealogy.getLegs,
  genealogy.getTree,
  genealogy.getUpline,
  catalog.listProducts,
  orders.placeOrder,
  orders.listOrders,
  orders.getOrder,
  orders.payOrder,
  orders.quoteOrder,
  orders.confirmPayment,
  orders.refundOrder,
  earnings.getEarnings,
  earnings.getEarningLines,
  claims.getClaim,
  claims.createClaim,
  claims.listClaims,
  credits.getCredit,
  credits.withdrawCredit,
  claims.getOperation,
  plans.listPlans,
  plans.getPlan,
  trials.backtestPlan,
  trials.simulatePlan,
  settlement.listPeriods,
  settlement.getPeriod,
  settlement.dryRunPeriod,
  settlement.requestClose,
  settlement.approveClose,
  settlement.runPeriod,
  settlement.proposePeriod,
  settlement.payMembers,
  settlement.getPayoutFile,
  indexer.getIndexer,
  demo.listDemoPeople,
  demo.moveDemoTime,
] as const satisfies readonly RouteDefinition[];

export const apiRoot = '/api/v1';

export type Route = (typeof routes)[number];
export type RouteId = Route['id'];
/** The route with this id, for tables that must have a handler for each. */
export type RouteWithId<Id extends RouteId> = Extract<Route, { id: Id }>;

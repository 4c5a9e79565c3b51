import 'i18next';
import type common from '../locales/en/common.json';
import type status from '../locales/en/status.json';
import type wallet from '../locales/en/wallet.json';
import type landing from '../locales/en/landing.json';
import type signin from '../locales/en/signin.json';
import type join from '../locales/en/join.json';
import type home from '../locales/en/home.json';
import type team from '../locales/en/team.json';
import type member from '../locales/en/member.json';
import type proof from '../locales/en/proof.json';
import type earnings from '../locales/en/earnings.json';
import type receive from '../locales/en/receive.json';
import type shop from '../locales/en/shop.json';
import type orders from '../locales/en/orders.json';
import type invitations from '../locales/en/invitations.json';
import type console from '../locales/en/console.json';
import type plans from '../locales/en/plans.json';
import type periods from '../locales/en/periods.json';
import type recover from '../locales/en/recover.json';
import type audit from '../locales/en/audit.json';
import type designer from '../locales/en/designer.json';
import type trials from '../locales/en/trials.json';

/** Keys are checked against the English texts; a test keeps both languages equal. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      common: typeof common;
      status: typeof status;
      wallet: typeof wallet;
      landing: typeof landing;
      signin: typeof signin;
      join: typeof join;
      home: typeof home;
      team: typeof team;
      member: typeof member;
      proof: typeof proof;
      earnings: typeof earnings;
      receive: typeof receive;
      shop: typeof shop;
      orders: typeof orders;
      invitations: typeof invitations;
      console: typeof console;
      plans: typeof plans;
      periods: typeof periods;
      recover: typeof recover;
      audit: typeof audit;
      designer: typeof designer;
      trials: typeof trials;
    };
  }
}

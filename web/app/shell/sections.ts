import {
  IconBuildingWarehouse,
  IconCalendarStats,
  IconCertificate,
  IconCoins,
  IconFileText,
  IconHistory,
  IconHome,
  IconReceipt,
  IconRulerMeasure,
  IconSend,
  IconShieldCheck,
  IconShoppingBag,
  IconSitemap,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { Session } from '#api/auth.ts';
import type { Permission } from '#kernel/roles.ts';
import { may } from '../../api/session.ts';

export interface Destination {
  readonly to:
    | '/home'
    | '/team'
    | '/shop'
    | '/earnings'
    | '/orders'
    | '/invitations'
    | '/proof'
    | '/console/members'
    | '/console/orders'
    | '/console/periods'
    | '/console/plans'
    | '/console/designer'
    | '/console/backtest'
    | '/console/indexer'
    | '/audit';
  readonly text:
    | 'home'
    | 'team'
    | 'shop'
    | 'earnings'
    | 'orders'
    | 'invitations'
    | 'proof'
    | 'members'
    | 'allOrders'
    | 'periods'
    | 'plans'
    | 'designer'
    | 'backtest'
    | 'indexer'
    | 'audit';
  readonly icon: Icon;
}

export interface Section {
  readonly key: 'cabinet' | 'console' | 'check';
  readonly items: readonly Destination[];
}

const cabinet: readonly Destination[] = [
  { to: '/home', text: 'home', icon: IconHome },
  { to: '/team', text: 'team', icon: IconSitemap },
  { to: '/shop', text: 'shop', icon: IconShoppingBag },
  { to: '/earnings', text: 'earnings', icon: IconCoins },
  { to: '/orders', text: 'orders', icon: IconReceipt },
  { to: '/invitations', text: 'invitations', icon: IconSend },
];

const console_: readonly (Destination & { readonly permission: Permission })[] = [
  { to: '/console/members', text: 'members', icon: IconUsers, permission: 'members.list' },
  { to: '/console/orders', text: 'allOrders', icon: IconReceipt, permission: 'orders.see' },
  { to: '/console/periods', text: 'periods', icon: IconCalendarStats, permission: 'settlement.see' },
  { to: '/console/indexer', text: 'indexer', icon: IconBuildingWarehouse, permission: 'indexer.see' },
  { to: '/console/designer', text: 'designer', icon: IconRulerMeasure, permission: 'plans.try' },
  { to: '/console/backtest', text: 'backtest', icon: IconHistory, permission: 'plans.try' },
];

const plans: Destination = { to: '/console/plans', text: 'plans', icon: IconFileText };
const proof: Destination = { to: '/proof', text: 'proof', icon: IconCertificate };
const audit: Destination = { to: '/audit', text: 'audit', icon: IconShieldCheck };

/** What this person can open, in the order of use. Who is nobody here sees the public pages only. */
export function sectionsOf(session: Session | null): readonly Section[] {
  if (session === null) return [];
  const staff = console_.filter((item) => may(session, item.permission));
  return [
    ...(session.memberId === null ? [] : [{ key: 'cabinet', items: cabinet } as const]),
    ...(staff.length === 0 ? [] : [{ key: 'console', items: staff } as const]),
    { key: 'check', items: [plans, proof, audit] } as const,
  ];
}

/** The four that stand in thumb's reach on a phone; the rest is behind "More". */
export function thumbItems(sections: readonly Section[]): readonly Destination[] {
  return sections.flatMap((section) => section.items).slice(0, 4);
}

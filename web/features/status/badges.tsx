import { useTranslation } from 'react-i18next';
import type { EarningStatus } from '#api/earnings.ts';
import type { InvitationState } from '#api/invitations.ts';
import type { OperationStatus } from '#api/operations.ts';
import type { OrderStatus } from '#api/orders.ts';
import type { PeriodStatus } from '#api/settlement.ts';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';

const earningTones: Record<EarningStatus, Tone> = {
  estimate: 'neutral',
  preliminary: 'neutral',
  inReview: 'attention',
  claimable: 'progress',
  received: 'good',
};
const orderTones: Record<OrderStatus, Tone> = {
  placed: 'attention',
  paid: 'progress',
  recorded: 'progress',
  final: 'good',
  refunded: 'neutral',
};
const periodTones: Record<PeriodStatus, Tone> = {
  open: 'progress',
  closed: 'attention',
  calculated: 'attention',
  inReview: 'attention',
  accepted: 'good',
};
const invitationTones: Record<InvitationState, Tone> = { valid: 'good', expired: 'neutral', usedUp: 'neutral', revoked: 'bad' };
const operationTones: Record<OperationStatus, Tone> = {
  queued: 'neutral',
  sent: 'progress',
  mined: 'progress',
  final: 'good',
  failed: 'bad',
};

export function EarningBadge({ status }: { status: EarningStatus }) {
  const { t } = useTranslation('status');
  return <StatusBadge tone={earningTones[status]} label={t(`earning.${status}`)} />;
}

export function OrderBadge({ status }: { status: OrderStatus }) {
  const { t } = useTranslation('status');
  return <StatusBadge tone={orderTones[status]} label={t(`order.${status}`)} />;
}

export function PeriodBadge({ status }: { status: PeriodStatus }) {
  const { t } = useTranslation('status');
  return <StatusBadge tone={periodTones[status]} label={t(`period.${status}`)} />;
}

export function InvitationBadge({ state }: { state: InvitationState }) {
  const { t } = useTranslation('status');
  return <StatusBadge tone={invitationTones[state]} label={t(`invitation.${state}`)} />;
}

export function OperationBadge({ status }: { status: OperationStatus }) {
  const { t } = useTranslation('status');
  return <StatusBadge tone={operationTones[status]} label={t(`operation.${status}`)} />;
}

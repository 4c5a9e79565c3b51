import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Details } from '../ui/details.tsx';
import type { Refusal } from '../chain/refusal.ts';
import type { WalletFault } from './faults.ts';
import { useRefusalText } from './refusal-text.ts';
import type { ChainFault } from './transaction/state.ts';

/** What went wrong with a wallet or a transaction, whether anything moved, and the next step. */
export function FaultNotice({
  fault,
  reason = null,
  refusal = null,
  retry,
  action,
}: {
  fault: WalletFault | ChainFault;
  reason?: string | null;
  /** What the contract said; its words and cure stand in place of the general ones. */
  refusal?: Refusal | null;
  retry?: (() => void) | undefined;
  action?: ReactNode;
}) {
  const { t } = useTranslation('wallet');
  const { t: common } = useTranslation('common');
  const refusalText = useRefusalText();
  const told = refusal === null ? null : refusalText(refusal);
  const code = refusal?.code ?? `WALLET.${fault.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
  return (
    <Alert
      color={fault === 'rejected' ? 'yellow' : 'red'}
      radius="lg"
      role="alert"
      icon={<IconAlertTriangle />}
      title={told?.message ?? t(`fault.${fault}.title`)}
      data-fault={fault}
      data-code={code}
    >
      <Stack gap="sm" align="flex-start">
        {told === null ? null : <Text size="sm">{told.cure}</Text>}
        <Text size="sm">{t(told === null ? `fault.${fault}.next` : 'refusedBefore')}</Text>
        {reason === null ? null : (
          <Details>
            <code>{reason}</code>
          </Details>
        )}
        <Text size="xs" c="dimmed">
          {common('errorCode', { code })}
        </Text>
        <Group gap="xs">
          {retry === undefined ? null : (
            <Button size="xs" variant="default" onClick={retry}>
              {common('tryAgain')}
            </Button>
          )}
          {action}
        </Group>
      </Stack>
    </Alert>
  );
}

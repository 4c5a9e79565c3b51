import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Details } from '../ui/details.tsx';
import type { WalletFault } from './faults.ts';
import type { ChainFault } from './transaction/state.ts';

/** What went wrong with a wallet or a transaction, whether anything moved, and the next step. */
export function FaultNotice({
  fault,
  reason = null,
  retry,
  action,
}: {
  fault: WalletFault | ChainFault;
  reason?: string | null;
  retry?: (() => void) | undefined;
  action?: ReactNode;
}) {
  const { t } = useTranslation('wallet');
  const { t: common } = useTranslation('common');
  return (
    <Alert
      color={fault === 'rejected' ? 'yellow' : 'red'}
      radius="lg"
      role="alert"
      icon={<IconAlertTriangle />}
      title={t(`fault.${fault}.title`)}
      data-fault={fault}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t(`fault.${fault}.next`)}</Text>
        {reason === null ? null : (
          <Details>
            <code>{reason}</code>
          </Details>
        )}
        <Text size="xs" c="dimmed">
          {common('errorCode', { code: `WALLET.${fault.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}` })}
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

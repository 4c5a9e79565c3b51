import { Alert, Stack } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Fingerprint } from '../../ui/address.tsx';
import { Details } from '../../ui/details.tsx';
import { FaultNotice } from '../fault-notice.tsx';
import type { useTransaction } from './use-transaction.ts';

/** How far a transaction of the reader's own wallet has come. */
export function TransactionNotice({ transaction, retry }: { transaction: ReturnType<typeof useTransaction>; retry: () => void }) {
  const { t } = useTranslation('wallet');
  const { state } = transaction;
  if (state.phase === 'failed')
    return <FaultNotice fault={state.fault} reason={state.hash} refusal={state.refusal} retry={retry} />;
  if (state.phase === 'asking') {
    return (
      <Alert color="gray" icon={<IconClock />} title={t('asking.title')} role="status">
        {t(state.slow ? 'asking.slow' : 'asking.text')}
      </Alert>
    );
  }
  if (state.phase === 'sent') {
    return (
      <Alert
        color={state.slow ? 'yellow' : 'gray'}
        icon={<IconClock />}
        title={t(state.slow ? 'sent.slowTitle' : 'sent.title')}
        role="status"
        data-fault={state.slow ? 'slow' : undefined}
      >
        <Stack gap={4}>
          {t(state.slow ? 'sent.slowText' : 'sent.text')}
          <Details>
            <Fingerprint value={state.hash} />
          </Details>
        </Stack>
      </Alert>
    );
  }
  return state.phase === 'done' ? <Alert color="pine" title={t('done')} role="status" /> : null;
}

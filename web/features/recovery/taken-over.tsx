import { Button, Card, Group, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { connect, disconnect } from 'wagmi/actions';
import { useIsDemo } from '../../api/deployment.ts';
import type { Agreement } from '../../chain/account.ts';
import { Address } from '../../ui/address.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { faultOf } from '../../wallet/faults.ts';
import { FaultNotice } from '../../wallet/fault-notice.tsx';
import { useWallet } from '../../wallet/use-wallet.ts';

/** The new wallet acts for the member now: read back from the chain. */
export function TakenOver({ memberId, agreement }: { memberId: number; agreement: Agreement }) {
  const { t } = useTranslation('recover');
  const demo = useIsDemo();
  const wallet = useWallet();
  const navigate = useNavigate();
  const [failed, setFailed] = useState<unknown>(null);
  const actAsNew = async () => {
    if (!__DEMO__) return;
    try {
      const { actAsReplacement } = await import('../../wallet/demo/act-as.ts');
      await actAsReplacement(wallet.config, { connect, disconnect });
      await navigate({ to: '/sign-in' });
    } catch (error) {
      setFailed(error);
    }
  };
  return (
    <Card padding="xl" data-recovery-stage="done">
      <Stack>
        <Group wrap="nowrap">
          <ThemeIcon size={44} radius="xl" aria-hidden>
            <IconCheck />
          </ThemeIcon>
          <Title order={2}>{t('done.title', { number: memberId })}</Title>
        </Group>
        <Address value={agreement.wallet} full />
        <Text>{t('done.text')}</Text>
        {failed === null ? null : <FaultNotice fault={faultOf(failed)} />}
        <Group>
          <LinkButton to="/sign-in">{t('done.signIn')}</LinkButton>
          {demo ? (
            <Button variant="default" onClick={() => void actAsNew()} data-act-as-new>
              {t('done.demo')}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Card>
  );
}

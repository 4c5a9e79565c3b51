import { Button, Group, Stack } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RecoverySteps } from '../../features/recovery/recovery-steps.tsx';
import { Page } from '../../ui/page.tsx';
import { LazyPart } from '../../ui/states.tsx';
import { WholeNumberInput } from '../../ui/whole-number-input.tsx';
import { WalletProvider } from '../../wallet/wallet-provider.tsx';

const route = getRouteApi('/recover');

/** Open to everybody: who lost a wallet cannot sign in, and who helps may not be a member. */
export function RecoverPage() {
  const { t } = useTranslation('recover');
  const { member } = route.useSearch();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<string | number>(member ?? '');
  const wanted = Number(asked);
  const valid = Number.isInteger(wanted) && wanted > 0;
  return (
    <Page title={t('title')} lead={t('lead')} width="narrow">
      <Stack gap="lg">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (valid) void navigate({ to: '/recover', search: { member: wanted } });
          }}
        >
          <Group align="flex-end" gap="sm">
            <WholeNumberInput label={t('member')} value={asked} onChange={setAsked} maw={150} />
            <Button type="submit" variant={member === undefined ? 'filled' : 'default'} disabled={!valid}>
              {t('look')}
            </Button>
          </Group>
        </form>
        {member === undefined || member === 0 ? null : (
          <LazyPart lines={3}>
            <WalletProvider>
              <RecoverySteps key={member} memberId={member} />
            </WalletProvider>
          </LazyPart>
        )}
      </Stack>
    </Page>
  );
}

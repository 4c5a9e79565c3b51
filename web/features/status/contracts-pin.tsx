import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeployment } from '../../api/deployment.ts';
import { isPinned, pinAgain } from '../../chain/pinned.ts';

/** Whether this browser knows the contracts that the server names. Until a person has looked, nothing is signed. */
export function useContractsPin() {
  const deployment = useDeployment();
  const [pinned, setPinned] = useState(() => isPinned(deployment));
  return {
    pinned,
    accept: () => {
      pinAgain(deployment);
      setPinned(true);
    },
  };
}

/** Says that the contracts are others than before; empty when they are not. */
export function MovedContracts({ pin }: { pin: ReturnType<typeof useContractsPin> }) {
  const { t } = useTranslation('proof');
  if (pin.pinned) return null;
  return (
    <Alert color="red" title={t('moved.title')} icon={<IconAlertTriangle />} role="alert" data-moved-contracts>
      <Stack align="flex-start" gap="sm">
        <Text size="sm">{t('moved.text')}</Text>
        <Button size="xs" variant="default" onClick={pin.accept}>
          {t('moved.accept')}
        </Button>
      </Stack>
    </Alert>
  );
}

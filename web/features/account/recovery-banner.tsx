import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useDeployment } from '../../api/deployment.ts';
import { readRecovery } from '../../chain/account.ts';
import { formatDateTime } from '../../ui/format/time.ts';
import { LinkButton } from '../../ui/link.tsx';
import { useLocale } from '../../ui/locale.ts';

/** On the first page, because who can stop a recovery has a few days to notice it. Empty when none is running. */
export default function RecoveryBanner({ memberId }: { memberId: number }) {
  const { t } = useTranslation('member');
  const locale = useLocale();
  const deployment = useDeployment();
  const { data } = useQuery({
    queryKey: ['recovery', memberId],
    queryFn: () => readRecovery(memberId, deployment),
    refetchInterval: 60_000,
    retry: 1,
  });
  if (data === undefined || data.running === null) return null;
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title={t('account.running')} role="alert" data-recovery-banner>
      <Text size="sm" mb="xs">
        {t('account.runningText', { time: formatDateTime(data.running.readyAt, locale) })}
      </Text>
      <LinkButton to="/members/$memberId" params={{ memberId: String(memberId) }} color="red" size="xs">
        {t('account.look')}
      </LinkButton>
    </Alert>
  );
}

import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { moveDemoTime } from '#api/demo.ts';
import { callRoute } from '../../api/client.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { ErrorState } from '../../ui/states.tsx';
import { useAction } from '../../api/use-action.ts';

/** In a demo nobody waits for days. */
export function DemoClock({ days }: { days: number }) {
  const { t } = useTranslation('status');
  const failureOf = useFailureText();
  const queryClient = useQueryClient();
  const move = useAction({
    mutationFn: () => callRoute(moveDemoTime, { body: { days } }),
    onSuccess: () => queryClient.invalidateQueries(),
  });
  return (
    <Group>
      <Button variant="default" loading={move.isPending} onClick={() => move.mutate()} data-demo-clock>
        {t('demoClock.button', { count: days })}
      </Button>
      <Text size="sm" c="dimmed">
        {t('demoClock.note')}
      </Text>
      {move.error === null ? null : <ErrorState failure={failureOf(move.error)} />}
    </Group>
  );
}

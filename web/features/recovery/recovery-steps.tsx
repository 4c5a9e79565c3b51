import { Alert, Card, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useIsDemo } from '../../api/deployment.ts';
import { Address } from '../../ui/address.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatDateTime } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { EmptyState } from '../../ui/states.tsx';
import { StepList, type StepState } from '../../ui/step-list.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { ChainView } from '../status/chain-view.tsx';
import { MovedContracts, useContractsPin } from '../status/contracts-pin.tsx';
import { DemoClock } from '../status/demo-clock.tsx';
import { AgreeStep } from './agree-step.tsx';
import { FinishStep, StartStep } from './send-steps.tsx';
import { TakenOver } from './taken-over.tsx';
import { useRecovery, type RecoveryStage } from './use-recovery.ts';

const stages: readonly RecoveryStage[] = ['agree', 'start', 'wait', 'finish'];

/** Moving a place to a new wallet: who agrees, who starts, how long the old wallet can stop it, and the end. */
export function RecoverySteps({ memberId }: { memberId: number }) {
  const { t } = useTranslation('recover');
  const locale = useLocale();
  const demo = useIsDemo();
  const pin = useContractsPin();
  const recovery = useRecovery(memberId);
  const { chain, agreement, stage } = recovery;
  const refresh = () => void chain.refetch();
  return (
    <ChainView query={chain} lines={3}>
      {(data) => {
        if (stage === 'done' && agreement !== null) return <TakenOver memberId={memberId} agreement={agreement} />;
        if (data.wallet === null)
          return <EmptyState title={t('noWallet.title', { number: memberId })} text={t('noWallet.text')} />;
        if (data.recovery === null) return <EmptyState title={t('nobody.title', { number: memberId })} text={t('nobody.text')} />;
        const { running } = data;
        const now = stage === null ? 0 : stages.indexOf(stage);
        const stateOf = (step: number): StepState => (step < now ? 'done' : step === now ? 'current' : 'waiting');
        const readyAt = running === null ? '' : formatDateTime(running.readyAt, locale);
        return (
          <Card padding="lg" data-recovery-stage={stage}>
            <Stack gap="lg">
              <MovedContracts pin={pin} />
              <Facts
                wide
                items={[
                  { label: t('currentWallet'), value: <Address value={data.wallet} full /> },
                  { label: t('named'), value: <Address value={data.recovery} full /> },
                  ...(running === null && agreement === null
                    ? []
                    : [
                        {
                          label: t('newWallet'),
                          value: <Address value={running?.newWallet ?? agreement?.wallet ?? ''} full />,
                        },
                      ]),
                ]}
              />
              <StepList
                steps={[
                  {
                    key: 'agree',
                    title: t('step.agree'),
                    state: stateOf(0),
                    ...(stage === 'agree'
                      ? {
                          content: (
                            <Stack gap="sm">
                              {recovery.stale ? <Alert color="yellow" title={t('stale')} /> : null}
                              <AgreeStep memberId={memberId} allowed={pin.pinned} onAgreed={recovery.keep} />
                            </Stack>
                          ),
                        }
                      : {}),
                  },
                  {
                    key: 'start',
                    title: t('step.start'),
                    state: stateOf(1),
                    ...(stage === 'start' && agreement !== null
                      ? {
                          content: (
                            <StartStep
                              agreement={agreement}
                              named={data.recovery}
                              allowed={pin.pinned}
                              onStarted={refresh}
                              onAnother={recovery.forget}
                            />
                          ),
                        }
                      : {}),
                  },
                  {
                    key: 'wait',
                    title: t('step.wait', { count: data.delayDays }),
                    state: stateOf(2),
                    ...(stage === 'wait'
                      ? {
                          note: t('waitUntil', { time: readyAt }),
                          content: (
                            <Stack gap="sm">
                              <Text size="sm">{t('waitMeans')}</Text>
                              {demo ? <DemoClock days={data.delayDays} /> : null}
                            </Stack>
                          ),
                        }
                      : {}),
                  },
                  {
                    key: 'finish',
                    title: t('step.finish'),
                    state: stateOf(3),
                    ...(stage === 'finish'
                      ? {
                          content: (
                            <FinishStep memberId={memberId} current={data.wallet} allowed={pin.pinned} onFinished={refresh} />
                          ),
                        }
                      : {}),
                  },
                ]}
              />
              <LinkButton to="/sign-in" variant="subtle" size="xs" style={{ alignSelf: 'flex-start' }}>
                {t('notLost')}
              </LinkButton>
            </Stack>
          </Card>
        );
      }}
    </ChainView>
  );
}

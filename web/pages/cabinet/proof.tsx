import { Alert, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UplineStep } from '#api/genealogy.ts';
import { useDeployment } from '../../api/deployment.ts';
import { useSession } from '../../api/session.ts';
import { asksIsUpline, comparePaths, walkUpline } from '../../features/proof/check-upline.ts';
import { MovedContracts, useContractsPin } from '../../features/status/contracts-pin.tsx';
import { PersonName } from '../../features/status/person-name.tsx';
import { uplineQuery } from '../../features/team/queries.ts';
import { Fingerprint } from '../../ui/address.tsx';
import { Details } from '../../ui/details.tsx';
import { Page } from '../../ui/page.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { WholeNumberInput } from '../../ui/whole-number-input.tsx';

const route = getRouteApi('/signedIn/proof');

export function ProofPage() {
  const { t } = useTranslation('proof');
  const session = useSession();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const memberId = search.member ?? session?.memberId ?? 1;
  const [asked, setAsked] = useState<string | number>(memberId);
  return (
    <Page title={t('title')} lead={t('lead')} width="narrow">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({ search: { member: typeof asked === 'number' ? asked : undefined } });
        }}
      >
        <Group align="flex-end">
          <WholeNumberInput label={t('member')} value={asked} onChange={setAsked} flex="1 1 160px" />
          <Button type="submit">{t('check')}</Button>
        </Group>
      </form>
      <Proof key={memberId} memberId={memberId} />
      <OneQuestion key={`q${memberId}`} memberId={memberId} />
    </Page>
  );
}

function Proof({ memberId }: { memberId: number }) {
  const { t } = useTranslation('proof');
  const deployment = useDeployment();
  const pin = useContractsPin();
  const said = useQuery({ ...uplineQuery(memberId), retry: false });
  const walked = useQuery({ queryKey: ['walk', memberId], queryFn: () => walkUpline(memberId, deployment), retry: 1 });
  if (walked.isError) {
    return (
      <ErrorState
        failure={{ code: 'CHAIN.UNREAD', message: t('unread.title'), cure: t('unread.text'), requestId: null }}
        retry={() => void walked.refetch()}
      />
    );
  }
  if (walked.data === undefined || said.isPending) return <LoadingState lines={2} />;
  const steps = said.data?.items ?? [];
  const verdict =
    said.data === undefined
      ? null
      : comparePaths(
          steps.map((step) => step.memberId),
          walked.data.path,
        );
  return (
    <Card>
      <Stack>
        <MovedContracts pin={pin} />
        {verdict === null ? (
          <Alert color="gray" title={t('verdict.chainOnly')} data-verdict="chainOnly">
            {t('verdict.chainOnlyText')}
          </Alert>
        ) : verdict.kind === 'same' ? (
          <Alert color="pine" icon={<IconShieldCheck />} title={t('verdict.same')} data-verdict="same">
            {t('verdict.sameText')}
          </Alert>
        ) : (
          <Alert color="red" icon={<IconAlertTriangle />} title={t('verdict.differs')} role="alert" data-verdict="differs">
            {t('verdict.differsText')}
          </Alert>
        )}
        <Title order={2}>{t('path', { count: walked.data.path.length - 1 })}</Title>
        <Path numbers={walked.data.path} steps={steps} />
        <Details>
          <Stack gap={4}>
            <div>
              {t('contract')}: <Fingerprint value={deployment.contracts.genealogy} />
            </div>
            <div>
              {t('node')}: <Fingerprint value={deployment.rpcUrl} />
            </div>
            <div>
              {t('network')}: {deployment.chainId} · {t('block', { block: walked.data.block.toString() })}
            </div>
          </Stack>
        </Details>
      </Stack>
    </Card>
  );
}

function Path({ numbers, steps }: { numbers: readonly number[]; steps: readonly UplineStep[] }) {
  const { t } = useTranslation('proof');
  const names = new Map(steps.map((step) => [step.memberId, step.name]));
  return (
    <ol style={{ margin: 0, paddingInlineStart: 22 }} data-path={numbers.join(' ')}>
      {numbers.map((number, index) => (
        <li key={number} style={{ padding: '5px 0' }}>
          <PersonName person={{ memberId: number, name: names.get(number) ?? null }} />{' '}
          {index === 0 ? <StatusBadge small tone="neutral" label={t('theMember')} /> : null}
          {index === 1 ? <StatusBadge small tone="good" label={t('sponsor')} /> : null}
        </li>
      ))}
    </ol>
  );
}

/** A direct question to the contract for two numbers. */
function OneQuestion({ memberId }: { memberId: number }) {
  const { t } = useTranslation('proof');
  const deployment = useDeployment();
  const [upline, setUpline] = useState<string | number>(1);
  const [asked, setAsked] = useState<number | null>(null);
  const answer = useQuery({
    queryKey: ['isUpline', asked, memberId],
    queryFn: () => asksIsUpline(asked ?? 0, memberId, deployment),
    enabled: asked !== null,
    retry: false,
  });
  return (
    <Card>
      <Stack>
        <Title order={2}>{t('question.title')}</Title>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (typeof upline === 'number') setAsked(upline);
          }}
        >
          <Group align="flex-end">
            <WholeNumberInput
              label={t('question.label', { number: memberId })}
              value={upline}
              onChange={setUpline}
              flex="1 1 160px"
            />
            <Button type="submit" variant="default">
              {t('question.ask')}
            </Button>
          </Group>
        </form>
        {asked === null ? null : (
          <QueryView query={answer} lines={1}>
            {(yes) => (
              <Text fw={600} role="status">
                {t(yes ? 'question.yes' : 'question.no', { upline: asked, number: memberId })}
              </Text>
            )}
          </QueryView>
        )}
      </Stack>
    </Card>
  );
}

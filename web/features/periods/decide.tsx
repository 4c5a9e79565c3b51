import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { payoutVaultAbi } from '#chain/generated/abi.ts';
import type { PeriodSummary, ProposalSummary } from '#api/settlement.ts';
import { describeError } from '#kernel/errors/index.ts';
import { useDeployment, useIsDemo } from '../../api/deployment.ts';
import { useSession } from '../../api/session.ts';
import { useChainRoles } from '../../chain/roles.ts';
import { Address, Fingerprint } from '../../ui/address.tsx';
import { Details } from '../../ui/details.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatDateTime } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { Money } from '../../ui/money.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { isBusy } from '../../wallet/transaction/state.ts';
import { TransactionNotice } from '../../wallet/transaction/transaction-notice.tsx';
import { useTransaction } from '../../wallet/transaction/use-transaction.ts';
import { useWallet } from '../../wallet/use-wallet.ts';
import { WalletProblem } from '../../wallet/wallet-problem.tsx';
import { DemoClock } from '../status/demo-clock.tsx';
import { checkFile, isInReview } from '../audit/check-file.ts';

/** A sum in review: anybody sees until when; the approver accepts after the window, a guardian can refuse at any time in it. */
export function Decide({ period, inReview }: { period: PeriodSummary; inReview: boolean }) {
  const { t } = useTranslation('periods');
  const locale = useLocale();
  const demo = useIsDemo();
  const { reviewWindowSeconds } = useDeployment();
  const { proposal } = period;
  if (proposal === null) return null;
  return (
    <Stack>
      <Facts
        items={[
          { label: t('review.total'), value: <Money amount={proposal.total} /> },
          { label: t('review.people'), value: proposal.leafCount },
          { label: t('review.ends'), value: formatDateTime(proposal.reviewEndsAt, locale) },
          { label: t('review.proposer'), value: <Address value={proposal.proposer} /> },
        ]}
      />
      <PendingCheck proposal={proposal} inReview={inReview} />
      {inReview && demo ? <DemoClock days={Math.ceil(reviewWindowSeconds / 86_400)} /> : null}
    </Stack>
  );
}

/** Reads the pending root from the vault, downloads the file and rebuilds it here, before anybody is asked to sign. */
function PendingCheck({ proposal, inReview }: { proposal: ProposalSummary; inReview: boolean }) {
  const { t } = useTranslation('periods');
  const locale = useLocale();
  const deployment = useDeployment();
  const check = useQuery({
    queryKey: ['pending-check', proposal.root],
    queryFn: async () => {
      const commitment = { ...proposal, total: BigInt(proposal.total) };
      if (!(await isInReview(commitment, deployment))) return { same: false, faults: [] };
      const { faults } = await checkFile(commitment, deployment);
      return { same: true, faults };
    },
    retry: 1,
  });
  if (check.isError) return <Alert color="yellow" title={t('review.unchecked')} role="alert" />;
  if (check.data === undefined) return <LoadingState lines={1} />;
  const fine = check.data.same && check.data.faults.length === 0;
  return (
    <Stack>
      {fine ? (
        <Alert color="pine" icon={<IconShieldCheck />} title={t('review.checked')} data-file-check="fine" />
      ) : (
        <Alert
          color="red"
          icon={<IconAlertTriangle />}
          title={t(check.data.same ? 'review.fileBad' : 'review.otherRoot')}
          role="alert"
          data-file-check="bad"
        >
          {check.data.faults.map((fault) => (
            <div key={fault.code}>{describeError(fault.code, fault.parameters, locale).message}</div>
          ))}
        </Alert>
      )}
      <Decision proposal={proposal} mayAccept={fine && !inReview} />
    </Stack>
  );
}

function Decision({ proposal, mayAccept }: { proposal: ProposalSummary; mayAccept: boolean }) {
  const { t } = useTranslation('periods');
  const deployment = useDeployment();
  const session = useSession();
  const wallet = useWallet(session?.account.wallet);
  const queryClient = useQueryClient();
  const refresh = () => void queryClient.invalidateQueries({ queryKey: ['periods'] });
  const accept = useTransaction(`accept:${proposal.root}`, refresh);
  const reject = useTransaction(`reject:${proposal.root}`, refresh);
  const roles = useChainRoles(session?.account.wallet);
  const [rejecting, { open, close }] = useDisclosure(false);
  const [reason, setReason] = useState('');
  const vault = { address: deployment.contracts.payoutVault, abi: payoutVaultAbi } as const;
  const { address } = wallet;
  const { period, planVersion, leafCount, root, inputHash, stateRoot, fileHash } = proposal;
  const words = { period, planVersion, leafCount, root, inputHash, stateRoot, fileHash };
  if (roles.data === undefined) return null;
  const own = session?.account.wallet.toLowerCase() === proposal.proposer.toLowerCase();
  if (!roles.data.approver && !roles.data.guardian) return <Text c="dimmed">{t('review.others')}</Text>;

  const send = async (transaction: typeof accept, call: Parameters<typeof wallet.write>[0]) => {
    if (address === null || wallet.problem !== null) return;
    await transaction.run(address, () => wallet.write(call));
  };
  const sendAccept = () => void send(accept, { ...vault, functionName: 'accept', args: [words] });
  const sendReject = () => void send(reject, { ...vault, functionName: 'reject', args: [words, reason.trim()] });
  const ready = address !== null && wallet.problem === null;

  return (
    <Stack>
      <WalletProblem wallet={wallet} />
      {roles.data.approver ? (
        <>
          {own ? <Alert color="yellow" title={t('review.own')} /> : null}
          <TransactionNotice transaction={accept} retry={sendAccept} />
          <Group>
            <Button
              disabled={!ready || !mayAccept || own || accept.state.phase === 'done'}
              loading={isBusy(accept.state)}
              onClick={sendAccept}
              data-accept
            >
              {t('review.accept')} · <Money amount={proposal.total} c="inherit" ml={6} />
            </Button>
          </Group>
          <Text size="sm" c="dimmed">
            {t('review.acceptMeans')}
          </Text>
        </>
      ) : null}
      {roles.data.guardian ? (
        <>
          <TransactionNotice transaction={reject} retry={sendReject} />
          <Group>
            <Button color="red" variant="light" disabled={!ready} loading={isBusy(reject.state)} onClick={open} data-reject>
              {t('review.reject')}
            </Button>
          </Group>
        </>
      ) : null}
      <Details>
        <Stack gap={4}>
          <div>
            {t('review.contract')}: <Fingerprint value={deployment.contracts.payoutVault} />
          </div>
          <div>
            {t('prints.root')}: <Fingerprint value={proposal.root} />
          </div>
        </Stack>
      </Details>
      <Modal
        opened={rejecting}
        onClose={close}
        title={t('review.rejectTitle')}
        closeButtonProps={{ 'aria-label': t('review.close') }}
      >
        <Stack>
          <Text size="sm">{t('review.rejectMeans')}</Text>
          <Textarea
            label={t('review.reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={300}
            autosize
            minRows={2}
            data-autofocus
          />
          <Button
            color="red"
            disabled={reason.trim().length < 3}
            onClick={() => {
              close();
              sendReject();
            }}
          >
            {t('review.reject')}
          </Button>
        </Stack>
      </Modal>
    </Stack>
  );
}

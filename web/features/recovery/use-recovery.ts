import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDeployment } from '../../api/deployment.ts';
import { readRecovery, walletOf, type Agreement } from '../../chain/account.ts';
import { readerOf } from '../../chain/reader.ts';
import { dropFlow, loadFlow, saveFlow } from '../../wallet/flow-storage.ts';
import { agreementFrom, agreementSchema } from './agreement.ts';

export type RecoveryStage = 'agree' | 'start' | 'wait' | 'finish' | 'done';

/** A recovery as the chain has it, and the agreement that this browser keeps for it: brought by a link, or signed here. */
export function useRecovery(memberId: number) {
  const deployment = useDeployment();
  const key = `recover:${memberId}`;
  const [agreement, setAgreement] = useState<Agreement | null>(() => {
    const brought = agreementFrom(location.hash, memberId);
    if (brought !== null) saveFlow(key, brought);
    return brought ?? loadFlow(key, agreementSchema);
  });
  const chain = useQuery({
    queryKey: ['recovery-page', memberId],
    queryFn: async () => {
      const [recovery, wallet, block] = await Promise.all([
        readRecovery(memberId, deployment),
        walletOf(memberId, deployment),
        readerOf(deployment).getBlock({ blockTag: 'latest' }),
      ]);
      return { ...recovery, wallet, now: Number(block.timestamp) };
    },
    refetchInterval: 10_000,
    retry: 1,
  });
  const { data } = chain;
  const stage = data === undefined ? null : stageOf(data, agreement);
  return {
    chain,
    agreement,
    /** There is an agreement that can no longer be used. */
    stale: agreement !== null && stage === 'agree',
    stage,
    keep: (next: Agreement) => {
      saveFlow(key, next);
      setAgreement(next);
    },
    forget: () => {
      dropFlow(key);
      setAgreement(null);
    },
  };
}

interface State {
  readonly running: { readonly readyAt: string } | null;
  readonly wallet: string | null;
  readonly now: number;
}

/** Where a recovery stands. Pure. `now` and `deadline` in unix seconds of the chain. */
export function stageOf(
  { running, wallet, now }: State,
  agreement: Pick<Agreement, 'wallet' | 'deadline'> | null,
): RecoveryStage {
  if (running !== null) return Date.parse(running.readyAt) <= now * 1000 ? 'finish' : 'wait';
  if (agreement === null) return 'agree';
  // Done stays done, though by then the agreement has run out.
  if (wallet?.toLowerCase() === agreement.wallet.toLowerCase()) return 'done';
  return agreement.deadline < now ? 'agree' : 'start';
}

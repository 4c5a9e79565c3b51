import { encodeFunctionData } from 'viem';
import type { CreditOffer } from '#api/credits.ts';
import { payoutVaultAbi } from '#chain/generated/abi.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { isAlive, type Operations } from '../operations.ts';
import type { OperationState, WorkflowContext } from '../types.ts';

export interface WithdrawCredit {
  /** @throws UplineError GENEALOGY.UNKNOWN_MEMBER */
  creditOffer(memberId: number): Promise<CreditOffer>;
  /**
   * Has the company send all instant credit of a member to their wallet and pay the fee. Asking again before it is final is the same
   * operation.
   * @throws UplineError CLAIM.NOTHING, CLAIM.NO_WALLET, CLAIM.BANK_ROUTE, CLAIM.TOO_MANY
   */
  requestCredit(memberId: number): Promise<OperationState>;
}

/** Withdrawals a day (UTC) whose fee the company pays for one member, those that failed included. */
export const DAILY_WITHDRAWALS = 10;

export function createWithdrawCredit(context: WorkflowContext, operations: Operations): WithdrawCredit {
  const { clock, sender, deployment, mirror } = context;

  const creditOffer = async (memberId: number): Promise<CreditOffer> => {
    const [member, { credited, withdrawn }, { block, time }] = await Promise.all([
      mirror.memberById(memberId),
      mirror.creditOf(memberId),
      mirror.asOf(),
    ]);
    if (member === undefined) throw new UplineError('GENEALOGY.UNKNOWN_MEMBER', { memberId });
    return {
      memberId,
      credited: credited.toString(),
      withdrawn: withdrawn.toString(),
      available: (credited - withdrawn).toString(),
      wallet: member.wallet,
      route: member.route,
      asOf: { block, time: time.toISOString() },
    };
  };

  return {
    creditOffer,
    requestCredit: async (memberId) => {
      const day = clock.now().toISOString().slice(0, 10);
      for (let attempt = 1; attempt <= DAILY_WITHDRAWALS; attempt += 1) {
        const key = keyOf(memberId, `${day}:${attempt}`);
        const earlier = await sender.byKey(key);
        // Until it is final the mirror may not know of it, and a second one would find nothing.
        if (isAlive(earlier) && earlier.status !== 'final') return operations.describe(earlier);
        if (earlier !== undefined) continue;
        const { available, wallet, route } = await creditOffer(memberId);
        if (available === '0') throw new UplineError('CLAIM.NOTHING');
        if (wallet === null) throw new UplineError('CLAIM.NO_WALLET', { memberId });
        if (route === 'bank') throw new UplineError('CLAIM.BANK_ROUTE', { memberId });
        const data = encodeFunctionData({ abi: payoutVaultAbi, functionName: 'withdrawCredit', args: [memberId, wallet] });
        const target = deployment.contracts.payoutVault;
        // Two at once find the same number free, and so get the same operation.
        return operations.describe(await sender.enqueue({ key, kind: 'withdrawCredit', role: 'relayer', target, data }));
      }
      throw new UplineError('CLAIM.TOO_MANY', { limit: DAILY_WITHDRAWALS });
    },
  };
}

const keyOf = (memberId: number, attempt: string): string => `credit:${memberId}:${attempt}`;

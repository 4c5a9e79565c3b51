import { encodeFunctionData } from 'viem';
import type { CreditOffer } from '#api/credits.ts';
import { payoutVaultAbi } from '#chain/generated/abi.ts';
import type { ChainOperation } from '#chain/sender.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { isAlive, type Operations } from '../operations.ts';
import type { OperationState, WorkflowContext } from '../types.ts';
import { creditKey } from './key.ts';

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
const DAY_MS = 86_400_000;

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

  /** What was asked for on that day (UTC), in order. */
  const askedOn = async (memberId: number, day: string): Promise<ChainOperation[]> => {
    const asked: ChainOperation[] = [];
    for (let attempt = 1; attempt <= DAILY_WITHDRAWALS; attempt += 1) {
      const operation = await sender.byKey(creditKey(memberId, day, attempt));
      if (operation === undefined) break;
      asked.push(operation);
    }
    return asked;
  };

  return {
    creditOffer,
    requestCredit: async (memberId) => {
      const now = clock.now();
      const today = dayOf(now);
      const [before, asked] = [await askedOn(memberId, dayOf(new Date(now.getTime() - DAY_MS))), await askedOn(memberId, today)];
      // Until it is final the mirror may not know of it, and a second one would find nothing.
      const unfinished = [...before, ...asked].find((operation) => isAlive(operation) && operation.status !== 'final');
      if (unfinished !== undefined) return operations.describe(unfinished);
      if (asked.length === DAILY_WITHDRAWALS) throw new UplineError('CLAIM.TOO_MANY', { limit: DAILY_WITHDRAWALS });
      const { available, wallet, route } = await creditOffer(memberId);
      if (available === '0') throw new UplineError('CLAIM.NOTHING');
      if (wallet === null) throw new UplineError('CLAIM.NO_WALLET', { memberId });
      if (route === 'bank') throw new UplineError('CLAIM.BANK_ROUTE', { memberId });
      // Two at once find the same number free, and so get the same operation.
      const key = creditKey(memberId, today, asked.length + 1);
      const data = encodeFunctionData({ abi: payoutVaultAbi, functionName: 'withdrawCredit', args: [memberId, wallet] });
      const target = deployment.contracts.payoutVault;
      return operations.describe(await sender.enqueue({ key, kind: 'withdrawCredit', role: 'relayer', target, data }));
    },
  };
}

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

import type { ContractEvent } from '#chain/events.ts';
import { type Collector, type Origin, originColumns } from './origin.ts';

type PayoutEvent = Extract<ContractEvent, { contract: 'payoutVault' }>;

export function collectPayouts(event: PayoutEvent, origin: Origin, into: Collector): void {
  const { rows } = into;
  const from = originColumns(origin);
  switch (event.eventName) {
    case 'RootProposed': {
      const { seq, period, root, total, leafCount, planVersion, inputHash, stateRoot, fileHash, proposer, reviewEndsAt } =
        event.args;
      const hashes = [inputHash, stateRoot, fileHash, proposer];
      rows.proposals.push([seq, period, root, total, leafCount, planVersion, ...hashes, reviewEndsAt, ...from]);
      return;
    }
    case 'RootAccepted': {
      const { seq, period, root, total, by, key } = event.args;
      rows.rootDecisions.push([seq, period, root, 'accepted', total, by, null, key, ...from]);
      return;
    }
    case 'RootRejected': {
      const { seq, period, root, by, reason } = event.args;
      rows.rootDecisions.push([seq, period, root, 'rejected', null, by, reason, null, ...from]);
      return;
    }
    case 'Claimed': {
      const { seq, memberId, wallet, amount, cumulative } = event.args;
      rows.claims.push([seq, memberId, wallet, amount, cumulative, null, null, ...from]);
      return;
    }
    case 'ClaimSkipped': {
      const { seq, memberId, reason } = event.args;
      rows.claims.push([seq, memberId, null, 0n, null, reason, null, ...from]);
      return;
    }
    case 'BankAcknowledged': {
      const { seq, memberId, registerHash, amount, cumulative } = event.args;
      rows.claims.push([seq, memberId, null, amount, cumulative, null, registerHash, ...from]);
      return;
    }
    case 'CreditWithdrawn': {
      const { seq, memberId, wallet, amount } = event.args;
      rows.creditWithdrawals.push([seq, memberId, wallet, amount, ...from]);
      return;
    }
    case 'Funded':
      rows.funding.push([event.args.seq, 'funded', event.args.from, event.args.amount, ...from]);
      return;
    case 'SurplusWithdrawn':
      rows.funding.push([event.args.seq, 'withdrawn', event.args.to, event.args.amount, ...from]);
      return;
    default:
      return event satisfies never;
  }
}

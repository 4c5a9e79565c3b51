import type { ContractEvent } from '#chain/events.ts';
import { type Collector, type Origin, originColumns, toBytes } from './origin.ts';

type PayoutEvent = Extract<ContractEvent, { contract: 'payoutVault' }>;

export function collectPayouts(event: PayoutEvent, origin: Origin, into: Collector): void {
  const { rows } = into;
  const from = originColumns(origin);
  switch (event.eventName) {
    case 'RootProposed': {
      const { seq, period, root, total, leafCount, planVersion, inputHash, stateRoot, fileHash, proposer, reviewEndsAt } =
        event.args;
      const hashes = [toBytes(inputHash), toBytes(stateRoot), toBytes(fileHash), toBytes(proposer)];
      rows.proposals.push([seq, period, toBytes(root), total, leafCount, planVersion, ...hashes, reviewEndsAt, ...from]);
      return;
    }
    case 'RootAccepted': {
      const { seq, period, root, total, by, key } = event.args;
      rows.rootDecisions.push([seq, period, toBytes(root), 'accepted', total, toBytes(by), null, toBytes(key), ...from]);
      return;
    }
    case 'RootRejected': {
      const { seq, period, root, by, reason } = event.args;
      const words = Buffer.from(reason, 'utf8');
      rows.rootDecisions.push([seq, period, toBytes(root), 'rejected', null, toBytes(by), words, null, ...from]);
      return;
    }
    case 'Claimed': {
      const { seq, memberId, wallet, amount, cumulative } = event.args;
      rows.claims.push([seq, memberId, toBytes(wallet), amount, cumulative, null, null, ...from]);
      return;
    }
    case 'ClaimSkipped': {
      const { seq, memberId, reason } = event.args;
      rows.claims.push([seq, memberId, null, 0n, null, toBytes(reason), null, ...from]);
      return;
    }
    case 'BankAcknowledged': {
      const { seq, memberId, registerHash, amount, cumulative } = event.args;
      rows.claims.push([seq, memberId, null, amount, cumulative, null, toBytes(registerHash), ...from]);
      return;
    }
    case 'CreditWithdrawn': {
      const { seq, memberId, wallet, amount } = event.args;
      rows.creditWithdrawals.push([seq, memberId, toBytes(wallet), amount, ...from]);
      return;
    }
    case 'Funded':
      rows.funding.push([event.args.seq, 'funded', toBytes(event.args.from), event.args.amount, ...from]);
      return;
    case 'SurplusWithdrawn':
      rows.funding.push([event.args.seq, 'withdrawn', toBytes(event.args.to), event.args.amount, ...from]);
      return;
    default:
      return event satisfies never;
  }
}

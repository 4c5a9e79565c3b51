import { useCallback, useState } from 'react';
import type { InvitationOffer } from '#api/invitations.ts';
import type { PlacementPlace } from '#api/invitations.ts';
import { join } from '#api/join.ts';
import { consentTypes, enrollmentDomain } from '#chain/generated/typed-data.ts';
import type { Address } from '#kernel/hex.ts';
import { callRoute } from '../../api/client.ts';
import { useDeployment } from '../../api/deployment.ts';
import { nowOnChain, readerOf } from '../../chain/reader.ts';
import { useLocale } from '../../ui/locale.ts';
import { dropFlow, loadFlow, saveFlow } from '../../wallet/flow-storage.ts';
import { randomNonce } from '../../wallet/random-nonce.ts';
import type { Wallet } from '../../wallet/use-wallet.ts';
import { joinFlow, newJoinFlow, type JoinFlow } from './flow.ts';
import { useAction } from '../../api/use-action.ts';

const consentSeconds = 3_600;

/** Joining by one invitation: what is kept, signing the consent, and handing it to the company to send. */
export function useJoin(offer: InvitationOffer) {
  const deployment = useDeployment();
  const locale = useLocale();
  const key = `join:${offer.code}`;
  const [flow, setFlow] = useState<JoinFlow>(() => loadFlow(key, joinFlow) ?? newJoinFlow);
  const keep = useCallback(
    (next: JoinFlow) => {
      saveFlow(key, next);
      setFlow(next);
    },
    [key],
  );

  const sign = useAction({
    mutationFn: async ({ wallet, address, place }: { wallet: Wallet; address: Address; place: PlacementPlace | null }) => {
      const deadline = (await nowOnChain(readerOf(deployment))) + consentSeconds;
      const consent = {
        sponsorId: offer.sponsor.memberId,
        parentId: place?.parent.memberId ?? 0,
        leg: place?.leg ?? 0,
        wallet: address,
        termsHash: offer.terms.hash,
        nonce: randomNonce(),
        deadline,
      };
      const signature = await wallet.signTypedData({
        domain: enrollmentDomain(deployment.chainId, deployment.contracts.enrollment),
        types: consentTypes,
        primaryType: 'Consent',
        message: { ...consent, nonce: BigInt(consent.nonce), deadline: BigInt(deadline) },
      });
      return { consent, signature };
    },
    onSuccess: (signed) => keep({ ...flow, signed }),
  });

  const send = useAction({
    mutationFn: async (current: JoinFlow) => {
      if (current.signed === null) throw new Error('nothing is signed');
      const { consent, signature } = current.signed;
      return callRoute(
        join,
        { body: { code: offer.code, name: current.name, locale, consent, signature } },
        { idempotencyKey: `join-${consent.nonce}` },
      );
    },
    onSuccess: (operation) => keep({ ...flow, operationId: operation.operationId }),
  });

  return {
    flow,
    confirmSponsor: () => keep({ ...flow, confirmed: true }),
    chooseName: (name: string) => keep({ ...flow, name }),
    sign,
    send,
    /** After a refusal: what was signed is thrown away and the steps begin again, the name kept. */
    startAgain: () => {
      dropFlow(key);
      setFlow({ ...newJoinFlow, name: flow.name });
      send.reset();
      sign.reset();
    },
    finish: () => dropFlow(key),
  };
}

export type Joining = ReturnType<typeof useJoin>;

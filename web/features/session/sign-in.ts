import { useQueryClient } from '@tanstack/react-query';
import { createSiweMessage } from 'viem/siwe';
import { createSession, issueNonce, type SignInChallenge } from '#api/auth.ts';
import type { Address } from '#kernel/hex.ts';
import { callRoute } from '../../api/client.ts';
import { sessionQuery } from '../../api/session.ts';
import { useAction } from '../../api/use-action.ts';

interface Signer {
  readonly address: Address;
  readonly signMessage: (message: string) => Promise<`0x${string}`>;
}

/** The message of EIP-4361 exactly as the server asked for it. */
export function signInMessage(challenge: SignInChallenge, address: Address): string {
  return createSiweMessage({
    address,
    chainId: challenge.chainId,
    domain: challenge.domain,
    nonce: challenge.nonce,
    uri: challenge.uri,
    version: challenge.version,
    statement: challenge.statement,
    issuedAt: new Date(challenge.issuedAt),
    expirationTime: new Date(challenge.expiresAt),
  });
}

/** Signs in with a wallet. Everything that was on screen for somebody else is forgotten first. */
export function useSignIn() {
  const queryClient = useQueryClient();
  return useAction({
    mutationFn: async ({ address, signMessage }: Signer) => {
      const challenge = await callRoute(issueNonce, { body: {} });
      const message = signInMessage(challenge, address);
      const signature = await signMessage(message);
      return callRoute(createSession, { body: { message, signature } });
    },
    onSuccess: (session) => {
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'deployment' && queryKey[0] !== 'wallet' });
      queryClient.setQueryData(sessionQuery.queryKey, session);
    },
  });
}

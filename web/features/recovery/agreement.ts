import { z } from 'zod';
import type { DeploymentInfo } from '#api/system.ts';
import { bindWalletTypes, genealogyDomain } from '#chain/generated/typed-data.ts';
import type { Agreement } from '../../chain/account.ts';
import { nowOnChain, readerOf } from '../../chain/reader.ts';

/** For how long a new wallet's agreement can be used: time enough to reach whoever starts. */
const AGREEMENT_SECONDS = 7 * 86_400;

const hexText = (digits: number) => z.templateLiteral(['0x', z.string().regex(new RegExp(`^[0-9a-fA-F]{${digits}}$`))]);

export const agreementSchema = z.object({
  memberId: z.int().min(1).max(4_294_967_295),
  wallet: hexText(40),
  deadline: z.int().min(0),
  signature: z.templateLiteral(['0x', z.string().regex(/^[0-9a-fA-F]{2,4096}$/)]),
});

/** What a new wallet signs to act for a member. */
export function agreementWords(deployment: DeploymentInfo, { memberId, wallet, deadline }: Omit<Agreement, 'signature'>) {
  return {
    domain: genealogyDomain(deployment.chainId, deployment.contracts.genealogy),
    types: bindWalletTypes,
    primaryType: 'BindWallet',
    message: { memberId, wallet, deadline: BigInt(deadline) },
  } as const;
}

export async function agreementDeadline(deployment: DeploymentInfo): Promise<number> {
  return (await nowOnChain(readerOf(deployment))) + AGREEMENT_SECONDS;
}

const mark = '#agreement=';

/** A link that carries the agreement to whoever starts. Behind the #: a browser does not send that part to any server. */
export function agreementLink(origin: string, agreement: Agreement): string {
  const { memberId, wallet, deadline, signature } = agreement;
  return `${origin}/recover?member=${memberId}${mark}${wallet}.${deadline}.${signature}`;
}

/** @returns null when the link carries none, or one for another member */
export function agreementFrom(hash: string, memberId: number): Agreement | null {
  if (!hash.startsWith(mark)) return null;
  const [wallet, deadline, signature] = hash.slice(mark.length).split('.');
  const parsed = agreementSchema.safeParse({ memberId, wallet, deadline: Number(deadline), signature });
  return parsed.success ? parsed.data : null;
}

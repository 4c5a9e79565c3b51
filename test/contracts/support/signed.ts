import { type HDNodeWallet, type TypedDataField } from 'ethers';
import { ZERO_HASH } from '#kernel/hex.ts';
import { type World } from './world.ts';

/** A deadline that no test lives to see. */
export const never = 2n ** 64n;

/** `'uint32 sponsorId, address wallet'` as ethers wants it. */
function fields(words: string): TypedDataField[] {
  return words.split(', ').map((word) => {
    const [type = '', name = ''] = word.split(' ');
    return { name, type };
  });
}

const types = {
  Consent: fields(
    'uint32 sponsorId, uint32 parentId, uint8 leg, address wallet, bytes32 termsHash, uint256 nonce, uint256 deadline',
  ),
  Invitation: fields(
    'uint256 chainId, address gateway, uint32 sponsorId, address invitee, uint32 uses, uint256 nonce, uint256 deadline',
  ),
  BindWallet: fields('uint32 memberId, address wallet, uint256 deadline'),
  ChooseRoute: fields('uint32 memberId, bool bank, uint256 nonce, uint256 deadline'),
  Order: fields(
    'uint48 orderRef, uint32 memberId, uint8 kind, uint32 customer, uint32 saleNumber, address buyer, uint256 amount, uint32 pv, uint40 cv, uint256 deadline',
  ),
};

/** What people sign, by the name of its type. */
export function signaturesOf(world: World) {
  const { chainId, contracts } = world.deployment;
  const sign = (
    name: string,
    verifyingContract: string,
    type: keyof typeof types,
    signer: HDNodeWallet,
    value: Readonly<Record<string, unknown>>,
  ): Promise<string> => signer.signTypedData({ name, version: '1', chainId, verifyingContract }, { [type]: types[type] }, value);
  return {
    consent: (signer: HDNodeWallet, value: Readonly<Record<string, unknown>>) =>
      sign('Upline Enrollment', contracts.enrollment, 'Consent', signer, value),
    invitation: (signer: HDNodeWallet, value: Readonly<Record<string, unknown>>) =>
      sign('Upline Enrollment', contracts.enrollment, 'Invitation', signer, value),
    wallet: (memberId: number, signer: HDNodeWallet) =>
      sign('Upline Genealogy', contracts.genealogy, 'BindWallet', signer, { memberId, wallet: signer.address, deadline: never }),
    route: (signer: HDNodeWallet, value: { memberId: number; bank: boolean; nonce: bigint }) =>
      sign('Upline Genealogy', contracts.genealogy, 'ChooseRoute', signer, { ...value, deadline: never }),
    order: (signer: HDNodeWallet, value: Readonly<Record<string, unknown>>) =>
      sign('Upline Checkout', contracts.checkout, 'Order', signer, value),
  };
}

/** An invitation of the company for up to three people. */
export function invitationOf(world: World, sponsorId: number, nonce: number) {
  const { chainId, contracts } = world.deployment;
  const invitee = `0x${'00'.repeat(20)}`;
  return { chainId, gateway: contracts.enrollment, sponsorId, invitee, uses: 3, nonce, deadline: never };
}

/** The consent of somebody who wants to stand at leg `leg` under `parentId`. */
export function consentOf(wallet: string, sponsorId: number, parentId: number, leg: number) {
  return { sponsorId, parentId, leg, wallet, termsHash: ZERO_HASH, nonce: 1, deadline: never };
}

import { openWorld, mined } from './support/world.ts';
import { localAccount } from '#scripts/deploy/parameters.ts';
import { ZeroHash, ZeroAddress } from 'ethers';
const world = await openWorld();
const { contracts: addresses, chainId } = world.deployment;
const all = world.as();
const T = (s: string) =>
  s.split(',').map((x) => {
    const [type, name] = x.split(' ');
    return { name, type };
  });
const consentTypes = {
  Consent: T('uint32 sponsorId,uint32 parentId,uint8 leg,address wallet,bytes32 termsHash,uint256 nonce,uint256 deadline'),
};
const invitationTypes = {
  Invitation: T('uint256 chainId,address gateway,uint32 sponsorId,address invitee,uint32 uses,uint256 nonce,uint256 deadline'),
};
const bindTypes = { BindWallet: T('uint32 memberId,address wallet,uint256 deadline') };
const domain = { name: 'Upline Enrollment', version: '1', chainId, verifyingContract: addresses.enrollment };
const never = 2_000_000_000n;
let n = 0;
async function enroll(sponsor: any, sponsorId: number, self: boolean, named: boolean, uses: number, inviter = sponsor) {
  const who = localAccount(1000 + n++).connect(world.provider);
  await world.anvil.request('anvil_setBalance', who.address, '0x3635c9adc5dea00000');
  const consent = {
    sponsorId,
    parentId: 0,
    leg: 0,
    wallet: who.address,
    termsHash: '0x' + 'ab'.repeat(32),
    nonce: 1,
    deadline: never,
  };
  const invitation = {
    chainId,
    gateway: addresses.enrollment,
    sponsorId,
    invitee: named ? who.address : ZeroAddress,
    uses,
    nonce: n,
    deadline: never,
  };
  const cs = self ? '0x' : await who.signTypedData(domain, consentTypes, consent);
  const is = await inviter.signTypedData(domain, invitationTypes, invitation);
  const r = await (
    await world.as(self ? who : world.deployer).enrollment.enroll(consent, cs, invitation, inviter.address, is)
  ).wait();
  return { gas: r!.gasUsed, who };
}
let s = world.company;
let id = 1;
for (let i = 0; i < 5; i++) {
  const r = await enroll(s, id, false, true, 1);
  s = r.who;
  id = i + 2;
}
console.log('self named', (await enroll(s, id, true, true, 1)).gas);
console.log('relayed named', (await enroll(s, id, false, true, 1)).gas);
console.log('relayed open unlimited', (await enroll(s, id, false, false, 0)).gas);
console.log('relayed open uses 1', (await enroll(s, id, false, false, 1)).gas);
console.log('relayed company named', (await enroll(world.roles.inviter, id, false, true, 1)).gas);
console.log('relayed company named', (await enroll(world.roles.inviter, id, false, true, 1)).gas);
const block = await world.provider.getBlock('latest');
const hash = (await (await world.provider.getBlock(Number(block!.number) - 5))!).transactions[0];

for (let b = Number(block!.number) - 5; b <= Number(block!.number); b++) {
  const bl = (await world.provider.getBlock(b))!;
  for (const h of bl.transactions) {
    const tx = (await world.provider.getTransaction(h))!;
    const rc = (await world.provider.getTransactionReceipt(h))!;
    const d = tx.data.slice(2).match(/../g)!;
    const z = d.filter((x) => x === '00').length;
    const cost = 4 * z + 16 * (d.length - z);
    console.log(rc.gasUsed, 'calldata', d.length, cost, 'execution', Number(rc.gasUsed) - 21000 - cost);
  }
}
const t: any = await world.anvil.request('debug_traceTransaction', hash, { tracer: 'callTracer' } as any);
const show = (c: any, i = 0) => {
  console.log(' '.repeat(i), c.to, c.input.slice(0, 10), Number(c.gasUsed));
  (c.calls ?? []).forEach((x: any) => show(x, i + 2));
};
show(t);
await world.stop();

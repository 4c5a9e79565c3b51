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
const imp = world.as(world.roles.importer).genealogy;
let seed = 7;
const rnd = (b: number) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return (seed >>> 4) % b;
};
let count = Number(await all.genealogy.memberCount());
for (let b = 0; b < 4; b++) {
  let hex = '0x';
  for (let i = 0; i < 500; i++) hex += (1 + rnd(count + i)).toString(16).padStart(8, '0');
  const r = await (await imp.registerBatch(count + 1, hex)).wait();
  count += 500;
  console.log('batch 500 random each', Number(r!.gasUsed) / 500, Number(r!.gasUsed));
}
if (process.argv.includes('chain')) {
  let prev = count + 1,
    first = prev;
  let hex = '0x' + (1).toString(16).padStart(8, '0');
  let next = prev + 1;
  let left = 100_000;
  let total = 0;
  while (left > 0) {
    const k = Math.min(600, left);
    let h = '0x';
    if (next === first + 1) h = hex;
    const c0 = Number(await all.genealogy.memberCount()) + 1;
    h = '0x';
    for (let i = 0; i < k; i++) h += (c0 === first && i === 0 ? 1 : c0 + i - 1).toString(16).padStart(8, '0');
    const r = await (await imp.registerBatch(c0, h, { gasLimit: 30_000_000 })).wait();
    total += Number(r!.gasUsed);
    next = c0 + k;
    left -= k;
  }
  console.log('chain each', total / 100_000);
  let worst = 0,
    sum = 0,
    q = 0;
  const last = first + 99_999;
  for (let i = 0; i < 1500; i++) {
    const up = first + rnd(100_000 - 1);
    const g = Number(await all.genealogy.isUpline.estimateGas(up, last - (i % 3 === 0 ? 0 : rnd(30_000))));
    worst = Math.max(worst, g);
    sum += g;
    q++;
  }
  console.log('isUpline chain worst', worst, 'mean', sum / q);
}
await world.stop();

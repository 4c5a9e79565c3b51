import { prepareHashing } from '#engine/hash.ts';
import { buildPayoutTree, proofOf, verifyProof, type PayoutLeaf, type VaultDomain } from '#engine/payout-tree/tree.ts';
import { three, type Figure } from '../report.ts';
import { peakMiB, threadMilliseconds } from '../spent.ts';

const domain: VaultDomain = { chainId: 31337, vault: `0x${'a1'.repeat(20)}`, token: `0x${'b2'.repeat(20)}` };
const LEAVES = 1_000_000;
const REFERENCE_LEAVES = 100_000;

/** The payout tree over a million leaves; the reference is @openzeppelin/merkle-tree over 100,000, which has not the memory for more. */
export async function measure(): Promise<Figure[]> {
  await prepareHashing();
  buildPayoutTree(domain, leavesOf(50_000));
  const leaves = leavesOf(LEAVES);
  const start = threadMilliseconds();
  const tree = buildPayoutTree(domain, leaves);
  const took = ((threadMilliseconds() - start) * 1_000) / LEAVES;
  const memory = peakMiB();
  if (!verifyProof(domain, tree.root, proofOf(tree, LEAVES / 2))) throw new Error('the tree gives no valid proof');

  // Loaded late, so that its memory is not counted as ours.
  const { StandardMerkleTree } = await import('@openzeppelin/merkle-tree');
  const values = leavesOf(REFERENCE_LEAVES).map(({ memberId, cumulative }) => [String(memberId), String(cumulative)]);
  const referenceStart = threadMilliseconds();
  StandardMerkleTree.of(values, ['uint256', 'uint256']);
  const reference = ((threadMilliseconds() - referenceStart) * 1_000) / REFERENCE_LEAVES;
  const ratio = reference / took;
  return [
    {
      id: 'engine.tree.leaf',
      value: three(took),
      unit: 'µs',
      reference: three(reference),
      ratio: three(ratio),
      bar: '≥ 50 × as fast',
      ok: ratio >= 50,
      about: 'Merkle-sum tree, each of 1M leaves; @openzeppelin/merkle-tree at 100k',
    },
    {
      id: 'engine.tree.memory',
      value: three(memory),
      unit: 'MiB',
      bar: '≤ 300 MiB',
      ok: memory <= 300,
      about: 'peak of the process with leaves and tree of 1M',
    },
  ];
}

function leavesOf(count: number): PayoutLeaf[] {
  return Array.from({ length: count }, (_, index) => ({ memberId: index + 1, cumulative: BigInt(index) * 1_000n + 7n }));
}

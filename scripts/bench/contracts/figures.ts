/** What a figure is about and what it is measured against. */
export interface Figure {
  readonly id: string;
  /** Ends in "costs N gas" when it is printed. */
  readonly sentence: string;
  /** What it may cost. Figures without a bar are there to be watched. */
  readonly bar?: number;
  /** The best that is known of others for the same work. */
  readonly reference?: { readonly gas: number; readonly of: string };
}

/** Every figure, in the order in which it is printed. */
export const figures: readonly Figure[] = [
  {
    id: 'register.self',
    sentence: 'Joining by the member, with a wallet of their own',
    bar: 102_000,
    reference: { gas: 144_285, of: 'Farcaster' },
  },
  {
    id: 'register.relayed',
    sentence: 'Joining through a relayer, with a wallet of their own',
    bar: 108_000,
    reference: { gas: 173_307, of: 'Farcaster' },
  },
  { id: 'register.link', sentence: 'Joining through a relayer by a link that admits many' },
  { id: 'register.early', sentence: 'Joining by the member while there are ten members' },
  {
    id: 'batch',
    sentence: 'A member of a batch of 500 without wallets',
    bar: 25_500,
    reference: { gas: 69_641, of: 'Farcaster' },
  },
  { id: 'batch.whole', sentence: 'A batch of 500 members as one transaction', bar: 16_777_216 },
  {
    id: 'isUpline.worst',
    sentence: 'The worst question whether somebody is an upline, in a chain of 100,000',
    bar: 90_000,
    reference: { gas: 21_877_895, of: 'walking, at 10,000' },
  },
  { id: 'isUpline.mean', sentence: 'The question whether somebody is an upline, in a chain of 100,000, on average' },
  {
    id: 'order',
    sentence: 'An order in a batch of 1,000',
    bar: 620,
    reference: { gas: 23_520, of: 'one transaction an order' },
  },
  {
    id: 'propose+accept',
    sentence: 'Proposing and accepting a root, repeated',
    bar: 160_000,
    reference: { gas: 136_371, of: 'Morpho, without sum and cap' },
  },
  { id: 'propose+accept.first', sentence: 'Proposing and accepting the first root' },
  { id: 'propose', sentence: 'Proposing a root, repeated' },
  { id: 'accept', sentence: 'Accepting a root, repeated' },
  {
    id: 'claim.first',
    sentence: 'A first claim by proof of depth 17 to an empty wallet',
    bar: 77_000,
    reference: { gas: 93_338, of: '1inch' },
  },
  {
    id: 'claim.repeat',
    sentence: 'A claim by proof of depth 17, repeated,',
    bar: 59_000,
    reference: { gas: 59_152, of: '1inch' },
  },
  { id: 'claimMany.first', sentence: 'A first claim among 100 of a relayer' },
  {
    id: 'claimMany.repeat',
    sentence: 'A claim among 100 of a relayer, repeated,',
    bar: 28_000,
    reference: { gas: 106_328, of: 'Merkl' },
  },
  { id: 'subtree.first', sentence: 'A first payment in a subtree of 128' },
  { id: 'subtree.repeat', sentence: 'A payment in a subtree of 128, repeated,', bar: 18_000 },
  {
    id: 'checkout.first',
    sentence: 'A first purchase with ten instant levels',
    bar: 115_000,
    reference: { gas: 346_089, of: 'push to ten wallets' },
  },
  {
    id: 'checkout.repeat',
    sentence: 'A purchase with ten instant levels, repeated,',
    bar: 115_000,
    reference: { gas: 175_089, of: 'push to ten wallets' },
  },
  {
    id: 'checkout.many',
    sentence: 'A purchase with ten instant levels among those of ten buyers of one line, carried by a relayer,',
    bar: 115_000,
  },
  { id: 'credit.withdraw', sentence: 'Withdrawing instant credit, repeated,' },
];

/** What was measured: gas by the id of the figure. */
export type Measured = ReadonlyMap<string, number>;

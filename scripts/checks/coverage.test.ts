import { expect, it } from 'vitest';
import { readCoverage } from './coverage.ts';

it('reads which lines were reached', () => {
  const report =
    'TN:\nSF:contracts/b/B.sol\nDA:3,1\nDA:4,0\nDA:9,12\nend_of_record\nTN:\nSF:/x/contracts/a/A.sol\nDA:1,1\nend_of_record\n';
  expect(readCoverage(report)).toEqual([
    { file: 'contracts/a/A.sol', reached: 1, missed: [] },
    { file: 'contracts/b/B.sol', reached: 2, missed: [4] },
  ]);
});

import { createRequire } from 'node:module';
import hardhatEthers from '@nomicfoundation/hardhat-ethers';
import hardhatVerify from '@nomicfoundation/hardhat-verify';
import { configVariable, defineConfig } from 'hardhat/config';

const require = createRequire(import.meta.url);

/** `npm run test:deep` asks for more runs than a change has to wait for. */
const runs = (name: string, usual: number): number => Number(process.env[name] ?? usual);

// The compiler comes from npm; Hardhat only accepts an absolute path (a download would fail where only registries are reachable).
const compiler = { version: '0.8.37', path: require.resolve('solc/soljson.js') };
const whatIsDeployed = {
  ...compiler,
  settings: { optimizer: { enabled: true, runs: 1_000_000 }, viaIR: true, evmVersion: 'prague' },
};
const forTests = {
  ...compiler,
  settings: {
    optimizer: { enabled: true, runs: 1, details: { yul: true, yulDetails: { stackAllocation: true, optimizerSteps: 'u:' } } },
    viaIR: true,
    evmVersion: 'prague',
  },
};

export default defineConfig({
  plugins: [hardhatEthers, hardhatVerify],
  paths: { sources: './contracts', tests: { solidity: './test/contracts' }, artifacts: './artifacts', cache: './cache' },
  solidity: {
    // The authority of every contract is OpenZeppelin's as it is; naming it here gives it an artifact of its own.
    npmFilesToBuild: ['@openzeppelin/contracts/access/manager/AccessManager.sol'],
    splitTestsCompilation: true,
    profiles: {
      default: whatIsDeployed,
      // Nobody pays for the gas of a test, so the optimiser only makes room on its stack: a sixth of the time. What the tests
      // create is optimised as it is deployed.
      tests: { compilers: [forTests], overrides: { 'test/contracts/support/NewContracts.sol': whatIsDeployed } },
    },
  },
  test: {
    solidity: {
      fuzz: { runs: runs('FUZZ_RUNS', 1_000) },
      invariant: { runs: runs('CAMPAIGN_RUNS', 64), depth: runs('CAMPAIGN_DEPTH', 64), failOnRevert: false },
    },
  },
  // Only `scripts/deploy/verify.ts` asks for these.
  networks: { live: { type: 'http', chainType: 'l1', url: configVariable('RPC_URL') } },
  verify: { etherscan: { apiKey: configVariable('ETHERSCAN_API_KEY') } },
});

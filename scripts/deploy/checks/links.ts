import type { Contracts } from '../contracts.ts';
import type { Deployment } from '../deploy.ts';
import { type Finding, finding } from './finding.ts';

const forGood = 'fixed for good: deploy anew, or correct the document if that is what is wrong';
/** Sums have 64 bits, which is too few beyond this. */
const mostDecimals = 8;

/** Whether each contract knows the right others, and the numbers that were promised. */
export async function checkLinks(contracts: Contracts, deployment: Deployment): Promise<Finding[]> {
  const { genealogy, enrollment, planRegistry, volumeLedger, payoutVault, checkout } = contracts;
  const at = deployment.contracts;
  return [
    finding('genealogy.registrar', await genealogy.registrar(), at.enrollment, `Genealogy.setRegistrar(${at.enrollment})`),
    finding('genealogy.payoutVault', await genealogy.payoutVault(), at.payoutVault, forGood),
    finding('genealogy.ledger', await genealogy.ledger(), at.volumeLedger, forGood),
    finding('genealogy.placementWidth', await genealogy.placementWidth(), deployment.placementWidth, forGood),
    finding('enrollment.genealogy', await enrollment.genealogy(), at.genealogy, forGood),
    finding('planRegistry.ledger', await planRegistry.ledger(), at.volumeLedger, forGood),
    finding('planRegistry.noticePeriods', await planRegistry.noticePeriods(), deployment.noticePeriods, forGood),
    finding('volumeLedger.genealogy', await volumeLedger.genealogy(), at.genealogy, forGood),
    finding('volumeLedger.planRegistry', await volumeLedger.planRegistry(), at.planRegistry, forGood),
    finding('volumeLedger.checkout', await volumeLedger.checkout(), at.checkout, `VolumeLedger.setCheckout(${at.checkout})`),
    finding('payoutVault.token', await payoutVault.token(), at.token, forGood),
    finding('payoutVault.genealogy', await payoutVault.genealogy(), at.genealogy, forGood),
    finding('payoutVault.ledger', await payoutVault.ledger(), at.volumeLedger, forGood),
    finding('payoutVault.reviewWindow', await payoutVault.reviewWindow(), deployment.reviewWindowSeconds, forGood),
    finding('checkout.vault', await checkout.vault(), at.payoutVault, forGood),
    finding('checkout.ledger', await checkout.ledger(), at.volumeLedger, forGood),
    finding('checkout.token', await checkout.token(), at.token, forGood),
    finding('checkout.quoter', await checkout.quoter(), deployment.quoter, `Checkout.setQuoter(${deployment.quoter})`),
    finding('checkout.treasury', await checkout.treasury(), deployment.treasury, `Checkout.setTreasury(${deployment.treasury})`),
  ];
}

/** What the vault assumes about the token and a call can show. */
export async function checkToken({ token }: Contracts, { constructorArguments }: Deployment): Promise<Finding[]> {
  const decimals = await token.decimals();
  const symbol = await token.symbol();
  const fits = finding(
    `token ${symbol} has at most ${mostDecimals} decimals`,
    decimals <= mostDecimals,
    true,
    'no vault can pay it out',
  );
  // Play money that came with the deployment may not have been made yet.
  if (constructorArguments.token !== undefined) return [fits];
  const used = (await token.totalSupply()) > 0n;
  return [fits, finding(`token ${symbol} has money in circulation`, used, true, 'is it the right address?')];
}

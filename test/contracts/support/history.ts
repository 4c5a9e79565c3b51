import { isCallException } from 'ethers';
import { foundCompany } from './company.ts';
import { memberActions } from './member-actions.ts';
import { payoutActions } from './payout-actions.ts';
import { tradeActions } from './trade-actions.ts';
import { type World } from './world.ts';

/** What a random company does in `steps` steps. Some steps are refused; that is part of a history. Answers with what went through. */
export async function liveHistory(world: World, random: (below: number) => number, steps: number): Promise<Map<string, number>> {
  const company = await foundCompany(world, random);
  const actions = { ...memberActions(company), ...(await tradeActions(company)), ...payoutActions(company) };
  const names = Object.keys(actions);
  // People join and buy more often than wallets are lost or periods close.
  const often = ['enroll', 'enroll', 'enroll', 'enroll', 'record', 'sell', 'sell', 'sell', 'claim', 'fund', 'accept', 'propose'];
  // A recovery runs for a few days only, so there is seldom one to be called off.
  const rare = ['startRecovery', 'startRecovery', 'cancelRecovery', 'cancelRecovery'];
  const choices = [...names, ...often, ...often, ...rare];
  const done = new Map<string, number>();
  for (let step = 0; step < steps; step += 1) {
    const name = choices[random(choices.length)] ?? 'enroll';
    try {
      const sent = await actions[name]?.();
      await sent?.wait();
      if (sent) done.set(name, (done.get(name) ?? 0) + 1);
    } catch (error) {
      if (!isCallException(error)) throw error;
    }
  }
  return done;
}

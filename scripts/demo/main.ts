/** `npm run demo -- --members 100000`: a company of any size, in a home of its own beside that of `npm start`. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runInForeground } from '#scripts/start/foreground.ts';
import { openHome, projectFolder, removeState } from '#scripts/start/home.ts';
import { stopOwner } from '#scripts/start/lock.ts';
import { Obstacle } from '#scripts/start/say.ts';

const FEWEST = 100;
const MOST = 10_000_000;
const usage =
  'Use: npm run demo -- --members 100000 (with --reset to begin anew). For the small world of 60 partners: npm start.';

await runInForeground(async (say) => {
  const { members, reset } = readWords();
  const home = openHome(join(projectFolder, '.upline', `large-${members}`));
  if (reset) {
    await stopOwner(home, say);
    removeState(home);
  }
  return { home, members };
});

/** @throws Obstacle for anything but the words that we know */
function readWords(): { members: number; reset: boolean } {
  let values: { members?: string; reset?: boolean };
  try {
    ({ values } = parseArgs({ options: { members: { type: 'string' }, reset: { type: 'boolean' } } }));
  } catch (error) {
    throw new Obstacle(error instanceof Error ? error.message : String(error), usage, { cause: error });
  }
  const members = Number(values.members ?? Number.NaN);
  if (!Number.isInteger(members) || members < FEWEST || members > MOST) {
    throw new Obstacle(`--members must be a whole number from ${FEWEST} to ${MOST}.`, usage);
  }
  return { members, reset: values.reset ?? false };
}

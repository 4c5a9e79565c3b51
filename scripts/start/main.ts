/** `npm start`: everything, from an empty folder to a printed table; Ctrl-C stops what it started. */
import { runInForeground } from './foreground.ts';
import { openHome, removeState } from './home.ts';
import { stopOwner } from './lock.ts';
import { Obstacle } from './say.ts';

await runInForeground(async (say) => {
  const words = process.argv.slice(2);
  const unknown = words.find((word) => word !== '--reset');
  if (unknown !== undefined)
    throw new Obstacle(`npm start does not know ${unknown}.`, 'Use: npm start, or npm start -- --reset to begin anew.');
  const home = openHome();
  if (words.includes('--reset')) {
    await stopOwner(home, say);
    say('· Removing the demo world, its chain and its database');
    removeState(home);
  }
  return { home };
});

// node scripts/with-node.mjs SCRIPT [ARGUMENTS]: runs a TypeScript script of this project on any machine that has Node 20 or newer.
import { bootstrap, reportObstacle, runScript } from './toolchain.mjs';

const [script, ...args] = process.argv.slice(2);
try {
  if (script === undefined) throw new Error('Usage: node scripts/with-node.mjs SCRIPT [ARGUMENTS]');
  process.exitCode = await runScript(await bootstrap(), script, args);
} catch (error) {
  reportObstacle(error);
  process.exitCode = 1;
}

#!/usr/bin/env node
// The `upline` command: npx upline audit | prove | explain | plan check | plan diff | run | simulate | backtest | mirror verify | doctor. See scripts/command.ts for the verbs.
import { bootstrap, reportObstacle, runScript } from './toolchain.mjs';

try {
  process.exitCode = await runScript(await bootstrap(), 'scripts/command.ts', process.argv.slice(2));
} catch (error) {
  reportObstacle(error);
  process.exitCode = 2;
}

/** What the linter of Solidity does not look for: versions that float, and instructions that may stand in no contract of ours. */
export function forbiddenIn(source: string): string[] {
  const code = withoutComments(source);
  const found: string[] = [];
  const pragma = /^pragma solidity ([^;]+);/m.exec(code)?.[1];
  if (pragma !== '0.8.37') found.push(`the compiler's version is ${pragma ?? 'open'}`);
  for (const word of ['selfdestruct', 'suicide', 'callcode', 'delegatecall', 'origin']) {
    if (new RegExp(String.raw`\b${word}\b`).test(code)) found.push(word);
  }
  // Plain calls have names and types; a call by its bytes has neither.
  if (/\bcall\s*[({]/.test(code)) found.push('a call by its bytes');
  const blocks = code.match(/\bassembly\b[^{]*\{/g) ?? [];
  if (blocks.some((block) => !block.includes('"memory-safe"'))) found.push('assembly that does not promise to be memory-safe');
  return found;
}

function withoutComments(source: string): string {
  return source.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/\/\/.*$/gm, '');
}

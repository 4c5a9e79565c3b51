/** Where to go after signing in: a path of this site only, so that a link cannot lead a fresh session elsewhere. */
export function safeNext(next: string | undefined, fallback: string): string {
  if (next === undefined || !next.startsWith('/')) return fallback;
  // The parser knows all spellings of another site (`//evil`, `/\\evil`); what it resolves to is what a browser would open.
  const base = 'https://here.invalid';
  const parsed = URL.parse(next, base);
  if (parsed === null || parsed.origin !== base) return fallback;
  return `${parsed.pathname}${parsed.search}${parsed.hash}`;
}

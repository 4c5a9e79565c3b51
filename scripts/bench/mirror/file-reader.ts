/** Reads a file over HTTP as it comes and tells how much it was: in a process of its own, so that the sender's memory is the sender's. */
const [url = ''] = process.argv.slice(2);
const answer = await fetch(url);
let bytes = 0;
let lines = 0;
for await (const chunk of answer.body ?? []) {
  bytes += chunk.length;
  for (const byte of chunk) if (byte === 10) lines += 1;
}
process.stdout.write(JSON.stringify({ bytes, lines }));

import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Values that must not reach a log file, wherever they stand in an object. */
const secretNames = [
  'authorization',
  'cookie',
  'set-cookie',
  'privateKey',
  'signature',
  'password',
  'databaseUrl',
  'rawTransaction',
  'token',
];

/** JSON lines on standard output; `silent` for tests. */
export function createLogger(options: { level: string; name: string }): Logger {
  return pino({
    name: options.name,
    level: options.level,
    redact: {
      paths: secretNames.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: '[hidden]',
    },
    serializers: { error: pino.stdSerializers.err, err: pino.stdSerializers.err },
  });
}

/** For tests and for one-shot commands that print their own words. */
export function silentLogger(): Logger {
  return pino({ level: 'silent' });
}

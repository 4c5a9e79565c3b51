import {
  bindMigrationAwareSqlAdapterFactory,
  type ErrorCapturingSqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';

/**
 * A database that is not there. The schema engine opens a connection before it compares two schema texts, although the comparison
 * asks nothing of it; with this the comparison needs no server.
 */
export function offlineAdapter(): ErrorCapturingSqlMigrationAwareDriverAdapterFactory {
  const refuse = (): never => {
    throw new Error('The offline adapter has no database behind it.');
  };
  const connection = {
    provider: 'postgres' as const,
    adapterName: 'offline',
    queryRaw: async () => ({ columnNames: [], columnTypes: [], rows: [] }),
    // The engine creates the schema `public` in what it takes for an empty database.
    executeRaw: async () => 0,
    executeScript: async () => refuse(),
    startTransaction: async () => refuse(),
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => undefined,
  };
  return bindMigrationAwareSqlAdapterFactory({
    provider: 'postgres' as const,
    adapterName: 'offline',
    connect: async () => connection,
    connectToShadowDb: async () => connection,
  });
}

/** As `apiRoot` of backend/api/index.ts; said again because importing that file would pull every schema into the first chunk. */
export const apiRoot = '/api/v1';

import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UplineError } from '#kernel/errors/index.ts';

/** Files that are written once and never change, such as payout files. */
export interface FileStore {
  /** Stores the bytes; the same bytes under the same name again is fine. @throws UplineError FILES.DIFFERENT_CONTENT, FILES.BAD_NAME */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** @returns undefined when there is no such file */
  get(name: string): Promise<Buffer | undefined>;
}

export function openFileStore(folder: string): FileStore {
  return {
    put: async (name, bytes) => {
      const path = pathOf(folder, name);
      const existing = await readIfThere(path);
      if (existing !== undefined) {
        if (!existing.equals(bytes)) throw new UplineError('FILES.DIFFERENT_CONTENT', { name });
        return;
      }
      await mkdir(folder, { recursive: true });
      await writeWhole(path, bytes);
    },
    get: async (name) => readIfThere(pathOf(folder, name)),
  };
}

function pathOf(folder: string, name: string): string {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/.test(name)) throw new UplineError('FILES.BAD_NAME', { name });
  return join(folder, name);
}

/** A reader sees the whole file or none: written beside it, flushed, then renamed. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    const handle = await open(draft, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

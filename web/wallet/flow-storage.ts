import { type z } from 'zod';

const prefix = 'upline.flow.';

/**
 * What must survive a reload: a step that was taken and whose end has not been seen. Keys are `kind:subject`. Text that cannot be read
 * (an older build wrote it) counts as absent.
 */
export function loadFlow<Schema extends z.ZodType>(
  key: string,
  schema: Schema,
  storage: Storage = localStorage,
): z.output<Schema> | null {
  const text = storage.getItem(prefix + key);
  if (text === null) return null;
  const parsed = schema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}

export function saveFlow(key: string, value: object, storage: Storage = localStorage): void {
  storage.setItem(prefix + key, JSON.stringify(value));
}

export function dropFlow(key: string, storage: Storage = localStorage): void {
  storage.removeItem(prefix + key);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

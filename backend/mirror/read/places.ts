import { UNLIMITED_WIDTH } from '#kernel/ids.ts';
import type { Database } from '#platform/database.ts';
import type { Place } from './types.ts';

/**
 * The free place below the member that is nearest in the placement tree; of several the leftmost. It may be taken a block later.
 * One question a level, and no level is passed that is not full.
 * @param width legs a member has in this deployment, at least 1
 */
export async function readFreePlace({ pool }: Pick<Database, 'pool'>, memberId: number, width: number): Promise<Place> {
  if (width === UNLIMITED_WIDTH) return { parentId: memberId, leg: 0 };
  for (let level = [memberId]; ;) {
    const { rows } = await pool.query<{ parent_id: number; leg: number; member_id: number }>({
      name: 'mirror-places-below',
      text: 'SELECT parent_id, leg, member_id FROM mirror.members WHERE parent_id = ANY($1::int[]) AND parent_id <> 0',
      values: [level],
    });
    const below = new Map(rows.map((row) => [row.parent_id * width + row.leg, row.member_id]));
    const next: number[] = [];
    for (const parentId of level) {
      for (let leg = 0; leg < width; leg++) {
        const child = below.get(parentId * width + leg);
        if (child === undefined) return { parentId, leg };
        next.push(child);
      }
    }
    level = next;
  }
}

/**
 * Whether somebody stands on that leg, as far as the mirror knows.
 * @param width 0 where there is no placement tree, and so nothing to be taken
 */
export async function readIsTaken({ pool }: Pick<Database, 'pool'>, { parentId, leg }: Place, width: number): Promise<boolean> {
  if (width === 0 || width === UNLIMITED_WIDTH) return false;
  const { rows } = await pool.query<{ member_id: number }>({
    name: 'mirror-place-taken',
    text: 'SELECT member_id FROM mirror.members WHERE parent_id = $1 AND leg = $2 AND parent_id <> 0 LIMIT 1',
    values: [parentId, leg],
  });
  return rows.length > 0;
}

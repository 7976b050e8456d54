import { join } from 'node:path'
import { type Disk, readFileIfThere, writeFileDurably } from '../disk/disk.ts'
import { parseJson } from '../disk/summed-json.ts'
import { Explained } from '../errors/explained.ts'
import type { Query } from '../postgres/database.ts'

/** In the folder of a market that was moved, or is being moved: where to. */
export const moveMarkName = 'moved.json'

/** The name of the same among the settings of a database. */
const settingName = 'moved'

/**
 * Throws an {@link Explained} where the market in a folder was moved, or a move of it was interrupted: it goes on
 * elsewhere, and a start here would make two of one.
 */
export async function refuseMovedFolder(disk: Disk, folder: string): Promise<void> {
  const to = await folderMovedTo(disk, folder)
  if (to !== null)
    throw new Explained(
      `The market of ${folder} was moved to ${to}: set SOUK_DATABASE_URL to start it there. If the move did not end, run it again: npm run move -- --to database`,
    )
}

/** The same for the market in a database. */
export async function refuseMovedDatabase(query: Query): Promise<void> {
  const to = await databaseMovedTo(query)
  if (to !== null)
    throw new Explained(
      `The market in this database was moved to ${to}: unset SOUK_DATABASE_URL, and set SOUK_DATA to start it there. If the move did not end, run it again: npm run move -- --to folder`,
    )
}

/** Where the market of a folder was moved; null where it was not. */
export async function folderMovedTo(disk: Disk, folder: string): Promise<string | null> {
  const bytes = await readFileIfThere(disk, join(folder, moveMarkName))
  if (bytes === null) return null
  const mark = parseJson(bytes.toString())
  const isMark = typeof mark === 'object' && mark !== null && 'to' in mark && typeof mark.to === 'string'
  return isMark ? (mark.to as string) : 'another place'
}

export const markFolder = (disk: Disk, folder: string, to: string): Promise<void> =>
  writeFileDurably(disk, join(folder, moveMarkName), Buffer.from(`${JSON.stringify({ to })}\n`))

export async function unmarkFolder(disk: Disk, folder: string): Promise<void> {
  await disk.remove(join(folder, moveMarkName))
  await disk.syncFolder(folder)
}

export async function databaseMovedTo(query: Query): Promise<string | null> {
  const { rows } = await query<{ value: string }>({
    text: 'select value from souk_settings where name = $1',
    values: [settingName],
  })
  return rows[0]?.value ?? null
}

export async function markDatabase(query: Query, to: string): Promise<void> {
  await query({
    text: `insert into souk_settings (name, value) values ($1, $2)
      on conflict (name) do update set value = excluded.value`,
    values: [settingName, to],
  })
}

export async function unmarkDatabase(query: Query): Promise<void> {
  await query({ text: 'delete from souk_settings where name = $1', values: [settingName] })
}

import type { Disk } from '../disk/disk.ts'
import { writeJournalFiles } from '../journal/journal-file-writer.ts'
import { readLineRuns } from '../journal/line-runs.ts'
import { readPeople, writePeople } from '../session/people.ts'
import { readSecret, secretNames, writeSecret } from '../session/secrets.ts'
import type { MarketContents, Secrets } from './market-contents.ts'
import { readPictures, writePictures } from './pictures.ts'

/** The market in a folder, which must not run meanwhile. Reads only. */
export class FolderContents implements MarketContents {
  readonly #disk: Disk
  readonly #folder: string

  constructor(disk: Disk, folder: string) {
    this.#disk = disk
    this.#folder = folder
  }

  lines(): ReturnType<MarketContents['lines']> {
    return readLineRuns({ disk: this.#disk, folder: this.#folder })
  }

  people(): ReturnType<MarketContents['people']> {
    return readPeople(this.#disk, this.#folder)
  }

  async secrets(): Promise<Secrets> {
    const secrets = new Map<(typeof secretNames)[number], string>()
    for (const name of secretNames) {
      const secret = await readSecret(this.#disk, this.#folder, name)
      if (secret !== null) secrets.set(name, secret)
    }
    return secrets
  }

  pictures(): ReturnType<MarketContents['pictures']> {
    return readPictures(this.#disk, this.#folder)
  }
}

/** Writes a market into an empty folder, and returns the bytes of its journal. All of it is durable then but the folder's own name. */
export async function writeFolder(disk: Disk, folder: string, contents: MarketContents): Promise<number> {
  const bytes = await writeJournalFiles({ disk, folder }, contents.lines())
  await writePeople(disk, folder, await contents.people())
  for (const [name, secret] of await contents.secrets()) await writeSecret(disk, folder, name, secret)
  await writePictures(disk, folder, contents.pictures())
  await disk.syncFolder(folder)
  return bytes
}

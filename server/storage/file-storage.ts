import type { Bounds } from '../bounds.ts'
import type { Config } from '../config.ts'
import { MemoryImports } from '../csv/memory-imports.ts'
import { noSharedCounts } from '../edge/shared-counts.ts'
import type { Environment } from '../environment.ts'
import { FolderImages } from '../images/folder-images.ts'
import { FileJournals } from '../journal/file-journals.ts'
import type { Records } from '../records/records.ts'
import type { People } from '../session/accounts.ts'
import { openPeople } from '../session/people.ts'
import { keepSecrets, type Secrets } from '../session/secrets.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { refuseMovedFolder } from '../transfer/move-mark.ts'
import type { Storage } from './storage.ts'

/** Everything in the files of one folder, which is locked for this process. */
export class FileStorage implements Storage {
  readonly journals: FileJournals
  readonly records: Records<People>
  readonly secrets: Secrets
  readonly snapshotFolder: string

  readonly counts = noSharedCounts
  readonly imports: MemoryImports
  readonly openImages: Storage['openImages']

  static async open(
    config: Config,
    { disk, clock, logger }: Environment,
    bounds: Pick<Bounds, 'journal' | 'records' | 'images' | 'imports'>,
  ): Promise<FileStorage> {
    const folder = config.dataFolder
    await refuseMovedFolder(disk, folder)
    const secrets = await keepSecrets(disk, folder, config)
    const records = await openPeople({ disk, folder, logger, bounds: bounds.records })
    const journals = new FileJournals({ disk, folder, logger, bounds: bounds.journal })
    const imports = new MemoryImports({ clock, bounds: bounds.imports })
    const openImages = (market: DurableMarket) =>
      FolderImages.open({ disk, dataFolder: folder, market, logger, bounds: bounds.images })
    return new FileStorage({ journals, records, secrets, snapshotFolder: folder, imports, openImages })
  }

  private constructor(parts: Omit<FileStorage, 'close' | 'counts'>) {
    this.journals = parts.journals
    this.records = parts.records
    this.secrets = parts.secrets
    this.snapshotFolder = parts.snapshotFolder
    this.imports = parts.imports
    this.openImages = parts.openImages
  }

  async close(): Promise<void> {}
}

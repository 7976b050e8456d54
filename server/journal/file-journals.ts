import { join } from 'node:path'
import type { Logger } from 'pino'
import { copyFile } from '../disk/copy-file.ts'
import { type Disk, errorCode, isOutOfFiles } from '../disk/disk.ts'
import type { Entry } from '../market/event.ts'
import { FileJournal } from './file-journal.ts'
import { inspectJournal } from './inspect-journal.ts'
import type { Inspected, Inspector, Journal, JournalEngine, ReadRange, Replay } from './journal.ts'
import { readEntries } from './journal-reader.ts'
import { type JournalFolder, journalBounds, listSegments } from './journal-segments.ts'
import { markerName } from './shutdown-marker.ts'

/** The folder is locked for this process where the journal is opened. */
interface Dependencies extends JournalFolder {
  /** Logs a torn tail, and appends that fail for want of space; only opening needs it. */
  logger?: Logger
}

/** The journal in files of one folder. */
export class FileJournals implements JournalEngine {
  readonly #dependencies: Dependencies

  constructor(dependencies: Omit<Dependencies, 'bounds'> & Partial<Dependencies>) {
    this.#dependencies = { bounds: journalBounds, ...dependencies }
  }

  open({ after, replay }: { after: number; replay: Replay }): Promise<Journal> {
    const { logger, ...files } = this.#dependencies
    return FileJournal.open({
      ...files,
      from: after,
      knownDurableSeq: after,
      replay,
      onShortage: (error) => logger && reportShortage(logger, error),
      report: (tear) => logger?.warn(tear, 'the journal ended in a torn entry, which was never acknowledged'),
    })
  }

  read(range: ReadRange): AsyncIterable<readonly Entry[]> {
    return readEntries(this.#dependencies, range)
  }

  inspect(inspector: Inspector): Promise<Inspected> {
    return inspectJournal(this.#dependencies, inspector)
  }

  /**
   * Copies the shutdown marker before it lists the files, so that the entry it names is among them. The newest file may
   * end in a line that is being written, as after a crash. Rejects with ENOENT when a file was taken back meanwhile, as a
   * full disk makes it.
   */
  async copyTo(disk: Disk, folder: string): Promise<number> {
    const from = this.#dependencies
    const copy = (name: string) =>
      copyFile({ disk: from.disk, path: join(from.folder, name) }, { disk, path: join(folder, name) })
    const hasMarker = (await from.disk.list(from.folder)).includes(markerName)
    let bytes = hasMarker ? await copy(markerName) : 0
    for (const { name } of await listSegments(from)) bytes += await copy(name)
    return bytes
  }
}

function reportShortage(logger: Logger, error: unknown): void {
  if (error === null) logger.info('the journal takes entries again: selling goes on')
  else
    logger.warn(
      { code: errorCode(error) },
      isOutOfFiles(error)
        ? 'too many files are open: nothing is sold until the journal can open one'
        : 'the disk is full: nothing is sold until there is space',
    )
}

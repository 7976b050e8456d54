import type { Server } from 'node:http'
import type { Logger } from 'pino'
import type { Bounds } from '../bounds.ts'
import { isOutOfFiles } from '../disk/disk.ts'
import type { OpenFiles } from '../disk/open-files.ts'
import { Explained } from '../errors/explained.ts'
import { tooManyFiles } from '../errors/start-failure.ts'
import type { Clock } from '../os/clock.ts'

interface Dependencies {
  logger: Logger
  clock: Clock
  bounds: Bounds['files']
}

/**
 * Keeps the connections of a server below what the system allows a process to open, with a reserve for files: a
 * connection too many is closed at once, and the journal, snapshots and pictures go on.
 */
export class ConnectionCap {
  readonly max: number
  readonly #dependencies: Dependencies
  #dropped = 0
  #reportedAt = Number.NEGATIVE_INFINITY

  /** Throws an {@link Explained} where hardly any connection would fit. */
  constructor(server: Server, files: OpenFiles, dependencies: Dependencies) {
    const { logger, bounds } = dependencies
    this.#dependencies = dependencies
    const reserved = Math.min(
      bounds.filesReservedMax,
      Math.max(bounds.filesReservedMin, Math.floor(files.max / 16)),
    )
    this.max = files.max - files.used - reserved
    if (this.max < bounds.connectionsMin) throw new Explained(tooManyFiles)
    if (Number.isFinite(this.max)) server.maxConnections = this.max
    server.on('drop', () => this.#drop('more connections than fit are closed'))
    server.on('error', (error) => {
      // What goes wrong before it listens is reported by the one who has it listen.
      if (!server.listening) return
      if (isOutOfFiles(error)) this.#drop('no file is left for a connection')
      else logger.error({ error }, 'a connection could not be accepted')
    })
    logger.info({ openFilesMax: files.max, connectionsMax: this.max }, 'connections are limited')
  }

  /** Connections that were closed at once. */
  get dropped(): number {
    return this.#dropped
  }

  #drop(message: string): void {
    const { logger, clock, bounds } = this.#dependencies
    this.#dropped += 1
    if (clock.monotonic() - this.#reportedAt < bounds.dropReportDistanceMs) return
    this.#reportedAt = clock.monotonic()
    logger.warn({ connectionsMax: this.max, dropped: this.#dropped }, message)
  }
}

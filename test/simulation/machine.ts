import { everybody, operator } from '../../server/broadcast/audience.ts'
import { type Core, createCore } from '../../server/core.ts'
import type { Disk } from '../../server/disk/disk.ts'
import { FolderInUse, type FolderLock } from '../../server/disk/folder-lock.ts'
import type { Environment } from '../../server/environment.ts'
import { FileJournals } from '../../server/journal/file-journals.ts'
import { JournalDamage, type JournalEngine } from '../../server/journal/journal.ts'
import type { Actor, Command as MarketCommand } from '../../server/market/command.ts'
import type { Random } from '../../server/os/clock.ts'
import { RecordDamage } from '../../server/records/records.ts'
import { makeSnapshot, type SnapshotMade } from '../../server/snapshot/make-snapshot.ts'
import { plainPasswords } from '../support/doubles/plain-passwords.ts'
import type { Coverage } from './coverage.ts'
import type { SimulatedDisk } from './disk.ts'
import type { DiskFaults } from './disk-faults.ts'
import type { Market } from './market.ts'
import { config, dataFolder } from './market-config.ts'
import { openEdge } from './market-edge.ts'
import { loggerOf } from './market-logger.ts'
import { MarketProcess, type Wall } from './market-process.ts'
import type { Accept, Link } from './network.ts'
import { commandUntilKnown } from './own-command.ts'
import type { Scheduler } from './scheduler.ts'
import type { Setting } from './setting.ts'
import { asksForEffects } from './sign-up.ts'

/** Where a machine's market listens for its clients. */
export interface MarketPort {
  /** Null while no market listens. */
  accept: Accept | null
  readonly links: Iterable<Link>
  marketEnded(): void
  latencyMs(): number
}

/** How a process reaches a market that is not kept on the machine's disk. */
export interface Elsewhere {
  openStorage: NonNullable<Environment['openStorage']>
  journals: Pick<JournalEngine, 'read'>
}

export interface MachineParts {
  scheduler: Scheduler
  ids: Random
  setting: Setting
  coverage: Coverage
  disk: SimulatedDisk
  faults: DiskFaults
  network: MarketPort
  elsewhere?: (process: MarketProcess) => Elsewhere
  /** It stopped by itself, because of this. */
  onFailStop(error: unknown): void
  /** The market has started from what its folder contains. */
  onStarted(core: Core): void
  /** Reports something that must never happen. */
  onViolation(rule: string, message: string): void
  /** Called when a run begins and when it ends, with the cause. */
  onTold(line: string): void
}

/** A flipped bit of a file. */
export interface Rotten {
  path: string
  offset: number
  bit: number
}

/** A computer with one disk that restarts the market's process when it has ended. */
export class Machine implements Market {
  readonly wall: Wall = { offsetMs: 0 }
  /** Which run of the market this is, from 1 on. */
  run = 0
  core: Core | null = null
  readonly #parts: MachineParts
  #process: MarketProcess | null = null
  #rotten: Rotten | null = null

  constructor(parts: MachineParts) {
    this.#parts = parts
  }

  get isUp(): boolean {
    return this.core !== null
  }
  get isFrozen(): boolean {
    return this.#process?.isFrozen ?? false
  }
  get isStarting(): boolean {
    return this.#process !== null && this.core === null
  }

  freeze(): void {
    this.#process?.freeze()
  }

  thaw(): void {
    this.#process?.thaw()
  }

  /** Starts the market's process, unless one is running. */
  start(): void {
    if (this.#process) return
    const { scheduler, setting, onTold, onViolation, coverage } = this.#parts
    const process = new MarketProcess(scheduler, this.wall)
    this.#process = process
    this.run += 1
    onTold(`run ${this.run} starts`)
    createCore(config, this.#worldOf(process), setting.bounds).then(
      (core) => this.#started(process, core),
      (error: unknown) => {
        if (!process.isAlive) return
        if (error instanceof JournalDamage) this.#foundDamage(error)
        else if (error instanceof RecordDamage) onViolation('G3', `the start found damage: ${error.message}`)
        else if (error instanceof TypeError) onViolation('G14', `the start failed: ${error}`)
        else coverage.count('end: a start that failed')
        this.#end(`its start failed: ${error}`)
      },
    )
  }

  /** Flips a bit while the market is down; once the start has reported where, it is repaired from a copy. */
  rot(rotten: Rotten): void {
    this.kill()
    this.#rotten = rotten
    this.#parts.disk.flipBit(rotten.path, rotten.offset, rotten.bit)
    this.#parts.onTold(`bit ${rotten.bit} of byte ${rotten.offset} of ${rotten.path} rots`)
  }

  #foundDamage(damage: JournalDamage): void {
    if (!this.#rotten) return this.#parts.onViolation('G3', `the start found damage: ${damage.message}`)
    this.#repairRot('start: stopped by damage')
  }

  #repairRot(found: string): void {
    const rotten = this.#rotten
    if (!rotten) return
    this.#rotten = null
    this.#parts.coverage.count(found)
    // A start that considered it a torn tail may have removed the file.
    if (this.#parts.disk.paths().includes(rotten.path)) {
      this.#parts.disk.flipBit(rotten.path, rotten.offset, rotten.bit)
    }
  }

  /** `kill -9`: nothing that was written is lost. */
  kill(): void {
    if (!this.#process) return
    this.#parts.coverage.count('end: kill -9')
    this.#end('kill -9')
  }

  /** The power goes: what was not synced may be lost, in whole or in part. */
  losePower(): void {
    this.#parts.coverage.count('end: power loss')
    this.#end('power loss')
    this.#parts.disk.losePower()
  }

  /** SIGTERM: a clean stop, unless the disk fails. */
  stop(): void {
    const { network, scheduler, coverage, onTold } = this.#parts
    const [process, core] = [this.#process, this.core]
    if (!process || !core) return
    onTold('SIGTERM')
    coverage.count('end: SIGTERM')
    network.accept = null
    for (const link of [...network.links]) link.cut()
    const ended = (): void => {
      if (process === this.#process) this.#end('its orderly stop')
    }
    core.close().then(ended, ended)
    scheduler.after(10_000, ended)
  }

  /** `GET /api/market` as text; null if the market ends before it answers. */
  fetchMarket(asOperator: boolean): Promise<string | null> {
    const { scheduler, network } = this.#parts
    const [process, core] = [this.#process, this.core]
    if (!process || !core) return Promise.resolve(null)
    return new Promise((answer) => {
      process.whenEnded(() => answer(null))
      void core.broadcaster.page(asOperator ? operator : everybody).then((page) => {
        const text = page.pieces.join('')
        scheduler.after(network.latencyMs(), () => answer(text))
      })
    })
  }

  command(id: string, actor: Actor, command: MarketCommand, known: (accepted: boolean) => void): void {
    commandUntilKnown({ market: this, scheduler: this.#parts.scheduler }, { id, actor, command, known })
  }

  #end(why: string): void {
    const process = this.#process
    this.#process = null
    this.core = null
    this.#parts.onTold(`run ${this.run} ends: ${why}`)
    process?.end()
    this.#parts.network.marketEnded()
  }

  #started(process: MarketProcess, core: Core): void {
    if (!process.isAlive) return
    const { network, onStarted, setting } = this.#parts
    this.core = core
    this.#repairRot('start: did not read what was damaged')
    onStarted(core)
    const { clock } = process
    const accept = openEdge(core, { clock, logger: loggerOf(process, this.#parts), bounds: setting.bounds })
    network.accept = (link, namespace, auth) => {
      const session = accept(link, namespace, auth)
      return {
        ...session,
        receive: (event, payload, acknowledge) =>
          process.run(() => session.receive(event, payload, acknowledge)),
        end: (reason) => process.run(() => session.end(reason)),
      }
    }
  }

  #worldOf(process: MarketProcess) {
    const { ids, elsewhere, onFailStop } = this.#parts
    return {
      ...(elsewhere && { openStorage: elsewhere(process).openStorage }),
      disk: this.#diskOf(process),
      clock: process.clock,
      random: ids,
      logger: loggerOf(process, this.#parts),
      distFolder: '/dist',
      lockFolder: (folder: string): FolderLock => {
        if (process !== this.#process) throw new FolderInUse(folder)
        return { release: () => undefined }
      },
      passwords: plainPasswords,
      directSockets: false,
      makeSnapshot: (_folder: string, upTo: number, signal: AbortSignal) =>
        this.#makeSnapshot(process, upTo, signal),
      onFailed: (error: unknown) => {
        if (!process.isAlive) return
        onFailStop(error)
        this.#end(`it stopped by itself: ${error}`)
      },
    }
  }

  #diskOf(process: MarketProcess, isSnapshot = false): Disk {
    const { disk, faults } = this.#parts
    const isStarting = () => this.core === null && !isSnapshot
    const isEffectAsked = () => this.core !== null && asksForEffects(this.core)
    return disk.attach(
      faults.callsOf(process, { isSnapshot, isStarting, isEffectAsked, crash: (kind) => this.#crash(kind) }),
    )
  }

  /** The process is dead already; the rest is cleaned up when the call has taken effect. */
  #crash(kind: 'kill' | 'power'): void {
    this.#process?.end()
    this.#parts.scheduler.after(0, () => (kind === 'kill' ? this.kill() : this.losePower()))
  }

  /** Like the helper: a process of its own that ends with the market's or on the signal. */
  #makeSnapshot(process: MarketProcess, upTo: number, signal: AbortSignal): Promise<SnapshotMade> {
    const { scheduler, setting, ids, elsewhere } = this.#parts
    const worker = new MarketProcess(scheduler, this.wall, process)
    const startedMs = scheduler.nowMs
    const bounds = { ...setting.bounds.market, rowsPerPartMax: setting.rowsPerPartMax }
    return new Promise((done, fail) => {
      signal.addEventListener('abort', () => {
        worker.end()
        fail(new Error('the snapshot was given up'))
      })
      const disk = this.#diskOf(worker, true)
      const journals = elsewhere?.(worker).journals ?? new FileJournals({ disk, folder: dataFolder })
      makeSnapshot({ journals, disk, folder: dataFolder, upTo, random: ids, bounds }).then(
        (problems) => done({ ms: scheduler.nowMs - startedMs, problems }),
        fail,
      )
    })
  }
}

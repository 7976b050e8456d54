import { fork } from 'node:child_process'
import { join } from 'node:path'
import { putBelow } from '../os/priority.mjs'

/**
 * The process that forks the one that makes a snapshot, whenever it is told to, and hands on what comes of it. It
 * is JavaScript, since what takes types away would double the memory that it holds while it waits.
 */

// What is forked begins as this is, below the market: until it steps back it needs 30 ms of a core, and would have
// taken half of one. Only a little below, as its threads that write stay there and must not be held up for long.
putBelow(5)

/** @type {import('node:child_process').ChildProcess | null} */
let maker = null

process.on('message', (/** @type {{ folder: string, upTo: number }} */ { folder, upTo }) => {
  let told = false
  const tell = (/** @type {object} */ what) => {
    if (!told) process.send?.(what)
    told = true
  }
  maker = fork(join(import.meta.dirname, 'snapshot-process.mjs'), [folder, String(upTo)], {
    execArgv: ['--single-threaded', '--v8-pool-size=1'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  maker.once('message', tell)
  maker.once('error', (error) => tell({ error: error.message }))
  maker.once('exit', (code) =>
    tell({ error: `the snapshot's process ended with code ${code}, and no snapshot` }),
  )
})

// The market has ended, or stops: nobody waits for a snapshot any more. What was forked is waited for, so that it is
// not left to a first process that may not look after others' children.
process.on('disconnect', () => {
  const isRunning = maker?.pid !== undefined && maker.exitCode === null && maker.signalCode === null
  if (!isRunning) process.exit(0)
  maker?.once('exit', () => process.exit(0))
  maker?.kill('SIGKILL')
})

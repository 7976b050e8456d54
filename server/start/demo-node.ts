import process from 'node:process'

/** One node of the demo: it also stops when the process that started it is gone. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
await import('../main.ts')

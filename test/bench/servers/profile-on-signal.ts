import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'

/** Preloaded into a server: SIGUSR2 begins a CPU profile, the next one writes it to `BENCH_PROFILE`. */
const session = new Session()
session.connect()
session.post('Profiler.enable')
session.post('Profiler.setSamplingInterval', { interval: 200 })
let running = false

process.on('SIGUSR2', () => {
  running = !running
  if (running) return session.post('Profiler.start')
  session.post('Profiler.stop', (error, { profile }) => {
    if (error) throw error
    writeFileSync(process.env.BENCH_PROFILE ?? 'server.cpuprofile', JSON.stringify(profile))
  })
})

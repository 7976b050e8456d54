import { pino } from 'pino'
import type { Coverage } from './coverage.ts'
import { isExpected, type LogLine } from './expected-warnings.ts'
import type { MarketProcess } from './market-process.ts'

interface Witness {
  coverage: Coverage
  onTold(line: string): void
  onViolation(rule: string, message: string): void
}

/** Without the stack, which names the caller of the whole simulation too. */
const named = ({ name, message, cause }: Error): object => ({ name, message, cause: String(cause) })

/** The market's log: an error that no injected fault explains is a violation. */
export function loggerOf(process: MarketProcess, { coverage, onTold, onViolation }: Witness) {
  const write = (text: string): void => {
    if (!process.isAlive) return
    const line = JSON.parse(text) as LogLine
    if (line.msg === 'the market is read') {
      coverage.count(line.snapshotSeq ? 'start: from a snapshot' : 'start: from the journal alone')
    }
    if (line.msg === 'effects of an earlier run are tried again')
      coverage.count('start: with effects to go on with')
    if (line.msg.startsWith('the journal ended in a torn entry')) coverage.count('start: with a torn tail')
    if (line.level >= 40) onTold(`log: ${text.trim()}`)
    if (line.level >= 50 && !isExpected(line)) onViolation('G13', `the log says: ${text.trim()}`)
  }
  const serializers = { err: named }
  return pino({ level: 'info', timestamp: false, base: null, serializers }, { write })
}
